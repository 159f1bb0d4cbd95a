#include "base/utf8.h"
#include "text/terms_table.h"

#define PLACES	256	/* looked at together, or one more */

/*
 * Where a term may begin: the byte of the text, and the character above it.
 */
#define PLACE_CHARACTER		((uint64_t)1 << 32)

static inline uint32_t
byte_of(uint64_t place)
{
	return (uint32_t)place;
}

static inline uint32_t
character_of(uint64_t place)
{
	return (uint32_t)(place >> 32);
}

/* One that stays, and where a walk from there begins. */
struct start {
	uint64_t	place;
	uint32_t	first, second;	/* cells behind one and two characters,
					 * or the root */
	uint32_t	at;		/* byte behind three */
	uint16_t	third;		/* class */
};

struct search {
	const struct terms	*t;
	struct arena		*arena;
	struct span		 text;
	uint64_t		*places;
	uint32_t		 count;
	struct start		*starts;
	struct terms_hit	*hits;
	size_t			 hit_count, capacity;
};

/*
 * Gathers places from p on, where the text is at `place`, until p is at end or
 * there is no room; eleven bytes may be read from each character before end.
 * Returns the place behind.  Each character is written down, and stays if it
 * begins a pair that may begin a term: no branch is in doubt.  Two of three
 * characters of three bytes are looked at in one step.
 */
static uint64_t
scan(struct search *s, const char *p, const char *end, uint64_t place)
{
	const uint64_t wide = PLACE_CHARACTER | 3;
	const struct sieve pairs = s->t->pairs;
	uint64_t *places = s->places, eight;
	uint32_t count = s->count;
	size_t width;

	while (p < end && count < PLACES) {
		eight = eight_at(p);
		places[count] = place;
		if (eight_are_wide(eight, 3)) {
			count += sieve_may_hold(&pairs, terms_key(eight, 6));
			places[count] = place + wide;
			count += sieve_may_hold(&pairs,
			    terms_key(eight_at(p + 3), 6));
			place += 2 * wide;
			p += 6;
		} else {
			width = utf8_width(p[0]);
			count += sieve_may_hold(&pairs, terms_key(eight,
			    width + utf8_width(p[width])));
			place += PLACE_CHARACTER | width;
			p += width;
		}
	}
	s->count = count;
	return place;
}

/* The same from a place of the text on; its last bytes are read elsewhere. */
static uint64_t
scan_from(struct search *s, uint64_t place)
{
	const struct span rest = span_from(s->text, byte_of(place));
	char last[24] = { 0 };

	if (rest.n >= 11)
		return scan(s, rest.p, rest.p + rest.n - 10, place);
	memcpy(last, rest.p, rest.n);
	return scan(s, last, last + rest.n, place);
}

/* Whether so many characters of the text may be how a term begins. */
static bool
begins_term(const struct sieve *heads, struct span text, unsigned characters)
{
	char bytes[16] = { 0 };
	size_t n = 0;

	while (characters-- > 0) {
		if (n == text.n)
			return false;
		n += utf8_width(text.p[n]);
	}
	memcpy(bytes, text.p, n);
	return sieve_holds(heads, terms_key_of(bytes, n));
}

/* Keeps the places where two characters, or three, may begin a term. */
static void
sift(struct search *s)
{
	const struct sieve heads = s->t->heads;
	struct span text;
	uint64_t eight;
	uint32_t i, n = 0;

	for (i = 0; i < s->count; i++) {
		text = span_from(s->text, byte_of(s->places[i]));
		eight = text.n < 9 ? 0 : eight_at(text.p);
		s->places[n] = s->places[i];
		if (eight_are_wide(eight, 3))
			n += sieve_holds(&heads, terms_key(eight, 6)) |
			    sieve_holds(&heads, terms_long_key(eight,
			    (unsigned char)text.p[8]));
		else
			n += begins_term(&heads, text, 2) ||
			    begins_term(&heads, text, 3);
	}
	s->count = n;
}

