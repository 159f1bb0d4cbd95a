#include "normalize/head.h"

#include <stdint.h>

#include "base/utf8.h"
#include "normalize/fill.h"
#include "normalize/guise.h"
#include "record/json.h"
#include "text/csv.h"

#define NAME_SHOWN	20	/* characters of a column's name in messages */

/* The head of an input on its way. */
struct looking {
	const struct worker	*w;
	const struct plan	*plan;
	struct head		*head;
	struct input		*input;
	struct arena		*arena;		/* of what is made */
	struct arena		 rows;
	struct csv_cutting	 cutting;
	struct cutter		 cutter;
	struct span		 rest;
	struct span		*cells;		/* of the row */
	size_t			 count;		/* without empty ones behind */
	size_t			 full_count;
	size_t			 line;		/* that it begins on */
	size_t			 next_line;
	size_t			 number;	/* from 1 */
	struct slot		*slots;
	size_t			 slot_count;
	struct err		*e;
};

static void
begin_rows(struct looking *l)
{
	l->cutting = (struct csv_cutting){
	    .delimiter = l->input->delimiter };
	l->cutter = csv_cutter(&l->cutting);
	l->rest = l->head->bytes;
	l->next_line = 1;
	l->number = 0;
}

/*
 * The next row and its cells, trimmed; 1, 0 where the bytes end, -1.  A row
 * with broken quotes has no cells: it may be a title.
 */
static int
next_row(struct looking *l)
{
	size_t n = l->rest.n == 0 ? 0 :
	    l->cutter.cut(l->cutter.state, l->rest, 0);
	struct span row;
	uint64_t places = 0;	/* of a header: no record's */
	struct err e = { 0 };

	if (n == 0 && l->head->whole && l->rest.n > 0)
		n = l->cutter.last(l->cutter.state, l->rest);
	if (n == 0)
		return 0;
	row = span_make(l->rest.p, n);
	l->rest = span_from(l->rest, n);
	l->line = l->next_line;
	l->next_line += csv_lines(row);
	l->number++;
	if (worker_decode(l->w, l->input->encoding, row, &l->rows, &row,
	    &places, &e) == -1)
		return err_set(l->e, ERR_DATA, NULL, l->line + e.line - 1,
		    e.column, "%s", e.text);
	if (csv_cells(row, l->input->delimiter, &l->rows, &l->cells,
	    &l->count, &e) == -1)
		l->count = 0;
	l->full_count = l->count;
	l->count = csv_trim(l->cells, l->count);
	return 1;
}

static size_t
cell_named(const struct looking *l, struct span name)
{
	size_t i;

	for (i = 0; i < l->count && !span_equal(l->cells[i], name); i++)
		;
	return i;
}

static bool
is_digit(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 0xff10 && c <= 0xff19);
}

/*
 * True if messages may quote the row: while masks are on, only one that looks
 * like names of columns and not like values.
 */
static bool
may_quote(const struct looking *l)
{
	size_t i, at;

	if (l->plan->mask == NULL)
		return true;
	for (i = 0; i < l->count; i++) {
		if (l->cells[i].n == 0 ||
		    utf8_length(l->cells[i]) > NAME_SHOWN)
			return false;
		for (at = 0; at < l->cells[i].n;)
			if (is_digit(utf8_next(l->cells[i], &at)))
				return false;
	}
	return l->count > 1;
}

/* A column as messages call it: by its name, or by its number. */
static const char *
shown(const struct looking *l, size_t cell)
{
	char name[128];
	struct span s;

	s = !may_quote(l) ? arena_printf(l->arena, "column %zu", cell + 1) :
	    arena_printf(l->arena, "\"%s\"",
	    err_quote(name, sizeof(name), l->cells[cell]));
	return s.p;
}

/* The sign, other than the rule's, that parts the header; or NULL. */
static const char *
other_delimiter(const struct looking *l)
{
	static const struct {
		char		sign;
		const char	*name;
	} others[] = { { ';', "semicolons" }, { '\t', "tabs (format: tsv)" },
		{ ',', "commas (format: csv)" } };
	const struct span name = l->plan->header_name;
	size_t i, k;

	for (i = 0; i < l->count; i++)
		for (k = 0; k < sizeof(others) / sizeof(others[0]); k++)
			if (span_starts(l->cells[i], name) &&
			    span_from(l->cells[i], name.n).n > 0 &&
			    l->cells[i].p[name.n] == others[k].sign)
				return others[k].name;
	return NULL;
}

