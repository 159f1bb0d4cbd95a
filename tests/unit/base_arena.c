#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/mem.h"

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN	1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ASAN	1
#endif
#endif

#ifdef UNDER_ASAN
#include <sanitizer/asan_interface.h>
#endif

static void
an_empty_arena_may_be_reset_and_freed(void **state)
{
	struct arena	a = {0};

	(void)state;
	assert_int_equal(arena_used(&a), 0);
	arena_reset(&a);
	arena_free(&a);
	arena_free(&a);
}

static void
every_allocation_is_aligned_and_its_own(void **state)
{
	static const size_t	sizes[] = {
		0, 1, 2, 3, 7, 8, 15, 16, 17, 100, 4096, 65535, 65536, 262144,
		262145, 1 << 20, (1 << 20) + 1, 3 << 20
	};
	struct arena		a = {0};
	unsigned char		*p[200];
	size_t			 i, j, n;

	(void)state;
	for (i = 0; i < 200; i++) {
		n = sizes[i * 7 % (sizeof(sizes) / sizeof(*sizes))];
		p[i] = arena_alloc(&a, n);
		assert_int_equal((uintptr_t)p[i] % _Alignof(max_align_t), 0);
		memset(p[i], (int)i, n);
	}
	for (i = 0; i < 200; i++) {
		n = sizes[i * 7 % (sizeof(sizes) / sizeof(*sizes))];
		for (j = 0; j < n; j += n / 16 + 1)
			assert_int_equal(p[i][j], i);
	}
	arena_free(&a);
}

static void
empty_allocations_are_not_null_and_differ(void **state)
{
	struct arena	a = {0};
	char		*p = arena_alloc(&a, 0), *q = arena_alloc(&a, 0);

	(void)state;
	assert_non_null(p);
	assert_ptr_not_equal(p, q);
	arena_free(&a);
}

static void
a_reset_arena_begins_at_the_chunk_it_kept(void **state)
{
	struct arena	a = {0};
	struct arena_chunk *kept;
	int		i;

	(void)state;
	for (i = 0; i < 100; i++)
		arena_alloc(&a, 50000);
	arena_alloc(&a, 10 << 20);
	kept = a.now;
	arena_reset(&a);
	assert_int_equal(arena_used(&a), 0);
	assert_ptr_equal(a.first, kept);
	assert_true((size_t)(a.end - a.at) <= 1 << 20);
	assert_true((size_t)(a.end - a.at) > 1 << 19);
	for (i = 0; i < 10; i++)
		arena_alloc(&a, 50000);
	assert_ptr_equal(a.now, kept);
	arena_free(&a);
}

/* What was there before stays, whatever is allocated and forgotten behind it. */
static void
going_back_keeps_what_is_older_and_takes_no_more(void **state)
{
	static const size_t	sizes[] = { 1, 100, 5000, 60000, 200000, 300000 };
	struct arena		a = {0};
	struct arena_place	place = arena_place(&a);
	unsigned char		*old[20];
	size_t			 i, k, used, chunks = 0;
	struct arena_chunk	*chunk = NULL;

	(void)state;
	arena_back(&a, place);
	for (i = 0; i < 20; i++) {
		old[i] = memset(arena_alloc(&a, 3000 * i + 1), (int)i,
		    3000 * i + 1);
		place = arena_place(&a);
		used = arena_used(&a);
		for (k = 0; k < 3; k++) {
			memset(arena_alloc(&a, sizes[(i + k) % 6]), 0xff,
			    sizes[(i + k) % 6]);
			memset(arena_alloc(&a, sizes[i % 6]), 0xff,
			    sizes[i % 6]);
			if (a.now == place.now && sizes[i % 6] < 5000 &&
			    sizes[(i + k) % 6] < 5000) {
				arena_back(&a, place);
				assert_int_equal(arena_used(&a), used);
			}
			arena_back(&a, place);
		}
	}
	for (i = 0; i < 20; i++)
		for (k = 0; k < 3000 * i + 1; k++)
			assert_int_equal(old[i][k], i);
	for (i = 0; i < 100000; i++) {
		arena_alloc(&a, 1000);
		arena_back(&a, place);
		chunks += a.now != chunk;
		chunk = a.now;
	}
	assert_true(chunks < 3);
	arena_free(&a);
}

static void
an_arena_of_large_pieces_alone_keeps_none(void **state)
{
	struct arena	a = {0};

	(void)state;
	memset(arena_alloc(&a, 5 << 20), 1, 5 << 20);
	arena_reset(&a);
	assert_null(a.first);
	assert_int_equal(arena_used(&a), 0);
	memset(arena_alloc(&a, 10), 1, 10);
	arena_free(&a);
}

