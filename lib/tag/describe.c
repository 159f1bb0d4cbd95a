#include "base/err.h"
#include "base/utf8.h"
#include "tag/describe.h"

#define MOST	60	/* characters of a node */

/* As it stands; a control character, which none can see, escaped. */
static void
put_scalar(struct span text, struct buf *b)
{
	char shown[4 * MOST];
	size_t i;

	for (i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] < ' ')
			text = span_of(err_quote(shown, sizeof(shown), text));
	buf_add(b, text);
}

static void
put_node(const struct node *n, struct buf *b)
{
	size_t i;

	if (n->kind == NODE_SCALAR) {
		put_scalar(n->text, b);
		return;
	}
	buf_byte(b, n->kind == NODE_SEQUENCE ? '[' : '{');
	for (i = 0; i < n->count && b->n < 4 * MOST; i++) {
		if (i > 0)
			buf_add(b, SPAN(", "));
		if (n->kind == NODE_MAPPING) {
			put_node(n->keys[i], b);
			buf_add(b, SPAN(": "));
		}
		put_node(n->items[i], b);
	}
	buf_byte(b, n->kind == NODE_SEQUENCE ? ']' : '}');
}

void
describe_node(const struct node *n, struct buf *b)
{
	struct buf all = { 0 };
	struct span text;
	size_t length;

	put_node(n, &all);
	text = buf_span(&all);
	length = utf8_length(text);
	if (length > MOST)
		text.n = utf8_skip(text, MOST - 3);
	buf_add(b, text);
	if (length > MOST)
		buf_add(b, SPAN("..."));
	buf_free(&all);
}

void
describe_matcher(const struct plan *p, uint32_t matcher, struct buf *b)
{
	const struct matcher *m = &p->matchers[matcher];

	if (m->node != NULL)
		describe_node(m->node, b);
	else
		buf_add(b, m->kind == MATCHER_ANY ? SPAN("any of several") :
		    SPAN("one of its terms"));
}

void
describe_place(struct place place, struct buf *b)
{
	buf_printf(b, "%s:%zu", place.file, place.line);
}
