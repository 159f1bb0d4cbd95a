#ifndef IO_SCRATCH_H
#define IO_SCRATCH_H

#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/span.h"

/*
 * The file of a run for what memory doesn't hold.  It has no name, is its
 * owner's alone, and goes with the process however that ends.  It is made
 * before the sandbox closes, so that nothing else of its folder need ever be
 * opened; that it couldn't be made is told when it is needed, if it ever is.
 *
 * Bytes are appended and read from anywhere.  Space that is forgotten goes
 * back where the file system has holes; elsewhere it is kept until the end.
 * For one thread.  Errors are ERR_IO, and name the folder.
 */
struct scratch {
	const char	*folder;	/* borrowed */
	int		 fd;		/* -1: it couldn't be made */
	int		 why;		/* errno of that */
	off_t		 end;
};

void	scratch_open(struct scratch *, const char *folder);
void	scratch_close(struct scratch *);

/* As a full file system does, by errno. */
int	scratch_failed(const struct scratch *, struct err *);

int	scratch_append(struct scratch *, struct span, struct err *);

/* n bytes that were appended. */
int	scratch_read(const struct scratch *, char *into, size_t n, off_t at,
	    struct err *);

void	scratch_forget(const struct scratch *, off_t from, off_t to);

#endif
