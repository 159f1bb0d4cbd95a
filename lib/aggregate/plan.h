#ifndef AGGREGATE_PLAN_H
#define AGGREGATE_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "aggregate/amount.h"
#include "aggregate/case_plan.h"
#include "base/hash.h"
#include "base/span.h"
#include "frame/expr.h"
#include "frame/watch.h"
#include "record/record.h"
#include "rules/fault.h"
#include "text/when.h"

/*
 * What a rule compiles to; read-only afterwards.
 *
 * A group is a set of keys with their values.  The mask of a group says
 * which of the rule's keys it has, bit i being key i.  Besides the groups of
 * all keys there are rolled-up ones, which lack keys from the right, and
 * those that a share or a figure per something divides by.  All of them are
 * filled record by record, so that a record counts once in each, however
 * many elements its arrays have.
 */
#define PLAN_MAX_KEYS		8
#define PLAN_MAX_MEASURES	256
#define PLAN_MAX_MASKS		255
#define PLAN_MAX_WATCHED	255		/* fields beyond it aren't */
#define PLAN_MAX_COMPARISONS	255		/* the same */
#define PLAN_MAX_COUNTERS	(16 + PLAN_MAX_MEASURES + 1 + \
    PLAN_MAX_WATCHED + PLAN_MAX_COMPARISONS + 2 * PLAN_MAX_KEYS)
#define PLAN_NONE		SIZE_MAX	/* where an index is optional */

enum key_kind {
	KEY_FIELD,
	KEY_AREA,	/* the first digits of a code */
	KEY_PERIOD,
	KEY_EACH,	/* one group for each element of an array */
	KEY_BUCKET,
	KEY_VALUE
};

/* What a code is called. */
struct label {
	struct span	code;
	struct span	text;
};

/* Labels by code, no two of one code; of books also by their texts. */
struct labels {
	struct label	*items;
	size_t		 count;
	struct label	*by_text;	/* those that one code alone has */
	size_t		 by_text_count;
};

struct key {
	enum key_kind		 kind;
	const char		*name;		/* in records */
	struct span		 title;		/* for people */
	struct path		 path;
	const struct expr	*value;		/* KEY_BUCKET, KEY_VALUE */
	bool			 folded;	/* of what only a case has */
	size_t			 digits;	/* KEY_AREA */
	struct labels		 names;		/* of areas */
	bool			 named;		/* each area should have one */
	enum when_unit		 period;
	int128			 width;		/* KEY_BUCKET, in AMOUNT_UNITS */
	const struct families	*families;	/* KEY_EACH; or NULL */
};

/* What a measure reads of a record; equal ones are read once. */
enum input_kind {
	INPUT_TRUTH,	/* whether it counts */
	INPUT_NUMBER,
	INPUT_HASH,	/* which thing it is */
	INPUT_ID,	/* from here on a text */
	INPUT_VALUE,	/* itself, see listing.h */
	INPUT_TUPLES	/* what the rule's table knows of it */
};

struct input {
	enum input_kind		 kind;
	const struct expr	*value;		/* NULL: true; of INPUT_ID */
	const struct expr	*where;		/* NULL: always */
	const struct expr	*by;		/* of INPUT_VALUE: a time; or
						 * NULL */
	int128			 width;		/* of it: of buckets; or 0 */
	struct span		 value_text;	/* as written */
	struct span		 by_text;
	struct span		 where_text;
	const char		*measure;	/* the first that reads it */
	bool			 exact;		/* INPUT_NUMBER: to the last
						 * digit, not to a double */
	bool			 squared;	/* of it: what has a square */
	bool			 folded;	/* of what only a case has */
	bool			 lenient;	/* what can't be read is none, */
	size_t			 bad;		/* counted here */
};

enum measure_kind {
	MEASURE_COUNT,
	MEASURE_DISTINCT,
	MEASURE_SUM,
	MEASURE_MEAN,
	MEASURE_VAR,
	MEASURE_STDDEV,
	MEASURE_MIN,
	MEASURE_MAX,
	MEASURE_QUANTILE,
	MEASURE_EXAMPLES,	/* from here on no numbers */
	MEASURE_TOP,
	MEASURE_SET,
	MEASURE_HISTOGRAM,
	MEASURE_FIRST,
	MEASURE_LAST,
	MEASURE_TABLE,		/* all rows of the rule's table */
	MEASURE_RATIO,		/* from here on of other measures, */
	MEASURE_CHANGE,		/* without a cell of their own; */
	MEASURE_COMPUTE,
	MEASURE_RANK,		/* of other groups too; */
	MEASURE_SHARE,		/* from here on of groups within keys */
	MEASURE_PER
};

struct measure {
	enum measure_kind	 kind;
	const char		*name;
	size_t			 input;		/* PLAN_NONE: every record */
	size_t			 cell;		/* maybe shared; PLAN_NONE: none */
	uint64_t		 q;		/* MEASURE_QUANTILE, 10^-9 */
	size_t			 most;		/* of examples, a set, the top */
	size_t			 of;		/* measures divided */
	size_t			 to;
	unsigned		 within;	/* keys of the group `to` is of */
	enum case_against	 against;	/* MEASURE_CHANGE */
	bool			 points;	/* of it: the difference */
	double			 factor;	/* 1, but for MEASURE_PER */
	bool			 by_days;	/* of it: of the group's period */
	const struct expr	*value;		/* MEASURE_COMPUTE */
	size_t			 rank;		/* MEASURE_RANK: its number */
	uint64_t		 least;		/* of it: of `to`; 0: none */
	bool			 ascending;	/* of it: the least is first */
	struct span		 title;		/* for people, with the unit */
	struct span		 describe;	/* "" if none */
	struct span		 source;	/* of what it is; "" if none */
	bool			 hidden;	/* measured, not written */
	bool			 percent;
	bool			 in_points;	/* percent without its sign */
	int			 decimals;	/* -1: as many as there are */
};

