#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "rules/node.h"

static struct arena	arena;
static struct faults	faults;

static int
setup(void **state)
{
	(void)state;
	arena_reset(&arena);
	faults = (struct faults){ .arena = &arena };
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static struct node *
parse(struct span text)
{
	return node_parse(&arena, text, "f.yaml", &faults);
}

/* A text that must be free of faults and warnings. */
static struct node *
parse_good(const char *text)
{
	struct node	*root = parse(span_of(text));

	if (faults.count > 0)
		fail_msg("%s: %zu:%zu: %s", text, faults.items[0].place.line,
		    faults.items[0].place.column, faults.items[0].text);
	assert_non_null(root);
	return root;
}

/* All faults, sorted: "line:column: text" each with an LF. */
static const char *
told(void)
{
	struct buf	 b = {0};
	const char	*all;
	size_t		 i;

	faults_sort(&faults);
	for (i = 0; i < faults.count; i++)
		buf_printf(&b, "%zu:%zu: %s%s\n", faults.items[i].place.line,
		    faults.items[i].place.column,
		    faults.items[i].warning ? "warning: " : "",
		    faults.items[i].text);
	all = arena_string(&arena, buf_span(&b));
	buf_free(&b);
	return all;
}

static void
scalars_keep_their_text_and_place(void **state)
{
	const struct node	*root, *n;

	(void)state;
	root = parse_good("街道: NO\nb: [1.10, '12345', \"a\\tb\"]\nc: |\n"
	    "  x\n  y\n");
	assert_int_equal(root->kind, NODE_MAPPING);
	assert_int_equal(root->count, 3);
	assert_true(span_is(root->keys[0]->text, "街道"));
	assert_true(span_is(root->items[0]->text, "NO"));
	assert_int_equal(root->items[0]->place.line, 1);
	assert_int_equal(root->items[0]->place.column, 5);
	assert_string_equal(root->items[0]->place.file, "f.yaml");
	n = root->items[1];
	assert_int_equal(n->kind, NODE_SEQUENCE);
	assert_true(span_is(n->items[0]->text, "1.10"));
	assert_false(n->items[0]->quoted);
	assert_true(n->items[0]->exact);
	assert_true(n->items[1]->quoted);
	assert_true(n->items[1]->exact);
	assert_true(span_is(n->items[2]->text, "a\tb"));
	assert_false(n->items[2]->exact);
	assert_true(span_is(root->items[2]->text, "x\ny\n"));
	assert_true(root->items[2]->quoted);
	assert_false(root->items[2]->exact);
}

static void
byte_order_mark_counts_as_no_column(void **state)
{
	const struct node	*root;

	(void)state;
	root = parse_good("\xEF\xBB\xBF" "a: b\n");
	assert_true(span_is(root->keys[0]->text, "a"));
	assert_int_equal(root->keys[0]->place.column, 1);
}

/* What a Chinese keyboard types, and what YAML finds wrong. */
static const struct {
	const char	*text;
	const char	*told;
} mistakes[] = {
	/* full-width comma inside a term */
	{ "match: [居民，业主]\n",
	    "1:9: warning: the full-width ， parts no items: write , and a "
	    "space, or quotes if it belongs to the text\n" },
	{ "match: [居民、业主]\n",
	    "1:9: warning: the full-width 、 parts no items: write , and a "
	    "space, or quotes if it belongs to the text\n" },
	{ "label: {zh: 物业，en: x}\n",
	    "1:15: expected , and a space, got the full-width ，\n" },
	/* full-width colon */
	{ "codes:\n  - id: a\n    定义：x\n    label: y\n",
	    "3:7: expected : and a space, got the full-width ：\n" },
	{ "filter：tag\nformat：1\ncodes: []\n",
	    "1:7: expected : and a space, got the full-width ：\n"
	    "2:7: expected : and a space, got the full-width ：\n" },
	{ "codes:\n  - id：x\n    label: y\n",
	    "2:7: expected : and a space, got the full-width ：\n" },
	{ "b：\n  - x\nc: 1\n",
	    "1:2: expected : and a space, got the full-width ：\n" },
	{ "list:\n  managers：[a, b]\n  c: 1\n",
	    "2:11: expected : and a space, got the full-width ：\n" },
	{ "m:\n  - {near： [a, b], gap: 6}\n",
	    "2:10: expected : and a space, got the full-width ：\n" },
	{ "m:\n  n：[{near： [a, b]， gap: 6}]\n",
	    "2:4: expected : and a space, got the full-width ：\n"
	    "2:11: expected : and a space, got the full-width ：\n"
	    "2:19: expected , and a space, got the full-width ，\n" },
	/* indent by U+3000, by other spaces, by a tab */
	{ "a:\n　　b: 1\n　　c: 2\nd: 3\n",
	    "2:1: a full-width or other odd space can't indent: use plain "
	    "spaces\n"
	    "3:1: a full-width or other odd space can't indent: use plain "
	    "spaces\n" },
	{ "a:\n  b: 1\n\u00a0 c: 2\n",
	    "3:1: a full-width or other odd space can't indent: use plain "
	    "spaces\n" },
	{ "a:\n\tb: 1\nd: 2\n", "2:1: a tab can't indent: use spaces\n" },
	{ "a:\n    b: 1\n\tc: 2\n", "3:1: a tab can't indent: use spaces\n" },
	/* full-width dash */
	{ "codes:\n  － id: x\n    label: y\n",
	    "2:3: expected - and a space, got the dash －\n" },
	{ "words:\n  － 没有\n  － 并未\n",
	    "2:3: expected - and a space, got the dash －\n"
	    "3:3: expected - and a space, got the dash －\n" },
	{ "words:\n  – a\n  — b\n",
	    "2:3: expected - and a space, got the dash –\n"
	    "3:3: expected - and a space, got the dash —\n" },
	/* bullets and numbers */
	{ "words:\n  · a\n  ● b\n  - c\n",
	    "2:3: expected - and a space, got the bullet ·\n"
	    "3:3: expected - and a space, got the bullet ●\n" },
	{ "words:\n  - a\n  12. b\n  (3) c\n",
	    "3:3: expected - and a space, got the number 12.\n"
	    "4:3: expected - and a space, got the number (3)\n" },
	{ "codes:\n  1) {id: a, b: c}\n",
	    "2:3: expected - and a space, got the number 1)\n" },
	{ "codes:\n  1、 id: a\n",
	    "2:3: expected - and a space, got the number 1、\n" },
	/* signs of YAML without quotes */
	{ "match: *投诉*\nb: 2\n",
	    "1:8: * begins an alias, which rule files don't have: put the "
	    "text in quotes\n" },
	{ "match: [居民, *投诉*, &x]\nb: *abc\nc: !t 3\nd: !重要\n",
	    "1:13: * begins an alias, which rule files don't have: put the "
	    "text in quotes\n"
	    "1:19: & begins an anchor, which rule files don't have: put the "
	    "text in quotes\n"
	    "2:4: * begins an alias, which rule files don't have: put the "
	    "text in quotes\n"
	    "3:4: ! begins a tag, which rule files don't have: put the text "
	    "in quotes\n"
	    "4:4: ! begins a tag, which rule files don't have: put the text "
	    "in quotes\n" },
	{ "formats: [%Y年, '%m', %d]\n",
	    "1:11: % can't begin a text: put the text in quotes\n"
	    "1:22: % can't begin a text: put the text in quotes\n" },
	{ "f: %Y年\n", "1:4: % can't begin a text: put the text in quotes\n" },
	{ "a: 1\n%Y年: x\n", "2:1: % at the start of a line begins a "
	    "directive: put the text in quotes\n" },
	{ "m: [一二]+、\nb: 1\n",
	    "1:4: text goes on behind the closing ]: put all of it in "
	    "quotes\n" },
	{ "h:\n  - {level: 1, match: [一二]+、}\nb: 1\n",
	    "2:23: text goes on behind the closing ]: put all of it in "
	    "quotes\n" },
	{ "a: \"居民\"等\nb: 1\n",
	    "1:4: text goes on behind the closing \": put all of it in "
	    "quotes\n" },
	{ "a: `x`\nb: @y\n",
	    "1:4: ` can't begin a text: put the text in quotes\n"
	    "2:4: @ can't begin a text: put the text in quotes\n" },
	{ "a: > 10\nb: | 中文\n",
	    "1:4: > begins a block of lines: put the text in quotes\n"
	    "2:4: | begins a block of lines: put the text in quotes\n" },
	{ "a: -\nb: 1\n",
	    "1:4: - can't begin a text: put the text in quotes\n" },
	/* a comment cuts the text */
	{ "a: 3号楼 #2\n",
	    "1:8: warning: #2 begins a comment: put the text in quotes if it "
	    "belongs to it, else a space after #\n" },
	{ "b: [3号楼 #2, 4号楼]\nc: 1\n",
	    "1:9: # behind a space begins a comment, which hides the closing "
	    "bracket: put the text in quotes\n" },
	/* a space is missing */
	{ "codes:\n  -id: x\n   label: y\n",
	    "2:4: a space is missing after -\n" },
	{ "- a\n-b\n- c\n", "2:2: a space is missing after -\n" },
	{ "words:\n  -没有\n  -并未\n",
	    "2:4: a space is missing after -\n"
	    "3:4: a space is missing after -\n" },
	{ "filter:tag\nformat: 1\n", "1:8: a space is missing after :\n" },
	{ "format: 1\nfilter:tag\ncodes: 1\n",
	    "2:8: a space is missing after :\n" },
	{ "a:　x\nb: 1\n", "1:3: expected a plain space after :, got a "
	    "full-width or other odd one\n" },
	/* full-width brackets and quotes */
	{ "match: ［居民, 业主］\nb: 1\n",
	    "1:8: expected [ ], got the full-width ［ ］\n" },
	{ "label: ｛zh: x, en: y｝\nb: 1\n",
	    "1:8: expected { }, got the full-width ｛ ｝\n" },
	{ "prefix: “barrier”\n",
	    "1:9: warning: the quotes “ ” are part of the text: those of YAML "
	    "are \" and '\n" },
	{ "words: [“没有”, “并未”]\n",
	    "1:9: warning: the quotes “ ” are part of the text: those of YAML "
	    "are \" and '\n" },
	/* quotes */
	{ "a: \"\\d+\"\nb: \"\\x4\"\n",
	    "1:5: no escape of YAML: in single quotes a backslash is a "
	    "backslash\n"
	    "2:5: no escape of YAML: in single quotes a backslash is a "
	    "backslash\n" },
	{ "a: 1\nb: \"abc\nc: 2\n", "2:4: the quote \" is never closed\n" },
	{ "a: 'abc\nb: 2\n", "1:4: the quote ' is never closed\n" },
	/* brackets */
	{ "a: [x, y\nb: 2\n", "1:4: the bracket [ is never closed\n" },
	{ "a: {x: 1\nb: 2\n", "1:4: the bracket { is never closed\n" },
	{ "a: [{x: 1, y # z\nb: 'c\nb: \"d", "1:4: the bracket [ is never "
	    "closed\n"
	    "1:5: the bracket { is never closed\n"
	    "2:4: the quote ' is never closed\n"
	    "3:1: duplicate key \"b\" (it stands in line 2, column 1 already)\n"
	    "3:4: the quote \" is never closed\n" },
	{ "a: [x,\n  y,\n  z\nb: 2\n", "1:4: the bracket [ is never "
	    "closed\n" },
	{ "a: 1\nb: }\n", "2:4: } can't begin a text: put the text in "
	    "quotes\n" },
	/* indent */
	{ "a:\n  b: 1\n c: 2\n",
	    "3:2: the indent of this line fits none of the lines above\n" },
	{ "a: 1\n  b: 2\n",
	    "2:3: this line continues the text above: its indent is deeper "
	    "than that of its neighbours\n" },
	{ "text:\n  管理者：对居民\nb: 1\n  c: 2\n",
	    "4:3: this line continues the text above: its indent is deeper "
	    "than that of its neighbours\n" },
	{ "a:\n- x\n  - y\nb: 1\n",
	    "3:3: warning: this line continues the text above: its indent is "
	    "deeper than that of the item before\n" },
	{ "a: 居民: x\nb: 2\n",
	    "1:6: a second : in one line: put the text in quotes\n" },
	{ "a: 1\n居民\nb: 1\n",
	    "2:1: expected \"key: value\", got \"居民\"\n" },
	/* documents, directives, keys */
	{ "a: 1\n---\nb: 2\n", "2:1: expected one document, got a second "
	    "one\n" },
	{ "%TAG ! tag:x,2000:\n---\na: 1\n",
	    "1:1: expected no directive but %YAML\n" },
	{ "%FOO\n---\na: 1\n",
	    "1:1: % at the start of a line begins a directive: put the text "
	    "in quotes\n" },
	{ "a: 1\nb: 2\na: 3\n",
	    "3:1: duplicate key \"a\" (it stands in line 1, column 1 "
	    "already)\n" },
	{ "? [x]\n: 1\n", "1:3: expected a key, got a sequence\n" },
	{ "", "1:1: expected a mapping, got an empty file\n" },
	{ "# only a comment\n", "1:1: expected a mapping, got an empty "
	    "file\n" },
	{ "a: \x01\n", "1:4: control characters are not allowed\n" },
	/* other line breaks, odd ends, what stands at an end */
	{ "a：1\r\nb: 2\r\nc：3\r\n",
	    "1:2: expected : and a space, got the full-width ：\n"
	    "3:2: expected : and a space, got the full-width ：\n" },
	{ "a:\n  b: x\r\ty\nc: 1\n",
	    "3:1: a tab can't indent: use spaces\n" },
	{ "a: 1\rb：2\rc: 3\n",
	    "2:1: expected \"key: value\", got \"b：2\\x0Dc: 3\"\n" },
	{ "# x\u2028b：1\nc: 2\n",
	    "3:1: this line continues the text above: its indent is deeper "
	    "than that of its neighbours\n" },
	{ "# x\xc2\x85" "b：1\nc: 2\n",
	    "3:1: this line continues the text above: its indent is deeper "
	    "than that of its neighbours\n" },
	{ "a: |\n  x\n \ty\nb: 1\n",
	    "3:2: a tab can't indent: use spaces\n" },
	{ "a:\n \tb: 1\n",
	    "2:2: a tab can't indent: use spaces\n" },
	{ "words:\n  –　a\n  - b\n",
	    "2:3: expected - and a space, got the dash –\n" },
	{ "words:\n  －　 x\n",
	    "2:3: expected - and a space, got the dash －\n" },
	{ "words:\n  －",
	    "2:3: expected - and a space, got the dash －\n" },
	{ "b: 1\n居民。好\nc: 2\n",
	    "2:1: expected \"key: value\", got \"居民。好\"\n" },
	{ "m: {: a: b}\nb: 1\n",
	    "1:5: : can't begin a text: put the text in quotes\n" },
	{ "m: {a: b c:",
	    "1:11: expected , or the closing bracket\n" },
	{ "m: {a: [x] b: y}\nc: 1\n",
	    "1:12: a comma is missing before the key \"b\"\n" },
	{ "m: {a: b\nc: d}\nn: 1\n",
	    "1:4: the bracket { is never closed\n" },
	{ "m: [a, #}\nb: 1\n",
	    "1:8: # behind a space begins a comment, which hides the closing "
	    "bracket: put the text in quotes\n" },
	{ "m: [a #x\n y #z], b]\nc: 1\n",
	    "1:4: the bracket [ is never closed\n"
	    "1:7: warning: #x begins a comment: put the text in quotes if it "
	    "belongs to it, else a space after #\n"
	    "2:4: warning: #z begins a comment: put the text in quotes if it "
	    "belongs to it, else a space after #\n" },
	{ "m: [#x], b]\nc: 1\n",
	    "1:4: the bracket [ is never closed\n" },
	{ "- \"a # b\n- c\n",
	    "1:3: the quote \" is never closed\n" },
	{ "- [a, 'b', \"c\" # d\n- e\n",
	    "1:3: the bracket [ is never closed\n" },
	{ "a: [1,\n\n",
	    "3:1: expected more text, got the end\n" },
	{ "a: \"\\u",
	    "1:4: the quote \" is never closed\n"
	    "1:5: no escape of YAML: in single quotes a backslash is a "
	    "backslash\n" },
	{ "a: \"\\u12\"\nb: 1\n",
	    "1:5: no escape of YAML: in single quotes a backslash is a "
	    "backslash\n" },
	{ "a: [居民'等', 'b'c]\n",
	    "1:12: text goes on behind the closing ': put all of it in "
	    "quotes\n" },
	{ "- a\n b\n-c\n",
	    "3:2: a space is missing after -\n" },
	{ "a:x:\n  b: 2\nc\n",
	    "3:1: expected \"key: value\", got \"c\"\n" },
	{ "http://x\nb: 1\n",
	    "2:1: this line continues the text above: its indent is deeper "
	    "than that of its neighbours\n" },
	{ "a: 1\n...\nb: 2\n",
	    "3:1: expected one document, got more behind its end\n" },
	{ "a: |1x\n  y\n",
	    "1:4: | begins a block of lines: put the text in quotes\n" },
	{ "...\na: 1\n",
	    "1:1: . can't begin a text: put the text in quotes\n" },
	/* many in one run */
	{ "filter:tag\nformat：1\ncodes:\n　- id: a\n  － id: b\n  - id: *c\n"
	    "x: 1\nx: 2\n",
	    "1:8: a space is missing after :\n"
	    "2:7: expected : and a space, got the full-width ：\n"
	    "4:1: a full-width or other odd space can't indent: use plain "
	    "spaces\n"
	    "5:3: expected - and a space, got the dash －\n"
	    "6:9: * begins an alias, which rule files don't have: put the "
	    "text in quotes\n"
	    "8:1: duplicate key \"x\" (it stands in line 7, column 1 "
	    "already)\n" }
};

/* Without what C puts behind a text: a sanitizer sees who reads it. */
static struct span
exact(const char *text)
{
	size_t	 n = strlen(text);

	return span_make(memcpy(mem_alloc(n, 1), text, n), n);
}

static void
mistake_is_told_where_it_stands(void **state)
{
	struct span	 text;
	size_t		 i;

	for (i = 0; i < sizeof(mistakes) / sizeof(*mistakes); i++) {
		setup(state);
		text = exact(mistakes[i].text);
		parse(text);
		if (strcmp(told(), mistakes[i].told) != 0)
			fail_msg("%s\n%s", mistakes[i].text, told());
		mem_free((char *)(uintptr_t)text.p);
	}
}

/* What looks like the mistakes above and is right. */
static const char *const	legal[] = {
	"definition: 管理者：对居民，使用*权力*、%的#重要 的：人\n",
	"a: '居民，业主 #2 *x* %Y：z'\n",
	"a: \"居民，业主 #2 *x* %Y：z\"\n",
	"a: [ '居民，业主', \"甲、乙\" ]\n",
	"decoys: [自治、法治、德治, 法治、自治]\n",
	"examples: {match: [没有公示，居民有意见, “不管”], miss: [甲、乙]}\n",
	"match: [业主委员会迟迟没有成立，小区里的居民对此反映十分强烈]\n",
	"text: |\n  定义：x\n  　　－ id\n  *a* &b %c 3号楼 #2\n  -x\n",
	"text: >\n  filter:tag\n  [一二]+、\n",
	"definition:\n  管理者：对居民的权力\n  NGO：非政府组织\n",
	"definition: 第一行\n  第二行：续\n  filter:tag\n",
	"definition: —— 引文\n",
	"definition:\n  —引文\n",
	"a: 'x\n\n  － y\n  定义：z\n\n  '\n",
	"# 定义：x\n# － id\n#\ttab\na: 1 # 注释：*x*\nb: 2\t# x\n",
	"a: x #\nb: y ## c\nc: z #----\nd: C#\ne: a#b\n",
	"order: [-accepted, -1]\nx: -5\n",
	"a:\n  - -accepted\n  - -1\n  - - x\n    - y\n",
	"a:\n  -1: x\n  -2: y\n",
	"order: [\n  -accepted,\n  -closed]\n",
	"url: https://example.org/a:b\n",
	"time: 08:30\nzone: +08:00\n",
	"a: “两委”和居民\nb: [“两委”, 村委]\nc: 他说“不管”\n",
	"a: 【必填】居民【重要】\nb: ［1］ 居民\n",
	"a: x　y\n",
	"a: {b: 1, c: [d, e]}\n",
	"%YAML 1.1\n---\na: 1\n...\n",
	"? a\n: b\n",
	"'a：b': 1\n\"- x\": 2\n",
	"a: it's \"so\" it is\n"
};

static void
legal_text_is_never_objected_to(void **state)
{
	size_t	 i;

	for (i = 0; i < sizeof(legal) / sizeof(*legal); i++) {
		setup(state);
		parse(span_of(legal[i]));
		if (faults.count > 0)
			fail_msg("%s\n%s", legal[i], told());
	}
}

static void
encoding_that_is_not_utf8_is_named(void **state)
{
	static const struct {
		const char	*text;
		const char	*told;
	} cases[] = {
		{ "a: 1\nb: \xbe\xd3\xc3\xf1\n",	/* 居民 in GB18030 */
		    "2:4: expected UTF-8, got what looks like GB18030 (GBK): "
		    "save the file as UTF-8\n" },
		{ "b: \x81\x30\x81\x30\xd3\xc3\n",	/* its four bytes */
		    "1:4: expected UTF-8, got what looks like GB18030 (GBK): "
		    "save the file as UTF-8\n" },
		{ "b: \x81\x30\x81\n",
		    "1:4: expected UTF-8, got the byte 0x81\n" },
		{ "b: \x81\x30\x81\xff\n",
		    "1:4: expected UTF-8, got the byte 0x81\n" },
		{ "b: \x81\x7f\n",
		    "1:4: expected UTF-8, got the byte 0x81\n" },
		{ "\xff\xfe" "a",
		    "1:1: expected UTF-8, got UTF-16: save the file as "
		    "UTF-8\n" },
		{ "\xfe\xff" "a",
		    "1:1: expected UTF-8, got UTF-16: save the file as "
		    "UTF-8\n" },
		{ "居: \xff\n", "1:4: expected UTF-8, got the byte 0xFF\n" }
	};
	size_t	 i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		setup(state);
		assert_null(parse(span_of(cases[i].text)));
		assert_string_equal(told(), cases[i].told);
	}
}

