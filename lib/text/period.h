#ifndef TEXT_PERIOD_H
#define TEXT_PERIOD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"
#include "text/when.h"

/*
 * Spans of whole days that figures are reported for: a year, quarter, month,
 * week (ISO 8601) or day, or any days from one to another.
 */
struct period {
	int64_t		from;		/* its first day; date.h */
	int64_t		to;		/* the day behind its last */
	bool		any;		/* FROM/TO: no unit */
	enum when_unit	unit;		/* else; not WHEN_HOUR */
};

/*
 * Reads 2026, 2026-Q2, 2026-05, 2026-W20, 2026-05-03 or
 * 2026-05-01/2026-06-01, whose second day is the first that doesn't belong to
 * it.  -1 if it is none of these, or empty.
 */
int		period_parse(struct span, struct period *);

/* The period of that unit that the day falls into. */
struct period	period_of_day(int64_t day, enum when_unit);

/* The one before: as long in days, where it has no unit. */
struct period	period_previous(const struct period *);

/*
 * The same a year ago: of the same name in the year before, e.g. the same
 * month, or ISO week.  False where there is none: week 53, 29 February.
 */
bool		period_year_ago(const struct period *, struct period *);

/* Its name, as above. */
#define PERIOD_SIZE	40
const char	*period_text(const struct period *, char into[PERIOD_SIZE]);

#endif
