#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "tag/coding.h"
#include "tag/compile.h"
#include "tag/section.h"

/*
 * Random books over random texts, against a twin that takes the language at
 * its word: every combination of parts is tried.
 *
 *	tag_random [ROUNDS]	each 13,150 cases, 1 by default
 */

#define MOST	800		/* spans of a matcher, in the twin */

enum kind { TERM, GLOB, ANY, ALL, AT_LEAST, NEAR, SEQ, SELF };

#define KINDS	7	/* but SELF, which is put where it may stand */

struct tree {
	enum kind	 kind;
	char		 term[8];
	bool		 listed;	/* TERM: as the list of it alone */
	struct tree	*parts[4];
	int		 count;
	struct tree	*none;		/* of ALL, or NULL */
	int		 least;		/* of ALL, AT_LEAST: parts */
	int		 gap;
	int		 within;	/* of what has parts */
};

struct spans {
	struct found	 items[MOST];
	size_t		 count;
};

struct twin {
	struct arena		 arena;
	struct span		 text;
	struct cut_piece	*pieces[WITHIN_COUNT];
	size_t			 piece_count[WITHIN_COUNT];
	struct found		 self;
};

static const char *const withins[WITHIN_COUNT] = { "clause", "sentence",
    "section", "text" };

static uint64_t seed;
static int rounds = 1;

static uint32_t
dice(uint32_t sides)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % sides;
}

/*
 * Writes letters as they are; or, for a book that folds, each as one of the
 * characters that are the same to it.
 */
static void
put_letters(struct buf *b, struct span letters, const unsigned *fold)
{
	static const struct {
		char		 letter;
		unsigned	 fold;		/* that it takes */
		const char	*spelling;
	} table[] = {
		{ 'a', 0, "发" }, { 'a', TERMS_FOLD_SCRIPT, "發" },
		{ 'a', TERMS_FOLD_SCRIPT, "髮" }, { 'b', 0, "k" },
		{ 'b', TERMS_FOLD_CASE, "K" }, { 'b', TERMS_FOLD_WIDTH, "ｋ" },
		{ 'b', TERMS_FOLD_CASE | TERMS_FOLD_WIDTH, "Ｋ" },
		{ 'c', 0, "里" }, { 'c', TERMS_FOLD_SCRIPT, "裏" },
		{ 'c', TERMS_FOLD_SCRIPT, "裡" }, { 'd', 0, "é" },
		{ 'd', TERMS_FOLD_CASE, "É" }
	};
	size_t i, k;

	for (i = 0; i < letters.n; i++) {
		if (fold == NULL || letters.p[i] < 'a' || letters.p[i] > 'd') {
			buf_byte(b, letters.p[i]);
			continue;
		}
		do
			k = dice(sizeof(table) / sizeof(*table));
		while (table[k].letter != letters.p[i] ||
		    (table[k].fold & ~*fold) != 0);
		buf_add(b, span_of(table[k].spelling));
	}
}

#define TERMS	9

static const char *const terms[TERMS] = { "a", "b", "c", "d", "ab", "ba",
    "abc", "cd", "dd" };

static struct tree *
random_tree(struct arena *a, int depth, int within, bool with_self)
{
	static const char *const globs[] = { "a*b", "a?b", "ab*d", "a?*c",
	    "d??d", "b*c?d" };
	struct tree *t = arena_zero(a, 1, sizeof(*t));
	int i;

	t->kind = (enum kind)dice(depth == 0 ? 2 : KINDS);
	if (with_self && (t->kind < ALL || t->kind == AT_LEAST))
		t->kind = SEQ;
	t->within = within;
	t->gap = (int)dice(4);
	if (t->kind == TERM) {
		snprintf(t->term, sizeof(t->term), "%s", terms[dice(TERMS)]);
		return t;
	}
	if (t->kind == GLOB) {
		snprintf(t->term, sizeof(t->term), "%s", globs[dice(6)]);
		return t;
	}
	t->count = 2 + (int)dice(2);
	t->least = t->kind == AT_LEAST ? 1 + (int)dice(2) : t->count;
	for (i = 0; i < t->count; i++)
		t->parts[i] = random_tree(a, depth - 1, within, false);
	if (dice(3) == 0 && t->kind != ANY)
		t->within = (int)dice(WITHIN_COUNT);
	if (t->kind == ALL) {
		if (dice(3) == 0)
			t->none = random_tree(a, depth - 1, within, false);
	}
	if (with_self)
		t->parts[dice((uint32_t)t->count)]->kind = SELF;
	return t;
}

static void
write_folded(struct buf *b, const struct tree *t, const unsigned *fold)
{
	static const char *const names[] = { "", "", "any", "all", "", "near",
	    "seq" };
	int i;

	if (t->listed) {
		buf_printf(b, "$%s", t->term);
		return;
	}
	if (t->kind == TERM || t->kind == SELF) {
		put_letters(b, t->kind == TERM ? span_of(t->term) :
		    SPAN("$self"), t->kind == TERM ? fold : NULL);
		return;
	}
	if (t->kind == GLOB) {
		buf_add(b, SPAN("{glob: '"));
		put_letters(b, span_of(t->term), fold);
		buf_add(b, SPAN("'}"));
		return;
	}
	if (t->kind == AT_LEAST)
		buf_printf(b, "{at_least: %d, of: [", t->least);
	else
		buf_printf(b, "{%s: [", names[t->kind]);
	for (i = 0; i < t->count; i++) {
		if (i > 0)
			buf_add(b, SPAN(", "));
		write_folded(b, t->parts[i], fold);
	}
	if (t->none != NULL) {
		buf_add(b, SPAN(", {none: ["));
		write_folded(b, t->none, fold);
		buf_add(b, SPAN("]}"));
	}
	buf_byte(b, ']');
	if (t->kind != ANY)
		buf_printf(b, ", within: %s", withins[t->within]);
	if (t->kind == NEAR || t->kind == SEQ)
		buf_printf(b, ", gap: %d", t->gap);
	buf_byte(b, '}');
}

