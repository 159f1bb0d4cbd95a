#include "base/utf8.h"
#include "rules/list.h"
#include "rules/suspect.h"
#include "tag/compile.h"

#define QUOTED		96
#define MOST_KNOWN	6	/* names that a message tells */

/* For so many literals more. */
static void
make_room(struct compiler *c, size_t more)
{
	struct plan *p = c->plan;
	const size_t count = p->literal_count;

	p->literals = arena_grow(c->run, p->literals, count,
	    &c->text_capacity, count + more, sizeof(*p->literals));
	c->literals = arena_grow(c->run, c->literals, count,
	    &c->literal_capacity, count + more, sizeof(*c->literals));
}

/* What comes one by one, for those who use them, too. */
static void
expect_terms(struct compiler *c, size_t count)
{
	make_room(c, count);
	map_reserve(&c->literal_numbers[c->book->fold],
	    c->literal_numbers[c->book->fold].count + count);
	c->users = arena_grow(&c->scratch, c->users, c->user_count,
	    &c->user_capacity, c->user_count + count, sizeof(*c->users));
}

static uint32_t
literal_number(struct compiler *c, struct span text)
{
	struct plan *p = c->plan;
	struct map_entry *entry;
	bool is_new;

	entry = map_put(&c->literal_numbers[c->book->fold], text, &is_new);
	if (is_new) {
		make_room(c, 1);
		p->literals[p->literal_count] = text;
		c->literals[p->literal_count++] =
		    (struct literal){ c->book->fold, TAG_NONE };
		entry->value = (void *)(uintptr_t)p->literal_count;
	}
	return (uint32_t)((uintptr_t)entry->value - 1);
}

void
matcher_add_literal(struct compiler *c, struct span literal, uint32_t matcher,
    struct place place)
{
	c->users = arena_grow(&c->scratch, c->users, c->user_count,
	    &c->user_capacity, c->user_count + 1, sizeof(*c->users));
	c->users[c->user_count++] =
	    (struct user){ literal_number(c, literal), matcher,
	    { place.file, (uint32_t)place.line,
	    (uint32_t)place.column } };
}

static int
check_term(struct compiler *c, struct span text, struct place place)
{
	char shown[QUOTED];
	size_t i;

	if (text.n == 0)
		return fault(c->faults, place, "expected a term, got nothing");
	for (i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] < ' ')
			return fault(c->faults, place, "the term \"%s\" holds "
			    "a control character, which no text has",
			    err_quote(shown, sizeof(shown), text));
	if (text.n > TAG_MAX_TERM_LENGTH &&
	    utf8_length(text) > TAG_MAX_TERM_LENGTH)
		return fault(c->faults, place, "the term \"%s\" has %zu "
		    "characters, expected at most %d", err_quote(shown,
		    sizeof(shown), text), utf8_length(text),
		    TAG_MAX_TERM_LENGTH);
	return 0;
}

void
choice_add(struct compiler *c, struct choice *ch, uint32_t matcher)
{
	if (matcher == TAG_NONE)
		return;
	ch->parts = arena_grow(c->run, ch->parts, ch->count, &ch->capacity,
	    ch->count + 1, sizeof(*ch->parts));
	ch->parts[ch->count++] = matcher;
}

/*
 * A list whose $ isn't there, or is what a Chinese keyboard has in its place,
 * is a term.  A name that isn't in letters of ASCII may well be both, and a
 * list may hold its own name.
 */
static void
check_dollar(struct compiler *c, struct span text, struct place place)
{
	static const char *const signs[] = { "＄", "￥", "¥" };
	struct span sign, name;
	size_t i;

	if ((unsigned char)text.p[0] > 0xe2 && (unsigned char)text.p[0] < 0xef)
		return;		/* with a Chinese character, as most */
	for (i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		sign = span_of(signs[i]);
		name = span_from(text, sign.n);
		if (span_starts(text, sign) && map_get(&c->lists, name) != NULL)
			fault_slip(c->faults, place, "%s names no list: write "
			    "$%.*s", signs[i], (int)name.n, name.p);
	}
	if (c->list == NULL && (unsigned char)text.p[0] < 0x80 &&
	    map_get(&c->lists, text) != NULL)
		fault_slip(c->faults, place, "the term \"%.*s\" is no list: "
		    "write $%.*s for that", (int)text.n, text.p, (int)text.n,
		    text.p);
}

void
choice_add_term(struct compiler *c, struct choice *ch, struct span text,
    struct place place)
{
	if (check_term(c, text, place) == -1)
		return;
	check_dollar(c, text, place);
	suspect_term(text, place, c->faults);
	if (ch->terms == TAG_NONE) {
		ch->users = c->user_count;
		ch->terms = matcher_new(c, MATCHER_TERMS);
		choice_add(c, ch, ch->terms);
	}
	matcher_add_literal(c, text, ch->terms, place);
}

