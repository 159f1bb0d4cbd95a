#include "text/quantity.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "text/beside.h"
#include "text/numeral.h"
#include "text/quantity_walk.h"

/* One doesn't count with it: 一个 is an article, 二次 an ordinal. */
static bool
is_article(const struct figure *f, struct span per)
{
	if (f->number.one)
		return per.n == 0 && f->bound == QUANTITY_EXACT;
	return f->number.small && f->kind == WORD_COUNTS;
}

static uint32_t
chars_to(struct walk *w, size_t byte)
{
	struct reach *r = &w->counted;

	if (byte < r->bytes)
		*r = w->mark;
	r->chars += (uint32_t)utf8_length(span_make(w->text.p + r->bytes,
	    byte - r->bytes));
	r->bytes = byte;
	return r->chars;
}

static void
add(struct walk *w, const struct figure *f, struct span per, struct span of)
{
	struct quantity *q;

	w->items = arena_grow(w->arena, w->items, w->count, &w->capacity,
	    w->count + 1, sizeof(*w->items));
	q = &w->items[w->count++];
	*q = (struct quantity){ .value = written_value(&f->number, w->arena),
	    .unit = f->unit, .bound = f->bound, .per = per, .of = of };
	q->start = chars_to(w, f->number.start);
	w->mark = w->counted;
	q->end = chars_to(w, f->unit_end);
}

/*
 * What is counted stands beside the rate: 规模达到|每日8万吨, 每千人|托位数4个;
 * and a bound may stand behind it: 40微克每立方米|以内.
 */
static void
leave_per(const struct walk *w, struct figure *f, struct span per,
    struct place_of *p)
{
	const size_t at = (size_t)(per.p - w->text.p);

	if (at >= f->end) {
		f->end = at + per.n;
		if (f->bound == QUANTITY_EXACT)
			bound_word_behind(w->text, f);
		p->end = f->end;
	} else if (span_starts(per, SPAN("每")) && at < p->start) {
		if (at + per.n == p->start)
			p->start = at;
		else
			p->floor = at + per.n;
	}
}

/*
 * One figure, which is low and high, or a range: what its ends count, per what,
 * stands once.
 */
static void
put(struct walk *w, struct figure *low, struct figure *high)
{
	struct place_of p = { .start = low->start, .end = high->end,
	    .floor = w->floor, .unit = high->unit, .kind = high->kind,
	    .self = high->self, .share = unit_is_share(high->unit) };
	struct span per = per_find(w->words, w->text, &p), of;

	if (low == high && is_article(low, per))
		return;
	if (per.n > 0)
		leave_per(w, high, per, &p);
	if (low == high)
		chain_bound(w, high);
	of = chain_of(w, low, &p);
	if (per.n == 0)
		per = chain_per(w, low);
	if (low != high) {
		low->bound = QUANTITY_MIN;
		high->bound = QUANTITY_MAX;
		add(w, low, per, of);
	}
	add(w, high, per, of);
	chain_note(w, low, high);
}

/* 两三个 is the range from 两个 to 三个. */
static void
put_pair(struct walk *w, struct figure *low)
{
	struct figure high = *low;

	high.number.mantissa = low->number.upper;
	high.number.places = low->number.upper % 10 == 0 ? 0 :
	    low->number.places;
	put(w, low, &high);
}

/* The sign of a range at byte `at`, and spaces about it; its length, or 0. */
static size_t
range_sign(struct span text, size_t at)
{
	static const char *const signs[] = { "—", "–", "-", "~", "～", "至",
	    "到", "－" };
	const size_t start = skip_spaces(text, at);
	size_t i;

	for (i = 0; i < COUNT(signs); i++)
		if (follows(text, start, signs[i]))
			return skip_spaces(text, start + strlen(signs[i])) -
			    at;
	return 0;
}

/* 1.5—2万: the lesser is 1.5万, where that is less: 5000—2万 isn't. */
static void
share_zeros(struct written *low, const struct written *high)
{
	struct written same = *low;

	if (low->zeros == 0 && written_shift(&same, high->zeros) &&
	    written_compare(&same, high) < 0)
		*low = same;
}

/* The other end of a range whose sign stands at byte `at`; else false. */
static bool
read_high(struct walk *w, struct figure *low, size_t at, struct figure *high)
{
	const size_t length = range_sign(w->text, at);

	*high = (struct figure){ .bound = QUANTITY_EXACT };
	if (length == 0 || low->number.more ||
	    !written_read(&high->number, w->text, at + length) ||
	    high->number.bare || high->number.upper > 0 ||
	    none_by_name(w->words, w->text, &w->marks, &high->number) ||
	    !unit_read(w->words, w->text, high))
		return false;
	high->start = low->start;
	high->end = high->unit_end;
	if (low->unit.n > 0)
		return span_equal(low->unit, high->unit) &&
		    written_compare(&low->number, &high->number) < 0;
	share_zeros(&low->number, &high->number);
	low->unit = high->unit;
	low->kind = high->kind;
	low->unit_end = low->number.end;
	return written_compare(&low->number, &high->number) < 0 &&
	    !unit_is_year(low);
}

/* A number with or without its unit; returns where to read on. */
static size_t
take(struct walk *w, size_t at)
{
	struct figure f = { .bound = QUANTITY_EXACT }, high;
	bool good = written_read(&f.number, w->text, at), has_unit;
	size_t end = f.number.end > at ? f.number.end :
	    at + utf8_width(w->text.p[at]);

	if (!good || none_by_place(w->text, &f.number))
		return end;
	has_unit = unit_read_or_next(w->words, w->text, &f);
	if ((!has_unit && range_sign(w->text, end) == 0) ||
	    none_by_name(w->words, w->text, &w->marks, &f.number))
		return end;
	f.start = f.number.start;
	if (!has_unit)
		f.unit = SPAN("");
	else
		end = f.unit_end;
	if (read_high(w, &f, end, &high)) {
		put(w, &f, &high);
		return high.unit_end;
	}
	if (!has_unit)
		return high.number.end > end ? high.number.end : end;
	f.end = f.unit_end;
	bound_before(w->words, w->text, &f);
	bound_behind(w->text, &f);
	if (f.number.bare && f.bound == QUANTITY_EXACT)
		return end;
	if (f.number.upper > 0)
		put_pair(w, &f);
	else
		put(w, &f, &f);
	return end;
}

/* Passes over characters that begin no number, which most are. */
static size_t
skip_others(const struct quantity_words *words, struct span text, size_t at)
{
	const unsigned char *p = (const unsigned char *)text.p;

	while (at < text.n) {
		if ((p[at] & 0xf0) == 0xe0) {
			if ((words->numbers[p[at] & 15] >>
			    (p[at + 1] & 63) & 1) != 0)
				break;
			at += 3;
		} else if (p[at] < 0x80) {
			if (ascii_is_digit((char)p[at]))
				break;
			at++;
		} else
			at += utf8_width((char)p[at]);
	}
	return at;
}

size_t
quantity_find(const struct quantity_words *words, struct words_work *work,
    struct arena *arena, struct span text, struct quantity **items)
{
	struct walk w = { .words = words, .work = work, .arena = arena,
	    .text = text };
	size_t at = 0, next;
	uint32_t c;

	while ((at = skip_others(words, text, at)) < text.n) {
		next = at;
		c = utf8_next(text, &next);
		at = written_is_digit(c) || numeral_begins(c) ? take(&w, at) :
		    next;
	}
	*items = w.items;
	return w.count;
}
