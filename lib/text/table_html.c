#include "text/table_shape.h"

void
table_put_entities(struct span s, struct buf *b)
{
	for (size_t i = 0; i < s.n; i++)
		switch (s.p[i]) {
		case '&':
			buf_add(b, SPAN("&amp;"));
			break;
		case '<':
			buf_add(b, SPAN("&lt;"));
			break;
		case '>':
			buf_add(b, SPAN("&gt;"));
			break;
		default:
			buf_byte(b, s.p[i]);
		}
}

static void
put_escaped(struct span s, struct buf *b)
{
	struct buf shown = {0};

	table_put_shown(s, &shown);
	table_put_entities(buf_span(&shown), b);
	buf_free(&shown);
}

/*
 * Word and WPS keep the style of a cell, not always that of a class; their
 * spreadsheets leave a cell alone whose number format is `@`, text.
 */
static void
put_cell(const char *tag, struct span text, bool right, struct buf *b)
{
	buf_printf(b, "<%s style=\"%s\">", tag, right ? "text-align:right" :
	    "text-align:left;mso-number-format:'\\@'");
	put_escaped(text, b);
	buf_printf(b, "</%s>", tag);
}

static void
put_rows(const struct table *t, struct buf *b)
{
	buf_add(b, SPAN("<tbody>\n"));
	for (size_t i = 0; i < t->row_count * t->column_count; i++) {
		size_t column = i % t->column_count;

		if (column == 0)
			buf_add(b, SPAN("<tr>"));
		put_cell("td", t->cells[i], t->columns[column].right, b);
		if (column + 1 == t->column_count)
			buf_add(b, SPAN("</tr>\n"));
	}
	buf_add(b, SPAN("</tbody>\n"));
}

static void
put_element(const char *tag, const char *style, struct span text,
    struct buf *b)
{
	buf_printf(b, "<%s style=\"%s\">", tag, style);
	put_escaped(text, b);
	buf_printf(b, "</%s>\n", tag);
}

void
table_put_html(const struct table *t, struct buf *b)
{
	buf_printf(b, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n<title>", t->language);
	put_escaped(t->title, b);
	buf_add(b, SPAN("</title>\n</head>\n<body>\n"));
	if (t->title.n > 0)
		put_element("h1", "font-size:16pt", t->title, b);
	buf_add(b, SPAN("<table border=\"1\" cellspacing=\"0\" "
	    "cellpadding=\"4\" style=\"border-collapse:collapse\">\n"
	    "<thead>\n<tr>"));
	for (size_t i = 0; i < t->column_count; i++)
		put_cell("th", t->columns[i].title, t->columns[i].right, b);
	buf_add(b, SPAN("</tr>\n</thead>\n"));
	put_rows(t, b);
	buf_add(b, SPAN("</table>\n"));
	for (size_t i = 0; i < t->note_count; i++)
		put_element("p", "font-size:9pt;margin:2pt 0", t->notes[i], b);
	buf_add(b, SPAN("</body>\n</html>\n"));
}
