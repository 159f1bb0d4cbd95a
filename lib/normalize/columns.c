#include "normalize/columns.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/decimal.h"
#include "base/utf8.h"
#include "normalize/cell.h"
#include "record/record.h"
#include "text/csv.h"
#include "text/stamp.h"
#include "text/when.h"

const char *const column_types[] = {
	[COLUMN_TEXT] = "text",
	[COLUMN_NUMBER] = "number",
	[COLUMN_INTEGER] = "integer",
	[COLUMN_TIME] = "time",
	[COLUMN_CODE] = "code",
	[COLUMN_LIST] = "list",
	[COLUMN_BOOLEAN] = "boolean",
	NULL
};

/* One column on its way. */
struct reading {
	const struct column_rule *from;
	struct columns		*columns;
	struct column		*column;
	const struct node	*node;
	bool			 typed;		/* the rule states a type */
};

static const char *
shown(const struct reading *r, struct span text)
{
	return err_quote(arena_alloc(r->from->arena, 128), 128, text);
}

static int
compare_words(const void *a, const void *b)
{
	return span_compare(((const struct word *)a)->cell,
	    ((const struct word *)b)->cell);
}

const struct word *
words_find(const struct words *words, struct span cell)
{
	struct word wanted = { .cell = cell };

	return words->count == 0 ? NULL : bsearch(&wanted, words->items,
	    words->count, sizeof(*words->items), compare_words);
}

/* Text that the record will hold, as JSON; masked like any other. */
static struct span
json_of(const struct reading *r, struct span text)
{
	const struct mask *mask = r->from->mask;
	uint64_t hits[PERSONAL_KINDS] = { 0 };
	struct buf json = { 0 };
	struct span copy;

	if (mask != NULL && !mask_passes(mask, r->column->field))
		text = mask_text(mask, r->from->arena, text, hits);
	json_put_string(&json, text);
	copy = arena_copy(r->from->arena, buf_span(&json));
	buf_free(&json);
	return copy;
}

/* A number that the record will hold; a text where it is masked. */
static struct span
json_of_number(const struct reading *r, struct span number)
{
	struct span json = json_of(r, number);

	return json.n == number.n + 2 &&
	    memcmp(json.p + 1, number.p, number.n) == 0 ? number : json;
}

/* The JSON text of a word's value under the column's type. */
static struct span
typed_value(const struct reading *r, struct span text, struct place place)
{
	struct column plain = { .type = r->column->type,
	    .separators = r->column->separators,
	    .separator_count = r->column->separator_count };
	struct value value = { .kind = VALUE_NONE };
	const char *expected, *got;

	if (cell_value(&plain, r->columns->zone, text, r->from->arena, &value,
	    &expected, &got) == -1)
		fault(r->from->faults, place, "\"%s\": expected %s",
		    shown(r, text), expected);
	if (value.kind == VALUE_NUMBER)
		return json_of_number(r, value.text);
	return value.kind == VALUE_TEXT ? json_of(r, value.text) : value.text;
}

/* true, 1 and null are what they look like, unless in quotes. */
static struct span
map_value(const struct reading *r, const struct node *node)
{
	struct span text = SPAN("");

	if (node_text(node, &text, r->from->faults) == -1)
		return text;
	if (!node->quoted && span_is(text, "null"))
		return SPAN("");
	if (r->typed)
		return typed_value(r, text, node->place);
	if (!node->quoted && (span_is(text, "true") ||
	    span_is(text, "false")))
		return text;
	if (!node->quoted && text.n > 0 && decimal_length(text) == text.n)
		return json_of_number(r, text);
	return json_of(r, text);
}

static void
sort_words(const struct words *words)
{
	if (words->count > 0)
		qsort(words->items, words->count, sizeof(*words->items),
		    compare_words);
}

