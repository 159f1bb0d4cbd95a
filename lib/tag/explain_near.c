#include "tag/chain.h"
#include "tag/describe.h"
#include "tag/explaining.h"
#include "tag/state.h"

/* Parts of a matcher, and where they stand. */
struct nearly {
	struct explaining	*x;
	uint32_t		 code;
	const struct matcher	*m;
	struct founds		 parts[TAG_MAX_PARTS];
	uint32_t		 found;		/* parts that stand somewhere */
	struct buf		*out;
};

/* From the first of the parts that stand somewhere to the last. */
static struct found
stretch_of(const struct nearly *n)
{
	struct found f = { UINT32_MAX, 0, 1 };
	const struct found *one;
	uint32_t i;

	for (i = 0; i < n->m->part_count; i++) {
		if (n->parts[i].count == 0)
			continue;
		one = &n->parts[i].items[0];
		f.start = one->start < f.start ? one->start : f.start;
		f.end = one->end > f.end ? one->end : f.end;
	}
	return f;
}

static size_t
count_chains(const struct nearly *n, const struct matcher *m)
{
	struct search *s = n->x->search;

	switch (m->kind) {
	case MATCHER_SEQ:
		return chain_seq(s, m, n->parts).count;
	case MATCHER_NEAR:
		return chain_near(s, m, n->parts).count;
	default:
		return chain_all(s, m, n->parts, NULL).count;
	}
}

/* Why parts that all stand there don't make a match. */
static void
put_reason(const struct nearly *n)
{
	bool is_seq = n->m->kind == MATCHER_SEQ &&
	    n->m->part_count <= TAG_MAX_NEAR;
	struct matcher loose = *n->m, near, wide, turned;
	struct buf *b = n->out;

	loose.none_count = 0;
	if (n->m->none_count > 0 && count_chains(n, &loose) > 0) {
		buf_printf(b, "what none names stands there, too\n");
		return;
	}
	wide = loose;
	wide.within = WITHIN_TEXT;
	near = loose;
	near.gap = TAG_MAX_GAP;
	near.gaps = NULL;
	turned = near;
	turned.kind = MATCHER_NEAR;
	if (count_chains(n, &wide) > 0)
		buf_printf(b, "not in one %s\n", tag_within_names[loose.within]);
	else if (count_chains(n, &near) > 0)
		buf_printf(b, "more than %u characters stand between them\n",
		    n->m->gaps != NULL ? TAG_GLOB_STAR : n->m->gap);
	else if (is_seq && count_chains(n, &turned) > 0)
		buf_printf(b, "they stand in another order\n");
	else
		buf_printf(b, "too far apart, or one in the other\n");
}

static void
put_parts(const struct nearly *n)
{
	struct buf *b = n->out;
	const struct plan *p = n->x->plan;
	const struct found *f;
	uint32_t i;

	for (i = 0; i < n->m->part_count; i++) {
		if (n->parts[i].count == 0)
			continue;
		f = &n->parts[i].items[0];
		buf_printf(b, "    %u-%u: ", f->start, f->end);
		describe_matcher(p, n->m->parts[i], b);
		buf_byte(b, '\n');
	}
	for (i = 0; i < n->m->part_count; i++) {
		if (n->parts[i].count > 0)
			continue;
		buf_printf(b, "    nowhere: ");
		describe_matcher(p, n->m->parts[i], b);
		buf_byte(b, '\n');
	}
}

static void
put_matcher(const struct nearly *n)
{
	struct buf *b = n->out;

	buf_printf(b, "    ");
	if (n->m->node != NULL) {
		describe_node(n->m->node, b);
		buf_printf(b, " at ");
		describe_place(n->m->node->place, b);
	}
	buf_byte(b, '\n');
}

/*
 * Whether to tell it: nearly a match, or far off while such are few.  One part
 * of two, such as 不 or 服务, or one word of a regex would make near misses of
 * half a book.  Who asks for one code is told of all.
 */
static bool
is_told(struct nearly *n, bool is_far)
{
	struct explaining *x = n->x;

	n->out = &x->misses;
	if (!is_far || x->plan->explain_code != TAG_NONE)
		return true;
	n->out = &x->far;
	return ++x->far_count <= EXPLAIN_MOST_FAR;
}

/* One made of parts, of which one at most is missing. */
static void
look_at_parts(struct nearly *n)
{
	struct found f;
	uint32_t i;

	for (i = 0; i < n->m->part_count; i++) {
		n->parts[i] = search_eval(n->x->search, n->m->parts[i], NULL);
		n->found += n->parts[i].count > 0;
	}
	if (n->found == 0 || (n->x->plan->explain_code == TAG_NONE &&
	    n->found + 1 < n->m->least) ||
	    !is_told(n, n->found < n->m->least && n->found < 2))
		return;
	f = stretch_of(n);
	explaining_put_place(n->x, n->out, n->code, f);
	put_matcher(n);
	put_parts(n);
	if (n->found >= n->m->least) {
		buf_printf(n->out, "    ");
		put_reason(n);
	}
	explaining_put_row(n->x, n->out, n->code, f, "add");
}

/* Of the literals that occur the one that comes last; TAG_NONE: none does. */
static uint32_t
last_literal(struct search *s, uint32_t matcher)
{
	struct literal_walk walk = search_literals(s, matcher);
	uint32_t literal, hit, last = TAG_NONE, start = 0;

	while (search_next_literal(s, &walk, &literal)) {
		hit = search_literal(s, literal)->first;
		if (hit != TAG_NONE && s->hits[hit].start >= start) {
			last = literal;
			start = s->hits[hit].start;
		}
	}
	return last;
}

/* Terms that a decoy hides, and regexes of which a word occurs. */
static void
look_at_words(struct nearly *n, uint32_t matcher)
{
	struct search *s = n->x->search;
	const uint32_t literal = last_literal(s, matcher);
	const struct hit *hit;
	struct found f;

	if (literal == TAG_NONE || !is_told(n, n->m->kind == MATCHER_REGEX))
		return;
	hit = &s->hits[search_literal(s, literal)->first];
	f = (struct found){ hit->start, hit->end, 1 };
	explaining_put_place(n->x, n->out, n->code, f);
	if (n->m->kind == MATCHER_REGEX)
		put_matcher(n);
	else
		explaining_put_term(n->x, n->out, matcher, literal);
	buf_printf(n->out, "    %s\n", n->m->kind == MATCHER_REGEX ?
	    "a word that it needs stands there, but it doesn't match" :
	    n->m->whole_word ? "it is part of a word" :
	    "a decoy hides it");
	explaining_put_row(n->x, n->out, n->code, f, "add");
}

static void
look(struct explaining *x, uint32_t code, uint32_t matcher)
{
	struct nearly n = { .x = x, .code = code,
	    .m = &x->plan->matchers[matcher] };
	uint32_t i;

	if (search_eval(x->search, matcher, NULL).count > 0)
		return;
	switch (n.m->kind) {
	case MATCHER_ANY:
		for (i = 0; i < n.m->part_count; i++)
			look(x, code, n.m->parts[i]);
		break;
	case MATCHER_TERMS:
	case MATCHER_REGEX:
		look_at_words(&n, matcher);
		break;
	case MATCHER_SEQ:
	case MATCHER_NEAR:
	case MATCHER_ALL:
	case MATCHER_AT_LEAST:
		look_at_parts(&n);
		break;
	case MATCHER_CODE:
	case MATCHER_NEEDED:
	case MATCHER_SELF:
		break;
	}
}

void
explaining_near(struct explaining *x, uint32_t code)
{
	look(x, code, x->plan->codes[code].matcher);
}
