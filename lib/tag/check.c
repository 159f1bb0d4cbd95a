#include "tag/check.h"
#include "tag/check_quantities.h"
#include "tag/check_terms.h"
#include "tag/coding.h"
#include "tag/former.h"
#include "tag/map.h"
#include "tag/valid.h"

struct checking {
	const struct plan	*plan;
	struct arena		*arena;		/* for what faults say */
	struct arena		 scratch;	/* of an example */
	struct search		 search;
	struct faults		*faults;
};

/* `id "match", ...`: what the example was coded. */
static struct span
tell_codes(struct checking *c, const struct coded *coded, size_t n)
{
	const struct plan *p = c->plan;
	struct span told = SPAN("nothing"), match, id;
	char shown[120];
	size_t i;

	for (i = 0; i < n; i++) {
		id = p->codes[coded[i].code].id;
		match = text_chars(&c->search.text, coded[i].start,
		    coded[i].end);
		told = arena_printf(c->arena, "%.*s%s%.*s (%s)",
		    i > 0 ? (int)told.n : 0, told.p, i > 0 ? ", " : "",
		    (int)id.n, id.p, err_quote(shown, sizeof(shown), match));
	}
	return told;
}

/* Leaves those of one book: others code, too, for it is built from them. */
static size_t
keep_book(const struct plan *p, struct coded *coded, size_t n, uint32_t book)
{
	size_t i, kept = 0;

	for (i = 0; i < n; i++)
		if (p->codes[coded[i].code].book == book)
			coded[kept++] = coded[i];
	return kept;
}

/* A code that its example is to miss. */
static void
tell_hit(struct checking *c, const struct example *ex, const struct coded *got)
{
	const struct span told = tell_codes(c, got, 1);
	const struct found *word = valid_inside(&c->search, got);
	struct span inside = SPAN("");
	char shown[120];

	if (word != NULL)
		inside = arena_printf(c->arena, ": no context sees what "
		    "stands inside a match, as %s here", err_quote(shown,
		    sizeof(shown), text_chars(&c->search.text, word->start,
		    word->end)));
	fault(c->faults, ex->place, "an example to miss, coded %.*s%.*s",
	    (int)told.n, told.p, (int)inside.n, inside.p);
}

static void
check_example(struct checking *c, uint32_t code, const struct example *ex)
{
	struct span id = c->plan->codes[code].id, told;
	struct asked asked = { 0 };
	struct coded *coded, *got = NULL;
	struct err e;
	size_t i, n;

	n = coding_run(&c->search, &c->scratch, ex->text, &asked, &coded,
	    &e);
	if (c->search.failed) {
		fault(c->faults, ex->place, "%s", e.text);
		return;
	}
	n = keep_book(c->plan, coded, n, c->plan->codes[code].book);
	for (i = 0; i < n && got == NULL; i++)
		if (coded[i].code == code)
			got = &coded[i];
	if (ex->miss && got != NULL)
		tell_hit(c, ex, got);
	else if (!ex->miss && got == NULL) {
		told = tell_codes(c, coded, n);
		fault(c->faults, ex->place, "expected %.*s, coded %.*s",
		    (int)id.n, id.p, (int)told.n, told.p);
	}
}

/* A code of the book by its own id; NULL if there is none. */
static const struct code *
find_own(struct checking *c, uint32_t number, struct span id)
{
	struct span prefix = c->plan->books[number].prefix;
	uint32_t code;

	if (prefix.n > 0)
		id = arena_printf(c->arena, "%.*s.%.*s", (int)prefix.n,
		    prefix.p, (int)id.n, id.p);
	code = former_code(c->plan, id);
	return code == TAG_NONE || c->plan->codes[code].book != number ? NULL :
	    &c->plan->codes[code];
}

