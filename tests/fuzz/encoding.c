#include <assert.h>
#include <stdint.h>

#include "base/utf8.h"
#include "text/encoding.h"

/*
 * Any bytes in each encoding: what decodes is valid UTF-8; what doesn't has a
 * place; mended it is valid UTF-8 of as many characters as there are steps; a
 * guess of GB18030 or Big5 that was made for the whole decodes.
 */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static int
decode(struct decoder *d, enum encoding encoding, struct span all)
{
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct span text;
	int rc = encoding_decode(d, encoding, all, &arena, &text, &e);

	if (rc == 0)
		assert(utf8_check(text) == text.n);
	else
		assert(e.kind == ERR_RECORD && e.line > 0 && e.column > 0);
	arena_free(&arena);
	return rc;
}

/* What stands behind the mark, taken step by step. */
static void
mend(struct decoder *d, enum encoding encoding, struct span all)
{
	struct arena arena = { 0 };
	struct err e = { 0 };
	struct span text, rest = span_from(all, encoding_mark(encoding, all));
	uint64_t places = 0, bad_count = 0;
	size_t n, count = 0;
	bool bad;

	assert(encoding_mend(d, encoding, INVALID_REPLACE, all, &arena, &text,
	    &places, &e) == 0);
	assert(utf8_check(text) == text.n);
	for (; rest.n > 0; rest = span_from(rest, n), count++) {
		n = encoding_step(d, encoding, rest, &bad);
		assert(n > 0 && n <= rest.n);
		bad_count += bad;
	}
	assert(bad_count == places && count == utf8_length(text));
	arena_free(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span all = span_make((const char *)data, size);
	struct decoder *d = decoder_new();
	enum encoding encoding;
	struct err e = { 0 };
	int i;

	for (i = 0; i < ENCODINGS; i++) {
		decode(d, (enum encoding)i, all);
		mend(d, (enum encoding)i, all);
	}
	if (encoding_guess(d, all, true, &encoding, &e) == -1)
		assert(e.kind == ERR_DATA);
	else if (encoding == ENCODING_GB18030 || encoding == ENCODING_BIG5)
		assert(decode(d, encoding, all) == 0);
	encoding_guess(d, all, false, &encoding, &e);
	decoder_free(d);
	return 0;
}
