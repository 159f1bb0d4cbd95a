#include <stdio.h>
#include <string.h>

#include "io/kind.h"
#include "run/reader.h"

void
reader_open(struct reader *r, const struct options *o,
    const struct engine *engine, const void *plan)
{
	*r = (struct reader){ .o = o, .engine = engine, .plan = plan,
	    .cut = engine->cut != NULL ? engine->cut(plan) : UNIT_RECORDS };
	if (r->cut == UNIT_RECORDS)
		seal_begin(&r->sealing);
}

static void
close_input(struct reader *r)
{
	/* Of an archive its position counts, not those of its members. */
	if (r->archive == NULL)
		r->position += source_position(units_source(r->units));
	units_close(r->units);
	r->units = NULL;
}

static void
close_archive(struct reader *r)
{
	r->position += r->engine->archives->position(r->archive);
	r->engine->archives->close(r->archive);
	r->archive = NULL;
	r->member = NULL;
	map_clear(&r->seen);
}

void
reader_close(struct reader *r)
{
	if (r->units != NULL)
		close_input(r);
	if (r->archive != NULL)
		close_archive(r);
	map_free(&r->seen);
	if (r->scout != NULL)
		r->engine->close(r->scout);
	arena_free(&r->arena);
	seal_free(&r->sealing);
}

struct cutter
reader_cutter(enum unit_cut cut, struct csv_cutting *cutting)
{
	switch (cut) {
	case UNIT_RECORDS:
	case UNIT_LINES:
		break;
	case UNIT_WHOLE:
		return cutter_whole;
	case UNIT_CSV:
	case UNIT_TSV:
		*cutting = (struct csv_cutting){
		    .delimiter = cut == UNIT_CSV ? ',' : '\t' };
		return csv_cutter(cutting);
	}
	return cutter_lines;
}

/* The worker of this thread. */
static int
need_scout(struct reader *r, struct err *e)
{
	return r->scout != NULL ? 0 :
	    r->engine->open(r->plan, &r->scout, e);
}

/*
 * Shows the engine what the input begins with, twice as much each time that
 * it wants more.  What comes before damage may be enough for it.
 */
static int
look_at_head(struct reader *r, struct err *e)
{
	struct head head = { .input = r->input, .member = r->member };
	struct err damage = { 0 };
	size_t want = 1;
	int damaged, got;

	if (need_scout(r, e) == -1)
		return -1;
	do {
		damaged = units_peek(r->units, want, &head.bytes, &head.whole,
		    &damage);
		head.last = head.whole || damaged == -1 ||
		    head.bytes.n >= UNITS_PEEK;
		got = damaged == -1 && head.bytes.n == 0 ? -1 :
		    r->engine->head(r->scout, &head, &r->arena, e);
		want = 2 * head.bytes.n + 1;
	} while (got == 1 && !head.last);
	if (got == -1 && damaged == -1)
		*e = damage;
	r->head = head.made;
	r->skip = head.skip;
	return got == -1 ? -1 : 0;
}

/* What is no text: a filter of records sends its user to normalize. */
static int
refuse(const struct reader *r, const struct kind *kind, struct err *e)
{
	if (r->engine->archives == NULL)
		return err_set(e, ERR_DATA, r->shown, 0, 0, "expected JSON "
		    "Lines, got %s (a table, a text? try: normalize)",
		    kind->name);
	if (r->member != NULL && kind->content != CONTENT_OTHER)
		return err_set(e, ERR_DATA, r->shown, 0, 0, "expected text or "
		    "a table, got %s%s inside another; take it out first",
		    kind->name, kind->content == CONTENT_ZIP ?
		    " (or an Office file)" : "");
	return kind_refuse(kind, r->shown, e);
}

/* Begins to read what is text, and takes the source over. */
static int
begin_units(struct reader *r, struct source *source, struct err *e)
{
	const struct kind *kind = source_kind(source);

	if (kind->content != CONTENT_TEXT) {
		source_close(source);
		return refuse(r, kind, e);
	}
	r->cutter = reader_cutter(r->cut, &r->cutting);
	r->units = units_open(source, &r->cutter, r->o->max_record, true);
	r->head = NULL;
	r->skip = r->number = 0;
	r->stopped = false;
	if (r->cut == UNIT_RECORDS)
		seal_begin(&r->sealing);
	if (r->engine->head == NULL || look_at_head(r, e) == 0)
		return 0;
	if (e->file[0] == '\0')
		snprintf(e->file, sizeof(e->file), "%s", r->shown);
	close_input(r);
	return -1;
}

