#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "normalize/new.h"
#include "normalize/normalize.h"
#include "rules/node.h"

/* Any file: the rule that is made for it can be read, and compiles. */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check_rule(struct span text, struct arena *arena)
{
	struct faults faults = { .arena = arena };
	struct rule rule = { .name = "new", .path = "new" };
	const struct config config = { .rules = &rule, .rule_count = 1 };
	void *plan;

	rule.root = node_parse(arena, text, "new", &faults);
	assert(rule.root != NULL && faults.count == 0);
	assert(normalize_engine.compile(&config, arena, &plan, &faults) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[] = "/tmp/minqing-fuzz-XXXXXX";
	const struct setting setting = { "new", path };
	const struct config config = { .settings = &setting,
	    .setting_count = 1 };
	struct arena arena = { 0 };
	struct buf rule = { 0 };
	struct err e = { 0 };
	int fd = mkstemp(path);

	assert(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	close(fd);
	if (normalize_new(NULL, &config, &arena, &rule, &e) == 0)
		check_rule(buf_span(&rule), &arena);
	unlink(path);
	buf_free(&rule);
	arena_free(&arena);
	return 0;
}
