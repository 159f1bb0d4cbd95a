#include "base/ascii.h"
#include "text/date.h"

/*
 * A year is counted from March, so that the leap day is its last; 400 years
 * have 146,097 days (H. Hinnant, "chrono-compatible low-level date
 * algorithms").  All divisions are of numbers >= 0: from year -3 on.
 */
#define ERA		146097
#define EPOCH		719468	/* 0000-03-01 to 1970-01-01 */

int64_t
date_days(struct date d)
{
	int64_t	y = d.year + 400 - (d.month <= 2);
	int64_t	month = (d.month + 9) % 12;
	int64_t	in_era = y % 400;
	int64_t	in_year = (153 * month + 2) / 5 + d.day - 1;

	return (y / 400 - 1) * ERA + in_era * 365 + in_era / 4 -
	    in_era / 100 + in_year - EPOCH;
}

struct date
date_of_days(int64_t days)
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

/* 1970-01-01 was a Thursday; ERA weeks are whole. */
enum weekday
date_weekday(int64_t days)
{
	return (enum weekday)((days + THURSDAY + (int64_t)ERA * 7) % 7);
}

int
date_days_in(int64_t year, int month)
{
	static const int	days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
	};
	bool			leap;

	leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return days[month - 1] + (month == 2 && leap);
}

/* Exactly count digits, and the character behind them unless it is NUL. */
static bool
take_number(struct span *s, size_t count, char behind, int *v)
{
	size_t	i;

	*v = 0;
	if (s->n < count + (behind != '\0'))
		return false;
	for (i = 0; i < count; i++) {
		if (!ascii_is_digit(s->p[i]))
			return false;
		*v = *v * 10 + (s->p[i] - '0');
	}
	if (behind != '\0' && s->p[count] != behind)
		return false;
	*s = span_from(*s, count + (behind != '\0'));
	return true;
}

bool
date_take(struct span *s, struct date *d)
{
	int	year;

	if (!take_number(s, 4, '-', &year) ||
	    !take_number(s, 2, '-', &d->month) ||
	    !take_number(s, 2, '\0', &d->day))
		return false;
	d->year = year;
	return year >= 1 && d->month >= 1 && d->month <= 12 && d->day >= 1 &&
	    d->day <= date_days_in(d->year, d->month);
}

int
date_parse(struct span s, int64_t *days)
{
	struct date	d;

	if (!date_take(&s, &d) || s.n > 0)
		return -1;
	*days = date_days(d);
	return 0;
}

char *
date_put(char *into, int count, int64_t v)
{
	int	i;

	for (i = count - 1; i >= 0; i--) {
		into[i] = (char)('0' + v % 10);
		v /= 10;
	}
	return into + count;
}

const char *
date_text(int64_t days, char into[DATE_SIZE])
{
	struct date	d = date_of_days(days);
	char		*p = into;

	p = date_put(p, 4, d.year);
	*p++ = '-';
	p = date_put(p, 2, d.month);
	*p++ = '-';
	p = date_put(p, 2, d.day);
	*p = '\0';
	return into;
}
