#include <assert.h>

#include "base/utf8.h"
#include "tag/section.h"
#include "tag/text.h"

#define MARK_EVERY	16
#define SHORT		4096	/* bytes: each character is marked, */
#define AHEAD		128	/* and some more than are asked for */

void
text_begin(struct text *t, struct arena *arena, struct span bytes,
    const struct cut_rules *rules)
{
	*t = (struct text){ .arena = arena, .bytes = bytes, .rules = rules };
}

/* The whole is one piece, white space at its ends and all. */
static size_t
whole(struct text *t, struct cut_piece **pieces)
{
	*pieces = arena_zero(t->arena, 1, sizeof(**pieces));
	(*pieces)->end = t->bytes.n;
	(*pieces)->char_end = utf8_length(t->bytes);
	return 1;
}

size_t
text_pieces(struct text *t, enum tag_within within,
    const struct cut_piece **pieces)
{
	struct cut_piece *made = NULL;
	size_t n = 0;

	if (t->pieces[within] == NULL) {
		switch (within) {
		case WITHIN_CLAUSE:
			n = cut_clauses(t->arena, t->bytes, t->rules, &made);
			break;
		case WITHIN_SENTENCE:
			n = cut_sentences(t->arena, t->bytes, t->rules, &made);
			break;
		case WITHIN_SECTION:
			n = section_cut(t->arena, t->bytes, &made);
			break;
		default:
			n = whole(t, &made);
		}
		t->pieces[within] = made;
		t->piece_count[within] = n;
	}
	*pieces = t->pieces[within];
	return t->piece_count[within];
}

const struct cut_piece *
text_piece_at(struct text *t, enum tag_within within, uint32_t character)
{
	const struct cut_piece *pieces;
	size_t low = 0, high = text_pieces(t, within, &pieces), middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (pieces[middle].char_end <= character)
			low = middle + 1;
		else
			high = middle;
	}
	return low < t->piece_count[within] &&
	    pieces[low].char_start <= character ? &pieces[low] : NULL;
}

/* The last mark is the end of the text. */
static void
make_marks(struct text *t)
{
	size_t at, n = 0;

	t->marks = arena_alloc(t->arena,
	    (t->bytes.n / MARK_EVERY + 2) * sizeof(*t->marks));
	for (at = 0; at < t->bytes.n; n++) {
		t->marks[n] = (uint32_t)at;
		at += utf8_skip(span_from(t->bytes, at), MARK_EVERY);
	}
	t->marks[n] = (uint32_t)at;
}

static size_t
byte_of(const struct text *t, uint32_t character)
{
	const size_t mark = t->marks[character / MARK_EVERY];

	return mark + utf8_skip(span_from(t->bytes, mark),
	    character % MARK_EVERY);
}

/* Of a text that isn't short: its characters may be many, and few asked for. */
static struct span
look_from_mark(struct text *t, uint32_t start, uint32_t end)
{
	size_t from;

	if (t->marks == NULL)
		make_marks(t);
	from = byte_of(t, start);
	return span_make(t->bytes.p + from, byte_of(t, end) - from);
}

struct span
text_look(struct text *t, uint32_t start, uint32_t end)
{
	if (t->bytes.n > SHORT)
		return look_from_mark(t, start, end);
	if (t->starts == NULL)
		t->starts = arena_alloc(t->arena,
		    (t->bytes.n + 1) * sizeof(*t->starts));
	t->start_count += utf8_starts(t->bytes, &t->started,
	    end + 1 + AHEAD - t->start_count, t->starts + t->start_count);
	assert(end < t->start_count);
	return span_make(t->bytes.p + t->starts[start],
	    t->starts[end] - t->starts[start]);
}
