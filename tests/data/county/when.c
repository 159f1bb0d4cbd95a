#include <stdlib.h>

#include "county.h"

/* Days from 1970-01-01, the civil calendar counted in eras of 400 years. */
int64_t
time_of_day(int year, int month, int day)
{
	int64_t	y, era, of_era, of_year;

	y = month <= 2 ? year - 1 : year;
	era = y / 400;
	of_era = y - era * 400;
	of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return (era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	    of_year - 719468) * DAY;
}

int64_t
time_of_month(const char *month)
{
	return time_of_day(atoi(month), atoi(month + 5), 1);
}

int64_t
time_end(void)
{
	return time_of_month(LAST_MONTH) + 30 * DAY;
}

void
time_civil(int64_t time, int civil[5])
{
	int64_t	day, era, of_era, year, of_year, month;

	day = time / DAY + 719468;
	era = day / 146097;
	of_era = day - era * 146097;
	year = (of_era - of_era / 1460 + of_era / 36524 -
	    of_era / 146096) / 365;
	of_year = of_era - (365 * year + year / 4 - year / 100);
	month = (5 * of_year + 2) / 153;
	civil[2] = (int)(of_year - (153 * month + 2) / 5 + 1);
	civil[1] = (int)(month < 10 ? month + 3 : month - 9);
	civil[0] = (int)(year + era * 400 + (civil[1] <= 2));
	civil[3] = (int)(time % DAY / HOUR);
	civil[4] = (int)(time % HOUR);
}

const char *
time_write(int64_t time, enum time_shape shape, char to[TIME_SIZE])
{
	int	c[5];

	to[0] = '\0';
	if (time == NEVER)
		return to;
	time_civil(time, c);
	switch (shape) {
	case TIME_ISO:
		snprintf(to, TIME_SIZE, "%04d-%02d-%02dT%02d:%02d:00+08:00",
		    c[0], c[1], c[2], c[3], c[4]);
		break;
	case TIME_PLAIN:
		snprintf(to, TIME_SIZE, "%04d-%02d-%02d %02d:%02d:00", c[0],
		    c[1], c[2], c[3], c[4]);
		break;
	case TIME_SPREADSHEET:
		snprintf(to, TIME_SIZE, "%d/%d/%d %d:%02d", c[0], c[1], c[2],
		    c[3], c[4]);
		break;
	}
	return to;
}