static void
a_large_piece_does_not_end_the_shared_chunk(void **state)
{
	struct arena	a = {0};
	char		*p = arena_alloc(&a, 16), *q;

	(void)state;
	arena_alloc(&a, 2 << 20);
	q = arena_alloc(&a, 16);
	assert_true(q > p && q < p + 256);
	arena_free(&a);
}

static void
used_counts_what_was_handed_out(void **state)
{
	struct arena	a = {0};
	size_t		i, sum = 0;

	(void)state;
	for (i = 1; i < 2000; i++) {
		arena_alloc(&a, i);
		sum += i;
		assert_true(arena_used(&a) >= sum);
		assert_true(arena_used(&a) <= sum + i * 32);
	}
	arena_alloc(&a, 3 << 20);
	sum += 3 << 20;
	assert_true(arena_used(&a) >= sum);
	assert_true(arena_used(&a) <= sum + i * 32);
	arena_free(&a);
	assert_int_equal(arena_used(&a), 0);
}

static void
zeroed_memory_is_zero_after_a_reset_too(void **state)
{
	struct arena	a = {0};
	unsigned char	*p;
	size_t		 i;

	(void)state;
	memset(arena_alloc(&a, 1000), 0xff, 1000);
	arena_reset(&a);
	p = arena_zero(&a, 10, 100);
	for (i = 0; i < 1000; i++)
		assert_int_equal(p[i], 0);
	arena_free(&a);
}

/* Appends count numbers, spoiling the place behind the array if asked. */
static void
append(size_t count, size_t spoil_each)
{
	struct arena	a = {0};
	size_t		*v = NULL, capacity = 0, i;

	for (i = 0; i < count; i++) {
		v = arena_grow(&a, v, i, &capacity, i + 1, sizeof(*v));
		assert_true(capacity >= i + 1);
		v[i] = i;
		if (spoil_each > 0 && i % spoil_each == 0)
			memset(arena_alloc(&a, 1), 0xff, 1);
	}
	for (i = 0; i < count; i++)
		assert_int_equal(v[i], i);
	assert_true(capacity <= 2 * count);
	/* Doubling: all arrays together are less than twice the last one. */
	assert_true(arena_used(&a) < (4 * count + 100) * sizeof(*v) +
	    (spoil_each > 0 ? count / spoil_each * 64 : 0));
	arena_free(&a);
}

static void
growing_keeps_the_elements_and_stays_linear(void **state)
{
	(void)state;
	append(10, 0);
	append(100000, 0);
	append(1000, 1);
	append(100000, 7);
}

/*
 * Two arrays grow in turn, between small pieces: past a quarter of a MiB they
 * are resized and leave nothing behind; nobody writes over another.
 */
static void
a_large_array_leaves_nothing_behind_when_it_grows(void **state)
{
	const size_t	count = 200000;
	struct arena	a = {0};
	size_t		*v[2] = { NULL, NULL }, capacity[2] = { 0, 0 }, i, k;
	size_t		**small = malloc((count / 100) * sizeof(*small));

	(void)state;
	for (i = 0; i < count; i++) {
		for (k = 0; k < 2; k++) {
			v[k] = arena_grow(&a, v[k], i, &capacity[k], i + 1,
			    sizeof(*v[k]));
			v[k][i] = 2 * i + k;
		}
		if (i % 100 == 0) {
			small[i / 100] = arena_alloc(&a, sizeof(**small));
			*small[i / 100] = i;
		}
	}
	for (i = 0; i < count; i++) {
		for (k = 0; k < 2; k++)
			assert_int_equal(v[k][i], 2 * i + k);
		assert_int_equal(*small[i / 100], i / 100 * 100);
	}
	assert_true(arena_used(&a) < (capacity[0] + capacity[1]) *
	    sizeof(**v) + ((size_t)3 << 19));
	free(small);
	arena_free(&a);
}

static void
growing_what_is_large_enough_changes_nothing(void **state)
{
	struct arena	a = {0};
	size_t		capacity = 0;
	char		*p = arena_grow(&a, NULL, 0, &capacity, 100, 1), *q;

	(void)state;
	assert_int_equal(capacity, 100);
	q = arena_grow(&a, p, 100, &capacity, 100, 1);
	assert_ptr_equal(q, p);
	assert_int_equal(capacity, 100);
	arena_free(&a);
}

