#include <stdlib.h>

#include "aggregate/listing.h"
#include "aggregate/tuple.h"
#include "frame/number.h"
#include "record/json.h"

/* Of one time the smaller value is both the first and the last. */
static bool
is_better(enum measure_kind kind, struct span a, struct span b)
{
	int64_t then = tuple_take_integer(&a), other = tuple_take_integer(&b);

	if (then != other)
		return (then < other) == (kind == MEASURE_FIRST);
	return tuple_compare(a, b) < 0;
}

void
listing_add(struct bag *bag, enum measure_kind kind, struct span tuple,
    uint64_t count, struct memory *memory)
{
	if ((kind == MEASURE_FIRST || kind == MEASURE_LAST) &&
	    bag->map.count > 0) {
		if (!is_better(kind, tuple, bag->map.entries[0].key))
			return;
		memory_give(memory, bag->bytes);
		bag_free(bag);
		*bag = (struct bag){0};
	}
	bag_add(bag, tuple, count, memory);
}

static struct span
value_of(const struct entry *entry)
{
	struct span tuple = entry->tuple;

	return tuple_take(&tuple);
}

int
listing_check(enum measure_kind kind, struct span tuple)
{
	const char *reason;
	struct span text;
	size_t at;

	if (kind == MEASURE_FIRST || kind == MEASURE_LAST)
		tuple_take(&tuple);
	text = tuple_take(&tuple);
	if (tuple.n > 0 || text.n == 0 || json_check(text, &at, &reason) == -1)
		return -1;
	return kind != MEASURE_HISTOGRAM ||
	    json_value(text).kind == JSON_NUMBER ? 0 : -1;
}

/* The most frequent first, then by their text. */
static int
compare_counts(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;

	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return tuple_compare(a->tuple, b->tuple);
}

static int
compare_numbers(const void *left, const void *right)
{
	return number_compare(value_of(left), value_of(right));
}

static void
put_entry(struct buf *b, enum measure_kind kind, const struct entry *entry)
{
	if (kind == MEASURE_TOP)
		buf_add(b, SPAN("{\"value\":"));
	else if (kind == MEASURE_HISTOGRAM)
		buf_byte(b, '[');
	buf_add(b, value_of(entry));
	if (kind == MEASURE_SET)
		return;
	buf_add(b, kind == MEASURE_TOP ? SPAN(",\"count\":") : SPAN(","));
	buf_unsigned(b, entry->count);
	buf_byte(b, kind == MEASURE_TOP ? '}' : ']');
}

static struct span
put_list(const struct measure *m, struct entry *entries, size_t n,
    struct arena *arena)
{
	struct buf b = {0};
	struct span json;

	if (m->kind != MEASURE_SET)
		qsort(entries, n, sizeof(*entries), m->kind == MEASURE_TOP ?
		    compare_counts : compare_numbers);
	buf_byte(&b, '[');
	for (size_t i = 0; i < n && (m->kind == MEASURE_HISTOGRAM ||
	    i < m->most); i++) {
		if (i > 0)
			buf_byte(&b, ',');
		put_entry(&b, m->kind, &entries[i]);
	}
	buf_byte(&b, ']');
	json = arena_copy(arena, buf_span(&b));
	buf_free(&b);
	return json;
}

struct span
listing_json(const struct bag *bag, const struct measure *m,
    struct arena *arena)
{
	size_t n = bag == NULL ? 0 : bag->map.count;
	struct span tuple;

	if (m->kind != MEASURE_FIRST && m->kind != MEASURE_LAST) {
		if (n == 0)
			return SPAN("[]");
		return m->kind == MEASURE_SET && n > m->most ? SPAN("") :
		    put_list(m, bag_sorted(bag, arena), n, arena);
	}
	if (n == 0)
		return SPAN("");
	tuple = bag->map.entries[0].key;
	tuple_take(&tuple);
	return arena_copy(arena, tuple_take(&tuple));
}

static void
put_text(struct buf *b, const struct json *value, struct arena *arena)
{
	struct span text = value->raw;
	struct err e;

	if (value->kind == JSON_STRING)
		json_text(value, arena, &text, &e);
	buf_add(b, text);
}

/* {value, count} and [bound, count] alike: the one, then how often. */
static void
put_pair(struct buf *b, const struct json *pair, struct arena *arena)
{
	struct json_walk w = json_walk(pair);
	struct json key, item;

	if (json_next(&w, &key, &item))
		put_text(b, &item, arena);
	if (json_next(&w, &key, &item)) {
		buf_add(b, SPAN(" ("));
		put_text(b, &item, arena);
		buf_byte(b, ')');
	}
}

struct span
listing_text(struct span json, struct arena *arena)
{
	struct json value = json_value(json), item;
	struct buf b = {0};
	struct span text;

	if (value.kind != JSON_ARRAY)
		put_text(&b, &value, arena);
	else
		for (struct json_walk w = json_walk(&value);
		    json_next(&w, NULL, &item);) {
			if (b.n > 0)
				buf_add(&b, SPAN("；"));
			if (item.kind == JSON_OBJECT ||
			    item.kind == JSON_ARRAY)
				put_pair(&b, &item, arena);
			else
				put_text(&b, &item, arena);
		}
	text = arena_copy(arena, buf_span(&b));
	buf_free(&b);
	return text;
}
