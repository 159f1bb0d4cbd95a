#include "rules/suspect.h"
#include "tag/compile.h"

#define QUOTED	96

static bool
is_wild(char c)
{
	return c == '*' || c == '?';
}

/* What the wildcards from byte *at on stand for; *at moves behind them. */
static struct gap
read_gap(struct span text, size_t *at)
{
	struct gap gap = { 0, 0 };

	for (; *at < text.n && is_wild(text.p[*at]); ++*at) {
		gap.least += text.p[*at] == '?';
		gap.most += text.p[*at] == '?' ? 1 : TAG_GLOB_STAR;
	}
	return gap;
}

/* The literal from byte *at on, as a matcher; *at moves behind it. */
static uint32_t
read_literal(struct compiler *c, const struct node *node, size_t *at)
{
	struct choice ch = { .terms = TAG_NONE };
	struct span text = span_from(node->text, *at);
	struct node *literal;
	size_t n = 0;

	while (n < text.n && !is_wild(text.p[n]))
		n++;
	*at += n;
	choice_add_term(c, &ch, span_make(text.p, n), node->place);
	if (ch.terms != TAG_NONE) {
		literal = arena_zero(c->run, 1, sizeof(*literal));
		literal->text = span_make(text.p, n);
		literal->place = node->place;
		c->plan->matchers[ch.terms].node = literal;
	}
	return choice_end(c, &ch);
}

static bool
is_glob(struct compiler *c, const struct node *node)
{
	char shown[QUOTED];
	struct span text;

	if (node_text(node, &text, c->faults) == -1)
		return false;
	if (text.n > 0 && !is_wild(text.p[0]) && !is_wild(text.p[text.n - 1]))
		return true;
	fault(c->faults, node->place, "expected a glob that begins and ends "
	    "with what is looked for, got \"%s\"", err_quote(shown,
	    sizeof(shown), text));
	return false;
}

uint32_t
glob_read(struct compiler *c, struct fields *f, const struct node *node)
{
	uint32_t parts[TAG_MAX_PARTS], count = 0, n;
	struct gap gaps[TAG_MAX_PARTS];
	struct matcher *m;
	size_t at = 0;

	(void)f;
	if (!is_glob(c, node))
		return TAG_NONE;
	suspect_glob(node, c->faults);
	while (at < node->text.n && count < TAG_MAX_PARTS) {
		parts[count] = read_literal(c, node, &at);
		if (parts[count] == TAG_NONE)
			return TAG_NONE;
		gaps[count++] = read_gap(node->text, &at);
	}
	if (at < node->text.n) {
		fault(c->faults, node->place, "expected at most %d pieces "
		    "between `*` and `?`", TAG_MAX_PARTS);
		return TAG_NONE;
	}
	if (count == 1)
		return parts[0];
	n = matcher_new(c, MATCHER_SEQ);
	m = &c->plan->matchers[n];
	m->within = WITHIN_CLAUSE;
	m->gaps = memcpy(arena_alloc(c->run, count * sizeof(*gaps)), gaps,
	    count * sizeof(*gaps));
	return matcher_set_parts(c, n, memcpy(arena_alloc(c->run,
	    count * sizeof(*parts)), parts, count * sizeof(*parts)), count);
}
