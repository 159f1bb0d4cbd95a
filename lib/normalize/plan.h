#ifndef NORMALIZE_PLAN_H
#define NORMALIZE_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"
#include "frame/config.h"
#include "frame/engine.h"
#include "normalize/clean.h"
#include "normalize/columns.h"
#include "normalize/mask.h"
#include "rules/fault.h"
#include "text/encoding.h"

/* Names of top-level fields. */
struct names {
	struct span	*items;
	size_t		 count;
};

/* Which inputs must have the row at which the data end. */
enum ending {
	ENDING_FREE,
	ENDING_ALIKE,		/* all, if one of the run does */
	ENDING_REQUIRED
};

/* Where the names of columns stand. */
enum header {
	HEADER_ROW,		/* the row of that number */
	HEADER_FIND,		/* the first row with a cell of that name */
	HEADER_NONE		/* nowhere: they are 1, 2, 3 ... */
};

struct clean_example;

/* A compiled rule. */
struct plan {
	enum unit_cut		cut;
	bool			rows;		/* of CSV or TSV */
	bool			html;		/* a page a file */
	bool			guess;		/* the encoding */
	enum encoding		encoding;	/* unless guessed */
	enum invalid		invalid;
	enum header		header;
	size_t			header_row;	/* from 1 */
	struct span		header_name;
	struct regex		*stop;		/* NULL: to the end */
	struct span		stop_pattern;	/* of it */
	enum ending		ending;		/* or the input was cut */
	bool			stop_rows;	/* it tells how many there are */
	struct regex		*skip;		/* rows that are none; or NULL */
	struct columns		columns;
	struct span		text_field;	/* of JSON Lines: to be text */
	bool			needs_text;	/* the rule speaks of it */
	struct names		text;		/* "text" alone */
	struct names		fields;		/* that are cleaned */
	struct clean_rule	clean;
	const struct mask	*mask;		/* NULL: none */
	bool			whole_key;	/* of rows: all of it */
	struct names		key;		/* of duplicates; or none */
	bool			id_is_path;
	bool			verify;	/* records, and nothing else */
	const char		*report;	/* the rule's name; NULL: none */
	struct clean_example	*examples;
	size_t			example_count;
	bool			maps;		/* --offset-map */
	const char		**counters;	/* COUNT_END, then bad cells */
};

/* Reads the one rule of config.  In the arena; NULL after faults. */
struct plan	*normalize_compile(const struct config *, struct arena *,
		    struct faults *);

bool		 names_have(const struct names *, struct span name);

#endif
