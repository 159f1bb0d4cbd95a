#include <assert.h>
#include <stdint.h>

#include "base/utf8.h"
#include "text/markup.h"

/* A text in Markdown: edits must be in order, and what they make is UTF-8. */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct span text = span_make((const char *)data, n);
	struct arena arena = { 0 };
	struct edits edits = { 0 };
	struct err e;
	size_t i, at = 0;

	if (utf8_check(text) < text.n)
		return 0;
	if (markup_markdown(&arena, text, &edits, &e) == -1)
		edits = (struct edits){ 0 };
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
