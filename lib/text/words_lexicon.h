#ifndef TEXT_WORDS_LEXICON_H
#define TEXT_WORDS_LEXICON_H

#include <stdbool.h>
#include <stdint.h>

#include "text/words.h"
#include "text/words_file.h"
#include "text/words_own.h"

/* What words*.c share; nobody else sees it. */
struct lexicon {
	struct arena			*arena;
	struct span			 file;		/* mapped */
	const struct words_model	*model;
	const uint32_t			*frequencies;	/* by value */
	const uint16_t			*classes;
	const uint64_t			*cells;
	const double			*logs;		/* by value */
	const struct words_tagger	*tagger;
	const uint8_t			*kinds;		/* by cell */
	struct span			*own_kinds;	/* names */
	size_t				 own_kind_count, own_kind_capacity;
	unsigned			 last_kind;	/* looked up; or 0 */
	struct own			 own;
	bool				 has_own;
	bool				 has_joined;
	bool				 has_split;
	bool				 has_forced;
	int64_t				 total;		/* of frequencies */
	double				 log_total;
};

#define LEXICON_NOWHERE	UINT32_MAX

/* Kinds: jieba's own from KIND_FIRST, then those of the user. */
#define KIND_OTHER	0		/* x */
#define KIND_LATIN	1		/* eng */
#define KIND_NUMBER	2		/* m */
#define KIND_FIRST	3
#define KIND_OWN	(KIND_FIRST + WORDS_KINDS)
#define KIND_OWN_MOST	250

/* The cell behind that of a prefix, along a class; LEXICON_NOWHERE if none. */
static inline uint32_t
lexicon_next(const struct lexicon *l, uint32_t at, unsigned class)
{
	uint32_t to = words_cell_base(l->cells[at]) ^ class;

	return words_cell_check(l->cells[to]) == at ? to : LEXICON_NOWHERE;
}

/* How often a word stands in jieba's corpus; 0 if it is no word, -1 if not
 * even the beginning of one. */
int64_t	lexicon_frequency(const struct lexicon *, struct span word);

/* The kind of a word; KIND_OTHER where no dictionary states one. */
unsigned	lexicon_kind(const struct lexicon *, struct span word);

/* Does the word have one of these marks? */
bool	lexicon_is_marked(const struct lexicon *, struct span word,
	    unsigned marks);

#endif
