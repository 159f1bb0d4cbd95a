#ifndef NORMALIZE_HEAD_H
#define NORMALIZE_HEAD_H

#include <stddef.h>

#include "base/span.h"
#include "frame/engine.h"
#include "normalize/columns.h"
#include "normalize/worker.h"
#include "text/encoding.h"

/* A column of this input that may give a field its value. */
struct origin {
	size_t			 cell;		/* from 0 */
	const struct column	*column;
};

/* A field of the records of this input. */
struct slot {
	struct span		 field;
	struct span		 key;		/* ,"field": */
	const struct origin	*origins;	/* in the order of the rule */
	size_t			 origin_count;
	bool			 required;
	bool			 clean;
	bool			 mask;
	bool			 person;	/* mask.h: mask_is_person() */
	size_t			 in_key;	/* from 1; or 0 */
};

/* What the head of an input says: its encoding and, of rows, the columns. */
struct input {
	enum encoding		 encoding;
	char			 delimiter;
	size_t			 cell_count;	/* of the header */
	const struct origin	*fills;		/* columns with `fill` */
	size_t			 fill_count;
	const struct slot	*id;		/* NULL: NAME#N */
	const struct slot	*slots;		/* but id, as the file's go */
	size_t			 slot_count;
	struct span		 name;		/* "NAME# of JSON, for ids */
	struct span		 source;	/* ,"source":{...,"line": */
};

/* Whether a row of so many cells, the last with a value at end - 1, fits. */
bool	head_fits(const struct input *, size_t count, size_t end);

/* engine.head. */
int	head_look(void *worker, struct head *, struct arena *, struct err *);

#endif
