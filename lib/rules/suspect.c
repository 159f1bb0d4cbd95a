#include <string.h>

#include "base/ascii.h"
#include "base/err.h"
#include "base/utf8.h"
#include "rules/suspect.h"

#define LONG_TERM	20	/* code points; a longer text is a sentence */
#define QUOTED		96	/* bytes of a term that a message quotes */

static bool
is_plain_term(const struct node *node)
{
	return node->kind == NODE_SCALAR && !node->quoted &&
	    node->text.n > 0 && utf8_length(node->text) <= LONG_TERM;
}

/*
 * `[居民，业主]` is one term to YAML.  An enumeration comma stands in terms
 * (自治、法治、德治) unless the term is the only one.
 */
static void
check_commas(const struct node *sequence, struct faults *faults)
{
	static const char *const commas[] = { "，", "；", ";", "、" };
	const struct node	*item;
	size_t			 kinds = sequence->count == 1 ? 4 : 3, i, k;

	for (i = 0; i < sequence->count; i++)
		for (k = 0; k < kinds; k++) {
			item = sequence->items[i];
			if (!is_plain_term(item) ||
			    !span_contains(item->text, span_of(commas[k])))
				continue;
			fault_slip(faults, item->place, "the %s%s "
			    "parts no items: write , and a space, or quotes "
			    "if it belongs to the text",
			    commas[k][0] == ';' ? "" : "full-width ",
			    commas[k]);
			break;
		}
}

