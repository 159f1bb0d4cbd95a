#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdarg.h>
#include <stddef.h>

#include "base/span.h"

/*
 * What went wrong.  ERR_RECORD refuses one record and the run goes on; every
 * other kind ends the run, with the status that stands beside it.
 */
enum err_kind {
	ERR_NONE,
	ERR_RECORD,	/* 1, or kept by --rejects */
	ERR_USAGE,	/* 64 options that don't fit together */
	ERR_DATA,	/* 65 damaged archive, missing seal */
	ERR_INPUT,	/* 66 an input is missing or can't be opened */
	ERR_SOFTWARE,	/* 70 a fault of ours */
	ERR_MEMORY,	/* 71 a stated memory limit is exceeded */
	ERR_CREATE,	/* 73 the output can't be created */
	ERR_IO,		/* 74 read or write failed */
	ERR_RULES	/* 78 the rules are wrong */
};

struct err {
	enum err_kind	kind;
	char		file[256];	/* "" if none */
	size_t		line;		/* from 1; 0 if unknown */
	size_t		column;		/* code points from 1; 0 if unknown */
	char		text[512];	/* what was expected and what came */
};

/*
 * Makes *e empty without clearing its texts, for what is done for each record:
 * struct err has almost 800 bytes.
 */
static inline void
err_none(struct err *e)
{
	e->kind = ERR_NONE;
	e->file[0] = e->text[0] = '\0';
	e->line = e->column = 0;
}

/*
 * Fills *e; returns -1, so that `return err_set(...)` reads well.  file may
 * be NULL, line and column 0; no argument may lie in *e.  A text that is too
 * long is cut at a whole character and ends in "..."; such a file name begins
 * with it.
 */
int	err_set(struct err *e, enum err_kind kind, const char *file,
	    size_t line, size_t column, const char *format, ...)
	    __attribute__((format(printf, 6, 7)));

/* Refuses the record; who knows its file, line and column adds them. */
int	err_record(struct err *e, const char *format, ...)
	    __attribute__((format(printf, 2, 3)));

/*
 * s made safe for a message: control characters (C0, C1, DEL), those that
 * nobody sees (utf8.h), invalid bytes and `\` as \xNN or \u{NNNN}, at most max
 * bytes of output including the NUL, cut at a whole character with "..." at the
 * end where it was longer.  Returns into.
 */
char	*err_quote(char *into, size_t max, struct span s);

#endif
