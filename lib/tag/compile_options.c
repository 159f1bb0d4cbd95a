#include "tag/compile.h"

#define QUOTED	96

/* The ids as in records, and as the one book has them; for --keep the rest. */
static const char *
nearest_id(struct compiler *c, struct span typed, bool keep)
{
	const struct plan *p = c->plan;
	struct map names = { 0 };
	const char *near;
	uint32_t i;

	for (i = 0; i < p->code_count; i++) {
		map_put(&names, p->codes[i].id, NULL);
		if (p->book_count == 1 && p->books[0].prefix.n > 0)
			map_put(&names, span_from(p->codes[i].id,
			    p->books[0].prefix.n + 1), NULL);
	}
	if (keep) {
		map_put(&names, SPAN("coded"), NULL);
		map_put(&names, SPAN("uncoded"), NULL);
	}
	near = nearest_name(c, &names, typed);
	map_free(&names);
	return near;
}

/*
 * A code as an option names it: as in records, or as the one book has it; keep
 * if the option takes words that are no codes.
 */
static uint32_t
read_code(struct compiler *c, const char *option, const char *id, bool keep)
{
	const struct plan *p = c->plan;
	struct span prefix = p->book_count > 0 ? p->books[0].prefix : SPAN("");
	const struct map_entry *entry = map_get(&c->ids, span_of(id));
	char shown[QUOTED];

	if (entry == NULL && p->book_count == 1 && prefix.n > 0)
		entry = map_get(&c->ids, arena_printf(c->run, "%.*s.%s",
		    (int)prefix.n, prefix.p, id));
	if (entry != NULL)
		return (uint32_t)((uintptr_t)entry->value - 1);
	fault(c->faults, (struct place){ option, 0, 0 }, "no code \"%s\" in "
	    "the books%s", err_quote(shown, sizeof(shown), span_of(id)),
	    nearest_id(c, span_of(id), keep));
	return TAG_NONE;
}

static void
read_keep(struct compiler *c, const char *value)
{
	struct plan *p = c->plan;

	p->keep = KEEP_CODE;
	if (strcmp(value, "coded") == 0)
		p->keep = KEEP_CODED;
	else if (strcmp(value, "uncoded") == 0)
		p->keep = KEEP_UNCODED;
	else
		p->keep_code = read_code(c, "--keep", value, true);
}

void
options_read_plan(struct compiler *c)
{
	const char *keep = config_setting(c->config, "keep");
	const char *id = config_setting(c->config, "explain");
	const char *code = config_setting(c->config, "code");
	struct plan *p = c->plan;

	p->explain_code = TAG_NONE;
	p->names_terms = id != NULL ||
	    config_setting(c->config, "text") != NULL;
	if (keep != NULL)
		read_keep(c, keep);
	if (code != NULL)
		p->explain_code = read_code(c, "--code", code, false);
	if (config_setting(c->config, "coverage") != NULL) {
		p->mode = MODE_COVERAGE;
		p->names_terms = true;
	}
	if (id != NULL) {
		p->mode = MODE_EXPLAIN;
		p->explain_id = span_of(id);
	}
}
