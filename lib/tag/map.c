#include "tag/coverage.h"
#include "tag/explain.h"
#include "tag/fold.h"
#include "tag/mapping.h"
#include "tag/quantities.h"
#include "tag/unmet.h"

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

/* Whether the record has the code of a CODE by its fields alone. */
static bool
has_code(const struct mapping *m, uint32_t matcher)
{
	const struct matcher *code = &m->w->plan->matchers[matcher];

	return code->outside != TAG_NONE ? m->outside[code->outside] :
	    m->met[code->target];
}

/* Tests one code's conditions, which give it and add to its score. */
static int
test_code(struct mapping *m, uint32_t number)
{
	const struct code *code = &m->w->plan->codes[number];
	const struct reading reading = { m, code->book };
	struct expr_fields fields = mapping_fields(&reading);
	const struct condition *c;
	bool truth;
	uint32_t i;

	for (i = 0; i < code->condition_count; i++) {
		c = &code->conditions[i];
		if (c->where == NULL)
			truth = has_code(m, c->matcher);
		else if (expr_test(c->where, &fields, m->record->arena,
		    &truth, m->e) == -1)
			return -1;
		if (!truth)
			continue;
		evidence_add(&m->evidence, m->record->arena,
		    (struct evidence){ number, c->matcher, c->where == NULL ?
		    TAG_NONE : i, c->weight });
		if (c->weight >= 0)
			m->met[number] = true;
	}
	return 0;
}

/* The codes of no book here that the record has without a place. */
static void
find_outside(struct mapping *m)
{
	const struct plan *p = m->w->plan;
	uint32_t n;
	size_t i;

	m->outside = arena_zero(m->record->arena, p->outside_count,
	    sizeof(*m->outside));
	for (i = 0; i < m->ids.count && p->outside_count > 0; i++)
		if ((n = former_outside(p, m->ids.items[i])) != TAG_NONE)
			m->outside[n] = true;
	for (i = 0; i < m->tags.count && p->outside_count > 0; i++)
		if (m->tags.items[i].coded == NULL && (n = former_outside(p,
		    m->tags.items[i].code)) != TAG_NONE)
			m->outside[n] = false;
}

/* In the order in which codes are built from one another. */
static int
test_conditions(struct mapping *m)
{
	const struct plan *p = m->w->plan;
	uint32_t i, code;

	if (p->conditional_count == 0)
		return 0;
	m->met = arena_zero(m->record->arena, p->code_count, sizeof(*m->met));
	find_outside(m);
	for (i = 0; i < p->conditional_count; i++) {
		code = p->conditional[i];
		if (m->w->coding[p->codes[code].book] &&
		    !is_denied(m, code) && test_code(m, code) == -1)
			return -1;
	}
	return 0;
}

static void
add_hit(struct mapping *m, uint32_t code)
{
	if (m->w->in_record[code])
		return;
	m->w->in_record[code] = true;
	m->hits = arena_grow(m->record->arena, m->hits, m->hit_count,
	    &m->hit_capacity, m->hit_count + 1, sizeof(*m->hits));
	m->hits[m->hit_count++] = code;
}

/* Our codes in the record, each once. */
static void
add_hits(struct mapping *m)
{
	const struct plan *p = m->w->plan;
	const struct coded *coded;
	uint32_t k, last = TAG_NONE;
	size_t i;

	for (i = 0; i < m->tags.count; i++) {
		coded = m->tags.items[i].coded;
		if (coded == NULL || coded->code == last)
			continue;
		last = coded->code;
		add_hit(m, last);
	}
	for (k = 0; k < p->conditional_count; k++)
		if (m->met[p->conditional[k]])
			add_hit(m, p->conditional[k]);
}

/* Takes the tags of the codes that lost out. */
static void
drop_tags(struct mapping *m)
{
	struct tags *t = &m->tags;
	size_t i, n = 0;

	for (i = 0; i < t->count; i++)
		if (t->items[i].coded == NULL ||
		    m->w->outcomes[t->items[i].coded->code] != OUTCOME_LOST)
			t->items[n++] = t->items[i];
	t->count = n;
}

