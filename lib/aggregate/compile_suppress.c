#include "aggregate/compile_measures.h"

void
compile_suppress(struct compiling *c, const struct node *node)
{
	static const char *const others[] = { "complement", NULL };
	struct suppress *s = &c->plan->suppress;
	const struct node *item;
	struct fields f;
	int64_t below;
	int chosen;

	if (fields_begin(&f, node, c->run, c->faults) == -1)
		return;
	if (c->plan->table != NULL)
		fault(c->faults, node->place, "suppress is for measures, not "
		    "for a table");
	if ((item = fields_need(&f, "below")) != NULL && node_integer(item, 2,
	    INT64_MAX, &below, c->faults) == 0)
		s->below = (uint64_t)below;
	if ((item = fields_need(&f, "of")) != NULL) {
		s->of = measures_named(c, item);
		if (s->of != PLAN_NONE &&
		    c->plan->measures[s->of].kind > MEASURE_DISTINCT)
			fault(c->faults, item->place, "expected a count or "
			    "distinct");
	}
	if ((item = fields_take(&f, "also")) != NULL)
		s->complement = node_choice(item, others, &chosen,
		    c->faults) == 0;
	for (size_t i = 0; item != NULL && i < c->plan->measure_count; i++)
		if (c->plan->measures[i].kind == MEASURE_CHANGE)
			fault(c->faults, item->place, "\"%s\" would tell "
			    "what complement leaves out: it is a change",
			    c->plan->measures[i].name);
	fields_end(&f);
}
