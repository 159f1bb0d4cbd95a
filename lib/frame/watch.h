#ifndef FRAME_WATCH_H
#define FRAME_WATCH_H

#include "base/buf.h"
#include "record/record.h"
#include "rules/fault.h"

/*
 * Fields that rules read: one that no record has is a slip as a rule, and its
 * figures look like any others.  Counters tell in how many batches a record
 * had it: each is looked for only until it comes.
 */
struct watched {
	struct path	path;
	struct place	place;		/* of the first that reads it */
	bool		key;		/* of `by` */
	bool		optional;	/* a rule asks whether it is there */
	bool		word;		/* something is compared with it */
};

/*
 * Notes what a record has, in the counters of a batch: the first is of any
 * record at all.
 */
void	watch_note(const struct watched *, size_t count,
	    const struct record *, uint64_t *noted);

/* Whether no record had the i-th, of those that there were. */
bool	watch_missed(const struct watched *, size_t i, const uint64_t *noted);

/*
 * The field in quotation marks, and of the names that the first record of the
 * run has, a JSON line or "", the one that it resembles.
 */
void	watch_put(const struct watched *, struct span first, bool chinese,
	    struct buf *);

/* The names that the first record has, some of them; false if it has none. */
bool	watch_put_names(struct span first, struct buf *);

#endif
