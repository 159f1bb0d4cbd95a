#include <assert.h>
#include <stdint.h>

#include "base/utf8.h"
#include "text/cut.h"

/*
 * Any text, with the default rules or with marks and pairs of its own: the
 * pieces hold all that isn't white space, and by default a sentence alone is
 * one sentence.
 */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check_between(struct span text, size_t from, size_t to)
{
	while (from < to) {
		uint32_t c = utf8_next(text, &from);

		assert(utf8_is_space(c));
	}
}

static void
check_pieces(struct span text, const struct cut_piece *p, size_t n)
{
	size_t at = 0, i;

	for (i = 0; i < n; i++) {
		assert(p[i].start >= at && p[i].end > p[i].start);
		check_between(text, at, p[i].start);
		at = p[i].end;
		assert(p[i].char_end - p[i].char_start == utf8_length(
		    span_make(text.p + p[i].start, at - p[i].start)));
	}
	check_between(text, at, text.n);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span all = span_make((const char *)data, size), text = all;
	struct cut_rules rules = cut_default;
	struct arena arena = {0};
	struct cut_piece *p, *again;
	size_t n, i;

	if (utf8_check(all) < size)
		return 0;
	if (size > 0 && data[0] == 'r') {
		n = span_index(all, '\n');
		rules.end = span_make(all.p, n);
		text = span_from(all, n + 1);
		n = span_index(text, '\n');
		rules.pairs = span_make(text.p, n);
		text = span_from(text, n + 1);
	}
	n = cut_clauses(&arena, text, &rules, &p);
	check_pieces(text, p, n);
	n = cut_sentences(&arena, text, &rules, &p);
	check_pieces(text, p, n);
	for (i = 0; i < n && rules.end.p == cut_default.end.p; i++)
		assert(cut_sentences(&arena, span_make(text.p + p[i].start,
		    p[i].end - p[i].start), &rules, &again) == 1);
	arena_free(&arena);
	return 0;
}
