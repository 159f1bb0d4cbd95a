#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/utf8.h"
#include "rules/typing.h"

#define LOOK_ROUND	20	/* lines above one, or below it */

/* One character on. */
static void
step(struct cursor *c, struct span text)
{
	uint32_t	 u = utf8_next(text, &c->byte);

	c->character++;
	c->column++;
	if (u == '\r' && c->byte < text.n && text.p[c->byte] == '\n')
		return;
	if (u == '\n' || u == '\r' || u == 0x85 || u == 0x2028 ||
	    u == 0x2029) {
		c->line++;
		c->column = 0;
	}
}

static void
go_back(struct typing *t, bool behind_mark)
{
	t->cursor = behind_mark ? t->mark : (struct cursor){0};
}

size_t
typing_byte(struct typing *t, size_t character)
{
	if (character < t->cursor.character)
		go_back(t, character >= t->mark.character);
	while (t->cursor.character < character && t->cursor.byte < t->text.n)
		step(&t->cursor, t->text);
	return t->cursor.byte;
}

/* The same before a round of repairs, of which these are the shifts. */
static size_t
column_before(const struct shift *shifts, size_t count, struct place place)
{
	size_t		 low = 0, high = count, middle;
	const struct shift *s;

	while (low < high) {
		middle = low + (high - low) / 2;
		s = shifts + middle;
		if (s->line < place.line || (s->line == place.line &&
		    s->column <= place.column))
			low = middle + 1;
		else
			high = middle;
	}
	s = shifts + low - 1;
	return low == 0 || s->line != place.line ? place.column :
	    place.column - s->added + s->dropped;
}

struct place
typing_original(const struct typing *t, struct place place)
{
	size_t	 i, first;

	for (i = t->round_count; i > 0; i--) {
		first = i == 1 ? 0 : t->rounds[i - 2];
		place.column = column_before(t->shifts + first,
		    t->rounds[i - 1] - first, place);
	}
	return place;
}

/* The place of a byte in the text as it stands now. */
static struct place
place_now(struct typing *t, size_t byte)
{
	if (byte < t->cursor.byte)
		go_back(t, byte >= t->mark.byte);
	while (t->cursor.byte < byte && t->cursor.byte < t->text.n)
		step(&t->cursor, t->text);
	return (struct place){ t->file, t->cursor.line + 1,
	    t->cursor.column + 1 };
}

struct place
typing_place(struct typing *t, size_t byte)
{
	return typing_original(t, place_now(t, byte));
}

void
typing_mark(struct typing *t)
{
	t->mark = t->cursor;
}

void
typing_repair(struct typing *t, size_t start, size_t old_n, struct span text)
{
	t->repairs = arena_grow(t->arena, t->repairs, t->count, &t->capacity,
	    t->count + 1, sizeof(*t->repairs));
	t->repairs[t->count++] = (struct repair){ start, old_n, text };
}

static void
tell_indicator(struct typing *t, size_t at, const char *meaning)
{
	fault(t->faults, typing_place(t, at), "%c %s: put the text in quotes",
	    t->text.p[at], meaning);
}

static void
widen(struct typing *t, size_t at)
{
	char	 wide[4];
	size_t	 n;

	n = utf8_encode(wide, 0xff00 + (uint32_t)(t->text.p[at] - ' '));
	typing_repair(t, at, 1, arena_copy(t->arena, span_make(wide, n)));
}

void
typing_indicator(struct typing *t, size_t at, const char *meaning)
{
	tell_indicator(t, at, meaning);
	widen(t, at);
}

/* An alias stands for a text, so one is left; the others stand before one. */
void
typing_refuse(struct typing *t, size_t at, size_t end)
{
	char	 mark = t->text.p[at];

	tell_indicator(t, at, mark == '*' ?
	    "begins an alias, which rule files don't have" : mark == '&' ?
	    "begins an anchor, which rule files don't have" :
	    "begins a tag, which rule files don't have");
	if (mark == '*' || end == at)
		widen(t, at);
	else
		typing_repair(t, at, end - at, SPAN(""));
}

static int
compare_repairs(const void *left, const void *right)
{
	const struct repair	*a = left, *b = right;

	return a->start < b->start ? -1 : a->start > b->start;
}

/* Notes what a repair, behind those before it in its line, shifts. */
static void
add_shift(struct typing *t, const struct repair *r, size_t first)
{
	size_t		 old = utf8_length(span_make(t->text.p + r->start,
	    r->old_n)), new = utf8_length(r->text);
	struct place	 place = place_now(t, r->start);
	struct shift	 s = { .line = place.line };

	if (old == new)
		return;
	if (t->shift_count > first &&
	    t->shifts[t->shift_count - 1].line == s.line) {
		s.added = t->shifts[t->shift_count - 1].added;
		s.dropped = t->shifts[t->shift_count - 1].dropped;
	}
	s.column = place.column + s.added - s.dropped + new;
	s.added += new;
	s.dropped += old;
	t->shifts = arena_grow(t->arena, t->shifts, t->shift_count,
	    &t->shift_capacity, t->shift_count + 1, sizeof(*t->shifts));
	t->shifts[t->shift_count++] = s;
}