static struct span
repeated(const char *s, size_t count)
{
	char	*text;
	size_t	 n = strlen(s), i;

	text = arena_alloc(&arena, n * count + 1);
	for (i = 0; i < count; i++)
		memcpy(text + i * n, s, n);
	return span_make(text, n * count);
}

static void
depth_and_size_are_limited(void **state)
{
	(void)state;
	assert_null(parse(repeated("[", 200)));
	assert_string_equal(told(), "1:65: nested deeper than 64 levels\n");
	setup(state);
	assert_null(parse(repeated("- ", 500000)));
	assert_string_equal(told(), "1:129: nested deeper than 64 levels\n");
	setup(state);
	assert_null(parse(repeated("[", 1000000)));
	assert_int_equal(faults.count, 1);
	setup(state);
	assert_null(parse(repeated("{a: ", 250000)));
	assert_int_equal(faults.count, 1);
	setup(state);
	assert_null(parse(repeated("#", RULES_MAX_BYTES + 1)));
	assert_string_equal(told(),
	    "0:0: expected at most 1048576 bytes, got 1048577\n");
}

/* Seconds that it takes to find the mistakes in so many bytes of the line. */
static double
seconds(void **state, const char *line, size_t bytes)
{
	clock_t	 begin;

	setup(state);
	begin = clock();
	parse(repeated(line, bytes / strlen(line)));
	if (faults.count == 0)
		fail_msg("%s: no fault", line);
	return (double)(clock() - begin) / CLOCKS_PER_SEC;
}

