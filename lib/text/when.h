#ifndef TEXT_WHEN_H
#define TEXT_WHEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

/*
 * Times as records carry them: ISO 8601 with an offset, or in the run's zone
 * where they carry none.
 */
struct when {
	int64_t	seconds;	/* since 1970-01-01T00:00:00Z */
	int32_t	nanoseconds;	/* 0 to 999,999,999 */
	int	offset;		/* minutes east of UTC, its own or the run's */
};

/* The zone that holds where a rule states none: +08:00. */
#define WHEN_DEFAULT_ZONE	(8 * 60)

/*
 * Parses 2024-05-03, 2024-05-03T08:30, 2024-05-03 08:30:15.5+08:00, ...Z.
 * Years 0001 to 9999; the day must exist; 24:00 and a leap second don't; a
 * fraction has one to nine digits.  0, or -1 if it isn't one.
 */
int	when_parse(struct span, int zone, struct when *);

/* "+08:00" -> 480; -1 if it is no offset between -14:00 and +14:00. */
int	when_zone(struct span, int *zone);

/*
 * The day (date.h) that a moment, in seconds as above, falls into in that
 * zone; the moment at which that day begins there.
 */
int64_t	when_day(int64_t seconds, int zone);
int64_t	when_midnight(int64_t day, int zone);

/* "2024-05-03T08:30:00+08:00", in that zone; years 1 to 9999. */
#define WHEN_SIZE	40
const char *when_text(int64_t seconds, int zone, char into[WHEN_SIZE]);

enum when_unit {
	WHEN_YEAR,	/* 2024 */
	WHEN_QUARTER,	/* 2024-Q2 */
	WHEN_MONTH,	/* 2024-05 */
	WHEN_WEEK,	/* 2024-W18, ISO 8601 */
	WHEN_DAY,	/* 2024-05-03 */
	WHEN_HOUR	/* 2024-05-03T08 */
};

/*
 * The period that the time (of when_parse()) falls into, in that zone, as
 * above, NUL-terminated; returns the length.
 */
size_t	when_period(const struct when *, enum when_unit, int zone,
	    char into[16]);

/* b - a in seconds, as a real number. */
double	when_between(const struct when *a, const struct when *b);

#endif