static void
warn_twice(struct compiler *c, const struct user *user)
{
	char shown[QUOTED];

	fault_warn(c->faults, (struct place){ user->line.file,
	    user->line.number, user->line.column }, "the term \"%s\" stands "
	    "here twice", err_quote(shown, sizeof(shown),
	    c->plan->literals[user->literal]));
}

/* Terms that stand there twice count once. */
static void
drop_twice(struct compiler *c, const struct choice *ch)
{
	const struct user *user;
	size_t i, n = ch->users;
	uint32_t *seen;

	for (i = ch->users; i < c->user_count; i++) {
		user = &c->users[i];
		seen = &c->literals[user->literal].terms;
		if (user->matcher == ch->terms && *seen == ch->terms) {
			warn_twice(c, user);
			continue;
		}
		if (user->matcher == ch->terms)
			*seen = ch->terms;
		c->users[n++] = *user;
	}
	c->user_count = n;
}

uint32_t
choice_end(struct compiler *c, struct choice *ch)
{
	if (ch->terms != TAG_NONE)
		drop_twice(c, ch);
	if (ch->count < 2)
		return ch->count == 0 ? TAG_NONE : ch->parts[0];
	return matcher_set_parts(c, matcher_new(c, MATCHER_ANY), ch->parts,
	    ch->count);
}

const char *
nearest_name(struct compiler *c, const struct map *names, struct span typed)
{
	const char **all = arena_zero(c->run, names->count + 1, sizeof(*all));
	const char *near;
	size_t i;

	for (i = 0; i < names->count; i++)
		all[i] = arena_string(c->run, names->entries[i].key);
	near = fault_nearest(typed, all);
	return near == NULL ? "" : arena_printf(c->run, " (did you mean %s?)",
	    near).p;
}

const char *
name_hint(struct compiler *c, const struct map *names, struct span typed)
{
	const char *near = nearest_name(c, names, typed);
	struct span known = SPAN(""), name;
	size_t i;

	if (near[0] != '\0')
		return near;
	if (names->count == 0 || names->count > MOST_KNOWN)
		return "";
	for (i = 0; i < names->count; i++) {
		name = names->entries[i].key;
		known = arena_printf(c->run, "%.*s%s%.*s", (int)known.n,
		    known.p, i > 0 ? ", " : "", (int)name.n, name.p);
	}
	return arena_printf(c->run, " (known here: %.*s)", (int)known.n,
	    known.p).p;
}

bool
list_is_named(const struct node *node)
{
	return node->kind == NODE_SCALAR && node->text.n > 1 &&
	    node->text.p[0] == '$';
}

bool
matcher_nest(struct compiler *c, struct place place)
{
	if (c->nesting == TAG_MAX_NESTING) {
		fault(c->faults, place, "expected at most %d matchers and "
		    "lists in one another", TAG_MAX_NESTING);
		return false;
	}
	c->nesting++;
	return true;
}

/* What a sequence that isn't one may be. */
static const char *
hint(const struct node *node)
{
	size_t n;

	if (node->kind != NODE_SCALAR)
		return "";
	if (span_starts(node->text, SPAN("【")) ||
	    span_starts(node->text, SPAN("［")) ||
	    span_starts(node->text, SPAN("（")))
		return " (write [ ], no full-width brackets)";
	n = span_digits(node->text);
	if (n > 0 && n < node->text.n && !node->quoted &&
	    (strchr(".)", node->text.p[n]) != NULL ||
	    span_starts(span_from(node->text, n), SPAN("、"))))
		return " (write - and a space before each, no numbers)";
	return node->quoted ? "" : " (write [ ] around it)";
}

bool
matcher_items(struct compiler *c, const struct node *node, const char *what)
{
	if (node->kind != NODE_SEQUENCE) {
		fault(c->faults, node->place, "expected a sequence of %s, got "
		    "a %s%s", what, node_kind_name(node->kind), hint(node));
		return false;
	}
	if (node->count == 0)
		fault(c->faults, node->place, "expected %s, got none", what);
	return node->count > 0;
}

/* Refuses a list that is part of itself, naming the way round. */
static uint32_t
list_cycle(struct compiler *c, const struct list *list, struct place place)
{
	const struct list *at = c->list;
	struct span way = list->name;

	for (; at != list; at = at->within)
		way = arena_printf(c->run, "%.*s -> $%.*s", (int)at->name.n,
		    at->name.p, (int)way.n, way.p);
	fault(c->faults, place, "the list is part of itself: $%.*s -> $%.*s",
	    (int)list->name.n, list->name.p, (int)way.n, way.p);
	return TAG_NONE;
}

