#ifndef IO_CODEC_H
#define IO_CODEC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

/*
 * One format of compression, as io/unpack.h drives it; used inside lib/io
 * only.  A packed file is a run of members (gzip), streams (xz) or frames
 * (zstd), each with its own end and its own checks.
 */
enum codec_got {
	CODEC_MORE,		/* more input, or more room */
	CODEC_ENDED,		/* the member ended, its checks hold */
	CODEC_DAMAGED,		/* *why says how */
	CODEC_TOO_LARGE		/* needs more than CODEC_MEMORY */
};

/* What unpacking may need, in bytes: xz -9 needs 65 MiB, zstd --long 128. */
#define CODEC_MEMORY	((size_t)128 * 1024 * 1024)

struct codec {
	const char	*name;
	const char	*member;	/* what one of them is called */
	const char	*command;	/* that unpacks whatever we don't */

	/* True if a member may begin with this byte. */
	bool		 (*may_begin)(unsigned char first);

	/* A state, never NULL; close() releases it. */
	void		*(*open)(void);
	void		 (*close)(void *state);

	/* Before each member. */
	void		 (*begin)(void *state);

	/*
	 * Takes bytes off the front of *in, and puts *made of at most n into
	 * `into`; what stands before damage is there before it is told.
	 */
	enum codec_got	 (*step)(void *state, struct span *in, char *into,
			    size_t n, size_t *made, const char **why);
};

extern const struct codec	codec_gzip_zlib;
extern const struct codec	codec_gzip_isal;	/* make ISAL=1 has it */
extern const struct codec	codec_xz;
extern const struct codec	codec_zstd;

#ifdef USE_ISAL
#define codec_gzip	codec_gzip_isal
#else
#define codec_gzip	codec_gzip_zlib
#endif

#endif
