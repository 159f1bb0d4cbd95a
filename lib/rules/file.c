#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/utf8.h"
#include "rules/file.h"

static int
refuse(struct arena *arena, const char **reason, const char *text)
{
	*reason = arena_string(arena, span_of(text));
	return -1;
}

static int
too_long(struct arena *arena, const char **reason, size_t max)
{
	*reason = arena_printf(arena, "longer than %zu bytes", max).p;
	return -1;
}

/* Reads one byte more than max, to tell a file that grew or has no size. */
static int
read_all(struct arena *arena, int fd, size_t max, struct span *text,
    const char **reason)
{
	char	*p = NULL;
	size_t	 n = 0, capacity = 0;
	ssize_t	 got;

	for (;;) {
		if (n == capacity)
			p = arena_grow(arena, p, n, &capacity, n + 65536, 1);
		got = read(fd, p + n, capacity - n);
		if (got == -1 && errno == EINTR)
			continue;
		if (got == -1)
			return refuse(arena, reason, strerror(errno));
		if (got == 0)
			break;
		n += (size_t)got;
		if (n > max)
			return too_long(arena, reason, max);
	}
	*text = span_make(p, n);
	return 0;
}

int
file_bytes(struct arena *arena, const char *path, size_t max,
    struct span *text, const char **reason)
{
	struct stat	 st;
	int		 fd, result;

	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return refuse(arena, reason, strerror(errno));
	if (fstat(fd, &st) == -1)
		result = refuse(arena, reason, strerror(errno));
	else if (S_ISDIR(st.st_mode))
		result = refuse(arena, reason, strerror(EISDIR));
	else if (S_ISREG(st.st_mode) && st.st_size > 0 &&
	    (uintmax_t)st.st_size > max)
		result = too_long(arena, reason, max);
	else
		result = read_all(arena, fd, max, text, reason);
	close(fd);
	return result;
}

const struct file *
file_read(struct arena *arena, const char *path, struct place asked_at,
    struct faults *faults)
{
	struct file	*file = arena_zero(arena, 1, sizeof(*file));
	const char	*reason;
	char		 quoted[256];

	file->path = path;
	file->asked_at = asked_at;
	if (file_bytes(arena, path, FILE_MAX_BYTES, &file->text, &reason) == 0)
		return file;
	fault(faults, asked_at, "can't read %s: %s", err_quote(quoted,
	    sizeof(quoted), span_of(path)), reason);
	return NULL;
}

static bool
in_range(unsigned char c, unsigned char low, unsigned char high)
{
	return c >= low && c <= high;
}

/* Length of the GB18030 character at p: 1, 2 or 4; 0 if it is none. */
static size_t
gb18030_length(const unsigned char *p, size_t n)
{
	if (p[0] < 0x80)
		return 1;
	if (n < 2 || !in_range(p[0], 0x81, 0xfe))
		return 0;
	if (p[1] != 0x7f && in_range(p[1], 0x40, 0xfe))
		return 2;
	if (n >= 4 && in_range(p[1], 0x30, 0x39) &&
	    in_range(p[2], 0x81, 0xfe) && in_range(p[3], 0x30, 0x39))
		return 4;
	return 0;
}

static bool
is_gb18030(struct span text)
{
	const unsigned char	*p = (const unsigned char *)text.p;
	size_t			 at, length;

	for (at = 0; at < text.n; at += length)
		if ((length = gb18030_length(p + at, text.n - at)) == 0)
			return false;
	return true;
}

/* Where byte `at` stands, in lines that end with LF; valid up to there. */
static struct place
place_in(struct span text, size_t at, const char *file)
{
	size_t	 line = 1, start = 0, i;

	for (i = 0; i < at; i++)
		if (text.p[i] == '\n') {
			line++;
			start = i + 1;
		}
	return (struct place){ file, line,
	    utf8_length(span_make(text.p + start, at - start)) + 1 };
}

int
file_check_utf8(struct span text, const char *file, struct faults *faults)
{
	size_t		 good = utf8_check(text);
	struct place	 place;

	if (good == text.n)
		return 0;
	if (span_starts(text, SPAN("\xFF\xFE")) ||
	    span_starts(text, SPAN("\xFE\xFF")))
		return fault(faults, (struct place){ file, 1, 1 },
		    "expected UTF-8, got UTF-16: save the file as UTF-8");
	place = place_in(text, good, file);
	if (is_gb18030(text))
		return fault(faults, place, "expected UTF-8, got what looks "
		    "like GB18030 (GBK): save the file as UTF-8");
	return fault(faults, place, "expected UTF-8, got the byte 0x%02X",
	    (unsigned char)text.p[good]);
}
