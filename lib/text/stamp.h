#ifndef TEXT_STAMP_H
#define TEXT_STAMP_H

#include <stddef.h>

#include "base/span.h"

/*
 * Times as people, spreadsheets and databases write them, made ISO 8601.
 *
 * A format has %Y (four digits), %m %d %H %M %S (one or two digits; two where
 * another follows at once) and %%; a space stands for any white space, or
 * none; everything else for itself.  "excel" is the serial number of a day of
 * 1900-03-01 or later, with a fraction of the day or without.
 *
 * The usual shapes, where no format is given: 2026-05-03, 2026/5/3, 2026.5.3,
 * 2026年5月3日, 20260503; behind it, after white space, a T or nothing behind
 * 日, 8:30, 8:30:05, 8:30:05.0, 8时30分, 8点30分05秒, 8时; 20260503083005; an
 * offset (+08:00, Z) behind a time.
 */
#define STAMP_SIZE	48

/* What is wrong with a format; NULL if nothing is. */
const char	*stamp_check(struct span format);

/*
 * Writes the cell as 2026-05-03T08:30:00+08:00, or 2026-05-03 where it has no
 * time; formats are tried in their order, the usual shapes if count is 0.
 * zone is in minutes east of UTC, for cells without an offset.  Returns the
 * length, or 0 with *reason, a constant: "an impossible date", "another
 * shape" ...
 */
size_t		 stamp_write(struct span cell, const struct span *formats,
		    size_t count, int zone, char into[STAMP_SIZE],
		    const char **reason);

struct when;

/*
 * A time of ISO 8601 or of the usual shapes, as it stands in a field; *text
 * is then ISO 8601, in itself or in `into`.  0, or -1 where it is none.
 */
int		 stamp_read(struct span *text, int zone, char into[STAMP_SIZE],
		    struct when *when);

/* A number that may count days as spreadsheets do: 2000 to 2099. */
bool		 stamp_is_serial(struct span cell);

#endif
