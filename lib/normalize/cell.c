#include "normalize/cell.h"

#include "base/ascii.h"
#include "base/decimal.h"
#include "base/utf8.h"
#include "text/csv.h"
#include "text/stamp.h"

#define CODE_DIGITS	15	/* that a spreadsheet's numbers have */

/* A cell on its way to a value. */
struct job {
	const struct column	*column;
	int			 zone;
	struct span		 cell;
	struct arena		*arena;
	struct value		*value;
	const char		*expected;
	const char		*got;
};

static int
bad(struct job *j, const char *expected, const char *got)
{
	j->expected = expected;
	j->got = got;
	return -1;
}

static int
ready(struct job *j, enum value_kind kind, struct span text)
{
	*j->value = (struct value){ .kind = kind, .text = text };
	return 0;
}

static int
read_text(struct job *j)
{
	return ready(j, VALUE_TEXT, j->cell);
}

/* Without the commas of its groups. */
static struct span
without_groups(const struct job *j, struct span number)
{
	char *into;
	size_t i, n = 0;

	if (!decimal_is_grouped(number))
		return number;
	into = arena_alloc(j->arena, number.n);
	for (i = 0; i < number.n; i++)
		if (number.p[i] != ',')
			into[n++] = number.p[i];
	return span_make(into, n);
}

/* JSON has no plus sign, no leading zeros and no groups of digits. */
static struct span
plain_number(const struct job *j)
{
	size_t sign = j->cell.n > 0 && (j->cell.p[0] == '-' ||
	    j->cell.p[0] == '+');
	struct span digits = without_groups(j, span_from(j->cell, sign));
	bool grouped = sign + digits.n != j->cell.n;
	bool zeros = false;

	while (digits.n > 1 && digits.p[0] == '0' &&
	    ascii_is_digit(digits.p[1])) {
		digits = span_from(digits, 1);
		zeros = true;
	}
	if (span_starts(digits, SPAN("-")))
		return SPAN("");	/* +-5 is none */
	if (sign == 0 || j->cell.p[0] == '+')
		return digits;
	return zeros || grouped ? arena_printf(j->arena, "-%.*s", (int)digits.n,
	    digits.p) : j->cell;
}

static int
read_number(struct job *j)
{
	struct span number = plain_number(j);

	if (number.n == 0 || decimal_length(number) != number.n)
		return bad(j, "a number", "something else");
	return ready(j, VALUE_NUMBER, number);
}

static int
read_integer(struct job *j)
{
	struct span number = plain_number(j);
	struct span digits = span_from(number, number.n > 0 &&
	    number.p[0] == '-');

	if (digits.n == 0 || span_digits(digits) != digits.n)
		return bad(j, "an integer", "something else");
	return ready(j, VALUE_NUMBER, number);
}

static int
read_time(struct job *j)
{
	char *into = arena_alloc(j->arena, STAMP_SIZE + 2);
	const char *reason;
	size_t n = stamp_write(j->cell, j->column->formats,
	    j->column->format_count, j->zone, into + 1, &reason);

	if (n == 0 && j->column->format_count == 0 &&
	    stamp_is_serial(j->cell))
		reason = "a number, as spreadsheets count days (formats: "
		    "[excel] reads them)";
	if (n == 0)
		return bad(j, "a time", reason);
	into[0] = into[n + 1] = '"';
	return ready(j, VALUE_READY, span_make(into, n + 2));
}

/* What spreadsheets are told so that they leave a number alone: ="0123". */
static struct span
bare_code(struct span cell)
{
	if (cell.n >= 3 && span_starts(cell, SPAN("=\"")) &&
	    cell.p[cell.n - 1] == '"')
		return utf8_trim(span_make(cell.p + 2, cell.n - 3));
	return span_from(cell, span_starts(cell, SPAN("'")));
}

/* 9.99E+11, 9.99E11 and 999321.0: what a spreadsheet makes of digits. */
static bool
is_damaged_number(struct span code)
{
	size_t n = span_digits(code);
	struct span rest = span_from(code, n);
	bool point = rest.n > 0 && rest.p[0] == '.', sign;

	if (n == 0)
		return false;
	if (point) {
		rest = span_from(rest, 1);
		rest = span_from(rest, span_digits(rest));
	}
	if (rest.n == 0)
		return point;
	if (rest.n < 2 || (rest.p[0] | 0x20) != 'e')
		return false;
	sign = rest.p[1] == '+' || rest.p[1] == '-';
	rest = span_from(rest, 1 + sign);
	return (point || sign) && rest.n > 0 && span_digits(rest) == rest.n;
}