static void
write_tree(struct buf *b, const struct tree *t)
{
	write_folded(b, t, NULL);
}

/* Keeps the shortest of what begins at one place, if asked; equal ones once. */
static void
add_span(struct spans *s, uint32_t start, uint32_t end, bool shortest)
{
	size_t i;

	for (i = 0; i < s->count; i++) {
		if (s->items[i].start != start)
			continue;
		if (s->items[i].end == end)
			return;
		if (shortest) {
			if (end < s->items[i].end)
				s->items[i].end = end;
			return;
		}
	}
	assert_true(s->count < MOST);
	s->items[s->count++] = (struct found){ start, end, 1 };
}

static const struct cut_piece *
piece_around(struct twin *w, int within, uint32_t start, uint32_t end)
{
	size_t i;

	for (i = 0; i < w->piece_count[within]; i++)
		if (w->pieces[within][i].char_start <= start &&
		    end <= w->pieces[within][i].char_end)
			return &w->pieces[within][i];
	return NULL;
}

static void twin_eval(struct twin *, const struct tree *, struct spans *);

static void
twin_term(struct twin *w, const struct tree *t, struct spans *out)
{
	size_t n = strlen(t->term), at = 0;
	uint32_t pos;

	for (pos = 0; at < w->text.n; pos++) {
		if (w->text.n - at >= n && memcmp(w->text.p + at, t->term,
		    n) == 0)
			add_span(out, pos, pos + (uint32_t)n, false);
		utf8_next(w->text, &at);
	}
}

/* The least end of a glob that goes on at a place; 0 where it doesn't. */
static uint32_t
glob_end(const uint32_t *text, uint32_t n, uint32_t at, const char *glob)
{
	uint32_t end, skip;

	if (*glob == '\0')
		return at;
	if (*glob == '?')
		return at < n ? glob_end(text, n, at + 1, glob + 1) : 0;
	if (*glob != '*')
		return at < n && text[at] == (unsigned char)*glob ?
		    glob_end(text, n, at + 1, glob + 1) : 0;
	for (skip = 0; skip <= TAG_GLOB_STAR && at + skip <= n; skip++)
		if ((end = glob_end(text, n, at + skip, glob + 1)) != 0)
			return end;
	return 0;
}

static void
twin_glob(struct twin *w, const struct tree *t, struct spans *out)
{
	const struct cut_piece *p;
	uint32_t text[512], n = 0, start, end;
	size_t at = 0, i;

	while (at < w->text.n)
		text[n++] = utf8_next(w->text, &at);
	for (i = 0; i < w->piece_count[WITHIN_CLAUSE]; i++) {
		p = &w->pieces[WITHIN_CLAUSE][i];
		for (start = (uint32_t)p->char_start; start < p->char_end;
		    start++) {
			end = glob_end(text, (uint32_t)p->char_end, start,
			    t->term);
			if (end != 0)
				add_span(out, start, end, false);
		}
	}
}

/* Whether a longer one, in one piece as well, begins at the same place. */
static bool
is_outdone(struct twin *w, const struct tree *t, const struct spans *part,
    const struct found *f)
{
	size_t i;

	for (i = 0; i < part->count; i++)
		if (part->items[i].start == f->start &&
		    part->items[i].end > f->end && piece_around(w, t->within,
		    f->start, part->items[i].end) != NULL)
			return true;
	return false;
}

/* Goes on with every part that isn't used yet, or with the next one. */
static void
twin_chain(struct twin *w, const struct tree *t, struct spans *parts,
    unsigned used, uint32_t start, uint32_t end, struct spans *out)
{
	const struct found *f;
	size_t i;
	int p;

	if (used == (1u << t->count) - 1) {
		if (piece_around(w, t->within, start, end) != NULL)
			add_span(out, start, end, true);
		return;
	}
	for (p = 0; p < t->count; p++) {
		if ((used >> p & 1) != 0 ||
		    (t->kind == SEQ && used != (1u << p) - 1))
			continue;
		for (i = 0; i < parts[p].count; i++) {
			f = &parts[p].items[i];
			if ((used | 1u << p) == (1u << t->count) - 1 &&
			    is_outdone(w, t, &parts[p], f))
				continue;
			if (used == 0)
				twin_chain(w, t, parts, 1u << p, f->start,
				    f->end, out);
			else if (f->start >= end &&
			    f->start <= end + (uint32_t)t->gap)
				twin_chain(w, t, parts, used | 1u << p, start,
				    f->end, out);
		}
	}
}

/* The shortest of all stretches of a piece, the first of equals. */
static void
twin_stretch(const struct cut_piece *p, const struct tree *t,
    const struct spans *parts, int part, int held, struct found so_far,
    struct found *best)
{
	struct found f;
	size_t i;

	if (part == t->count) {
		if (held < t->least)
			return;
		if (best->end == 0 || so_far.end - so_far.start < best->end -
		    best->start || (so_far.end - so_far.start == best->end -
		    best->start && so_far.start < best->start))
			*best = so_far;
		return;
	}
	for (i = 0; i < parts[part].count; i++) {
		f = parts[part].items[i];
		if (f.start < p->char_start || f.end > p->char_end)
			continue;
		if (held > 0 && so_far.start < f.start)
			f.start = so_far.start;
		if (held > 0 && so_far.end > f.end)
			f.end = so_far.end;
		twin_stretch(p, t, parts, part + 1, held + 1, f, best);
	}
	if (t->kind == AT_LEAST)
		twin_stretch(p, t, parts, part + 1, held, so_far, best);
}

static void
twin_all(struct twin *w, const struct tree *t, const struct spans *parts,
    struct spans *out)
{
	struct spans *none = calloc(1, sizeof(*none));
	const struct cut_piece *p;
	struct found best;
	size_t i, k;
	bool barred;

