#include <stdio.h>

#include "base/ascii.h"
#include "text/date.h"
#include "text/when.h"

#define DAY		86400	/* seconds */
#define ZONE_MAX	(14 * 60)

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

/* The number that two digits are, -1 if they aren't. */
static inline int
two_digits(const char *p)
{
	return ascii_is_digit(p[0]) && ascii_is_digit(p[1]) ?
	    (p[0] - '0') * 10 + (p[1] - '0') : -1;
}

/*
 * The shape that nearly all times have, in one piece; whatever is the matter
 * with others is for who takes them apart to say.
 *
 *	2024-05-03T08:30:00+08:00
 *	0    5  8  11 14 17 20 23
 */
static bool
take_usual(struct span s, struct when *w)
{
	const char	*p = s.p;
	int		century, year, hour, minute, second, east, past;
	struct date	d;

	if (s.n != 25 || p[4] != '-' || p[7] != '-' || p[10] != 'T' ||
	    p[13] != ':' || p[16] != ':' || p[19] != '+' || p[22] != ':')
		return false;
	century = two_digits(p);
	year = two_digits(p + 2);
	d.month = two_digits(p + 5);
	d.day = two_digits(p + 8);
	hour = two_digits(p + 11);
	minute = two_digits(p + 14);
	second = two_digits(p + 17);
	east = two_digits(p + 20);
	past = two_digits(p + 23);
	d.year = century * 100 + year;
	if ((century | year | hour | minute | second | east | past) < 0 ||
	    d.year < 1 || d.month < 1 || d.month > 12 || d.day < 1 ||
	    d.day > date_days_in(d.year, d.month) || hour > 23 ||
	    minute > 59 || second > 59 || east > 13 || past > 59)
		return false;
	w->offset = east * 60 + past;
	w->seconds = date_days(d) * DAY + hour * 3600 + minute * 60 + second -
	    w->offset * 60;
	w->nanoseconds = 0;
	return true;
}

int
when_parse(struct span s, int zone, struct when *w)
{
	struct date	d;
	int64_t		seconds = 0;
	int32_t		nanoseconds = 0;

	if (take_usual(s, w))
		return 0;
	if (!date_take(&s, &d))
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
	w->seconds = date_days(d) * DAY + seconds - zone * 60;
	w->nanoseconds = nanoseconds;
	w->offset = zone;
	return 0;
}

int64_t
when_day(int64_t seconds, int zone)
{
	int64_t		local = seconds + zone * 60;

	return local / DAY - (local % DAY < 0);
}

int64_t
when_midnight(int64_t day, int zone)
{
	return day * DAY - zone * 60;
}

static char *
put_two(char *into, int v)
{
	into[0] = (char)('0' + v / 10);
	into[1] = (char)('0' + v % 10);
	return into + 2;
}

/* c stands before the two digits. */
static char *
put_part(char *into, char c, int v)
{
	*into = c;
	return put_two(into + 1, v);
}

const char *
when_text(int64_t seconds, int zone, char into[WHEN_SIZE])
{
	int64_t		day = when_day(seconds, zone);
	int		clock = (int)(seconds - when_midnight(day, zone));
	int		east = zone < 0 ? -zone : zone;
	struct date	d = date_of_days(day);
	int		year = (int)d.year;
	char		*p;

	p = put_two(put_two(into, year / 100), year % 100);
	p = put_part(p, '-', d.month);
	p = put_part(p, '-', d.day);
	p = put_part(p, 'T', clock / 3600);
	p = put_part(p, ':', clock / 60 % 60);
	p = put_part(p, ':', clock % 60);
	p = put_part(p, zone < 0 ? '-' : '+', east / 60);
	p = put_part(p, ':', east % 60);
	*p = '\0';
	return into;
}

/* The week that has the year's first Thursday is its first. */
static int
put_week(int64_t days, char into[16])
{
	int64_t		monday = days - (int64_t)date_weekday(days);
	int64_t		thursday = monday + THURSDAY;
	struct date	first = { date_of_days(thursday).year, 1, 1 };

	return snprintf(into, 16, "%04d-W%02d", (int)first.year,
	    (int)((thursday - date_days(first)) / 7 + 1));
}

size_t
when_period(const struct when *w, enum when_unit unit, int zone, char into[16])
{
	int64_t		local = w->seconds + zone * 60;
	int64_t		days = when_day(w->seconds, zone);
	int		hour = (int)((local - days * DAY) / 3600);
	struct date	d = date_of_days(days);
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
