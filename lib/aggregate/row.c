#include "aggregate/row.h"

enum fed_tag {
	FED_NOTHING,
	FED_GIVEN,
	FED_INTEGER,
	FED_UNITS,
	FED_WIDE
};

static void
put(struct buf *b, const void *p, size_t n)
{
	buf_add(b, span_make(p, n));
}

static void
take(struct span *row, void *into, size_t n)
{
	memcpy(into, row->p, n);
	*row = span_make(row->p + n, row->n - n);
}

static void
put_text(struct buf *b, struct span text)
{
	uint32_t n = (uint32_t)text.n;

	put(b, &n, sizeof(n));
	buf_add(b, text);
}

static struct span
take_text(struct span *row)
{
	struct span text;
	uint32_t n;

	take(row, &n, sizeof(n));
	text = span_make(row->p, n);
	*row = span_make(row->p + n, row->n - n);
	return text;
}

static void
put_amount(struct buf *b, const struct amount *a)
{
	if (a->integer) {
		buf_byte(b, FED_INTEGER);
		put(b, &a->i, sizeof(a->i));
		return;
	}
	buf_byte(b, a->wide ? FED_WIDE : FED_UNITS);
	put(b, &a->number, sizeof(a->number));
	if (a->wide)
		put_text(b, a->text);
	else
		put(b, &a->units, sizeof(a->units));
}

static void
take_amount(struct span *row, enum fed_tag tag, struct amount *a)
{
	int64_t i;

	if (tag == FED_INTEGER) {
		take(row, &i, sizeof(i));
		amount_of_integer(a, i);
		return;
	}
	*a = (struct amount){ .wide = tag == FED_WIDE };
	take(row, &a->number, sizeof(a->number));
	if (a->wide)
		a->text = take_text(row);
	else
		take(row, &a->units, sizeof(a->units));
}

void
row_put_fed(struct buf *b, enum input_kind kind, const struct fed *fed)
{
	if (!fed->given) {
		buf_byte(b, FED_NOTHING);
		return;
	}
	if (kind == INPUT_NUMBER) {
		put_amount(b, &fed->amount);
		return;
	}
	buf_byte(b, FED_GIVEN);
	if (kind != INPUT_TRUTH)
		put(b, &fed->hash, sizeof(fed->hash));
	if (kind == INPUT_ID)
		put_text(b, fed->id);
}

void
row_take_fed(struct span *row, enum input_kind kind, struct fed *fed)
{
	enum fed_tag tag = (enum fed_tag)*row->p;

	*row = span_make(row->p + 1, row->n - 1);
	fed->given = tag != FED_NOTHING;
	if (!fed->given)
		return;
	if (kind == INPUT_NUMBER)
		take_amount(row, tag, &fed->amount);
	else if (kind != INPUT_TRUTH)
		take(row, &fed->hash, sizeof(fed->hash));
	if (kind == INPUT_ID)
		fed->id = take_text(row);
}

void
row_put_key(struct buf *b, const struct plan *plan, size_t mask_index,
    const struct part *parts)
{
	buf_byte(b, (char)mask_index);
	for (size_t i = 0; i < plan->key_count; i++)
		if (plan->masks[mask_index] >> i & 1) {
			buf_byte(b, (char)parts[i].kind);
			put_text(b, parts[i].text);
		}
}

void
row_put_group(struct buf *b, const struct plan *plan, size_t mask_index,
    const struct part *parts)
{
	size_t start = b->n;
	uint32_t n = 0;

	put(b, &n, sizeof(n));
	row_put_key(b, plan, mask_index, parts);
	n = (uint32_t)(b->n - start - sizeof(n));
	memcpy(b->p + start, &n, sizeof(n));
}

bool
row_take_group(struct span *row, struct span *key)
{
	if (row->n == 0)
		return false;
	*key = take_text(row);
	return true;
}

size_t
row_read_key(struct span key, const struct plan *plan, struct part *parts)
{
	size_t mask_index = (unsigned char)*key.p;

	key = span_from(key, 1);
	for (size_t i = 0; i < plan->key_count; i++)
		if (plan->masks[mask_index] >> i & 1) {
			parts[i].kind = (enum part_kind)*key.p;
			key = span_from(key, 1);
			parts[i].text = take_text(&key);
		}
	return mask_index;
}
