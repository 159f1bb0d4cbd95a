#include <stdlib.h>

#include "aggregate/together.h"
#include "aggregate/watched.h"

/*
 * Tuples, where a record is a unit:
 *
 *	"n"			once for each record
 *	"one" code		for each different code of it
 *	"two" code code		for each pair, the smaller before the other
 *
 * Where it isn't, each unit is put together first:
 *
 *	value of unit... code	"" where a record has none
 */

void
together_compile(struct compiling *c, struct fields *f,
    const struct node *value, struct together_options *o)
{
	const struct node *unit = fields_take(f, "unit");

	o->memory = &c->plan->memory;
	o->codes = table_field(c, value);
	o->least = (uint64_t)table_number(c, fields_take(f, "min"), 1,
	    INT64_MAX, 1);
	if (unit != NULL)
		o->unit = table_paths(c, unit, NULL, &o->unit_count);
	if (o->unit_count == 1 && span_is(o->unit[0].text, "id"))
		o->unit_count = 0;
}

/* The tuples of a unit with these codes. */
static void
put_unit(struct table_reading *r, const struct span *codes, size_t n)
{
	struct span texts[3] = { SPAN("n") };

	table_put(r, texts, 1);
	for (size_t i = 0; i < n; i++) {
		texts[0] = SPAN("one");
		texts[1] = codes[i];
		table_put(r, texts, 2);
		texts[0] = SPAN("two");
		for (size_t k = i + 1; k < n; k++) {
			texts[2] = codes[k];
			table_put(r, texts, 3);
		}
	}
}

/* A bag would refuse them too, but only when all of them are made. */
static bool
pairs_fit(const struct together_options *o, const struct span *codes,
    size_t n)
{
	size_t each = n * (MAP_BYTES / 2);

	for (size_t i = 0; i < n; i++)
		each += codes[i].n;
	return n < 2 || each <= *o->memory / (n - 1);
}

static int
put_part(const struct together_options *o, struct table_reading *r,
    const struct span *codes, size_t n)
{
	struct span *texts = arena_alloc(r->arena,
	    (o->unit_count + 1) * sizeof(*texts));

	for (size_t i = 0; i < o->unit_count; i++)
		if (table_json(r, &o->unit[i], &texts[i]) == -1)
			return -1;
	for (size_t i = 0; i == 0 || i < n; i++) {
		texts[o->unit_count] = n > 0 ? codes[i] : SPAN("");
		table_put(r, texts, o->unit_count + 1);
	}
	return 0;
}

int
together_read(const struct together_options *o, struct table_reading *r)
{
	struct span *codes;
	size_t n;

	if (table_texts(r, &o->codes, &codes, &n) == -1)
		return -1;
	if (o->unit_count > 0)
		return put_part(o, r, codes, n);
	if (!pairs_fit(o, codes, n))
		return err_set(r->e, ERR_MEMORY, NULL, 0, 0, "the pairs of "
		    "%zu codes need more than the %zu bytes of --memory: "
		    "allow more, or name fewer codes", n, *o->memory);
	put_unit(r, codes, n);
	return 0;
}

static struct span
last_text(struct span tuple)
{
	struct span text = SPAN("");

	while (tuple.n > 0)
		text = tuple_take(&tuple);
	return text;
}

/* Puts each unit together, and makes of it what a record would have given. */
static struct entry *
put_together(const struct together_options *o, const struct entry *entries,
    size_t *count, bool *over, struct arena *arena)
{
	struct memory memory = { .most = *o->memory };
	struct bag bag = {0};
	struct buf tuples = {0};
	struct table_reading r = { .tuples = &tuples };
	struct span *codes = arena_alloc(arena, *count * sizeof(*codes));
	struct entry *made;
	size_t at = 0, from, n;

	while ((from = at) < *count && !memory.over) {
		table_run(entries, *count, &at, o->unit_count);
		n = 0;
		for (size_t i = from; i < at; i++) {
			codes[n] = last_text(entries[i].tuple);
			n += codes[n].n > 0;
		}
		memory.over = !pairs_fit(o, codes, n);
		if (memory.over)
			break;
		put_unit(&r, codes, n);
		bag_add_all(&bag, buf_span(&tuples), &memory);
		buf_cut(&tuples, 0);
	}
	*over = memory.over;
	*count = memory.over ? 0 : bag.map.count;
	made = bag_sorted(&bag, arena);
	for (size_t i = 0; i < *count; i++)
		made[i].tuple = arena_copy(arena, made[i].tuple);
	bag_free(&bag);
	buf_free(&tuples);
	return made;
}

static int
compare_codes(const void *a, const void *b)
{
	return span_compare(((const struct together_code *)a)->code,
	    ((const struct together_code *)b)->code);
}

static size_t
find(const struct together *t, struct span code)
{
	struct together_code wanted = { .code = code };
	const struct together_code *found = bsearch(&wanted, t->codes,
	    t->code_count, sizeof(*t->codes), compare_codes);

	return found == NULL ? SIZE_MAX : (size_t)(found - t->codes);
}

/* A damaged state may lack what it should have: its pairs are passed over. */
static void
add_pair(struct together *t, struct span tuple, uint64_t units)
{
	struct together_pair *pair = &t->pairs[t->pair_count];

	pair->a = find(t, tuple_take(&tuple));
	pair->b = find(t, tuple_take(&tuple));
	pair->units = units;
	t->pair_count += pair->a != SIZE_MAX && pair->b != SIZE_MAX;
}

void
together_make(struct together *t, const struct together_options *o,
    const struct entry *entries, size_t count, struct arena *arena)
{
	struct span tuple, kind;
	bool over = false;

	if (o->unit_count > 0)
		entries = put_together(o, entries, &count, &over, arena);
	*t = (struct together){
		.over = over,
		.codes = arena_alloc(arena, count * sizeof(*t->codes)),
		.pairs = arena_alloc(arena, count * sizeof(*t->pairs))
	};
	for (size_t i = 0; i < count; i++) {
		tuple = entries[i].tuple;
		kind = tuple_take(&tuple);
		if (span_is(kind, "n"))
			t->units = entries[i].count;
		else if (span_is(kind, "one"))
			t->codes[t->code_count++] = (struct together_code){
			    tuple_take(&tuple), entries[i].count };
		else if (span_is(kind, "two") && entries[i].count >= o->least)
			add_pair(t, tuple, entries[i].count);
	}
}
