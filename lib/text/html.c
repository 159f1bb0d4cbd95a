#include <string.h>

#include <gumbo.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "text/html.h"
#include "text/html_page.h"
#include "text/html_tags.h"
#include "text/markup_write.h"

#define LONGEST_CELL	300	/* code points; longer ones lay out a page */

/* What an element is to the text. */
enum part {
	PART_INLINE,
	PART_BLOCK,
	PART_BOX,		/* a block that may hold a menu */
	PART_HEADING,
	PART_LIST,
	PART_ITEM,
	PART_QUOTE,
	PART_PRE,
	PART_TABLE,
	PART_ROW,
	PART_CELL,
	PART_BREAK,
	PART_RAISED,
	PART_NOTHING		/* neither it nor what is in it */
};

static const unsigned char parts[GUMBO_TAG_LAST] = {
	[GUMBO_TAG_ADDRESS] = PART_BLOCK, [GUMBO_TAG_ARTICLE] = PART_BLOCK,
	[GUMBO_TAG_ASIDE] = PART_BOX, [GUMBO_TAG_BODY] = PART_BLOCK,
	[GUMBO_TAG_CAPTION] = PART_BLOCK, [GUMBO_TAG_CENTER] = PART_BOX,
	[GUMBO_TAG_DD] = PART_BLOCK, [GUMBO_TAG_DETAILS] = PART_BLOCK,
	[GUMBO_TAG_DIR] = PART_BOX, [GUMBO_TAG_DIV] = PART_BOX,
	[GUMBO_TAG_DL] = PART_BOX, [GUMBO_TAG_DT] = PART_BLOCK,
	[GUMBO_TAG_FIELDSET] = PART_BOX, [GUMBO_TAG_FIGCAPTION] = PART_BLOCK,
	[GUMBO_TAG_FIGURE] = PART_BLOCK, [GUMBO_TAG_FOOTER] = PART_BOX,
	[GUMBO_TAG_FORM] = PART_BOX, [GUMBO_TAG_HEADER] = PART_BOX,
	[GUMBO_TAG_HR] = PART_BLOCK, [GUMBO_TAG_HTML] = PART_BLOCK,
	[GUMBO_TAG_LEGEND] = PART_BLOCK, [GUMBO_TAG_MAIN] = PART_BLOCK,
	[GUMBO_TAG_MENU] = PART_BOX, [GUMBO_TAG_NAV] = PART_BOX,
	[GUMBO_TAG_P] = PART_BLOCK, [GUMBO_TAG_SECTION] = PART_BOX,
	[GUMBO_TAG_SUMMARY] = PART_BLOCK,
	[GUMBO_TAG_H1] = PART_HEADING, [GUMBO_TAG_H2] = PART_HEADING,
	[GUMBO_TAG_H3] = PART_HEADING, [GUMBO_TAG_H4] = PART_HEADING,
	[GUMBO_TAG_H5] = PART_HEADING, [GUMBO_TAG_H6] = PART_HEADING,
	[GUMBO_TAG_OL] = PART_LIST, [GUMBO_TAG_UL] = PART_LIST,
	[GUMBO_TAG_LI] = PART_ITEM, [GUMBO_TAG_BLOCKQUOTE] = PART_QUOTE,
	[GUMBO_TAG_PRE] = PART_PRE, [GUMBO_TAG_LISTING] = PART_PRE,
	[GUMBO_TAG_XMP] = PART_PRE, [GUMBO_TAG_PLAINTEXT] = PART_PRE,
	[GUMBO_TAG_TABLE] = PART_TABLE, [GUMBO_TAG_TR] = PART_ROW,
	[GUMBO_TAG_TD] = PART_CELL, [GUMBO_TAG_TH] = PART_CELL,
	[GUMBO_TAG_BR] = PART_BREAK, [GUMBO_TAG_SUP] = PART_RAISED,
	[GUMBO_TAG_HEAD] = PART_NOTHING, [GUMBO_TAG_SCRIPT] = PART_NOTHING,
	[GUMBO_TAG_STYLE] = PART_NOTHING, [GUMBO_TAG_TEMPLATE] = PART_NOTHING,
	[GUMBO_TAG_NOSCRIPT] = PART_NOTHING, [GUMBO_TAG_NOFRAMES] =
	    PART_NOTHING, [GUMBO_TAG_IFRAME] = PART_NOTHING,
	[GUMBO_TAG_OBJECT] = PART_NOTHING, [GUMBO_TAG_APPLET] = PART_NOTHING,
	[GUMBO_TAG_AUDIO] = PART_NOTHING, [GUMBO_TAG_VIDEO] = PART_NOTHING,
	[GUMBO_TAG_CANVAS] = PART_NOTHING, [GUMBO_TAG_SVG] = PART_NOTHING,
	[GUMBO_TAG_SELECT] = PART_NOTHING, [GUMBO_TAG_BUTTON] = PART_NOTHING,
	[GUMBO_TAG_TEXTAREA] = PART_NOTHING, [GUMBO_TAG_DATALIST] =
	    PART_NOTHING, [GUMBO_TAG_TITLE] = PART_NOTHING,
};

