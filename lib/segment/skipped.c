#include "segment/skipped.h"

#include "base/err.h"
#include "text/shape.h"

static void
put_title(struct buf *b, struct span text, const struct block *heading)
{
	char shown[160];

	buf_printf(b, "\"%s\"", err_quote(shown, sizeof(shown),
	    shape_plain(span_make(text.p + heading->start,
	    heading->end - heading->start))));
}

static void
tell(struct buf *b, struct span text, const struct block *heading,
    const struct block *above)
{
	int from = above == NULL ? 1 : above->level + 1;
	int to = heading->level - 1;

	buf_add(b, SPAN("heading "));
	put_title(b, text, heading);
	buf_printf(b, " has level %d under ", heading->level);
	if (above == NULL)
		buf_add(b, SPAN("no heading"));
	else {
		put_title(b, text, above);
		buf_printf(b, " of level %d", above->level);
	}
	if (from == to)
		buf_printf(b, ": level %d is skipped\n", from);
	else
		buf_printf(b, ": levels %d to %d are skipped\n", from, to);
}

void
skipped_levels(struct span text, const struct block *heading,
    const struct block *last, struct buf *told)
{
	if (heading->level > (last == NULL ? 0 : last->level) + 1)
		tell(told, text, heading, last);
}
