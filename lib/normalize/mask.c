#include "normalize/mask.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "normalize/mask_rule.h"
#include "normalize/person.h"

bool
mask_passes(const struct mask *m, struct span field)
{
	size_t i;

	for (i = 0; i < m->except_count; i++)
		if (span_equal(m->except[i], field))
			return true;
	return false;
}

/* The digit, letter or sign at byte `at`, which moves behind it. */
static char
next_plain(struct span text, size_t *at)
{
	uint32_t c;

	if (((unsigned char)text.p[*at] & 0x80) == 0)
		return text.p[(*at)++];
	c = utf8_next(text, at);
	if (c > 0xff00 && c < 0xff5f)		/* full-width */
		c -= 0xff00 - 0x20;
	if (c == 0x2013 || c == 0x2014)		/* dashes */
		c = '-';
	if (c == 0xb7 || c == 0x2022 || c == 0x30fb)	/* points */
		c = '.';
	if (c == 0x3000)
		c = ' ';
	return c < 0x80 ? (char)c : '\0';
}

static bool
is_separator(char c)
{
	return c == ' ' || c == '-' || c == '(' || c == ')';
}

/* Small letters in addresses of mail, capitals elsewhere. */
static char
one_case(enum personal_kind kind, char c)
{
	if (!ascii_is_letter(c))
		return c;
	return (char)(kind == PERSONAL_EMAIL ? c | 0x20 : c & ~0x20);
}

/*
 * What is found, as it would be written without separators: one value has
 * one pseudonym, however it stands there.
 */
static struct span
plain(struct arena *arena, const struct personal *p, struct span text)
{
	char *into = arena_alloc(arena, text.n), c;
	size_t at = 0, n = 0, start;

	while (at < text.n) {
		start = at;
		c = one_case(p->kind, next_plain(text, &at));
		if (c == '\0')
			while (start < at)
				into[n++] = text.p[start++];
		else if ((!is_separator(c) && c != '.') ||
		    p->kind == PERSONAL_EMAIL)
			into[n++] = c;
	}
	return span_make(into, n);
}

/* Characters but separators. */
static size_t
length(struct span text)
{
	size_t at = 0, n = 0;

	while (at < text.n)
		n += !is_separator(next_plain(text, &at));
	return n;
}

/* True if no digits stand in it but those of the country's code. */
static bool
is_country(struct span text)
{
	char digits[4];
	size_t at = 0, n = 0;
	char c;

	while (at < text.n) {
		c = next_plain(text, &at);
		if (is_separator(c) || c == '+')
			continue;
		if (!ascii_is_digit(c) || n == sizeof(digits))
			return false;
		digits[n++] = c;
	}
	return n == 0 || span_is(span_make(digits, n), "86") ||
	    span_is(span_make(digits, n), "0086");
}

/* Full-width letters, digits and signs as the ASCII ones. */
static struct span
half_width(struct arena *arena, struct span text)
{
	char *into = arena_alloc(arena, text.n), c;
	size_t at = 0, n = 0, start;

	while (at < text.n) {
		start = at;
		c = next_plain(text, &at);
		if (c != '\0')
			into[n++] = c;
		else
			while (start < at)
				into[n++] = text.p[start++];
	}
	return span_make(into, n);
}

struct span
mask_one_way(struct arena *arena, struct span text)
{
	struct personal_search search;
	struct personal p;

	personal_begin(&search, arena, NULL, text);
	if (personal_next(&search, &p) &&
	    is_country(span_make(text.p, p.start)) &&
	    length(span_from(text, p.end)) == 0)
		return plain(arena, &p, span_make(text.p + p.start,
		    p.end - p.start));
	return half_width(arena, text);
}

/* The ends of digits alone, which most numbers are; false for others. */
static bool
keep_ends_of_digits(const struct mask_action *action, struct span text,
    char *into)
{
	size_t at, to = text.n - action->last;

	for (at = 0; at < text.n; at++) {
		if (!ascii_is_digit(text.p[at]))
			return false;
		into[at] = at >= action->first && at < to ? '*' : text.p[at];
	}
	return true;
}

