#ifndef NORMALIZE_MASK_RULE_H
#define NORMALIZE_MASK_RULE_H

#include <stddef.h>

#include "normalize/mask.h"
#include "normalize/pseudonym.h"

/* What is done to one kind of personal data. */
enum mask_how {
	MASK_KEEP,
	MASK_KEEP_ENDS,		/* the first and the last characters stay */
	MASK_DROP,
	MASK_PSEUDONYM
};

struct mask_action {
	enum mask_how	how;
	size_t		first;		/* of MASK_KEEP_ENDS: characters */
	size_t		last;
};

struct mask {
	struct mask_action	 actions[PERSONAL_KINDS];
	struct span		*except;	/* fields, decoded */
	size_t			 except_count;
	const struct pseudonyms	*pseudonyms;	/* NULL: nobody gets one */
	struct personal_wanted	 wanted;
	bool			 wants;		/* one of them at least */
};

#endif
