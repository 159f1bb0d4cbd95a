#include <assert.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "text/terms_table.h"
#include "text/variants.h"

#define HEADS_LEAST	4		/* words, 2^n */
#define HEADS_MOST	16		/* 256 KiB */

#define TRIES		92		/* to place the children of a node, each
					 * of 64 bases */
#define LARGE		32		/* words of a node */
#define NO_BASE		UINT32_MAX

/* A term as classes, with its first three in front to compare by. */
struct word {
	uint64_t	 key;
	const uint16_t	*classes;
	uint32_t	 n;
	uint32_t	 term;
};

/* Words lo to hi are equal up to depth and share the node there. */
struct branch {
	uint32_t	lo, hi;
	uint32_t	depth;
	uint32_t	node;
};

/* Its bytes, with nulls behind them. */
struct character {
	char		bytes[4];
};

struct builder {
	struct terms	*t;
	struct arena	*run;
	struct arena	 scratch;
	unsigned	 fold;
	const uint32_t	*values;	/* of terms, or NULL */
	size_t		 table_size, table_capacity;	/* of t->classes */
	uint32_t	 class_count;
	size_t		 characters;	/* of all terms */

	struct character *members;	/* of classes */
	uint32_t	*ends;		/* of those of each, in members */

	struct word	*words;
	uint32_t	*equals;
	size_t		 equal_count, equal_capacity;
	struct branch	*todo;
	size_t		 todo_count, todo_capacity;

	struct cell	*cells;
	size_t		 cell_count, cell_capacity;
	uint64_t	*free;		/* cells, by bits */
	size_t		 free_capacity;
	uint32_t	 end;		/* cells from there on are free */
	uint32_t	 at;		/* the word of free looked at last */
	uint16_t	*labels;	/* of the node at hand */
	uint32_t	*starts;	/* and the words they begin at */
};

static uint16_t *
class_slot(struct builder *b, uint32_t c)
{
	struct terms *t = b->t;
	uint32_t *page;
	size_t end = b->table_size + PAGE_SIZE;

	if (c < BMP_SIZE)
		return &t->classes[c];
	if (t->pages == NULL)
		t->pages = arena_zero(b->run, PAGE_COUNT, sizeof(*t->pages));
	page = &t->pages[(c - BMP_SIZE) >> PAGE_BITS];
	if (*page == 0) {
		t->classes = arena_grow(&b->scratch, t->classes,
		    b->table_size, &b->table_capacity, end,
		    sizeof(*t->classes));
		memset(t->classes + b->table_size, 0,
		    PAGE_SIZE * sizeof(*t->classes));
		*page = (uint32_t)b->table_size;
		b->table_size = end;
	}
	return &t->classes[*page + c % PAGE_SIZE];
}

/* The class of a character of a term, made if it is new; 0: too many. */
static uint16_t
class_make(struct builder *b, uint32_t c)
{
	uint16_t *slot = class_slot(b, terms_fold(c, b->fold));

	if (*slot == CLASS_OTHER && b->class_count <= UINT16_MAX)
		*slot = (uint16_t)b->class_count++;
	return *slot;
}

/* Its classes have room for one of each byte. */
static bool
add_word(struct builder *b, struct word *w, uint32_t term, struct span text,
    uint16_t *classes)
{
	uint32_t n = 0;
	size_t at = 0;

	while (at < text.n) {
		classes[n] = class_make(b, utf8_next(text, &at));
		if (classes[n++] == CLASS_OTHER)
			return false;
	}
	assert(n > 0 && n <= TERMS_MAX_LENGTH);
	*w = (struct word){ 0, classes, n, term };
	w->key = (uint64_t)classes[0] << 32 |
	    (uint64_t)(n > 1 ? classes[1] : 0) << 16 | (n > 2 ? classes[2] : 0);
	return true;
}

