#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"

static void
an_empty_map_holds_nothing(void **state)
{
	struct map	m = {0};

	(void)state;
	assert_null(map_get(&m, SPAN("a")));
	assert_null(map_get(&m, SPAN("")));
	map_clear(&m);
	map_free(&m);
}

static void
keys_are_found_by_their_bytes(void **state)
{
	struct map	 m = {0};
	char		 copy[] = "key";
	bool		 is_new;

	(void)state;
	map_put(&m, SPAN("key"), &is_new)->value = &m;
	assert_true(is_new);
	map_put(&m, SPAN("k\0y"), NULL)->value = copy;
	map_put(&m, span_make(NULL, 0), NULL)->value = &is_new;
	assert_ptr_equal(map_get(&m, span_of(copy))->value, &m);
	assert_ptr_equal(map_get(&m, SPAN("k\0y"))->value, copy);
	assert_ptr_equal(map_get(&m, SPAN(""))->value, &is_new);
	assert_null(map_get(&m, SPAN("ke")));
	assert_null(map_get(&m, SPAN("keyy")));
	assert_null(map_get(&m, SPAN("k\0z")));
	map_free(&m);
}

static void
a_key_that_is_there_is_not_new(void **state)
{
	struct map	m = {0};
	bool		is_new;

	(void)state;
	map_put(&m, SPAN("a"), &is_new)->value = &m;
	assert_true(is_new);
	assert_ptr_equal(map_put(&m, SPAN("a"), &is_new)->value, &m);
	assert_false(is_new);
	assert_null(map_put(&m, SPAN("b"), &is_new)->value);
	assert_true(is_new);
	assert_int_equal(m.count, 2);
	map_free(&m);
}

static struct span
number_key(struct arena *a, size_t i)
{
	return arena_printf(a, "key-%zu", i);
}

static void
thousands_stand_in_insertion_order_whatever_the_seed(void **state)
{
	struct arena	a = {0};
	struct map	m = {0};
	struct map_entry *e;
	size_t		i, seed;
	bool		is_new;

	(void)state;
	for (seed = 0; seed < 3; seed++) {
		map_seed(seed * UINT64_C(0x9e3779b97f4a7c15));
		for (i = 0; i < 20000; i++) {
			e = map_put(&m, number_key(&a, i), &is_new);
			assert_true(is_new);
			e->value = (void *)(i + 1);
		}
		assert_int_equal(m.count, 20000);
		for (i = 0; i < 20000; i++) {
			e = map_get(&m, number_key(&a, i));
			assert_non_null(e);
			assert_ptr_equal(e->value, (void *)(i + 1));
			assert_ptr_equal(e, &m.entries[i]);
		}
		assert_null(map_get(&m, number_key(&a, 20000)));
		map_free(&m);
		arena_reset(&a);
	}
	map_seed(0);
	arena_free(&a);
}

static void
what_was_reserved_is_filled_without_growing(void **state)
{
	struct arena	a = {0};
	struct map	m = {0};
	const struct map_entry *entries;
	size_t		i, capacity;

	(void)state;
	map_reserve(&m, 0);
	assert_null(map_get(&m, SPAN("key-0")));
	for (i = 0; i < 10; i++)
		map_put(&m, number_key(&a, i), NULL);
	map_reserve(&m, 3000);
	entries = m.entries;
	capacity = m.capacity;
	assert_true(capacity >= 3000 && capacity < 6000);
	for (; i < 3000; i++)
		map_put(&m, number_key(&a, i), NULL);
	assert_ptr_equal(m.entries, entries);
	map_reserve(&m, 3000);
	assert_int_equal(m.capacity, capacity);
	for (i = 0; i < 3000; i++)
		assert_ptr_equal(map_get(&m, number_key(&a, i)), &entries[i]);
	map_free(&m);
	arena_free(&a);
}

static void
a_cleared_map_is_empty_and_usable(void **state)
{
	struct arena	a = {0};
	struct map	m = {0};
	size_t		i, capacity;

	(void)state;
	for (i = 0; i < 100; i++)
		map_put(&m, number_key(&a, i), NULL);
	capacity = m.capacity;
	map_clear(&m);
	assert_int_equal(m.count, 0);
	assert_int_equal(m.capacity, capacity);
	for (i = 0; i < 100; i++)
		assert_null(map_get(&m, number_key(&a, i)));
	for (i = 50; i < 100; i++)
		map_put(&m, number_key(&a, i), NULL);
	for (i = 0; i < 100; i++)
		assert_int_equal(map_get(&m, number_key(&a, i)) != NULL,
		    i >= 50);
	map_free(&m);
	arena_free(&a);
}

/* Chains of slots stay short: the hash is spread over the whole table. */
static void
at_most_every_second_slot_is_taken(void **state)
{
	struct arena	a = {0};
	struct map	m = {0};
	size_t		i, run = 0, longest = 0;

	(void)state;
	map_seed(42);
	for (i = 0; i < 65536; i++)
		map_put(&m, number_key(&a, i), NULL);
	assert_true(m.mask + 1 >= 2 * m.count);
	for (i = 0; i <= m.mask; i++) {
		run = m.slots[i] != 0 ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	assert_true(longest < 100);
	map_seed(0);
	map_free(&m);
	arena_free(&a);
}

/* Slots looked at to find each key once. */
static size_t
cost(const struct map *m)
{
	size_t	n = 0;

	for (size_t i = 0; i <= m->mask; i++)
		if (m->slots[i] != 0)
			n += 1 + ((i - m->entries[m->slots[i] - 1].hash) &
			    m->mask);
	return n;
}

/* Of so many keys, each a number of 8 bytes. */
static size_t
cost_of(const uint64_t *keys, size_t count, uint64_t seed)
{
	struct map	m = {0};
	size_t		n;

	map_seed(seed);
	for (size_t i = 0; i < count; i++)
		map_put(&m, span_make((const char *)&keys[i],
		    sizeof(keys[i])), NULL);
	assert_int_equal(m.count, count);
	n = cost(&m);
	map_seed(0);
	map_free(&m);
	return n;
}

/* Whoever knows the hash, but not the seed of the process, gains nothing. */
static void
keys_that_collide_without_the_seed_cost_no_more_with_it(void **state)
{
	enum { COUNT = 100000, ALIKE = 255 };
	uint64_t	*alike = mem_alloc(COUNT, sizeof(*alike));
	uint64_t	*others = mem_alloc(COUNT, sizeof(*others));
	size_t		 n = 0, random;

	(void)state;
	for (uint64_t key = 0; n < COUNT; key++)
		if ((hash_seeded(span_make((const char *)&key, sizeof(key)),
		    0) & ALIKE) == 0)
			alike[n++] = key;
	for (size_t i = 0; i < COUNT; i++)
		others[i] = i;
	random = cost_of(others, COUNT, 42);
	assert_true(cost_of(alike, COUNT, 0) > 20 * random);
	assert_true(cost_of(alike, COUNT, 42) <= 2 * random);
	mem_free(alike);
	mem_free(others);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_map_holds_nothing),
		cmocka_unit_test(keys_are_found_by_their_bytes),
		cmocka_unit_test(a_key_that_is_there_is_not_new),
		cmocka_unit_test(
		    thousands_stand_in_insertion_order_whatever_the_seed),
		cmocka_unit_test(what_was_reserved_is_filled_without_growing),
		cmocka_unit_test(a_cleared_map_is_empty_and_usable),
		cmocka_unit_test(at_most_every_second_slot_is_taken),
		cmocka_unit_test(
		    keys_that_collide_without_the_seed_cost_no_more_with_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
