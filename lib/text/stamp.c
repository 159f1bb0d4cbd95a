#include <stdint.h>

#include "base/ascii.h"
#include "base/decimal.h"
#include "base/utf8.h"
#include "text/date.h"
#include "text/stamp.h"
#include "text/when.h"

#define DAY		86400	/* seconds */
#define EXCEL_DAY_0	(-25569)	/* 1899-12-30 */
#define EXCEL_FIRST	61		/* 1900-03-01: before, a day too many */
#define EXCEL_LAST	2958465		/* 9999-12-31 */
#define SERIAL_FIRST	36526		/* 2000-01-01 */
#define SERIAL_LAST	73051		/* 2100-01-01 */

/* 下午: the hours from 1 to late are told less 12; all are in from..to. */
struct part_of_day {
	const char	*word;
	int		 late;
	int		 from, to;
};

/* What was read of a cell; clock: there is a time of day. */
struct stamp {
	int		year, month, day;
	int		hour, minute, second;
	struct span	fraction;	/* of a second: digits */
	int		zone;
	bool		clock;
};

static bool
take(struct span *s, struct span prefix)
{
	if (!span_starts(*s, prefix))
		return false;
	*s = span_from(*s, prefix.n);
	return true;
}

static bool
take_char(struct span *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = span_from(*s, 1);
	return true;
}

/* low to high digits, as many as there are. */
static bool
take_digits(struct span *s, size_t low, size_t high, int *value)
{
	size_t n = 0;

	*value = 0;
	while (n < high && n < s->n && ascii_is_digit(s->p[n]))
		*value = *value * 10 + (s->p[n++] - '0');
	*s = span_from(*s, n);
	return n >= low;
}

/* True if there was some; mostly it is one space. */
static bool
take_space(struct span *s)
{
	size_t end = s->n > 0 && s->p[0] == ' ', at = end;

	while (at < s->n && !ascii_is_digit(s->p[at]) &&
	    utf8_is_space(utf8_next(*s, &at)))
		end = at;
	*s = span_from(*s, end);
	return end > 0;
}

/* Eight digits are a date, fourteen a date and a time. */
static bool
take_packed(struct span *s, struct stamp *t)
{
	size_t n = span_digits(*s);

	if (n != 8 && n != 14)
		return false;
	take_digits(s, 4, 4, &t->year);
	take_digits(s, 2, 2, &t->month);
	take_digits(s, 2, 2, &t->day);
	if (n == 8)
		return true;
	t->clock = true;
	take_digits(s, 2, 2, &t->hour);
	take_digits(s, 2, 2, &t->minute);
	take_digits(s, 2, 2, &t->second);
	return true;
}

/* *open: a time may follow at once, as behind 日. */
static bool
take_date(struct span *s, struct stamp *t, bool *open)
{
	char mark;

	*open = false;
	if (take_packed(s, t))
		return true;
	if (!take_digits(s, 4, 4, &t->year))
		return false;
	mark = s->n > 0 ? s->p[0] : '\0';
	if (mark == '-' || mark == '/' || mark == '.')
		return take_char(s, mark) &&
		    take_digits(s, 1, 2, &t->month) && take_char(s, mark) &&
		    take_digits(s, 1, 2, &t->day);
	*open = take(s, SPAN("年")) && take_digits(s, 1, 2, &t->month) &&
	    take(s, SPAN("月")) && take_digits(s, 1, 2, &t->day) &&
	    take(s, SPAN("日"));
	return *open;
}

/* 30分05秒, 30分, or nothing. */
static bool
take_chinese_minutes(struct span *s, struct stamp *t)
{
	if (span_digits(*s) == 0)
		return true;
	if (!take_digits(s, 1, 2, &t->minute) || !take(s, SPAN("分")))
		return false;
	if (span_digits(*s) == 0)
		return true;
	return take_digits(s, 1, 2, &t->second) && take(s, SPAN("秒"));
}

