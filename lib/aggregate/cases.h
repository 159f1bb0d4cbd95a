#ifndef AGGREGATE_CASES_H
#define AGGREGATE_CASES_H

#include "aggregate/case_days.h"
#include "aggregate/case_event.h"
#include "aggregate/groups.h"
#include "base/map.h"
#include "frame/engine.h"

/*
 * The bag: all that was told of each case, kept by its key until the end of
 * the input, when every case is sorted, rid of what was told twice, folded,
 * and counted like a record.  So nothing depends on the order or the split of
 * the input.
 *
 *	map():   record -> row: [length, key] [packed telling]
 *	fold():  row -> bag
 *	finish() bag -> case -> groups, for each period that is compared
 *
 * With --partial the bag is written, telling by telling; with --merge they
 * come back.  Where it takes more than a share of the memory its tellings go
 * to a sorter, by case, and it begins anew; then it is read case by case.
 */
struct case_row {		/* one telling */
	struct case_row	*next;
	size_t		 n;
	char		 bytes[];	/* packed */
};

struct case_rows {		/* all of a case; a value of the map */
	struct case_row	*first;
	size_t		 count;
	const char	*input;		/* where its first record stands: */
	size_t		 line;		/* NULL in a state */
	uint64_t	 number;	/* of the first, among all */
};

struct cases {
	const struct plan	*plan;
	struct map		 map;		/* by the key of a case */
	struct arena		 arena;		/* keys and rows */
	struct memory		 memory;
	uint64_t		 told;		/* tellings so far */
	struct sorter		*spilled;	/* NULL: all are in the map */
	uint64_t		 spills;	/* how often */
	int64_t			 latest;	/* of all events; CASE_NEVER */
	struct case_days	 days;		/* of those that collect */
};

struct cases	*cases_new(const struct plan *);
void		 cases_free(struct cases *);

/*
 * The row of a record, for the bag.  -1 with ERR_RECORD, also for a key of
 * `by` or a field that a measure reads which is of the wrong kind.
 */
int		 cases_row(const struct plan *, struct regex_work *,
		    const struct unit *, struct buf *, struct err *);

/* Adds a row.  -1 with ERR_IO where the bag can't be spilled. */
int		 cases_add(struct cases *, struct span row, struct err *);

/* Writes the bag as records, sorted by case.  -1 as case_walk_next(). */
int		 cases_partial(struct cases *, struct out *, struct err *);

/* Adds such a record.  -1 as merge_record(). */
int		 cases_merge(struct cases *, struct span line, struct err *);

/*
 * The different tellings of a case, packed, in the order of their bytes; the
 * array is in the arena.
 */
size_t		 cases_tellings(const struct case_rows *, struct arena *,
		    struct span **sorted);

/* -1 with ERR_MEMORY. */
int		 cases_too_large(const struct cases *, struct err *);

/*
 * The end of the input, before any walk: a bag that was spilled is spilled as
 * a whole.  ERR_IO.
 */
int		 cases_settle(struct cases *, struct err *);

/* All cases, one after another: in the map's order, or sorted by key. */
struct case_walk {
	const struct cases	*cases;
	struct sorter		*from;		/* NULL: the map, from */
	size_t			 at;		/* here on */
	struct span		 pending;	/* the next telling of a sorter; */
	bool			 is_pending;	/* or none */
	struct arena		 arena;		/* of the case */
	struct map_entry	 entry;
	struct case_rows	 rows;
};

/* ERR_IO.  case_walk_end() is due in any case. */
int		 case_walk_begin(struct case_walk *, const struct cases *,
		    struct err *);

/*
 * The next case with its rows, until the next call: 1; 0 at the end; -1:
 * ERR_IO, ERR_MEMORY where one case takes more than the memory.
 */
int		 case_walk_next(struct case_walk *,
		    const struct map_entry **, struct err *);
void		 case_walk_end(struct case_walk *);

#endif
