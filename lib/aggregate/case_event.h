#ifndef AGGREGATE_CASE_EVENT_H
#define AGGREGATE_CASE_EVENT_H

#include "aggregate/case_plan.h"
#include "base/buf.h"
#include "base/err.h"

/*
 * What one record tells of a case: an event, or, where the record is a whole
 * case, all of its events (a row).
 */
#define TELLING_MAX_EVENTS	(2 * CASE_MAX_STEPS + 6)

struct telling {
	struct span		 key;		/* of the case */
	bool			 is_row;
	int64_t			 order;		/* of rows of one case */
	struct case_event	*events;
	size_t			 count;
};

/*
 * Reads a record, in its arena.  -1 with ERR_RECORD for one without a case or
 * a time, for a word that is unknown, a time that is none.
 */
int	telling_read(const struct case_plan *, const struct record *,
	    struct telling *, struct err *);

/* The same of a row: case_rows.c. */
int	telling_read_row(const struct case_plan *, const struct record *,
	    struct telling *, struct err *);

/*
 * Bytes that are the same for the same telling, without its key; and back: the
 * events are in the arena, their texts in the bytes.
 */
void	telling_pack(const struct telling *, struct buf *);
void	telling_unpack(struct span bytes, struct arena *, struct telling *);

/* How many events the packed bytes hold. */
size_t	telling_count(struct span bytes);

/* As members of a JSON object, the key among them, for --partial; and back. */
void	telling_put(const struct telling *, struct buf *);
int	telling_take(const struct case_plan *, const struct json *object,
	    struct arena *, struct telling *);

/* A field that is being read. */
struct told {
	struct span	 name;		/* for messages */
	struct json	 value;
	struct arena	*arena;
};

int	told_field(const struct record *, struct span name, struct told *,
	    struct err *);
int	told_path(const struct record *, const struct path *, struct told *,
	    struct err *);

/*
 * Each returns 1 with the value, 0 where it is absent, null or "", or -1 with
 * ERR_RECORD.  A number is the text that it stands as.  A limit that is a date
 * alone is the last second of that day.  An answer is a truth, 1 or 0.
 */
int	told_text(const struct told *, struct span *, struct err *);
int	told_time(const struct told *, int zone, int64_t *, struct err *);
int	told_limit(const struct told *, int zone, int64_t *, struct err *);
int	told_answer(const struct told *, enum case_answer *, struct err *);
int	told_tier(const struct told *, enum case_tier *, struct err *);

/* A result of that stage; where it is absent, the default of the stage. */
int	told_result(const struct told *, struct span stage,
	    enum case_result *, struct err *);

/* The key of the case; its absence is -1. */
int	told_key(const struct told *, struct span *, struct err *);

/* The values of the plan's fields as a JSON array. */
int	told_fields(const struct case_plan *, const struct record *,
	    struct span *fields, struct err *);

#endif