static bool
has_lost_digits(struct span code)
{
	size_t i = CODE_DIGITS;

	if (code.n <= CODE_DIGITS || span_digits(code) != code.n)
		return false;
	while (i < code.n && code.p[i] == '0')
		i++;
	return i == code.n;
}

static int
read_code(struct job *j)
{
	struct span code = bare_code(j->cell);

	if (is_damaged_number(code))
		return bad(j, "a code", "a number that a spreadsheet made of "
		    "it");
	if (has_lost_digits(code))
		return bad(j, "a code", "one of more than 15 digits that ends "
		    "in zeros, as a spreadsheet leaves it");
	return code.n == 0 ? ready(j, VALUE_NONE, code) :
	    ready(j, VALUE_TEXT, code);
}

/* Bytes of the separator that s begins with; 0: none. */
static size_t
separator_length(const struct column *c, struct span s)
{
	size_t i;

	for (i = 0; i < c->separator_count; i++)
		if (span_starts(s, c->separators[i]))
			return c->separators[i].n;
	return 0;
}

/* Bytes before the next separator, and those of it. */
static size_t
item_length(const struct column *c, struct span rest, size_t *separator)
{
	size_t n = 0;

	while ((*separator = separator_length(c, span_from(rest, n))) == 0 &&
	    n < rest.n)
		n++;
	return n;
}

static int
read_list(struct job *j)
{
	struct value *v = j->value;
	struct span rest = j->cell, item;
	size_t n, separator, capacity = 0;

	*v = (struct value){ .kind = VALUE_LIST };
	for (;;) {
		n = item_length(j->column, rest, &separator);
		item = utf8_trim(span_make(rest.p, n));
		if (item.n > 0) {
			v->items = arena_grow(j->arena, v->items, v->count,
			    &capacity, v->count + 1, sizeof(item));
			v->items[v->count++] = item;
		}
		if (n == rest.n)
			return 0;
		rest = span_from(rest, n + separator);
	}
}

static int
read_boolean(struct job *j)
{
	static const char *const words[][2] = {
		{ "true", "true" }, { "false", "false" }, { "1", "true" },
		{ "0", "false" }, { "是", "true" }, { "否", "false" }
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_is(j->cell, words[i][0]))
			return ready(j, VALUE_READY, span_of(words[i][1]));
	return bad(j, "true, false, 1, 0, 是 or 否", "another word");
}

static int (*const readers[])(struct job *) = {
	[COLUMN_TEXT] = read_text,
	[COLUMN_NUMBER] = read_number,
	[COLUMN_INTEGER] = read_integer,
	[COLUMN_TIME] = read_time,
	[COLUMN_CODE] = read_code,
	[COLUMN_LIST] = read_list,
	[COLUMN_BOOLEAN] = read_boolean
};

/* The word that a map or a look-up has for the cell. */
static int
read_word(struct job *j)
{
	const struct words *words = j->column->words;
	const struct word *word = words_find(words, j->cell);

	if (word != NULL)
		return ready(j, word->value.n == 0 ? VALUE_NONE : VALUE_READY,
		    word->value);
	if (j->cell.n == 0)
		return ready(j, VALUE_NONE, j->cell);
	return words->is_lookup ?
	    bad(j, "a key of the look-up", "one that it hasn't") :
	    bad(j, "a word of the map", "another one");
}

/* Who gave no name and no number isn't everybody else who didn't. */
static bool
is_nobody(struct span text)
{
	static const char *const words[] = { "无", "没有", "空", "匿名", "不详",
	    "未知", "保密", "未提供", "-", "--", "/", "0" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (span_is(text, words[i]))
			return true;
	return false;
}

/* Of the text: a pseudonym of a number or a time would be of no use. */
static void
hide(struct job *j)
{
	struct value *v = j->value;

	if (j->column->pseudonyms == NULL || v->kind != VALUE_TEXT)
		return;
	v->text = mask_one_way(j->arena, v->text);
	if (is_nobody(v->text)) {
		v->kind = VALUE_NONE;
		return;
	}
	v->kind = VALUE_HIDDEN;
	v->text = pseudonym_of(j->column->pseudonyms, j->arena,
	    j->column->field, v->text);
}

int
cell_value(const struct column *column, int zone, struct span cell,
    struct arena *arena, struct value *value, const char **expected,
    const char **got)
{
	struct job j = { column, zone, cell, arena, value, NULL, NULL };
	int rc;

	if (column->words != NULL)
		rc = read_word(&j);
	else if (cell.n == 0)
		rc = ready(&j, VALUE_NONE, cell);
	else
		rc = readers[column->type](&j);
	if (rc == 0)
		hide(&j);
	*expected = j.expected;
	*got = j.got;
	return rc;
}
