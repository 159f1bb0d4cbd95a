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
#include "text/calendar.h"
#include "text/regex.h"

/*
 * Expressions of rules: `where`, `when`, computed keys (minqing-rules(5)).
 *
 *	or			from weak to strong
 *	and
 *	not
 *	== != < <= > >=		one of these, between two sums
 *	in [a, b] | in x	x: an array of the record
 *	matches "re"		PCRE2; the text between the quotes as it is,
 *				but \" for a quote
 *	starts x   has field
 *	+ -
 *	* /
 *	-x   (x)   "string"   1.5   true   false   field   actor.type   `a.b`
 *	length(x) days(a, b) hours(a, b) workdays(a, b) prefix(x, n) lower(x)
 *
 * A missing field is null; a comparison with null is false, `!=` too;
 * arithmetic and functions with null give null; `== null` is a fault of the
 * rule.  Numbers compare exactly as they are written; a string never equals a
 * number, and comparing them in order is false; strings are in the order of
 * their code points.  Arithmetic is exact on integers of 64 bits, beyond them
 * and for a quotient that isn't whole it is that of double; a division by zero
 * gives null.  length() counts code points, elements or members; prefix()
 * takes the first n code points; lower() changes A-Z and the full-width
 * letters; days() and hours() are b - a in 86,400 and 3,600 s, no whole
 * numbers; workdays() are the working days after the day of a up to that of b,
 * see calendar.h.
 */
#define EXPR_MAX_BYTES	(64 * 1024)
#define EXPR_MAX_DEPTH	64	/* of brackets, not, -, functions, lists */

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
	struct span	text;		/* of a string, decoded; of a number
					 * that was read, as it stands, else
					 * empty; of VALUE_JSON */
};

/*
 * Where fields come from: a record, a row, a group's measures.  get()
 * returns 0 with *value (null if there is none), or -1 with *e.  regexes is
 * the thread's own, for `matches`; where it is NULL each search makes one and
 * releases it, which takes 1,000 times as long.
 */
struct expr_fields {
	int	(*get)(const void *from, const struct path *, struct arena *,
		    struct value *, struct err *);
	const void	*from;
	struct regex_work *regexes;
	uint64_t	*unlike;	/* by struct expr_comparisons: raised
					 * where one met values that it can't
					 * compare; NULL: nobody asks */
};

/* get() of a struct record: record_path_all(). */
int	expr_record_get(const void *record, const struct path *,
	    struct arena *, struct value *, struct err *);

/* The value that a JSON value is, strings decoded. */
int	expr_value_of_json(const struct json *, struct arena *, struct value *,
	    struct err *);

struct expr;

/*
 * The comparisons of some expressions, the first `most` of them, but `in` of
 * an array: what each takes, VALUE_NULL where it isn't told, and the number or
 * string that tells it.
 */
struct expr_comparison {
	struct span	text;		/* as written */
	enum value_kind	kind;
	struct span	constant;	/* "" if there is none */
};

struct expr_comparisons {
	struct expr_comparison	*items;
	size_t			 count;
	size_t			 capacity;
	size_t			 most;
};

/*
 * What an expression is for.  Kinds are VALUE_BOOL, VALUE_NUMBER or
 * VALUE_STRING, which a value has unless it is null; VALUE_NULL: any kind.
 */
struct expr_use {
	enum value_kind	 kind;		/* that the whole must have */
	int		 zone;		/* of times that carry none, minutes
					 * east of UTC */
	const struct calendar *calendar; /* of workdays(); NULL: none */
	enum value_kind	(*field)(const void *from, const struct path *);
					/* kind of a field; NULL: any */
	size_t		(*place)(const void *from, const struct path *);
					/* path->place, for get(); NULL: 0 */
	const char	*(*words)(const void *from, const struct path *,
			    struct span text);
					/* what a field is expected to be
					 * that never is that text; NULL: it
					 * may be.  NULL: any text */
	const void	*from;
	struct expr_comparisons	*comparisons;	/* are added here; NULL: nobody
						 * asks */
};

/*
 * Compiles the text of node (a scalar).  Faults point into the text, at the
 * column of the file where that is known, else they name the character.  An
 * operand that never is of the kind its operator takes is a fault too, and a
 * comparison of two kinds.  NULL after a fault.
 */
struct expr	*expr_compile(struct arena *run, const struct node *,
		    const struct expr_use *, struct faults *);

/*
 * Evaluates; threads share the expression.  -1: ERR_RECORD for a value of a
 * kind that an operator doesn't take, a time that isn't one, a number too
 * large; ERR_DATA for a day that the calendar doesn't cover.
 */
int	expr_eval(const struct expr *, const struct expr_fields *,
	    struct arena *, struct value *, struct err *);

/*
 * The same of a value that is to be told: a truth that hangs on a comparison
 * with null, or on a condition that is null, is null.
 */
int	expr_value(const struct expr *, const struct expr_fields *,
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

/* The same for the paths of which it asks whether a record has them. */
void	expr_asked(const struct expr *, void (*each)(void *ctx,
	    const struct path *), void *ctx);

/* The same for those that something is compared with: texts, maybe, that lack
 * their quotes. */
void	expr_words(const struct expr *, void (*each)(void *ctx,
	    const struct path *), void *ctx);

#endif