/* Opens the next input; an archive is left open for next_member(). */
static int
open_input(struct reader *r, struct err *e)
{
	const struct stretch *stretch = r->o->stretches != NULL ?
	    &r->o->stretches[r->next] : NULL;
	const char *name = r->o->inputs[r->next++];
	struct source *source;
	const struct kind *kind;

	r->shown = name;
	r->input = stretch != NULL ? stretch->name : name;
	r->from = stretch != NULL ? stretch->from : 0;
	if (strcmp(name, "-") == 0 && r->o->name != NULL)
		r->input = r->o->name;
	if (source_open(&source, name, name, e) == -1)
		return -1;
	if (stretch != NULL)
		source_limit(source, stretch->to);
	kind = source_kind(source);
	if (r->engine->archives != NULL && (kind->content == CONTENT_TAR ||
	    kind->content == CONTENT_ZIP))
		return r->engine->archives->open(&r->archive, source, name, e);
	return begin_units(r, source, e);
}

/* Names the member; each name may come once, as ids are made of it. */
static int
name_member(struct reader *r, struct span bytes, struct err *e)
{
	const char *archive = r->o->inputs[r->next - 1];
	bool is_new = true;
	char quoted[256];

	if (need_scout(r, e) == -1)
		return -1;
	r->member = r->engine->member(r->scout, bytes, &r->arena);
	(void)map_put(&r->seen, span_of(r->member), &is_new);
	if (!is_new)
		return err_set(e, ERR_DATA, archive, 0, 0, "member %s comes "
		    "twice; the first one was read", err_quote(quoted,
		    sizeof(quoted), span_of(r->member)));
	r->shown = arena_printf(&r->arena, "%s:%s", archive, r->member).p;
	return 0;
}

/* Opens the next member; the archive is closed behind its last. */
static int
open_member(struct reader *r, struct err *e)
{
	const struct archive_reading *archives = r->engine->archives;
	struct source_origin origin;
	struct err why = { 0 };
	struct span name;
	int got = archives->next(r->archive, &name, &why);

	if (got == MEMBER_ONE || got == MEMBER_REFUSED) {
		if (name_member(r, name, e) == -1)
			return -1;
		if (got == MEMBER_REFUSED)
			return err_set(e, why.kind, r->shown, 0, 0, "%s",
			    why.text);
		origin = archives->origin(r->archive);
		return begin_units(r, source_over(&origin, r->shown), e);
	}
	close_archive(r);
	if (got == -1)
		*e = why;
	return got;
}

/* Puts what was added to the batch into the seal: many lines at a time. */
static void
seal_added(struct reader *r, const struct batch *b)
{
	if (r->cut != UNIT_RECORDS)
		return;
	seal_lines(&r->sealing, span_from(buf_span(&b->in), r->unsealed),
	    r->unsealed_count);
	r->unsealed = b->in.n;
	r->unsealed_count = 0;
}

/* Holds a seal against what came since the last one. */
static void
take_seal(struct reader *r, struct batch *b, struct span seal, size_t line)
{
	struct err e = { 0 };

	seal_added(r, b);
	if (seal_verify(&r->sealing, seal, r->o->sealed, &e) == -1)
		err_set(&b->error, e.kind, r->shown, line, 0, "%s", e.text);
}

/* True if the line is no record: blank, or a seal. */
static bool
passed_over(struct reader *r, struct batch *b, struct span unit, size_t line)
{
	if (span_trim(unit).n == 0)
		return true;
	if (seal_is(unit)) {
		take_seal(r, b, unit, line);
		return true;
	}
	return false;
}

/* Whether the data end before the unit, or before something wrong. */
static bool
stops(struct reader *r, struct batch *b, struct span unit, size_t line)
{
	int got = r->engine->stop(r->scout, r->head, unit, &b->above,
	    &b->error);

	if (got == -1 && b->error.file[0] == '\0') {
		snprintf(b->error.file, sizeof(b->error.file), "%s",
		    r->shown);
		b->error.line = line;
	}
	return got != 0;
}

