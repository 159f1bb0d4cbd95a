#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/signs_set.h"

#define PLACES	512

/* In sets and texts: of each length, and with the same first or last byte. */
static const uint32_t characters[] = {
	0, '\t', '\n', ' ', '"', '.', ':', '?', 'a', 'z', 0x7f, 0x80, 0x85, 0xa0,
	0xb7, 0xc0, 0xe9, 0x7ff, 0x800, 0x1680, 0x2000, 0x2014, 0x2018, 0x201c,
	0x201d, 0x2026, 0x205f, 0x22ef, 0x3000, 0x3001, 0x3002, 0x300a, 0x3014,
	0x4e00, 0x4e2d, 0x9fa5, 0xac00, 0xfeff, 0xff01, 0xff0c, 0xff0e, 0xff1f,
	0xff5e, 0xffe5, 0x10000, 0x1f600, 0x20000, 0x10ffff
};
#define CHARACTERS	(sizeof(characters) / sizeof(characters[0]))

static uint64_t
random_next(uint64_t *v)
{
	*v ^= *v << 13;
	*v ^= *v >> 7;
	*v ^= *v << 17;
	return *v;
}

static struct signs *
random_set(struct arena *a, uint64_t *seed)
{
	size_t i, most = random_next(seed) % 24 + 1;
	struct signs *s = signs_new(a, most);

	for (i = 0; i < most; i++)
		signs_add(s, characters[random_next(seed) % CHARACTERS]);
	return s;
}

/* As long as it says, so that a sanitizer sees who reads behind it. */
static struct span
random_text(uint64_t *seed)
{
	size_t i, count = random_next(seed) % 120, n = 0;
	bool han = random_next(seed) % 2 == 0;
	char bytes[480], *text;

	for (i = 0; i < count; i++)
		n += utf8_encode(bytes + n, han && random_next(seed) % 4 > 0 ?
		    0x4e00 + (uint32_t)(random_next(seed) % 0x5000) :
		    characters[random_next(seed) % CHARACTERS]);
	text = mem_alloc(n + 1, 1);
	memcpy(text, bytes, n);
	return span_make(mem_resize(text, n == 0 ? 1 : n, 1), n);
}

/* The definition. */
static size_t
find_all(const struct signs *s, struct span text, struct sign_place *into)
{
	size_t at = 0, start, chars, i, n = 0;
	uint32_t c;

	for (chars = 0; at < text.n; chars++) {
		start = at;
		c = utf8_next(text, &at);
		for (i = 0; i < s->count; i++)
			if (s->items[i].c == c)
				into[n++] = (struct sign_place){ start, chars,
				    i };
	}
	return n;
}

typedef size_t	finder(const struct signs *, struct span, struct signs_at *,
		    struct sign_place *, size_t);

static void
check_finder(finder *find, const struct signs *s, struct span text, size_t room)
{
	struct sign_place want[PLACES], got[PLACES];
	size_t count = find_all(s, text, want), n, all = 0, i;
	struct signs_at at = { 0 };

	do {
		n = find(s, text, &at, got + all, room);
		assert_true(n <= room);
		all += n;
	} while (n == room);
	assert_int_equal(all, count);
	for (i = 0; i < all; i++) {
		assert_int_equal(got[i].byte, want[i].byte);
		assert_int_equal(got[i].chars, want[i].chars);
		assert_int_equal(got[i].number, want[i].number);
	}
	assert_int_equal(at.byte, text.n);
	assert_int_equal(at.chars, utf8_length(text));
}

static void
every_sign_is_found_in_its_place(void **state)
{
	struct arena a = { 0 };
	uint64_t seed = 20261122;
	struct signs *s;
	struct span text;
	size_t i, room;

	(void)state;
	for (i = 0; i < 40000; i++) {
		s = random_set(&a, &seed);
		text = random_text(&seed);
		room = random_next(&seed) % 70 + 1;
		check_finder(signs_find, s, text, room);
		check_finder(signs_find_scalar, s, text, room);
#ifdef __x86_64__
		if (__builtin_cpu_supports("avx2"))
			check_finder(signs_find_avx2, s, text, room);
#endif
		mem_free((void *)(uintptr_t)text.p);
		arena_reset(&a);
	}
	arena_free(&a);
}

static void
a_character_has_the_number_it_was_given_first(void **state)
{
	struct arena a = { 0 };
	struct signs *s = signs_new(&a, 3);
	struct signs_at at = { 0 };
	struct sign_place places[4];

	(void)state;
	assert_true(signs_add(s, 0x3002));
	assert_true(signs_add(s, '.'));
	assert_false(signs_add(s, 0x3002));
	assert_true(signs_add(s, 0xff0e));
	assert_int_equal(signs_find(s, SPAN("一．二.三。四，"), &at, places,
	    4), 3);
	assert_int_equal(places[0].number, 2);
	assert_int_equal(places[1].number, 1);
	assert_int_equal(places[2].number, 0);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_sign_is_found_in_its_place),
		cmocka_unit_test(a_character_has_the_number_it_was_given_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
