#include "base/utf8.h"
#include "rules/suspect.h"

#define LONG_TERM	20	/* code points; a longer text is a sentence */

static bool
is_plain_term(const struct node *node)
{
	return node->kind == NODE_SCALAR && !node->quoted &&
	    node->text.n > 0 && utf8_length(node->text) <= LONG_TERM;
}

static bool
contains(struct span text, struct span part)
{
	size_t	 i;

	for (i = 0; i + part.n <= text.n; i++)
		if (span_starts(span_from(text, i), part))
			return true;
	return false;
}

/*
 * `[居民，业主]` is one term to YAML.  An enumeration comma stands in terms
 * (自治、法治、德治) unless the term is the only one.
 */
static void
check_commas(const struct node *sequence, struct faults *faults)
{
	static const char *const commas[] = { "，", "；", "、" };
	const struct node	*item;
	size_t			 kinds = sequence->count == 1 ? 3 : 2, i, k;

	for (i = 0; i < sequence->count; i++)
		for (k = 0; k < kinds; k++) {
			item = sequence->items[i];
			if (!is_plain_term(item) ||
			    !contains(item->text, span_of(commas[k])))
				continue;
			fault_slip(faults, item->place, "the full-width %s "
			    "parts no items: write , and a space, or quotes "
			    "if it belongs to the text", commas[k]);
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

void
suspect_sequence(const struct node *sequence, bool brackets,
    struct faults *faults)
{
	size_t	 i;

	if (brackets)
		check_commas(sequence, faults);
	for (i = 0; i < sequence->count; i++)
		if (wide_quotes(sequence->items[i]) == NULL)
			return;
	if (sequence->count > 0)
		warn_of_quotes(sequence->items[0], faults);
}

void
suspect_value(const struct node *value, struct faults *faults)
{
	if (wide_quotes(value) != NULL)
		warn_of_quotes(value, faults);
}
