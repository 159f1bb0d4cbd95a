#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tag/claim.h"
#include "tag/tag.h"

/* Units of some documents, and rows of corrections of them, at random. */
#define DOCUMENTS	3
#define UNITS		4		/* of a document, at most */
#define ROWS		6
#define TEXT		6		/* letters, at most */

struct unit_text {
	int	document, number;
	char	text[TEXT + 1];
};

struct row {
	int	document, number;	/* 0: the document itself */
	char	quote[3];
};

struct round {
	struct unit_text units[DOCUMENTS * UNITS];
	int		 unit_count;
	struct row	 rows[ROWS];
	int		 holds[ROWS];
};

static uint64_t	seed = 1;
static int	told;

static int
dice(int sides)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int)((seed >> 33) % (uint64_t)sides);
}

static void
letters(char *into, int count)
{
	int i;

	for (i = 0; i < count; i++)
		into[i] = "abc"[dice(3)];
	into[count] = '\0';
}

/* A document may have no unit; no two rows are the same. */
static void
make_round(struct round *r)
{
	struct unit_text *u;
	int d, n, i, k;

	memset(r, 0, sizeof(*r));
	for (d = 0; d < DOCUMENTS; d++)
		for (n = dice(UNITS + 1); n > 0; n--) {
			u = &r->units[r->unit_count++];
			u->document = d;
			u->number = n;
			letters(u->text, 1 + dice(TEXT));
		}
	for (i = 0; i < ROWS; i++) {
		r->rows[i].document = dice(DOCUMENTS);
		r->rows[i].number = dice(UNITS + 1);
		letters(r->rows[i].quote, 1 + dice(2));
		for (k = 0; k < i; k++)
			if (memcmp(&r->rows[i], &r->rows[k],
			    sizeof(r->rows[i])) == 0)
				break;
		i -= k < i;
	}
}

/* The rule, word by word: in the unit with that id, else in all. */
static bool
holds(const struct round *r, const struct row *row, const struct unit_text *u)
{
	const struct unit_text *other;
	int i;

	if (u->document != row->document ||
	    strstr(u->text, row->quote) == NULL)
		return false;
	for (i = 0; i < r->unit_count; i++) {
		other = &r->units[i];
		if (other->document == row->document &&
		    other->number == row->number &&
		    strstr(other->text, row->quote) != NULL)
			return other == u;
	}
	return true;
}

static void
write_rows(const struct round *r, const char *path)
{
	FILE *f = fopen(path, "w");
	int i;

	assert_non_null(f);
	fprintf(f, "id,quote,code,action\n");
	for (i = 0; i < ROWS; i++) {
		fprintf(f, "d%d", r->rows[i].document);
		if (r->rows[i].number > 0)
			fprintf(f, "#%d", r->rows[i].number);
		fprintf(f, ",%s,x,add\n", r->rows[i].quote);
	}
	fclose(f);
}

static void
count_told(const struct err *e)
{
	if (e->kind == ERR_NONE)	/* a warning: its document is none here */
		return;
	assert_int_equal(e->kind, ERR_DATA);
	told++;
}

/* The record that a unit is, and, if it is to be, what it becomes. */
static void
put_unit(struct buf *b, const struct unit_text *u)
{
	buf_printf(b, "{\"id\":\"d%d#%d\",\"parent\":\"d%d\",\"text\":\"%s\"}",
	    u->document, u->number, u->document, u->text);
}

static void
put_expected(struct round *r, struct buf *b, const struct unit_text *u)
{
	bool any = false;
	int i;

	for (i = 0; i < ROWS; i++)
		if (holds(r, &r->rows[i], u)) {
			r->holds[i]++;
			any = true;
		}
	buf_printf(b, "%d#%d:%s\n", u->document, u->number, any ? "x" : "");
}

/* `document#number:codes` of each record, as put_expected() has it. */
static void
sum_up(struct span lines, struct buf *b)
{
	struct arena arena = { 0 };
	struct record record;
	struct json codes;
	struct span line, id;
	struct err e;

	while (lines.n > 0) {
		line = span_make(lines.p, span_index(lines, '\n'));
		lines = span_from(lines, line.n + 1);
		assert_int_equal(record_parse(&record, &arena, line, &e), 0);
		assert_int_equal(record_text(&record, SPAN("id"), &id, &e), 1);
		assert_int_equal(record_get(&record, SPAN("codes"), &codes,
		    &e), 0);
		buf_printf(b, "%.*s:%s\n", (int)id.n - 1, id.p + 1,
		    codes.raw.n > 2 ? "x" : "");
	}
	arena_free(&arena);
}

