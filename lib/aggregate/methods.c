#include "aggregate/methods.h"
#include "aggregate/table.h"
#include "base/decimal.h"
#include "base/pack.h"
#include "base/utf8.h"

static void
put_scalar(struct buf *b, const struct node *node)
{
	struct span text = node->text;

	if (!node->quoted && text.n > 0 && (span_is(text, "true") ||
	    span_is(text, "false") || decimal_length(text) == text.n))
		buf_add(b, text);
	else
		json_put_string(b, text);
}

/* What a rule states, as JSON; as deep as rules may be. */
static void
put_node(struct buf *b, const struct node *node)
{
	bool mapping = node->kind == NODE_MAPPING;

	if (node->kind == NODE_SCALAR) {
		put_scalar(b, node);
		return;
	}
	buf_byte(b, mapping ? '{' : '[');
	for (size_t i = 0; i < node->count; i++) {
		if (i > 0)
			buf_byte(b, ',');
		if (mapping) {
			json_put_string(b, node->keys[i]->text);
			buf_byte(b, ':');
		}
		put_node(b, node->items[i]);
	}
	buf_byte(b, mapping ? '}' : ']');
}

static struct span
node_json(struct arena *arena, const struct node *node)
{
	struct buf b = {0};
	struct span text;

	if (node != NULL)
		put_node(&b, node);
	text = arena_copy(arena, buf_span(&b));
	buf_free(&b);
	return text;
}

struct methods *
compile_methods(struct compiling *c, const struct node *where,
    const struct node *table)
{
	struct methods *m = arena_zero(c->run, 1, sizeof(*m));

	m->rule = c->rule->name;
	m->edition = c->rule->edition;
	m->hash = config_hash(c->rule);
	m->where = where == NULL ? SPAN("") : where->text;
	m->table = node_json(c->run, table);
	m->books = c->books;
	m->book_count = c->book_count;
	return m;
}

/* The text of a field; "" where it is none. */
static int
text_of(const struct record *r, struct span name, struct arena *arena,
    struct span *text, struct err *e)
{
	struct json value;

	*text = SPAN("");
	if (record_get(r, name, &value, e) == -1)
		return -1;
	return value.kind == JSON_STRING ?
	    json_text(&value, arena, text, e) : 0;
}

/* The table that adds to what is told of the records; or NULL. */
static const struct tabling *
telling_table(const struct plan *plan)
{
	return plan->table != NULL && plan->table->kind->methods != NULL &&
	    plan->cases == NULL ? plan->table : NULL;
}

int
methods_row(const struct plan *plan, const struct expr_fields *fields,
    const struct unit *unit, struct buf *row, struct err *e)
{
	const struct tabling *table = telling_table(plan);
	struct span document, text, tuples = SPAN("");
	uint64_t characters;

	if (text_of(unit->record, SPAN("parent"), unit->arena, &document,
	    e) == -1 ||
	    text_of(unit->record, SPAN("text"), unit->arena, &text, e) == -1)
		return -1;
	if (document.n == 0 && record_id(unit->record, &document, e) == -1)
		return -1;
	if (table != NULL && table_read_record(table, fields, unit->record,
	    unit->arena, &tuples, e) == -1)
		return -1;
	characters = utf8_length(text);
	pack_bytes(row, &characters, sizeof(characters));
	pack_text(row, document);
	buf_add(row, tuples);
	return 0;
}

static int
too_many(const struct methods_state *s, struct err *e)
{
	return err_set(e, ERR_MEMORY, NULL, 0, 0, "%zu documents need more "
	    "than the %zu bytes of --memory", s->documents.count,
	    s->memory.most);
}

int
methods_add(struct methods_state *s, struct span row, struct err *e)
{
	struct span document;
	uint64_t characters;

	unpack_bytes(&row, &characters, sizeof(characters));
	document = unpack_text(&row);
	s->units++;
	s->characters += characters;
	bag_add_all(&s->bag, row, &s->memory);
	if (s->memory.over)
		return too_many(s, e);
	if (document.n == 0 || map_get(&s->documents, document) != NULL)
		return 0;
	if (!memory_take(&s->memory, document.n + MAP_BYTES))
		return too_many(s, e);
	map_put(&s->documents, arena_copy(&s->arena, document), NULL);
	return 0;
}

static void
put_text(struct buf *b, const char *name, struct span text)
{
	json_put_key(b, name);
	json_put_string(b, text);
}

/* What each measure is: {name, describe?, source?}. */
static void
put_measures(struct buf *b, const struct plan *plan)
{
	json_put_key(b, "measures");
	buf_byte(b, '[');
	for (size_t i = 0; i < plan->measure_count; i++) {
		const struct measure *m = &plan->measures[i];

		if (m->hidden)
			continue;
		if (b->p[b->n - 1] != '[')
			buf_byte(b, ',');
		buf_byte(b, '{');
		put_text(b, "name", span_of(m->name));
		if (m->describe.n > 0)
			put_text(b, "describe", m->describe);
		if (m->source.n > 0)
			put_text(b, "source", m->source);
		buf_byte(b, '}');
	}
	buf_byte(b, ']');
}

/* What the table is, as stated and in words, and what it says of the data. */
static int
put_table(const struct methods_state *s, const struct plan *plan,
    struct buf *b, struct err *e)
{
	const struct tabling *table = telling_table(plan);
	const struct table_kind *kind = plan->table->kind;
	struct arena arena = {0};
	struct rows rows = { .arena = &arena,
	    .room = memory_room(&s->memory) + 1 };

	json_put_key(b, "table");
	buf_add(b, plan->methods->table);
	put_text(b, "describe", span_of(plan->chinese ? kind->zh : kind->en));
	if (table != NULL && rows_fit(&rows, s->bag.map.count *
	    sizeof(struct entry)))
		kind->methods(table->options, bag_sorted(&s->bag, &arena),
		    s->bag.map.count, &rows, b);
	arena_free(&arena);
	return !rows.over ? 0 : err_set(e, ERR_MEMORY, NULL, 0, 0, "what "
	    "--methods tells of the table %s needs more than the %zu bytes "
	    "of --memory", kind->name, s->memory.most);
}

int
methods_put(const struct methods_state *s, const struct plan *plan,
    const struct tally *tally, struct buf *b, struct err *e)
{
	const struct methods *m = plan->methods;
	char hex[33];

	buf_byte(b, '{');
	json_put_count(b, "documents", s->documents.count);
	json_put_count(b, "units", s->units);
	json_put_count(b, "characters", s->characters);
	json_put_count(b, "left_out", tally->dropped);
	json_put_count(b, "refused", tally->refused);
	put_text(b, "rule", span_of(m->rule));
	put_text(b, "edition", m->edition);
	hash_hex(m->hash, hex);
	put_text(b, "hash", span_of(hex));
	if (m->where.n > 0)
		put_text(b, "where", m->where);
	if (plan->table == NULL)
		put_measures(b, plan);
	else if (put_table(s, plan, b, e) == -1)
		return -1;
	json_put_key(b, "codebooks");
	buf_byte(b, '[');
	for (size_t i = 0; i < m->book_count; i++) {
		if (i > 0)
			buf_byte(b, ',');
		buf_add(b, m->books[i]);
	}
	buf_add(b, SPAN("]}\n"));
	return 0;
}

void
methods_free(struct methods_state *s)
{
	map_free(&s->documents);
	bag_free(&s->bag);
	arena_free(&s->arena);
}
