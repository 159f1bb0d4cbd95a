#ifndef TEXT_QUANTITY_H
#define TEXT_QUANTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"

/*
 * Figures in running Chinese text, with what they count:
 *
 *	受理矛盾纠纷4100余件	4100 件 min, of 矛盾纠纷
 *	每人每月80元的补助	80 元 exact, per 每人每月, of 补助
 *	提高22个百分点		22 百分点
 *	30%—50%, 三到五天	two: the lesser min, the greater max
 *
 * A figure is a number, in digits of any width or as Chinese numerals, before
 * a unit; 万 and 亿 are part of the number.  None are dates, ordinals, what
 * stands in short quotes or in the title of a work, numbers without a value
 * (数十, 几百), 一 before a word that counts (一个 is an article) unless a
 * bound or a per goes with it, fractions but percentages, numbers below 0,
 * and numbers over 16 digits.
 */
enum quantity_bound {
	QUANTITY_EXACT,
	QUANTITY_MIN,		/* 余 多 以上 超过 至少 */
	QUANTITY_MAX,		/* 近 不到 不足 以内 */
	QUANTITY_ABOUT		/* 约 左右 */
};

extern const char *const	quantity_bounds[];	/* ends with NULL */

struct quantity {
	uint32_t		start, end;	/* code points: number and unit */
	struct span		value;		/* JSON number */
	struct span		unit;
	enum quantity_bound	bound;
	struct span		per, of;	/* empty: none told */
};

/* The words by which figures are read; made once, then read-only. */
struct quantity_words;
struct lexicon;
struct words_work;

/*
 * A line of `units` is a unit, or that and what it is:
 *	measure		it measures and doesn't count: 元, 公里
 *	time		and is a time: 近三天 are the last three
 * of `names` a figure that is none, N for a number: 6个1小时, N个层次;
 * of `ends` a word that isn't part of what is counted, or that and
 *	link		only right before the number: 共有
 *	start		only right behind the unit: 在
 *	whole		only if nothing else stands there: 镇
 *	behind	a verb or a noun: 改造小区, 小区改造; an end behind 人 and 户
 *	predicate	where a name behind the unit ends with it: 企业上市
 *	noun	and is a name by itself: 死亡
 *	adverb	what it stands before is a verb: 共
 *	quality	with a 的 no name: 不同的方法
 *	keep		no end, whatever shorter end it has in it: 行为
 */
struct quantity_lines {
	const struct span	*units, *names, *ends;
	size_t			 unit_count, name_count, end_count;
};

/*
 * In the arena; NULL: *line is one that can't be read.  With a lexicon `ends`
 * are words as it cuts them: 分为 is none in 水分|为.  It must stay as long.
 */
struct quantity_words *quantity_words(struct arena *,
		    const struct quantity_lines *, const struct lexicon *,
		    struct span *line);

/*
 * The figures of valid UTF-8, in order, in the arena; how many.  Without a
 * lexicon there need be no work.
 */
size_t		quantity_find(const struct quantity_words *,
		    struct words_work *, struct arena *, struct span text,
		    struct quantity **);

#endif
