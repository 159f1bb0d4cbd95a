#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "rules/node.h"
#include "segment/blocks.h"

/* A text, whose blocks must be a partition of what isn't white space. */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const char rule_text[] =
    "unit: sentence\n"
    "headings:\n"
    "  - {level: 1, match: '^[一二三]+、'}\n"
    "  - {level: 2, match: '^[（(][一二三]+[）)]'}\n"
    "  - {level: 3, match: '^\\d+[.．]', title_ends_at: 。}\n"
    "references: {after: [参考文献]}\n"
    "quotes: {match: '^访谈(?<quote_number>\\d+)：'}\n";

static struct arena run;
static struct plan *plan;
static struct regex_work *work;

static void
setup(void)
{
	struct faults faults = { .arena = &run };
	struct rule rule = { .name = "-e", .path = "-e", .expression = true };
	struct config config = { .rules = &rule, .rule_count = 1 };

	rule.root = node_parse(&run, SPAN(rule_text), "-e", &faults);
	plan = segment_compile(&config, &run, &faults);
	work = regex_work_new();
	if (plan == NULL)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct span text = span_make((const char *)data, n);
	struct arena arena = { 0 };
	struct block *blocks;
	struct err e;
	size_t i, count, at = 0;

	if (plan == NULL)
		setup();
	if (utf8_check(text) < n)
		return 0;
	if (blocks_find(plan, work, &arena, text, &blocks, &count, &e) == -1)
		count = 0;
	for (i = 0; i < count; i++) {
		assert(blocks[i].start >= at);
		while (at < blocks[i].start)
			assert(utf8_is_space(utf8_next(text, &at)));
		assert(blocks[i].end > at);
		at = blocks[i].end;
	}
	while (count > 0 && at < n)
		assert(utf8_is_space(utf8_next(text, &at)));
	arena_free(&arena);
	return 0;
}