/* Gives c the class of the character that it folds to. */
static void
add_variant(struct builder *b, uint32_t c)
{
	uint32_t folded = terms_fold(c, b->fold);
	uint16_t class;

	if (folded == c)
		return;
	class = class_of(b->t, folded);
	if (class != CLASS_OTHER)
		*class_slot(b, c) = class;
}

static void
add_variants(struct builder *b)
{
	/* All that fold_case() changes, by Unicode 15, as a test makes sure. */
	static const struct { uint32_t lo, hi; } cased[] = {
		{ 0x41, 0x5a }, { 0xb5, 0x24e }, { 0x345, 0x345 },
		{ 0x370, 0x42f }, { 0x460, 0x556 }, { 0x10a0, 0x10cd },
		{ 0x13a0, 0x13f5 }, { 0x1c80, 0x1cbf }, { 0x1e00, 0x1ffc },
		{ 0x2126, 0x2132 }, { 0x2160, 0x2183 }, { 0x24b6, 0x24cf },
		{ 0x2c00, 0x2c2f }, { 0x2c60, 0x2cf2 }, { 0xa640, 0xa69a },
		{ 0xa722, 0xa7f5 }, { 0xff21, 0xff3a }, { 0x10400, 0x10427 },
		{ 0x104b0, 0x104d3 }, { 0x10570, 0x10595 },
		{ 0x10c80, 0x10cb2 }, { 0x118a0, 0x118bf },
		{ 0x16e40, 0x16e5f }, { 0x1e900, 0x1e921 }
	};
	size_t i;
	uint32_t c;

	if (b->fold & TERMS_FOLD_CASE)
		for (i = 0; i < sizeof(cased) / sizeof(*cased); i++)
			for (c = cased[i].lo; c <= cased[i].hi; c++)
				add_variant(b, c);
	if (b->fold & TERMS_FOLD_WIDTH) {
		for (c = 0xff01; c <= 0xff5e; c++)
			add_variant(b, c);
		add_variant(b, 0x3000);
	}
	if (b->fold & TERMS_FOLD_SCRIPT)
		for (i = 0; i < variant_count; i++)
			add_variant(b, variants[i].character);
}

static int
compare_words(const void *left, const void *right)
{
	const struct word *a = left, *b = right;
	uint32_t i;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	for (i = 3; i < a->n && i < b->n; i++)
		if (a->classes[i] != b->classes[i])
			return a->classes[i] < b->classes[i] ? -1 : 1;
	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	return a->term < b->term ? -1 : 1;
}

/* Words by one of their first three classes; equal ones stay as they stand. */
static void
sort_by(struct builder *b, const struct word *from, struct word *to,
    unsigned shift)
{
	uint32_t *places = arena_zero(&b->scratch, b->class_count + 1,
	    sizeof(*places));
	uint32_t i;

	for (i = 0; i < b->t->count; i++)
		places[(from[i].key >> shift & 0xffff) + 1]++;
	for (i = 1; i <= b->class_count; i++)
		places[i] += places[i - 1];
	for (i = 0; i < b->t->count; i++)
		to[places[from[i].key >> shift & 0xffff]++] = from[i];
}

/*
 * By the third class, the second, the first, then those that are equal so far:
 * 100,000 terms are built with 175 million instructions, by qsort() alone with
 * 255.
 */
static void
sort_words(struct builder *b)
{
	const uint32_t count = b->t->count;
	struct word *w = arena_alloc(&b->scratch, count * sizeof(*w));
	uint32_t from, to;

	sort_by(b, b->words, w, 0);
	sort_by(b, w, b->words, 16);
	sort_by(b, b->words, w, 32);
	for (from = 0; from < count; from = to) {
		for (to = from + 1; to < count && w[to].key == w[from].key;)
			to++;
		if (to - from > 1)
			qsort(w + from, to - from, sizeof(*w), compare_words);
	}
	b->words = w;
}

