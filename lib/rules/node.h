#ifndef RULES_NODE_H
#define RULES_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"
#include "rules/fault.h"

/*
 * A YAML 1.1 file as nodes, each with its place.  Scalars stay the text that
 * they are: NO, 1.10 and 12345 become a truth or a number only where the
 * reader asks for one.
 */
#define RULES_MAX_BYTES	(1024 * 1024)
#define RULES_MAX_DEPTH	64

enum node_kind {
	NODE_SCALAR,
	NODE_SEQUENCE,
	NODE_MAPPING
};

struct node {
	enum node_kind	  kind;
	struct place	  place;
	bool		  quoted;	/* in quotes, or a block scalar */
	bool		  exact;	/* stands in its line as it is:
					 * character i of text is at column
					 * place.column + i, + 1 if quoted */
	struct span	  text;		/* of a scalar; UTF-8; in the arena */
	struct node	**keys;		/* of a mapping: scalars, all
					 * different */
	struct node	**items;	/* of a sequence; a mapping's values */
	size_t		  count;
};

/*
 * Parses one document.  file is for messages.  Every mistake goes to faults:
 * YAML's own, duplicate keys, anchors, aliases, tags, directives other than
 * %YAML, a second document, depth, size, invalid UTF-8 (GB18030 is named as
 * such), and what a Chinese keyboard types (full-width punctuation, U+3000
 * and tabs as indent, a missing space after `-` or `:`; minqing-rules(5) lists
 * them).  A mistake whose meaning is plain is told and passed over, so that
 * one run tells as many as it can: the root is then returned all the same,
 * to be checked by its readers and, as faults->errors says, not to be run.
 * NULL where no root could be made, after a fault.
 */
struct node	*node_parse(struct arena *, struct span text, const char *file,
		    struct faults *);

/* "mapping", "sequence", "text": for messages. */
const char	*node_kind_name(enum node_kind);

/*
 * Readers of one node.  Each returns 0, or -1 after a fault that says what
 * was expected.  node must not be NULL.
 */
int	node_text(const struct node *, struct span *text, struct faults *);
int	node_integer(const struct node *, int64_t low, int64_t high,
	    int64_t *value, struct faults *);
int	node_number(const struct node *, double *value, struct faults *);

/* true or false, nothing else. */
int	node_bool(const struct node *, bool *value, struct faults *);

/* "a, b, c" for messages, in the arena; the names end with NULL. */
const char	*node_names(struct arena *, const char *const *names);

/* The index of the text in names (ends with NULL); a fault names them all. */
int	node_choice(const struct node *, const char *const *names, int *index,
	    struct faults *);

/* A sequence of texts; one text alone is a sequence of one. */
int	node_texts(const struct node *, struct arena *, struct span **texts,
	    size_t *count, struct faults *);

/*
 * A mapping whose keys are known: take each, then fields_end() reports what
 * nobody took, with the nearest known name.
 *
 *	struct fields f;
 *	if (fields_begin(&f, node, arena, faults) == -1)
 *		return -1;
 *	unit = fields_take(&f, "unit");
 *	...
 *	return fields_end(&f);
 */
struct fields {
	const struct node	*node;
	bool			*taken;		/* per key */
	const char		**known;	/* names asked for, ends with
						 * NULL */
	size_t			 known_count;
	size_t			 known_capacity;
	struct arena		*arena;
	struct faults		*faults;
};

/* -1 after a fault if the node is no mapping. */
int			 fields_begin(struct fields *, const struct node *,
			    struct arena *, struct faults *);

/* The value of key, or NULL.  key must be a literal (it is borrowed). */
const struct node	*fields_take(struct fields *, const char *key);

/* The same; its absence is a fault at the mapping. */
const struct node	*fields_need(struct fields *, const char *key);

/* 0, or -1 after a fault for each key that wasn't taken. */
int			 fields_end(struct fields *);

#endif
