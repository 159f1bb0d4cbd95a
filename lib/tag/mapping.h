#ifndef TAG_MAPPING_H
#define TAG_MAPPING_H

#include "tag/coding.h"
#include "tag/former.h"
#include "tag/map.h"

/* A record on its way: what it had, and what it gets. */
struct mapping {
	struct worker		*w;
	const struct record	*record;
	struct tags		 tags;
	struct ids		 ids;
	bool			*voices;	/* as struct asked has them */
	bool			*met;		/* by code: its conditions */
	bool			*outside;	/* by number: the record has
						 * it, and nowhere a tag */
	uint32_t		*hits;		/* our codes, each once */
	size_t			 hit_count, hit_capacity;
	struct evidences	 evidence;
	struct deriving		 deriving;
	struct claims		*claims;
	uint64_t		*counters;
	struct span		 speaker;	/* of the unit's text; "": none */
	bool			 wants_field;	/* some book codes one, */
	bool			 has_field;	/* and the record has it */
	struct err		*e;
};

/*
 * What the conditions of a book read: its `as_of`, what its tables say of the
 * record, the record's own fields.
 */
struct reading {
	const struct mapping	*m;
	uint32_t		 book;
};

struct expr_fields	 mapping_fields(const struct reading *);

/*
 * Chooses the books that code the record, and codes its fields: adds tags and
 * evidence.  -1: ERR_RECORD.
 */
int	mapping_code(struct mapping *);

/* The text at a path: 1, 0 if it is absent or null, -1 for anything else. */
int	mapping_text(const struct record *, const struct path *,
	    struct span *text, struct err *);

/* The text at a path as it is coded: without the label of who speaks. */
struct span	mapping_said(const struct mapping *, const struct path *,
		    struct span text);

/* Writes the tags and codes in their order, equal ones once: to the worker. */
void	mapping_put(struct mapping *);

#endif
