#include <string.h>
#include <yaml.h>

#include "base/err.h"
#include "base/mem.h"
#include "rules/node.h"
#include "rules/typing.h"

static bool
is_first_in_line(struct span text, size_t at)
{
	while (at > 0 && text.p[at - 1] == ' ')
		at--;
	return at == 0 || text.p[at - 1] == '\n' || text.p[at - 1] == '\r';
}

/* `3号楼 #2`: what follows the text on its line is a comment by mistake. */
static void
check_comment(struct typing *t, size_t end)
{
	struct span	 comment;
	char		 quoted[60];
	size_t		 at = end, n;

	while (at < t->text.n && t->text.p[at] == ' ')
		at++;
	if (at >= t->text.n || t->text.p[at] != '#')
		return;
	comment = span_from(t->text, at);
	for (n = 1; n < comment.n; n++)
		if (strchr(" \t\r\n,]}", comment.p[n]) != NULL)
			break;
	if (n == 1 || strchr("#-=*", comment.p[1]) != NULL)
		return;
	comment.n = n;
	fault_slip(&t->found, typing_place(t, at), "%s begins a comment: put "
	    "the text in quotes if it belongs to it, else a space after #",
	    err_quote(quoted, sizeof(quoted), comment));
}

/* `［a, b］`: no text begins and ends so. */
static void
check_brackets(struct typing *t, size_t at, struct span s)
{
	static const char *const pairs[][4] = {
		{ "［", "］", "[", "]" }, { "｛", "｝", "{", "}" }
	};
	size_t	 i;

	for (i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		if (s.n < 6 || !span_starts(s, span_of(pairs[i][0])) ||
		    !span_ends(s, span_of(pairs[i][1])))
			continue;
		fault(t->faults, typing_place(t, at),
		    "expected %s %s, got the full-width %s %s", pairs[i][2],
		    pairs[i][3], pairs[i][0], pairs[i][1]);
		typing_repair(t, at, 3, span_of(pairs[i][2]));
		typing_repair(t, at + s.n - 3, 3, span_of(pairs[i][3]));
	}
}

/* Where the next line of the text that ends at `end` begins, or end. */
static size_t
next_line(struct span text, size_t at, size_t end)
{
	at = typing_line_end(text, at) + 1;
	while (at < end && text.p[at] == ' ')
		at++;
	return at < end ? at : end;
}

/*
 * A further line of an unquoted text that looks like an item of a list: its
 * indent is deeper than that of the item above.
 */
static void
check_further_lines(struct typing *t, size_t start, size_t end)
{
	size_t	 at;

	for (at = next_line(t->text, start, end); at < end;
	    at = next_line(t->text, at, end))
		if (span_starts(span_from(t->text, at), SPAN("- ")))
			fault_slip(&t->found, typing_place(t, at),
			    "this line continues the text above: its indent "
			    "is deeper than that of the item before");
}

/*
 * The first of a list's items in a wrong form; to YAML those below continue
 * its text.
 */
static void
check_first(struct typing *t, size_t start, size_t end)
{
	size_t	 at = start;

	if (!is_first_in_line(t->text, start) || !typing_check_start(t, start))
		return;
	while ((at = next_line(t->text, at, end)) < end)
		typing_check_start(t, at);
}

/*
 * `match：[{near： [a, b], gap: 6}]`, which is a key up to gap, and the end of
 * `near： ` before [ within brackets: a text can't go on so.
 */
static void
check_colons(struct typing *t, size_t start, size_t end, int flow, bool key)
{
	size_t	 at, next;

	for (at = start; at < end; at++) {
		if (!span_starts(span_from(t->text, at), SPAN("：")))
			continue;
		for (next = at + 3; next < t->text.n &&
		    t->text.p[next] == ' '; next++)
			continue;
		if (next == t->text.n || strchr("[{", t->text.p[next]) == NULL ||
		    !(next < end ? key : flow > 0))
			continue;
		fault(t->faults, typing_place(t, at),
		    "expected : and a space, got the full-width ：");
		typing_repair(t, at, next - at, SPAN(": "));
	}
}

static void
check_plain(struct typing *t, const yaml_token_t *token, int flow, bool key)
{
	size_t		 start = typing_byte(t, token->start_mark.index);
	size_t		 end = typing_byte(t, token->end_mark.index);

	if (flow == 0)
		check_first(t, start, end);
	check_colons(t, start, end, flow, key);
	check_brackets(t, start, span_make(t->text.p + start, end - start));
	if (flow == 0)
		check_further_lines(t, start, end);
	check_comment(t, end);
}

static void
check_token(struct typing *t, const yaml_token_t *token, int *flow, bool *key)
{
	size_t	 at = typing_byte(t, token->start_mark.index);
	bool	 is_key = *key;

	typing_mark(t);
	*key = token->type == YAML_KEY_TOKEN;
	switch (token->type) {
	case YAML_FLOW_SEQUENCE_START_TOKEN:
	case YAML_FLOW_MAPPING_START_TOKEN:
		++*flow;
		break;
	case YAML_FLOW_SEQUENCE_END_TOKEN:
	case YAML_FLOW_MAPPING_END_TOKEN:
		--*flow;
		break;
	case YAML_SCALAR_TOKEN:
		if (token->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
		    token->data.scalar.length > 0)
			check_plain(t, token, *flow, is_key);
		break;
	case YAML_ALIAS_TOKEN:
	case YAML_ANCHOR_TOKEN:
	case YAML_TAG_TOKEN:
		typing_refuse(t, at,
		    typing_byte(t, token->end_mark.index));
		break;
	case YAML_TAG_DIRECTIVE_TOKEN:
		fault(t->faults, typing_place(t, at),
		    "expected no directive but %%YAML");
		typing_repair(t, at, typing_line_end(t->text, at) - at,
		    SPAN(""));
		break;
	default:
		break;
	}
}

/* Behind other mistakes it is left to the next reading, without them. */
static void
scan_failed(struct typing *t, const yaml_parser_t *p)
{
	struct mishap	 m = { .context = p->context, .problem = p->problem };

	if (p->error == YAML_MEMORY_ERROR)
		mem_failed(0);
	if (t->count > 0)
		return;
	if (p->error == YAML_READER_ERROR)
		m.at = p->problem_offset;
	else {
		m.begin = typing_byte(t, p->context_mark.index);
		m.at = typing_byte(t, p->problem_mark.index);
	}
	explain_mishap(t, &m);
}

int
scan_tokens(struct typing *t)
{
	yaml_parser_t	 parser;
	yaml_token_t	 token;
	int		 flow = 0, result = 0;
	bool		 end = false, key = false;

	if (!yaml_parser_initialize(&parser))
		mem_failed(sizeof(parser));
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser,
	    (const unsigned char *)t->text.p, t->text.n);
	while (!end && flow <= RULES_MAX_DEPTH) {
		if (!yaml_parser_scan(&parser, &token)) {
			scan_failed(t, &parser);
			result = -1;
			break;
		}
		end = token.type == YAML_STREAM_END_TOKEN;
		check_token(t, &token, &flow, &key);
		yaml_token_delete(&token);
	}
	yaml_parser_delete(&parser);
	return t->count > 0 ? -1 : result;
}
