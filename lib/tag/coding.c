#include <stdlib.h>

#include "tag/coding.h"
#include "tag/sort.h"
#include "tag/state.h"
#include "tag/valid.h"

struct codings {
	struct coded	*items;
	size_t		 count, capacity;
};

static void
add_code(struct search *s, uint32_t code, struct codings *all)
{
	struct coded *items;
	size_t n = valid_matches(s, code, &items);

	if (n > TAG_MAX_FOUND - all->count) {
		search_refuse(s, "matches");
		return;
	}
	if (n == 0)
		return;
	if (all->count == 0) {
		*all = (struct codings){ items, n, n };
		return;
	}
	all->items = arena_grow(s->arena, all->items, all->count,
	    &all->capacity, all->count + n, sizeof(*all->items));
	memcpy(all->items + all->count, items, n * sizeof(*items));
	all->count += n;
}

/* What comes first stays where two overlap. */
static int
compare_claims(const void *left, const void *right)
{
	const struct coded *a = left, *b = right;
	uint32_t an = a->end - a->start, bn = b->end - b->start;

	if (an != bn)
		return an > bn ? -1 : 1;
	if (a->weight != b->weight)
		return a->weight > b->weight ? -1 : 1;
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	return a->start < b->start ? -1 : a->start > b->start;
}

static bool
is_taken(const uint64_t *taken, uint32_t character)
{
	return (taken[character / 64] >> character % 64 & 1) != 0;
}

static void
set_taken(uint64_t *taken, const struct coded *m, bool to)
{
	uint64_t bit;
	uint32_t i;

	for (i = m->start; i < m->end; i++) {
		bit = (uint64_t)1 << i % 64;
		taken[i / 64] = to ? taken[i / 64] | bit :
		    taken[i / 64] & ~bit;
	}
}

static int
compare_places(const void *left, const void *right)
{
	const struct coded *a = left, *b = right;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return a->end < b->end ? -1 : a->end > b->end;
}

/*
 * Keeps, of those that overlap, the longest.  What is kept is at least as
 * long as what comes after it, so it can be overlapped only where that begins
 * or ends.  The bits of the characters that are taken, made when they are first
 * needed, are empty before and afterwards.
 */
static size_t
resolve_heap(struct search *s, struct coded *items, size_t count,
    uint64_t **bits)
{
	uint64_t *taken = *bits;
	size_t i, n = 0;

	if (taken == NULL)
		*bits = taken = arena_zero(s->arena,
		    s->text.bytes.n / 64 + 1, sizeof(*taken));
	sort_items(items, count, sizeof(*items), compare_claims);
	for (i = 0; i < count; i++) {
		if (is_taken(taken, items[i].start) ||
		    is_taken(taken, items[i].end - 1))
			continue;
		set_taken(taken, &items[i], true);
		items[n++] = items[i];
	}
	for (i = 0; i < n; i++)
		set_taken(taken, &items[i], false);
	sort_items(items, n, sizeof(*items), compare_places);
	return n;
}

/* Whether all are of one code: those of each stand together, by place. */
static bool
are_of_one(const struct coded *items, size_t count)
{
	return items[0].code == items[count - 1].code;
}

/* How many stand alone before the first two that overlap. */
static size_t
count_alone(const struct coded *items, size_t count)
{
	size_t n;

	for (n = 1; n < count; n++)
		if (items[n].start < items[n - 1].end)
			return n - 1;
	return count;
}

/* The same for all: most stand alone, and few are together in a heap. */
static size_t
resolve(struct search *s, struct coded *items, size_t count, uint64_t **taken)
{
	size_t from, to, kept, n;
	uint32_t end;

	if (!are_of_one(items, count))
		sort_items(items, count, sizeof(*items), compare_places);
	n = count_alone(items, count);
	for (from = n; from < count; from = to) {
		end = items[from].end;
		for (to = from + 1; to < count && items[to].start < end; to++)
			if (items[to].end > end)
				end = items[to].end;
		if (to - from == 1) {
			items[n++] = items[from];
			continue;
		}
		kept = resolve_heap(s, items + from, to - from, taken);
		if (n < from)
			memmove(items + n, items + from,
			    kept * sizeof(*items));
		n += kept;
	}
	return n;
}

int
coded_compare(const void *left, const void *right)
{
	const struct coded *a = left, *b = right;

	if (a->code != b->code)
		return a->code < b->code ? -1 : 1;
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return a->end < b->end ? -1 : a->end > b->end;
}

/* Whether one of the matches of a code, in order, is in just that place. */
static bool
is_match(const struct coded *items, size_t count, uint32_t start, uint32_t end)
{
	struct coded place = { .code = items->code, .start = start,
	    .end = end };

	return bsearch(&place, items, count, sizeof(*items),
	    coded_compare) != NULL;
}

static bool
literal_matches(struct search *s, uint32_t literal, const struct coded *items,
    size_t count)
{
	uint32_t hit;

	for (hit = search_literal(s, literal)->first; hit != TAG_NONE;
	    hit = s->hits[hit].next)
		if (is_match(items, count, s->hits[hit].start,
		    s->hits[hit].end))
			return true;
	return false;
}

/* A matcher below 0 counts where it matches; another where it is a match. */
static bool
part_matches(struct search *s, uint32_t matcher, const struct coded *items,
    size_t count)
{
	struct founds f = search_eval(s, matcher, NULL);
	size_t i;

	if (s->plan->matchers[matcher].weight < 0)
		return f.count > 0;
	for (i = 0; i < f.count; i++)
		if (is_match(items, count, f.items[i].start, f.items[i].end))
			return true;
	return false;
}