/* An input without the row by which the header is known. */
static int
refuse_headless(struct looking *l)
{
	const struct span name = l->plan->header_name;
	const char *delimiter;
	char wanted[128];
	size_t i;
	int got;

	if (span_trim(l->head->bytes).n == 0)
		return err_set(l->e, ERR_DATA, NULL, 0, 0, "expected a header "
		    "and rows, got an empty file");
	if (l->plan->header != HEADER_FIND)
		return err_set(l->e, ERR_DATA, NULL, l->line, 0, "expected "
		    "the header in row %zu, got %zu rows",
		    l->plan->header_row, l->number);
	err_quote(wanted, sizeof(wanted), name);
	begin_rows(l);
	while ((got = next_row(l)) == 1) {
		delimiter = other_delimiter(l);
		if (delimiter != NULL)
			return err_set(l->e, ERR_DATA, NULL, l->line, 0,
			    "expected cells parted by %s, got %s",
			    l->input->delimiter == ',' ? "commas" : "tabs",
			    delimiter);
		if (!may_quote(l))
			continue;
		i = csv_nearest(l->cells, l->count, name);
		if (i < l->count)
			return err_set(l->e, ERR_DATA, NULL, l->line, 0,
			    "no column \"%s\", by which the rule finds the "
			    "header (did you mean %s?)", wanted, shown(l, i));
	}
	return got == -1 ? -1 : err_set(l->e, ERR_DATA, NULL, 0, 0,
	    "no column \"%s\", by which the rule finds the header", wanted);
}

/* Goes to the header; 1 if more bytes are wanted for it, -1. */
static int
find_header(struct looking *l)
{
	const struct plan *plan = l->plan;
	int got;

	begin_rows(l);
	while ((got = next_row(l)) == 1) {
		if (plan->header == HEADER_FIND ?
		    cell_named(l, plan->header_name) < l->count :
		    l->number == plan->header_row ||
		    plan->header == HEADER_NONE)
			return 0;
		arena_reset(&l->rows);
	}
	if (got == 0 && !l->head->last)
		return 1;
	return got == -1 ? -1 : refuse_headless(l);
}

/* Without a header columns are called by their number. */
static void
number_cells(struct looking *l)
{
	size_t i;

	l->count = l->full_count;
	for (i = 0; i < l->count; i++)
		l->cells[i] = arena_printf(&l->rows, "%zu", i + 1);
}

static int
check_names(const struct looking *l)
{
	size_t i, first;

	for (i = 0; i < l->count; i++) {
		first = cell_named(l, l->cells[i]);
		if (l->cells[i].n > 0 && first < i)
			return may_quote(l) ? err_set(l->e, ERR_DATA, NULL,
			    l->line, 0, "two columns %s, expected each once",
			    shown(l, i)) : err_set(l->e, ERR_DATA, NULL,
			    l->line, 0, "columns %zu and %zu: have the same "
			    "name, expected each once", first + 1, i + 1);
	}
	return 0;
}

static const struct column *
column_named(const struct columns *all, struct span name)
{
	size_t i;

	for (i = 0; i < all->count; i++)
		if (span_equal(all->items[i].name, name))
			return &all->items[i];
	return NULL;
}

static bool
is_field(const struct columns *all, struct span field)
{
	size_t i;

	for (i = 0; i < all->count; i++)
		if (span_equal(all->items[i].field, field))
			return true;
	return false;
}

static bool
has_slot(const struct looking *l, struct span field)
{
	size_t i;

	for (i = 0; i < l->slot_count; i++)
		if (span_equal(l->slots[i].field, field))
			return true;
	return false;
}

/* ,"field": */
static struct span
key_of(struct arena *arena, struct span field)
{
	struct buf b = { 0 };
	struct span key;

	buf_byte(&b, ',');
	json_put_string(&b, field);
	buf_byte(&b, ':');
	key = arena_copy(arena, buf_span(&b));
	buf_free(&b);
	return key;
}