	if (t->none != NULL)
		twin_eval(w, t->none, none);
	for (i = 0; i < w->piece_count[t->within]; i++) {
		p = &w->pieces[t->within][i];
		barred = false;
		for (k = 0; k < none->count; k++)
			barred = barred || (none->items[k].start >=
			    p->char_start && none->items[k].end <=
			    p->char_end);
		best = (struct found){ 0, 0, 1 };
		if (!barred)
			twin_stretch(p, t, parts, 0, 0, best, &best);
		if (best.end > 0)
			add_span(out, best.start, best.end, false);
	}
	free(none);
}

static void
twin_eval(struct twin *w, const struct tree *t, struct spans *out)
{
	struct spans *parts = calloc(4, sizeof(*parts));
	size_t k;
	int i;

	for (i = 0; i < t->count; i++)
		twin_eval(w, t->parts[i], &parts[i]);
	switch (t->kind) {
	case TERM:
		twin_term(w, t, out);
		break;
	case SELF:
		add_span(out, w->self.start, w->self.end, false);
		break;
	case ANY:
		for (i = 0; i < t->count; i++)
			for (k = 0; k < parts[i].count; k++)
				add_span(out, parts[i].items[k].start,
				    parts[i].items[k].end, false);
		break;
	case GLOB:
		twin_glob(w, t, out);
		break;
	case ALL:
	case AT_LEAST:
		twin_all(w, t, parts, out);
		break;
	case NEAR:
	case SEQ:
		twin_chain(w, t, parts, 0, 0, 0, out);
		break;
	}
	free(parts);
}

static void
twin_begin(struct twin *w, struct span text)
{
	*w = (struct twin){ .text = text };
	w->piece_count[WITHIN_CLAUSE] = cut_clauses(&w->arena, text,
	    &cut_default, &w->pieces[WITHIN_CLAUSE]);
	w->piece_count[WITHIN_SENTENCE] = cut_sentences(&w->arena, text,
	    &cut_default, &w->pieces[WITHIN_SENTENCE]);
	w->piece_count[WITHIN_SECTION] = section_cut(&w->arena, text,
	    &w->pieces[WITHIN_SECTION]);
	w->pieces[WITHIN_TEXT] = arena_zero(&w->arena, 1,
	    sizeof(struct cut_piece));
	w->pieces[WITHIN_TEXT]->char_end = utf8_length(text);
	w->piece_count[WITHIN_TEXT] = 1;
}

static int
compare_spans(const void *left, const void *right)
{
	const struct found *a = left, *b = right;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return a->end < b->end ? -1 : a->end > b->end;
}

static int
compare_coded(const void *left, const void *right)
{
	const struct coded *a = left, *b = right;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	if (a->end != b->end)
		return a->end < b->end ? -1 : 1;
	return a->code < b->code ? -1 : a->code > b->code;
}

static struct plan *
compile_text(struct arena *a, struct span yaml)
{
	struct faults faults = { .arena = a };
	struct rule rule = { .name = "-e", .path = "-e", .expression = true };
	struct config config = { .rules = &rule, .rule_count = 1 };
	struct plan *p;

	rule.root = node_parse(a, yaml, "-e", &faults);
	assert_non_null(rule.root);
	p = plan_compile(&config, a, &faults);
	if (p == NULL && faults.count > 0)
		print_message("%s\n", faults.items[0].text);
	assert_non_null(p);
	return p;
}

static size_t
run_book(struct arena *a, struct span yaml, struct span text,
    struct coded **coded)
{
	struct search s;
	struct err e;
	size_t n;

	search_begin(&s, compile_text(a, yaml));
	n = coding_run(&s, a, text, &(struct asked){ 0 }, coded, &e);
	assert_false(s.failed);
	search_end(&s);
	if (n > 1)
		qsort(*coded, n, sizeof(**coded), compare_coded);
	return n;
}

static struct span
random_text(struct buf *b, uint32_t most)
{
	static const char *const atoms[] = { "a", "b", "c", "d", "a", "b",
	    "c", "d", "a\xcc\x81", "𠮷", "שלום", "，", "。", "\n一、" };
	uint32_t n = dice(most);

	buf_cut(b, 0);
	while (n-- > 0)
		buf_add(b, span_of(atoms[dice(14)]));
	return buf_span(b);
}

/* With $self a matcher holds of the match alone, else in its piece. */
static bool
is_void(struct twin *w, const struct tree *unless, int within, bool with_self)
{
	struct spans *s = calloc(1, sizeof(*s));
	const struct cut_piece *p;
	bool found;
	size_t i;

	twin_eval(w, unless, s);
	found = with_self && s->count > 0;
	p = piece_around(w, within, w->self.start, w->self.start + 1);
	for (i = 0; i < s->count && !with_self; i++)
		found = found || (p != NULL &&
		    s->items[i].start >= p->char_start &&
		    s->items[i].end <= p->char_end);
	free(s);
	return found;
}

