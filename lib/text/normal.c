#include <assert.h>
#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "text/normal.h"
#include "text/normal_table.h"
#include "text/width.h"

#define DECOMPOSED_MAX	18	/* code points of one; UAX #15, section 12 */

/* One of the two forms. */
struct form {
	utf8proc_option_t	options;	/* of its decomposition */
	bool			(*is_boundary)(uint32_t c);
};

static const struct form form_c = { UTF8PROC_DECOMPOSE, normal_is_boundary };
static const struct form form_kc = { UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT,
    normal_is_compatible_boundary };

/* Code points of a segment; the memory serves all segments of a text. */
struct points {
	utf8proc_int32_t	*c;
	size_t			 count;
	size_t			 capacity;
};

static unsigned
class_of(utf8proc_int32_t c)
{
	return (unsigned)utf8proc_get_property(c)->combining_class;
}

static void
decompose(const struct form *form, struct points *out, struct arena *arena,
    struct span text)
{
	size_t		 at = 0;
	utf8proc_ssize_t n;
	int		 boundary = 0;

	out->count = 0;
	while (at < text.n) {
		out->c = arena_grow(arena, out->c, out->count, &out->capacity,
		    out->count + DECOMPOSED_MAX, sizeof(*out->c));
		n = utf8proc_decompose_char(
		    (utf8proc_int32_t)utf8_next(text, &at),
		    out->c + out->count, DECOMPOSED_MAX, form->options,
		    &boundary);
		assert(n >= 1 && n <= DECOMPOSED_MAX);
		out->count += (size_t)n;
	}
}

/*
 * Sorts marks by combining class, keeping the order within a class.  By
 * counting: the library's own sort is quadratic in the number of marks.
 */
static void
sort_marks(struct arena *arena, utf8proc_int32_t *c, size_t count)
{
	utf8proc_int32_t	*sorted;
	size_t			 at[256 + 1] = {0}, i;

	for (i = 0; i < count; i++)
		at[class_of(c[i]) + 1]++;
	for (i = 1; i < 256; i++)
		at[i] += at[i - 1];
	sorted = arena_alloc(arena, count * sizeof(*sorted));
	for (i = 0; i < count; i++)
		sorted[at[class_of(c[i])]++] = c[i];
	memcpy(c, sorted, count * sizeof(*c));
}

/* Canonical order (Unicode, section 3.11, D109). */
static void
order(struct arena *arena, struct points *p)
{
	size_t		i, from = 0;
	unsigned	class, last = 0;
	bool		ordered = true;

	for (i = 0; i <= p->count; i++) {
		class = i < p->count ? class_of(p->c[i]) : 0;
		if (class == 0) {
			if (!ordered)
				sort_marks(arena, p->c + from, i - from);
			from = i + 1;
			ordered = true;
		} else if (class < last)
			ordered = false;
		last = class;
	}
}

static struct span
encode(struct arena *arena, const utf8proc_int32_t *c, size_t count)
{
	char	*p = arena_alloc(arena, count * 4);
	size_t	 n = 0, i;

	for (i = 0; i < count; i++)
		n += utf8_encode(p + n, (uint32_t)c[i]);
	return span_make(p, n);
}

/* Bytes of the characters with which both begin. */
static size_t
common_prefix(struct span a, struct span b)
{
	size_t	n = 0;

	while (n < a.n && n < b.n && a.p[n] == b.p[n])
		n++;
	while (n > 0 && ((n < a.n && utf8_is_continuation(a.p[n])) ||
	    (n < b.n && utf8_is_continuation(b.p[n]))))
		n--;
	return n;
}

/* An edit, if the segment of text that begins at start isn't in the form. */
static void
segment(const struct form *form, struct edits *edits, struct arena *arena,
    struct points *work, struct span text, size_t start)
{
	utf8proc_ssize_t n;
	struct span	 new;
	size_t		 same;

	decompose(form, work, arena, text);
	order(arena, work);
	n = utf8proc_normalize_utf32(work->c, (utf8proc_ssize_t)work->count,
	    UTF8PROC_COMPOSE | UTF8PROC_STABLE);
	assert(n >= 0);
	new = encode(arena, work->c, (size_t)n);
	if (span_equal(new, text))
		return;
	same = common_prefix(new, text);
	edits_add(edits, arena, start + same, text.n - same,
	    span_from(new, same));
}

/*
 * Passes ASCII and U+4000 to U+9FFF, nearly all of most texts, without
 * decoding; *start moves to the last of them.
 */
static size_t
pass_common(struct span text, size_t at, size_t *start)
{
	unsigned char	c;

	for (; at < text.n; at += c < 0x80 ? 1 : 3) {
		c = (unsigned char)text.p[at];
		if (c >= 0x80 && (c < 0xe4 || c > 0xe9))
			break;
		*start = at;
	}
	return at;
}

/* True if nothing before c joins with it, be it in the form or not. */
static bool
may_cut(const struct form *form, uint32_t c)
{
	return form->is_boundary(c) || width_is_full_ascii(c);
}

/* Where the text may be cut, from byte `at` on. */
static size_t
next_cut(const struct form *form, struct span text, size_t at)
{
	size_t	next;

	for (; at < text.n; at = next) {
		next = at;
		if (may_cut(form, utf8_next(text, &next)))
			break;
	}
	return at;
}

static struct edits
edits_of(const struct form *form, struct arena *arena, struct span text)
{
	struct edits	edits = {0};
	struct points	work = {0};
	size_t		at = 0, start = 0, from;
	uint32_t	c;

	while ((at = pass_common(text, at, &start)) < text.n) {
		from = at;
		c = utf8_next(text, &at);
		if (may_cut(form, c))
			start = from;
		if (form->is_boundary(c))
			continue;
		from = at;
		at = next_cut(form, text, at);
		if (at == from && width_is_full_ascii(c))
			edits_add(&edits, arena, start, at - start,
			    width_ascii(c));
		else
			segment(form, &edits, arena, &work,
			    span_make(text.p + start, at - start), start);
	}
	return edits;
}

struct edits
normal_nfc(struct arena *arena, struct span text)
{
	return edits_of(&form_c, arena, text);
}

struct edits
normal_nfkc(struct arena *arena, struct span text)
{
	return edits_of(&form_kc, arena, text);
}

int
normal_width(uint32_t c)
{
	return utf8proc_charwidth((utf8proc_int32_t)c);
}

size_t
normal_columns(struct span text)
{
	size_t	at = 0, columns = 0;

	while (at < text.n)
		columns += (size_t)normal_width(utf8_next(text, &at));
	return columns;
}