/* The slot of a character of three bytes, with which eight begin. */
static inline uint32_t
wide_slot(uint64_t eight)
{
	return (uint32_t)((eight & 0xf) << 12 | (eight >> 2 & 0xfc0) |
	    (eight >> 16 & 0x3f));
}

/* The slot of the character at byte *at of the text, which moves behind. */
static inline __attribute__((always_inline)) uint32_t
next_slot(const struct terms *t, struct span text, size_t *at)
{
	uint64_t eight;

	if (text.n - *at >= sizeof(eight)) {
		eight = eight_at(text.p + *at);
		if (eight_are_wide(eight, 1)) {
			*at += 3;
			return wide_slot(eight);
		}
	}
	return slot_of(t, utf8_next(text, at));
}

/* Its class, or that of the text's end. */
static inline uint16_t
next_class(const struct terms *t, struct span text, size_t *at)
{
	uint32_t slot = *at < text.n ? next_slot(t, text, at) : SLOT_NONE;

	return slot == SLOT_NONE ? CLASS_OTHER : t->classes[slot];
}

/* Only a child of the root has a base: else the value of a term may be there. */
static struct start
start_at(const struct search *s, uint64_t place)
{
	const struct terms *t = s->t;
	const struct cell *first;
	struct start start = { .place = place };
	uint16_t second;
	size_t at = byte_of(place);

	start.first = next_class(t, s->text, &at);
	second = next_class(t, s->text, &at);
	start.third = next_class(t, s->text, &at);
	start.at = (uint32_t)at;
	first = &t->cells[start.first];
	if (first->check == 0 && !(first->base & BASE_LEAF))
		start.second = (first->base & BASE_MASK) + second;
	return start;
}

/* Asks for the second cell of each walk, then for what it leads to. */
static void
look_ahead(struct search *s)
{
	const struct cell *cells = s->t->cells, *second;
	struct start *start, *end = s->starts + s->count;
	const uint64_t *place = s->places;
	uint32_t base;

	for (start = s->starts; start < end; start++) {
		*start = start_at(s, *place++);
		__builtin_prefetch(&cells[start->second]);
	}
	for (start = s->starts; start < end; start++) {
		second = &cells[start->second];
		if (second->check != start->first || second->base & BASE_LEAF)
			continue;
		base = second->base & BASE_MASK;
		__builtin_prefetch(&cells[base + start->third]);
		if (second->base & BASE_TERM)
			__builtin_prefetch(&cells[base + CLASS_VALUE]);
	}
}

static inline void
add_hit(struct search *s, uint32_t term, uint32_t start, uint32_t end)
{
	struct terms_hit *hit;

	s->hits = arena_grow(s->arena, s->hits, s->hit_count, &s->capacity,
	    s->hit_count + 1, sizeof(*s->hits));
	hit = &s->hits[s->hit_count++];
	hit->term = term;
	hit->start = start;
	hit->end = end;
}

static void
report_equals(struct search *s, uint32_t value, uint32_t start, uint32_t end)
{
	const uint32_t *equal = s->t->equals + (value & ~VALUE_MORE);

	do
		add_hit(s, *equal & ~EQUAL_MORE, start, end);
	while (*equal++ & EQUAL_MORE);
}

static inline void
report(struct search *s, uint32_t value, uint32_t start, uint32_t end)
{
	if (value & VALUE_MORE)
		report_equals(s, value, start, end);
	else
		add_hit(s, value, start, end);
}

/* Follows the trie behind two characters, to terms of as many or more. */
static void
walk(struct search *s, const struct start *start)
{
	const struct terms *t = s->t;
	const struct cell *cells = t->cells;
	const uint32_t from = character_of(start->place);
	uint32_t node = start->first, child = start->second, base;
	uint32_t end = from + 2;
	uint16_t class = start->third;
	size_t at = start->at;

	while (cells[child].check == node) {
		base = cells[child].base & BASE_MASK;
		if (cells[child].base & BASE_LEAF) {
			report(s, base, from, end);
			return;
		}
		if (cells[child].base & BASE_TERM)
			report(s, cells[base + CLASS_VALUE].base, from, end);
		node = child;
		child = base + class;
		class = next_class(t, s->text, &at);
		end++;
	}
}

