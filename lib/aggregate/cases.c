#include <stdlib.h>

#include "aggregate/cases.h"
#include "aggregate/map.h"
#include "aggregate/merge.h"
#include "base/mem.h"
#include "base/pack.h"
#include "io/sorter.h"

struct cases *
cases_new(const struct plan *plan)
{
	struct cases *c = mem_zero(1, sizeof(*c));

	c->plan = plan;
	c->memory.most = plan->memory;
	c->memory.soft = true;
	c->latest = CASE_NEVER;
	return c;
}

void
cases_free(struct cases *c)
{
	map_free(&c->map);
	case_days_free(&c->days);
	arena_free(&c->arena);
	sorter_free(c->spilled);
	mem_free(c);
}

/* What a row begins with. */
struct row_head {
	int64_t		latest;
	int64_t		collected;	/* CASE_NEVER: it doesn't */
	const char	*input;		/* the name of a run lives on */
	size_t		line;
	uint32_t	key;		/* bytes of it, that follow */
};

static void
put_row(const struct telling *t, const char *input, size_t line,
    struct buf *row)
{
	struct row_head head = { .latest = t->events[0].time,
	    .collected = CASE_NEVER, .input = input, .line = line,
	    .key = (uint32_t)t->key.n };

	for (size_t i = 0; i < t->count; i++) {
		const struct case_event *e = &t->events[i];

		if (e->time > head.latest)
			head.latest = e->time;
		if (e->result <= COLLECT_WITHDRAWN)
			head.collected = e->time;
	}
	buf_add(row, span_make((const char *)&head, sizeof(head)));
	buf_add(row, t->key);
	telling_pack(t, row);
}

/* It tells the fields of the case. */
static bool
has_fields(const struct telling *t)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->events[i].fields.n > 0)
			return true;
	return false;
}

int
cases_row(const struct plan *plan, struct regex_work *regexes,
    const struct unit *unit, struct buf *row, struct err *e)
{
	struct telling telling;

	if (telling_read(plan->cases, unit->record, &telling, e) == -1)
		return -1;
	if (has_fields(&telling) &&
	    row_check_fields(plan, regexes, unit, e) == -1)
		return -1;
	put_row(&telling, unit->input, unit->line, row);
	return 0;
}

int
cases_too_large(const struct cases *c, struct err *e)
{
	return err_set(e, ERR_MEMORY, NULL, 0, 0, "one case, or what is "
	    "noted of all to tell repeated ones, needs more than the %zu "
	    "bytes of --memory: allow more, or read fewer fields in the rule",
	    c->memory.most);
}

/* The rows of the case with that key. */
static struct case_rows *
rows_of(struct cases *c, struct span key, const struct row_head *head)
{
	struct map_entry *entry = map_get(&c->map, key);
	struct case_rows *rows;

	if (entry != NULL)
		return entry->value;
	memory_take(&c->memory, sizeof(*rows) + key.n + MAP_BYTES);
	rows = arena_zero(&c->arena, 1, sizeof(*rows));
	rows->input = head->input;
	rows->line = head->line;
	rows->number = c->told;
	map_put(&c->map, arena_copy(&c->arena, key), NULL)->value = rows;
	return rows;
}

/* Groups, and what is noted to tell repeated cases, have the rest. */
static size_t
share_of(const struct cases *c)
{
	return c->plan->cases->repeats.who_count > 0 ? c->memory.most / 4 :
	    c->memory.most / 2;
}

/* A telling in the sorter: [key][telling] where its case was told first. */
struct place_told {
	const char	*input;
	size_t		 line;
	uint64_t	 number;
};

static int
compare_told(const void *left, const void *right)
{
	struct span a = *(const struct span *)left;
	struct span b = *(const struct span *)right;
	int order = span_compare(unpack_text(&a), unpack_text(&b));

	return order != 0 ? order :
	    span_compare(unpack_text(&a), unpack_text(&b));
}

static int
spill_case(struct cases *c, const struct map_entry *entry, struct buf *told,
    struct err *e)
{
	const struct case_rows *rows = entry->value;
	struct place_told place = { rows->input, rows->line, rows->number };
	int rc = 0;

	for (const struct case_row *row = rows->first;
	    rc == 0 && row != NULL; row = row->next) {
		buf_cut(told, 0);
		pack_text(told, entry->key);
		pack_text(told, span_make(row->bytes, row->n));
		pack_bytes(told, &place, sizeof(place));
		rc = sorter_put(c->spilled, buf_span(told), e);
	}
	return rc;
}

/* The whole bag to the sorter; it is empty then. */
static int
spill(struct cases *c, struct err *e)
{
	struct buf told = {0};
	int rc = 0;

	if (c->spilled == NULL)
		c->spilled = sorter_new(c->plan->scratch,
		    c->memory.most / 8, compare_told);
	for (size_t i = 0; rc == 0 && i < c->map.count; i++)
		rc = spill_case(c, &c->map.entries[i], &told, e);
	map_free(&c->map);
	arena_free(&c->arena);
	c->memory.used = 0;
	buf_free(&told);
	return rc;
}

int
cases_add(struct cases *c, struct span bytes, struct err *e)
{
	struct case_rows *rows;
	struct row_head head;
	struct case_row *row;

	memcpy(&head, bytes.p, sizeof(head));
	bytes = span_from(bytes, sizeof(head));
	rows = rows_of(c, span_make(bytes.p, head.key), &head);
	bytes = span_from(bytes, head.key);
	memory_take(&c->memory, sizeof(*row) + bytes.n);
	row = arena_alloc(&c->arena, sizeof(*row) + bytes.n);
	row->n = bytes.n;
	memcpy(row->bytes, bytes.p, bytes.n);
	row->next = rows->first;
	rows->first = row;
	rows->count++;
	c->told++;
	if (c->latest == CASE_NEVER || head.latest > c->latest)
		c->latest = head.latest;
	if (head.collected != CASE_NEVER)
		case_days_note(&c->days, when_day(head.collected,
		    c->plan->zone));
	if (c->memory.used <= share_of(c))
		return 0;
	c->spills++;
	return spill(c, e);
}

