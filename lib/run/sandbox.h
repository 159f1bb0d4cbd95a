#ifndef RUN_SANDBOX_H
#define RUN_SANDBOX_H

#include <stdint.h>

/*
 * What hostile input can't make of a filter, should it ever get hold of one.
 * From sandbox_enter() on the process and the threads that it will start
 *
 *   - open no file and no folder but those that were allowed before
 *     (Landlock); what is open stays open;
 *   - make no socket, run no program, trace no process, mount nothing, load
 *     nothing into the kernel: such system calls give EPERM (seccomp);
 *   - gain no privilege, and leave no core dump, which would hold records.
 *
 * There is no way back.  A system without one of them goes without it.  Built
 * with -DNO_SANDBOX, as for a sanitizer that looks around in its process when
 * this ends, nothing of it happens.
 */
struct sandbox {
	int		 rules;		/* of Landlock; -1: there is none */
	uint64_t	 handled;	/* rights to files that it knows */
};

/* What this system hasn't got. */
enum {
	SANDBOX_NO_FILES = 1,		/* Landlock; Linux 5.13 */
	SANDBOX_NO_CALLS = 2		/* seccomp filters */
};

void	sandbox_begin(struct sandbox *);

/* All files in the folder may be read. */
void	sandbox_read_all(const struct sandbox *, const char *folder);

/* The file may be opened for reading; of a folder, its list of names. */
void	sandbox_read(const struct sandbox *, const char *path);

/* Files in the open folder may be made, renamed and removed. */
void	sandbox_rename_in(const struct sandbox *, int folder);

/* As above, by the name of a file in it; the folder may be opened, too. */
void	sandbox_rename_beside(const struct sandbox *, const char *path);

/* The file may be made, emptied and written. */
void	sandbox_write(const struct sandbox *, const char *path);

/* Closes the door; returns what of SANDBOX_NO_* is so. */
int	sandbox_enter(struct sandbox *);

#endif
