#ifndef RUN_OPTIONS_H
#define RUN_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "frame/config.h"
#include "run/run.h"

#define OPTIONS_MAX_JOBS	256
#define OPTIONS_MAX_RECORD	((size_t)64 * 1024 * 1024)

/* -r or -e, in the order given. */
struct rule_option {
	bool		 expression;
	const char	*text;
};

enum progress_mode {
	PROGRESS_NEVER,
	PROGRESS_TERMINAL,	/* when standard error is one */
	PROGRESS_ALWAYS
};

/* What a run reads of an input; decompressed bytes, at ends of units. */
struct stretch {
	const char	*name;		/* for id and source */
	uint64_t	 from;
	uint64_t	 to;
};

/* What all four filters understand, and the inputs. */
struct options {
	const struct rule_option *rules;
	size_t			 rule_count;
	const char		*output;	/* NULL: standard output */
	const char		*rejects;
	const char		*stats;
	const char		*name;		/* of standard input */
	const char		*show;
	bool			 list;
	bool			 check;
	bool			 help;
	bool			 version;
	bool			 unbuffered;
	bool			 nul;		/* ends names of -T */
	bool			 seal;
	bool			 sealed;
	bool			 allow_empty;
	bool			 no_sandbox;
	enum progress_mode	 progress;
	unsigned		 jobs;		/* 1 to OPTIONS_MAX_JOBS */
	size_t			 max_record;	/* bytes */
	bool			 limit_rejects;
	bool			 limit_percent;
	double			 max_rejects;	/* number or percent */
	const struct setting	*settings;	/* own options */
	size_t			 setting_count;
	const char	*const	*inputs;	/* "-": standard input */
	size_t			 input_count;
	bool			 inputs_given;	/* else it is "-" alone */
	const struct stretch	*stretches;	/* of each; NULL: all of it */
};

/* Reads argv.  0, or -1 after a message. */
int	options_read(struct options *, struct arena *, const struct filter *,
	    int argc, char **argv);

/* The text of --help, and of a wrong call. */
void	options_help(const struct filter *, struct buf *);

#endif