static void
read_map(const struct reading *r, const struct node *node)
{
	struct words *words;
	size_t i;

	if (node->kind != NODE_MAPPING) {
		fault(r->from->faults, node->place, "map: expected a mapping "
		    "of cells to values, got a %s",
		    node_kind_name(node->kind));
		return;
	}
	words = arena_zero(r->from->arena, 1, sizeof(*words));
	words->items = arena_zero(r->from->arena, node->count,
	    sizeof(*words->items));
	for (i = 0; i < node->count; i++)
		words->items[words->count++] = (struct word){
		    utf8_trim(node->keys[i]->text),
		    map_value(r, node->items[i]) };
	sort_words(words);
	r->column->words = words;
}

/* The rows of the table as words; two of one key are a fault. */
static void
take_rows(const struct reading *r, const struct csv_file *f, size_t key,
    size_t value)
{
	struct words *words = arena_zero(r->from->arena, 1, sizeof(*words));
	struct place place = { f->path, 0, 0 };
	size_t i;

	words->is_lookup = true;
	words->items = arena_zero(r->from->arena, f->row_count,
	    sizeof(*words->items));
	for (i = 0; i < f->row_count; i++) {
		place.line = f->lines[i];
		words->items[words->count++] = (struct word){
		    f->rows[i][key], f->rows[i][value].n == 0 ? SPAN("") :
		    typed_value(r, f->rows[i][value], place) };
	}
	sort_words(words);
	for (i = 1; i < words->count; i++)
		if (span_equal(words->items[i].cell, words->items[i - 1].cell))
			fault(r->from->faults, (struct place){ f->path, 0, 0 },
			    "two rows with the key \"%s\", expected each once",
			    shown(r, words->items[i].cell));
	r->column->words = words;
}

static void
read_lookup(const struct reading *r, const struct node *node)
{
	struct faults *faults = r->from->faults;
	const struct node *file, *key, *value;
	struct span key_name, value_name;
	const struct file *table = NULL;
	struct csv_file f;
	struct fields fields;
	size_t k, v;

	if (fields_begin(&fields, node, r->from->arena, faults) == -1)
		return;
	file = fields_need(&fields, "file");
	key = fields_need(&fields, "key");
	value = fields_need(&fields, "value");
	if (file != NULL)
		table = config_file(r->from->config, r->from->rule, file,
		    r->from->arena, faults);
	if (fields_end(&fields) == -1 || table == NULL || key == NULL ||
	    value == NULL || node_text(key, &key_name, faults) == -1 ||
	    node_text(value, &value_name, faults) == -1 ||
	    csv_file_read(&f, table, r->from->arena, faults) == -1)
		return;
	k = csv_file_column(&f, key_name, key->place, faults);
	v = csv_file_column(&f, value_name, value->place, faults);
	if (k != SIZE_MAX && v != SIZE_MAX)
		take_rows(r, &f, k, v);
}

static void
read_formats(const struct reading *r, const struct node *node)
{
	struct column *c = r->column;
	const char *wrong;
	size_t i;

	if (c->type != COLUMN_TIME)
		fault(r->from->faults, node->place, "formats: of times; "
		    "expected type: time with it");
	if (node_texts(node, r->from->arena, &c->formats, &c->format_count,
	    r->from->faults) == -1)
		return;
	for (i = 0; i < c->format_count; i++)
		if ((wrong = stamp_check(c->formats[i])) != NULL)
			fault(r->from->faults, node->place, "\"%s\": %s",
			    shown(r, c->formats[i]), wrong);
}

/* Who fills in a sheet types ; where the rule has the full-width one. */
static struct span
other_width(struct arena *arena, struct span text)
{
	char *twin = arena_alloc(arena, 4);
	size_t at = 0;
	uint32_t c = utf8_next(text, &at);

	if (at < text.n || c <= 0x20 || (c > 0x7e && c < 0xff01) || c > 0xff5e)
		return SPAN("");
	return span_make(twin, utf8_encode(twin,
	    c <= 0x7e ? c + 0xfee0 : c - 0xfee0));
}