static void
pass_through(const struct round *r, const void *plan, struct buf *into,
    uint64_t *counters)
{
	struct buf row = { 0 }, line = { 0 };
	struct arena arena = { 0 };
	struct record record;
	struct unit unit = { .record = &record, .arena = &arena };
	uint64_t records = 0;
	struct out mapped = { .record = &row, .counters = counters,
	    .records = &records };
	struct out out = { .record = into, .counters = counters,
	    .records = &records, .tell = count_told };
	void *worker, *state;
	struct err e;
	int i;

	assert_int_equal(tag_engine.open(plan, &worker, &e), 0);
	assert_int_equal(tag_engine.begin(plan, &state, &e), 0);
	for (i = 0; i < r->unit_count; i++) {
		buf_cut(&line, 0);
		buf_cut(&row, 0);
		put_unit(&line, &r->units[i]);
		assert_int_equal(record_parse(&record, &arena,
		    buf_span(&line), &e), 0);
		assert_int_equal(tag_engine.map(worker, &unit, &mapped, &e),
		    0);
		assert_int_equal(tag_engine.fold(state, buf_span(&row), &out,
		    &e), 0);
		arena_reset(&arena);
	}
	assert_int_equal(tag_engine.finish(state, &out, &e), 0);
	assert_int_equal(records, r->unit_count);
	tag_engine.close(worker);
	buf_free(&row);
	buf_free(&line);
	arena_free(&arena);
}

/* By document: read, held, void as they should be. */
static void
check_counters(const struct round *r, const void *plan,
    const uint64_t *counters)
{
	const char *const *names;
	size_t n = tag_engine.counters(plan, &names), at = 0;
	uint64_t held = 0, voided = 0, unread = 0;
	bool read;
	int i, k;

	for (i = 0; i < ROWS; i++) {
		read = false;
		for (k = 0; k < r->unit_count; k++)
			read = read ||
			    r->units[k].document == r->rows[i].document;
		held += r->holds[i] == 1;
		voided += read && r->holds[i] != 1;
		unread += !read;
	}
	while (at < n && (names[at] == NULL ||
	    strcmp(names[at], "corrections.held") != 0))
		at++;
	assert_true(at + 3 <= n);
	assert_int_equal(counters[at], held);
	assert_int_equal(counters[at + 1], voided);
	assert_int_equal(counters[at + 2], unread);
	assert_int_equal(told, voided);
}

static void
check_round(struct round *r, const char *path)
{
	struct arena run = { 0 };
	struct faults faults = { .arena = &run };
	struct rule rule = { .name = "-e", .path = "-e", .expression = true };
	struct setting setting = { "corrections", path };
	struct config config = { .rules = &rule, .rule_count = 1,
	    .settings = &setting, .setting_count = 1 };
	struct buf lines = { 0 }, got = { 0 }, want = { 0 };
	uint64_t counters[16] = { 0 };
	void *plan;
	int i;

	rule.root = node_parse(&run, SPAN("codes: [{id: x, match: [zz]}]"),
	    "-e", &faults);
	assert_int_equal(tag_engine.compile(&config, &run, &plan, &faults), 0);
	told = 0;
	pass_through(r, plan, &lines, counters);
	for (i = 0; i < r->unit_count; i++)
		put_expected(r, &want, &r->units[i]);
	sum_up(buf_span(&lines), &got);
	if (!span_equal(buf_span(&got), buf_span(&want)))
		fail_msg("expected\n%.*sgot\n%.*s", (int)want.n, want.p,
		    (int)got.n, got.p);
	check_counters(r, plan, counters);
	buf_free(&lines);
	buf_free(&got);
	buf_free(&want);
	arena_free(&run);
}

static void
rows_hold_where_reading_all_units_first_says(void **state)
{
	char path[] = "/tmp/corrections-XXXXXX";
	struct round r;
	int fd = mkstemp(path), i;

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	for (i = 0; i < 400; i++) {
		make_round(&r);
		write_rows(&r, path);
		check_round(&r, path);
	}
	unlink(path);
}

static void
quotes_are_found_in_characters_none_overlapping(void **state)
{
	struct span text = SPAN("噪音a噪音噪音噪");
	static const uint32_t starts[] = { 0, 3, 5 };
	struct quote_walk at = { 0 };
	uint32_t start, end;
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		assert_true(quote_next(text, SPAN("噪音"), &at, &start, &end));
		assert_int_equal(start, starts[i]);
		assert_int_equal(end, starts[i] + 2);
	}
	assert_false(quote_next(text, SPAN("噪音"), &at, &start, &end));
	at = (struct quote_walk){ 0 };
	assert_false(quote_next(SPAN(""), SPAN("a"), &at, &start, &end));
	assert_false(quote_next(SPAN("a"), SPAN("aa"), &at, &start, &end));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_hold_where_reading_all_units_first_says),
		cmocka_unit_test(
		    quotes_are_found_in_characters_none_overlapping),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
