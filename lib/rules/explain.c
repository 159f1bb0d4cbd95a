#include <string.h>

#include "base/err.h"
#include "base/utf8.h"
#include "rules/typing.h"

#define LOOK_BACK	20	/* lines above the one where YAML noticed */

/* Each explains one problem; true if it told a fault and noted its repair. */
typedef bool	 explainer(struct typing *, const struct mishap *);

/* A fault that nothing repairs. */
static bool
tell(struct typing *t, size_t at, const char *text)
{
	fault(&t->found, typing_place(t, at), "%s", text);
	return false;
}

static bool
explain_missing_colon(struct typing *t, const struct mishap *m)
{
	size_t		 end = typing_line_end(t->text, m->begin);
	struct span	 line;
	char		 quoted[60];

	if (typing_check_line(t, m->begin))
		return true;
	line = span_trim(span_make(t->text.p + m->begin, end - m->begin));
	fault(&t->found, typing_place(t, m->begin),
	    "expected \"key: value\", got \"%s\"",
	    err_quote(quoted, sizeof(quoted), line));
	return false;
}

/* Where `: ` stands between the bytes, or end. */
static size_t
find_colon(struct span text, size_t at, size_t end)
{
	for (; at + 1 < end; at++)
		if (text.p[at] == ':' && text.p[at + 1] == ' ')
			return at;
	return end;
}

static bool
explain_wide_brace(struct typing *t, size_t start, size_t end)
{
	const size_t	 last = typing_line_end(t->text, end);
	size_t		 at;

	for (at = start; at < end; at++)
		if (span_starts(span_from(t->text, at), SPAN("｛"))) {
			fault(t->faults, typing_place(t, at),
			    "expected { }, got the full-width ｛ ｝");
			typing_repair(t, at, 3, SPAN("{"));
			for (; at < last; at++)
				if (span_starts(span_from(t->text, at),
				    SPAN("｝")))
					typing_repair(t, at, 3, SPAN("}"));
			return true;
		}
	return false;
}

/* The line with the mistake is above, where a text began that goes on here. */
static bool
explain_line_above(struct typing *t, size_t start)
{
	int	 i;

	for (i = 0; i < LOOK_BACK && start > 0; i++) {
		start = typing_line_start(t->text, start - 1);
		if (typing_check_line(t, start))
			return true;
		if (find_colon(t->text, start,
		    typing_line_end(t->text, start)) <
		    typing_line_end(t->text, start))
			return false;
	}
	return false;
}

/* `key：{a: b, c: d}`: a full-width colon before what begins a mapping. */
static bool
explain_wide_colon(struct typing *t, size_t start, size_t end)
{
	struct span	 line = span_make(t->text.p, end);
	size_t		 at;

	for (at = start; at < end; at++)
		if (span_starts(span_from(line, at), SPAN("：{")) ||
		    span_starts(span_from(line, at), SPAN("：["))) {
			fault(t->faults, typing_place(t, at),
			    "expected : and a space, got the full-width ：");
			typing_repair(t, at, 3, SPAN(": "));
			return true;
		}
	return false;
}

/* A second colon in its line, or a line that continues a text. */
static bool
explain_colon(struct typing *t, const struct mishap *m)
{
	size_t	 start = typing_line_start(t->text, m->at);
	size_t	 end = typing_line_end(t->text, m->at);

	if (explain_wide_brace(t, start, end))
		return true;
	if (explain_wide_colon(t, start, m->at))
		return true;
	if (find_colon(t->text, start, m->at) < m->at) {
		fault(t->faults, typing_place(t, m->at),
		    "a second : in one line: put the text in quotes");
		typing_repair(t, m->at, 1, SPAN("："));
		return true;
	}
	if (explain_line_above(t, start))
		return true;
	while (t->text.p[start] == ' ')
		start++;
	return tell(t, start, "this line continues the text above: its indent "
	    "is deeper than that of its neighbours");
}