/* The typographic quotes that the whole text stands in, or NULL. */
static const char *
wide_quotes(const struct node *node)
{
	static const char *const pairs[][3] = {
		{ "“", "”", "“ ”" }, { "‘", "’", "‘ ’" },
		{ "＂", "＂", "＂ ＂" }, { "＇", "＇", "＇ ＇" }
	};
	size_t	 i;

	if (!is_plain_term(node) || node->text.n <= 6)
		return NULL;
	for (i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		if (span_starts(node->text, span_of(pairs[i][0])) &&
		    span_ends(node->text, span_of(pairs[i][1])))
			return pairs[i][2];
	return NULL;
}

static void
warn_of_quotes(const struct node *node, struct faults *faults)
{
	fault_slip(faults, node->place, "the quotes %s are part of the text: "
	    "those of YAML are \" and '", wide_quotes(node));
}

/* `text ＃comment`: the comment is text. */
static void
check_hash(const struct node *node, struct faults *faults)
{
	if (node->kind == NODE_SCALAR && !node->quoted &&
	    (span_contains(node->text, SPAN(" ＃")) ||
	    span_starts(node->text, SPAN("＃"))))
		fault_slip(faults, node->place, "the full-width ＃ begins no "
		    "comment: write #, or quotes if it belongs to the text");
}

void
suspect_sequence(const struct node *sequence, bool brackets,
    struct faults *faults)
{
	size_t	 i;

	if (brackets)
		check_commas(sequence, faults);
	for (i = 0; i < sequence->count; i++)
		check_hash(sequence->items[i], faults);
	for (i = 0; i < sequence->count; i++)
		if (wide_quotes(sequence->items[i]) == NULL)
			return;
	if (sequence->count > 0)
		warn_of_quotes(sequence->items[0], faults);
}

void
suspect_value(const struct node *value, struct faults *faults)
{
	check_hash(value, faults);
	if (wide_quotes(value) != NULL)
		warn_of_quotes(value, faults);
}

void
suspect_glob(const struct node *glob, struct faults *faults)
{
	if (span_contains(glob->text, SPAN("＊")))
		fault_slip(faults, glob->place, "the full-width ＊ is part of "
		    "the text: write *");
	if (span_contains(glob->text, SPAN("？")))
		fault_slip(faults, glob->place, "the full-width ？ is part of "
		    "the text: write ?");
}

/* A text without its first and its last byte. */
static struct span
inside(struct span text)
{
	return text.n < 3 ? SPAN("") : span_make(text.p + 1, text.n - 2);
}

/* `\d` and the like; but in `C:\data` a letter goes on. */
static bool
has_class(struct span text)
{
	size_t	 at;

	for (at = 0; at + 1 < text.n; at++)
		if (text.p[at] == '\\' && text.p[at + 1] != '\0' &&
		    strchr("dwsDWS", text.p[at + 1]) != NULL &&
		    (at + 2 == text.n || !ascii_is_alnum(text.p[at + 2])))
			return true;
	return false;
}

/*
 * `群众*满意`; but 7*24小时 and a name that is masked, 张*明, have their * as a
 * text has it.
 */
static bool
has_star(struct span text)
{
	const size_t	 at = 1 + span_index(inside(text), '*');

	return at + 1 < text.n && (unsigned char)text.p[at - 1] >= 0x80 &&
	    (unsigned char)text.p[at + 1] >= 0x80 && utf8_length(text) > 3;
}

/* What a term holds that only a regex or a glob reads, or NULL. */
static const char *
find_sign(struct span text, const char **reader)
{
	static const char *const signs[] = { ".*", ".+", ".{", "|" };
	size_t	 i;

	*reader = "regex";
	for (i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (span_contains(inside(text), span_of(signs[i])))
			return signs[i];
	if (has_class(text))
		return "\\";
	*reader = "glob";
	return has_star(text) ? "*" : NULL;
}

/* A character in it that nobody sees, or 0. */
static uint32_t
find_unseen(struct span text)
{
	uint32_t c;
	size_t	 at = 0;

	while (at < text.n) {
		c = utf8_next(text, &at);
		if (utf8_is_unseen(c))
			return c;
	}
	return 0;
}

/* Most terms are of other bytes than what is looked for begins with. */
static bool
is_beyond_doubt(struct span text)
{
	static const bool	 doubtful[256] = { ['*'] = true, ['.'] = true,
	    ['|'] = true, ['\\'] = true, [0xc2] = true, [0xd8] = true,
	    [0xe2] = true, [0xef] = true };
	size_t			 i;

	for (i = 0; i < text.n; i++)
		if (doubtful[(unsigned char)text.p[i]])
			return false;
	return true;
}

void
suspect_term(struct span text, struct place place, struct faults *faults)
{
	const char	*sign, *reader;
	char		 shown[QUOTED];
	uint32_t	 unseen;

	if (is_beyond_doubt(text))
		return;
	if ((sign = find_sign(text, &reader)) != NULL)
		fault_slip(faults, place, "the %s of \"%s\" is part of the "
		    "term: only {%s: ...} reads it%s", sign,
		    err_quote(shown, sizeof(shown), text), reader,
		    sign[0] == '|' ? ", or write two terms" : "");
	if ((unseen = find_unseen(text)) != 0)
		fault_slip(faults, place, "the term \"%s\" holds U+%04X, "
		    "which nobody sees and hardly a text has",
		    err_quote(shown, sizeof(shown), text), unseen);
}

/* `{0，6}` is no repetition. */
static bool
is_wide_bound(struct span text)
{
	const size_t	 least = span_digits(span_from(text, 1));
	size_t		 at = 1 + least;

	if (text.p[0] != '{' || least == 0 ||
	    !span_starts(span_from(text, at), SPAN("，")))
		return false;
	at += 3;
	at += span_digits(span_from(text, at));
	return at < text.n && text.p[at] == '}';
}

/*
 * In a regex outside of [ ]: `（居民|业主）` is no group, and ＊ ＋ ｜ are
 * hardly looked for.
 */
void
suspect_regex(const struct node *regex, struct faults *faults)
{
	static const char *const signs[] = { "＊", "＋", "｜" };
	const struct span text = regex->text;
	bool in_class = false, opened = false, parted = false;
	size_t at, k;

	for (at = 0; at < text.n; at += utf8_width(text.p[at])) {
		if (text.p[at] == '\\' && at + 1 < text.n) {
			at++;
			continue;
		}
		if (text.p[at] == '[' || text.p[at] == ']')
			in_class = text.p[at] == '[';
		if (in_class)
			continue;
		for (k = 0; k < sizeof(signs) / sizeof(*signs); k++)
			if (span_starts(span_from(text, at), span_of(signs[k])))
				fault_slip(faults, regex->place, "the "
				    "full-width %s is part of the text: write "
				    "%c, or [%s] if it belongs there",
				    signs[k], "*+|"[k], signs[k]);
		if (span_starts(span_from(text, at), SPAN("（"))) {
			opened = true;
			parted = false;
		}
		if (is_wide_bound(span_from(text, at)))
			fault_slip(faults, regex->place, "the full-width ， "
			    "makes { } part of the text: write ,");
		parted = parted || text.p[at] == '|' ||
		    span_starts(span_from(text, at), SPAN("｜"));
		if (!span_starts(span_from(text, at), SPAN("）")))
			continue;
		if (opened && parted)
			fault_slip(faults, regex->place, "the full-width （ ） "
			    "are part of the text: ( ) make a group");
		opened = false;
	}
}
