#include "segment/plan.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "rules/node.h"
#include "segment/lines.h"
#include "text/shape.h"

const char *const block_names[BLOCK_KINDS + 1] = {
	"heading", "paragraph", "quote", "list", "reference", "note",
	"caption", "abstract", "front", "back", NULL
};

const char *const cut_unit_names[] = { "block", "sentence", "clause", NULL };

const char *const quote_field_names[QUOTE_FIELDS + 1] = {
	"quote_number", "quote_time", "speaker", NULL
};

/* What the readers of a rule share. */
struct compiler {
	struct plan	*plan;
	struct arena	*arena;
	struct faults	*faults;
};

static struct regex *
read_regex(const struct compiler *c, const struct node *node)
{
	struct regex *regex;
	struct span pattern;
	const char *reason;
	char shown[128];
	size_t at;

	if (node == NULL || node_text(node, &pattern, c->faults) == -1)
		return NULL;
	regex = regex_compile(c->arena, pattern, false, &reason, &at);
	if (regex == NULL)
		fault(c->faults, node->place, "\"%s\": %s at byte %zu",
		    err_quote(shown, sizeof(shown), pattern), reason, at);
	return regex;
}

/* Who wants no words must want units. */
static void
read_unit(const struct compiler *c, struct fields *f, bool words)
{
	const struct node *node = words ? fields_take(f, "unit") :
	    fields_need(f, "unit");
	int index = node == NULL && words ? CUT_WHOLE : CUT_BLOCK;

	if (node != NULL)
		node_choice(node, cut_unit_names, &index, c->faults);
	c->plan->unit = (enum cut_unit)index;
}

/* A key of blocks and sentences, which say nothing without a unit. */
static const struct node *
take_of_units(const struct compiler *c, struct fields *f, const char *key)
{
	const struct node *node = fields_take(f, key);

	if (node != NULL && c->plan->unit == CUT_WHOLE)
		fault(c->faults, node->place, "%s: expected a rule with the "
		    "key unit, got one without", key);
	return node;
}

static void
read_blocks(const struct compiler *c, const struct node *node)
{
	const struct node *const *items = &node;
	size_t i, count = 1;
	int kind;

	for (i = 0; node == NULL && i < BLOCK_KINDS; i++)
		c->plan->writes[i] = true;
	if (node == NULL)
		return;
	if (node->kind == NODE_SEQUENCE) {
		items = (const struct node *const *)node->items;
		count = node->count;
	}
	for (i = 0; i < count; i++)
		if (node_choice(items[i], block_names, &kind,
		    c->faults) == 0)
			c->plan->writes[kind] = true;
	if (count == 0)
		fault(c->faults, node->place, "blocks: expected kinds of "
		    "blocks, got none (left out, it means all)");
}

static void
read_match(const struct compiler *c, const struct node *node,
    struct heading_rule *heading)
{
	heading->match = read_regex(c, node);
	if (heading->match != NULL)
		node_text(node, &heading->pattern, c->faults);
}

/* Nothing in it speaks of the pattern that it stands in. */
static bool
can_be_joined(struct span pattern)
{
	size_t i;
	char next;

	for (i = 0; i + 1 < pattern.n; i++) {
		next = pattern.p[i + 1];
		if (pattern.p[i] == '\\' && (next == 'Q' || next == 'g' ||
		    next == 'k' || (next >= '0' && next <= '9')))
			return false;
		if (pattern.p[i] == '(' && next == '*')
			return false;
		if (pattern.p[i] == '(' && next == '?' &&
		    (i + 2 == pattern.n || (pattern.p[i + 2] != ':' &&
		    pattern.p[i + 2] != '=' && pattern.p[i + 2] != '!')))
			return false;
	}
	return true;
}

/*
 * Most lines are no headings: one regex says so for all.  Anchored, it tries
 * them in their order.
 */
