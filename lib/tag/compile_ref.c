#include <stdlib.h>

#include "tag/compile.h"
#include "tag/former.h"

#define QUOTED	96

/* {code: x}: what it names is known when all books are read. */
uint32_t
code_ref_read(struct compiler *c, struct fields *f, const struct node *node)
{
	struct span id;
	uint32_t n;

	(void)f;
	if (node_text(node, &id, c->faults) == -1)
		return TAG_NONE;
	n = matcher_new(c, MATCHER_CODE);
	c->refs = arena_grow(c->run, c->refs, c->ref_count, &c->ref_capacity,
	    c->ref_count + 1, sizeof(*c->refs));
	c->refs[c->ref_count++] = (struct code_ref){ n, c->code,
	    c->book_number, id, node->place };
	return n;
}

/* A code of the ref's book, else of another one; TAG_NONE if none has it. */
static uint32_t
find_code(struct compiler *c, const struct code_ref *ref)
{
	struct span prefix = c->plan->books[ref->book].prefix;
	const struct map_entry *entry = NULL;

	if (prefix.n > 0)
		entry = map_get(&c->ids, arena_printf(c->run, "%.*s.%.*s",
		    (int)prefix.n, prefix.p, (int)ref->id.n, ref->id.p));
	if (entry == NULL)
		entry = map_get(&c->ids, ref->id);
	return entry == NULL ? TAG_NONE :
	    (uint32_t)((uintptr_t)entry->value - 1);
}

/* The ids as the ref's book may write them. */
static const char *
nearest_code(struct compiler *c, const struct code_ref *ref)
{
	struct span prefix = c->plan->books[ref->book].prefix, id;
	struct map names = { 0 };
	const char *near;
	uint32_t i;

	for (i = 0; i < c->plan->code_count; i++) {
		id = c->plan->codes[i].id;
		if (c->plan->codes[i].book == ref->book && prefix.n > 0)
			id = span_from(id, prefix.n + 1);
		map_put(&names, id, NULL);
	}
	near = nearest_name(c, &names, ref->id);
	map_free(&names);
	return near;
}

/*
 * A code of no book here: a record may have it already, if its id has a prefix
 * that isn't ours and is no slip of the keyboard.
 */
static void
resolve_outside(struct compiler *c, const struct code_ref *ref)
{
	struct plan *p = c->plan;
	const char *near = nearest_code(c, ref);
	char shown[QUOTED];

	err_quote(shown, sizeof(shown), ref->id);
	if (near[0] != '\0' || former_is_under(p, ref->id) ||
	    span_index(ref->id, '.') == ref->id.n) {
		fault(c->faults, ref->place, "no code \"%s\" in the books%s",
		    shown, near);
		return;
	}
	fault_warn(c->faults, ref->place, "no book here has the code %s: it "
	    "holds only where a record has it already (`uses` loads a book)",
	    shown);
	p->outside = arena_grow(c->run, p->outside, p->outside_count,
	    &c->outside_capacity, p->outside_count + 1, sizeof(*p->outside));
	p->outside[p->outside_count++] = ref->id;
}

static int
compare_ids(const void *left, const void *right)
{
	const struct span *a = left, *b = right;

	return span_compare(*a, *b);
}

static void
settle_outside(struct plan *p)
{
	uint32_t i, n = 0;

	if (p->outside_count > 1)
		qsort(p->outside, p->outside_count, sizeof(*p->outside),
		    compare_ids);
	for (i = 0; i < p->outside_count; i++)
		if (n == 0 || !span_equal(p->outside[n - 1], p->outside[i]))
			p->outside[n++] = p->outside[i];
	p->outside_count = n;
}

/* Names what each ref names; a code that has no text to match has no parts. */
static void
resolve(struct compiler *c)
{
	struct plan *p = c->plan;
	const struct code_ref *ref, *end = c->refs + c->ref_count;
	const struct span *id;
	struct matcher *m;
	uint32_t *part;

	for (ref = c->refs; ref < end; ref++) {
		m = &p->matchers[ref->matcher];
		m->target = find_code(c, ref);
		if (m->target == TAG_NONE) {
			resolve_outside(c, ref);
		} else if (p->codes[m->target].matcher != TAG_NONE) {
			part = arena_alloc(c->run, sizeof(*part));
			*part = p->codes[m->target].matcher;
			m->parts = part;
			m->part_count = 1;
		}
	}
	settle_outside(p);
	for (ref = c->refs; ref < end && p->outside_count > 0; ref++) {
		id = bsearch(&ref->id, p->outside, p->outside_count,
		    sizeof(*id), compare_ids);
		m = &p->matchers[ref->matcher];
		if (m->target == TAG_NONE && id != NULL)
			m->outside = (uint32_t)(id - p->outside);
	}
}

