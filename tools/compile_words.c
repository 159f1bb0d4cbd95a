/*
 * compile_words DICT HMM OUT: jieba's dict.txt (`word frequency kind`, one a
 * line) and what hmm.py prints, as the file that lib/text/words_file.h
 * describes.  A program of the build.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "text/words_file.h"
#include "tools/tool.h"

#define BLOCK_LEAST	256	/* cells; a power of 2 over every class */
#define LONGEST		64	/* characters of a word */

struct word {
	struct span	text;
	uint32_t	frequency;
	uint32_t	line;		/* of two equal ones the later counts */
	struct span	kind;
};

/* Words lo to hi share their first depth characters. */
struct node {
	uint32_t	lo, hi;
	uint32_t	depth;		/* bytes */
	uint32_t	first, count;	/* children, which follow each other */
	uint32_t	parent;
	uint32_t	character;	/* that leads here */
	uint32_t	value;
	struct span	kind;
	uint32_t	base, cell;
};

struct compiler {
	struct arena		 arena;
	struct words_header	 header;
	struct word		*words;
	size_t			 word_count;
	uint32_t		*frequencies;	/* [0] is no word's */
	uint16_t		*classes;
	uint32_t		 class_count;	/* with class 0 */
	struct node		*nodes;
	size_t			 node_count, node_capacity;
	uint32_t		 block;
	bool			*taken;		/* cells */
	size_t			 cell_count, cell_capacity;
	size_t			 at;		/* where the last one fitted */
	uint64_t		*cells;
	struct words_model	*model;
	struct words_tagger	*tagger;
	uint32_t		 passes, signs;	/* of it, so far */
	uint32_t		 kind_count;
	uint8_t			*kinds;		/* by cell */
};

static uint32_t
number(struct span s, const char *path, uint32_t line)
{
	uint64_t v = 0;
	size_t i;

	for (i = 0; i < s.n && v <= UINT32_MAX; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			break;
		v = 10 * v + (uint64_t)(s.p[i] - '0');
	}
	if (s.n == 0 || i < s.n || v == 0 || v > UINT32_MAX)
		die("%s:%u: expected word, frequency, kind", path, line);
	return (uint32_t)v;
}

static void
read_words(struct compiler *c, const char *path)
{
	struct span text = read_file(&c->arena, path), line, rest;
	size_t capacity = 0;
	uint32_t at = 0;
	struct word *w;

	while (next_line(&text, &line)) {
		at++;
		c->words = arena_grow(&c->arena, c->words, c->word_count,
		    &capacity, c->word_count + 1, sizeof(*c->words));
		w = &c->words[c->word_count++];
		w->line = at;
		w->text = span_make(line.p, span_index(line, ' '));
		if (w->text.n == 0 || utf8_length(w->text) > LONGEST)
			die("%s:%u: no word", path, at);
		rest = span_from(line, w->text.n + 1);
		w->kind = span_from(rest, span_index(rest, ' ') + 1);
		rest.n = span_index(rest, ' ');
		w->frequency = number(rest, path, at);
		c->header.total += w->frequency;
	}
	if (c->word_count == 0)
		die("%s: no words", path);
}

static int
by_text(const void *left, const void *right)
{
	const struct word *a = left, *b = right;
	int order = span_compare(a->text, b->text);

	return order != 0 ? order : (a->line > b->line) - (a->line < b->line);
}

static int
by_number(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

	return (a > b) - (a < b);
}

static void
collect_frequencies(struct compiler *c)
{
	uint32_t *all = arena_zero(&c->arena, c->word_count + 2, sizeof(*all));
	size_t i, n = 1;

	for (i = 0; i < c->word_count; i++)
		all[i + 1] = c->words[i].frequency;
	qsort(all + 1, c->word_count, sizeof(*all), by_number);
	for (i = 2; i <= c->word_count; i++)
		if (all[i] != all[n])
			all[++n] = all[i];
	all[++n] = 0;
	n += n % 2;			/* cells are aligned then */
	if (n > WORDS_VALUES_MOST)
		die("%zu different frequencies", n);
	c->frequencies = all;
	c->header.values = (uint32_t)n;
}

