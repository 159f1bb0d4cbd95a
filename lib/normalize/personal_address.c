#include "normalize/personal_found.h"

#define NUMBER_MAX	6	/* characters of the number of a part */
#define PARTS_MAX	8
#define ROOM_DIGITS	3	/* 501: a count of rooms has fewer */
#define DAY_MAX		31	/* 15号 may be a day */

static const char numerals[] = "〇零一二三四五六七八九十百甲乙丙丁";

/* What a part of an address numbers. */
enum unit {
	UNIT_NONE,
	UNIT_HOUSE,		/* 12号 */
	UNIT_BUILDING,		/* 3栋 */
	UNIT_TOWER,		/* B座, but 3座桥 */
	UNIT_SIGN,		/* 3# */
	UNIT_STAIR,		/* 2单元 */
	UNIT_FLOOR,		/* 5楼 */
	UNIT_ROOM,		/* 501室 */
	UNIT_DOOR,		/* 2户, 3门: of a building alone */
	UNIT_BARE		/* 501 at the end of the others */
};

struct part {
	enum unit	unit;
	bool		ascii;		/* its number, full-width too */
	bool		letter;		/* it is or has one */
	size_t		digits;
	int		value;		/* of ASCII digits; else 0 */
	size_t		end;		/* byte */
};

/* Parts in a row. */
struct chain {
	struct part	parts[PARTS_MAX];
	size_t		count;
	size_t		start;		/* byte */
};

/* Behind the letters and digits at byte `at`. */
static size_t
read_ascii(struct span text, size_t at, struct part *p)
{
	size_t n, count = 0;
	char c;

	while ((n = plain_at(text, at, &c)) > 0 && count <= NUMBER_MAX &&
	    (ascii_is_alnum(c) || (count > 0 && c == '-' &&
	    digit_at(text, at + n, &c) > 0))) {
		plain_at(text, at, &c);
		if (ascii_is_digit(c)) {
			p->digits++;
			p->value = p->value * 10 + (c - '0');
		}
		p->letter = p->letter || ascii_is_letter(c);
		at += n;
		count++;
	}
	p->ascii = count > 0 && count <= NUMBER_MAX;
	return at;
}

/* Behind the number at byte `at`: 12, 12-1, B3, 十二, 五〇一; `at` if none. */
static size_t
read_number(struct span text, size_t at, struct part *p)
{
	size_t count = 0, start = at;

	at = read_ascii(text, at, p);
	if (at > start)
		return p->ascii ? at : start;
	for (; count <= NUMBER_MAX && is_one_of(text, at, numerals); count++)
		at += 3;
	p->digits = count;
	return count <= NUMBER_MAX ? at : start;
}