static bool
explain_character(struct typing *t, const struct mishap *m)
{
	if (m->at >= t->text.n)
		return tell(t, m->at, "expected more text, got the end");
	if (t->text.p[m->at] == '\t')
		return typing_check_start(t, m->at);
	if ((unsigned char)t->text.p[m->at] >= 0x80)
		return tell(t, m->at, m->problem);
	if (t->text.p[m->at] == ',') {
		fault(t->faults, typing_place(t, m->at), "nothing stands "
		    "before this ,");
		typing_repair(t, m->at, 1, SPAN(" "));
		return true;
	}
	typing_indicator(t, m->at, "can't begin a text");
	return true;
}

static bool
explain_begin(struct typing *t, const struct mishap *m)
{
	char	 c = t->text.p[m->begin];

	if (c == '|' || c == '>')
		typing_indicator(t, m->begin, "begins a block of lines");
	else
		typing_refuse(t, m->begin, m->begin);
	return true;
}

/* True if below the line of byte `at` a key or an item begins, or nothing. */
static bool
is_last_line(struct span text, size_t at)
{
	size_t	 end;

	at = typing_line_end(text, at);
	while (at < text.n && (text.p[at] == '\n' || text.p[at] == ' '))
		at++;
	end = typing_line_end(text, at);
	return at == text.n || span_starts(span_from(text, at), SPAN("- ")) ||
	    find_colon(text, at, end) < end ||
	    (end > at && text.p[end - 1] == ':');
}

/* Where the line of byte `at` ends, or its comment begins. */
static size_t
closing_place(struct span text, size_t at)
{
	size_t	 end = typing_line_end(text, at), i;

	for (i = at; i + 1 < end && text.p[at] != '"' && text.p[at] != '\'';
	    i++)
		if (text.p[i] == ' ' && text.p[i + 1] == '#')
			return i;
	return end;
}

/*
 * What begins at byte `at` is never closed.  Where it can't have been meant to
 * go on below its line, it is closed there.
 */
static bool
tell_open(struct typing *t, size_t at, const char *what, char closer)
{
	size_t	 end = closing_place(t->text, at);

	if (!is_last_line(t->text, at)) {
		fault(&t->found, typing_place(t, at),
		    "the %s %c is never closed", what, t->text.p[at]);
		return false;
	}
	fault(t->faults, typing_place(t, at),
	    "the %s %c is never closed", what, t->text.p[at]);
	typing_repair(t, end, 0, arena_copy(t->arena,
	    span_make(&closer, 1)));
	return true;
}

static bool
explain_open_quote(struct typing *t, const struct mishap *m)
{
	return tell_open(t, m->begin, "quote", t->text.p[m->begin]);
}

/* `"\d+"`: the problem stands at the backslash or behind it, or at the end. */
static bool
explain_escape(struct typing *t, const struct mishap *m)
{
	size_t	 at = m->at;

	while (at > m->begin && (at == t->text.n || t->text.p[at] != '\\'))
		at--;
	fault(t->faults, typing_place(t, at), "no escape of YAML: in single "
	    "quotes a backslash is a backslash");
	typing_repair(t, at, 1, SPAN("\\\\"));
	return true;
}

static bool
explain_tab(struct typing *t, const struct mishap *m)
{
	size_t	 at = typing_line_start(t->text, m->at);

	while (at < m->at && t->text.p[at] == ' ')
		at++;
	if (typing_check_start(t, at))
		return true;
	return tell(t, m->at, "a tab can't indent: use spaces");
}

static bool
explain_directive(struct typing *t, const struct mishap *m)
{
	fault(t->faults, typing_place(t, m->begin), "%% at the start of a "
	    "line begins a directive: put the text in quotes");
	typing_repair(t, m->begin,
	    typing_line_end(t->text, m->begin) - m->begin, SPAN(""));
	return true;
}

/* `＃` where a comment may begin. */
static bool
explain_wide_hash(struct typing *t, size_t at)
{
	if (!span_starts(span_from(t->text, at), SPAN("＃")))
		return false;
	fault(t->faults, typing_place(t, at),
	    "expected #, got the full-width ＃");
	typing_repair(t, at, 3, SPAN("#"));
	return true;
}