static void
read_separator(const struct reading *r, const struct node *node)
{
	struct faults *faults = r->from->faults;
	struct column *c = r->column;
	struct span *texts, twin;
	size_t count, i;

	if (c->type != COLUMN_LIST) {
		if (node != NULL)
			fault(faults, node->place, "separator: of lists; "
			    "expected type: list with it");
		return;
	}
	if (node == NULL) {
		fault(faults, r->node->place, "type: list: expected a "
		    "separator with it");
		return;
	}
	if (node_texts(node, r->from->arena, &texts, &count, faults) == -1)
		return;
	c->separators = arena_zero(r->from->arena, 2 * count, sizeof(*texts));
	for (i = 0; i < count; i++) {
		if (texts[i].n == 0) {
			fault(faults, node->place, "separator: expected a "
			    "text, got an empty one");
			continue;
		}
		c->separators[c->separator_count++] = texts[i];
		twin = other_width(r->from->arena, texts[i]);
		if (twin.n > 0)
			c->separators[c->separator_count++] = twin;
	}
}

static void
read_mask(const struct reading *r, const struct node *node)
{
	static const char *const ways[] = { "pseudonym", NULL };
	struct column *c = r->column;
	int index;

	if (node_choice(node, ways, &index, r->from->faults) == -1)
		return;
	if (c->words != NULL || (c->type != COLUMN_TEXT &&
	    c->type != COLUMN_CODE))
		fault(r->from->faults, node->place, "mask: of columns of type "
		    "text and code, without map and lookup");
	else
		c->pseudonyms = pseudonyms_read(r->from->config, node->place,
		    r->from->arena, r->from->faults);
}

/* Rows whose cell is bad lose the field, which is counted. */
static void
count_bad(const struct reading *r)
{
	struct columns *all = r->columns;
	struct span name = arena_printf(r->from->arena, "bad.%.*s",
	    (int)r->column->field.n, r->column->field.p);
	size_t i;

	r->column->null_on_bad = true;
	for (i = 0; i < all->bad_count; i++)
		if (span_is(name, all->bad[i]))
			break;
	r->column->counter += i;
	if (i == all->bad_count)
		all->bad[all->bad_count++] = name.p;
}

static void
read_on_bad(const struct reading *r, const struct node *node)
{
	static const char *const ways[] = { "reject", "null", NULL };
	int index = 0;

	if (node == NULL ||
	    node_choice(node, ways, &index, r->from->faults) == -1)
		return;
	if (index == 1 && r->column->required == REQUIRED_VALUE)
		fault(r->from->faults, node->place, "on_bad: null: leaves a "
		    "field out that is required");
	else if (index == 1)
		count_bad(r);
}

/* The field that the column becomes; the short form is its name alone. */
static void
read_field(const struct reading *r, const struct node *node)
{
	struct path path;
	const char *reason;
	struct span text;

	if (node_text(node, &text, r->from->faults) == -1)
		return;
	if (path_parse(&path, r->from->arena, text, &reason) == -1)
		fault(r->from->faults, node->place, "\"%s\": %s",
		    shown(r, text), reason);
	else if (path.count > 1)
		fault(r->from->faults, node->place, "\"%s\": expected a field "
		    "of the record, got one inside another", shown(r, text));
	else if (span_is(path.keys[0], "source"))
		fault(r->from->faults, node->place, "\"source\": says where a "
		    "record is from; expected another name");
	else
		r->column->field = path.keys[0];
}

/* Keys that say where a value comes from. */
static void
read_words(const struct reading *r, struct fields *f)
{
	const struct node *map = fields_take(f, "map");
	const struct node *lookup = fields_take(f, "lookup");

	if (map != NULL && lookup != NULL)
		fault(r->from->faults, lookup->place, "lookup: expected "
		    "either a map or a look-up, got both");
	else if ((map != NULL || lookup != NULL) &&
	    r->column->type == COLUMN_LIST)
		fault(r->from->faults, r->node->place, "type: list: has "
		    "neither map nor lookup");
	else if (map != NULL)
		read_map(r, map);
	else if (lookup != NULL)
		read_lookup(r, lookup);
}

