#include "segment/article.h"

#include "base/buf.h"
#include "base/utf8.h"

void
article_leave(struct article *a)
{
	*a = (struct article){ 0 };
}

static struct span
text_of(struct span text, const struct line *line)
{
	return shape_plain(line_text(text, line));
}

/* （一） or 1., but not 第三条规定的情形. */
static bool
is_item(struct span text, const struct line *line)
{
	return line->bracket || (line->shape == SHAPE_COUNTED &&
	    !span_starts(text_of(text, line), SPAN("第")));
}

/* A line that can be cited as a 款. */
static bool
is_paragraph(struct span text, const struct line *line)
{
	if (!line->ended)
		return false;
	if (line->article.n > 0)
		return utf8_trim(span_from(text_of(text, line),
		    line->article.n)).n > 0;
	return line->shape == SHAPE_TEXT || line->shape == SHAPE_POINT ||
	    (line->shape == SHAPE_COUNTED && !is_item(text, line));
}

/* Looks over the article that line i begins. */
static void
look_ahead(struct article *a, struct span text, const struct line *lines,
    size_t count, size_t i)
{
	a->end = i + 1;
	do {
		a->paragraphs += is_paragraph(text, &lines[i]);
		if (lines[i].ended || is_item(text, &lines[i]))
			a->end = i + 1;
	} while (++i < count && lines[i].article.n == 0 &&
	    lines[i].level == 0);
}

/* 第 NUMBER UNIT */
static struct span
name(struct arena *arena, struct span number, const char *unit)
{
	struct buf b = { 0 };
	struct span made;

	buf_add(&b, SPAN("第"));
	buf_add(&b, number);
	buf_add(&b, span_of(unit));
	made = arena_copy(arena, buf_span(&b));
	buf_free(&b);
	return made;
}

/* 一 to 九百九十九; a longer article counts on in digits. */
static void
put_han(struct buf *b, size_t n)
{
	static const char *const han[] = { "零", "一", "二", "三", "四", "五",
	    "六", "七", "八", "九" };

	if (n > 999) {
		buf_unsigned(b, n);
		return;
	}
	if (n >= 100) {
		buf_printf(b, "%s百", han[n / 100]);
		if (n % 100 > 0 && n % 100 < 10)
			buf_add(b, span_of(han[0]));
	}
	if (n % 100 >= 10)
		buf_printf(b, "%s十", n >= 10 && n < 20 ? "" :
		    han[n % 100 / 10]);
	if (n % 10 > 0)
		buf_add(b, span_of(han[n % 10]));
}

static struct span
paragraph_name(struct arena *arena, size_t n)
{
	struct buf b = { 0 };
	struct span made;

	put_han(&b, n);
	made = name(arena, buf_span(&b), "款");
	buf_free(&b);
	return made;
}

/* （二） or 2 in front of the line. */
static struct span
item_number(struct span line)
{
	bool bracket = *line.p == '(' || span_starts(line, SPAN("（"));
	size_t at = 0, end = 0;
	uint32_t c = 0;

	while (at < line.n && c != ')' && c != 0xff09 && (bracket ||
	    (c != '.' && c != 0xff0e && c != 0x3001))) {
		end = at;
		c = utf8_next(line, &at);
	}
	return span_make(line.p, bracket ? at : end);
}

/* 1. is a 目 where it stands in a 项, but one that （一） begins is a 项. */
static void
enter_item(struct article *a, struct arena *arena, struct span text,
    const struct line *line)
{
	const struct span number = item_number(text_of(text, line));

	if (line->shape == SHAPE_COUNTED && a->in_brackets) {
		a->part[ARTICLE_POINT] = name(arena, number, "目");
		return;
	}
	a->in_brackets = line->bracket;
	a->part[ARTICLE_ITEM] = name(arena, number, "项");
	a->part[ARTICLE_POINT] = SPAN("");
}

static void
enter_paragraph(struct article *a, struct arena *arena)
{
	a->paragraph++;
	a->in_brackets = false;
	a->part[ARTICLE_ITEM] = a->part[ARTICLE_POINT] = SPAN("");
	if (a->paragraphs > 1)
		a->part[ARTICLE_PARAGRAPH] = paragraph_name(arena,
		    a->paragraph);
}

void
article_enter(struct article *a, struct arena *arena, struct span text,
    const struct line *lines, size_t count, size_t i)
{
	const struct line *line = &lines[i];

	if (line->article.n > 0) {
		article_leave(a);
		a->part[ARTICLE] = line_part(text, line->article);
		look_ahead(a, text, lines, count, i);
	}
	if (a->part[ARTICLE].n == 0)
		return;
	if (i >= a->end)
		article_leave(a);
	else if (is_paragraph(text, line))
		enter_paragraph(a, arena);
	else if (line->article.n == 0 && is_item(text, line))
		enter_item(a, arena, text, line);
}
