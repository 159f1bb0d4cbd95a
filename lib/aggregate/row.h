#ifndef AGGREGATE_ROW_H
#define AGGREGATE_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aggregate/plan.h"
#include "base/buf.h"

/*
 * A row is what becomes of a record on its way from the threads that map to
 * the one that folds: what its inputs gave, then the keys of the groups that
 * it belongs to.  It never leaves the process.
 *
 *	[time, end of a window] or [day] [input]... [length, key of a group]...
 *	key: [index of its mask] [kind, length, text of a part]...
 */

/* The value of one key. */
enum part_kind {
	PART_STRING,	/* decoded; "" where the record has none */
	PART_NUMBER,	/* as JSON writes it */
	PART_LITERAL	/* true, false */
};

struct part {
	enum part_kind	kind;
	struct span	text;
};

/* What an input gave. */
struct fed {
	bool		given;
	struct amount	amount;		/* INPUT_NUMBER; where the input isn't
					 * exact maybe its number alone */
	struct hash	hash;		/* INPUT_HASH, INPUT_ID */
	struct span	text;		/* from INPUT_ID on */
};

void	row_put_fed(struct buf *, enum input_kind, const struct fed *);
void	row_take_fed(struct span *row, enum input_kind, struct fed *);

/* Where the rule has a window: the record's time and the window's end. */
#define ROW_WINDOW	(2 * sizeof(int64_t))

void	row_put_window(char into[ROW_WINDOW], int64_t time, int64_t end);
void	row_take_window(struct span *row, int64_t *time, int64_t *end);

/* Where periods are compared: the record's day, ROW_NO_DAY if it has none. */
#define ROW_DAY		sizeof(int64_t)
#define ROW_NO_DAY	INT64_MAX

void	row_put_day(char into[ROW_DAY], int64_t day);
int64_t	row_take_day(struct span *row);

/* The key of a group of that mask; parts are those of all keys. */
void	row_put_key(struct buf *, const struct plan *, size_t mask_index,
	    const struct part *parts);

/* The same, its length before it; and back. */
void	row_put_group(struct buf *, const struct plan *, size_t mask_index,
	    const struct part *parts);
bool	row_take_group(struct span *row, struct span *key);

/*
 * The parts of a key; those of keys that it lacks are left alone.  Returns
 * the index of its mask.
 */
size_t	row_read_key(struct span key, const struct plan *,
	    struct part *parts);

#endif
