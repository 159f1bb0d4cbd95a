#include "base/utf8.h"
#include "text/terms_table.h"

#define PLACES	256	/* looked at together */

/* Where a term may begin. */
struct place {
	uint32_t		 byte;
	uint32_t		 character;
};

/* One that stays, and what a walk from there will read. */
struct start {
	struct place		 place;
	const struct cell	*second;	/* behind two characters */
	uint16_t		 third;		/* class */
};

struct search {
	const struct terms	*t;
	struct arena		*arena;
	struct span		 text;
	uint32_t		 character;	/* the next to scan */
	struct place		 places[PLACES];
	uint32_t		 count;
	struct start		 starts[PLACES];
	struct terms_hit	*hits;
	size_t			 hit_count, capacity;
};

/*
 * Gathers places from p on, which is byte `at` of the text, until p is at end
 * or there is no room; eight bytes may be read from each character before end.
 * Returns the byte of the text behind.  Each character is written down, and
 * stays if it begins a pair that may begin a term: no branch is in doubt.
 * Inlined, or gcc 12 asks for every character whether there are singles.
 */
__attribute__((always_inline)) static inline size_t
scan(struct search *s, const char *p, const char *end, size_t at, bool singles)
{
	const struct sieve alone = s->t->alone, pairs = s->t->pairs;
	const char *from = p;
	uint32_t count = s->count, character = s->character;
	uint64_t eight, pair;
	size_t width;

	while (p < end && count < PLACES) {
		eight = terms_eight(p);
		if ((eight & 0xf00000f0) == 0xe00000e0) {
			width = 3;
			pair = terms_key(eight, 6);
		} else {
			width = utf8_width(p[0]);
			pair = terms_key(eight, width + utf8_width(p[width]));
		}
		s->places[count] = (struct place){
		    (uint32_t)(at + (size_t)(p - from)), character++ };
		count += sieve_holds(&pairs, pair) | (singles &&
		    sieve_holds(&alone, terms_key(eight, width)));
		p += width;
	}
	s->count = count;
	s->character = character;
	return at + (size_t)(p - from);
}

/* The same from a byte of the text on; the last seven are read elsewhere. */
static size_t
scan_from(struct search *s, size_t at)
{
	const struct span rest = span_from(s->text, at);
	char last[16] = { 0 };
	const char *p = rest.p, *end;

	if (rest.n >= 8)
		end = rest.p + rest.n - 7;
	else {
		memcpy(last, rest.p, rest.n);
		p = last;
		end = last + rest.n;
	}
	return s->t->singles == 0 ? scan(s, p, end, at, false) :
	    scan(s, p, end, at, true);
}

/* Whether the text may begin with a term of so many characters, or more. */
static bool
begins_term(const struct sieve *terms, struct span text, unsigned characters)
{
	char bytes[16] = { 0 };
	size_t n = 0;

	while (characters-- > 0) {
		if (n == text.n)
			return false;
		n += utf8_width(text.p[n]);
	}
	memcpy(bytes, text.p, n);
	return sieve_holds(terms, terms_key_of(bytes, n));
}

/* Three, two or one, of three bytes each: nine bytes. */
static inline unsigned
may_begin_wide(const struct terms *t, uint64_t eight, char ninth)
{
	return sieve_holds(&t->heads, terms_key(eight, 6)) |
	    sieve_holds(&t->heads, terms_long_key(eight,
	    (unsigned char)ninth)) | (t->singles > 0 &&
	    sieve_holds(&t->alone, terms_key(eight, 3)));
}

static bool
may_begin(const struct terms *t, struct span text)
{
	return begins_term(&t->heads, text, 2) ||
	    begins_term(&t->heads, text, 3) ||
	    (t->singles > 0 && begins_term(&t->alone, text, 1));
}

