#ifndef NORMALIZE_PLAN_H
#define NORMALIZE_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"
#include "frame/config.h"
#include "frame/engine.h"
#include "normalize/clean.h"
#include "normalize/mask.h"
#include "rules/fault.h"

/* Names of top-level fields. */
struct names {
	struct span	*items;
	size_t		 count;
};

/* A compiled rule. */
struct plan {
	enum unit_cut		cut;
	struct span		text_field;	/* of JSON Lines: to be text */
	struct names		text;		/* "text" alone */
	struct names		fields;		/* that are cleaned */
	struct clean_rule	clean;
	const struct mask	*mask;		/* NULL: none */
	struct names		key;		/* of duplicates; or none */
	bool			id_is_path;
};

/* Reads the one rule of config.  In the arena; NULL after faults. */
struct plan	*normalize_compile(const struct config *, struct arena *,
		    struct faults *);

bool		 names_have(const struct names *, struct span name);

#endif
