#include "aggregate/merge.h"
#include "aggregate/order.h"
#include "aggregate/spill.h"
#include "aggregate/tuple.h"
#include "base/mem.h"
#include "base/pack.h"

/* What a record holds. */
struct spill_record {
	struct span	place;
	struct span	tuple;
	struct span	key;
	bool		suppressed;
	struct span	ranks;
	struct span	state;
};

/* Place and tuple of a record. */
static void
read_place(struct span *record, struct span *place, struct span *tuple)
{
	*place = unpack_text(record);
	*tuple = unpack_text(record);
}

static int
compare(const void *left, const void *right)
{
	struct span a = *(const struct span *)left;
	struct span b = *(const struct span *)right;
	struct span place, other, tuple, other_tuple;
	int order;

	read_place(&a, &place, &tuple);
	read_place(&b, &other, &other_tuple);
	order = order_packed(place, other);
	return order != 0 ? order : tuple_compare(tuple, other_tuple);
}

static struct spill_record
read_record(const struct plan *plan, struct span from)
{
	size_t ranks = plan->rank_count * sizeof(size_t);
	struct spill_record r;

	read_place(&from, &r.place, &r.tuple);
	r.key = unpack_text(&from);
	unpack_bytes(&from, &r.suppressed, sizeof(r.suppressed));
	r.ranks = span_make(from.p, ranks);
	r.state = span_from(from, ranks);
	return r;
}

/* All but the state. */
static void
put_head(struct buf *b, struct span place, struct span tuple,
    const struct result *r)
{
	static const size_t none[PLAN_MAX_MEASURES] = {0};

	buf_cut(b, 0);
	pack_text(b, place);
	pack_text(b, tuple);
	pack_text(b, r->group->key);
	pack_bytes(b, &r->suppressed, sizeof(r->suppressed));
	pack_bytes(b, r->ranks == NULL ? none : r->ranks,
	    r->plan->rank_count * sizeof(size_t));
}

struct sorter *
spill_sorter(const struct plan *plan)
{
	return sorter_new(plan->scratch, plan->memory / 8, compare);
}

void
spill_put_keys(const struct result *r, struct buf *place)
{
	for (size_t i = 0; i < r->plan->key_count; i++)
		order_put_part(place, result_part(r, i), false);
}

static int
put_cells(struct sorter *to, struct span place, const struct result *r,
    struct buf *record, struct err *e)
{
	put_head(record, place, SPAN(""), r);
	merge_put_cells(r->plan, r->group, record);
	return sorter_put(to, buf_span(record), e);
}

int
spill_put(struct sorter *to, struct span place, const struct result *r,
    struct err *e)
{
	struct buf record = {0};
	int rc = put_cells(to, place, r, &record, e);

	buf_free(&record);
	return rc;
}

static int
put_tuple(struct sorter *to, struct span place, const struct result *r,
    struct span tuple, uint64_t count, struct buf *record, struct err *e)
{
	put_head(record, place, tuple, r);
	pack_bytes(record, &count, sizeof(count));
	return sorter_put(to, buf_span(record), e);
}

/* A group without tuples is one, too: a tuple that came never. */
static int
put_bag(struct sorter *to, struct span place, const struct result *r,
    struct buf *record, struct err *e)
{
	const struct bag *bag = r->group->cells[0].bag;
	int rc = put_tuple(to, place, r, SPAN(""), 0, record, e);

	for (size_t i = 0; rc == 0 && bag != NULL && i < bag->map.count; i++)
		rc = put_tuple(to, place, r, bag->map.entries[i].key,
		    *(const uint64_t *)bag->map.entries[i].value, record, e);
	return rc;
}

static void
note_values(struct groups *g, const struct part *parts)
{
	for (size_t i = 0; i < g->plan->key_count; i++)
		g->valued[i] |= parts[i].kind != PART_STRING ||
		    parts[i].text.n > 0;
}

static int
put_group(struct groups *g, struct group *group, struct buf *place,
    struct buf *record, struct err *e)
{
	struct part parts[PLAN_MAX_KEYS];
	struct result r = { .plan = g->plan, .group = group, .parts = parts };

	r.mask_index = row_read_key(group->key, g->plan, parts);
	if (r.mask_index == 0)
		note_values(g, parts);
	buf_cut(place, 0);
	spill_put_keys(&r, place);
	return g->plan->table != NULL ?
	    put_bag(g->spilled, buf_span(place), &r, record, e) :
	    put_cells(g->spilled, buf_span(place), &r, record, e);
}

int
spill_groups(struct groups *g, struct err *e)
{
	struct buf place = {0}, record = {0};
	int rc = 0;

	if (g->spilled == NULL)
		g->spilled = spill_sorter(g->plan);
	for (size_t i = 0; rc == 0 && i < g->map.count; i++)
		rc = put_group(g, g->map.entries[i].value, &place, &record, e);
	groups_clear(g);
	buf_free(&record);
	buf_free(&place);
	return rc;
}

