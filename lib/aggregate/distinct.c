#include <math.h>
#include <stdlib.h>

#include "aggregate/distinct.h"
#include "aggregate/read.h"
#include "base/map.h"
#include "base/mem.h"

#define FIRST_SLOTS	8
#define BITS		14
#define REGISTERS	(1 << BITS)
#define TOP		(64 - BITS + 1)	/* the largest a register can hold */
#define HASH_DIGITS	32
#define LN_2		0.69314718055994531

/* The hash whose slot would look free takes that of another. */
static struct hash
never_zero(struct hash h)
{
	if (h.high == 0 && h.low == 0)
		h.low = 1;
	return h;
}

static bool
is_free(const struct hash *h)
{
	return h->high == 0 && h->low == 0;
}

/*
 * The slot that holds h, or the free one for it.  Partial results may be made
 * by an enemy: the seed keeps their hashes from choosing their slots.
 */
static struct hash *
find(const struct distinct *d, struct hash h)
{
	size_t i = map_hash(span_make((const char *)&h, sizeof(h))) &
	    (d->slot_count - 1);

	while (!is_free(&d->slots[i]) && (d->slots[i].low != h.low ||
	    d->slots[i].high != h.high))
		i = (i + 1) & (d->slot_count - 1);
	return &d->slots[i];
}

static bool
grow(struct distinct *d, struct memory *memory)
{
	size_t count = d->slot_count == 0 ? FIRST_SLOTS : 2 * d->slot_count;
	struct distinct old = *d;

	if (!memory_take(memory, count * sizeof(*d->slots)))
		return false;
	d->slot_count = count;
	d->slots = mem_zero(d->slot_count, sizeof(*d->slots));
	for (size_t i = 0; i < old.slot_count; i++)
		if (!is_free(&old.slots[i]))
			*find(d, old.slots[i]) = old.slots[i];
	mem_free(old.slots);
	memory_give(memory, old.slot_count * sizeof(*old.slots));
	return true;
}

/*
 * The register is told by the high bits of the hash; it keeps the longest run
 * of zeros behind them, plus one.
 */
static void
add_to_registers(struct distinct *d, struct hash h)
{
	size_t which = h.high >> (64 - BITS);
	uint64_t rest = h.high << BITS | UINT64_C(1) << (BITS - 1);
	uint8_t run = (uint8_t)(__builtin_clzll(rest) + 1);

	if (run > d->registers[which])
		d->registers[which] = run;
}

static bool
turn_into_registers(struct distinct *d, struct memory *memory)
{
	if (!memory_take(memory, REGISTERS))
		return false;
	d->registers = mem_zero(REGISTERS, 1);
	for (size_t i = 0; i < d->slot_count; i++)
		if (!is_free(&d->slots[i]))
			add_to_registers(d, d->slots[i]);
	memory_give(memory, d->slot_count * sizeof(*d->slots));
	mem_free(d->slots);
	d->slots = NULL;
	d->slot_count = 0;
	return true;
}

void
distinct_add(struct distinct *d, struct hash h, uint64_t exact,
    struct memory *memory)
{
	struct hash *slot;

	h = never_zero(h);
	if (d->registers != NULL) {
		add_to_registers(d, h);
		return;
	}
	if (2 * (d->count + 1) > d->slot_count && !grow(d, memory))
		return;
	slot = find(d, h);
	if (!is_free(slot))
		return;
	*slot = h;
	if (++d->count > exact)
		turn_into_registers(d, memory);
}

void
distinct_free(struct distinct *d)
{
	mem_free(d->slots);
	mem_free(d->registers);
}

/*
 * O. Ertl, New cardinality estimation algorithms for HyperLogLog sketches
 * (2017), section 4: no tables and no bias at any size.
 */
static double
sigma(double x)
{
	double y = 1, z = x, before;

	if (x == 1)
		return INFINITY;
	do {
		x *= x;
		before = z;
		z += x * y;
		y += y;
	} while (z != before);
	return z;
}