/* A book of one code, with or without something under `unless`. */
static void
check_random_book(bool with_unless, bool with_self)
{
	struct arena a = { 0 };
	struct buf yaml = { 0 }, text = { 0 };
	struct spans *want = calloc(1, sizeof(*want));
	struct tree *match, *unless = NULL;
	struct coded *got;
	struct twin w;
	int within = (int)dice(WITHIN_COUNT);
	size_t i, n, k = 0;

	match = random_tree(&a, (int)dice(4), within, false);
	if (with_unless)
		unless = random_tree(&a, 1 + (int)dice(2), within, with_self);
	buf_printf(&yaml, "within: %s\noverlap: all\ncodes:\n  - id: x\n"
	    "    match: [", withins[within]);
	write_tree(&yaml, match);
	buf_add(&yaml, SPAN("]\n"));
	if (unless != NULL) {
		buf_add(&yaml, SPAN("    unless: ["));
		if (unless->kind == TERM)
			buf_printf(&yaml, "{term: %s}", unless->term);
		else
			write_tree(&yaml, unless);
		buf_add(&yaml, SPAN("]\n"));
	}
	twin_begin(&w, random_text(&text, 26));
	twin_eval(&w, match, want);
	qsort(want->items, want->count, sizeof(*want->items), compare_spans);
	n = run_book(&a, buf_span(&yaml), w.text, &got);
	for (i = 0; i < want->count; i++) {
		w.self = want->items[i];
		if (unless != NULL && is_void(&w, unless, within,
		    with_self))
			continue;
		if (k >= n || got[k].start != want->items[i].start ||
		    got[k].end != want->items[i].end)
			fail_msg("%.*s\n%.*s\nexpected %u-%u", (int)yaml.n,
			    yaml.p, (int)w.text.n, w.text.p,
			    want->items[i].start, want->items[i].end);
		k++;
	}
	if (k != n)
		fail_msg("%.*s\n%.*s\nfound %u-%u", (int)yaml.n, yaml.p,
		    (int)w.text.n, w.text.p, got[k].start, got[k].end);
	free(want);
	buf_free(&yaml);
	buf_free(&text);
	arena_free(&w.arena);
	arena_free(&a);
}

static void
matchers_tell_what_trying_all_combinations_tells(void **state)
{
	int i;

	(void)state;
	seed = 1;
	for (i = 0; i < 3000 * rounds; i++)
		check_random_book(false, false);
}

static void
matches_are_void_where_a_matcher_holds_beside_them(void **state)
{
	int i;

	(void)state;
	seed = 2;
	for (i = 0; i < 1000 * rounds; i++)
		check_random_book(true, false);
}

static void
matches_are_void_where_a_matcher_holds_with_them(void **state)
{
	int i;

	(void)state;
	seed = 3;
	for (i = 0; i < 2000 * rounds; i++)
		check_random_book(true, true);
}

static bool
overlap(const struct coded *a, const struct coded *b)
{
	return a->start < b->end && b->start < a->end;
}

/* True if a stays where the two overlap. */
static bool
wins(const struct coded *a, const struct coded *b)
{
	uint32_t an = a->end - a->start, bn = b->end - b->start;

	if (an != bn)
		return an > bn;
	if (a->weight != b->weight)
		return a->weight > b->weight;
	return a->rank != b->rank ? a->rank < b->rank : a->start < b->start;
}

/* Takes the winner of all that is left, until nothing is. */
static size_t
twin_overlap(struct coded *all, size_t n, bool per_code, struct coded *kept)
{
	size_t i, k, best, count = 0;

	while (n > 0) {
		for (best = 0, i = 1; i < n; i++)
			if (wins(&all[i], &all[best]))
				best = i;
		kept[count] = all[best];
		for (i = 0, k = 0; i < n; i++)
			if (!overlap(&all[i], &kept[count]) || (per_code &&
			    all[i].code != kept[count].code))
				all[k++] = all[i];
		n = k;
		count++;
	}
	if (count > 1)
		qsort(kept, count, sizeof(*kept), compare_coded);
	return count;
}

static void
overlaps_are_settled_as_by_taking_the_best_first(void **state)
{
	static const char codes[] =
	    "codes:\n"
	    "  - {id: z, match: [ab, {seq: [a, b], gap: 3}, dd]}\n"
	    "  - {id: y, match: [abc, {term: ba, weight: 3}, d]}\n"
	    "  - {id: x, match: [{near: [c, d], gap: 2}, {term: ab, weight: 2},"
	    " bab]}\n";
	struct arena a = { 0 };
	struct buf yaml = { 0 }, text = { 0 };
	struct coded *all, *got, kept[200];
	size_t n, want, i;
	bool per_code;
	int round;

	(void)state;
	seed = 4;
	for (round = 0; round < 1000 * rounds; round++) {
		per_code = round % 2 == 0;
		random_text(&text, 40);
		buf_cut(&yaml, 0);
		buf_printf(&yaml, "overlap: all\n%s", codes);
		n = run_book(&a, buf_span(&yaml), buf_span(&text), &all);
		assert_true(n < 200);
		want = twin_overlap(all, n, per_code, kept);
		buf_cut(&yaml, 0);
		buf_printf(&yaml, "overlap: %s\n%s", per_code ?
		    "longest-per-code" : "longest", codes);
		n = run_book(&a, buf_span(&yaml), buf_span(&text), &got);
		assert_int_equal(n, want);
		for (i = 0; i < n; i++)
			assert_int_equal(compare_coded(&got[i], &kept[i]), 0);
		arena_reset(&a);
	}
	arena_free(&a);
	buf_free(&yaml);
	buf_free(&text);
}

/*
 * A code that names another tells what it would with the other's matchers in
 * its place.
 */
static void
check_random_ref(void)
{
	struct arena a = { 0 };
	struct buf named = { 0 }, inlined = { 0 }, text = { 0 }, part = { 0 };
	struct tree *tree = random_tree(&a, 1 + (int)dice(2), WITHIN_TEXT,
	    false);
	struct coded *x, *y;
	size_t n, count, i;
	uint32_t gap = dice(4);

	write_tree(&part, tree);
	random_text(&text, 26);
	buf_printf(&named, "within: text\noverlap: all\ncodes: [{id: y, match: "
	    "[{seq: [a, {code: x}, b], gap: %u}]}, {id: x, match: [%.*s]}]",
	    gap, (int)part.n, part.p);
	buf_printf(&inlined, "within: text\noverlap: all\ncodes: [{id: y, "
	    "match: [{seq: [a, {any: [%.*s]}, b], gap: %u}]}]", (int)part.n,
	    part.p, gap);
	n = run_book(&a, buf_span(&named), buf_span(&text), &x);
	for (i = 0, count = 0; i < n; i++)
		if (x[i].code == 0)
			x[count++] = x[i];
	n = run_book(&a, buf_span(&inlined), buf_span(&text), &y);
	assert_int_equal(count, n);
	for (i = 0; i < n; i++)
		assert_int_equal(compare_coded(&x[i], &y[i]), 0);
	buf_free(&named);
	buf_free(&inlined);
	buf_free(&text);
	buf_free(&part);
	arena_free(&a);
}

