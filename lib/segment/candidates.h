#ifndef SEGMENT_CANDIDATES_H
#define SEGMENT_CANDIDATES_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "frame/config.h"
#include "rules/fault.h"
#include "rules/node.h"
#include "text/words.h"

/*
 * Words that no dictionary has and that texts may have, told by figures alone:
 * runs of Han characters that occur often, whose parts belong together
 * (PMI) and whose neighbours on both sides vary (entropy), both in bits.
 */
#define CANDIDATE_LENGTH_MAX	10

/* The key `candidates` of a rule, compiled. */
struct candidate_rule {
	const struct lexicon	*lexicon;	/* whose words are none */
	int64_t			 min_count;
	int64_t			 max_length;	/* characters, at least 2 */
	double			 min_pmi, min_entropy;
	size_t			 memory;	/* bytes */
	const char		*usage;		/* of --memory; or NULL */
};

/* In the arena; thresholds that are bad are faults. */
struct candidate_rule	*candidate_rule_read(const struct config *,
			    const struct node *, struct arena *,
			    struct faults *);

/* Appends the Han characters of a text, as candidates_add() wants them. */
void			 candidates_row(struct span text, struct buf *row);

struct candidates;
struct candidates	*candidates_new(const struct candidate_rule *);
void			 candidates_free(struct candidates *);

/* A row; -1: ERR_MEMORY, there are more characters than rule.memory holds. */
int			 candidates_add(struct candidates *, struct span row,
			    struct err *);

/*
 * Appends a line for each candidate, the frequent first, those of one count
 * in the order of their characters; *records grows by their number.  -1:
 * ERR_MEMORY.
 */
int			 candidates_write(struct candidates *, struct buf *,
			    uint64_t *records, struct err *);

#endif
