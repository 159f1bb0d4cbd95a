#include <assert.h>
#include <stdint.h>

#include "base/utf8.h"
#include "normalize/spaces.h"
#include "normalize/unwrap.h"

/*
 * The first byte says whether pages are joined and what becomes of spaces;
 * the rest is a text.  Edits must be in order, and no character may be lost
 * but white space and hyphens.
 */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check_order(const struct edits *edits, size_t n)
{
	size_t i, at = 0;

	for (i = 0; i < edits->count; i++) {
		assert(edits->items[i].start >= at);
		at = edits->items[i].start + edits->items[i].old_n;
		assert(at >= edits->items[i].start && at <= n);
	}
}

/* Sums the characters that must stay, whatever their order. */
static uint64_t
sum(struct span s)
{
	uint64_t total = 0;
	size_t at = 0;
	uint32_t c;

	while (at < s.n) {
		c = utf8_next(s, &at);
		if (!utf8_is_space(c) && c != '-')
			total += (uint64_t)c * c;
	}
	return total;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct line_drop none = { NULL, 0, NULL };
	struct spaces_rule rule;
	struct arena arena = { 0 };
	struct lines lines;
	struct edits edits;
	struct span text, joined, clean;
	struct err e;

	if (n == 0)
		return 0;
	text = span_make((const char *)data + 1, n - 1);
	if (utf8_check(text) < text.n)
		return 0;
	rule = (struct spaces_rule){ data[0] & 2, data[0] & 4, data[0] & 8 };
	lines_read(&lines, &arena, text, &none, &e);
	edits = unwrap_edits(&arena, &lines, data[0] & 1, NULL);
	check_order(&edits, text.n);
	joined = edits_apply(&edits, &arena, text);
	assert(sum(joined) == sum(text));
	edits = spaces_edits(&arena, joined, &rule);
	check_order(&edits, joined.n);
	clean = edits_apply(&edits, &arena, joined);
	assert(utf8_check(clean) == clean.n && sum(clean) == sum(text));
	arena_free(&arena);
	return 0;
}
