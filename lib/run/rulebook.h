#ifndef RUN_RULEBOOK_H
#define RUN_RULEBOOK_H

#include "base/arena.h"
#include "frame/config.h"
#include "rules/fault.h"
#include "run/options.h"

/*
 * Where rules come from: -r with a path or the name of a shipped rule, -e
 * with a text.  A name is looked up as FILTER/NAME.yaml in $MINQING_RULES,
 * else in ../share/minqing/rules as seen from the executable.
 */

/*
 * Reads all rules of the options into *config (rules, settings, folder), and
 * what they name: the rules that they extend, as their bases, and those that
 * they use, behind them (`extends: NAME`, `uses: [NAME]`).
 * -1 after messages or faults.
 */
int	rulebook_read(struct config *, struct arena *, const char *filter,
	    const struct options *, struct faults *);

/* --list: name, edition, title, path of each shipped rule.  -1 after a message. */
int	rulebook_list(struct arena *, const char *filter, struct buf *);

/* --show NAME: its text.  -1 after a message. */
int	rulebook_show(struct arena *, const char *filter, const char *name,
	    struct buf *);

#endif
