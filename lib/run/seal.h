#ifndef RUN_SEAL_H
#define RUN_SEAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/span.h"
#include "frame/config.h"

/*
 * A seal is a line that counts and hashes the lines since the last seal:
 * {"minqing.seal":{"records":N,"hash":"...","filter":"tag","status":0,
 * "rules":[{"name","edition","hash"}]}}.  What died or was cut upstream is
 * so seen downstream.  The hash is that of base/hash.h over the lines, each
 * with one LF.
 */
struct sealing {
	struct hashing	*hashing;	/* NULL until seal_begin() */
	uint64_t	 records;	/* since the last seal */
	bool		 sealed;	/* nothing came since the last seal */
	bool		 lost;		/* a line since then was too long */
};

void	seal_begin(struct sealing *);
void	seal_free(struct sealing *);

/* One line, without its LF. */
void	seal_line(struct sealing *, struct span line);

/* Lines that stand one after the other, each with its LF. */
void	seal_lines(struct sealing *, struct span lines, uint64_t count);

/* One line that was never held: no seal can be held against it. */
void	seal_lost(struct sealing *);

/* True if the line is a seal, by its first key. */
bool	seal_is(struct span line);

/*
 * Holds a seal against the lines since the last one, and begins anew.  -1:
 * ERR_DATA, also where its status is neither 0 nor 1 and demanded is true.
 */
int	seal_verify(struct sealing *, struct span line, bool demanded,
	    struct err *);

/* Appends the seal of what was counted, with its LF. */
void	seal_put(const struct sealing *, const char *filter, int status,
	    const struct config *, struct buf *);

/* Appends [{"name","edition","hash"}] of the rules. */
void	seal_put_rules(const struct config *, struct buf *);

#endif
