#include <string.h>

#include "base/utf8.h"
#include "record/record.h"
#include "run/msg.h"
#include "run/worker.h"
#include "run/writer.h"

/* How often a limit in percent is judged. */
#define PERCENT_EVERY	1000

uint64_t
totals_counter(const struct totals *t, const char *name)
{
	size_t i;

	for (i = 0; i < t->counter_count; i++)
		if (t->names[i] != NULL && strcmp(t->names[i], name) == 0)
			return t->counters[i];
	return 0;
}

static int
put_lines(struct writer *w, struct span bytes, uint64_t records,
    struct err *e)
{
	if (bytes.n == 0)
		return 0;
	if (w->sealing.hashing != NULL)
		seal_lines(&w->sealing, bytes, records);
	return sink_write(w->sink, bytes, e);
}

static enum writer_says
write_out(struct writer *w, struct span bytes, uint64_t records)
{
	struct err e = { 0 };

	if (put_lines(w, bytes, records, &e) == 0)
		return WRITER_GO_ON;
	msg_err(&e);
	return WRITER_FAILED;
}

static int
keep_reject(struct writer *w, const struct batch *b, const struct item *item,
    const struct err *why)
{
	struct span raw = span_make(b->in.p + item->start,
	    item->end - item->start);
	struct buf *line = &w->line;
	struct err e = { 0 };

	line->n = 0;
	buf_byte(line, '{');
	json_put_key(line, "file");
	json_put_bytes(line, span_of(b->shown));
	json_put_count(line, "line", why->line);
	json_put_count(line, "column", why->column);
	json_put_key(line, "reason");
	json_put_string(line, span_of(why->text));
	if (item->too_long) {
		/* It was never held, so it can't be kept. */
	} else if (utf8_check(raw) == raw.n) {
		json_put_key(line, "raw");
		json_put_string(line, raw);
	} else {
		json_put_key(line, "raw_base64");
		buf_byte(line, '"');
		json_put_base64(line, raw);
		buf_byte(line, '"');
	}
	buf_add(line, SPAN("}\n"));
	if (sink_write(w->rejects, buf_span(line), &e) == 0)
		return 0;
	msg_err(&e);
	return -1;
}

static bool
over_limit(const struct writer *w, bool percent_now)
{
	const struct options *o = w->o;
	double refused = (double)w->totals.refused;

	if (!o->limit_rejects)
		return false;
	if (!o->limit_percent)
		return refused > o->max_rejects;
	return percent_now &&
	    refused * 100 > o->max_rejects * (double)w->totals.in;
}

static enum writer_says
stop(const struct writer *w)
{
	msg(MSG_TOO_MANY_REJECTS, (unsigned long long)w->totals.refused,
	    (unsigned long long)w->totals.in);
	return WRITER_STOP;
}

static enum writer_says
refuse(struct writer *w, const struct batch *b, const struct item *item,
    const struct err *why)
{
	w->totals.refused++;
	msg_refused(why, w->rejects != NULL);
	if (w->rejects != NULL && keep_reject(w, b, item, why) == -1)
		return WRITER_FAILED;
	return WRITER_GO_ON;
}

/* The lines of an item for the engine's own file. */
static enum writer_says
put_side(struct writer *w, const struct batch *b, size_t i)
{
	const size_t start = i == 0 ? 0 : b->items[i - 1].side_end;
	struct span lines = span_make(b->side.p + start,
	    b->items[i].side_end - start);
	struct err e;

	if (w->side == NULL || lines.n == 0)
		return WRITER_GO_ON;
	err_none(&e);
	if (sink_write(w->side, lines, &e) == 0)
		return WRITER_GO_ON;
	msg_err(&e);
	return WRITER_FAILED;
}

/* Gives the row of an item to the fold. */
static enum writer_says
fold(struct writer *w, const struct batch *b, const struct item *item,
    size_t row_start)
{
	struct span row = span_make(b->out.p + row_start,
	    item->out_end - row_start);
	struct out out = { .record = &w->out, .counters = w->totals.counters,
	    .records = &w->records, .tell = msg_err,
	    .refused = w->totals.refused, .report = &w->report };
	size_t held = w->out.n;
	struct err e;

	err_none(&e);
	if (row.n == 0 || w->engine->fold(w->state, row, &out, &e) == 0)
		return WRITER_GO_ON;
	w->out.n = held;
	if (e.kind != ERR_IO)	/* no fault of the unit's */
		batch_place(b, item, &e);
	msg_err(&e);
	return WRITER_FAILED;
}