/* Keeps the places where as much as is in a key may begin a term. */
static void
sift(struct search *s)
{
	struct span text;
	uint64_t eight;
	uint32_t i, n = 0;

	for (i = 0; i < s->count; i++) {
		text = span_from(s->text, s->places[i].byte);
		eight = text.n < 9 ? 0 : terms_eight(text.p);
		s->places[n] = s->places[i];
		if ((eight & 0xf00000f00000f0) == 0xe00000e00000e0)
			n += may_begin_wide(s->t, eight, text.p[8]);
		else
			n += may_begin(s->t, text);
	}
	s->count = n;
}

/* The class of the character at byte *at of the text, which moves behind. */
static inline uint16_t
next_class(const struct search *s, size_t *at)
{
	return *at < s->text.n ? class_of(s->t, utf8_next(s->text, at)) :
	    CLASS_OTHER;
}

/* Asks for the second cell of each walk, then for the third. */
static void
look_ahead(struct search *s)
{
	const struct cell *cells = s->t->cells, *first;
	struct start *start, *end = s->starts + s->count;
	const struct place *place = s->places;
	uint16_t second;
	size_t at;

	for (start = s->starts; start < end; start++, place++) {
		at = place->byte;
		first = &cells[next_class(s, &at)];
		second = next_class(s, &at);
		*start = (struct start){ *place, first->base & BASE_LEAF ?
		    first : &cells[(first->base & BASE_MASK) ^ second],
		    next_class(s, &at) };
		__builtin_prefetch(start->second);
	}
	for (start = s->starts; start < end; start++)
		if ((start->second->base & BASE_LEAF) == 0)
			__builtin_prefetch(&cells[(start->second->base &
			    BASE_MASK) ^ start->third]);
}

static void
add_hit(struct search *s, struct terms_hit hit)
{
	if (s->hit_count == s->capacity)
		s->hits = arena_grow(s->arena, s->hits, s->hit_count,
		    &s->capacity, s->hit_count + 1, sizeof(*s->hits));
	s->hits[s->hit_count++] = hit;
}

static void
report(struct search *s, uint32_t value, uint32_t start, uint32_t end)
{
	const uint32_t *equal = s->t->equals + (value & ~VALUE_MORE);

	if ((value & VALUE_MORE) == 0) {
		add_hit(s, (struct terms_hit){ value, start, end });
		return;
	}
	do
		add_hit(s, (struct terms_hit){ *equal & ~EQUAL_MORE, start,
		    end });
	while (*equal++ & EQUAL_MORE);
}

/* Follows the trie from a place. */
static void
walk(struct search *s, struct place from)
{
	const struct cell *cells = s->t->cells;
	uint32_t node = 0, child, base = 0, end = from.character;
	size_t at = from.byte;

	for (;;) {
		child = base ^ next_class(s, &at);
		end++;
		if (cells[child].check != node)
			return;
		base = cells[child].base & BASE_MASK;
		if (cells[child].base & BASE_LEAF) {
			report(s, base, from.character, end);
			return;
		}
		if (cells[child].base & BASE_TERM)
			report(s, cells[base ^ CLASS_VALUE].base,
			    from.character, end);
		node = child;
	}
}

size_t
terms_find(const struct terms *t, struct arena *a, struct span text,
    size_t most, struct terms_hit **hits)
{
	struct search s;
	size_t at = 0;
	uint32_t i;

	*hits = NULL;
	if (t->count == 0)
		return 0;
	s.t = t;
	s.arena = a;
	s.text = text;
	s.hits = NULL;
	s.character = 0;
	s.hit_count = s.capacity = 0;
	while (at < text.n && s.hit_count <= most) {
		s.count = 0;
		while (at < text.n && s.count < PLACES)
			at = scan_from(&s, at);
		sift(&s);
		look_ahead(&s);
		for (i = 0; i < s.count; i++)
			walk(&s, s.starts[i].place);
	}
	*hits = s.hits;
	return s.hit_count;
}