static void
many_mistakes_take_no_longer_than_their_number(void **state)
{
	static const char *const lines[] = {
		"　　b: 1\n", "x #2\n", "- *a\n", "－ a\n", "a: b #c\n",
		"\tx\n", "[x]y\n", "- x\n  - y\n", "? a\n", "\"\\d\"\n",
		"a: b: c\n", "- 'x'y\n", "!a ", "[a，b]\n", "-x\n", "%\n",
		"&a ", "*a ", "{a, b：c}, "
	};
	double	 less, more;
	size_t	 i;

	for (i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		less = seconds(state, lines[i], 100000);
		more = seconds(state, lines[i], 400000);
		if (more > 10 * less + 0.1)	/* 16 if by the square */
			fail_msg("%s: %f, %f s", lines[i], less, more);
	}
}

static struct fields
fields_of(const char *text)
{
	struct fields	 f;

	assert_int_equal(fields_begin(&f, parse_good(text), &arena, &faults),
	    0);
	return f;
}

static void
unknown_key_names_the_nearest_known_one(void **state)
{
	struct fields	 f = fields_of("unti: 1\nformat: 2\ncolour: 3\n");

	(void)state;
	assert_null(fields_take(&f, "unit"));
	assert_non_null(fields_take(&f, "format"));
	assert_int_equal(fields_end(&f), -1);
	assert_string_equal(told(),
	    "1:1: unknown key \"unti\" (did you mean \"unit\"?)\n"
	    "3:1: unknown key \"colour\" (known here: unit, format)\n");
}

