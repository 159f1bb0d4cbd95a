#include "normalize/clean.h"

#include "base/edit.h"
#include "normalize/gutter.h"
#include "normalize/page.h"
#include "text/escapes.h"
#include "text/markup.h"
#include "text/normal.h"
#include "text/punctuation.h"
#include "text/width.h"

/* A text on its way through the steps. */
struct cleaning {
	const struct clean_rule	*rule;
	struct regex_work	*work;
	struct arena		*arena;
	struct span		 text;
	struct notes		*notes;		/* or NULL */
	struct moves		 moves;		/* of the step */
	struct markup_part	 article;	/* of text */
};

static int
escapes_step(struct cleaning *c, struct edits *edits, struct err *e)
{
	(void)e;
	if (c->rule->escapes)
		*edits = escapes_edits(c->arena, c->text);
	return 0;
}

static int
unicode_step(struct cleaning *c, struct edits *edits, struct err *e)
{
	(void)e;
	if (c->rule->unicode == UNICODE_NFC)
		*edits = normal_nfc(c->arena, c->text);
	else if (c->rule->unicode == UNICODE_NFKC)
		*edits = normal_nfkc(c->arena, c->text);
	return 0;
}

static int
width_step(struct cleaning *c, struct edits *edits, struct err *e)
{
	(void)e;
	if (c->rule->width != 0)
		*edits = width_edits(c->arena, c->text, c->rule->width);
	return 0;
}

static int
punctuation_step(struct cleaning *c, struct edits *edits, struct err *e)
{
	(void)e;
	if (c->rule->punctuation)
		*edits = punctuation_edits(c->arena, c->text);
	return 0;
}

static int
markup_step(struct cleaning *c, struct edits *edits, struct err *e)
{
	switch (c->rule->markup) {
	case CLEAN_HTML:
		*edits = markup_html(c->arena, c->text, MARKUP_WHOLE,
		    NULL);
		return 0;
	case CLEAN_ARTICLE:
		*edits = markup_html(c->arena, c->text, MARKUP_ARTICLE,
		    &c->article);
		return 0;
	case CLEAN_MARKDOWN:
		return markup_markdown(c->arena, c->text, edits, e);
	default:
		return 0;
	}
}

static int
notes_step(struct cleaning *c, struct edits *edits, struct err *e)
{
	(void)e;
	if (c->notes != NULL && c->rule->notes != NULL)
		*edits = notes_edits(c->arena, c->text, c->rule->notes,
		    c->notes);
	return 0;
}

static int
columns_step(struct cleaning *c, struct edits *edits, struct err *e)
{
	(void)e;
	if (c->rule->lines != NULL && c->rule->lines->columns)
		*edits = gutter_edits(c->arena, c->text, &c->moves);
	return 0;
}

static int
lines_step(struct cleaning *c, struct edits *edits, struct err *e)
{
	struct page_text text = { c->text, c->article };

	return c->rule->lines == NULL ? 0 : page_edits(c->rule->lines,
	    c->work, c->arena, &text, edits, &c->moves, e);
}

static int
script_step(struct cleaning *c, struct edits *edits, struct err *e)
{
	(void)e;
	if (c->rule->script != NULL)
		*edits = script_edits(c->rule->script, c->arena, c->text);
	return 0;
}

static int
numerals_step(struct cleaning *c, struct edits *edits, struct err *e)
{
	(void)e;
	if (c->rule->numerals != NUMERALS_KEEP)
		*edits = numerals_edits(c->rule->numerals, c->arena, c->text);
	return 0;
}

static int
spaces_step(struct cleaning *c, struct edits *edits, struct err *e)
{
	const struct spaces_rule *rule = &c->rule->spaces;

	(void)e;
	if (rule->between_han || rule->runs || rule->trim)
		*edits = spaces_edits(c->arena, c->text, rule);
	return 0;
}

/* In the order in which they are applied, whatever the rule's is. */
static int (*const steps[])(struct cleaning *, struct edits *,
    struct err *) = {
	escapes_step,
	markup_step,
	notes_step,
	unicode_step,
	width_step,
	punctuation_step,
	columns_step,
	lines_step,
	script_step,
	numerals_step,
	spaces_step
};

static void
follow_article(struct cleaning *c, const struct edits *step)
{
	if (c->article.to == 0 || step->count == 0)
		return;
	c->article.from = edits_place(step, c->article.from);
	c->article.to = edits_place(step, c->article.to);
}

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
    struct edits *all, struct notes *notes, struct err *e)
{
	struct cleaning c = { .rule = rule, .work = work, .arena = arena,
	    .text = text, .notes = notes };
	struct edits step;
	size_t i;

	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		step = (struct edits){ 0 };
		c.moves = (struct moves){ 0 };
		if (steps[i](&c, &step, e) == -1)
			return -1;
		if (steps[i] != markup_step)
			follow_article(&c, &step);
		if (notes != NULL && steps[i] != notes_step)
			notes_follow(notes, &step, &c.moves);
		apply(&c, &step, all);
	}
	*cleaned = c.text;
	return 0;
}