/* All terms as classes, and in their order; false: too many classes. */
static bool
read_words(struct builder *b, const struct span *terms)
{
	struct terms *t = b->t;
	uint16_t *classes;
	size_t bytes = 0;
	uint32_t i;

	b->table_size = BMP_SIZE;
	t->classes = arena_grow(&b->scratch, NULL, 0, &b->table_capacity,
	    BMP_SIZE, sizeof(*t->classes));
	memset(t->classes, 0, BMP_SIZE * sizeof(*t->classes));
	b->class_count = CLASS_FIRST;
	b->words = arena_alloc(&b->scratch, t->count * sizeof(*b->words));
	for (i = 0; i < t->count; i++)
		bytes += terms[i].n;
	classes = arena_alloc(&b->scratch, bytes * sizeof(*classes));
	for (i = 0; i < t->count; i++) {
		if (!add_word(b, &b->words[i], i, terms[i], classes))
			return false;
		classes += b->words[i].n;
		b->characters += b->words[i].n;
	}
	add_variants(b);
	sort_words(b);
	return true;
}

/* Of two characters, or of three, and nulls behind them. */
static void
add_head(struct heads *s, const char bytes[16], uint32_t characters)
{
	const uint32_t top = UINT32_C(0x80000000);
	const size_t one = utf8_width(bytes[0]);
	const size_t two = one + utf8_width(bytes[one]);
	uint32_t hash = heads_pair(heads_bytes(eight_at(bytes), two));

	if (characters == 3)
		hash = heads_triple(hash, (uint32_t)eight_at(bytes + two - 1));
	s->words[hash >> HEADS_WORD & s->last] |=
	    top >> (hash >> HEADS_BIT & 31) |
	    top >> (hash >> HEADS_OTHER & 31);
}

/* The character that each slot of the table of classes is of. */
static struct character *
list_characters(struct builder *b)
{
	const struct terms *t = b->t;
	struct character *all = arena_zero(&b->scratch, b->table_size,
	    sizeof(*all));
	uint32_t i, k;

	for (i = 0; i < BMP_SIZE; i++)
		if (t->classes[i] != CLASS_OTHER)
			utf8_encode(all[i].bytes, i);
	for (i = 0; t->pages != NULL && i < PAGE_COUNT; i++)
		for (k = 0; t->pages[i] != 0 && k < PAGE_SIZE; k++)
			utf8_encode(all[t->pages[i] + k].bytes,
			    BMP_SIZE + (i << PAGE_BITS) + k);
	return all;
}

/* The characters of the classes, one class after the other. */
static void
list_members(struct builder *b)
{
	const uint16_t *classes = b->t->classes;
	const struct character *characters = list_characters(b);
	uint32_t i;

	b->ends = arena_zero(&b->scratch, b->class_count + 1,
	    sizeof(*b->ends));
	b->members = arena_alloc(&b->scratch,
	    b->table_size * sizeof(*b->members));
	for (i = 0; i < b->table_size; i++)
		b->ends[classes[i] + 1]++;
	for (i = 1; i <= b->class_count; i++)
		b->ends[i] += b->ends[i - 1];
	for (i = 0; i < b->table_size; i++)
		b->members[b->ends[classes[i]]++] = characters[i];
}

/*
 * Adds a head of so many characters, of which n are still to come: each as all
 * that its class may be, behind `at` bytes that stand there.
 */
static void
add_heads(struct builder *b, uint32_t characters, const uint16_t *classes,
    uint32_t n, char bytes[16], size_t at)
{
	const struct character *c;
	uint32_t i;

	if (n == 0) {
		add_head(&b->t->heads, bytes, characters);
		return;
	}
	for (i = b->ends[*classes - 1]; i < b->ends[*classes]; i++) {
		c = &b->members[i];
		memcpy(bytes + at, c, sizeof(*c));
		memset(bytes + at + sizeof(*c), 0, sizeof(*c));
		add_heads(b, characters, classes + 1, n - 1, bytes,
		    at + utf8_width(c->bytes[0]));
	}
}

