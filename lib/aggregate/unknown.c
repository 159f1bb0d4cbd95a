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

/* The first few are named, the others counted. */
static void
list_code(struct buf *list, size_t at, struct span code, const char *near,
    bool chinese)
{
	if (at >= CODES_SHOWN)
		return;
	if (at > 0)
		buf_add(list, chinese ? SPAN("、") : SPAN(", "));
	tell_name(code, near, chinese, list);
}

static void
list_more(struct buf *list, size_t count, bool chinese)
{
	if (count > CODES_SHOWN)
		buf_printf(list, chinese ? " 等 %zu 个" : " and %zu more",
		    chinese ? count : count - CODES_SHOWN);
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
		list_code(&list, unknown++, codes[i], near, chinese);
	}
	list_more(&list, unknown, chinese);
	if (unknown > 0 && (unknown < count || resembling > 0))
		line = arena_printf(arena, chinese ?
		    "labels 的编码簿里没有的编码：%.*s。" :
		    "codes that no book under labels has: %.*s",
		    (int)list.n, list.p);
	buf_free(&list);
	return line;
}

struct span
other_codes(const struct span *codes, size_t count, bool chinese,
    struct arena *arena)
{
	struct buf list = {0};
	struct span line;

	for (size_t i = 0; i < count; i++)
		list_code(&list, i, codes[i], NULL, chinese);
	list_more(&list, count, chinese);
	line = arena_printf(arena, chinese ?
	    "规则的 codes 里的编码，记录里一个也没有；有的是 %.*s。" :
	    "no record has a code of those that codes states; they have %.*s",
	    (int)list.n, list.p);
	buf_free(&list);
	return line;
}