/* An id that a code had before can't mean another one. */
static void
check_related(struct checking *c, const struct code *code)
{
	const struct related *r;
	const struct code *other;
	size_t i;

	for (i = 0; i < code->related_count; i++) {
		r = &code->related[i];
		other = find_own(c, code->book, r->id);
		if (r->renamed && other != NULL)
			fault_warn(c->faults, r->place, "%.*s was the id of "
			    "%.*s: since %s:%zu it means another code, and "
			    "what was coded before can't be told apart",
			    (int)r->id.n, r->id.p, (int)code->id.n, code->id.p,
			    other->place.file, other->place.line);
		else if (!r->renamed && other == NULL)
			fault_warn(c->faults, r->place, "the book has no code "
			    "%.*s", (int)r->id.n, r->id.p);
	}
}

/* What others ask of a code, in one line. */
static void
check_said(struct checking *c, const struct code *code)
{
	const char *lacks[3];
	struct span list = SPAN("");
	size_t n = 0, i;

	if (!code->has_definition)
		lacks[n++] = "definition";
	if (!code->has_source)
		lacks[n++] = "source";
	if (code->example_count == 0 && code->matcher != TAG_NONE)
		lacks[n++] = "examples";
	for (i = 0; i < n; i++)
		list = arena_printf(&c->scratch, "%.*s%sno %s", (int)list.n,
		    list.p, i == 0 ? "" : i + 1 < n ? ", " : " and ",
		    lacks[i]);
	if (n > 0)
		fault_warn(c->faults, code->place, "%.*s has %.*s",
		    (int)code->id.n, code->id.p, (int)list.n, list.p);
	arena_reset(&c->scratch);
}

static void
check_code(struct checking *c, uint32_t number)
{
	const struct code *code = &c->plan->codes[number];
	uint32_t i;

	if (code->is_draft)
		fault_warn(c->faults, code->place, "%.*s is a draft",
		    (int)code->id.n, code->id.p);
	check_related(c, code);
	check_said(c, code);
	for (i = 0; i < code->example_count; i++) {
		check_example(c, number, &code->examples[i]);
		arena_reset(&c->scratch);
	}
}

/* What the test's record got in a field against what it should have. */
static void
compare_field(struct checking *c, const struct expectation *x,
    const struct record *got)
{
	const struct derived *d = &c->plan->derived[x->field];
	char want[120], have[120];
	struct json value;
	struct err e;

	if (record_get(got, d->name, &value, &e) == -1 ||
	    span_equal(value.raw, x->value))
		return;
	err_quote(want, sizeof(want), x->value);
	err_quote(have, sizeof(have), value.raw);
	fault(c->faults, x->place, "expected %s, got %s",
	    x->value.p == NULL ? "no such field" : want,
	    value.kind == JSON_ABSENT ? "no such field" : have);
}

static void
run_test(struct checking *c, struct worker *w, const struct test *t)
{
	struct record record = { 0 }, got = { 0 };
	struct claims none = { 0 };
	struct buf line = { 0 };
	struct err e;
	size_t i;

	if (record_parse(&record, &c->scratch, t->record, &e) == -1 ||
	    tag_record(w, &record, &none, &line, w->counters, &e) == -1 ||
	    record_parse(&got, &c->scratch, buf_span(&line), &e) == -1)
		fault(c->faults, t->place, "%s", e.text);
	for (i = 0; i < t->count && got.arena != NULL; i++)
		compare_field(c, &t->gives[i], &got);
	buf_free(&line);
	arena_reset(&c->scratch);
}

static void
run_tests(struct checking *c)
{
	struct worker *w = worker_new(c->plan);
	const struct book *book;
	uint32_t b;
	size_t i;

	w->keep = KEEP_ALL;
	for (b = 0; b < c->plan->book_count; b++) {
		book = &c->plan->books[b];
		for (i = 0; i < book->test_count; i++)
			run_test(c, w, &book->tests[i]);
	}
	worker_free(w);
}

int
plan_check(const struct plan *p, struct arena *arena, struct faults *faults)
{
	struct checking c = { .plan = p, .arena = arena, .faults = faults };
	size_t errors = faults->errors;
	uint32_t i;

	search_begin(&c.search, p);
	for (i = 0; i < p->code_count; i++)
		check_code(&c, i);
	search_end(&c.search);
	run_tests(&c);
	check_quantities(p, arena, faults);
	check_terms(p, arena, faults);
	arena_free(&c.scratch);
	return faults->errors > errors ? -1 : 0;
}
