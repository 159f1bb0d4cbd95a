#include "base/utf8.h"
#include "tag/compile.h"

#define QUOTED	96

static void
read_fold(struct compiler *c, const struct node *node)
{
	static const char *const names[] = { "width", "case", "script", NULL };
	static const unsigned flags[] = { TERMS_FOLD_WIDTH, TERMS_FOLD_CASE,
	    TERMS_FOLD_SCRIPT };
	size_t i;
	int index;

	if (node->kind != NODE_SEQUENCE) {
		fault(c->faults, node->place, "expected a sequence of "
		    "width, case and script, got a %s", node_kind_name(node->kind));
		return;
	}
	for (i = 0; i < node->count; i++)
		if (node_choice(node->items[i], names, &index, c->faults) == 0)
			c->book->fold |= flags[index];
}

/* The kinds of blocks that segment writes. */
static void
read_blocks(struct compiler *c, const struct node *node)
{
	static const char *const kinds[] = {
		"heading", "paragraph", "quote", "list", "reference", "note",
		"caption", "abstract", "front", "back", NULL
	};
	struct book *book = c->book;
	size_t i;
	int index;

	if (node->kind != NODE_SEQUENCE || node->count == 0) {
		fault(c->faults, node->place, "expected a sequence of kinds of "
		    "blocks, got %s", node->count > 0 ?
		    node_kind_name(node->kind) : "none");
		return;
	}
	book->blocks = arena_alloc(c->run,
	    node->count * sizeof(*book->blocks));
	for (i = 0; i < node->count; i++)
		if (node_choice(node->items[i], kinds, &index, c->faults) == 0)
			book->blocks[book->block_count++] =
			    node->items[i]->text;
}

/* The year that conditions read as `as_of`. */
static void
read_as_of(struct compiler *c, const struct node *node)
{
	int64_t year;

	if (node_integer(node, 1900, 9999, &year, c->faults) == 0)
		c->book->as_of = arena_printf(c->run, "%d", (int)year);
}

static void
read_choices(struct compiler *c, struct fields *f)
{
	static const char *const overlaps[] = {
		[OVERLAP_LONGEST_PER_CODE] = "longest-per-code",
		[OVERLAP_LONGEST] = "longest",
		[OVERLAP_ALL] = "all",
		NULL
	};
	const struct node *node;
	int index;

	if ((node = fields_take(f, "within")) != NULL &&
	    node_choice(node, tag_within_names, &index, c->faults) == 0) {
		c->book->within = (enum tag_within)index;
		if (c->book->within == WITHIN_SECTION)
			section_note(c, node);
	}
	if ((node = fields_take(f, "overlap")) != NULL &&
	    node_choice(node, overlaps, &index, c->faults) == 0)
		c->book->overlap = (enum tag_overlap)index;
	if ((node = fields_take(f, "fold")) != NULL)
		read_fold(c, node);
	if ((node = fields_take(f, "blocks")) != NULL)
		read_blocks(c, node);
	if ((node = fields_take(f, "as_of")) != NULL)
		read_as_of(c, node);
}

static void
read_reach(struct compiler *c, struct context *ctx, const struct node *node)
{
	const struct node *left, *right;
	struct fields f;

	if (fields_begin(&f, node, c->run, c->faults) == -1)
		return;
	if ((left = fields_take(&f, "left")) != NULL)
		node_integer(left, 0, TAG_MAX_GAP, &ctx->left, c->faults);
	if ((right = fields_take(&f, "right")) != NULL)
		node_integer(right, 0, TAG_MAX_GAP, &ctx->right, c->faults);
	if (left == NULL && right == NULL)
		fault(c->faults, node->place,
		    "expected {left: N}, {right: N} or both");
	fields_end(&f);
}

static void
read_stops(struct compiler *c, struct context *ctx, const struct node *node)
{
	struct span text;
	size_t at = 0;

	if (node_text(node, &text, c->faults) == -1)
		return;
	ctx->stops = arena_alloc(c->run, text.n * sizeof(*ctx->stops));
	while (at < text.n)
		ctx->stops[ctx->stop_count++] =
		    terms_fold(utf8_next(text, &at), c->book->fold);
}

static void
read_context(struct compiler *c, struct context *ctx, const struct node *node)
{
	static const char *const effects[] = { "void", "mark", NULL };
	const struct node *value;
	struct fields f;
	int index;

	ctx->words = TAG_NONE;
	ctx->left = ctx->right = -1;
	if (fields_begin(&f, node, c->run, c->faults) == -1)
		return;
	if ((value = fields_need(&f, "words")) != NULL)
		ctx->words = matcher_words(c, value);
	if ((value = fields_need(&f, "reach")) != NULL)
		read_reach(c, ctx, value);
	if ((value = fields_take(&f, "stop")) != NULL)
		read_stops(c, ctx, value);
	if ((value = fields_need(&f, "effect")) != NULL &&
	    node_choice(value, effects, &index, c->faults) == 0)
		ctx->mark = index == 1;
	fields_end(&f);
}

