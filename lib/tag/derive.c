#include <math.h>
#include <stdlib.h>

#include "record/json.h"
#include "tag/derive.h"
#include "tag/sort.h"

/* A code that hit, among those of a classification. */
struct candidate {
	uint32_t	 code;
	uint32_t	 place;		/* among them */
	double		 score;
	uint32_t	 rank;
	struct span	 value;
};

static int
compare_scores(const void *left, const void *right)
{
	const struct candidate *a = left, *b = right;

	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	return a->rank < b->rank ? -1 : a->rank > b->rank;
}

static int
compare_places(const void *left, const void *right)
{
	const struct candidate *a = left, *b = right;

	return a->place < b->place ? -1 : a->place > b->place;
}

/* Those that hit, the first choice first; by score, those above 0. */
static size_t
find_candidates(const struct deriving *d, const struct classify *cl,
    struct candidate **found)
{
	size_t i, n = 0;
	uint32_t code, place;

	*found = arena_alloc(d->arena, d->code_count * sizeof(**found));
	for (i = 0; i < d->code_count; i++) {
		code = d->codes[i];
		place = cl->places[code];
		if (place != TAG_NONE && (cl->by_order || d->scores[code] > 0))
			(*found)[n++] = (struct candidate){ code, place,
			    d->scores[code], d->plan->codes[code].rank,
			    cl->among[place].value };
	}
	sort_items(*found, n, sizeof(**found), cl->by_order ?
	    compare_places : compare_scores);
	return n;
}

/* How far the best is ahead: 0, nowhere, to 1, alone. */
static double
margin_of(const struct candidate *c, size_t count)
{
	if (count < 2)
		return (double)count;
	if (isinf(c[0].score))
		return isinf(c[1].score) ? 0 : 1;
	return (c[0].score - c[1].score) / c[0].score;
}

/* From 0 to 1, rounded to four places. */
static struct span
put_margin(const struct deriving *d, double margin)
{
	unsigned n = (unsigned)(margin * 10000 + 0.5);
	char digits[] = "0.0000";
	size_t i, length = sizeof(digits) - 1;

	for (i = length; i-- > 2; n /= 10)
		digits[i] = (char)('0' + n % 10);
	digits[0] = (char)('0' + n);
	while (digits[length - 1] == '0' && length > 2)
		length--;
	return arena_copy(d->arena, span_make(digits,
	    length > 2 ? length : 1));
}

static struct span
put_array(const struct deriving *d, const struct candidate *c, size_t count)
{
	size_t i;

	buf_cut(d->scratch, 0);
	buf_byte(d->scratch, '[');
	for (i = 0; i < count; i++) {
		if (i > 0)
			buf_byte(d->scratch, ',');
		buf_add(d->scratch, c[i].value);
	}
	buf_byte(d->scratch, ']');
	return arena_copy(d->arena, buf_span(d->scratch));
}

static void
decide(struct deriving *d, uint32_t code, enum outcome outcome)
{
	if (d->outcomes[code] < outcome)
		d->outcomes[code] = outcome;
}

/* All that hit lose, but what is chosen anywhere, or was added by a person. */
static void
drop_losers(struct deriving *d, const struct classify *cl)
{
	uint32_t code;
	size_t i;

	for (i = 0; i < d->code_count; i++) {
		code = d->codes[i];
		if (cl->places[code] != TAG_NONE && !isinf(d->scores[code]))
			decide(d, code, OUTCOME_LOST);
	}
}

static void
classify(struct deriving *d, const struct classify *cl)
{
	struct candidate *found;
	size_t n = find_candidates(d, cl, &found);
	double margin = cl->by_order ? 1 : margin_of(found, n);
	bool chosen = n > 0 && margin >= cl->min_margin;
	size_t i;

	d->values[cl->into] = chosen ? found[0].value : cl->otherwise;
	if (chosen)
		decide(d, found[0].code, OUTCOME_CHOSEN);
	if (chosen && cl->drops)
		drop_losers(d, cl);
	if (cl->all != TAG_NONE) {
		d->values[cl->all] = put_array(d, found, n);
		for (i = 0; i < n; i++)
			decide(d, found[i].code, OUTCOME_CHOSEN);
	}
	if (cl->margin != TAG_NONE)
		d->values[cl->margin] = put_margin(d, margin);
}

