#include "text/words_file.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/mem.h"
#include "text/words_lexicon.h"

static int
refuse(struct err *e, const char *path, const char *why)
{
	return err_set(e, ERR_SOFTWARE, path, 0, 0, "expected the dictionary "
	    "of this release, got %s (make it anew)", why);
}

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

static int
check(struct span file, const char *path, struct err *e)
{
	const size_t covered = offsetof(struct words_header, version);
	struct words_header h;
	struct hash hash;

	if (file.n < sizeof(h))
		return refuse(e, path, "a file that is too short");
	memcpy(&h, file.p, sizeof(h));
	if (memcmp(h.magic, WORDS_MAGIC, sizeof(h.magic)) != 0)
		return refuse(e, path, "another file");
	if (h.order != WORDS_ORDER)
		return refuse(e, path, "one of another machine");
	if (h.version != WORDS_VERSION)
		return refuse(e, path, "one of another version");
	if (h.cells == 0 || h.values % 2 != 0 || size_of(&h) != file.n)
		return refuse(e, path, "one of another size");
	hash = hash_of(span_from(file, covered));
	if (hash.high != h.hash_high || hash.low != h.hash_low)
		return refuse(e, path, "a damaged one");
	return 0;
}

static int
open_file(const char *path)
{
	int fd;

	do
		fd = open(path, O_RDONLY | O_CLOEXEC);
	while (fd == -1 && errno == EINTR);
	return fd;
}

/* n bytes; empty after an error. */
static struct span
map_bytes(int fd, size_t n, const char *path, struct err *e)
{
	void *p = mmap(NULL, n, PROT_READ, MAP_SHARED, fd, 0);

	if (p != MAP_FAILED)
		return span_make(p, n);
	if (errno == ENOMEM)
		mem_failed(n);
	err_set(e, ERR_IO, path, 0, 0, "%s", strerror(errno));
	return span_make(NULL, 0);
}

/* The file from its first byte to its last; empty after an error. */
static struct span
map_file(const char *path, struct err *e)
{
	struct span file = { NULL, 0 };
	struct stat st;
	int fd = open_file(path);

	if (fd == -1 || fstat(fd, &st) == -1)
		err_set(e, ERR_INPUT, path, 0, 0, "no dictionary of words: %s",
		    strerror(errno));
	else if (!S_ISREG(st.st_mode) || st.st_size == 0)
		refuse(e, path, "no file with anything in it");
	else
		file = map_bytes(fd, (size_t)st.st_size, path, e);
	if (fd != -1)
		close(fd);
	return file;
}

static void
unmap(struct span file)
{
	munmap((void *)(uintptr_t)file.p, file.n);
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

struct lexicon *
lexicon_open(struct arena *arena, const char *path, bool words, struct err *e)
{
	struct lexicon *l = arena_zero(arena, 1, sizeof(*l));
	struct span file = map_file(path, e);

	if (file.p == NULL)
		return NULL;
	if (check(file, path, e) == -1) {
		unmap(file);
		return NULL;
	}
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
	unmap(l->file);
}