/* What counts for a code, given its matches in order of place. */
static void
gather_evidence(struct search *s, const struct coded *items, size_t count,
    struct evidences *all)
{
	const struct code *code = &s->plan->codes[items->code];
	const struct part *part, *end = code->parts + code->part_count;
	struct literal_walk walk;
	uint32_t literal;

	for (part = code->parts; part < end; part++) {
		if (!search_may_hold(s, part->matcher))
			continue;
		if (part->each)
			walk = search_literals(s, part->matcher);
		while (part->each && search_next_literal(s, &walk, &literal))
			if (literal_matches(s, literal, items, count))
				evidence_add(all, s->arena, (struct evidence){
				    items->code, part->matcher, literal, 1 });
		if (!part->each &&
		    part_matches(s, part->matcher, items, count))
			evidence_add(all, s->arena, (struct evidence){
			    items->code, part->matcher, TAG_NONE,
			    s->plan->matchers[part->matcher].weight });
	}
}

/* The same for codes one after the other. */
static void
gather_all(struct search *s, const struct coded *items, size_t count,
    struct evidences *all)
{
	size_t from, to;

	for (from = 0; from < count; from = to) {
		for (to = from + 1; to < count &&
		    items[to].code == items[from].code; to++)
			continue;
		if (s->plan->codes[items[from].code].scored)
			gather_evidence(s, items + from, to - from, all);
	}
}

static int
compare_families(const void *left, const void *right)
{
	const struct coded *a = left, *b = right;

	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	return coded_compare(a, b);
}

/* Brings together what may stand in another's way: families, where they do. */
static void
sort_families(const struct plan *p, struct coded *items, size_t count)
{
	size_t from, to;
	uint32_t book;

	for (from = 0; from < count; from = to) {
		if (are_of_one(items + from, count - from))
			return;
		book = p->codes[items[from].code].book;
		for (to = from + 1; to < count &&
		    p->codes[items[to].code].book == book; to++)
			continue;
		if (p->books[book].overlap == OVERLAP_LONGEST)
			sort_items(items + from, to - from, sizeof(*items),
			    compare_families);
	}
}

/* Up to where those from one on may stand in its way. */
static size_t
end_of_group(const struct plan *p, const struct coded *items, size_t count,
    size_t from)
{
	const uint32_t book = p->codes[items[from].code].book;
	const enum tag_overlap overlap = p->books[book].overlap;
	size_t to;

	if (are_of_one(items + from, count - from))
		return count;
	for (to = from + 1; to < count; to++)
		if (p->codes[items[to].code].book != book ||
		    (overlap == OVERLAP_LONGEST_PER_CODE &&
		    items[to].code != items[from].code) ||
		    (overlap == OVERLAP_LONGEST &&
		    items[to].family != items[from].family))
			break;
	return to;
}

/*
 * Settles the overlaps within each family of a book, or within each code.  What
 * gives way to another match of its code is evidence as well.
 */
static size_t
resolve_all(struct search *s, struct coded *items, size_t count,
    struct evidences *evidence)
{
	const struct plan *p = s->plan;
	uint64_t *taken = NULL;
	size_t from, to, kept, n = 0;
	enum tag_overlap overlap;

	sort_families(p, items, count);
	for (from = 0; from < count; from = to) {
		overlap = p->books[p->codes[items[from].code].book].overlap;
		to = end_of_group(p, items, count, from);
		if (evidence != NULL && overlap != OVERLAP_LONGEST)
			gather_all(s, items + from, to - from, evidence);
		kept = overlap == OVERLAP_ALL ? to - from :
		    resolve(s, items + from, to - from, &taken);
		if (evidence != NULL && overlap == OVERLAP_LONGEST) {
			sort_items(items + from, kept, sizeof(*items),
			    coded_compare);
			gather_all(s, items + from, kept, evidence);
		}
		if (n < from)
			memmove(items + n, items + from,
			    kept * sizeof(*items));
		n += kept;
	}
	return n;
}

static int
compare_numbers(const void *left, const void *right)
{
	const uint32_t *a = left, *b = right;

	return *a < *b ? -1 : *a > *b;
}

size_t
coding_run(struct search *s, struct arena *arena, struct span text,
    const struct asked *asked, struct coded **coded, struct err *e)
{
	struct codings all = { 0 };
	uint32_t i, code;

	s->asked = asked;
	search_text(s, arena, text, e);
	sort_items(s->codes, s->code_count, sizeof(*s->codes),
	    compare_numbers);
	for (i = 0; i < s->code_count && !s->failed; i++) {
		code = s->codes[i];
		if (asked->books == NULL ||
		    asked->books[s->plan->codes[code].book])
			add_code(s, code, &all);
	}
	*coded = all.items;
	return all.count < (asked->evidence == NULL ? 2 : 1) ? all.count :
	    resolve_all(s, all.items, all.count, asked->evidence);
}

static int
compare_evidence(const void *left, const void *right)
{
	const struct evidence *a = left, *b = right;

	if (a->code != b->code)
		return a->code < b->code ? -1 : 1;
	if (a->matcher != b->matcher)
		return a->matcher < b->matcher ? -1 : 1;
	return a->literal < b->literal ? -1 : a->literal > b->literal;
}

void
evidence_add(struct evidences *all, struct arena *arena, struct evidence one)
{
	all->items = arena_grow(arena, all->items, all->count,
	    &all->capacity, all->count + 1, sizeof(one));
	all->items[all->count++] = one;
}

void
evidence_settle(struct evidences *all)
{
	size_t i, n = 0;

	sort_items(all->items, all->count, sizeof(*all->items),
	    compare_evidence);
	for (i = 0; i < all->count; i++)
		if (n == 0 || compare_evidence(&all->items[n - 1],
		    &all->items[i]) != 0)
			all->items[n++] = all->items[i];
	all->count = n;
}
