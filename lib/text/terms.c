#include "base/utf8.h"
#include "text/terms_x86.h"

#define PLACES	256	/* looked at together, or a stretch more */
#define PIECE	24	/* bytes */
#define EDGE	15	/* bytes that are read from a place on, or less */

/*
 * Where a term may begin: the byte of the text, and the character above it.
 */
#define PLACE_CHARACTER		((uint64_t)1 << 32)
#define PLACE_WIDE		(PLACE_CHARACTER | 3)

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

/* Whether the characters from p on may be how a term begins, of any width. */
static inline unsigned
may_begin(const struct heads *heads, const char *p)
{
	const size_t one = utf8_width(p[0]), two = one + utf8_width(p[one]);
	const uint32_t pair = heads_pair(heads_bytes(eight_at(p), two));

	return heads_hold(heads, pair) | heads_hold(heads, heads_triple(pair,
	    (uint32_t)heads_bytes(eight_at(p + two - 1),
	    1 + utf8_width(p[two]))));
}

/* The same where eight begin with three characters of three bytes. */
static inline unsigned
may_begin_wide(const struct heads *heads, uint64_t eight, const char *p)
{
	const uint32_t pair = heads_pair(eight);

	return heads_hold(heads, pair) | heads_hold(heads,
	    heads_triple(pair, (uint32_t)eight_at(p + 5)));
}

/*
 * Gathers places from p on, where the text is at `place`, until p is at end or
 * there is no room; EDGE bytes may be read from each character before end.
 * Returns the place behind.  Each character is written down, and stays if a
 * term may begin there: no branch is in doubt.
 */
static uint64_t
scan(struct search *s, const char *p, const char *end, uint64_t place)
{
	const struct heads heads = s->t->heads;
	uint64_t *places = s->places, eight;
	uint32_t count = s->count;
	size_t width;

	while (p < end && count < PLACES) {
		eight = eight_at(p);
		places[count] = place;
		if (eight_are_wide(eight, 3)) {
			count += may_begin_wide(&heads, eight, p);
			place += PLACE_WIDE;
			p += 3;
		} else {
			count += may_begin(&heads, p);
			width = utf8_width(p[0]);
			place += PLACE_CHARACTER | width;
			p += width;
		}
	}
	s->count = count;
	return place;
}

/* The bits of a stretch as places. */
static inline void
scan_bits(struct search *s, uint64_t bits, uint64_t place)
{
	for (; bits != 0; bits &= bits - 1)
		s->places[s->count++] = place +
		    (uint64_t)__builtin_ctzll(bits) * PLACE_WIDE;
}

/* The same by stretches; what is behind one is gone through for a piece. */
static uint64_t
scan_stretches(struct search *s, uint64_t place)
{
	const char *p, *end = s->text.p + s->text.n;
	uint64_t bits;
	unsigned n;

	for (;;) {
		p = s->text.p + byte_of(place);
		if (end - p < EDGE || s->count >= PLACES)
			return place;
		n = terms_heads_avx2(&s->t->heads, p, end, &bits);
		scan_bits(s, bits, place);
		place += n * PLACE_WIDE;
		p += 3 * n;
		if (n < TERMS_STRETCH)
			place = scan(s, p, end - p < PIECE + EDGE ?
			    end - EDGE + 1 : p + PIECE, place);
	}
}

/* The same from a place of the text on; its last bytes are read elsewhere. */
static uint64_t
scan_from(struct search *s, uint64_t place)
{
	const struct span rest = span_from(s->text, byte_of(place));
	char last[2 * EDGE] = { 0 };

	if (rest.n >= EDGE && s->t->avx2)
		return scan_stretches(s, place);
	if (rest.n >= EDGE)
		return scan(s, rest.p, rest.p + rest.n - EDGE + 1, place);
	memcpy(last, rest.p, rest.n);
	return scan(s, last, last + rest.n, place);
}

/* Eight bytes of the text from one on if three characters of three do; or 0. */
static inline uint64_t
three_are_wide(struct span text, uint32_t byte)
{
	uint64_t eight;

	if (text.n - byte < 9)
		return 0;
	eight = eight_at(text.p + byte);
	return eight_are_wide(eight, 3) ? eight : 0;
}

