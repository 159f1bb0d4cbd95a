#include <stdlib.h>

#include "record/json.h"
#include "tag/coding.h"
#include "tag/describe.h"
#include "tag/explaining.h"
#include "tag/former.h"
#include "tag/sort.h"
#include "tag/state.h"
#include "tag/valid.h"

#define AROUND		12	/* characters shown on each side of a match */
#define MOST_TOLD	1000	/* matches of a field, and of those lost */

/* Characters start to end of the field, made safe to show. */
static void
put_text(struct explaining *x, struct buf *b, uint32_t start, uint32_t end)
{
	struct span text = text_chars(x->text, start, end);
	char shown[1024];

	buf_add(b, span_of(err_quote(shown, sizeof(shown), text)));
}

void
explaining_put_place(struct explaining *x, struct buf *b, uint32_t code,
    struct found f)
{
	uint32_t from = f.start > AROUND ? f.start - AROUND : 0, to;
	const struct cut_piece *whole;
	struct span id = x->plan->codes[code].id;

	text_pieces(x->text, WITHIN_TEXT, &whole);
	to = f.end + AROUND < whole->char_end ? f.end + AROUND :
	    (uint32_t)whole->char_end;
	buf_printf(b, "  %.*s  %.*s %u-%u  %s", (int)id.n, id.p,
	    (int)x->field.n, x->field.p, f.start, f.end,
	    from > 0 ? "..." : "");
	put_text(x, b, from, f.start);
	buf_byte(b, '[');
	put_text(x, b, f.start, f.end);
	buf_byte(b, ']');
	put_text(x, b, f.end, to);
	buf_printf(b, "%s\n", to < whole->char_end ? "..." : "");
}

/* A cell of CSV. */
static void
put_cell(struct buf *b, struct span text)
{
	size_t i;

	if (memchr(text.p, ',', text.n) == NULL &&
	    memchr(text.p, '"', text.n) == NULL &&
	    memchr(text.p, '\n', text.n) == NULL) {
		buf_add(b, text);
		return;
	}
	buf_byte(b, '"');
	for (i = 0; i < text.n; i++) {
		if (text.p[i] == '"')
			buf_byte(b, '"');
		buf_byte(b, text.p[i]);
	}
	buf_byte(b, '"');
}

void
explaining_put_row(struct explaining *x, struct buf *b, uint32_t code,
    struct found f, const char *action)
{
	if (x->id.n == 0)
		return;
	buf_printf(b, "    correction: ");
	put_cell(b, x->id);
	buf_byte(b, ',');
	put_cell(b, text_chars(x->text, f.start, f.end));
	buf_byte(b, ',');
	buf_add(b, x->plan->codes[code].id);
	buf_printf(b, ",%s\n", action);
}

static bool
holds_place(struct founds f, const struct found *place)
{
	size_t i;

	f = founds_between(f, place->start, place->start + 1);
	for (i = 0; i < f.count; i++)
		if (f.items[i].end == place->end)
			return true;
	return false;
}

void
explaining_put_term(struct explaining *x, struct buf *b, uint32_t matcher,
    uint32_t literal)
{
	const struct plan *p = x->plan;
	struct span text = p->literals[literal];
	uint32_t i = p->users.start[literal];

	while (p->users.to[i] != matcher)
		i++;
	buf_printf(b, "    %.*s at %s:%u\n", (int)text.n, text.p,
	    p->user_lines[i].file, p->user_lines[i].number);
}

/* The term that stands in just that place, and the line of its rule. */
static void
put_term(struct explaining *x, uint32_t matcher, const struct found *place)
{
	struct search *s = x->search;
	struct literal_walk walk = search_literals(s, matcher);
	uint32_t hit, literal;

	while (search_next_literal(s, &walk, &literal))
		for (hit = search_literal(s, literal)->first; hit != TAG_NONE;
		    hit = s->hits[hit].next) {
			if (s->hits[hit].start != place->start ||
			    s->hits[hit].end != place->end)
				continue;
			explaining_put_term(x, &x->tags, matcher, literal);
			return;
		}
}

/* Takes the line from byte `line` on away if the tag has one just like it. */
static void
drop_repeated(struct explaining *x, size_t line)
{
	const struct span last = span_from(buf_span(&x->tags), line);
	struct span before = span_make(x->tags.p + x->sources,
	    line - x->sources);
	size_t n;

	for (; before.n > 0; before = span_from(before, n)) {
		n = span_index(before, '\n') + 1;
		if (span_equal(span_make(before.p, n), last)) {
			buf_cut(&x->tags, line);
			return;
		}
	}
}