struct reader {
	struct arena		*arena;
	struct markup_write	 write;
	enum markup_page	 page;
	struct html_measure	*measures;	/* of elements, as they begin */
	size_t			 count;		/* of elements so far */
	size_t			 capacity;
	size_t			*open;		/* elements, while measuring */
	size_t			 depth;
	size_t			 open_capacity;
	size_t			 articles;	/* open ones */
	const GumboNode		*outer;		/* outermost <article> open */
	size_t			 outer_from;
	struct markup_part	 article;	/* longest so far */
	size_t			 pres;
	bool			 in_cells;	/* of a table of cells */
};

static bool
is_element(const GumboNode *node)
{
	return node->type == GUMBO_NODE_ELEMENT ||
	    node->type == GUMBO_NODE_TEMPLATE;
}

static enum part
part_of(const GumboNode *node)
{
	if (node->type == GUMBO_NODE_DOCUMENT)
		return PART_BLOCK;
	if (node->v.element.tag_namespace != GUMBO_NAMESPACE_HTML)
		return PART_NOTHING;
	return (enum part)parts[node->v.element.tag];
}

static const char *
attribute(const GumboNode *node, const char *name)
{
	GumboAttribute *found = gumbo_get_attribute(
	    &node->v.element.attributes, name);

	return found == NULL ? NULL : found->value;
}

static bool
is_hidden(const GumboNode *node)
{
	const char *style = attribute(node, "style");
	struct span s = span_of(style == NULL ? "" : style);
	size_t i;

	if (attribute(node, "hidden") != NULL)
		return true;
	for (i = 0; i < s.n; i++)
		if (span_starts(span_from(s, i), SPAN("display:none")) ||
		    span_starts(span_from(s, i), SPAN("display: none")))
			return true;
	return false;
}

static const GumboVector *
children_of(const GumboNode *node)
{
	if (node->type == GUMBO_NODE_DOCUMENT)
		return &node->v.document.children;
	return is_element(node) ? &node->v.element.children : NULL;
}

static const GumboNode *
first_child(const GumboNode *node)
{
	const GumboVector *all = children_of(node);

	return all != NULL && all->length > 0 ? all->data[0] : NULL;
}

static const GumboNode *
next_sibling(const GumboNode *node)
{
	const GumboVector *all;

	if (node->parent == NULL)
		return NULL;
	all = children_of(node->parent);
	return node->index_within_parent + 1 < all->length ?
	    all->data[node->index_within_parent + 1] : NULL;
}

/* What a walk does with a node; without enter()'s yes it is passed by. */
struct walk {
	bool	(*enter)(struct reader *, const GumboNode *);
	void	(*leave)(struct reader *, const GumboNode *);
};

/* Leaves node, and those that end with it; the next one, NULL behind root. */
static const GumboNode *
walk_on(struct reader *r, const GumboNode *root, const GumboNode *node,
    bool entered, const struct walk *w)
{
	const GumboNode *next;

	for (;; entered = true) {
		if (entered)
			w->leave(r, node);
		if (node == root)
			return NULL;
		if ((next = next_sibling(node)) != NULL)
			return next;
		node = node->parent;
	}
}

/* No recursion: the depth is the page's. */
static void
walk(struct reader *r, const GumboNode *root, const struct walk *w)
{
	const GumboNode *node = root, *next;
	bool entered;

	while (node != NULL) {
		entered = w->enter(r, node);
		next = entered ? first_child(node) : NULL;
		node = next != NULL ? next :
		    walk_on(r, root, node, entered, w);
	}
}