/* How many characters of a word its head has. */
static uint32_t
head_length(const struct word *w)
{
	return w->n < 3 ? 2 : 3;
}

/* As how many different ones a head may stand in a text, or `most` of them. */
static size_t
count_variants(const struct builder *b, const struct word *w, size_t most)
{
	size_t count = 1;
	uint32_t i;

	for (i = 0; i < head_length(w) && count < most; i++)
		count *= b->ends[w->classes[i]] - b->ends[w->classes[i] - 1];
	return count;
}

/* Makes the set: with two heads to a word, while there is room. */
static void
make_room_for_heads(struct builder *b)
{
	const struct word *w = b->words, *end = w + b->t->count;
	const size_t most = (size_t)2 << HEADS_MOST;
	unsigned bits = HEADS_LEAST;
	size_t count = 0;
	uint64_t last = 0;

	for (; w < end && count < most; w++) {
		if (w->n > 1 && w->key != last)
			count += count_variants(b, w, most);
		last = w->key;
	}
	while (bits < HEADS_MOST && (size_t)2 << bits < count)
		bits++;
	b->t->heads = (struct heads){ arena_zero(b->run, (size_t)1 << bits,
	    sizeof(*b->t->heads.words)), (UINT32_C(1) << bits) - 1 };
}

/* The words are in order: those that begin alike stand together. */
static void
make_heads(struct builder *b)
{
	const struct word *w = b->words, *end = w + b->t->count;
	char bytes[16] = { 0 };
	uint64_t last = 0;

	list_members(b);
	make_room_for_heads(b);
	for (; w < end; w++) {
		if (w->n > 1 && w->key != last)
			add_heads(b, head_length(w), w->classes,
			    head_length(w), bytes, 0);
		last = w->key;
	}
}

/*
 * So many cells that 64 bases from the end on, with any label, and the word of
 * free behind those, are there.
 */
static void
make_room(struct builder *b)
{
	const size_t start = b->cell_count;
	size_t end = (b->end + 64 + b->class_count) / 64 * 64 + 128, i;

	if (end <= start)
		return;
	assert(end <= BASE_MASK);
	b->cells = arena_grow(b->run, b->cells, start, &b->cell_capacity, end,
	    sizeof(*b->cells));
	b->free = arena_grow(&b->scratch, b->free, start / 64,
	    &b->free_capacity, end / 64, sizeof(*b->free));
	for (i = start; i < end; i++)
		b->cells[i] = (struct cell){ 0, CHECK_FREE };
	memset(b->free + start / 64, 0xff, (end - start) / 8);
	b->cell_count = end;
}

/* Most terms take less than one and a half cells a character. */
static void
begin_cells(struct builder *b)
{
	b->cell_capacity = b->characters + b->characters / 2 +
	    b->class_count + 256;
	b->cells = arena_alloc(b->run, b->cell_capacity * sizeof(*b->cells));
	make_room(b);
}

static void
take_cell(struct builder *b, uint32_t cell, uint32_t parent)
{
	b->free[cell / 64] &= ~((uint64_t)1 << cell % 64);
	b->cells[cell] = (struct cell){ 0, parent };
	if (b->end <= cell)
		b->end = cell + 1;
}

/* The bases from 64 * word on with a free cell for each label, by bits. */
static uint64_t
fitting(const struct builder *b, uint32_t word, uint32_t n)
{
	uint64_t bases = UINT64_MAX;
	const uint64_t *free;
	uint32_t i;

	for (i = 0; i < n && bases != 0; i++) {
		free = &b->free[word + b->labels[i] / 64];
		bases &= free[0] >> b->labels[i] % 64 |
		    free[1] << 1 << (63 - b->labels[i] % 64);
	}
	return bases;
}

/*
 * A base with free cells for the n labels at hand: a search of TRIES words from
 * b->at on, round all cells; or NO_BASE.
 */
