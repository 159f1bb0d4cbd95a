#ifndef FRAME_ENGINE_H
#define FRAME_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "frame/config.h"
#include "io/archive.h"
#include "record/record.h"
#include "rules/fault.h"

/*
 * What an engine is.  It knows no FILE, no argv, no exit and no global
 * state, so unit tests and fuzzers link it without a main(); everything
 * reaches it through struct config.
 *
 *	reader            workers (N threads)       writer (one thread)
 *	bytes -> units -> map(worker, unit, out) -> lines -> sink
 *	                                        \-> rows -> fold(state, row, out)
 */

/* One unit of input.  All of it is borrowed until map() returns. */
struct unit {
	const struct record	*record;	/* if cut as UNIT_RECORDS, or NULL */
	struct span		 bytes;		/* the unit as it came */
	const char		*input;		/* its name for id and source;
						 * lives with the run */
	const char		*member;	/* of the archive that input is,
						 * or NULL; UTF-8, the same */
	uint64_t		 offset;	/* of bytes in the input,
						 * uncompressed */
	size_t			 line;		/* that it begins on, from 1 */
	size_t			 number;	/* in its input, from 1 */
	struct arena		*arena;		/* of the record */
	const void		*head;		/* engine.head's, or NULL */
	bool			 stopped;	/* at engine.stop's, or behind */
	struct span		 above;		/* what engine.stop told of the
						 * units above, or "" */
	bool			 unended;	/* a row that ends with the
						 * input, without a line end */
};

/* How the input is cut into units. */
enum unit_cut {
	UNIT_RECORDS,	/* lines of JSON, parsed before map() */
	UNIT_LINES,	/* lines, as they are; blank ones too */
	UNIT_WHOLE,	/* an input as a whole */
	UNIT_CSV,	/* rows with commas, in quotes over many lines */
	UNIT_TSV	/* rows with tabs */
};

/*
 * What an input begins with, and what an engine makes of it.  The bytes are
 * those that are there; an engine may ask for more, up to about
 * ENGINE_HEAD_BYTES.
 */
#define ENGINE_HEAD_BYTES	((size_t)256 * 1024)

struct head {
	const char	*input;		/* its name */
	const char	*member;	/* of the archive, or NULL */
	struct span	 bytes;		/* the first of it, without BOM */
	bool		 whole;		/* all of it */
	bool		 last;		/* no more will be shown */
	const void	*made;		/* carried by each of its units */
	size_t		 skip;		/* units that are no records */
};

/*
 * Where results go.  What a failed map() put into it is dropped.
 */
struct out {
	struct buf	*record;	/* lines with LF; with a fold: one row */
	uint64_t	*counters;	/* as many as engine.counters names */
	uint64_t	*records;	/* to be raised by each line of record */

	/*
	 * For fold() and finish(), else NULL: says what doesn't stop the run
	 * and yet gives it the status of its kind; ERR_NONE is a warning.
	 */
	void		(*tell)(const struct err *);
	uint64_t	 refused;	/* for finish(): units of the run */
	struct span	 first;		/* the same: the first that wasn't, up
					 * to OUT_FIRST bytes, or "" */
	struct buf	*report;	/* for finish(): of filter.report */

	/*
	 * For finish(), else NULL: takes what stands in record and *records
	 * and empties both, see out_flush().
	 */
	int		(*flush)(struct out *, struct err *);
	void		*flush_to;

	/*
	 * For map(), else NULL: what is told of a unit that isn't refused,
	 * each a line with LF, without control characters and without the
	 * place, which is put before it.
	 */
	struct buf	*told;

	/*
	 * For map(), else NULL: lines, with LF, for a file of the filter's own.
	 * With a fold they are written if the unit's row gives a record.
	 */
	struct buf	*side;

	/*
	 * For map(), else NULL: a number that no two units should have, the
	 * hash of an id; it is said where one comes again.  0: none.
	 */
	uint64_t	*identity;
};

#define OUT_FIRST	((size_t)64 * 1024)

/*
 * For results that are larger than memory: between two lines of finish(),
 * hands on what it wrote once there are OUT_PIECE bytes of it.  -1 with *e.
 */
