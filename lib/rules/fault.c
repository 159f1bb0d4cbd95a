#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/fault.h"

/* A fault with what faults_sort() compares. */
struct sorted {
	struct fault	fault;
	size_t		file;		/* rank of its file */
};

enum level {
	LEVEL_ERROR,
	LEVEL_WARNING,
	LEVEL_SLIP
};

static void
add(struct faults *f, struct place place, enum level level,
    const char *format, va_list args)
{
	va_list	 again;
	char	*text;
	int	 n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, args);
	text = arena_alloc(f->arena, (size_t)n + 1);
	vsnprintf(text, (size_t)n + 1, format, again);
	va_end(again);

	f->items = arena_grow(f->arena, f->items, f->count, &f->capacity,
	    f->count + 1, sizeof(*f->items));
	f->items[f->count] = (struct fault){
		.place = place,
		.warning = level != LEVEL_ERROR,
		.slip = level == LEVEL_SLIP,
		.text = text,
		.order = f->count
	};
	f->count++;
	if (level == LEVEL_ERROR)
		f->errors++;
}

int
fault(struct faults *f, struct place place, const char *format, ...)
{
	va_list	 args;

	va_start(args, format);
	add(f, place, LEVEL_ERROR, format, args);
	va_end(args);
	return -1;
}

int
fault_warn(struct faults *f, struct place place, const char *format, ...)
{
	va_list	 args;

	va_start(args, format);
	add(f, place, LEVEL_WARNING, format, args);
	va_end(args);
	return -1;
}

int
fault_slip(struct faults *f, struct place place, const char *format, ...)
{
	va_list	 args;

	va_start(args, format);
	add(f, place, LEVEL_SLIP, format, args);
	va_end(args);
	return -1;
}

static bool
same_file(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return a == b || strcmp(a, b) == 0;
}

static int
compare_sizes(size_t a, size_t b)
{
	return a < b ? -1 : a > b;
}

static int
compare_places(const struct sorted *a, const struct sorted *b)
{
	int	 c;

	if ((c = compare_sizes(a->file, b->file)) != 0)
		return c;
	if ((c = compare_sizes(a->fault.place.line, b->fault.place.line)) != 0)
		return c;
	return compare_sizes(a->fault.place.column, b->fault.place.column);
}

static int
compare(const void *left, const void *right)
{
	const struct sorted	*a = left, *b = right;
	int			 c = compare_places(a, b);

	return c != 0 ? c : compare_sizes(a->fault.order, b->fault.order);
}

/* Files are few, so each fault looks through the list of those before. */
static void
rank_files(struct faults *f, struct sorted *sorted)
{
	const char	**files = NULL;
	size_t		  count = 0, capacity = 0, i, rank;

	for (i = 0; i < f->count; i++) {
		for (rank = 0; rank < count; rank++)
			if (same_file(files[rank], f->items[i].place.file))
				break;
		if (rank == count) {
			files = arena_grow(f->arena, files, count, &capacity,
			    count + 1, sizeof(*files));
			files[count++] = f->items[i].place.file;
		}
		sorted[i] = (struct sorted){ f->items[i], rank };
	}
}

/* Behind the fault at `from`, how far those of its place go, in order. */
static size_t
same_place(const struct sorted *sorted, size_t count, size_t from)
{
	size_t	 to = from + 1;

	while (to < count && compare_places(&sorted[from], &sorted[to]) == 0)
		to++;
	return to;
}

/* Puts those of one place back, without slips where there is a mistake. */
static void
put_place(struct faults *f, const struct sorted *from, const struct sorted *to)
{
	const struct sorted	*s;
	bool			 mistake = false;

	for (s = from; s < to; s++)
		mistake = mistake || !s->fault.warning;
	for (s = from; s < to; s++)
		if (!mistake || !s->fault.slip)
			f->items[f->count++] = s->fault;
}

void
faults_sort(struct faults *f)
{
	struct sorted	*sorted;
	size_t		 count = f->count, from, to;

	if (count < 2)
		return;
	sorted = arena_alloc(f->arena, count * sizeof(*sorted));
	rank_files(f, sorted);
	qsort(sorted, count, sizeof(*sorted), compare);
	f->count = 0;
	for (from = 0; from < count; from = to) {
		to = same_place(sorted, count, from);
		put_place(f, sorted + from, sorted + to);
	}
}

const char *
fault_nearest(struct span typed, const char *const *names)
{
	const char	*best = NULL;
	size_t		 best_distance = SIZE_MAX;
	size_t		 distance, longer;
	struct span	 name;

	for (; *names != NULL; names++) {
		name = span_of(*names);
		longer = name.n > typed.n ? name.n : typed.n;
		distance = span_distance(typed, name);
		if (distance > longer / 3 || distance >= best_distance)
			continue;
		best = *names;
		best_distance = distance;
	}
	return best;
}
