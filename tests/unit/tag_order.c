#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/decimal.h"
#include "base/utf8.h"
#include "tag/compile.h"
#include "tag/map.h"

/*
 * The order of books, of the codes in them and of their matchers never changes
 * a record: random books of some codes, put into another order.  What the tags
 * say is a match is what stands in the text between their positions.
 */
#define CODES	6
#define BOOKS	2

static uint64_t seed;

static uint32_t
dice(uint32_t sides)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % sides;
}

/* A book in parts: its head, and codes that each are a line. */
struct book_text {
	char	head[256];
	char	codes[CODES][256];
};

static const char *const matchers[] = {
	"a", "bb", "ab", "{term: b, weight: 3}", "{seq: [a, b], gap: 2}",
	"{near: [b, c], gap: 1}", "{regex: 'c+d?'}", "{where: 'n > 1'}",
	"{glob: 'a*c'}", "{at_least: 2, of: [a, c, dd]}", "$l",
	"{term: c, weight: -1}"
};

static void
make_code(char *into, size_t size, int book, int code)
{
	char refs[64] = "";

	if (code > 0 && dice(3) == 0)
		snprintf(refs, sizeof(refs), ", {code: %s}",
		    book == 1 && dice(2) == 0 ? "p0.t.c0" : "t.c0");
	snprintf(into, size, "{id: t.c%d, match: [%s, %s%s], unless: [%s], set: "
	    "{set%d: %d}}", code, matchers[dice(11)], code % 2 == 0 ? "bb" :
	    "cd", refs, dice(2) == 0 ? "n" : "{seq: [d, $self], gap: 0}", book,
	    code);
}

static void
make_book(struct book_text *t, int book)
{
	static const char *const overlaps[] = { "longest", "longest-per-code",
	    "all" };
	int i;

	snprintf(t->head, sizeof(t->head), "prefix: p%d\noverlap: %s\nlists: "
	    "{l: [cc, da]}\ncontexts: {n: {words: [d], reach: {left: 1}, "
	    "effect: %s}}\nclassify: [{into: k%d, among: 't.*'}]\ncodes: [",
	    book, overlaps[dice(3)], dice(2) == 0 ? "void" : "mark", book);
	for (i = 0; i < CODES; i++)
		make_code(t->codes[i], sizeof(t->codes[i]), book, i);
}

static struct node *
parse_book(struct arena *a, const struct book_text *t, const int *order)
{
	struct faults faults = { .arena = a };
	struct buf b = { 0 };
	struct node *root;
	int i;

	buf_add(&b, span_of(t->head));
	for (i = 0; i < CODES; i++) {
		buf_add(&b, i > 0 ? SPAN(", ") : SPAN(""));
		buf_add(&b, span_of(t->codes[order[i]]));
	}
	buf_byte(&b, ']');
	root = node_parse(a, arena_copy(a, buf_span(&b)), "-e", &faults);
	buf_free(&b);
	assert_non_null(root);
	return root;
}

static void
shuffle(int *order, int count)
{
	int i, k, held;

	for (i = count; i-- > 1;) {
		k = (int)dice((uint32_t)i + 1);
		held = order[i];
		order[i] = order[k];
		order[k] = held;
	}
}

/* Codes a record by the books in an order; the line in the arena. */
static struct span
code_record(struct arena *a, const struct book_text *texts, const int *books,
    int orders[BOOKS][CODES], struct span line)
{
	struct faults faults = { .arena = a };
	struct rule rules[BOOKS] = { { 0 } };
	struct config config = { .rules = rules, .rule_count = BOOKS };
	struct record record = { 0 };
	struct claims none = { 0 };
	struct buf out = { 0 };
	struct worker *w;
	struct plan *p;
	struct span coded;
	struct err e;
	int i;

	for (i = 0; i < BOOKS; i++) {
		rules[i] = (struct rule){ .name = "-e", .path = "-e",
		    .expression = true };
		rules[i].root = parse_book(a, &texts[books[i]],
		    orders[books[i]]);
	}
	p = plan_compile(&config, a, &faults);
	if (p == NULL)
		fail_msg("%s", faults.items[0].text);
	w = worker_new(p);
	assert_int_equal(record_parse(&record, a, line, &e), 0);
	assert_int_equal(tag_record(w, &record, &none, &out, w->counters, &e),
	    1);
	coded = arena_copy(a, buf_span(&out));
	buf_free(&out);
	worker_free(w);
	return coded;
}

