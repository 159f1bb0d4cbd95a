#include "normalize/rows.h"

#include "normalize/cell.h"
#include "normalize/fill.h"
#include "normalize/head.h"
#include "normalize/offsets.h"
#include "normalize/report.h"
#include "normalize/stop.h"
#include "record/json.h"
#include "text/csv.h"

/* One row on its way. */
struct job {
	const struct worker	*w;
	const struct unit	*unit;
	const struct input	*input;
	struct out		*out;
	struct span		*cells;
	size_t			 count;
	struct hash		*key;		/* of duplicates: its values */
	struct span		 row;		/* decoded */
	size_t			 cell;		/* of the last value */
	struct offsets		 offsets;	/* of the text */
	bool			 has_offsets;
	struct err		*e;
};

/* Decodes the row and takes it apart; 1, 0 if all its cells are empty. */
static int
read_cells(struct job *j)
{
	const struct unit *unit = j->unit;
	struct span row;
	size_t end;

	if (worker_decode(j->w, j->input->encoding, unit->bytes, unit->arena,
	    &row, &j->out->counters[COUNT_INVALID], j->e) == -1) {
		j->e->line += unit->line - 1;
		return -1;
	}
	j->row = row;
	if (csv_cells(row, j->input->delimiter, unit->arena, &j->cells,
	    &j->count, j->e) == -1)
		return -1;
	end = csv_trim(j->cells, j->count);
	if (end == 0)
		return 0;
	if (!head_fits(j->input, j->count, end))
		return err_record(j->e, "expected %zu cells, as in the "
		    "%s, got %zu", j->input->cell_count,
		    j->w->plan->header == HEADER_NONE ? "first row" :
		    "header", end > j->input->cell_count ? end : j->count);
	return 1;
}

/*
 * A row that can't be read and has no line end was cut off with all that
 * stood behind it, and no figure of the others is one of the whole.
 */
static int
refuse_cut(struct err *e)
{
	struct err why = *e;

	return err_set(e, ERR_DATA, NULL, 0, why.column, "the input is cut off "
	    "in its last row, which has no line end: %s", why.text);
}

static int
refuse(const struct job *j, const struct column *column, const char *expected,
    const char *got)
{
	char shown[128];

	return err_record(j->e, "column \"%s\": expected %s, got %s",
	    err_quote(shown, sizeof(shown), column->name), expected, got);
}

/* The first of the slot's columns that has a value. */
static int
slot_value(struct job *j, const struct slot *slot, struct value *value)
{
	const struct origin *o, *end = slot->origins + slot->origin_count;
	const char *expected, *got;

	for (o = slot->origins; o < end; o++) {
		if (cell_value(o->column, j->w->plan->columns.zone,
		    j->cells[o->cell], j->unit->arena, value, &expected,
		    &got) == 0) {
			j->cell = o->cell;
			if (value->kind != VALUE_NONE)
				return 0;
		} else if (o->column->null_on_bad)
			j->out->counters[o->column->counter]++;
		else
			return refuse(j, o->column, expected, got);
	}
	value->kind = VALUE_NONE;
	return !slot->required ? 0 :
	    refuse(j, slot->origins[0].column, "a value", "none");
}

static struct span
masked(const struct job *j, const struct slot *slot, struct span text)
{
	return !slot->mask ? text : (slot->person ? mask_person : mask_text)(
	    j->w->plan->mask, j->unit->arena, text,
	    j->out->counters + COUNT_MASKED);
}

/* Where the text of the row comes from; true if somebody asks. */
static bool
begin_offsets(struct job *j, const struct slot *slot, struct span text)
{
	if (!j->w->plan->maps || j->out->side == NULL ||
	    !span_is(slot->field, "text"))
		return false;
	j->has_offsets = true;
	j->offsets = (struct offsets){ .encoding = j->input->encoding,
	    .bytes = j->unit->bytes, .decoded = j->row };
	offsets_of_cell(&j->offsets, j->unit->arena, j->input->delimiter,
	    j->cell, text);
	return true;
}

