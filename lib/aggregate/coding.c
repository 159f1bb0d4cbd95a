#include <stdlib.h>

#include "aggregate/coding.h"
#include "aggregate/ratings.h"
#include "aggregate/tuple.h"
#include "base/decimal.h"

static int
compare_texts(const void *a, const void *b)
{
	return span_compare(*(const struct span *)a, *(const struct span *)b);
}

static int
compare_numbers(const void *a, const void *b)
{
	double x = decimal_double(*(const struct span *)a);
	double y = decimal_double(*(const struct span *)b);

	return x != y ? (x > y) - (x < y) : compare_texts(a, b);
}

/* Adds a text that wasn't there. */
static void
note(struct map *seen, struct span text)
{
	map_put(seen, text, NULL);
}

/* The texts noted, sorted; the map then gives their places. */
static size_t
settle(struct map *seen, struct span **sorted,
    int (*compare)(const void *, const void *), struct arena *arena)
{
	struct span *all = arena_alloc(arena, seen->count * sizeof(*all));
	size_t *places = arena_alloc(arena, seen->count * sizeof(*places));

	for (size_t i = 0; i < seen->count; i++)
		all[i] = seen->entries[i].key;
	if (seen->count > 1)
		qsort(all, seen->count, sizeof(*all), compare);
	for (size_t i = 0; i < seen->count; i++) {
		places[i] = i;
		map_get(seen, all[i])->value = &places[i];
	}
	*sorted = all;
	return seen->count;
}

static size_t
place(const struct map *settled, struct span text)
{
	const struct map_entry *entry = map_get(settled, text);

	return entry == NULL ? SIZE_MAX : *(const size_t *)entry->value;
}

/* In a map, in a list and its place there. */
#define NAME_BYTES	(MAP_BYTES + sizeof(struct span) + 2 * sizeof(size_t))

struct names {
	struct map	units;
	struct map	coders;
	struct map	codes;
	struct map	others;		/* codes that aren't wanted */
};

static size_t
names_count(const struct names *n)
{
	return n->units.count + n->coders.count + n->codes.count +
	    n->others.count;
}

static void
names_free(struct names *n)
{
	map_free(&n->units);
	map_free(&n->coders);
	map_free(&n->codes);
	map_free(&n->others);
}

static void
note_code(struct names *n, struct span code, bool all_wanted)
{
	if (all_wanted)
		note(&n->codes, code);
	else if (map_get(&n->codes, code) == NULL)
		note(&n->others, code);
}

static void
note_names(struct names *n, const struct entry *entries, size_t count,
    const struct span *wanted, size_t wanted_count)
{
	for (size_t i = 0; i < wanted_count; i++)
		note(&n->codes, wanted[i]);
	for (size_t i = 0; i < count; i++) {
		struct span tuple = entries[i].tuple;
		struct span unit = tuple_take(&tuple);
		struct span coder = tuple_take(&tuple);

		if (coder.n == 0)
			continue;
		note(&n->units, unit);
		note(&n->coders, coder);
		while (tuple.n > 0)
			note_code(n, tuple_take(&tuple), wanted_count == 0);
	}
}

static unsigned char *
mark_of(const struct coding *c, size_t unit, size_t coder, size_t code)
{
	return &c->marks[(unit * c->coder_count + coder) * c->code_count +
	    code];
}

static void
note_marks(struct coding *c, const struct names *n,
    const struct entry *entry)
{
	struct span tuple = entry->tuple, who;
	size_t unit = place(&n->units, tuple_take(&tuple)), coder, code;

	who = tuple_take(&tuple);
	if (who.n == 0) {
		c->coderless += entry->count;
		return;
	}
	coder = place(&n->coders, who);
	for (size_t i = 0; i < c->code_count; i++)
		if (*mark_of(c, unit, coder, i) == CODING_UNSEEN)
			*mark_of(c, unit, coder, i) = CODING_SEEN;
	while (tuple.n > 0) {
		code = place(&n->codes, tuple_take(&tuple));
		if (code == SIZE_MAX)
			continue;
		c->given = true;
		*mark_of(c, unit, coder, code) = CODING_GIVEN;
		c->single[unit * c->coder_count + coder] = code;
	}
}

