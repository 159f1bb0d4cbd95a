#include "normalize/fill.h"

#include "base/mem.h"
#include "normalize/head.h"
#include "normalize/worker.h"
#include "text/csv.h"

enum state {
	STATE_NONE,		/* no value yet */
	STATE_FIRST,		/* in the row above, the first: FILL_ONCE */
	STATE_VALUE,
	STATE_LOST,		/* that row couldn't be read */
	STATE_WRITTEN		/* in each row: nothing is filled */
};

struct fill_column {
	enum state	state;
	struct buf	value;
};

void
fill_forget(struct filling *f)
{
	for (size_t i = 0; i < f->count; i++)
		buf_free(&f->columns[i].value);
	mem_free(f->columns);
	*f = (struct filling){ 0 };
}

static void
set(struct fill_column *c, enum fill fill, struct span value)
{
	if (fill == FILL_ONCE && c->state == STATE_FIRST)
		c->state = STATE_WRITTEN;
	if (c->state == STATE_WRITTEN)
		return;
	c->state = fill == FILL_ONCE && c->state == STATE_NONE ? STATE_FIRST :
	    STATE_VALUE;
	buf_cut(&c->value, 0);
	buf_add(&c->value, value);
}

/* Who coded the rows doesn't change with one that can't be read. */
static void
lose(struct filling *f, const struct input *input)
{
	for (size_t i = 0; i < f->count; i++)
		if (input->fills[i].column->fill == FILL_DOWN)
			f->columns[i].state = STATE_LOST;
}

/* Of each column a sign, and behind a V the value with its length. */
static void
tell(struct fill_column *c, bool empty, struct buf *above)
{
	uint32_t n = (uint32_t)c->value.n;

	if (empty && c->state == STATE_FIRST)
		c->state = STATE_VALUE;
	if (!empty || c->state == STATE_NONE || c->state == STATE_WRITTEN)
		buf_byte(above, '-');
	else if (c->state == STATE_LOST)
		buf_byte(above, 'L');
	else {
		buf_byte(above, 'V');
		buf_add(above, span_make((const char *)&n, sizeof(n)));
		buf_add(above, buf_span(&c->value));
	}
}

/* The cells of a row that can be read; 0 if it is empty, -1. */
static int
read_row(struct worker *w, const struct input *input, struct span row,
    struct arena *arena, struct span **cells)
{
	size_t count, end;
	uint64_t places = 0;	/* the row's are counted by map() */
	struct err e = { 0 };

	if (row.p == NULL || worker_decode(w, input->encoding, row, arena,
	    &row, &places, &e) == -1 || csv_cells(row, input->delimiter,
	    arena, cells, &count, &e) == -1)
		return -1;
	end = csv_trim(*cells, count);
	return end == 0 ? 0 : head_fits(input, count, end) ? 1 : -1;
}

void
fill_row(struct worker *w, const struct input *input, struct span row,
    struct buf *above)
{
	struct filling *f = &w->filling;
	struct arena arena = { 0 };
	struct span *cells = NULL, cell;
	int got;

	if (f->columns == NULL) {
		f->count = input->fill_count;
		f->columns = mem_zero(f->count, sizeof(*f->columns));
	}
	got = read_row(w, input, row, &arena, &cells);
	if (got == -1)
		lose(f, input);
	for (size_t i = 0; got == 1 && i < f->count; i++) {
		cell = cells[input->fills[i].cell];
		if (cell.n > 0)
			set(&f->columns[i], input->fills[i].column->fill,
			    cell);
		tell(&f->columns[i], cell.n == 0, above);
	}
	arena_free(&arena);
}

/* Takes what tell() told of a column; false if that is nothing. */
static bool
take(struct span *above, struct span *value)
{
	char sign = above->p[0];
	uint32_t n;

	*above = span_from(*above, 1);
	*value = SPAN("");
	if (sign != 'V')
		return sign == 'L';
	memcpy(&n, above->p, sizeof(n));
	*value = span_make(above->p + sizeof(n), n);
	*above = span_from(*above, sizeof(n) + n);
	return true;
}

int
fill_cells(const struct input *input, struct span above, struct span *cells,
    uint64_t *filled, struct err *e)
{
	const struct origin *o = input->fills;
	struct span value;
	char shown[128];

	for (; above.n > 0; o++) {
		if (!take(&above, &value))
			continue;
		if (value.n == 0)
			return err_record(e, "column \"%s\": expected the "
			    "value above, in a row that can't be read",
			    err_quote(shown, sizeof(shown),
			    o->column->name));
		cells[o->cell] = value;
		++*filled;
	}
	return 0;
}