int
spill_begin(struct spill_walk *w, const struct plan *plan,
    struct sorter *from, struct err *e)
{
	*w = (struct spill_walk){ .plan = plan, .from = from };
	w->memory.most = plan->memory;
	w->result = (struct result){ .plan = plan, .parts = w->parts };
	w->result.group = mem_zero(1, sizeof(*w->result.group) +
	    plan->cell_count * sizeof(*w->result.group->cells));
	if (sorter_rewind(from, e) == -1)
		return -1;
	switch (sorter_next(from, &w->pending, e)) {
	case 1:
		w->is_pending = true;
		return 0;
	case 0:
		return 0;
	default:
		return -1;
	}
}

static void
drop_group(struct spill_walk *w)
{
	group_clear(w->plan, w->result.group);
	w->memory.used = 0;
	arena_reset(&w->arena);
	w->entries = NULL;
	w->entry_count = w->entry_capacity = 0;
}

void
spill_end(struct spill_walk *w)
{
	drop_group(w);
	arena_free(&w->arena);
	mem_free(w->result.group);
}

static int
too_large(const struct spill_walk *w, struct err *e)
{
	return err_set(e, ERR_MEMORY, NULL, 0, 0, "one group needs more than "
	    "the %zu bytes of --memory: allow more, or %s", w->memory.most,
	    w->plan->table == NULL ? "set `exact` in the rule" :
	    w->plan->key_count > 0 ? "group by more" :
	    "name fewer records by `where`");
}

/* Another entry of the group; equal ones come behind one another. */
static int
add_entry(struct spill_walk *w, const struct spill_record *r, struct err *e)
{
	struct entry *last = w->entries + w->entry_count;
	uint64_t count;

	memcpy(&count, r->state.p, sizeof(count));
	if (count == 0)
		return 0;
	if (w->entry_count > 0 && span_equal(last[-1].tuple, r->tuple)) {
		last[-1].count += count;
		return 0;
	}
	if (!memory_take(&w->memory, r->tuple.n + 3 * sizeof(*last)))
		return too_large(w, e);
	w->entries = arena_grow(&w->arena, w->entries, w->entry_count,
	    &w->entry_capacity, w->entry_count + 1, sizeof(*last));
	w->entries[w->entry_count++] = (struct entry){
	    arena_copy(&w->arena, r->tuple), count };
	return 0;
}

static int
add_record(struct spill_walk *w, const struct spill_record *r, struct err *e)
{
	struct json cells;

	if (w->plan->table != NULL)
		return add_entry(w, r, e);
	cells = json_value(r->state);
	if (merge_cells(w->plan, w->result.group, &cells, &w->memory) == 0)
		return w->memory.over ? too_large(w, e) : 0;
	return w->memory.over ? too_large(w, e) : err_set(e, ERR_SOFTWARE,
	    NULL, 0, 0, "a group can't be read back from its file");
}

static int
begin_group(struct spill_walk *w, const struct spill_record *r,
    struct err *e)
{
	struct result *result = &w->result;

	result->group->key = arena_copy(&w->arena, r->key);
	result->mask_index = row_read_key(result->group->key, w->plan,
	    w->parts);
	result->suppressed = r->suppressed;
	result->ranks = arena_alloc(&w->arena, r->ranks.n);
	if (r->ranks.n > 0)
		memcpy(result->ranks, r->ranks.p, r->ranks.n);
	return add_record(w, r, e);
}

int
spill_next(struct spill_walk *w, struct err *e)
{
	struct spill_record r;
	int rc = 1;

	drop_group(w);
	if (!w->is_pending)
		return 0;
	r = read_record(w->plan, w->pending);
	if (begin_group(w, &r, e) == -1)
		return -1;
	while ((rc = sorter_next(w->from, &w->pending, e)) == 1) {
		r = read_record(w->plan, w->pending);
		if (!span_equal(r.key, w->result.group->key))
			break;
		if (add_record(w, &r, e) == -1)
			return -1;
	}
	w->is_pending = rc == 1;
	return rc == -1 ? -1 : 1;
}

static int
load_entries(struct groups *g, struct group *group,
    const struct spill_walk *w, struct err *e)
{
	struct bag *bag = mem_zero(1, sizeof(*bag));

	group->cells[0].bag = bag;
	for (size_t i = 0; i < w->entry_count; i++)
		bag_add(bag, w->entries[i].tuple, w->entries[i].count,
		    &g->memory);
	return groups_check(g, 0, e);
}

int
spill_load(struct groups *g, struct err *e)
{
	struct spill_walk w;
	struct group *group;
	int rc;

	g->memory.soft = false;
	rc = spill_begin(&w, g->plan, g->spilled, e);
	while (rc != -1 && (rc = spill_next(&w, e)) == 1) {
		group = groups_get(g, w.result.group->key);
		rc = group == NULL ? groups_check(g, SIZE_MAX, e) :
		    load_entries(g, group, &w, e);
	}
	spill_end(&w);
	return rc;
}
