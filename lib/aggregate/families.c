#include <stdlib.h>

#include "aggregate/families.h"

static int
compare(const void *a, const void *b)
{
	return span_compare(*(const struct span *)a,
	    *(const struct span *)b);
}

static void
add_ids(struct compiling *c, struct families *f, const struct node *book,
    size_t *capacity)
{
	const struct node *codes = compile_book_value(book, "codes");
	size_t n = codes == NULL ? 0 : codes->count;

	f->ids = arena_grow(c->run, f->ids, f->id_count, capacity,
	    f->id_count + n, sizeof(*f->ids));
	for (size_t i = 0; i < n; i++)
		f->ids[f->id_count++] = compile_book_text(codes->items[i],
		    "id");
}

const struct families *
families_compile(struct compiling *c, const struct node *books)
{
	struct families *f = arena_zero(c->run, 1, sizeof(*f));
	const struct node *const *items;
	const struct node *book;
	size_t n, capacity = 0;
	struct span prefix;

	if (books == NULL)
		return NULL;
	n = compile_items(&books, &items);
	f->prefixes = arena_zero(c->run, n, sizeof(*f->prefixes));
	for (size_t i = 0; i < n; i++) {
		if ((book = compile_book(c, items[i])) == NULL)
			continue;
		prefix = compile_book_text(book, "prefix");
		if (prefix.n > 0)
			f->prefixes[f->prefix_count++] = arena_printf(c->run,
			    "%.*s.", (int)prefix.n, prefix.p);
		else
			add_ids(c, f, book, &capacity);
	}
	if (f->id_count > 1)
		qsort(f->ids, f->id_count, sizeof(*f->ids), compare);
	return f;
}

/* The length of the code's first ancestor; its own where it has none. */
static size_t
stem(const struct families *f, struct span code)
{
	for (size_t i = 0; i < f->prefix_count; i++)
		if (span_starts(code, f->prefixes[i]))
			return f->prefixes[i].n + span_index(span_from(code,
			    f->prefixes[i].n), '.');
	if (f->id_count > 0 && bsearch(&code, f->ids, f->id_count,
	    sizeof(*f->ids), compare) != NULL)
		return span_index(code, '.');
	return code.n;
}

size_t
families_parents(const struct families *f, struct span code,
    struct span into[FAMILIES_MOST])
{
	size_t least = f == NULL ? code.n : stem(f, code), count = 0;

	while (code.n > least && count < FAMILIES_MOST) {
		do
			code.n--;
		while (code.p[code.n] != '.');
		into[count++] = code;
	}
	return count;
}

size_t
families_add(const struct families *f, struct arena *arena,
    struct span **codes, size_t n)
{
	struct span found[FAMILIES_MOST];
	size_t count = n, capacity = n, more;

	for (size_t i = 0; f != NULL && i < n; i++) {
		more = families_parents(f, (*codes)[i], found);
		*codes = arena_grow(arena, *codes, count, &capacity,
		    count + more, sizeof(**codes));
		for (size_t k = 0; k < more; k++)
			(*codes)[count++] = found[k];
	}
	return count;
}