static void
a_code_named_is_its_matchers(void **state)
{
	int i;

	(void)state;
	seed = 6;
	for (i = 0; i < 1500 * rounds; i++)
		check_random_ref();
}

#define MOST_PARTS	4

/* A code of some weighed matchers; those of weight 1 may be plain terms. */
static void
write_scored(struct buf *b, struct tree **parts, const int *weights,
    int count, const char *overlap)
{
	int i;

	buf_printf(b, "within: text\noverlap: %s\n"
	    "classify: [{into: s, among: x}]\ncodes:\n  - id: x\n"
	    "    match: [zzz", overlap);
	for (i = 0; i < count; i++) {
		buf_add(b, SPAN(", "));
		if (parts[i]->kind == TERM) {
			buf_printf(b, "{term: %s", parts[i]->term);
		} else {
			write_tree(b, parts[i]);
			buf_cut(b, b->n - 1);
		}
		buf_printf(b, ", weight: %d}", weights[i]);
	}
	buf_add(b, SPAN("]\n"));
}

/* Whether a matcher counts: one below 0 anywhere, else where a match stays. */
static bool
counts(struct twin *w, const struct tree *part, int weight,
    const struct coded *kept, size_t n, bool longest)
{
	struct spans *s = calloc(1, sizeof(*s));
	bool found;
	size_t i, k;

	twin_eval(w, part, s);
	found = (weight < 0 || !longest) && s->count > 0;
	for (i = 0; i < s->count; i++)
		for (k = 0; k < n; k++)
			found = found || (s->items[i].start == kept[k].start &&
			    s->items[i].end == kept[k].end);
	free(s);
	return found;
}

static double
score_of(const struct evidences *all)
{
	double score = 0;
	size_t i;

	for (i = 0; i < all->count; i++)
		score += all->items[i].weight;
	return score;
}

static void
check_random_score(const char *overlap)
{
	struct arena a = { 0 };
	struct buf yaml = { 0 }, text = { 0 };
	struct tree *parts[MOST_PARTS];
	int weights[MOST_PARTS], count = 1 + (int)dice(MOST_PARTS), i;
	struct evidences evidence = { 0 };
	struct asked asked = { .evidence = &evidence };
	struct coded *got;
	struct search s;
	struct twin w;
	struct err e;
	double want = 0;
	size_t n;

	for (i = 0; i < count; i++) {
		parts[i] = random_tree(&a, (int)dice(3), WITHIN_TEXT, false);
		weights[i] = (int)dice(6) - 2;
	}
	write_scored(&yaml, parts, weights, count, overlap);
	twin_begin(&w, random_text(&text, 26));
	search_begin(&s, compile_text(&a, buf_span(&yaml)));
	n = coding_run(&s, &a, w.text, &asked, &got, &e);
	search_end(&s);
	evidence_settle(&evidence);
	for (i = 0; i < count && n > 0; i++)
		if (counts(&w, parts[i], weights[i], got, n,
		    strcmp(overlap, "longest") == 0))
			want += weights[i];
	if (score_of(&evidence) != want)
		fail_msg("%.*s\n%.*s\nexpected %g, got %g", (int)yaml.n,
		    yaml.p, (int)w.text.n, w.text.p, want,
		    score_of(&evidence));
	buf_free(&yaml);
	buf_free(&text);
	arena_free(&w.arena);
	arena_free(&a);
}

static void
scores_are_the_weights_of_what_matches(void **state)
{
	static const char *const overlaps[] = { "longest-per-code", "longest",
	    "all" };
	int i;

	(void)state;
	seed = 5;
	for (i = 0; i < 750 * rounds; i++)
		check_random_score(overlaps[i % 3]);
}

/* The same book and text, with letters that are one to the fold. */
static void
check_random_fold(void)
{
	struct arena a = { 0 };
	struct buf plain = { 0 }, book = { 0 }, text = { 0 }, other = { 0 };
	struct tree *tree = random_tree(&a, (int)dice(3), WITHIN_TEXT, false);
	unsigned fold = dice(TAG_FOLDS);
	struct coded *want, *got;
	size_t n, i;

	random_text(&text, 26);
	put_letters(&other, buf_span(&text), &fold);
	buf_add(&plain, SPAN("overlap: all\ncodes: [{id: x, match: ["));
	buf_printf(&book, "fold: [%s%s%s%s%s]\n%.*s",
	    fold & TERMS_FOLD_WIDTH ? "width" : "",
	    fold & TERMS_FOLD_WIDTH && fold > TERMS_FOLD_WIDTH ? ", " : "",
	    fold & TERMS_FOLD_CASE ? "case" : "",
	    fold & TERMS_FOLD_CASE && fold & TERMS_FOLD_SCRIPT ? ", " : "",
	    fold & TERMS_FOLD_SCRIPT ? "script" : "", (int)plain.n, plain.p);
	write_tree(&plain, tree);
	write_folded(&book, tree, &fold);
	buf_add(&plain, SPAN("]}]"));
	buf_add(&book, SPAN("]}]"));
	n = run_book(&a, buf_span(&plain), buf_span(&text), &want);
	i = run_book(&a, buf_span(&book), buf_span(&other), &got);
	if (i != n)
		fail_msg("%.*s\n%.*s\nexpected %zu matches, got %zu",
		    (int)book.n, book.p, (int)other.n, other.p, n, i);
	for (i = 0; i < n; i++)
		assert_int_equal(compare_coded(&got[i], &want[i]), 0);
	buf_free(&plain);
	buf_free(&book);
	buf_free(&text);
	buf_free(&other);
	arena_free(&a);
}

