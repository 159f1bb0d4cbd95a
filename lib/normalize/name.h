#ifndef NORMALIZE_NAME_H
#define NORMALIZE_NAME_H

#include "base/span.h"

/*
 * The base name of an input without its suffix, in it: what ids begin with.
 * A suffix is a dot and up to five ASCII letters and digits, not digits
 * alone; .gz, .xz or .zst goes before it.  A name that is all suffix stays
 * whole.
 */
struct span	name_base(struct span input);

#endif
