#ifndef TESTS_FUZZ_SHARE_H
#define TESTS_FUZZ_SHARE_H

#include <stdlib.h>

/* The folder of what was built for the targets: $SHARE, or that of make fuzz. */
static inline const char *
share_folder(void)
{
	const char	*folder = getenv("SHARE");

	return folder != NULL ? folder : "build-fuzz/share/minqing";
}

#endif
