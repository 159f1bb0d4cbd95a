#include "normalize/new_column.h"

#include <strings.h>

#include "base/ascii.h"
#include "base/decimal.h"
#include "base/map.h"
#include "base/utf8.h"
#include "text/stamp.h"

/* So many of the values give a column its type. */
#define MOST_PERCENT	90
#define MOST_TIMES	50	/* which are nothing else */
#define WORD_MAX	20	/* characters of a word of a small set */
#define CODE_DIGITS	12	/* longer numbers are codes */
#define DATE_DIGITS	8	/* 20260503: more say a time of day, or a serial */
#define UNIT_MAX	3	/* characters behind a number: 元, 万元, m² */
#define PEOPLE_PERCENT	80	/* of the values, that are names */
#define MERGED_WITHIN	3	/* columns, which tell what the others are of */

static bool
is_digits(struct span cell)
{
	return span_digits(cell) == cell.n;
}

static bool
is_time(struct span cell)
{
	char into[STAMP_SIZE];
	const char *reason;

	return stamp_write(cell, NULL, 0, 0, into, &reason) > 0;
}

/* ="0012", as programs write what a spreadsheet shall leave alone. */
static bool
is_formula(struct span cell)
{
	return cell.n > 3 && span_starts(cell, SPAN("=\"")) &&
	    cell.p[cell.n - 1] == '"';
}

/* Numbers that nobody adds up: long, or with zeros before. */
static bool
is_code(struct span cell)
{
	return is_digits(cell) && (cell.n >= CODE_DIGITS ||
	    (cell.n > 1 && cell.p[0] == '0'));
}

/* 20251121000087 is a case's number; one of such makes all of them codes. */
static bool
is_serial_behind_date(struct span cell)
{
	return is_digits(cell) && cell.n > DATE_DIGITS && !is_time(cell);
}

static bool
is_integer(struct span cell)
{
	int64_t value;

	return decimal_integer(cell, &value);
}

static bool
is_number(struct span cell)
{
	return decimal_length(cell) == cell.n || decimal_is_grouped(cell);
}

/* 9.99321E+11, as spreadsheets show a code; nobody writes a number so. */
static bool
is_damaged(struct span cell)
{
	size_t e = span_index(cell, 'E');

	return e < cell.n && is_number(cell) &&
	    is_digits(span_from(cell, e + 2));
}

static bool
is_code_or_damaged(struct span cell)
{
	return is_digits(cell) || is_damaged(cell);
}

static bool
is_truth(struct span cell)
{
	return span_is(cell, "是") || span_is(cell, "否") ||
	    span_is(cell, "true") || span_is(cell, "false");
}

/* 1.2万, 30,000元: a number, and what it counts; or none behind it. */
static bool
is_number_with_unit(struct span cell)
{
	size_t n = 0;

	while (n < cell.n && (ascii_is_digit(cell.p[n]) || cell.p[n] == ',' ||
	    cell.p[n] == '.' || (n == 0 && cell.p[n] == '-')))
		n++;
	return n > 0 && is_number(span_make(cell.p, n)) &&
	    utf8_length(span_from(cell, n)) <= UNIT_MAX;
}

static bool
says(struct span name, const char *const *words)
{
	size_t i, at;

	for (; *words != NULL; words++)
		for (at = 0, i = strlen(*words); at + i <= name.n; at++)
			if (memcmp(name.p + at, *words, i) == 0)
				return true;
	return false;
}

/* 姓　名 says 姓名. */
static struct span
without_spaces(struct arena *arena, struct span name)
{
	char *into = arena_alloc(arena, name.n);
	size_t at = 0, n = 0, start;

	while (at < name.n) {
		start = at;
		if (utf8_is_space(utf8_next(name, &at)))
			continue;
		memcpy(into + n, name.p + start, at - start);
		n += at - start;
	}
	return span_make(into, n);
}

