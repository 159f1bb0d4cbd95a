#include "base/mem.h"
#include "base/pack.h"
#include "record/json.h"
#include "tag/coding.h"
#include "tag/coverage.h"
#include "tag/sort.h"
#include "tag/state.h"

/* What occurs in a record: the row is its codes, then its literals. */
struct occurrence {
	uint32_t	literal;
	uint32_t	count;
};

struct covering {
	struct arena		*arena;
	struct occurrence	*items;
	size_t			 count, capacity;
};

/* The sums of all records. */
struct coverage {
	const struct plan	*plan;
	uint64_t		*codes;		/* records */
	struct {
		uint64_t	 records, matches;
	}			*literals;
};

/* The literals of a field: all that the search through it met. */
static void
cover_field(void *ctx, struct search *s, const struct coded_field *field)
{
	struct covering *c = ctx;
	size_t i;

	(void)field;
	c->items = arena_grow(c->arena, c->items, c->count, &c->capacity,
	    c->count + s->seen_count, sizeof(*c->items));
	for (i = 0; i < s->seen_count; i++)
		c->items[c->count++] = (struct occurrence){ s->seen[i],
		    search_literal(s, s->seen[i])->count };
}

static int
compare_literals(const void *left, const void *right)
{
	const struct occurrence *a = left, *b = right;

	return a->literal < b->literal ? -1 : a->literal > b->literal;
}

static void
settle(struct covering *c)
{
	size_t i, n = 0;

	sort_items(c->items, c->count, sizeof(*c->items), compare_literals);
	for (i = 0; i < c->count; i++) {
		if (n > 0 && c->items[n - 1].literal == c->items[i].literal)
			c->items[n - 1].count += c->items[i].count;
		else
			c->items[n++] = c->items[i];
	}
	c->count = n;
}

int
coverage_map(struct worker *w, const struct record *r, struct out *out,
    struct err *e)
{
	const struct plan *p = w->plan;
	struct covering c = { .arena = r->arena };
	struct claims claims = { 0 };
	uint32_t i, n = 0;
	int rc;

	memset(w->counters, 0, p->counter_count * sizeof(*w->counters));
	buf_cut(&w->line, 0);
	w->each_field = cover_field;
	w->each_ctx = &c;
	w->keep = KEEP_ALL;
	rc = claims_find(p, r, NULL, &claims, e);
	if (rc == 0)
		rc = tag_record(w, r, &claims, &w->line, w->counters, e);
	w->each_field = NULL;
	w->each_ctx = NULL;
	if (rc == -1)
		return -1;
	for (i = 0; i < p->counter_count; i++)
		out->counters[i] += w->counters[i];
	for (i = 0; i < p->code_count; i++)
		n += w->counters[i] > 0;
	pack_bytes(out->record, &n, sizeof(n));
	for (i = 0; i < p->code_count; i++)
		if (w->counters[i] > 0)
			pack_bytes(out->record, &i, sizeof(i));
	settle(&c);
	for (i = 0; i < c.count; i++)
		pack_bytes(out->record, &c.items[i], sizeof(c.items[i]));
	return 0;
}

int
coverage_begin(const struct plan *p, void **state)
{
	struct coverage *c = mem_zero(1, sizeof(*c));

	c->plan = p;
	c->codes = mem_zero(p->code_count, sizeof(*c->codes));
	c->literals = mem_zero(p->literal_count, sizeof(*c->literals));
	*state = c;
	return 0;
}

int
coverage_row(void *state, struct span row, struct out *out, struct err *e)
{
	struct coverage *c = state;
	struct occurrence o;
	uint32_t n, code;

	(void)out;
	(void)e;
	for (unpack_bytes(&row, &n, sizeof(n)); n > 0; n--) {
		unpack_bytes(&row, &code, sizeof(code));
		c->codes[code]++;
	}
	while (row.n > 0) {
		unpack_bytes(&row, &o, sizeof(o));
		c->literals[o.literal].records++;
		c->literals[o.literal].matches += o.count;
	}
	return 0;
}

static void
put_code(const struct coverage *c, uint32_t code, struct buf *b)
{
	buf_byte(b, '{');
	json_put_key(b, "code");
	buf_add(b, c->plan->codes[code].json);
	json_put_count(b, "records", c->codes[code]);
	buf_add(b, SPAN("}\n"));
}

/* One of a literal's places in the books. */
static void
put_term(const struct coverage *c, uint32_t literal, uint32_t user,
    struct buf *b)
{
	const struct plan *p = c->plan;

	buf_byte(b, '{');
	json_put_key(b, "term");
	json_put_string(b, p->literals[literal]);
	json_put_key(b, "rule");
	json_put_bytes(b, span_of(p->user_lines[user].file));
	json_put_count(b, "line", p->user_lines[user].number);
	json_put_count(b, "records", c->literals[literal].records);
	json_put_count(b, "matches", c->literals[literal].matches);
	buf_add(b, SPAN("}\n"));
}

int
coverage_finish(void *state, struct out *out, struct err *e)
{
	const struct coverage *c = state;
	const struct plan *p = c->plan;
	uint32_t i, k;

	(void)e;
	for (i = 0; i < p->code_count; i++, ++*out->records)
		put_code(c, i, out->record);
	for (i = 0; i < p->literal_count; i++)
		for (k = p->users.start[i]; k < p->users.start[i + 1]; k++) {
			if (p->matchers[p->users.to[k]].kind != MATCHER_TERMS)
				continue;
			put_term(c, i, k, out->record);
			++*out->records;
		}
	coverage_drop(state);
	return 0;
}

void
coverage_drop(void *state)
{
	struct coverage *c = state;

	mem_free(c->codes);
	mem_free(c->literals);
	mem_free(c);
}
