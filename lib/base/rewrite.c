#include "base/rewrite.h"

#include <assert.h>
#include <string.h>

/* What stood from at to `to` becomes the gap's text. */
static void
replace(struct rewrite *r, size_t to)
{
	struct span old = span_make(r->old.p + r->at, to - r->at);
	struct span text = span_make(r->gap, r->gap_n);

	if (!span_equal(old, text))
		edits_add(&r->edits, r->arena, r->at, old.n, text);
	r->gap = NULL;		/* the edit has it */
	r->gap_n = r->gap_capacity = 0;
	r->at = to;
}

void
rewrite_keep(struct rewrite *r, size_t from, size_t n)
{
	assert(from >= r->at && n <= r->old.n - from);
	if (n == 0)
		return;
	replace(r, from);
	r->at += n;
	r->length += n;
}

void
rewrite_put(struct rewrite *r, struct span s)
{
	if (s.n == 0)
		return;
	r->gap = arena_grow(r->arena, r->gap, r->gap_n, &r->gap_capacity,
	    r->gap_n + s.n, 1);
	memcpy(r->gap + r->gap_n, s.p, s.n);
	r->gap_n += s.n;
	r->length += s.n;
}

void
rewrite_drop_last(struct rewrite *r, size_t n)
{
	assert(n <= r->length && (r->gap_n == 0 || n <= r->gap_n));
	if (r->gap_n > 0)
		r->gap_n -= n;
	else
		r->at -= n;
	r->length -= n;
}

void
rewrite_end(struct rewrite *r)
{
	replace(r, r->old.n);
}
