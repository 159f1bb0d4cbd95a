#ifndef FRAME_EXPR_H
#define FRAME_EXPR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/span.h"
#include "record/record.h"
#include "rules/fault.h"
#include "rules/node.h"

/*
 * Expressions of rules: `where`, `when`, computed keys.
 *
 *	or, and, not, comparison (== != < <= > >= in matches starts has),
 *	sum (+ -), product (* /); field paths, "strings", numbers, true, false;
 *	length(x) days(a, b) hours(a, b) prefix(x, n) lower(x)
 *
 * A missing field is null; a comparison with null is false; arithmetic with
 * null is null; `== null` is a fault of the rule.  Integers compare exactly;
 * a string never equals a number, and comparing them in order is false.
 */
enum value_kind {
	VALUE_NULL,
	VALUE_BOOL,
	VALUE_NUMBER,
	VALUE_STRING,
	VALUE_JSON		/* an array or object, as it stands */
};

struct value {
	enum value_kind	kind;
	bool		truth;
	bool		integer;	/* of a number: exact in i */
	int64_t		i;
	double		number;		/* of a number, always */
	struct span	text;		/* of a string, decoded; of a number read from
					 * a record or JSON, as it stands; of VALUE_JSON */
};

/*
 * Where fields come from: a record, a row, a group's measures.  get()
 * returns 0 with *value (null if there is none), or -1 with *e.
 */
struct expr_fields {
	int	(*get)(const void *from, const struct path *, struct arena *,
		    struct value *, struct err *);
	const void	*from;
};

/* get() of a struct record. */
int	expr_record_get(const void *record, const struct path *,
	    struct arena *, struct value *, struct err *);

/* The value that a JSON value is, strings decoded. */
int	expr_value_of_json(const struct json *, struct arena *, struct value *,
	    struct err *);

struct expr;

/*
 * Compiles the text of node (a scalar).  Faults point into the text, at the
 * column of the file where that is known.  NULL after a fault.  zone is the
 * offset, in minutes east of UTC, of times that carry none.
 */
struct expr	*expr_compile(struct arena *run, const struct node *,
		    int zone, struct faults *);

/*
 * Evaluates; thread-safe (regexes keep their match data in the arena).
 * -1: ERR_RECORD (e.g. a time that isn't one, a number too large).
 */
int	expr_eval(const struct expr *, const struct expr_fields *,
	    struct arena *, struct value *, struct err *);

/* Evaluates to a truth: null is false; a number or string is ERR_RECORD. */
int	expr_test(const struct expr *, const struct expr_fields *,
	    struct arena *, bool *truth, struct err *);

/*
 * Calls each() for every path that the expression reads: so that an engine
 * can tell what it needs.
 */
void	expr_paths(const struct expr *, void (*each)(void *ctx,
	    const struct path *), void *ctx);

#endif