/* The unit at byte `at`, and where it ends. */
static enum unit
read_unit(struct span text, size_t at, size_t *end)
{
	static const struct {
		const char	*word;
		enum unit	 unit;
	} words[] = {
		{ "号楼", UNIT_BUILDING }, { "号栋", UNIT_BUILDING },
		{ "号院", UNIT_HOUSE }, { "号房", UNIT_ROOM },
		{ "号", UNIT_HOUSE }, { "弄", UNIT_HOUSE },
		{ "栋", UNIT_BUILDING }, { "幢", UNIT_BUILDING },
		{ "#楼", UNIT_BUILDING }, { "#栋", UNIT_BUILDING },
		{ "#", UNIT_SIGN }, { "＃", UNIT_SIGN },
		{ "座", UNIT_TOWER }, { "单元", UNIT_STAIR },
		{ "楼", UNIT_FLOOR },
		{ "室", UNIT_ROOM }, { "房", UNIT_ROOM },
		{ "户", UNIT_DOOR }, { "门", UNIT_DOOR }
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (follows(text, at, span_of(words[i].word))) {
			*end = at + strlen(words[i].word);
			return words[i].unit;
		}
	*end = at;
	return UNIT_NONE;
}

/* The part at byte `at`, behind others or not. */
static bool
read_part(struct span text, size_t at, bool behind, struct part *p)
{
	size_t end;

	*p = (struct part){ .unit = UNIT_NONE };
	if (behind && follows(text, at, SPAN("附")))
		at += 3;
	end = read_number(text, at, p);
	if (end == at)
		return false;
	p->unit = read_unit(text, end, &p->end);
	if (p->unit == UNIT_NONE && behind && !p->letter &&
	    (p->digits == 3 || p->digits == 4)) {
		p->unit = UNIT_BARE;
		p->end = end;
	}
	return p->unit != UNIT_NONE;
}

/* Behind a space or a hyphen between two parts. */
static size_t
behind_gap(struct span text, size_t at)
{
	char c = byte_at(text, at);

	return c == ' ' || c == '-' ? at + 1 : at;
}

static void
read_chain(struct span text, size_t at, struct chain *c)
{
	const struct part *last;

	*c = (struct chain){ .start = at };
	while (c->count < PARTS_MAX && read_part(text, at, c->count > 0,
	    &c->parts[c->count])) {
		last = &c->parts[c->count++];
		if (last->unit == UNIT_BARE)
			break;
		at = behind_gap(text, last->end);
	}
}

/* True if one of the parts is of that unit. */
static bool
has_unit(const struct chain *c, enum unit unit)
{
	size_t i;

	for (i = 0; i < c->count; i++)
		if (c->parts[i].unit == unit)
			return true;
	return false;
}

/* What names of roads, of villages and of estates end with. */
static const char roads[] = "路街巷道弄同";
static const char places[] = "村组屯坊园苑区城院庭湾府寓厦场邸居轩阁舍郡"
    "都岸峰";

/* True if the character before byte `at` is one of the list. */
static bool
is_behind(struct span text, size_t at, const char *list)
{
	return at >= 3 && is_one_of(text, at - 3, list);
}

/* 12号 behind a road, or where it can't be a day; no 3号线. */
static bool
is_house(struct span text, const struct chain *c)
{
	static const char others[] = "线文令井机桩病提议函站口车井坑";
	const struct part *p = &c->parts[0];

	if (is_one_of(text, p->end, others))
		return false;
	return is_behind(text, c->start, roads) ||
	    (is_behind(text, c->start, places) && p->value > DAY_MAX);
}

/* 3栋 behind a name; no 共3栋 and no 3栋楼房. */
static bool
is_building(struct span text, const struct chain *c)
{
	static const char counting[] = "有共建这那几第每各多约近达拆占盖起超"
	    "过余了座变为成";
	static const char counted[] = "楼房别高多小住建居商安危厂仓老旧烂违";
	const struct part *p = &c->parts[0];

	if (p->unit == UNIT_TOWER && !p->letter)
		return false;
	if (is_behind(text, c->start, "月") && p->value <= DAY_MAX)
		return false;		/* 5月3号楼下 */
	if (is_behind(text, c->start, places))
		return true;
	return p->ascii && p->unit != UNIT_SIGN &&
	    !is_behind(text, c->start, counting) &&
	    !is_one_of(text, p->end, counted);
}

/* One part that tells a house by itself. */
static bool
is_alone(struct span text, const struct chain *c)
{
	const struct part *p = &c->parts[0];

	switch (p->unit) {
	case UNIT_HOUSE:
		return is_house(text, c);
	case UNIT_BUILDING:
	case UNIT_TOWER:
	case UNIT_SIGN:
		return is_building(text, c);
	case UNIT_ROOM:
		return p->ascii && p->digits >= ROOM_DIGITS &&
		    !is_one_of(text, p->end, "屋产间子价源东");
	default:
		return false;
	}
}

/* Parts that tell a house together: 3栋501, 12号2楼, 5楼501室. */
static bool
is_address(struct span text, const struct chain *c)
{
	static const char days[] = "年月日本这上下";
	const struct part *last = &c->parts[c->count - 1];

	if (c->count < 2)
		return is_alone(text, c);
	switch (c->parts[0].unit) {
	case UNIT_HOUSE:
		return is_behind(text, c->start, roads) ||
		    (!is_behind(text, c->start, days) &&
		    (has_unit(c, UNIT_BUILDING) || has_unit(c, UNIT_STAIR) ||
		    has_unit(c, UNIT_ROOM)));
	case UNIT_BUILDING:
	case UNIT_TOWER:
	case UNIT_SIGN:
	case UNIT_STAIR:
		return true;
	case UNIT_FLOOR:
		return last->unit == UNIT_ROOM && last->digits >= ROOM_DIGITS;
	default:
		return false;
	}
}

/* 3-2-501 behind an estate: its end, or 0. */
static size_t
bare_end(struct span text, size_t at)
{
	static const size_t longest[] = { 2, 2, 4 };
	size_t i, n, digits;
	char c;

	if (!is_behind(text, at, places))
		return 0;
	for (i = 0; i < 3; i++) {
		for (digits = 0; (n = digit_at(text, at, &c)) > 0; digits++)
			at += n;
		if (digits == 0 || digits > longest[i] ||
		    (i == 2 && digits < ROOM_DIGITS))
			return 0;
		if (i < 2 && byte_at(text, at++) != '-')
			return 0;
	}
	return at;
}

/* Behind the whole number at byte `at`, or the character that is none. */
static size_t
pass_number(struct span text, size_t at)
{
	size_t n, start = at;
	char c;

	while ((n = plain_at(text, at, &c)) > 0 && ascii_is_alnum(c))
		at += n;
	if (at == start)
		while (is_one_of(text, at, numerals))
			at += 3;
	return at > start ? at : at + n;
}

/* Behind the address at byte `at`, or behind the number there that is none. */
static size_t
look_at_number(struct span text, size_t at, struct found *found)
{
	struct chain c;
	size_t end = bare_end(text, at);

	if (end == 0) {
		read_chain(text, at, &c);
		if (c.count > 0 && is_address(text, &c))
			end = c.parts[c.count - 1].end;
	}
	if (end > 0) {
		found_add(found, PERSONAL_ADDRESS, at, end);
		return end;
	}
	return pass_number(text, at);
}

void
address_find(struct span text, struct found *found)
{
	size_t at = 0;

	while (at < text.n)
		at = look_at_number(text, at, found);
}
