#ifndef AGGREGATE_GROUPS_H
#define AGGREGATE_GROUPS_H

#include "aggregate/cell.h"
#include "aggregate/memory.h"
#include "base/err.h"
#include "base/map.h"

/* A group with the state of all measures that have a cell. */
struct group {
	struct span	key;		/* see row.h */
	union cell	cells[];
};

#define GROUPS_MAX_FOOT	16

/*
 * All groups of a run; one thread at a time.  Where they would take more than
 * GROUPS_PART of the memory they go to files, see spill.h, and begin anew.
 */
#define GROUPS_PART(bytes)	((bytes) / 4 * 3)

struct groups {
	const struct plan	*plan;
	struct map		 map;
	struct arena		 arena;		/* groups and their keys */
	struct memory		 memory;	/* of all of it */
	size_t			 beside;	/* of it: what isn't ours */
	struct sorter		*spilled;	/* NULL: all are in the map */
	uint64_t		 spills;	/* how often */
	bool			 why_told;	/* what a table lacks, once */
	int64_t			 first_day;	/* of all records, where
						 * periods are compared;
						 * or ROW_NO_DAY */
	bool			 late;		/* of a window, see windows.h */
	uint64_t		 wanted;	/* groups for which `having` */
	uint64_t		 unwanted;	/* holds, or doesn't */
	bool			 valued[PLAN_MAX_KEYS];	/* of what spilled:
						 * some group has a value */
	struct fed		*fed;		/* what the row's inputs gave */
	struct arena		 notes;		/* of the foot */
	struct span		 foot[GROUPS_MAX_FOOT];
	size_t			 foot_count;
	struct groups		*against[CASE_AGAINSTS];	/* of the
					 * periods that are compared; NULL:
					 * not known */
};

struct groups	*groups_new(const struct plan *);
void		 groups_free(struct groups *);

/* Makes that day the first, if it is before it. */
void		 groups_note_day(struct groups *, int64_t day);

/* Releases what the cells of a group hold; they are empty then. */
void		 group_clear(const struct plan *, struct group *);

/* Forgets all groups of the map. */
void		 groups_clear(struct groups *);

/* Whether some group has a value of that key. */
bool		 groups_have_value(const struct groups *, size_t key);

/* The group with that key in the map; NULL if there is none. */
struct group	*groups_find(const struct groups *, struct span key);

/* The same, made if there is none; NULL where memory is refused. */
struct group	*groups_get(struct groups *, struct span key);

/*
 * A line for the foot of a table, in the plan's language, such as the period;
 * copied.  They stand behind what the measures are, in the order of the calls,
 * of which there may be GROUPS_MAX_FOOT.
 */
void		 groups_foot(struct groups *, struct span line);

/* Makes the group of everything, if the rule writes one: 0 is a figure too. */
void		 groups_make_total(struct groups *);

/*
 * Adds a row to the groups that it names.  -1: ERR_IO where they can't be
 * spilled; ERR_MEMORY where they may not and take more than the plan's memory.
 */
int		 groups_add(struct groups *, struct span row, struct err *);

/* Spills them if they take too much.  -1 as groups_add(). */
int		 groups_settle(struct groups *, struct err *);

/*
 * -1 with ERR_MEMORY if the groups wanted more than they may take, or there is
 * no room for so many bytes beside them, of what is made of them.
 */
int		 groups_check(const struct groups *, size_t beside,
		    struct err *);

#endif
