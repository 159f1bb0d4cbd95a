#ifndef AGGREGATE_CASE_DAYS_H
#define AGGREGATE_CASE_DAYS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The days on which cases were collected, numbered as in date.h: a bit for
 * each day of the years 1 to 9999, so that a month of which no file came is
 * seen.
 */
struct case_days {
	uint64_t	*bits;		/* NULL: none yet */
	int64_t		 first;
	int64_t		 last;
};

/* Initialised with = {0}; released by case_days_free(). */
void	case_days_free(struct case_days *);

void	case_days_note(struct case_days *, int64_t day);

/* Whether there is one of the days from..to, `to` exclusive. */
bool	case_days_any(const struct case_days *, int64_t from, int64_t to);

#endif
