#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "aggregate_run.h"

/*
 * The property of every measure and table: neither the order of the records,
 * nor how they are split, nor how states are merged, changes a byte.
 */
static const char *const rules[] = {
	"by: place\nrollup: true\nmeasures:\n"
	    "  {n: {count: all}, s: {sum: x}, m: {mean: x}, l: {min: x}, "
	    "h: {max: x}, v: {var: x}, o: {stddev: x}, p: {p90: x}, d: {distinct: parent}, "
	    "e: {examples: 3}, r: {share: n}}",
	"by: [place, {each: codes}]\nrollup: true\n"
	    "suppress: {below: 20, of: n, also: complement}\nmeasures:\n"
	    "  {n: {count: all}, m: {mean: x}, r: {rank: m, within: place}, "
	    "k: {compute: 'n * m'}}",
	"by: [{day: time}, place]\nrollup: [[time, place], [place], [time]]\n"
	    "measures: {n: {count: all}, s: {share: n, within: time}, "
	    "c: {change: n, against: previous}, "
	    "p: {change: s, against: previous}, r: {rank: c}}\norder: -c",
	"by: [place, coder]\nrollup: [[coder], []]\n"
	    "measures: {n: {count: all}, r: {rank: n}}",
	"by: place\nrollup: true\nmeasures:\n"
	    "  {t: {top: coder, n: 2}, s: {set: 'prefix(time, 10)'}, "
	    "h: {histogram: x, width: 7}, f: {first: coder, by: time}, "
	    "l: {last: x, by: time}}",
	"exact: 5\nmeasures: {p: {p50: x}, d: {distinct: id}}",
	"by: [unit, coder, place]\nrollup: true\nmeasures:\n"
	    "  {s: {sum: x, bad: 'null'}, m: {mean: coder, bad: 'null'}, "
	    "d: {p50: 'days(time, unit)', bad: 'null'}}\n"
	    "order: -s\nlimit: 20\noutput: {format: table}",
	"by: [{value: id, as: id}, {each: codes}]\nrollup: true\nmeasures:\n"
	    "  {n: {count: all}, s: {share: n}, w: {share: n, within: []}, "
	    "p: {per: {of: n, unit: 10, to: n}, within: id}}\n"
	    "having: 's < 0.5'\noutput: {format: csv}",
	"by: [{bucket: x, width: 0.5}, place]\nrollup: true\nmeasures:\n"
	    "  {n: {count: all}, m: {max: x}, r: {rank: n, "
	    "min_n: {of: n, n: 2}}, o: {rank: m, order: ascending}, "
	    "k: {compute: 'n * 2 + 1'}}\norder: [r, -m, place]\nlimit: 40\n"
	    "having: 'n > 1'",
	"by: [{value: 'prefix(unit, 2)', as: some}, unit]\nrollup: true\n"
	    "suppress: {below: 3, of: n, also: complement}\n"
	    "measures: {n: {count: all}}",
	"by: [unit, {day: time}]\nrollup: true\n"
	    "suppress: {below: 3, of: n, also: complement}\nmeasures:\n"
	    "  {n: {count: all}, d: {distinct: coder}, e: {examples: 2}}\n"
	    "order: [-n, -unit]\nlimit: 30\noutput: {format: table}",
	"by: [unit, coder, place, parent]\nrollup: [[unit], [coder], [place], "
	    "[parent], [unit, coder], [unit, place], [coder, place], "
	    "[coder, parent], [place, parent], [unit, parent], "
	    "[unit, coder, place], []]\nlimit: 7\nmeasures:\n"
	    "  {n: {count: all}, r: {rank: n, within: [coder]}}",
	"table: {cooccurrence: codes}\norder: -ll",
	"table: {cooccurrence: codes, unit: parent, min: 2}\n"
	    "by: [place, {each: words}]\nrollup: true",
	"table: {agreement: codes, unit: unit, "
	    "bootstrap: {draws: 20, seed: 3}}",
	"table: {agreement: codes, unit: unit, rows: disagreements}",
	"table: {agreement: codes, unit: unit, rows: coders, gold: 乙}",
	"table: {agreement: codes, unit: unit, rows: confusion, gold: 乙}",
	"table: {agreement: place, unit: id, coder: parent, level: nominal}",
	"table: {balance: roles, field: title}\nhaving: 'holds_a > 0'",
	"table: {concentration: words}\nby: place",
	"table: {dispersion: words, count: elements, min: 2}\nby: place",
	"table: {documents_by_codes: counts}",
	"table: {extract: b.*, n: 5}",
	"table: {flow: codes, field: title, next: 2}\norder: [-said, a, b]",
	"table: {keyness: words, of: 'place == \"p0\"', "
	    "against: 'place == \"p1\"', count: elements, correct: holm}",
	"table: {kwic: e, chars: 3, field: title}",
	"table: {near_same: title, by: place, window: 36h}\n"
	    "order: [-size, first]",
	"table: {network: codes, unit: [parent, place]}",
	"table: {network: codes, rows: nodes}",
	"table: {order: codes, next: 3}\norder: [-count, a]\nlimit: 5",
	"table: {said: codes, field: title}",
	"table: {sample: {n: 4, by: codes, text: title}}\nby: place",
	"table: {side_by_side: place, groups: [p0, p1, p2], codes: words}",
	"table: {transitions: place, case: unit}",
};