static void
add_round(struct typing *t)
{
	size_t	 i, first = t->shift_count;

	for (i = 0; i < t->count; i++)
		add_shift(t, t->repairs + i, first);
	if (t->shift_count == first)
		return;
	t->rounds = arena_grow(t->arena, t->rounds, t->round_count,
	    &t->round_capacity, t->round_count + 1, sizeof(*t->rounds));
	t->rounds[t->round_count++] = t->shift_count;
}

struct span
typing_apply(struct typing *t)
{
	const struct repair	*r;
	struct buf		 b = {0};
	struct span		 text;
	size_t			 i, at = 0;

	if (t->count == 0)
		return t->text;
	qsort(t->repairs, t->count, sizeof(*t->repairs), compare_repairs);
	add_round(t);
	for (i = 0; i < t->count; i++) {
		r = t->repairs + i;
		assert(r->start >= at);		/* each mistake has its own */
		buf_add(&b, span_make(t->text.p + at, r->start - at));
		buf_add(&b, r->text);
		at = r->start + r->old_n;
	}
	buf_add(&b, span_from(t->text, at));
	text = arena_copy(t->arena, buf_span(&b));
	buf_free(&b);
	t->count = 0;
	t->cursor = t->mark = (struct cursor){0};
	return text;
}

size_t
typing_line_start(struct span text, size_t at)
{
	while (at > 0 && text.p[at - 1] != '\n')
		at--;
	return at;
}

size_t
typing_line_end(struct span text, size_t at)
{
	return at + span_index(span_from(text, at), '\n');
}

size_t
typing_odd_space(struct span text, size_t at)
{
	size_t		 start = at;
	uint32_t	 c;

	if (at >= text.n || (unsigned char)text.p[at] < 0x80)
		return 0;
	c = utf8_next(text, &at);
	return utf8_is_space(c) ? at - start : 0;
}

/* Spaces of any kind that begin a line, made two columns or one each. */
static void
check_indent(struct typing *t, size_t at)
{
	struct buf	 spaces = {0};
	size_t		 start = at, n = 0;

	fault(t->faults, typing_place(t, at), t->text.p[at] == '\t' ?
	    "a tab can't indent: use spaces" :
	    "a full-width or other odd space can't indent: use plain spaces");
	while (at < t->text.n && (t->text.p[at] == ' ' ||
	    t->text.p[at] == '\t' || (n = typing_odd_space(t->text, at)) > 0)) {
		buf_fill(&spaces, ' ', t->text.p[at] == ' ' ? 1 : 2);
		at += n > 0 ? n : 1;
		n = 0;
	}
	typing_repair(t, start, at - start,
	    arena_copy(t->arena, buf_span(&spaces)));
	buf_free(&spaces);
}

/*
 * Length of a dash or bullet that isn't the half-width dash.  The full-width
 * one means it in any case; the others begin texts too, and mean it before a
 * space.
 */
static size_t
odd_dash(struct span text, size_t at, const char **name)
{
	static const char *const signs[] = {
		"\u2010", "\u2013", "\u2014", "\u2212",
		"\u2022", "\u00b7", "\u30fb", "\u25cf", "\u25cb", "\u25a0",
		"\u25a1", "\u25aa", "\u25c6", "\u25c7", NULL
	};
	const size_t	 dashes = 4;
	struct span	 rest = span_from(text, at);
	size_t		 i, n;

	*name = "dash";
	if (span_starts(rest, SPAN("\uff0d")))
		return 3;
	for (i = 0; signs[i] != NULL; i++) {
		n = strlen(signs[i]);
		*name = i < dashes ? "dash" : "bullet";
		if (span_starts(rest, span_of(signs[i])) && n < rest.n &&
		    (rest.p[n] == ' ' || typing_odd_space(rest, n) > 0))
			return n;
	}
	return 0;
}

/* Bytes of `1.` before a space, `1、`, `1)`, `（1）`, `①`; or 0. */
static size_t
item_number(struct span text, size_t at)
{
	static const char *const ends[] = { ". ", "、", ")", "）", NULL };
	struct span	 rest = span_from(text, at);
	size_t		 n = 0, i;
	uint32_t	 c;

	if (at == text.n)
		return 0;
	c = utf8_next(rest, &n);
	if (c >= 0x2460 && c <= 0x2473)
		return n;
	n = 0;
	if (span_starts(rest, SPAN("（")))
		n = 3;
	else if (span_starts(rest, SPAN("(")))
		n = 1;
	i = n;
	n += span_digits(span_from(rest, n));
	if (n == i)
		return 0;
	for (i = 0; ends[i] != NULL; i++)
		if (span_starts(span_from(rest, n), span_of(ends[i])))
			return n + (i == 0 ? 1 : strlen(ends[i]));
	return 0;
}