/* The element's measure is made when it is left, out of those in it. */
static bool
measure_enter(struct reader *r, const GumboNode *node)
{
	struct html_measure *m;

	if (!is_element(node) && node->type != GUMBO_NODE_DOCUMENT) {
		m = &r->measures[r->open[r->depth - 1]];
		if (node->type == GUMBO_NODE_TEXT ||
		    node->type == GUMBO_NODE_CDATA)
			m->chars += utf8_length(span_of(node->v.text.text));
		return false;
	}
	r->measures = arena_grow(r->arena, r->measures, r->count,
	    &r->capacity, r->count + 1, sizeof(*r->measures));
	r->open = arena_grow(r->arena, r->open, r->depth, &r->open_capacity,
	    r->depth + 1, sizeof(*r->open));
	r->open[r->depth++] = r->count;
	r->measures[r->count++] = (struct html_measure){ .elements = 1 };
	return true;
}

static size_t
larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

static void
add_measure(struct html_measure *to, const struct html_measure *m,
    const GumboNode *node)
{
	enum part part = part_of(node);

	to->elements += m->elements;
	if (part == PART_NOTHING)
		return;
	to->chars += m->chars;
	to->link_chars += m->link_chars;
	to->links += m->links;
	to->rows += m->rows + (part == PART_ROW);
	to->cells += part == PART_CELL;
	to->row_cells = larger(to->row_cells, part == PART_ROW ? m->cells :
	    m->row_cells);
	to->longest_cell = larger(to->longest_cell, part == PART_CELL ?
	    m->chars : m->longest_cell);
	to->has_blocks |= m->has_blocks || part == PART_TABLE ||
	    part == PART_HEADING || part == PART_LIST;
}

static void
measure_leave(struct reader *r, const GumboNode *node)
{
	struct html_measure *m;

	m = &r->measures[r->open[--r->depth]];
	if (is_element(node) && node->v.element.tag == GUMBO_TAG_A) {
		m->links++;
		m->link_chars = m->chars;
	}
	if (r->depth > 0)
		add_measure(&r->measures[r->open[r->depth - 1]], m, node);
}

static bool
is_article(const GumboNode *node)
{
	return node->v.element.tag == GUMBO_TAG_ARTICLE ||
	    node->v.element.tag == GUMBO_TAG_MAIN;
}

/* Whether an id says that a foot note stands there: fn1, cite_note-3. */
static bool
is_note_id(struct span id)
{
	static const char *const words[] = { "fn", "_ftn", "_edn", "footnote",
	    "endnote", "cite_note", "note" };
	struct span rest;
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!span_starts(id, span_of(words[i])))
			continue;
		rest = span_from(id, strlen(words[i]));
		if (rest.n > 0 && (ascii_is_digit(rest.p[0]) ||
		    (strchr(":-_.", rest.p[0]) != NULL && rest.n > 1)))
			return true;
	}
	return false;
}

/* An item of a list that counts foot notes. */
static bool
is_note(const GumboNode *node)
{
	const char *id = attribute(node, "id");

	return id != NULL && is_note_id(span_of(id));
}

/* ↩ behind a foot note, which leads back to its mark. */
static bool
leads_back(const GumboNode *node)
{
	static const char *const signs[] = { "↩", "↩︎", "↑", "⤴", "^" };
	const GumboNode *child = first_child(node);
	const char *to = attribute(node, "href");
	struct span text;
	size_t i;

	if (node->v.element.tag != GUMBO_TAG_A || to == NULL || *to != '#' ||
	    child == NULL || child->type != GUMBO_NODE_TEXT ||
	    next_sibling(child) != NULL)
		return false;
	text = span_trim(span_of(child->v.text.text));
	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (span_equal(text, span_of(signs[i])))
			return true;
	return false;
}

static bool
is_dropped(const struct reader *r, const GumboNode *node, enum part part,
    const struct html_measure *m)
{
	GumboTag tag = node->v.element.tag;
	const struct html_look look = {
		.frames = tag == GUMBO_TAG_NAV || tag == GUMBO_TAG_ASIDE ||
		    tag == GUMBO_TAG_FOOTER || tag == GUMBO_TAG_MENU,
		.head = tag == GUMBO_TAG_HEADER,
		.box = part == PART_BOX || part == PART_LIST ||
		    part == PART_TABLE,
		.article = is_article(node) || tag == GUMBO_TAG_BODY ||
		    tag == GUMBO_TAG_HTML,
		.role = attribute(node, "role"),
		.names = { attribute(node, "id"), attribute(node, "class") }
	};

	if (part == PART_NOTHING || is_hidden(node) || leads_back(node) ||
	    (part == PART_RAISED && m->chars == 0))
		return true;
	return r->page == MARKUP_ARTICLE && html_page_drops(&look, m,
	    &r->measures[0], r->articles > 0);
}

