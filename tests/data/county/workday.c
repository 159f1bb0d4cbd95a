#include "county.h"

/*
 * Days off in the years of the county, and the weekends that are worked for
 * them, as the State Council announced them.  Told apart from rules/lists on
 * purpose: two tables that agree are more likely right.
 */
struct days {
	int	year;
	int	month;
	int	first;
	int	last;
};

static const struct days	off[] = {
	{ 2025, 5, 1, 5 }, { 2025, 5, 31, 31 }, { 2025, 6, 1, 2 },
	{ 2025, 10, 1, 8 }, { 2026, 1, 1, 3 }, { 2026, 2, 15, 23 },
	{ 2026, 4, 4, 6 }, { 2026, 5, 1, 5 }, { 2026, 6, 19, 21 },
	{ 2026, 9, 25, 27 }, { 2026, 10, 1, 7 }
};

static const struct days	on[] = {
	{ 2025, 4, 27, 27 }, { 2025, 9, 28, 28 }, { 2025, 10, 11, 11 },
	{ 2026, 1, 4, 4 }, { 2026, 2, 14, 14 }, { 2026, 2, 28, 28 },
	{ 2026, 5, 9, 9 }, { 2026, 9, 20, 20 }, { 2026, 10, 10, 10 }
};

static bool
is_among(int64_t day, const struct days *days, size_t count)
{
	size_t	i;

	for (i = 0; i < count; i++)
		if (day >= time_of_day(days[i].year, days[i].month,
		    days[i].first) &&
		    day <= time_of_day(days[i].year, days[i].month,
		    days[i].last))
			return true;
	return false;
}

static bool
is_worked(int64_t day)
{
	int64_t	weekday = (day / DAY + 3) % 7;	/* 1970-01-01: Thursday */

	if (is_among(day, on, sizeof(on) / sizeof(on[0])))
		return true;
	return weekday < 5 && !is_among(day, off, sizeof(off) / sizeof(off[0]));
}

int64_t
time_of_deadline(int64_t from, int workdays)
{
	int64_t	day = from / DAY * DAY;

	while (workdays > 0) {
		day += DAY;
		workdays -= is_worked(day);
	}
	return day + DAY - 1;
}

int
time_workdays(int64_t from, int64_t to)
{
	int64_t	day;
	int	count = 0;

	for (day = from / DAY * DAY + DAY; day <= to; day += DAY)
		count += is_worked(day);
	return count;
}
