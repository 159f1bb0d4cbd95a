#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdlib.h>

#include "aggregate/pairs.h"
#include "base/mem.h"

#define MOST	20000

static uint64_t
next(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	return *seed >> 33 ^ *seed << 20;
}

static int
compare(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->with > y->with) - (x->with < y->with);
}

/* The same by the C library's sort and a plain walk. */
static size_t
expected(struct pair *p, size_t n, enum pairs_kind kind)
{
	size_t kept = 0;

	qsort(p, n, sizeof(*p), compare);
	for (size_t i = 0; i < n; i++)
		if (kept > 0 && p[kept - 1].key == p[i].key &&
		    (kind == PAIRS_SUM || p[kept - 1].with == p[i].with))
			p[kept - 1].with += kind == PAIRS_SUM ? p[i].with : 0;
		else
			p[kept++] = p[i];
	return kept;
}

/* Pairs of one sort: few or many keys, in one byte or in all. */
static struct pair
make(uint64_t *seed, unsigned sort)
{
	uint64_t a = next(seed), b = next(seed);

	switch (sort) {
	case 0:
		return (struct pair){ a, b };
	case 1:
		return (struct pair){ 7, 7 };
	case 2:
		return (struct pair){ a % 3, b % 3 };
	case 3:
		return (struct pair){ 0, b };
	case 4:
		return (struct pair){ a % 5 << 56, b % 2 << 63 };
	default:
		return (struct pair){ a % 1000, 1 };
	}
}

static void
settled_pairs_are_sorted_and_joined(void **state)
{
	static const size_t sizes[] = { 0, 1, 2, 64, 65, 257, MOST };
	struct pair *all = mem_alloc(MOST, sizeof(*all));
	uint64_t seed = 1;

	(void)state;
	for (unsigned sort = 0; sort < 6; sort++)
		for (unsigned k = 0; k < 7; k++) {
			enum pairs_kind kind = k % 2 ? PAIRS_SUM : PAIRS_SET;
			struct memory memory = MEMORY_ENDLESS;
			struct pairs p = {0};
			size_t n;

			for (size_t i = 0; i < sizes[k]; i++) {
				all[i] = make(&seed, sort);
				pairs_add(&p, all[i], kind, &memory);
			}
			pairs_settle(&p, kind);
			n = expected(all, sizes[k], kind);
			assert_int_equal(p.used, n);
			if (n > 0)
				assert_memory_equal(p.items, all,
				    n * sizeof(*all));
			assert_in_range(p.capacity, 0, n < 2 ? 8 : 8 * n);
			pairs_free(&p, &memory);
			assert_int_equal(memory.used, 0);
		}
	mem_free(all);
}

static void
what_is_refused_memory_adds_nothing(void **state)
{
	struct memory memory = { .most = 8 * sizeof(struct pair) };
	struct pairs p = {0};

	(void)state;
	for (uint64_t i = 0; i < 100; i++)
		pairs_add(&p, (struct pair){ i, 0 }, PAIRS_SET, &memory);
	assert_true(memory.over);
	assert_int_equal(p.used, 8);
	pairs_free(&p, &memory);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(settled_pairs_are_sorted_and_joined),
		cmocka_unit_test(what_is_refused_memory_adds_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
