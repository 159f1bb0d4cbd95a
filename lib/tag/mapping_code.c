#include <math.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "record/json.h"
#include "tag/capture.h"
#include "tag/label.h"
#include "tag/mapping.h"
#include "tag/sort.h"
#include "tag/voice.h"

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

int
mapping_text(const struct record *r, const struct path *path, struct span *text,
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

struct span
mapping_said(const struct mapping *m, const struct path *path, struct span text)
{
	return span_is(path->text, "text") ?
	    label_hide(m->record->arena, text, m->speaker) : text;
}

static void
add_tags(struct mapping *m, const struct tag_field *field, struct text *text,
    const struct coded *coded, size_t count)
{
	const struct coded *end = coded + count;
	struct tags *t = &m->tags;

	t->items = arena_grow(m->record->arena, t->items, t->count,
	    &t->capacity, t->count + count, sizeof(*t->items));
	for (; coded < end; coded++)
		t->items[t->count++] = (struct tag){ field->path.text,
		    m->w->plan->codes[coded->code].id, coded->start,
		    coded->end, SPAN(""), coded, text };
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
	struct quote_walk walk;
	uint32_t start, end;
	size_t i;

	for (i = 0; i < m->claims->count; i++) {
		claim = &m->claims->items[i];
		c = &p->corrections[claim->correction];
		if (!m->w->wanted[p->codes[c->code].book])
			continue;
		walk = (struct quote_walk){ 0 };
		while (quote_next(text, c->quote, &walk, &start, &end)) {
			claim->contained = true;
			if (!claim->holds)
				break;
			hold(m, c, start, end, v);
		}
	}
}

static int
compare_removals(const void *left, const void *right)
{
	const struct removal *a = left, *b = right;

	if (a->code != b->code)
		return a->code < b->code ? -1 : 1;
	return a->start < b->start ? -1 : a->start > b->start;
}

/* Those that overlap become one, as struct asked wants them. */
static void
settle_removals(struct verdict *v)
{
	struct removal *last, *r = v->removals;
	size_t i, n = 0;

	if (v->removal_count > 1)
		qsort(r, v->removal_count, sizeof(*r), compare_removals);
	for (i = 0; i < v->removal_count; i++) {
		last = n == 0 ? NULL : &r[n - 1];
		if (last == NULL || last->code != r[i].code ||
		    last->end <= r[i].start)
			r[n++] = r[i];
		else if (last->end < r[i].end)
			last->end = r[i].end;
	}
	v->removal_count = n;
}

/* What two rows add is added once. */
static void
settle_additions(struct verdict *v)
{
	size_t i, n = 0;

	if (v->addition_count > 1)
		qsort(v->additions, v->addition_count, sizeof(*v->additions),
		    coded_compare);
	for (i = 0; i < v->addition_count; i++)
		if (n == 0 || coded_compare(&v->additions[n - 1],
		    &v->additions[i]) != 0)
			v->additions[n++] = v->additions[i];
	v->addition_count = n;
}

/* Which of the additions the matchers found themselves; NULL of none. */
static bool *
find_found(const struct mapping *m, const struct verdict *v,
    const struct coded *coded, size_t count)
{
	const struct coded *same;
	bool *known;
	size_t i;

	if (v->addition_count == 0)
		return NULL;
	known = arena_zero(m->record->arena, v->addition_count,
	    sizeof(*known));
	for (i = 0; i < count; i++) {
		same = bsearch(&coded[i], v->additions, v->addition_count,
		    sizeof(*v->additions), coded_compare);
		if (same != NULL)
			known[same - v->additions] = true;
	}
	return known;
}

/* What a person adds outweighs all that matchers say. */
static void
add_additions(struct mapping *m, const struct tag_field *field,
    struct text *text, const struct verdict *v, const bool *known)
{
	const struct coded *coded;
	size_t i;

	for (i = 0; i < v->addition_count; i++) {
		coded = &v->additions[i];
		if (!known[i])
			add_tags(m, field, text, coded, 1);
		evidence_add(&m->evidence, m->record->arena,
		    (struct evidence){ coded->code, TAG_NONE, TAG_NONE,
		    INFINITY });
	}
}

static int
compare_given(const void *left, const void *right)
{
	const struct given *a = left, *b = right;

	if (a->outside != b->outside)
		return a->outside < b->outside ? -1 : 1;
	return a->start < b->start ? -1 : a->start > b->start;
}

/* What the record says already of codes that ours are built from. */
static size_t
find_given(const struct mapping *m, const struct tag_field *field,
    struct span text, struct given **given)
{
	const struct plan *p = m->w->plan;
	const struct tag *t;
	int64_t length;
	size_t i, n = 0;
	uint32_t outside;

	if (p->outside_count == 0)
		return 0;
	length = (int64_t)utf8_length(text);
	*given = arena_alloc(m->record->arena,
	    m->tags.count * sizeof(**given));
	for (i = 0; i < m->tags.count; i++) {
		t = &m->tags.items[i];
		outside = t->coded == NULL ? former_outside(p, t->code) :
		    TAG_NONE;
		if (outside != TAG_NONE && t->start >= 0 &&
		    t->start < t->end && t->end <= length &&
		    span_equal(t->field, field->path.text))
			(*given)[n++] = (struct given){ outside,
			    (uint32_t)t->start, (uint32_t)t->end };
	}
	sort_items(*given, n, sizeof(**given), compare_given);
	return n;
}

static void
put_captures(struct mapping *m, struct coded *coded, size_t count)
{
	const struct code *code;
	size_t i;

	for (i = 0; i < count; i++) {
		code = &m->w->plan->codes[coded[i].code];
		if (code->capturing_count > 0)
			coded[i].captures = capture_put(&m->w->search, code,
			    coded[i].start, coded[i].end);
	}
}

/* What a person says of the text, and what the record says of it already. */
static void
ask(struct mapping *m, const struct tag_field *field, struct span text,
    struct asked *asked, struct verdict *v)
{
	struct given *given = NULL;

	judge(m, text, v);
	settle_removals(v);
	settle_additions(v);
	asked->books = m->w->wanted;
	asked->evidence = m->w->plan->scores ? &m->evidence : NULL;
	asked->removals = v->removals;
	asked->removal_count = v->removal_count;
	asked->additions = v->additions;
	asked->addition_count = v->addition_count;
	asked->given_count = find_given(m, field, text, &given);
	asked->given = given;
	asked->voices = m->voices;
}

static int
code_text(struct mapping *m, const struct tag_field *field, struct span text)
{
	const struct span said = mapping_said(m, &field->path, text);
	struct search *search = &m->w->search;
	struct asked asked = { 0 };
	struct verdict v = { 0 };
	struct coded *coded;
	struct text *kept;
	size_t n;

	ask(m, field, text, &asked, &v);
	n = coding_run(search, m->record->arena, said, &asked, &coded, m->e);
	if (m->w->plan->voices) {
		voice_tell(search, coded, n);
		voice_tell(search, v.additions, v.addition_count);
	}
	if (m->w->plan->captures)
		put_captures(m, coded, n);
	if (search->failed)
		return -1;
	kept = arena_alloc(m->record->arena, sizeof(*kept));
	*kept = search->text;
	if (said.p != text.p)
		text_begin(kept, m->record->arena, text, kept->rules);
	if (m->w->each_field != NULL)
		m->w->each_field(m->w->each_ctx, search,
		    &(struct coded_field){ field->path.text, kept, coded, n });
	if (n > 0)
		add_tags(m, field, kept, coded, n);
	add_additions(m, field, kept, &v, find_found(m, &v, coded, n));
	return 0;
}

static int
code_field(struct mapping *m, const struct tag_field *field)
{
	struct span text;
	int rc = mapping_text(m->record, &field->path, &text, m->e);

	if (rc < 1)
		return rc;
	m->has_field = true;
	if (text.n > TAG_MAX_TEXT)
		return err_record(m->e, "field \"%.*s\": expected at most %u "
		    "bytes, got %zu", (int)field->path.text.n,
		    field->path.text.p, TAG_MAX_TEXT, text.n);
	return code_text(m, field, text);
}

/* Which books code the record, and who speaks in it. */
static int
choose_books(struct mapping *m)
{
	const struct plan *p = m->w->plan;
	struct span block = SPAN("");
	uint32_t b;
	int has_block;

	has_block = record_text(m->record, SPAN("block"), &block, m->e);
	if (span_is(block, "quote") && record_text(m->record, SPAN("speaker"),
	    &m->speaker, m->e) == -1)
		return -1;
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
		m->wants_field = m->wants_field || any;
		if (any && code_field(m, field) == -1)
			return -1;
	}
	return 0;
}

