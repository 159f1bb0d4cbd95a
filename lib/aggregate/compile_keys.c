#include "aggregate/families.h"

int
compile_path(struct compiling *c, const struct node *node, struct path *path)
{
	const char *reason;
	struct span text;

	if (node_text(node, &text, c->faults) == -1)
		return -1;
	if (path_parse(path, c->run, text, &reason) == -1)
		return fault(c->faults, node->place,
		    "expected the path of a field: %s", reason);
	return 0;
}

static void
read_level(struct compiling *c, struct fields *f, struct key *key)
{
	static const char *const levels[] = {
		"province", "city", "county", "town", "village", NULL
	};
	static const size_t digits[] = { 2, 4, 6, 9, 12 };
	const struct node *node = fields_need(f, "level");
	const struct node *names = fields_take(f, "names");
	int level;

	if (node == NULL || node_choice(node, levels, &level, c->faults) == -1)
		return;
	key->digits = digits[level];
	if (names != NULL)
		compile_names(c, names, key);
}

static void
read_bucket(struct compiling *c, struct fields *f, struct key *key,
    const struct node *value)
{
	const struct node *width = fields_need(f, "width");
	struct amount amount;
	double number;

	key->value = compile_expr(c, value, VALUE_NUMBER);
	if (width == NULL || node_number(width, &number, c->faults) == -1)
		return;
	if (amount_read(&amount, width->text) == -1 || amount.wide ||
	    amount.units <= 0)
		fault(c->faults, width->place, "expected a width above 0, "
		    "with at most 9 decimals");
	else
		key->width = amount.units;
}

static const struct kind {
	const char	*key;
	enum key_kind	 kind;
	enum when_unit	 period;
} kinds[] = {
	{ "area",	KEY_AREA,	0 },
	{ "year",	KEY_PERIOD,	WHEN_YEAR },
	{ "quarter",	KEY_PERIOD,	WHEN_QUARTER },
	{ "month",	KEY_PERIOD,	WHEN_MONTH },
	{ "week",	KEY_PERIOD,	WHEN_WEEK },
	{ "day",	KEY_PERIOD,	WHEN_DAY },
	{ "hour",	KEY_PERIOD,	WHEN_HOUR },
	{ "each",	KEY_EACH,	0 },
	{ "bucket",	KEY_BUCKET,	0 },
	{ "value",	KEY_VALUE,	0 },
};

/* One fault: of the unknown key, or if there is none, of what is missing. */
static void
tell_no_kind(struct compiling *c, struct fields *f)
{
	static const char *const beside[] = { "as", "label", "level",
	    "parents", "width" };

	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++)
		fields_take(f, beside[i]);
	if (fields_end(f) == 0)
		fault(c->faults, f->node->place, "expected one of area, year, "
		    "quarter, month, week, day, hour, each, bucket, value");
}

/* The one kind that the mapping states; *node is the value beside it. */
static const struct kind *
take_kind(struct compiling *c, struct fields *f, const struct node **node)
{
	const struct kind *kind = NULL;
	const struct node *found;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if ((found = fields_take(f, kinds[i].key)) == NULL)
			continue;
		if (kind != NULL) {
			fault(c->faults, found->place, "a key is either %s "
			    "or %s", kind->key, kinds[i].key);
			return NULL;
		}
		kind = &kinds[i];
		*node = found;
	}
	if (kind == NULL)
		tell_no_kind(c, f);
	return kind;
}

/* What is grouped by; *shown is the node that names the key. */
static bool
read_kind(struct compiling *c, struct fields *f, struct key *key,
    const struct node **shown)
{
	const struct kind *kind = take_kind(c, f, shown);

	if (kind == NULL)
		return false;
	key->kind = kind->kind;
	key->period = kind->period;
	switch (key->kind) {
	case KEY_BUCKET:
		read_bucket(c, f, key, *shown);
		return true;
	case KEY_VALUE:
		key->value = compile_expr(c, *shown, VALUE_NULL);
		return true;
	case KEY_AREA:
		read_level(c, f, key);
		break;
	case KEY_EACH:
		key->families = families_compile(c, fields_take(f,
		    "parents"));
		break;
	default:
		break;
	}
	return compile_path(c, *shown, &key->path) == 0;
}

static bool
read_mapping(struct compiling *c, const struct node *node, struct key *key,
    const struct node **name)
{
	const struct node *as, *label;
	struct fields f;

	if (fields_begin(&f, node, c->run, c->faults) == -1 ||
	    !read_kind(c, &f, key, name))
		return false;
	as = key->kind == KEY_VALUE ? fields_need(&f, "as") :
	    fields_take(&f, "as");
	if (as != NULL)
		*name = as;
	if ((label = fields_take(&f, "label")) != NULL)
		key->title = compile_wording(c, label);
	return fields_end(&f) == 0;
}

static void
read_key(struct compiling *c, const struct node *node)
{
	struct plan *plan = c->plan;
	struct key *key = &plan->keys[plan->key_count];
	const struct node *named = node;
	struct span name;

	if (node->kind == NODE_SCALAR ?
	    compile_path(c, node, &key->path) == -1 :
	    !read_mapping(c, node, key, &named))
		return;
	if (node_text(named, &name, c->faults) == -1 ||
	    compile_name_is_unfit(c, name, named->place))
		return;
	key->name = arena_string(c->run, name);
	if (key->title.n == 0)
		key->title = name;
	plan->key_count++;
}

void
compile_keys(struct compiling *c, const struct node *by)
{
	const struct node *const *items;
	size_t n = compile_items(&by, &items);

	if (n > PLAN_MAX_KEYS) {
		fault(c->faults, by->place, "expected at most %d keys, got %zu",
		    PLAN_MAX_KEYS, n);
		return;
	}
	c->plan->keys = arena_zero(c->run, n, sizeof(*c->plan->keys));
	for (size_t i = 0; i < n; i++)
		read_key(c, items[i]);
}
