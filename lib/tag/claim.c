#include "base/utf8.h"
#include "tag/claim.h"

/* A string, or a number as it stands; "" for all else. */
static int
get_name(const struct record *r, struct span field, struct span *name,
    struct err *e)
{
	struct json value;

	*name = SPAN("");
	if (record_get(r, field, &value, e) == -1)
		return -1;
	if (value.kind == JSON_NUMBER)
		*name = value.raw;
	return value.kind == JSON_STRING ?
	    json_text(&value, r->arena, name, e) : 0;
}

/* The first of the plan's keys that isn't before the name. */
static size_t
first_key(const struct plan *p, struct span name)
{
	size_t low = 0, high = p->correction_key_count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (span_compare(p->correction_keys[middle].key, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * The claims of those corrections whose unit or document has that name; of one
 * name they stand in the order of the corrections.
 */
static void
add_claims(const struct plan *p, const struct record *r, struct span id,
    struct span name, const uint64_t *exact_holds, struct claims *all)
{
	size_t before = all->count, at = 0, i = first_key(p, name);
	const struct correction_key *key;
	struct claim claim;

	for (; i < p->correction_key_count; i++) {
		key = &p->correction_keys[i];
		if (!span_equal(key->key, name))
			break;
		while (at < before &&
		    all->items[at].correction < key->correction)
			at++;
		if (at < before && all->items[at].correction == key->correction)
			continue;
		claim = (struct claim){ .correction = key->correction };
		claim.exact = span_equal(
		    p->corrections[key->correction].id, id);
		claim.holds = claim.exact || (exact_holds != NULL &&
		    exact_holds[key->correction] == 0);
		all->items = arena_grow(r->arena, all->items, all->count,
		    &all->capacity, all->count + 1, sizeof(claim));
		all->items[all->count++] = claim;
	}
}

int
claims_find(const struct plan *p, const struct record *r,
    const uint64_t *exact_holds, struct claims *all, struct err *e)
{
	struct span id, parent;

	if (get_name(r, SPAN("id"), &id, e) == -1 ||
	    get_name(r, SPAN("parent"), &parent, e) == -1)
		return -1;
	if (id.n > 0)
		add_claims(p, r, id, id, exact_holds, all);
	if (parent.n > 0)
		add_claims(p, r, id, parent, exact_holds, all);
	return 0;
}

int
claims_document(const struct record *r, struct span *document, struct err *e)
{
	if (get_name(r, SPAN("parent"), document, e) == -1)
		return -1;
	return document->n > 0 ? 0 : get_name(r, SPAN("id"), document, e);
}

bool
quote_next(struct span text, struct span quote, struct quote_walk *walk,
    uint32_t *start, uint32_t *end)
{
	const char *p;
	size_t i = walk->byte;

	for (; text.n - i >= quote.n; i++) {
		p = memchr(text.p + i, quote.p[0], text.n - i - quote.n + 1);
		if (p == NULL)
			return false;
		i = (size_t)(p - text.p);
		if (memcmp(p, quote.p, quote.n) != 0)
			continue;
		*start = walk->character + (uint32_t)utf8_length(
		    span_make(text.p + walk->byte, i - walk->byte));
		*end = *start + (uint32_t)utf8_length(quote);
		*walk = (struct quote_walk){ i + quote.n, *end };
		return true;
	}
	return false;
}