static void
key_with_a_wrong_colon_is_explained(void **state)
{
	struct fields	 f = fields_of("{zh：物业, en:x, 'a:b': 1}");

	(void)state;
	fields_take(&f, "label");
	fields_end(&f);
	assert_string_equal(told(),
	    "1:2: unknown key \"zh：物业\" (known here: label); a full-width "
	    "： makes no key: write : and a space\n"
	    "1:9: unknown key \"en:x\" (known here: label); a space is missing "
	    "after :\n"
	    "1:15: unknown key \"a:b\" (known here: label)\n");
	setup(state);
	assert_int_equal(fields_begin(&f, parse_good("zh：物业"), &arena,
	    &faults), -1);
	assert_string_equal(told(), "1:1: expected a mapping, got "
	    "\"zh：物业\"; a full-width ： makes no key: write : and a "
	    "space\n");
}

static void
missing_key_is_a_fault_at_the_mapping(void **state)
{
	struct fields	 f = fields_of("\n\n  a: 1\n");

	(void)state;
	assert_non_null(fields_need(&f, "a"));
	assert_null(fields_need(&f, "id"));
	assert_int_equal(fields_end(&f), 0);
	assert_string_equal(told(), "3:3: the key \"id\" is missing\n");
}

static void
readers_say_what_they_expected(void **state)
{
	static const char *const names[] = { "clause", "sentence", NULL };
	const struct node	*root, *const *n;
	struct span		 text, *texts;
	size_t			 count;
	int64_t			 i;
	double			 d;
	bool			 b;
	int			 index;

	(void)state;
	root = parse_good("a: yes\nb: {x: 1}\nc:\nd: 1.5\ne: ''\nf: [x, [y]]\n"
	    "g: 99999999999999999999\nh: 007\ni: 1e999\n");
	n = (const struct node *const *)root->items;
	assert_int_equal(node_bool(n[0], &b, &faults), -1);
	assert_int_equal(node_text(n[1], &text, &faults), -1);
	assert_int_equal(node_text(n[2], &text, &faults), -1);
	assert_int_equal(node_integer(n[3], 0, 9, &i, &faults), -1);
	assert_int_equal(node_text(n[4], &text, &faults), 0);
	assert_int_equal(node_texts(n[5], &arena, &texts, &count, &faults),
	    -1);
	assert_int_equal(node_integer(n[6], 0, INT64_MAX, &i, &faults), -1);
	assert_int_equal(node_number(n[7], &d, &faults), -1);
	assert_int_equal(node_choice(n[0], names, &index, &faults), -1);
	assert_int_equal(node_choice(n[5], names, &index, &faults), -1);
	assert_int_equal(node_bool(n[5], &b, &faults), -1);
	assert_int_equal(node_integer(n[5], 0, 9, &i, &faults), -1);
	assert_int_equal(node_number(n[5], &d, &faults), -1);
	assert_int_equal(node_number(n[2], &d, &faults), -1);
	assert_int_equal(node_number(n[8], &d, &faults), -1);
	assert_int_equal(node_texts(n[1], &arena, &texts, &count, &faults),
	    -1);
	assert_string_equal(told(),
	    "1:4: expected true or false, got \"yes\"\n"
	    "1:4: expected one of clause, sentence, got \"yes\"\n"
	    "2:4: expected text, got a mapping\n"
	    "2:4: expected a sequence of texts, got a mapping\n"
	    "3:3: expected text, got nothing\n"
	    "3:3: expected a number, got nothing\n"
	    "4:4: expected an integer from 0 to 9, got \"1.5\"\n"
	    "6:4: expected one of clause, sentence, got a sequence\n"
	    "6:4: expected true or false, got a sequence\n"
	    "6:4: expected an integer from 0 to 9, got a sequence\n"
	    "6:4: expected a number, got a sequence\n"
	    "6:8: expected text, got a sequence\n"
	    "7:4: expected an integer from 0, got \"99999999999999999999\"\n"
	    "8:4: expected a number, got \"007\"\n"
	    "9:4: expected a number, got \"1e999\"\n");
}

