#ifndef TAG_VOICE_H
#define TAG_VOICE_H

#include "tag/coding.h"

/*
 * Says whose words the matches are, in the text that the search is at: by the
 * matchers of their books' `voice` in the piece that they stand in, or by the
 * fields of the record, as asked->voices has it.
 */
void	voice_tell(struct search *, struct coded *, size_t count);

#endif