static uint32_t
search_base(struct builder *b, uint32_t n)
{
	uint64_t bases;
	uint32_t tries;

	for (tries = 0; tries < TRIES; tries++) {
		bases = fitting(b, b->at, n);
		if (bases != 0)
			return 64 * b->at + (uint32_t)__builtin_ctzll(bases);
		b->at = b->at == b->end / 64 ? 0 : b->at + 1;
	}
	return NO_BASE;
}

/* So many cells before the end, or the first of all. */
static void
go_back(struct builder *b, uint32_t cells)
{
	b->at = b->end < cells ? 0 : (b->end - cells) / 64;
}

/*
 * A large node finds room where its last label falls near the end; else at the
 * end, where any does.  Another goes on where the last search ended.
 */
static uint32_t
find_base(struct builder *b, uint32_t n, bool is_large)
{
	uint32_t base;

	if (is_large)
		go_back(b, b->labels[n - 1] + 32 * TRIES);
	base = search_base(b, n);
	if (is_large && base == NO_BASE) {
		go_back(b, 64 * (TRIES - 2));
		base = search_base(b, n);
	}
	return base == NO_BASE ? b->end : base;
}

static void
add_branch(struct builder *b, struct branch branch)
{
	b->todo = arena_grow(&b->scratch, b->todo, b->todo_count,
	    &b->todo_capacity, b->todo_count + 1, sizeof(*b->todo));
	b->todo[b->todo_count++] = branch;
}

/* The labels of a branch, and the words that each begins at. */
static uint32_t
find_labels(struct builder *b, const struct branch *at)
{
	uint32_t i, n = 0;
	uint16_t label;

	for (i = at->lo; i < at->hi; i++) {
		label = at->depth < b->words[i].n ?
		    b->words[i].classes[at->depth] : CLASS_VALUE;
		if (n == 0 || label != b->labels[n - 1]) {
			b->labels[n] = label;
			b->starts[n++] = i;
		}
	}
	b->starts[n] = at->hi;
	return n;
}

/* What a word is reported as. */
static uint32_t
value(const struct builder *b, uint32_t word)
{
	uint32_t term = b->words[word].term;

	return b->values == NULL ? term : b->values[term];
}

/*
 * What a branch says whose first words end there: the term, or where those are
 * that are equal.
 */
static uint32_t
value_of(struct builder *b, const struct branch *at)
{
	uint32_t first = (uint32_t)b->equal_count, i, end = at->lo;

	while (end < at->hi && b->words[end].n == at->depth)
		end++;
	if (end - at->lo == 1)
		return value(b, at->lo);
	b->equals = arena_grow(&b->scratch, b->equals, b->equal_count,
	    &b->equal_capacity, b->equal_count + end - at->lo,
	    sizeof(*b->equals));
	for (i = at->lo; i < end; i++)
		b->equals[b->equal_count++] = value(b, i) |
		    (i + 1 < end ? EQUAL_MORE : 0);
	return first | VALUE_MORE;
}

/* Places the children of one node. */
static void
place_branch(struct builder *b, struct branch at)
{
	uint32_t n = find_labels(b, &at), base, i;
	bool term = b->labels[0] == CLASS_VALUE;

	if (term && n == 1) {
		b->cells[at.node].base = value_of(b, &at) | BASE_TERM |
		    BASE_LEAF;
		return;
	}
	base = at.node == 0 ? 0 :
	    find_base(b, n, at.depth == 1 && at.hi - at.lo > LARGE);
	b->cells[at.node].base = base | (term ? BASE_TERM : 0);
	for (i = 0; i < n; i++)
		take_cell(b, base + b->labels[i], at.node);
	make_room(b);
	if (term)
		b->cells[base + CLASS_VALUE].base = value_of(b, &at);
	for (i = n; i-- > (term ? 1 : 0);)
		add_branch(b, (struct branch){ b->starts[i], b->starts[i + 1],
		    at.depth + 1, base + b->labels[i] });
}

