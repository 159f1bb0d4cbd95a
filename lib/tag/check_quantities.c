#include "base/buf.h"
#include "tag/check_quantities.h"
#include "text/words.h"

/* Whether the figure is what the example names; null: it has none. */
static bool
is_figure(const struct quantity *q, const struct quantity_figure *x)
{
	const struct span has[FIGURE_KEYS] = {
		[FIGURE_VALUE] = q->value, [FIGURE_UNIT] = q->unit,
		[FIGURE_BOUND] = span_of(quantity_bounds[q->bound]),
		[FIGURE_PER] = q->per, [FIGURE_OF] = q->of
	};
	size_t i;

	for (i = 0; i < FIGURE_KEYS; i++)
		if (x->keys[i].p != NULL && !span_equal(has[i], x->keys[i]) &&
		    !(has[i].n == 0 && span_is(x->keys[i], "null")))
			return false;
	return true;
}

/* `80 元 exact per 每人每月 of 补助, ...`, in the arena. */
static struct span
tell(struct arena *arena, const struct quantity *found, size_t n)
{
	const struct quantity *q;
	struct span told = SPAN("none");
	size_t i;

	for (i = 0; i < n; i++) {
		q = &found[i];
		told = arena_printf(arena, "%.*s%s%.*s %.*s %s%s%.*s%s%.*s",
		    i > 0 ? (int)told.n : 0, told.p, i > 0 ? ", " : "",
		    (int)q->value.n, q->value.p, (int)q->unit.n, q->unit.p,
		    quantity_bounds[q->bound], q->per.n > 0 ? " per " : "",
		    (int)q->per.n, q->per.p, q->of.n > 0 ? " of " : "",
		    (int)q->of.n, q->of.p);
	}
	return told;
}

static void
check_example(const struct plan *p, const struct quantity_example *x,
    struct words_work *work, struct arena *arena, struct faults *faults)
{
	struct quantity *found;
	size_t n = quantity_find(p->quantities, work, arena, x->text, &found);
	size_t i;
	struct span told = tell(arena, found, n);

	if (n != x->count)
		fault(faults, x->place, "expected %zu figures, got %.*s",
		    x->count, (int)told.n, told.p);
	for (i = 0; i < x->count && i < n; i++) {
		told = tell(arena, &found[i], 1);
		if (!is_figure(&found[i], &x->figures[i]))
			fault(faults, x->figures[i].place, "expected another "
			    "figure, got %.*s", (int)told.n, told.p);
	}
}

void
check_quantities(const struct plan *p, struct arena *arena,
    struct faults *faults)
{
	struct words_work *work = words_work_new();
	size_t i;

	if (p->quantities != NULL && p->quantity_example_count == 0)
		fault_warn(faults,
		    p->books[p->quantity_book].rule->root->place,
		    "`quantities` has no examples");
	for (i = 0; i < p->quantity_example_count; i++)
		check_example(p, &p->quantity_examples[i], work, arena, faults);
	words_work_free(work);
}
