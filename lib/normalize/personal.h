#ifndef NORMALIZE_PERSONAL_H
#define NORMALIZE_PERSONAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"

/*
 * Personal data in texts, told by their shape and their check digits.  What
 * can't be told by them is in normalize(1).
 */
enum personal_kind {
	PERSONAL_PHONE,		/* mobile: 11 digits, 13 to 19 */
	PERSONAL_LANDLINE,	/* area code and 7 or 8 digits */
	PERSONAL_ID_NUMBER,	/* 18: date, check digit; 15: date */
	PERSONAL_BANK_CARD,	/* 15 to 19 digits, issuer, Luhn */
	PERSONAL_EMAIL,
	PERSONAL_PLATE,		/* of a car */
	PERSONAL_PASSPORT,	/* and other papers but identity cards */
	PERSONAL_NAME,		/* of a person */
	PERSONAL_ADDRESS,	/* what stands below the street */
	PERSONAL_KINDS
};

/* phone, landline ... as rules have them. */
extern const char *const	personal_names[PERSONAL_KINDS + 1];

/* One that was found: bytes start to end of the text. */
struct personal {
	enum personal_kind	kind;
	size_t			start;
	size_t			end;
};

struct persons;

/* Which of the last four kinds are looked for; the others always are. */
struct personal_wanted {
	bool			 plate;
	bool			 passport;
	bool			 address;
	const struct persons	*persons;	/* NULL: no names */
};

/* A walk over a text, valid UTF-8, in one pass. */
struct personal_search {
	struct span		 text;
	size_t			 at;	/* byte from which on to look */
	size_t			 end;	/* of the last that was told */
	struct personal		 next;	/* that was found ahead */
	bool			 ahead;
	const struct personal	*found;	/* of the last four kinds */
	size_t			 count;
};

/* wanted, and NULL is none, and the arena must outlive the walk. */
void	personal_begin(struct personal_search *, struct arena *,
	    const struct personal_wanted *, struct span text);

/* The next one; false at the end of the text. */
bool	personal_next(struct personal_search *, struct personal *);

/*
 * False if there is none of the first five kinds in the text for sure, as in
 * most cells of tables.
 */
bool	personal_may_be_in(struct span text);

/*
 * True if there may be one of them in text in which borders can't be told, such as
 * JSON with its escapes.
 */
bool	personal_may_come(struct span text);

#endif
