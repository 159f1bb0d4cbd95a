#include "record/json.h"
#include "tag/mapping.h"
#include "tag/sort.h"

/* Around the numbers of a tag; and with them, and two quotes, in bytes. */
#define KEY_START	SPAN(",\"start\":")
#define KEY_END		SPAN(",\"end\":")
#define KEY_MATCH	SPAN(",\"match\":")
#define PLACE_ROOM	(KEY_START.n + KEY_END.n + KEY_MATCH.n + \
	2 * BUF_DIGITS + 2)

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

/* The same by steps, up to TAG_STEP bytes more: as much may be read. */
static char *
put_steps(char *p, struct span s)
{
	size_t i;

	for (i = 0; i < s.n; i += TAG_STEP)
		memcpy(p + i, s.p + i, TAG_STEP);
	return p + s.n;
}

/* The same of a match in a line: most are short, and not at its end. */
static char *
put_short(char *p, struct span s, struct span line)
{
	return s.n <= TAG_STEP && line.p + line.n - s.p >= TAG_STEP ?
	    put_steps(p, s) : put_bytes(p, s);
}

/* Behind the code or the field, up to the match. */
static char *
put_place(char *p, const struct tag *t)
{
	p = buf_digits(put_bytes(p, KEY_START), (uint64_t)t->start);
	return put_bytes(buf_digits(put_bytes(p, KEY_END), (uint64_t)t->end),
	    KEY_MATCH);
}

/*
 * A tag of the text, and its match, with its end unless there is more: what
 * stands in the line as it is has nothing in it that JSON would escape.
 */
static void
put_match(struct mapping *m, const struct tag *t, struct span match, bool more)
{
	const struct span head = m->w->plan->codes[t->coded->code].tag;
	struct buf *b = &m->w->tags;
	char *p;

	buf_reserve(b, head.n + PLACE_ROOM + match.n + TAG_STEP + 2);
	p = put_place(put_steps(b->p + b->n, head), t);
	*p++ = '"';
	p = put_short(p, match, m->record->line);
	*p++ = '"';
	if (!more)
		p = put_bytes(p, SPAN("},"));
	b->n = (size_t)(p - b->p);
}

/* Any other. */
static void
put_field_match(struct mapping *m, const struct tag *t, struct span match,
    bool more)
{
	struct buf *b = &m->w->tags;

	buf_add(b, m->w->plan->codes[t->coded->code].tag);
	if (!span_is(t->field, "text")) {
		buf_add(b, SPAN(",\"field\":"));
		json_put_string(b, t->field);
	}
	buf_reserve(b, PLACE_ROOM);
	b->n = (size_t)(put_place(b->p + b->n, t) - b->p);
	json_put_string(b, match);
	if (!more)
		buf_add(b, SPAN("},"));
}

/* What is known besides of few, and the end. */
static void
put_more(struct mapping *m, const struct coded *coded)
{
	static const char *const voices[VOICE_COUNT] = {
		[VOICE_AUTHOR] = "author", [VOICE_CITED] = "cited",
		[VOICE_INFORMANT] = "informant"
	};
	struct buf *b = &m->w->tags;

	if (coded->contexts != 0)
		put_contexts(m->w, coded);
	if (coded->voice != VOICE_NONE) {
		buf_add(b, SPAN(",\"voice\":"));
		json_put_string(b, span_of(voices[coded->voice]));
	}
	if (coded->captures.n > 0) {
		buf_add(b, SPAN(",\"captures\":{"));
		buf_add(b, coded->captures);
		buf_byte(b, '}');
	}
	buf_add(b, SPAN("},"));
}

static void
put_tag(struct mapping *m, const struct tag *t)
{
	struct span match;
	bool more;

	if (t->coded == NULL) {
		buf_add(&m->w->tags, t->raw);
		buf_byte(&m->w->tags, ',');
		return;
	}
	more = t->coded->contexts != 0 || t->coded->voice != VOICE_NONE ||
	    t->coded->captures.n > 0;
	match = text_chars(t->text, t->coded->start, t->coded->end);
	if (span_is(t->field, "text") && record_is_raw(m->record, match))
		put_match(m, t, match, more);
	else
		put_field_match(m, t, match, more);
	if (more)
		put_more(m, t->coded);
}

/* The comma behind the last makes way for the bracket. */
static void
close_array(struct buf *b)
{
	if (b->p[b->n - 1] == ',')
		b->n--;
	buf_byte(b, ']');
}

/* Whether each begins behind the one before, of one field: no two are equal. */
static bool
are_in_order(const struct tag *items, size_t count)
{
	size_t i;

	for (i = 1; i < count; i++)
		if (items[i].start <= items[i - 1].start ||
		    items[i].field.p != items[0].field.p)
			return false;
	return true;
}

/* Whether it was written already: equal ones stand together. */
static bool
is_written(const struct tag *items, size_t i)
{
	return i > 0 && items[i - 1].start == items[i].start &&
	    compare_tags(&items[i - 1], &items[i]) == 0;
}

void
mapping_put(struct mapping *m)
{
	struct worker *w = m->w;
	const struct tags *t = &m->tags;
	const struct ids *ids = &m->ids;
	const bool in_order = are_in_order(t->items, t->count);
	size_t i;

	if (!in_order)
		sort_items(t->items, t->count, sizeof(*t->items),
		    compare_tags);
	sort_items(ids->items, ids->count, sizeof(*ids->items), compare_ids);
	buf_cut(&w->tags, 0);
	buf_byte(&w->tags, '[');
	for (i = 0; i < t->count; i++) {
		if (!in_order && is_written(t->items, i))
			continue;
		put_tag(m, &t->items[i]);
	}
	close_array(&w->tags);
	buf_cut(&w->codes, 0);
	buf_byte(&w->codes, '[');
	for (i = 0; i < ids->count; i++) {
		if (i > 0 && span_equal(ids->items[i - 1], ids->items[i]))
			continue;
		json_put_string(&w->codes, ids->items[i]);
		buf_byte(&w->codes, ',');
	}
	close_array(&w->codes);
}
