#ifndef NORMALIZE_NEW_H
#define NORMALIZE_NEW_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "frame/config.h"

/*
 * Writes a rule for a file of the caller's: that of the setting "new".  The
 * first 4 MiB are read, of a table the first 1,000 rows: format, delimiter,
 * encoding, header, rows of totals; of each column its type, how much is
 * empty, small sets of values, personal data.  The rule is commented, in
 * Chinese, passes --check and reads that file.  What it shows of the data is
 * masked, and nothing of columns that are named as people or addresses.
 *
 * plan is not used: a rule for a file needs none.  -1: ERR_INPUT, ERR_IO; or
 * ERR_DATA for a file that is empty, no text, or JSON without a text.
 */
int	normalize_new(const void *plan, const struct config *, struct arena *,
	    struct buf *rule, struct err *);

#endif
