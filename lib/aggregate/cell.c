#include <math.h>

#include "aggregate/cell.h"
#include "aggregate/listing.h"
#include "aggregate/read.h"
#include "aggregate/table.h"
#include "base/decimal.h"
#include "base/mem.h"

static struct amount
extreme_of(const union cell *c)
{
	return (struct amount){ .wide = c->extreme.wide.n > 0,
	    .units = c->extreme.units, .text = buf_span(&c->extreme.wide) };
}

static bool
is_beyond(bool least, const union cell *c, const struct amount *a)
{
	struct amount extreme = extreme_of(c);
	int order;

	if (!c->extreme.given)
		return true;
	order = amount_compare(a, &extreme);
	return least ? order < 0 : order > 0;
}

static void
add_extreme(union cell *c, bool least, const struct amount *a,
    struct memory *memory)
{
	struct buf *wide = &c->extreme.wide;
	size_t before = wide->capacity;

	if (!is_beyond(least, c, a))
		return;
	c->extreme.given = true;
	c->extreme.units = a->units;
	buf_cut(wide, 0);
	if (a->wide)
		buf_add(wide, a->text);
	memory_take(memory, wide->capacity - before);
}

static struct dispersion *
dispersion_of(union cell *c, struct memory *memory)
{
	if (c->dispersion == NULL &&
	    memory_take(memory, sizeof(*c->dispersion)))
		c->dispersion = mem_zero(1, sizeof(*c->dispersion));
	return c->dispersion;
}

static void
add_dispersion(union cell *c, const struct amount *a, struct memory *memory)
{
	struct dispersion *d = dispersion_of(c, memory);

	if (d == NULL)
		return;
	d->n++;
	sum_add(&d->sum, a, memory);
	sum_add_square(&d->squares, a, memory);
}

static void
add_number(union cell *c, const struct plan *plan, const struct measure *m,
    const struct amount *a, struct memory *memory)
{
	switch (m->kind) {
	case MEASURE_SUM:
	case MEASURE_MEAN:
		c->total.n++;
		sum_add(&c->total.sum, a, memory);
		break;
	case MEASURE_VAR:
	case MEASURE_STDDEV:
		add_dispersion(c, a, memory);
		break;
	case MEASURE_MIN:
	case MEASURE_MAX:
		add_extreme(c, m->kind == MEASURE_MIN, a, memory);
		break;
	default:
		values_add(&c->values, a->number, 1, plan->exact, memory);
	}
}

static struct bag *
bag_of(union cell *c)
{
	if (c->bag == NULL)
		c->bag = mem_zero(1, sizeof(*c->bag));
	return c->bag;
}

void
cell_add(union cell *c, const struct plan *plan, const struct measure *m,
    const struct fed *fed, struct memory *memory)
{
	switch (m->kind) {
	case MEASURE_COUNT:
		c->count++;
		break;
	case MEASURE_DISTINCT:
		distinct_add(&c->distinct, fed->hash, plan->exact, memory);
		break;
	case MEASURE_EXAMPLES:
		examples_add(&c->examples, fed->hash, fed->text, m->most,
		    memory);
		break;
	case MEASURE_TOP:
	case MEASURE_SET:
	case MEASURE_HISTOGRAM:
	case MEASURE_FIRST:
	case MEASURE_LAST:
		listing_add(bag_of(c), m->kind, fed->text, 1, memory);
		break;
	case MEASURE_TABLE:
		bag_add_all(bag_of(c), fed->text, memory);
		bag_prune(c->bag, plan->table->most, memory);
		break;
	default:
		add_number(c, plan, m, &fed->amount, memory);
	}
}

static void
free_dispersion(union cell *c)
{
	if (c->dispersion != NULL) {
		sum_free(&c->dispersion->sum);
		sum_free(&c->dispersion->squares);
	}
	mem_free(c->dispersion);
}

