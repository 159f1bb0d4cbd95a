#include "text/words_file.h"

#include <math.h>

#include "text/compiled.h"
#include "text/words_lexicon.h"

/* Bytes of a file with that header. */
static uint64_t
size_of(const struct words_header *h)
{
	return sizeof(*h) + (uint64_t)h->values * sizeof(uint32_t) +
	    WORDS_CLASSES * sizeof(uint16_t) +
	    (uint64_t)h->cells * sizeof(uint64_t) +
	    sizeof(struct words_model) + sizeof(struct words_tagger) +
	    (uint64_t)h->cells;
}

/*
 * Taken when it is opened, so that they are the same as those of a Python on
 * this machine to the last bit, and stay in a cache: there are 5,087.
 */
static const double *
take_logs(struct arena *arena, const uint32_t *frequencies, size_t count)
{
	double *logs = arena_zero(arena, count, sizeof(*logs));
	size_t i;

	for (i = 0; i < count; i++)
		if (frequencies[i] > 0)
			logs[i] = log(frequencies[i]);
	return logs;
}

static void
set_words(struct lexicon *l, const struct words_header *h)
{
	l->frequencies = (const uint32_t *)(const void *)(h + 1);
	l->classes = (const uint16_t *)(const void *)(l->frequencies +
	    h->values);
	l->cells = (const uint64_t *)(const void *)(l->classes +
	    WORDS_CLASSES);
	l->model = (const struct words_model *)(const void *)(l->cells +
	    h->cells);
	l->tagger = (const struct words_tagger *)(const void *)(l->model + 1);
	l->kinds = (const uint8_t *)(l->tagger + 1);
	l->logs = take_logs(l->arena, l->frequencies, h->values);
	l->total = (int64_t)h->total;
	l->log_total = log((double)l->total);
}

/* A root without children, and every character in the class of none. */
static void
set_no_words(struct lexicon *l)
{
	uint64_t *cell = arena_zero(l->arena, 1, sizeof(*cell));

	*cell = words_cell(0, WORDS_NOBODY, 0);
	l->cells = cell;
	l->classes = arena_zero(l->arena, WORDS_CLASSES, sizeof(*l->classes));
	l->total = 0;
	l->log_total = 0;
}

static struct span
map_file(const char *path, struct err *e)
{
	const struct words_header *h;
	struct span file = compiled_open(path, WORDS_MAGIC, WORDS_VERSION,
	    sizeof(*h), "words", e);

	if (file.p == NULL)
		return file;
	h = (const struct words_header *)(const void *)file.p;
	if (h->cells > 0 && h->values % 2 == 0 && size_of(h) == file.n)
		return file;
	compiled_refuse(e, path, "one of another size");
	compiled_close(file);
	return span_make(NULL, 0);
}

struct lexicon *
lexicon_open(struct arena *arena, const char *path, bool words, struct err *e)
{
	struct lexicon *l = arena_zero(arena, 1, sizeof(*l));
	struct span file = map_file(path, e);

	if (file.p == NULL)
		return NULL;
	l->arena = arena;
	l->file = file;
	own_start(&l->own, arena);
	set_words(l, (const struct words_header *)(const void *)file.p);
	if (!words)
		set_no_words(l);
	return l;
}

void
lexicon_close(struct lexicon *l)
{
	compiled_close(l->file);
}