/* A code on the way down to those that it is built from. */
struct step {
	uint32_t		 code;
	uint32_t		 level;
	const struct step	*above;
};

static void
tell_cycle(struct compiler *c, const struct step *step,
    const struct code_ref *ref)
{
	const struct code *codes = c->plan->codes;
	uint32_t target = c->plan->matchers[ref->matcher].target;
	struct span way = codes[target].id;

	for (;; step = step->above) {
		way = arena_printf(c->run, "%.*s -> %.*s",
		    (int)codes[step->code].id.n, codes[step->code].id.p,
		    (int)way.n, way.p);
		if (step->code == target)
			break;
	}
	fault(c->faults, ref->place, "the code is built from itself: %.*s",
	    (int)way.n, way.p);
}

static const struct code_ref *
first_ref(const struct compiler *c, uint32_t code)
{
	size_t low = 0, high = c->ref_count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (c->refs[middle].code < code)
			low = middle + 1;
		else
			high = middle;
	}
	return &c->refs[low];
}

/*
 * How many codes deep a code is built: 1 from no other.  0 after a fault, or
 * while it is being looked at.
 */
static uint32_t
find_depth(struct compiler *c, uint32_t code, const struct step *above)
{
	struct step step = { code, above == NULL ? 1 : above->level + 1,
	    above };
	struct code *at = &c->plan->codes[code];
	const struct code_ref *ref, *end = c->refs + c->ref_count;
	uint32_t depth = 1, below, target;

	at->visited = true;
	for (ref = first_ref(c, code); ref < end && ref->code == code; ref++) {
		target = c->plan->matchers[ref->matcher].target;
		if (target == TAG_NONE)
			continue;
		if (c->plan->codes[target].visited &&
		    c->plan->codes[target].depth == 0) {
			tell_cycle(c, &step, ref);
			return 0;
		}
		below = c->plan->codes[target].depth;
		if (below == 0 && step.level < TAG_MAX_NESTING)
			below = find_depth(c, target, &step);
		if (below == 0 && c->faults->errors > 0)
			return 0;
		if (below == 0 || below >= TAG_MAX_NESTING) {
			fault(c->faults, ref->place, "expected at most %d "
			    "codes built from one another", TAG_MAX_NESTING);
			return 0;
		}
		if (below >= depth)
			depth = below + 1;
	}
	at->depth = depth;
	return depth;
}

static int
compare_refs(const void *left, const void *right)
{
	const struct code_ref *a = left, *b = right;

	if (a->code != b->code)
		return a->code < b->code ? -1 : 1;
	return a->matcher < b->matcher ? -1 : a->matcher > b->matcher;
}

/* Says anew what has to occur for a matcher to hold, its parts before it. */
static void
settle(struct compiler *c, uint32_t n, bool *settled)
{
	struct matcher *m = &c->plan->matchers[n];
	uint32_t i;

	if (settled[n])
		return;
	settled[n] = true;
	for (i = 0; i < m->part_count; i++)
		settle(c, m->parts[i], settled);
	for (i = 0; i < m->none_count; i++)
		settle(c, m->none[i], settled);
	if (m->part_count > 0)
		matcher_set_parts(c, n, m->parts, m->part_count);
	if (m->outside != TAG_NONE || (m->kind == MATCHER_CODE &&
	    c->plan->codes[m->target].is_added))
		m->always = true;
}

/* Of a code's conditions, leaves out codes that no field ever gives. */
static void
drop_conditions(struct plan *p, struct code *code)
{
	const struct condition *c;
	uint32_t i, n = 0;

	for (i = 0; i < code->condition_count; i++) {
		c = &code->conditions[i];
		if (c->where != NULL ||
		    p->matchers[c->matcher].outside != TAG_NONE ||
		    p->codes[p->matchers[c->matcher].target].condition_count >
		    0)
			code->conditions[n++] = *c;
	}
	code->condition_count = n;
}

void
code_refs_resolve(struct compiler *c)
{
	struct plan *p = c->plan;
	bool *settled;
	uint32_t i, depth;

	if (c->ref_count == 0)
		return;
	qsort(c->refs, c->ref_count, sizeof(*c->refs), compare_refs);
	resolve(c);
	for (i = 0; i < p->code_count && c->faults->errors == 0; i++)
		if (p->codes[i].depth == 0)
			find_depth(c, i, NULL);
	if (c->faults->errors > 0)
		return;
	settled = arena_zero(c->run, p->matcher_count, sizeof(*settled));
	for (i = 0; i < p->matcher_count; i++)
		settle(c, i, settled);
	for (depth = 1; depth <= TAG_MAX_NESTING; depth++)
		for (i = 0; i < p->code_count; i++)
			if (p->codes[i].depth == depth)
				drop_conditions(p, &p->codes[i]);
}