/*
 * `a: [b] c: d` and `a: b c: d` within brackets: a key behind a value; at the
 * key, or its colon.
 */
static bool
explain_missing_comma(struct typing *t, size_t at)
{
	size_t		 colon;
	struct span	 key;

	if (at < t->text.n && t->text.p[at] == ':') {
		while (at > 0 && strchr(" ,[{\n", t->text.p[at - 1]) == NULL)
			at--;
		if (at < 2 || t->text.p[at - 1] != ' ' ||
		    strchr(" ,[{:\n", t->text.p[at - 2]) != NULL)
			return false;
	}
	for (colon = at; colon > 0 && t->text.p[colon - 1] == ' '; colon--)
		continue;
	if (colon == 0 || t->text.p[colon - 1] == '\n')
		return false;
	colon = at;
	while (colon < t->text.n &&
	    strchr(" :,[]{}\"'\n", t->text.p[colon]) == NULL)
		colon++;
	if (colon == at || colon + 1 >= t->text.n ||
	    t->text.p[colon] != ':' || t->text.p[colon + 1] != ' ')
		return false;
	key = span_make(t->text.p + at, colon - at);
	fault(t->faults, typing_place(t, at),
	    "a comma is missing before the key \"%.*s\"", (int)key.n, key.p);
	typing_repair(t, at, 0, SPAN(", "));
	return true;
}

