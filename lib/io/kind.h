#ifndef IO_KIND_H
#define IO_KIND_H

#include <stdbool.h>

#include "base/err.h"
#include "base/span.h"

/*
 * What bytes are that were to be text, told by how they begin: archives, and
 * files that another program makes text of.
 */
enum content {
	CONTENT_TEXT,		/* or nothing that is known */
	CONTENT_TAR,
	CONTENT_ZIP,
	CONTENT_OTHER		/* advice says what makes text of it */
};

struct kind {
	enum content	 content;
	const char	*name;		/* as "a PDF file"; of text "" */
	const char	*advice;	/* a command; of text "" */
};

#define KIND_BYTES	512		/* that decide, a block of tar */

/* head: the first KIND_BYTES, or all there are. */
const struct kind	*kind_of(struct span head);

/* True if more bytes can't tell more: text has begun. */
bool			 kind_is_clear(struct span head);

/*
 * The Office file that a zip is by the name of a member of it, NULL if none;
 * one with [Content_Types].xml that isn't of the known ones is kind_office.
 */
const struct kind	*kind_by_member(struct span name);
extern const struct kind kind_office;

/* -1 with ERR_DATA that names the program. */
int			 kind_refuse(const struct kind *, const char *file,
			    struct err *);

#endif