/* The text was cleaned by these edits, and is masked now. */
static void
end_offsets(struct job *j, const struct slot *slot,
    const struct edits *cleaned, struct span text)
{
	const struct mask *mask = j->w->plan->mask;
	struct arena *arena = j->unit->arena;
	uint64_t hits[PERSONAL_KINDS] = { 0 };	/* counted in the record */
	struct edits hidden = { 0 };

	if (slot->mask)
		hidden = (slot->person ? mask_person_edits : mask_edits)(mask,
		    arena, text, hits);
	offsets_then(&j->offsets, arena, cleaned);
	offsets_then(&j->offsets, arena, &hidden);
}

static int
put_text(struct job *j, const struct slot *slot, struct span text)
{
	const bool maps = begin_offsets(j, slot, text);
	struct edits cleaned = { 0 };

	if (slot->clean && clean_text(&j->w->plan->clean, j->w->work,
	    j->unit->arena, text, &text, maps ? &cleaned : NULL, NULL,
	    j->e) == -1)
		return -1;
	if (maps)
		end_offsets(j, slot, &cleaned, text);
	json_put_string(j->out->record, masked(j, slot, text));
	return 0;
}

/* A number that is masked becomes a text. */
static void
put_number(const struct job *j, const struct slot *slot, struct span number)
{
	struct span text = masked(j, slot, number);

	if (text.p == number.p)
		buf_add(j->out->record, number);
	else
		json_put_string(j->out->record, text);
}

static void
put_list(const struct job *j, const struct slot *slot,
    const struct value *value)
{
	struct buf *b = j->out->record;
	size_t i;

	buf_byte(b, '[');
	for (i = 0; i < value->count; i++) {
		if (i > 0)
			buf_byte(b, ',');
		json_put_string(b, masked(j, slot, value->items[i]));
	}
	buf_byte(b, ']');
}

static int
put_value(struct job *j, const struct slot *slot,
    const struct value *value)
{
	switch (value->kind) {
	case VALUE_NONE:
		break;
	case VALUE_TEXT:
		return put_text(j, slot, value->text);
	case VALUE_HIDDEN:
		json_put_string(j->out->record, value->text);
		break;
	case VALUE_NUMBER:
		put_number(j, slot, value->text);
		break;
	case VALUE_LIST:
		put_list(j, slot, value);
		break;
	case VALUE_READY:
		buf_add(j->out->record, value->text);
		break;
	}
	return 0;
}

/* Hashes what was written from byte `start` on, if the key has the slot. */
static void
note_key(const struct job *j, const struct slot *slot, size_t start)
{
	const struct buf *b = j->out->record;

	if (slot->in_key > 0)
		j->key[slot->in_key - 1] = hash_of(span_make(b->p + start,
		    b->n - start));
}

static int
put_slot(struct job *j, const struct slot *slot)
{
	struct buf *b = j->out->record;
	struct value value = { .kind = VALUE_NONE };
	const uint64_t *hits = j->out->counters + COUNT_MASKED;
	uint64_t before[PERSONAL_KINDS];
	size_t start;

	if (slot_value(j, slot, &value) == -1)
		return -1;
	if (value.kind == VALUE_NONE)
		return 0;
	buf_add(b, slot->key);
	start = b->n;
	memcpy(before, hits, sizeof(before));
	if (put_value(j, slot, &value) == -1)
		return -1;
	if (j->w->notes != NULL)
		report_note(j->w->notes, slot->field, before, hits);
	note_key(j, slot, start);
	return 0;
}

/* "id": the row's own, or NAME#N. */
static int
put_id(struct job *j)
{
	const struct slot *slot = j->input->id;
	struct buf *b = j->out->record;
	struct value value = { .kind = VALUE_NONE };
	size_t start;

	if (slot != NULL && slot_value(j, slot, &value) == -1)
		return -1;
	buf_add(b, SPAN("{\"id\":"));
	start = b->n;
	if (value.kind == VALUE_NONE) {
		buf_add(b, j->input->name);
		buf_unsigned(b, j->unit->number);
		buf_byte(b, '"');
	} else if (put_value(j, slot, &value) == -1)
		return -1;
	if (slot != NULL)
		note_key(j, slot, start);
	return 0;
}

static void
put_source(const struct job *j)
{
	struct buf *b = j->out->record;

	buf_add(b, j->input->source);
	buf_unsigned(b, j->unit->line);
	if (j->input->encoding != ENCODING_UTF8) {
		buf_add(b, SPAN(",\"encoding\":"));
		json_put_string(b, span_of(encoding_name(
		    j->input->encoding)));
	}
	buf_byte(b, '}');
}

