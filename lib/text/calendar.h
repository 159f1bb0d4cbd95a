#ifndef TEXT_CALENDAR_H
#define TEXT_CALENDAR_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "rules/fault.h"
#include "rules/file.h"

/*
 * Which days are worked on: Monday to Friday, but for the holidays and working
 * days (those that make up for them, 调休) of a table.  Days are numbered as
 * in date.h.
 */
struct calendar;

/* The years of a table lie within so many. */
#define CALENDAR_MAX_YEARS	200

/*
 * Reads a CSV file with the columns `date` (2026-10-01) and `kind` (holiday or
 * workday); others are for people.  It covers the years that stand in it.
 * NULL after faults: a file that csv_file_read() refuses, no date, a day told
 * twice, no row at all (at asked_at).
 */
struct calendar	*calendar_read(const struct file *, struct arena *,
		    struct faults *);

/*
 * How many working days come after the day a, up to b and with it; negative
 * where b is before a: those after b up to a.  -1 with ERR_DATA, which names
 * the first day that the table doesn't cover and its file.
 */
int		 calendar_workdays(const struct calendar *, int64_t a,
		    int64_t b, int64_t *count, struct err *);

/*
 * The day on which a deadline of so many working days (at least 1) ends: the
 * count-th working day after the day.  -1 likewise.
 */
int		 calendar_deadline(const struct calendar *, int64_t day,
		    int64_t count, int64_t *last, struct err *);

#endif
