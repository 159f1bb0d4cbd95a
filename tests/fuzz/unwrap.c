#include <assert.h>
#include <stdint.h>

#include "base/utf8.h"
#include "normalize/clean.h"

/*
 * The first byte says what is done to lines and notes, the rest is a text:
 * what comes of it is UTF-8, and notes stand in it.
 */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check_notes(const struct notes *notes, struct span text, struct arena *arena)
{
	const struct edits none = { 0 };
	const struct note *note;
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < notes->count; i++) {
		note = &notes->items[i];
		assert(note->at == NOTE_NOWHERE || note->at == text.n ||
		    (note->at < text.n &&
		    !utf8_is_continuation(text.p[note->at])));
		assert(note->body == NOTE_NOWHERE || note->body <= text.n);
	}
	notes_put(notes, text, &none, arena, &b);
	assert(utf8_check(buf_span(&b)) == b.n);
	buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct body_rule prose = { .prose = true };
	const struct notes_rule marks = { { true, true, true } };
	struct page_rule lines;
	struct clean_rule rule;
	struct arena arena = { 0 };
	struct notes notes = { 0 };
	struct edits all = { 0 };
	struct span text, clean;
	struct err e;

	if (n == 0)
		return 0;
	text = span_make((const char *)data + 1, n - 1);
	if (utf8_check(text) < text.n)
		return 0;
	lines = (struct page_rule){ .unwrap = data[0] & 1,
	    .across_pages = data[0] & 2, .on_pages = data[0] & 4 ? 2 : 0,
	    .body = data[0] & 8 ? &prose : NULL, .columns = data[0] & 16 };
	rule = (struct clean_rule){ .lines = &lines, .notes = &marks,
	    .spaces = { data[0] & 32, data[0] & 64, data[0] & 128 } };
	assert(clean_text(&rule, NULL, &arena, text, &clean, &all, &notes,
	    &e) == 0);
	assert(utf8_check(clean) == clean.n);
	assert(span_equal(edits_apply(&all, &arena, text), clean));
	check_notes(&notes, clean, &arena);
	arena_free(&arena);
	return 0;
}
