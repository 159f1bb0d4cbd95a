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
	bool		 has_argument;
	const char	*argument;	/* its name in the usage text, or NULL */
};

struct filter {
	const struct engine	*engine;
	const char		*synopsis;	/* own part of the usage line */
	const char		*summary;	/* one line for --help */
	const struct own_option	*options;	/* ends with name NULL */
	const char		*options_help;	/* lines for --help, or "" */
	bool			 many_rules;	/* -r and -e may repeat */
	bool			 many_formats;	/* has -f; else --seal is always legal */

	/*
	 * Looks at the names of the inputs ("-" is standard input, called
	 * stdin_name) before anything is read; NULL if there is nothing to
	 * look at.  -1 with ERR_USAGE.
	 */
	int	(*look)(const char *const *inputs, size_t count,
		    const struct config *, struct err *);
};

/* Runs it; returns the status of records.md. */
int	run_main(const struct filter *, int argc, char **argv);

#endif
