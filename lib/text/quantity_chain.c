#include "text/quantity_walk.h"

#include "base/utf8.h"
#include "text/beside.h"

#define APART		24	/* bytes from 分别 on: 分别增长到 */
#define CLAUSE		90	/* bytes that one may have */
#define CHANGED		4	/* characters of 提高到 and the like */

/* True if no sentence ends between two bytes. */
static bool
is_same_sentence(struct span text, size_t from, size_t to)
{
	static const char *const ends[] = { "。", "；", "！", "？", "\n", ";",
	    "!", "?" };

	for (; from < to; from += utf8_width(text.p[from]))
		if (follows_any(text, from, ends, COUNT(ends)))
			return false;
	return true;
}

/* True if no more than 、 or 和 stands between the last figure and this. */
static bool
is_next(const struct walk *w, const struct figure *f)
{
	static const char *const joins[] = { "、", "和", "及", "与", "，" };
	const size_t n = strlen("、");

	return f->start == w->floor + n &&
	    follows_any(w->text, w->floor, joins, COUNT(joins));
}

/*
 * True if a comma, or more, stands between the last figure and this, or so
 * much that one will.
 */
static bool
is_apart(const struct walk *w, const struct figure *f)
{
	static const char *const commas[] = { "，", ",", "；", "。" };
	const size_t end = w->floor + CLAUSE;
	size_t at;

	for (at = w->floor; at < f->start && at < end;
	    at += utf8_width(w->text.p[at]))
		if (follows_any(w->text, at, commas, COUNT(commas)))
			return true;
	return at < f->start;
}

/* What the figure before counts, if this one says nothing of its own. */
static struct span
inherit(const struct walk *w, const struct figure *f, const struct quantity *q)
{
	const bool listed = precedes(w->text, f->start, "、");
	const bool same = span_equal(q->unit, f->unit) ||
	    unit_is_share(f->unit);

	return f->kind != WORD_TIME && (same || (listed && !f->self)) &&
	    is_same_sentence(w->text, w->floor, f->start) ? q->of : SPAN("");
}

/*
 * 10个镇级、156个村级站点: the first are 站点, too.  Only 级 can't stand
 * alone as what is counted.
 */
static void
complete(struct walk *w, const struct figure *f, struct quantity *last,
    struct span of)
{
	size_t at = 0, end = 0;

	if (!span_ends(last->of, SPAN("级")) ||
	    !precedes(w->text, f->start, "、"))
		return;
	for (at = 0; at + strlen("级") < of.n && end == 0;
	    at += utf8_width(of.p[at]))
		if (follows(of, at, "级"))
			end = at + strlen("级");
	of = span_from(of, end);
	if (end > 0)
		last->of = arena_printf(w->arena, "%.*s%.*s", (int)last->of.n,
		    last->of.p, (int)of.n, of.p);
}

/* True if the figure before may count what this one does. */
static bool
is_chained(const struct walk *w, const struct figure *f)
{
	return f->start == w->floor ||
	    (f->start == w->floor + strlen("、") &&
	    precedes(w->text, f->start, "、") &&
	    span_equal(w->items[w->count - 1].unit, f->unit));
}

/* 粮食产量|连续3年稳定在|80万吨: what stands before a time that lasts. */
static struct span
before_time(const struct walk *w, const struct figure *f,
    const struct place_of *p)
{
	const struct place_of place = { .start = w->last - strlen("连续"),
	    .end = w->text.n, .floor = w->below, .unit = p->unit,
	    .kind = p->kind, .self = p->self };
	size_t at = w->floor;

	while (at < f->start)
		if (!utf8_is_han(utf8_next(w->text, &at)))
			return SPAN("");
	return of_find(w->words, w->work, w->text, &place);
}

/* 企业30家、协会5家，分别增长|6%、|8%: what the clause before counts. */
static void
take_clause(struct walk *w)
{
	struct each *each = &w->each;
	struct span of;
	size_t i;

	each->count = 0;
	for (i = w->clause; i < w->count && each->count < OF_EACH; i++) {
		of = w->items[i].of;
		if (of.n > 0 && (each->count == 0 ||
		    !span_equal(each->names[each->count - 1], of)))
			each->names[each->count++] = of;
	}
	if (each->count < 2)
		each->count = 0;
}

/*
 * 起数、人数分别下降|3%、|5%，分别低|2%、|4%: the one of them that this figure
 * is of.
 */
static struct span
take_each(struct walk *w, const struct figure *f, const struct place_of *p)
{
	struct each *each = &w->each;
	size_t at = f->start > w->floor + APART ? f->start - APART : w->floor;
	size_t n;

	if (!is_next(w, f))
		each->next = each->count;
	while (at < f->start && utf8_is_continuation(w->text.p[at]))
		at++;
	for (; at < f->start; at += utf8_width(w->text.p[at])) {
		if (!follows(w->text, at, "分别"))
			continue;
		n = of_each(w->words, w->work, w->text, p, each->names);
		if (n > 0)
			each->count = n;
		else if (is_apart(w, f))
			take_clause(w);
		each->next = 0;
	}
	return each->next < each->count ? each->names[each->next++] :
	    SPAN("");
}

struct span
chain_of(struct walk *w, const struct figure *f, const struct place_of *p)
{
	struct span of = take_each(w, f, p);
	struct quantity *last;

	if (of.n == 0)
		of = of_find(w->words, w->work, w->text, p);
	if (w->count == 0)
		return of;
	if (of.n == 0 && precedes(w->text, w->last, "连续"))
		of = before_time(w, f, p);
	last = &w->items[w->count - 1];
	if (!is_chained(w, f))
		w->waiting = 0;
	if (of.n == 0)
		return inherit(w, f, last);
	complete(w, f, last, of);
	/* 十二类|47项候选项目, 9家|、8家|、11家企业 */
	for (; w->waiting > 0; w->waiting--)
		w->items[w->count - w->waiting].of = of;
	return of;
}

/* 由1.2万元|提高到|1.8万元: the same thing, per the same. */
static bool
is_change(const struct walk *w, const struct figure *f,
    const struct quantity *last)
{
	size_t at = w->floor, n;

	if (!span_equal(last->unit, f->unit) ||
	    (!precedes(w->text, f->start, "到") &&
	    !precedes(w->text, f->start, "至")))
		return false;
	for (n = 0; at < f->start && n < CHANGED; n++)
		if (!utf8_is_han(utf8_next(w->text, &at)))
			return false;
	return at == f->start;
}

struct span
chain_per(const struct walk *w, const struct figure *f)
{
	const struct quantity *last;

	if (w->count == 0)
		return SPAN("");
	last = &w->items[w->count - 1];
	return is_change(w, f, last) ? last->per : SPAN("");
}

/* 2.4、2.8个百分点以上, too. */
void
chain_bound(const struct walk *w, const struct figure *f)
{
	struct quantity *last;

	if (w->count == 0 || f->bound == QUANTITY_EXACT || !is_next(w, f) ||
	    f->end == f->unit_end)
		return;
	last = &w->items[w->count - 1];
	if (last->bound == QUANTITY_EXACT && span_equal(last->unit, f->unit))
		last->bound = f->bound;
}

void
chain_note(struct walk *w, const struct figure *low, const struct figure *high)
{
	const bool range = low != high;
	const bool told = w->items[w->count - 1].of.n > 0;

	if (is_apart(w, low))
		w->clause = w->count - (range ? 2 : 1);
	w->below = w->floor;
	w->last = low->start;
	w->floor = high->end;
	w->waiting = !told && !range && high->kind == WORD_COUNTS &&
	    !high->self ? w->waiting + 1 : 0;
}