/* The matchers of a code that tell just that place. */
static void
put_sources(struct explaining *x, uint32_t matcher, const struct found *place)
{
	const struct matcher *m = &x->plan->matchers[matcher];
	const size_t line = x->tags.n;
	uint32_t i;

	if (!holds_place(search_eval(x->search, matcher, NULL), place))
		return;
	if (m->kind == MATCHER_TERMS) {
		put_term(x, matcher, place);
	} else if (m->kind == MATCHER_ANY) {
		for (i = 0; i < m->part_count; i++)
			put_sources(x, m->parts[i], place);
		return;
	} else if (m->node != NULL) {
		buf_printf(&x->tags, "    ");
		describe_node(m->node, &x->tags);
		buf_printf(&x->tags, " at ");
		describe_place(m->node->place, &x->tags);
		buf_byte(&x->tags, '\n');
	}
	drop_repeated(x, line);
}

static void
put_contexts(struct explaining *x, const struct coded *c)
{
	const struct book *book =
	    &x->plan->books[x->plan->codes[c->code].book];
	uint32_t i;

	for (i = 0; i < book->context_count; i++)
		if ((c->contexts >> i & 1) != 0)
			buf_printf(&x->tags, "    marked by the context "
			    "%.*s\n", (int)book->contexts[i].name.n,
			    book->contexts[i].name.p);
}

static void
put_tag(struct explaining *x, const struct coded *c, size_t number)
{
	struct found place = { c->start, c->end, 1 };

	x->told[c->code] = true;
	if (number == MOST_TOLD)
		buf_printf(&x->tags, "  more are not told\n");
	if (number >= MOST_TOLD)
		return;
	explaining_put_place(x, &x->tags, c->code, place);
	x->sources = x->tags.n;
	put_sources(x, x->plan->codes[c->code].matcher, &place);
	put_contexts(x, c);
	explaining_put_row(x, &x->tags, c->code, place, "remove");
}

/* Whether two matches stand in each other's way, by `overlap` of their book. */
static bool
compete(const struct plan *p, const struct coded *a, const struct coded *b)
{
	uint32_t book = p->codes[a->code].book;

	if (a->start >= b->end || a->end <= b->start ||
	    book != p->codes[b->code].book)
		return false;
	return p->books[book].overlap == OVERLAP_LONGEST ?
	    a->family == b->family : a->code == b->code;
}

/* What a match gave way to: the longest that stays and is in its way. */
static void
put_winner(struct explaining *x, const struct coded *lost,
    const struct coded *kept, size_t count)
{
	const struct coded *winner = NULL;
	struct buf *b = &x->misses;
	struct span id;
	size_t i;

	for (i = 0; i < count; i++)
		if (compete(x->plan, lost, &kept[i]) && (winner == NULL ||
		    kept[i].end - kept[i].start > winner->end - winner->start))
			winner = &kept[i];
	if (winner == NULL)
		return;
	id = x->plan->codes[winner->code].id;
	buf_printf(b, "    gives way to %.*s [", (int)id.n, id.p);
	put_text(x, b, winner->start, winner->end);
	buf_printf(b, "] at %u-%u\n", winner->start, winner->end);
}

/* The row that takes a match away; NULL: none of the record's claims. */
static const struct correction *
find_removal(const struct explaining *x, const struct coded *lost)
{
	const struct correction *c;
	struct quote_walk walk;
	uint32_t start, end;
	size_t i;

	for (i = 0; i < x->claims->count; i++) {
		c = &x->plan->corrections[x->claims->items[i].correction];
		if (!c->remove || c->code != lost->code ||
		    !x->claims->items[i].holds)
			continue;
		walk = (struct quote_walk){ 0 };
		while (quote_next(x->text->bytes, c->quote, &walk, &start,
		    &end))
			if (start < lost->end && end > lost->start)
				return c;
	}
	return NULL;
}

/* The other row would contradict it, so that what undoes it is to drop it. */
static void
put_removal(struct explaining *x, const struct coded *lost)
{
	const struct correction *c = find_removal(x, lost);
	struct buf *b = &x->misses;

	buf_printf(b, "    taken away by ");
	if (c == NULL) {
		buf_printf(b, "a correction\n");
		return;
	}
	buf_printf(b, "the correction at ");
	describe_place(c->place, b);
	buf_printf(b, ": without that row it stays\n");
}

