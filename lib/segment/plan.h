#ifndef SEGMENT_PLAN_H
#define SEGMENT_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/signs.h"
#include "base/span.h"
#include "frame/config.h"
#include "rules/fault.h"
#include "segment/candidates.h"
#include "segment/word_rule.h"
#include "text/cut.h"
#include "text/regex.h"

enum block_kind {
	BLOCK_HEADING,
	BLOCK_PARAGRAPH,
	BLOCK_QUOTE,
	BLOCK_LIST,
	BLOCK_REFERENCE,
	BLOCK_NOTE,
	BLOCK_CAPTION,
	BLOCK_ABSTRACT,
	BLOCK_FRONT,
	BLOCK_BACK,
	BLOCK_KINDS
};

/* Their names in records and rules; ends with NULL. */
extern const char	*const block_names[BLOCK_KINDS + 1];

enum cut_unit {
	CUT_BLOCK,
	CUT_SENTENCE,
	CUT_CLAUSE,
	CUT_WHOLE	/* records pass as they are, with their words */
};

extern const char	*const cut_unit_names[];	/* ends with NULL */

#define LEVEL_MAX	9

#define HEADINGS_MAX	64	/* rules of headings */

struct heading_rule {
	int		 level;		/* 1 to LEVEL_MAX; 0: by the outline */
	struct regex	*match;		/* NULL: what has a title's style */
	struct span	 pattern;	/* of match */
	struct span	 title_ends_at;	/* characters; empty: with its line */
};

/* What a quote's regexes may name, in the order in which it is written. */
enum quote_field {
	QUOTE_NUMBER,
	QUOTE_TIME,
	QUOTE_SPEAKER,
	QUOTE_FIELDS
};

extern const char	*const quote_field_names[QUOTE_FIELDS + 1];

/* A regex of quotes, and the groups of the names above; -1: none. */
struct quote_regex {
	struct regex	*regex;		/* NULL: the rule has none */
	int		 groups[QUOTE_FIELDS];
};

/* A compiled rule. */
struct plan {
	enum cut_unit		 unit;
	bool			 verbose;	/* -v */
	bool			 writes[BLOCK_KINDS];
	struct heading_rule	*headings;
	size_t			 heading_count;
	/*
	 * Matches where one of them does, like the first that does, whose index
	 * its mark is.  NULL: it can't be made.
	 */
	struct regex		*any_heading;
	const struct signs	*line_signs;	/* lines.h */
	struct span		*references;	/* titles before references */
	size_t			 reference_count;
	struct regex		*article;	/* 第三条; NULL: none */
	struct quote_regex	 turn;		/* begins a turn */
	bool			 turns_run_on;	/* over the next paragraphs */
	struct quote_regex	 quote_match;	/* begins a quote */
	struct quote_regex	 quote_fields;	/* found in it */
	struct cut_rules	 cut;
	struct word_rule	*words;		/* NULL: none */
	struct candidate_rule	*candidates;	/* in place of units; or
						 * NULL */
};

/* Reads the one rule of config.  In the arena; NULL after faults. */
struct plan	*segment_compile(const struct config *, struct arena *,
		    struct faults *);

#endif
