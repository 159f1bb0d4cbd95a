#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "normalize/mask.h"
#include "normalize/pseudonym.h"

/* A mask by a rule; key names a file or is NULL. */
struct masking {
	struct arena		 arena;
	struct faults		 faults;
	struct setting		 setting;
	struct config		 config;
	const struct mask	*mask;
	uint64_t		 hits[PERSONAL_KINDS];
};

static int
start(struct masking *m, const char *rule, const char *key)
{
	const struct node *node = NULL;

	*m = (struct masking){ .setting = { "key", key } };
	m->faults.arena = &m->arena;
	m->config = (struct config){ .settings = &m->setting,
	    .setting_count = key != NULL };
	if (rule != NULL)
		node = node_parse(&m->arena, span_of(rule), "-e", &m->faults);
	return mask_compile(&m->config, node, &m->arena, &m->mask, &m->faults);
}

static void
check(struct masking *m, const char *text, const char *expected)
{
	struct span masked = mask_text(m->mask, &m->arena, span_of(text),
	    m->hits);

	if (!span_is(masked, expected))
		fail_msg("%s: expected %s, got %.*s", text, expected,
		    (int)masked.n, masked.p);
}

static void
masks_are_as_the_table_says(void **state)
{
	static const struct {
		const char	*text, *masked;
	} table[] = {
		/* Mobile numbers. */
		{ "13812345678", "138****5678" },
		{ "电话13812345678。", "电话138****5678。" },
		{ "19912345678/16612345678", "199****5678/166****5678" },
		{ "8613812345678", "86138****5678" },
		{ "008613812345678", "0086138****5678" },
		{ "+86 13812345678", "+86 138****5678" },
		{ "138-1234-5678", "138-****-5678" },
		{ "138 1234 5678", "138 **** 5678" },
		{ "+86 138 1234 5678", "+86 138 **** 5678" },
		{ "１３８１２３４５６７８", "１３８****５６７８" },
		{ "138１２３４5678", "138****5678" },
		{ "1.13812345678", "1.138****5678" },
		{ "13812345678.0", "138****5678.0" },
		{ "13812345678,13912345678", "138****5678,139****5678" },
		{ "(13812345678)", "(138****5678)" },
		{ "tel:13812345678", "tel:138****5678" },
		{ "013812345678", "0138****5678" },
		{ "138—1234—5678", "138—****—5678" },
		{ "138　1234　5678", "138　****　5678" },
		{ "1381234 5678", "138**** 5678" },
		{ "138.1234.5678", "138******5678" },
		{ "13812345678万先生", "138****5678万先生" },
		{ "13812345678万一没人接", "138****5678万一没人接" },
		{ "13812345678.00", "138****5678.00" },
		/* Landlines. */
		{ "0731-88881234", "0731-******34" },
		{ "073188881234", "0731******34" },
		{ "0731-8888123", "0731-*****23" },
		{ "010-88881234", "010-8*****34" },
		{ "0731—88881234", "0731—******34" },
		{ "0731 8888 1234", "0731 **** **34" },
		{ "01088881234", "0108*****34" },
		{ "(0731)88881234", "(0731)******34" },
		{ "（0731） 88881234", "（0731） ******34" },
		{ "0731－88881234转801", "0731－******34转801" },
		/* Identity numbers; the first is of GB 11643-1999, annex A. */
		{ "11010519491231002X", "110105************" },
		{ "11010519491231002x。", "110105************。" },
		{ "11010519491231002Ｘ", "110105************" },
		{ "440524188001010014", "440524188001010014" },
		{ "110105194912310021", "110105194912310021" },
		{ "身份证：440524198001010013", "身份证：440524************" },
		{ "１１０１０５１９４９１２３１００２Ｘ",
		  "１１０１０５************" },
		{ "130503670401001", "130503*********" },
		/* Bank cards. */
		{ "6222021234567890128", "***************0128" },
		{ "4111111111111111", "************1111" },
		{ "4111 1111 1111 1111", "**** **** **** 1111" },
		{ "4111-1111-1111-1111", "****-****-****-1111" },
		{ "5555555555554444", "************4444" },
		{ "2223003122003222", "************3222" },
		{ "3530111333300000", "************0000" },
		{ "378282246310005", "***********0005" },
		{ "张三/4111111111111111/工商银行",
		  "张三/************1111/工商银行" },
		/* Addresses. */
		{ "zhang.san@example.com", "" },
		{ "邮箱a_b+c@mail.example.com.cn。", "邮箱。" },
		{ "a@b.cn, c@d.cn.", ", ." },
		{ "13812345678@example.com", "" },
		{ "x-13812345678@example.com", "" },
		{ "13812345678@", "138****5678@" },
		{ "abc@qq.com-张三", "-张三" },
		{ "abc@163.com.2、地址", ".2、地址" },
		{ "abc@qq.com13812345678", "" },
		{ "x012345678901234567890123456789012345678901234567890123456789"
		  "01234567@qq.com", "x0123" },
		/* An identity number isn't a card that would check, too. */
		{ "620102199003070069", "620102************" },
	};
	struct masking m;
	size_t i;

	(void)state;
	assert_int_equal(start(&m, NULL, NULL), 0);
	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		check(&m, table[i].text, table[i].masked);
	arena_free(&m.arena);
}

