#include <stdlib.h>

#include "record/json.h"
#include "tag/coding.h"
#include "tag/derive.h"
#include "tag/former.h"
#include "tag/map.h"

/* A record on its way: what it had, and what it gets. */
struct mapping {
	struct worker		*w;
	const struct record	*record;
	struct tags		 tags;
	struct ids		 ids;
	uint32_t		*hits;		/* our codes, each once */
	size_t			 hit_count, hit_capacity;
	struct evidences	 evidence;
	struct err		*e;
};

/* Whether the book codes blocks of that kind; a record without one, always. */
static bool
codes_block(const struct book *book, bool has_block, struct span block)
{
	size_t i;

	for (i = 0; i < book->block_count && has_block; i++)
		if (span_equal(book->blocks[i], block))
			return true;
	return book->block_count == 0 || !has_block;
}

/* The text at a path: 1, 0 if it is absent or null, -1 for anything else. */
static int
get_text(const struct record *r, const struct path *path, struct span *text,
    struct err *e)
{
	struct json value;
	char shown[128];

	if (path->count == 1)
		return record_text(r, path->keys[0], text, e);
	if (record_path(r, path, &value, e) == -1)
		return -1;
	if (value.kind == JSON_ABSENT || value.kind == JSON_NULL)
		return 0;
	if (value.kind != JSON_STRING)
		return err_record(e, "field \"%s\": expected string, got %s",
		    err_quote(shown, sizeof(shown), path->text),
		    json_kind_name(value.kind));
	return json_text(&value, r->arena, text, e) == -1 ? -1 : 1;
}

static void
add_tag(struct mapping *m, const struct tag_field *field,
    const struct coded *coded)
{
	struct tags *t = &m->tags;

	t->items = arena_grow(m->record->arena, t->items, t->count,
	    &t->capacity, t->count + 1, sizeof(*t->items));
	t->items[t->count++] = (struct tag){ field->path.text,
	    m->w->plan->codes[coded->code].id, coded->start, coded->end,
	    SPAN(""), coded, text_chars(&m->w->search.text, coded->start,
	    coded->end) };
}

static int
code_field(struct mapping *m, const struct tag_field *field)
{
	struct coded *coded;
	struct span text;
	size_t i, n;
	int rc = get_text(m->record, &field->path, &text, m->e);

	if (rc < 1)
		return rc;
	if (text.n > TAG_MAX_TEXT)
		return err_record(m->e, "field \"%.*s\": expected at most %u "
		    "bytes, got %zu", (int)field->path.text.n,
		    field->path.text.p, TAG_MAX_TEXT, text.n);
	n = coding_run(&m->w->search, m->record->arena, text, m->w->wanted,
	    &coded, m->w->plan->scores ? &m->evidence : NULL, m->e);
	if (m->w->search.failed)
		return -1;
	for (i = 0; i < n; i++)
		add_tag(m, field, &coded[i]);
	return 0;
}

/* Which books code the record. */
static int
choose_books(struct mapping *m)
{
	const struct plan *p = m->w->plan;
	struct span block = SPAN("");
	uint32_t b;
	int has_block;

	has_block = record_text(m->record, SPAN("block"), &block, m->e);
	for (b = 0; b < p->book_count; b++)
		m->w->coding[b] = codes_block(&p->books[b], has_block == 1,
		    block);
	return has_block == -1 ? -1 : 0;
}

static int
code_fields(struct mapping *m)
{
	const struct plan *p = m->w->plan;
	const struct tag_field *field;
	bool any;
	uint32_t f, b;

	for (f = 0; f < p->field_count; f++) {
		field = &p->fields[f];
		any = false;
		for (b = 0; b < p->book_count; b++) {
			m->w->wanted[b] = field->books[b] && m->w->coding[b];
			any = any || m->w->wanted[b];
		}
		if (any && code_field(m, field) == -1)
			return -1;
	}
	return 0;
}

/* Our codes in the record, each once; counts the records of each. */
static void
add_hits(struct mapping *m, uint64_t *counters)
{
	struct worker *w = m->w;
	const struct coded *coded;
	size_t i;

	for (i = 0; i < m->tags.count; i++) {
		coded = m->tags.items[i].coded;
		if (coded == NULL || w->in_record[coded->code])
			continue;
		w->in_record[coded->code] = true;
		counters[coded->code]++;
		m->hits = arena_grow(m->record->arena, m->hits, m->hit_count,
		    &m->hit_capacity, m->hit_count + 1, sizeof(*m->hits));
		m->hits[m->hit_count++] = coded->code;
	}
}

/* Puts them beside those that stay. */
static void
add_ids(struct mapping *m)
{
	struct ids *ids = &m->ids;
	size_t i;

	ids->items = arena_grow(m->record->arena, ids->items, ids->count,
	    &ids->capacity, ids->count + m->hit_count, sizeof(*ids->items));
	for (i = 0; i < m->hit_count; i++)
		ids->items[ids->count++] =
		    m->w->plan->codes[m->hits[i]].id;
}

static void
add_scores(struct mapping *m)
{
	size_t i;

	evidence_settle(&m->evidence);
	for (i = 0; i < m->evidence.count; i++)
		m->w->scores[m->evidence.items[i].code] +=
		    m->evidence.items[i].weight;
}

