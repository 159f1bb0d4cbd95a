#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "share.h"
#include "text/escapes.h"
#include "text/normal.h"
#include "text/numerals.h"
#include "text/punctuation.h"
#include "text/script.h"
#include "text/width.h"

/*
 * The first byte says which steps are done; the rest is a text.  Edits must be
 * in order and leave valid UTF-8; the steps one by one, and composed, must
 * give the same.
 */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static struct script	*scripts[2];

static void
open_scripts(void)
{
	static const char *const names[] = { "simplified", "traditional" };
	static struct arena arena;
	struct err e;
	size_t i;

	for (i = 0; i < 2 && scripts[i] == NULL; i++) {
		scripts[i] = script_open(&arena, arena_printf(&arena,
		    "%s/%s.script", share_folder(), names[i]).p, &e);
		assert(scripts[i] != NULL);
	}
}

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

static struct edits
step(unsigned which, struct arena *arena, struct span text)
{
	switch (which) {
	case 0:
		return escapes_edits(arena, text);
	case 1:
		return text.n % 2 == 0 ? normal_nfc(arena, text) :
		    normal_nfkc(arena, text);
	case 2:
		return width_edits(arena, text, WIDTH_LETTERS | WIDTH_SYMBOLS);
	case 3:
		return punctuation_edits(arena, text);
	case 4:
		return script_edits(scripts[text.n % 2], arena, text);
	case 5:
		return numerals_edits(NUMERALS_ARABIC, arena, text);
	default:
		return numerals_edits(NUMERALS_CHINESE, arena, text);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena arena = { 0 };
	struct edits edits, all = { 0 };
	struct span text, now;
	unsigned i;

	open_scripts();
	if (n == 0)
		return 0;
	now = text = span_make((const char *)data + 1, n - 1);
	if (utf8_check(text) < text.n)
		return 0;
	for (i = 0; i < 7; i++) {
		if ((data[0] >> i & 1) == 0)
			continue;
		edits = step(i, &arena, now);
		check_order(&edits, now.n);
		now = edits_apply(&edits, &arena, now);
		assert(utf8_check(now) == now.n);
		all = edits_compose(&all, &edits, &arena);
	}
	check_order(&all, text.n);
	assert(span_equal(edits_apply(&all, &arena, text), now));
	arena_free(&arena);
	return 0;
}
