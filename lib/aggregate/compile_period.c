#include "aggregate/compile.h"
#include "text/date.h"

/* Without cases there is nothing that has a period. */
static bool
needs_cases(struct compiling *c, const struct node *node, const char *what)
{
	if (node != NULL && c->plan->cases == NULL)
		fault(c->faults, node->place, "%s is for rules with cases",
		    what);
	return node != NULL && c->plan->cases != NULL;
}

void
compile_period(struct compiling *c, const struct node *node)
{
	static const char *const units[] = {
		"year", "quarter", "month", "week", "day", NULL
	};
	static const char *const bases[] = { "cohort", "flow", NULL };
	const struct node *item;
	struct fields f;
	int unit, basis;

	if (!needs_cases(c, node, "period") ||
	    fields_begin(&f, node, c->run, c->faults) == -1)
		return;
	if ((item = fields_take(&f, "unit")) != NULL &&
	    node_choice(item, units, &unit, c->faults) == 0) {
		c->plan->cases->has_unit = true;
		c->plan->cases->unit = (enum when_unit)unit;
	}
	if ((item = fields_take(&f, "basis")) != NULL &&
	    node_choice(item, bases, &basis, c->faults) == 0)
		c->plan->cases->basis = (enum case_basis)basis;
	fields_end(&f);
}

const char *const compile_againsts[] = {
	[AGAINST_PREVIOUS] = "previous",
	[AGAINST_YEAR_AGO] = "year_ago",
	NULL
};

void
compile_compare(struct compiling *c, const struct node *node)
{
	struct span *names;
	size_t n;
	int k;

	if (!needs_cases(c, node, "compare") ||
	    node_texts(node, c->run, &names, &n, c->faults) == -1)
		return;
	if (!c->plan->cases->has_unit)
		fault(c->faults, node->place, "what is compared needs a "
		    "period: name its unit under period");
	for (size_t i = 0; i < n; i++) {
		for (k = 0; k < CASE_AGAINSTS; k++)
			if (span_is(names[i], compile_againsts[k]))
				break;
		if (k == CASE_AGAINSTS)
			fault(c->faults, node->place, "expected previous or "
			    "year_ago, got %.*s", (int)names[i].n,
			    names[i].p);
		else
			c->plan->cases->compare[k] = true;
	}
	for (size_t i = 0; i < c->plan->key_count; i++)
		if (c->plan->keys[i].kind == KEY_PERIOD)
			fault(c->faults, node->place, "the key \"%s\" is a "
			    "period: it has no row to be compared with",
			    c->plan->keys[i].name);
}

void
compile_compared(struct compiling *c, const struct node *compare)
{
	bool used[CASE_AGAINSTS] = {0};

	for (size_t i = 0; i < c->plan->measure_count; i++)
		if (c->plan->measures[i].kind == MEASURE_CHANGE)
			used[c->plan->measures[i].against] = true;
	for (int k = 0; compare != NULL && c->plan->cases != NULL &&
	    k < CASE_AGAINSTS; k++)
		if (c->plan->cases->compare[k] && !used[k])
			fault(c->faults, compare->place, "no measure is a "
			    "change against %s", compile_againsts[k]);
}

static void
read_period_option(struct compiling *c, const char *text)
{
	struct case_plan *cases = c->plan->cases;

	cases->has_period = true;
	if (period_parse(span_of(text), &cases->period) == -1)
		c->plan->usage = arena_printf(c->run, "--period: expected "
		    "2026, 2026-Q2, 2026-05, 2026-W20, 2026-05-03 or "
		    "FROM/TO (two days, TO exclusive), got %s", text).p;
}

/* A date alone is the end of that day. */
static void
read_as_of_option(struct compiling *c, const char *text)
{
	struct case_plan *cases = c->plan->cases;
	struct when when;
	int64_t day;

	cases->has_as_of = true;
	if (when_parse(span_of(text), cases->zone, &when) == -1)
		c->plan->usage = arena_printf(c->run, "--as-of: expected a "
		    "time such as 2026-05-31T18:00:00+08:00 or 2026-05-31, "
		    "got %s", text).p;
	else if (date_parse(span_of(text), &day) == 0)
		cases->as_of = when_midnight(day + 1, cases->zone) - 1;
	else
		cases->as_of = when.seconds;
}

/* A period can be looked at from within it, and a cohort from behind it. */
static void
check_as_of(struct compiling *c)
{
	const struct case_plan *cases = c->plan->cases;

	if (!cases->has_period || !cases->has_as_of || c->plan->usage != NULL)
		return;
	if (cases->as_of < when_midnight(cases->period.from, cases->zone))
		c->plan->usage = "--as-of lies before the --period";
	else if (cases->basis == BASIS_FLOW &&
	    cases->as_of >= when_midnight(cases->period.to, cases->zone))
		c->plan->usage = "--as-of lies behind the --period: with the "
		    "basis flow a period is seen from its end at the latest";
}

void
compile_case_settings(struct compiling *c)
{
	const char *period = config_setting(c->config, "period");
	const char *as_of = config_setting(c->config, "as-of");

	if (period == NULL && as_of == NULL)
		return;
	if (c->plan->cases == NULL) {
		c->plan->usage = "--period and --as-of are for rules with "
		    "cases";
		return;
	}
	if (period != NULL)
		read_period_option(c, period);
	if (as_of != NULL)
		read_as_of_option(c, as_of);
	check_as_of(c);
}
