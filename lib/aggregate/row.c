#include "aggregate/row.h"
#include "base/pack.h"

#define FED_BYTES	64	/* of what an input gave, but for its text */
#define TEXT_BYTES	sizeof(uint32_t)	/* and the text itself */

enum fed_tag {
	FED_NOTHING,
	FED_GIVEN,
	FED_INTEGER,
	FED_UNITS,
	FED_WIDE
};

/* There is room already: rows are written in pieces of a few bytes. */
static inline void
put_byte(struct buf *b, int c)
{
	b->p[b->n++] = (char)c;
}

static void
put_amount(struct buf *b, const struct amount *a)
{
	if (a->integer) {
		put_byte(b, FED_INTEGER);
		pack_bytes(b, &a->i, sizeof(a->i));
		return;
	}
	put_byte(b, a->wide ? FED_WIDE : FED_UNITS);
	pack_bytes(b, &a->number, sizeof(a->number));
	if (a->wide) {
		buf_reserve(b, TEXT_BYTES + a->text.n);
		pack_text(b, a->text);
	} else
		pack_bytes(b, &a->units, sizeof(a->units));
}

static void
take_amount(struct span *row, enum fed_tag tag, struct amount *a)
{
	int64_t i;

	if (tag == FED_INTEGER) {
		unpack_bytes(row, &i, sizeof(i));
		amount_of_integer(a, i);
		return;
	}
	*a = (struct amount){ .wide = tag == FED_WIDE };
	unpack_bytes(row, &a->number, sizeof(a->number));
	if (a->wide)
		a->text = unpack_text(row);
	else
		unpack_bytes(row, &a->units, sizeof(a->units));
}

void
row_put_fed(struct buf *b, enum input_kind kind, const struct fed *fed)
{
	buf_reserve(b, FED_BYTES);
	if (!fed->given) {
		put_byte(b, FED_NOTHING);
		return;
	}
	if (kind == INPUT_NUMBER) {
		put_amount(b, &fed->amount);
		return;
	}
	put_byte(b, FED_GIVEN);
	if (kind == INPUT_HASH || kind == INPUT_ID)
		pack_bytes(b, &fed->hash, sizeof(fed->hash));
	if (kind >= INPUT_ID) {
		buf_reserve(b, TEXT_BYTES + fed->text.n);
		pack_text(b, fed->text);
	}
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
	else if (kind == INPUT_HASH || kind == INPUT_ID)
		unpack_bytes(row, &fed->hash, sizeof(fed->hash));
	if (kind >= INPUT_ID)
		fed->text = unpack_text(row);
}

void
row_put_window(char into[ROW_WINDOW], int64_t time, int64_t end)
{
	memcpy(into, &time, sizeof(time));
	memcpy(into + sizeof(time), &end, sizeof(end));
}

void
row_take_window(struct span *row, int64_t *time, int64_t *end)
{
	unpack_bytes(row, time, sizeof(*time));
	unpack_bytes(row, end, sizeof(*end));
}

void
row_put_day(char into[ROW_DAY], int64_t day)
{
	memcpy(into, &day, sizeof(day));
}

int64_t
row_take_day(struct span *row)
{
	int64_t day;

	unpack_bytes(row, &day, sizeof(day));
	return day;
}

/* The bytes of a key. */
static size_t
key_size(const struct plan *plan, size_t mask_index, const struct part *parts)
{
	size_t size = 1;

	for (size_t i = 0; i < plan->key_count; i++)
		if (plan->masks[mask_index] >> i & 1)
			size += 1 + TEXT_BYTES + parts[i].text.n;
	return size;
}

/* The same, where there is room. */
static void
put_key(struct buf *b, const struct plan *plan, size_t mask_index,
    const struct part *parts)
{
	put_byte(b, (int)mask_index);
	for (size_t i = 0; i < plan->key_count; i++)
		if (plan->masks[mask_index] >> i & 1) {
			put_byte(b, (int)parts[i].kind);
			pack_text(b, parts[i].text);
		}
}

void
row_put_key(struct buf *b, const struct plan *plan, size_t mask_index,
    const struct part *parts)
{
	buf_reserve(b, key_size(plan, mask_index, parts));
	put_key(b, plan, mask_index, parts);
}

void
row_put_group(struct buf *b, const struct plan *plan, size_t mask_index,
    const struct part *parts)
{
	size_t size = key_size(plan, mask_index, parts);
	uint32_t n = (uint32_t)size;

	buf_reserve(b, sizeof(n) + size);
	pack_bytes(b, &n, sizeof(n));
	put_key(b, plan, mask_index, parts);
}

bool
row_take_group(struct span *row, struct span *key)
{
	if (row->n == 0)
		return false;
	*key = unpack_text(row);
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
			parts[i].text = unpack_text(&key);
		}
	return mask_index;
}