/* Fields of books stand in the order of the books: their values alone. */
static void
assert_same_members(struct arena *a, struct span left, struct span right)
{
	static const char *const names[] = { "tags", "codes", "k0", "k1",
	    "set0", "set1" };
	struct record x = { 0 }, y = { 0 };
	struct json one, other;
	struct err e;
	size_t i;

	assert_int_equal(record_parse(&x, a, left, &e), 0);
	assert_int_equal(record_parse(&y, a, right, &e), 0);
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		record_get(&x, span_of(names[i]), &one, &e);
		record_get(&y, span_of(names[i]), &other, &e);
		if (one.kind != other.kind || !span_equal(one.raw, other.raw))
			fail_msg("%.*s\n%.*s", (int)left.n, left.p,
			    (int)right.n, right.p);
	}
}

/* Cuts each tag's characters out of the text again. */
static void
assert_matches_cut(struct arena *a, struct span line, struct span text)
{
	struct record r = { 0 };
	struct json tags, value, key, member;
	struct json_walk w, members;
	struct span match = SPAN(""), cut;
	int64_t start = -1, end = -1;
	struct err e;

	assert_int_equal(record_parse(&r, a, line, &e), 0);
	assert_int_equal(record_get(&r, SPAN("tags"), &tags, &e), 0);
	w = json_walk(&tags);
	while (json_next(&w, NULL, &value)) {
		members = json_walk(&value);
		while (json_next(&members, &key, &member)) {
			if (json_key_is(&key, SPAN("start")))
				decimal_integer(member.raw, &start);
			else if (json_key_is(&key, SPAN("end")))
				decimal_integer(member.raw, &end);
			else if (json_key_is(&key, SPAN("match")))
				json_text(&member, a, &match, &e);
		}
		cut = span_from(text, utf8_skip(text, (size_t)start));
		cut.n = utf8_skip(cut, (size_t)(end - start));
		if (!span_equal(cut, match))
			fail_msg("%.*s", (int)line.n, line.p);
	}
}

/* Some are two characters to the eye, or none: combining, right to left. */
static void
check_order(void)
{
	static const char *const atoms[] = { "a", "b", "c", "d", "，", "。",
	    "a\xcc\x81", "𠮷", "שׁ" };
	int books[BOOKS] = { 0, 1 }, orders[BOOKS][CODES], i, k;
	struct book_text texts[BOOKS];
	struct arena a = { 0 };
	struct buf line = { 0 };
	struct span first, second, text;
	size_t from;

	for (i = 0; i < BOOKS; i++) {
		make_book(&texts[i], i);
		for (k = 0; k < CODES; k++)
			orders[i][k] = k;
	}
	buf_printf(&line, "{\"n\":%u,\"text\":\"", dice(3));
	from = line.n;
	for (i = 0; i < 20; i++)
		buf_add(&line, span_of(atoms[dice(9)]));
	buf_add(&line, SPAN("\"}"));
	text = span_make(line.p + from, line.n - 2 - from);
	first = code_record(&a, texts, books, orders, buf_span(&line));
	shuffle(books, BOOKS);
	for (i = 0; i < BOOKS; i++)
		shuffle(orders[i], CODES);
	second = code_record(&a, texts, books, orders, buf_span(&line));
	assert_same_members(&a, first, second);
	assert_matches_cut(&a, first, text);
	buf_free(&line);
	arena_free(&a);
}

static void
the_order_of_books_and_codes_changes_nothing(void **state)
{
	int i;

	(void)state;
	seed = 21;
	for (i = 0; i < 1500; i++)
		check_order();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_order_of_books_and_codes_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
