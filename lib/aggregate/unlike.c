#include "aggregate/unlike.h"
#include "frame/unlike.h"

void
unlike_compile(struct compiling *c)
{
	struct plan *plan = c->plan;

	plan->comparisons = c->comparisons.items;
	plan->comparison_count = c->comparisons.count;
}

size_t
unlike_counters(const struct plan *plan)
{
	return plan->comparison_count;
}

void
unlike_line(const struct plan *plan, size_t i, uint64_t count, struct buf *b)
{
	unlike_put(&plan->comparisons[i], count, plan->chinese, b);
}
