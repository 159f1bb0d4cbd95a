#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "text/markup.h"

static struct arena arena;

static int
free_arena(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static struct edits
read_markdown(struct span text)
{
	struct edits edits;
	struct err e;

	assert_int_equal(markup_markdown(&arena, text, &edits, &e), 0);
	return edits;
}

struct example {
	const char	*markup;
	const char	*text;
};

static void
html_becomes_blocks_of_text(void **state)
{
	static const struct example table[] = {
		{ "", "" },
		{ "甲 < 乙", "甲 < 乙" },
		{ "<p>甲", "甲" },
		{ "<p>一\n二 three\nfour</p><p>五", "一二 three four\n\n五" },
		{ "<p>同<b>舟</b>共<font color=red>济</font>", "同舟共济" },
		{ "<p>a&amp;b&nbsp;&lt;&#x4e2d;&notthere;&amp",
		  "a&b\u00a0<中\u00acthere;&" },
		{ "<p>&#x4eCCCCCCCCC;。&#0;&lt", "\ufffd。\ufffd<" },
		{ "<p>一<br>二<br/><br/>三", "一\n二\n\n三" },
		{ "<h2>题</h2>文", "## 题\n\n文" },
		{ "<ol start=9><li>九<li>十<ul><li>子</ul><li>十一</ol>",
		  "9. 九\n\n10. 十\n\n- 子\n\n11. 十一" },
		{ "<ul><li><li>二</ul>", "- 二" },
		{ "<p>m<sup>2</sup><sup></sup>", "m^2^" },
		{ "<pre>a\n  b\r\n\nc</pre>", "a\n  b\nc" },
		{ "<table><tr><td>a<td>b<tr><td><p>c<p>d<td></table>",
		  "| a | b |\n| c d | |" },
		/* Tables that lay out a page. */
		{ "<table><tr><td>左<td>右</table>", "左\n\n右" },
		{ "<table><tr><td><table><tr><td>a<td>b<tr><td>c<td>d"
		  "</table><td>x<tr><td>y<td>z</table>",
		  "| a | b |\n| c | d |\n\nx\n\ny\n\nz" },
		{ "<p>文<script>if (a<b) { x = \"<p>\"; }</script>字"
		  "<style>p{}</style><!-- <p> -->", "文字" },
		{ "<p>文<select><option>一<option>二</select>"
		  "<textarea>x</textarea><button>y</button>", "文" },
		{ "<p hidden>无<p style='color:red;display:none'>无<p>有",
		  "有" },
		{ "<p>文<svg><text>图</text></svg>", "文" },
		{ "<p>文<a href=\"x>y\">链</a", "文链" },
		/* What is moved out of a table, by the standard. */
		{ "<table>外<tr><td>里<td>面<tr><td>一<td>二</table>",
		  "外\n\n| 里 | 面 |\n| 一 | 二 |" },
		{ "<blockquote>甲<blockquote>乙", "> 甲\n\n> > 乙" },
		{ "<body a=1><p>甲<body a=2>", "甲" },
	};
	struct span text;
	struct edits edits;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		text = span_of(table[i].markup);
		edits = markup_html(&arena, text, MARKUP_WHOLE, NULL);
		assert_string_equal(arena_string(&arena,
		    edits_apply(&edits, &arena, text)), table[i].text);
	}
}

#define STORY	"<p>村口的路修了三个月，上周通了车，老人出门方便了。</p>"

static void
an_article_stands_without_its_page(void **state)
{
	static const char *const around[] = {
		"<nav>首页</nav>", "<aside>热门</aside>",
		"<footer>版权</footer>", "<header><h1>报</h1></header>",
		"<div role=navigation>首页</div>",
		"<div class='left-Nav x'>首页</div>",
		"<div id=bdsharebuttonbox>微信</div>",
		"<p class=copyright>版权</p>",
		"<ul><li><a>甲甲</a><li><a>乙乙</a><li><a>丙</a></ul>",
		"<table><tr><td><a>甲</a><td><a>乙</a><td><a>丙</a></table>",
	};
	static const char *const within[] = {
		"<div class=content>短文</div>", "<div class=navy>短文</div>",
		"<ul><li>短<li>文<li><a>链</a></ul>",
		"<article><header>短文</header></article>",
		"<p>短文 <a>甲</a> <a>乙</a></p>",
	};
	struct span text;
	struct edits edits;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(around) / sizeof(around[0]); i++) {
		text = arena_printf(&arena, "%s" STORY STORY, around[i]);
		edits = markup_html(&arena, text, MARKUP_ARTICLE, NULL);
		text = edits_apply(&edits, &arena, text);
		assert_true(span_starts(text, SPAN("村口")));
	}
	for (i = 0; i < sizeof(within) / sizeof(within[0]); i++) {
		text = arena_printf(&arena, "%s" STORY STORY, within[i]);
		edits = markup_html(&arena, text, MARKUP_ARTICLE, NULL);
		text = edits_apply(&edits, &arena, text);
		assert_false(span_starts(text, SPAN("村口")));
	}
	/* A page that is called by one of the words is none of it. */
	text = SPAN("<body class=nav><div class=share>" STORY "</div>");
	edits = markup_html(&arena, text, MARKUP_ARTICLE, NULL);
	assert_true(span_starts(edits_apply(&edits, &arena, text),
	    SPAN("村口")));
}

