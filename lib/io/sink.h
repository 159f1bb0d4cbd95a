#ifndef IO_SINK_H
#define IO_SINK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"

/*
 * Bytes out.  A file is written whole or not at all: a temporary file
 * .TARGET.minqing-XXXXXX in the target's folder, locked with flock, then
 * fsync, rename, fsync of the folder.  A name that ends in .gz is compressed
 * (gzip, time 0, no name).  A symbolic link is followed; mode and owner of a
 * target that is there are kept; one that is write-protected is refused; one
 * that isn't a regular file is written directly.  A temporary file that a
 * killed run left beside the target is removed when its lock is free.
 */
struct sink;

enum sink_mode {
	SINK_WHOLE,	/* as above */
	SINK_PRIVATE,	/* as above; a new one is for its owner alone */
	SINK_DIRECT,	/* truncated and written in place, created for its
			   owner alone: --rejects holds what no mask saw */
	SINK_APPEND	/* at the end, each sink_write() one write(2); never
			   compressed (--stats) */
};

/*
 * Opens target, NULL for standard output (whatever the mode; /dev/stdout and
 * /dev/stderr are duplicates of what is open there, never truncated).
 * target is borrowed until the sink is released.  ERR_CREATE if it can't be
 * created; ERR_IO if standard output is closed.  *sink is set before there is
 * a temporary file, so that sink_emergency(*sink) is right at any moment;
 * NULL after -1.
 */
int	sink_open(struct sink **sink, const char *target, enum sink_mode,
	    struct err *);

/*
 * Writes all of it.  ERR_IO with the reason.  EPIPE on standard output ends
 * the process by SIGPIPE, also where that is ignored.
 */
int	sink_write(struct sink *, struct span, struct err *);

/*
 * Finishes: what a compressor holds, fsync, rename, close, each checked.
 * The sink is released either way; on -1 a whole target is as it was.
 */
int	sink_commit(struct sink *, struct err *);

/* Leaves a whole target as it was and releases the sink; or NULL. */
void	sink_abandon(struct sink *);

/*
 * Removes the temporary file and nothing else: async-signal-safe, for the
 * allocation handler and signal handlers.  NULL is allowed.
 */
void	sink_emergency(const struct sink *);

/*
 * True for a target that sink_abandon() leaves as it was; false for what is
 * written in place, where nothing can be taken back.
 */
bool	 sink_is_whole(const struct sink *);

/* The open folder of its temporary file, which is the target's; or -1. */
int	 sink_folder(const struct sink *);

/*
 * Gives file the place of target, in the same folder, and flushes that.
 * ERR_IO.
 */
int	sink_move(const char *file, const char *target, struct err *);

/* Bytes given to sink_write() so far. */
uint64_t sink_count(const struct sink *);

/*
 * True if target (NULL: what standard output has open) and name (NULL or
 * "-": standard input) are the same regular file, by device and inode: so
 * that nobody loses an input.
 */
bool	sink_is_same_file(const char *target, const char *name);

#endif
