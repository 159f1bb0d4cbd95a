#ifndef RULES_TYPING_H
#define RULES_TYPING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"
#include "rules/fault.h"

/*
 * What people type that isn't what YAML wants: each mistake is told at its
 * place and noted with its repair, so that the file can be read on and the
 * next mistake be found in the same run.  Nothing runs with a repaired text:
 * a fault was told.
 */
struct repair {
	size_t		start;		/* byte */
	size_t		old_n;
	struct span	text;
};

/* Behind a repair that changed how many characters its line has. */
struct shift {
	size_t		line;		/* from 1 */
	size_t		column;		/* of the text with the repair */
	size_t		added, dropped;	/* in the line up to there */
};

/* A place in the text; lines end where libyaml ends them. */
struct cursor {
	size_t	byte;
	size_t	character;	/* from 0; so the next */
	size_t	line;
	size_t	column;
};

struct typing {
	struct arena	*arena;
	struct span	 text;		/* valid UTF-8 */
	const char	*file;
	struct faults	*faults;	/* what is repaired: told once */
	struct faults	 found;		/* what isn't, by this reading */
	struct repair	*repairs;
	size_t		 count;
	size_t		 capacity;
	struct shift	*shifts;	/* of each round of repairs in order */
	size_t		 shift_count;
	size_t		 shift_capacity;
	size_t		*rounds;	/* behind the shifts of each */
	size_t		 round_count;
	size_t		 round_capacity;
	struct cursor	 cursor;
	struct cursor	 mark;		/* to go back to; else from the start */
};

/*
 * The byte of a character; the place of a byte in the text as it came.  Both
 * walk from where the last one was, or from the mark, so a reader that goes
 * through the text sets the mark where it is and never asks for what is before.
 */
size_t		 typing_byte(struct typing *, size_t character);
struct place	 typing_place(struct typing *, size_t byte);
void		 typing_mark(struct typing *);

/* Where a place of the text was before all repairs. */
struct place	 typing_original(const struct typing *, struct place);

/* Notes that old_n bytes from start should read text. */
void		 typing_repair(struct typing *, size_t start, size_t old_n,
		    struct span text);

/*
 * Tells that the ASCII character at byte `at` has a meaning in YAML; repaired
 * by its full-width twin, which has none.
 */
void		 typing_indicator(struct typing *, size_t at,
		    const char *meaning);

/*
 * The same for the mark of an anchor, an alias or a tag, which ends at byte
 * `end`, at `at` if that isn't known.
 */
void		 typing_refuse(struct typing *, size_t at, size_t end);

/* The text with its repairs, no two of one place; they are forgotten. */
struct span	 typing_apply(struct typing *);

/*
 * Looks at what begins at byte `at`, the first in its line: an indent that
 * isn't of spaces, a full-width dash, a dash without its space.  True if it
 * told a fault.
 */
bool		 typing_check_start(struct typing *, size_t at);

/*
 * Looks at the line around byte `at`, which YAML can't read as `key: value`:
 * its start as above, a full-width colon, a colon without its space.  True if
 * it told a fault.
 */
bool		 typing_check_line(struct typing *, size_t at);

/* Length in bytes of the space at byte `at` that isn't ASCII; 0 if none. */
size_t		 typing_odd_space(struct span text, size_t at);

/* Where the line of byte `at` begins and ends (without its line feed). */
size_t		 typing_line_start(struct span text, size_t at);
size_t		 typing_line_end(struct span text, size_t at);

/*
 * One look at all tokens of the text, in search of such mistakes.  -1 if
 * something was repaired or YAML can't scan it.
 */
int		 scan_tokens(struct typing *);

/* What libyaml's scanner or parser couldn't go on with. */
struct mishap {
	const char	*context;	/* its words; NULL if none */
	const char	*problem;
	size_t		 begin;		/* byte where the context begins */
	size_t		 at;		/* byte where the problem is */
};

/*
 * Tells a fault in the words of who writes rule files, and notes a repair
 * where one is plain: then true.  What follows from a mistake that was told
 * already, in that line or the one before, is passed over.
 */
bool		 explain_mishap(struct typing *, const struct mishap *);

#endif
