#include "normalize/offsets.h"
#include "normalize/worker.h"
#include "record/record.h"

struct cleaned {
	struct span	text;
	bool		is_there;
};

/* One record on its way. */
struct job {
	const struct worker	*w;
	const struct unit	*unit;
	struct cleaned		*cleaned;	/* by plan->fields */
	struct notes		 notes;		/* of its text */
	struct change		*changes;
	size_t			 count;
	struct edits		 edits;		/* of the text */
	struct buf		 json;		/* where a value is written */
};

static void
change(struct job *j, struct span key, struct span value)
{
	j->changes[j->count++] = (struct change){ key, value };
}

/* The value is what was written to j->json. */
static void
change_json(struct job *j, struct span key)
{
	change(j, key, arena_copy(j->unit->arena, buf_span(&j->json)));
	j->json.n = 0;
}

static void
change_text(struct job *j, struct span key, struct span text)
{
	json_put_string(&j->json, text);
	change_json(j, key);
}

/* id and source, where the record has none. */
static int
add_origin(struct job *j, struct err *e)
{
	const struct record *record = j->unit->record;
	struct json source;
	struct span id;
	int has_id = record_id(record, &id, e);

	if (has_id == -1 ||
	    record_get(record, SPAN("source"), &source, e) == -1)
		return -1;
	if (has_id == 0)
		change_text(j, SPAN("id"), worker_id(j->w, j->unit));
	if (source.kind == JSON_ABSENT) {
		worker_put_source(j->unit, &j->json);
		change_json(j, SPAN("source"));
	}
	return 0;
}

/* The name under which the field stands in the record that came. */
static struct span
old_name(const struct job *j, struct span name)
{
	return span_is(name, "text") ? j->w->plan->text_field : name;
}

/* Cleans the fields; those whose text stays as it was keep their bytes. */
static int
clean_fields(struct job *j, struct err *e)
{
	const struct plan *plan = j->w->plan;
	struct cleaned *new;
	struct span name, old;
	struct notes *notes;
	bool is_text;
	size_t i;
	int found;

	for (i = 0; i < plan->fields.count; i++) {
		name = plan->fields.items[i];
		new = &j->cleaned[i];
		is_text = span_is(name, "text");
		notes = is_text ? &j->notes : NULL;
		found = record_text(j->unit->record, old_name(j, name), &old,
		    e);
		if (found == -1 || (found == 1 && clean_text(&plan->clean,
		    j->w->work, j->unit->arena, old, &new->text, is_text &&
		    plan->maps ? &j->edits : NULL, notes, e) == -1))
			return -1;
		new->is_there = found == 1;
		if (found == 1 && !span_equal(old, new->text) &&
		    !span_is(name, "text"))
			change_text(j, name, new->text);
	}
	return 0;
}

/* The field's text, cleaned if the rule says so; 1, 0 if absent, -1. */
static int
new_text(const struct job *j, struct span name, struct span *text,
    struct err *e)
{
	const struct names *fields = &j->w->plan->fields;
	size_t i;

	for (i = 0; i < fields->count; i++)
		if (span_equal(fields->items[i], name)) {
			*text = j->cleaned[i].text;
			return j->cleaned[i].is_there;
		}
	return record_text(j->unit->record, old_name(j, name), text, e);
}

/* Moves the text to `text`, which must be free. */
static int
move_text(struct job *j, struct span text, struct err *e)
{
	const struct span from = j->w->plan->text_field;
	struct json other;
	char shown[128];

	if (record_get(j->unit->record, SPAN("text"), &other, e) == -1)
		return -1;
	if (other.kind != JSON_ABSENT)
		return err_record(e, "field \"text\": expected none, as the "
		    "rule takes the text from \"%s\"",
		    err_quote(shown, sizeof(shown), from));
	change(j, from, (struct span){ NULL, 0 });
	change_text(j, SPAN("text"), text);
	return 0;
}

