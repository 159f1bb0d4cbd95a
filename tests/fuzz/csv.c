#include <assert.h>
#include <stdint.h>

#include "base/utf8.h"
#include "text/csv.h"

/*
 * Any bytes as CSV: the rows don't depend on the windows that they are seen
 * through, and the cells of a row lie in it or in the arena.
 */
int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* Length of the first row of text, seen through windows that grow by piece. */
static size_t
cut(struct cutter *cutter, struct span text, size_t piece)
{
	size_t seen = 0, end, n;

	for (;;) {
		end = text.n - seen < piece ? text.n : seen + piece;
		n = cutter->cut(cutter->state, span_make(text.p, end), seen);
		if (n == 0 && end == text.n)
			n = cutter->last(cutter->state, text);
		if (n > 0)
			return n;
		seen = end;
	}
}

static void
take_apart(struct span row)
{
	struct arena arena = { 0 };
	struct span *cells;
	struct err e = { 0 };
	size_t count, i, bytes = 0;

	if (csv_cells(row, ',', &arena, &cells, &count, &e) == 0)
		for (i = 0; i < count; i++)
			bytes += utf8_trim(cells[i]).n;
	assert(bytes <= row.n);
	arena_free(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span rest = span_from(span_make((const char *)data, size), 1);
	struct csv_cutting whole = { .delimiter = ',' };
	struct csv_cutting small = { .delimiter = ',' };
	struct cutter a = csv_cutter(&whole), b = csv_cutter(&small);
	size_t n;

	if (size == 0)
		return 0;
	for (; rest.n > 0; rest = span_from(rest, n)) {
		n = cut(&a, rest, rest.n);
		assert(n > 0 && n <= rest.n);
		assert(cut(&b, rest, 1 + (size_t)data[0] % 16) == n);
		if (utf8_check(span_make(rest.p, n)) == n)
			take_apart(span_make(rest.p, n));
	}
	return 0;
}