/* The first value of column i that is such: others aren't shown. */
static struct span
first_of(const struct table *t, size_t i, bool (*is_such)(struct span))
{
	struct span cell = SPAN("");
	size_t row;

	for (row = table_first(t); row < table_end(t); row++) {
		cell = table_cell(t, row, i);
		if (cell.n > 0 && is_such(cell))
			break;
	}
	return cell;
}

/* Values of column i that are such. */
static size_t
count_of(const struct table *t, size_t i, bool (*is_such)(struct span))
{
	size_t row, count = 0;
	struct span cell;

	for (row = table_first(t); row < table_end(t); row++) {
		cell = table_cell(t, row, i);
		count += cell.n > 0 && is_such(cell);
	}
	return count;
}

/* Values that aren't of the type, and where they begin. */
static void
find_strange(struct survey *s, const struct table *t, size_t i,
    bool (*is_such)(struct span))
{
	struct span cell;
	size_t row;

	for (row = table_first(t); row < table_end(t); row++) {
		cell = table_cell(t, row, i);
		if (cell.n > 0 && !is_such(cell) && s->strange++ == 0)
			s->strange_line = t->lines[row];
	}
}

static bool
is_most(const struct survey *s, size_t count)
{
	return count * 100 >= s->filled * MOST_PERCENT;
}

/* 工单编号, case_no, ID: digits there are neither numbers nor times. */
static bool
is_called_code(struct span name)
{
	static const char *const ends[] = { "编号", "单号", "号", "码", "代码",
	    "id", "code", "no" };
	char small[16];
	size_t i, k, from = name.n > sizeof(small) ? name.n - sizeof(small) : 0;
	struct span end = span_from(name, from);

	for (i = 0; i < end.n; i++)
		small[i] = ascii_is_letter(end.p[i]) ?
		    (char)(end.p[i] | 0x20) : end.p[i];
	for (k = 0; k < sizeof(ends) / sizeof(ends[0]); k++) {
		i = strlen(ends[k]);
		if (span_ends(span_make(small, end.n), span_of(ends[k])) &&
		    (!ascii_is_letter(ends[k][0]) || end.n == i ||
		    !ascii_is_letter(small[end.n - i - 1])))
			return true;
	}
	return false;
}

/* A column of codes, some of which a spreadsheet may have damaged. */
static bool
is_code_column(const struct survey *s, const struct table *t, size_t i)
{
	return (s->damaged > 0 || is_called_code(s->said) ||
	    count_of(t, i, is_code) > 0) &&
	    is_most(s, count_of(t, i, is_code_or_damaged));
}

/* Digits alone that a name, or one of them, tells to be codes. */
static bool
is_no_time(const struct survey *s, const struct table *t, size_t i)
{
	return is_most(s, count_of(t, i, is_digits)) &&
	    (is_called_code(s->said) ||
	    count_of(t, i, is_serial_behind_date) > 0);
}

/* Types in the order in which they are tried: 20260503 is a time. */
static void
find_type(struct survey *s, const struct table *t, size_t i)
{
	static const char *const times[] = { "时间", "日期", NULL };
	static const struct {
		enum column_type type;
		bool		(*is_such)(struct span);
		size_t		 most;
	} tries[] = {
		{ COLUMN_TIME, is_time, MOST_TIMES },
		{ COLUMN_TIME, stamp_is_serial, MOST_PERCENT },
		{ COLUMN_CODE, is_digits, 0 },
		{ COLUMN_INTEGER, is_integer, MOST_PERCENT },
		{ COLUMN_NUMBER, is_number, MOST_PERCENT },
		{ COLUMN_BOOLEAN, is_truth, 100 },
	};
	size_t k;

	if (s->filled == 0 || s->personal[PERSONAL_PHONE] * 2 > s->filled ||
	    s->personal[PERSONAL_ID_NUMBER] * 2 > s->filled ||
	    s->personal[PERSONAL_BANK_CARD] * 2 > s->filled)
		return;
	s->damaged = count_of(t, i, is_damaged);
	if (s->formulas > 0) {
		s->type = COLUMN_CODE;
		return;
	}
	for (k = 0; k < sizeof(tries) / sizeof(tries[0]); k++) {
		if (tries[k].is_such == stamp_is_serial &&
		    !says(s->said, times))
			continue;
		if (tries[k].type == COLUMN_TIME && is_no_time(s, t, i))
			continue;
		if (tries[k].type == COLUMN_CODE && !is_code_column(s, t, i))
			continue;
		if (count_of(t, i, tries[k].is_such) * 100 <
		    s->filled * tries[k].most)
			continue;
		s->type = tries[k].type;
		s->sample = first_of(t, i, tries[k].is_such);
		s->excel = tries[k].is_such == stamp_is_serial;
		find_strange(s, t, i, tries[k].is_such);
		return;
	}
}

