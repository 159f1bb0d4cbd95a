#include <math.h>

#include "aggregate/distinct.h"
#include "aggregate/read.h"
#include "base/mem.h"

#define BITS		14
#define REGISTERS	(1 << BITS)
#define TOP		(64 - BITS + 1)	/* the largest a register can hold */
#define HASH_DIGITS	32
#define LN_2		0.69314718055994531

/*
 * The register is told by the high bits of the hash; it keeps the longest run
 * of zeros behind them, plus one.
 */
static void
add_to_registers(uint8_t *registers, uint64_t high)
{
	size_t which = high >> (64 - BITS);
	uint64_t rest = high << BITS | UINT64_C(1) << (BITS - 1);
	uint8_t run = (uint8_t)(__builtin_clzll(rest) + 1);

	if (run > registers[which])
		registers[which] = run;
}

static void
add_all(uint8_t *registers, const struct pairs *hashes)
{
	for (size_t i = 0; i < hashes->used; i++)
		add_to_registers(registers, hashes->items[i].key);
}

static bool
turn_into_registers(struct distinct *d, struct memory *memory)
{
	if (!memory_take(memory, REGISTERS))
		return false;
	d->registers = mem_zero(REGISTERS, 1);
	add_all(d->registers, &d->hashes);
	pairs_free(&d->hashes, memory);
	return true;
}

/*
 * Only where there is no room is it looked how many there are: up to then they
 * take no more than twice `exact` would.
 */
void
distinct_add(struct distinct *d, struct hash h, uint64_t exact,
    struct memory *memory)
{
	d->exact = exact;
	if (d->registers == NULL && d->hashes.used == d->hashes.capacity &&
	    d->hashes.used > exact) {
		pairs_settle(&d->hashes, PAIRS_SET);
		if (d->hashes.used > exact && !turn_into_registers(d, memory))
			return;
	}
	if (d->registers != NULL)
		add_to_registers(d->registers, h.high);
	else
		pairs_add(&d->hashes, (struct pair){ h.high, h.low },
		    PAIRS_SET, memory);
}

/* The registers of more than `exact` things, maybe in temporary; or NULL. */
static const uint8_t *
registers_of(struct distinct *d, uint8_t temporary[REGISTERS])
{
	if (d->registers != NULL)
		return d->registers;
	pairs_settle(&d->hashes, PAIRS_SET);
	if (d->hashes.used <= d->exact)
		return NULL;
	memset(temporary, 0, REGISTERS);
	add_all(temporary, &d->hashes);
	return temporary;
}

void
distinct_free(struct distinct *d)
{
	mem_free(d->hashes.items);
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

static uint64_t
estimated(const uint8_t *registers)
{
	double counts[TOP + 1] = {0}, m = REGISTERS, z;

	for (size_t i = 0; i < REGISTERS; i++)
		counts[registers[i]]++;
	z = m * tau(1 - counts[TOP] / m);
	for (int k = TOP - 1; k >= 1; k--)
		z = 0.5 * (z + counts[k]);
	z += m * sigma(counts[0] / m);
	return (uint64_t)llround(m * m / (2 * LN_2) / z);
}

uint64_t
distinct_count(struct distinct *d, bool *estimate)
{
	uint8_t temporary[REGISTERS];
	const uint8_t *registers = registers_of(d, temporary);

	*estimate = registers != NULL;
	return *estimate ? estimated(registers) : d->hashes.used;
}

static void
put_hashes(const struct pairs *hashes, struct buf *b)
{
	char hex[HASH_DIGITS + 1];

	buf_byte(b, '"');
	for (size_t i = 0; i < hashes->used; i++) {
		hash_hex((struct hash){ hashes->items[i].key,
		    hashes->items[i].with }, hex);
		buf_add(b, span_make(hex, HASH_DIGITS));
	}
	buf_byte(b, '"');
}

void
distinct_put(struct distinct *d, struct buf *b)
{
	uint8_t temporary[REGISTERS];
	const uint8_t *registers = registers_of(d, temporary);

	if (registers == NULL) {
		put_hashes(&d->hashes, b);
		return;
	}
	buf_add(b, SPAN("{\"registers\":\""));
	for (size_t i = 0; i < REGISTERS; i++)
		buf_printf(b, "%02x", registers[i]);
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