/* A slot for the field, yet without columns. */
static struct slot *
add_slot(struct looking *l, struct span field)
{
	const struct plan *plan = l->plan;
	struct slot *s = &l->slots[l->slot_count++];
	size_t i;

	s->field = arena_copy(l->arena, field);
	s->key = key_of(l->arena, field);
	s->clean = names_have(&plan->fields, field);
	s->mask = plan->mask != NULL && !mask_passes(plan->mask, field);
	s->person = s->mask && mask_is_person(plan->mask, field);
	for (i = 0; i < plan->key.count; i++)
		if (span_equal(plan->key.items[i], field))
			s->in_key = i + 1;
	return s;
}

/* The slot of a field of the rule, with its columns that are there. */
static void
add_listed(struct looking *l, struct span field)
{
	const struct columns *all = &l->plan->columns;
	struct slot *s = add_slot(l, field);
	struct origin *origins = arena_zero(l->arena, all->count,
	    sizeof(*origins));
	const struct column *c;
	size_t cell;

	for (c = all->items; c < all->items + all->count; c++) {
		if (!span_equal(c->field, field))
			continue;
		s->required |= c->required == REQUIRED_VALUE;
		s->person |= s->mask && mask_is_person(l->plan->mask, c->name);
		cell = cell_named(l, c->name);
		if (cell < l->count)
			origins[s->origin_count++] = (struct origin){ cell,
			    c };
	}
	s->origins = origins;
}

/* Keys of records aren't masked, so a name may hold nothing to be masked. */
static bool
holds_personal(const struct looking *l, struct span name)
{
	const struct mask *mask = l->plan->mask;
	uint64_t hits[PERSONAL_KINDS] = { 0 };

	return mask != NULL && !mask_passes(mask, name) &&
	    mask_edits(mask, l->arena, name, hits).count > 0;
}

/* A column that the rule doesn't list. */
static int
add_other(struct looking *l, size_t cell)
{
	const struct span name = l->cells[cell];
	struct column *c;
	struct origin *origin;
	struct slot *s;

	if (l->plan->columns.others == OTHERS_DROP)
		return 0;
	if (l->plan->columns.others == OTHERS_REJECT)
		return err_set(l->e, ERR_DATA, NULL, l->line, 0, "%s: not "
		    "one of the rule's columns (other_columns: reject)",
		    shown(l, cell));
	if (name.n == 0)
		return err_set(l->e, ERR_DATA, NULL, l->line, 0, "column %zu "
		    "has no name (other_columns: drop leaves it out)",
		    cell + 1);
	if (is_field(&l->plan->columns, name) || span_is(name, "source"))
		return err_set(l->e, ERR_DATA, NULL, l->line, 0, "%s: another "
		    "field has this name; expected it among the rule's "
		    "columns", shown(l, cell));
	if (holds_personal(l, name))
		return err_set(l->e, ERR_DATA, NULL, l->line, 0, "column %zu: "
		    "expected a name, got personal data (header: none if the "
		    "table has no names)", cell + 1);
	s = add_slot(l, name);
	c = arena_zero(l->arena, 1, sizeof(*c));
	c->name = c->field = s->field;
	origin = arena_alloc(l->arena, sizeof(*origin));
	*origin = (struct origin){ cell, c };
	s->origins = origin;
	s->origin_count = 1;
	return 0;
}

static int
add_slots(struct looking *l)
{
	const struct column *c;
	size_t i;

	l->slots = arena_zero(l->arena, l->count, sizeof(*l->slots));
	for (i = 0; i < l->count; i++) {
		c = column_named(&l->plan->columns, l->cells[i]);
		if (c == NULL && add_other(l, i) == -1)
			return -1;
		if (c != NULL && !has_slot(l, c->field))
			add_listed(l, c->field);
	}
	return 0;
}

