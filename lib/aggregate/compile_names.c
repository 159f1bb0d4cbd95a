#include "aggregate/compile.h"
#include "text/csv.h"

/* A table of names as a rule states it. */
struct naming {
	struct csv_file		 file;
	const struct node	*at;
	size_t			 code;		/* columns */
	size_t			 name;
};

static struct span
column_name(struct compiling *c, const struct node *node, const char *usual)
{
	struct span name = span_of(usual);

	if (node != NULL)
		node_text(node, &name, c->faults);
	return name;
}

static int
read_file(struct compiling *c, struct naming *n, const struct node *file,
    const struct node *key, const struct node *value)
{
	const struct file *table = config_file(c->config, c->rule, file,
	    c->run, c->faults);

	if (table == NULL || csv_file_read(&n->file, table, c->run,
	    c->faults) == -1)
		return -1;
	n->at = file;
	n->code = csv_file_column(&n->file, column_name(c, key, "code"),
	    key != NULL ? key->place : file->place, c->faults);
	n->name = csv_file_column(&n->file, column_name(c, value, "name"),
	    value != NULL ? value->place : file->place, c->faults);
	return n->code == SIZE_MAX || n->name == SIZE_MAX ? -1 : 0;
}

static int
read_naming(struct compiling *c, struct naming *n, const struct node *node)
{
	const struct node *file, *key, *value;
	struct fields f;

	if (node->kind == NODE_SCALAR)
		return read_file(c, n, node, NULL, NULL);
	if (fields_begin(&f, node, c->run, c->faults) == -1)
		return -1;
	file = fields_need(&f, "file");
	key = fields_take(&f, "key");
	value = fields_take(&f, "value");
	if (fields_end(&f) == -1 || file == NULL)
		return -1;
	return read_file(c, n, file, key, value);
}

/* A code of that level: so many digits, and maybe zeros behind them. */
static bool
is_of_level(struct span code, size_t digits)
{
	if (code.n < digits)
		return false;
	for (size_t i = digits; i < code.n; i++)
		if (code.p[i] != '0')
			return false;
	return true;
}

/*
 * Spreadsheets make 9.99E+11 of a code.  Such a row would name no area and
 * nobody would see it, so it is a fault.
 */
static int
check_code(struct compiling *c, const struct naming *n, size_t row)
{
	struct span code = n->file.rows[row][n->code];
	char shown[64];

	if (code.n > 0 && span_digits(code) == code.n)
		return 0;
	return fault(c->faults, (struct place){ n->file.path,
	    n->file.lines[row], 1 }, "expected an area code of digits, got "
	    "\"%s\"", err_quote(shown, sizeof(shown), code));
}

static void
add_name(struct naming *n, size_t row, struct key *key)
{
	struct span code = n->file.rows[row][n->code];
	struct span name = n->file.rows[row][n->name];

	if (is_of_level(code, key->digits) && name.n > 0)
		key->names.items[key->names.count++] = (struct label){
		    span_make(code.p, key->digits), name };
}

/* Two rows may name an area only if they agree. */
static void
check_names(struct compiling *c, const struct naming *n,
    const struct labels *names)
{
	const struct label *a, *b;

	for (size_t i = 1; i < names->count; i++) {
		a = &names->items[i - 1];
		b = &names->items[i];
		if (span_equal(a->code, b->code) &&
		    !span_equal(a->text, b->text))
			fault(c->faults, n->at->place, "%s: two names of the "
			    "area %.*s", n->file.path, (int)a->code.n,
			    a->code.p);
	}
}

void
compile_names(struct compiling *c, const struct node *node, struct key *key)
{
	struct naming n = {0};
	bool good = true;

	if (read_naming(c, &n, node) == -1)
		return;
	key->named = true;
	key->names.items = arena_zero(c->run, n.file.row_count,
	    sizeof(*key->names.items));
	for (size_t i = 0; i < n.file.row_count; i++) {
		good &= check_code(c, &n, i) == 0;
		if (good)
			add_name(&n, i, key);
	}
	labels_sort(&key->names);
	check_names(c, &n, &key->names);
}
