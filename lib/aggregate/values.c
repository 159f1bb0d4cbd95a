#include <math.h>

#include "aggregate/amount.h"
#include "aggregate/read.h"
#include "aggregate/values.h"
#include "base/decimal.h"
#include "base/mem.h"

#define SIGN		(UINT64_C(1) << 63)
#define BUCKET_BITS	45	/* of a mantissa's 52 that a bucket drops */

static double
bucket_middle(double v)
{
	uint64_t bits;
	double low, high;

	memcpy(&bits, &v, sizeof(bits));
	bits = bits >> BUCKET_BITS << BUCKET_BITS;
	memcpy(&low, &bits, sizeof(low));
	if (low == 0)
		return 0;
	bits += UINT64_C(1) << BUCKET_BITS;
	memcpy(&high, &bits, sizeof(high));
	return isfinite(high) ? low + (high - low) / 2 : low;
}

/* The bits of a double as a word that has the order of the doubles. */
static uint64_t
key_of(double v)
{
	uint64_t bits;

	memcpy(&bits, &v, sizeof(bits));
	return bits & SIGN ? ~bits : bits | SIGN;
}

static double
value_of(uint64_t key)
{
	uint64_t bits = key & SIGN ? key & ~SIGN : ~key;
	double v;

	memcpy(&v, &bits, sizeof(v));
	return v;
}

static void
turn_into_buckets(struct values *v)
{
	struct pair *p = v->pairs.items;

	for (size_t i = 0; i < v->pairs.used; i++)
		p[i].key = key_of(bucket_middle(value_of(p[i].key)));
	v->pairs.sorted = 0;
}

/* -0 becomes 0: the two are one value. */
void
values_add(struct values *v, double value, uint64_t count, uint64_t exact,
    struct memory *memory)
{
	v->total += count;
	if (v->total > exact && !v->buckets) {
		turn_into_buckets(v);
		v->buckets = true;
	}
	value = v->buckets ? bucket_middle(value) : value + 0.0;
	pairs_add(&v->pairs, (struct pair){ key_of(value), count }, PAIRS_SUM,
	    memory);
}

void
values_free(struct values *v)
{
	mem_free(v->pairs.items);
}

double
values_quantile(struct values *v, uint64_t q)
{
	int128 rank = (int128)q * (int128)v->total;
	uint64_t want = (uint64_t)((rank + AMOUNT_UNITS - 1) / AMOUNT_UNITS);
	const struct pair *p = v->pairs.items;
	uint64_t seen = 0;
	size_t i = 0;

	pairs_settle(&v->pairs, PAIRS_SUM);
	while (i + 1 < v->pairs.used && (seen += p[i].with) < want)
		i++;
	return value_of(p[i].key);
}

void
values_put(struct values *v, struct buf *b)
{
	pairs_settle(&v->pairs, PAIRS_SUM);
	buf_add(b, v->buckets ? SPAN("{\"buckets\":true,\"values\":[") :
	    SPAN("{\"buckets\":false,\"values\":["));
	for (size_t i = 0; i < v->pairs.used; i++) {
		buf_add(b, i > 0 ? SPAN(",[") : SPAN("["));
		decimal_put(b, value_of(v->pairs.items[i].key));
		buf_byte(b, ',');
		buf_unsigned(b, v->pairs.items[i].with);
		buf_byte(b, ']');
	}
	buf_add(b, SPAN("]}"));
}

int
values_merge(struct values *v, const struct json *from, uint64_t exact,
    struct memory *memory)
{
	struct json list, pair, part[2];
	struct json_walk w;
	uint64_t count;
	double value;

	if (read_member(from, "values", JSON_ARRAY, &list) == -1)
		return -1;
	w = json_walk(&list);
	while (json_next(&w, NULL, &pair)) {
		if (read_elements(&pair, part, 2) == -1 ||
		    part[0].kind != JSON_NUMBER ||
		    read_count(&part[1], &count) == -1 || count == 0)
			return -1;
		value = decimal_double(part[0].raw);
		if (!isfinite(value) || count > UINT64_MAX - v->total)
			return -1;
		values_add(v, value, count, exact, memory);
	}
	return 0;
}