/* How many bytes of old stand as they are at the start of new. */
static size_t
same_bytes(struct span old, struct span new)
{
	size_t n = 0;

	while (n < old.n && n < new.n && old.p[n] == new.p[n] &&
	    old.p[n] != '&')
		n++;
	while (n < new.n && utf8_is_continuation(new.p[n]))
		n--;
	return n;
}

/* Length of the character reference that s begins with; 0: none. */
static size_t
reference_length(struct span s)
{
	size_t n = 1;

	if (s.n == 0 || s.p[0] != '&')
		return 0;
	while (n < s.n && (s.p[n] == '#' || (s.p[n] >= '0' &&
	    s.p[n] <= '9') || ((s.p[n] | 0x20) >= 'a' &&
	    (s.p[n] | 0x20) <= 'z')))
		n++;
	return n + (n < s.n && s.p[n] == ';');
}

/*
 * A text node, which gumbo made of the source: LF of CR LF, characters of
 * their references, and without what was no text.  Whatever stands in the
 * source as it is, is told to be of it.
 */
static void
put_text(struct reader *r, const GumboNode *node)
{
	struct span old = span_make(node->v.text.original_text.data,
	    node->v.text.original_text.length);
	/* gumbo 0.10.1 makes a stray byte of &#x and nine digits or more. */
	struct span new = utf8_repaired(r->arena,
	    span_of(node->v.text.text));
	void (*put)(struct markup_write *, struct span) = r->pres > 0 ?
	    markup_verbatim : markup_text;
	size_t n, skip;
	bool same;

	while (new.n > 0) {
		n = same_bytes(old, new);
		put(&r->write, span_make(old.p, n));
		new = span_from(new, n);
		old = span_from(old, n);
		skip = reference_length(old);
		if (skip > 0 && new.n > 0) {
			same = span_starts(new, span_make(old.p, skip));
			n = same ? skip : utf8_width(new.p[0]);
			put(&r->write, span_make(same ? old.p : new.p, n));
			new = span_from(new, n);
		} else if (old.n > 0 && old.p[0] == '\r')
			skip = 1;
		else
			break;
		old = span_from(old, skip);
	}
	put(&r->write, new);
}

static void
begin_list(struct reader *r, const GumboNode *node)
{
	const char *start = attribute(node, "start");
	size_t number = 0;

	if (node->v.element.tag == GUMBO_TAG_OL) {
		number = 1;
		if (start != NULL && start[0] >= '1' && start[0] <= '9')
			for (number = 0; *start >= '0' && *start <= '9' &&
			    number < 100000;)
				number = number * 10 + (size_t)(*start++ -
				    '0');
	}
	markup_list(&r->write, number);
}

/* A table is one of cells if it can't be there to lay out a page. */
static bool
is_of_cells(const struct html_measure *m)
{
	return m->rows >= 2 && m->row_cells >= 2 && !m->has_blocks &&
	    m->longest_cell <= LONGEST_CELL;
}

static void
begin(struct reader *r, const GumboNode *node, enum part part,
    const struct html_measure *m)
{
	switch (part) {
	case PART_INLINE:
		break;
	case PART_BREAK:
		markup_gap(&r->write, r->write.gap == MARKUP_LINE ?
		    MARKUP_BLOCK : MARKUP_LINE);
		break;
	case PART_RAISED:
		markup_literal(&r->write, SPAN("^"));
		break;
	case PART_HEADING:
		markup_heading(&r->write, (size_t)(node->v.element.tag -
		    GUMBO_TAG_H1) + 1);
		break;
	case PART_LIST:
		begin_list(r, node);
		break;
	case PART_ITEM:
		markup_item(&r->write, is_note(node));
		break;
	case PART_QUOTE:
		markup_gap(&r->write, MARKUP_BLOCK);
		r->write.quotes++;
		break;
	case PART_ROW:
		if (r->in_cells)
			markup_row(&r->write);
		break;
	case PART_CELL:
		r->write.in_cell = r->in_cells;
		markup_gap(&r->write, MARKUP_BLOCK);
		break;
	default:
		markup_gap(&r->write, MARKUP_BLOCK);
		r->pres += part == PART_PRE;
		r->in_cells |= part == PART_TABLE && is_of_cells(m);
		break;
	}
}

