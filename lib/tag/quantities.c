#include "tag/quantities.h"

#include "record/json.h"

static void
put_text(struct buf *b, const char *key, struct span text)
{
	buf_add(b, span_of(key));
	if (text.n == 0)
		buf_add(b, SPAN("null"));
	else
		json_put_string(b, text);
}

void
quantity_put(struct buf *b, const struct quantity *q, struct span field)
{
	buf_byte(b, '{');
	if (!span_is(field, "text")) {
		put_text(b, "\"field\":", field);
		buf_byte(b, ',');
	}
	buf_add(b, SPAN("\"value\":"));
	buf_add(b, q->value);
	put_text(b, ",\"unit\":", q->unit);
	put_text(b, ",\"bound\":", span_of(quantity_bounds[q->bound]));
	put_text(b, ",\"per\":", q->per);
	put_text(b, ",\"of\":", q->of);
	buf_add(b, SPAN(",\"start\":"));
	buf_unsigned(b, q->start);
	buf_add(b, SPAN(",\"end\":"));
	buf_unsigned(b, q->end);
	buf_byte(b, '}');
}

static int
put_field(const struct mapping *m, const struct tag_field *field,
    struct buf *b)
{
	struct quantity *found;
	struct span text;
	size_t i, n;
	int rc = mapping_text(m->record, &field->path, &text, m->e);

	if (rc < 1)
		return rc;
	n = quantity_find(m->w->plan->quantities, m->w->words, m->record->arena,
	    mapping_said(m, &field->path, text), &found);
	for (i = 0; i < n; i++) {
		if (b->p[b->n - 1] != '[')
			buf_byte(b, ',');
		quantity_put(b, &found[i], field->path.text);
	}
	return 0;
}

int
quantities_put(const struct mapping *m, struct buf *b)
{
	const struct plan *p = m->w->plan;
	const bool codes = m->w->coding[p->quantity_book];
	uint32_t f;

	buf_cut(b, 0);
	buf_byte(b, '[');
	for (f = 0; f < p->field_count; f++)
		if (codes && p->fields[f].books[p->quantity_book] &&
		    put_field(m, &p->fields[f], b) == -1)
			return -1;
	buf_byte(b, ']');
	return 0;
}
