#include "normalize/example.h"

static void
read_example(const struct compiler *c, const struct node *node,
    struct clean_example *example)
{
	const struct node *text, *becomes;
	struct fields f;

	if (fields_begin(&f, node, c->arena, c->faults) == -1)
		return;
	text = fields_need(&f, "text");
	becomes = fields_need(&f, "becomes");
	fields_end(&f);
	if (text == NULL || becomes == NULL ||
	    node_text(text, &example->text, c->faults) == -1 ||
	    node_text(becomes, &example->becomes, c->faults) == -1)
		return;
	example->node = becomes;
}

void
compile_examples(const struct compiler *c, const struct node *node)
{
	struct plan *plan = c->plan;
	size_t i;

	if (node == NULL)
		return;
	if (node->kind != NODE_SEQUENCE) {
		fault(c->faults, node->place, "examples: expected a sequence "
		    "of {text, becomes}");
		return;
	}
	plan->examples = arena_zero(c->arena, node->count,
	    sizeof(*plan->examples));
	plan->example_count = node->count;
	for (i = 0; i < node->count; i++)
		read_example(c, node->items[i], &plan->examples[i]);
}

/* Where the two differ, from at most a dozen characters before it on. */
static struct span
from_difference(struct span text, struct span other)
{
	size_t i = 0;

	while (i < text.n && i < other.n && text.p[i] == other.p[i])
		i++;
	i -= i < 36 ? i : 36;
	while (i < text.n && ((unsigned char)text.p[i] & 0xc0) == 0x80)
		i++;
	return span_from(text, i);
}

static void
check_example(const struct plan *plan, const struct clean_example *x,
    struct regex_work *work, struct arena *arena, struct faults *faults)
{
	uint64_t hits[PERSONAL_KINDS] = { 0 };
	struct notes notes = { 0 };
	struct span text;
	struct err e = { 0 };
	char got[128], wanted[128];

	if (clean_text(&plan->clean, work, arena, x->text, &text, NULL,
	    &notes, &e) == -1) {
		fault(faults, x->node->place, "example: %s", e.text);
		return;
	}
	if (plan->mask != NULL)
		text = mask_text(plan->mask, arena, text, hits);
	if (!span_equal(text, x->becomes))
		fault(faults, x->node->place, "example: expected \"%s\", "
		    "got \"%s\"", err_quote(wanted, sizeof(wanted),
		    from_difference(x->becomes, text)), err_quote(got,
		    sizeof(got), from_difference(text, x->becomes)));
}

int
example_check(const void *made, struct arena *arena, struct faults *faults)
{
	const struct plan *plan = made;
	struct regex_work *work = regex_work_new();
	size_t i;

	for (i = 0; i < plan->example_count; i++)
		check_example(plan, &plan->examples[i], work, arena, faults);
	regex_work_free(work);
	return 0;
}
