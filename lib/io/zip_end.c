#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
#include "io/zip_end.h"

enum {
	END = 22,		/* bytes of the record without comment */
	COMMENT_MAX = 65535,
	LOCATOR = 20,		/* of the zip64 record, before it */
	END64 = 56
};

static uint64_t
number(const char *p, size_t bytes)
{
	uint64_t v = 0;

	while (bytes > 0)
		v = v << 8 | (unsigned char)p[--bytes];
	return v;
}

/* The record in the last n bytes of the file; NULL if there is none. */
static const char *
find(const char *tail, size_t n)
{
	const char *p = tail + n - END;

	for (; p >= tail; p--)
		if (memcmp(p, "PK\5\6", 4) == 0 &&
		    number(p + 20, 2) == (size_t)(tail + n - p) - END)
			return p;
	return NULL;
}

/* More than 65,534 members are counted in another record. */
static bool
read_64(zip_read_at *read_at, void *state, uint64_t end, uint64_t *members,
    struct err *e)
{
	char record[END64];
	uint64_t at;

	if (end < LOCATOR || read_at(state, record, LOCATOR, end - LOCATOR,
	    e) != LOCATOR || memcmp(record, "PK\6\7", 4) != 0)
		return false;
	at = number(record + 8, 8);
	if (at > end || read_at(state, record, END64, at, e) != END64 ||
	    memcmp(record, "PK\6\6", 4) != 0)
		return false;
	*members = number(record + 32, 8);
	return true;
}

int
zip_end_find(zip_read_at *read_at, void *state, uint64_t size,
    const char *shown, uint64_t *members, struct err *e)
{
	size_t n = size < END + COMMENT_MAX ? (size_t)size :
	    END + COMMENT_MAX;
	char *tail = mem_alloc(n + 1, 1);
	const char *record = NULL;
	ssize_t got = read_at(state, tail, n, size - n, e);

	if (got == (ssize_t)n && n >= END)
		record = find(tail, n);
	/* No member: then nothing stands before the record. */
	if (record != NULL && number(record + 10, 2) == 0 &&
	    (record > tail || n < size))
		record = NULL;
	if (record != NULL) {
		*members = number(record + 10, 2);
		if (*members == 0xffff)
			(void)read_64(read_at, state, size - n +
			    (uint64_t)(record - tail), members, e);
	}
	mem_free(tail);
	if (got < 0 || record != NULL)
		return got < 0 ? -1 : 0;
	return err_set(e, ERR_DATA, shown, 0, 0, "the zip archive (or Office "
	    "file) is cut off, or something stands behind it: expected the "
	    "record of its end");
}
