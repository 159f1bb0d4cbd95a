#ifndef NORMALIZE_NEW_COLUMN_H
#define NORMALIZE_NEW_COLUMN_H

#include <stdbool.h>
#include <stddef.h>

#include "normalize/columns.h"
#include "normalize/new_table.h"
#include "normalize/person.h"
#include "normalize/personal.h"

#define SURVEY_WORDS	12	/* a set of at most so many is small */

/* What a column of a table looks like. */
struct survey {
	struct span	 name;
	size_t		 rows;		/* of data */
	size_t		 filled;	/* that have a value there */
	size_t		 characters;	/* of all of them */
	enum column_type type;
	size_t		 strange;	/* values that are not of the type */
	size_t		 strange_line;	/* of the first of them */
	size_t		 damaged;	/* codes as 9.99321E+11 */
	const char	*separator;	/* of lists; or NULL */
	size_t		 with_units;	/* values of a text that aren't the
					 * numbers that the others are */
	bool		 excel;		/* times are serial numbers of days */
	struct span	 said;		/* its name without white space */
	struct span	 sample;	/* the first value of the type */
	size_t		 personal[PERSONAL_KINDS];	/* rows with it */
	bool		 named;		/* its name says that people's names
					 * or addresses stand in it */
	bool		 people;	/* its values look like names */
	bool		 merged;	/* and like merged cells */
	size_t		 formulas;	/* values as ="0012" */
	bool		 distinct;	/* no value stands there twice */
	struct span	 words[SURVEY_WORDS];
	size_t		 word_count;	/* 0 if it is no small set */
};

/* Looks at column number i; spans of the table and of the arena. */
void	survey_make(struct survey *, const struct table *, size_t i,
	    const struct persons *, struct arena *);

#endif
