#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"

#define BYTES	5000

static char	bytes[BYTES];

static int
fill(void **state)
{
	uint32_t	v = 1;
	size_t		i;

	(void)state;
	for (i = 0; i < BYTES; i++) {
		v = v * 1664525 + 1013904223;
		bytes[i] = (char)(v >> 24);
	}
	return 0;
}

/* By xxhsum -H2 0.8.1, which writes the same form. */
static void
digits_are_those_of_xxhsum(void **state)
{
	static const struct {
		const char	*text, *hex;
	} table[] = {
		{ "",
		  "99aa06d3014798d86001c324468d497f" },
		{ "a",
		  "a96faf705af16834e6c632b61e964e1f" },
		{ "minqing",
		  "146aa7d527bdbb0a53c23bd6b237732e" },
		{ "民情",
		  "a9db0da946d43bd4c8862d666cb19891" },
		{ "The quick brown fox jumps over the lazy dog, "
		  "and then it lies down in the sun.",
		  "6a6b653352274499aa13cae64290583d" },
	};
	char	hex[33];
	size_t	i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		hash_hex(hash_of(span_of(table[i].text)), hex);
		assert_string_equal(hex, table[i].hex);
	}
}

static void
the_empty_span_without_memory_has_the_hash_of_nothing(void **state)
{
	struct hash	a = hash_of(span_make(NULL, 0)), b = hash_of(SPAN(""));

	(void)state;
	assert_true(a.high == b.high && a.low == b.low);
	assert_true(hash_seeded(span_make(NULL, 0), 7) ==
	    hash_seeded(SPAN(""), 7));
}

static void
pieces_have_the_hash_of_the_whole(void **state)
{
	struct hashing	*h = hash_new();
	struct hash	 whole = hash_of(span_make(bytes, BYTES)), got;
	size_t		 piece, at, n;

	(void)state;
	for (piece = 1; piece < 600; piece += 13) {
		hash_begin(h);
		for (at = 0; at < BYTES; at += n) {
			n = piece < BYTES - at ? piece : BYTES - at;
			hash_add(h, span_make(bytes + at, n));
			hash_add(h, span_make(NULL, 0));
		}
		got = hash_end(h);
		assert_true(got.high == whole.high && got.low == whole.low);
	}
	hash_free(h);
	hash_free(NULL);
}

static void
the_end_may_be_asked_for_in_between(void **state)
{
	struct hashing	*h = hash_new();
	struct hash	 a, b;

	(void)state;
	hash_add(h, SPAN("ab"));
	a = hash_end(h);
	b = hash_of(SPAN("ab"));
	assert_true(a.high == b.high && a.low == b.low);
	hash_add(h, SPAN("c"));
	a = hash_end(h);
	b = hash_of(SPAN("abc"));
	assert_true(a.high == b.high && a.low == b.low);
	hash_free(h);
}

static void
one_bit_changes_both_halves(void **state)
{
	struct hash	a, b;
	size_t		n;

	(void)state;
	for (n = 1; n < 1000; n = n * 3 / 2 + 1) {
		a = hash_of(span_make(bytes, n));
		bytes[n / 2] ^= 1;
		b = hash_of(span_make(bytes, n));
		bytes[n / 2] ^= 1;
		assert_true(a.high != b.high && a.low != b.low);
	}
}

static void
the_seed_changes_the_hash(void **state)
{
	(void)state;
	assert_true(hash_seeded(SPAN("id"), 1) != hash_seeded(SPAN("id"), 2));
	assert_true(hash_seeded(SPAN("id"), 1) == hash_seeded(SPAN("id"), 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digits_are_those_of_xxhsum),
		cmocka_unit_test(
		    the_empty_span_without_memory_has_the_hash_of_nothing),
		cmocka_unit_test(pieces_have_the_hash_of_the_whole),
		cmocka_unit_test(the_end_may_be_asked_for_in_between),
		cmocka_unit_test(one_bit_changes_both_halves),
		cmocka_unit_test(the_seed_changes_the_hash),
	};

	return cmocka_run_group_tests(tests, fill, NULL);
}
