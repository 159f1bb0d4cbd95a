#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/pack.h"
#include "io/sorter.h"

#define LEVELS		10		/* 64^10 runs */
#define WRITE		((size_t)256 * 1024)
#define HEAD		sizeof(uint32_t)	/* a record's length */
#define RECORD_BYTES	(sizeof(struct span) + 16)	/* beside its own */

struct run {
	off_t	at;
	off_t	end;
};

struct level {
	struct run	runs[SORTER_RUNS];
	size_t		count;
};

/* One run that is read, or what stands in memory. */
struct stream {
	bool		 is_run;
	struct run	 rest;		/* of the file */
	struct buf	 held;		/* of the file, from `from` on */
	size_t		 from;
	const struct span *items;	/* of memory */
	size_t		 count;
	struct span	 record;
};

/* Streams as a heap: the first has the smallest record. */
struct merge {
	struct stream	*streams;	/* all, for their release */
	size_t		 stream_count;
	struct stream	**heap;
	size_t		 count;
	bool		 given;		/* the first stream's record */
};

struct sorter {
	struct scratch	*scratch;
	bool		 spilled;
	size_t		 memory;
	sorter_order	*order;
	struct arena	 arena;		/* of records */
	struct span	*items;
	size_t		 count;
	size_t		 capacity;
	size_t		 held;		/* bytes */
	struct level	 levels[LEVELS];
	struct buf	 out;		/* of a run that is written */
	struct merge	 merge;
};

struct sorter *
sorter_new(struct scratch *scratch, size_t memory, sorter_order *order)
{
	struct sorter *s = mem_zero(1, sizeof(*s));

	s->scratch = scratch;
	s->memory = memory;
	s->order = order;
	return s;
}

static void
merge_free(struct merge *m)
{
	for (size_t i = 0; i < m->stream_count; i++)
		buf_free(&m->streams[i].held);
	mem_free(m->streams);
	mem_free(m->heap);
	*m = (struct merge){0};
}

static void
drop_items(struct sorter *s)
{
	arena_free(&s->arena);
	mem_free(s->items);
	s->items = NULL;
	s->count = s->capacity = s->held = 0;
}

/* Those behind one another at once: blocks go back whole. */
static void
forget_runs(const struct sorter *s, struct level *level)
{
	const struct run *run = level->runs;
	off_t from;

	for (size_t i = 0; i < level->count; i++) {
		from = run[i].at;
		while (i + 1 < level->count && run[i + 1].at == run[i].end)
			i++;
		scratch_forget(s->scratch, from, run[i].end);
	}
	level->count = 0;
}

void
sorter_free(struct sorter *s)
{
	if (s == NULL)
		return;
	merge_free(&s->merge);
	drop_items(s);
	for (size_t i = 0; i < LEVELS; i++)
		forget_runs(s, &s->levels[i]);
	buf_free(&s->out);
	mem_free(s);
}

static int
flush(struct sorter *s, struct err *e)
{
	if (scratch_append(s->scratch, buf_span(&s->out), e) == -1)
		return -1;
	buf_cut(&s->out, 0);
	return 0;
}

static int
write_record(struct sorter *s, struct span record, struct err *e)
{
	pack_text(&s->out, record);
	return s->out.n < WRITE ? 0 : flush(s, e);
}

/* Between the two nothing else is appended to the file. */
static void
begin_run(struct sorter *s, struct level *level)
{
	s->spilled = true;
	level->runs[level->count].at = s->scratch->end;
}

static int
end_run(struct sorter *s, struct level *level, struct err *e)
{
	if (flush(s, e) == -1)
		return -1;
	level->runs[level->count++].end = s->scratch->end;
	return 0;
}

/* Room for n bytes behind one another in what is held of a run. */
static int
hold(const struct sorter *s, struct stream *t, size_t n, struct err *e)
{
	size_t left = t->held.n - t->from, more;

	if (left >= n)
		return 0;
	if (left > 0)
		memmove(t->held.p, t->held.p + t->from, left);
	t->held.n = left;
	t->from = 0;
	more = n - left > SORTER_READ ? n - left : SORTER_READ;
	if ((off_t)more > t->rest.end - t->rest.at)
		more = (size_t)(t->rest.end - t->rest.at);
	buf_reserve(&t->held, more);
	if (scratch_read(s->scratch, t->held.p + left, more, t->rest.at,
	    e) == -1)
		return -1;
	t->rest.at += (off_t)more;
	t->held.n += more;
	return 0;
}

/* 1; 0 at the stream's end; -1. */
static int
advance(const struct sorter *s, struct stream *t, struct err *e)
{
	uint32_t n;

	if (!t->is_run) {
		if (t->count == 0)
			return 0;
		t->record = *t->items++;
		t->count--;
		return 1;
	}
	if (t->from == t->held.n && t->rest.at == t->rest.end)
		return 0;
	if (hold(s, t, HEAD, e) == -1)
		return -1;
	memcpy(&n, t->held.p + t->from, HEAD);
	if (hold(s, t, HEAD + n, e) == -1)
		return -1;
	t->record = span_make(t->held.p + t->from + HEAD, n);
	t->from += HEAD + n;
	return 1;
}

static bool
is_before(const struct sorter *s, const struct stream *a,
    const struct stream *b)
{
	return s->order(&a->record, &b->record) < 0;
}