/* Whether the first of two codes sets a field that both set. */
static bool
prevails(const struct deriving *d, uint32_t code, uint32_t other)
{
	if (d->scores[code] != d->scores[other])
		return d->scores[code] > d->scores[other];
	return d->plan->codes[code].rank < d->plan->codes[other].rank;
}

static void
set_fields(struct deriving *d)
{
	uint32_t *by = arena_alloc(d->arena,
	    d->plan->derived_count * sizeof(*by)), i;
	const struct assignment *a;
	const struct code *code;
	size_t k;

	for (k = 0; k < d->code_count; k++) {
		code = &d->plan->codes[d->codes[k]];
		for (i = 0; i < code->set_count; i++) {
			a = &code->sets[i];
			if (d->values[a->field].p != NULL &&
			    !prevails(d, d->codes[k], by[a->field]))
				continue;
			d->values[a->field] = a->value;
			by[a->field] = d->codes[k];
		}
	}
}

/* The text to look up: 1, 0 if there is none, -1 after an error. */
static int
get_key(const struct deriving *d, const struct lookup *l, struct span *text,
    struct err *e)
{
	struct json value = { 0 };

	if (l->from == TAG_NONE) {
		if (record_path(d->record, &l->key, &value, e) == -1)
			return -1;
	} else if (d->values[l->from].p != NULL) {
		value = json_value(d->values[l->from]);
	}
	if (value.kind == JSON_ABSENT || value.kind == JSON_NULL)
		return 0;
	*text = value.raw;
	if (value.kind == JSON_STRING &&
	    json_text(&value, d->arena, text, e) == -1)
		return -1;
	return 1;
}

static int
compare_key(const void *key, const void *row)
{
	const struct span *text = key;
	const struct lookup_row *r = row;

	return span_compare(*text, r->key);
}

static int
look_up(struct deriving *d, const struct lookup *l, struct err *e)
{
	const struct lookup_row *row = NULL;
	struct span text;
	uint32_t i;
	int rc = get_key(d, l, &text, e);

	if (rc < 1)
		return rc;
	if (l->row_count > 0)
		row = bsearch(&text, l->rows, l->row_count, sizeof(*l->rows),
		    compare_key);
	if (row == NULL) {
		d->counters[l->counter]++;
		return 0;
	}
	for (i = 0; i < l->field_count; i++)
		d->values[l->fields[i]] = row->values[i];
	return 0;
}

/* In all tables by fields of the record, or by fields that books wrote. */
static int
look_up_all(struct deriving *d, bool of_record, struct err *e)
{
	const struct plan *p = d->plan;
	const struct lookup *l;
	uint32_t i;

	for (i = 0; i < p->lookup_count; i++) {
		l = &p->lookups[i];
		if (d->books[l->book] && (l->from == TAG_NONE) == of_record &&
		    look_up(d, l, e) == -1)
			return -1;
	}
	return 0;
}

int
derive_early(struct deriving *d, struct err *e)
{
	if (d->plan->derived_count == 0)
		return 0;
	d->values = arena_zero(d->arena, d->plan->derived_count,
	    sizeof(*d->values));
	return look_up_all(d, true, e);
}

int
derive_fields(struct deriving *d, struct err *e)
{
	const struct plan *p = d->plan;
	uint32_t i;

	set_fields(d);
	for (i = 0; i < p->classify_count; i++)
		if (d->books[p->classify[i].book])
			classify(d, &p->classify[i]);
	return look_up_all(d, false, e);
}