static void
what_is_folded_is_one_character(void **state)
{
	int i;

	(void)state;
	seed = 7;
	for (i = 0; i < 1000 * rounds; i++)
		check_random_fold();
}

#define LISTS	3	/* of the book, l0 to l2 */
#define IN_LIST	3	/* terms at most, in each */

/* Terms and lists in a row: their terms, and the row as YAML. */
struct row {
	struct tree	terms[4 * IN_LIST];
	int		count;
};

static void
add_term(struct row *r, const char *term)
{
	struct tree *t = &r->terms[r->count++];

	snprintf(t->term, sizeof(t->term), "%s", term);
}

static void
random_row(struct buf *b, const struct row *lists, struct row *r)
{
	static const char *const choices[] = { "a", "b", "ab", "bc", "abc",
	    "cd", "dd", "bcd" };
	uint32_t n = 1 + dice(lists == NULL ? IN_LIST : 4), i, k;
	int j;

	r->count = 0;
	buf_byte(b, '[');
	for (i = 0; i < n; i++) {
		if (i > 0)
			buf_add(b, SPAN(", "));
		if (lists != NULL && dice(2) == 0) {
			k = dice(LISTS);
			buf_printf(b, "$l%u", k);
			for (j = 0; j < lists[k].count; j++)
				add_term(r, lists[k].terms[j].term);
			continue;
		}
		add_term(r, choices[dice(8)]);
		buf_add(b, span_of(r->terms[r->count - 1].term));
	}
	buf_byte(b, ']');
}

static void
twin_row(struct twin *w, const struct row *r, struct spans *out)
{
	int i;

	out->count = 0;
	for (i = 0; i < r->count; i++)
		twin_term(w, &r->terms[i], out);
	qsort(out->items, out->count, sizeof(*out->items), compare_spans);
}

/* Whether a longer one holds it. */
static bool
is_hidden(const struct spans *decoys, const struct found *f)
{
	const struct found *d;

	for (d = decoys->items; d < decoys->items + decoys->count; d++)
		if (d->start <= f->start && f->end <= d->end &&
		    d->end - d->start > f->end - f->start)
			return true;
	return false;
}

static bool
holds(const struct coded *got, size_t n, size_t code, const struct found *f)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (got[i].code == code && got[i].start == f->start &&
		    got[i].end == f->end)
			return true;
	return false;
}

/* Three codes and decoys, of terms and lists. */
static void
check_random_decoys(void)
{
	struct arena a = { 0 };
	struct buf yaml = { 0 }, text = { 0 };
	struct row lists[LISTS], decoys, codes[3];
	struct spans hiding, want;
	struct coded *got;
	struct twin w;
	size_t i, k, n, at = 0;

	buf_add(&yaml, SPAN("overlap: all\nlists:\n"));
	for (i = 0; i < LISTS; i++) {
		buf_printf(&yaml, "  l%zu: ", i);
		random_row(&yaml, NULL, &lists[i]);
		buf_byte(&yaml, '\n');
	}
	buf_add(&yaml, SPAN("decoys: "));
	random_row(&yaml, lists, &decoys);
	buf_add(&yaml, SPAN("\ncodes:\n"));
	for (i = 0; i < 3; i++) {
		buf_printf(&yaml, "  - id: x%zu\n    match: ", i);
		random_row(&yaml, lists, &codes[i]);
		buf_byte(&yaml, '\n');
	}
	twin_begin(&w, random_text(&text, 26));
	twin_row(&w, &decoys, &hiding);
	n = run_book(&a, buf_span(&yaml), w.text, &got);
	for (i = 0; i < 3; i++) {
		twin_row(&w, &codes[i], &want);
		for (k = 0; k < want.count; k++)
			if (!is_hidden(&hiding, &want.items[k]) &&
			    !holds(got, n, i, &want.items[k]))
				fail_msg("%.*s\n%.*s\nexpected x%zu %u-%u",
				    (int)yaml.n, yaml.p, (int)w.text.n,
				    w.text.p, i, want.items[k].start,
				    want.items[k].end);
		for (k = 0; k < want.count; k++)
			at += !is_hidden(&hiding, &want.items[k]);
	}
	if (at != n)
		fail_msg("%.*s\n%.*s\nexpected %zu matches, got %zu",
		    (int)yaml.n, yaml.p, (int)w.text.n, w.text.p, at, n);
	buf_free(&yaml);
	buf_free(&text);
	arena_free(&w.arena);
	arena_free(&a);
}

static void
decoys_hide_what_lies_in_a_longer_one(void **state)
{
	int i;

	(void)state;
	seed = 8;
	for (i = 0; i < 1000 * rounds; i++)
		check_random_decoys();
}

/* A list of each term: parts that name it are one matcher. */
static void
write_lists(struct buf *b)
{
	int i;

	buf_add(b, SPAN("lists:\n"));
	for (i = 0; i < TERMS; i++)
		buf_printf(b, "  %s: [%s]\n", terms[i], terms[i]);
}

/* Names the lists instead of some of the terms. */
static void
use_lists(struct tree *t)
{
	int i;

	t->listed = t->kind == TERM && dice(2) == 0;
	for (i = 0; i < t->count; i++)
		use_lists(t->parts[i]);
	if (t->none != NULL)
		use_lists(t->none);
}

#define CODES		6	/* of two books, of three each */
#define CODES_OF_BOOK	3
#define BOOKS		(CODES / CODES_OF_BOOK)

