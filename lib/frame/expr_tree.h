#ifndef FRAME_EXPR_TREE_H
#define FRAME_EXPR_TREE_H

#include "frame/expr.h"
#include "text/regex.h"

/* What expr_parse.c builds and expr_eval.c walks; nobody else sees it. */
enum operation {
	OP_VALUE,	/* value */
	OP_FIELD,	/* path */
	OP_HAS,		/* path */
	OP_NOT,		/* items[0] */
	OP_MINUS,	/* items[0] */
	OP_OR,		/* items, at least two; so the next */
	OP_AND,
	OP_SUM,		/* items, signs[i] before items[i]: + or - */
	OP_PRODUCT,	/* the same: * or / */
	OP_EQUAL,	/* items[0], items[1]; so up to OP_STARTS */
	OP_UNEQUAL,
	OP_LESS,
	OP_LESS_EQUAL,
	OP_GREATER,
	OP_GREATER_EQUAL,
	OP_STARTS,
	OP_IN,		/* items[0] among the elements of items[1] */
	OP_IN_LIST,	/* items[0] among the items behind it */
	OP_MATCHES,	/* items[0], regex */
	OP_LENGTH,	/* arguments in items; so the next */
	OP_DAYS,
	OP_HOURS,
	OP_WORKDAYS,
	OP_PREFIX,
	OP_LOWER
};

struct expr {
	enum operation	  operation;
	const char	 *name;		/* as written, for messages */
	struct value	  value;	/* of OP_FIELD: its kind alone */
	struct path	  path;
	struct regex	 *regex;
	struct expr	**items;
	char		 *signs;
	size_t		  count;	/* of items */
	int		  zone;		/* of days, hours and workdays */
	const struct calendar *calendar; /* of workdays */
	size_t		  comparison;	/* its number, from 1; 0: none */
};

#endif
