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
	"by: [place, coder]\nrollup: [[coder], []]\n"
	    "measures: {n: {count: all}, r: {rank: n}}",
	"by: place\nrollup: true\nmeasures:\n"
	    "  {t: {top: coder, n: 2}, s: {set: 'prefix(time, 10)'}, "
	    "h: {histogram: x, width: 7}, f: {first: coder, by: time}, "
	    "l: {last: x, by: time}}",
	"exact: 5\nmeasures: {p: {p50: x}, d: {distinct: id}}",
	"table: {cooccurrence: codes}\norder: -ll",
	"table: {cooccurrence: codes, unit: parent, min: 2}\n"
	    "by: [place, {each: words}]\nrollup: true",
	"table: {agreement: codes, unit: unit, "
	    "bootstrap: {draws: 20, seed: 3}}",
	"table: {agreement: codes, unit: unit, rows: disagreements}",
	"table: {agreement: codes, unit: unit, rows: coders, gold: 乙}",
	"table: {agreement: place, unit: id, coder: parent, level: nominal}",
	"table: {balance: roles}\nhaving: 'holds_a > 0'",
	"table: {concentration: words}\nby: place",
	"table: {dispersion: words, count: elements, min: 2}\nby: place",
	"table: {documents_by_codes: counts}",
	"table: {extract: b.*, n: 5}",
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
	    "{\"code\":\"e\",\"field\":\"title\",\"start\":4,"
	    "\"end\":6}]", draw(2) ? "导致" : "源于", codes[draw(5)]);
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

/* The result of the lines, with that setting ("" for none); copied. */
static char *
result(const char *rule, const char *setting, const struct span *lines,
    size_t count)
{
	struct run r;
	char *text;

	run_init(&r);
	r.settings[0] = (struct setting){ setting, "" };
	if (run_begin(&r, rule, *setting != '\0') == -1)
		fail_msg("%s: %s", rule, r.faults.items[0].text);
	for (size_t i = 0; i < count; i++)
		if (feed(&r, lines[i]) == -1)
			fail_msg("%s: %s", rule, r.e.text);
	if (end(&r) == -1)
		fail_msg("%s: %s", rule, r.e.text);
	buf_byte(&r.out, '\0');
	text = strdup(r.out.p);
	clean(&r);
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

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(order_split_and_merging_change_nothing),
	};

	return cmocka_run_group_tests_name("aggregate/tables", tests, NULL,
	    NULL);
}
