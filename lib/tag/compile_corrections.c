#include <stdlib.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "frame/tell.h"
#include "tag/compile.h"
#include "text/csv.h"

#define QUOTED	96
#define SETTING	"corrections"

enum column { COLUMN_ID, COLUMN_QUOTE, COLUMN_CODE, COLUMN_ACTION, COLUMNS };

/* A file of corrections on its way into the plan. */
struct sheet {
	struct compiler		*c;
	const struct book	*book;	/* whose ids lack their prefix */
	struct map		*rows;	/* of all files -> correction + 1 */
	struct csv_file		 file;
	size_t			 columns[COLUMNS];
	bool			 warn;
	const char		**names;	/* of all codes, once asked for */
};

/* What a unit was cut of: its id without #N; a document's is its own. */
static struct span
document_of(struct span id)
{
	size_t n = id.n;

	while (n > 0 && ascii_is_digit(id.p[n - 1]))
		n--;
	if (n == id.n || n < 2 || id.p[n - 1] != '#')
		return id;
	return span_make(id.p, n - 1);
}

/* The code, given with the prefix or without; TAG_NONE if there is none. */
static uint32_t
find_code(const struct sheet *s, struct span id)
{
	const struct map_entry *entry = map_get(&s->c->ids, id);
	struct span prefix;

	if (entry == NULL && s->book != NULL && s->book->prefix.n > 0) {
		prefix = s->book->prefix;
		entry = map_get(&s->c->ids, arena_printf(s->c->run,
		    "%.*s.%.*s", (int)prefix.n, prefix.p, (int)id.n, id.p));
	}
	return entry == NULL ? TAG_NONE :
	    (uint32_t)((uintptr_t)entry->value - 1);
}

/* The code that is nearest to what was typed, NULL if none is near. */
static const char *
nearest_code(struct sheet *s, struct span typed)
{
	const struct plan *p = s->c->plan;
	uint32_t i;

	if (s->names == NULL) {
		s->names = arena_zero(s->c->run, (size_t)p->code_count + 1,
		    sizeof(*s->names));
		for (i = 0; i < p->code_count; i++)
			s->names[i] = arena_string(s->c->run, p->codes[i].id);
	}
	return fault_nearest(typed, s->names);
}

/* 2.02511E+13: an id that lost its digits. */
static bool
is_damaged(struct span id)
{
	size_t i = 0, digits;

	while (i < id.n && (ascii_is_digit(id.p[i]) || id.p[i] == '.'))
		i++;
	if (i == 0 || id.n - i < 3 || (id.p[i] != 'E' && id.p[i] != 'e') ||
	    id.p[i + 1] != '+')
		return false;
	digits = i += 2;
	while (i < id.n && ascii_is_digit(id.p[i]))
		i++;
	return i == id.n && i > digits;
}

/* A code, an action, or a slip of the hand in one. */
static bool
is_like_a_name(struct span cell)
{
	size_t i;

	for (i = 0; i < cell.n; i++)
		if (!ascii_is_letter(cell.p[i]) && (i == 0 ||
		    (!ascii_is_digit(cell.p[i]) && cell.p[i] != '_' &&
		    cell.p[i] != '.' && cell.p[i] != '-')))
			return false;
	return cell.n > 0 && cell.n < QUOTED;
}

/* A row that slipped has in its cells what people said: their lengths alone. */
static const char *
tell_cell(struct compiler *c, struct span cell, char into[TELL_SIZE])
{
	return is_like_a_name(cell) ? arena_printf(c->run, "\"%.*s\"",
	    (int)cell.n, cell.p).p : tell_text(cell, into);
}

static int
read_row(struct sheet *s, const struct span *cells, struct correction *row)
{
	struct faults *faults = s->c->faults;
	struct span action = cells[s->columns[COLUMN_ACTION]];
	struct span code = cells[s->columns[COLUMN_CODE]];
	char shown[QUOTED], came[TELL_SIZE];
	const char *near;

	row->id = cells[s->columns[COLUMN_ID]];
	row->document = document_of(row->id);
	row->quote = cells[s->columns[COLUMN_QUOTE]];
	row->remove = span_is(action, "remove");
	row->code = find_code(s, code);
	if (row->id.n == 0 || row->quote.n == 0)
		return fault(faults, row->place, "expected an id and a quote, "
		    "got nothing as %s", row->id.n == 0 ? "id" : "quote");
	if (is_damaged(row->id))
		return fault(faults, row->place, "the id \"%s\": a "
		    "spreadsheet made a number of it; expected it as text",
		    err_quote(shown, sizeof(shown), row->id));
	if (row->code == TAG_NONE) {
		near = nearest_code(s, code);
		return fault(faults, row->place, "expected a code of the "
		    "books, got %s%s%s%s", tell_cell(s->c, code, came),
		    near != NULL ? " (did you mean \"" : "",
		    near != NULL ? near : "", near != NULL ? "\"?)" : "");
	}
	if (!row->remove && !span_is(action, "add"))
		return fault(faults, row->place, "expected add or remove as "
		    "action, got %s", tell_cell(s->c, action, came));
	return 0;
}