/* What map() has to tell of an item. */
static void
tell(const struct batch *b, size_t i)
{
	size_t at = i == 0 ? 0 : b->items[i - 1].told_end;
	struct span rest = span_make(b->told.p + at,
	    b->items[i].told_end - at);
	size_t n;

	for (; rest.n > 0; rest = span_from(rest, n + 1)) {
		n = span_index(rest, '\n');
		msg_told(b->shown, b->items[i].line, span_make(rest.p, n));
	}
}

/* What is told of the run may show what its records are like. */
static void
keep_first(struct writer *w, const struct batch *b, const struct item *item)
{
	if (w->has_first)
		return;
	w->has_first = true;
	if (item->end - item->start <= OUT_FIRST)
		buf_add(&w->first, span_make(b->in.p + item->start,
		    item->end - item->start));
}

/* One unit in its turn: counted, and told of if it was refused. */
static enum writer_says
take_item(struct writer *w, const struct batch *b, size_t i)
{
	const struct item *item = &b->items[i];
	const uint64_t records = w->records;
	enum writer_says says = WRITER_GO_ON;

	w->totals.in++;
	w->totals.bytes_in += item->end - item->start;
	tell(b, i);
	if (item->refused != 0)
		says = refuse(w, b, item, &b->errs[item->refused - 1]);
	else if (item->identity != 0 && !seen_add(&w->seen, item->identity))
		msg_repeated(b->shown, item->line);
	if (item->refused == 0)
		keep_first(w, b, item);
	if (item->refused == 0 && w->state != NULL)
		says = fold(w, b, item, i == 0 ? 0 : b->items[i - 1].out_end);
	if (says == WRITER_GO_ON && (w->state == NULL || w->records > records))
		says = put_side(w, b, i);
	if (says == WRITER_GO_ON &&
	    over_limit(w, w->totals.in % PERCENT_EVERY == 0))
		says = stop(w);
	return says;
}

/*
 * A stop within a batch: it is mapped once more as far as it counts, so that
 * what is told of the run doesn't depend on where batches end.
 */
static int
recount(const struct writer *w, struct batch *b, size_t count)
{
	struct worker again;
	struct err e = { 0 };

	if (worker_open(&again, w->engine, w->plan, w->o,
	    w->totals.counter_count + 1, &e) == -1) {
		msg_err(&e);
		return -1;
	}
	b->count = count;
	worker_map(&again, b);
	worker_close(&again);
	return 0;
}

/* Writes what a batch, or the fold of it, put out. */
static enum writer_says
write_batch(struct writer *w, const struct batch *b)
{
	struct totals *t = &w->totals;
	enum writer_says says;
	size_t i;

	for (i = 0; i < t->counter_count; i++)
		t->counters[i] += b->counters[i];
	w->records += b->counters[i];
	t->out += w->records;
	says = write_out(w, w->state != NULL ? buf_span(&w->out) :
	    buf_span(&b->out), w->records);
	w->out.n = 0;
	w->records = 0;
	return says;
}

enum writer_says
writer_take(struct writer *w, struct batch *b)
{
	enum writer_says says = WRITER_GO_ON, wrote;
	size_t i;

	for (i = 0; i < b->count && says == WRITER_GO_ON; i++)
		says = take_item(w, b, i);
	if (says == WRITER_STOP && recount(w, b, i) == -1)
		says = WRITER_FAILED;
	wrote = write_batch(w, b);
	if (wrote != WRITER_GO_ON || says != WRITER_GO_ON)
		return wrote != WRITER_GO_ON ? wrote : says;
	if (b->error.kind != ERR_NONE)
		msg_err(&b->error);
	if (b->fatal.kind == ERR_NONE)
		return WRITER_GO_ON;
	msg_err(&b->fatal);
	return WRITER_FAILED;
}

/* A piece of what finish() makes. */
static int
flush(struct out *out, struct err *e)
{
	struct writer *w = out->flush_to;
	int rc = put_lines(w, buf_span(&w->out), w->records, e);

	w->totals.out += w->records;
	w->records = 0;
	buf_cut(&w->out, 0);
	return rc;
}

enum writer_says
writer_finish(struct writer *w)
{
	struct out out = { .record = &w->out, .counters = w->totals.counters,
	    .records = &w->records, .tell = msg_err,
	    .refused = w->totals.refused, .first = buf_span(&w->first),
	    .report = &w->report, .flush = flush, .flush_to = w };
	struct err e = { 0 };
	void *state = w->state;

	if (over_limit(w, true))
		return stop(w);
	if (state == NULL)
		return WRITER_GO_ON;
	w->state = NULL;	/* finish() releases it */
	if (w->engine->finish(state, &out, &e) == 0) {
		w->totals.out += w->records;
		return write_out(w, buf_span(&w->out), w->records);
	}
	msg_err(&e);
	return WRITER_FAILED;
}
