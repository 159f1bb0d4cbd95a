#include "base/mem.h"
#include "base/pack.h"
#include "tag/explaining.h"

/* The corrections that hold in the unit with their id, as their number. */
static void
put_held(const struct claims *claims, struct buf *row)
{
	const struct claim *c, *end = claims->items + claims->count;
	uint32_t n = 0;

	for (c = claims->items; c < end; c++)
		n += c->exact && c->contained;
	pack_bytes(row, &n, sizeof(n));
	for (c = claims->items; c < end; c++)
		if (c->exact && c->contained)
			pack_bytes(row, &c->correction, sizeof(c->correction));
}

int
explain_map(struct worker *w, const struct record *r, struct buf *row,
    struct err *e)
{
	struct claims claims = { 0 };
	struct span id;
	int rc = record_id(r, &id, e);
	bool is_asked = rc == 1 && span_equal(id, w->plan->explain_id);

	if (rc == -1 || claims_find(w->plan, r, NULL, &claims, e) == -1)
		return -1;
	if (!is_asked && claims.count == 0)
		return 0;
	buf_cut(&w->line, 0);
	w->keep = KEEP_ALL;
	if (tag_record(w, r, &claims, &w->line, w->counters, e) == -1)
		return -1;
	put_held(&claims, row);
	if (is_asked)
		buf_add(row, r->line);
	return 0;
}

/*
 * The fold: the records that are asked for wait until all that corrections say
 * of other units is known.
 */
struct explained {
	const struct plan	*plan;
	struct buf		 lines;
	uint64_t		*exact_holds;	/* by correction */
};

int
explain_begin(const struct plan *p, void **state)
{
	struct explained *x = mem_zero(1, sizeof(*x));

	x->plan = p;
	x->exact_holds = mem_zero(p->correction_count,
	    sizeof(*x->exact_holds));
	*state = x;
	return 0;
}

int
explain_row(void *state, struct span row, struct out *out, struct err *e)
{
	struct explained *x = state;
	uint32_t n, correction;

	(void)out;
	(void)e;
	for (unpack_bytes(&row, &n, sizeof(n)); n > 0; n--) {
		unpack_bytes(&row, &correction, sizeof(correction));
		x->exact_holds[correction]++;
	}
	if (row.n > 0)
		pack_text(&x->lines, row);
	return 0;
}

static int
explain_line(struct explained *x, struct worker *w, struct span line,
    struct buf *out, struct err *e)
{
	struct arena arena = { 0 };
	struct record record = { 0 };
	char shown[256];
	struct span id;
	int rc = -1;

	if (record_parse(&record, &arena, line, e) == 0 &&
	    record_id(&record, &id, e) == 1) {
		buf_printf(out, "record %s\n", err_quote(shown,
		    sizeof(shown), id));
		rc = explaining_record(w, &record, id, x->exact_holds, out, e);
	}
	arena_free(&arena);
	return rc;
}

static int
explain_lines(struct explained *x, struct out *out, struct err *e)
{
	struct span lines = buf_span(&x->lines);
	struct worker *w = worker_new(x->plan);
	int rc = 0;

	while (lines.n > 0 && rc == 0) {
		rc = explain_line(x, w, unpack_text(&lines), out->record, e);
		++*out->records;
	}
	worker_free(w);
	return rc;
}

int
explain_finish(void *state, struct out *out, struct err *e)
{
	struct explained *x = state;
	struct err none = { 0 };
	char shown[256];
	int rc = explain_lines(x, out, e);

	if (x->lines.n == 0) {
		err_set(&none, ERR_INPUT, NULL, 0, 0, "no record has the id "
		    "\"%s\"", err_quote(shown, sizeof(shown),
		    x->plan->explain_id));
		out->tell(&none);
	}
	explain_drop(state);
	return rc;
}

void
explain_drop(void *state)
{
	struct explained *x = state;

	mem_free(x->exact_holds);
	buf_free(&x->lines);
	mem_free(x);
}
