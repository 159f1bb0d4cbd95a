#include "aggregate/tables.h"
#include "aggregate/tags.h"
#include "base/utf8.h"

/*
 * What a text says to bring about what: two coded places of a unit with a
 * causal word between them and none of the marks that part sentences.
 * Tuples: cause, effect.
 */
struct words {
	struct span	*items;
	size_t		 count;
};

struct options {
	struct path	 field;
	struct words	 forward;	/* a ... b: a causes b */
	struct words	 backward;	/* a ... b: b causes a */
	size_t		 reach;		/* characters between them */
};

#define DEFAULT_REACH	30
#define MOST_REACH	1000

enum { COLUMN_A, COLUMN_B, COLUMN_COUNT, COLUMNS };

static const struct column_head columns[COLUMNS] = {
	{ "a", "因", "cause", VALUE_STRING, -1 },
	{ "b", "果", "effect", VALUE_STRING, -1 },
	{ "count", "句数", "units", VALUE_NUMBER, -1 },
};

static const char *const forward_words[] = {
	"导致", "造成", "引发", "引起", "致使", "使得", "带来", "从而", "因此",
	"因而", "所以", "进而", "以致", "催生", "加剧", NULL
};

static const char *const backward_words[] = {
	"由于", "因为", "源于", "缘于", "归因于", "起因于", "出于", "原因是",
	"原因在于", "根源在于", NULL
};

static void
read_words(struct compiling *c, const struct node *node,
    const char *const *known, struct words *words)
{
	size_t n = 0;

	if (node != NULL) {
		node_texts(node, c->run, &words->items, &words->count,
		    c->faults);
		return;
	}
	while (known[n] != NULL)
		n++;
	words->items = arena_alloc(c->run, n * sizeof(*words->items));
	for (words->count = 0; words->count < n; words->count++)
		words->items[words->count] = span_of(known[words->count]);
}

static void
compile(struct compiling *c, struct fields *f, const struct node *value,
    struct tabling *t)
{
	struct options *o = arena_zero(c->run, 1, sizeof(*o));
	struct span codes;

	if (node_text(value, &codes, c->faults) == 0 &&
	    !span_is(codes, "codes"))
		fault(c->faults, value->place, "expected codes: what is said "
		    "is told by places, which tags have");
	o->field = table_path(c, fields_take(f, "field"), "text");
	read_words(c, fields_take(f, "forward"), forward_words, &o->forward);
	read_words(c, fields_take(f, "backward"), backward_words,
	    &o->backward);
	o->reach = (size_t)table_number(c, fields_take(f, "reach"), 1,
	    MOST_REACH, DEFAULT_REACH);
	t->options = o;
}

static bool
contains_one(struct span text, const struct words *words)
{
	for (size_t i = 0; i < words->count; i++)
		if (words->items[i].n > 0 &&
		    span_contains(text, words->items[i]))
			return true;
	return false;
}

/* What ends a statement. */
static bool
is_parted(struct span text)
{
	static struct span marks[] = { { "。", 3 }, { "！", 3 }, { "？", 3 },
	    { "；", 3 } };
	static const struct words all = { marks, 4 };

	return contains_one(text, &all);
}

/* A place of the text, in bytes. */
struct piece {
	struct span	code;
	size_t		start;
	size_t		end;
	size_t		first;		/* in characters */
	size_t		last;
};

/* Tags stand in their order: each is looked for from the one before it. */
static struct piece *
find_pieces(struct table_reading *r, struct span text, const struct tag *tags,
    size_t n)
{
	struct piece *pieces = arena_alloc(r->arena, n * sizeof(*pieces));
	size_t at = 0, character = 0;

	for (size_t i = 0; i < n; i++) {
		struct span rest;

		if (tags[i].start < character)
			at = character = 0;
		rest = span_from(text, at);
		at += utf8_skip(rest, tags[i].start - character);
		character = tags[i].start;
		rest = span_from(text, at);
		pieces[i] = (struct piece){ tags[i].code, at,
		    at + utf8_skip(rest, tags[i].end - tags[i].start),
		    tags[i].start, tags[i].end };
	}
	return pieces;
}

/* Puts a pair once a unit. */
static void
put_once(struct table_reading *r, struct map *seen, struct span cause,
    struct span effect)
{
	struct buf key = {0};
	struct span pair[2] = { cause, effect };
	bool is_new;

	if (span_equal(cause, effect))
		return;
	tuple_put(&key, cause);
	tuple_put(&key, effect);
	map_put(seen, arena_copy(r->arena, buf_span(&key)), &is_new);
	buf_free(&key);
	if (is_new)
		table_put(r, pair, 2);
}

static void
look_between(const struct options *o, struct table_reading *r,
    struct map *seen, struct span text, const struct piece *a,
    const struct piece *b)
{
	struct span between = span_make(text.p + a->end, b->start - a->end);
	bool forward, backward;

	if (is_parted(between))
		return;
	forward = contains_one(between, &o->forward);
	backward = contains_one(between, &o->backward);
	if (forward && !backward)
		put_once(r, seen, a->code, b->code);
	else if (backward && !forward)
		put_once(r, seen, b->code, a->code);
}

static int
read(const void *options, struct table_reading *r)
{
	const struct options *o = options;
	struct map seen = {0};
	struct piece *pieces;
	struct span text;
	struct tag *tags;
	size_t n;

	if (table_text(r, &o->field, &text) == -1 ||
	    tags_read(r, o->field.text, text, &tags, &n) == -1)
		return -1;
	pieces = find_pieces(r, text, tags, n);
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n && pieces[k].first <=
		    pieces[i].last + o->reach; k++)
			if (pieces[k].start >= pieces[i].end)
				look_between(o, r, &seen, text, &pieces[i],
				    &pieces[k]);
	map_free(&seen);
	return 0;
}

static void
finish(const void *options, const struct entry *entries, size_t count,
    struct rows *rows)
{
	(void)options;
	for (size_t i = 0; i < count; i++) {
		struct span tuple = entries[i].tuple;
		struct value *cell = rows_add(rows);

		cell[COLUMN_A] = cell_text(tuple_take(&tuple));
		cell[COLUMN_B] = cell_text(tuple_take(&tuple));
		cell[COLUMN_COUNT] = cell_count(rows, entries[i].count);
	}
	if (count == 0)
		table_tell(rows, "没有一条记录的两处编码之间有因果词；"
		    "编码的位置在 tags 里，由 tag 写出。",
		    "no record has a causal word between two of its codes; "
		    "their places stand in tags, which tag writes");
}

const struct table_kind table_said = {
	.name = "said",
	.columns = columns,
	.column_count = COLUMNS,
	.keys = 2,
	.zh = "文本说前者引起后者的单位数：两处编码之间有因果词，且没有句号、分号隔开。说有因果，不等于有因果。",
	.en = "Units that say that one brings about the other: a causal word "
	    "stands between the two, and no end of a sentence. Said isn't "
	    "shown.",
	.compile = compile,
	.read = read,
	.finish = finish,
};
