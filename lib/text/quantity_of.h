#ifndef TEXT_QUANTITY_OF_H
#define TEXT_QUANTITY_OF_H

#include "text/quantity_words.h"

/* Where a figure stands, in bytes. */
struct place_of {
	size_t		start;		/* of it, or of a bound before it */
	size_t		end;		/* behind its unit, or a bound there */
	size_t		floor;		/* end of the figure before, or 0 */
	struct span	unit;
	unsigned	kind;		/* of its unit */
	bool		self;		/* its unit is 户, 人 */
	bool		share;		/* its unit is %, 倍 */
};

/* What is counted, as it stands in the text; empty: nothing told. */
struct span	of_find(const struct quantity_words *, struct words_work *,
		    struct span text, const struct place_of *);

/* Of what stands behind alone: 3000名|党员, 94项|下放的职能, 80元|的补助. */
struct span	of_behind(const struct quantity_words *, struct words_work *,
		    struct span text, const struct place_of *);

#define OF_EACH	6

/*
 * What stands before 分别 for figures to come, in order, at most OF_EACH + 1;
 * how many, 0 and none where one of them isn't said whole: 城镇、农村收入分别.
 */
size_t		of_each(const struct quantity_words *, struct words_work *,
		    struct span text, const struct place_of *,
		    struct span *each);

/* 每人每月, 人均, what stands behind `/`; empty: none. */
struct span	per_find(const struct quantity_words *, struct span text,
		    const struct place_of *);

#endif
