#include <math.h>
#include <stdlib.h>

#include "record/json.h"
#include "tag/coding.h"
#include "tag/derive.h"
#include "tag/fold.h"
#include "tag/former.h"
#include "tag/map.h"

/* A record on its way: what it had, and what it gets. */
struct mapping {
	struct worker		*w;
	const struct record	*record;
	struct tags		 tags;
	struct ids		 ids;
	bool			*met;		/* by code: its conditions */
	uint32_t		*hits;		/* our codes, each once */
	size_t			 hit_count, hit_capacity;
	struct evidences	 evidence;
	struct claims		*claims;
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

/* What the claims on a record come to in one field. */
struct verdict {
	struct removal	*removals;
	size_t		 removal_count, removal_capacity;
	struct coded	*additions;
	size_t		 addition_count, addition_capacity;
};

static void
hold(struct mapping *m, const struct correction *c, uint32_t start,
    uint32_t end, struct verdict *v)
{
	struct arena *arena = m->record->arena;

	if (c->remove) {
		v->removals = arena_grow(arena, v->removals,
		    v->removal_count, &v->removal_capacity,
		    v->removal_count + 1, sizeof(*v->removals));
		v->removals[v->removal_count++] =
		    (struct removal){ c->code, start, end };
		return;
	}
	v->additions = arena_grow(arena, v->additions, v->addition_count,
	    &v->addition_capacity, v->addition_count + 1,
	    sizeof(*v->additions));
	v->additions[v->addition_count++] = (struct coded){ .code = c->code,
	    .rank = m->w->plan->codes[c->code].rank, .start = start,
	    .end = end };
}

/* Looks for the quotes in what their books code, and notes what holds. */
static void
judge(struct mapping *m, struct span text, struct verdict *v)
{
	const struct plan *p = m->w->plan;
	const struct correction *c;
	struct claim *claim;
	uint32_t start, end;
	size_t i, at;

	for (i = 0; i < m->claims->count; i++) {
		claim = &m->claims->items[i];
		c = &p->corrections[claim->correction];
		if (!m->w->wanted[p->codes[c->code].book])
			continue;
		at = 0;
		while (quote_next(text, c->quote, &at, &start, &end)) {
			claim->contained = true;
			if (!claim->holds)
				break;
			hold(m, c, start, end, v);
		}
	}
}

/* True if the field got that code there by the book, or another row. */
static bool
is_tagged(const struct mapping *m, size_t first, const struct coded *coded)
{
	const struct coded *other;
	size_t i;

	for (i = first; i < m->tags.count; i++) {
		other = m->tags.items[i].coded;
		if (other->code == coded->code &&
		    other->start == coded->start && other->end == coded->end)
			return true;
	}
	return false;
}

/* What a person adds outweighs all that matchers say. */
static void
add_additions(struct mapping *m, const struct tag_field *field,
    const struct verdict *v, size_t first)
{
	const struct coded *coded;
	size_t i;

	for (i = 0; i < v->addition_count; i++) {
		coded = &v->additions[i];
		if (!is_tagged(m, first, coded))
			add_tag(m, field, coded);
		evidence_add(&m->evidence, m->record->arena,
		    (struct evidence){ coded->code, TAG_NONE, TAG_NONE,
		    INFINITY });
	}
}

static int
code_field(struct mapping *m, const struct tag_field *field)
{
	struct asked asked = { .books = m->w->wanted,
	    .evidence = m->w->plan->scores ? &m->evidence : NULL };
	struct verdict v = { 0 };
	struct coded *coded;
	struct span text;
	size_t first = m->tags.count, i, n;
	int rc = get_text(m->record, &field->path, &text, m->e);

	if (rc < 1)
		return rc;
	if (text.n > TAG_MAX_TEXT)
		return err_record(m->e, "field \"%.*s\": expected at most %u "
		    "bytes, got %zu", (int)field->path.text.n,
		    field->path.text.p, TAG_MAX_TEXT, text.n);
	judge(m, text, &v);
	asked.removals = v.removals;
	asked.removal_count = v.removal_count;
	n = coding_run(&m->w->search, m->record->arena, text, &asked, &coded,
	    m->e);
	if (m->w->search.failed)
		return -1;
	for (i = 0; i < n; i++)
		add_tag(m, field, &coded[i]);
	add_additions(m, field, &v, first);
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

/* Whether a person took the code from the record, wherever it stands. */
static bool
is_denied(const struct mapping *m, uint32_t code)
{
	const struct correction *c;
	const struct claim *claim;
	size_t i;

	for (i = 0; i < m->claims->count; i++) {
		claim = &m->claims->items[i];
		c = &m->w->plan->corrections[claim->correction];
		if (c->remove && c->code == code && claim->holds &&
		    claim->contained)
			return true;
	}
	return false;
}

/* Tests one code's conditions, which give it and add to its score. */
static int
test_code(struct mapping *m, uint32_t number)
{
	const struct code *code = &m->w->plan->codes[number];
	struct expr_fields fields = { expr_record_get, m->record,
	    m->w->search.regexes };
	const struct condition *c;
	bool truth;
	uint32_t i;

	for (i = 0; i < code->condition_count; i++) {
		c = &code->conditions[i];
		if (expr_test(c->where, &fields, m->record->arena, &truth,
		    m->e) == -1)
			return -1;
		if (!truth)
			continue;
		evidence_add(&m->evidence, m->record->arena,
		    (struct evidence){ number, TAG_NONE, i, c->weight });
		if (c->weight >= 0)
			m->met[number] = true;
	}
	return 0;
}

static int
test_conditions(struct mapping *m)
{
	const struct plan *p = m->w->plan;
	uint32_t i, code;

	if (p->conditional_count == 0)
		return 0;
	m->met = arena_zero(m->record->arena, p->code_count, sizeof(*m->met));
	for (i = 0; i < p->conditional_count; i++) {
		code = p->conditional[i];
		if (m->w->coding[p->codes[code].book] &&
		    !is_denied(m, code) && test_code(m, code) == -1)
			return -1;
	}
	return 0;
}

static void
add_hit(struct mapping *m, uint32_t code, uint64_t *counters)
{
	if (m->w->in_record[code])
		return;
	m->w->in_record[code] = true;
	counters[code]++;
	m->hits = arena_grow(m->record->arena, m->hits, m->hit_count,
	    &m->hit_capacity, m->hit_count + 1, sizeof(*m->hits));
	m->hits[m->hit_count++] = code;
}

/* Our codes in the record, each once; counts the records of each. */
static void
add_hits(struct mapping *m, uint64_t *counters)
{
	const struct plan *p = m->w->plan;
	uint32_t k;
	size_t i;

	for (i = 0; i < m->tags.count; i++)
		if (m->tags.items[i].coded != NULL)
			add_hit(m, m->tags.items[i].coded->code, counters);
	for (k = 0; k < p->conditional_count; k++)
		if (m->met[p->conditional[k]])
			add_hit(m, p->conditional[k], counters);
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
tag_record(struct worker *w, const struct record *r, struct claims *claims,
    struct buf *line, uint64_t *counters, struct err *e)
{
	struct mapping m = { .w = w, .record = r, .claims = claims, .e = e };
	int rc;

	w->search.long_sentences = 0;
	if (former_tags(w->plan, m.record, &m.tags, e) == -1 ||
	    former_codes(w->plan, m.record, &m.ids, e) == -1 ||
	    choose_books(&m) == -1 || code_fields(&m) == -1 ||
	    test_conditions(&m) == -1)
		return -1;
	add_hits(&m, counters);
	add_ids(&m);
	rc = derive(&m, w->changes + 2, counters);
	forget(&m);
	if (rc == -1)
		return -1;
	counters[w->plan->long_sentences] += w->search.long_sentences;
	put_all(&m);
	w->changes[0] = (struct change){ SPAN("tags"), buf_span(&w->tags) };
	w->changes[1] = (struct change){ SPAN("codes"),
	    buf_span(&w->codes) };
	record_write(m.record, w->changes, w->plan->derived_count + 2, line);
	return 0;
}

/* Whether a claim on another unit may hold here, too. */
static bool
is_open(const struct claims *all)
{
	size_t i;

	for (i = 0; i < all->count; i++)
		if (!all->items[i].holds && all->items[i].contained)
			return true;
	return false;
}

/* With corrections the fold has the last word. */
static int
map_row(struct worker *w, const struct record *r, struct out *out,
    struct err *e)
{
	struct claims claims = { 0 };
	uint32_t i;
	bool open;

	buf_cut(&w->line, 0);
	memset(w->counters, 0, w->plan->counter_count * sizeof(*w->counters));
	if (claims_find(w->plan, r, NULL, &claims, e) == -1 ||
	    tag_record(w, r, &claims, &w->line, w->counters, e) == -1)
		return -1;
	open = is_open(&claims);
	for (i = 0; i < w->plan->counter_count && !open; i++)
		out->counters[i] += w->counters[i];
	return fold_put(r, &claims, open, open ? r->line :
	    buf_span(&w->line), out->record, e);
}

int
tag_map(struct worker *w, const struct unit *unit, struct out *out,
    struct err *e)
{
	struct claims none = { 0 };

	if (w->plan->owns_nothing)
		return pass(unit->record, out, e);
	if (w->plan->correction_count > 0)
		return map_row(w, unit->record, out, e);
	if (tag_record(w, unit->record, &none, out->record, out->counters,
	    e) == -1)
		return -1;
	++*out->records;
	return 0;
}
