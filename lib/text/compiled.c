#include "text/compiled.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/mem.h"

int
compiled_refuse(struct err *e, const char *path, const char *got)
{
	return err_set(e, ERR_SOFTWARE, path, 0, 0, "expected the dictionary "
	    "of this release, got %s (make it anew)", got);
}

static int
check(struct span file, const char *path, const char *magic,
    uint32_t version, size_t least, struct err *e)
{
	const size_t covered = offsetof(struct compiled_header, version);
	struct compiled_header h;
	struct hash hash;

	if (file.n < least)
		return compiled_refuse(e, path, "a file that is too short");
	memcpy(&h, file.p, sizeof(h));
	if (memcmp(h.magic, magic, sizeof(h.magic)) != 0)
		return compiled_refuse(e, path, "another file");
	if (h.order != COMPILED_ORDER)
		return compiled_refuse(e, path, "one of another machine");
	if (h.version != version)
		return compiled_refuse(e, path, "one of another version");
	hash = hash_of(span_from(file, covered));
	if (hash.high != h.hash_high || hash.low != h.hash_low)
		return compiled_refuse(e, path, "a damaged one");
	return 0;
}

static int
open_file(const char *path)
{
	int fd;

	do
		fd = open(path, O_RDONLY | O_CLOEXEC);
	while (fd == -1 && errno == EINTR);
	return fd;
}

/* n bytes; empty after an error. */
static struct span
map_bytes(int fd, size_t n, const char *path, struct err *e)
{
	void *p = mmap(NULL, n, PROT_READ, MAP_SHARED, fd, 0);

	if (p != MAP_FAILED)
		return span_make(p, n);
	if (errno == ENOMEM)
		mem_failed(n);
	err_set(e, ERR_IO, path, 0, 0, "%s", strerror(errno));
	return span_make(NULL, 0);
}

/* The file from its first byte to its last; empty after an error. */
static struct span
map_file(const char *path, const char *what, struct err *e)
{
	struct span file = { NULL, 0 };
	struct stat st;
	int fd = open_file(path);

	if (fd == -1 || fstat(fd, &st) == -1)
		err_set(e, ERR_INPUT, path, 0, 0, "no dictionary of %s: %s",
		    what, strerror(errno));
	else if (!S_ISREG(st.st_mode) || st.st_size == 0)
		compiled_refuse(e, path, "no file with anything in it");
	else
		file = map_bytes(fd, (size_t)st.st_size, path, e);
	if (fd != -1)
		close(fd);
	return file;
}

struct span
compiled_open(const char *path, const char *magic, uint32_t version,
    size_t least, const char *what, struct err *e)
{
	struct span file = map_file(path, what, e);

	if (file.p == NULL ||
	    check(file, path, magic, version, least, e) == 0)
		return file;
	compiled_close(file);
	return span_make(NULL, 0);
}

void
compiled_close(struct span file)
{
	munmap((void *)(uintptr_t)file.p, file.n);
}
