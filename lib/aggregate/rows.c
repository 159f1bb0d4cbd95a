#include "aggregate/rows.h"
#include "base/decimal.h"
#include "record/json.h"

#define LOG_DIGITS	10

bool
rows_fit(struct rows *r, size_t bytes)
{
	size_t used = arena_used(r->arena);

	if (r->room > 0 && (used > r->room || bytes > r->room - used))
		r->over = true;
	r->looked = r->count;
	return !r->over;
}

/* Texts of cells stand in the arena, too. */
#define LOOK_EVERY	1024	/* rows */

/* Cells are doubled where they grow; the old ones stay in the arena. */
static bool
has_room(struct rows *r, size_t want)
{
	if (r->over)
		return false;
	if (want > r->capacity)
		return rows_fit(r, (r->capacity + want) * sizeof(*r->cells));
	return r->count - r->looked < LOOK_EVERY || rows_fit(r, 0);
}

struct value *
rows_add(struct rows *r)
{
	size_t used = r->count * r->width;

	if (!has_room(r, used + r->width) && r->count > 0) {
		r->count--;
		used -= r->width;
	}
	r->cells = arena_grow(r->arena, r->cells, used, &r->capacity,
	    used + r->width, sizeof(*r->cells));
	r->count++;
	for (size_t i = 0; i < r->width; i++)
		r->cells[used + i] = (struct value){ .kind = VALUE_NULL };
	return r->cells + used;
}

struct value
cell_text(struct span text)
{
	return (struct value){ .kind = VALUE_STRING, .text = text };
}

struct value
cell_json(struct span json)
{
	const char *reason;
	size_t at;

	if (json.n == 0 || json_check(json, &at, &reason) == -1 ||
	    json_value(json).kind != JSON_ARRAY)
		return (struct value){ .kind = VALUE_NULL };
	return (struct value){ .kind = VALUE_JSON, .text = json };
}

struct value
cell_integer(struct rows *r, int64_t i)
{
	return (struct value){ .kind = VALUE_NUMBER, .integer = true, .i = i,
	    .number = (double)i,
	    .text = arena_printf(r->arena, "%lld", (long long)i) };
}

struct value
cell_count(struct rows *r, uint64_t n)
{
	return cell_integer(r, (int64_t)n);
}

static struct value
number(struct rows *r, double v, int digits)
{
	struct value cell = { .kind = VALUE_NUMBER, .number = v };
	struct buf b = {0};

	if (!isfinite(v))
		return (struct value){ .kind = VALUE_NULL };
	if (digits == 0)
		decimal_put(&b, v);
	else
		decimal_put_digits(&b, v, digits);
	cell.text = arena_copy(r->arena, buf_span(&b));
	cell.integer = decimal_integer(cell.text, &cell.i);
	cell.number = decimal_double(cell.text);
	buf_free(&b);
	return cell;
}

struct value
cell_number(struct rows *r, double v)
{
	return number(r, v, 0);
}

struct value
cell_rounded(struct rows *r, double v)
{
	return number(r, v, LOG_DIGITS);
}

struct value
cell_list(struct rows *r, const struct span *items, size_t count)
{
	struct value cell = { .kind = VALUE_JSON };
	struct buf b = {0};

	buf_byte(&b, '[');
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buf_byte(&b, ',');
		json_put_string(&b, items[i]);
	}
	buf_byte(&b, ']');
	cell.text = arena_copy(r->arena, buf_span(&b));
	buf_free(&b);
	return cell;
}