void
cell_free(union cell *c, const struct measure *m)
{
	switch (m->kind) {
	case MEASURE_DISTINCT:
		distinct_free(&c->distinct);
		break;
	case MEASURE_EXAMPLES:
		examples_free(&c->examples);
		break;
	case MEASURE_TOP:
	case MEASURE_SET:
	case MEASURE_HISTOGRAM:
	case MEASURE_FIRST:
	case MEASURE_LAST:
	case MEASURE_TABLE:
		if (c->bag != NULL)
			bag_free(c->bag);
		mem_free(c->bag);
		break;
	case MEASURE_QUANTILE:
		values_free(&c->values);
		break;
	case MEASURE_SUM:
	case MEASURE_MEAN:
		sum_free(&c->total.sum);
		break;
	case MEASURE_VAR:
	case MEASURE_STDDEV:
		free_dispersion(c);
		break;
	case MEASURE_MIN:
	case MEASURE_MAX:
		buf_free(&c->extreme.wide);
		break;
	default:
		break;
	}
}

static void
put_extreme(const union cell *c, struct buf *b)
{
	struct amount extreme = extreme_of(c);

	if (c->extreme.given)
		amount_put(b, &extreme);
	else
		buf_add(b, SPAN("null"));
}

/* [n, sum, sum of squares], or null. */
static void
put_dispersion(const union cell *c, struct buf *b)
{
	const struct dispersion *d = c->dispersion;

	if (d == NULL) {
		buf_add(b, SPAN("null"));
		return;
	}
	buf_byte(b, '[');
	buf_unsigned(b, d->n);
	buf_byte(b, ',');
	sum_put(&d->sum, b);
	buf_byte(b, ',');
	sum_put(&d->squares, b);
	buf_byte(b, ']');
}

/* In pieces, as an array of arrays. */
static void
put_bag(const union cell *c, struct buf *b)
{
	size_t count = c->bag == NULL ? 0 : c->bag->map.count, at = 0;
	struct arena arena = {0};
	struct entry *entries = count == 0 ? NULL :
	    bag_sorted(c->bag, &arena);

	buf_byte(b, '[');
	while (at < count) {
		if (at > 0)
			buf_byte(b, ',');
		bag_put(entries, count, &at, b);
	}
	buf_byte(b, ']');
	arena_free(&arena);
}

void
cell_put(union cell *c, const struct measure *m, struct buf *b)
{
	switch (m->kind) {
	case MEASURE_COUNT:
		buf_unsigned(b, c->count);
		break;
	case MEASURE_DISTINCT:
		distinct_put(&c->distinct, b);
		break;
	case MEASURE_EXAMPLES:
		examples_put(&c->examples, b);
		break;
	case MEASURE_QUANTILE:
		values_put(&c->values, b);
		break;
	case MEASURE_VAR:
	case MEASURE_STDDEV:
		put_dispersion(c, b);
		break;
	case MEASURE_TOP:
	case MEASURE_SET:
	case MEASURE_HISTOGRAM:
	case MEASURE_FIRST:
	case MEASURE_LAST:
		put_bag(c, b);
		break;
	case MEASURE_MIN:
	case MEASURE_MAX:
		put_extreme(c, b);
		break;
	default:
		buf_byte(b, '[');
		buf_unsigned(b, c->total.n);
		buf_byte(b, ',');
		sum_put(&c->total.sum, b);
		buf_byte(b, ']');
	}
}

static int
merge_count(union cell *c, const struct json *from)
{
	uint64_t n;

	if (read_count(from, &n) == -1)
		return -1;
	return __builtin_add_overflow(c->count, n, &c->count) ? -1 : 0;
}

static int
merge_total(union cell *c, const struct json *from, struct memory *memory)
{
	struct json part[2];
	uint64_t n;

	if (read_elements(from, part, 2) == -1 ||
	    read_count(&part[0], &n) == -1 || part[1].kind != JSON_NUMBER ||
	    __builtin_add_overflow(c->total.n, n, &c->total.n))
		return -1;
	return sum_merge(&c->total.sum, part[1].raw, memory);
}

