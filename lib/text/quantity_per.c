#include "text/quantity_of.h"

#include "base/utf8.h"
#include "text/beside.h"
#include "text/numeral.h"
#include "text/quantity_number.h"
#include "text/quantity_stretch.h"

#define PER_REACH	14	/* from 每 to the figure */
#define PER_NOUN	6	/* characters of 每个网格 behind 每个 */

/* Digits or numerals from `at` on. */
static size_t
skip_number(struct span text, size_t at)
{
	size_t next = at;
	uint32_t c;

	while (at < text.n) {
		c = utf8_next(text, &next);
		if (!written_is_digit(c) && !numeral_begins(c))
			break;
		at = next;
	}
	return at;
}

/* 每个网格, from 每个 to what it is that is done; never over a number. */
static size_t
per_noun(const struct quantity_words *words, struct span text, size_t at,
    size_t most)
{
	size_t n, next;
	const struct listed *w;

	for (n = 0; at < most && n < PER_NOUN; n++) {
		w = word_at(&words->ends, text, at);
		next = at;
		if (!utf8_is_han(utf8_next(text, &next)) ||
		    skip_number(text, at) > at || (w != NULL &&
		    (w->kinds & WORD_KEEP) == 0 && (w->kinds & WORD_WHOLE) == 0))
			break;
		at = next;
	}
	return at;
}

/* One 每 and what it goes with, from `at` on; where it ends, or at. */
static size_t
per_one(const struct quantity_words *words, struct span text, size_t at,
    size_t most)
{
	static const char *const whole[] = { "月", "日", "季度", "季", "户",
	    "人口", "人", "村", "社区", "镇", "村组", "晚", "学期" };
	const struct listed *w;
	size_t end, i;

	if (!follows(text, at, "每"))
		return at;
	end = skip_number(text, at + strlen("每"));
	w = word_at(&words->units, text, end);
	if (w != NULL && (w->kinds & WORD_COUNTS) == 0)
		return end + w->text.n;
	for (i = 0; i < COUNT(whole); i++)
		if (follows(text, end, whole[i]) &&
		    end + strlen(whole[i]) <= most)
			return end + strlen(whole[i]);
	if (w != NULL)
		end += w->text.n;
	return per_noun(words, text, end, most);
}

/* 每 in the clause before the figure. */
static size_t
find_each(struct span text, const struct place_of *p)
{
	size_t at = p->start, next, n;
	uint32_t c;

	for (n = 0; at > p->floor && n < PER_REACH; n++) {
		next = at;
		c = utf8_previous(text, &next);
		if (c != ' ' && !stretch_has(c) && !written_is_digit(c))
			break;
		at = next;
		if (c == 0x6bcf && !(at >= strlen("每") &&
		    follows(text, at - strlen("每"), "每")))
			return at;
	}
	return p->start;
}

static struct span
per_before(const struct quantity_words *words, struct span text,
    const struct place_of *p)
{
	static const char *const means[] = { "人", "户", "月", "日", "年",
	    "村", "周", "亩" };
	const size_t m = strlen("均");
	size_t start = find_each(text, p), at = start, end, n, each;

	if (start < p->start) {
		/* The first of 每人每月. */
		for (n = 0; n < 3; n++) {
			each = find_each(text, &(struct place_of){
			    .start = start, .floor = p->floor });
			if (each == start || per_one(words, text, each,
			    start) != start)
				break;
			start = each;
		}
		for (at = start; (end = per_one(words, text, at, p->start)) >
		    at; at = end)
			continue;
		return at > start + strlen("每") ?
		    span_make(text.p + start, at - start) : SPAN("");
	}
	if (p->share)
		return SPAN("");
	start = stretch_start(text, p->start, p->floor);
	for (at = start; at < p->start; at += utf8_width(text.p[at]))
		if (at >= start + m && follows(text, at, "均") &&
		    precedes_any(text, at, means, COUNT(means)))
			return span_make(text.p + at - m, 2 * m);
	return SPAN("");
}

/* The bytes of one of 月, 人·天, kg. */
static size_t
per_unit(const struct quantity_words *words, struct span text, size_t at)
{
	static const char *const others[] = { "月", "日", "·" };
	const struct listed *w = word_at(&words->units, text, at);

	if (w != NULL)
		return w->text.n;
	return follows_any(text, at, others, COUNT(others)) ?
	    utf8_width(text.p[at]) : 0;
}

/* 元/月, 元每人. */
static struct span
per_behind(const struct quantity_words *words, struct span text,
    const struct place_of *p)
{
	static const char *const slashes[] = { "/", "／" };
	size_t i, at, end, n;

	for (i = 0; i < COUNT(slashes); i++) {
		if (!follows(text, p->end, slashes[i]))
			continue;
		at = end = p->end + strlen(slashes[i]);
		while (end < text.n && (n = per_unit(words, text, end)) > 0)
			end += n;
		return span_make(text.p + at, end - at);
	}
	end = per_one(words, text, p->end, text.n);
	return span_make(text.p + p->end, end - p->end);
}

struct span
per_find(const struct quantity_words *words, struct span text,
    const struct place_of *p)
{
	const struct span per = per_behind(words, text, p);

	return per.n > 0 ? per : per_before(words, text, p);
}
