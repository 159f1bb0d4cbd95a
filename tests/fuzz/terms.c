#include <assert.h>
#include <stdint.h>

#include "base/utf8.h"
#include "text/terms.h"

/*
 * Lines of terms up to a blank line, then a text; the first byte is the fold.
 * Every hit is where it says, and without a fold none is missed.
 */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

#define MOST	64

static bool
is_equal(struct span term, struct span text, unsigned fold)
{
	size_t a = 0, b = 0;

	while (a < term.n && b < text.n)
		if (terms_fold(utf8_next(term, &a), fold) !=
		    terms_fold(utf8_next(text, &b), fold))
			return false;
	return a == term.n && b == text.n;
}

/* How often the terms stand in the text, tried at every character. */
static size_t
count_all(const struct span *terms, size_t n, struct span text, unsigned fold)
{
	size_t count = 0, at, i, length;

	for (at = 0; at < text.n; utf8_next(text, &at)) {
		struct span rest = span_from(text, at);

		for (i = 0; i < n; i++) {
			length = utf8_skip(rest, utf8_length(terms[i]));
			count += is_equal(terms[i], span_make(rest.p, length),
			    fold);
		}
	}
	return count;
}

static size_t
read_terms(struct span *rest, struct span *terms)
{
	size_t n = 0, length;

	while (rest->n > 0 && n < MOST) {
		length = span_index(*rest, '\n');
		terms[n] = span_make(rest->p, length);
		*rest = span_from(*rest, length + 1);
		if (length == 0)
			break;
		if (utf8_length(terms[n]) <= TERMS_MAX_LENGTH)
			n++;
	}
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span rest = span_from(span_make((const char *)data, size), 1);
	struct span terms[MOST];
	struct arena arena = {0};
	struct terms_hit *hits;
	size_t n, count, i, from, to;
	unsigned fold;

	if (size == 0 || utf8_check(rest) < rest.n)
		return 0;
	fold = data[0] & (TERMS_FOLD_CASE | TERMS_FOLD_WIDTH |
	    TERMS_FOLD_SCRIPT);
	n = read_terms(&rest, terms);
	count = terms_find(terms_build(&arena, terms, NULL, n, fold), &arena, rest,
	    TERMS_ALL, SIZE_MAX, &hits);
	assert(count == count_all(terms, n, rest, fold));
	for (i = 0; i < count; i++) {
		from = utf8_skip(rest, hits[i].start);
		to = utf8_skip(rest, hits[i].end);
		assert(is_equal(terms[hits[i].term],
		    span_make(rest.p + from, to - from), fold));
	}
	arena_free(&arena);
	return 0;
}
