#ifndef TEXT_QUANTITY_FIGURE_H
#define TEXT_QUANTITY_FIGURE_H

#include "text/quantity_number.h"
#include "text/quantity_words.h"

/*
 * A figure on its way, in bytes of the text:
 *
 *	至少	3000余	件	以上	的
 *	^start	^number		^	^end
 *				unit_end
 *
 * Its unit lives as long as the words.
 */
struct figure {
	struct written		 number;
	struct span		 unit;
	unsigned		 kind;		/* of its unit */
	bool			 self;		/* unit: 户, 人 */
	size_t			 unit_end;
	size_t			 start, end;	/* with bounds */
	enum quantity_bound	 bound;
};

static inline size_t
skip_spaces(struct span text, size_t at)
{
	while (at < text.n && text.p[at] == ' ')
		at++;
	return at;
}

static inline size_t
back_spaces(struct span text, size_t at)
{
	while (at > 0 && text.p[at - 1] == ' ')
		at--;
	return at;
}

#define NONE_MARKS	6

/* Where the marks that may open a name stood last; 0 before a text. */
struct none_marks {
	size_t	ends[NONE_MARKS];	/* bytes to behind each; 0: nowhere */
	size_t	to;			/* bytes that were looked at */
};

/* True for an ordinal, a part of something and what has no value: 几百. */
bool		none_by_place(struct span text, const struct written *);

/*
 * True for a number in a name: of the list, in short quotes, in a title.  The
 * marks are of this text; numbers are asked about from its beginning on.
 */
bool		none_by_name(const struct quantity_words *, struct span text,
		    struct none_marks *, const struct written *);

/*
 * The unit behind the number: unit, kind, self, unit_end, and what 半 and 多
 * there make of the number.  False: there is none, or the number is a year or
 * of an address.
 */
bool		unit_read(const struct quantity_words *, struct span text,
		    struct figure *);

/* The same, or the unit of the next number: 2.4、2.8个百分点. */
bool		unit_read_or_next(const struct quantity_words *,
		    struct span text, struct figure *);

/* 2022年 is no count of years. */
bool		unit_is_year(const struct figure *);

/* True for %, 倍 and the like: they count nothing themselves. */
bool		unit_is_share(struct span unit);

/* The bound before the start, or behind the end, which moves over it. */
void		bound_before(const struct quantity_words *, struct span text,
		    struct figure *);
void		bound_behind(struct span text, struct figure *);

/* Behind, only a word: 以上, 以内; no 多. */
void		bound_word_behind(struct span text, struct figure *);

#endif
