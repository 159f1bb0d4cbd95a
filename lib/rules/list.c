#include "base/err.h"
#include "rules/list.h"
#include "rules/node.h"

/* Line by line; terms has room for every line. */
static size_t
pick(struct span text, struct span *terms)
{
	struct span	 line;
	size_t		 at = 0, count = 0, n;

	while (at < text.n) {
		n = span_index(span_from(text, at), '\n');
		line = span_trim(span_make(text.p + at, n));
		at += n + 1;
		if (line.n > 0 && line.p[0] != '#')
			terms[count++] = line;
	}
	return count;
}

static size_t
count_lines(struct span text)
{
	size_t	 lines = 1, i;

	for (i = 0; i < text.n; i++)
		lines += text.p[i] == '\n';
	return lines;
}

int
list_read(struct arena *arena, const char *path, struct place asked_at,
    struct span **terms, size_t *count, struct faults *faults)
{
	struct span	 text;
	const char	*reason;
	char		 quoted[256];

	if (node_read_file(arena, path, LIST_MAX_BYTES, &text, &reason) == -1)
		return fault(faults, asked_at, "can't read the list %s: %s",
		    err_quote(quoted, sizeof(quoted), span_of(path)), reason);
	if (node_check_utf8(text, path, faults) == -1)
		return -1;
	if (span_starts(text, SPAN("\xEF\xBB\xBF")))
		text = span_from(text, 3);
	*terms = arena_alloc(arena, count_lines(text) * sizeof(**terms));
	*count = pick(text, *terms);
	if (*count > LIST_MAX_TERMS)
		return fault(faults, asked_at,
		    "the list %s has %zu terms, expected at most %d",
		    err_quote(quoted, sizeof(quoted), span_of(path)), *count,
		    LIST_MAX_TERMS);
	return 0;
}