static void
what_only_looks_like_it_stays(void **state)
{
	static const char *const table[] = {
		"", "1", "@", "０", "12345", "400-123-4567", "4001234567",
		"96110", "12388",
		/* Codes of regions, orders, times. */
		"430102001001", "130102001001", "20260503001234567",
		"DD20260503001234567", "2026-05-03 08:30:00",
		"20260503083000", "1714665600", "1714665600000",
		"2026年5月3日8时30分",
		/* Borders. */
		"a13812345678", "13812345678b", "138123456789", "113812345678",
		"11010519491231002XY", "A11010519491231002X",
		"x4111111111111111",
		/* Amounts and decimals. */
		"15000000000元", "15000000000.50", "￥15000000000",
		"¥15000000000", "$15000000000", "13812345678万元",
		"0.13812345678", "0.4111111111111111", "13,812,345,678",
		/* A first digit that no number has. */
		"12812345678", "0731-18881234", "0731-98881234",
		"0131-88881234", "026-88881234", "073188", "010-8888123",
		/* A wrong check digit, an impossible date, no province. */
		"110105194912310020", "110105194913310027",
		"11010519490230002X", "990105194912310025",
		"130503671301001", "130503670432001",
		"4111111111111112", "6222021234567890127",
		"4111 1111 1111 1112", "1234567890123452",
		/* Cards in addresses of pages. */
		"https://example.com/4111111111111111",
		"img_4111111111111111.jpg",
		/* Rows of numbers. */
		"150 3000 2000 1800", "12 150 3000 2000",
		"4111 1111 1111 1111 1111",
		"2021 2022 2023 2024", "138 12345678",
		/* Not quite addresses. */
		"a@b", "@b.cn", "a@", "a@b.c", "a@b.c1", "a.@b.cn", "a@.cn",
		"a@b..cn", "@李四",
	};
	struct masking m;
	size_t i;

	(void)state;
	assert_int_equal(start(&m, NULL, NULL), 0);
	for (i = 0; i < sizeof(table) / sizeof(*table); i++)
		check(&m, table[i], table[i]);
	for (i = 0; i < PERSONAL_KINDS; i++)
		assert_int_equal(m.hits[i], 0);
	arena_free(&m.arena);
}

