#ifndef TEXT_CUT_STOP_H
#define TEXT_CUT_STOP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

/*
 * True if the full stop at byte `at`, `.` or `．`, ends the sentence that
 * begins at byte `sentence`, as cut.h has it; its closers end at byte `end`.
 */
bool	cut_stop_ends(struct span text, size_t sentence, size_t at,
	    size_t end);

#endif
