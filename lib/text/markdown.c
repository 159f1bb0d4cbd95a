#include <limits.h>
#include <md4c.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "text/html.h"
#include "text/markdown_notes.h"
#include "text/markup_write.h"

/*
 * md4c 0.4.8 looks at a byte or two behind the text in places, an unended
 * link's for one, and takes what it finds for the text's: line feeds stop it.
 */
#define PADDING		64

struct reader {
	struct markup_write	 write;
	struct span		 padded;	/* what md4c reads, of source */
	size_t			 calls;		/* still allowed */
	size_t			 codes;		/* open blocks of it */
	struct buf		 html;		/* of the open block */
	bool			 in_html;
};

/* Named character references, as authors of texts use them. */
static const struct {
	const char	*name, *text;
} references[] = {
	{ "&amp;", "&" },	{ "&lt;", "<" },	{ "&gt;", ">" },
	{ "&quot;", "\"" },	{ "&apos;", "'" },	{ "&nbsp;", "\u00a0" },
	{ "&ensp;", "\u2002" },	{ "&emsp;", "\u2003" },
	{ "&middot;", "·" },	{ "&hellip;", "…" },	{ "&mdash;", "—" },
	{ "&ndash;", "–" },	{ "&ldquo;", "“" },	{ "&rdquo;", "”" },
	{ "&lsquo;", "‘" },	{ "&rsquo;", "’" },	{ "&times;", "×" },
	{ "&copy;", "©" },	{ "&reg;", "®" },	{ "&deg;", "°" },
	{ "&permil;", "‰" },	{ "&bull;", "•" },	{ "&rarr;", "→" },
	{ "&sup2;", "²" },	{ "&sup3;", "³" },	{ "&yen;", "¥" }
};