static void
copies_are_equal_and_strings_end_in_nul(void **state)
{
	struct arena	a = {0};
	struct span	s = SPAN("a\0b"), c;
	char		*p;

	(void)state;
	c = arena_copy(&a, s);
	assert_true(span_equal(c, s));
	assert_ptr_not_equal(c.p, s.p);
	assert_int_equal(arena_copy(&a, span_make(NULL, 0)).n, 0);
	p = arena_string(&a, s);
	assert_memory_equal(p, "a\0b", 4);
	assert_string_equal(arena_string(&a, span_make(NULL, 0)), "");
	arena_free(&a);
}

static void
printf_of_any_length_is_whole(void **state)
{
	struct arena	a = {0};
	char		long_one[5000];
	struct span	s;

	(void)state;
	s = arena_printf(&a, "%s:%d", "x", 12);
	assert_string_equal(s.p, "x:12");
	assert_int_equal(s.n, 4);
	memset(long_one, 'y', sizeof(long_one) - 1);
	long_one[sizeof(long_one) - 1] = '\0';
	s = arena_printf(&a, "%s", long_one);
	assert_int_equal(s.n, sizeof(long_one) - 1);
	assert_string_equal(s.p, long_one);
	assert_int_equal(arena_printf(&a, "%s", "").n, 0);
	arena_free(&a);
}

static jmp_buf	failed;

static void
handler(size_t size)
{
	(void)size;
	longjmp(failed, 1);
}

static void
sizes_that_overflow_call_the_handler(void **state)
{
	static struct arena	a;
	volatile int		step = 0;
	size_t			capacity = 0;

	(void)state;
	mem_on_failure(handler);
	(void)setjmp(failed);
	switch (step++) {
	case 0:
		arena_alloc(&a, SIZE_MAX);
		fail();
		break;
	case 1:
		arena_zero(&a, SIZE_MAX / 8, 16);
		fail();
		break;
	case 2:
		arena_grow(&a, NULL, 0, &capacity, SIZE_MAX / 4, 8);
		fail();
		break;
	case 3:
		arena_alloc(&a, SIZE_MAX - 8);
		fail();
		break;
	}
	assert_int_equal(step, 5);
	mem_on_failure(NULL);
	memset(arena_alloc(&a, 100), 1, 100);
	arena_free(&a);
}

static void
what_is_not_handed_out_is_poisoned_under_asan(void **state)
{
	(void)state;
#ifdef UNDER_ASAN
	struct arena	 a = {0};
	char		*p = arena_alloc(&a, 20), *q = arena_alloc(&a, 20);
	char		*old;

	assert_null(__asan_region_is_poisoned(p, 20));
	assert_true(__asan_address_is_poisoned(p + 20));
	assert_true(q - p >= 32 + 16);
	assert_true(__asan_address_is_poisoned(q - 1));
	assert_true(__asan_address_is_poisoned(q + 20));
	old = p;
	arena_reset(&a);
	assert_true(__asan_address_is_poisoned(old));
	p = arena_alloc(&a, 5);
	assert_ptr_equal(p, old);
	assert_null(__asan_region_is_poisoned(p, 5));
	assert_true(__asan_address_is_poisoned(p + 5));
	arena_free(&a);
#else
	skip();
#endif
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_arena_may_be_reset_and_freed),
		cmocka_unit_test(every_allocation_is_aligned_and_its_own),
		cmocka_unit_test(empty_allocations_are_not_null_and_differ),
		cmocka_unit_test(a_reset_arena_begins_at_the_chunk_it_kept),
		cmocka_unit_test(
		    going_back_keeps_what_is_older_and_takes_no_more),
		cmocka_unit_test(an_arena_of_large_pieces_alone_keeps_none),
		cmocka_unit_test(a_large_piece_does_not_end_the_shared_chunk),
		cmocka_unit_test(used_counts_what_was_handed_out),
		cmocka_unit_test(zeroed_memory_is_zero_after_a_reset_too),
		cmocka_unit_test(growing_keeps_the_elements_and_stays_linear),
		cmocka_unit_test(
		    a_large_array_leaves_nothing_behind_when_it_grows),
		cmocka_unit_test(growing_what_is_large_enough_changes_nothing),
		cmocka_unit_test(copies_are_equal_and_strings_end_in_nul),
		cmocka_unit_test(printf_of_any_length_is_whole),
		cmocka_unit_test(sizes_that_overflow_call_the_handler),
		cmocka_unit_test(what_is_not_handed_out_is_poisoned_under_asan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
