#include <stdio.h>

#include "base/ascii.h"
#include "text/date.h"
#include "text/period.h"

#define WEEK	7

static int64_t
day_of(int64_t year, int month, int day)
{
	return date_days((struct date){ year, month, day });
}

/* The first of the month that is so many months behind January of year. */
static int64_t
month_start(int64_t year, int64_t months)
{
	return day_of(year + months / 12, (int)(months % 12) + 1, 1);
}

static struct period
months(enum when_unit unit, int64_t year, int64_t first, int64_t count)
{
	return (struct period){ .from = month_start(year, first),
	    .to = month_start(year, first + count), .unit = unit };
}

/* The Monday of an ISO year's first week: the one that has 4 January. */
static int64_t
first_monday(int64_t year)
{
	int64_t	day = day_of(year, 1, 4);

	return day - (int64_t)date_weekday(day);
}

static bool
week(int64_t year, int number, struct period *p)
{
	*p = (struct period){ .unit = WHEN_WEEK };
	p->from = first_monday(year) + (int64_t)(number - 1) * WEEK;
	p->to = p->from + WEEK;
	return number >= 1 && p->to <= first_monday(year + 1);
}

static struct period
one_day(int64_t day)
{
	return (struct period){ .from = day, .to = day + 1,
	    .unit = WHEN_DAY };
}

struct period
period_of_day(int64_t day, enum when_unit unit)
{
	struct date	d = date_of_days(day);

	switch (unit) {
	case WHEN_YEAR:
		return months(unit, d.year, 0, 12);
	case WHEN_QUARTER:
		return months(unit, d.year, (d.month - 1) / 3 * 3, 3);
	case WHEN_MONTH:
		return months(unit, d.year, d.month - 1, 1);
	case WHEN_WEEK:
		day -= (int64_t)date_weekday(day);
		return (struct period){ .from = day, .to = day + WEEK,
		    .unit = unit };
	default:
		return one_day(day);
	}
}

/* The number that so many digits are; -1 if they aren't. */
static int
number(struct span s, size_t at, size_t count)
{
	int	v = 0;
	size_t	i;

	for (i = at; i < at + count; i++) {
		if (i >= s.n || !ascii_is_digit(s.p[i]))
			return -1;
		v = v * 10 + (s.p[i] - '0');
	}
	return v;
}

static int
parse_days(struct span s, size_t slash, struct period *p)
{
	*p = (struct period){ .any = true };
	if (date_parse(span_make(s.p, slash), &p->from) == -1 ||
	    date_parse(span_from(s, slash + 1), &p->to) == -1)
		return -1;
	return p->from < p->to ? 0 : -1;
}

/* Behind the year and its hyphen: Q2, W20 or 05. */
static int
parse_part(struct span s, int year, struct period *p)
{
	int	quarter = number(s, 6, 1), weeks = number(s, 6, 2);
	int	month = number(s, 5, 2);

	if (s.n == 7 && s.p[5] == 'Q' && quarter >= 1 && quarter <= 4) {
		*p = months(WHEN_QUARTER, year, 3 * (quarter - 1), 3);
		return 0;
	}
	if (s.n == 8 && s.p[5] == 'W')
		return weeks >= 1 && week(year, weeks, p) ? 0 : -1;
	if (s.n != 7 || month < 1 || month > 12)
		return -1;
	*p = months(WHEN_MONTH, year, month - 1, 1);
	return 0;
}

int
period_parse(struct span s, struct period *p)
{
	size_t	slash = span_index(s, '/');
	int	year = number(s, 0, 4);
	int64_t	day;

	if (slash < s.n)
		return parse_days(s, slash, p);
	if (date_parse(s, &day) == 0) {
		*p = one_day(day);
		return 0;
	}
	if (year < 1)
		return -1;
	if (s.n == 4) {
		*p = months(WHEN_YEAR, year, 0, 12);
		return 0;
	}
	return s.p[4] == '-' ? parse_part(s, year, p) : -1;
}

struct period
period_previous(const struct period *p)
{
	if (!p->any)
		return period_of_day(p->from - 1, p->unit);
	return (struct period){ .from = p->from - (p->to - p->from),
	    .to = p->from, .any = true };
}

static bool
day_year_ago(int64_t day, int64_t *ago)
{
	struct date	d = date_of_days(day);

	d.year--;
	*ago = date_days(d);
	return d.day <= date_days_in(d.year, d.month);
}

/* An ISO year is that of its weeks' Thursdays. */
static bool
week_year_ago(const struct period *p, struct period *ago)
{
	int64_t	year = date_of_days(p->from + THURSDAY).year;
	int	weeks = (int)((p->from - first_monday(year)) / WEEK) + 1;

	return week(year - 1, weeks, ago);
}

bool
period_year_ago(const struct period *p, struct period *ago)
{
	if (!p->any && p->unit == WHEN_WEEK)
		return week_year_ago(p, ago);
	*ago = *p;
	if (!day_year_ago(p->from, &ago->from))
		return false;
	if (!p->any && p->unit == WHEN_DAY) {
		ago->to = ago->from + 1;
		return true;
	}
	return day_year_ago(p->to, &ago->to);
}

const char *
period_text(const struct period *p, char into[PERIOD_SIZE])
{
	struct when	first = { .seconds = when_midnight(p->from, 0) };
	char		from[DATE_SIZE], to[DATE_SIZE];

	if (p->any)
		snprintf(into, PERIOD_SIZE, "%s/%s", date_text(p->from, from),
		    date_text(p->to, to));
	else
		when_period(&first, p->unit, 0, into);
	return into;
}
