#include "aggregate/pairs.h"
#include "base/mem.h"

#define FIRST_CAPACITY	4
#define FEW		64	/* are sorted faster by insertion */
#define DIGITS		256
#define LEVELS		16	/* bytes of a pair */

static inline bool
is_before(const struct pair *a, const struct pair *b)
{
	return a->key != b->key ? a->key < b->key : a->with < b->with;
}

static void
sort_few(struct pair *p, size_t n)
{
	struct pair moved;
	size_t k;

	for (size_t i = 1; i < n; i++) {
		moved = p[i];
		for (k = i; k > 0 && is_before(&moved, &p[k - 1]); k--)
			p[k] = p[k - 1];
		p[k] = moved;
	}
}

/* The byte of that level; the first is the most significant of the key. */
static inline unsigned
digit(const struct pair *p, unsigned level)
{
	uint64_t word = level < LEVELS / 2 ? p->key : p->with;

	return word >> (56 - 8 * (level % (LEVELS / 2))) & (DIGITS - 1);
}

/* Moves each pair to where those of its digit stand: [at, end). */
static void
permute(struct pair *p, size_t *at, const size_t *end, unsigned level)
{
	struct pair moved, held;

	for (unsigned d = 0, to; d < DIGITS; d++)
		while (at[d] < end[d]) {
			moved = p[at[d]];
			while ((to = digit(&moved, level)) != d) {
				held = p[at[to]];
				p[at[to]++] = moved;
				moved = held;
			}
			p[at[d]++] = moved;
		}
}

/*
 * McIlroy, Bostic and McIlroy, Engineering Radix Sort (1993): in place, and
 * linear whatever the pairs are.
 */
static void
sort(struct pair *p, size_t n, unsigned level)
{
	size_t at[DIGITS] = {0}, end[DIGITS], sum = 0;

	if (n <= FEW) {
		sort_few(p, n);
		return;
	}
	for (size_t i = 0; i < n; i++)
		at[digit(&p[i], level)]++;
	if (at[digit(p, level)] < n) {
		for (size_t d = 0, count; d < DIGITS; d++) {
			count = at[d];
			at[d] = sum;
			end[d] = sum += count;
		}
		permute(p, at, end, level);
	} else
		for (size_t d = 0; d < DIGITS; d++)
			end[d] = d < digit(p, level) ? 0 : n;
	for (size_t d = 0, from = 0; level + 1 < LEVELS && d < DIGITS; d++) {
		if (end[d] > from + 1)
			sort(p + from, end[d] - from, level + 1);
		from = end[d];
	}
}

static bool
join(struct pair *kept, const struct pair *p, enum pairs_kind kind)
{
	if (kept->key != p->key ||
	    (kind == PAIRS_SET && kept->with != p->with))
		return false;
	if (kind == PAIRS_SUM)
		kept->with += p->with;
	return true;
}

void
pairs_settle(struct pairs *p, enum pairs_kind kind)
{
	size_t kept = 0;

	if (p->sorted == p->used)
		return;
	sort(p->items, p->used, 0);
	for (size_t i = 1; i < p->used; i++)
		if (!join(&p->items[kept], &p->items[i], kind))
			p->items[++kept] = p->items[i];
	p->sorted = p->used = kept + 1;
}

/*
 * Makes room for one more.  Settling is tried at every other doubling of what
 * is there, and where it frees half, nothing grows.
 */
static bool
make_room(struct pairs *p, enum pairs_kind kind, struct memory *memory)
{
	size_t more = p->capacity == 0 ? FIRST_CAPACITY : p->capacity;
	size_t step = memory->most / 8 / sizeof(*p->items);

	/* Not twice as much at once as there may be of everything. */
	if (more > step)
		more = step > FIRST_CAPACITY ? step : FIRST_CAPACITY;
	if (p->used >= 4 * p->sorted)
		pairs_settle(p, kind);
	if (p->used <= p->capacity / 2 && p->capacity > 0)
		return true;
	if (!memory_take(memory, more * sizeof(*p->items)))
		return false;
	p->capacity += more;
	p->items = mem_resize(p->items, p->capacity, sizeof(*p->items));
	return true;
}

void
pairs_add(struct pairs *p, struct pair pair, enum pairs_kind kind,
    struct memory *memory)
{
	if (p->used == p->capacity && !make_room(p, kind, memory))
		return;
	p->items[p->used++] = pair;
}

void
pairs_free(struct pairs *p, struct memory *memory)
{
	memory_give(memory, p->capacity * sizeof(*p->items));
	mem_free(p->items);
	*p = (struct pairs){0};
}