static void
readers_read(void **state)
{
	static const char *const names[] = { "clause", "sentence", NULL };
	const struct node	*root, *const *n;
	struct span		*texts;
	size_t			 count;
	int64_t			 i;
	double			 d;
	bool			 b;
	int			 index;

	(void)state;
	root = parse_good("a: false\nb: -12\nc: 1e-2\nd: sentence\n"
	    "e: [x, '']\nf: one\n");
	n = (const struct node *const *)root->items;
	assert_int_equal(node_bool(n[0], &b, &faults), 0);
	assert_false(b);
	assert_int_equal(node_integer(n[1], -12, 0, &i, &faults), 0);
	assert_int_equal(i, -12);
	assert_int_equal(node_number(n[2], &d, &faults), 0);
	assert_true(d == 0.01);
	assert_int_equal(node_choice(n[3], names, &index, &faults), 0);
	assert_int_equal(index, 1);
	assert_int_equal(node_texts(n[4], &arena, &texts, &count, &faults), 0);
	assert_int_equal(count, 2);
	assert_int_equal(texts[1].n, 0);
	assert_int_equal(node_texts(n[5], &arena, &texts, &count, &faults), 0);
	assert_int_equal(count, 1);
	assert_true(span_is(texts[0], "one"));
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test_setup(scalars_keep_their_text_and_place,
		    setup),
		cmocka_unit_test_setup(byte_order_mark_counts_as_no_column,
		    setup),
		cmocka_unit_test(mistake_is_told_where_it_stands),
		cmocka_unit_test(legal_text_is_never_objected_to),
		cmocka_unit_test(encoding_that_is_not_utf8_is_named),
		cmocka_unit_test_setup(depth_and_size_are_limited, setup),
		cmocka_unit_test(
		    many_mistakes_take_no_longer_than_their_number),
		cmocka_unit_test_setup(unknown_key_names_the_nearest_known_one,
		    setup),
		cmocka_unit_test_setup(key_with_a_wrong_colon_is_explained,
		    setup),
		cmocka_unit_test_setup(missing_key_is_a_fault_at_the_mapping,
		    setup),
		cmocka_unit_test_setup(readers_say_what_they_expected, setup),
		cmocka_unit_test_setup(readers_read, setup)
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