static int
compare_branches(const void *left, const void *right)
{
	const struct branch *a = left, *b = right;
	uint32_t an = a->hi - a->lo, bn = b->hi - b->lo;

	if (an != bn)
		return an > bn ? -1 : 1;
	return a->lo < b->lo ? -1 : 1;
}

/*
 * The nodes of the first characters have by far the most children, so they
 * are placed first, the largest in front; the others fill what is left.  Those
 * go depth first: the cells of a chain then lie side by side.
 */
static void
make_trie(struct builder *b)
{
	struct terms *t = b->t;
	size_t i, first;

	b->labels = arena_alloc(&b->scratch,
	    b->class_count * sizeof(*b->labels));
	b->starts = arena_alloc(&b->scratch,
	    (b->class_count + 1) * sizeof(*b->starts));
	begin_cells(b);
	take_cell(b, 0, CHECK_ROOT);
	add_branch(b, (struct branch){ 0, t->count, 0, 0 });
	place_branch(b, b->todo[--b->todo_count]);
	first = b->todo_count;
	qsort(b->todo, first, sizeof(*b->todo), compare_branches);
	for (i = 0; i < first; i++)
		place_branch(b, b->todo[i]);
	b->at = 0;
	while (b->todo_count > first)
		place_branch(b, b->todo[--b->todo_count]);
}

/* The term of one character that a class is. */
static uint32_t
value_alone(const struct builder *b, uint16_t class)
{
	uint32_t base = b->cells[class].base;

	return base & BASE_LEAF ? base & BASE_MASK :
	    b->cells[(base & BASE_MASK) + CLASS_VALUE].base;
}

/* The characters that are a term alone, from the first of them to the last. */
static void
make_alone(struct builder *b)
{
	struct terms *t = b->t;
	bool *is_alone = arena_zero(&b->scratch, b->class_count,
	    sizeof(*is_alone));
	uint32_t i, first = SLOT_NONE, last = 0;
	uint16_t class;

	for (i = 0; i < t->count; i++)
		if (b->words[i].n == 1)
			is_alone[b->words[i].classes[0]] = true;
	for (i = 0; i < b->table_size; i++)
		if (is_alone[t->classes[i]]) {
			first = i < first ? i : first;
			last = i;
		}
	if (first == SLOT_NONE)
		return;
	t->alone_first = first / 32 * 32;
	t->alone_words = (last - t->alone_first) / 32 + 1;
	t->alone = arena_zero(b->run, t->alone_words + 1, sizeof(*t->alone));
	t->alone_values = arena_zero(b->run, last - t->alone_first + 1,
	    sizeof(*t->alone_values));
	for (i = 0; i <= last - t->alone_first; i++) {
		class = t->classes[t->alone_first + i];
		if (!is_alone[class])
			continue;
		t->alone[i / 32] |= UINT32_C(0x80000000) >> i % 32;
		t->alone_values[i] = value_alone(b, class);
	}
}

static void *
keep(struct builder *b, const void *p, size_t n)
{
	return memcpy(arena_alloc(b->run, n), p, n);
}

struct terms *
terms_build(struct arena *run, const struct span *terms,
    const uint32_t *values, size_t count, unsigned fold)
{
	struct terms *t = arena_zero(run, 1, sizeof(*t));
	struct builder b = { .t = t, .run = run, .fold = fold,
	    .values = values };

	assert(count <= TERMS_MAX);
	t->count = (uint32_t)count;
	if (count == 0)
		return t;
#ifdef __x86_64__
	t->avx2 = __builtin_cpu_supports("avx2");
#endif
	if (!read_words(&b, terms)) {
		arena_free(&b.scratch);
		return NULL;
	}
	make_heads(&b);
	make_trie(&b);
	make_alone(&b);
	if (b.equal_count > 0)
		t->equals = keep(&b, b.equals,
		    b.equal_count * sizeof(*b.equals));
	t->classes = keep(&b, t->classes, b.table_size * sizeof(*t->classes));
	t->cells = b.cells;
	arena_free(&b.scratch);
	return t;
}