/* Where empty cells may have the value above. */
static void
note_fills(struct looking *l)
{
	const struct columns *all = &l->plan->columns;
	struct origin *fills = arena_zero(l->arena, all->count,
	    sizeof(*fills));
	const struct column *c;
	size_t cell;

	for (c = all->items; c < all->items + all->count; c++) {
		cell = cell_named(l, c->name);
		if (c->fill != FILL_NOT && cell < l->count)
			fills[l->input->fill_count++] = (struct origin){
			    cell, c };
	}
	l->input->fills = fills;
}

/* The nearest of the cells that no column of the rule reads; or count. */
static size_t
nearest_unread(struct looking *l, struct span name)
{
	struct span *unread = arena_zero(&l->rows, l->count, sizeof(*unread));
	size_t i;

	for (i = 0; i < l->count; i++)
		if (column_named(&l->plan->columns, l->cells[i]) == NULL)
			unread[i] = l->cells[i];
	i = csv_nearest(unread, l->count, name);
	return i < l->count && unread[i].n > 0 ? i : l->count;
}

/* At most one character in three is another one: a slip, no other name. */
static bool
is_slip(struct span a, struct span b)
{
	size_t longer = a.n > b.n ? a.n : b.n, distance = span_distance(a, b);

	return distance <= longer / 3;
}

/* One message for an input, not one for each of its rows. */
static int
refuse_absent(struct looking *l, const struct column *c, size_t near)
{
	char wanted[128];

	err_quote(wanted, sizeof(wanted), c->name);
	if (c->required == REQUIRED_NOT)
		return err_set(l->e, ERR_DATA, NULL, l->line, 0, "no column "
		    "\"%s\", but %s, which the rule doesn't have: "
		    "expected one name for both", wanted, shown(l, near));
	if (near == l->count)
		return err_set(l->e, ERR_DATA, NULL, l->line, 0,
		    "no column \"%s\", expected by the rule", wanted);
	return err_set(l->e, ERR_DATA, NULL, l->line, 0, "no column \"%s\", "
	    "expected by the rule (did you mean %s?)", wanted, shown(l, near));
}

/* A column that got another name would be lost without a word. */
static int
check_absent(struct looking *l)
{
	const struct columns *all = &l->plan->columns;
	const struct column *c;
	size_t near;

	for (c = all->items; c < all->items + all->count; c++) {
		if (has_slot(l, c->field))
			continue;
		near = nearest_unread(l, c->name);
		if (c->required != REQUIRED_NOT ||
		    (l->plan->header != HEADER_NONE && near < l->count &&
		    is_slip(l->cells[near], c->name)))
			return refuse_absent(l, c, near);
	}
	return 0;
}

/* Rows without what tells them apart would all be the same. */
static int
check_key(const struct looking *l)
{
	const struct names *key = &l->plan->key;
	char shown[128];
	size_t i;

	for (i = 0; i < key->count; i++)
		if (!has_slot(l, key->items[i]))
			return err_set(l->e, ERR_DATA, NULL, l->line, 0,
			    "no column becomes \"%s\", of the key of "
			    "duplicates", err_quote(shown, sizeof(shown),
			    key->items[i]));
	return 0;
}

/* id stands first in a record, wherever its column does. */
static void
part_id(struct looking *l)
{
	struct input *input = l->input;
	struct slot id;
	size_t i;

	for (i = 0; i < l->slot_count; i++)
		if (span_is(l->slots[i].field, "id")) {
			id = l->slots[i];
			memmove(l->slots + 1, l->slots, i * sizeof(id));
			l->slots[0] = id;
			input->id = l->slots++;
			l->slot_count--;
		}
	input->slots = l->slots;
	input->slot_count = l->slot_count;
}

/* The name of the input as its records have it, masked like all of them. */
static struct span
name_json(const struct looking *l, struct span name, const char *field)
{
	const struct mask *mask = l->plan->mask;
	uint64_t hits[PERSONAL_KINDS] = { 0 };
	struct buf b = { 0 };
	struct span json;

	if (mask != NULL && !mask_passes(mask, span_of(field)))
		name = mask_text(mask, l->arena, name, hits);
	json_put_string(&b, name);
	json = arena_copy(l->arena, buf_span(&b));
	buf_free(&b);
	return json;
}