static void
hits_are_counted_by_kind(void **state)
{
	struct masking m;

	(void)state;
	assert_int_equal(start(&m, "{email: keep}", NULL), 0);
	check(&m, "13812345678 138-1234-5678 a@b.cn 4111111111111111",
	    "138****5678 138-****-5678 a@b.cn ************1111");
	assert_int_equal(m.hits[PERSONAL_PHONE], 2);
	assert_int_equal(m.hits[PERSONAL_BANK_CARD], 1);
	assert_int_equal(m.hits[PERSONAL_EMAIL], 0);
	arena_free(&m.arena);
}

/* ISO 7064, pure system, recursive method: not the way of lib. */
static int
id_check(const char *id)
{
	int p = 0, i;

	for (i = 0; i < 17; i++)
		p = (p + (id[i] - '0')) * 2 % 11;
	return (12 - p) % 11;
}

/* What numbers are hidden between; no letter and no digit beside them. */
static const char *const before[] = { "", "身份证号", "卡号：", "（", "1、",
    "2026年5月3日，", "电话13812345678，", "a@b.cn，", "《", "13.5元；" };
static const char *const behind[] = { "", "。", "，住3栋", "）", " 12345",
    "，2026-05-03", "号", "的", "\n13812345678", "；0731-88881234" };

#define HIDDEN	100000
#define PICK(list) ((list)[rand() % (int)(sizeof(list) / sizeof(*(list)))])

/* True if exactly the number is found as one of that kind. */
static bool
is_found(struct arena *arena, const char *number, enum personal_kind kind)
{
	struct personal_search search;
	struct personal p;
	char text[256];
	const char *first = PICK(before);
	bool found = false;

	snprintf(text, sizeof(text), "%s%s%s", first, number, PICK(behind));
	personal_begin(&search, arena, NULL, span_of(text));
	while (personal_next(&search, &p))
		if (p.kind == kind) {
			assert_int_equal(p.start, strlen(first));
			assert_int_equal(p.end, strlen(first) +
			    strlen(number));
			found = true;
		}
	return found;
}

static void
identity_numbers_are_found_if_their_check_digit_is_right(void **state)
{
	static const char digits[] = "0123456789X";
	struct arena arena = { 0 };
	char id[64];
	int i, right, given, found = 0;

	(void)state;
	srand(1);
	for (i = 0; i < HIDDEN; i++) {
		snprintf(id, sizeof(id), "%02d%04d%04d%02d%02d%03d",
		    11 + rand() % 5, rand() % 10000, 1900 + rand() % 130,
		    1 + rand() % 12, 1 + rand() % 28, rand() % 1000);
		right = id_check(id);
		given = rand() % 2 == 0 ? right : rand() % 11;
		id[17] = digits[given];
		id[18] = '\0';
		if (is_found(&arena, id, PERSONAL_ID_NUMBER) !=
		    (given == right))
			fail_msg("%s", id);
		found += given == right;
	}
	assert_in_range(found, HIDDEN / 2, HIDDEN);
	arena_free(&arena);
}

/* The digit that makes n digits pass, by trying: not the way of lib. */
static char
luhn_digit(const char *digits, size_t n)
{
	static const int twice[] = { 0, 2, 4, 6, 8, 1, 3, 5, 7, 9 };
	int sum = 0;
	size_t i;

	for (i = 0; i < n; i++)
		sum += (n - i) % 2 == 1 ? twice[digits[i] - '0'] :
		    digits[i] - '0';
	return (char)('0' + (10 - sum % 10) % 10);
}

static void
cards_are_found_if_their_last_digit_is_right(void **state)
{
	static const char *const issuers[] = { "622", "621", "4", "51", "55",
	    "35", "2221", "2720" };
	struct arena arena = { 0 };
	char card[20], right;
	const char *issuer;
	size_t n, at;
	int i, found = 0;

	(void)state;
	srand(2);
	for (i = 0; i < HIDDEN; i++) {
		issuer = PICK(issuers);
		n = issuer[0] == '6' && rand() % 2 == 0 ? 19 : 16;
		at = (size_t)snprintf(card, sizeof(card), "%s", issuer);
		for (; at < n - 1; at++)
			card[at] = (char)('0' + rand() % 10);
		right = luhn_digit(card, n - 1);
		card[n - 1] = rand() % 2 == 0 ? right :
		    (char)('0' + rand() % 10);
		card[n] = '\0';
		if (is_found(&arena, card, PERSONAL_BANK_CARD) !=
		    (card[n - 1] == right))
			fail_msg("%s", card);
		found += card[n - 1] == right;
	}
	assert_in_range(found, HIDDEN / 2, HIDDEN);
	arena_free(&arena);
}

