#ifndef TEXT_ENCODING_H
#define TEXT_ENCODING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"

/*
 * Encodings of inputs.  GB18030, with GBK and GB2312 in it, and Big5 are those
 * of the C library's iconv(3); a byte order mark of UTF-16 is no character.
 */
enum encoding {
	ENCODING_UTF8,
	ENCODING_GB18030,
	ENCODING_BIG5,
	ENCODING_UTF16LE,
	ENCODING_UTF16BE
};

#define ENCODINGS	(ENCODING_UTF16BE + 1)

/* What becomes of bytes that aren't of the encoding. */
enum invalid {
	INVALID_REJECT,		/* an error */
	INVALID_REPLACE,	/* U+FFFD for each place */
	INVALID_DROP
};

/*
 * What other encodings are decoded with; it learns the characters that it
 * meets, so each thread has its own.
 */
struct decoder;

struct decoder	*decoder_new(void);
void		 decoder_free(struct decoder *);	/* NULL is allowed */

/* As `source` and rules have it: "utf-8", "gb18030" ... */
const char	*encoding_name(enum encoding);

/* True if a unit of text is two bytes: lines can't be cut by theirs. */
bool		 encoding_is_wide(enum encoding);

/*
 * The encoding of an input by its first bytes, of which the last character
 * may be cut, unless whole:
 *
 *	1. a byte order mark of UTF-8 or UTF-16
 *	2. with a zero byte: UTF-16, if 19 of 20 characters in one order are
 *	   ASCII, Han, or punctuation of Chinese text, and in the other less
 *	3. valid UTF-8
 *	4. valid GB18030 or Big5, if four of five characters beyond ASCII are
 *	   common ones: punctuation, and ideographs of the first level of
 *	   GB 2312-1980 or of Big5; if that holds for both, the one with a
 *	   share higher by a tenth; not Big5 if none of eight or more has a
 *	   second byte below 0x80
 *	5. UTF-8 with bad bytes, if it has a hundred characters beyond ASCII
 *	   for each
 *
 * A text of a few characters can be valid in many; it is UTF-8 then.  So the
 * guess is made once for an input, never for a row or a cell.
 *
 * -1: ERR_DATA that names the byte, or the candidates that are too close.
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

/*
 * The same, but what isn't of the encoding is replaced or dropped; *places is
 * raised by how often.  -1: the C library can't decode it.
 */
int		 encoding_mend(struct decoder *, enum encoding, enum invalid,
		    struct span bytes, struct arena *, struct span *text,
		    uint64_t *places, struct err *);

/*
 * Bytes of the first character of bytes, which aren't empty; *bad is true
 * where they aren't of the encoding.  As encoding_mend() takes them.
 */
size_t		 encoding_step(struct decoder *, enum encoding,
		    struct span bytes, bool *bad);

/* Bytes of the mark that an input begins with and that is no character. */
size_t		 encoding_mark(enum encoding, struct span bytes);

/*
 * Decodes the longest valid prefix of bytes into the arena; *good is its
 * length.  -1: the C library can't decode it.
 */
int		 encoding_prefix(struct decoder *, enum encoding,
		    struct span bytes, struct arena *, struct span *text,
		    size_t *good, struct err *);

#endif
