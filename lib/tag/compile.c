#include <stdlib.h>

#include "tag/compile.h"
#include "tag/extend.h"

#define FIELD_SETTING	"field"

static uint32_t
field_find(const struct plan *p, struct span name)
{
	uint32_t i;

	for (i = 0; i < p->field_count; i++)
		if (span_equal(p->fields[i].path.text, name))
			return i;
	return TAG_NONE;
}

/* Makes book number `book` code a field. */
static void
add_field(struct compiler *c, uint32_t book, struct span name,
    struct place place, size_t *capacity)
{
	struct plan *p = c->plan;
	struct tag_field field = { 0 };
	uint32_t n = field_find(p, name);
	const char *reason;

	if (n == TAG_NONE) {
		if (path_parse(&field.path, c->run, name, &reason) == -1) {
			fault(c->faults, place, "expected the path of a field, "
			    "got \"%.*s\": %s", (int)name.n, name.p, reason);
			return;
		}
		field.books = arena_zero(c->run, p->book_count,
		    sizeof(*field.books));
		n = p->field_count;
		p->fields = arena_grow(c->run, p->fields, n, capacity,
		    (size_t)n + 1, sizeof(*p->fields));
		p->fields[p->field_count++] = field;
	}
	p->fields[n].books[book] = true;
}

static int
compare_fields(const void *left, const void *right)
{
	const struct tag_field *a = left, *b = right;

	return span_compare(a->path.text, b->path.text);
}

/* The fields of all books: --field, else what each names, else text. */
static void
read_fields(struct compiler *c)
{
	const char *setting = config_setting(c->config, "text") != NULL ?
	    "text" : config_setting(c->config, FIELD_SETTING);
	const struct book *book;
	struct span text = SPAN("text"), *names;
	size_t capacity = 0, i, count;
	uint32_t n;

	if (setting != NULL)
		text = span_of(setting);
	for (n = 0; n < c->plan->book_count; n++) {
		book = &c->plan->books[n];
		names = &text;
		count = 1;
		if (book->fields != NULL && node_texts(book->fields, c->run,
		    &names, &count, c->faults) == -1)
			continue;
		if (setting != NULL)
			add_field(c, n, text, (struct place){ "--field", 0, 0 },
			    &capacity);
		else
			for (i = 0; i < count; i++)
				add_field(c, n, names[i], book->fields == NULL ?
				    book->rule->root->place :
				    book->fields->place, &capacity);
	}
	if (c->plan->field_count > 1)
		qsort(c->plan->fields, c->plan->field_count,
		    sizeof(*c->plan->fields), compare_fields);
}

const struct file *
book_file(struct compiler *c, const struct book *book, const struct node *file)
{
	return config_file(c->config, extend_rule(book->rule, file), file,
	    c->run, c->faults);
}

static void
read_rule(struct compiler *c)
{
	struct rule rule = *c->book->rule;
	struct fields f;

	rule.root = extend_root(c->book->rule, c->run, c->faults);
	if (config_head(&rule, "tag", &f, c->run, c->faults) == -1)
		return;
	book_read(c, &f);
	fields_end(&f);
	map_free(&c->lists);
	map_free(&c->contexts);
	map_free(&c->families);
}

struct plan *
plan_compile(const struct config *config, struct arena *run,
    struct faults *faults)
{
	struct compiler c = { .config = config, .run = run,
	    .comparisons = { .most = TAG_MAX_WATCHED },
	    .faults = faults, .code = TAG_NONE };
	int rc = -1;
	size_t i;

	c.plan = arena_zero(run, 1, sizeof(*c.plan));
	c.setting_used = arena_zero(run, config->setting_count,
	    sizeof(*c.setting_used));
	c.plan->books = arena_zero(run, config->rule_count,
	    sizeof(*c.plan->books));
	c.plan->book_count = (uint32_t)config->rule_count;
	for (i = 0; i < config->rule_count; i++) {
		c.book_number = (uint32_t)i;
		c.book = &c.plan->books[i];
		c.book->rule = &config->rules[i];
		read_rule(&c);
	}
	read_fields(&c);
	corrections_read(&c);
	code_refs_resolve(&c);
	options_read_plan(&c);
	derived_check(&c);
	lookup_check_settings(&c);
	for (i = 0; i < TAG_FOLDS; i++)
		map_free(&c.literal_numbers[i]);
	if (faults->errors == 0)
		rc = plan_link(&c);
	arena_free(&c.scratch);
	map_free(&c.ids);
	return rc == 0 ? c.plan : NULL;
}
