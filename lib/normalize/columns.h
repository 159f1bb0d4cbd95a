#ifndef NORMALIZE_COLUMNS_H
#define NORMALIZE_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"
#include "frame/config.h"
#include "normalize/mask.h"
#include "normalize/pseudonym.h"
#include "rules/fault.h"
#include "rules/node.h"

/*
 * What becomes of the columns of CSV and TSV: `columns` and `other_columns`
 * of minqing-rules(5).
 */
enum column_type {
	COLUMN_TEXT,
	COLUMN_NUMBER,
	COLUMN_INTEGER,
	COLUMN_TIME,
	COLUMN_CODE,
	COLUMN_LIST,
	COLUMN_BOOLEAN
};

/* A word of a map or a look-up: JSON text, or "" for no value. */
struct word {
	struct span	cell;
	struct span	value;
};

struct words {
	struct word	*items;		/* sorted by cell */
	size_t		 count;
	bool		 is_lookup;
};

/* What is refused without the column. */
enum required {
	REQUIRED_NOT,
	REQUIRED_COLUMN,	/* an input; its cells may be empty */
	REQUIRED_VALUE		/* an input; and a row without a value */
};

/* Whether an empty cell has the value above it. */
enum fill {
	FILL_NOT,
	FILL_DOWN,
	FILL_ONCE		/* if the second row was empty */
};

struct column {
	struct span		 name;		/* in the header */
	struct span		 field;		/* of the record */
	enum column_type	 type;
	enum required		 required;
	enum fill		 fill;
	bool			 null_on_bad;	/* else the row is refused */
	const struct words	*words;		/* NULL: the cell itself */
	struct span		*formats;	/* of times */
	size_t			 format_count;
	struct span		*separators;	/* of lists, in both widths */
	size_t			 separator_count;
	const struct pseudonyms	*pseudonyms;	/* NULL: none */
	size_t			 counter;	/* "bad.FIELD" */
};

enum other_columns {
	OTHERS_KEEP,
	OTHERS_DROP,
	OTHERS_REJECT
};

struct columns {
	struct column		*items;		/* in the order of the rule */
	size_t			 count;
	enum other_columns	 others;
	int			 zone;		/* minutes east of UTC */
	const struct column	*once;		/* the first with FILL_ONCE */
	const char		**bad;		/* names of counters */
	size_t			 bad_count;
};

/* What the readers of columns need. */
struct column_rule {
	const struct config	*config;
	const struct rule	*rule;
	const struct mask	*mask;		/* NULL: none */
	struct arena		*arena;
	struct faults		*faults;
};

/*
 * Reads `columns`, `other_columns` and `zone` of a rule; a node may be NULL.
 * The counters of bad cells begin with first_counter.  Faults.
 */
void		 columns_read(struct columns *, const struct column_rule *,
		    const struct node *columns, const struct node *others,
		    const struct node *zone, size_t first_counter);

/* The word of a cell; NULL if there is none. */
const struct word *words_find(const struct words *, struct span cell);

/* "text", "number" ...; ends with NULL. */
extern const char *const column_types[];

#endif
