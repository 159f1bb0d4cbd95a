#include "normalize/plan.h"

#include "normalize/compile.h"
#include "normalize/example.h"
#include "normalize/worker.h"
#include "record/record.h"
#include "rules/node.h"

bool
names_have(const struct names *names, struct span name)
{
	size_t i;

	for (i = 0; i < names->count; i++)
		if (span_equal(names->items[i], name))
			return true;
	return false;
}

const char *
compile_shown(const struct compiler *c, struct span text)
{
	char *into = arena_alloc(c->arena, 128);

	return err_quote(into, 128, text);
}

/* A choice of one of two words; absent: the first. */
static bool
second_of(const struct compiler *c, const struct node *node, const char *first,
    const char *second)
{
	const char *const words[] = { first, second, NULL };
	int index = 0;

	if (node != NULL)
		node_choice(node, words, &index, c->faults);
	return index == 1;
}

bool
compile_truth(const struct compiler *c, const struct node *node)
{
	bool value = false;

	if (node != NULL)
		node_bool(node, &value, c->faults);
	return value;
}

/* Reads the names of fields; a key with a dot in it stands in back quotes. */
static void
read_names(const struct compiler *c, const struct node *node,
    struct names *names)
{
	struct span *texts = NULL;
	struct path path;
	const char *reason;
	size_t i, count = 0;

	if (node_texts(node, c->arena, &texts, &count, c->faults) == -1)
		return;
	*names = (struct names){ arena_zero(c->arena, count,
	    sizeof(*names->items)), 0 };
	for (i = 0; i < count; i++) {
		if (path_parse(&path, c->arena, texts[i], &reason) == -1)
			fault(c->faults, node->place, "\"%s\": %s",
			    compile_shown(c, texts[i]), reason);
		else if (path.count > 1)
			fault(c->faults, node->place, "\"%s\": expected a "
			    "field of the record, got one inside another",
			    compile_shown(c, texts[i]));
		else if (!names_have(names, path.keys[0]))
			names->items[names->count++] = path.keys[0];
	}
}

static void
read_spaces(const struct compiler *c, const struct node *node)
{
	struct spaces_rule *rule = &c->plan->clean.spaces;
	struct fields f;

	if (node == NULL || fields_begin(&f, node, c->arena, c->faults) == -1)
		return;
	rule->between_han = second_of(c, fields_take(&f, "between_han"),
	    "keep", "remove");
	rule->runs = second_of(c, fields_take(&f, "runs"), "keep", "one");
	rule->trim = compile_truth(c, fields_take(&f, "trim"));
	fields_end(&f);
}

/* True if rows may have the field. */
static bool
rows_have(const struct plan *plan, struct span name)
{
	size_t i;

	for (i = 0; i < plan->columns.count; i++)
		if (span_equal(plan->columns.items[i].field, name))
			return true;
	return plan->columns.others == OTHERS_KEEP;
}

/* Text files and lines have no field but text. */
static void
check_names(const struct compiler *c, const struct names *names,
    const struct node *node)
{
	size_t i;

	for (i = 0; c->plan->rows && i < names->count; i++)
		if (!rows_have(c->plan, names->items[i]))
			fault(c->faults, node->place, "\"%s\": no column "
			    "becomes this field",
			    compile_shown(c, names->items[i]));
	for (i = 0; !c->plan->rows && i < names->count; i++) {
		if (c->plan->cut != UNIT_RECORDS &&
		    !span_is(names->items[i], "text"))
			fault(c->faults, node->place, "\"%s\": expected "
			    "text, the one field of such an input",
			    compile_shown(c, names->items[i]));
		else if (!span_is(names->items[i], "text") &&
		    span_equal(names->items[i], c->plan->text_field))
			fault(c->faults, node->place, "\"%s\": it becomes "
			    "text; expected that name",
			    compile_shown(c, names->items[i]));
	}
}

static void
read_clean(const struct compiler *c, const struct node *node)
{
	const struct node *fields;
	struct fields f;

	if (c->plan->html)
		c->plan->clean.markup = CLEAN_HTML;
	if (node == NULL || fields_begin(&f, node, c->arena, c->faults) == -1)
		return;
	fields = fields_take(&f, "fields");
	if (fields != NULL) {
		read_names(c, fields, &c->plan->fields);
		check_names(c, &c->plan->fields, fields);
	}
	c->plan->needs_text = c->plan->needs_text ||
	    names_have(&c->plan->fields, SPAN("text"));
	compile_characters(c, &f);
	compile_markup(c, fields_take(&f, "markup"));
	compile_notes(c, fields_take(&f, "note_marks"));
	compile_lines(c, fields_take(&f, "lines"));
	read_spaces(c, fields_take(&f, "spaces"));
	fields_end(&f);
}

