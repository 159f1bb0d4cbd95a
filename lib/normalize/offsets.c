#include "normalize/offsets.h"

#include "base/utf8.h"
#include "record/record.h"
#include "text/csv.h"

/* A piece of the map. */
struct run {
	uint64_t	t, t_end;	/* of the text */
	uint64_t	b, b_end;	/* of the input */
	bool		copy;
};

/* A walk over the bytes and what was decoded of them, at once. */
struct walk {
	const struct worker	*w;
	const struct offsets	*o;
	uint64_t		 base;		/* of o->bytes, in the input */
	size_t			 b;		/* in o->bytes */
	size_t			 d;		/* in o->decoded */
	uint64_t		 t;
	struct run		 last;
	bool			 has_last;
	bool			 has_more;	/* runs before it */
	struct buf		*into;
};

void
offsets_then(struct offsets *o, struct arena *arena, const struct edits *step)
{
	if (step->count > 0)
		o->edits = o->edits.count == 0 ? *step :
		    edits_compose(&o->edits, step, arena);
}

/* Bytes of the escape that stands at byte `at` of valid JSON. */
static size_t
escape_length(struct span raw, size_t at, size_t decoded)
{
	if (raw.p[at + 1] != 'u')
		return 2;
	return decoded == 4 ? 12 : 6;	/* a pair of surrogates */
}

void
offsets_of_string(struct offsets *o, struct arena *arena,
    const struct json *string, struct span decoded)
{
	struct span raw = span_make(string->raw.p + 1, string->raw.n - 2);
	struct edits edits = { 0 };
	size_t at = 0, d = 0, n, width;

	*o = (struct offsets){ .encoding = ENCODING_UTF8, .bytes = raw,
	    .decoded = raw, .n = raw.n };
	while (at < raw.n && d < decoded.n) {
		width = utf8_width(decoded.p[d]);
		n = width;
		if (raw.p[at] == '\\') {
			n = escape_length(raw, at, width);
			edits_add(&edits, arena, at, n,
			    span_make(decoded.p + d, width));
		}
		at += n;
		d += width;
	}
	o->edits = edits;
}

void
offsets_of_cell(struct offsets *o, struct arena *arena, char delimiter,
    size_t index, struct span cell)
{
	struct span raw = csv_raw(o->decoded, delimiter, index);
	struct edits edits = { 0 }, trims = { 0 };
	struct span whole, trimmed;
	size_t at;

	o->start = (size_t)(raw.p - o->decoded.p);
	o->n = raw.n;
	for (at = 0; at + 1 < raw.n; at++)
		if (raw.p[at] == '"' && raw.p[at + 1] == '"' &&
		    o->start > 0 && raw.p[-1] == '"')
			edits_add(&edits, arena, at++, 1, SPAN(""));
	whole = edits_apply(&edits, arena, raw);
	trimmed = utf8_trim(whole);
	at = (size_t)(trimmed.p - whole.p);
	edits_add(&trims, arena, 0, at, SPAN(""));
	edits_add(&trims, arena, at + trimmed.n, whole.n - at - trimmed.n,
	    SPAN(""));
	o->edits = edits;
	offsets_then(o, arena, &trims);
	if (span_equal(trimmed, cell))
		return;
	/* It was read as something else, so no byte of it is copied. */
	o->edits = (struct edits){ 0 };
	edits_add(&o->edits, arena, 0, raw.n, cell);
}

void
offsets_mask(struct offsets *o, const struct worker *w, struct arena *arena,
    struct span text)
{
	const struct mask *mask = w->plan->mask;
	uint64_t hits[PERSONAL_KINDS] = { 0 };	/* counted in the record */
	struct edits edits;

	if (mask == NULL || mask_passes(mask, SPAN("text")))
		return;
	edits = mask_edits(mask, arena, text, hits);
	offsets_then(o, arena, &edits);
}

static void
put_run(struct walk *w)
{
	struct buf *b = w->into;

	if (!w->has_last)
		return;
	buf_add(b, w->has_more ? SPAN(",[") : SPAN("["));
	buf_unsigned(b, w->last.t);
	buf_byte(b, ',');
	buf_unsigned(b, w->last.t_end);
	buf_byte(b, ',');
	buf_unsigned(b, w->base + w->last.b);
	buf_byte(b, ',');
	buf_unsigned(b, w->base + w->last.b_end);
	buf_add(b, w->last.copy ? SPAN(",\"copy\"]") : SPAN(",\"edit\"]"));
	w->has_more = true;
}