static void
sift_down(const struct sorter *s, struct merge *m, size_t i)
{
	struct stream *moved = m->heap[i];
	size_t child;

	for (; (child = 2 * i + 1) < m->count; i = child) {
		if (child + 1 < m->count && is_before(s, m->heap[child + 1],
		    m->heap[child]))
			child++;
		if (!is_before(s, m->heap[child], moved))
			break;
		m->heap[i] = m->heap[child];
	}
	m->heap[i] = moved;
}

/* A merge of at most so many streams, which are added. */
static void
merge_begin(struct merge *m, size_t most)
{
	merge_free(m);
	m->streams = mem_zero(most, sizeof(*m->streams));
	m->heap = mem_zero(most, sizeof(*m->heap));
}

static int
merge_add(const struct sorter *s, struct merge *m, struct stream from,
    struct err *e)
{
	struct stream *t = &m->streams[m->stream_count++];
	int rc;

	*t = from;
	rc = advance(s, t, e);
	if (rc == 1)
		m->heap[m->count++] = t;
	return rc == -1 ? -1 : 0;
}

static int
merge_add_level(const struct sorter *s, struct merge *m,
    const struct level *level, struct err *e)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < level->count; i++)
		rc = merge_add(s, m, (struct stream){ .is_run = true,
		    .rest = level->runs[i] }, e);
	return rc;
}

static void
merge_order(const struct sorter *s, struct merge *m)
{
	for (size_t i = m->count / 2; i-- > 0;)
		sift_down(s, m, i);
}

static int
merge_next(const struct sorter *s, struct merge *m, struct span *record,
    struct err *e)
{
	int rc;

	if (m->given && m->count > 0) {
		rc = advance(s, m->heap[0], e);
		if (rc == -1)
			return -1;
		if (rc == 0)
			m->heap[0] = m->heap[--m->count];
		if (m->count > 0)
			sift_down(s, m, 0);
	}
	m->given = true;
	if (m->count == 0)
		return 0;
	*record = m->heap[0]->record;
	return 1;
}

static int	make_room(struct sorter *, size_t level, struct err *);

/* All runs of a level become one of the next. */
static int
lift(struct sorter *s, size_t number, struct err *e)
{
	struct level *from = &s->levels[number], *to = from + 1;
	struct merge m = {0};
	struct span record;
	int rc, more = 1;

	if (make_room(s, number + 1, e) == -1)
		return -1;
	merge_begin(&m, from->count);
	rc = merge_add_level(s, &m, from, e);
	merge_order(s, &m);
	begin_run(s, to);
	while (rc == 0 && (more = merge_next(s, &m, &record, e)) == 1)
		rc = write_record(s, record, e);
	if (rc == 0)
		rc = more == -1 ? -1 : end_run(s, to, e);
	merge_free(&m);
	forget_runs(s, from);
	return rc;
}

/* For one more run of that level. */
static int
make_room(struct sorter *s, size_t level, struct err *e)
{
	if (s->levels[level].count < SORTER_RUNS)
		return 0;
	if (level + 1 == LEVELS) {
		errno = EFBIG;
		return scratch_failed(s->scratch, e);
	}
	return lift(s, level, e);
}

static void
sort_items(struct sorter *s)
{
	if (s->count > 1)
		qsort(s->items, s->count, sizeof(*s->items), s->order);
}

static int
write_items(struct sorter *s, struct err *e)
{
	struct level *level = &s->levels[0];
	int rc = 0;

	sort_items(s);
	if (make_room(s, 0, e) == -1)
		return -1;
	begin_run(s, level);
	for (size_t i = 0; rc == 0 && i < s->count; i++)
		rc = write_record(s, s->items[i], e);
	if (rc == 0)
		rc = end_run(s, level, e);
	drop_items(s);
	return rc;
}

int
sorter_put(struct sorter *s, struct span record, struct err *e)
{
	size_t size = record.n + RECORD_BYTES;

	if (record.n > UINT32_MAX) {
		errno = EFBIG;
		return scratch_failed(s->scratch, e);
	}
	if (s->count > 0 && size > s->memory - s->held &&
	    write_items(s, e) == -1)
		return -1;
	if (s->count == s->capacity) {
		s->capacity = s->capacity == 0 ? 64 : 2 * s->capacity;
		s->items = mem_resize(s->items, s->capacity,
		    sizeof(*s->items));
	}
	s->items[s->count++] = arena_copy(&s->arena, record);
	s->held += size < s->memory - s->held ? size : s->memory - s->held;
	return 0;
}

int
sorter_rewind(struct sorter *s, struct err *e)
{
	size_t streams = 1;
	int rc = 0;

	for (size_t i = 0; i < LEVELS; i++)
		streams += s->levels[i].count;
	sort_items(s);
	merge_begin(&s->merge, streams);
	for (size_t i = 0; rc == 0 && i < LEVELS; i++)
		rc = merge_add_level(s, &s->merge, &s->levels[i], e);
	if (rc == 0)
		rc = merge_add(s, &s->merge, (struct stream){
		    .items = s->items, .count = s->count }, e);
	merge_order(s, &s->merge);
	return rc;
}

int
sorter_next(struct sorter *s, struct span *record, struct err *e)
{
	return merge_next(s, &s->merge, record, e);
}

bool
sorter_spilled(const struct sorter *s)
{
	return s->spilled;
}
