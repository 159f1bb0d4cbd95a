#ifndef TEXT_NUMERALS_H
#define TEXT_NUMERALS_H

#include "base/arena.h"
#include "base/edit.h"
#include "base/span.h"

enum numerals {
	NUMERALS_KEEP,
	NUMERALS_ARABIC,
	NUMERALS_CHINESE
};

/*
 * The edits that write numbers of valid UTF-8 the other way.  What mustn't be
 * touched matters more than what could be: a numeral is changed only where
 * what stands around it says that it counts, measures or dates something.
 *
 * NUMERALS_ARABIC:
 *	二〇二四年				four digits and 年
 *	三月五日, 三月份, (年)三月		months and days
 *	百分之九十七, 千分之三		97%, 3‰
 *	三千二百户, 十五个, 两万三千余人	two characters or more before one
 *					of units[] (numerals.c), 余 and 多
 *					between
 *	三公里, 五岁, 两小时		one character, not 一, before one
 *					of exact[]
 *	三千二百，			百, 千, 万 or 亿 in it, before the
 *					end of a sentence or clause
 *	1.2万, 5亿, 3万5千			digits and 万 or 亿
 * Never: behind 第 初 数 几 “ 《 （ and the like, before 分之 几 数 来, what
 * isn't well formed (三五个, 十七八, 十四五), a numeral that ranges with
 * another one (3-5万).  So headings, names of policies and set phrases stay.
 *
 * NUMERALS_CHINESE: digits before units[], 年 月 日 号, 万, 亿 and %, with no
 * letter, digit, point, hyphen or colon before them; up to 16 digits, and
 * decimals.
 */
struct edits	numerals_edits(enum numerals, struct arena *,
		    struct span text);

#endif