/* The terms of a file, which point into it, each with its line. */
static void
add_lines(struct compiler *c, struct choice *ch, const struct file *file,
    const struct span *terms, size_t count)
{
	struct place place = { file->path, 1, 1 };
	const char *at = file->text.p;
	size_t i;

	expect_terms(c, count);
	for (i = 0; i < count; i++) {
		for (; at < terms[i].p; at++)
			place.line += *at == '\n';
		choice_add_term(c, ch, terms[i], place);
		at += terms[i].n;
	}
}

/* Those of one that a rule names. */
static uint32_t
file_words(struct compiler *c, const struct node *node)
{
	struct choice ch = { .terms = TAG_NONE };
	const struct node *name;
	const struct file *file;
	struct fields f;
	struct span *terms;
	size_t count;

	if (fields_begin(&f, node, c->run, c->faults) == -1)
		return TAG_NONE;
	name = fields_need(&f, "file");
	if (fields_end(&f) == -1 || name == NULL)
		return TAG_NONE;
	file = book_file(c, c->book, name);
	if (file == NULL || list_read(&c->scratch, file, &terms, &count,
	    c->faults) == -1)
		return TAG_NONE;
	add_lines(c, &ch, file, terms, count);
	if (count == 0)
		fault(c->faults, name->place, "the list %s has no terms",
		    file->path);
	return choice_end(c, &ch);
}

uint32_t
list_named(struct compiler *c, const struct node *node)
{
	struct span name = span_from(node->text, 1);
	struct map_entry *entry = map_get(&c->lists, name);
	struct list *list;
	char shown[QUOTED];

	if (entry == NULL) {
		fault(c->faults, node->place, "no list $%s under `lists`%s",
		    err_quote(shown, sizeof(shown), name),
		    name_hint(c, &c->lists, name));
		return TAG_NONE;
	}
	list = entry->value;
	if (list->state == LIST_READING)
		return list_cycle(c, list, node->place);
	if (list->state == LIST_UNREAD && matcher_nest(c, node->place)) {
		list->state = LIST_READING;
		list->within = c->list;
		c->list = list;
		list->matcher = list->node->kind == NODE_MAPPING ?
		    file_words(c, list->node) : matcher_words(c, list->node);
		if (list->matcher != TAG_NONE)
			c->plan->matchers[list->matcher].node = node;
		c->list = c->list->within;
		list->state = LIST_READ;
		c->nesting--;
	}
	return list->matcher;
}

uint32_t
matcher_words(struct compiler *c, const struct node *node)
{
	struct choice ch = { .terms = TAG_NONE };
	struct span text;
	size_t i;

	if (!matcher_items(c, node, "terms"))
		return TAG_NONE;
	for (i = 0; i < node->count; i++) {
		if (list_is_named(node->items[i]))
			choice_add(c, &ch, list_named(c, node->items[i]));
		else if (node_text(node->items[i], &text, c->faults) == 0)
			choice_add_term(c, &ch, text, node->items[i]->place);
	}
	return choice_end(c, &ch);
}

int
list_begin(struct compiler *c, const struct node *node)
{
	struct list *list;
	struct map_entry *entry;
	size_t i;

	if (node->kind != NODE_MAPPING)
		return fault(c->faults, node->place, "expected a mapping of "
		    "names to lists, got a %s", node_kind_name(node->kind));
	for (i = 0; i < node->count; i++) {
		list = arena_zero(c->run, 1, sizeof(*list));
		list->name = node->keys[i]->text;
		list->node = node->items[i];
		list->matcher = TAG_NONE;
		if (span_is(list->name, "self") || list->name.n == 0)
			fault(c->faults, node->keys[i]->place,
			    "a list can't be called \"%.*s\"",
			    (int)list->name.n, list->name.p);
		entry = map_put(&c->lists, list->name, NULL);
		entry->value = list;
	}
	return 0;
}

void
list_end(struct compiler *c)
{
	const struct list *list;
	struct node name = { .kind = NODE_SCALAR };
	size_t i;

	for (i = 0; i < c->lists.count; i++) {
		list = c->lists.entries[i].value;
		if (list->state != LIST_UNREAD)
			continue;
		name.place = list->node->place;
		name.text = arena_printf(c->run, "$%.*s", (int)list->name.n,
		    list->name.p);
		list_named(c, &name);
		fault_warn(c->faults, list->node->place,
		    "no matcher names the list $%.*s", (int)list->name.n,
		    list->name.p);
	}
}
