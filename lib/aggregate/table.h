#ifndef AGGREGATE_TABLE_H
#define AGGREGATE_TABLE_H

#include "aggregate/bag.h"
#include "aggregate/compile.h"
#include "aggregate/families.h"
#include "aggregate/rows.h"
#include "aggregate/statistics.h"
#include "aggregate/tuple.h"
#include "frame/engine.h"

/*
 * A table of the rule: rows that are made of all records of a group at once,
 * where a measure is one figure.  Each kind is a module of this shape:
 *
 *	compile()	options -> struct tabling
 *	read()		record -> tuples, in any thread
 *	(fold)		tuples -> the group's bag
 *	finish()	the bag's entries, sorted -> rows
 *
 * What lies between, `by`, cases, --partial, memory, having, order and
 * formats, is the same for all.
 */

/* How people see a column that has no fixed decimals. */
enum column_look {
	LOOK_PLAIN = -1,
	LOOK_CHANCE = -2,	/* to four decimals; below them it says so */
	LOOK_BROKEN = -3,	/* enum table_fit; so the next */
	LOOK_CUT_START = -4,
	LOOK_CUT_MIDDLE = -5,
	LOOK_CUT_END = -6
};

/* A column.  Its title is in two languages, its name in records. */
struct column_head {
	const char	*name;
	const char	*zh;
	const char	*en;
	enum value_kind	 kind;		/* VALUE_STRING, _NUMBER or _JSON */
	int		 look;		/* decimals, or enum column_look */
};

/* A record, and where its tuples go. */
struct table_reading {
	const struct record	*record;
	struct expr_fields	 fields;
	struct arena		*arena;		/* of the record */
	struct buf		*tuples;
	size_t			 open;		/* where the tuple begins */
	struct err		*e;
};

struct table_kind {
	const char	*name;		/* the key that states it */
	const struct column_head *columns;
	size_t		 column_count;
	size_t		 keys;		/* the first columns, which name a row:
					 * they are repeated where the table
					 * is too wide */
	size_t		 right;		/* a column of text that is aligned to
					 * the right; 0: none */
	size_t		 falling;	/* column that rows are sorted by, the
					 * greatest first, without `order`;
					 * 0: as finish() made them */
	const char	*zh;		/* for the foot: what it shows */
	const char	*en;

	/* The options beside `value`, into the tabling; faults are told. */
	void	(*compile)(struct compiling *, struct fields *,
		    const struct node *value, struct tabling *);

	/* -1: ERR_RECORD. */
	int	(*read)(const void *options, struct table_reading *);

	/*
	 * What --methods tells of the records besides, as keys and values of
	 * a JSON object; or NULL.  The rows are for their arena and room.
	 */
	void	(*methods)(const void *options, const struct entry *,
		    size_t count, struct rows *, struct buf *);

	/* All memory in the rows' arena. */
	void	(*finish)(const void *options, const struct entry *,
		    size_t count, struct rows *);
};

/* No chance (p) is told where something compared has fewer documents. */
#define TABLE_DOCUMENTS	5

/* What a rule's table compiles to. */
struct tabling {
	const struct table_kind	*kind;
	const void		*options;
	const struct column_head *columns;
	size_t			 column_count;
	struct ordering		*order;
	size_t			 order_count;
	const struct expr	*having;
	struct place		 having_place;
	uint64_t		 limit;		/* UINT64_MAX: none */
	size_t			 most;		/* see bag_prune(); 0: all */
	size_t			 keys;		/* the kind's, or others */
	enum correction		 correction;	/* of its chances, for people */
};

/* The tuples of one record, each with its length before it. */
int	table_read_record(const struct tabling *, const struct expr_fields *,
	    const struct record *, struct arena *, struct span *tuples,
	    struct err *);

/* The index of the column of that name, or PLAN_NONE. */
size_t	table_column(const struct tabling *, struct span name);

/* The kind of a column, for struct expr_use; VALUE_NULL: any. */
enum value_kind	table_kind_of(const void *tabling, const struct path *);

/*
 * For read(): a tuple is begun, filled by tuple_put(), and ended; or put as a
 * whole.
 */
struct buf *table_open_tuple(struct table_reading *);
void	table_close_tuple(struct table_reading *);
void	table_put(struct table_reading *, const struct span *texts,
	    size_t count);

/*
 * For read(): the text of a field, "" where there is none; the different texts
 * of an array that aren't "", sorted, or the one of a field that is none.
 * Numbers and truths are taken as they stand; an object is ERR_RECORD, and so
 * is an array in table_text().  table_json() gives any value as it stands,
 * table_joined() the texts of an array as they are, as one text.
 */
int	table_json(struct table_reading *, const struct path *,
	    struct span *);
int	table_text(struct table_reading *, const struct path *,
	    struct span *);
int	table_joined(struct table_reading *, const struct path *,
	    const char *between, struct span *);
int	table_texts(struct table_reading *, const struct path *,
	    struct span **, size_t *count);

/*
 * The families of codes that came where none came that is asked for: put by
 * read() behind TABLE_OTHER, and told by finish() as the reason why there is
 * no row, with the option that asks as an example, if there is one.
 */
#define TABLE_OTHER	SPAN("other")

void	table_put_other(struct table_reading *, struct span code);
void	table_tell_others(struct rows *, const char *option,
	    struct span asked, const struct entry *, size_t count);

/* Another reason, of which people read one. */
void	table_tell(struct rows *, const char *zh, const char *en);

/* Sorts them, and leaves one of each; returns how many. */
size_t	table_different(struct span *, size_t count);

/* The document of a record: the text of the field, else the record's id. */
int	table_document(struct table_reading *, const struct path *,
	    struct span *);

/*
 * The time of the first of these fields that the record has, in seconds, in
 * ISO 8601 or one of the usual shapes of text/stamp.h; ERR_RECORD where there
 * is none.
 */
int	table_time(struct table_reading *, const struct path *, size_t count,
	    int zone, int64_t *seconds);

/* As table_texts(), or all of them in their order. */
int	table_list(struct table_reading *, const struct path *, bool all,
	    struct span **, size_t *count);

/*
 * Codes or words that are counted: the elements of a field, each once a record
 * or, with `count: elements`, as often as it comes; but none without a letter
 * or a number, as punctuation is; and the parents of codes, of the books that
 * `parents` names.
 */
struct terms {
	struct path		 path;
	bool			 elements;
	const struct families	*families;	/* or NULL */
};

void	table_take_terms(struct compiling *, struct fields *,
	    const struct node *value, struct terms *);
int	table_terms(struct table_reading *, const struct terms *,
	    struct span **, size_t *count);

/*
 * For compile(): one or more paths, or one, by default of that name; a number
 * from low to high.
 */
struct path *table_paths(struct compiling *, const struct node *,
		    const char *name, size_t *count);
struct path	table_path(struct compiling *, const struct node *,
		    const char *name);

/* The path that the table is of, as the rule states it: it is watched. */
struct path	table_field(struct compiling *, const struct node *);
enum correction	table_correction(struct compiling *, const struct node *);
int64_t		table_number(struct compiling *, const struct node *,
		    int64_t low, int64_t high, int64_t none);

/*
 * For finish(): the entries from *at on that have their first `depth` texts in
 * common; *at moves behind them.
 */
size_t		table_run(const struct entry *, size_t count, size_t *at,
		    size_t depth);

#endif
