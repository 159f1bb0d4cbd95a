#include "base/err.h"
#include "rules/list.h"

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
list_read(struct arena *arena, const struct file *file, struct span **terms,
    size_t *count, struct faults *faults)
{
	struct span	 text = file->text;
	char		 quoted[256];

	if (file_check_utf8(text, file->path, faults) == -1)
		return -1;
	if (span_starts(text, SPAN("\xEF\xBB\xBF")))
		text = span_from(text, 3);
	*terms = arena_alloc(arena, count_lines(text) * sizeof(**terms));
	*count = pick(text, *terms);
	if (*count > LIST_MAX_TERMS)
		return fault(faults, file->asked_at,
		    "the list %s has %zu terms, expected at most %d",
		    err_quote(quoted, sizeof(quoted), span_of(file->path)),
		    *count, LIST_MAX_TERMS);
	return 0;
}
