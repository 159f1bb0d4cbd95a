#include <pthread.h>
#include <string.h>

#include "base/mem.h"
#include "run/msg.h"
#include "run/pump.h"
#include "run/reader.h"
#include "run/worker.h"

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
	bool			 left;		/* to the reader, to be freed */
};

/* A worker in its thread. */
struct hand {
	struct worker	 worker;
	struct pump	*pump;
	pthread_t	 thread;
	bool		 opened;
	bool		 started;
};

static enum writer_says
run_alone(struct pump *p, struct writer *writer, struct progress *progress)
{
	enum writer_says says = WRITER_GO_ON;
	struct err e = { 0 };
	struct worker w;
	struct batch *b = &p->ring[0];
	bool more = true;

	if (worker_open(&w, p->engine, p->plan, p->o, p->counters, &e) == -1) {
		msg_err(&e);
		return WRITER_FAILED;
	}
	while (more && says == WRITER_GO_ON) {
		batch_clear(b);
		more = reader_fill(&p->reader, b);
		worker_map(&w, b);
		says = writer_take(writer, b);
		progress_show(progress, b->position);
	}
	worker_close(&w);
	return says;
}

static void
pump_free(struct pump *p)
{
	size_t i;

	pthread_cond_destroy(&p->changed);
	pthread_mutex_destroy(&p->lock);
	for (i = 0; i < p->ring_count; i++)
		batch_free(&p->ring[i]);
	mem_free(p->ring);
	reader_close(&p->reader);
	mem_free(p);
}

static struct batch *
ring_at(struct pump *p, uint64_t number)
{
	return &p->ring[number % p->ring_count];
}

static void *
read_batches(void *arg)
{
	struct pump *p = arg;
	struct batch *b;
	bool more = true, left;

	while (more) {
		pthread_mutex_lock(&p->lock);
		while (p->filled - p->written == p->ring_count && !p->stopping)
			pthread_cond_wait(&p->changed, &p->lock);
		b = ring_at(p, p->filled);
		more = !p->stopping;
		pthread_mutex_unlock(&p->lock);
		if (!more)
			break;
		batch_clear(b);
		more = reader_fill(&p->reader, b);
		pthread_mutex_lock(&p->lock);
		p->filled++;
		pthread_cond_broadcast(&p->changed);
		pthread_mutex_unlock(&p->lock);
	}
	pthread_mutex_lock(&p->lock);
	p->ended = true;
	left = p->left;
	pthread_cond_broadcast(&p->changed);
	pthread_mutex_unlock(&p->lock);
	if (left)
		pump_free(p);
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
	struct hand *hand = arg;
	struct pump *p = hand->pump;
	struct batch *b;

	while ((b = take_batch(p)) != NULL) {
		worker_map(&hand->worker, b);
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

static int
start_hand(struct hand *hand, struct pump *p, struct err *e)
{
	hand->pump = p;
	if (worker_open(&hand->worker, p->engine, p->plan, p->o, p->counters,
	    e) == -1)
		return -1;
	hand->opened = true;
	if (start(&hand->thread, map_batches, hand, e) == -1)
		return -1;
	hand->started = true;
	return 0;
}

static void
end_hands(struct hand *hands, unsigned count)
{
	unsigned i;

	for (i = 0; i < count; i++) {
		if (hands[i].started)
			pthread_join(hands[i].thread, NULL);
		if (hands[i].opened)
			worker_close(&hands[i].worker);
	}
	mem_free(hands);
}

/*
 * Ends the pump after a failure.  The reader may wait for input that nobody
 * wants any more: it isn't waited for, and frees the pump if it ever ends.
 */
static void
leave(struct pump *p)
{
	bool ended;

	pthread_mutex_lock(&p->lock);
	ended = p->ended;
	p->left = !ended;
	pthread_mutex_unlock(&p->lock);
	if (ended)
		pump_free(p);
}

static enum writer_says
run_threads(struct pump *p, struct writer *writer, struct progress *progress)
{
	enum writer_says says = WRITER_FAILED;
	struct hand *hands = mem_zero(p->o->jobs, sizeof(*hands));
	struct err e = { 0 };
	bool reading = false;
	pthread_t reader;
	unsigned i;
	int rc = 0;

	for (i = 0; i < p->o->jobs && rc == 0; i++)
		rc = start_hand(&hands[i], p, &e);
	if (rc == 0)
		rc = start(&reader, read_batches, p, &e);
	if (rc == 0) {
		says = write_batches(p, writer, progress);
		reading = says != WRITER_GO_ON;
		if (reading)
			pthread_detach(reader);
		else
			pthread_join(reader, NULL);
	} else
		msg_err(&e);
	stop_all(p);
	end_hands(hands, p->o->jobs);
	if (reading)
		leave(p);
	else
		pump_free(p);
	return says;
}

static struct pump *
pump_new(struct writer *writer, const void *plan)
{
	const struct options *o = writer->o;
	const struct engine *engine = writer->engine;
	struct pump *p = mem_zero(1, sizeof(*p));
	size_t i;

	p->engine = engine;
	p->plan = plan;
	p->o = o;
	p->counters = writer->totals.counter_count + 1;
	p->ring_count = o->jobs == 1 ? 1 : 2 * (size_t)o->jobs + 2;
	reader_open(&p->reader, o, engine, plan);
	p->ring = mem_zero(p->ring_count, sizeof(*p->ring));
	for (i = 0; i < p->ring_count; i++)
		batch_init(&p->ring[i], p->counters);
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->changed, NULL);
	return p;
}

enum writer_says
pump_run(struct writer *writer, const void *plan, struct progress *progress)
{
	struct pump *p = pump_new(writer, plan);
	enum writer_says says;

	if (p->o->jobs > 1)
		return run_threads(p, writer, progress);
	says = run_alone(p, writer, progress);
	pump_free(p);
	return says;
}