/* What two rows that speak of the same have in common. */
static struct span
row_key(struct compiler *c, const struct correction *row)
{
	struct buf b = { 0 };
	struct span key;

	buf_printf(&b, "%u %zu ", row->code, row->id.n);
	buf_add(&b, row->id);
	buf_add(&b, row->quote);
	key = arena_copy(c->run, buf_span(&b));
	buf_free(&b);
	return key;
}

/* No two rows of one id, quote and code: they would say the same, or not. */
static int
check_new(struct sheet *s, const struct correction *row)
{
	struct plan *p = s->c->plan;
	const struct correction *other;
	struct map_entry *entry;
	bool is_new;

	entry = map_put(s->rows, row_key(s->c, row), &is_new);
	if (is_new) {
		entry->value = (void *)((uintptr_t)p->correction_count + 1);
		return 0;
	}
	other = &p->corrections[(uintptr_t)entry->value - 1];
	return fault(s->c->faults, row->place, "the row %s %s:%zu",
	    row->remove == other->remove ? "is already at" : "contradicts",
	    other->place.file, other->place.line);
}

static void
read_rows(struct sheet *s)
{
	struct compiler *c = s->c;
	struct plan *p = c->plan;
	struct correction row;
	size_t i;

	for (i = 0; i < s->file.row_count; i++) {
		row = (struct correction){ .warn = s->warn,
		    .place = { s->file.path, s->file.lines[i], 0 } };
		if (read_row(s, s->file.rows[i], &row) == -1 ||
		    check_new(s, &row) == -1)
			continue;
		p->corrections = arena_grow(c->run, p->corrections,
		    p->correction_count, &c->correction_capacity,
		    (size_t)p->correction_count + 1, sizeof(row));
		p->corrections[p->correction_count++] = row;
		if (!row.remove)
			p->codes[row.code].is_added = true;
	}
}

static void
read_sheet(struct sheet *s, const struct file *file)
{
	static const char *const names[COLUMNS] = {
		[COLUMN_ID] = "id", [COLUMN_QUOTE] = "quote",
		[COLUMN_CODE] = "code", [COLUMN_ACTION] = "action"
	};
	bool whole = true;
	size_t i;

	if (file == NULL || csv_file_read(&s->file, file, s->c->run,
	    s->c->faults) == -1)
		return;
	for (i = 0; i < COLUMNS; i++) {
		s->columns[i] = csv_file_column(&s->file, span_of(names[i]),
		    file->asked_at, s->c->faults);
		whole = whole && s->columns[i] != SIZE_MAX;
	}
	if (whole)
		read_rows(s);
}

/* `corrections: FILE`, or {file, stale}. */
static void
read_key(struct compiler *c, const struct book *book, struct map *rows)
{
	static const char *const ways[] = { "error", "warn", NULL };
	struct sheet s = { .c = c, .book = book, .rows = rows };
	const struct node *node = book->corrections, *file = node, *stale;
	struct fields f;
	int way;

	if (node->kind == NODE_MAPPING) {
		fields_begin(&f, node, c->run, c->faults);
		file = fields_need(&f, "file");
		stale = fields_take(&f, "stale");
		if (stale != NULL &&
		    node_choice(stale, ways, &way, c->faults) == 0)
			s.warn = way == 1;
		if (fields_end(&f) == -1 || file == NULL)
			return;
	}
	read_sheet(&s, book_file(c, book, file));
}

static int
compare_keys(const void *left, const void *right)
{
	const struct correction_key *a = left, *b = right;
	int order = span_compare(a->key, b->key);

	if (order != 0)
		return order;
	return a->correction < b->correction ? -1 :
	    a->correction > b->correction;
}

static void
make_keys(struct compiler *c)
{
	struct plan *p = c->plan;
	struct correction_key *keys;
	size_t n = 0;
	uint32_t i;

	keys = arena_alloc(c->run, 2 * (size_t)p->correction_count *
	    sizeof(*keys));
	for (i = 0; i < p->correction_count; i++) {
		keys[n++] = (struct correction_key){ p->corrections[i].id, i };
		if (!span_equal(p->corrections[i].id,
		    p->corrections[i].document))
			keys[n++] = (struct correction_key){
			    p->corrections[i].document, i };
	}
	if (n > 1)
		qsort(keys, n, sizeof(*keys), compare_keys);
	p->correction_keys = keys;
	p->correction_key_count = n;
}

void
corrections_read(struct compiler *c)
{
	const struct config *config = c->config;
	struct plan *p = c->plan;
	struct map rows = { 0 };
	struct sheet s;
	size_t i;

	for (i = 0; i < p->book_count; i++)
		if (p->books[i].corrections != NULL)
			read_key(c, &p->books[i], &rows);
	for (i = 0; i < config->setting_count; i++) {
		if (strcmp(config->settings[i].name, SETTING) != 0)
			continue;
		s = (struct sheet){ .c = c, .rows = &rows,
		    .book = p->book_count == 1 ? p->books : NULL };
		read_sheet(&s, file_read(c->run, config->settings[i].value,
		    (struct place){ "--corrections", 0, 0 }, c->faults));
	}
	map_free(&rows);
	make_keys(c);
}
