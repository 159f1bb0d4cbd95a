#include "aggregate/methods.h"
#include "aggregate/table.h"
#include "base/pack.h"
#include "base/utf8.h"

struct methods *
compile_methods(struct compiling *c, const struct node *where)
{
	struct methods *m = arena_zero(c->run, 1, sizeof(*m));

	m->rule = c->rule->name;
	m->edition = c->rule->edition;
	m->where = where == NULL ? SPAN("") : where->text;
	if (c->plan->table != NULL && c->plan->table->kind != NULL)
		m->table = c->plan->table->kind->name;
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

int
methods_row(const struct unit *unit, struct buf *row, struct err *e)
{
	struct span document, text;
	uint64_t characters;

	if (text_of(unit->record, SPAN("parent"), unit->arena, &document,
	    e) == -1 ||
	    text_of(unit->record, SPAN("text"), unit->arena, &text, e) == -1)
		return -1;
	if (document.n == 0 && record_id(unit->record, &document, e) == -1)
		return -1;
	characters = utf8_length(text);
	pack_bytes(row, &characters, sizeof(characters));
	pack_text(row, document);
	return 0;
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
	if (document.n == 0 || map_get(&s->documents, document) != NULL)
		return 0;
	if (!memory_take(&s->memory, document.n + MAP_BYTES))
		return err_set(e, ERR_MEMORY, NULL, 0, 0, "%zu documents "
		    "need more than the %zu bytes of --memory",
		    s->documents.count, s->memory.most);
	map_put(&s->documents, arena_copy(&s->arena, document), NULL);
	return 0;
}

static void
put_count(struct buf *b, const char *name, uint64_t n)
{
	json_put_key(b, name);
	buf_unsigned(b, n);
}

static void
put_text(struct buf *b, const char *name, struct span text)
{
	json_put_key(b, name);
	json_put_string(b, text);
}

void
methods_put(const struct methods_state *s, const struct plan *plan,
    const struct tally *tally, struct buf *b)
{
	const struct methods *m = plan->methods;
	char hex[33];

	buf_byte(b, '{');
	put_count(b, "documents", s->documents.count);
	put_count(b, "units", s->units);
	put_count(b, "characters", s->characters);
	put_count(b, "left_out", tally->dropped);
	put_count(b, "refused", tally->refused);
	put_text(b, "rule", span_of(m->rule));
	put_text(b, "edition", m->edition);
	hash_hex(plan->rule, hex);
	put_text(b, "hash", span_of(hex));
	if (m->where.n > 0)
		put_text(b, "where", m->where);
	if (m->table != NULL)
		put_text(b, "table", span_of(m->table));
	json_put_key(b, "codebooks");
	buf_byte(b, '[');
	for (size_t i = 0; i < m->book_count; i++) {
		if (i > 0)
			buf_byte(b, ',');
		buf_add(b, m->books[i]);
	}
	buf_add(b, SPAN("]}\n"));
}

void
methods_free(struct methods_state *s)
{
	map_free(&s->documents);
	arena_free(&s->arena);
}