/* Two books of three codes, the second of which folds what no text has. */
static struct plan *
compile_books(struct arena *a, struct tree **trees, int within)
{
	struct faults faults = { .arena = a };
	struct rule *rules = arena_zero(a, BOOKS, sizeof(*rules));
	struct config config = { .rules = rules, .rule_count = BOOKS };
	struct buf yaml = { 0 };
	struct plan *p;
	int b, i;

	for (b = 0; b < BOOKS; b++) {
		rules[b] = (struct rule){ .name = b == 0 ? "x" : "y",
		    .path = b == 0 ? "x" : "y", .expression = true };
		buf_cut(&yaml, 0);
		buf_printf(&yaml, "within: %s\noverlap: all\n%s",
		    withins[within], b == 0 ? "" : "fold: [case]\n");
		write_lists(&yaml);
		buf_add(&yaml, SPAN("codes:\n"));
		for (i = b * CODES_OF_BOOK; i < (b + 1) * CODES_OF_BOOK; i++) {
			buf_printf(&yaml, "  - id: x%d\n    match: [", i);
			write_tree(&yaml, trees[i]);
			buf_add(&yaml, SPAN("]\n"));
		}
		rules[b].root = node_parse(a, arena_copy(a, buf_span(&yaml)),
		    rules[b].path, &faults);
		assert_non_null(rules[b].root);
	}
	p = plan_compile(&config, a, &faults);
	if (p == NULL && faults.count > 0)
		print_message("%s\n", faults.items[0].text);
	assert_non_null(p);
	buf_free(&yaml);
	return p;
}

/* What each of the codes that are asked for is to be found as. */
static void
check_codes(struct twin *w, struct tree **trees, const bool *books,
    const struct coded *got, size_t n)
{
	struct spans *want = calloc(1, sizeof(*want));
	size_t found = 0, i, k;
	int code;

	for (code = 0; code < CODES; code++) {
		want->count = 0;
		if (books[code / CODES_OF_BOOK])
			twin_eval(w, trees[code], want);
		for (i = 0; i < want->count; i++) {
			for (k = 0; k < n; k++)
				if (got[k].code == (uint32_t)code &&
				    got[k].start == want->items[i].start &&
				    got[k].end == want->items[i].end)
					break;
			if (k == n)
				fail_msg("%.*s\nexpected x%d %u-%u",
				    (int)w->text.n, w->text.p, code,
				    want->items[i].start, want->items[i].end);
		}
		found += want->count;
	}
	assert_int_equal(n, found);
	free(want);
}

/* One search: what it knew of a text is nothing to the next. */
static void
check_random_texts(int count)
{
	struct arena a = { 0 }, record = { 0 };
	struct buf text = { 0 };
	struct tree *trees[CODES];
	bool books[BOOKS];
	struct asked asked = { .books = books };
	struct coded *got;
	struct search s;
	struct twin w;
	struct err e;
	size_t n;
	int i, within = (int)dice(WITHIN_COUNT);

	for (i = 0; i < CODES; i++) {
		trees[i] = random_tree(&a, (int)dice(4), within, false);
		use_lists(trees[i]);
	}
	search_begin(&s, compile_books(&a, trees, within));
	while (count-- > 0) {
		for (i = 0; i < BOOKS; i++)
			books[i] = dice(3) > 0;
		twin_begin(&w, random_text(&text, 2 + dice(22)));
		n = coding_run(&s, &record, w.text, &asked, &got, &e);
		assert_false(s.failed);
		check_codes(&w, trees, books, got, n);
		arena_free(&w.arena);
		arena_reset(&record);
	}
	search_end(&s);
	buf_free(&text);
	arena_free(&record);
	arena_free(&a);
}

static void
a_search_keeps_nothing_of_the_texts_before(void **state)
{
	int i;

	(void)state;
	seed = 9;
	for (i = 0; i < 400 * rounds; i++)
		check_random_texts(i % 100 == 0 ? 600 : 8);
}

/* Texts that are coded between two of one kind. */
static void
code_texts(struct search *s, struct arena *a, int empty, size_t most)
{
	struct coded *got;
	struct err e;
	size_t i;

	for (i = 0; i < most; i++) {
		assert_int_equal(coding_run(s, a, SPAN("ab，c ab"),
		    &(struct asked){ 0 }, &got, &e), 4);
		while (empty-- > 0)
			assert_int_equal(coding_run(s, a, SPAN("。"),
			    &(struct asked){ 0 }, &got, &e), 0);
		arena_reset(a);
	}
}

/* The numbers that tell one text from the next go round. */
static void
a_number_of_a_text_comes_again(void **state)
{
	static const char yaml[] = "within: text\noverlap: all\n"
	    "lists: {l: [cc, dd, ab]}\ncodes:\n"
	    "  - {id: x, match: [ab]}\n"
	    "  - {id: y, match: [{all: [ab, c]}]}\n"
	    "  - {id: z, match: [{seq: [c, $l], gap: 2}]}\n";
	struct arena a = { 0 }, record = { 0 };
	struct plan *p = compile_text(&a, SPAN(yaml));
	struct coded *coded;
	struct search s;
	struct err e;
	int empty;

	(void)state;
	for (empty = 250; empty < 260; empty++) {
		search_begin(&s, p);
		code_texts(&s, &record, empty, 2);
		search_end(&s);
	}
	search_begin(&s, p);
	coding_run(&s, &record, SPAN("dd cc ab ab ab"), &(struct asked){ 0 },
	    &coded, &e);
	s.round = UINT32_MAX;
	code_texts(&s, &record, 0, 1);
	search_end(&s);
	arena_free(&record);
	arena_free(&a);
}

/*
 * The same plan, but that nothing needs to be woken: each code is tried, and
 * each part of it asked.
 */
static struct plan *
make_all_always(struct arena *a, const struct plan *p)
{
	struct plan *all = arena_alloc(a, sizeof(*all));
	uint32_t i;

	*all = *p;
	all->matchers = arena_alloc(a,
	    p->matcher_count * sizeof(*all->matchers));
	all->holding = arena_alloc(a, p->matcher_count);
	for (i = 0; i < p->matcher_count; i++) {
		all->matchers[i] = p->matchers[i];
		all->matchers[i].woken = false;
		all->holding[i] = HOLDING_ALWAYS | HOLDING_TOLD;
	}
	all->parents = arena_zero(a, p->waking[p->matcher_count].parents,
	    sizeof(*all->parents));
	all->waking = arena_zero(a, p->matcher_count + (size_t)1,
	    sizeof(*all->waking));
	for (i = 0; i < p->matcher_count; i++) {
		all->waking[i] = p->waking[i];
		all->waking[i].parents = 0;
		all->waking[i].code = TAG_NONE;
	}
	all->always = arena_alloc(a, p->code_count * sizeof(*all->always));
	all->always_count = 0;
	for (i = 0; i < p->code_count; i++)
		if (p->codes[i].matcher != TAG_NONE)
			all->always[all->always_count++] = i;
	return all;
}

