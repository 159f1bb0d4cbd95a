#include "aggregate/unknown.h"

#include "base/buf.h"
#include "frame/tell.h"
#include "rules/fault.h"

#define CODES_SHOWN	5

/* Their codes and texts, which end with NULL. */
static const char **
names_of(const struct labels *labels, struct arena *arena)
{
	const char **names = arena_alloc(arena, (2 * labels->count + 1) *
	    sizeof(*names));
	size_t n = 0;

	for (size_t i = 0; i < labels->count; i++) {
		names[n++] = arena_string(arena, labels->items[i].code);
		if (labels->items[i].text.n > 0)
			names[n++] = arena_string(arena,
			    labels->items[i].text);
	}
	names[n] = NULL;
	return names;
}

static struct span
line_of(const struct buf *list, size_t count, bool chinese,
    struct arena *arena)
{
	struct span more = SPAN("");

	if (count > CODES_SHOWN)
		more = arena_printf(arena, chinese ? " 等 %zu 个" :
		    " and %zu more", chinese ? count : count - CODES_SHOWN);
	return arena_printf(arena, chinese ?
	    "labels 的编码簿里没有的编码：%.*s%.*s。" :
	    "codes that no book under labels has: %.*s%.*s", (int)list->n,
	    list->p, (int)more.n, more.p);
}

struct span
unknown_codes(const struct labels *labels, const struct span *codes,
    size_t count, bool chinese, struct arena *arena)
{
	struct buf list = {0};
	struct span line = SPAN("");
	const char **names = NULL, *near;
	size_t unknown = 0, resembling = 0;

	for (size_t i = 0; labels->count > 0 && i < count; i++) {
		if (labels_have(labels, codes[i]))
			continue;
		if (names == NULL)
			names = names_of(labels, arena);
		near = fault_nearest(codes[i], names);
		resembling += near != NULL;
		if (unknown++ >= CODES_SHOWN)
			continue;
		if (list.n > 0)
			buf_add(&list, chinese ? SPAN("、") : SPAN(", "));
		tell_name(codes[i], near, chinese, &list);
	}
	if (unknown > 0 && (unknown < count || resembling > 0))
		line = line_of(&list, unknown, chinese, arena);
	buf_free(&list);
	return line;
}