static void
find_personal(struct survey *s, struct arena *arena, struct span cell)
{
	const struct personal_wanted wanted = { true, true, true, NULL };
	bool seen[PERSONAL_KINDS] = { false };
	struct personal_search search;
	struct personal p;
	size_t i;

	personal_begin(&search, arena, &wanted, cell);
	while (personal_next(&search, &p))
		seen[p.kind] = true;
	for (i = 0; i < PERSONAL_KINDS; i++)
		s->personal[i] += seen[i];
}

static bool
has_personal(const struct survey *s)
{
	size_t i;

	for (i = 0; i < PERSONAL_KINDS; i++)
		if (s->personal[i] > 0)
			return true;
	return s->named || s->people;
}

/* What a column of names, of homes or of cars is called. */
static bool
is_called_person(struct span name)
{
	static const char *const words[] = { "姓名", "名字", "人员", "联系人",
	    "户主", "户籍", "住址", "地址", "住所", "网名", "昵称", "坐席",
	    "微信", "法人", "代表", "网格长", "组长", "队长", "楼长", "栋长",
	    "片长", "户长", "村长", "书记", "主任", "学生", "家长", "子女",
	    "父亲", "母亲", "配偶", "车牌", "楼栋", "门牌", "房号", NULL };
	static const char *const latin[] = { "name", "fullname", "full_name",
	    "person", "helper", "owner", "householder", "student", "caller",
	    "contact", "address", "plate" };
	static const char *const ends[] = { "人", "员", "者" };
	size_t i;

	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (span_ends(name, span_of(ends[i])))
			return true;
	for (i = 0; i < sizeof(latin) / sizeof(latin[0]); i++)
		if (name.n == strlen(latin[i]) &&
		    strncasecmp(name.p, latin[i], name.n) == 0)
			return true;
	return says(name, words);
}

/* Most values are a whole name, or who is called so. */
static void
find_people(struct survey *s, const struct table *t, size_t i,
    const struct persons *persons)
{
	size_t row, count = 0;
	struct span cell;

	for (row = table_first(t); row < table_end(t); row++) {
		cell = table_cell(t, row, i);
		count += cell.n > 0 && (persons_is_name(persons, cell) ||
		    persons_is_surname(cell));
	}
	s->people = s->filled > 0 && count * 100 >= s->filled * PEOPLE_PERCENT;
}

/* The first of some rows has what holds for all of them, once more and again. */
static void
find_merged(struct survey *s, const struct table *t, size_t i)
{
	struct span cell, last = SPAN("");
	size_t row = table_first(t), gaps = 0;

	if (i >= MERGED_WITHIN || table_cell(t, row, i).n == 0 ||
	    s->characters > WORD_MAX * s->filled)
		return;
	for (; row < table_end(t); row++) {
		cell = table_cell(t, row, i);
		if (cell.n > 0 && span_equal(cell, last))
			return;
		gaps += cell.n == 0;
		last = cell.n > 0 ? cell : last;
	}
	s->merged = gaps > 0 && gaps >= s->filled;
}

