#ifndef IO_ARCHIVE_H
#define IO_ARCHIVE_H

#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "io/source.h"

/*
 * The members of a tar or zip archive, one after the other; nothing is ever
 * written to disk.  A table, so that only the filter that names
 * archive_reading is linked with libarchive.
 *
 * A tar is read as it comes, over bytes that source.h verified; it must end
 * with its two empty blocks, and archives that were joined are read one after
 * the other.  A zip is read by its directory, whose number of members must
 * hold; one that isn't a file by its name is held in memory, up to 64 MiB.
 * Checksums are verified where the format has them: of zip's members, of tar's
 * headers.  Directories, links, devices and what macOS leaves beside files are
 * passed over; no name is special, as none becomes a file.
 */
struct archive_members;

/* Of one archive; more are an error. */
#define ARCHIVE_MAX_MEMBERS	1000000
#define ARCHIVE_MAX_HELD	((size_t)64 * 1024 * 1024)

enum member_got {
	MEMBER_END,		/* the archive is over, as it must be, or
				 * the member before it told that it isn't */
	MEMBER_ONE,		/* *name is one with data */
	MEMBER_REFUSED		/* *name can't be read, *e says why; go on */
};

struct archive_reading {
	/*
	 * Takes the source over, whose content is CONTENT_TAR or CONTENT_ZIP;
	 * shown is borrowed.  -1: ERR_DATA, also where it is an Office file.
	 */
	int	(*open)(struct archive_members **, struct source *,
		    const char *shown, struct err *);

	/*
	 * Goes to the next member, an enum member_got.  *name is of any bytes,
	 * without ./ before it, borrowed until the next call.  -1: the archive
	 * is damaged and over.
	 */
	int	(*next)(struct archive_members *, struct span *name,
		    struct err *);

	/*
	 * The bytes of the member, for source_over(), until the next call of
	 * next().  Over all members they are at most 250 times the archive's,
	 * after the first 16 MiB.
	 */
	struct source_origin	(*origin)(struct archive_members *);

	/* Compressed bytes of the archive read so far. */
	uint64_t (*position)(const struct archive_members *);

	void	 (*close)(struct archive_members *);
};

extern const struct archive_reading	archive_reading;

#endif