static void
read_required(const struct reading *r, const struct node *node)
{
	static const char *const words[] = { "false", "column", "true",
	    NULL };
	int index;

	if (node_choice(node, words, &index, r->from->faults) == 0)
		r->column->required = (enum required)index;
}

/* A text from above has no place in its row, and an id comes once. */
static void
read_fill(const struct reading *r, const struct node *node)
{
	static const char *const words[] = { "down", "once", NULL };
	struct column *c = r->column;
	int index;

	if (node == NULL ||
	    node_choice(node, words, &index, r->from->faults) == -1)
		return;
	if (span_is(c->field, "id") || span_is(c->field, "text"))
		fault(r->from->faults, node->place, "fill: not of id and "
		    "text, which are each row's own");
	c->fill = index == 0 ? FILL_DOWN : FILL_ONCE;
	if (c->fill == FILL_ONCE && r->columns->once == NULL)
		r->columns->once = c;
}

static void
read_long(struct reading *r)
{
	struct column *c = r->column;
	const struct node *node;
	struct fields f;
	int index;

	if (fields_begin(&f, r->node, r->from->arena, r->from->faults) == -1)
		return;
	if ((node = fields_need(&f, "to")) != NULL)
		read_field(r, node);
	node = fields_take(&f, "type");
	r->typed = node != NULL;
	if (node != NULL && node_choice(node, column_types, &index,
	    r->from->faults) == 0)
		c->type = (enum column_type)index;
	read_separator(r, fields_take(&f, "separator"));
	if ((node = fields_take(&f, "formats")) != NULL)
		read_formats(r, node);
	read_words(r, &f);
	if ((node = fields_take(&f, "required")) != NULL)
		read_required(r, node);
	if ((node = fields_take(&f, "mask")) != NULL)
		read_mask(r, node);
	read_fill(r, fields_take(&f, "fill"));
	read_on_bad(r, fields_take(&f, "on_bad"));
	fields_end(&f);
}

static void
read_columns(struct columns *all, const struct column_rule *from,
    const struct node *node, size_t first_counter)
{
	struct reading r = { .from = from, .columns = all };
	size_t i;

	if (node->kind != NODE_MAPPING) {
		fault(from->faults, node->place, "columns: expected a mapping "
		    "of columns to fields, got a %s",
		    node_kind_name(node->kind));
		return;
	}
	all->items = arena_zero(from->arena, node->count,
	    sizeof(*all->items));
	all->bad = arena_zero(from->arena, node->count, sizeof(*all->bad));
	for (i = 0; i < node->count; i++) {
		r.column = &all->items[all->count++];
		r.node = node->items[i];
		r.column->name = utf8_trim(node->keys[i]->text);
		r.column->counter = first_counter;
		if (r.node->kind == NODE_SCALAR)
			read_field(&r, r.node);
		else
			read_long(&r);
	}
}

void
columns_read(struct columns *all, const struct column_rule *from,
    const struct node *columns, const struct node *others,
    const struct node *zone, size_t first_counter)
{
	static const char *const ways[] = { "keep", "drop", "reject", NULL };
	struct span text;
	int index = 0;

	*all = (struct columns){ .zone = WHEN_DEFAULT_ZONE };
	if (zone != NULL && node_text(zone, &text, from->faults) == 0 &&
	    when_zone(text, &all->zone) == -1)
		fault(from->faults, zone->place, "zone: expected an offset "
		    "such as '+08:00'");
	if (others != NULL)
		node_choice(others, ways, &index, from->faults);
	all->others = (enum other_columns)index;
	if (columns != NULL)
		read_columns(all, from, columns, first_counter);
}