/* Puts the others beside those that stay; counts the records of each. */
static void
add_ids(struct mapping *m, uint64_t *counters)
{
	struct ids *ids = &m->ids;
	uint32_t code;
	size_t i;

	ids->items = arena_grow(m->record->arena, ids->items, ids->count,
	    &ids->capacity, ids->count + m->hit_count, sizeof(*ids->items));
	for (i = 0; i < m->hit_count; i++) {
		code = m->hits[i];
		if (m->w->outcomes[code] == OUTCOME_LOST)
			continue;
		ids->items[ids->count++] = m->w->plan->codes[code].id;
		counters[code]++;
	}
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

/* Whether the record is to be written, as what it was coded says. */
static bool
is_kept(const struct mapping *m)
{
	bool coded = false, has = false;
	uint32_t code;
	size_t i;

	if (m->w->keep == KEEP_ALL)
		return true;
	for (i = 0; i < m->hit_count; i++) {
		code = m->hits[i];
		if (m->w->outcomes[code] == OUTCOME_LOST)
			continue;
		coded = true;
		has = has || code == m->w->plan->keep_code;
	}
	switch (m->w->keep) {
	case KEEP_CODED:
		return coded;
	case KEEP_UNCODED:
		return !coded;
	default:
		return has;
	}
}

/* Leaves the worker as the next record wants it. */
static void
forget(struct mapping *m)
{
	size_t i;

	for (i = 0; i < m->hit_count; i++) {
		m->w->in_record[m->hits[i]] = false;
		m->w->outcomes[m->hits[i]] = OUTCOME_NONE;
	}
	for (i = 0; i < m->evidence.count; i++)
		m->w->scores[m->evidence.items[i].code] = 0;
}

/* The fields that follow from the codes; those of earlier runs go. */
static int
derive(struct mapping *m, struct change *changes)
{
	const struct plan *p = m->w->plan;
	struct deriving *d = &m->deriving;
	struct json former;
	uint32_t i;

	if (p->derived_count == 0)
		return 0;
	for (i = 0; i < p->derived_count; i++)
		if (record_get(m->record, p->derived[i].name, &former,
		    m->e) == -1)
			return -1;
	add_scores(m);
	d->codes = m->hits;
	d->code_count = m->hit_count;
	if (derive_fields(d, m->e) == -1)
		return -1;
	for (i = 0; i < p->derived_count; i++)
		changes[i] = (struct change){ p->derived[i].name,
		    d->values[i] };
	return 0;
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
	struct mapping m = { .w = w, .record = r, .claims = claims, .e = e,
	    .counters = counters,
	    .deriving = { .plan = w->plan, .record = r, .books = w->coding,
	    .scores = w->scores,
	    .outcomes = w->outcomes, .counters = counters, .arena = r->arena,
	    .scratch = &w->scratch } };
	const size_t beside = w->plan->quantities == NULL ? 2 : 3;
	bool kept;
	int rc;

	w->search.long_sentences = 0;
	if (former_tags(w->plan, m.record, &m.tags, e) == -1 ||
	    former_codes(w->plan, m.record, &m.ids, e) == -1 ||
	    mapping_code(&m) == -1 || test_conditions(&m) == -1)
		return -1;
	add_hits(&m);
	rc = derive(&m, w->changes + beside);
	if (rc == 0 && w->plan->drops)
		drop_tags(&m);
	if (rc == 0)
		add_ids(&m, counters);
	kept = is_kept(&m);
	forget(&m);
	if (rc == -1)
		return -1;
	unmet_note(w->plan, r, counters);
	counters[w->plan->long_sentences] += w->search.long_sentences;
	counters[w->plan->without_field] += m.wants_field && !m.has_field &&
	    m.hit_count == 0;
	if (!kept) {
		counters[w->plan->dropped]++;
		return 0;
	}
	mapping_put(&m);
	w->changes[0] = (struct change){ SPAN("tags"), buf_span(&w->tags) };
	w->changes[1] = (struct change){ SPAN("codes"),
	    buf_span(&w->codes) };
	if (beside == 3 && quantities_put(&m, &w->quantities) == -1)
		return -1;
	if (beside == 3)
		w->changes[2] = (struct change){ SPAN("quantities"),
		    buf_span(&w->quantities) };
	record_write(m.record, w->changes, w->plan->derived_count + beside,
	    line);
	return 1;
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
	const struct plan *p = w->plan;
	struct claims none = { 0 };
	int rc;

	if (p->mode == MODE_EXPLAIN)
		return explain_map(w, unit->record, out->record, e);
	if (p->mode == MODE_COVERAGE)
		return coverage_map(w, unit->record, out, e);
	if (p->owns_nothing && p->keep == KEEP_ALL)
		return pass(unit->record, out, e);
	if (p->correction_count > 0)
		return map_row(w, unit->record, out, e);
	rc = tag_record(w, unit->record, &none, out->record, out->counters, e);
	*out->records += rc == 1;
	return rc == -1 ? -1 : 0;
}