static void
rules_say_what_is_done(void **state)
{
	static const struct {
		const char	*rule, *text, *masked;
	} table[] = {
		{ "{phone: keep}", "13812345678 a@b.cn", "13812345678 " },
		{ "{phone: drop}", "电话13812345678。", "电话。" },
		{ "{phone: {keep: [0, 0]}}", "13812345678", "***********" },
		{ "{phone: {keep: [7, 3]}}", "13812345678", "1381234*678" },
		{ "{email: {keep: [2, 3]}}", "li.si@b.cn", "li*****.cn" },
		{ "default", "13812345678", "138****5678" },
	};
	struct masking m;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		assert_int_equal(start(&m, table[i].rule, NULL), 0);
		check(&m, table[i].text, table[i].masked);
		arena_free(&m.arena);
	}
	assert_int_equal(start(&m, "none", NULL), 0);
	assert_null(m.mask);
	arena_free(&m.arena);
}

static void
values_are_masked_at_any_depth_and_keep_their_bytes(void **state)
{
	static const struct {
		const char	*json, *masked;
	} table[] = {
		{ "\"a\"", "\"a\"" },
		{ "\"\\u4e00\"", "\"\\u4e00\"" },
		{ "13812345678", "\"138****5678\"" },
		{ "13812345678.0", "\"138****5678.0\"" },
		{ "13812345678.00", "\"138****5678.00\"" },
		{ "13812345678.5", "13812345678.5" },
		{ "-13812345678", "-13812345678" },
		{ "1.3812345678e10", "1.3812345678e10" },
		{ "\"\\u00313812345678\"", "\"138****5678\"" },
		{ "\"a\\n13812345678\\\"\"", "\"a\\n138****5678\\\"\"" },
		{ "[ 1.10, {\"tel\": [[\"13812345678\" ] ]},null]",
		  "[ 1.10, {\"tel\": [[\"138****5678\" ] ]},null]" },
		{ "{\"a\":\"13812345678\",\"a\":\"13912345678\"}",
		  "{\"a\":\"138****5678\",\"a\":\"139****5678\"}" },
	};
	struct masking m;
	struct json value;
	struct span masked;
	struct err e = { 0 };
	size_t i;

	(void)state;
	assert_int_equal(start(&m, NULL, NULL), 0);
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		value = json_value(span_of(table[i].json));
		assert_int_equal(mask_value(m.mask, &m.arena, &value, &masked,
		    m.hits, &e), 0);
		if (!span_is(masked, table[i].masked))
			fail_msg("%s: got %.*s", table[i].json, (int)masked.n,
			    masked.p);
	}
	value = json_value(SPAN("\"\\ud800\""));
	assert_int_equal(mask_value(m.mask, &m.arena, &value, &masked, m.hits,
	    &e), -1);
	assert_int_equal(e.kind, ERR_RECORD);
	arena_free(&m.arena);
}

