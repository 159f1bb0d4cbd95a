#include "aggregate/bulletin.h"
#include "aggregate/check.h"
#include "aggregate/compile.h"
#include "aggregate/methods.h"
#include "aggregate/tables.h"
#include "aggregate/unlike.h"
#include "aggregate/watched.h"
#include "base/decimal.h"

#define DEFAULT_MEMORY	((size_t)256 << 20)
#define DEFAULT_WIDTH	80	/* columns of a terminal */
#define MIN_WIDTH	40
#define MAX_WIDTH	10000

static int
field_of(const struct path *path)
{
	return path->count == 1 ? case_field(path->keys[0]) : CASE_NO_FIELD;
}

/* Fields of a collect event are of any kind. */
static enum value_kind
kind_in_case(const void *from, const struct path *path)
{
	int field = field_of(path);

	(void)from;
	return field == CASE_NO_FIELD ? VALUE_NULL : case_field_kind(field);
}

static const char *
words_in_case(const void *from, const struct path *path, struct span text)
{
	int field = field_of(path);

	(void)from;
	return field == CASE_NO_FIELD ? NULL : case_field_words(field, text);
}

/* See case_record_get(). */
static size_t
place_in_case(const void *from, const struct path *path)
{
	int field = field_of(path);

	(void)from;
	return field == CASE_NO_FIELD ? 0 : (size_t)field + 1;
}

/* Where an expression stands. */
struct expr_place {
	struct compiling	*c;
	struct place		 place;
};

/* `closde` is a field that no case has, and 0 in every figure. */
static void
warn_of_slip(void *ctx, const struct path *path)
{
	const struct expr_place *at = ctx;
	const char *near;
	char shown[128];

	if (field_of(path) != CASE_NO_FIELD)
		return;
	near = case_field_near(path->text);
	if (near != NULL)
		fault_warn(at->c->faults, at->place, "a folded case has "
		    "\"%s\" only if your records do (did you mean "
		    "\"%s\"?)",
		    err_quote(shown, sizeof(shown), path->text), near);
}

const struct expr *
compile_expr(struct compiling *c, const struct node *node,
    enum value_kind kind)
{
	struct expr_use use = { .kind = kind, .zone = c->plan->zone,
	    .calendar = c->plan->calendar,
	    .comparisons = &c->comparisons };
	struct expr_place at = { c, node->place };
	const struct expr *x;

	if (c->plan->cases != NULL) {
		use.field = kind_in_case;
		use.place = place_in_case;
		use.words = words_in_case;
	}
	x = expr_compile(c->run, node, &use, c->faults);
	if (x == NULL)
		return NULL;
	if (c->plan->cases != NULL)
		expr_paths(x, warn_of_slip, &at);
	c->exprs = arena_grow(c->run, c->exprs, c->expr_count,
	    &c->expr_capacity, c->expr_count + 1, sizeof(*c->exprs));
	c->exprs[c->expr_count++] = x;
	return x;
}

struct span
compile_wording(struct compiling *c, const struct node *node)
{
	const struct node *zh, *en, *chosen;
	struct span text = SPAN("");
	struct fields f;

	if (node == NULL)
		return text;
	if (node->kind == NODE_SCALAR) {
		node_text(node, &text, c->faults);
		return text;
	}
	if (fields_begin(&f, node, c->run, c->faults) == -1)
		return text;
	zh = fields_take(&f, "zh");
	en = fields_take(&f, "en");
	chosen = c->plan->chinese ? zh : en;
	if (chosen == NULL)
		chosen = zh != NULL ? zh : en;
	if (fields_end(&f) == 0 && chosen != NULL)
		node_text(chosen, &text, c->faults);
	return text;
}

size_t
compile_items(const struct node *const *node,
    const struct node *const **items)
{
	if ((*node)->kind != NODE_SEQUENCE) {
		*items = node;
		return 1;
	}
	*items = (const struct node *const *)(*node)->items;
	return (*node)->count;
}

bool
compile_name_is_unfit(struct compiling *c, struct span name,
    struct place place)
{
	char shown[128];

