#include "normalize/member.h"

#include "base/utf8.h"
#include "normalize/worker.h"

/* NUL-terminated. */
static const char *
terminated(struct span name, struct arena *arena)
{
	return arena_printf(arena, "%.*s", (int)name.n, name.p).p;
}

const char *
member_name(void *worker, struct span name, struct arena *arena)
{
	const struct worker *w = worker;
	const char *raw = terminated(name, arena);
	struct span text;
	struct err e = { 0 };

	if (utf8_check(name) == name.n)
		return raw;
	if (encoding_decode(w->decoder, ENCODING_GB18030, name, arena, &text,
	    &e) == 0)
		return terminated(text, arena);
	return terminated(worker_file(raw, arena), arena);
}
