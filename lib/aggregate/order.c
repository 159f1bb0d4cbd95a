#include "aggregate/order.h"
#include "base/decimal.h"
#include "base/pack.h"
#include "frame/number.h"

/* By the nearest doubles; where they are the same, to the last digit. */
static int
compare_numbers(double x, struct span x_text, double y, struct span y_text)
{
	return x != y ? (x > y) - (x < y) : number_compare(x_text, y_text);
}

static int
compare_parts(const struct part *a, double x, const struct part *b, double y)
{
	int order = 0;

	if ((a->kind == PART_NUMBER) != (b->kind == PART_NUMBER))
		return a->kind == PART_NUMBER ? -1 : 1;
	if (a->kind == PART_NUMBER)
		order = compare_numbers(x, a->text, y, b->text);
	if (order == 0)
		order = span_compare(a->text, b->text);
	return order != 0 ? order : (int)a->kind - (int)b->kind;
}

static double
number_of(const struct part *part)
{
	return part->kind == PART_NUMBER ? decimal_double(part->text) : 0;
}

int
order_parts(const struct part *a, const struct part *b, bool descending)
{
	int order;

	if (a == NULL || b == NULL)
		return (b != NULL) - (a != NULL);
	order = compare_parts(a, number_of(a), b, number_of(b));
	return descending ? -order : order;
}

int
order_figures(const struct figure *a, const struct figure *b,
    bool descending)
{
	int order;

	if (a->null || b->null)
		return (int)a->null - (int)b->null;
	order = compare_numbers(a->number, a->json, b->number, b->json);
	return descending ? -order : order;
}

/* What stands before each thing that was put. */
enum tag {
	TAG_TEXT,
	TAG_PART,
	TAG_FIGURE
};

struct head {
	unsigned char	tag;
	unsigned char	descending;
	unsigned char	absent;		/* rolled up; null */
	unsigned char	kind;		/* of a part */
};

static void
put_head(struct buf *b, enum tag tag, bool descending, bool absent, int kind)
{
	struct head head = { (unsigned char)tag, descending, absent,
	    (unsigned char)kind };

	pack_bytes(b, &head, sizeof(head));
}

void
order_put_text(struct buf *b, struct span text)
{
	put_head(b, TAG_TEXT, false, false, 0);
	pack_text(b, text);
}

void
order_put_part(struct buf *b, const struct part *part, bool descending)
{
	double number = part == NULL ? 0 : number_of(part);

	put_head(b, TAG_PART, descending, part == NULL,
	    part == NULL ? 0 : (int)part->kind);
	pack_bytes(b, &number, sizeof(number));
	pack_text(b, part == NULL ? SPAN("") : part->text);
}

void
order_put_figure(struct buf *b, const struct figure *f, bool descending)
{
	put_head(b, TAG_FIGURE, descending, f->null, 0);
	pack_bytes(b, &f->number, sizeof(f->number));
	pack_text(b, f->json);
}

/* Takes one thing of either side. */
static int
compare_next(struct span *a, struct span *b)
{
	struct head left, right;
	struct part p, q;
	double x = 0, y = 0;
	int order;

	unpack_bytes(a, &left, sizeof(left));
	unpack_bytes(b, &right, sizeof(right));
	if (left.tag != TAG_TEXT) {
		unpack_bytes(a, &x, sizeof(x));
		unpack_bytes(b, &y, sizeof(y));
	}
	p = (struct part){ (enum part_kind)left.kind, unpack_text(a) };
	q = (struct part){ (enum part_kind)right.kind, unpack_text(b) };
	if (left.absent || right.absent)
		return (int)left.absent - (int)right.absent;
	if (left.tag == TAG_TEXT)
		order = span_compare(p.text, q.text);
	else if (left.tag == TAG_PART)
		order = compare_parts(&p, x, &q, y);
	else
		order = compare_numbers(x, p.text, y, q.text);
	return left.descending ? -order : order;
}

int
order_packed(struct span a, struct span b)
{
	int order = 0;

	while (order == 0 && a.n > 0 && b.n > 0)
		order = compare_next(&a, &b);
	return order != 0 ? order : (a.n > 0) - (b.n > 0);
}
