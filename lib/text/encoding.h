#ifndef TEXT_ENCODING_H
#define TEXT_ENCODING_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

/*
 * Encodings of inputs.  GB18030 is that of the C library's iconv(3), with GBK
 * and GB2312 in it.
 */
enum encoding {
	ENCODING_UTF8,
	ENCODING_GB18030
};

/*
 * What GB18030 is decoded with; it learns the characters that it meets, so
 * each thread has its own.
 */
struct decoder;

struct decoder	*decoder_new(void);
void		 decoder_free(struct decoder *);	/* NULL is allowed */

const char	*encoding_name(enum encoding);	/* as `source` has it */

/*
 * The encoding of an input by its first bytes: a UTF-8 BOM; else UTF-8 if
 * they are valid (but for a character that the end cuts, unless whole); else
 * GB18030 if they are, and mostly common characters: four of five of those
 * that aren't ASCII are punctuation or ideographs of the first level of
 * GB 2312-1980, which other encodings of the same bytes rarely give; else
 * UTF-8 with bad bytes, if it has a hundred characters beyond ASCII for each.
 *
 * A text of a few characters can be valid in both; it is UTF-8 then.  So the
 * guess is made once for an input, never for a row or a cell.
 *
 * -1: ERR_DATA that names the byte, and what looks like UTF-16.
 */
int		 encoding_guess(struct decoder *, struct span head,
		    bool whole, enum encoding *, struct err *);

/*
 * bytes as UTF-8: itself where that is its encoding or all is ASCII, else in
 * the arena.  -1: ERR_RECORD for the first byte that isn't of the encoding,
 * with line (from 1 in bytes) and column in characters.
 */
int		 encoding_decode(struct decoder *, enum encoding,
		    struct span bytes, struct arena *, struct span *text,
		    struct err *);

#endif