/* The next t_n characters of the text come from the bytes up to w->b. */
static void
add_run(struct walk *w, bool copy, size_t from, uint64_t t_n)
{
	if (t_n == 0 && from == w->b)
		return;
	if (!w->has_last || w->last.copy != copy) {
		put_run(w);
		w->last = (struct run){ .t = w->t, .b = from, .copy = copy };
		w->has_last = true;
	}
	w->t += t_n;
	w->last.t_end = w->t;
	w->last.b_end = w->b;
}

/* Passes one character of the bytes; true if it wasn't of the encoding. */
static bool
pass(struct walk *w)
{
	bool bad;

	w->b += encoding_step(w->w->decoder, w->o->encoding,
	    span_from(w->o->bytes, w->b), &bad);
	if (!bad)
		w->d += utf8_width(w->o->decoded.p[w->d]);
	else if (w->w->plan->invalid == INVALID_REPLACE)
		w->d += 3;
	return bad;
}

/* What is decoded up to byte `to` stayed as it was. */
static void
copy_until(struct walk *w, size_t to)
{
	size_t from;
	bool bad;

	while (w->d < to) {
		from = w->b;
		bad = pass(w);
		add_run(w, !bad, from,
		    !bad || w->w->plan->invalid == INVALID_REPLACE);
	}
}

/* What is decoded up to byte `to` became text. */
static void
edit_until(struct walk *w, size_t to, struct span text)
{
	const size_t from = w->b;

	while (w->d < to)
		pass(w);
	add_run(w, false, from, utf8_length(text));
}

static void
put_map(struct walk *w)
{
	const struct offsets *o = w->o;
	const struct edit *e, *end = o->edits.items + o->edits.count;
	size_t from = 0;

	w->b = encoding_mark(o->encoding, o->bytes);
	if (o->start == 0)
		add_run(w, false, 0, 0);
	while (w->d < o->start)
		pass(w);
	for (e = o->edits.items; e < end; e++) {
		copy_until(w, o->start + e->start);
		edit_until(w, o->start + e->start + e->old_n, e->text);
	}
	copy_until(w, o->start + o->n);
	if (o->start + o->n == o->decoded.n) {
		from = w->b;
		w->b = o->bytes.n;	/* bad ones that were dropped */
		add_run(w, false, from, 0);
	}
	put_run(w);
}

/* The record's id, as it was written. */
static void
put_id(const struct out *out, const struct unit *unit, size_t start)
{
	struct span line = span_from(buf_span(out->record), start);
	struct record record = { .arena = unit->arena };
	struct json id = { .kind = JSON_ABSENT };
	struct err e = { 0 };

	line.n -= span_ends(line, SPAN("\n"));
	if (record_parse(&record, unit->arena, line, &e) == -1 ||
	    record_get(&record, SPAN("id"), &id, &e) == -1 ||
	    id.kind == JSON_ABSENT)
		buf_add(out->side, SPAN("null"));
	else
		buf_add(out->side, id.raw);
}

static void
put_name(const struct worker *w, const struct unit *unit, const char *name,
    struct buf *into)
{
	const struct mask *mask = w->plan->mask;
	uint64_t hits[PERSONAL_KINDS] = { 0 };	/* counted in the record */
	struct span text = worker_file(name, unit->arena);

	if (mask != NULL && !mask_passes(mask, SPAN("source")))
		text = mask_text(mask, unit->arena, text, hits);
	json_put_string(into, text);
}

void
offsets_put(const struct worker *w, const struct unit *unit,
    const struct offsets *o, struct out *out, size_t start)
{
	struct walk walk = { .w = w, .o = o, .into = out->side,
	    .base = unit->offset + (uint64_t)(o->bytes.p - unit->bytes.p) };

	buf_add(out->side, SPAN("{\"id\":"));
	put_id(out, unit, start);
	json_put_key(out->side, "file");
	put_name(w, unit, unit->input, out->side);
	if (unit->member != NULL) {
		json_put_key(out->side, "member");
		put_name(w, unit, unit->member, out->side);
	}
	json_put_key(out->side, "encoding");
	json_put_string(out->side, span_of(encoding_name(o->encoding)));
	json_put_key(out->side, "map");
	buf_byte(out->side, '[');
	put_map(&walk);
	buf_add(out->side, SPAN("]}\n"));
}
