#include "normalize/normalize.h"

#include <string.h>

#include "base/mem.h"
#include "normalize/duplicates.h"
#include "normalize/example.h"
#include "normalize/guise.h"
#include "normalize/head.h"
#include "normalize/mask_rule.h"
#include "normalize/member.h"
#include "normalize/offsets.h"
#include "normalize/pseudonym.h"
#include "normalize/report.h"
#include "normalize/rows.h"
#include "normalize/stop.h"
#include "normalize/verify.h"
#include "record/json.h"

static int
compile(const struct config *config, struct arena *run, void **plan,
    struct faults *faults)
{
	*plan = normalize_compile(config, run, faults);
	return *plan == NULL ? -1 : 0;
}

static enum unit_cut
cut(const void *plan)
{
	return ((const struct plan *)plan)->cut;
}

static size_t
counters(const void *plan, const char *const **names)
{
	const struct plan *p = plan;

	*names = p->counters;
	return COUNT_END + p->columns.bad_count;
}

/* True if duplicates are dropped: rows have a hash before them. */
static bool
is_hashed(const struct plan *plan)
{
	return plan->whole_key || plan->key.count > 0;
}

static int
open_worker(const void *plan, void **worker, struct err *e)
{
	struct worker *w = mem_zero(1, sizeof(*w));

	(void)e;
	w->plan = plan;
	w->work = regex_work_new();
	w->decoder = decoder_new();
	w->hashing = hash_new();
	if (w->plan->report != NULL)
		w->notes = mem_zero(1, sizeof(*w->notes));
	*worker = w;
	return 0;
}

static void
close_worker(void *worker)
{
	struct worker *w = worker;

	regex_work_free(w->work);
	decoder_free(w->decoder);
	hash_free(w->hashing);
	fill_forget(&w->filling);
	if (w->notes != NULL)
		buf_free(w->notes);
	mem_free(w->notes);
	mem_free(w);
}

/* Appends the hash of a text as it will be written. */
static void
put_hash(const struct worker *w, const struct unit *unit, struct span text,
    struct buf *into)
{
	const struct mask *mask = w->plan->mask;
	uint64_t hits[PERSONAL_KINDS] = { 0 };	/* counted when written */

	if (mask != NULL && !mask_passes(mask, SPAN("text")))
		text = mask_text(mask, unit->arena, text, hits);
	hash_begin(w->hashing);
	hash_add(w->hashing, text);
	worker_put_hash(w, into);
}

/* Appends the record of a text file or a line, cleaned. */
static int
put_record(const struct worker *w, const struct unit *unit, struct span text,
    const struct notes *notes, struct offsets *offsets, struct out *out,
    struct err *e)
{
	struct buf *into = out->record;
	size_t start;

	if (w->plan->key.count > 0)
		put_hash(w, unit, text, into);
	start = into->n;
	buf_byte(into, '{');
	json_put_key(into, "id");
	json_put_string(into, worker_id(w, unit));
	json_put_key(into, "source");
	worker_put_source(unit, into);
	json_put_key(into, "text");
	json_put_string(into, text);
	if (notes->count > 0) {
		json_put_key(into, "notes");
		worker_put_notes(w, unit->arena, notes, text, into);
	}
	buf_add(into, SPAN("}\n"));
	if (worker_mask(w, unit, out, start, e) == -1)
		return -1;
	if (w->plan->maps) {
		offsets_mask(offsets, w, unit->arena, text);
		offsets_put(w, unit, offsets, out, start);
	}
	return 0;
}

/* Tells of an input that isn't what a rule for texts is for. */
static void
tell_guise(const struct worker *w, const struct unit *unit,
    struct span text, struct out *out)
{
	const struct guise *guise;

	if (unit->number > 1 || out->told == NULL)
		return;
	guise = guise_of(text, unit->arena);
	if (guise == NULL || (guise->is_page && (w->plan->html ||
	    w->plan->clean.markup != CLEAN_PLAIN)))
		return;
	buf_printf(out->told, "warning: looks like %s, read as text (try: "
	    "%s)\n", guise->name, guise->advice);
}

/* 1, 0 for a blank line, -1. */
static int
map_text(const struct worker *w, const struct unit *unit, struct out *out,
    struct err *e)
{
	const struct input *input = unit->head;
	struct notes notes = { 0 };
	struct offsets offsets = { .bytes = unit->bytes };
	struct span text;

