#include <stdint.h>

#include "text/csv.h"
#include "text/encoding.h"

#define BOM	"\xef\xbb\xbf"

/* A file on its way into rows. */
struct reading {
	struct csv_file		*file;
	struct arena		*arena;
	struct faults		*faults;
	size_t			 line;
	size_t			 capacity;	/* of file->rows */
	size_t			 line_capacity;
};

static struct place
place_of(const struct reading *r, size_t column)
{
	return (struct place){ r->file->path, r->line, column };
}

/* The names of the columns: none empty but behind the last, no two equal. */
static int
read_names(struct reading *r, struct span *cells, size_t count)
{
	size_t i, k;

	while (count > 0 && cells[count - 1].n == 0)
		count--;
	for (i = 0; i < count; i++)
		for (k = 0; k < i; k++)
			if (span_equal(cells[i], cells[k]))
				return fault(r->faults, place_of(r, 0),
				    "columns %zu and %zu: have the same name, "
				    "expected each once", k + 1, i + 1);
	r->file->names = cells;
	r->file->column_count = count;
	return 0;
}

static int
add_row(struct reading *r, struct span *cells, size_t count)
{
	struct csv_file *f = r->file;

	while (count > f->column_count && cells[count - 1].n == 0)
		count--;
	if (count != f->column_count)
		return fault(r->faults, place_of(r, 0), "expected %zu cells, "
		    "as in the header, got %zu", f->column_count, count);
	f->rows = arena_grow(r->arena, f->rows, f->row_count, &r->capacity,
	    f->row_count + 1, sizeof(*f->rows));
	f->lines = arena_grow(r->arena, f->lines, f->row_count,
	    &r->line_capacity, f->row_count + 1, sizeof(*f->lines));
	f->rows[f->row_count] = cells;
	f->lines[f->row_count++] = r->line;
	return 0;
}

static int
read_row(struct reading *r, struct span row)
{
	struct span *cells;
	struct err e = { 0 };
	size_t count;

	if (csv_cells(row, ',', r->arena, &cells, &count, &e) == -1)
		return fault(r->faults, place_of(r, e.column), "%s", e.text);
	if (csv_trim(cells, count) == 0)
		return 0;
	return r->file->names == NULL ? read_names(r, cells, count) :
	    add_row(r, cells, count);
}

/* The file's bytes as UTF-8 without BOM. */
static int
decode(struct reading *r, struct span bytes, struct span *text)
{
	struct decoder *decoder = decoder_new();
	enum encoding encoding;
	struct err e = { 0 };
	int rc = encoding_guess(decoder, bytes, true, &encoding, &e);

	if (rc == 0)
		rc = encoding_decode(decoder, encoding, bytes, r->arena, text,
		    &e);
	decoder_free(decoder);
	if (rc == -1)
		return fault(r->faults, (struct place){ r->file->path, e.line,
		    e.column }, "%s", e.text);
	if (span_starts(*text, SPAN(BOM)))
		*text = span_from(*text, sizeof(BOM) - 1);
	return 0;
}

static int
read_rows(struct reading *r, struct span text)
{
	struct csv_cutting cutting = { .delimiter = ',' };
	struct cutter cutter = csv_cutter(&cutting);
	size_t n;
	int rc = 0;

	for (r->line = 1; text.n > 0; text = span_from(text, n)) {
		n = cutter.cut(cutter.state, text, 0);
		if (n == 0)
			n = cutter.last(cutter.state, text);
		rc |= read_row(r, span_make(text.p, n));
		if (rc == -1 && r->file->names == NULL)
			return -1;
		r->line += csv_lines(span_make(text.p, n));
	}
	return rc;
}

int
csv_file_read(struct csv_file *f, const struct file *file,
    struct arena *arena, struct faults *faults)
{
	struct reading r = { .file = f, .arena = arena, .faults = faults };
	struct span text;
	char shown[256];

	*f = (struct csv_file){ .path = file->path };
	if (decode(&r, file->text, &text) == -1 || read_rows(&r, text) == -1)
		return -1;
	if (f->names == NULL)
		return fault(faults, file->asked_at, "the table %s is empty, "
		    "expected a row of names", err_quote(shown, sizeof(shown),
		    span_of(file->path)));
	return 0;
}

size_t
csv_file_column(const struct csv_file *f, struct span name,
    struct place asked_at, struct faults *faults)
{
	char shown[128], other[128], file[128];
	size_t i;

	for (i = 0; i < f->column_count; i++)
		if (span_equal(f->names[i], name))
			return i;
	i = csv_nearest(f->names, f->column_count, name);
	err_quote(shown, sizeof(shown), name);
	err_quote(file, sizeof(file), span_of(f->path));
	if (i == f->column_count)
		fault(faults, asked_at, "no column \"%s\" in %s", shown, file);
	else
		fault(faults, asked_at, "no column \"%s\" in %s (did you "
		    "mean \"%s\"?)", shown, file, err_quote(other,
		    sizeof(other), f->names[i]));
	return SIZE_MAX;
}
