#include <string.h>

#include "run/reader.h"

void
reader_open(struct reader *r, const struct options *o, enum unit_cut cut)
{
	*r = (struct reader){ .o = o, .cut = cut };
	if (cut == UNIT_RECORDS)
		seal_begin(&r->sealing);
}

static void
close_input(struct reader *r)
{
	r->position += source_position(units_source(r->units));
	units_close(r->units);
	r->units = NULL;
}

void
reader_close(struct reader *r)
{
	if (r->units != NULL)
		close_input(r);
	seal_free(&r->sealing);
}

static int
open_input(struct reader *r, struct err *e)
{
	const char *name = r->o->inputs[r->next++];
	struct source *source;

	r->shown = r->input = name;
	if (strcmp(name, "-") == 0 && r->o->name != NULL)
		r->input = r->o->name;
	if (source_open(&source, name, name, e) == -1)
		return -1;
	r->units = units_open(source, r->cut == UNIT_WHOLE ? &cutter_whole :
	    &cutter_lines, r->o->max_record, true);
	r->number = 0;
	if (r->cut == UNIT_RECORDS)
		seal_begin(&r->sealing);
	return 0;
}

/* True if the unit is none: blank, or a seal, which is held against what came. */
static bool
passed_over(struct reader *r, struct batch *b, struct span unit, size_t line)
{
	struct err e = { 0 };

	if (r->cut != UNIT_RECORDS)
		return false;
	if (span_trim(unit).n == 0)
		return true;
	if (!seal_is(unit)) {
		seal_line(&r->sealing, unit);
		return false;
	}
	if (seal_verify(&r->sealing, unit, r->o->sealed, &e) == -1)
		err_set(&b->error, e.kind, r->shown, line, 0, "%s", e.text);
	return true;
}

static void
add_unit(struct reader *r, struct batch *b, struct span unit, size_t line,
    bool too_long)
{
	struct item *item = batch_add(b, unit);

	item->line = line;
	item->number = ++r->number;
	item->too_long = too_long;
	r->total++;
	b->bytes += unit.n + 1;
}

/* The input is at its end: was it sealed? */
static void
end_input(struct reader *r, struct batch *b)
{
	if (r->o->sealed && !r->sealing.sealed)
		err_set(&b->error, ERR_DATA, r->shown, 0, 0, "no seal at the "
		    "end: the filter before died, or didn't say --seal");
	close_input(r);
}

/* One step; false when the batch is to be closed. */
static bool
read_one(struct reader *r, struct batch *b)
{
	struct span unit = SPAN("");
	size_t line = 0;
	int got;

	got = units_next(r->units, b->count == 0, &unit, &line, &b->error);
	switch (got) {
	case UNITS_ONE:
	case UNITS_LONG:
		if (got == UNITS_LONG || !passed_over(r, b, unit, line))
			add_unit(r, b, unit, line, got == UNITS_LONG);
		return b->error.kind == ERR_NONE && b->in.n < BATCH_BYTES &&
		    !(r->o->unbuffered && b->count > 0);
	case UNITS_END:
		end_input(r, b);
		return false;
	case UNITS_WAIT:
		return false;
	default:
		close_input(r);
		return false;
	}
}

bool
reader_fill(struct reader *r, struct batch *b)
{
	b->first = r->total + 1;
	b->position = r->position;
	if (r->units == NULL) {
		if (r->next == r->o->input_count)
			return false;
		if (open_input(r, &b->error) == -1)
			return true;
	}
	b->input = r->input;
	b->shown = r->shown;
	while (read_one(r, b))
		;
	b->position = r->position;
	if (r->units != NULL)
		b->position += source_position(units_source(r->units));
	return true;
}