/* The character of &#38; or &#x26;, written to into. */
static struct span
numeric(struct span s, char into[4])
{
	bool hex = (s.p[2] | 0x20) == 'x';
	uint32_t c = 0;
	size_t i;

	for (i = hex ? 3 : 2; i + 1 < s.n && c < 0x110000; i++)
		c = c * (hex ? 16 : 10) + (uint32_t)(s.p[i] <= '9' ?
		    s.p[i] - '0' : (s.p[i] | 0x20) - 'a' + 10);
	if (c == 0 || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		c = 0xfffd;
	return span_make(into, utf8_encode(into, c));
}

/* A name that isn't known stays as it is. */
static void
put_reference(struct reader *r, struct span s)
{
	char into[4];
	size_t i;

	if (s.n > 3 && s.p[1] == '#') {
		markup_text(&r->write, numeric(s, into));
		return;
	}
	for (i = 0; i < sizeof(references) / sizeof(references[0]); i++)
		if (span_is(s, references[i].name)) {
			markup_text(&r->write, span_of(references[i].text));
			return;
		}
	markup_text(&r->write, s);
}

/* A tag in a line. */
static void
put_tag(struct reader *r, struct span s)
{
	if (span_is(s, "<sup>") || span_is(s, "</sup>"))
		markup_literal(&r->write, SPAN("^"));
	else if (span_starts(s, SPAN("<br")))
		markup_gap(&r->write, MARKUP_LINE);
}

static void
put_html(struct reader *r)
{
	struct arena *arena = r->write.rewrite.arena;
	struct span text = buf_span(&r->html);
	struct edits edits = html_edits(arena, text, MARKUP_WHOLE, NULL);

	markup_verbatim(&r->write, edits_apply(&edits, arena, text));
	r->html.n = 0;
}

/*
 * Counts a call; nonzero, and from then on, where there were too many: md4c
 * makes as many cells of each row as its table's head has, and doesn't stop
 * at the first no.
 */
static int
count(struct reader *r)
{
	if (r->calls == 0)
		return 1;
	r->calls--;
	return 0;
}

static int
enter_block(MD_BLOCKTYPE type, void *detail, void *user)
{
	struct reader *r = user;

	if (count(r) != 0)
		return 1;
	switch (type) {
	case MD_BLOCK_UL:
		markup_list(&r->write, 0);
		break;
	case MD_BLOCK_OL:
		markup_list(&r->write, ((MD_BLOCK_OL_DETAIL *)detail)->start);
		break;
	case MD_BLOCK_LI:
		markup_item(&r->write, false);
		break;
	case MD_BLOCK_H:
		markup_heading(&r->write, ((MD_BLOCK_H_DETAIL *)detail)->level);
		break;
	case MD_BLOCK_THEAD:
	case MD_BLOCK_TBODY:
		break;
	case MD_BLOCK_TR:
		markup_row(&r->write);
		break;
	case MD_BLOCK_TH:
	case MD_BLOCK_TD:
		r->write.in_cell = true;
		markup_gap(&r->write, MARKUP_SPACE);
		break;
	default:
		markup_gap(&r->write, MARKUP_BLOCK);
		r->write.quotes += type == MD_BLOCK_QUOTE;
		r->codes += type == MD_BLOCK_CODE;
		r->in_html |= type == MD_BLOCK_HTML;
		break;
	}
	return 0;
}

static int
leave_block(MD_BLOCKTYPE type, void *detail, void *user)
{
	struct reader *r = user;

	(void)detail;
	if (r->calls == 0)
		return 1;
	switch (type) {
	case MD_BLOCK_UL:
	case MD_BLOCK_OL:
		r->write.lists--;
		break;
	case MD_BLOCK_TH:
	case MD_BLOCK_TD:
		markup_cell_end(&r->write);
		return 0;
	case MD_BLOCK_THEAD:
	case MD_BLOCK_TBODY:
		return 0;
	case MD_BLOCK_TR:
		r->write.in_cell = false;
		markup_gap(&r->write, MARKUP_LINE);
		return 0;
	case MD_BLOCK_HTML:
		put_html(r);
		r->in_html = false;
		break;
	default:
		r->write.quotes -= type == MD_BLOCK_QUOTE;
		r->codes -= type == MD_BLOCK_CODE;
		break;
	}
	markup_gap(&r->write, MARKUP_BLOCK);
	return 0;
}

static int
enter_span(MD_SPANTYPE type, void *detail, void *user)
{
	(void)type;
	(void)detail;
	return count(user);
}

static int
leave_span(MD_SPANTYPE type, void *detail, void *user)
{
	(void)type;
	(void)detail;
	(void)user;
	return 0;
}

/* The bytes of the source that md4c names, or its own. */
static struct span
of_source(const struct reader *r, const char *p, size_t n)
{
	const struct span source = r->write.rewrite.old;
	size_t at;

	if (p < r->padded.p || p >= r->padded.p + r->padded.n)
		return span_make(p, n);
	at = (size_t)(p - r->padded.p);
	at = at < source.n ? at : source.n;
	return span_make(source.p + at, n < source.n - at ? n :
	    source.n - at);
}

static int
text(MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE n, void *user)
{
	struct reader *r = user;
	struct span s = of_source(r, p, n);

	if (r->in_html)
		buf_add(&r->html, s);
	else if (type == MD_TEXT_SOFTBR)
		markup_gap(&r->write, MARKUP_SEGMENT);
	else if (type == MD_TEXT_BR)
		markup_gap(&r->write, MARKUP_LINE);
	else if (type == MD_TEXT_NULLCHAR)
		markup_text(&r->write, SPAN("\xef\xbf\xbd"));
	else if (type == MD_TEXT_ENTITY)
		put_reference(r, s);
	else if (type == MD_TEXT_HTML)
		put_tag(r, s);
	else if (r->codes > 0)
		markup_verbatim(&r->write, s);
	else
		markup_text(&r->write, s);
	return count(r);
}

static int
read_text(struct arena *arena, struct span source, struct edits *edits,
    struct err *e)
{
	const MD_PARSER parser = { .flags = MD_FLAG_TABLES,
	    .enter_block = enter_block, .leave_block = leave_block,
	    .enter_span = enter_span, .leave_span = leave_span,
	    .text = text };
	struct reader r = { .write.rewrite = { .arena = arena,
	    .old = source }, .calls = 8 * source.n + 1024 };
	char *padded;
	int done;

	if (source.n > UINT_MAX / 2)
		return err_record(e, "markdown: expected less than 2 GiB");
	*edits = (struct edits){ 0 };
	if (source.n == 0)
		return 0;
	padded = arena_alloc(arena, source.n + PADDING);
	memcpy(padded, source.p, source.n);
	memset(padded + source.n, '\n', PADDING);
	r.padded = span_make(padded, source.n + PADDING);
	done = md_parse(padded, (MD_SIZE)source.n, &parser, &r);
	buf_free(&r.html);
	if (done < 0)
		mem_failed(source.n);
	if (done > 0)
		return err_record(e, "markdown: expected fewer cells than "
		    "bytes, got a table with too many columns");
	rewrite_end(&r.write.rewrite);
	*edits = r.write.rewrite.edits;
	return 0;
}

int
markup_markdown(struct arena *arena, struct span source, struct edits *edits,
    struct err *e)
{
	struct edits notes = markdown_notes_edits(arena, source);
	struct edits read;

	if (read_text(arena, edits_apply(&notes, arena, source), &read, e) ==
	    -1)
		return -1;
	*edits = edits_compose(&notes, &read, arena);
	return 0;
}
