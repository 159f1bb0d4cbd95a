#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "share.h"
#include "text/words.h"

/*
 * Lines of one's own words up to a blank line, then a text.  A line that
 * begins with + is joined, with - split, any other is a dictionary's; the first
 * byte says how to cut.  Every byte is in one word; a search adds to them.
 */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
add_line(struct lexicon *l, struct words_work *work, struct span line)
{
	if (line.n > 0 && line.p[0] == '+')
		lexicon_join(l, span_from(line, 1));
	else if (line.n > 0 && line.p[0] == '-')
		lexicon_split(l, span_from(line, 1));
	else if (line.n > 0)
		lexicon_add(l, work, line);
}

static void
check(struct span text, const struct word *words, size_t n)
{
	size_t i, at = 0;

	for (i = 0; i < n; i++) {
		assert(words[i].start == at && words[i].n > 0);
		at += words[i].n;
	}
	assert(at == text.n);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct words_work *work;
	struct span text = span_make((const char *)data, n), line;
	struct arena arena = { 0 };
	struct lexicon *l;
	const struct word *words;
	struct err e;
	unsigned how;

	if (n == 0 || utf8_check(text) < n || data[0] >= 0x80)
		return 0;
	if (work == NULL)
		work = words_work_new();
	how = data[0] & WORDS_UNKNOWN;
	l = lexicon_open(&arena, arena_printf(&arena, "%s/words.dict",
	    share_folder()).p, (data[0] & 4) == 0, &e);
	if (l == NULL)
		abort();
	for (text = span_from(text, 1); text.n > 0; ) {
		line = span_make(text.p, span_index(text, '\n'));
		text = span_from(text, line.n + 1);
		if (line.n == 0)
			break;
		add_line(l, work, line);
	}
	n = words_cut(l, work, text, how, &words);
	check(text, words, n);
	assert(words_cut(l, work, text, how | WORDS_SEARCH, &words) >= n);
	n = words_cut(l, work, text, how | WORDS_KINDED, &words);
	check(text, words, n);
	lexicon_close(l);
	arena_free(&arena);
	return 0;
}