struct ordering {
	bool	descending;
	bool	is_key;
	size_t	index;		/* of the key or measure */
};

/* Groups that are too small to be told. */
struct suppress {
	uint64_t	below;		/* 0: all are told */
	size_t		of;		/* the measure that is looked at */
	bool		complement;	/* others too, where a total tells */
};

enum format {
	FORMAT_JSONL,
	FORMAT_CSV,
	FORMAT_TSV,
	FORMAT_TABLE,
	FORMAT_HTML,
	FORMAT_MARKDOWN,
	FORMAT_BULLETIN,	/* of a rule with `bulletin` */
	FORMAT_GRAPHML,		/* from here on of networks alone */
	FORMAT_DOT
};

/* The first key is a window, see windows.h. */
struct windowing {
	int64_t	wait;		/* seconds that the watermark trails */
};

struct plan {
	struct hash		 rule;		/* of the rule's bytes */
	int			 zone;		/* minutes east of UTC */
	bool			 chinese;	/* what people read */
	const struct calendar	*calendar;	/* or NULL */
	struct case_plan	*cases;		/* NULL: records are counted */
	struct tabling		*table;		/* NULL: measures */
	const struct windowing	*window;	/* or NULL */
	const struct expr	*where;
	const struct expr	*having;
	struct place		 having_place;
	struct key		*keys;
	size_t			 key_count;
	size_t			 dated;		/* the key whose periods are
						 * compared; or PLAN_NONE */
	struct input		*inputs;
	size_t			 input_count;
	const char		**bad;		/* of those that are lenient: the
						 * measures; names of counters */
	size_t			 bad_count;
	struct watched		*watched;
	size_t			 watched_count;
	const struct expr_comparison *comparisons;
	size_t			 comparison_count;
	const char *const	*counters;	/* all: names */
	size_t			 counter_count;
	struct measure		*measures;
	size_t			 measure_count;
	size_t			*cells;		/* of each, its first measure */
	size_t			 cell_count;
	unsigned		 masks[PLAN_MAX_MASKS];
	size_t			 mask_count;
	size_t			 written;	/* so many masks are written */
	struct ordering		*order;
	size_t			 order_count;
	struct suppress		 suppress;
	size_t			 rank_count;
	uint64_t		 limit;		/* UINT64_MAX: none */
	uint64_t		 exact;
	struct labels		 labels;	/* of codes */
	enum format		 format;
	struct span		 title;
	size_t			 width;		/* of FORMAT_TABLE; 0: any */
	bool			 bom;
	bool			 formulas;
	bool			 partial;
	bool			 merge;
	size_t			 memory;	/* bytes of all groups */
	struct scratch		*scratch;	/* for what is more */
	bool			 allow_empty;	/* a period without cases */
	bool			 verbose;	/* the foot is told */
	const struct bulletin	*bulletin;	/* or NULL */
	const struct methods	*methods;	/* or NULL */
	struct test		*tests;		/* for --check */
	size_t			 test_count;
	const char		*usage;		/* options that don't fit; or NULL */
};

/* The index of the measure or key of that name, or PLAN_NONE. */
size_t	plan_measure(const struct plan *, struct span name);
size_t	plan_key(const struct plan *, struct span name);

/*
 * What a path in `having` names: the key or measure that is called by the
 * whole text, dots included, or by the path's only key.  index is PLAN_NONE if
 * there is none.
 */
struct column {
	bool	is_key;
	size_t	index;
};

struct column	plan_column(const struct plan *, const struct path *);

/* The index of a mask that the plan has. */
size_t	plan_mask(const struct plan *, unsigned mask);

/* What a code is called: the code itself where it has no label. */
struct span	labels_find(const struct labels *, struct span code);

bool		labels_have(const struct labels *, struct span code);

/* Sorts them by code. */
void		labels_sort(struct labels *);

/*
 * The same of books, and by text: a label that several codes have is told
 * with the code behind it, and labels_code() doesn't know it.
 */
void		labels_settle(struct labels *, bool chinese, struct arena *);

/* The code that is called so; the text itself where none is, or it is one. */
struct span	labels_code(const struct labels *, struct span text);

/* Whether a person reads the output, rather than a program. */
static inline bool
plan_is_for_people(const struct plan *plan)
{
	return plan->format >= FORMAT_TABLE;
}

/* The first of the measures that a cell is of. */
static inline const struct measure *
plan_cell(const struct plan *plan, size_t cell)
{
	return &plan->measures[plan->cells[cell]];
}

/* Whether its figure is no number, but examples or values. */
static inline bool
measure_is_no_number(const struct measure *m)
{
	return m->kind >= MEASURE_EXAMPLES && m->kind < MEASURE_RATIO;
}

/* Whether it is of values, see listing.h. */
static inline bool
measure_is_listing(const struct measure *m)
{
	return m->kind >= MEASURE_TOP && m->kind <= MEASURE_LAST;
}

/* The keys that a measure of a group divides by, e.g. of a share. */
static inline unsigned
plan_within(const struct measure *m, unsigned mask)
{
	return m->within & mask;
}

#endif