static int
put_text(struct job *j, struct err *e)
{
	const struct span from = j->w->plan->text_field;
	struct span text, old;
	char shown[128];
	int found = new_text(j, SPAN("text"), &text, e);

	if (found == -1)
		return -1;
	if (found == 0 && !j->w->plan->needs_text)
		return 0;
	if (found == 0)
		return err_record(e, "field \"%s\": expected string, got none",
		    err_quote(shown, sizeof(shown), from));
	if (j->notes.count > 0) {
		worker_put_notes(j->w, j->unit->arena, &j->notes, text,
		    &j->json);
		change_json(j, SPAN("notes"));
	}
	if (!span_is(from, "text"))
		return move_text(j, text, e);
	if (record_text(j->unit->record, from, &old, e) == 1 &&
	    !span_equal(old, text))
		change_text(j, from, text);
	return 0;
}

/* A value of the key as it will be written: cleaned, and masked. */
static int
key_text(const struct job *j, struct span name, const struct json *value,
    struct span *text, struct err *e)
{
	const struct mask *mask = j->w->plan->mask;
	uint64_t hits[PERSONAL_KINDS] = { 0 };	/* counted when written */
	bool is_text = value->kind == JSON_STRING;

	*text = value->raw;
	if (is_text && new_text(j, name, text, e) == -1)
		return -1;
	if (mask == NULL || mask_passes(mask, name))
		return 0;
	if (!is_text)
		return mask_value(mask, j->unit->arena, value, text, hits, e);
	*text = mask_text(mask, j->unit->arena, *text, hits);
	return 0;
}

/*
 * The key's values, each with its kind and length: none run together.  1; 0
 * if there is no value; -1.
 */
static int
hash_key(const struct job *j, struct err *e)
{
	const struct names *key = &j->w->plan->key;
	struct hashing *hashing = j->w->hashing;
	struct json value;
	struct span text;
	size_t i;
	int found = 0;

	hash_begin(hashing);
	for (i = 0; i < key->count; i++) {
		if (record_get(j->unit->record, old_name(j, key->items[i]),
		    &value, e) == -1 ||
		    key_text(j, key->items[i], &value, &text, e) == -1)
			return -1;
		if (value.kind != JSON_ABSENT && value.kind != JSON_NULL)
			found = 1;
		hash_add(hashing, span_make((const char *)&value.kind,
		    sizeof(value.kind)));
		hash_add(hashing, span_make((const char *)&text.n,
		    sizeof(text.n)));
		hash_add(hashing, text);
	}
	return found;
}

/* Before the record, for fold. */
static int
put_hash(const struct job *j, struct buf *b, struct err *e)
{
	int found = hash_key(j, e);

	if (found == 1)
		worker_put_hash(j->w, b);
	else if (found == 0)
		buf_fill(b, '\0', sizeof(struct hash));
	return found;
}

/* The text was found before, and whatever it is was told. */
static void
put_offsets(const struct job *j, struct out *out, size_t start)
{
	const struct record *record = j->unit->record;
	const struct span name = j->w->plan->text_field;
	struct offsets offsets;
	struct span old, text;
	struct json string;
	struct err e = { 0 };

	if (record_get(record, name, &string, &e) == -1 ||
	    record_text(record, name, &old, &e) != 1 ||
	    new_text(j, SPAN("text"), &text, &e) != 1)
		return;
	offsets_of_string(&offsets, j->unit->arena, &string, old);
	offsets_then(&offsets, j->unit->arena, &j->edits);
	offsets_mask(&offsets, j->w, j->unit->arena, text);
	offsets_put(j->w, j->unit, &offsets, out, start);
}

int
worker_map_record(const struct worker *w, const struct unit *unit,
    struct out *out, struct err *e)
{
	struct job j = { .w = w, .unit = unit };
	size_t start;
	int done = -1;

	/* Cleaned fields, id, source, text, where it came from, notes. */
	j.changes = arena_zero(unit->arena, w->plan->fields.count + 5,
	    sizeof(*j.changes));
	j.cleaned = arena_zero(unit->arena, w->plan->fields.count + 1,
	    sizeof(*j.cleaned));
	if (add_origin(&j, e) == -1 || clean_fields(&j, e) == -1 ||
	    put_text(&j, e) == -1)
		goto out;
	if (w->plan->key.count > 0 && put_hash(&j, out->record, e) == -1)
		goto out;
	start = out->record->n;
	record_write(unit->record, j.changes, j.count, out->record);
	done = worker_mask(w, unit, out, start, e);
	if (done == 0 && w->plan->maps)
		put_offsets(&j, out, start);
out:
	buf_free(&j.json);
	return done;
}
