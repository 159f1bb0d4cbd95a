#ifndef TEXT_DATE_H
#define TEXT_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

/*
 * Dates of the proleptic Gregorian calendar, as day numbers: days since
 * 1970-01-01, wherever that day is.
 */
struct date {
	int64_t	year;			/* 1 to 9999 where it is read */
	int	month, day;		/* from 1 */
};

enum weekday {
	MONDAY,
	TUESDAY,
	WEDNESDAY,
	THURSDAY,
	FRIDAY,
	SATURDAY,
	SUNDAY
};

/* From year -3 on. */
int64_t		date_days(struct date);
struct date	date_of_days(int64_t days);

enum weekday	date_weekday(int64_t days);
int		date_days_in(int64_t year, int month);

/* Takes 2024-05-03 off the front of the text; false if none is there. */
bool		date_take(struct span *, struct date *);

/* The day number of a text that is a date and nothing else; -1 if it isn't. */
int		date_parse(struct span, int64_t *days);

/* Writes the last so many digits of v >= 0; returns where they end. */
char		*date_put(char *into, int count, int64_t v);

/* "2024-05-03", years 0 to 9999. */
#define DATE_SIZE	16
const char	*date_text(int64_t days, char into[DATE_SIZE]);

#endif
