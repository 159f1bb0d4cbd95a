#include "text/terms_table.h"

#define WINDOW		2048		/* characters, and the longest term */
#define AHEAD		8		/* candidates prefetched */

struct search {
	const struct terms	*t;
	struct arena		*arena;
	uint32_t		 origin;	/* where the window begins */
	uint16_t		*classes;	/* of the window, and two 0 */
	uint32_t		 filled;
	uint16_t		*candidates;	/* positions in it */
	uint32_t		 count;
	struct terms_hit	*hits;
	size_t			 hit_count, capacity;
};

/*
 * Fills the window, of which something stands there, up to most from byte at
 * of the text; returns the byte behind.  Whether a term may begin at a
 * character is decided, without a branch, when the next one is known.
 */
static size_t
scan(struct search *s, struct span text, size_t at, uint32_t most)
{
	const struct terms *t = s->t;
	const unsigned char *p = (const unsigned char *)text.p + at;
	const unsigned char *end = (const unsigned char *)text.p + text.n;
	const uint64_t *pairs = t->pairs;
	const uint16_t *table = t->classes;
	uint16_t *classes = s->classes, *candidates = s->candidates;
	uint32_t n = s->filled, count = s->count, singles = t->singles;
	uint32_t last = classes[n - 1], class, h;
	unsigned shift = t->pair_shift;

	while (p < end && n < most) {
		if ((p[0] & 0xf0) == 0xe0) {
			class = table[(p[0] & 0x0fu) << 12 |
			    (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu)];
			p += 3;
		} else if (p[0] < 0x80) {
			class = table[*p++];
		} else if (p[0] < 0xe0) {
			class = table[(p[0] & 0x1fu) << 6 | (p[1] & 0x3fu)];
			p += 2;
		} else {
			class = class_of(t, (p[0] & 0x07u) << 18 |
			    (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 |
			    (p[3] & 0x3fu));
			p += 4;
		}
		h = pair_hash(last, class, shift);
		candidates[count] = (uint16_t)(n - 1);
		count += (uint32_t)(pairs[h >> 6] >> (h & 63) & 1) |
		    (last - CLASS_FIRST < singles);
		classes[n++] = (uint16_t)class;
		last = class;
	}
	s->filled = n;
	s->count = count;
	return (size_t)(p - (const unsigned char *)text.p);
}

static void
report(struct search *s, uint32_t value, uint32_t start, uint32_t end)
{
	bool more;

	do {
		more = s->t->values[value] & VALUE_MORE;
		if (s->hit_count == s->capacity)
			s->hits = arena_grow(s->arena, s->hits, s->hit_count,
			    &s->capacity, s->hit_count + 1, sizeof(*s->hits));
		s->hits[s->hit_count++] = (struct terms_hit){
		    s->t->values[value++] & ~VALUE_MORE,
		    s->origin + start, s->origin + end };
	} while (more);
}

/* Follows the trie from a position of the window. */
static void
walk(struct search *s, uint32_t start)
{
	const struct cell *cells = s->t->cells;
	uint32_t node = 0, child, base = 0, i = start;

	for (;;) {
		child = base ^ s->classes[i++];
		if (cells[child].check != node)
			return;
		base = cells[child].base & BASE_MASK;
		if (cells[child].base & BASE_LEAF) {
			report(s, base, start, i);
			return;
		}
		if (cells[child].base & BASE_TERM)
			report(s, cells[base ^ CLASS_VALUE].base, start, i);
		node = child;
	}
}

/*
 * The second and the third cell that a walk from i will read; the first is in
 * the cache.  (A function that did nothing but prefetch them would be left out
 * by gcc 12, as one without effect.)
 */
static inline const struct cell *
second_cell(const struct search *s, uint32_t i)
{
	const struct cell *cells = s->t->cells, *first = &cells[s->classes[i]];

	return first->base & BASE_LEAF ? first :
	    &cells[(first->base & BASE_MASK) ^ s->classes[i + 1]];
}

static inline const struct cell *
third_cell(const struct search *s, uint32_t i)
{
	const struct cell *second = second_cell(s, i);

	return second->base & BASE_LEAF ? second :
	    &s->t->cells[(second->base & BASE_MASK) ^ s->classes[i + 2]];
}

/*
 * Walks from the candidates before `done`, and drops that much of the
 * window: a term that begins behind may reach out of it.  Most texts have
 * fewer candidates than are looked ahead.
 */
static void
walk_window(struct search *s, uint32_t done)
{
	const uint16_t *c = s->candidates;
	uint32_t i, k;

	s->classes[s->filled] = s->classes[s->filled + 1] = CLASS_OTHER;
	for (i = 0; i < 2 * AHEAD && i < s->count; i++)
		__builtin_prefetch(second_cell(s, c[i]));
	for (i = 0; i < AHEAD && i < s->count; i++)
		__builtin_prefetch(third_cell(s, c[i]));
	for (i = 0; i < s->count && c[i] < done; i++) {
		if (i + 2 * AHEAD < s->count)
			__builtin_prefetch(second_cell(s, c[i + 2 * AHEAD]));
		if (i + AHEAD < s->count)
			__builtin_prefetch(third_cell(s, c[i + AHEAD]));
		walk(s, c[i]);
	}
	for (k = 0; i < s->count; i++, k++)
		s->candidates[k] = (uint16_t)(c[i] - done);
	s->count = k;
	s->filled -= done;
	memmove(s->classes, s->classes + done,
	    s->filled * sizeof(*s->classes));
	s->origin += done;
}

size_t
terms_find(const struct terms *t, struct arena *a, struct span text,
    size_t most, struct terms_hit **hits)
{
	struct search s = { .t = t, .arena = a };
	uint32_t room;
	size_t at = 0;

	*hits = NULL;
	if (t->count == 0)
		return 0;
	room = 1 + (text.n < WINDOW ? (uint32_t)text.n : WINDOW + t->longest);
	s.classes = arena_alloc(a, (room + 2) * sizeof(*s.classes));
	s.candidates = arena_alloc(a, (room + 1) * sizeof(*s.candidates));
	/* What stands before the text is in no term. */
	s.classes[s.filled++] = CLASS_OTHER;
	s.origin = UINT32_MAX;
	while ((at = scan(&s, text, at, room)) < text.n) {
		walk_window(&s, s.filled - t->longest);
		if (s.hit_count > most)
			break;
	}
	s.candidates[s.count++] = (uint16_t)(s.filled - 1);
	walk_window(&s, s.filled);
	*hits = s.hits;
	return s.hit_count;
}
