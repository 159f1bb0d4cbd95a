#include <stdlib.h>

#include "tag/capture.h"
#include "tag/compile.h"
#include "text/csv.h"

#define QUOTED	96
#define SETTING	"lookup"

/* A table on its way into the plan. */
struct table {
	struct csv_file	 file;
	size_t		 key;		/* column */
	size_t		*columns;	/* of the fields */
	bool		*numbers;	/* they are; else texts */
};

/* NAME=FILE: whether it is of that name; the file. */
static const char *
setting_file(const char *value, struct span name)
{
	struct span text = span_of(value);

	if (!span_starts(text, name) || text.n == name.n ||
	    text.p[name.n] != '=')
		return NULL;
	return value + name.n + 1;
}

/* The file that --lookup has for a name; NULL: none. */
static const char *
find_setting(struct compiler *c, struct span name)
{
	const struct config *config = c->config;
	const char *file = NULL;
	size_t i;

	for (i = 0; i < config->setting_count && file == NULL; i++)
		if (strcmp(config->settings[i].name, SETTING) == 0)
			file = setting_file(config->settings[i].value, name);
	if (file != NULL)
		c->setting_used[i - 1] = true;
	return file;
}

/*
 * The file of a table that has a name: for a run the option must tell it; a
 * check does with the one beside the name.  NULL after a fault.
 */
static const struct file *
file_named(struct compiler *c, const struct node *node,
    const struct node *file)
{
	const char *path;
	char shown[QUOTED];
	struct span name;

	if (node_text(node, &name, c->faults) == -1)
		return NULL;
	if ((path = find_setting(c, name)) != NULL)
		return file_read(c->run, path, node->place, c->faults);
	if (file != NULL && c->config->checks)
		return book_file(c, c->book, file);
	fault(c->faults, node->place, "no table of this name, expected the "
	    "option --lookup %s=FILE", err_quote(shown, sizeof(shown), name));
	return NULL;
}

/* Reads the table that `file` or `name` names; -1 after a fault. */
static int
read_table(struct compiler *c, struct fields *f, struct csv_file *table)
{
	const struct node *file = fields_take(f, "file");
	const struct node *name = fields_take(f, "name");
	const struct file *read;

	if (file == NULL && name == NULL)
		return fault(c->faults, f->node->place, "expected file, name "
		    "or both");
	read = name == NULL ? book_file(c, c->book, file) :
	    file_named(c, name, file);
	return read == NULL ? -1 : csv_file_read(table, read, c->run,
	    c->faults);
}

/* SIZE_MAX: there is none, or the table couldn't be read. */
static size_t
find_column(struct compiler *c, const struct table *t, struct span name,
    struct place place)
{
	return t->file.names == NULL ? SIZE_MAX :
	    csv_file_column(&t->file, name, place, c->faults);
}

/* The field that is looked up, and the column of that name. */
static int
read_key(struct compiler *c, struct lookup *l, struct table *t,
    const struct node *node)
{
	const struct plan *p = c->plan;
	const char *reason;
	char shown[QUOTED];
	struct span text;
	uint32_t i;

	if (node_text(node, &text, c->faults) == -1)
		return -1;
	if (path_parse(&l->key, c->run, text, &reason) == -1)
		return fault(c->faults, node->place, "expected the path of a "
		    "field, got \"%s\": %s", err_quote(shown, sizeof(shown),
		    text), reason);
	l->key_place = node->place;
	for (i = 0; i < p->derived_count; i++)
		if (l->key.count == 1 && p->derived[i].book == l->book &&
		    span_equal(p->derived[i].name, l->key.keys[0]))
			l->from = i;
	t->key = find_column(c, t, text, node->place);
	return t->key == SIZE_MAX ? -1 : 0;
}

static int
read_field(struct compiler *c, struct lookup *l, struct table *t,
    const struct node *node)
{
	uint32_t field = derived_new(c, node);
	size_t column;

	if (field == TAG_NONE)
		return -1;
	if (l->from == TAG_NONE)
		c->plan->derived[field].early = c->book->has_early = true;
	column = find_column(c, t, c->plan->derived[field].name, node->place);
	t->columns[l->field_count] = column;
	l->fields[l->field_count++] = field;
	return column == SIZE_MAX ? -1 : 0;
}

/* One column, a sequence of them, or a mapping of them to types. */
static int
read_fields(struct compiler *c, struct lookup *l, struct table *t,
    const struct node *node)
{
	size_t count = node->kind == NODE_SCALAR ? 1 : node->count, i;
	int rc = 0, type;

	if (count == 0)
		return fault(c->faults, node->place,
		    "expected columns, got none");
	l->fields = arena_alloc(c->run, count * sizeof(*l->fields));
	t->columns = arena_alloc(c->run, count * sizeof(*t->columns));
	t->numbers = arena_zero(c->run, count, sizeof(*t->numbers));
	for (i = 0; i < count; i++) {
		rc |= read_field(c, l, t, node->kind == NODE_SCALAR ? node :
		    node->kind == NODE_SEQUENCE ? node->items[i] :
		    node->keys[i]);
		if (node->kind != NODE_MAPPING)
			continue;
		if (node_choice(node->items[i], tag_type_names, &type, c->faults) == -1)
			rc = -1;
		else
			t->numbers[i] = type == CAPTURE_NUMBER;
	}
	return rc;
}

