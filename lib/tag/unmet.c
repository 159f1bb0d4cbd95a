#include "tag/unmet.h"

#include "frame/unlike.h"

/* A condition, and what is said of the fields that it reads. */
struct watching {
	struct compiler	*c;
	uint32_t	 book;
	struct place	 place;
	bool		 optional, word;
};

/* What the book itself knows: its year, and what its tables say. */
static bool
is_own(const struct watching *w, const struct path *path)
{
	const struct plan *p = w->c->plan;
	uint32_t i;

	if (p->books[w->book].as_of.n > 0 && span_is(path->keys[0], "as_of"))
		return true;
	for (i = 0; i < p->derived_count; i++)
		if (p->derived[i].early && p->derived[i].book == w->book &&
		    span_equal(p->derived[i].name, path->keys[0]))
			return true;
	return false;
}

static void
watch(void *ctx, const struct path *path)
{
	const struct watching *w = ctx;
	struct plan *p = w->c->plan;
	uint32_t i = 0;

	if (is_own(w, path))
		return;
	while (i < p->watched_count &&
	    !span_equal(p->watched[i].path.text, path->text))
		i++;
	if (i == TAG_MAX_WATCHED)
		return;
	if (i == p->watched_count) {
		p->watched = arena_grow(w->c->run, p->watched, i,
		    &w->c->watched_capacity, (size_t)i + 1,
		    sizeof(*p->watched));
		p->watched[p->watched_count++] = (struct watched){
		    .path = *path, .place = w->place };
	}
	p->watched[i].optional = p->watched[i].optional || w->optional;
	p->watched[i].word = p->watched[i].word || w->word;
}

static void
watch_code(struct compiler *c, const struct code *code)
{
	struct watching w = { .c = c, .book = code->book };
	const struct expr *where;
	uint32_t i;

	for (i = 0; i < code->condition_count; i++) {
		if ((where = code->conditions[i].where) == NULL)
			continue;
		w.place = code->conditions[i].place;
		w.optional = w.word = false;
		expr_paths(where, watch, &w);
		w.optional = true;
		expr_asked(where, watch, &w);
		w.optional = false;
		w.word = true;
		expr_words(where, watch, &w);
	}
}

void
unmet_compile(struct compiler *c)
{
	struct plan *p = c->plan;
	uint32_t i;

	for (i = 0; i < p->code_count; i++)
		watch_code(c, &p->codes[i]);
	p->comparisons = c->comparisons.items;
	p->comparison_count = (uint32_t)c->comparisons.count;
}

uint32_t
unmet_counters(const struct plan *p)
{
	return p->comparison_count + (p->watched_count == 0 ? 0 :
	    1 + p->watched_count);
}

void
unmet_note(const struct plan *p, const struct record *record,
    uint64_t *counters)
{
	watch_note(p->watched, p->watched_count, record, counters +
	    p->first_unlike + p->comparison_count);
}

/* The end of the line, where the field may be a text without quotes. */
static void
put_hint(const struct watched *w, struct buf *b)
{
	static const char *const truths[] = { "true", "false", NULL };

	if (w->word)
		unlike_put_word(fault_nearest(w->path.text, truths), false, b);
}

static void
warn(struct buf *b, void (*tell)(const struct err *))
{
	struct err e = { 0 };

	err_set(&e, ERR_NONE, NULL, 0, 0, "warning: %.*s", (int)b->n, b->p);
	tell(&e);
	buf_cut(b, 0);
}

void
unmet_tell(const struct plan *p, const uint64_t *counters,
    struct span first, void (*tell)(const struct err *))
{
	const uint64_t *unlike = counters + p->first_unlike;
	const uint64_t *noted = unlike + p->comparison_count;
	const struct watched *w;
	struct buf b = { 0 };
	uint32_t i;

	for (i = 0; i < p->watched_count; i++) {
		w = &p->watched[i];
		if (!watch_missed(p->watched, i, noted))
			continue;
		buf_add(&b, SPAN("no record has the field "));
		watch_put(w, first, false, &b);
		buf_printf(&b, ", which `where` at %s:%zu reads",
		    w->place.file, w->place.line);
		put_hint(w, &b);
		warn(&b, tell);
	}
	for (i = 0; i < p->comparison_count; i++)
		if (unlike[i] > 0) {
			unlike_put(&p->comparisons[i], unlike[i], false, &b);
			warn(&b, tell);
		}
	buf_free(&b);
}