/* The value whose frequency it is; those behind the last are 0. */
static uint32_t
value_of(const struct compiler *c, uint32_t frequency)
{
	uint32_t lo = 1, hi = c->header.values;

	while (c->frequencies[hi - 1] == 0)
		hi--;
	while (hi - lo > 1) {
		uint32_t middle = lo + (hi - lo) / 2;

		if (c->frequencies[middle] <= frequency)
			lo = middle;
		else
			hi = middle;
	}
	return lo;
}

struct tally {
	uint32_t	character;
	uint32_t	count;
};

static int
by_count(const void *left, const void *right)
{
	const struct tally *a = left, *b = right;

	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return a->character < b->character ? -1 : 1;
}

/* Common characters get small classes, so that children stand close. */
static void
make_classes(struct compiler *c)
{
	struct tally *tally = arena_zero(&c->arena, WORDS_CLASSES,
	    sizeof(*tally));
	uint32_t character;
	size_t i, at;

	for (i = 0; i < WORDS_CLASSES; i++)
		tally[i].character = (uint32_t)i;
	for (i = 0; i < c->word_count; i++)
		for (at = 0; at < c->words[i].text.n; ) {
			character = utf8_next(c->words[i].text, &at);
			if (character >= WORDS_CLASSES)
				die("line %u: U+%X", c->words[i].line,
				    character);
			tally[character].count++;
		}
	qsort(tally, WORDS_CLASSES, sizeof(*tally), by_count);
	c->classes = arena_zero(&c->arena, WORDS_CLASSES, sizeof(*c->classes));
	c->class_count = 1;
	for (i = 0; i < WORDS_CLASSES - 1 && tally[i].count > 0; i++)
		c->classes[tally[i].character] = (uint16_t)c->class_count++;
}

static struct node *
add_node(struct compiler *c)
{
	c->nodes = arena_grow(&c->arena, c->nodes, c->node_count,
	    &c->node_capacity, c->node_count + 1, sizeof(*c->nodes));
	c->nodes[c->node_count] = (struct node){ 0 };
	return &c->nodes[c->node_count++];
}

/* The words that end at this node stand first. */
static uint32_t
pass_ends(struct compiler *c, struct node *node)
{
	uint32_t i = node->lo;

	for (; i < node->hi && c->words[i].text.n == node->depth; i++) {
		node->value = value_of(c, c->words[i].frequency);
		node->kind = c->words[i].kind;
	}
	return i;
}

static void
add_children(struct compiler *c, uint32_t parent)
{
	struct node node = c->nodes[parent], *child = NULL;
	uint32_t i = pass_ends(c, &c->nodes[parent]), character, last = 0;
	size_t at;

	for (; i < node.hi; i++) {
		at = node.depth;
		character = utf8_next(c->words[i].text, &at);
		if (child == NULL || character != last) {
			child = add_node(c);
			child->lo = i;
			child->depth = (uint32_t)at;
			child->parent = parent;
			child->character = last = character;
			if (c->nodes[parent].count++ == 0)
				c->nodes[parent].first =
				    (uint32_t)c->node_count - 1;
		}
		child->hi = i + 1;
	}
}

static void
make_nodes(struct compiler *c)
{
	uint32_t i;

	qsort(c->words, c->word_count, sizeof(*c->words), by_text);
	add_node(c)->hi = (uint32_t)c->word_count;
	for (i = 0; i < c->node_count; i++)
		add_children(c, i);
}

static void
add_block(struct compiler *c)
{
	size_t n = c->cell_count + c->block;

	if (n > WORDS_CELLS_MOST)
		die("more than %u cells", WORDS_CELLS_MOST);
	c->taken = arena_grow(&c->arena, c->taken, c->cell_count,
	    &c->cell_capacity, n, sizeof(*c->taken));
	memset(c->taken + c->cell_count, 0, c->block * sizeof(*c->taken));
	c->cell_count = n;
}

static uint32_t
class_of(const struct compiler *c, const struct node *node, uint32_t child)
{
	return c->classes[c->nodes[node->first + child].character];
}

static bool
fits(const struct compiler *c, const struct node *node, uint32_t base)
{
	uint32_t i;

	for (i = 0; i < node->count; i++)
		if (c->taken[base ^ class_of(c, node, i)])
			return false;
	return true;
}

/* A base for the children: among free cells from c->at, or in a new block. */
static uint32_t
find_base(struct compiler *c, const struct node *node)
{
	uint32_t first = class_of(c, node, 0);
	size_t at = c->at;

	for (; at < c->cell_count; at++)
		if (!c->taken[at] && fits(c, node, (uint32_t)at ^ first)) {
			c->at = at;
			return (uint32_t)at ^ first;
		}
	at = c->cell_count;
	add_block(c);
	c->at = at;
	return (uint32_t)at;
}

