#include <assert.h>
#include <stdlib.h>

#include "aggregate/plan.h"

size_t
plan_measure(const struct plan *plan, struct span name)
{
	for (size_t i = 0; i < plan->measure_count; i++)
		if (span_is(name, plan->measures[i].name))
			return i;
	return PLAN_NONE;
}

size_t
plan_key(const struct plan *plan, struct span name)
{
	for (size_t i = 0; i < plan->key_count; i++)
		if (span_is(name, plan->keys[i].name))
			return i;
	return PLAN_NONE;
}

static struct column
column_of(const struct plan *plan, struct span name)
{
	size_t key = plan_key(plan, name);

	if (key != PLAN_NONE)
		return (struct column){ true, key };
	return (struct column){ false, plan_measure(plan, name) };
}

struct column
plan_column(const struct plan *plan, const struct path *path)
{
	struct column column = column_of(plan, path->text);

	if (column.index == PLAN_NONE && path->count == 1)
		column = column_of(plan, path->keys[0]);
	return column;
}

size_t
plan_mask(const struct plan *plan, unsigned mask)
{
	size_t i = 0;

	while (i < plan->mask_count && plan->masks[i] != mask)
		i++;
	assert(i < plan->mask_count);
	return i;
}

static int
compare_code(const void *code, const void *label)
{
	return span_compare(*(const struct span *)code,
	    ((const struct label *)label)->code);
}

static int
compare_labels(const void *a, const void *b)
{
	return compare_code(&((const struct label *)a)->code, b);
}

struct span
labels_find(const struct labels *labels, struct span code)
{
	const struct label *label = NULL;

	if (labels->count > 0)
		label = bsearch(&code, labels->items, labels->count,
		    sizeof(*labels->items), compare_code);
	return label != NULL && label->text.n > 0 ? label->text : code;
}

void
labels_sort(struct labels *labels)
{
	if (labels->count > 0)
		qsort(labels->items, labels->count, sizeof(*labels->items),
		    compare_labels);
}