static void
read_contexts(struct compiler *c, const struct node *node)
{
	struct book *book = c->book;
	struct map_entry *entry;
	size_t i;

	if (node->kind != NODE_MAPPING || node->count > TAG_MAX_CONTEXTS) {
		fault(c->faults, node->place, "expected a mapping of names to "
		    "at most %d contexts", TAG_MAX_CONTEXTS);
		return;
	}
	book->contexts = arena_zero(c->run, node->count,
	    sizeof(*book->contexts));
	book->context_count = (uint32_t)node->count;
	for (i = 0; i < node->count; i++) {
		book->contexts[i].name = node->keys[i]->text;
		read_context(c, &book->contexts[i], node->items[i]);
		entry = map_put(&c->contexts, node->keys[i]->text, NULL);
		entry->value = (void *)(uintptr_t)(i + 1);
	}
}

/* Two prefixes of which one begins the other would own the same codes. */
static void
check_prefix(struct compiler *c, const struct node *node)
{
	const struct book *other;
	struct span mine = c->book->prefix, theirs;
	uint32_t i;

	for (i = 0; i < c->book_number; i++) {
		other = &c->plan->books[i];
		theirs = other->prefix;
		if (theirs.n == 0 || (!span_starts(mine, theirs) &&
		    !span_starts(theirs, mine)))
			continue;
		if (mine.n == theirs.n || (mine.n < theirs.n ?
		    theirs.p[mine.n] : mine.p[theirs.n]) == '.')
			fault(c->faults, node->place, "the prefix %.*s belongs "
			    "to the book at %s:%zu:%zu, whose prefix is %.*s",
			    (int)mine.n, mine.p, other->prefix_place.file,
			    other->prefix_place.line,
			    other->prefix_place.column, (int)theirs.n,
			    theirs.p);
	}
}

static void
read_names(struct compiler *c, struct fields *f)
{
	const struct node *node;
	struct span name;

	if ((node = fields_take(f, "codebook")) != NULL)
		name_read(node, "a name", &name, c->faults);
	if ((node = fields_take(f, "prefix")) != NULL &&
	    name_read(node, "a prefix", &name, c->faults) == 0) {
		c->book->prefix = name;
		c->book->prefix_place = node->place;
		check_prefix(c, node);
	}
}

/* Whoever read the rules saw to them; see config.h. */
static void
read_related(struct compiler *c, struct fields *f)
{
	const struct node *node;
	struct span *names, name;
	size_t count;

	if ((node = fields_take(f, "extends")) != NULL)
		node_text(node, &name, c->faults);
	if ((node = fields_take(f, "uses")) != NULL &&
	    node->kind != NODE_SEQUENCE)
		fault(c->faults, node->place, "expected a sequence of names "
		    "of books, got a %s", node_kind_name(node->kind));
	else if (node != NULL)
		node_texts(node, c->run, &names, &count, c->faults);
}

/* Whether a code of the book names the context. */
static bool
is_named(const struct compiler *c, uint32_t context)
{
	const struct code *code;
	uint32_t k, i;

	for (k = c->book->first_code; k < c->plan->code_count; k++) {
		code = &c->plan->codes[k];
		for (i = 0; i < code->context_count; i++)
			if (code->contexts[i] == context)
				return true;
	}
	return false;
}

static void
warn_idle_contexts(struct compiler *c, const struct node *contexts)
{
	struct span name;
	uint32_t i;

	for (i = 0; i < c->book->context_count; i++) {
		name = c->book->contexts[i].name;
		if (!is_named(c, i))
			fault_warn(c->faults, contexts->keys[i]->place, "no "
			    "`unless` names the context %.*s", (int)name.n,
			    name.p);
	}
}

void
book_read(struct compiler *c, struct fields *f)
{
	struct plan *p = c->plan;
	const struct node *node, *contexts, *decoys;
	size_t i;

	c->book->within = WITHIN_SENTENCE;
	c->book->decoys = TAG_NONE;
	for (i = 0; i < VOICE_COUNT; i++)
		c->book->voices[i].matcher = TAG_NONE;
	c->book->first_code = p->code_count;
	read_related(c, f);
	read_names(c, f);
	read_choices(c, f);
	c->book->fields = fields_take(f, "fields");
	c->book->corrections = fields_take(f, "corrections");
	contexts = fields_take(f, "contexts");
	decoys = fields_take(f, "decoys");
	if ((node = fields_take(f, "lists")) != NULL)
		list_begin(c, node);
	if (contexts != NULL)
		read_contexts(c, contexts);
	if (decoys != NULL)
		c->book->decoys = matcher_words(c, decoys);
	if ((node = fields_need(f, "codes")) != NULL)
		codes_read(c, node);
	if ((node = fields_take(f, "voice")) != NULL)
		voice_read(c, node);
	if ((node = fields_take(f, "classify")) != NULL)
		classify_read(c, node);
	if ((node = fields_take(f, "lookup")) != NULL)
		lookup_read(c, node);
	if ((node = fields_take(f, "quantities")) != NULL)
		quantities_read(c, node);
	if ((node = fields_take(f, "tests")) != NULL)
		tests_read(c, node);
	list_end(c);
	if (contexts != NULL)
		warn_idle_contexts(c, contexts);
	c->book->code_count = p->code_count - c->book->first_code;
}