static void
place(struct compiler *c, struct node *node, uint32_t base)
{
	uint32_t i, cell;

	node->base = base;
	for (i = 0; i < node->count; i++) {
		cell = base ^ class_of(c, node, i);
		c->taken[cell] = true;
		c->nodes[node->first + i].cell = cell;
	}
}

/*
 * Those with most children first; those with fewer fill the gaps, for which
 * the search begins anew at each power of 2.
 */
static void
place_all(struct compiler *c)
{
	struct tally *order = arena_zero(&c->arena, c->node_count,
	    sizeof(*order));
	uint32_t most = UINT32_MAX;
	size_t i;

	c->block = BLOCK_LEAST;
	while (c->block < c->class_count)
		c->block *= 2;
	add_block(c);
	c->taken[0] = true;
	for (i = 0; i < c->node_count; i++)
		order[i] = (struct tally){ (uint32_t)i, c->nodes[i].count };
	qsort(order + 1, c->node_count - 1, sizeof(*order), by_count);
	place(c, &c->nodes[0], 0);
	for (i = 1; i < c->node_count && order[i].count > 0; i++) {
		if (order[i].count <= most / 2) {
			most = order[i].count;
			c->at = 0;
		}
		place(c, &c->nodes[order[i].character],
		    find_base(c, &c->nodes[order[i].character]));
	}
}

static void
make_cells(struct compiler *c)
{
	const struct node *node;
	size_t i;

	c->cells = arena_alloc(&c->arena, c->cell_count * sizeof(*c->cells));
	c->header.cells = (uint32_t)c->cell_count;
	for (i = 0; i < c->cell_count; i++)
		c->cells[i] = words_cell(0, WORDS_NOBODY, 0);
	for (i = 0; i < c->node_count; i++) {
		node = &c->nodes[i];
		c->cells[node->cell] = words_cell(node->base, i == 0 ?
		    WORDS_NOBODY : c->nodes[node->parent].cell, node->value);
	}
}

static unsigned
state_of(char letter)
{
	static const char letters[] = "BEMS";
	unsigned state = 0;

	while (state < sizeof(letters) - 1 && letters[state] != letter)
		state++;
	if (state == sizeof(letters) - 1)
		die("no state '%c'", letter);
	return state;
}

static uint8_t
kind_of(const struct compiler *c, struct span name)
{
	uint32_t kind;

	for (kind = 0; kind < c->kind_count; kind++)
		if (span_equal(span_of(c->tagger->kinds[kind]), name))
			return (uint8_t)kind;
	die("no kind '%.*s'", (int)name.n, name.p);
}

static uint8_t
tag_state(const struct compiler *c, char letter, const char *kind)
{
	return (uint8_t)(state_of(letter) * WORDS_KINDS +
	    kind_of(c, span_of(kind)));
}

static void
add_pass(struct compiler *c, uint8_t to, uint8_t from, double log)
{
	struct words_tagger *t = c->tagger;

	if (c->passes == WORDS_PASSES_MOST)
		die("more than %d passes", WORDS_PASSES_MOST);
	t->from[c->passes] = from;
	t->trans[c->passes++] = log;
	t->before[to + 1] = c->passes;
}

static void
add_sign(struct compiler *c, unsigned character, uint8_t state,
    unsigned listed, double log)
{
	struct words_tagger *t = c->tagger;

	if (c->signs == WORDS_SIGNS_MOST)
		die("more than %d signs", WORDS_SIGNS_MOST);
	if (character < WORDS_HAN_FIRST || character > WORDS_HAN_LAST)
		die("a sign of U+%X", character);
	character -= WORDS_HAN_FIRST;
	t->state[c->signs] = state;
	t->emit[c->signs++] = log;
	t->signs[character + 1] = c->signs;
	t->listed[character] = (uint8_t)(t->listed[character] + listed);
}