/* The context that voids a match, and the word by which it does. */
static void
put_context(struct explaining *x, struct buf *b, const struct coded *lost,
    uint32_t context)
{
	const struct span name = x->plan->books[x->plan->codes[lost->code]
	    .book].contexts[context].name;
	const struct found *word = valid_word(x->search, lost, context);

	buf_printf(b, "    void by the context %.*s", (int)name.n, name.p);
	if (word != NULL) {
		buf_add(b, SPAN(": "));
		put_text(x, b, word->start, word->end);
	}
	buf_byte(b, '\n');
}

/* Why a match isn't a tag. */
static void
put_lost(struct explaining *x, enum fate fate, uint32_t by,
    const struct coded *lost, const struct coded *kept, size_t count)
{
	struct found place = { lost->start, lost->end, 1 };
	struct buf *b = &x->misses;

	explaining_put_place(x, b, lost->code, place);
	switch (fate) {
	case FATE_VALID:
		put_winner(x, lost, kept, count);
		return;
	case FATE_REMOVED:
		put_removal(x, lost);
		return;
	case FATE_CONTEXT:
		put_context(x, b, lost, by);
		break;
	case FATE_UNLESS:
		buf_printf(b, "    void by ");
		describe_matcher(x->plan, by, b);
		buf_printf(b, " under unless\n");
		break;
	}
	explaining_put_row(x, b, lost->code, place, "add");
}

/* kept is in order. */
static bool
is_kept(const struct coded *one, const struct coded *kept, size_t count)
{
	return count > 0 && bsearch(one, kept, count, sizeof(*kept),
	    coded_compare) != NULL;
}

/* What a code's matchers tell but doesn't stay; near misses if nothing does. */
static void
explain_code(struct explaining *x, uint32_t code, const struct coded *kept,
    size_t count)
{
	const struct code *c = &x->plan->codes[code];
	struct founds f;
	struct coded m;
	enum fate fate;
	uint32_t by = 0;
	size_t i;

	if (c->matcher == TAG_NONE)
		return;
	f = search_eval(x->search, c->matcher, NULL);
	for (i = 0; i < f.count; i++) {
		m = (struct coded){ .code = code, .rank = c->rank,
		    .family = c->family, .start = f.items[i].start,
		    .end = f.items[i].end };
		if (is_kept(&m, kept, count))
			continue;
		if (x->lost++ == MOST_TOLD)
			buf_printf(&x->misses, "  more are not told\n");
		if (x->lost > MOST_TOLD)
			break;
		fate = valid_fate(x->search, &m, &by);
		put_lost(x, fate, by, &m, kept, count);
	}
	if (f.count == 0)
		explaining_near(x, code);
}

static void
explain_field(void *ctx, struct search *s, const struct coded_field *field)
{
	struct explaining *x = ctx;
	const struct plan *p = x->plan;
	struct coded *kept;
	uint32_t code;
	size_t i;

	x->search = s;
	x->field = field->name;
	x->text = field->text;
	x->lost = 0;
	kept = arena_alloc(s->arena, field->count * sizeof(*kept));
	for (i = 0; i < field->count; i++)
		kept[i] = field->coded[i];
	sort_items(kept, field->count, sizeof(*kept), coded_compare);
	for (i = 0; i < field->count; i++)
		if (p->explain_code == TAG_NONE ||
		    kept[i].code == p->explain_code)
			put_tag(x, &kept[i], i);
	for (code = 0; code < p->code_count; code++) {
		if ((p->explain_code != TAG_NONE && code != p->explain_code) ||
		    (s->asked->books != NULL &&
		    !s->asked->books[p->codes[code].book]))
			continue;
		explain_code(x, code, kept, field->count);
	}
}

/* The conditions of a code that the record doesn't meet. */
static void
put_conditions(struct explaining *x, const struct code *code)
{
	uint32_t i;

	for (i = 0; i < code->condition_count; i++) {
		if (code->conditions[i].where == NULL)
			continue;
		buf_printf(&x->misses, "  %.*s  by the record's fields\n    "
		    "where at ", (int)code->id.n, code->id.p);
		describe_place(code->conditions[i].place, &x->misses);
		buf_printf(&x->misses, " doesn't hold\n");
	}
}