/* The hash of the key's values; zeros if there is none. */
static struct hash
key_hash(const struct job *j)
{
	const struct hash none = { 0 };
	size_t i, count = j->w->plan->key.count;

	for (i = 0; i < count; i++)
		if (memcmp(&j->key[i], &none, sizeof(none)) != 0)
			return hash_of(span_make((const char *)j->key,
			    count * sizeof(*j->key)));
	return none;
}

/* Writes the hash into its place, before the record; id is its own part. */
static void
put_hash(const struct job *j, size_t at, struct span id, struct span fields)
{
	const struct plan *plan = j->w->plan;
	struct hash whole[2] = { { 0 } }, hash;

	if (plan->whole_key) {
		if (j->input->id != NULL)
			whole[0] = hash_of(id);
		whole[1] = hash_of(fields);
		hash = hash_of(span_make((const char *)whole, sizeof(whole)));
	} else
		hash = key_hash(j);
	memcpy(j->out->record->p + at, &hash, sizeof(hash));
}

static int
put_record(struct job *j)
{
	const struct plan *plan = j->w->plan;
	struct buf *b = j->out->record;
	bool hashed = plan->whole_key || plan->key.count > 0;
	size_t i, start = b->n, id_end, fields;

	j->key = arena_zero(j->unit->arena, plan->key.count, sizeof(*j->key));
	if (hashed)
		buf_fill(b, '\0', sizeof(struct hash));
	if (put_id(j) == -1)
		return -1;
	id_end = b->n;
	put_source(j);
	fields = b->n;
	for (i = 0; i < j->input->slot_count; i++)
		if (put_slot(j, &j->input->slots[i]) == -1)
			return -1;
	buf_add(b, SPAN("}\n"));
	if (j->has_offsets)
		offsets_put(j->w, j->unit, &j->offsets, j->out, start +
		    (hashed ? sizeof(struct hash) : 0));
	if (hashed)
		put_hash(j, start, span_make(b->p + start +
		    sizeof(struct hash), id_end - start -
		    sizeof(struct hash)), span_from(buf_span(b), fields));
	return 0;
}

/* How many cells have a value. */
static size_t
filled(const struct job *j)
{
	size_t i, n = 0;

	for (i = 0; i < j->count; i++)
		n += j->cells[i].n > 0;
	return n;
}

/*
 * Behind the data come totals, notes, who made the table: no records.  What
 * would be one is data, and the row that ended them was none.
 */
static bool
is_data(const struct worker *w, const struct unit *unit)
{
	struct buf record = { 0 };
	struct err why = { 0 };
	struct out out = { .record = &record, .counters =
	    arena_zero(unit->arena, COUNT_END + w->plan->columns.bad_count,
	    sizeof(*out.counters)) };
	struct job j = { .w = w, .unit = unit, .input = unit->head,
	    .out = &out, .e = &why };
	bool is = stop_matches(w, j.input, unit->bytes, w->plan->stop,
	    &why) == 0 && read_cells(&j) == 1 && filled(&j) > 1 &&
	    put_record(&j) == 0;

	buf_free(&record);
	return is;
}

int
rows_map(const struct worker *w, const struct unit *unit, struct out *out,
    struct err *e)
{
	struct job j = { .w = w, .unit = unit, .input = unit->head,
	    .out = out, .e = e };
	int got;

	got = stop_matches(w, j.input, unit->bytes, w->plan->skip, e);
	if (got != 0)
		return got == 1 ? 0 : -1;
	if (unit->stopped)
		return !is_data(w, unit) ? 0 : err_set(e, ERR_DATA, NULL, 0,
		    0, "a record behind the row at which the data end (stop): "
		    "expected no more (skip leaves out rows between records)");
	/* DOS programs end a file so: it isn't cut off. */
	if (unit->unended && span_is(unit->bytes, "\x1a"))
		return 0;
	got = read_cells(&j);
	if (got == -1 && unit->unended && e->kind == ERR_RECORD)
		return refuse_cut(e);
	if (got == 1 && (fill_cells(j.input, unit->above, j.cells,
	    &out->counters[COUNT_FILLED], e) == -1 || put_record(&j) == -1))
		return -1;
	return got;
}