static void
records_are_masked_but_for_what_is_excepted(void **state)
{
	static const struct {
		const char	*line, *masked;
	} table[] = {
		{ "{}\n", "{}\n" },
		{ "{\"a\":\"b\"}\n", "{\"a\":\"b\"}\n" },
		{ "{\"h\":\"13812345678\",\"c\":13812345678,\"h\":1}\n",
		  "{\"h\":\"13812345678\",\"c\":\"138****5678\",\"h\":1}\n" },
		{ "{\"\\u0068\":\"13812345678\", \"c\" : \"a@b.cn\" }\n",
		  "{\"\\u0068\":\"13812345678\", \"c\" : \"\" }\n" },
		{ "{\"a\":{\"h\":\"\\n0731-88881234\"}}\n",
		  "{\"a\":{\"h\":\"\\n0731-******34\"}}\n" },
	};
	struct masking m;
	struct buf b = { 0 };
	struct err e = { 0 };
	size_t i;

	(void)state;
	assert_int_equal(start(&m, "{except: [h]}", NULL), 0);
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		b.n = 0;
		buf_add(&b, SPAN("before"));
		buf_add(&b, span_of(table[i].line));
		assert_int_equal(mask_record(m.mask, &m.arena, &b, 6, NULL,
		    m.hits, &e), 0);
		buf_byte(&b, '\0');
		assert_string_equal(b.p + 6, table[i].masked);
		assert_memory_equal(b.p, "before", 6);
	}
	buf_free(&b);
	arena_free(&m.arena);
}

/* Writes a key file; its path is static. */
static const char *
key_file(const char *key, size_t n)
{
	static char path[] = "/tmp/normalize_mask.XXXXXX";
	int fd;

	memcpy(path + sizeof(path) - 7, "XXXXXX", 6);
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, key, n), n);
	close(fd);
	return path;
}

/* RFC 4231, test case 6: a key of 131 bytes. */
static void
pseudonyms_are_hmac_sha_256(void **state)
{
	char key[132];
	const char *path;
	struct masking m;
	const struct pseudonyms *p;
	size_t n;

	(void)state;
	memset(key, 0xaa, 131);
	key[131] = '\n';	/* no part of it */
	for (n = 131; n <= 132; n++) {
		path = key_file(key, n);
		start(&m, "default", path);
		p = pseudonyms_read(&m.config, (struct place){ "-e", 1, 1 },
		    &m.arena, &m.faults);
		unlink(path);
		assert_non_null(p);
		assert_true(span_is(pseudonym_of(p, &m.arena, SPAN("caller"),
		    SPAN("Test Using Larger Than Block-Size Key - Hash Key "
		    "First")), "caller:60e431591ee0b67f"));
		arena_free(&m.arena);
	}
}

/* How often what stands at secret, under pad, is in memory besides there. */
static size_t
copies_of(const char *secret, size_t n, int pad)
{
	char line[256];
	char *p, *end;
	FILE *maps = fopen("/proc/self/maps", "r");
	unsigned long from, to;
	size_t i, found = 0;

	assert_non_null(maps);
	while (fgets(line, sizeof(line), maps) != NULL) {
		if (sscanf(line, "%lx-%lx rw", &from, &to) != 2 ||
		    strstr(line, " rw-p ") == NULL)
			continue;
		p = (char *)(uintptr_t)from;
		for (end = (char *)(uintptr_t)to - n; p <= end; p++) {
			for (i = 0; i < n && p[i] == (char)(secret[i] ^ pad);
			    i++)
				;
			found += i == n && p != secret;
		}
	}
	fclose(maps);
	return found;
}

static void
no_copy_of_a_key_is_left(void **state)
{
	static char key[KEY_MIN_BYTES];
	const struct pseudonyms *p;
	const char *path;
	struct masking m;
	size_t i;

	(void)state;
#if defined(__SANITIZE_ADDRESS__)
	print_message("skip: not all memory can be looked at\n");
	skip();
#endif
	for (i = 0; i < sizeof(key); i++)
		key[i] = (char)('A' + (i * 7 + (size_t)getpid()) % 50);
	path = key_file(key, sizeof(key));
	start(&m, "default", path);
	p = pseudonyms_read(&m.config, (struct place){ "-e", 1, 1 }, &m.arena,
	    &m.faults);
	unlink(path);
	pseudonym_of(p, &m.arena, SPAN("a"), SPAN("b"));
	/* RFC 2104: it is used under these two. */
	assert_int_equal(copies_of(key, sizeof(key), 0), 0);
	assert_int_equal(copies_of(key, sizeof(key), 0x36), 0);
	assert_int_equal(copies_of(key, sizeof(key), 0x5c), 0);
	pseudonyms_forget(p);
	for (i = 0; i < 32; i++)
		assert_int_equal(((const char *)p)[i], 0);
	arena_free(&m.arena);
}

