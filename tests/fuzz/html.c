#include <assert.h>
#include <stdint.h>

#include "base/utf8.h"
#include "text/markup.h"

/*
 * The first byte says which part of a page is read, the rest is one: edits
 * must be in order, and what they make is UTF-8.
 */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena arena = { 0 };
	struct edits edits;
	struct span text;
	size_t i, at = 0;

	if (n == 0)
		return 0;
	text = span_make((const char *)data + 1, n - 1);
	if (utf8_check(text) < text.n)
		return 0;
	edits = markup_html(&arena, text, data[0] & 1 ? MARKUP_ARTICLE :
	    MARKUP_WHOLE, NULL);
	for (i = 0; i < edits.count; i++) {
		assert(edits.items[i].start >= at);
		at = edits.items[i].start + edits.items[i].old_n;
		assert(at <= text.n);
	}
	text = edits_apply(&edits, &arena, text);
	assert(utf8_check(text) == text.n);
	arena_free(&arena);
	return 0;
}
