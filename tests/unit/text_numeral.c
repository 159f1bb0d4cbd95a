#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/numeral.h"

static struct arena	arena;

static int
free_arena(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static void
runs_are_read_as_numbers_or_refused(void **state)
{
	static const struct {
		const char		*text;
		enum numeral_kind	 kind;
		uint64_t		 value;
	} table[] = {
		{ "一", NUMERAL_COUNT, 1 }, { "十", NUMERAL_COUNT, 10 },
		{ "两", NUMERAL_COUNT, 2 }, { "十五", NUMERAL_COUNT, 15 },
		{ "二十", NUMERAL_COUNT, 20 }, { "廿三", NUMERAL_COUNT, 23 },
		{ "卅", NUMERAL_COUNT, 30 }, { "一百", NUMERAL_COUNT, 100 },
		{ "一百零五", NUMERAL_COUNT, 105 },
		{ "一百二", NUMERAL_COUNT, 120 },
		{ "一百一十五", NUMERAL_COUNT, 115 },
		{ "三千二百", NUMERAL_COUNT, 3200 },
		{ "两万三", NUMERAL_COUNT, 23000 },
		{ "一万零三十", NUMERAL_COUNT, 10030 },
		{ "一千零五十万", NUMERAL_COUNT, 10500000 },
		{ "一亿三千万", NUMERAL_COUNT, 130000000 },
		{ "三万亿", NUMERAL_COUNT, UINT64_C(3000000000000) },
		{ "九千九百九十九万九千九百九十九亿九千九百九十九万九千九百九十九",
		    NUMERAL_COUNT, NUMERAL_MOST },
		{ "二〇二四", NUMERAL_DIGITS, 2024 },
		{ "二零二四年", NUMERAL_DIGITS, 2024 },
		{ "三五", NUMERAL_DIGITS, 35 },
		{ "零五", NUMERAL_DIGITS, 5 },
		{ "十四五", NUMERAL_NONE, 0 }, { "十七八", NUMERAL_NONE, 0 },
		{ "三四十", NUMERAL_NONE, 0 }, { "千万", NUMERAL_NONE, 0 },
		{ "百", NUMERAL_NONE, 0 }, { "万一", NUMERAL_NONE, 0 },
		{ "零", NUMERAL_NONE, 0 }, { "十两", NUMERAL_NONE, 0 },
		{ "两十", NUMERAL_NONE, 0 }, { "一百百", NUMERAL_NONE, 0 },
		{ "一百千", NUMERAL_NONE, 0 }, { "万万", NUMERAL_NONE, 0 },
		{ "一亿亿", NUMERAL_NONE, 0 }, { "一百零", NUMERAL_NONE, 0 },
		{ "一万一万", NUMERAL_NONE, 0 }, { "两三", NUMERAL_NONE, 0 },
		{ "一一一一一一一一一一一一一一一一一", NUMERAL_NONE, 0 },
	};
	struct numeral n;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		n = numeral_read(span_of(table[i].text), 0);
		if (n.kind != table[i].kind || n.value != table[i].value)
			fail_msg("%s: %d, %llu", table[i].text, (int)n.kind,
			    (unsigned long long)n.value);
	}
	n = numeral_read(SPAN("共三千户"), 3);
	assert_int_equal(n.end, 9);
	assert_int_equal(n.count, 2);
	assert_true(n.large);
	assert_int_equal(numeral_read(SPAN("户"), 0).count, 0);
}

static void
counts_are_written_as_they_are_read(void **state)
{
	static const struct {
		uint64_t	 value;
		const char	*want;
	} table[] = {
		{ 0, "零" }, { 7, "七" }, { 10, "十" }, { 15, "十五" },
		{ 20, "二十" }, { 101, "一百零一" }, { 110, "一百一十" },
		{ 1005, "一千零五" }, { 1050, "一千零五十" },
		{ 10000, "一万" }, { 10010, "一万零一十" },
		{ 100005, "十万零五" }, { 1000000, "一百万" },
		{ 100000000, "一亿" }, { 100003000, "一亿零三千" },
		{ UINT64_C(1000000000000), "一万亿" },
		{ UINT64_C(1000000010000), "一万亿零一万" },
	};
	struct numeral n;
	uint64_t value;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (!span_is(numeral_count(&arena, table[i].value),
		    table[i].want))
			fail_msg("%s", table[i].want);
	for (value = 1; value < NUMERAL_MOST / 7; value += value / 5 + 1) {
		n = numeral_read(numeral_count(&arena, value), 0);
		assert_int_equal(n.kind, NUMERAL_COUNT);
		assert_int_equal(n.value, value);
	}
	assert_true(span_is(numeral_digits(&arena, SPAN("20.4")), "二〇点四"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(runs_are_read_as_numbers_or_refused),
		cmocka_unit_test(counts_are_written_as_they_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, free_arena);
}