static void
add_unit(struct reader *r, struct batch *b, struct span unit, size_t line,
    uint64_t offset)
{
	bool is_row = r->cut == UNIT_CSV || r->cut == UNIT_TSV;
	size_t whole = unit.n, above = b->above.n;
	struct item *item;

	if (r->skip > 0) {
		r->skip--;
		return;
	}
	if (r->cut == UNIT_RECORDS && passed_over(r, b, unit, line))
		return;
	if (is_row) {
		unit.n -= span_ends(unit, SPAN("\n"));
		unit.n -= span_ends(unit, SPAN("\r"));
	}
	if (!r->stopped && r->engine->stop != NULL)
		r->stopped = stops(r, b, unit, line);
	r->number++;
	if (units_offset(r->units) <= r->from) {
		if (r->cut == UNIT_RECORDS)
			seal_line(&r->sealing, unit);
		return;
	}
	item = batch_add(b, unit);
	if (r->cut == UNIT_RECORDS) {
		buf_byte(&b->in, '\n');
		r->unsealed_count++;
	}
	item->offset = offset;
	item->line = line;
	item->number = r->number;
	item->stopped = r->stopped;
	item->above_start = above;
	item->above_end = b->above.n;
	item->unended = is_row && unit.n == whole;
}

/* A unit that was passed over because of its length. */
static void
add_long(struct reader *r, struct batch *b, size_t line)
{
	struct item *item;

	if (r->skip > 0) {
		r->skip--;
		return;
	}
	seal_added(r, b);
	seal_lost(&r->sealing);
	if (!r->stopped && r->engine->stop != NULL)
		r->stopped = stops(r, b, span_make(NULL, 0), line);
	r->number++;
	if (units_offset(r->units) <= r->from)
		return;
	item = batch_add(b, SPAN(""));
	item->line = line;
	item->number = r->number;
	item->too_long = true;
	item->stopped = r->stopped;
}

/* The input is at its end: was it sealed, and is it whole? */
static void
end_input(struct reader *r, struct batch *b)
{
	seal_added(r, b);
	if (r->engine->ended != NULL &&
	    r->engine->ended(r->scout, r->head, &b->error) == -1)
		snprintf(b->error.file, sizeof(b->error.file), "%s",
		    r->shown);
	if (r->o->sealed && !r->sealing.sealed)
		err_set(&b->error, ERR_DATA, r->shown, 0, 0, "no seal at the "
		    "end: the filter before died, or didn't say --seal");
	close_input(r);
}

static bool
is_full(const struct reader *r, const struct batch *b)
{
	return b->in.n >= BATCH_BYTES || b->count == BATCH_ITEMS ||
	    (r->o->unbuffered && b->count > 0);
}

/* One step; false when the batch is to be closed. */
static bool
read_one(struct reader *r, struct batch *b)
{
	const uint64_t offset = units_offset(r->units);
	struct span unit;
	size_t line;

	switch (units_next(r->units, b->count == 0, &unit, &line, &b->error)) {
	case UNITS_ONE:
		add_unit(r, b, unit, line, offset);
		break;
	case UNITS_LONG:
		add_long(r, b, line);
		break;
	case UNITS_WAIT:
		return false;
	case UNITS_END:
		end_input(r, b);
		return false;
	default:
		close_input(r);
		return false;
	}
	return b->error.kind == ERR_NONE && !is_full(r, b);
}

bool
reader_fill(struct reader *r, struct batch *b)
{
	b->position = r->position;
	if (r->archive == NULL && r->units == NULL &&
	    r->next == r->o->input_count)
		return false;
	if (r->archive == NULL && r->units == NULL &&
	    open_input(r, &b->error) == -1)
		return true;
	if (r->archive != NULL && r->units == NULL &&
	    open_member(r, &b->error) == -1)
		return true;
	b->input = r->input;
	b->member = r->member;
	b->shown = r->shown;
	b->head = r->head;
	r->unsealed = b->in.n;
	while (r->units != NULL && read_one(r, b))
		;
	seal_added(r, b);
	b->position = r->position;
	if (r->archive != NULL)
		b->position += r->engine->archives->position(r->archive);
	else if (r->units != NULL)
		b->position += source_position(units_source(r->units));
	return true;
}
