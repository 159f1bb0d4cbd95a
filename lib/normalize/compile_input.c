#include "normalize/compile.h"

#include "base/utf8.h"
#include "text/csv.h"

static void
read_format(const struct compiler *c, const struct node *node)
{
	static const char *const formats[] = { "text", "lines", "jsonl",
	    "csv", "tsv", "html", NULL };
	static const enum unit_cut cuts[] = { UNIT_WHOLE, UNIT_LINES,
	    UNIT_RECORDS, UNIT_CSV, UNIT_TSV, UNIT_WHOLE };
	int index = 0;

	if (node != NULL && node_choice(node, formats, &index, c->faults) == 0)
		c->plan->cut = cuts[index];
	c->plan->html = index == 5;
	c->plan->rows = c->plan->cut == UNIT_CSV || c->plan->cut == UNIT_TSV;
}

/* Rows and pages come from anywhere; JSON Lines are UTF-8 (RFC 8259). */
static void
read_encoding(const struct compiler *c, const struct node *node)
{
	static const char *const words[] = { "auto", "utf-8", "gb18030",
	    "big5", "utf-16le", "utf-16be", NULL };	/* enum encoding + 1 */
	struct plan *plan = c->plan;
	int index;

	plan->guess = plan->rows || plan->html;
	if (node == NULL || node_choice(node, words, &index, c->faults) == -1)
		return;
	plan->guess = index == 0;
	if (index > 0)
		plan->encoding = (enum encoding)(index - 1);
	if (index != 1 && plan->cut == UNIT_RECORDS)
		fault(c->faults, node->place, "encoding: JSON Lines are "
		    "utf-8, got %s (iconv converts them)", words[index]);
	else if (encoding_is_wide(plan->encoding) && plan->cut != UNIT_WHOLE)
		fault(c->faults, node->place, "encoding: expected format: "
		    "text with %s, got rows or lines (iconv converts them)",
		    words[index]);
}

static void
read_invalid(const struct compiler *c, const struct node *node)
{
	static const char *const words[] = { "reject", "replace", "drop",
	    NULL };		/* as enum invalid */
	int index;

	if (node == NULL || node_choice(node, words, &index, c->faults) == -1)
		return;
	c->plan->invalid = (enum invalid)index;
	if (index != 0 && c->plan->cut == UNIT_RECORDS)
		fault(c->faults, node->place, "invalid: JSON Lines that "
		    "aren't UTF-8 are refused, got %s", words[index]);
}

/* A key that has a meaning only with some format. */
static bool
belongs(const struct compiler *c, const struct node *node, const char *key,
    bool fits, const char *formats)
{
	if (node != NULL && !fits)
		fault(c->faults, node->place, "%s: expected format: %s with "
		    "it", key, formats);
	return node != NULL && fits;
}

static void
read_find(const struct compiler *c, const struct node *node)
{
	const struct node *find;
	struct fields f;

	if (fields_begin(&f, node, c->arena, c->faults) == -1)
		return;
	find = fields_need(&f, "find");
	c->plan->header = HEADER_FIND;
	if (find != NULL &&
	    node_text(find, &c->plan->header_name, c->faults) == 0) {
		c->plan->header_name = utf8_trim(c->plan->header_name);
		if (c->plan->header_name.n == 0)
			fault(c->faults, find->place, "find: expected the "
			    "name of a column, got an empty text");
	}
	fields_end(&f);
}

static void
read_header(const struct compiler *c, const struct node *node)
{
	int64_t row;

	if (node->kind == NODE_MAPPING)
		read_find(c, node);
	else if (node->kind == NODE_SCALAR && span_is(node->text, "none"))
		c->plan->header = HEADER_NONE;
	else if (node_integer(node, 1, 1000, &row, c->faults) == 0)
		c->plan->header_row = (size_t)row;
}

struct regex *
compile_pattern(const struct compiler *c, const struct node *node,
    const char *key)
{
	struct regex *pattern;
	const char *reason;
	struct span text;
	size_t at;

	if (node_text(node, &text, c->faults) == -1)
		return NULL;
	pattern = regex_compile(c->arena, text, false, &reason, &at);
	if (pattern == NULL)
		fault(c->faults, node->place, "%s: \"%s\": %s at byte %zu",
		    key, compile_shown(c, text), reason, at);
	return pattern;
}

static void
read_ending(const struct compiler *c, const struct node *node)
{
	static const char *const words[] = { "false", "alike", "true", NULL };
	int index;

	if (node != NULL && node_choice(node, words, &index, c->faults) == 0)
		c->plan->ending = (enum ending)index;
}

/* {find: ^合计, required: true, rows: true}, or the regex alone. */
static void
read_stop(const struct compiler *c, const struct node *node)
{
	const struct node *find = node;
	struct plan *plan = c->plan;
	struct fields f;

	if (node->kind == NODE_MAPPING) {
		if (fields_begin(&f, node, c->arena, c->faults) == -1)
			return;
		find = fields_need(&f, "find");
		read_ending(c, fields_take(&f, "required"));
		plan->stop_rows = compile_truth(c, fields_take(&f, "rows"));
		fields_end(&f);
	}
	if (find == NULL)
		return;
	plan->stop = compile_pattern(c, find, "stop");
	plan->stop_pattern = find->text;
	if (plan->ending == ENDING_REQUIRED &&
	    config_setting(c->config, "state") != NULL)
		fault(c->faults, node->place, "stop: expected required: false "
		    "with --state, by which an input goes on later");
}

void
compile_input(const struct compiler *c, const struct node *node)
{
	struct plan *plan = c->plan;
	const struct node *key;
	struct fields f;

	plan->header_row = 1;
	if (node == NULL || fields_begin(&f, node, c->arena, c->faults) == -1)
		return;
	read_format(c, fields_need(&f, "format"));
	read_encoding(c, fields_take(&f, "encoding"));
	read_invalid(c, fields_take(&f, "invalid"));
	key = fields_take(&f, "text");
	if (belongs(c, key, "text", plan->cut == UNIT_RECORDS, "jsonl")) {
		node_text(key, &plan->text_field, c->faults);
		plan->needs_text = true;
	}
	key = fields_take(&f, "header");
	if (belongs(c, key, "header", plan->rows, "csv or tsv"))
		read_header(c, key);
	key = fields_take(&f, "stop");
	if (belongs(c, key, "stop", plan->rows, "csv or tsv"))
		read_stop(c, key);
	key = fields_take(&f, "skip");
	if (belongs(c, key, "skip", plan->rows, "csv or tsv"))
		plan->skip = compile_pattern(c, key, "skip");
	fields_end(&f);
}