static struct regex *
join_headings(const struct compiler *c)
{
	const struct plan *plan = c->plan;
	struct regex *joined = NULL;
	struct buf b = { 0 };
	const char *reason;
	size_t i, at;

	for (i = 0; i < plan->heading_count; i++) {
		if (plan->headings[i].match == NULL)
			continue;
		if (!can_be_joined(plan->headings[i].pattern))
			break;
		buf_add(&b, b.n == 0 ? SPAN("(?:") : SPAN("|(?:"));
		buf_add(&b, plan->headings[i].pattern);
		buf_printf(&b, ")(*:%zu)", i);
	}
	if (i == plan->heading_count && b.n > 0)
		joined = regex_compile(c->arena, buf_span(&b), false, &reason,
		    &at);
	buf_free(&b);
	return joined != NULL && regex_is_anchored(joined) ? joined : NULL;
}

static void
read_heading(const struct compiler *c, const struct node *node,
    struct heading_rule *heading)
{
	static const char *const styles[] = { "title", NULL };
	const struct node *level, *ends, *style;
	struct fields f;
	int64_t value = 0;
	int index = 0;

	if (fields_begin(&f, node, c->arena, c->faults) == -1)
		return;
	level = fields_take(&f, "level");
	if (level != NULL)
		node_integer(level, 1, LEVEL_MAX, &value, c->faults);
	heading->level = (int)value;
	style = fields_take(&f, "style");
	if (style != NULL)
		node_choice(style, styles, &index, c->faults);
	else
		read_match(c, fields_need(&f, "match"), heading);
	ends = style != NULL ? NULL : fields_take(&f, "title_ends_at");
	if (ends != NULL)
		node_text(ends, &heading->title_ends_at, c->faults);
	fields_end(&f);
}

static void
read_headings(const struct compiler *c, const struct node *node)
{
	struct plan *plan = c->plan;
	size_t i;

	if (node == NULL)
		return;
	if (node->kind != NODE_SEQUENCE) {
		fault(c->faults, node->place, "headings: expected a sequence, "
		    "got a %s", node_kind_name(node->kind));
		return;
	}
	if (node->count > HEADINGS_MAX) {
		fault(c->faults, node->place, "headings: expected at most %d, "
		    "got %zu", HEADINGS_MAX, node->count);
		return;
	}
	plan->headings = arena_zero(c->arena, node->count,
	    sizeof(*plan->headings));
	plan->heading_count = node->count;
	for (i = 0; i < node->count; i++)
		read_heading(c, node->items[i], &plan->headings[i]);
}

static void
read_references(const struct compiler *c, const struct node *node)
{
	const struct node *after;
	struct plan *plan = c->plan;
	struct fields f;
	size_t i;

	if (node == NULL || fields_begin(&f, node, c->arena, c->faults) == -1)
		return;
	after = fields_need(&f, "after");
	if (after != NULL)
		node_texts(after, c->arena, &plan->references,
		    &plan->reference_count, c->faults);
	for (i = 0; i < plan->reference_count; i++)
		plan->references[i] = utf8_trim(plan->references[i]);
	fields_end(&f);
}

static struct quote_regex
read_quote_regex(const struct compiler *c, const struct node *node)
{
	struct quote_regex q = { .regex = read_regex(c, node) };
	size_t i;

	for (i = 0; i < QUOTE_FIELDS; i++)
		q.groups[i] = q.regex == NULL ? -1 :
		    regex_group(q.regex, quote_field_names[i]);
	return q;
}

static bool
names_something(const struct quote_regex *q)
{
	return q->groups[QUOTE_NUMBER] != -1 || q->groups[QUOTE_TIME] != -1 ||
	    q->groups[QUOTE_SPEAKER] != -1;
}

static void
read_quotes(const struct compiler *c, const struct node *node)
{
	const struct node *fields;
	struct fields f;

	if (node == NULL || fields_begin(&f, node, c->arena, c->faults) == -1)
		return;
	c->plan->quote_match = read_quote_regex(c, fields_need(&f, "match"));
	fields = fields_take(&f, "fields");
	c->plan->quote_fields = read_quote_regex(c, fields);
	if (c->plan->quote_fields.regex != NULL &&
	    !names_something(&c->plan->quote_fields))
		fault(c->faults, fields->place, "fields: expected a group of "
		    "the name quote_number, quote_time or speaker, got none");
	fields_end(&f);
}

