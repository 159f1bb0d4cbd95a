#ifndef AGGREGATE_CASE_PLAN_H
#define AGGREGATE_CASE_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aggregate/case_fold.h"
#include "frame/expr.h"
#include "record/record.h"
#include "text/calendar.h"
#include "text/period.h"

/* What the key `cases` and those beside it compile to; read-only. */

/* Columns of a row that is a case, under the names that the rule calls them. */
enum case_column {
	COLUMN_CASE,
	COLUMN_RESULT,		/* of the collect event */
	COLUMN_LIMIT,
	COLUMN_TIER,		/* that closed it */
	COLUMN_ORG,		/* that handled it */
	COLUMN_RETURNS,		/* how often; so the next */
	COLUMN_EXTENSIONS,
	COLUMN_RESOLVED,
	COLUMN_SATISFIED,
	COLUMN_COLLECTED,	/* times from here on */
	COLUMN_HANDLED,
	COLUMN_CONTACTED,
	COLUMN_CLOSED,
	COLUMN_EVALUATED,
	COLUMN_REPLIED,
	CASE_COLUMNS
};

/* Returns and extensions of a row, each. */
#define CASE_MAX_STEPS	1000

/* A time limit: the first whose `when` holds. */
struct case_limit {
	const struct expr	*when;		/* NULL: always */
	bool			 workdays;	/* else seconds */
	int64_t			 amount;
	enum case_time		 clock;		/* that it starts with */
};

/*
 * A case is repeated if it has one of `who` and all of `same` in common with
 * one that was closed at most so many seconds before it was collected.
 * Indices of fields.
 */
struct case_repeats {
	size_t	*who;
	size_t	 who_count;
	size_t	*same;
	size_t	 same_count;
	int64_t	 within;
};

enum case_basis {
	BASIS_COHORT,		/* collected in the period */
	BASIS_FLOW		/* carried into the period or accepted in it */
};

enum case_against {
	AGAINST_PREVIOUS,
	AGAINST_YEAR_AGO,
	CASE_AGAINSTS
};

struct case_plan {
	struct path		 key;
	struct path		 order;		/* the time of events */
	bool			 rows;		/* those without `stage` */
	struct path		 columns[CASE_COLUMNS];	/* count 0: none */
	bool			 first;		/* of rows of one case the first
						 * counts, not the last */
	struct span		*fields;	/* of a collect event, that the
						 * rule reads */
	size_t			 field_count;
	size_t			 due_tier;	/* of fields: which tier should
						 * have closed it; SIZE_MAX */
	uint64_t		 reads;		/* bit i: case_field i */
	struct case_limit	*limits;
	size_t			 limit_count;
	struct case_repeats	 repeats;
	const struct calendar	*calendar;	/* or NULL */
	int			 zone;

	bool			 has_unit;	/* of periods */
	enum when_unit		 unit;
	enum case_basis		 basis;
	bool			 compare[CASE_AGAINSTS];

	bool			 has_period;	/* --period */
	struct period		 period;
	bool			 has_as_of;	/* --as-of */
	int64_t			 as_of;
};

/*
 * The fields of a folded case that aren't those of its collect event: the
 * names in `by` and in expressions, and the kinds of their values.
 */
#define CASE_NO_FIELD	(-1)

int			case_field(struct span name);
enum value_kind		case_field_kind(int field);

/* What a field is that never is that text; NULL: it may be. */
const char		*case_field_words(int field, struct span text);

/* The name of a field that is a slip away from this one; NULL: none is. */
const char		*case_field_near(struct span name);

#endif
