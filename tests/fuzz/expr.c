#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "frame/expr.h"

/* Any text as an expression: a fault inside it, or a value of a record. */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const char	line[] =
    "{\"a\":1,\"b\":\"2024-05-03\",\"c\":[1,\"x\"],\"d\":{\"e\":1.5e400},"
    "\"f\":null,\"g\":true,\"h\":-9223372036854775808}";

static void
evaluate(const struct expr *x)
{
	struct arena		 arena = {0};
	struct record		 record;
	struct expr_fields	 fields = { expr_record_get, &record,
		regex_work_new(), NULL };
	struct value		 value;
	struct err		 e;

	if (record_parse(&record, &arena, span_of(line), &e) == -1)
		abort();
	if (expr_eval(x, &fields, &arena, &value, &e) == 0 &&
	    value.kind == VALUE_STRING &&
	    utf8_check(value.text) != value.text.n)
		abort();
	regex_work_free(fields.regexes);
	arena_free(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct node	 node = {
		.kind = NODE_SCALAR, .exact = true, .place = { "f", 1, 1 },
		.text = span_make((const char *)bytes, n)
	};
	struct expr_use	 use = { .zone = 480 };
	struct arena	 arena = {0};
	struct faults	 faults = { .arena = &arena };
	struct expr	*x;

	if (utf8_check(node.text) != n)		/* as every node's text is */
		return 0;
	x = expr_compile(&arena, &node, &use, &faults);
	if ((x == NULL) != (faults.count == 1))
		abort();
	if (x != NULL)
		evaluate(x);
	else if (faults.items[0].place.column > utf8_length(node.text) + 1)
		abort();
	arena_free(&arena);
	return 0;
}
