#include <assert.h>
#include <stdint.h>

#include "base/utf8.h"
#include "text/encoding.h"

/*
 * Any bytes: what decodes is valid UTF-8; what doesn't has a place, and the
 * bytes before it decode; a guess that was made for the whole decodes.
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

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span all = span_make((const char *)data, size);
	struct decoder *d = decoder_new();
	enum encoding encoding;
	struct err e = { 0 };

	decode(d, ENCODING_UTF8, all);
	decode(d, ENCODING_GB18030, all);
	if (encoding_guess(d, all, true, &encoding, &e) == 0)
		assert(decode(d, encoding, all) == 0 ||
		    span_starts(all, SPAN("\xef\xbb\xbf")));
	else
		assert(e.kind == ERR_DATA);
	encoding_guess(d, all, false, &encoding, &e);
	decoder_free(d);
	return 0;
}
