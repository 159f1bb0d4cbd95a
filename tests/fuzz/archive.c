#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "io/archive.h"
#include "io/kind.h"

/*
 * Any bytes as an archive, packed or not: each member is read to its end, and
 * what comes out of a whole one doesn't depend on the room that is there.
 */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

struct outcome {
	struct buf	text;		/* names and bytes of all members */
	size_t		faults;
};

static ssize_t
give(void *state, char *into, size_t n, struct err *e)
{
	struct span *rest = state;

	(void)e;
	if (n > rest->n)
		n = rest->n;
	if (n > 0)
		memcpy(into, rest->p, n);
	*rest = span_from(*rest, n);
	return (ssize_t)n;
}

static bool
is_ready(void *state)
{
	(void)state;
	return true;
}

static void
read_member(struct outcome *o, struct archive_members *m, size_t room)
{
	struct source_origin origin = archive_reading.origin(m);
	struct source *source = source_over(&origin, "member");
	struct err e = { 0 };
	ssize_t got;

	(void)source_kind(source);
	do {
		buf_reserve(&o->text, room);
		got = source_read(source, o->text.p + o->text.n, room, &e);
		if (got > 0)
			o->text.n += (size_t)got;
	} while (got > 0);
	assert((got < 0) == (e.kind != ERR_NONE));
	o->faults += got < 0;
	source_close(source);
}

static void
read_archive(struct outcome *o, struct span data, size_t room)
{
	struct source_origin origin = { give, is_ready, &data };
	struct source *source = source_over(&origin, "fuzz");
	enum content content = source_kind(source)->content;
	struct archive_members *m;
	struct span name;
	struct err e = { 0 };
	int got;

	if (content != CONTENT_TAR && content != CONTENT_ZIP) {
		source_close(source);
		return;
	}
	if (archive_reading.open(&m, source, "fuzz", &e) == -1) {
		o->faults++;
		return;
	}
	while ((got = archive_reading.next(m, &name, &e)) > 0) {
		buf_add(&o->text, name);
		if (got == MEMBER_ONE)
			read_member(o, m, room);
		else
			o->faults++;
	}
	o->faults += got == -1;
	archive_reading.close(m);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span s = { (const char *)data, size };
	struct outcome a = { 0 }, b = { 0 };

	read_archive(&a, s, 64 * 1024);
	read_archive(&b, s, 100);
	assert((a.faults > 0) == (b.faults > 0));
	assert(a.faults > 0 ||
	    span_equal(buf_span(&a.text), buf_span(&b.text)));
	buf_free(&a.text);
	buf_free(&b.text);
	return 0;
}
