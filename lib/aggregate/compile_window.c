#include "aggregate/compile.h"

/* Up to so many days are waited for. */
#define MOST_DAYS	3660

static const struct {
	char	unit;
	int64_t	seconds;
} units[] = {
	{ 'm', 60 },
	{ 'h', 3600 },
	{ 'd', 86400 },
};

/* -1 if it is no duration. */
static int64_t
read_duration(struct span text)
{
	size_t digits = span_digits(text);
	int64_t n = 0;

	if (digits == 0 || digits > 6 || text.n != digits + 1)
		return -1;
	for (size_t i = 0; i < digits; i++)
		n = n * 10 + (text.p[i] - '0');
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (text.p[digits] == units[i].unit)
			return n * units[i].seconds <= MOST_DAYS * 86400 ?
			    n * units[i].seconds : -1;
	return -1;
}

int
compile_duration(struct compiling *c, const struct node *node,
    int64_t *seconds)
{
	struct span text;
	int64_t n;

	if (node_text(node, &text, c->faults) == -1)
		return -1;
	if ((n = read_duration(text)) != -1) {
		*seconds = n;
		return 0;
	}
	fault(c->faults, node->place, "expected minutes, hours or days such "
	    "as 30m, 36h or 7d, at most %dd", MOST_DAYS);
	return -1;
}

void
compile_window(struct compiling *c, const struct node *node)
{
	struct windowing *w = arena_zero(c->run, 1, sizeof(*w));
	const struct plan *plan = c->plan;
	const struct node *wait;
	struct fields f;

	if (fields_begin(&f, node, c->run, c->faults) == -1)
		return;
	if ((wait = fields_need(&f, "wait")) != NULL)
		compile_duration(c, wait, &w->wait);
	fields_end(&f);
	if (plan->cases != NULL)
		fault(c->faults, node->place, "a window is of records: cases "
		    "have `period`");
	else if (plan->key_count == 0 || plan->keys[0].kind != KEY_PERIOD)
		fault(c->faults, node->place, "the window is the first key of "
		    "`by`, which has to be the period of a time, such as "
		    "{hour: time}");
	else
		c->plan->window = w;
}
