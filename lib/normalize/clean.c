#include "normalize/clean.h"

#include "base/edit.h"
#include "normalize/unwrap.h"
#include "text/normal.h"

/* A text on its way through the steps. */
struct cleaning {
	const struct clean_rule	*rule;
	struct regex_work	*work;
	struct arena		*arena;
	struct span		 text;
};

static int
unicode_step(const struct cleaning *c, struct edits *edits, struct err *e)
{
	(void)e;
	if (c->rule->nfc)
		*edits = normal_nfc(c->arena, c->text);
	return 0;
}

/* Takes the dropped lines away, each with the line feed behind it. */
static struct edits
drop_lines(struct arena *arena, const struct lines *lines)
{
	const struct span text = lines->text;
	struct edits edits = { 0 };
	size_t i, start, end, from = 0;

	for (i = 0; i < lines->count; i++) {
		start = lines->items[i].start;
		end = lines->items[i].end;
		while (start > from && text.p[start - 1] != '\n' &&
		    text.p[start - 1] != '\f')
			start--;
		while (end < text.n && text.p[end] != '\n' &&
		    text.p[end] != '\f')
			end++;
		from = end += end < text.n && text.p[end] == '\n';
		if (lines->items[i].dropped)
			edits_add(&edits, arena, start, end - start, SPAN(""));
	}
	return edits;
}

static int
lines_step(const struct cleaning *c, struct edits *edits, struct err *e)
{
	struct line_drop drop = { c->rule->drop, c->rule->drop_count,
	    c->work };
	struct lines lines;

	if (!c->rule->unwrap && drop.count == 0)
		return 0;
	if (lines_read(&lines, c->arena, c->text, &drop, e) == -1)
		return -1;
	*edits = c->rule->unwrap ?
	    unwrap_edits(c->arena, &lines, c->rule->across_pages) :
	    drop_lines(c->arena, &lines);
	return 0;
}

static int
spaces_step(const struct cleaning *c, struct edits *edits, struct err *e)
{
	const struct spaces_rule *rule = &c->rule->spaces;

	(void)e;
	if (rule->between_han || rule->runs || rule->trim)
		*edits = spaces_edits(c->arena, c->text, rule);
	return 0;
}

/* In the order in which they are applied, whatever the rule's is. */
static int (*const steps[])(const struct cleaning *, struct edits *,
    struct err *) = {
	unicode_step,
	lines_step,
	spaces_step
};

/* Applies a step's edits, and joins them to those of the steps before. */
static void
apply(struct cleaning *c, const struct edits *step, struct edits *all)
{
	if (step->count == 0)
		return;
	c->text = edits_apply(step, c->arena, c->text);
	if (all != NULL)
		*all = all->count == 0 ? *step :
		    edits_compose(all, step, c->arena);
}

int
clean_text(const struct clean_rule *rule, struct regex_work *work,
    struct arena *arena, struct span text, struct span *cleaned,
    struct edits *all, struct err *e)
{
	struct cleaning c = { rule, work, arena, text };
	struct edits step;
	size_t i;

	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		step = (struct edits){ 0 };
		if (steps[i](&c, &step, e) == -1)
			return -1;
		apply(&c, &step, all);
	}
	*cleaned = c.text;
	return 0;
}