static void
read_articles(const struct compiler *c, const struct node *node)
{
	struct fields f;

	if (node == NULL || fields_begin(&f, node, c->arena, c->faults) == -1)
		return;
	c->plan->article = read_regex(c, fields_need(&f, "match"));
	fields_end(&f);
}

/* Who speaks is the group of that name, else the first. */
static void
read_turns(const struct compiler *c, const struct node *node)
{
	struct quote_regex *turn = &c->plan->turn;
	const struct node *on;
	struct fields f;

	if (node == NULL || fields_begin(&f, node, c->arena, c->faults) == -1)
		return;
	*turn = read_quote_regex(c, fields_need(&f, "match"));
	if (turn->groups[QUOTE_SPEAKER] == -1)
		turn->groups[QUOTE_SPEAKER] = 1;
	on = fields_take(&f, "runs_on");
	if (on != NULL)
		node_bool(on, &c->plan->turns_run_on, c->faults);
	fields_end(&f);
}

static void
read_sentences(const struct compiler *c, const struct node *node)
{
	const struct node *end, *pairs;
	struct cut_rules *cut = &c->plan->cut;
	struct fields f;

	if (node == NULL || fields_begin(&f, node, c->arena, c->faults) == -1)
		return;
	end = fields_take(&f, "end");
	if (end != NULL)
		node_text(end, &cut->end, c->faults);
	pairs = fields_take(&f, "pairs");
	if (pairs != NULL && node_text(pairs, &cut->pairs, c->faults) == 0 &&
	    utf8_length(cut->pairs) % 2 != 0)
		fault(c->faults, pairs->place, "pairs: expected openers and "
		    "closers in turn, got %zu characters",
		    utf8_length(cut->pairs));
	fields_end(&f);
}

/* With them only what tells known words may stand in the rule. */
static void
read_candidates(const struct compiler *c, const struct config *config,
    const struct node *node, const struct node *words)
{
	const struct node *key;
	size_t i;

	if (node == NULL)
		return;
	c->plan->candidates = candidate_rule_read(config, node, c->arena,
	    c->faults);
	if (c->plan->words != NULL)
		c->plan->candidates->lexicon = c->plan->words->lexicon;
	if (c->plan->unit != CUT_WHOLE)
		fault(c->faults, node->place, "candidates: expected a rule "
		    "without the key unit, got one with it");
	for (i = 0; words != NULL && words->kind == NODE_MAPPING &&
	    i < words->count; i++) {
		key = words->keys[i];
		if (!span_is(key->text, "dictionary") &&
		    !span_is(key->text, "join") && !span_is(key->text, "split"))
			fault(c->faults, key->place, "beside candidates, "
			    "words: expected dictionary, join or split alone");
	}
}

struct plan *
segment_compile(const struct config *config, struct arena *arena,
    struct faults *faults)
{
	struct plan *plan = arena_zero(arena, 1, sizeof(*plan));
	struct compiler c = { plan, arena, faults };
	size_t errors = faults->errors;
	const struct node *words, *candidates;
	struct fields f;

	plan->cut = cut_default;
	plan->verbose = config->verbose;
	if (config_head(&config->rules[0], "segment", &f, arena, faults) == -1)
		return NULL;
	words = fields_take(&f, "words");
	candidates = fields_take(&f, "candidates");
	if (words != NULL || candidates != NULL)
		plan->words = word_rule_read(config, words, arena, faults);
	read_unit(&c, &f, words != NULL || candidates != NULL);
	read_candidates(&c, config, candidates, words);
	read_blocks(&c, take_of_units(&c, &f, "blocks"));
	read_headings(&c, take_of_units(&c, &f, "headings"));
	read_articles(&c, take_of_units(&c, &f, "articles"));
	read_references(&c, take_of_units(&c, &f, "references"));
	read_turns(&c, take_of_units(&c, &f, "turns"));
	read_quotes(&c, take_of_units(&c, &f, "quotes"));
	read_sentences(&c, take_of_units(&c, &f, "sentences"));
	fields_end(&f);
	cut_prepare(&plan->cut, arena);
	plan->any_heading = join_headings(&c);
	plan->line_signs = line_signs(arena);
	return faults->errors == errors ? plan : NULL;
}
