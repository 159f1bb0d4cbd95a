#ifndef IO_REPLACE_H
#define IO_REPLACE_H

#include <sys/stat.h>

#include <limits.h>
#include <stdbool.h>

/*
 * A file that takes another's place whole or not at all; used inside lib/io
 * only.  Initialised with REPLACE_NONE.  All report by errno.
 */
struct replace {
	int		 folder;		/* of the target, open */
	int		 fd;			/* of the temporary file */
	int		 lock;			/* a duplicate that holds it */
	bool		 is_new;		/* no target is there */
	char		 base[NAME_MAX + 1];	/* the target's name */
	char		 temp[NAME_MAX + 1];	/* "" while there is none */
};

#define REPLACE_NONE	{ .folder = -1, .fd = -1, .lock = -1 }

/*
 * Follows the links of target and opens its folder.  0 and *st is that of
 * what stands there (zeroed if nothing does), or -1.
 */
int	replace_find(struct replace *, const char *target, struct stat *st);

/*
 * Removes what killed runs left, makes the temporary file and locks it.
 * st is what replace_find() gave; what nobody may write to isn't replaced.
 * mode: of a new target, less the umask.
 */
int	replace_begin(struct replace *, const struct stat *st, mode_t mode);

/* Gives the temporary file the owner and mode of st, if a target is there. */
int	replace_keep(const struct replace *, const struct stat *st);

/*
 * Flushes, renames, flushes the folder.  On -1 the target is as it was (only
 * where the file system can't exchange two names, and the folder then can't
 * be flushed, it is new and whole).  replace_drop() is due in any case.
 */
int	replace_finish(struct replace *);

/* Removes the temporary file and closes everything. */
void	replace_drop(struct replace *);

/* rename(2), and flushes the folder of target. */
int	replace_move(const char *file, const char *target);

/* Removes the temporary file; async-signal-safe. */
void	replace_unlink(const struct replace *);

#endif