static void
markdown_becomes_blocks_of_text(void **state)
{
	static const struct example table[] = {
		{ "", "" },
		{ "一*二*\n三  \n四", "一二三\n四" },
		{ "题\n==\n\n文", "# 题\n\n文" },
		{ "3. 三\n4. 四\n", "3. 三\n\n4. 四" },
		{ "甲[^1]\n[^1]: 乙\n[^丙]: 丁", "甲^1^\n\n^1^ 乙\n\n[^丙]: 丁" },
		{ "甲[^1][^][^12345][^1", "甲^1^[^][^12345][^1" },
		{ "~~~\n[^1]\n[^1]: 甲\n~~~", "[^1]\n[^1]: 甲" },
		{ "- 甲\n\n  乙\n- 丙", "- 甲\n\n乙\n\n- 丙" },
		{ "> 甲\n> > 乙", "> 甲\n\n> > 乙" },
		{ "|a|b|\n|---|---|\n|c|\n", "| a | b |\n| c | |" },
		{ "```\nx\n  y\n```", "x\n  y" },
		{ "[甲](http://x)![乙](y)<http://z>", "甲乙http://z" },
		{ "a&lt;b&#20013;&#0;&foo; \\*c", "a<b中\ufffd&foo; *c" },
		{ "10<sup>3</sup><b>粗</b><!-- 注 -->甲<br>乙",
		  "10^3^粗甲\n乙" },
		{ "<table><tr><td>a<td>b<tr><td>c<td>d</table>\n\n文",
		  "| a | b |\n| c | d |\n\n文" },
		{ "<!-- 注 -->\n\n文", "文" },
		{ "甲\n\n***\n\n乙", "甲\n\n乙" },
	};
	struct span text;
	struct edits edits;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		text = span_of(table[i].markup);
		edits = read_markdown(text);
		assert_string_equal(arena_string(&arena,
		    edits_apply(&edits, &arena, text)), table[i].text);
	}
}

/* Words stay told of the bytes that they stood in. */
static void
text_that_stays_is_kept_not_written_anew(void **state)
{
	const struct span text = SPAN("<div><b>头</b>\r\n<p>甲&amp;乙\r\n"
	    "丙</p><td>丁</div>");
	const struct edits edits = markup_html(&arena, text, MARKUP_WHOLE, NULL);
	static const char *const kept[] = { "头", "甲", "乙", "丙", "丁" };
	struct span new = edits_apply(&edits, &arena, text);
	const char *old;
	size_t i, at;

	(void)state;
	assert_string_equal(arena_string(&arena, new), "头\n\n甲&乙丙\n\n丁");
	for (i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
		old = strstr(text.p, kept[i]);
		at = edits_place(&edits, (size_t)(old - text.p));
		assert_memory_equal(new.p + at, kept[i], strlen(kept[i]));
		assert_int_equal(edits_origin(&edits, at), old - text.p);
	}
}

/* A hundred thousand of what may nest, and of what may square. */
static void
hostile_pages_take_linear_time(void **state)
{
	static const char *const parts[] = { "<div>", "<b><p>", "<a><div>",
	    "<table><tr><td>", "<ul><li>", "<blockquote><p>x", "<font c=1>x",
	    "<p>&amp;", "<", "<a ", "</p>", "<body a>", "[", "> ", "- ",
	    "|a|b\n|---|---\n", "*a_b", "<sup>", "`" };
	struct arena own = { 0 };
	struct buf b = { 0 };
	struct edits edits;
	struct err e;
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		b.n = 0;
		buf_add(&b, SPAN("<p>"));
		for (k = 0; k < 20000; k++)
			buf_add(&b, span_of(parts[i]));
		markup_html(&own, buf_span(&b), MARKUP_ARTICLE, NULL);
		markup_markdown(&own, span_from(buf_span(&b), 3), &edits, &e);
		assert_true(arena_used(&own) < 600 * b.n);
		arena_reset(&own);
	}
	arena_free(&own);
	buf_free(&b);
}

static void
a_table_of_too_many_cells_is_refused(void **state)
{
	struct buf b = { 0 };
	struct edits edits;
	struct err e = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < 2000; i++)
		buf_add(&b, i % 1000 == 999 ? SPAN("\n") : i < 1000 ?
		    SPAN("|a") : SPAN("|---"));
	for (i = 0; i < 1000; i++)
		buf_add(&b, SPAN("a\n"));
	assert_int_equal(markup_markdown(&arena, buf_span(&b), &edits, &e),
	    -1);
	assert_int_equal(e.kind, ERR_RECORD);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(html_becomes_blocks_of_text),
		cmocka_unit_test(an_article_stands_without_its_page),
		cmocka_unit_test(markdown_becomes_blocks_of_text),
		cmocka_unit_test(text_that_stays_is_kept_not_written_anew),
		cmocka_unit_test(hostile_pages_take_linear_time),
		cmocka_unit_test(a_table_of_too_many_cells_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, free_arena);
}
