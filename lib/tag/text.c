#include "base/utf8.h"
#include "tag/section.h"
#include "tag/text.h"

#define MARK_EVERY	16
#define NEAR		256	/* characters that are counted anew */

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

/*
 * Goes on from the last place where it can: most are asked for in order, and
 * marks for all of a text cost more than one way through it.
 */
static size_t
byte_of(struct text *t, uint32_t character)
{
	if (character < t->character || character - t->character > NEAR) {
		if (t->marks == NULL)
			make_marks(t);
		t->character = character - character % MARK_EVERY;
		t->byte = t->marks[character / MARK_EVERY];
	}
	t->byte += utf8_skip(span_from(t->bytes, t->byte),
	    character - t->character);
	t->character = character;
	return t->byte;
}

struct span
text_chars(struct text *t, uint32_t start, uint32_t end)
{
	size_t from = byte_of(t, start);
	size_t to = from + utf8_skip(span_from(t->bytes, from), end - start);

	return span_make(t->bytes.p + from, to - from);
}
