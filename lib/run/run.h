#ifndef RUN_RUN_H
#define RUN_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "frame/engine.h"

/*
 * What every main() needs.  A filter is declared as a constant and run:
 * options, rules, pump, statistics, status; main() has no logic of its own.
 */

/* An option of one filter alone; it reaches the engine as a setting. */
struct own_option {
	const char	*name;		/* without dashes */
	char		 letter;	/* its short form, or 0 */
	bool		 has_argument;
};

/*
 * What an option asks for instead of a run over inputs: the text that run()
 * appends is the output, on standard output or in the file of -o.
 */
struct action {
	const char	*option;	/* of own_option; NULL ends the list */
	bool		 needs_rules;	/* they are read and compiled before;
					 * else there may be none */
	bool		 is_file;	/* its argument, which run() reads */
	/* plan: NULL without rules.  -1 with an error. */
	int		(*run)(const void *plan, const struct config *,
			    struct arena *, struct buf *text, struct err *);
};

struct filter {
	const struct engine	*engine;
	const char		*summary;	/* one line for --help */
	const struct own_option	*options;	/* ends with name NULL */
	const char		*options_help;	/* their lines, or "" */
	bool			 many_rules;	/* -r and -e may repeat */
	const char		*side;		/* of own_option: the file that
						 * the lines of out.side go
						 * to; NULL: there is none */
	const char		*report;	/* of own_option: the file that
						 * finish() fills; NULL: none */
	const struct action	*actions;	/* NULL: none */
	bool			 temporary;	/* it may put files into
						 * $TMPDIR, or /tmp */

	/*
	 * Looks at the names of the inputs, "-" for standard input, before
	 * anything is read; -1 with ERR_USAGE.  NULL: nothing to look at.
	 */
	int	(*look)(const char *const *inputs, size_t count,
		    const struct config *, struct err *);
};

/* Runs it; returns the status of records.md. */
int	run_main(const struct filter *, int argc, char **argv);

#endif
