#include <stdio.h>

#include "base/ascii.h"
#include "text/when.h"

#define DAY		86400	/* seconds */
#define ZONE_MAX	(14 * 60)

/*
 * Days since 1970-01-01 in the proleptic Gregorian calendar, and back.  A
 * year is counted from March, so that the leap day is its last; 400 years
 * have 146,097 days (H. Hinnant, "chrono-compatible low-level date
 * algorithms").  All divisions are of numbers >= 0: from year -3 on.
 */
#define ERA		146097
#define EPOCH		719468	/* 0000-03-01 to 1970-01-01 */

struct date {
	int64_t	year;
	int	month, day;
};

static int64_t
days_of(struct date d)
{
	int64_t	y = d.year + 400 - (d.month <= 2);
	int64_t	month = (d.month + 9) % 12;
	int64_t	in_era = y % 400;
	int64_t	in_year = (153 * month + 2) / 5 + d.day - 1;

	return (y / 400 - 1) * ERA + in_era * 365 + in_era / 4 -
	    in_era / 100 + in_year - EPOCH;
}

static struct date
date_of(int64_t days)
{
	int64_t		from = days + EPOCH + ERA;
	int64_t		day = from % ERA;
	int64_t		in_era, in_year, month;
	struct date	d;

	in_era = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	in_year = day - (365 * in_era + in_era / 4 - in_era / 100);
	month = (5 * in_year + 2) / 153;
	d.day = (int)(in_year - (153 * month + 2) / 5 + 1);
	d.month = (int)(month < 10 ? month + 3 : month - 9);
	d.year = (from / ERA - 1) * 400 + in_era + (d.month <= 2);
	return d;
}

static int
days_in(int64_t year, int month)
{
	static const int	days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
	};
	bool			leap;

	leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return days[month - 1] + (month == 2 && leap);
}

static bool
take(struct span *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = span_from(*s, 1);
	return true;
}

/* Exactly count digits, whose value is in low..high. */
static bool
take_number(struct span *s, size_t count, int low, int high, int *v)
{
	size_t	i;

	*v = 0;
	if (s->n < count)
		return false;
	for (i = 0; i < count; i++) {
		if (!ascii_is_digit(s->p[i]))
			return false;
		*v = *v * 10 + (s->p[i] - '0');
	}
	*s = span_from(*s, count);
	return *v >= low && *v <= high;
}

static bool
take_date(struct span *s, struct date *d)
{
	int	year;

	if (!take_number(s, 4, 1, 9999, &year) || !take(s, '-') ||
	    !take_number(s, 2, 1, 12, &d->month) || !take(s, '-') ||
	    !take_number(s, 2, 1, 31, &d->day))
		return false;
	d->year = year;
	return d->day <= days_in(d->year, d->month);
}

/* Nanoseconds of one to nine digits. */
static bool
take_fraction(struct span *s, int32_t *v)
{
	size_t	count = 0;
	int	digit;

	*v = 0;
	while (count < 9 && take_number(s, 1, 0, 9, &digit)) {
		*v = *v * 10 + digit;
		count++;
	}
	if (count == 0)
		return false;
	for (; count < 9; count++)
		*v *= 10;
	return true;
}

static bool
take_clock(struct span *s, int64_t *seconds, int32_t *nanoseconds)
{
	int	hour, minute, second = 0;

	*nanoseconds = 0;
	if (!take_number(s, 2, 0, 23, &hour) || !take(s, ':') ||
	    !take_number(s, 2, 0, 59, &minute))
		return false;
	if (take(s, ':')) {
		if (!take_number(s, 2, 0, 59, &second))
			return false;
		if (take(s, '.') && !take_fraction(s, nanoseconds))
			return false;
	}
	*seconds = hour * 3600 + minute * 60 + second;
	return true;
}

static bool
take_zone(struct span *s, int *zone)
{
	bool	west = s->n > 0 && s->p[0] == '-';
	int	hours, minutes;

	if ((!take(s, '+') && !take(s, '-')) ||
	    !take_number(s, 2, 0, 14, &hours) || !take(s, ':') ||
	    !take_number(s, 2, 0, 59, &minutes))
		return false;
	*zone = hours * 60 + minutes;
	if (*zone > ZONE_MAX)
		return false;
	if (west)
		*zone = -*zone;
	return true;
}

int
when_zone(struct span s, int *zone)
{
	int	z;

	if (!take_zone(&s, &z) || s.n > 0)
		return -1;
	*zone = z;
	return 0;
}

int
when_parse(struct span s, int zone, struct when *w)
{
	struct date	d;
	int64_t		seconds = 0;
	int32_t		nanoseconds = 0;

	if (!take_date(&s, &d))
		return -1;
	if (take(&s, 'T') || take(&s, ' ')) {
		if (!take_clock(&s, &seconds, &nanoseconds))
			return -1;
		if (take(&s, 'Z'))
			zone = 0;
		else if (s.n > 0 && !take_zone(&s, &zone))
			return -1;
	}
	if (s.n > 0)
		return -1;
	w->seconds = days_of(d) * DAY + seconds - zone * 60;
	w->nanoseconds = nanoseconds;
	w->offset = zone;
	return 0;
}

/* The week that has the year's first Thursday is its first. */
static int
put_week(int64_t days, char into[16])
{
	/* 1970-01-01 was a Thursday; ERA weeks are whole. */
	int64_t		weekday = (days + 3 + (int64_t)ERA * 7) % 7;
	int64_t		thursday = days - weekday + 3;
	struct date	first = { date_of(thursday).year, 1, 1 };

	return snprintf(into, 16, "%04d-W%02d", (int)first.year,
	    (int)((thursday - days_of(first)) / 7 + 1));
}

size_t
when_period(const struct when *w, enum when_unit unit, int zone, char into[16])
{
	int64_t		local = w->seconds + zone * 60;
	int64_t		days = local / DAY - (local % DAY < 0);
	int		hour = (int)((local - days * DAY) / 3600);
	struct date	d = date_of(days);
	int		year = (int)d.year, n = 0;

	switch (unit) {
	case WHEN_YEAR:
		n = snprintf(into, 16, "%04d", year);
		break;
	case WHEN_QUARTER:
		n = snprintf(into, 16, "%04d-Q%d", year, (d.month + 2) / 3);
		break;
	case WHEN_MONTH:
		n = snprintf(into, 16, "%04d-%02d", year, d.month);
		break;
	case WHEN_WEEK:
		n = put_week(days, into);
		break;
	case WHEN_DAY:
		n = snprintf(into, 16, "%04d-%02d-%02d", year, d.month, d.day);
		break;
	case WHEN_HOUR:
		n = snprintf(into, 16, "%04d-%02d-%02dT%02d", year, d.month,
		    d.day, hour);
		break;
	}
	return (size_t)n;
}

double
when_between(const struct when *a, const struct when *b)
{
	return (double)(b->seconds - a->seconds) +
	    (double)(b->nanoseconds - a->nanoseconds) * 1e-9;
}
