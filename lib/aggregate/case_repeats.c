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

/* Who stands behind the case and what it is about; absent where not told. */
static void
read_values(struct repeats *r, const struct case_repeats *plan,
    const struct case_state *s)
{
	struct json list = json_value(s->fields), value;
	size_t count = plan->who_count + plan->same_count, i = 0;
	struct json_walk w;

	if (r->values == NULL) {
		r->values = mem_alloc(count, sizeof(*r->values));
		r->hashing = hash_new();
	}
	memset(r->values, 0, count * sizeof(*r->values));
	for (w = json_walk(&list); json_next(&w, NULL, &value); i++) {
		for (size_t k = 0; k < plan->who_count; k++)
			if (plan->who[k] == i)
				r->values[k] = value;
		for (size_t k = 0; k < plan->same_count; k++)
			if (plan->same[k] == i)
				r->values[plan->who_count + k] = value;
	}
}

static bool
is_told(const struct json *value)
{
	return value->kind != JSON_ABSENT && value->kind != JSON_NULL &&
	    !span_is(value->raw, "\"\"");
}

/* Digits under a mask: many callers look the same. */
static bool
is_masked(const struct json *value)
{
	return is_told(value) && span_index(value->raw, '*') < value->raw.n;
}

/* What stands where nobody is named. */
static bool
is_somebody(const struct json *value)
{
	static const char *const nobody[] = {
		"\"无\"", "\"无名\"", "\"不详\"", "\"未知\"", "\"不知\"",
		"\"未提供\"", "\"匿名\"", "\"保密\"", "\"没有\"", "\"空\"",
		"\"-\"", "\"--\"", "\"/\"", "\"0\"", "0", "\"none\"",
		"\"unknown\"", "\"anonymous\""
	};

	if (!is_told(value) || is_masked(value))
		return false;
	for (size_t i = 0; i < sizeof(nobody) / sizeof(nobody[0]); i++)
		if (span_is(value->raw, nobody[i]))
			return false;
	return true;
}

/* The hash over one of `who` and all of `same`; false if one is missing. */
static bool
likeness(const struct repeats *r, const struct case_repeats *plan, size_t who,
    struct hash *like)
{
	const struct json *same = r->values + plan->who_count;

	if (!is_somebody(&r->values[who]))
		return false;
	for (size_t i = 0; i < plan->same_count; i++)
		if (!is_told(&same[i]))
			return false;
	hash_begin(r->hashing);
	for (size_t i = 0; i < plan->same_count; i++) {
		hash_add(r->hashing, same[i].raw);
		hash_add(r->hashing, SPAN("\n"));
	}
	hash_add(r->hashing, span_make((const char *)&who, sizeof(who)));
	hash_add(r->hashing, r->values[who].raw);
	*like = hash_end(r->hashing);
	return true;
}

void
repeats_free(struct repeats *r, struct memory *memory)
{
	memory_give(memory, r->capacity * sizeof(*r->entries));
	mem_free(r->entries);
	mem_free(r->values);
	hash_free(r->hashing);
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
	struct hash like;
	int rc = 0;

	if (closed == CASE_NEVER)
		return 0;
	if (closed < s->times[TIME_COLLECTED])
		closed = s->times[TIME_COLLECTED];
	read_values(r, plan, s);
	for (size_t i = 0; rc == 0 && i < plan->who_count; i++)
		if (likeness(r, plan, i, &like))
			rc = add(r, like, closed, memory);
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
repeats_is_masked(struct repeats *r, const struct case_repeats *plan,
    const struct case_state *s)
{
	bool masked = false;

	read_values(r, plan, s);
	for (size_t i = 0; i < plan->who_count; i++) {
		if (is_somebody(&r->values[i]))
			return false;
		masked |= is_masked(&r->values[i]);
	}
	return masked;
}

bool
repeats_ask(struct repeats *r, const struct case_repeats *plan,
    const struct case_state *s)
{
	struct hash like;
	bool found = false;

	if (r->count == 0)
		return false;
	if (!r->sorted)
		qsort(r->entries, r->count, sizeof(*r->entries), compare);
	r->sorted = true;
	read_values(r, plan, s);
	for (size_t i = 0; !found && i < plan->who_count; i++)
		found = likeness(r, plan, i, &like) &&
		    is_near(r, like, s->times[TIME_COLLECTED], plan->within);
	return found;
}
