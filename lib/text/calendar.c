#include "text/calendar.h"
#include "text/csv.h"
#include "text/date.h"

enum day_kind {
	DAY_WEEK,		/* as the week has it */
	DAY_HOLIDAY,
	DAY_WORKDAY
};

struct calendar {
	const char	*path;
	int64_t		 year;		/* the first */
	int64_t		 year_count;
	bool		*covered;	/* by year */
	int64_t		 first;		/* day: 1 January of year */
	int64_t		 day_count;
	int32_t		*worked;	/* working days from first up to it */
};

static const char *const kinds[] = {
	[DAY_HOLIDAY] = "holiday",
	[DAY_WORKDAY] = "workday",
};

/* A row of the table. */
struct entry {
	int64_t		day;
	enum day_kind	kind;
};

static bool
read_entry(const struct csv_file *file, size_t row, size_t date, size_t kind,
    struct entry *entry, struct faults *faults)
{
	struct place	place = { file->path, file->lines[row], 0 };
	struct span	word = file->rows[row][kind];
	char		shown[64];

	if (date_parse(file->rows[row][date], &entry->day) == -1) {
		fault(faults, place, "expected a date such as 2026-10-01, got "
		    "\"%s\"", err_quote(shown, sizeof(shown),
		    file->rows[row][date]));
		return false;
	}
	for (entry->kind = DAY_HOLIDAY; entry->kind <= DAY_WORKDAY;
	    entry->kind++)
		if (span_is(word, kinds[entry->kind]))
			return true;
	fault(faults, place, "expected holiday or workday, got \"%s\"",
	    err_quote(shown, sizeof(shown), word));
	return false;
}

/* All rows; NULL after faults. */
static struct entry *
read_entries(const struct csv_file *file, struct place asked_at,
    struct arena *arena, struct faults *faults)
{
	size_t		 date, kind, row, before = faults->errors;
	struct entry	*entries;

	date = csv_file_column(file, SPAN("date"), asked_at, faults);
	kind = csv_file_column(file, SPAN("kind"), asked_at, faults);
	if (date == SIZE_MAX || kind == SIZE_MAX)
		return NULL;
	if (file->row_count == 0) {
		fault(faults, asked_at, "%s has no days", file->path);
		return NULL;
	}
	entries = arena_alloc(arena, file->row_count * sizeof(*entries));
	for (row = 0; row < file->row_count; row++)
		read_entry(file, row, date, kind, &entries[row], faults);
	return faults->errors == before ? entries : NULL;
}

static int64_t
new_year(int64_t year)
{
	return date_days((struct date){ year, 1, 1 });
}

/* From the first year that stands in the table to the last; -1: too many. */
static int
span_years(struct calendar *c, const struct entry *entries, size_t count,
    struct arena *arena)
{
	int64_t	year, last = INT64_MIN;
	size_t	i;

	c->year = INT64_MAX;
	for (i = 0; i < count; i++) {
		year = date_of_days(entries[i].day).year;
		c->year = year < c->year ? year : c->year;
		last = year > last ? year : last;
	}
	c->year_count = last - c->year + 1;
	if (c->year_count > CALENDAR_MAX_YEARS)
		return -1;
	c->covered = arena_zero(arena, (size_t)c->year_count,
	    sizeof(*c->covered));
	c->first = new_year(c->year);
	c->day_count = new_year(last + 1) - c->first;
	return 0;
}

static bool
is_worked(int64_t day, enum day_kind kind)
{
	return kind == DAY_WORKDAY ||
	    (kind == DAY_WEEK && date_weekday(day) < SATURDAY);
}

static void
count_days(struct calendar *c, const enum day_kind *by_day,
    struct arena *arena)
{
	int32_t	worked = 0;
	int64_t	i;

	c->worked = arena_alloc(arena,
	    (size_t)c->day_count * sizeof(*c->worked));
	for (i = 0; i < c->day_count; i++) {
		worked += is_worked(c->first + i, by_day[i]);
		c->worked[i] = worked;
	}
}

static int
fill(struct calendar *c, const struct csv_file *file,
    const struct entry *entries, struct arena *arena, struct faults *faults)
{
	size_t		 i, before = faults->errors;
	enum day_kind	*by_day, *kind;
	char		 text[DATE_SIZE];

	by_day = arena_zero(arena, (size_t)c->day_count, sizeof(*by_day));
	for (i = 0; i < file->row_count; i++) {
		kind = &by_day[entries[i].day - c->first];
		if (*kind != DAY_WEEK)
			fault(faults, (struct place){ file->path,
			    file->lines[i], 0 }, "%s stands there twice",
			    date_text(entries[i].day, text));
		*kind = entries[i].kind;
		c->covered[date_of_days(entries[i].day).year - c->year] =
		    true;
	}
	count_days(c, by_day, arena);
	return faults->errors == before ? 0 : -1;
}

struct calendar *
calendar_read(const struct file *file, struct arena *arena,
    struct faults *faults)
{
	struct calendar	*c = arena_zero(arena, 1, sizeof(*c));
	struct csv_file	 table;
	struct entry	*entries;

	c->path = arena_string(arena, span_of(file->path));
	if (csv_file_read(&table, file, arena, faults) == -1)
		return NULL;
	entries = read_entries(&table, file->asked_at, arena, faults);
	if (entries == NULL)
		return NULL;
	if (span_years(c, entries, table.row_count, arena) == -1) {
		fault(faults, file->asked_at, "%s spans more than %d years",
		    file->path, CALENDAR_MAX_YEARS);
		return NULL;
	}
	return fill(c, &table, entries, arena, faults) == 0 ? c : NULL;
}

static int
uncovered(const struct calendar *c, int64_t day, struct err *e)
{
	char	text[DATE_SIZE];

	return err_set(e, ERR_DATA, c->path, 0, 0, "the holiday table has no "
	    "day of the year of %s: working days can't be counted there",
	    date_text(day, text));
}

/* All days from the one to the other are of covered years. */
static int
check(const struct calendar *c, int64_t from, int64_t to, struct err *e)
{
	int64_t	year = date_of_days(from).year;
	int64_t	last = date_of_days(to).year;

	if (year < c->year || year >= c->year + c->year_count)
		return uncovered(c, from, e);
	for (; year <= last; year++)
		if (year >= c->year + c->year_count ||
		    !c->covered[year - c->year])
			return uncovered(c, new_year(year) > from ?
			    new_year(year) : from, e);
	return 0;
}

int
calendar_workdays(const struct calendar *c, int64_t a, int64_t b,
    int64_t *count, struct err *e)
{
	int64_t	from = a < b ? a : b, to = a < b ? b : a;

	if (check(c, from, to, e) == -1)
		return -1;
	*count = c->worked[to - c->first] - c->worked[from - c->first];
	if (b < a)
		*count = -*count;
	return 0;
}

/* The first day by which enough were worked, by halving. */
int
calendar_deadline(const struct calendar *c, int64_t day, int64_t count,
    int64_t *last, struct err *e)
{
	int64_t	low, high = c->day_count, middle, want;

	if (check(c, day, day, e) == -1)
		return -1;
	low = day - c->first + 1;
	want = c->worked[day - c->first] + count;
	while (low < high) {
		middle = low + (high - low) / 2;
		if (c->worked[middle] < want)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == c->day_count)
		return uncovered(c, c->first + c->day_count, e);
	*last = c->first + low;
	return check(c, day, *last, e);
}
