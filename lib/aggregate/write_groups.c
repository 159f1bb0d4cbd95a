#include "aggregate/network_write.h"
#include "aggregate/sheet.h"
#include "aggregate/spill.h"
#include "aggregate/write.h"
#include "aggregate/write_groups.h"

static void
tell(struct span line, struct groups *g, const struct out *out)
{
	struct err note;

	groups_foot(g, line);
	if (out->tell == NULL)
		return;
	err_set(&note, ERR_NONE, NULL, 0, 0, "%.*s", (int)line.n, line.p);
	out->tell(&note);
}

/* An empty table looks as if there were nothing to tell. */
static struct span
all_unwanted(const struct groups *g, uint64_t rows, struct arena *arena)
{
	return arena_printf(arena, g->plan->chinese ?
	    "规则的 having 把 %llu 行全都略去了。" :
	    "the rule's having left out all of %llu rows",
	    (unsigned long long)rows);
}

/*
 * Why a table tells nothing, or what it lacks: here and at its foot.  Once:
 * what had no room to be written is made again from files.
 */
static void
tell_why(const struct sheet *sheet, struct groups *g, const struct out *out)
{
	struct arena arena = {0};

	if (g->why_told)
		return;
	g->why_told = true;
	if (sheet->why.n > 0)
		tell(sheet->why, g, out);
	if (sheet->coderless > 0)
		tell(arena_printf(&arena, g->plan->chinese ?
		    "%llu 行写了编码而没有写编码员，没有计入：编码员要每行都写。" :
		    "rows with codes and no coder, left out: %llu (the name "
		    "belongs in each row)",
		    (unsigned long long)sheet->coderless), g, out);
	if (sheet->unknown.n > 0)
		tell(sheet->unknown, g, out);
	if (sheet->wanted == 0 && sheet->unwanted > 0)
		tell(all_unwanted(g, sheet->unwanted, &arena), g, out);
	arena_free(&arena);
}

static int
write_rows(const struct results *all, struct groups *g, struct out *out,
    struct err *e)
{
	struct sheet sheet;

	if (all->groups->plan->format >= FORMAT_GRAPHML)
		return network_write(all, out->record, e);
	if (sheet_make(&sheet, all, e) == -1)
		return -1;
	tell_why(&sheet, g, out);
	return sheet_write(&sheet, out, e);
}

/* Groups that memory holds, and what is made of them. */
static int
write_held(struct groups *g, struct out *out, struct err *e)
{
	struct arena arena = {0};
	struct results results;
	int rc = results_make(&results, g, &arena, e);

	if (rc == 0)
		rc = g->plan->table != NULL ? write_rows(&results, g, out,
		    e) :
		    write_results(&results, out, e);
	arena_free(&arena);
	return rc;
}

static int
write_spilled_rows(struct groups *g, struct out *out, struct err *e)
{
	struct arena arena = {0};
	struct results none = { .groups = g, .arena = &arena };
	struct sheet sheet;
	int rc = sheet_make_spilled(&sheet, g, &none, out, e);

	if (rc == 0) {
		tell_why(&sheet, g, out);
		rc = sheet_write(&sheet, out, e);
	}
	arena_free(&arena);
	return rc;
}

static int
write_all(struct groups *g, struct out *out, struct err *e)
{
	bool is_graph = g->plan->format >= FORMAT_GRAPHML;
	size_t before = out->record->n;
	uint64_t records = *out->records;

	if (g->plan->partial)
		return write_partial(g, out, e);
	if (is_graph && g->spilled != NULL && spill_load(g, e) == -1)
		return -1;
	if (is_graph || g->spilled == NULL) {
		if (write_held(g, out, e) == 0)
			return 0;
		if (e->kind != ERR_MEMORY || is_graph)
			return -1;
		buf_cut(out->record, before);
		*out->records = records;
	}
	groups_make_total(g);
	g->spills++;
	if (spill_groups(g, e) == -1)
		return -1;
	return g->plan->table != NULL ? write_spilled_rows(g, out, e) :
	    write_spilled(g, out, e);
}

/* Of windows each would tell it. */
static void
tell_unwanted(const struct groups *g, const struct out *out)
{
	struct arena arena = {0};
	struct err note;
	struct span line;

	if (g->wanted > 0 || g->unwanted == 0 || out->tell == NULL ||
	    g->plan->window != NULL)
		return;
	line = all_unwanted(g, g->unwanted, &arena);
	err_set(&note, ERR_NONE, NULL, 0, 0, "%.*s", (int)line.n, line.p);
	out->tell(&note);
	arena_free(&arena);
}

int
write_groups(struct groups *g, struct out *out, struct err *e)
{
	int rc = write_all(g, out, e);

	if (rc == 0)
		tell_unwanted(g, out);
	return rc;
}
