#include <assert.h>

#include "aggregate/groups.h"
#include "aggregate/spill.h"
#include "base/mem.h"

struct groups *
groups_new(const struct plan *plan)
{
	struct groups *g = mem_zero(1, sizeof(*g));

	g->plan = plan;
	g->memory.most = plan->memory;
	g->memory.soft = true;
	g->first_day = ROW_NO_DAY;
	g->fed = mem_zero(plan->input_count, sizeof(*g->fed));
	return g;
}

void
group_clear(const struct plan *plan, struct group *group)
{
	for (size_t i = 0; i < plan->cell_count; i++)
		cell_free(&group->cells[i], plan_cell(plan, i));
	memset(group->cells, 0, plan->cell_count * sizeof(*group->cells));
}

void
groups_clear(struct groups *g)
{
	for (size_t i = 0; i < g->map.count; i++)
		group_clear(g->plan, g->map.entries[i].value);
	map_free(&g->map);
	arena_free(&g->arena);
	g->memory.used = g->beside;
	g->memory.over = false;
}

void
groups_free(struct groups *g)
{
	groups_clear(g);
	for (int i = 0; i < CASE_AGAINSTS; i++)
		if (g->against[i] != NULL)
			groups_free(g->against[i]);
	sorter_free(g->spilled);
	arena_free(&g->notes);
	mem_free(g->fed);
	mem_free(g);
}

bool
groups_have_value(const struct groups *g, size_t key)
{
	struct part parts[PLAN_MAX_KEYS];
	const struct group *group;

	for (size_t i = 0; i < g->map.count; i++) {
		group = g->map.entries[i].value;
		if (row_read_key(group->key, g->plan, parts) == 0 &&
		    (parts[key].kind != PART_STRING || parts[key].text.n > 0))
			return true;
	}
	return g->valued[key];
}

struct group *
groups_find(const struct groups *g, struct span key)
{
	struct map_entry *entry = map_get(&g->map, key);

	return entry == NULL ? NULL : entry->value;
}

struct group *
groups_get(struct groups *g, struct span key)
{
	struct group *group = groups_find(g, key);
	size_t size;

	if (group != NULL)
		return group;
	size = sizeof(*group) + g->plan->cell_count * sizeof(*group->cells);
	if (!memory_take(&g->memory, size + key.n + MAP_BYTES))
		return NULL;
	group = arena_zero(&g->arena, 1, size);
	group->key = arena_copy(&g->arena, key);
	map_put(&g->map, group->key, NULL)->value = group;
	return group;
}

static void
add_to_group(struct groups *g, struct group *group)
{
	const struct plan *plan = g->plan;

	for (size_t i = 0; i < plan->cell_count; i++) {
		const struct measure *m = plan_cell(plan, i);
		const struct fed *fed = m->input == PLAN_NONE ? NULL :
		    &g->fed[m->input];

		if (fed == NULL || fed->given)
			cell_add(&group->cells[i], plan, m, fed, &g->memory);
	}
}

void
groups_foot(struct groups *g, struct span line)
{
	assert(g->foot_count < GROUPS_MAX_FOOT);
	g->foot[g->foot_count++] = arena_copy(&g->notes, line);
}

void
groups_make_total(struct groups *g)
{
	const struct plan *plan = g->plan;
	struct buf key = {0};

	size_t total = 0;

	while (total < plan->written && plan->masks[total] != 0)
		total++;
	if (total == plan->written)
		return;
	row_put_key(&key, plan, total, NULL);
	groups_get(g, buf_span(&key));
	buf_free(&key);
}

void
groups_note_day(struct groups *g, int64_t day)
{
	if (day < g->first_day)
		g->first_day = day;
}

int
groups_add(struct groups *g, struct span row, struct err *e)
{
	struct group *group;
	struct span key;

	if (g->plan->dated != PLAN_NONE)
		groups_note_day(g, row_take_day(&row));
	for (size_t i = 0; i < g->plan->input_count; i++)
		row_take_fed(&row, g->plan->inputs[i].kind, &g->fed[i]);
	while (!g->memory.over && row_take_group(&row, &key))
		if ((group = groups_get(g, key)) != NULL)
			add_to_group(g, group);
	return groups_settle(g, e);
}

int
groups_settle(struct groups *g, struct err *e)
{
	if (!g->memory.soft)
		return groups_check(g, 0, e);
	if (g->memory.used <= GROUPS_PART(g->memory.most) ||
	    g->memory.used - g->beside <= g->memory.most / 16)
		return 0;
	g->spills++;
	return spill_groups(g, e);
}

int
groups_check(const struct groups *g, size_t beside, struct err *e)
{
	if (!g->memory.over && beside <= memory_room(&g->memory))
		return 0;
	return err_set(e, ERR_MEMORY, NULL, 0, 0, "%zu groups need more than "
	    "the %zu bytes of --memory: allow more, group by less, or set "
	    "`exact` in the rule", g->map.count, g->memory.most);
}
