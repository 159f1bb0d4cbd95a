#include "text/html_tags.h"

#include "base/ascii.h"

#define MAX_DEPTH	256
#define MAX_ATTRIBUTES	16

/* A tag as it stands between < and >. */
struct tag {
	size_t		start, end;	/* behind the >, or of the text */
	size_t		cut;		/* where too many attributes begin */
	struct span	name;
	bool		is_end;
	bool		is_whole;	/* else none, as for a browser */
};

/* Elements whose tags make no difference to the text, or are implied. */
static const char *const formatting[] = { "b", "big", "code", "em", "font",
    "i", "nobr", "s", "small", "strike", "strong", "tt", "u", "html",
    "body" };

/* Elements that need no end tag: a start tag of their kind ends them. */
static const char *const unnested[] = { "area", "base", "br", "col", "embed",
    "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot",
    "colgroup", "option", "head" };

static const char *const blocks[] = { "html", "head", "body", "p", "div",
    "table", "ul", "ol", "h1", "h2", "h3", "article", "section", "pre",
    "blockquote", "br" };

/* Elements in which no tag is one but their own end. */
static const char *const raw[] = { "script", "style", "textarea", "title",
    "xmp", "iframe", "noembed", "noframes" };

#define IS_IN(name, list)	\
	is_in(name, list, sizeof(list) / sizeof((list)[0]))

static bool
is_in(struct span name, const char *const *list, size_t count)
{
	size_t i, k;

	for (i = 0; i < count; i++) {
		for (k = 0; k < name.n && list[i][k] != '\0' &&
		    (name.p[k] | 0x20) == (list[i][k] | 0x20);)
			k++;
		if (k == name.n && list[i][k] == '\0')
			return true;
	}
	return false;
}

static bool
is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' ||
	    c == '/';
}

/*
 * Passes an attribute with its value; quotes hide a > only behind an equals
 * sign, as in a browser.
 */
static size_t
pass_attribute(struct span s, size_t at)
{
	char quote;

	for (at++; at < s.n && !is_blank(s.p[at]) && s.p[at] != '>' &&
	    s.p[at] != '=';)
		at++;
	while (at < s.n && is_blank(s.p[at]) && s.p[at] != '/')
		at++;
	if (at == s.n || s.p[at] != '=')
		return at;
	for (at++; at < s.n && is_blank(s.p[at]) && s.p[at] != '/';)
		at++;
	if (at < s.n && (s.p[at] == '"' || s.p[at] == '\'')) {
		quote = s.p[at++];
		at += span_index(span_from(s, at), quote);
		return at < s.n ? at + 1 : at;
	}
	while (at < s.n && s.p[at] != '>' && (!is_blank(s.p[at]) ||
	    s.p[at] == '/'))
		at++;
	return at;
}

/* Reads the tag at byte `at`, if one is there. */
static bool
read_tag(struct span s, size_t at, struct tag *tag)
{
	size_t attributes = 0;

	*tag = (struct tag){ .start = at++ };
	tag->is_end = at < s.n && s.p[at] == '/';
	at += tag->is_end;
	if (at == s.n || !is_letter(s.p[at]))
		return false;
	tag->name.p = s.p + at;
	while (at < s.n && !is_blank(s.p[at]) && s.p[at] != '>')
		at++;
	tag->name.n = (size_t)(s.p + at - tag->name.p);
	for (;;) {
		while (at < s.n && is_blank(s.p[at]))
			at++;
		if (at == s.n || s.p[at] == '>')
			break;
		if (attributes++ == MAX_ATTRIBUTES)
			tag->cut = at;
		at = pass_attribute(s, at);
	}
	tag->is_whole = at < s.n;
	tag->end = at + tag->is_whole;
	return true;
}

/* What a comment or a declaration that begins at byte `at` ends with. */
static size_t
pass_comment(struct span s, size_t at)
{
	if (!span_starts(span_from(s, at), SPAN("<!--"))) {
		at += span_index(span_from(s, at), '>');
		return at < s.n ? at + 1 : at;
	}
	for (at += 2; at < s.n; at++)
		if (span_starts(span_from(s, at), SPAN("-->")))
			return at + 3;
	return s.n;
}

/* Where the end tag of a raw element stands, from byte `at` on. */
static size_t
pass_raw(struct span s, size_t at, struct span name)
{
	struct span end;
	const char *list[1] = { NULL };
	char word[16] = "";
	size_t i;

	for (i = 0; i < name.n && i + 1 < sizeof(word); i++)
		word[i] = name.p[i];
	list[0] = word;
	while ((at += span_index(span_from(s, at), '<')) < s.n) {
		end = span_from(s, at + 2);
		if (at + 1 < s.n && s.p[at + 1] == '/' && end.n >= name.n &&
		    is_in(span_make(end.p, name.n), list, 1))
			return at;
		at++;
	}
	return s.n;
}

/* How many elements are open, as far as tags tell. */
struct depth {
	size_t	open;
	size_t	over;		/* beyond MAX_DEPTH: their tags went */
};

static bool
is_too_deep(struct depth *depth, const struct tag *tag)
{
	if (IS_IN(tag->name, unnested))
		return false;
	if (!tag->is_end) {
		if (depth->open < MAX_DEPTH) {
			depth->open++;
			return false;
		}
		depth->over++;
		return true;
	}
	if (depth->over > 0) {
		depth->over--;
		return true;
	}
	depth->open -= depth->open > 0;
	return false;
}

struct edits
html_tags_edits(struct arena *arena, struct span text)
{
	struct edits edits = { 0 };
	struct depth depth = { 0, 0 };
	struct tag tag;
	size_t at = 0;

	while ((at += span_index(span_from(text, at), '<')) < text.n) {
		if (at + 1 < text.n && text.p[at + 1] == '!') {
			at = pass_comment(text, at);
			continue;
		}
		if (!read_tag(text, at, &tag)) {
			at++;
			continue;
		}
		if (!tag.is_whole || IS_IN(tag.name, formatting) ||
		    is_too_deep(&depth, &tag))
			edits_add(&edits, arena, tag.start,
			    tag.end - tag.start, SPAN(""));
		else if (tag.cut > 0)
			edits_add(&edits, arena, tag.cut,
			    tag.end - 1 - tag.cut, SPAN(""));
		at = tag.end;
		if (!tag.is_end && IS_IN(tag.name, raw))
			at = pass_raw(text, at, tag.name);
	}
	return edits;
}

bool
html_tags_there(struct span text)
{
	struct tag tag;
	size_t at = 0;

	while ((at += span_index(span_from(text, at), '<')) < text.n) {
		if (!read_tag(text, at, &tag))
			at++;
		else if (tag.is_whole && IS_IN(tag.name, blocks))
			return true;
		else
			at = tag.end;
	}
	return false;
}