static void
read_duplicates(const struct compiler *c, const struct node *node)
{
	static const char *const ways[] = { "drop", NULL };
	const struct node *exact, *key;
	struct fields f;
	int index;

	if (node == NULL || fields_begin(&f, node, c->arena, c->faults) == -1)
		return;
	exact = fields_need(&f, "exact");
	if (exact != NULL)
		node_choice(exact, ways, &index, c->faults);
	key = fields_take(&f, "key");
	c->plan->whole_key = key == NULL && c->plan->rows;
	if (key == NULL && !c->plan->rows)
		c->plan->key = c->plan->text;
	else if (key != NULL) {
		read_names(c, key, &c->plan->key);
		check_names(c, &c->plan->key, key);
	}
	fields_end(&f);
}

/* Other inputs have no columns, and no times to read. */
static void
refuse_columns(const struct compiler *c, struct fields *f)
{
	static const char *const keys[] = { "columns", "other_columns",
	    "zone" };
	const struct node *node;
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if ((node = fields_take(f, keys[i])) != NULL)
			fault(c->faults, node->place, "%s: of rows; expected "
			    "format: csv or tsv with it", keys[i]);
}

static void
read_columns(const struct compiler *c, const struct config *config,
    struct fields *f)
{
	const struct column_rule from = { config, &config->rules[0],
	    c->plan->mask, c->arena, c->faults };
	const struct node *columns, *others, *zone;

	if (!c->plan->rows) {
		refuse_columns(c, f);
		return;
	}
	columns = fields_take(f, "columns");
	others = fields_take(f, "other_columns");
	zone = fields_take(f, "zone");
	columns_read(&c->plan->columns, &from, columns, others, zone,
	    COUNT_END);
}

static void
name_counters(const struct compiler *c)
{
	static const char *const fixed[COUNT_END] = {
		[COUNT_DROPPED] = "dropped",
		[COUNT_INVALID] = "invalid",
		[COUNT_FILLED] = "filled",
		[COUNT_MASKED + PERSONAL_PHONE] = "masked.phone",
		[COUNT_MASKED + PERSONAL_LANDLINE] = "masked.landline",
		[COUNT_MASKED + PERSONAL_ID_NUMBER] = "masked.id_number",
		[COUNT_MASKED + PERSONAL_BANK_CARD] = "masked.bank_card",
		[COUNT_MASKED + PERSONAL_EMAIL] = "masked.email",
		[COUNT_MASKED + PERSONAL_PLATE] = "masked.plate",
		[COUNT_MASKED + PERSONAL_PASSPORT] = "masked.passport",
		[COUNT_MASKED + PERSONAL_NAME] = "masked.name",
		[COUNT_MASKED + PERSONAL_ADDRESS] = "masked.address"
	};
	const struct columns *columns = &c->plan->columns;
	const char **names = arena_zero(c->arena,
	    COUNT_END + columns->bad_count, sizeof(*names));

	memcpy(names, fixed, sizeof(fixed));
	if (columns->bad_count > 0)
		memcpy(names + COUNT_END, columns->bad,
		    columns->bad_count * sizeof(*names));
	c->plan->counters = names;
}

/* Records are read, whatever the rule makes them of. */
static void
turn_to_verify(const struct compiler *c)
{
	struct plan *plan = c->plan;

	if (plan->mask == NULL)
		fault(c->faults, (struct place){ NULL, 0, 0 }, "--verify: "
		    "expected a rule that masks, got mask: none");
	plan->verify = true;
	plan->cut = UNIT_RECORDS;
	plan->rows = plan->guess = plan->whole_key = false;
	plan->key.count = 0;
	plan->report = NULL;
}

struct plan *
normalize_compile(const struct config *config, struct arena *arena,
    struct faults *faults)
{
	const struct rule *rule = &config->rules[0];
	struct plan *plan = arena_zero(arena, 1, sizeof(*plan));
	struct compiler c = { config, plan, arena, faults };
	struct span text = SPAN("text");
	size_t errors = faults->errors;
	struct fields f;

	plan->text_field = text;
	plan->text = (struct names){ arena_alloc(arena, sizeof(text)), 1 };
	plan->text.items[0] = text;
	plan->fields = plan->text;
	plan->maps = config_setting(config, "offset-map") != NULL;
	plan->id_is_path = config_setting(config, "id") != NULL;
	if (config_head(rule, "normalize", &f, arena, faults) == -1)
		return NULL;
	compile_input(&c, fields_need(&f, "input"));
	mask_compile(config, fields_take(&f, "mask"), arena, &plan->mask,
	    faults);
	read_columns(&c, config, &f);
	read_clean(&c, fields_take(&f, "clean"));
	read_duplicates(&c, fields_take(&f, "duplicates"));
	compile_examples(&c, fields_take(&f, "examples"));
	fields_end(&f);
	name_counters(&c);
	if (config_setting(config, "mask-report") != NULL)
		plan->report = rule->name;
	if (config_setting(config, "verify") != NULL)
		turn_to_verify(&c);
	return faults->errors == errors ? plan : NULL;
}
