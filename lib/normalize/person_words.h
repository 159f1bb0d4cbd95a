#ifndef NORMALIZE_PERSON_WORDS_H
#define NORMALIZE_PERSON_WORDS_H

#include <stddef.h>

/*
 * What names of people are told by.  Lists of characters are strings of
 * three bytes each; words stand between spaces.
 */
extern const char	person_surnames[];
extern const char	person_surnames_of_two[];	/* six bytes each */
extern const char	person_surnames_weak[];
extern const char	person_given[];
extern const char	person_words[];
extern const char	person_offices[];
extern const char	person_function[];
extern const char *const person_titles[];	/* end with NULL */

/* Where a name stands beside a word. */
#define PERSON_LABEL	1	/* behind it, after a colon or at once */
#define PERSON_SAID	2	/* behind it, if a phrase ends there */
#define PERSON_BEFORE	4	/* behind it: it is a role */
#define PERSON_BEHIND	8	/* before it: it is a title */
#define PERSON_PHONE	16	/* before it, if a phrase begins there */
#define PERSON_LISTED	32	/* it is one */
#define PERSON_KIN	64	/* behind it, at once or after a colon */

struct person_term {
	const char	*text;
	unsigned	 places;	/* PERSON_LABEL ... */
};

extern const struct person_term	person_terms[];
extern const size_t		person_term_count;

#endif