/* What a book knows itself of a field; false: only the record can tell. */
static bool
find_known(const struct reading *r, struct span name, struct span *known)
{
	const struct plan *p = r->m->w->plan;
	const struct derived *d;
	uint32_t i;

	*known = p->books[r->book].as_of;
	if (known->n > 0 && span_is(name, "as_of"))
		return true;
	for (i = 0; i < p->derived_count; i++) {
		d = &p->derived[i];
		*known = r->m->deriving.values[i];
		if (d->early && d->book == r->book && span_equal(d->name, name))
			return true;
	}
	return false;
}

static int
get_field(const void *from, const struct path *path, struct arena *arena,
    struct value *v, struct err *e)
{
	const struct reading *r = from;
	struct json json = { 0 };
	struct span known;

	if (!find_known(r, path->keys[0], &known))
		return expr_record_get(r->m->record, path, arena, v, e);
	if (known.p != NULL && path->count == 1)
		json = json_value(known);
	return expr_value_of_json(&json, arena, v, e);
}

struct expr_fields
mapping_fields(const struct reading *r)
{
	const struct book *book = &r->m->w->plan->books[r->book];
	struct expr_fields fields = { expr_record_get, r->m->record,
	    r->m->w->search.regexes,
	    r->m->counters + r->m->w->plan->first_unlike };

	if (book->has_early || book->as_of.n > 0) {
		fields.get = get_field;
		fields.from = r;
	}
	return fields;
}