#define RECORDS	300
#define SPILLS	1	/* the engine's counter of them */
#define PARTS	4

static uint64_t seed;

static unsigned
draw(unsigned below)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return (unsigned)(seed >> 33) % below;
}

static void
put_list(struct buf *b, const char *key, const char *const *items,
    unsigned one_in)
{
	bool first = true;

	buf_printf(b, ",\"%s\":[", key);
	for (; *items != NULL; items++) {
		if (draw(one_in) != 0)
			continue;
		buf_printf(b, "%s\"%s\"", first ? "" : ",", *items);
		first = false;
	}
	buf_byte(b, ']');
}

/* A coded sentence that also tells of a case, a coder and a time. */
static struct span
make_record(struct arena *arena, unsigned i)
{
	static const char *const codes[] = { "a", "b.c", "b.d", "e", "f",
	    "roles.actor.x", "roles.actor.y", "roles.power.z",
	    "roles.relation.holds", NULL };
	static const char *const words[] = { "居民", "物业", "噪音", "停车",
	    "水", NULL };
	static const char *const coders[] = { "甲", "乙", "丙" };
	struct buf b = {0};
	struct span line;

	buf_printf(&b, "{\"id\":\"d%u#%u\",\"parent\":\"d%u\",\"start\":%u",
	    i % 7, i, i % 7, 10 * i);
	buf_printf(&b, ",\"place\":\"p%u\",\"x\":%d.%u,\"coder\":\"%s\","
	    "\"unit\":\"u%u\"", draw(3), (int)draw(50) - 25,
	    draw(100), coders[draw(3)], draw(60));
	put_list(&b, "codes", codes, 2);
	buf_printf(&b, ",\"title\":\"停车%s噪音\",\"tags\":[{\"code\":"
	    "\"%s\",\"field\":\"title\",\"start\":0,\"end\":2},"
	    "{\"code\":\"roles.actor.%s\",\"field\":\"title\","
	    "\"start\":0,\"end\":2},{\"code\":\"roles.relation.%s\","
	    "\"field\":\"title\",\"start\":0,\"end\":6},"
	    "{\"code\":\"roles.power.z\",\"field\":\"title\",\"start\":4,"
	    "\"end\":6},{\"code\":\"e\",\"field\":\"title\",\"start\":4,"
	    "\"end\":6}]", draw(2) ? "导致" : "源于", codes[draw(5)],
	    draw(2) ? "x" : "y", draw(2) ? "holds" :
	    draw(2) ? "lacks" : "grants");
	put_list(&b, "words", words, 2);
	buf_printf(&b, ",\"time\":\"2024-05-%02uT%02u:00:00+08:00\"}",
	    1 + draw(28), draw(24));
	line = arena_copy(arena, buf_span(&b));
	buf_free(&b);
	return line;
}

static void
shuffle(struct span *lines)
{
	for (unsigned i = RECORDS; i > 1; i--) {
		unsigned k = draw(i);
		struct span held = lines[k];

		lines[k] = lines[i - 1];
		lines[i - 1] = held;
	}
}

/*
 * The result of the lines, with that setting ("" for none) and so many bytes of
 * memory; copied.  NULL where they are too few; *spills is how often groups
 * went to files.
 */