	if (span_index(name, '\0') < name.n) {
		fault(c->faults, place, "expected a name without NUL, got "
		    "\"%s\"", err_quote(shown, sizeof(shown), name));
		return true;
	}
	if (plan_key(c->plan, name) == PLAN_NONE &&
	    plan_measure(c->plan, name) == PLAN_NONE &&
	    !span_is(name, "rollup") && !span_is(name, "approximate"))
		return false;
	fault(c->faults, place, "two columns of the name \"%s\"",
	    err_quote(shown, sizeof(shown), name));
	return true;
}

const char *
compile_nearest(struct compiling *c, struct span typed, unsigned names)
{
	const char *known[PLAN_MAX_KEYS + PLAN_MAX_MEASURES + 1], *near;
	const struct plan *plan = c->plan;
	char shown[128];
	size_t n = 0;

	for (size_t i = 0; names & NAMES_KEYS && i < plan->key_count; i++)
		known[n++] = plan->keys[i].name;
	for (size_t i = 0; names & NAMES_MEASURES && i < plan->measure_count;
	    i++)
		known[n++] = plan->measures[i].name;
	known[n] = NULL;
	near = fault_nearest(typed, known);
	if (near == NULL)
		return "";
	return arena_printf(c->run, " (did you mean \"%s\"?)",
	    err_quote(shown, sizeof(shown), span_of(near))).p;
}

static const char *const formats[] = { "jsonl", "csv", "tsv", "table",
    "html", "markdown", "bulletin", "graphml", "dot", NULL };

/* A graph is made of one network alone. */
static bool
is_no_graph(const struct plan *plan)
{
	return plan->format >= FORMAT_GRAPHML && (plan->table == NULL ||
	    plan->table->kind != &table_network || plan->key_count > 0);
}

void
compile_settings(struct compiling *c)
{
	const char *format = config_setting(c->config, "format");
	const char *memory = config_setting(c->config, "memory");
	struct plan *plan = c->plan;
	int i = 0;

	plan->partial = config_setting(c->config, "partial") != NULL;
	plan->merge = config_setting(c->config, "merge") != NULL;
	plan->allow_empty = c->config->allow_empty;
	plan->verbose = c->config->verbose;
	plan->scratch = c->config->scratch;
	plan->memory = DEFAULT_MEMORY;
	if (memory != NULL && (decimal_size(memory, &plan->memory) == -1 ||
	    plan->memory == 0))
		plan->usage = arena_printf(c->run, "--memory: expected a size "
		    "such as 256M, got %s", memory).p;
	if (format != NULL) {
		while (formats[i] != NULL && strcmp(format, formats[i]) != 0)
			i++;
		if (formats[i] == NULL)
			plan->usage = arena_printf(c->run, "--format: expected "
			    "jsonl, csv, tsv, table, html, markdown, bulletin, "
			    "graphml or dot, got %s", format).p;
		else
			plan->format = (enum format)i;
	}
	if (plan->format == FORMAT_BULLETIN && plan->bulletin == NULL)
		plan->usage = "--format bulletin is for a rule with bulletin";
	if (plan->window != NULL && plan->format != FORMAT_JSONL &&
	    !plan->merge)
		plan->usage = arena_printf(c->run, "--format %s: a rule with "
		    "window writes jsonl, window by window (with --merge any "
		    "format)", formats[plan->format]).p;
	if (is_no_graph(plan))
		plan->usage = arena_printf(c->run, "--format %s is for the "
		    "table network, without `by`",
		    formats[plan->format]).p;
	if (!plan->partial)
		return;
	if (format != NULL && plan->format != FORMAT_JSONL)
		plan->usage = arena_printf(c->run, "--partial writes JSON "
		    "Lines: leave out --format %s", format).p;
	plan->format = FORMAT_JSONL;
}

static void
read_width(struct compiling *c, const struct node *node)
{
	int64_t width;

	c->plan->width = DEFAULT_WIDTH;
	if (node == NULL ||
	    node_integer(node, 0, MAX_WIDTH, &width, c->faults) == -1)
		return;
	if (width > 0 && width < MIN_WIDTH)
		fault(c->faults, node->place, "expected at least %d columns, "
		    "or 0 for tables of any width", MIN_WIDTH);
	c->plan->width = (size_t)width;
}

