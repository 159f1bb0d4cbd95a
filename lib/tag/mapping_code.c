#include <math.h>

#include "record/json.h"
#include "tag/mapping.h"

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
add_tag(struct mapping *m, const struct tag_field *field, struct text *text,
    const struct coded *coded)
{
	struct tags *t = &m->tags;

	t->items = arena_grow(m->record->arena, t->items, t->count,
	    &t->capacity, t->count + 1, sizeof(*t->items));
	t->items[t->count++] = (struct tag){ field->path.text,
	    m->w->plan->codes[coded->code].id, coded->start, coded->end,
	    SPAN(""), coded, text };
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
    struct text *text, const struct verdict *v, size_t first)
{
	const struct coded *coded;
	size_t i;

	for (i = 0; i < v->addition_count; i++) {
		coded = &v->additions[i];
		if (!is_tagged(m, first, coded))
			add_tag(m, field, text, coded);
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
	struct text *kept;
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
	kept = arena_alloc(m->record->arena, sizeof(*kept));
	*kept = m->w->search.text;
	for (i = 0; i < n; i++)
		add_tag(m, field, kept, &coded[i]);
	add_additions(m, field, kept, &v, first);
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

int
mapping_code(struct mapping *m)
{
	return choose_books(m) == -1 ? -1 : code_fields(m);
}