static double
tau(double x)
{
	double y = 1, z = 1 - x, before;

	if (x == 0 || x == 1)
		return 0;
	do {
		x = sqrt(x);
		before = z;
		y *= 0.5;
		z -= (1 - x) * (1 - x) * y;
	} while (z != before);
	return z / 3;
}

uint64_t
distinct_count(const struct distinct *d)
{
	double counts[TOP + 1] = {0}, m = REGISTERS, z;

	if (d->registers == NULL)
		return d->count;
	for (size_t i = 0; i < REGISTERS; i++)
		counts[d->registers[i]]++;
	z = m * tau(1 - counts[TOP] / m);
	for (int k = TOP - 1; k >= 1; k--)
		z = 0.5 * (z + counts[k]);
	z += m * sigma(counts[0] / m);
	return (uint64_t)llround(m * m / (2 * LN_2) / z);
}

static int
compare(const void *a, const void *b)
{
	const struct hash *x = a, *y = b;

	if (x->high != y->high)
		return x->high < y->high ? -1 : 1;
	return (x->low > y->low) - (x->low < y->low);
}

static void
put_hashes(const struct distinct *d, struct buf *b)
{
	struct hash *sorted = mem_alloc(d->count, sizeof(*sorted));
	char hex[HASH_DIGITS + 1];
	size_t n = 0;

	for (size_t i = 0; i < d->slot_count; i++)
		if (!is_free(&d->slots[i]))
			sorted[n++] = d->slots[i];
	if (n > 0)
		qsort(sorted, n, sizeof(*sorted), compare);
	buf_byte(b, '"');
	for (size_t i = 0; i < n; i++) {
		hash_hex(sorted[i], hex);
		buf_add(b, span_make(hex, HASH_DIGITS));
	}
	buf_byte(b, '"');
	mem_free(sorted);
}

void
distinct_put(const struct distinct *d, struct buf *b)
{
	if (d->registers == NULL) {
		put_hashes(d, b);
		return;
	}
	buf_add(b, SPAN("{\"registers\":\""));
	for (size_t i = 0; i < REGISTERS; i++)
		buf_printf(b, "%02x", d->registers[i]);
	buf_add(b, SPAN("\"}"));
}

/* So many hexadecimal digits, at most 16. */
static int
read_hex(const char *p, size_t n, uint64_t *v)
{
	static const char digits[] = "0123456789abcdef";
	const char *digit;

	for (*v = 0; n > 0; n--) {
		digit = *p == '\0' ? NULL : strchr(digits, *p);
		if (digit == NULL)
			return -1;
		*v = *v << 4 | (uint64_t)(digit - digits);
		p++;
	}
	return 0;
}

static int
merge_hashes(struct distinct *d, struct span hex, uint64_t exact,
    struct memory *memory)
{
	struct hash h;

	if (hex.n % HASH_DIGITS != 0)
		return -1;
	for (; hex.n > 0; hex = span_from(hex, HASH_DIGITS)) {
		if (read_hex(hex.p, 16, &h.high) == -1 ||
		    read_hex(hex.p + 16, 16, &h.low) == -1)
			return -1;
		distinct_add(d, h, exact, memory);
	}
	return 0;
}

static int
merge_registers(struct distinct *d, struct span hex, struct memory *memory)
{
	uint64_t v;

	if (hex.n != 2 * REGISTERS)
		return -1;
	if (d->registers == NULL && !turn_into_registers(d, memory))
		return -1;
	for (size_t i = 0; i < REGISTERS; i++) {
		if (read_hex(hex.p + 2 * i, 2, &v) == -1 || v > TOP)
			return -1;
		if (v > d->registers[i])
			d->registers[i] = (uint8_t)v;
	}
	return 0;
}

static struct span
between_quotes(const struct json *string)
{
	return span_make(string->raw.p + 1, string->raw.n - 2);
}

int
distinct_merge(struct distinct *d, const struct json *from, uint64_t exact,
    struct memory *memory)
{
	struct json hex;

	if (from->kind == JSON_STRING)
		return merge_hashes(d, between_quotes(from), exact, memory);
	if (read_member(from, "registers", JSON_STRING, &hex) == -1)
		return -1;
	return merge_registers(d, between_quotes(&hex), memory);
}
