#include "frame/tell.h"
#include "frame/watch.h"

#define NAMES_SHOWN	8

void
watch_note(const struct watched *watched, size_t count,
    const struct record *record, uint64_t *noted)
{
	if (count == 0)
		return;
	noted[0] = 1;
	for (size_t i = 0; i < count; i++)
		if (noted[1 + i] == 0 && !watched[i].optional &&
		    record_has(record, &watched[i].path))
			noted[1 + i] = 1;
}

bool
watch_missed(const struct watched *watched, size_t i, const uint64_t *noted)
{
	return noted[0] > 0 && noted[1 + i] == 0 && !watched[i].optional;
}

/* The names of its fields, which end with NULL. */
static const char **
names_of(struct span line, struct arena *arena)
{
	struct record record;
	struct err e = { 0 };
	size_t i, n = record_parse(&record, arena, line, &e) == -1 ? 0 :
	    record.count;
	const char **names = arena_alloc(arena, (n + 1) * sizeof(*names));

	for (i = 0; i < n; i++)
		names[i] = arena_printf(arena, "%.*s",
		    (int)record.fields[i].key.n, record.fields[i].key.p).p;
	names[n] = NULL;
	return names;
}

void
watch_put(const struct watched *w, struct span first, bool chinese,
    struct buf *b)
{
	struct arena arena = { 0 };
	const char *near = fault_nearest(w->path.keys[0], names_of(first,
	    &arena));

	if (near != NULL && span_is(w->path.keys[0], near))
		near = NULL;
	tell_name(w->path.text, near, chinese, b);
	arena_free(&arena);
}

bool
watch_put_names(struct span first, struct buf *b)
{
	struct arena arena = { 0 };
	const char **names = names_of(first, &arena);
	char shown[128];
	size_t i;

	for (i = 0; i < NAMES_SHOWN && names[i] != NULL; i++)
		buf_printf(b, "%s\"%s\"", i == 0 ? "" : ", ",
		    err_quote(shown, sizeof(shown), span_of(names[i])));
	if (names[i] != NULL)
		buf_add(b, SPAN(" ..."));
	arena_free(&arena);
	return i > 0;
}
