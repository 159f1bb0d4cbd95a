#ifndef NORMALIZE_MASK_WALK_H
#define NORMALIZE_MASK_WALK_H

#include "normalize/mask.h"

/*
 * Goes through the strings and numbers of records that a mask covers: all of
 * them at any depth, and the names of fields.
 */
struct mask_found {
	struct span		 field;		/* of the record; or empty */
	const struct json	*value;		/* NULL: text is a name of a
						 * field */
	struct span		 text;
	bool			 person;	/* mask_is_person() of its name */
};

struct mask_walk {
	const struct mask	*mask;
	struct arena		*arena;
	void			*to;		/* for each() */

	/* -1 with *e ends the walk. */
	int	(*each)(void *to, const struct mask_found *, struct err *);
};

/* A value.  -1: ERR_RECORD, a string with a lone surrogate, or each()'s. */
int	mask_walk_value(const struct mask_walk *, const struct json *value,
	    struct err *);

/* A record, but for the fields that `except` names. */
int	mask_walk_record(const struct mask_walk *, const struct json *object,
	    struct err *);

#endif
