#include "normalize/report.h"

#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/mem.h"
#include "record/json.h"

/* A note: these, and the name of the field. */
struct note {
	size_t		length;		/* of the name */
	uint64_t	hits[PERSONAL_KINDS];
};

struct report {
	struct map	fields;		/* value: their hits */
	struct arena	arena;
};

void
report_note(struct buf *notes, struct span field,
    const uint64_t before[PERSONAL_KINDS],
    const uint64_t hits[PERSONAL_KINDS])
{
	struct note note = { .length = field.n };
	uint64_t any = 0;
	size_t i;

	for (i = 0; i < PERSONAL_KINDS; i++)
		any |= note.hits[i] = hits[i] - before[i];
	if (any == 0)
		return;
	buf_add(notes, span_make((const char *)&note, sizeof(note)));
	buf_add(notes, field);
}

void
report_close(struct buf *row, const struct buf *notes)
{
	size_t n = notes->n;

	buf_add(row, span_make(notes->p, n));
	buf_add(row, span_make((const char *)&n, sizeof(n)));
}

struct report *
report_new(void)
{
	return mem_zero(1, sizeof(struct report));
}

void
report_free(struct report *r)
{
	if (r == NULL)
		return;
	map_free(&r->fields);
	arena_free(&r->arena);
	mem_free(r);
}

static void
add(struct report *r, struct span field, const struct note *note)
{
	struct map_entry *entry = map_get(&r->fields, field);
	uint64_t *hits;
	size_t i;

	if (entry == NULL) {
		entry = map_put(&r->fields, arena_copy(&r->arena, field),
		    NULL);
		entry->value = arena_zero(&r->arena, PERSONAL_KINDS,
		    sizeof(*hits));
	}
	hits = entry->value;
	for (i = 0; i < PERSONAL_KINDS; i++)
		hits[i] += note->hits[i];
}

struct span
report_take(struct report *r, struct span row)
{
	struct span notes;
	struct note note;
	size_t n;

	memcpy(&n, row.p + row.n - sizeof(n), sizeof(n));
	row.n -= sizeof(n) + n;
	for (notes = span_make(row.p + row.n, n); notes.n > 0;
	    notes = span_from(notes, sizeof(note) + note.length)) {
		memcpy(&note, notes.p, sizeof(note));
		add(r, span_make(notes.p + sizeof(note), note.length), &note);
	}
	return row;
}

static void
put_line(const char *rule, struct span field, size_t kind, uint64_t count,
    struct buf *b)
{
	buf_byte(b, '{');
	json_put_key(b, "rule");
	json_put_bytes(b, span_of(rule));
	json_put_key(b, "kind");
	json_put_string(b, span_of(personal_names[kind]));
	json_put_key(b, "field");
	json_put_string(b, field);
	json_put_count(b, "count", count);
	buf_add(b, SPAN("}\n"));
}

void
report_put(const struct report *r, const char *rule, struct buf *b)
{
	const struct map_entry *entry = r->fields.entries;
	const uint64_t *hits;
	size_t i, kind;

	for (i = 0; i < r->fields.count; i++, entry++) {
		hits = entry->value;
		for (kind = 0; kind < PERSONAL_KINDS; kind++)
			if (hits[kind] > 0)
				put_line(rule, entry->key, kind, hits[kind],
				    b);
	}
}
