#include <stdlib.h>

#include "aggregate/cases.h"
#include "aggregate/map.h"
#include "aggregate/merge.h"
#include "base/mem.h"

struct cases *
cases_new(const struct plan *plan)
{
	struct cases *c = mem_zero(1, sizeof(*c));

	c->plan = plan;
	c->memory.most = plan->memory;
	c->latest = CASE_NEVER;
	return c;
}

void
cases_free(struct cases *c)
{
	map_free(&c->map);
	case_days_free(&c->days);
	arena_free(&c->arena);
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
	return err_set(e, ERR_MEMORY, NULL, 0, 0, "%zu cases need more than "
	    "the %zu bytes of --memory: allow more, or read fewer fields in "
	    "the rule", c->map.count, c->memory.most);
}

/* The rows of the case with that key; NULL where memory is refused. */
static struct case_rows *
rows_of(struct cases *c, struct span key, const struct row_head *head)
{
	struct map_entry *entry = map_get(&c->map, key);
	struct case_rows *rows;

	if (entry != NULL)
		return entry->value;
	if (!memory_take(&c->memory, sizeof(*rows) + key.n + MAP_BYTES))
		return NULL;
	rows = arena_zero(&c->arena, 1, sizeof(*rows));
	rows->input = head->input;
	rows->line = head->line;
	map_put(&c->map, arena_copy(&c->arena, key), NULL)->value = rows;
	return rows;
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
	if (rows == NULL || !memory_take(&c->memory, sizeof(*row) + bytes.n))
		return cases_too_large(c, e);
	row = arena_alloc(&c->arena, sizeof(*row) + bytes.n);
	row->n = bytes.n;
	memcpy(row->bytes, bytes.p, bytes.n);
	row->next = rows->first;
	rows->first = row;
	rows->count++;
	if (c->latest == CASE_NEVER || head.latest > c->latest)
		c->latest = head.latest;
	if (head.collected != CASE_NEVER)
		case_days_note(&c->days, when_day(head.collected,
		    c->plan->zone));
	return 0;
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

static int
compare_keys(const void *a, const void *b)
{
	return span_compare((*(struct map_entry *const *)a)->key,
	    (*(struct map_entry *const *)b)->key);
}

#define NAME	"minqing.partial"

static size_t
put_case(const struct cases *c, const struct map_entry *entry,
    struct arena *scratch, struct buf *b)
{
	struct telling telling;
	struct span *sorted;
	size_t n;
	char hex[33];

	hash_hex(c->plan->rule, hex);
	n = cases_tellings(entry->value, scratch, &sorted);
	for (size_t i = 0; i < n; i++) {
		telling_unpack(sorted[i], scratch, &telling);
		telling.key = entry->key;
		buf_printf(b, "{\"" NAME "\":\"%s\"", hex);
		telling_put(&telling, b);
		buf_add(b, SPAN("}\n"));
	}
	arena_reset(scratch);
	return n;
}

int
cases_partial(struct cases *c, struct buf *b, uint64_t *records,
    struct err *e)
{
	size_t room = c->memory.most - c->memory.used;
	size_t size = c->map.count * sizeof(struct map_entry *);
	struct map_entry **sorted;
	struct arena scratch = {0};
	int rc = 0;

	if (size > room)
		return cases_too_large(c, e);
	sorted = mem_alloc(c->map.count, sizeof(*sorted));

	for (size_t i = 0; i < c->map.count; i++)
		sorted[i] = &c->map.entries[i];
	if (c->map.count > 1)
		qsort(sorted, c->map.count, sizeof(*sorted), compare_keys);
	for (size_t i = 0; rc == 0 && i < c->map.count; i++) {
		*records += put_case(c, sorted[i], &scratch, b);
		if (b->capacity > room - size)
			rc = cases_too_large(c, e);
	}
	arena_free(&scratch);
	mem_free(sorted);
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