/* Whether the fields of the record say that a voice speaks. */
static int
find_voice(struct mapping *m, uint32_t book, const struct voice *v,
    bool *speaks)
{
	const struct reading reading = { m, book };
	struct expr_fields fields = mapping_fields(&reading);
	size_t i;

	*speaks = false;
	for (i = 0; i < v->condition_count && !*speaks; i++)
		if (expr_test(v->conditions[i].where, &fields,
		    m->record->arena, speaks, m->e) == -1)
			return -1;
	return 0;
}

static int
find_voices(struct mapping *m)
{
	const struct plan *p = m->w->plan;
	uint32_t b, v;

	if (!p->voices)
		return 0;
	m->voices = arena_zero(m->record->arena,
	    (size_t)p->book_count * VOICE_COUNT, sizeof(*m->voices));
	for (b = 0; b < p->book_count; b++) {
		if (!p->books[b].has_voice)
			continue;
		for (v = 0; v < VOICE_COUNT; v++)
			if (find_voice(m, b, &p->books[b].voices[v],
			    &m->voices[b * VOICE_COUNT + v]) == -1)
				return -1;
	}
	return 0;
}

int
mapping_code(struct mapping *m)
{
	if (choose_books(m) == -1 || derive_early(&m->deriving, m->e) == -1 ||
	    find_voices(m) == -1)
		return -1;
	return code_fields(m);
}
