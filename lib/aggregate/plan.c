#include <assert.h>

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

size_t
plan_mask(const struct plan *plan, unsigned mask)
{
	size_t i = 0;

	while (i < plan->mask_count && plan->masks[i] != mask)
		i++;
	assert(i < plan->mask_count);
	return i;
}