/* The parts of a cell, of which some are numbers, times or were seen before. */
static bool
count_parts(struct map *seen, struct span cell, struct span separator,
    size_t *parts, size_t *values)
{
	struct span rest = cell, part;
	bool is_new;
	size_t n;

	for (;;) {
		n = 0;
		while (n < rest.n && !span_starts(span_from(rest, n),
		    separator))
			n++;
		part = span_trim(span_make(rest.p, n));
		if (utf8_length(part) > WORD_MAX)
			return false;
		map_put(seen, part, &is_new);
		++*parts;
		*values += !is_new || is_number(part) || is_time(part);
		if (n == rest.n)
			return true;
		rest = span_from(rest, n + separator.n);
	}
}

/* 2023;2024 and 路灯、井盖 where these come again: not a text with a sign. */
static bool
is_list_of(const struct survey *s, const struct table *t, size_t i,
    struct span separator)
{
	struct map seen = { 0 };
	size_t row, parts = 0, values = 0;
	struct span cell;
	bool fits = true;

	for (row = table_first(t); fits && row < table_end(t); row++) {
		cell = table_cell(t, row, i);
		if (cell.n > 0)
			fits = count_parts(&seen, cell, separator, &parts,
			    &values);
	}
	map_free(&seen);
	return fits && parts > s->filled && values * 2 >= parts;
}

static void
find_list(struct survey *s, const struct table *t, size_t i)
{
	static const char *const separators[] = { ";", "；", "、", "|" };
	size_t k;

	for (k = 0; k < sizeof(separators) / sizeof(separators[0]); k++)
		if (s->type == COLUMN_TEXT && !s->named && !s->people &&
		    is_list_of(s, t, i,
		    span_of(separators[k]))) {
			s->type = COLUMN_LIST;
			s->separator = separators[k];
		}
}

/* Numbers with units and without can't be added up; who would, is told. */
static void
find_units(struct survey *s, const struct table *t, size_t i)
{
	size_t numbers = count_of(t, i, is_number);

	if (s->type == COLUMN_TEXT && !has_personal(s) && numbers > 0 &&
	    is_most(s, count_of(t, i, is_number_with_unit)))
		s->with_units = s->filled - numbers;
}

/* The set of values: is each there once, or are they a few words? */
static void
find_words(struct survey *s, const struct table *t, size_t i)
{
	struct map seen = { 0 };
	struct span cell;
	size_t row, different = 0;
	bool is_new, fits = true;

	for (row = table_first(t); row < table_end(t); row++) {
		cell = table_cell(t, row, i);
		if (cell.n == 0)
			continue;
		map_put(&seen, cell, &is_new);
		if (!is_new)
			continue;
		fits = fits && utf8_length(cell) <= WORD_MAX;
		if (different < SURVEY_WORDS)
			s->words[different] = cell;
		different++;
	}
	map_free(&seen);
	s->distinct = different == s->filled;
	if (fits && different <= SURVEY_WORDS && s->filled >= 2 * different &&
	    s->type == COLUMN_TEXT && !has_personal(s))
		s->word_count = different;
}

void
survey_make(struct survey *s, const struct table *t, size_t i,
    const struct persons *persons, struct arena *arena)
{
	struct span cell;
	size_t row;

	*s = (struct survey){ .rows = table_end(t) - table_first(t) };
	s->name = t->header != TABLE_NONE ? table_cell(t, t->header, i) :
	    arena_printf(arena, "%zu", i + 1);
	s->said = without_spaces(arena, s->name);
	s->named = is_called_person(s->said);
	for (row = table_first(t); row < table_end(t); row++) {
		cell = table_cell(t, row, i);
		if (cell.n == 0)
			continue;
		if (s->filled++ == 0)
			s->sample = cell;
		s->characters += utf8_length(cell);
		s->formulas += is_formula(cell);
		find_personal(s, arena, cell);
	}
	find_people(s, t, i, persons);
	find_merged(s, t, i);
	find_type(s, t, i);
	find_list(s, t, i);
	find_units(s, t, i);
	find_words(s, t, i);
}
