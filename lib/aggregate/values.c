#include <math.h>
#include <stdlib.h>

#include "aggregate/amount.h"
#include "aggregate/read.h"
#include "aggregate/values.h"
#include "base/decimal.h"
#include "base/mem.h"

#define FIRST_CAPACITY	4
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

static int
compare(const void *a, const void *b)
{
	double x = ((const struct value_count *)a)->value;
	double y = ((const struct value_count *)b)->value;

	return (x > y) - (x < y);
}

/* Sorts, and joins those that are equal. */
static void
settle(struct values *v)
{
	size_t kept = 0;

	if (v->sorted == v->used)
		return;
	qsort(v->items, v->used, sizeof(*v->items), compare);
	for (size_t i = 1; i < v->used; i++)
		if (v->items[i].value == v->items[kept].value)
			v->items[kept].count += v->items[i].count;
		else
			v->items[++kept] = v->items[i];
	v->sorted = v->used = kept + 1;
}

/* Makes room for one more; grows only where settling doesn't free half. */
static bool
make_room(struct values *v, struct memory *memory)
{
	size_t more = v->capacity == 0 ? FIRST_CAPACITY : v->capacity;

	if (v->used < v->capacity)
		return true;
	settle(v);
	if (v->used <= v->capacity / 2 && v->capacity > 0)
		return true;
	if (!memory_take(memory, more * sizeof(*v->items)))
		return false;
	v->capacity += more;
	v->items = mem_resize(v->items, v->capacity, sizeof(*v->items));
	return true;
}

static void
turn_into_buckets(struct values *v)
{
	v->buckets = true;
	for (size_t i = 0; i < v->used; i++)
		v->items[i].value = bucket_middle(v->items[i].value);
	v->sorted = 0;
	settle(v);
}

/* -0 becomes 0: the two are one value. */
void
values_add(struct values *v, double value, uint64_t count, uint64_t exact,
    struct memory *memory)
{
	v->total += count;
	if (v->total > exact && !v->buckets && v->used > 0)
		turn_into_buckets(v);
	v->buckets = v->total > exact;
	if (!make_room(v, memory))
		return;
	v->items[v->used++] = (struct value_count){
		.value = v->buckets ? bucket_middle(value) : value + 0.0,
		.count = count
	};
}

void
values_free(struct values *v)
{
	mem_free(v->items);
}

double
values_quantile(struct values *v, uint64_t q)
{
	int128 rank = (int128)q * (int128)v->total;
	uint64_t want = (uint64_t)((rank + AMOUNT_UNITS - 1) / AMOUNT_UNITS);
	uint64_t seen = 0;
	size_t i = 0;

	settle(v);
	while (i + 1 < v->used && (seen += v->items[i].count) < want)
		i++;
	return v->items[i].value;
}

void
values_put(struct values *v, struct buf *b)
{
	settle(v);
	buf_add(b, v->buckets ? SPAN("{\"buckets\":true,\"values\":[") :
	    SPAN("{\"buckets\":false,\"values\":["));
	for (size_t i = 0; i < v->used; i++) {
		buf_add(b, i > 0 ? SPAN(",[") : SPAN("["));
		decimal_put(b, v->items[i].value);
		buf_byte(b, ',');
		buf_unsigned(b, v->items[i].count);
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