/* The tags that a person adds. */
static void
put_additions(struct explaining *x, const struct claims *claims)
{
	const struct plan *p = x->plan;
	const struct correction *c;
	char shown[256];
	struct span id;
	size_t i;

	for (i = 0; i < claims->count; i++) {
		c = &p->corrections[claims->items[i].correction];
		if (c->remove || !claims->items[i].holds ||
		    !claims->items[i].contained ||
		    (p->explain_code != TAG_NONE && p->explain_code != c->code))
			continue;
		id = p->codes[c->code].id;
		buf_printf(&x->tags, "  %.*s  %s\n    added by the correction at ",
		    (int)id.n, id.p, err_quote(shown, sizeof(shown), c->quote));
		describe_place(c->place, &x->tags);
		buf_byte(&x->tags, '\n');
		x->told[c->code] = true;
	}
}

/* A code that the record has, but not by a tag, or a tag's that it lost. */
static void
put_codes(struct explaining *x, const struct json *codes, struct arena *arena)
{
	const struct plan *p = x->plan;
	bool *has = arena_zero(arena, p->code_count, sizeof(*has));
	struct json_walk w = json_walk(codes);
	struct json value;
	struct span id;
	struct err e;
	uint32_t i;

	while (json_next(&w, NULL, &value))
		if (json_text(&value, arena, &id, &e) == 0 &&
		    (i = former_code(p, id)) != TAG_NONE)
			has[i] = true;
	for (i = 0; i < p->code_count; i++) {
		id = p->codes[i].id;
		if (has[i] && !x->told[i] && (p->explain_code == TAG_NONE ||
		    p->explain_code == i)) {
			buf_printf(&x->tags, "  %.*s  by the record's fields\n",
			    (int)id.n, id.p);
		} else if (!has[i] && !x->told[i] &&
		    p->explain_code == i) {
			put_conditions(x, &p->codes[i]);
		} else if (!has[i] && x->told[i]) {
			buf_printf(&x->misses, "  %.*s  left out: another code "
			    "was chosen (losers: drop)\n", (int)id.n, id.p);
		}
	}
}

static void
put_part(struct buf *out, const char *title, struct buf *part)
{
	if (part->n == 0)
		return;
	buf_printf(out, "%s\n", title);
	buf_add(out, buf_span(part));
}

/* Those that are farther off: all of them if they are few. */
static void
put_far(struct explaining *x)
{
	if (x->far_count <= EXPLAIN_MOST_FAR)
		buf_add(&x->misses, buf_span(&x->far));
	else
		buf_printf(&x->misses, "  %zu more matchers have one of two "
		    "parts here, or a word of a regex: --code CODE tells "
		    "those of a code\n", x->far_count);
}

int
explaining_record(struct worker *w, const struct record *r, struct span id,
    const uint64_t *exact_holds, struct buf *out, struct err *e)
{
	struct explaining x = { .plan = w->plan, .id = id };
	struct claims claims = { 0 };
	struct buf line = { 0 };
	struct record coded = { 0 };
	struct json codes;
	int rc;

	x.claims = &claims;
	x.told = arena_zero(r->arena, w->plan->code_count, sizeof(*x.told));
	w->each_field = explain_field;
	w->each_ctx = &x;
	w->keep = KEEP_ALL;
	rc = claims_find(w->plan, r, exact_holds, &claims, e);
	if (rc == 0)
		rc = tag_record(w, r, &claims, &line, w->counters, e);
	w->each_field = NULL;
	w->each_ctx = NULL;
	if (rc != -1 && record_parse(&coded, r->arena, buf_span(&line),
	    e) == 0 && record_get(&coded, SPAN("codes"), &codes, e) == 0) {
		put_additions(&x, &claims);
		put_codes(&x, &codes, r->arena);
		put_far(&x);
		put_part(out, "tags", &x.tags);
		put_part(out, "near misses", &x.misses);
		if (x.tags.n == 0 && x.misses.n == 0)
			buf_printf(out, "no match, and no near miss\n");
		rc = 0;
	}
	buf_free(&line);
	buf_free(&x.tags);
	buf_free(&x.misses);
	buf_free(&x.far);
	return rc;
}

int
explain_text(const void *plan, const struct config *config,
    struct arena *arena, struct buf *text, struct err *e)
{
	const struct plan *p = plan;
	struct worker *w = worker_new(p);
	struct record record = { 0 };
	struct buf line = { 0 };
	int rc;

	buf_byte(&line, '{');
	json_put_key(&line, "text");
	json_put_bytes(&line, span_of(config_setting(config, "text")));
	buf_byte(&line, '}');
	rc = record_parse(&record, arena, buf_span(&line), e);
	if (rc == 0)
		rc = explaining_record(w, &record, SPAN(""), NULL, text, e);
	buf_free(&line);
	worker_free(w);
	return rc;
}
