#include "text/script.h"

#include "base/utf8.h"
#include "text/script_file.h"
#include "text/terms.h"

#define FEW	8	/* children that are looked at one by one */

struct script {
	struct span			 file;
	const uint16_t			*pages;
	const uint32_t			*roots;
	const struct script_node	*nodes;
	const char			*texts;
	const struct terms		*protected;	/* or NULL */
};

/* Bytes of a file with that header. */
static uint64_t
size_of(const struct script_header *h)
{
	return sizeof(*h) + SCRIPT_PAGES * sizeof(uint16_t) +
	    (uint64_t)h->page_count * 256 * sizeof(uint32_t) +
	    (uint64_t)h->node_count * sizeof(struct script_node) +
	    h->text_bytes;
}

struct script *
script_open(struct arena *arena, const char *path, struct err *e)
{
	const struct script_header *h;
	struct script *s = arena_zero(arena, 1, sizeof(*s));

	s->file = compiled_open(path, SCRIPT_MAGIC, SCRIPT_VERSION,
	    sizeof(*h), "simplified and traditional characters", e);
	if (s->file.p == NULL)
		return NULL;
	h = (const struct script_header *)(const void *)s->file.p;
	if (h->page_count == 0 || size_of(h) != s->file.n) {
		compiled_refuse(e, path, "one of another size");
		script_close(s);
		return NULL;
	}
	s->pages = (const uint16_t *)(const void *)(h + 1);
	s->roots = (const uint32_t *)(const void *)(s->pages + SCRIPT_PAGES);
	s->nodes = (const struct script_node *)(const void *)(s->roots +
	    256 * (size_t)h->page_count);
	s->texts = (const char *)(s->nodes + h->node_count);
	return s;
}

void
script_close(struct script *s)
{
	compiled_close(s->file);
}

bool
script_protect(struct script *s, struct arena *arena,
    const struct span *words, size_t count)
{
	s->protected = count == 0 ? NULL :
	    terms_build(arena, words, NULL, count, 0);
	return count == 0 || s->protected != NULL;
}

/* The node behind the root for a character; 0 if there is none. */
static uint32_t
root_of(const struct script *s, uint32_t c)
{
	return s->roots[s->pages[c >> 8] * 256u + (c & 255)];
}

/* The child of a node along a character; 0 if there is none. */
static uint32_t
child_of(const struct script *s, const struct script_node *node, uint32_t c)
{
	uint32_t low = node->first, high = low + node->count, middle;

	while (high - low > FEW) {
		middle = low + (high - low) / 2;
		if (s->nodes[middle].character <= c)
			low = middle;
		else
			high = middle;
	}
	while (low < high && s->nodes[low].character != c)
		low++;
	return low < high ? low : 0;
}

/* Adds an edit where key and value differ, without what both share. */
static void
replace(struct edits *edits, struct arena *arena, struct span key,
    struct span value, size_t at)
{
	size_t n = 0;

	while (n < key.n && n < value.n && key.p[n] == value.p[n])
		n++;
	while (n > 0 && ((n < key.n && utf8_is_continuation(key.p[n])) ||
	    (n < value.n && utf8_is_continuation(value.p[n]))))
		n--;
	if (n < key.n || n < value.n)
		edits_add(edits, arena, at + n, key.n - n,
		    span_from(value, n));
}

/* Converts the key that begins with a character, whose node it is. */
static size_t
convert_key(const struct script *s, struct edits *edits, struct arena *arena,
    struct span text, size_t start, size_t at, uint32_t node)
{
	const struct script_node *best = NULL, *n = &s->nodes[node];
	size_t end = at;

	for (;;) {
		if (n->text_n > 0) {
			best = n;
			end = at;
		}
		if (n->count == 0 || at == text.n)
			break;
		node = child_of(s, n, utf8_next(text, &at));
		if (node == 0)
			break;
		n = &s->nodes[node];
	}
	if (best != NULL)
		replace(edits, arena, span_make(text.p + start, end - start),
		    span_make(s->texts + best->text, best->text_n), start);
	return end;
}

/* Converts text from byte `at` to its end. */
static void
convert(const struct script *s, struct edits *edits, struct arena *arena,
    struct span text, size_t at)
{
	size_t start;
	uint32_t node;

	while (at < text.n) {
		if ((unsigned char)text.p[at] < 0x80) {
			at++;
			continue;
		}
		start = at;
		node = root_of(s, utf8_next(text, &at));
		if (node != 0)
			at = convert_key(s, edits, arena, text, start, at,
			    node);
	}
}

/* The last of the hits that begin where the first does is the longest. */
static size_t
longest_of(const struct terms_hit *hits, size_t first, size_t count)
{
	size_t i = first;

	while (i + 1 < count && hits[i + 1].start == hits[first].start)
		i++;
	return i;
}

struct edits
script_edits(const struct script *s, struct arena *arena, struct span text)
{
	struct edits edits = { 0 };
	struct terms_hit *hits = NULL, *hit;
	size_t i, count = 0, from = 0, start;
	uint32_t end = 0;		/* of the last one, in characters */

	if (s->protected != NULL)
		count = terms_find(s->protected, arena, text, TERMS_ALL,
		    SIZE_MAX, &hits);
	for (i = 0; i < count; i++) {
		i = longest_of(hits, i, count);
		hit = &hits[i];
		if (hit->start < end)
			continue;
		start = from + utf8_skip(span_from(text, from),
		    hit->start - end);
		convert(s, &edits, arena, span_make(text.p, start), from);
		from = start + utf8_skip(span_from(text, start),
		    hit->end - hit->start);
		end = hit->end;
	}
	convert(s, &edits, arena, text, from);
	return edits;
}