/* 上午, 下午 and so on; at most one. */
static const struct part_of_day *
take_part_of_day(struct span *s)
{
	static const struct part_of_day words[] = {
		{ "凌晨", 0, 0, 11 }, { "早上", 0, 0, 11 },
		{ "上午", 0, 0, 11 }, { "中午", 2, 11, 14 },
		{ "下午", 11, 12, 23 }, { "晚上", 11, 18, 23 },
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (take(s, span_of(words[i].word))) {
			take_space(s);
			return &words[i];
		}
	return NULL;
}

/* The hour of the day, of one told with its part; 24 where it has none. */
static int
hour_in(const struct part_of_day *part, int hour)
{
	if (hour >= 1 && hour <= part->late)
		hour += 12;
	return hour >= part->from && hour <= part->to ? hour : 24;
}

static bool
take_clock(struct span *s, struct stamp *t)
{
	const struct part_of_day *part = take_part_of_day(s);
	size_t n;

	t->clock = true;
	if (!take_digits(s, 1, 2, &t->hour))
		return false;
	if (part != NULL)
		t->hour = hour_in(part, t->hour);
	if (take(s, SPAN("时")) || take(s, SPAN("点")))
		return take_chinese_minutes(s, t);
	if (!take(s, SPAN(":")) || !take_digits(s, 2, 2, &t->minute))
		return false;
	if (!take(s, SPAN(":")))
		return true;
	if (!take_digits(s, 2, 2, &t->second))
		return false;
	if (!take(s, SPAN(".")))
		return true;
	n = span_digits(*s);
	t->fraction = span_make(s->p, n);
	*s = span_from(*s, n);
	return n >= 1 && n <= 9;
}

/* What is left of a time is its offset, or nothing. */
static bool
is_offset(struct span s, int *zone)
{
	if (s.n == 0)
		return true;
	if (span_is(s, "Z")) {
		*zone = 0;
		return true;
	}
	return when_zone(s, zone) == 0;
}

static bool
read_usual(struct span s, struct stamp *t)
{
	bool open;

	if (!take_date(&s, t, &open))
		return false;
	if (t->clock || s.n == 0)
		return is_offset(s, &t->zone) && (t->clock || s.n == 0);
	if (!take_space(&s) && !take(&s, SPAN("T")) && !open)
		return false;
	return take_clock(&s, t) && is_offset(s, &t->zone);
}

static int *
part_of(struct stamp *t, char letter)
{
	switch (letter) {
	case 'Y':
		return &t->year;
	case 'm':
		return &t->month;
	case 'd':
		return &t->day;
	case 'H':
		return &t->hour;
	case 'M':
		return &t->minute;
	case 'S':
		return &t->second;
	default:
		return NULL;
	}
}

/* One directive, behind its percent sign; `fixed` where another follows. */
static bool
read_part(struct span *s, char letter, bool fixed, struct stamp *t)
{
	if (letter == '%')
		return take(s, SPAN("%"));
	t->clock |= letter == 'H';
	if (letter == 'Y')
		return take_digits(s, 4, 4, &t->year);
	return take_digits(s, fixed ? 2 : 1, 2, part_of(t, letter));
}

static bool
read_format(struct span s, struct span format, struct stamp *t)
{
	size_t at = 0;
	bool fixed;

	while (at < format.n) {
		if (format.p[at] == '%') {
			fixed = at + 3 < format.n && format.p[at + 2] == '%' &&
			    format.p[at + 3] != '%';
			if (!read_part(&s, format.p[at + 1], fixed, t))
				return false;
			at += 2;
		} else if (format.p[at] == ' ') {
			take_space(&s);
			at++;
		} else if (s.n > 0 && s.p[0] == format.p[at]) {
			s = span_from(s, 1);
			at++;
		} else
			return false;
	}
	return s.n == 0;
}

static bool
read_excel(struct span s, struct stamp *t)
{
	struct date d;
	int64_t days, seconds;
	double serial;

	if (s.n == 0 || decimal_length(s) != s.n || s.p[0] == '-')
		return false;
	serial = decimal_double(s);
	if (!(serial >= EXCEL_FIRST && serial < EXCEL_LAST))
		return false;
	seconds = (int64_t)(serial * DAY + 0.5);
	days = seconds / DAY;
	seconds %= DAY;
	d = date_of_days(days + EXCEL_DAY_0);
	t->year = (int)d.year;
	t->month = d.month;
	t->day = d.day;
	t->hour = (int)(seconds / 3600);
	t->minute = (int)(seconds / 60 % 60);
	t->second = (int)(seconds % 60);
	t->clock = span_index(s, '.') < s.n;
	return true;
}

bool
stamp_is_serial(struct span cell)
{
	double serial = decimal_length(cell) == cell.n ?
	    decimal_double(cell) : 0;

	return serial >= SERIAL_FIRST && serial < SERIAL_LAST;
}

static const char *
impossible(const struct stamp *t)
{
	if (t->year < 1 || t->month < 1 || t->month > 12 || t->day < 1 ||
	    t->day > date_days_in(t->year, t->month))
		return "an impossible date";
	if (t->hour > 23 || t->minute > 59 || t->second > 59)
		return "an impossible time of day";
	return NULL;
}

/* Two digits. */
static char *
put(char *p, int value)
{
	static const char all[] =
	    "00010203040506070809101112131415161718192021222324"
	    "25262728293031323334353637383940414243444546474849"
	    "50515253545556575859606162636465666768697071727374"
	    "75767778798081828384858687888990919293949596979899";

	memcpy(p, all + 2 * value, 2);
	return p + 2;
}

static char *
put_clock(char *p, const struct stamp *t)
{
	struct span fraction = t->fraction;
	int zone = t->zone < 0 ? -t->zone : t->zone;

	*p++ = 'T';
	p = put(p, t->hour);
	*p++ = ':';
	p = put(p, t->minute);
	*p++ = ':';
	p = put(p, t->second);
	while (fraction.n > 0 && fraction.p[fraction.n - 1] == '0')
		fraction.n--;
	if (fraction.n > 0) {
		*p++ = '.';
		memcpy(p, fraction.p, fraction.n);
		p += fraction.n;
	}
	*p++ = t->zone < 0 ? '-' : '+';
	p = put(p, zone / 60);
	*p++ = ':';
	return put(p, zone % 60);
}

static size_t
put_stamp(const struct stamp *t, char into[STAMP_SIZE])
{
	char *p = put(put(into, t->year / 100), t->year % 100);

	*p++ = '-';
	p = put(p, t->month);
	*p++ = '-';
	p = put(p, t->day);
	if (t->clock)
		p = put_clock(p, t);
	return (size_t)(p - into);
}

static bool
read_as(struct span cell, struct span format, struct stamp *t)
{
	return span_is(format, "excel") ? read_excel(cell, t) :
	    read_format(cell, format, t);
}

size_t
stamp_write(struct span cell, const struct span *formats, size_t count,
    int zone, char into[STAMP_SIZE], const char **reason)
{
	struct stamp t;
	bool found = false;
	size_t i;

	for (i = 0; i < count && !found; i++) {
		t = (struct stamp){ .zone = zone };
		found = read_as(cell, formats[i], &t);
	}
	if (count == 0) {
		t = (struct stamp){ .zone = zone };
		found = read_usual(cell, &t);
	}
	*reason = found ? impossible(&t) : "another shape";
	return *reason == NULL ? put_stamp(&t, into) : 0;
}

const char *
stamp_check(struct span format)
{
	static const char letters[] = "YmdHMS";
	const char *letter;
	unsigned seen = 0, bit;
	size_t at;

	if (span_is(format, "excel"))
		return NULL;
	for (at = 0; at < format.n; at++) {
		if (format.p[at] != '%')
			continue;
		if (++at < format.n && format.p[at] == '%')
			continue;
		letter = at == format.n ? NULL :
		    memchr(letters, format.p[at], sizeof(letters) - 1);
		if (letter == NULL)
			return "expected %Y %m %d %H %M %S or %% behind a "
			    "percent sign";
		bit = 1U << (letter - letters);
		if ((seen & bit) != 0)
			return "one of its parts stands there twice";
		seen |= bit;
	}
	if ((seen & 7) != 7)
		return "expected %Y, %m and %d in it";
	if (seen != 7 && seen != 15 && seen != 31 && seen != 63)
		return "expected %H with %M, and %M with %S";
	return NULL;
}

int
stamp_read(struct span *text, int zone, char into[STAMP_SIZE],
    struct when *when)
{
	const char *reason;
	size_t n;

	if (when_parse(*text, zone, when) == 0)
		return 0;
	n = stamp_write(*text, NULL, 0, zone, into, &reason);
	if (n == 0)
		return -1;
	*text = span_make(into, n);
	return when_parse(*text, zone, when);
}