static char *
result_within(const char *memory, const char *rule, const char *setting,
    const struct span *lines, size_t count, uint64_t *spills)
{
	struct run r;
	char *text = NULL;
	int rc = 0;

	run_init(&r);
	r.settings[0] = (struct setting){ "memory", memory };
	r.settings[1] = (struct setting){ setting, "" };
	if (run_begin(&r, rule, *setting != '\0' ? 2 : 1) == -1)
		fail_msg("%s: %s", rule, r.faults.items[0].text);
	for (size_t i = 0; rc == 0 && i < count; i++)
		rc = feed(&r, lines[i]);
	if (rc == 0)
		rc = end(&r);
	if (rc == 0) {
		buf_byte(&r.out, '\0');
		text = strdup(r.out.p);
	} else if (strstr(r.e.text, "--memory") == NULL)
		fail_msg("%s: %s", rule, r.e.text);
	*spills = r.counters[SPILLS];
	clean(&r);
	return text;
}

static char *
result(const char *rule, const char *setting, const struct span *lines,
    size_t count)
{
	uint64_t spills;
	char *text = result_within("256M", rule, setting, lines, count,
	    &spills);

	assert_non_null(text);
	assert_int_equal(spills, 0);
	return text;
}

/* The lines in parts, each to a state, the states merged from the last on. */
static char *
merged(const char *rule, const struct span *lines)
{
	struct span states[PARTS];
	char *parts[PARTS], *all;
	size_t from = 0, to;

	for (size_t i = 0; i < PARTS; i++) {
		to = i + 1 == PARTS ? RECORDS :
		    from + draw((unsigned)(RECORDS - from));
		parts[i] = result(rule, "partial", lines + from, to - from);
		states[PARTS - 1 - i] = span_of(parts[i]);
		from = to;
	}
	all = result(rule, "merge", states, PARTS);
	for (size_t i = 0; i < PARTS; i++)
		free(parts[i]);
	return all;
}

static void
order_split_and_merging_change_nothing(void **state)
{
	struct arena arena = {0};
	struct span lines[RECORDS];
	char *straight, *other;

	(void)state;
	seed = 20261122;
	for (unsigned i = 0; i < RECORDS; i++)
		lines[i] = make_record(&arena, i);
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		straight = result(rules[i], "", lines, RECORDS);
		assert_true(strlen(straight) > 20);
		for (int round = 0; round < 3; round++) {
			shuffle(lines);
			other = result(rules[i], "", lines, RECORDS);
			assert_string_equal(straight, other);
			free(other);
			other = merged(rules[i], lines);
			assert_string_equal(straight, other);
			free(other);
		}
		free(straight);
	}
	arena_free(&arena);
}

/* However little memory there is: the same, or none at all. */
static void
spilling_changes_nothing(void **state)
{
	static const char *const memories[] = { "1M", "400K", "200K", "140K",
	    "100K", "70K", "50K", "35K", "25K", "18K", "12K", "9K", "6K",
	    "3K", "1K" };
	const size_t memory_count = sizeof(memories) / sizeof(memories[0]);
	struct arena arena = {0};
	struct span lines[RECORDS];
	uint64_t spills, spilled;
	char *straight, *other;
	int tables = 0;

	(void)state;
	seed = 7;
	for (unsigned i = 0; i < RECORDS; i++)
		lines[i] = make_record(&arena, i);
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		straight = result(rules[i], "", lines, RECORDS);
		spilled = 0;
		for (size_t k = 0; k < memory_count; k++) {
			other = result_within(memories[k], rules[i], "",
			    lines, RECORDS, &spills);
			if (other == NULL)
				continue;
			assert_string_equal(straight, other);
			spilled += spills;
			free(other);
		}
		/* Of some tables the rows alone take more. */
		if (spilled > 0 && strncmp(rules[i], "table", 5) == 0)
			tables++;
		else if (spilled == 0 && strncmp(rules[i], "table", 5) != 0)
			fail_msg("%s: was never spilled", rules[i]);
		free(straight);
	}
	assert_true(tables >= 5);
	arena_free(&arena);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(order_split_and_merging_change_nothing),
		cmocka_unit_test(spilling_changes_nothing),
	};

	return cmocka_run_group_tests_name("aggregate/tables", tests, NULL,
	    NULL);
}
