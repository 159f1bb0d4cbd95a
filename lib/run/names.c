#include "run/names.h"

#include "base/buf.h"
#include "io/kind.h"
#include "io/source.h"

#define BOM	"\xef\xbb\xbf"

enum { PIECE = 64 * 1024 };

void
names_add(struct name_list *list, struct arena *arena, const char *name)
{
	list->items = arena_grow(arena, list->items, list->count,
	    &list->capacity, list->count + 1, sizeof(*list->items));
	list->items[list->count++] = name;
}

static int
read_source(struct source *source, const char *file, struct buf *into,
    struct err *e)
{
	const struct kind *kind = source_kind(source);
	ssize_t got;

	if (kind->content != CONTENT_TEXT)
		return err_set(e, ERR_DATA, file, 0, 0, "expected names of "
		    "files, got %s", kind->name);
	do {
		buf_reserve(into, PIECE);
		got = source_read(source, into->p + into->n, PIECE, e);
		if (got == -1)
			return -1;
		into->n += (size_t)got;
		if (into->n > NAMES_MAX_BYTES)
			return err_set(e, ERR_DATA, file, 0, 0, "names of "
			    "more than %zu MiB", NAMES_MAX_BYTES >> 20);
	} while (got > 0);
	return 0;
}

static int
check(struct span name, const char *file, size_t line, struct err *e)
{
	if (name.n > NAMES_MAX_NAME)
		return err_set(e, ERR_DATA, file, line, 0, "a name of %zu "
		    "bytes; the longest has %d", name.n, NAMES_MAX_NAME);
	if (span_index(name, '\0') < name.n)
		return err_set(e, ERR_DATA, file, line, 0, "a zero byte in a "
		    "name (-0 reads names that end with one)");
	return 0;
}

static int
split(struct name_list *list, struct arena *arena, struct span text,
    const char *file, bool nul, struct err *e)
{
	struct span name;
	size_t line, n;

	if (!nul && span_starts(text, SPAN(BOM)))
		text = span_from(text, sizeof(BOM) - 1);
	for (line = 1; text.n > 0; line++) {
		n = span_index(text, nul ? '\0' : '\n');
		name = span_make(text.p, n);
		text = span_from(text, n + 1);
		if (!nul && span_ends(name, SPAN("\r")))
			name.n--;
		if (check(name, file, line, e) == -1)
			return -1;
		if (name.n > 0)
			names_add(list, arena, arena_printf(arena, "%.*s",
			    (int)name.n, name.p).p);
	}
	return 0;
}

int
names_read(struct name_list *list, struct arena *arena, const char *file,
    bool nul, struct err *e)
{
	struct source *source;
	struct buf text = { 0 };
	int rc;

	if (source_open(&source, file, file, e) == -1)
		return -1;
	rc = read_source(source, file, &text, e);
	if (rc == 0)
		rc = split(list, arena, buf_span(&text), file, nul, e);
	source_close(source);
	buf_free(&text);
	return rc;
}
