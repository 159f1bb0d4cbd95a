#include "aggregate/merge.h"
#include "aggregate/read.h"
#include "aggregate/spill.h"
#include "aggregate/write.h"

/*
 * The state of a group as a record:
 *
 *	{..., "keys":[KEY or null,...],"cells":[...]}
 *
 * with the head of merge.h; a key that the group lacks is null.
 */
#define NAME	"minqing.partial"

void
merge_put_head(const struct plan *plan, struct buf *b)
{
	char hex[33];

	hash_hex(plan->rule, hex);
	buf_printf(b, "{\"" NAME "\":\"%s\",\"format\":%d", hex,
	    MERGE_FORMAT);
}

static void
put_head(const struct plan *plan, const struct group *group, struct buf *b)
{
	struct part parts[PLAN_MAX_KEYS];
	size_t mask_index = row_read_key(group->key, plan, parts);

	merge_put_head(plan, b);
	buf_add(b, SPAN(",\"keys\":["));
	for (size_t i = 0; i < plan->key_count; i++) {
		if (i > 0)
			buf_byte(b, ',');
		if ((plan->masks[mask_index] >> i & 1) == 0)
			buf_add(b, SPAN("null"));
		else if (parts[i].kind == PART_STRING)
			json_put_string(b, parts[i].text);
		else
			buf_add(b, parts[i].text);
	}
	buf_add(b, SPAN("],\"cells\":"));
}

/* The bag of a table in pieces, each a record of its own: merging adds. */
static size_t
put_bag(const struct spill_walk *w, struct buf *b)
{
	size_t at = 0, records = 0;

	do {
		put_head(w->plan, w->result.group, b);
		buf_byte(b, '[');
		bag_put(w->entries, w->entry_count, &at, b);
		buf_add(b, SPAN("]}\n"));
		records++;
	} while (at < w->entry_count);
	return records;
}

void
merge_put_cells(const struct plan *plan, struct group *group, struct buf *b)
{
	buf_byte(b, '[');
	for (size_t i = 0; i < plan->cell_count; i++) {
		if (i > 0)
			buf_byte(b, ',');
		cell_put(&group->cells[i], plan_cell(plan, i), b);
	}
	buf_byte(b, ']');
}

/* Returns how many records. */
static size_t
put_group(const struct spill_walk *w, struct buf *b)
{
	if (w->plan->table != NULL)
		return put_bag(w, b);
	put_head(w->plan, w->result.group, b);
	merge_put_cells(w->plan, w->result.group, b);
	buf_add(b, SPAN("}\n"));
	return 1;
}

/* By way of the sorter, whether they were spilled or not. */
int
write_partial(struct groups *g, struct out *out, struct err *e)
{
	struct spill_walk w;
	int rc;

	groups_make_total(g);
	if (spill_groups(g, e) == -1)
		return -1;
	rc = spill_begin(&w, g->plan, g->spilled, e);
	while (rc != -1 && (rc = spill_next(&w, e)) == 1) {
		*out->records += put_group(&w, out->record);
		rc = out_flush(out, e);
	}
	spill_end(&w);
	return rc;
}

/* The parts and the mask of a group's keys. */
static int
read_keys(const struct plan *plan, const struct json *keys,
    struct arena *arena, struct part *parts, unsigned *mask)
{
	struct json items[PLAN_MAX_KEYS];
	struct err e;

	*mask = 0;
	if (read_elements(keys, items, plan->key_count) == -1)
		return -1;
	for (size_t i = 0; i < plan->key_count; i++) {
		parts[i] = (struct part){ PART_STRING, items[i].raw };
		if (items[i].kind == JSON_NULL)
			continue;
		*mask |= 1u << i;
		if (items[i].kind == JSON_NUMBER)
			parts[i].kind = PART_NUMBER;
		else if (items[i].kind == JSON_TRUE ||
		    items[i].kind == JSON_FALSE)
			parts[i].kind = PART_LITERAL;
		else if (items[i].kind != JSON_STRING ||
		    json_text(&items[i], arena, &parts[i].text, &e) == -1)
			return -1;
	}
	return 0;
}

int
merge_cells(const struct plan *plan, struct group *group,
    const struct json *cells, struct memory *memory)
{
	struct json_walk w = json_walk(cells);
	struct json cell;

	for (size_t i = 0; i < plan->cell_count; i++)
		if (!json_next(&w, NULL, &cell) ||
		    cell_merge(&group->cells[i], plan, plan_cell(plan, i),
		    &cell, memory) == -1)
			return -1;
	return json_next(&w, NULL, &cell) ? -1 : 0;
}

static int
merge_group(struct groups *g, const struct json *record, struct arena *arena)
{
	struct part parts[PLAN_MAX_KEYS];
	struct buf key = {0};
	struct json keys, cells;
	struct group *group;
	size_t mask_index = 0;
	unsigned mask;

	if (read_member(record, "keys", JSON_ARRAY, &keys) == -1 ||
	    read_member(record, "cells", JSON_ARRAY, &cells) == -1 ||
	    read_keys(g->plan, &keys, arena, parts, &mask) == -1)
		return -1;
	while (mask_index < g->plan->mask_count &&
	    g->plan->masks[mask_index] != mask)
		mask_index++;
	if (mask_index == g->plan->mask_count)
		return -1;
	row_put_key(&key, g->plan, mask_index, parts);
	group = groups_get(g, buf_span(&key));
	buf_free(&key);
	return group == NULL ? -1 :
	    merge_cells(g->plan, group, &cells, &g->memory);
}

int
merge_check(const struct plan *plan, const struct json *record, struct err *e)
{
	struct json rule, number;
	uint64_t format;
	char hex[33];

	if (read_member(record, NAME, JSON_STRING, &rule) == -1)
		return err_set(e, ERR_DATA, NULL, 0, 0, "--merge: expected a "
		    "record of --partial");
	if (read_member(record, "format", JSON_NUMBER, &number) == -1 ||
	    read_count(&number, &format) == -1 || format != MERGE_FORMAT)
		return err_set(e, ERR_DATA, NULL, 0, 0, "--merge: this is a "
		    "partial result of another version of this program: make "
		    "it again");
	hash_hex(plan->rule, hex);
	if (json_key_is(&rule, span_of(hex)))
		return 0;
	return err_set(e, ERR_DATA, NULL, 0, 0, "--merge: this is a "
	    "partial result of another rule, of another edition of it, or of "
	    "files that it names");
}

int
merge_record(struct groups *g, struct span line, struct err *e)
{
	struct json record = json_value(line);
	struct arena arena = {0};
	int rc;

	if (merge_check(g->plan, &record, e) == -1)
		return -1;
	rc = merge_group(g, &record, &arena);
	arena_free(&arena);
	if (rc == -1 && !g->memory.over)
		return err_set(e, ERR_DATA, NULL, 0, 0, "--merge: the "
		    "partial result is damaged");
	return groups_settle(g, e);
}