/* A line of hmm.py for the model with kinds; false if it is none. */
static bool
read_tagger_line(struct compiler *c, const char *line)
{
	unsigned character, listed;
	char kind[8], from_kind[8], to, from;
	double log;

	if (sscanf(line, "kind %7s", kind) == 1) {
		if (c->kind_count == WORDS_KINDS)
			die("more than %d kinds", WORDS_KINDS);
		memcpy(c->tagger->kinds[c->kind_count++], kind, sizeof(kind));
	} else if (sscanf(line, "begin %c %7s %lf", &to, kind, &log) == 3)
		c->tagger->start[tag_state(c, to, kind)] = log;
	else if (sscanf(line, "pass %c %7s %c %7s %lf", &to, kind, &from,
	    from_kind, &log) == 5)
		add_pass(c, tag_state(c, to, kind),
		    tag_state(c, from, from_kind), log);
	else if (sscanf(line, "sign %u %c %7s %u %lf", &character, &to, kind,
	    &listed, &log) == 5)
		add_sign(c, character, tag_state(c, to, kind), listed, log);
	else
		return false;
	return true;
}

/* What nothing ends at ends where the one before it does. */
static void
fill_ends(uint32_t *ends, size_t count)
{
	size_t i;

	for (i = 1; i < count; i++)
		if (ends[i] == 0)
			ends[i] = ends[i - 1];
}

/* Where the number of that line of hmm.py goes; NULL: no Han of jieba's. */
static double *
slot(struct compiler *c, const char *line, double *log)
{
	unsigned character;
	char from, to;

	if (sscanf(line, "start %c %lf", &from, log) == 2)
		return &c->model->start[state_of(from)];
	if (sscanf(line, "trans %c %c %lf", &from, &to, log) == 3)
		return &c->model->trans[state_of(from)][state_of(to)];
	if (sscanf(line, "emit %c %u %lf", &from, &character, log) != 3)
		die("%s: not understood", line);
	if (character < WORDS_HAN_FIRST || character > WORDS_HAN_LAST)
		return NULL;
	return &c->model->emit[character - WORDS_HAN_FIRST][state_of(from)];
}

static void
read_model(struct compiler *c, const char *path)
{
	struct span text = read_file(&c->arena, path), line;
	double *all, log, *into;
	size_t i, n = sizeof(*c->model) / sizeof(double);

	c->model = arena_zero(&c->arena, 1, sizeof(*c->model));
	c->tagger = arena_zero(&c->arena, 1, sizeof(*c->tagger));
	for (i = 0, all = (double *)c->model; i < n; i++)
		all[i] = WORDS_NEVER;
	while (next_line(&text, &line)) {
		const char *shown = arena_string(&c->arena, line);

		if (read_tagger_line(c, shown))
			continue;
		into = slot(c, shown, &log);
		if (into != NULL)
			*into = log;
	}
	fill_ends(c->tagger->before, WORDS_TAG_STATES + 1);
	fill_ends(c->tagger->signs, WORDS_HAN_COUNT + 1);
}

static void
make_kinds(struct compiler *c)
{
	size_t i;

	c->kinds = arena_zero(&c->arena, c->cell_count, sizeof(*c->kinds));
	for (i = 0; i < c->node_count; i++)
		if (c->nodes[i].value != 0)
			c->kinds[c->nodes[i].cell] = kind_of(c,
			    c->nodes[i].kind);
}

static void
write_file(struct compiler *c, const char *path)
{
	struct buf b = { 0 };

	add(&b, &c->header, sizeof(c->header));
	add(&b, c->frequencies, c->header.values * sizeof(*c->frequencies));
	add(&b, c->classes, WORDS_CLASSES * sizeof(*c->classes));
	add(&b, c->cells, c->cell_count * sizeof(*c->cells));
	add(&b, c->model, sizeof(*c->model));
	add(&b, c->tagger, sizeof(*c->tagger));
	add(&b, c->kinds, c->cell_count * sizeof(*c->kinds));
	write_compiled(&b, WORDS_MAGIC, WORDS_VERSION, path);
	buf_free(&b);
}

int
main(int argc, char **argv)
{
	struct compiler c = { 0 };

	if (argc != 4) {
		fputs("usage: compile_words dict hmm out\n", stderr);
		return 64;
	}
	read_words(&c, argv[1]);
	collect_frequencies(&c);
	make_classes(&c);
	make_nodes(&c);
	place_all(&c);
	make_cells(&c);
	read_model(&c, argv[2]);
	make_kinds(&c);
	write_file(&c, argv[3]);
	printf("%zu words, %zu cells\n", c.word_count, c.cell_count);
	arena_free(&c.arena);
	return 0;
}
