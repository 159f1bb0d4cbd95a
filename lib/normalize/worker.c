#include "normalize/worker.h"

#include "base/utf8.h"
#include "normalize/head.h"
#include "normalize/name.h"
#include "record/json.h"

/* File names may hold any byte, records only UTF-8. */
struct span
worker_file(const char *input, struct arena *arena)
{
	return utf8_repaired(arena, span_of(input));
}

struct span
worker_name(const struct worker *w, const char *input, const char *member,
    struct arena *arena)
{
	struct span name = worker_file(input, arena);

	if (!w->plan->id_is_path)
		name = name_base(name);
	return member == NULL ? name : arena_printf(arena, "%.*s:%s",
	    (int)name.n, name.p, member);
}

struct span
worker_id(const struct worker *w, const struct unit *unit)
{
	struct span name = worker_name(w, unit->input, unit->member,
	    unit->arena);

	if (w->plan->cut == UNIT_WHOLE)
		return name;
	return arena_printf(unit->arena, "%.*s#%zu", (int)name.n, name.p,
	    unit->number);
}

void
worker_put_source(const struct unit *unit, struct buf *b)
{
	const struct input *input = unit->head;

	buf_byte(b, '{');
	json_put_key(b, "file");
	json_put_string(b, worker_file(unit->input, unit->arena));
	if (unit->member != NULL) {
		json_put_key(b, "member");
		json_put_string(b, span_of(unit->member));
	}
	json_put_count(b, "line", unit->line);
	if (input != NULL && input->encoding != ENCODING_UTF8) {
		json_put_key(b, "encoding");
		json_put_string(b, span_of(encoding_name(input->encoding)));
	}
	buf_byte(b, '}');
}

int
worker_decode(const struct worker *w, enum encoding encoding,
    struct span bytes, struct arena *arena, struct span *text,
    uint64_t *places, struct err *e)
{
	const enum invalid invalid = w->plan->invalid;

	return invalid == INVALID_REJECT ?
	    encoding_decode(w->decoder, encoding, bytes, arena, text, e) :
	    encoding_mend(w->decoder, encoding, invalid, bytes, arena, text,
	    places, e);
}

void
worker_put_notes(const struct worker *w, struct arena *arena,
    const struct notes *notes, struct span text, struct buf *b)
{
	const struct mask *mask = w->plan->mask;
	uint64_t hits[PERSONAL_KINDS] = { 0 };	/* counted when masked */
	struct edits later = { 0 };

	if (mask != NULL && !mask_passes(mask, SPAN("text")))
		later = mask_edits(mask, arena, text, hits);
	notes_put(notes, text, &later, arena, b);
}

void
worker_put_hash(const struct worker *w, struct buf *b)
{
	struct hash hash = hash_end(w->hashing);

	buf_add(b, span_make((const char *)&hash, sizeof(hash)));
}

int
worker_mask(const struct worker *w, const struct unit *unit, struct out *out,
    size_t start, struct err *e)
{
	return w->plan->mask == NULL ? 0 : mask_record(w->plan->mask,
	    unit->arena, out->record, start, w->notes,
	    out->counters + COUNT_MASKED, e);
}
