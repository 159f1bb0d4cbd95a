#ifndef NORMALIZE_WORKER_H
#define NORMALIZE_WORKER_H

#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/span.h"
#include "frame/engine.h"
#include "normalize/fill.h"
#include "normalize/plan.h"
#include "text/encoding.h"
#include "text/regex.h"

/* The counters of the engine, in this order. */
enum normalize_counter {
	COUNT_DROPPED,
	COUNT_INVALID,		/* places that weren't of the encoding */
	COUNT_FILLED,		/* cells with the value above */
	COUNT_MASKED,		/* of each kind of personal data */
	COUNT_END = COUNT_MASKED + PERSONAL_KINDS	/* bad cells follow */
};

/* What a thread has. */
struct worker {
	const struct plan	*plan;
	struct regex_work	*work;
	struct decoder		*decoder;
	struct hashing		*hashing;	/* of the key of duplicates */
	struct buf		*notes;		/* of a unit: report.h; or NULL */
	/* Of the reader's thread, of the input that it is in: */
	bool			 stopped;	/* plan->stop was there */
	size_t			 rows;		/* before it, if asked for */
	struct filling		 filling;
	/* Of all its inputs: */
	size_t			 ended;		/* so many had that row */
	char			 lacking[128];	/* the first that hadn't; or "" */
};

/* What ids of an input begin with; valid UTF-8, it or in the arena. */
struct span	worker_name(const struct worker *, const char *input,
		    const char *member, struct arena *);

/* The name of an input as `source` has it; the same. */
struct span	worker_file(const char *input, struct arena *);

/* The id of a record that has none: NAME, or NAME#N where there are many. */
struct span	worker_id(const struct worker *, const struct unit *);

/*
 * Bytes of an input as UTF-8, by what the rule says of those that aren't of
 * its encoding; *places is raised by how many were mended.  As
 * encoding_decode().
 */
int		worker_decode(const struct worker *, enum encoding,
		    struct span bytes, struct arena *, struct span *text,
		    uint64_t *places, struct err *);

/* Appends the JSON text of `source`. */
void		worker_put_source(const struct unit *, struct buf *);

/* Appends the JSON array of notes, with their places in the masked text. */
void		worker_put_notes(const struct worker *, struct arena *,
		    const struct notes *, struct span text, struct buf *);

/*
 * Appends the hash that stands before a record in fold's rows; the key was
 * added to w->hashing.
 */
void		worker_put_hash(const struct worker *, struct buf *);

/*
 * Masks the record that was written to out from byte `start` on, if the rule
 * says so.  -1: ERR_RECORD.
 */
int		worker_mask(const struct worker *, const struct unit *,
		    struct out *, size_t start, struct err *);

/* Appends the record of one of JSON Lines, masked.  -1: ERR_RECORD. */
int		worker_map_record(const struct worker *, const struct unit *,
		    struct out *, struct err *);

#endif
