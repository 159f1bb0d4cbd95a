#include "text/table_shape.h"

/* What would begin something else within a line of Markdown. */
static void
put_escaped(struct span s, struct buf *b)
{
	struct buf shown = {0};

	table_put_shown(s, &shown);
	for (size_t i = 0; i < shown.n; i++) {
		if (strchr("\\|*_`<>[]#~", shown.p[i]) != NULL)
			buf_byte(b, '\\');
		buf_byte(b, shown.p[i]);
	}
	buf_free(&shown);
}

static void
put_rule(const struct table *t, struct buf *b)
{
	for (size_t i = 0; i < t->column_count; i++)
		buf_add(b, t->columns[i].right ? SPAN("| ---: ") :
		    SPAN("| --- "));
	buf_add(b, SPAN("|\n"));
}

void
table_put_markdown(const struct table *t, struct buf *b)
{
	if (t->title.n > 0) {
		buf_add(b, SPAN("## "));
		put_escaped(t->title, b);
		buf_add(b, SPAN("\n\n"));
	}
	for (size_t i = 0; i < t->column_count; i++) {
		buf_add(b, SPAN("| "));
		put_escaped(t->columns[i].title, b);
		buf_byte(b, ' ');
	}
	buf_add(b, SPAN("|\n"));
	put_rule(t, b);
	for (size_t i = 0; i < t->row_count * t->column_count; i++) {
		buf_add(b, SPAN("| "));
		put_escaped(t->cells[i], b);
		buf_byte(b, ' ');
		if ((i + 1) % t->column_count == 0)
			buf_add(b, SPAN("|\n"));
	}
	for (size_t i = 0; i < t->note_count; i++) {
		buf_byte(b, '\n');
		put_escaped(t->notes[i], b);
		buf_byte(b, '\n');
	}
}
