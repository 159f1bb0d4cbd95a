#include <string.h>

#include "base/utf8.h"
#include "tag/label.h"

#define REMARK_MAX	40	/* characters in brackets behind a name */

/* Steps over the characters that are among those, and says how many. */
static size_t
pass(struct span text, size_t *at, const char *those)
{
	const struct span set = span_of(those);
	size_t n = 0, next = *at, i;
	uint32_t c;

	for (; *at < text.n; *at = next, n++) {
		c = utf8_next(text, &next);
		for (i = 0; i < set.n; )
			if (utf8_next(set, &i) == c)
				break;
			else if (i == set.n)
				return n;
	}
	return n;
}

/* Steps over a remark in brackets that is closed. */
static void
pass_remark(struct span text, size_t *at)
{
	size_t end = *at, n;

	if (pass(text, &end, "（(") == 0)
		return;
	for (n = 0; n < REMARK_MAX && end < text.n; n++) {
		if (pass(text, &end, "）)") > 0) {
			*at = end;
			return;
		}
		utf8_next(text, &end);
	}
}

/* The bytes of the label; 0: there is none. */
static size_t
label_size(struct span text, struct span speaker)
{
	static const char blanks[] = " \t　";
	static const char before[] = "0123456789: \t　[［（(【〔]］）)】〕";
	size_t at = 0, closers;

	/* One by one: 3号楼居民 begins with a digit itself. */
	while (!span_starts(span_from(text, at), speaker))
		if (at == text.n || pass(span_make(text.p, at +
		    utf8_width(text.p[at])), &at, before) == 0)
			return 0;
	at += speaker.n;
	closers = pass(text, &at, "]］）)】〕");
	pass(text, &at, blanks);
	pass_remark(text, &at);
	pass(text, &at, blanks);
	return pass(text, &at, "：:") + closers > 0 ? at : 0;
}

struct span
label_hide(struct arena *arena, struct span text, struct span speaker)
{
	const size_t size = speaker.n == 0 ? 0 : label_size(text, speaker);
	const size_t hidden = utf8_length(span_make(text.p, size));
	char *said;

	if (size == 0)
		return text;
	said = arena_alloc(arena, hidden + text.n - size);
	memset(said, '\n', hidden);
	memcpy(said + hidden, text.p + size, text.n - size);
	return span_make(said, hidden + text.n - size);
}
