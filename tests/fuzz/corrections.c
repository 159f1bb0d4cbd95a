#define _GNU_SOURCE		/* memfd_create() */

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/utf8.h"
#include "rules/node.h"
#include "tag/tag.h"

/*
 * Any file of corrections, up to a line of three dashes, and the units that
 * it corrects: what comes out are as many records as went in.
 */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const char book[] =
    "prefix: p\ncodes: [{id: a, match: [a]}, {id: b, match: [b]}]\n";

struct run {
	void		*worker;
	void		*state;
	struct out	 out;
	uint64_t	 in;
};

static void
tell(const struct err *e)
{
	assert(e->text[0] != '\0');
}

static void
feed(struct run *run, struct span lines)
{
	struct arena arena = { 0 };
	struct buf row = { 0 };
	struct record r;
	struct unit unit = { .record = &r, .arena = &arena };
	struct out mapped = run->out;
	struct err e;
	size_t n;

	mapped.record = &row;
	for (; lines.n > 0; lines = span_from(lines, n)) {
		n = span_index(lines, '\n');
		buf_cut(&row, 0);
		if (record_parse(&r, &arena, span_make(lines.p, n), &e) == 0 &&
		    tag_engine.map(run->worker, &unit, &mapped, &e) == 0) {
			run->in++;
			assert(run->state == NULL || row.n > 0);
			if (run->state != NULL)
				tag_engine.fold(run->state, buf_span(&row),
				    &run->out, &e);
		}
		arena_reset(&arena);
		n += n < lines.n;
	}
	arena_free(&arena);
	buf_free(&row);
}

static void
code(const struct config *config, struct arena *arena, struct faults *faults,
    struct span lines)
{
	uint64_t counters[64] = { 0 }, records = 0;
	struct buf written = { 0 };
	struct run run = { .out = { .record = &written,
	    .counters = counters, .records = &records, .tell = tell } };
	const char *const *names;
	void *plan;
	struct err e;

	if (tag_engine.compile(config, arena, &plan, faults) == -1)
		return;
	assert(tag_engine.counters(plan, &names) <= 64);
	tag_engine.open(plan, &run.worker, &e);
	assert(tag_engine.begin(plan, &run.state, &e) == 0);
	feed(&run, lines);
	if (run.state != NULL) {
		tag_engine.finish(run.state, &run.out, &e);
		assert(records == run.in);
	}
	tag_engine.close(run.worker);
	buf_free(&written);
}

/* Where the rest begins, behind a line of three dashes; or the end. */
static size_t
units_begin(struct span all)
{
	size_t at;

	for (at = 0; at < all.n; at++)
		if (span_starts(span_from(all, at), SPAN("\n---\n")))
			return at + 5;
	return all.n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span all = span_make((const char *)data, size);
	size_t n = units_begin(all);
	char path[32];
	int fd = memfd_create("corrections", 0);
	struct arena arena = { 0 };
	struct faults faults = { .arena = &arena };
	struct setting setting = { "corrections", path };
	struct rule rule = { .name = "-e", .path = "-e", .expression = true };
	struct config config = { .rules = &rule, .rule_count = 1,
	    .settings = &setting, .setting_count = 1 };

	utf8_choose();
	assert(fd >= 0 && write(fd, data, n < size ? n - 4 : n) >= 0);
	snprintf(path, sizeof(path), "/dev/fd/%d", fd);
	rule.root = node_parse(&arena, span_of(book), "-e", &faults);
	code(&config, &arena, &faults, span_from(all, n));
	close(fd);
	arena_free(&arena);
	return 0;
}
