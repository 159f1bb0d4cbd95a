#include "tag/voice.h"

static bool
speaks(struct search *s, const struct book *book, uint32_t number,
    enum tag_voice voice, const struct coded *m)
{
	uint32_t matcher = book->voices[voice].matcher;
	const struct cut_piece *p;

	if (s->asked->voices != NULL &&
	    s->asked->voices[number * VOICE_COUNT + voice])
		return true;
	if (matcher == TAG_NONE)
		return false;
	p = text_piece_at(&s->text, book->within, m->start);
	return p != NULL && founds_in_piece(search_eval(s, matcher, NULL), p);
}

void
voice_tell(struct search *s, struct coded *all, size_t count)
{
	const struct book *book;
	uint32_t number;
	size_t i;

	for (i = 0; i < count; i++) {
		number = s->plan->codes[all[i].code].book;
		book = &s->plan->books[number];
		if (!book->has_voice)
			continue;
		all[i].voice = VOICE_AUTHOR;
		if (speaks(s, book, number, VOICE_INFORMANT, &all[i]))
			all[i].voice = VOICE_INFORMANT;
		else if (speaks(s, book, number, VOICE_CITED, &all[i]))
			all[i].voice = VOICE_CITED;
	}
}
