#include "record/json.h"
#include "tag/mapping.h"
#include "tag/sort.h"

static int
compare_tags(const void *left, const void *right)
{
	const struct tag *a = left, *b = right;
	int order = a->field.p == b->field.p ? 0 :
	    span_compare(a->field, b->field);

	if (order != 0)
		return order;
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	if (a->end != b->end)
		return a->end < b->end ? -1 : 1;
	order = span_compare(a->code, b->code);
	return order != 0 ? order : span_compare(a->raw, b->raw);
}

static int
compare_ids(const void *left, const void *right)
{
	const struct span *a = left, *b = right;

	return span_compare(*a, *b);
}

static void
put_contexts(struct worker *w, const struct coded *coded)
{
	const struct plan *p = w->plan;
	const struct book *book = &p->books[p->codes[coded->code].book];
	uint32_t i;

	buf_add(&w->tags, SPAN(",\"contexts\":["));
	for (i = 0; i < book->context_count; i++) {
		if ((coded->contexts >> i & 1) == 0)
			continue;
		if (w->tags.p[w->tags.n - 1] != '[')
			buf_byte(&w->tags, ',');
		json_put_string(&w->tags, book->contexts[i].name);
	}
	buf_byte(&w->tags, ']');
}

static char *
put_bytes(char *p, struct span s)
{
	memcpy(p, s.p, s.n);
	return p + s.n;
}

/*
 * Behind the code or the field.  A match that stands in the line as it is has
 * nothing in it that JSON would escape.
 */
static void
put_place(const struct record *r, const struct tag *t, struct buf *b)
{
	const struct span keys[] = { SPAN(",\"start\":"), SPAN(",\"end\":"),
	    SPAN(",\"match\":") };
	const struct span match = text_chars(t->text, t->coded->start,
	    t->coded->end);
	char *p;

	buf_reserve(b, keys[0].n + keys[1].n + keys[2].n + 2 * BUF_DIGITS +
	    match.n + 2);
	p = put_bytes(b->p + b->n, keys[0]);
	p = put_bytes(buf_digits(p, (uint64_t)t->start), keys[1]);
	p = put_bytes(buf_digits(p, (uint64_t)t->end), keys[2]);
	if (record_is_raw(r, match)) {
		*p++ = '"';
		p = put_bytes(p, match);
		*p++ = '"';
	}
	b->n = (size_t)(p - b->p);
	if (!record_is_raw(r, match))
		json_put_string(b, match);
}

static void
put_tag(struct mapping *m, const struct tag *t)
{
	static const char *const voices[VOICE_COUNT] = {
		[VOICE_AUTHOR] = "author", [VOICE_CITED] = "cited",
		[VOICE_INFORMANT] = "informant"
	};
	struct buf *b = &m->w->tags;

	if (t->coded == NULL) {
		buf_add(b, t->raw);
		return;
	}
	buf_add(b, m->w->plan->codes[t->coded->code].tag);
	if (!span_is(t->field, "text")) {
		buf_add(b, SPAN(",\"field\":"));
		json_put_string(b, t->field);
	}
	put_place(m->record, t, b);
	if (t->coded->contexts != 0)
		put_contexts(m->w, t->coded);
	if (t->coded->voice != VOICE_NONE) {
		buf_add(b, SPAN(",\"voice\":"));
		json_put_string(b, span_of(voices[t->coded->voice]));
	}
	if (t->coded->captures.n > 0) {
		buf_add(b, SPAN(",\"captures\":{"));
		buf_add(b, t->coded->captures);
		buf_byte(b, '}');
	}
	buf_byte(b, '}');
}

void
mapping_put(struct mapping *m)
{
	struct worker *w = m->w;
	const struct tags *t = &m->tags;
	const struct ids *ids = &m->ids;
	size_t i;

	sort_items(t->items, t->count, sizeof(*t->items), compare_tags);
	sort_items(ids->items, ids->count, sizeof(*ids->items), compare_ids);
	buf_cut(&w->tags, 0);
	buf_byte(&w->tags, '[');
	for (i = 0; i < t->count; i++) {
		if (i > 0 && compare_tags(&t->items[i - 1], &t->items[i]) == 0)
			continue;
		if (i > 0)
			buf_byte(&w->tags, ',');
		put_tag(m, &t->items[i]);
	}
	buf_byte(&w->tags, ']');
	buf_cut(&w->codes, 0);
	buf_byte(&w->codes, '[');
	for (i = 0; i < ids->count; i++) {
		if (i > 0 && span_equal(ids->items[i - 1], ids->items[i]))
			continue;
		if (i > 0)
			buf_byte(&w->codes, ',');
		json_put_string(&w->codes, ids->items[i]);
	}
	buf_byte(&w->codes, ']');
}
