#include <assert.h>
#include <stdlib.h>

#include "aggregate/plan.h"

size_t
plan_measure(const struct plan *plan, struct span name)
{
	for (size_t i = 0; i < plan->measure_count; i++)
		if (span_is(name, plan->measures[i].name))
			return i;
	return PLAN_NONE;
}

size_t
plan_key(const struct plan *plan, struct span name)
{
	for (size_t i = 0; i < plan->key_count; i++)
		if (span_is(name, plan->keys[i].name))
			return i;
	return PLAN_NONE;
}

static struct column
column_of(const struct plan *plan, struct span name)
{
	size_t key = plan_key(plan, name);

	if (key != PLAN_NONE)
		return (struct column){ true, key };
	return (struct column){ false, plan_measure(plan, name) };
}

struct column
plan_column(const struct plan *plan, const struct path *path)
{
	struct column column = column_of(plan, path->text);

	if (column.index == PLAN_NONE && path->count == 1)
		column = column_of(plan, path->keys[0]);
	return column;
}

size_t
plan_mask(const struct plan *plan, unsigned mask)
{
	size_t i = 0;

	while (i < plan->mask_count && plan->masks[i] != mask)
		i++;
	assert(i < plan->mask_count);
	return i;
}

static int
compare_code(const void *code, const void *label)
{
	return span_compare(*(const struct span *)code,
	    ((const struct label *)label)->code);
}

static int
compare_labels(const void *a, const void *b)
{
	return compare_code(&((const struct label *)a)->code, b);
}

static struct label *
label_of(const struct labels *labels, struct span code)
{
	return labels->count == 0 ? NULL : bsearch(&code, labels->items,
	    labels->count, sizeof(*labels->items), compare_code);
}

bool
labels_have(const struct labels *labels, struct span code)
{
	return label_of(labels, code) != NULL;
}

struct span
labels_find(const struct labels *labels, struct span code)
{
	const struct label *label = label_of(labels, code);

	return label != NULL && label->text.n > 0 ? label->text : code;
}

void
labels_sort(struct labels *labels)
{
	if (labels->count > 0)
		qsort(labels->items, labels->count, sizeof(*labels->items),
		    compare_labels);
}

static int
compare_text(const void *text, const void *label)
{
	return span_compare(*(const struct span *)text,
	    ((const struct label *)label)->text);
}

static int
compare_texts(const void *a, const void *b)
{
	int order = compare_text(&((const struct label *)a)->text, b);

	return order != 0 ? order : compare_labels(a, b);
}

/* A label that several codes have is told with its code. */
static void
tell_apart(struct labels *labels, const struct label *like, bool chinese,
    struct arena *arena)
{
	label_of(labels, like->code)->text = arena_printf(arena, chinese ?
	    "%.*s（%.*s）" : "%.*s (%.*s)", (int)like->text.n, like->text.p,
	    (int)like->code.n, like->code.p);
}

void
labels_settle(struct labels *labels, bool chinese, struct arena *arena)
{
	struct label *sorted = arena_zero(arena, labels->count,
	    sizeof(*sorted));
	size_t n = 0, end;

	labels_sort(labels);
	for (size_t i = 0; i < labels->count; i++)
		if (labels->items[i].text.n > 0)
			sorted[n++] = labels->items[i];
	if (n > 0)
		qsort(sorted, n, sizeof(*sorted), compare_texts);
	for (size_t i = 0; i < n; i = end) {
		for (end = i + 1; end < n && span_equal(sorted[end].text,
		    sorted[i].text); end++)
			;
		if (span_equal(sorted[i].code, sorted[end - 1].code))
			sorted[labels->by_text_count++] = sorted[i];
		else
			for (size_t k = i; k < end; k++)
				tell_apart(labels, &sorted[k], chinese,
				    arena);
	}
	labels->by_text = sorted;
}

struct span
labels_code(const struct labels *labels, struct span text)
{
	const struct label *label;

	if (labels->by_text_count == 0 || label_of(labels, text) != NULL)
		return text;
	label = bsearch(&text, labels->by_text, labels->by_text_count,
	    sizeof(*labels->by_text), compare_text);
	return label == NULL ? text : label->code;
}