/* Looks that JSON Lines don't have. */
static void
refuse_looks(struct compiling *c, const struct node *node)
{
	static const char *const looks[] = { "title", "bom",
	    "formulas", "width" };

	for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++)
		for (size_t k = 0; k < node->count; k++)
			if (span_is(node->keys[k]->text, looks[i]))
				fault(c->faults, node->keys[k]->place,
				    "%s says nothing to jsonl: leave it out, "
				    "or the format", looks[i]);
}

static void
read_output(struct compiling *c, const struct node *node)
{
	const struct node *item;
	struct fields f;
	int format;

	read_width(c, NULL);
	if (node == NULL || fields_begin(&f, node, c->run, c->faults) == -1)
		return;
	item = fields_take(&f, "format");
	if (item != NULL && node_choice(item, formats, &format,
	    c->faults) == 0) {
		c->plan->format = (enum format)format;
		if (c->plan->format == FORMAT_JSONL)
			refuse_looks(c, node);
	}
	item = fields_take(&f, "title");
	if (item != NULL)
		c->plan->title = compile_wording(c, item);
	item = fields_take(&f, "bom");
	if (item != NULL)
		node_bool(item, &c->plan->bom, c->faults);
	item = fields_take(&f, "formulas");
	if (item != NULL)
		node_bool(item, &c->plan->formulas, c->faults);
	read_width(c, fields_take(&f, "width"));
	fields_end(&f);
}

static void
read_language(struct compiling *c, const struct node *node)
{
	static const char *const languages[] = { "zh", "en", NULL };
	int language = 0;

	if (node != NULL)
		node_choice(node, languages, &language, c->faults);
	c->plan->chinese = language == 0;
}

static void
read_zone(struct compiling *c, const struct node *node)
{
	struct span text;

	c->plan->zone = WHEN_DEFAULT_ZONE;
	if (node == NULL || node_text(node, &text, c->faults) == -1)
		return;
	if (when_zone(text, &c->plan->zone) == -1)
		fault(c->faults, node->place,
		    "expected an offset such as +08:00");
}

static void
read_order(struct compiling *c, const struct node *node)
{
	struct plan *plan = c->plan;
	struct span *names;
	struct ordering *o;
	char shown[128];
	size_t n;

	if (node == NULL ||
	    node_texts(node, c->run, &names, &n, c->faults) == -1)
		return;
	plan->order = arena_zero(c->run, n, sizeof(*plan->order));
	for (size_t i = 0; i < n; i++) {
		o = &plan->order[plan->order_count++];
		o->descending = span_starts(names[i], SPAN("-"));
		if (o->descending)
			names[i] = span_from(names[i], 1);
		o->index = plan_key(plan, names[i]);
		o->is_key = o->index != PLAN_NONE;
		if (!o->is_key)
			o->index = plan_measure(plan, names[i]);
		if (o->index == PLAN_NONE)
			fault(c->faults, node->kind == NODE_SEQUENCE ?
			    node->items[i]->place : node->place,
			    "expected a key or a measure, got \"%s\"%s",
			    err_quote(shown, sizeof(shown), names[i]),
			    compile_nearest(c, names[i],
			    NAMES_KEYS | NAMES_MEASURES));
		else if (!o->is_key &&
		    measure_is_no_number(&plan->measures[o->index]))
			fault(c->faults, node->place, "\"%s\" has no order: "
			    "it is no number", plan->measures[o->index].name);
	}
}

/* Periods and areas are texts, "" where a record has none. */
static enum value_kind
kind_in_group(const void *from, const struct path *path)
{
	const struct plan *plan = from;
	struct column column = plan_column(plan, path);
	enum key_kind kind;

	if (column.index == PLAN_NONE)
		return VALUE_NULL;
	if (!column.is_key)
		return VALUE_NUMBER;
	kind = plan->keys[column.index].kind;
	return kind == KEY_AREA || kind == KEY_PERIOD ? VALUE_STRING :
	    VALUE_NULL;
}