static void
begin_article(struct reader *r, const GumboNode *node)
{
	r->articles += is_article(node);
	if (r->outer == NULL && node->v.element.tag == GUMBO_TAG_ARTICLE) {
		r->outer = node;
		r->outer_from = r->write.rewrite.length;
	}
}

static void
end_article(struct reader *r, const GumboNode *node)
{
	size_t to = r->write.rewrite.length;

	r->articles -= is_article(node);
	if (node != r->outer)
		return;
	r->outer = NULL;
	if (to - r->outer_from > r->article.to - r->article.from)
		r->article = (struct markup_part){ r->outer_from, to };
}

static bool
read_enter(struct reader *r, const GumboNode *node)
{
	const struct html_measure *m;
	enum part part;

	if (!is_element(node) && node->type != GUMBO_NODE_DOCUMENT) {
		if (node->type != GUMBO_NODE_COMMENT)
			put_text(r, node);
		return false;
	}
	m = &r->measures[r->count++];
	part = part_of(node);
	if (is_element(node)) {
		if (is_dropped(r, node, part, m)) {
			r->count += m->elements - 1;
			return false;
		}
		begin_article(r, node);
	}
	begin(r, node, part, m);
	return true;
}

static void
read_leave(struct reader *r, const GumboNode *node)
{
	enum part part = part_of(node);

	if (is_element(node))
		end_article(r, node);
	switch (part) {
	case PART_INLINE:
	case PART_BREAK:
		return;
	case PART_RAISED:
		markup_literal(&r->write, SPAN("^"));
		return;
	case PART_CELL:
		if (r->in_cells)
			markup_cell_end(&r->write);
		return;
	case PART_LIST:
		r->write.lists--;
		break;
	default:
		r->write.quotes -= part == PART_QUOTE;
		r->pres -= part == PART_PRE;
		if (r->in_cells && (part == PART_TABLE || part == PART_ROW))
			r->write.in_cell = false;
		if (part == PART_TABLE)
			r->in_cells = false;
		break;
	}
	markup_gap(&r->write, r->in_cells ? MARKUP_LINE : MARKUP_BLOCK);
}

static void *
allocate(void *arena, size_t size)
{
	return arena_alloc(arena, size);
}

/* The arena goes as a whole: gumbo's own way to free a tree recurses. */
static void
release(void *arena, void *p)
{
	(void)arena;
	(void)p;
}

static struct edits
read_page(struct arena *arena, struct span text, enum markup_page page,
    struct markup_part *article)
{
	static const struct walk measure = { measure_enter, measure_leave };
	static const struct walk read = { read_enter, read_leave };
	struct reader r = { .arena = arena, .page = page,
	    .write.rewrite = { .arena = arena, .old = text } };
	GumboOptions options = kGumboDefaultOptions;
	GumboOutput *parsed;

	options.allocator = allocate;
	options.deallocator = release;
	options.userdata = arena;
	options.max_errors = 0;
	parsed = gumbo_parse_with_options(&options, text.p, text.n);
	walk(&r, parsed->document, &measure);
	r.count = 0;
	walk(&r, parsed->document, &read);
	rewrite_end(&r.write.rewrite);
	if (article != NULL)
		*article = r.article;
	return r.write.rewrite.edits;
}

struct edits
html_edits(struct arena *arena, struct span text, enum markup_page page,
    struct markup_part *article)
{
	struct edits tags = html_tags_edits(arena, text);
	struct span cleaned = edits_apply(&tags, arena, text);
	struct edits read = read_page(arena, cleaned, page, article);

	return edits_compose(&tags, &read, arena);
}

struct edits
markup_html(struct arena *arena, struct span text, enum markup_page page,
    struct markup_part *article)
{
	struct edits none = { 0 };

	if (article != NULL)
		*article = (struct markup_part){ 0 };
	return html_tags_there(text) ?
	    html_edits(arena, text, page, article) : none;
}