static void
one_number_has_one_pseudonym_however_it_is_written(void **state)
{
	const char *path = key_file("0123456789abcdef\r\n", 18);
	struct masking m;

	(void)state;
	/* By openssl dgst -sha256 -hmac 0123456789abcdef. */
	assert_int_equal(start(&m, "{phone: pseudonym, id_number: pseudonym}",
	    path), 0);
	unlink(path);
	check(&m, "13812345678 138-1234-5678 １３８１２３４５６７８",
	    "phone:9a6a05aaf6e16b45 phone:9a6a05aaf6e16b45 "
	    "phone:9a6a05aaf6e16b45");
	check(&m, "11010519491231002x 11010519491231002Ｘ",
	    "id_number:dd6a5ba2eed683e7 id_number:dd6a5ba2eed683e7");
	arena_free(&m.arena);
}

static void
a_pseudonym_without_a_good_key_is_a_fault(void **state)
{
	const char *path;
	struct masking m;

	(void)state;
	assert_int_equal(start(&m, "{phone: pseudonym}", NULL), -1);
	assert_string_equal(m.faults.items[0].text,
	    "pseudonym: expected --key FILE with it, got none");
	arena_free(&m.arena);
	path = key_file("0123456789abcde\n", 16);
	assert_int_equal(start(&m, "{phone: pseudonym}", path), -1);
	unlink(path);
	assert_non_null(strstr(m.faults.items[0].text,
	    ": expected at least 16 bytes, got 15"));
	arena_free(&m.arena);
	assert_int_equal(start(&m, "{phone: pseudonym}", "/no/such"), -1);
	arena_free(&m.arena);
}

/* Many near misses: nothing may look at the text again and again. */
static void
a_megabyte_of_near_misses_takes_no_time(void **state)
{
	static const char *const pieces[] = { "1", "1234 ", "@", "a@", "a.",
	    "0731-", "138 1234 ", "a@a.a", "１", "\xef\xbc\x8c" };
	struct masking m;
	struct span text;
	struct edits edits;
	size_t i, n, at;
	char *p;

	(void)state;
	assert_int_equal(start(&m, NULL, NULL), 0);
	for (i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
		n = strlen(pieces[i]);
		text.n = (1 << 20) / n * n;
		p = arena_alloc(&m.arena, text.n);
		for (at = 0; at < text.n; at += n)
			memcpy(p + at, pieces[i], n);
		text.p = p;
		edits = mask_edits(m.mask, &m.arena, text, m.hits);
		(void)edits;
	}
	arena_free(&m.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(masks_are_as_the_table_says),
		cmocka_unit_test(what_only_looks_like_it_stays),
		cmocka_unit_test(hits_are_counted_by_kind),
		cmocka_unit_test(
		    identity_numbers_are_found_if_their_check_digit_is_right),
		cmocka_unit_test(cards_are_found_if_their_last_digit_is_right),
		cmocka_unit_test(rules_say_what_is_done),
		cmocka_unit_test(
		    values_are_masked_at_any_depth_and_keep_their_bytes),
		cmocka_unit_test(records_are_masked_but_for_what_is_excepted),
		cmocka_unit_test(pseudonyms_are_hmac_sha_256),
		cmocka_unit_test(no_copy_of_a_key_is_left),
		cmocka_unit_test(
		    one_number_has_one_pseudonym_however_it_is_written),
		cmocka_unit_test(a_pseudonym_without_a_good_key_is_a_fault),
		cmocka_unit_test(a_megabyte_of_near_misses_takes_no_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