struct having {
	struct compiling	*c;
	struct place		 place;
};

static void
check_having_path(void *ctx, const struct path *path)
{
	struct having *h = ctx;
	const struct plan *plan = h->c->plan;
	struct column column = plan_column(plan, path);
	char shown[128];

	if (column.index != PLAN_NONE && (column.is_key ||
	    !measure_is_no_number(&plan->measures[column.index])))
		return;
	fault(h->c->faults, h->place,
	    "expected keys and measures, got \"%s\"%s",
	    err_quote(shown, sizeof(shown), path->text),
	    compile_nearest(h->c, path->text, NAMES_KEYS | NAMES_MEASURES));
}

const struct expr *
compile_choice(struct compiling *c, const struct node *node)
{
	struct expr_use use = { .kind = VALUE_BOOL, .zone = c->plan->zone,
	    .field = kind_in_group, .from = c->plan };
	struct having h = { c, node->place };
	const struct expr *x = expr_compile(c->run, node, &use, c->faults);

	if (x != NULL)
		expr_paths(x, check_having_path, &h);
	return x;
}

static void
read_having(struct compiling *c, const struct node *node)
{
	if (node == NULL)
		return;
	c->plan->having = compile_choice(c, node);
	c->plan->having_place = node->place;
}

static void
add_mask(struct compiling *c, unsigned mask, struct place place)
{
	struct plan *plan = c->plan;

	for (size_t i = 0; i < plan->mask_count; i++)
		if (plan->masks[i] == mask)
			return;
	if (plan->mask_count == PLAN_MAX_MASKS)
		fault(c->faults, place, "more than %d kinds of groups",
		    PLAN_MAX_MASKS);
	else
		plan->masks[plan->mask_count++] = mask;
}

/* The kinds of groups of `rollup`: none but all keys, a chain, or a list. */
static void
read_rollup(struct compiling *c, const struct node *node, struct place place)
{
	unsigned all = (1u << c->plan->key_count) - 1;
	unsigned least = c->plan->window != NULL ? 1 : 0;
	bool chain = false;

	if (node != NULL && node->kind == NODE_SEQUENCE) {
		for (size_t i = 0; i < node->count; i++)
			add_mask(c, compile_key_mask(c, node->items[i]),
			    place);
		if (node->count > 0)
			return;
		fault(c->faults, node->place, "expected true, or a list of "
		    "lists of keys");
	} else if (node != NULL)
		node_bool(node, &chain, c->faults);
	add_mask(c, all, place);
	for (unsigned mask = all; chain && mask > least;) {
		mask >>= 1;
		add_mask(c, mask, place);
	}
}

/* Those that are written first, then those that others are measured by. */
static void
make_masks(struct compiling *c, const struct node *rollup, struct place place)
{
	struct plan *plan = c->plan;

	read_rollup(c, rollup, place);
	if (rollup != NULL && rollup->kind == NODE_SEQUENCE &&
	    plan->suppress.complement)
		fault(c->faults, rollup->place, "also: complement is for "
		    "rollup: true");
	plan->written = plan->mask_count;
	for (size_t i = 0; plan->window != NULL && i < plan->written; i++)
		if ((plan->masks[i] & 1) == 0)
			fault(c->faults, rollup->place, "no group is of all "
			    "windows: each list of keys needs the first key");
	for (size_t i = 0; i < plan->measure_count; i++)
		for (size_t k = 0; k < plan->written; k++)
			if (plan->measures[i].kind >= MEASURE_SHARE)
				add_mask(c, plan_within(&plan->measures[i],
				    plan->masks[k]), place);
	if (plan->dated != PLAN_NONE)
		add_mask(c, 1u << plan->dated, place);
}

static void
read_limits(struct compiling *c, struct fields *f)
{
	const struct node *node;
	int64_t v;

	c->plan->limit = c->plan->exact = UINT64_MAX;
	node = fields_take(f, "limit");
	if (node != NULL && node_integer(node, 1, INT64_MAX, &v,
	    c->faults) == 0)
		c->plan->limit = (uint64_t)v;
	node = fields_take(f, "exact");
	if (node != NULL && node_integer(node, 1, INT64_MAX, &v,
	    c->faults) == 0)
		c->plan->exact = (uint64_t)v;
}

