#ifndef RUN_MSG_H
#define RUN_MSG_H

#include <stdbool.h>

#include "base/err.h"
#include "rules/fault.h"

/*
 * The one place that speaks.  Every message goes to standard error in one
 * write, as `FILTER: [FILE:LINE:COLUMN: ]TEXT`, and carries the status that
 * it stands for; the worst so far is the status of the run, in the order
 * 0 < 1 < 65 < 66 < every other (of which the first one stays).
 *
 * The texts are a table, so that a second language is a second column.
 */
enum msg_id {
	MSG_OPTION_UNKNOWN,	/* option */
	MSG_OPTION_ARGUMENT,	/* option */
	MSG_OPTION_VALUE,	/* option, value, what was expected */
	MSG_OPTION_NO_ARGUMENT,	/* option */
	MSG_NO_RULES,
	MSG_TWO_RULES,
	MSG_RULE_UNKNOWN,	/* name, folder, hint */
	MSG_RULE_FOLDER,	/* folder, reason */
	MSG_RULE_TWICE,		/* name */
	MSG_RULE_EXTENDED,	/* name of the base, of what extends it */
	MSG_ACTION_INPUTS,	/* option */
	MSG_ACTION_RULES,	/* option */
	MSG_SEAL_FORMAT,	/* format */
	MSG_SEALED_UNITS,
	MSG_NUL_WITHOUT_LIST,
	MSG_STDIN_TWICE,
	MSG_SAME_FILE,		/* option, file */
	MSG_SAME_OUTPUT,	/* option, option, file */
	MSG_OUTPUT_IS_INPUT,	/* input */
	MSG_NO_RECORD,
	MSG_TOO_MANY_REJECTS,	/* refused, in */
	MSG_MORE_REFUSED,	/* how many */
	MSG_MORE_ALIKE,		/* how many, place of the last, reason */
	MSG_MORE_REPEATED,	/* how many */
	MSG_MORE_FAULTS,	/* how many */
	MSG_NOT_WRITTEN,	/* target, status */
	MSG_ALL_REFUSED,
	MSG_INVALID,		/* places */
	MSG_SUMMARY,		/* in, out, refused, dropped */
	MSG_SANDBOX_FILES,
	MSG_SANDBOX_CALLS,
	MSG_COUNT
};

/* Before anything else: name (a literal) stands before each message. */
void	msg_start(const char *name);

/*
 * -q: neither refused records are named nor is told what changes no status:
 * warnings, slips in rules.  -v: what was done is told.
 */
void	msg_quiet(bool quiet);
void	msg_verbose(bool verbose);
bool	msg_is_verbose(void);

/* A message of the table, with its status. */
void	msg(enum msg_id, ...);

/* An error of a layer below; its kind gives the status, none of a warning. */
void	msg_err(const struct err *);

/* What an engine tells of one line of its input; changes no status. */
void	msg_told(const char *file, size_t line, struct span text);

/*
 * A refused record: up to MSG_NAMED are named, of those that have one reason,
 * but for numbers in it, the first MSG_ALIKE_NAMED (unless MSG_REASONS others
 * came between); none with -q, all of them with -v; the status becomes 1 unless
 * it is kept elsewhere.  msg_refused_rest(), at the end, tells how many weren't
 * named, and why if it is one reason.
 */
#define MSG_NAMED	100
#define MSG_ALIKE_NAMED	3
#define MSG_REASONS	16

void	msg_refused(const struct err *, bool kept);
void	msg_refused_rest(void);

/*
 * A record whose id came before: the same, but that the first
 * MSG_REPEATED_NAMED are named, and that the status stays.
 */
#define MSG_REPEATED_NAMED	10

void	msg_repeated(const char *file, size_t line);

/* Says how many places of an input were mended; nothing of none. */
void	msg_invalid(unsigned long long places);

/*
 * All of them, in order, but without -v no more than MSG_NAMED warnings and as
 * many others; 78 if one is no warning.  Warnings only if asked, slips unless -q.
 */
void	msg_faults(struct faults *, bool warnings);

/* The worst status so far; raising it without a message. */
int	msg_status(void);
void	msg_raise(int status);

/* A text as it is, by write(2) alone. */
void	msg_bare(const char *text);

/* For the allocation handler: says so without any memory. */
void	msg_out_of_memory(void);

#endif