static size_t
seen_by(const struct coding *c, size_t unit, size_t code, bool *given)
{
	size_t seen = 0;

	for (size_t i = 0; i < c->coder_count; i++) {
		enum coding_mark mark = coding_mark(c, unit, i, code);

		seen += mark != CODING_UNSEEN;
		*given |= mark == CODING_GIVEN;
	}
	return seen;
}

/* Not to give what nobody gives is no agreement. */
static bool
is_used(const struct coding *c, size_t code)
{
	for (size_t unit = 0; unit < c->unit_count; unit++) {
		bool given = false;

		if (seen_by(c, unit, code, &given) >= 2 && given)
			return true;
	}
	return false;
}

static void
find_used(struct coding *c, struct arena *arena)
{
	c->used = arena_alloc(arena, c->code_count * sizeof(*c->used));
	for (size_t i = 0; i < c->code_count; i++)
		if (is_used(c, i))
			c->used[c->used_count++] = i;
}

void
coding_make(struct coding *c, const struct entry *entries, size_t count,
    const struct span *wanted, size_t wanted_count, bool by_number,
    struct rows *rows)
{
	struct arena *arena = rows->arena;
	struct names n = {0};
	size_t pairs;

	*c = (struct coding){0};
	note_names(&n, entries, count, wanted, wanted_count);
	if (!rows_fit(rows, names_count(&n) * NAME_BYTES)) {
		names_free(&n);
		count = 0;
	}
	c->unit_count = settle(&n.units, &c->units, compare_texts, arena);
	c->coder_count = settle(&n.coders, &c->coders, compare_texts, arena);
	c->code_count = settle(&n.codes, &c->codes,
	    by_number ? compare_numbers : compare_texts, arena);
	c->other_count = settle(&n.others, &c->others, compare_texts, arena);
	pairs = c->unit_count * c->coder_count;
	if (!rows_fit(rows, pairs * (c->code_count + sizeof(*c->single))))
		c->unit_count = pairs = count = 0;
	c->marks = arena_zero(arena, pairs, c->code_count);
	c->single = arena_alloc(arena, pairs * sizeof(*c->single));
	for (size_t i = 0; i < pairs; i++)
		c->single[i] = RATING_NONE;
	for (size_t i = 0; i < count; i++)
		note_marks(c, &n, &entries[i]);
	find_used(c, arena);
	names_free(&n);
}

enum coding_mark
coding_mark(const struct coding *c, size_t unit, size_t coder, size_t code)
{
	return (enum coding_mark)*mark_of(c, unit, coder, code);
}

size_t
coding_coder(const struct coding *c, struct span name)
{
	size_t i = 0;

	while (i < c->coder_count && !span_equal(c->coders[i], name))
		i++;
	return i;
}

static size_t
rating_of(const struct coding *c, size_t unit, size_t code, size_t coder)
{
	enum coding_mark mark = coding_mark(c, unit, coder, code);

	return mark == CODING_UNSEEN ? RATING_NONE : mark == CODING_GIVEN;
}

size_t
coding_all(const void *coding, size_t unit, size_t item, size_t coder)
{
	const struct coding *c = coding;

	return rating_of(c, unit, c->used[item], coder);
}

size_t
coding_one(const void *coding, size_t unit, size_t item, size_t coder)
{
	const struct coding *c = coding;

	(void)item;
	return rating_of(c, unit, c->only, coder);
}

size_t
coding_single(const void *coding, size_t unit, size_t item, size_t coder)
{
	const struct coding *c = coding;

	(void)item;
	return c->single[unit * c->coder_count + coder];
}

/* What was seen has a mark for every code. */
static bool
is_seen(const struct coding *c, size_t unit, size_t coder)
{
	return c->code_count > 0 &&
	    coding_mark(c, unit, coder, 0) != CODING_UNSEEN;
}

bool
coding_is_shared(const struct coding *c)
{
	for (size_t unit = 0; unit < c->unit_count; unit++)
		for (size_t i = 0, seen = 0; i < c->coder_count; i++)
			if ((seen += is_seen(c, unit, i)) == 2)
				return true;
	return false;
}
