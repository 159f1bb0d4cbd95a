#ifndef TAG_CAPTURE_H
#define TAG_CAPTURE_H

#include "tag/search.h"
#include "text/regex.h"

/* What a match of a regex has in its groups, one value a capture. */
struct captured {
	struct found	 at;
	struct span	*values;	/* .p NULL: not in the match */
};

/* The values of a match in a window of the text. */
struct captured	capture_take(struct arena *, const struct matcher *,
		    struct found at, struct span window,
		    const struct regex_match *);

/*
 * The captures of a tag of a code as the members of a JSON object: those of
 * the first match of each of its regexes that lies in the tag, of one name the
 * first.  In the arena of the search; "" if there is none.
 */
struct span	capture_put(struct search *, const struct code *, uint32_t start,
		    uint32_t end);

/*
 * Appends the number that a text is, as JSON, else null: digits of either
 * width, commas between them left out.  False if it is none.
 */
bool	capture_number(struct buf *, struct span text);

#endif
