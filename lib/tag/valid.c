#include "base/utf8.h"
#include "tag/valid.h"

/* How far matchers with $self look to both sides of it, in code points. */
#define SELF_REACH	TAG_MAX_GAP

static const struct cut_piece *
piece_of(struct search *s, uint32_t code, uint32_t character)
{
	const struct plan *p = s->plan;

	return text_piece_at(&s->text, p->books[p->codes[code].book].within,
	    character);
}

/* No stop character of the context stands from start to end. */
static bool
is_open(struct search *s, const struct context *ctx, unsigned fold,
    uint32_t start, uint32_t end)
{
	struct span between = text_chars(&s->text, start, end);
	uint32_t c, i;
	size_t at = 0;

	while (at < between.n) {
		c = terms_fold(utf8_next(between, &at), fold);
		for (i = 0; i < ctx->stop_count; i++)
			if (ctx->stops[i] == c)
				return false;
	}
	return true;
}

/* The word that ends nearest before the match, within its piece; or NULL. */
static const struct found *
left_word(struct search *s, const struct coded *m, const struct context *ctx,
    unsigned fold)
{
	uint32_t far = (uint32_t)ctx->left + TAG_MAX_TERM_LENGTH;
	const struct found *word = NULL;
	const struct cut_piece *p;
	struct founds words;
	size_t i;

	words = founds_between(search_eval(s, ctx->words, NULL),
	    m->start > far ? m->start - far : 0, m->start);
	for (i = words.count; i-- > 0;)
		if (words.items[i].end <= m->start &&
		    (word == NULL || words.items[i].end > word->end))
			word = &words.items[i];
	if (word == NULL || m->start - word->end > ctx->left)
		return NULL;
	p = piece_of(s, m->code, m->start);
	return p != NULL && word->start >= p->char_start &&
	    is_open(s, ctx, fold, word->end, m->start) ? word : NULL;
}

/* The one that begins nearest behind it. */
static const struct found *
right_word(struct search *s, const struct coded *m, const struct context *ctx,
    unsigned fold)
{
	const struct cut_piece *p;
	struct founds words;

	words = founds_between(search_eval(s, ctx->words, NULL), m->end,
	    m->end + (uint32_t)ctx->right + 1);
	if (words.count == 0)
		return NULL;
	p = piece_of(s, m->code, m->end - 1);
	return p != NULL && words.items[0].end <= p->char_end &&
	    is_open(s, ctx, fold, m->end, words.items[0].start) ?
	    words.items : NULL;
}

const struct found *
valid_word(struct search *s, const struct coded *m, uint32_t context)
{
	const struct book *book = &s->plan->books[s->plan->codes[m->code].book];
	const struct context *ctx = &book->contexts[context];
	const struct found *word = NULL;

	if (ctx->left >= 0)
		word = left_word(s, m, ctx, book->fold);
	if (word == NULL && ctx->right >= 0)
		word = right_word(s, m, ctx, book->fold);
	return word;
}

const struct found *
valid_inside(struct search *s, const struct coded *m)
{
	const struct code *code = &s->plan->codes[m->code];
	const struct book *book = &s->plan->books[code->book];
	struct founds words;
	uint32_t c;
	size_t i;

	for (c = 0; c < code->context_count; c++) {
		words = founds_between(search_eval(s,
		    book->contexts[code->contexts[c]].words, NULL), m->start,
		    m->end);
		for (i = 0; i < words.count; i++)
			if (words.items[i].end <= m->end)
				return words.items + i;
	}
	return NULL;
}

/* Whether a matcher under `unless` holds of the match. */
static bool
holds(struct search *s, uint32_t matcher, const struct coded *match)
{
	const struct matcher *m = &s->plan->matchers[matcher];
	const struct cut_piece *p;
	struct view view;
	uint32_t i;

	if (m->kind == MATCHER_ANY) {
		for (i = 0; i < m->part_count; i++)
			if (holds(s, m->parts[i], match))
				return true;
		return false;
	}
	if (m->has_self) {
		view.self = (struct found){ match->start, match->end, 1 };
		view.low = match->start > SELF_REACH ?
		    match->start - SELF_REACH : 0;
		view.high = match->end + SELF_REACH;
		return search_eval(s, matcher, &view).count > 0;
	}
	p = piece_of(s, match->code, match->start);
	return p != NULL &&
	    founds_in_piece(search_eval(s, matcher, NULL), p);
}

/* Applies `unless`: what voids the match, or its marks are set. */
static enum fate
apply_unless(struct search *s, struct coded *m, uint32_t *by)
{
	const struct code *code = &s->plan->codes[m->code];
	const struct book *book = &s->plan->books[code->book];
	uint32_t i;

	for (i = 0; i < code->context_count; i++) {
		if (valid_word(s, m, code->contexts[i]) == NULL)
			continue;
		*by = code->contexts[i];
		if (!book->contexts[*by].mark)
			return FATE_CONTEXT;
		m->contexts |= (uint64_t)1 << code->contexts[i];
	}
	for (i = 0; i < code->unless_count; i++) {
		*by = code->unless[i];
		if (holds(s, *by, m))
			return FATE_UNLESS;
	}
	return FATE_VALID;
}

static bool
is_removed(const struct asked *asked, const struct coded *m)
{
	size_t low = 0, high = asked->removal_count, middle;
	const struct removal *r;

	while (low < high) {
		middle = low + (high - low) / 2;
		r = &asked->removals[middle];
		if (r->code < m->code ||
		    (r->code == m->code && r->end <= m->start))
			low = middle + 1;
		else
			high = middle;
	}
	if (low == asked->removal_count)
		return false;
	r = &asked->removals[low];
	return r->code == m->code && r->start < m->end;
}

enum fate
valid_fate(struct search *s, struct coded *m, uint32_t *by)
{
	return is_removed(s->asked, m) ? FATE_REMOVED :
	    apply_unless(s, m, by);
}

size_t
valid_matches(struct search *s, uint32_t code, struct coded **matches)
{
	const struct code *c = &s->plan->codes[code];
	const bool may_fall = c->context_count > 0 || c->unless_count > 0 ||
	    s->asked->removal_count > 0;
	struct founds f;
	struct coded *m;
	uint32_t by;
	size_t i;

	*matches = NULL;
	if (c->matcher == TAG_NONE || (s->asked->books != NULL &&
	    !s->asked->books[c->book]))
		return 0;
	f = search_eval(s, c->matcher, NULL);
	*matches = m = arena_alloc(s->arena, f.count * sizeof(**matches));
	for (i = 0; i < f.count; i++) {
		*m = (struct coded){ .code = code, .rank = c->rank,
		    .family = c->family, .start = f.items[i].start,
		    .end = f.items[i].end, .weight = f.items[i].weight };
		if (!may_fall || valid_fate(s, m, &by) == FATE_VALID)
			m++;
		if (s->failed)
			break;
	}
	return (size_t)(m - *matches);
}