/* Leaves the worker as the next record wants it. */
static void
forget(struct mapping *m)
{
	size_t i;

	for (i = 0; i < m->hit_count; i++)
		m->w->in_record[m->hits[i]] = false;
	for (i = 0; i < m->evidence.count; i++)
		m->w->scores[m->evidence.items[i].code] = 0;
}

/* The fields that follow from the codes; those of earlier runs go. */
static int
derive(struct mapping *m, struct change *changes, uint64_t *counters)
{
	struct worker *w = m->w;
	const struct plan *p = w->plan;
	struct deriving d = { .plan = p, .record = m->record,
	    .books = w->coding, .hit = w->in_record, .scores = w->scores,
	    .codes = m->hits, .code_count = m->hit_count,
	    .counters = counters, .arena = m->record->arena,
	    .scratch = &w->scratch };
	struct json former;
	uint32_t i;

	if (p->derived_count == 0)
		return 0;
	for (i = 0; i < p->derived_count; i++)
		if (record_get(m->record, p->derived[i].name, &former,
		    m->e) == -1)
			return -1;
	add_scores(m);
	if (derive_fields(&d, m->e) == -1)
		return -1;
	for (i = 0; i < p->derived_count; i++)
		changes[i] = (struct change){ p->derived[i].name,
		    d.values[i] };
	return 0;
}

static int
compare_tags(const void *left, const void *right)
{
	const struct tag *a = left, *b = right;
	int order = span_compare(a->field, b->field);

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

	json_put_key(&w->tags, "contexts");
	buf_byte(&w->tags, '[');
	for (i = 0; i < book->context_count; i++) {
		if ((coded->contexts >> i & 1) == 0)
			continue;
		if (w->tags.p[w->tags.n - 1] != '[')
			buf_byte(&w->tags, ',');
		json_put_string(&w->tags, book->contexts[i].name);
	}
	buf_byte(&w->tags, ']');
}

static void
put_tag(struct worker *w, const struct tag *t)
{
	struct buf *b = &w->tags;

	if (t->coded == NULL) {
		buf_add(b, t->raw);
		return;
	}
	buf_byte(b, '{');
	json_put_key(b, "code");
	json_put_string(b, t->code);
	if (!span_is(t->field, "text")) {
		json_put_key(b, "field");
		json_put_string(b, t->field);
	}
	json_put_key(b, "start");
	buf_unsigned(b, (uint64_t)t->start);
	json_put_key(b, "end");
	buf_unsigned(b, (uint64_t)t->end);
	json_put_key(b, "match");
	json_put_string(b, t->match);
	if (t->coded->contexts != 0)
		put_contexts(w, t->coded);
	buf_byte(b, '}');
}

/* The tags and codes in their order, equal ones once. */
static void
put_all(struct mapping *m)
{
	struct worker *w = m->w;
	const struct tags *t = &m->tags;
	const struct ids *ids = &m->ids;
	size_t i;

	if (t->count > 1)
		qsort(t->items, t->count, sizeof(*t->items), compare_tags);
	if (ids->count > 1)
		qsort(ids->items, ids->count, sizeof(*ids->items),
		    compare_ids);
	buf_cut(&w->tags, 0);
	buf_byte(&w->tags, '[');
	for (i = 0; i < t->count; i++) {
		if (i > 0 && compare_tags(&t->items[i - 1], &t->items[i]) == 0)
			continue;
		if (i > 0)
			buf_byte(&w->tags, ',');
		put_tag(w, &t->items[i]);
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

/* Books without codes and prefix: all that was there stays as it is. */
static int
pass(const struct record *r, struct out *out, struct err *e)
{
	static const char *const names[] = { "tags", "codes" };
	struct change changes[2];
	struct json value;
	size_t i, n = 0;

	for (i = 0; i < 2; i++) {
		if (record_get(r, span_of(names[i]), &value, e) == -1)
			return -1;
		if (value.kind == JSON_ABSENT)
			changes[n++] = (struct change){ span_of(names[i]),
			    SPAN("[]") };
	}
	record_write(r, changes, n, out->record);
	++*out->records;
	return 0;
}

int
tag_map(struct worker *w, const struct unit *unit, struct out *out,
    struct err *e)
{
	struct mapping m = { .w = w, .record = unit->record, .e = e };
	int rc;

	if (w->plan->owns_nothing)
		return pass(unit->record, out, e);
	w->search.long_sentences = 0;
	if (former_tags(w->plan, m.record, &m.tags, e) == -1 ||
	    former_codes(w->plan, m.record, &m.ids, e) == -1 ||
	    choose_books(&m) == -1 || code_fields(&m) == -1)
		return -1;
	add_hits(&m, out->counters);
	add_ids(&m);
	rc = derive(&m, w->changes + 2, out->counters);
	forget(&m);
	if (rc == -1)
		return -1;
	out->counters[w->plan->long_sentences] += w->search.long_sentences;
	put_all(&m);
	w->changes[0] = (struct change){ SPAN("tags"), buf_span(&w->tags) };
	w->changes[1] = (struct change){ SPAN("codes"),
	    buf_span(&w->codes) };
	record_write(m.record, w->changes, w->plan->derived_count + 2,
	    out->record);
	++*out->records;
	return 0;
}