int
cases_settle(struct cases *c, struct err *e)
{
	return c->spilled == NULL ? 0 : spill(c, e);
}

static int
compare_spans(const void *a, const void *b)
{
	return span_compare(*(const struct span *)a, *(const struct span *)b);
}

size_t
cases_tellings(const struct case_rows *rows, struct arena *arena,
    struct span **sorted)
{
	struct span *all = arena_alloc(arena, rows->count * sizeof(*all));
	size_t n = 0, kept = 0;

	for (struct case_row *row = rows->first; row != NULL; row = row->next)
		all[n++] = span_make(row->bytes, row->n);
	if (n > 1)
		qsort(all, n, sizeof(*all), compare_spans);
	for (size_t i = 1; i < n; i++)
		if (!span_equal(all[i], all[kept]))
			all[++kept] = all[i];
	*sorted = all;
	return kept + 1;
}

int
case_walk_begin(struct case_walk *w, const struct cases *c, struct err *e)
{
	int rc;

	*w = (struct case_walk){ .cases = c, .from = c->spilled };
	if (w->from == NULL)
		return 0;
	if (sorter_rewind(w->from, e) == -1)
		return -1;
	rc = sorter_next(w->from, &w->pending, e);
	w->is_pending = rc == 1;
	return rc == -1 ? -1 : 0;
}

void
case_walk_end(struct case_walk *w)
{
	arena_free(&w->arena);
}

/* Adds the pending telling to the case. */
static int
take_told(struct case_walk *w, struct span told, struct err *e)
{
	struct span bytes = unpack_text(&told);
	struct case_row *row;
	struct place_told place;

	unpack_bytes(&told, &place, sizeof(place));
	if (arena_used(&w->arena) + bytes.n > w->cases->memory.most)
		return cases_too_large(w->cases, e);
	row = arena_alloc(&w->arena, sizeof(*row) + bytes.n);
	row->n = bytes.n;
	memcpy(row->bytes, bytes.p, bytes.n);
	row->next = w->rows.first;
	w->rows.first = row;
	if (w->rows.count++ == 0 || place.number < w->rows.number) {
		w->rows.input = place.input;
		w->rows.line = place.line;
		w->rows.number = place.number;
	}
	return 0;
}

static int
next_told(struct case_walk *w, struct err *e)
{
	int rc = 1;
	struct span told, key;

	arena_reset(&w->arena);
	if (!w->is_pending)
		return 0;
	told = w->pending;
	key = unpack_text(&told);
	w->rows = (struct case_rows){0};
	w->entry = (struct map_entry){ .key = arena_copy(&w->arena, key),
	    .value = &w->rows };
	do {
		if (take_told(w, told, e) == -1 ||
		    (rc = sorter_next(w->from, &w->pending, e)) == -1)
			return -1;
		told = w->pending;
	} while (rc == 1 && span_equal(unpack_text(&told), w->entry.key));
	w->is_pending = rc == 1;
	return 1;
}

int
case_walk_next(struct case_walk *w, const struct map_entry **entry,
    struct err *e)
{
	int rc = 1;

	if (w->from != NULL) {
		rc = next_told(w, e);
		*entry = &w->entry;
	} else if (w->at == w->cases->map.count)
		rc = 0;
	else
		*entry = &w->cases->map.entries[w->at++];
	return rc;
}

static size_t
put_case(const struct cases *c, const struct map_entry *entry,
    struct arena *scratch, struct buf *b)
{
	struct telling telling;
	struct span *sorted;
	size_t n;

	n = cases_tellings(entry->value, scratch, &sorted);
	for (size_t i = 0; i < n; i++) {
		telling_unpack(sorted[i], scratch, &telling);
		telling.key = entry->key;
		merge_put_head(c->plan, b);
		telling_put(&telling, b);
		buf_add(b, SPAN("}\n"));
	}
	arena_reset(scratch);
	return n;
}

/* By way of the sorter, whether they were spilled or not. */
int
cases_partial(struct cases *c, struct out *out, struct err *e)
{
	const struct map_entry *entry;
	struct arena scratch = {0};
	struct case_walk w;
	int rc;

	if (spill(c, e) == -1)
		return -1;
	rc = case_walk_begin(&w, c, e);
	while (rc != -1 && (rc = case_walk_next(&w, &entry, e)) == 1) {
		*out->records += put_case(c, entry, &scratch, out->record);
		rc = out_flush(out, e);
	}
	case_walk_end(&w);
	arena_free(&scratch);
	return rc;
}

int
cases_merge(struct cases *c, struct span line, struct err *e)
{
	struct json record = json_value(line);
	struct arena arena = {0};
	struct telling telling;
	struct buf row = {0};
	int rc;

	if (merge_check(c->plan, &record, e) == -1)
		return -1;
	rc = telling_take(c->plan->cases, &record, &arena, &telling);
	if (rc == -1)
		err_set(e, ERR_DATA, NULL, 0, 0, "--merge: the partial "
		    "result is damaged");
	else {
		put_row(&telling, NULL, 0, &row);
		rc = cases_add(c, buf_span(&row), e);
	}
	buf_free(&row);
	arena_free(&arena);
	return rc;
}
