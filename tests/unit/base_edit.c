#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/edit.h"

static struct arena	arena;

static int
free_arena(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static void
add(struct edits *e, size_t start, size_t old_n, const char *text)
{
	edits_add(e, &arena, start, old_n, span_of(text));
}

static void
assert_gives(const struct edits *e, const char *old, const char *new)
{
	struct span	got = edits_apply(e, &arena, span_of(old));

	assert_int_equal(got.n, strlen(new));
	assert_memory_equal(got.p, new, got.n);
}

static void
no_edits_give_the_text_itself(void **state)
{
	struct edits	e = {0};
	struct span	old = SPAN("abc");

	(void)state;
	assert_ptr_equal(edits_apply(&e, &arena, old).p, old.p);
	assert_int_equal(edits_origin(&e, 2), 2);
	add(&e, 1, 0, "");
	assert_int_equal(e.count, 0);
}

static void
edits_change_what_they_name(void **state)
{
	struct edits	e = {0};

	(void)state;
	add(&e, 0, 0, "<");
	add(&e, 1, 2, "");
	add(&e, 4, 1, "EEE");
	add(&e, 7, 0, ">");
	assert_int_equal(e.count, 4);
	assert_gives(&e, "abcdefg", "<adEEEfg>");
}

static void
an_empty_text_can_be_filled_and_a_text_emptied(void **state)
{
	struct edits	e = {0}, f = {0};

	(void)state;
	edits_add(&e, &arena, 0, 0, SPAN("new"));
	assert_true(span_is(edits_apply(&e, &arena, span_make(NULL, 0)),
	    "new"));
	add(&f, 0, 3, "");
	assert_gives(&f, "old", "");
}

static void
edits_that_touch_are_joined_but_replacements(void **state)
{
	struct edits	e = {0}, f = {0}, g = {0};

	(void)state;
	add(&e, 2, 0, "x");		/* insertions at one place */
	add(&e, 2, 0, "y");
	add(&e, 2, 1, "");
	add(&e, 3, 1, "");
	add(&e, 4, 0, "z");
	assert_int_equal(e.count, 1);
	assert_int_equal(e.items[0].start, 2);
	assert_int_equal(e.items[0].old_n, 2);
	assert_true(span_is(e.items[0].text, "xyz"));
	assert_gives(&e, "abcde", "abxyze");
	add(&f, 0, 1, "A");
	add(&f, 1, 1, "B");
	assert_int_equal(f.count, 2);
	assert_gives(&f, "abc", "ABc");
	assert_int_equal(edits_origin(&f, 1), 1);
	add(&g, 0, 1, "");
	add(&g, 1, 1, "");
	assert_int_equal(g.count, 1);
	assert_gives(&g, "abc", "c");
}

/* What was joined must not be written into by the next join. */
static void
a_join_does_not_reach_into_an_earlier_edit(void **state)
{
	struct edits	e = {0};
	int		i;

	(void)state;
	add(&e, 0, 1, "1");
	add(&e, 1, 0, "2");
	add(&e, 3, 1, "3");
	for (i = 0; i < 20; i++)
		add(&e, 4, 0, "4");
	assert_gives(&e, "abcd", "12bc344444444444444444444");
	assert_true(span_is(e.items[0].text, "12"));
}

static void
the_origin_is_where_a_byte_stood(void **state)
{
	static const size_t	want[] = {
	/*	 <  a  d  E  E  E  f  g  >  end */
		0, 0, 3, 4, 4, 4, 5, 6, 7, 7
	};
	struct edits	e = {0};
	size_t		i;

	(void)state;
	add(&e, 0, 0, "<");
	add(&e, 1, 2, "");
	add(&e, 4, 1, "EEE");
	add(&e, 7, 0, ">");
	for (i = 0; i < sizeof(want) / sizeof(*want); i++)
		assert_int_equal(edits_origin(&e, i), want[i]);
}

static void
composing_with_nothing_changes_nothing(void **state)
{
	struct edits	none = {0}, e = {0}, left, right;

	(void)state;
	add(&e, 1, 1, "B");
	add(&e, 3, 0, "!");
	left = edits_compose(&none, &e, &arena);
	right = edits_compose(&e, &none, &arena);
	assert_gives(&left, "abc", "aBc!");
	assert_gives(&right, "abc", "aBc!");
	assert_int_equal(edits_compose(&none, &none, &arena).count, 0);
}

static void
what_the_second_removes_of_the_first_is_gone(void **state)
{
	struct edits	first = {0}, second = {0}, both;

	(void)state;
	add(&first, 1, 1, "xyz");	/* abc -> axyzc */
	add(&second, 2, 3, "-");	/* -> ax- */
	both = edits_compose(&first, &second, &arena);
	assert_gives(&both, "abc", "ax-");
	assert_int_equal(both.count, 1);
	assert_int_equal(both.items[0].start, 1);
	assert_int_equal(both.items[0].old_n, 2);
}

static void
neighbouring_replacements_stay_apart_when_composed(void **state)
{
	struct edits	first = {0}, second = {0}, both;

	(void)state;
	add(&first, 0, 2, "A");
	add(&first, 2, 2, "B");
	add(&first, 4, 2, "C");
	add(&second, 3, 1, "!");
	both = edits_compose(&first, &second, &arena);
	assert_gives(&both, "aabbccd", "ABC!");
	assert_int_equal(edits_origin(&both, 1), 2);
	assert_int_equal(edits_origin(&both, 2), 4);
}

/* xorshift64, fixed seed. */
static uint64_t
random_next(uint64_t *v)
{
	*v ^= *v << 13;
	*v ^= *v >> 7;
	*v ^= *v << 17;
	return *v;
}

/* Random edits of a text of n bytes; the bytes that come are above 0x7f. */
static struct edits
random_edits(size_t n, uint64_t *v)
{
	struct edits	e = {0};
	char		text[4];
	size_t		at = 0, gone, come, dense = 1 + random_next(v) % 8;

	for (;;) {
		at += random_next(v) % dense;
		if (at > n)
			break;
		gone = random_next(v) % 4;
		gone = gone > n - at ? n - at : gone;
		come = random_next(v) % 4;
		memset(text, (int)(128 + *v % 128), sizeof(text));
		edits_add(&e, &arena, at, gone,
		    arena_copy(&arena, span_make(text, come)));
		at += gone + (gone == 0);
	}
	return e;
}

static void
assert_well_formed(const struct edits *e, size_t n)
{
	size_t			 i, at = 0;
	const struct edit	*x, *last = NULL;

	for (i = 0; i < e->count; i++) {
		x = &e->items[i];
		assert_true(x->old_n + x->text.n > 0);
		assert_true(x->start >= at && x->start + x->old_n <= n);
		if (last != NULL && x->start == at)
			assert_true(x->old_n > 0 && x->text.n > 0 &&
			    last->old_n > 0 && last->text.n > 0);
		at = x->start + x->old_n;
		last = x;
	}
}

/* The bytes of old are all different, and below 0x80. */
static void
composed_edits_do_what_the_two_do(void **state)
{
	uint64_t	v = 4711;
	char		old[100];
	struct edits	first, second, both;
	struct span	middle, twice, once;
	size_t		round, i, n, origin, last;

	(void)state;
	for (i = 0; i < sizeof(old); i++)
		old[i] = (char)(i + 1);
	for (round = 0; round < 20000; round++) {
		n = random_next(&v) % (sizeof(old) + 1);
		first = random_edits(n, &v);
		middle = edits_apply(&first, &arena, span_make(old, n));
		second = random_edits(middle.n, &v);
		twice = edits_apply(&second, &arena, middle);
		both = edits_compose(&first, &second, &arena);
		assert_well_formed(&both, n);
		once = edits_apply(&both, &arena, span_make(old, n));
		assert_true(span_equal(once, twice));
		for (i = 0, last = 0; i < once.n; i++) {
			origin = edits_origin(&both, i);
			assert_true(origin >= last && origin <= n);
			last = origin;
			assert_true(origin <= edits_origin(&first,
			    edits_origin(&second, i)));
			if ((unsigned char)once.p[i] < 0x80)
				assert_int_equal(old[origin], once.p[i]);
		}
		assert_int_equal(edits_origin(&both, once.n + 5) - 5,
		    edits_origin(&both, once.n));
		arena_reset(&arena);
	}
}

/* The other way round, where a byte is still there. */
static void
the_place_of_an_origin_is_where_one_was(void **state)
{
	struct edits	e = {0};
	size_t		i;

	(void)state;
	add(&e, 2, 3, "");		/* ab...fghij */
	add(&e, 6, 0, "xy");		/* abfxyghij */
	add(&e, 8, 1, "LONG");		/* abfxyghLONGj */
	assert_int_equal(edits_place(&e, 1), 1);
	assert_int_equal(edits_place(&e, 2), 2);
	assert_int_equal(edits_place(&e, 4), 2);
	assert_int_equal(edits_place(&e, 5), 2);
	assert_int_equal(edits_place(&e, 6), 5);
	assert_int_equal(edits_place(&e, 8), 7);
	assert_int_equal(edits_place(&e, 9), 11);
	for (i = 5; i < 8; i++)
		assert_int_equal(edits_origin(&e, edits_place(&e, i)), i);
	arena_reset(&arena);
}

/* A hundred thousand joins, compositions and origins; quadratic is hours. */
static void
many_edits_take_linear_time(void **state)
{
	const size_t	n = 200000;
	struct edits	joined = {0}, apart = {0}, both;
	clock_t		begin = clock();
	size_t		i, sum = 0;

	(void)state;
	for (i = 0; i < n; i++) {
		add(&joined, i / 2 * 2, 0, "x");
		add(&joined, i / 2 * 2, 2 * (i % 2), "");
		add(&apart, 3 * i, 1, "yy");
	}
	assert_int_equal(joined.count, 1);
	assert_int_equal(joined.items[0].text.n, n);
	assert_int_equal(apart.count, n);
	both = edits_compose(&apart, &apart, &arena);
	for (i = 0; i < n; i++)
		sum += edits_origin(&both, 4 * i);
	assert_true(sum > 0);
	assert_true(arena_used(&arena) < 400 * n);
	assert_true(clock() - begin < 10 * CLOCKS_PER_SEC);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_edits_give_the_text_itself),
		cmocka_unit_test(edits_change_what_they_name),
		cmocka_unit_test(
		    an_empty_text_can_be_filled_and_a_text_emptied),
		cmocka_unit_test(edits_that_touch_are_joined_but_replacements),
		cmocka_unit_test(a_join_does_not_reach_into_an_earlier_edit),
		cmocka_unit_test(the_origin_is_where_a_byte_stood),
		cmocka_unit_test(composing_with_nothing_changes_nothing),
		cmocka_unit_test(what_the_second_removes_of_the_first_is_gone),
		cmocka_unit_test(
		    neighbouring_replacements_stay_apart_when_composed),
		cmocka_unit_test(composed_edits_do_what_the_two_do),
		cmocka_unit_test(the_place_of_an_origin_is_where_one_was),
		cmocka_unit_test(many_edits_take_linear_time),
	};

	return cmocka_run_group_tests(tests, NULL, free_arena);
}
