#include "tools/tool.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "text/compiled.h"

_Noreturn void
die(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	fputs("compile: ", stderr);
	vfprintf(stderr, format, ap);
	fputc('\n', stderr);
	va_end(ap);
	exit(1);
}

struct span
read_file(struct arena *arena, const char *path)
{
	size_t n = 0, capacity = 0, got;
	char *p = NULL;
	FILE *f = fopen(path, "rb");

	if (f == NULL)
		die("%s: %s", path, strerror(errno));
	do {
		p = arena_grow(arena, p, n, &capacity, n + 65536, 1);
		got = fread(p + n, 1, capacity - n, f);
		n += got;
	} while (got > 0);
	if (ferror(f))
		die("%s: %s", path, strerror(errno));
	fclose(f);
	if (utf8_check(span_make(p, n)) < n)
		die("%s: not UTF-8", path);
	return span_make(p, n);
}

bool
next_line(struct span *text, struct span *line)
{
	if (text->n == 0)
		return false;
	*line = span_make(text->p, span_index(*text, '\n'));
	*text = span_from(*text, line->n + 1);
	return true;
}

void
add(struct buf *b, const void *p, size_t n)
{
	buf_add(b, span_make(p, n));
}

void
write_compiled(struct buf *b, const char *magic, uint32_t version,
    const char *path)
{
	const size_t covered = offsetof(struct compiled_header, version);
	struct compiled_header h = { .version = version,
	    .order = COMPILED_ORDER };
	struct hash hash;
	FILE *f;

	memcpy(h.magic, magic, sizeof(h.magic));
	memcpy(b->p, &h, sizeof(h));
	hash = hash_of(span_from(buf_span(b), covered));
	h.hash_high = hash.high;
	h.hash_low = hash.low;
	memcpy(b->p, &h, sizeof(h));
	f = fopen(path, "wb");
	if (f == NULL || fwrite(b->p, 1, b->n, f) != b->n || fclose(f) != 0)
		die("%s: %s", path, strerror(errno));
}