/* The slot of a character of three bytes, with which eight begin. */
static inline uint32_t
wide_slot(uint64_t eight)
{
	return (uint32_t)((eight & 0xf) << 12 | (eight >> 2 & 0xfc0) |
	    (eight >> 16 & 0x3f));
}

/* The same of two, the second one's from bit 24 on. */
static inline uint64_t
two_wide_slots(uint64_t eight)
{
	return (eight & UINT64_C(0x00000f00000f)) << 12 |
	    (eight >> 8 & UINT64_C(0x00003f00003f)) << 6 |
	    (eight >> 16 & UINT64_C(0x00003f00003f));
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

/* Only a child of the root has a base: else a term's value may be there. */
static inline struct start
start_at(const struct search *s, uint64_t place)
{
	const struct terms *t = s->t;
	const struct cell *first;
	struct start start = { .place = place };
	uint16_t second;
	size_t at = byte_of(place);
	uint64_t eight = three_are_wide(s->text, byte_of(place)), slots;

	if (eight != 0) {
		slots = two_wide_slots(eight);
		start.first = t->classes[(uint16_t)slots];
		second = t->classes[slots >> 24];
		start.third = t->classes[wide_slot(eight_at(s->text.p + at +
		    1) >> 40)];
		start.at = (uint32_t)at + 9;
	} else {
		start.first = next_class(t, s->text, &at);
		second = next_class(t, s->text, &at);
		start.third = next_class(t, s->text, &at);
		start.at = (uint32_t)at;
	}
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
		look_ahead(s);
		for (i = 0; i < s->count; i++)
			walk(s, &s->starts[i]);
	}
}

/* Whether the character that stands in a slot is a term, without a branch. */
static inline unsigned
is_alone(const struct terms *t, uint32_t slot)
{
	uint32_t word = (slot - t->alone_first) / 32;

	return t->alone[word < t->alone_words ? word : t->alone_words] <<
	    slot % 32 >> 31;
}

/*
 * Gathers characters that are a term from byte *at on, which moves behind,
 * until byte end, or there is no room: with the slot where the byte of a place
 * would be.  Every second one may be: no branch is in doubt.
 */
static void
gather_some(struct search *s, size_t end, size_t *at, uint64_t *place)
{
	const struct terms *t = s->t;
	uint32_t slot;

	for (; *at < end && s->count < PLACES; *place += PLACE_CHARACTER) {
		slot = next_slot(t, s->text, at);
		s->places[s->count] = *place | slot;
		s->count += is_alone(t, slot);
	}
}

/* The bits of a stretch, with their slots. */
static inline void
gather_bits(struct search *s, uint64_t bits, const char *p, uint64_t place)
{
	unsigned i;

	for (; bits != 0; bits &= bits - 1) {
		i = (unsigned)__builtin_ctzll(bits);
		s->places[s->count++] = (place + i * PLACE_CHARACTER) |
		    wide_slot(eight_at(p + 3 * i));
	}
}

/* The same by stretches; what is behind one is gone through for a piece. */
static void
gather_stretches(struct search *s, size_t *at, uint64_t *place)
{
	const struct span text = s->text;
	uint64_t bits;
	unsigned n;

	while (*at < text.n && s->count < PLACES) {
		n = terms_alone_avx2(s->t, text.p + *at, text.p + text.n,
		    &bits);
		gather_bits(s, bits, text.p + *at, *place);
		*place += n * PLACE_CHARACTER;
		*at += 3 * n;
		if (n < TERMS_STRETCH)
			gather_some(s, text.n - *at < PIECE ? text.n :
			    *at + PIECE, at, place);
	}
}

static void
find_alone(struct search *s, size_t most)
{
	const struct terms *t = s->t;
	const uint64_t *found, *end;
	uint64_t place = 0;
	uint32_t start;
	size_t at = 0;

	while (at < s->text.n && s->hit_count <= most) {
		s->count = 0;
		if (t->avx2)
			gather_stretches(s, &at, &place);
		else
			gather_some(s, s->text.n, &at, &place);
		end = s->places + s->count;
		for (found = s->places; found < end; found++) {
			start = character_of(*found);
			report(s, t->alone_values[byte_of(*found) -
			    t->alone_first], start, start + 1);
		}
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
	uint64_t places[PLACES + TERMS_STRETCH];
	struct start starts[PLACES + TERMS_STRETCH];
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
