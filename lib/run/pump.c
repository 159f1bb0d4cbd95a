#include <pthread.h>
#include <string.h>

#include "base/mem.h"
#include "run/msg.h"
#include "run/pump.h"
#include "run/reader.h"

/*
 * Batch number s (from 0) lives in ring[s % ring_count].  Its number tells
 * its state:
 *
 *	written ........ taken ........ filled ........
 *	   mapped, or      to be         to be
 *	   being mapped    mapped        filled
 */
struct pump {
	const struct engine	*engine;
	const void		*plan;
	const struct options	*o;
	struct reader		 reader;
	size_t			 counters;	/* of a batch */
	struct batch		*ring;
	size_t			 ring_count;
	pthread_mutex_t		 lock;		/* of all below */
	pthread_cond_t		 changed;
	uint64_t		 filled;
	uint64_t		 taken;
	uint64_t		 written;
	bool			 ended;		/* nothing more is filled */
	bool			 stopping;	/* nothing more is wanted */
};

/* What a thread needs to map. */
struct worker {
	struct pump		*pump;
	void			*engine;
	struct arena		 arena;
	pthread_t		 thread;
	bool			 started;
};

static int
parse(struct worker *w, const struct batch *b, const struct item *item,
    struct record *record, struct span bytes, struct err *e)
{
	struct span rest = span_trim(bytes);

	if (w->pump->reader.cut != UNIT_RECORDS)
		return 0;
	if (record_parse(record, &w->arena, bytes, e) == 0)
		return 0;
	/* Who pipes plain text into a filter of records is told what to do. */
	if (item->number == 1 && e->kind == ERR_RECORD && rest.n > 0 &&
	    rest.p[0] != '{')
		return err_set(e, ERR_RECORD, b->shown, item->line, e->column,
		    "expected a JSON object (plain text? try: normalize "
		    "-r lines)");
	return -1;
}

static int
map_item(struct worker *w, struct batch *b, struct item *item, struct err *e)
{
	uint64_t *records = &b->counters[w->pump->counters - 1];
	struct out out = { &b->out, b->counters, records };
	struct span bytes = span_make(b->in.p + item->start,
	    item->end - item->start);
	struct record record = { .arena = &w->arena };
	struct unit unit = { .record = &record, .bytes = bytes,
	    .input = b->input, .line = item->line, .number = item->number,
	    .arena = &w->arena };

	if (item->too_long)
		return err_record(e, "longer than %zu bytes (--max-record)",
		    w->pump->o->max_record);
	if (parse(w, b, item, &record, bytes, e) == -1)
		return -1;
	if (w->pump->reader.cut != UNIT_RECORDS)
		unit.record = NULL;
	return w->pump->engine->map(w->engine, &unit, &out, e);
}

/*
 * Maps a batch.  What a refused unit had put out and counted is dropped: the
 * counters are put back from where they stood.
 */
static void
map_batch(struct worker *w, struct batch *b)
{
	size_t i, held, n = w->pump->counters * sizeof(*b->counters);
	uint64_t *before = mem_alloc(w->pump->counters, sizeof(*before));
	struct item *item;
	struct err e;

	for (i = 0; i < b->count; i++) {
		item = &b->items[i];
		held = b->out.n;
		e.kind = ERR_NONE;
		e.file[0] = e.text[0] = '\0';
		e.line = e.column = 0;
		memcpy(before, b->counters, n);
		if (map_item(w, b, item, &e) == -1) {
			b->out.n = held;
			memcpy(b->counters, before, n);
			batch_place(b, item, &e);
			if (e.kind != ERR_RECORD) {
				b->fatal = e;
				b->count = i;
				arena_reset(&w->arena);
				break;
			}
			batch_refuse(b, item, &e);
		}
		item->out_end = b->out.n;
		arena_reset(&w->arena);
		if (writer_is_checkpoint(w->pump->o, b, i))
			buf_add(&b->snapshots, span_make(
			    (const char *)b->counters, n));
	}
	mem_free(before);
}

static int
worker_open(struct worker *w, struct pump *p, struct err *e)
{
	*w = (struct worker){ .pump = p };
	return p->engine->open(p->plan, &w->engine, e);
}

static void
worker_close(struct worker *w)
{
	if (w->engine != NULL)
		w->pump->engine->close(w->engine);
	arena_free(&w->arena);
}

static enum writer_says
run_alone(struct pump *p, struct writer *writer, struct progress *progress)
{
	enum writer_says says = WRITER_GO_ON;
	struct err e = { 0 };
	struct worker w;
	struct batch *b = &p->ring[0];
	bool more = true;

	if (worker_open(&w, p, &e) == -1) {
		msg_err(&e);
		return WRITER_FAILED;
	}
	while (more && says == WRITER_GO_ON) {
		batch_clear(b, p->counters);
		more = reader_fill(&p->reader, b);
		map_batch(&w, b);
		says = writer_take(writer, b);
		progress_show(progress, b->position);
	}
	worker_close(&w);
	return says;
}

static struct batch *
ring_at(struct pump *p, uint64_t number)
{
	return &p->ring[number % p->ring_count];
}

/*
 * Only here may the reader be cancelled, so only while it waits for input:
 * never with the lock in its hand.
 */
static bool
fill_cancellable(struct reader *r, struct batch *b)
{
	bool more;

	pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
	more = reader_fill(r, b);
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
	return more;
}

