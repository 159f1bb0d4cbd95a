#include "tag/compile.h"

#define QUOTED	96

/* `*` is any number of characters but a dot. */
static bool
glob_matches(struct span glob, struct span id)
{
	size_t g = 0, i = 0, star = SIZE_MAX, from = 0;

	while (i < id.n) {
		if (g < glob.n && glob.p[g] == '*') {
			star = g++;
			from = i;
		} else if (g < glob.n && glob.p[g] == id.p[i]) {
			g++;
			i++;
		} else if (star != SIZE_MAX && id.p[from] != '.') {
			g = star + 1;
			i = ++from;
		} else {
			return false;
		}
	}
	while (g < glob.n && glob.p[g] == '*')
		g++;
	return g == glob.n;
}

/* The id of a code of the book at hand as the book has it. */
static struct span
own_id(const struct compiler *c, const struct code *code)
{
	size_t prefix = c->book->prefix.n;

	return prefix == 0 ? code->id : span_from(code->id, prefix + 1);
}

/* One more to choose among; a glob passes over those that stand before. */
static void
add_choosable(struct compiler *c, struct classify *cl, uint32_t code)
{
	uint32_t i;

	for (i = 0; i < cl->among_count; i++)
		if (cl->among[i].code == code)
			return;
	cl->among[cl->among_count++] = (struct choosable){ code,
	    put_string(c, c->plan->codes[code].id) };
}

static const char **
own_ids(const struct compiler *c)
{
	const struct plan *p = c->plan;
	uint32_t first = c->book->first_code, i;
	const char **ids = arena_zero(c->run, p->code_count - first + 1,
	    sizeof(*ids));

	for (i = first; i < p->code_count; i++)
		ids[i - first] = arena_string(c->run,
		    own_id(c, &p->codes[i]));
	return ids;
}

/* The codes that an id or a glob stands for, in the order of the book. */
static void
add_among(struct compiler *c, struct classify *cl, const struct node *node)
{
	struct plan *p = c->plan;
	char shown[QUOTED];
	struct span glob;
	const char *near;
	bool found = false;
	uint32_t i;

	if (node_text(node, &glob, c->faults) == -1)
		return;
	for (i = c->book->first_code; i < p->code_count; i++)
		if (glob_matches(glob, own_id(c, &p->codes[i]))) {
			add_choosable(c, cl, i);
			found = true;
		}
	if (found)
		return;
	near = fault_nearest(glob, own_ids(c));
	fault(c->faults, node->place, "no code of the book is \"%s\"%s%s%s",
	    err_quote(shown, sizeof(shown), glob),
	    near == NULL ? "" : " (did you mean \"",
	    near == NULL ? "" : near, near == NULL ? "" : "\"?)");
}

static void
read_among(struct compiler *c, struct classify *cl, const struct node *node)
{
	size_t i;

	cl->among = arena_zero(c->run, c->plan->code_count,
	    sizeof(*cl->among));
	if (node->kind != NODE_SEQUENCE) {
		add_among(c, cl, node);
		return;
	}
	if (node->count == 0)
		fault(c->faults, node->place, "expected codes, got none");
	for (i = 0; i < node->count; i++)
		add_among(c, cl, node->items[i]);
}

/* Labels instead of ids; a code without one keeps its id. */
static void
read_labels(struct compiler *c, struct classify *cl, const struct node *node)
{
	const struct code *code;
	struct choosable *ch;
	int language;
	uint32_t i;

	if (node_choice(node, tag_language_names, &language, c->faults) == -1)
		return;
	for (i = 0; i < cl->among_count; i++) {
		ch = &cl->among[i];
		code = &c->plan->codes[ch->code];
		if (code->labels[language].n > 0)
			ch->value = put_string(c, code->labels[language]);
		else
			fault_warn(c->faults, code->place, "%.*s has no label "
			    "%s, so its id is written", (int)code->id.n,
			    code->id.p, tag_language_names[language]);
	}
}

/* What is for choosing by score alone. */
static void
read_scoring(struct compiler *c, struct classify *cl, struct fields *f)
{
	const struct node *margin = fields_take(f, "margin");
	const struct node *least = fields_take(f, "min_margin");
	uint32_t i;

	if (cl->by_order && (margin != NULL || least != NULL)) {
		fault(c->faults, margin != NULL ? margin->place : least->place,
		    "`margin` and `min_margin` go with `by: score`");
		return;
	}
	if (margin != NULL)
		cl->margin = derived_new(c, margin);
	if (least != NULL && node_number(least, &cl->min_margin,
	    c->faults) == 0 &&
	    !(cl->min_margin >= 0 && cl->min_margin <= 1))
		fault(c->faults, least->place,
		    "expected a margin from 0 to 1");
	for (i = 0; i < cl->among_count && !cl->by_order; i++)
		c->plan->codes[cl->among[i].code].scored = true;
}

static void
read_losers(struct compiler *c, struct classify *cl, const struct node *node)
{
	static const char *const fates[] = { "keep", "drop", NULL };
	int fate;

	if (node_choice(node, fates, &fate, c->faults) == -1)
		return;
	cl->drops = fate == 1;
	c->plan->drops = c->plan->drops || cl->drops;
	if (cl->drops && cl->all != TAG_NONE)
		fault(c->faults, node->place, "`all` writes the losers, so "
		    "`losers: drop` doesn't go with it");
}

static void
read_one(struct compiler *c, struct classify *cl, struct fields *f)
{
	static const char *const ways[] = { "score", "order", NULL };
	const struct node *node;
	struct span text;
	int way;

	if ((node = fields_need(f, "into")) != NULL)
		cl->into = derived_new(c, node);
	if ((node = fields_need(f, "among")) != NULL)
		read_among(c, cl, node);
	if ((node = fields_take(f, "by")) != NULL &&
	    node_choice(node, ways, &way, c->faults) == 0)
		cl->by_order = way == 1;
	if ((node = fields_take(f, "all")) != NULL)
		cl->all = derived_new(c, node);
	if ((node = fields_take(f, "losers")) != NULL)
		read_losers(c, cl, node);
	read_scoring(c, cl, f);
	if ((node = fields_take(f, "otherwise")) != NULL &&
	    node_text(node, &text, c->faults) == 0)
		cl->otherwise = put_string(c, text);
	if ((node = fields_take(f, "label")) != NULL)
		read_labels(c, cl, node);
}

void
classify_read(struct compiler *c, const struct node *node)
{
	struct plan *p = c->plan;
	struct classify *cl;
	struct fields f;
	size_t i;

	if (node->kind != NODE_SEQUENCE) {
		fault(c->faults, node->place, "expected a sequence of "
		    "{into, among, ...}, got a %s",
		    node_kind_name(node->kind));
		return;
	}
	for (i = 0; i < node->count; i++) {
		if (fields_begin(&f, node->items[i], c->run, c->faults) == -1)
			continue;
		p->classify = arena_grow(c->run, p->classify,
		    p->classify_count, &c->classify_capacity,
		    (size_t)p->classify_count + 1, sizeof(*p->classify));
		cl = &p->classify[p->classify_count++];
		*cl = (struct classify){ .book = c->book_number,
		    .into = TAG_NONE, .all = TAG_NONE, .margin = TAG_NONE };
		read_one(c, cl, &f);
		fields_end(&f);
	}
}