#define OUT_PIECE	((size_t)256 * 1024)

static inline int
out_flush(struct out *out, struct err *e)
{
	return out->flush == NULL || out->record->n < OUT_PIECE ? 0 :
	    out->flush(out, e);
}

struct engine {
	const char	 *name;		/* of the filter */

	/*
	 * Once.  All in the arena run, which outlives the plan; the plan is
	 * then read-only.  0, or -1 after faults.
	 */
	int	 (*compile)(const struct config *, struct arena *run,
		    void **plan, struct faults *);

	/* How this plan wants its input cut; NULL: UNIT_RECORDS. */
	enum unit_cut	(*cut)(const void *plan);

	/*
	 * How archives are read, each member an input of its own, and the
	 * name of a member, in the arena and UTF-8, by that of the archive,
	 * with a worker of the reader's thread.  NULL: they are no input.
	 */
	const struct archive_reading	*archives;
	const char	*(*member)(void *worker, struct span name,
			    struct arena *);

	/*
	 * Before the first unit of an input, with a worker of the reader's
	 * thread: looks at its head and may set made, in the arena, which
	 * outlives all units, and skip.  0; 1: more bytes are wanted, unless
	 * these were the last; -1: this input is refused, the others are
	 * read.  NULL: nothing to look at.
	 */
	int	 (*head)(void *worker, struct head *, struct arena *,
		    struct err *);

	/*
	 * 1 if the data of the input end before this unit: it, and all
	 * behind it, are given to map() as stopped; 0, or -1.  What map()
	 * must know of the units above is added to `above`.  unit.p is NULL
	 * for one that was too long.  By the worker of head(); NULL: they
	 * never do.
	 */
	int	 (*stop)(void *worker, const void *made, struct span unit,
		    struct buf *above, struct err *);

	/*
	 * Behind the last unit of an input that had a head, by its worker: -1
	 * if there should have been more.  NULL: nobody knows.
	 */
	int	 (*ended)(void *worker, const void *made, struct err *);

	/*
	 * Name of the output's format, as -f has it ("table"); NULL, or a
	 * result of NULL, is JSON Lines.
	 */
	const char	*(*format)(const void *plan);

	/*
	 * Names of the counters: *names has as many as are returned.
	 * "hits.CODE" are hits by code, "dropped" counts units that the rule
	 * left out.  One without a name (NULL) isn't shown.  NULL: none.
	 */
	size_t	 (*counters)(const void *plan, const char *const **names);

	/* Per thread: match data, lazily compiled regexes. */
	int	 (*open)(const void *plan, void **worker, struct err *);

	/*
	 * Any thread; a function of the unit alone.  0, or -1: ERR_RECORD
	 * refuses the unit (column 0: unknown), every other kind ends the run.
	 */
	int	 (*map)(void *worker, const struct unit *, struct out *,
		    struct err *);

	/*
	 * NULL, or a *state left NULL, where there is no fold: map()'s lines
	 * are the output.
	 */
	int	 (*begin)(const void *plan, void **state, struct err *);

	/*
	 * One thread, input order; row is what one map() put out, never
	 * empty.  -1 ends the run: to refuse a unit is for map().
	 */
	int	 (*fold)(void *state, struct span row, struct out *,
		    struct err *);

	/* The end of input is this call; it releases state, also on -1. */
	int	 (*finish)(void *state, struct out *, struct err *);

	/*
	 * After all units: says what the counters come to, of that many that
	 * were records and not refused; first as in struct out.  NULL:
	 * nothing to say.
	 */
	void	 (*sum_up)(const void *plan, const uint64_t *counters,
		    uint64_t records, struct span first,
		    void (*tell)(const struct err *));

	/* Releases state without output, after an error elsewhere. */
	void	 (*drop)(void *state);

	void	 (*close)(void *worker);

	/*
	 * Zeroes what of the plan is secret, before its memory is given back.
	 * NULL: nothing is.
	 */
	void	 (*forget)(const void *plan);

	/*
	 * Runs the examples of the rules and looks for what is dead or
	 * missing: faults and warnings for --check.  NULL: nothing to check.
	 */
	int	 (*check)(const void *plan, struct arena *, struct faults *);
};

#endif