/* The first and the last characters, a `*` for each between. */
static struct span
keep_ends(struct arena *arena, const struct mask_action *action,
    struct span text)
{
	char *into = arena_alloc(arena, text.n);
	size_t at = 0, n = 0, i = 0, from = action->first, count, to, start;

	if (text.n > action->last &&
	    keep_ends_of_digits(action, text, into))
		return span_make(into, text.n);
	count = length(text);
	to = count > action->last ? count - action->last : 0;
	while (at < text.n) {
		start = at;
		if (!is_separator(next_plain(text, &at)) && ++i > from &&
		    i <= to)
			into[n++] = '*';
		else
			while (start < at)
				into[n++] = text.p[start++];
	}
	return span_make(into, n);
}

/* What comes in place of one that was found. */
static struct span
replacement(const struct mask *m, struct arena *arena,
    const struct personal *p, struct span text)
{
	const struct mask_action *action = &m->actions[p->kind];

	switch (action->how) {
	case MASK_DROP:
		return SPAN("");
	case MASK_KEEP_ENDS:
		return keep_ends(arena, action, text);
	case MASK_PSEUDONYM:
		return pseudonym_of(m->pseudonyms, arena,
		    span_of(personal_names[p->kind]), plain(arena, p, text));
	default:
		return text;
	}
}

void
mask_begin(const struct mask *m, struct arena *arena, struct span text,
    struct personal_search *search)
{
	personal_begin(search, arena, m->wants ? &m->wanted : NULL, text);
}

bool
mask_next(const struct mask *m, struct personal_search *search,
    struct personal *p)
{
	while (personal_next(search, p))
		if (m->actions[p->kind].how != MASK_KEEP)
			return true;
	return false;
}

struct edits
mask_edits(const struct mask *m, struct arena *arena, struct span text,
    uint64_t hits[PERSONAL_KINDS])
{
	struct personal_search search;
	struct edits edits = { 0 };
	struct personal p;
	struct span found;

	mask_begin(m, arena, text, &search);
	while (mask_next(m, &search, &p)) {
		hits[p.kind]++;
		found = span_make(text.p + p.start, p.end - p.start);
		edits_add(&edits, arena, p.start, found.n,
		    replacement(m, arena, &p, found));
	}
	return edits;
}

bool
mask_is_person(const struct mask *m, struct span field)
{
	return m->wanted.persons != NULL &&
	    persons_is_field(m->wanted.persons, field);
}

bool
mask_is_name(const struct mask *m, struct span text)
{
	return persons_is_name(m->wanted.persons, text);
}

struct edits
mask_person_edits(const struct mask *m, struct arena *arena, struct span text,
    uint64_t hits[PERSONAL_KINDS])
{
	const struct personal p = { PERSONAL_NAME, 0, text.n };
	struct edits edits = { 0 };

	if (!mask_is_name(m, text))
		return mask_edits(m, arena, text, hits);
	hits[PERSONAL_NAME]++;
	edits_add(&edits, arena, 0, text.n, replacement(m, arena, &p, text));
	return edits;
}

static struct span
mask_more(const struct mask *m, struct arena *arena, struct span text,
    uint64_t hits[PERSONAL_KINDS])
{
	struct edits edits = mask_edits(m, arena, text, hits);

	return edits_apply(&edits, arena, text);
}

struct span
mask_text(const struct mask *m, struct arena *arena, struct span text,
    uint64_t hits[PERSONAL_KINDS])
{
	return !m->wants && !personal_may_be_in(text) ? text :
	    mask_more(m, arena, text, hits);
}

struct span
mask_person(const struct mask *m, struct arena *arena, struct span text,
    uint64_t hits[PERSONAL_KINDS])
{
	struct edits edits = mask_person_edits(m, arena, text, hits);

	return edits_apply(&edits, arena, text);
}