	if (worker_decode(w, input != NULL ? input->encoding : ENCODING_UTF8,
	    unit->bytes, unit->arena, &text, &out->counters[COUNT_INVALID],
	    e) == -1) {
		e->line += unit->line - 1;
		return -1;
	}
	tell_guise(w, unit, text, out);
	if (w->plan->cut == UNIT_LINES) {
		if (span_trim(text).n == 0)
			return 0;
		offsets.bytes.n -= span_ends(text, SPAN("\r"));
		text.n -= span_ends(text, SPAN("\r"));
	}
	offsets.encoding = input != NULL ? input->encoding : ENCODING_UTF8;
	offsets.decoded = text;
	offsets.n = text.n;
	if (w->plan->fields.count > 0 && clean_text(&w->plan->clean, w->work,
	    unit->arena, text, &text, w->plan->maps ? &offsets.edits : NULL,
	    &notes, e) == -1)
		return -1;
	return put_record(w, unit, text, &notes, &offsets, out, e) == -1 ?
	    -1 : 1;
}

static int
map(void *worker, const struct unit *unit, struct out *out, struct err *e)
{
	const struct worker *w = worker;
	int got = 1;

	if (w->notes != NULL)
		w->notes->n = 0;
	if (w->plan->verify)
		got = verify_record(w->plan->mask, unit, out->record, e);
	else if (w->plan->rows)
		got = rows_map(w, unit, out, e);
	else if (unit->record == NULL)
		got = map_text(w, unit, out, e);
	else if (worker_map_record(w, unit, out, e) == -1)
		got = -1;
	if (got == -1)
		return -1;
	if (got == 0)
		out->counters[COUNT_DROPPED]++;
	else if (w->notes != NULL)
		report_close(out->record, w->notes);
	else if (!is_hashed(w->plan))
		++*out->records;	/* else fold() counts */
	return 0;
}

/* What is known of the units so far. */
struct folding {
	const struct plan	*plan;
	struct duplicates	*seen;		/* NULL: all are written */
	struct report		*report;	/* NULL: not asked for */
	struct verified		 verified;
};

static int
begin(const void *plan, void **state, struct err *e)
{
	const struct plan *p = plan;
	struct folding *f;

	(void)e;
	*state = NULL;
	if (!is_hashed(p) && p->report == NULL && !p->verify)
		return 0;
	f = mem_zero(1, sizeof(*f));
	f->plan = p;
	if (is_hashed(p))
		f->seen = duplicates_new();
	if (p->report != NULL)
		f->report = report_new();
	*state = f;
	return 0;
}

/* True if the row is to be written, without the hash before it. */
static bool
is_new(const struct folding *f, struct span *row)
{
	struct hash hash;

	if (f->seen == NULL)
		return true;
	memcpy(&hash, row->p, sizeof(hash));
	*row = span_from(*row, sizeof(hash));
	return duplicates_add(f->seen, hash);
}

static int
fold(void *state, struct span row, struct out *out, struct err *e)
{
	struct folding *f = state;

	(void)e;
	if (f->plan->verify) {
		verify_tell(&f->verified, row, out->tell);
		return 0;
	}
	if (f->report != NULL)
		row = report_take(f->report, row);
	if (is_new(f, &row)) {
		buf_add(out->record, row);
		++*out->records;
	} else
		out->counters[COUNT_DROPPED]++;
	return 0;
}

static void
drop(void *state)
{
	struct folding *f = state;

	if (f->seen != NULL)
		duplicates_free(f->seen);
	report_free(f->report);
	mem_free(f);
}

static int
finish(void *state, struct out *out, struct err *e)
{
	struct folding *f = state;

	(void)e;
	verify_end(&f->verified, out->tell);
	if (f->report != NULL)
		report_put(f->report, f->plan->report, out->report);
	drop(state);
	return 0;
}

/* Who wrote a name into the first row alone is told what was made of it. */
static void
sum_up(const void *plan, const uint64_t *counters, uint64_t records,
    struct span first, void (*tell)(const struct err *))
{
	const struct column *once = ((const struct plan *)plan)->columns.once;
	char shown[128];
	struct err e;

	(void)records;
	(void)first;
	if (once == NULL || counters[COUNT_FILLED] == 0)
		return;
	err_set(&e, ERR_NONE, NULL, 0, 0, "column \"%s\": %llu empty cells "
	    "got the value above them (fill: once)", err_quote(shown,
	    sizeof(shown), once->name),
	    (unsigned long long)counters[COUNT_FILLED]);
	tell(&e);
}

static void
forget(const void *plan)
{
	const struct plan *p = plan;
	size_t i;

	for (i = 0; i < p->columns.count; i++)
		pseudonyms_forget(p->columns.items[i].pseudonyms);
	if (p->mask != NULL)
		pseudonyms_forget(p->mask->pseudonyms);
}

const struct engine normalize_engine = {
	.name = "normalize",
	.compile = compile,
	.cut = cut,
	.archives = &archive_reading,
	.member = member_name,
	.head = head_look,
	.stop = stop_at,
	.ended = stop_ended,
	.counters = counters,
	.open = open_worker,
	.map = map,
	.begin = begin,
	.fold = fold,
	.finish = finish,
	.sum_up = sum_up,
	.drop = drop,
	.close = close_worker,
	.forget = forget,
	.check = example_check
};
