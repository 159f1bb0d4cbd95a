#ifndef AGGREGATE_CASES_FOLD_H
#define AGGREGATE_CASES_FOLD_H

#include "aggregate/cases.h"

/* What became of the cases of the window that is asked for; for --stats. */
enum cases_counter {
	CASES_ALL,
	CASES_TWICE,		/* tellings that were equal to others */
	CASES_CONTRARY,		/* of several rows that differ, none is later */
	CASES_UNACCEPTED,
	CASES_BACKWARDS,
	CASES_UNCONTACTED,	/* the response is the first handling */
	CASES_MASKED,		/* who stands behind them can't be told */
	CASES_GAPS,		/* months without a case, among the data */
	CASES_SHORT,		/* days between the data and the period's
				 * end */
	CASES_ABSENT,		/* fields of the rule that none has */
	CASES_COUNTERS		/* behind them: the plan's bad ones, then
				 * those of its comparisons and keys */
};

/*
 * Folds all cases into groups, which are to be freed: those of the window that
 * is asked for, with those that it is compared with and the lines of the foot.
 * Bag and groups together keep to the plan's memory.  NULL with *e: a value
 * that a measure or a key can't take is ERR_DATA that names the case by where
 * it stands; a period of --period of which no case is, is ERR_INPUT.
 */
struct groups	*cases_fold(struct cases *, uint64_t *counters,
		    struct err *);

#endif
