#include "text/quantity_figure.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "text/beside.h"
#include "text/numeral.h"

/* The unit at byte `at`; in Latin letters, the whole word. */
static const struct listed *
unit_word(const struct quantity_words *words, struct span text, size_t at)
{
	const struct listed *unit = word_at(&words->units, text, at);
	size_t end;

	for (; unit != NULL; unit = unit->shorter) {
		end = at + unit->text.n;
		if (end == text.n || !ascii_is_alnum(text.p[end]) ||
		    !ascii_is_alnum(text.p[end - 1]))
			break;
	}
	return unit;
}

/* The unit at byte `at`; of 个百分点, 个小时 what stands behind 个. */
static const struct listed *
unit_at(const struct quantity_words *words, struct span text, size_t at,
    size_t *end)
{
	const struct listed *unit = unit_word(words, text, at);
	const struct listed *inner;

	if (unit == NULL)
		return NULL;
	*end = at + unit->text.n;
	if (span_is(unit->text, "项") && follows(text, *end, "目") &&
	    precedes(text, at, "亿"))
		return NULL;		/* 百亿项目 */
	if (!span_is(unit->text, "个"))
		return unit;
	inner = word_at(&words->units, text, *end);
	if (inner == NULL || (inner->kinds & WORD_COUNTS) != 0 ||
	    utf8_length(inner->text) < 2)
		return unit;
	*end += inner->text.n;
	return inner;
}

/* 三个半|月, 两个多|小时: 个 counts nothing; false: no such unit is there. */
static bool
take_inner(struct figure *f, struct span text, size_t at,
    const struct listed *unit)
{
	if (follows(text, at, "月")) {
		f->unit = SPAN("个月");
		f->unit_end = at + strlen("月");
	} else if (unit != NULL) {
		f->unit = unit->text;
		f->unit_end = at + unit->text.n;
	} else
		return false;
	f->kind = WORD_TIME;
	return true;
}

/* 两年半, 三个半小时: half a unit more. */
static void
add_half(const struct quantity_words *words, struct span text,
    struct figure *f)
{
	struct written *n = &f->number;
	const struct listed *unit;
	const size_t at = f->unit_end + strlen("半");

	if (!follows(text, f->unit_end, "半") || n->places != 0 ||
	    n->mantissa > NUMERAL_MOST / 10 || n->upper != 0)
		return;
	if (span_is(f->unit, "个")) {
		unit = word_at(&words->units, text, at);
		if (unit != NULL && (unit->kinds & WORD_COUNTS) != 0)
			unit = NULL;
		if (!take_inner(f, text, at, unit))
			return;
	} else if (f->kind == WORD_TIME && !follows(text, at, "夜"))
		f->unit_end = at;
	else
		return;
	n->mantissa = 10 * n->mantissa + 5;
	n->places = 1;
}

/* 三个多月, 两个多小时: more than that. */
static void
add_more(const struct quantity_words *words, struct span text,
    struct figure *f)
{
	const struct listed *unit;
	const size_t at = f->unit_end + strlen("多");

	if (!span_is(f->unit, "个") || f->number.upper != 0 ||
	    (!follows(text, f->unit_end, "多") &&
	    !follows(text, f->unit_end, "余")))
		return;
	unit = word_at(&words->units, text, at);
	if (unit != NULL && (unit->kinds & WORD_TIME) == 0)
		unit = NULL;
	if (take_inner(f, text, at, unit))
		f->number.more = true;
}

bool
unit_is_year(const struct figure *f)
{
	return f->number.digits && f->number.places == 0 &&
	    f->number.mantissa >= 1000 && f->number.mantissa <= 2999 &&
	    span_starts(f->unit, SPAN("年"));
}

/* 3栋1701: part of an address. */
static bool
is_address(struct span text, const struct figure *f)
{
	size_t at = f->unit_end;

	return at < text.n && written_is_digit(utf8_next(text, &at)) &&
	    (span_is(f->unit, "栋") || span_is(f->unit, "幢"));
}

bool
unit_read(const struct quantity_words *words, struct span text,
    struct figure *f)
{
	const size_t at = f->number.digits ?
	    skip_spaces(text, f->number.end) : f->number.end;
	const struct listed *unit;

	if (f->number.percent || f->number.permille) {
		f->unit = f->number.percent ? SPAN("%") : SPAN("‰");
		f->kind = WORD_MEASURE;
		f->unit_end = f->number.end;
		return true;
	}
	unit = unit_at(words, text, at, &f->unit_end);
	if (unit == NULL)
		return false;
	f->unit = span_is(unit->text, "％") ? SPAN("%") : unit->text;
	f->kind = unit->kinds & ~(unsigned)WORD_SELF;
	f->self = (unit->kinds & WORD_SELF) != 0;
	add_half(words, text, f);
	add_more(words, text, f);
	return !unit_is_year(f) && !is_address(text, f);
}

/*
 * 2.4|、2.8个百分点, 6.4个|和8.9个百分点: the unit of the next number, behind
 * what joins at that byte.
 */
static bool
read_next(const struct quantity_words *words, struct span text,
    struct figure *f, size_t at)
{
	static const char *const joins[] = { "、", "和" };
	struct figure next = { .bound = QUANTITY_EXACT };

	if (!f->number.digits || f->number.places <= 0 ||
	    !follows_any(text, at, joins, COUNT(joins)) ||
	    !written_read(&next.number, text, at + strlen("、")) ||
	    !next.number.digits || !unit_read(words, text, &next) ||
	    next.kind != WORD_MEASURE)
		return false;
	f->unit = next.unit;
	f->kind = next.kind;
	f->unit_end = at;
	return true;
}

bool
unit_read_or_next(const struct quantity_words *words, struct span text,
    struct figure *f)
{
	if (!unit_read(words, text, f))
		return read_next(words, text, f, f->number.end);
	if (span_is(f->unit, "个"))
		read_next(words, text, f, f->unit_end);
	return true;
}

bool
unit_is_share(struct span unit)
{
	static const char *const shares[] = { "%", "‰", "百分点", "倍", "成" };
	size_t i;

	for (i = 0; i < COUNT(shares); i++)
		if (span_is(unit, shares[i]))
			return true;
	return false;
}
