#include <assert.h>
#include <stdint.h>

#include "base/utf8.h"
#include "record/record.h"

/*
 * Any bytes as a line: what is accepted is written as it stands, reads again
 * after a change, and every string in it is decoded or refused.
 */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
read_all(const struct record *r)
{
	struct err e;
	struct span text;

	for (size_t i = 0; i < r->count; i++) {
		const struct json *v = &r->fields[i].value;

		if (v->kind == JSON_STRING)
			json_text(v, r->arena, &text, &e);
		else if (v->kind == JSON_ARRAY || v->kind == JSON_OBJECT)
			json_count(v);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct buf out = {0};
	struct record r, again;
	struct err e;
	struct change change = { SPAN("a"), SPAN("[\"b\"]") };

	utf8_choose();
	if (record_parse(&r, &arena, span_make((const char *)data, size),
	    &e) == 0) {
		read_all(&r);
		record_write(&r, NULL, 0, &out);
		assert(span_equal(span_make(out.p, out.n - 1), r.line));
		buf_cut(&out, 0);
		record_write(&r, &change, 1, &out);
		assert(record_parse(&again, &arena,
		    span_make(out.p, out.n - 1), &e) == 0);
	} else
		assert(e.kind == ERR_RECORD && e.column >= 1);
	arena_free(&arena);
	buf_free(&out);
	return 0;
}
