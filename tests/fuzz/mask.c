#include <assert.h>
#include <stdint.h>

#include "base/utf8.h"
#include "normalize/mask.h"
#include "normalize/person.h"
#include "record/record.h"

/*
 * Any text and any record: what is found stands in order and between
 * characters, the quick look missed nothing, and what is masked is valid.
 */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check_text(const struct mask *mask, struct arena *arena, struct span text)
{
	uint64_t hits[PERSONAL_KINDS] = { 0 };
	const struct personal_wanted all = { true, true, true,
	    persons_new(arena, NULL, 0, NULL, 0) };
	struct personal_search search;
	struct personal p;
	size_t last = 0;

	personal_begin(&search, arena, &all, text);
	while (personal_next(&search, &p)) {
		assert(p.start >= last && p.end > p.start && p.end <= text.n);
		assert(!utf8_is_continuation(text.p[p.start]));
		assert(p.end == text.n ||
		    !utf8_is_continuation(text.p[p.end]));
		assert(p.kind > PERSONAL_EMAIL || personal_may_come(text));
		last = p.end;
	}
	text = mask_text(mask, arena, text, hits);
	assert(utf8_check(text) == text.n);
}

static void
check_record(const struct mask *mask, struct arena *arena, struct span text)
{
	uint64_t hits[PERSONAL_KINDS] = { 0 };
	struct record record;
	struct buf b = { 0 };
	struct err e = { 0 };

	if (record_parse(&record, arena, text, &e) == -1)
		return;
	record_write(&record, NULL, 0, &b);
	if (mask_record(mask, arena, &b, 0, NULL, hits, &e) == 0)
		assert(record_parse(&record, arena, buf_span(&b), &e) == 0);
	buf_free(&b);
}

static const char *const rules[] = { "default",
    "{plate: mask, passport: drop, name: mask, address: {keep: [1, 0]}}" };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = span_make((const char *)data, size);
	const struct config config = { .rules = NULL };
	const struct mask *mask;
	struct arena arena = { 0 };
	struct faults faults = { .arena = &arena };
	size_t i;

	if (utf8_check(text) < text.n)
		return 0;
	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		assert(mask_compile(&config, node_parse(&arena,
		    span_of(rules[i]), "-e", &faults), &arena, &mask,
		    &faults) == 0);
		check_text(mask, &arena, text);
		check_record(mask, &arena, text);
	}
	arena_free(&arena);
	return 0;
}
