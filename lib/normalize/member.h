#ifndef NORMALIZE_MEMBER_H
#define NORMALIZE_MEMBER_H

#include "base/arena.h"
#include "base/span.h"

/*
 * engine.member: the name of a member of an archive as ids and `source` have
 * it: UTF-8 as it is, else GB18030, as Chinese Windows writes it into zips;
 * bytes that are neither become U+FFFD.
 */
const char	*member_name(void *worker, struct span name, struct arena *);

#endif
