#ifndef AGGREGATE_CASE_FOLD_H
#define AGGREGATE_CASE_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

/*
 * From the events of a case to what it has become: the rules of "cases" in
 * aggregate(1), one function each.
 *
 *	collect -> handle -> evaluate -> feedback
 *
 * Times are seconds since 1970-01-01T00:00:00Z.
 */
#define CASE_NEVER	INT64_MIN

/*
 * What an event says, in the order in which events of one second are taken:
 * where only the day is known, a case is collected before it is done, and
 * done before somebody asks whether it is well done.
 */
enum case_result {
	COLLECT_ACCEPTED,
	COLLECT_ANSWERED,	/* on the spot, 直办 */
	COLLECT_REFUSED,
	COLLECT_MERGED,
	COLLECT_WITHDRAWN,
	HANDLE_ASSIGNED,
	HANDLE_SIGNED,
	HANDLE_CONTACTED,
	HANDLE_RETURNED,
	HANDLE_TRANSFERRED,
	HANDLE_EXTENDED,
	HANDLE_PAUSED,
	HANDLE_RESUMED,
	HANDLE_URGED,
	HANDLE_SUPERVISED,
	HANDLE_DONE,
	EVALUATE_CALLED,
	EVALUATE_UNREACHED,
	EVALUATE_REDO,
	EVALUATE_EXCLUDED,
	FEEDBACK_REPLIED,
	FEEDBACK_PUBLISHED,
	CASE_RESULTS
};

enum case_tier {
	TIER_UNKNOWN,
	TIER_GRID,
	TIER_VILLAGE,
	TIER_TOWN,
	TIER_COUNTY,
	CASE_TIERS
};

/* What they are called; and back, TIER_UNKNOWN for any other word. */
#define CASE_TIER_NAMES	"grid, village, town or county"

struct span	case_tier_name(enum case_tier);
enum case_tier	case_tier(struct span name);

enum case_answer {
	ANSWER_UNKNOWN,
	ANSWER_NO,
	ANSWER_YES
};

struct case_event {
	int64_t			time;
	int64_t			limit;		/* CASE_NEVER: none told */
	enum case_result	result;
	enum case_tier		tier;
	enum case_answer	contacted;
	enum case_answer	resolved;
	enum case_answer	satisfied;
	struct span		org;		/* "" if unknown */
	struct span		fields;		/* of a collect event: what
						 * the rule reads of it */
};

enum case_time {
	TIME_COLLECTED,
	TIME_CONTACTED,
	TIME_HANDLED,
	TIME_RESPONDED,
	TIME_CLOSED,
	TIME_EVALUATED,
	TIME_REPLIED,
	TIME_DUE_AT,
	CASE_TIMES
};

enum case_truth {
	CASE_UNACCEPTED,
	CASE_ACCEPTED,
	CASE_ANSWERED,
	CASE_DISPATCHED,
	CASE_REFUSED,
	CASE_MERGED,
	CASE_WITHDRAWN,
	CASE_OPEN,
	CASE_DUE,
	CASE_ON_TIME,
	CASE_OVERDUE,
	CASE_REOPENED,
	CASE_REPEATED,
	CASE_REDO,
	CASE_CARRIED,
	CASE_URGED,
	CASE_SUPERVISED,
	CASE_UNREACHED,
	CASE_EXCLUDED,
	CASE_SKIPPED,
	CASE_BACKWARDS,
	CASE_TRUTHS
};

enum case_count {
	COUNT_RETURNS,
	COUNT_HANDOFFS,
	COUNT_EXTENSIONS,
	CASE_COUNTS
};

/* A case as it stands at a moment; all of it CASE_NEVER, false, 0 at first. */
struct case_state {
	int64_t			times[CASE_TIMES];
	bool			truths[CASE_TRUTHS];
	int64_t			counts[CASE_COUNTS];
	enum case_answer	resolved;
	enum case_answer	satisfied;
	enum case_tier		tier_closed;
	struct span		org_first;
	struct span		org_closed;
	struct span		fields;
	int64_t			decided;	/* the last collect event */
	int64_t			last_redo;	/* either may be CASE_NEVER */
};

/* Sorts by time, then by result; where both are equal, as they stood. */
void	case_sort(struct case_event *, size_t count);

/* So many of the sorted events are at or before the moment. */
size_t	case_known(const struct case_event *, size_t count, int64_t moment);

/*
 * The state after these events, at least one, sorted; all but due_at, due,
 * on_time and overdue (case_due.h), repeated and carried.
 */
void	case_fold(struct case_state *, const struct case_event *,
	    size_t count);

#endif
