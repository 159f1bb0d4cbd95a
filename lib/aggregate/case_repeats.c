#include <stdlib.h>

#include "aggregate/case_repeats.h"
#include "base/mem.h"
#include "record/json.h"

struct repeat_entry {
	struct hash	like;		/* of who and what */
	int64_t		closed;
};

static int
compare(const void *left, const void *right)
{
	const struct repeat_entry *a = left, *b = right;

	if (a->like.high != b->like.high)
		return a->like.high < b->like.high ? -1 : 1;
	if (a->like.low != b->like.low)
		return a->like.low < b->like.low ? -1 : 1;
	return (a->closed > b->closed) - (a->closed < b->closed);
}

/* The hash over one of `who` and all of `same`; false if one is missing. */
static bool
likeness(const struct case_repeats *plan, size_t who,
    const struct case_state *s, struct hashing *h, struct hash *like)
{
	struct json list = json_value(s->fields), value;
	struct json_walk w;
	size_t i = 0, missing = plan->same_count + 1;

	hash_begin(h);
	for (w = json_walk(&list); json_next(&w, NULL, &value); i++) {
		bool part = i == plan->who[who];

		for (size_t k = 0; k < plan->same_count; k++)
			part |= i == plan->same[k];
		if (!part || value.kind == JSON_NULL ||
		    span_is(value.raw, "\"\""))
			continue;
		missing--;
		hash_add(h, SPAN("\n"));
		hash_add(h, value.raw);
	}
	*like = hash_end(h);
	return missing == 0;
}

void
repeats_free(struct repeats *r, struct memory *memory)
{
	memory_give(memory, r->capacity * sizeof(*r->entries));
	mem_free(r->entries);
	*r = (struct repeats){0};
}

static int
add(struct repeats *r, struct hash like, int64_t closed,
    struct memory *memory)
{
	size_t more = r->capacity > 0 ? r->capacity : 1024;

	if (r->count == r->capacity) {
		if (!memory_take(memory, more * sizeof(*r->entries)))
			return -1;
		r->capacity += more;
		r->entries = mem_resize(r->entries, r->capacity,
		    sizeof(*r->entries));
	}
	r->entries[r->count++] = (struct repeat_entry){ like, closed };
	return 0;
}

int
repeats_note(struct repeats *r, const struct case_repeats *plan,
    const struct case_state *s, struct memory *memory)
{
	int64_t closed = s->times[TIME_CLOSED];
	struct hashing *h;
	struct hash like;
	int rc = 0;

	if (closed == CASE_NEVER)
		return 0;
	if (closed < s->times[TIME_COLLECTED])
		closed = s->times[TIME_COLLECTED];
	h = hash_new();
	for (size_t i = 0; rc == 0 && i < plan->who_count; i++)
		if (likeness(plan, i, s, h, &like))
			rc = add(r, like, closed, memory);
	hash_free(h);
	return rc;
}

/* How many entries stand before one of that likeness, closed by then. */
static size_t
position(const struct repeats *r, const struct repeat_entry *wanted)
{
	size_t low = 0, high = r->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (compare(&r->entries[middle], wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * The last like it that was closed before this one was collected is near
 * enough.  A case is never like itself: it is closed when it is collected, or
 * later.
 */
static bool
is_near(const struct repeats *r, struct hash like, int64_t collected,
    int64_t within)
{
	struct repeat_entry wanted = { like, collected };
	const struct repeat_entry *before;
	size_t n = position(r, &wanted);

	if (n == 0)
		return false;
	before = &r->entries[n - 1];
	return before->like.high == like.high &&
	    before->like.low == like.low &&
	    before->closed >= collected - within;
}

bool
repeats_ask(struct repeats *r, const struct case_repeats *plan,
    const struct case_state *s)
{
	struct hashing *h;
	struct hash like;
	bool found = false;

	if (r->count == 0)
		return false;
	if (!r->sorted)
		qsort(r->entries, r->count, sizeof(*r->entries), compare);
	r->sorted = true;
	h = hash_new();
	for (size_t i = 0; !found && i < plan->who_count; i++)
		found = likeness(plan, i, s, h, &like) &&
		    is_near(r, like, s->times[TIME_COLLECTED], plan->within);
	hash_free(h);
	return found;
}