static void
name_input(struct looking *l)
{
	struct span id = name_json(l, worker_name(l->w, l->head->input,
	    l->head->member, l->arena), "id");
	struct span file = name_json(l, worker_file(l->head->input,
	    l->arena), "source");
	struct span member = SPAN("");

	if (l->head->member != NULL) {
		member = name_json(l, span_of(l->head->member), "source");
		member = arena_printf(l->arena, ",\"member\":%.*s",
		    (int)member.n, member.p);
	}
	l->input->name = arena_printf(l->arena, "%.*s#", (int)id.n - 1, id.p);
	l->input->source = arena_printf(l->arena, ",\"source\":{\"file\":%.*s"
	    "%.*s,\"line\":", (int)file.n, file.p, (int)member.n, member.p);
}

/*
 * A single cell above rows of more is a title: told once, where each row
 * would be refused.  0, 1 if more bytes are wanted, -1.
 */
static int
refuse_title(struct looking *l)
{
	struct looking next = *l;
	size_t line = l->line;
	int got;

	if (l->plan->header != HEADER_ROW || l->count != 1)
		return 0;
	next.rows = (struct arena){ 0 };
	got = next_row(&next);
	arena_free(&next.rows);
	if (got == 0)
		return !l->head->last;
	if (got == -1 || next.count <= 1)
		return got == -1 ? -1 : 0;
	return err_set(l->e, ERR_DATA, NULL, line, 0, "expected the header, "
	    "got one cell above rows of %zu: a title? (header: {find: NAME "
	    "OF A COLUMN})", next.count);
}

/* 0, 1 if more bytes are wanted, -1. */
static int
look_at_rows(struct looking *l)
{
	int got = find_header(l);

	if (got == 0)
		got = refuse_title(l);
	if (got != 0)
		return got;
	if (l->plan->header == HEADER_NONE)
		number_cells(l);
	else
		l->head->skip = l->number;
	l->input->cell_count = l->count;
	if (check_names(l) == -1 || add_slots(l) == -1 ||
	    check_absent(l) == -1 || check_key(l) == -1)
		return -1;
	note_fills(l);
	part_id(l);
	name_input(l);
	return 0;
}

/* Rows of no kind, and texts that can't be read as what they are. */
static int
refuse_guise(const struct looking *l)
{
	const struct plan *plan = l->plan;
	const struct guise *guise = guise_of(l->head->bytes, l->arena);

	if (guise == NULL || (guise->is_text && !plan->rows))
		return 0;
	return err_set(l->e, ERR_DATA, NULL, 0, 0, "expected %s, got %s "
	    "(try: %s)", plan->rows ? "rows of cells" : "text", guise->name,
	    guise->advice);
}

bool
head_fits(const struct input *input, size_t count, size_t end)
{
	return count >= input->cell_count && end <= input->cell_count;
}

int
head_look(void *worker, struct head *head, struct arena *arena,
    struct err *e)
{
	struct worker *w = worker;
	const struct plan *plan = w->plan;
	struct looking l = { .w = w, .plan = plan, .head = head,
	    .arena = arena, .e = e };
	int got = 0;

	w->stopped = false;
	w->rows = 0;
	fill_forget(&w->filling);
	if (plan->guess && !head->last)
		return 1;
	if (plan->cut == UNIT_RECORDS || (head->bytes.n == 0 &&
	    (!plan->rows || plan->header == HEADER_NONE)))
		return 0;
	if (refuse_guise(&l) == -1)
		return -1;
	l.input = arena_zero(arena, 1, sizeof(*l.input));
	l.input->encoding = plan->encoding;
	l.input->delimiter = plan->cut == UNIT_TSV ? '\t' : ',';
	if (plan->guess && encoding_guess(w->decoder, head->bytes,
	    head->whole, &l.input->encoding, e) == -1)
		return -1;
	if (encoding_is_wide(l.input->encoding) && plan->cut != UNIT_WHOLE)
		return err_set(e, ERR_DATA, NULL, 1, 1, "expected UTF-8, "
		    "GB18030 or Big5, got UTF-16: save the file as UTF-8");
	if (plan->rows)
		got = look_at_rows(&l);
	arena_free(&l.rows);
	head->made = l.input;
	return got;
}