static int
merge_dispersion(union cell *c, const struct json *from,
    struct memory *memory)
{
	struct dispersion *d;
	struct json part[3];
	uint64_t n;

	if (from->kind == JSON_NULL)
		return 0;
	if (read_elements(from, part, 3) == -1 ||
	    read_count(&part[0], &n) == -1 || part[1].kind != JSON_NUMBER ||
	    part[2].kind != JSON_NUMBER)
		return -1;
	if ((d = dispersion_of(c, memory)) == NULL ||
	    __builtin_add_overflow(d->n, n, &d->n) ||
	    sum_merge(&d->sum, part[1].raw, memory) == -1)
		return -1;
	return sum_merge(&d->squares, part[2].raw, memory);
}

static int
merge_extreme(union cell *c, bool least, const struct json *from,
    struct memory *memory)
{
	struct amount a;

	if (from->kind == JSON_NULL)
		return 0;
	if (from->kind != JSON_NUMBER || amount_read(&a, from->raw) == -1)
		return -1;
	add_extreme(c, least, &a, memory);
	return 0;
}

static int
merge_listing(union cell *c, enum measure_kind kind, const struct json *from,
    struct memory *memory)
{
	struct memory endless = MEMORY_ENDLESS;
	struct bag came = {0};
	struct json_walk w;
	struct json piece;
	int rc = 0;

	if (from->kind != JSON_ARRAY)
		return -1;
	w = json_walk(from);
	while (rc == 0 && json_next(&w, NULL, &piece))
		rc = bag_merge(&came, &piece, &endless);
	for (size_t i = 0; rc == 0 && i < came.map.count; i++)
		rc = listing_check(kind, came.map.entries[i].key);
	for (size_t i = 0; rc == 0 && i < came.map.count; i++)
		listing_add(bag_of(c), kind, came.map.entries[i].key,
		    *(const uint64_t *)came.map.entries[i].value, memory);
	bag_free(&came);
	return rc;
}

static int
merge_bag(union cell *c, const struct plan *plan, const struct json *from,
    struct memory *memory)
{
	int rc = bag_merge(bag_of(c), from, memory);

	bag_prune(c->bag, plan->table->most, memory);
	return rc;
}

int
cell_merge(union cell *c, const struct plan *plan, const struct measure *m,
    const struct json *from, struct memory *memory)
{
	switch (m->kind) {
	case MEASURE_COUNT:
		return merge_count(c, from);
	case MEASURE_DISTINCT:
		return distinct_merge(&c->distinct, from, plan->exact, memory);
	case MEASURE_EXAMPLES:
		return examples_merge(&c->examples, from, m->most, memory);
	case MEASURE_TABLE:
		return merge_bag(c, plan, from, memory);
	case MEASURE_QUANTILE:
		return values_merge(&c->values, from, plan->exact, memory);
	case MEASURE_VAR:
	case MEASURE_STDDEV:
		return merge_dispersion(c, from, memory);
	case MEASURE_TOP:
	case MEASURE_SET:
	case MEASURE_HISTOGRAM:
	case MEASURE_FIRST:
	case MEASURE_LAST:
		return merge_listing(c, m->kind, from, memory);
	case MEASURE_MIN:
	case MEASURE_MAX:
		return merge_extreme(c, m->kind == MEASURE_MIN, from,
		    memory);
	default:
		return merge_total(c, from, memory);
	}
}

static struct figure
null_figure(void)
{
	return (struct figure){ .null = true, .json = SPAN("null") };
}

/* The figure of JSON text that stands in b; releases b. */
static struct figure
figure_of_text(struct buf *b, struct arena *arena)
{
	struct figure f = { .json = arena_copy(arena, buf_span(b)) };

	f.number = decimal_double(f.json);
	buf_free(b);
	return f;
}

