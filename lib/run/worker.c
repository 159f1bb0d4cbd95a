#include <string.h>

#include "base/mem.h"
#include "run/worker.h"

int
worker_open(struct worker *w, const struct engine *engine, const void *plan,
    const struct options *o, size_t counters, struct err *e)
{
	*w = (struct worker){ .engine = engine, .o = o,
	    .cut = engine->cut != NULL ? engine->cut(plan) : UNIT_RECORDS,
	    .counters = counters };
	return engine->open(plan, &w->state, e);
}

void
worker_close(struct worker *w)
{
	w->engine->close(w->state);
	arena_free(&w->arena);
}

/* What who gives something else to a filter of records should type. */
static const char *
advise(struct span line)
{
	if (line.p[0] == '[')
		return "expected a JSON object a line, got an array (try: "
		    "jq -c '.[]' FILE)";
	if (line.p[0] == '{')
		return memchr(",[{", line.p[line.n - 1], 3) == NULL ? NULL :
		    "expected a JSON object on one line, got its first line "
		    "(try: jq -c . FILE)";
	if (line.p[0] == '<')
		return "expected a JSON object (a web page? try: normalize "
		    "-r web)";
	if (memchr(line.p, ',', line.n) != NULL ||
	    memchr(line.p, '\t', line.n) != NULL)
		return "expected a JSON object (a table? try: normalize "
		    "--new FILE; plain text? normalize -r lines)";
	return "expected a JSON object (plain text? try: normalize -r lines)";
}

static int
parse(struct worker *w, const struct batch *b, const struct item *item,
    struct record *record, struct span bytes, struct err *e)
{
	const char *advice;
	struct span rest;

	if (record_parse(record, &w->arena, bytes, e) == 0)
		return 0;
	/* Who pipes plain text into a filter of records is told what to do. */
	rest = span_trim(bytes);
	if (item->number == 1 && e->kind == ERR_RECORD && rest.n > 0 &&
	    (advice = advise(rest)) != NULL)
		return err_set(e, ERR_RECORD, b->shown, item->line, 1, "%s",
		    advice);
	return -1;
}

static int
map_item(struct worker *w, struct batch *b, struct item *item,
    struct err *e)
{
	struct out out = { .record = &b->out, .counters = b->counters,
	    .records = &b->counters[w->counters - 1], .told = &b->told,
	    .side = &b->side, .identity = &item->identity };
	struct span bytes = span_make(b->in.p + item->start,
	    item->end - item->start);
	struct record record;
	struct unit unit = { .bytes = bytes, .input = b->input,
	    .member = b->member, .offset = item->offset,
	    .line = item->line, .number = item->number,
	    .arena = &w->arena, .head = b->head, .stopped = item->stopped,
	    .above = span_make(b->above.p + item->above_start,
	    item->above_end - item->above_start),
	    .unended = item->unended };

	if (item->too_long)
		return err_record(e, "longer than %zu bytes (--max-record)",
		    w->o->max_record);
	if (w->cut == UNIT_RECORDS) {
		if (parse(w, b, item, &record, bytes, e) == -1)
			return -1;
		unit.record = &record;
	}
	return w->engine->map(w->state, &unit, &out, e);
}

void
worker_map(struct worker *w, struct batch *b)
{
	size_t i, held, told, side, n = w->counters * sizeof(*b->counters);
	uint64_t *before = mem_alloc(w->counters, sizeof(*before));
	struct item *item;
	struct err e;

	b->out.n = b->told.n = b->side.n = b->err_count = 0;
	memset(b->counters, 0, n);
	for (i = 0; i < b->count; i++) {
		item = &b->items[i];
		item->refused = 0;
		item->identity = 0;
		held = b->out.n;
		told = b->told.n;
		side = b->side.n;
		err_none(&e);
		memcpy(before, b->counters, n);
		if (map_item(w, b, item, &e) == -1) {
			b->out.n = held;
			b->told.n = told;
			b->side.n = side;
			memcpy(b->counters, before, n);
			batch_place(b, item, &e);
			if (e.kind == ERR_RECORD)
				batch_refuse(b, item, &e);
			else {
				b->fatal = e;
				b->count = i;
			}
		}
		item->out_end = b->out.n;
		item->told_end = b->told.n;
		item->side_end = b->side.n;
		arena_reset(&w->arena);
	}
	mem_free(before);
}