/* Whether the line says what one of that indent is: 1 an item, 0 not; or -1. */
static int
is_item(struct span text, size_t line, size_t indent)
{
	size_t	 at = line;

	while (at < text.n && text.p[at] == ' ')
		at++;
	if (at == text.n || strchr("\r\n#", text.p[at]) != NULL ||
	    at - line > indent)
		return -1;
	return at - line == indent &&
	    span_starts(span_from(text, at), SPAN("- "));
}

/*
 * Whether a numbered line is meant as an item: by what it is, or by the next
 * line of its indent or less, above or below.
 */
static bool
is_meant_as_item(struct span text, size_t at, size_t behind)
{
	size_t	 start = typing_line_start(text, at), line = start;
	size_t	 indent = at - start;
	int	 i, found = -1;

	while (behind < text.n && text.p[behind] == ' ')
		behind++;
	if (span_starts(span_from(text, behind), SPAN("{")) ||
	    span_starts(span_from(text, behind), SPAN("id:")))
		return true;
	for (i = 0; i < LOOK_ROUND && line > 0 && found == -1; i++) {
		line = typing_line_start(text, line - 1);
		found = is_item(text, line, indent);
	}
	if (found == 1)
		return true;
	line = typing_line_end(text, at) + 1;
	for (i = 0, found = -1; i < LOOK_ROUND && line < text.n && found == -1;
	    i++) {
		found = is_item(text, line, indent);
		line = typing_line_end(text, line) + 1;
	}
	return found == 1;
}

static bool
check_dash(struct typing *t, size_t at)
{
	const char	*name;
	size_t		 n = odd_dash(t->text, at, &name), end;

	if (n == 0) {
		name = "number";
		n = item_number(t->text, at);
		if (n == 0 || !is_meant_as_item(t->text, at, at + n))
			return false;
	}
	fault(t->faults, typing_place(t, at),
	    "expected - and a space, got the %s %.*s", name, (int)n,
	    t->text.p + at);
	for (end = at + n; end < t->text.n && (t->text.p[end] == ' ' ||
	    (n = typing_odd_space(t->text, end)) > 0);)
		end += t->text.p[end] == ' ' ? 1 : n;
	typing_repair(t, at, end - at, SPAN("- "));
	return true;
}

/* At byte `at`, behind a sign, no space stands or an odd one. */
static void
need_space(struct typing *t, size_t at, const char *sign)
{
	size_t	 odd = typing_odd_space(t->text, at);

	fault(t->faults, typing_place(t, at), odd > 0 ?
	    "expected a plain space after %s, got a full-width or other odd "
	    "one" : "a space is missing after %s", sign);
	typing_repair(t, at, odd, SPAN(" "));
}

/* A dash that a letter follows: `-5` and `---` are none of it. */
static bool
check_missing_space(struct typing *t, size_t at)
{
	struct span	 rest = span_from(t->text, at);

	if (rest.n < 2 || rest.p[0] != '-' || ascii_is_digit(rest.p[1]) ||
	    strchr(" \t\r\n-.", rest.p[1]) != NULL)
		return false;
	need_space(t, at + 1, "-");
	return true;
}

bool
typing_check_start(struct typing *t, size_t at)
{
	if (at < t->text.n && (t->text.p[at] == '\t' ||
	    typing_odd_space(t->text, at) > 0)) {
		check_indent(t, at);
		return true;
	}
	return check_dash(t, at) || check_missing_space(t, at);
}

/* The end of what may be a key from byte `at` on: a colon of either width. */
static size_t
key_end(struct span text, size_t at, size_t end)
{
	for (; at < end; at++) {
		if (strchr(":\"'#[{,", text.p[at]) != NULL ||
		    span_starts(span_from(text, at), SPAN("：")) ||
		    span_starts(span_from(text, at), SPAN("。")))
			return at;
	}
	return end;
}

static bool
check_colon(struct typing *t, size_t at, size_t end)
{
	size_t	 colon = key_end(t->text, at, end);

	if (colon == at || colon == end)
		return false;
	if (span_starts(span_from(t->text, colon), SPAN("："))) {
		fault(t->faults, typing_place(t, colon),
		    "expected : and a space, got the full-width ：");
		typing_repair(t, colon, 3, SPAN(": "));
		return true;
	}
	if (t->text.p[colon] != ':' || colon + 1 == end ||
	    strchr(" \t\r/", t->text.p[colon + 1]) != NULL)
		return false;
	need_space(t, colon + 1, ":");
	return true;
}

bool
typing_check_line(struct typing *t, size_t at)
{
	size_t	 end = typing_line_end(t->text, at);

	at = typing_line_start(t->text, at);
	while (at < end && t->text.p[at] == ' ')
		at++;
	if (at == end || t->text.p[at] == '#')
		return false;
	if (typing_check_start(t, at))
		return true;
	while (end - at >= 2 && memcmp(t->text.p + at, "- ", 2) == 0)
		for (at += 2; at < end && t->text.p[at] == ' ';)
			at++;
	return check_colon(t, at, end);
}