/* Codes of all that can wake one: regexes, codes, lists that codes share. */
static void
write_woken(struct buf *b)
{
	static const char *const parts[] = { "$a", "$b", "$ab", "$cd", "$some",
	    "a", "dd", "{regex: 'a[bc]+d?'}", "{regex: 'a.*?c.*?d'}",
	    "{regex: '[a-d]{3}'}", "{glob: 'a*d'}", "{any: [$c, ba]}",
	    "{all: [$b, $cd]}", "{near: [$a, $a], gap: 3}",
	    "{at_least: 2, of: [$c, $some, {regex: 'b+a|dc'}]}",
	    "{seq: [$d, $d], gap: 4}", "{at_least: 2, of: [$a, $dd]}" };
	static const char *const heads[] = { "{all: [", "{gap: 4, near: [",
	    "{gap: 4, seq: [", "{any: [", "{at_least: 1, of: [",
	    "{at_least: 2, of: [" };
	const uint32_t count = sizeof(parts) / sizeof(*parts);
	uint32_t i, k, n;

	buf_add(b, SPAN("within: sentence\noverlap: all\n"));
	write_lists(b);
	buf_add(b, SPAN("  some: [c, abc, dd]\n"
	    "classify: [{into: s, among: z*}]\ncodes:\n"));
	for (i = 0; i < CODES; i++) {
		buf_printf(b, "  - {id: z%u, match: [%s", i,
		    heads[dice(sizeof(heads) / sizeof(*heads))]);
		n = 2 + dice(3);
		for (k = 0; k < n; k++) {
			buf_add(b, k > 0 ? SPAN(", ") : SPAN(""));
			if (i > 0 && dice(5) == 0)
				buf_printf(b, "{code: z%u}", dice(i));
			else
				buf_add(b, span_of(parts[dice(count)]));
		}
		buf_add(b, SPAN("]}"));
		if (dice(3) == 0)
			buf_printf(b, ", %s", parts[dice(7)]);
		buf_add(b, SPAN("]"));
		if (dice(4) == 0)
			buf_printf(b, ", unless: [%s]",
			    parts[7 + dice(count - 7)]);
		buf_add(b, SPAN("}\n"));
	}
}

/* Runs a text; its matches and its evidence, as text. */
static void
tell_all(struct search *s, struct arena *a, struct span text, struct buf *told)
{
	struct evidences evidence = { 0 };
	struct asked asked = { .evidence = &evidence };
	struct coded *coded;
	struct err e;
	size_t i, n;

	buf_cut(told, 0);
	n = coding_run(s, a, text, &asked, &coded, &e);
	assert_false(s->failed);
	evidence_settle(&evidence);
	for (i = 0; i < n; i++)
		buf_printf(told, "z%u %u-%u\n", coded[i].code,
		    coded[i].start, coded[i].end);
	for (i = 0; i < evidence.count; i++)
		buf_printf(told, "z%u by %u, %u: %g\n",
		    evidence.items[i].code, evidence.items[i].matcher,
		    evidence.items[i].literal, evidence.items[i].weight);
}

static void
check_random_waking(int texts)
{
	struct arena a = { 0 }, record = { 0 };
	struct buf yaml = { 0 }, text = { 0 }, want = { 0 }, got = { 0 };
	struct search s, all;
	struct plan *p;

	write_woken(&yaml);
	p = compile_text(&a, buf_span(&yaml));
	search_begin(&s, p);
	search_begin(&all, make_all_always(&a, p));
	while (texts-- > 0) {
		random_text(&text, 2 + dice(30));
		tell_all(&all, &record, buf_span(&text), &want);
		tell_all(&s, &record, buf_span(&text), &got);
		if (!span_equal(buf_span(&want), buf_span(&got)))
			fail_msg("%.*s\n%.*s\nexpected\n%.*sgot\n%.*s",
			    (int)yaml.n, yaml.p, (int)text.n, text.p,
			    (int)want.n, want.p, (int)got.n, got.p);
		arena_reset(&record);
	}
	search_end(&s);
	search_end(&all);
	buf_free(&yaml);
	buf_free(&text);
	buf_free(&want);
	buf_free(&got);
	arena_free(&record);
	arena_free(&a);
}

static void
what_holds_is_woken(void **state)
{
	int i;

	(void)state;
	seed = 10;
	for (i = 0; i < 1500 * rounds; i++)
		check_random_waking(12);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    matchers_tell_what_trying_all_combinations_tells),
		cmocka_unit_test(
		    matches_are_void_where_a_matcher_holds_beside_them),
		cmocka_unit_test(
		    matches_are_void_where_a_matcher_holds_with_them),
		cmocka_unit_test(
		    overlaps_are_settled_as_by_taking_the_best_first),
		cmocka_unit_test(scores_are_the_weights_of_what_matches),
		cmocka_unit_test(a_code_named_is_its_matchers),
		cmocka_unit_test(what_is_folded_is_one_character),
		cmocka_unit_test(decoys_hide_what_lies_in_a_longer_one),
		cmocka_unit_test(a_search_keeps_nothing_of_the_texts_before),
		cmocka_unit_test(a_number_of_a_text_comes_again),
		cmocka_unit_test(what_holds_is_woken),
	};

	if (argc > 1)
		rounds = atoi(argv[1]);
	print_message("seeds 1 to 10, %d cases\n", 13150 * rounds);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