static void
find_longer(struct search *s, size_t most)
{
	uint64_t place = 0;
	uint32_t i;

	while (byte_of(place) < s->text.n && s->hit_count <= most) {
		s->count = 0;
		while (byte_of(place) < s->text.n && s->count < PLACES)
			place = scan_from(s, place);
		sift(s);
		look_ahead(s);
		for (i = 0; i < s->count; i++)
			walk(s, &s->starts[i]);
	}
}

/* Whether the character that stands in a slot is a term, without a branch. */
static inline unsigned
is_alone(const uint64_t *alone, uint32_t first, uint32_t words, uint32_t slot)
{
	uint32_t word = (slot - first) / 64;

	return (unsigned)(alone[word < words ? word : words] >>
	    slot % 64) & 1;
}

/*
 * Gathers characters that are a term from byte *at on, which moves behind,
 * until there is no room: with the slot where the byte of a place would be.
 * Every second one may be: no branch is in doubt.  Two of three characters of
 * three bytes are looked at in one step.
 */
static void
gather_alone(struct search *s, size_t *at, uint32_t *character)
{
	const struct terms *t = s->t;
	const struct span text = s->text;
	const uint64_t *alone = t->alone;
	const uint32_t first = t->alone_first, words = t->alone_words;
	uint64_t *places = s->places, eight, place = *character;
	uint32_t count = 0, slot;
	size_t i = *at;

	place *= PLACE_CHARACTER;
	while (i < text.n && count < PLACES) {
		eight = text.n - i < sizeof(eight) ? 0 : eight_at(text.p + i);
		if (eight_are_wide(eight, 2)) {
			slot = wide_slot(eight);
			places[count] = place | slot;
			count += is_alone(alone, first, words, slot);
			place += PLACE_CHARACTER;
			slot = wide_slot(eight >> 24);
			i += 6;
		} else
			slot = next_slot(t, text, &i);
		places[count] = place | slot;
		count += is_alone(alone, first, words, slot);
		place += PLACE_CHARACTER;
	}
	s->count = count;
	*at = i;
	*character = character_of(place);
}

static void
find_alone(struct search *s, size_t most)
{
	const struct terms *t = s->t;
	const uint64_t *place, *end;
	uint32_t character = 0;
	size_t at = 0;

	while (at < s->text.n && s->hit_count <= most) {
		gather_alone(s, &at, &character);
		end = s->places + s->count;
		for (place = s->places; place < end; place++)
			report(s, t->alone_values[byte_of(*place) -
			    t->alone_first], character_of(*place),
			    character_of(*place) + 1);
	}
}

/* Puts the last hits, from `from` on, among those before. */
static void
merge(struct search *s, size_t from)
{
	struct terms_hit *all = arena_alloc(s->arena,
	    s->hit_count * sizeof(*all));
	size_t i = 0, k = from, n;

	for (n = 0; n < s->hit_count; n++)
		all[n] = k == s->hit_count || (i < from &&
		    s->hits[i].start < s->hits[k].start) ? s->hits[i++] :
		    s->hits[k++];
	s->hits = all;
}

size_t
terms_find(const struct terms *t, struct arena *a, struct span text,
    unsigned which, size_t most, struct terms_hit **hits)
{
	uint64_t places[PLACES + 1];
	struct start starts[PLACES + 1];
	struct search s = { .t = t, .arena = a, .text = text,
	    .places = places, .starts = starts };
	size_t longer;

	*hits = NULL;
	if (t->count == 0)
		return 0;
	if (which & TERMS_LONGER)
		find_longer(&s, most);
	longer = s.hit_count;
	if (t->alone_words > 0 && which & TERMS_ALONE)
		find_alone(&s, most);
	if (longer > 0 && longer < s.hit_count)
		merge(&s, longer);
	*hits = s.hits;
	return s.hit_count;
}