/* Measures, or a table. */
static void
read_figures(struct compiling *c, struct fields *f)
{
	const struct node *table = fields_take(f, "table");
	const struct node *measures = fields_take(f, "measures");

	if (table != NULL && measures != NULL)
		fault(c->faults, measures->place, "a rule has either measures "
		    "or a table");
	else if (table != NULL)
		compile_table(c, table);
	else if (measures != NULL)
		compile_measures(c, measures);
	else
		fault(c->faults, f->node->place, "the key \"measures\" is "
		    "missing");
}

static void
read_choice(struct compiling *c, const struct node *order,
    const struct node *having)
{
	if (c->plan->table != NULL) {
		compile_table_rows(c, order, having);
		return;
	}
	read_order(c, order);
	read_having(c, having);
}

static void
read_rule(struct compiling *c, struct fields *f)
{
	struct plan *plan = c->plan;
	const struct node *node, *compare = fields_take(f, "compare");

	read_language(c, fields_take(f, "lang"));
	read_zone(c, fields_take(f, "zone"));
	compile_calendar(c, fields_take(f, "calendar"));
	node = fields_take(f, "cases");
	if (node != NULL)
		compile_cases(c, node);
	compile_period(c, fields_take(f, "period"));
	read_limits(c, f);
	node = fields_take(f, "where");
	if (node != NULL)
		plan->where = compile_expr(c, node, VALUE_BOOL);
	node = fields_take(f, "by");
	if (node != NULL)
		compile_keys(c, node);
	node = fields_take(f, "window");
	if (node != NULL)
		compile_window(c, node);
	compile_compare(c, compare);
	read_figures(c, f);
	compile_compared(c, compare);
	node = fields_take(f, "suppress");
	if (node != NULL)
		compile_suppress(c, node);
	compile_reads(c);
	watched_compile(c);
	unlike_compile(c);
	make_masks(c, fields_take(f, "rollup"), f->node->place);
	read_choice(c, fields_take(f, "order"), fields_take(f, "having"));
	node = fields_take(f, "labels");
	if (node != NULL)
		compile_labels(c, node);
	node = fields_take(f, "bulletin");
	if (node != NULL)
		compile_bulletin(c, node);
	read_output(c, fields_take(f, "output"));
	node = fields_take(f, "tests");
	if (node != NULL)
		compile_tests(c, node);
}

/* The value of a key that was read already. */
static void
read_methods(struct compiling *c)
{
	const struct node *root = c->rule->root;

	c->plan->methods = compile_methods(c, compile_book_value(root,
	    "where"), compile_book_value(root, "table"));
	if (c->plan->partial || c->plan->merge)
		c->plan->usage = "--methods is of records, not of states: "
		    "leave out --partial and --merge";
	if (config_setting(c->config, "format") != NULL)
		c->plan->usage = "--methods writes JSON Lines: leave out "
		    "--format";
	c->plan->format = FORMAT_JSONL;
}

struct plan *
compile_rule(const struct config *config, struct arena *run,
    struct faults *faults)
{
	struct compiling c = {
		.plan = arena_zero(run, 1, sizeof(*c.plan)),
		.config = config, .rule = &config->rules[0],
		.run = run, .faults = faults
	};
	size_t before = faults->errors;
	struct fields f;

	c.plan->dated = PLAN_NONE;
	c.comparisons.most = PLAN_MAX_COMPARISONS;
	if (config_head(c.rule, "aggregate", &f, run, faults) == -1)
		return NULL;
	read_rule(&c, &f);
	fields_end(&f);
	if (c.plan->title.n == 0)
		c.plan->title = compile_wording(&c, compile_book_value(
		    c.rule->root, "title"));
	compile_settings(&c);
	if (config_setting(config, "methods") != NULL)
		read_methods(&c);
	compile_case_settings(&c);
	c.plan->rule = config_hash(c.rule);
	return faults->errors == before ? c.plan : NULL;
}