static int
compare_rows(const void *left, const void *right)
{
	const struct lookup_row *a = left, *b = right;

	return span_compare(a->key, b->key);
}

static struct place
row_place(const struct table *t, size_t row)
{
	return (struct place){ t->file.path, t->file.lines[row], 0 };
}

static struct span
cell_number(struct compiler *c, const struct table *t, size_t row,
    size_t column)
{
	struct span cell = t->file.rows[row][column], number;
	struct buf b = { 0 };
	char shown[QUOTED];

	if (!capture_number(&b, cell))
		fault(c->faults, row_place(t, row), "column %.*s: expected a "
		    "number, got \"%s\"", (int)t->file.names[column].n,
		    t->file.names[column].p, err_quote(shown, sizeof(shown),
		    cell));
	number = arena_copy(c->run, buf_span(&b));
	buf_free(&b);
	return number;
}

/* One row, its texts as they are written. */
static void
add_row(struct compiler *c, struct lookup *l, const struct table *t,
    size_t row)
{
	struct lookup_row *r = &l->rows[l->row_count++];
	const struct span *cells = t->file.rows[row];
	uint32_t i;

	r->key = cells[t->key];
	r->values = arena_zero(c->run, l->field_count, sizeof(*r->values));
	for (i = 0; i < l->field_count; i++) {
		if (cells[t->columns[i]].n == 0)
			continue;
		r->values[i] = t->numbers[i] ?
		    cell_number(c, t, row, t->columns[i]) :
		    put_string(c, cells[t->columns[i]]);
	}
}

/* Every key once; else nobody knows which row holds. */
static int
check_keys(struct compiler *c, const struct table *t)
{
	struct map rows = { 0 };
	struct map_entry *entry;
	char shown[QUOTED];
	size_t errors = c->faults->errors, i;
	struct span key;
	bool is_new;

	for (i = 0; i < t->file.row_count; i++) {
		key = t->file.rows[i][t->key];
		entry = map_put(&rows, key, &is_new);
		if (key.n == 0)
			fault(c->faults, row_place(t, i), "the key is empty");
		else if (!is_new)
			fault(c->faults, row_place(t, i), "the key \"%s\" is "
			    "at line %zu already", err_quote(shown,
			    sizeof(shown), key),
			    t->file.lines[(uintptr_t)entry->value]);
		else
			entry->value = (void *)(uintptr_t)i;
	}
	map_free(&rows);
	return c->faults->errors > errors ? -1 : 0;
}

static void
fill_rows(struct compiler *c, struct lookup *l, const struct table *t)
{
	size_t i;

	if (check_keys(c, t) == -1)
		return;
	l->rows = arena_alloc(c->run, t->file.row_count * sizeof(*l->rows));
	for (i = 0; i < t->file.row_count; i++)
		add_row(c, l, t, i);
	if (l->row_count > 1)
		qsort(l->rows, l->row_count, sizeof(*l->rows), compare_rows);
}

static void
read_one(struct compiler *c, struct lookup *l, struct fields *f)
{
	const struct node *key = fields_need(f, "key");
	const struct node *set = fields_need(f, "set");
	struct table t = { .key = SIZE_MAX };
	int rc = read_table(c, f, &t.file);

	if (key == NULL || set == NULL)
		return;
	rc |= read_key(c, l, &t, key);
	rc |= read_fields(c, l, &t, set);
	if (rc == 0)
		fill_rows(c, l, &t);
}

void
lookup_read(struct compiler *c, const struct node *node)
{
	struct plan *p = c->plan;
	struct lookup l;
	struct fields f;
	size_t i;

	if (node->kind != NODE_SEQUENCE) {
		fault(c->faults, node->place, "expected a sequence of "
		    "{file, key, set}, got a %s",
		    node_kind_name(node->kind));
		return;
	}
	for (i = 0; i < node->count; i++) {
		if (fields_begin(&f, node->items[i], c->run, c->faults) == -1)
			continue;
		l = (struct lookup){ .book = c->book_number,
		    .from = TAG_NONE };
		read_one(c, &l, &f);
		fields_end(&f);
		p->lookups = arena_grow(c->run, p->lookups, p->lookup_count,
		    &c->lookup_capacity, (size_t)p->lookup_count + 1,
		    sizeof(*p->lookups));
		p->lookups[p->lookup_count++] = l;
	}
}

void
lookup_check_settings(struct compiler *c)
{
	const struct config *config = c->config;
	char shown[QUOTED];
	size_t i;

	for (i = 0; i < config->setting_count; i++)
		if (strcmp(config->settings[i].name, SETTING) == 0 &&
		    !c->setting_used[i])
			fault(c->faults, (struct place){ "--lookup", 0, 0 },
			    "expected NAME=FILE, with a name that one `lookup` "
			    "has, once each; got \"%s\"", err_quote(shown,
			    sizeof(shown), span_of(config->settings[i].value)));
}