/* `- {id: a},`: the comma parts nothing, or what there is in its place. */
static bool
explain_last_comma(struct typing *t, size_t at)
{
	static const char *const signs[] = { ",", ";", "，", "；", "、", "。" };
	const struct span rest = span_from(t->text, at);
	size_t i, next, n = 0;

	for (i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (span_starts(rest, span_of(signs[i])))
			n = strlen(signs[i]);
	if (at == 0 || n == 0 || strchr("]}\"'", t->text.p[at - 1]) == NULL)
		return false;
	next = at + n;
	while (next < t->text.n && t->text.p[next] == ' ')
		next++;
	if (next < t->text.n && strchr("\r\n#", t->text.p[next]) == NULL)
		return false;
	fault(t->faults, typing_place(t, at), "the %.*s behind the closing %c "
	    "parts nothing: a line of its own does", (int)n, rest.p,
	    t->text.p[at - 1]);
	typing_repair(t, at, n, SPAN(" "));
	return true;
}

/* Makes the bracket or quote that ends before `at`, and its other, text. */
static bool
explain_behind_end(struct typing *t, size_t at)
{
	static const char	 openers[] = "[{\"'", closers[] = "]}\"'";
	const char		*closer;
	size_t			 start = typing_line_start(t->text, at), i;
	size_t			 close = at;

	while (close > start && t->text.p[close - 1] == ' ')
		close--;
	if (close == start || (closer = memchr(closers, t->text.p[close - 1],
	    sizeof(closers) - 1)) == NULL)
		return false;
	close--;
	for (i = close; i > start; i--)
		if (t->text.p[i - 1] == openers[closer - closers])
			break;
	if (i == start)
		return false;
	fault(t->faults, typing_place(t, i - 1),
	    "text goes on behind the closing %c: put all of it in quotes",
	    *closer);
	typing_repair(t, i - 1, 1, SPAN("＂"));
	typing_repair(t, close, 1, SPAN("＂"));
	return true;
}

/* What any line may suffer from. */
static bool
explain_line(struct typing *t, size_t at)
{
	return explain_wide_hash(t, at) || explain_last_comma(t, at) ||
	    explain_behind_end(t, at) || typing_check_line(t, at);
}

static bool
explain_key(struct typing *t, const struct mishap *m)
{
	if (explain_line(t, m->at))
		return true;
	return tell(t, m->at, "the indent of this line fits none of the lines "
	    "above");
}

/* A full-width comma before `at` where a half-width one would help. */
static bool
explain_wide_comma(struct typing *t, const struct mishap *m)
{
	size_t	 at = m->at;

	while (at >= m->begin + 3 && strchr(",{[\n", t->text.p[at - 1]) == NULL)
		if (span_starts(span_from(t->text, --at), SPAN("，")) ||
		    span_starts(span_from(t->text, at), SPAN("；")) ||
		    span_starts(span_from(t->text, at), SPAN("、"))) {
			fault(t->faults, typing_place(t, at),
			    "expected , and a space, got the full-width %.*s",
			    3, t->text.p + at);
			typing_repair(t, at, 3, SPAN(", "));
			return true;
		}
	return false;
}

/* A comment that swallowed the closing bracket. */
static bool
explain_comment(struct typing *t, const struct mishap *m)
{
	size_t	 at, end;

	for (at = m->begin; at < m->at; at++) {
		if (t->text.p[at] != '#' || at == 0 ||
		    t->text.p[at - 1] != ' ')
			continue;
		end = typing_line_end(t->text, at);
		if (memchr(t->text.p + at, ']', end - at) == NULL &&
		    memchr(t->text.p + at, '}', end - at) == NULL)
			continue;
		fault(t->faults, typing_place(t, at), "# behind a space "
		    "begins a comment, which hides the closing bracket: put "
		    "the text in quotes");
		typing_repair(t, at, 1, SPAN("﹟"));
		return true;
	}
	return false;
}

/* `[a, b]， c: d`: the full-width comma that stands right there. */
static bool
explain_comma_here(struct typing *t, size_t at)
{
	const struct span rest = span_from(t->text, at);

	if (at == 0 || strchr("]}\"'", t->text.p[at - 1]) == NULL ||
	    (!span_starts(rest, SPAN("，")) && !span_starts(rest, SPAN("；")) &&
	    !span_starts(rest, SPAN("、"))))
		return false;
	fault(t->faults, typing_place(t, at),
	    "expected , and a space, got the full-width %.*s", 3, rest.p);
	typing_repair(t, at, 3, SPAN(", "));
	return true;
}

/*
 * `[‘a{2}’, b]`: a text that begins with a quote of another keyboard, which
 * hides nothing from YAML, and goes on to what is amiss at byte `at`.
 */
static bool
explain_odd_quote(struct typing *t, size_t start, size_t at)
{
	static const char *const pairs[][2] = {
		{ "‘", "’" }, { "“", "”" }, { "「", "」" }
	};
	const size_t end = typing_line_end(t->text, at);
	size_t open, close, i;

	for (open = at; open > start; open--)
		for (i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
			if (strchr(" [{,", t->text.p[open - 1]) == NULL ||
			    !span_starts(span_from(t->text, open),
			    span_of(pairs[i][0])))
				continue;
			for (close = at; close < end; close++)
				if (span_starts(span_from(t->text, close),
				    span_of(pairs[i][1])))
					break;
			if (close == end)
				return false;
			fault(t->faults, typing_place(t, open), "the quotes "
			    "%s %s are none of YAML: write ' or \"",
			    pairs[i][0], pairs[i][1]);
			typing_repair(t, open, 3, SPAN("'"));
			typing_repair(t, close, 3, SPAN("'"));
			return true;
		}
	return false;
}

/* Inside [ ] or { }. */
static bool
explain_flow(struct typing *t, const struct mishap *m)
{
	size_t	 start = typing_line_start(t->text, m->at);

	if (explain_wide_hash(t, m->at) || explain_comma_here(t, m->at) ||
	    explain_missing_comma(t, m->at) || explain_behind_end(t, m->at) ||
	    explain_wide_colon(t, start, m->at + (m->at < t->text.n)) ||
	    explain_wide_brace(t, start, m->at) ||
	    explain_odd_quote(t, start, m->at) ||
	    explain_wide_comma(t, m) || explain_comment(t, m))
		return true;
	if (typing_line_end(t->text, m->begin) >= m->at)
		return tell(t, m->at, "expected , or the closing bracket");
	return tell_open(t, m->begin, "bracket",
	    t->text.p[m->begin] == '[' ? ']' : '}');
}

static bool
explain_item(struct typing *t, const struct mishap *m)
{
	if (explain_line(t, m->at))
		return true;
	return tell(t, m->at, "expected - and a space, as in the items above");
}

/* Behind the document, which ended by itself or with `...`. */
static bool
explain_end(struct typing *t, const struct mishap *m)
{
	if (explain_line(t, m->at))
		return true;
	return tell(t, m->at, "expected one document, got more behind its "
	    "end");
}

/* libyaml's words (0.2.5), by what they begin with. */
static const struct {
	const char	*problem;
	const char	*context;	/* NULL: any */
	explainer	*explain;
} problems[] = {
	{ "could not find expected ':'", NULL, explain_missing_colon },
	{ "mapping values are not allowed", NULL, explain_colon },
	{ "found character that cannot start", NULL, explain_character },
	{ "block sequence entries are not", NULL, explain_character },
	{ "mapping keys are not allowed", NULL, explain_character },
	{ "did not find expected node content", NULL, explain_character },
	{ "", "while scanning an alias", explain_begin },
	{ "", "while scanning an anchor", explain_begin },
	{ "", "while scanning a tag", explain_begin },
	{ "", "while parsing a tag", explain_begin },
	{ "found undefined tag handle", NULL, explain_begin },
	{ "found unexpected end of stream", "while scanning a quoted",
	    explain_open_quote },
	{ "found unexpected document indicator", "while scanning a quoted",
	    explain_open_quote },
	{ "", "while parsing a quoted", explain_escape },
	{ "found a tab character", NULL, explain_tab },
	{ "did not find expected comment", "while scanning a block scalar",
	    explain_begin },
	{ "found an indentation indicator", "while scanning a block scalar",
	    explain_begin },
	{ "", "while scanning a directive", explain_directive },
	{ "", "while scanning a %", explain_directive },
	{ "did not find expected key", NULL, explain_key },
	{ "did not find expected ',' or", NULL, explain_flow },
	{ "did not find expected '-'", NULL, explain_item },
	{ "did not find expected <document start>", NULL, explain_end }
};

static bool
begins(const char *s, const char *with)
{
	return with == NULL ||
	    (s != NULL && strncmp(s, with, strlen(with)) == 0);
}

static bool
explain_nothing(struct typing *t, const struct mishap *m)
{
	return tell(t, m->at, m->problem);
}

static explainer *
find_explainer(const struct mishap *m)
{
	size_t	 i;

	for (i = 0; i < sizeof(problems) / sizeof(*problems); i++)
		if (begins(m->problem, problems[i].problem) &&
		    begins(m->context, problems[i].context))
			return problems[i].explain;
	return explain_nothing;
}

/* True if a mistake was told in the line of the place or the one before. */
static bool
follows_from_another(const struct typing *t, struct place place)
{
	const struct fault	*f;
	size_t			 i;

	for (i = t->faults->count; i > 0; i--) {
		f = t->faults->items + i - 1;
		if (f->place.file == place.file && !f->warning &&
		    (f->place.line == place.line ||
		    f->place.line + 1 == place.line))
			return true;
	}
	return false;
}

/* True if the last fault was told before: its repair was of no use. */
static bool
is_told_again(const struct faults *faults)
{
	const struct fault	*last = faults->items + faults->count - 1, *f;

	for (f = faults->items; f < last; f++)
		if (f->place.file == last->place.file &&
		    f->place.line == last->place.line &&
		    f->place.column == last->place.column &&
		    strcmp(f->text, last->text) == 0)
			return true;
	return false;
}

bool
explain_mishap(struct typing *t, const struct mishap *m)
{
	size_t	 told = t->found.count;

	if (find_explainer(m)(t, m)) {
		if (!is_told_again(t->faults))
			return true;
		t->faults->count--;
		t->faults->errors--;
		t->count = 0;
		return false;
	}
	if (follows_from_another(t, typing_place(t, m->at)) ||
	    follows_from_another(t, typing_place(t, m->begin))) {
		t->found.errors -= t->found.count - told;
		t->found.count = told;
	}
	return false;
}
