#include "base/utf8.h"
#include "text/table_shape.h"

/* The sign that a spreadsheet may begin to compute at: its bytes, or 0. */
static size_t
computing_sign(struct span cell)
{
	static const char *const wide[] = { "＝", "＋", "－", "＠" };

	if (cell.n > 0 && memchr("=+-@\t\r\n", cell.p[0], 7) != NULL)
		return 1;
	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (span_starts(cell, span_of(wide[i])))
			return strlen(wide[i]);
	return 0;
}

/*
 * What a spreadsheet would compute, and not show: it begins as the OWASP's
 * page on CSV injection has it (of 2026, with the full-width signs, which
 * some languages' Excel takes for the others) and is no number.
 */
static bool
is_formula(struct span cell)
{
	size_t begins = computing_sign(cell);
	size_t sign = cell.n > 0 && (cell.p[0] == '-' || cell.p[0] == '+');
	struct span rest = span_from(cell, sign);
	size_t digits = span_digits(rest), more;

	if (begins == 0 || cell.n == begins)	/* - alone: none */
		return false;
	rest = span_from(rest, digits);
	more = rest.n > 0 && rest.p[0] == '.' ?
	    1 + span_digits(span_from(rest, 1)) : 0;
	return sign == 0 || digits == 0 || more == 1 || rest.n > more;
}

static void
put_csv_cell(const struct table *t, struct span cell, bool text,
    struct buf *b)
{
	bool quote = cell.n == 0 && t->column_count == 1;
	bool formula = text && !t->formulas && is_formula(cell);

	for (size_t i = 0; i < cell.n && !quote; i++)
		quote = strchr(",\"\r\n", cell.p[i]) != NULL;
	if (!quote) {
		buf_add(b, formula ? SPAN("'") : SPAN(""));
		buf_add(b, cell);
		return;
	}
	buf_byte(b, '"');
	buf_add(b, formula ? SPAN("'") : SPAN(""));
	for (size_t i = 0; i < cell.n; i++) {
		if (cell.p[i] == '"')
			buf_byte(b, '"');
		buf_byte(b, cell.p[i]);
	}
	buf_byte(b, '"');
}

static void
put_tsv_cell(const struct table *t, struct span cell, bool text,
    struct buf *b)
{
	(void)t;
	(void)text;
	for (size_t i = 0; i < cell.n; i++)
		switch (cell.p[i]) {
		case '\t':
			buf_add(b, SPAN("\\t"));
			break;
		case '\n':
			buf_add(b, SPAN("\\n"));
			break;
		case '\r':
			buf_add(b, SPAN("\\r"));
			break;
		case '\\':
			buf_add(b, SPAN("\\\\"));
			break;
		default:
			buf_byte(b, cell.p[i]);
		}
}

/* Rows as lines with something between the cells; the titles come first. */
static void
write_separated(const struct table *t, char separator,
    void (*put)(const struct table *, struct span, bool, struct buf *),
    struct buf *b)
{
	size_t column;

	for (size_t i = 0; i < t->column_count && !t->headless; i++) {
		put(t, t->columns[i].title, true, b);
		buf_byte(b, i + 1 == t->column_count ? '\n' : separator);
	}
	for (size_t i = 0; i < t->row_count * t->column_count; i++) {
		column = i % t->column_count;
		put(t, t->cells[i], !t->columns[column].right, b);
		buf_byte(b, column + 1 == t->column_count ? '\n' : separator);
	}
}

static bool
is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) ||
	    (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

void
table_put_shown(struct span s, struct buf *b)
{
	size_t from;

	for (size_t at = 0; at < s.n;) {
		from = at;
		if (is_control(utf8_next(s, &at)))
			buf_byte(b, ' ');
		else
			buf_add(b, span_make(s.p + from, at - from));
	}
}

void
table_write(const struct table *t, struct buf *b)
{
	switch (t->format) {
	case TABLE_CSV:
		if (t->bom && !t->headless)
			buf_add(b, SPAN("\xef\xbb\xbf"));
		write_separated(t, ',', put_csv_cell, b);
		break;
	case TABLE_TSV:
		write_separated(t, '\t', put_tsv_cell, b);
		break;
	case TABLE_TEXT:
		table_put_text(t, b);
		break;
	case TABLE_HTML:
		table_put_html(t, b);
		break;
	case TABLE_MARKDOWN:
		table_put_markdown(t, b);
		break;
	}
}