struct figure
figure_of_number(double number, struct arena *arena)
{
	struct buf b = {0};

	if (!isfinite(number))
		return null_figure();
	decimal_put(&b, number);
	return figure_of_text(&b, arena);
}

/*
 * Exact decimal text: an integer in full, else the shortest decimal of the
 * nearest double, the one rounding that a sum gets.
 */
static struct figure
figure_of_decimal(struct buf *exact, struct arena *arena)
{
	struct figure f = figure_of_text(exact, arena);

	return span_index(f.json, '.') < f.json.n && isfinite(f.number) ?
	    figure_of_number(f.number, arena) : f;
}

static struct figure
figure_of_count(uint64_t count, struct arena *arena)
{
	struct buf b = {0};

	buf_unsigned(&b, count);
	return figure_of_text(&b, arena);
}

static struct figure
total_figure(const union cell *c, bool mean, struct arena *arena)
{
	struct buf b = {0};

	if (mean && c->total.n == 0)
		return null_figure();
	if (mean)
		sum_put_mean(&c->total.sum, c->total.n, &b);
	else
		sum_put(&c->total.sum, &b);
	return figure_of_decimal(&b, arena);
}

static struct figure
dispersion_figure(const union cell *c, bool root, struct arena *arena)
{
	const struct dispersion *d = c->dispersion;
	struct buf b = {0};
	struct figure f;

	if (d == NULL || d->n < 2)
		return null_figure();
	sum_put_variance(&d->sum, &d->squares, d->n, &b);
	f = figure_of_decimal(&b, arena);
	return root ? figure_of_number(sqrt(f.number), arena) : f;
}

/* Wide text is as long as its record liked: the double is shown. */
static struct figure
extreme_figure(const union cell *c, struct arena *arena)
{
	struct buf b = {0};

	if (!c->extreme.given)
		return null_figure();
	if (c->extreme.wide.n > 0)
		return figure_of_number(
		    decimal_double(buf_span(&c->extreme.wide)), arena);
	put_extreme(c, &b);
	return figure_of_decimal(&b, arena);
}

static struct figure
quantile_figure(union cell *c, uint64_t q, struct arena *arena)
{
	struct figure f;

	if (c->values.total == 0)
		return null_figure();
	f = figure_of_number(values_quantile(&c->values, q), arena);
	f.approximate = c->values.buckets;
	return f;
}

struct figure
cell_figure(union cell *c, const struct measure *m, struct arena *arena)
{
	struct buf b = {0};
	struct figure f;
	uint64_t count;
	bool estimate;

	switch (m->kind) {
	case MEASURE_COUNT:
		return figure_of_count(c->count, arena);
	case MEASURE_DISTINCT:
		count = distinct_count(&c->distinct, &estimate);
		f = figure_of_count(count, arena);
		f.approximate = estimate;
		return f;
	case MEASURE_QUANTILE:
		return quantile_figure(c, m->q, arena);
	case MEASURE_VAR:
	case MEASURE_STDDEV:
		return dispersion_figure(c, m->kind == MEASURE_STDDEV, arena);
	case MEASURE_SUM:
	case MEASURE_MEAN:
		return total_figure(c, m->kind == MEASURE_MEAN, arena);
	case MEASURE_TOP:
	case MEASURE_SET:
	case MEASURE_HISTOGRAM:
	case MEASURE_FIRST:
	case MEASURE_LAST:
		f = (struct figure){ .json = listing_json(c->bag, m, arena) };
		return f.json.n == 0 ? null_figure() : f;
	case MEASURE_EXAMPLES:
		examples_put(&c->examples, &b);
		f = (struct figure){ .json = arena_copy(arena, buf_span(&b)) };
		buf_free(&b);
		return f;
	default:
		return extreme_figure(c, arena);
	}
}