static void *
read_batches(void *arg)
{
	struct pump *p = arg;
	struct batch *b;
	bool more = true;

	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
	while (more) {
		pthread_mutex_lock(&p->lock);
		while (p->filled - p->written == p->ring_count && !p->stopping)
			pthread_cond_wait(&p->changed, &p->lock);
		b = ring_at(p, p->filled);
		more = !p->stopping;
		pthread_mutex_unlock(&p->lock);
		if (!more)
			break;
		batch_clear(b, p->counters);
		more = fill_cancellable(&p->reader, b);
		pthread_mutex_lock(&p->lock);
		p->filled++;
		pthread_cond_broadcast(&p->changed);
		pthread_mutex_unlock(&p->lock);
	}
	pthread_mutex_lock(&p->lock);
	p->ended = true;
	pthread_cond_broadcast(&p->changed);
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

/* The next batch to map; NULL when there will be none. */
static struct batch *
take_batch(struct pump *p)
{
	struct batch *b = NULL;

	pthread_mutex_lock(&p->lock);
	while (p->taken == p->filled && !p->ended && !p->stopping)
		pthread_cond_wait(&p->changed, &p->lock);
	if (p->taken < p->filled && !p->stopping)
		b = ring_at(p, p->taken++);
	pthread_mutex_unlock(&p->lock);
	return b;
}

static void *
map_batches(void *arg)
{
	struct worker *w = arg;
	struct pump *p = w->pump;
	struct batch *b;

	while ((b = take_batch(p)) != NULL) {
		map_batch(w, b);
		pthread_mutex_lock(&p->lock);
		b->mapped = true;
		pthread_cond_broadcast(&p->changed);
		pthread_mutex_unlock(&p->lock);
	}
	return NULL;
}

/* The calling thread: batches in order. */
static enum writer_says
write_batches(struct pump *p, struct writer *writer,
    struct progress *progress)
{
	enum writer_says says = WRITER_GO_ON;
	struct batch *b;

	while (says == WRITER_GO_ON) {
		pthread_mutex_lock(&p->lock);
		while (!(p->written < p->filled &&
		    ring_at(p, p->written)->mapped) &&
		    !(p->ended && p->written == p->filled))
			pthread_cond_wait(&p->changed, &p->lock);
		b = p->written < p->filled ? ring_at(p, p->written) : NULL;
		pthread_mutex_unlock(&p->lock);
		if (b == NULL)
			break;
		says = writer_take(writer, b);
		progress_show(progress, b->position);
		pthread_mutex_lock(&p->lock);
		b->mapped = false;
		p->written++;
		pthread_cond_broadcast(&p->changed);
		pthread_mutex_unlock(&p->lock);
	}
	return says;
}

static void
stop_all(struct pump *p)
{
	pthread_mutex_lock(&p->lock);
	p->stopping = true;
	pthread_cond_broadcast(&p->changed);
	pthread_mutex_unlock(&p->lock);
}

static int
start(pthread_t *thread, void *(*body)(void *), void *arg, struct err *e)
{
	int why = pthread_create(thread, NULL, body, arg);

	return why == 0 ? 0 : err_set(e, ERR_MEMORY, NULL, 0, 0,
	    "can't start a thread: %s", strerror(why));
}

static enum writer_says
run_threads(struct pump *p, struct writer *writer, struct progress *progress)
{
	enum writer_says says = WRITER_FAILED;
	struct worker *workers = mem_zero(p->o->jobs, sizeof(*workers));
	struct err e = { 0 };
	pthread_t reader;
	bool reading = false;
	unsigned i;

	for (i = 0; i < p->o->jobs; i++) {
		if (worker_open(&workers[i], p, &e) == -1 ||
		    start(&workers[i].thread, map_batches, &workers[i],
		    &e) == -1)
			goto out;
		workers[i].started = true;
	}
	if (start(&reader, read_batches, p, &e) == -1)
		goto out;
	reading = true;
	says = write_batches(p, writer, progress);
out:
	if (e.kind != ERR_NONE)
		msg_err(&e);
	stop_all(p);
	if (reading) {
		/* It may wait for input that nobody wants any more. */
		if (says != WRITER_GO_ON)
			pthread_cancel(reader);
		pthread_join(reader, NULL);
	}
	for (i = 0; i < p->o->jobs; i++) {
		if (workers[i].started)
			pthread_join(workers[i].thread, NULL);
		if (workers[i].pump != NULL)
			worker_close(&workers[i]);
	}
	mem_free(workers);
	return says;
}

enum writer_says
pump_run(struct writer *writer, const void *plan, struct progress *progress)
{
	const struct options *o = writer->o;
	const struct engine *engine = writer->engine;
	struct pump p = { .engine = engine, .plan = plan, .o = o,
	    .counters = writer->totals.counter_count + 1,
	    .ring_count = o->jobs == 1 ? 1 : 2 * (size_t)o->jobs + 2 };
	enum writer_says says;
	size_t i;

	reader_open(&p.reader, o, engine->cut != NULL ? engine->cut(plan) :
	    UNIT_RECORDS);
	p.ring = mem_zero(p.ring_count, sizeof(*p.ring));
	for (i = 0; i < p.ring_count; i++)
		batch_init(&p.ring[i], p.counters);
	pthread_mutex_init(&p.lock, NULL);
	pthread_cond_init(&p.changed, NULL);
	says = o->jobs == 1 ? run_alone(&p, writer, progress) :
	    run_threads(&p, writer, progress);
	pthread_cond_destroy(&p.changed);
	pthread_mutex_destroy(&p.lock);
	for (i = 0; i < p.ring_count; i++)
		batch_free(&p.ring[i]);
	mem_free(p.ring);
	reader_close(&p.reader);
	return says;
}
