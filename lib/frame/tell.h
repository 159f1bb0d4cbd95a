#ifndef FRAME_TELL_H
#define FRAME_TELL_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/span.h"
#include "record/json.h"

/*
 * What came, for messages, which must not carry data: "nothing", "a text of 11
 * characters", "another number".
 */
#define TELL_SIZE	48

const char	*tell_text(struct span text, char into[TELL_SIZE]);
const char	*tell_json(const struct json *, char into[TELL_SIZE]);

/* The same where no number is expected: "a number". */
const char	*tell_kind(const struct json *, char into[TELL_SIZE]);

/* A name in quotes, and the one that it may be a slip for; near may be NULL. */
void		 tell_name(struct span name, const char *near, bool chinese,
		    struct buf *);

#endif
