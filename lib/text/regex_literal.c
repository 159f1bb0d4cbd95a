#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "text/rate.h"
#include "text/regex.h"
#include "text/regex_literal.h"

#define MAX_GROUP_DEPTH	32
#define MAX_CLASS	16	/* characters that are alternatives */
#define FREQUENT	100	/* rate of a first set that others help */
#define USELESS		3000	/* rate of others that don't */

/* Literals of which one stands in every match; none where that is unknown. */
struct literals {
	struct span	*items;
	size_t		 count;
	double		 rate;		/* of all of them in a text */
};

/* Reads the pattern once, left to right. */
struct reader {
	struct span	 pattern;
	size_t		 at;
	struct arena	*arena;
	bool		 lost;		/* something it doesn't know */
	struct literals	 sets[REGEX_MAX_SETS];	/* of the whole, by rate, */
	size_t		 set_count;	/* if it has no alternatives */
};

/* What one level (the whole, or a group) has given so far. */
struct level {
	struct buf	 run;		/* characters in a row, up to here */
	struct literals	 best;		/* of this alternative */
	struct literals	 choices;	/* of those before it, together */
	bool		 choice;	/* there are some before it */
	bool		 whole;		/* no group */
};

static bool
ahead(const struct reader *r, const char *s)
{
	return span_starts(span_from(r->pattern, r->at), span_of(s));
}

static bool
skip(struct reader *r, const char *s)
{
	if (!ahead(r, s))
		return false;
	r->at += span_of(s).n;
	return true;
}

static char
peek(const struct reader *r)
{
	return r->at < r->pattern.n ? r->pattern.p[r->at] : '\0';
}

/* The rarest of the whole; the last gives way to a rarer one. */
static void
add_set(struct reader *r, struct literals set)
{
	size_t	 i;

	if (r->set_count < REGEX_MAX_SETS)
		r->set_count++;
	else if (r->sets[REGEX_MAX_SETS - 1].rate <= set.rate)
		return;
	for (i = r->set_count - 1; i > 0 && r->sets[i - 1].rate > set.rate;
	    i--)
		r->sets[i] = r->sets[i - 1];
	r->sets[i] = set;
}

/* Rarer literals pass fewer texts. */
static void
take_better(struct reader *r, struct level *l, struct literals set)
{
	if (set.count == 0)
		return;
	if (l->best.count == 0 || set.rate < l->best.rate)
		l->best = set;
	if (l->whole)
		add_set(r, set);
}

static void
end_run(struct reader *r, struct level *l)
{
	struct literals	 set = { .count = 1 };

	if (l->run.n == 0)
		return;
	set.items = arena_alloc(r->arena, sizeof(*set.items));
	set.items[0] = arena_copy(r->arena, buf_span(&l->run));
	set.rate = rate_of(set.items[0]);
	take_better(r, l, set);
	buf_cut(&l->run, 0);
}

/* Of either alternative; nothing is known if nothing is of one of them. */
static struct literals
join(struct reader *r, struct literals a, struct literals b)
{
	struct literals	 set = { .count = a.count + b.count,
	    .rate = a.rate + b.rate };

	if (a.count == 0 || b.count == 0 || set.count > REGEX_MAX_REQUIRED)
		return (struct literals){ .count = 0 };
	set.items = arena_alloc(r->arena, set.count * sizeof(*set.items));
	memcpy(set.items, a.items, a.count * sizeof(*set.items));
	memcpy(set.items + a.count, b.items, b.count * sizeof(*set.items));
	return set;
}

/* An alternative ends. */
static void
end_choice(struct reader *r, struct level *l)
{
	end_run(r, l);
	if (l->whole && l->choice)
		r->set_count = 0;
	l->choices = l->choice ? join(r, l->choices, l->best) : l->best;
	l->choice = true;
	l->best = (struct literals){ .count = 0 };
}

/*
 * A count in braces; how it reads without a lower bound changed between
 * releases of PCRE2, so that is unknown.
 */
static size_t
read_braces(struct reader *r)
{
	bool	 zero = true;

	r->at++;
	if (!ascii_is_digit(peek(r)))
		r->lost = true;
	for (; ascii_is_digit(peek(r)); r->at++)
		zero = zero && peek(r) == '0';
	if (skip(r, ","))
		while (ascii_is_digit(peek(r)))
			r->at++;
	if (!skip(r, "}"))
		r->lost = true;
	return zero ? 0 : 1;
}

enum repeat {
	REPEAT_ONCE,		/* no quantifier */
	REPEAT_SOME,		/* at least once */
	REPEAT_MAYBE		/* perhaps not at all */
};

static enum repeat
read_quantifier(struct reader *r)
{
	enum repeat	 repeat;

	switch (peek(r)) {
	case '*':
	case '?':
		r->at++;
		repeat = REPEAT_MAYBE;
		break;
	case '+':
		r->at++;
		repeat = REPEAT_SOME;
		break;
	case '{':
		repeat = read_braces(r) == 0 ? REPEAT_MAYBE : REPEAT_SOME;
		break;
	default:
		return REPEAT_ONCE;
	}
	if (!skip(r, "?"))
		skip(r, "+");
	return repeat;
}

/* The character from start up to here is a literal. */
static void
take_character(struct reader *r, struct level *l, size_t start)
{
	struct span	 c;
	enum repeat	 repeat;

	c = span_make(r->pattern.p + start, r->at - start);
	repeat = read_quantifier(r);
	if (repeat != REPEAT_MAYBE)
		buf_add(&l->run, c);
	if (repeat != REPEAT_ONCE)
		end_run(r, l);
}

static void
pass_over(struct reader *r, struct level *l)
{
	read_quantifier(r);
	end_run(r, l);
}

/* `[:alpha:]` and its like inside a class; false if it isn't one. */
static bool
skip_posix(struct reader *r)
{
	size_t	 i;
	char	 kind;

	if (!ahead(r, "[:") && !ahead(r, "[.") && !ahead(r, "[="))
		return false;
	kind = r->pattern.p[r->at + 1];
	for (i = r->at + 2; i + 1 < r->pattern.n; i++)
		if (r->pattern.p[i] == kind && r->pattern.p[i + 1] == ']') {
			r->at = i + 2;
			return true;
		} else if (!ascii_is_letter(r->pattern.p[i]) &&
		    r->pattern.p[i] != '^')
			break;
	return false;
}

static void
add_literal(struct literals *set, struct span literal)
{
	set->items[set->count++] = literal;
	set->rate += rate_of(literal);
}

/* \d, which is that of ASCII, as its ten alternatives; false: too many. */
static bool
add_digits(struct literals *set)
{
	static const char digits[] = "0123456789";
	size_t i;

	if (set->count + 10 > MAX_CLASS)
		return false;
	for (i = 0; i < 10; i++)
		add_literal(set, span_make(digits + i, 1));
	return true;
}

static void
take_digits(struct reader *r, struct level *l)
{
	struct literals set = { .count = 0 };

	end_run(r, l);
	if (read_quantifier(r) == REPEAT_MAYBE)
		return;
	set.items = arena_alloc(r->arena, MAX_CLASS * sizeof(*set.items));
	add_digits(&set);
	take_better(r, l, set);
}

/*
 * One member of a class: the character, or empty if it may be several, or a
 * part of a range.
 */
static struct span
read_member(struct reader *r)
{
	size_t	 start = r->at;
	bool	 plain = !ahead(r, "-") && !ahead(r, "[");

	if (skip_posix(r))
		return SPAN("");
	if (skip(r, "\\")) {
		start = r->at;
		plain = !ascii_is_alnum(peek(r));
		if (!plain && strchr("dDwWsShHvVpPxntrfeab", peek(r)) == NULL)
			r->lost = true;
	}
	if (r->at < r->pattern.n)
		utf8_next(r->pattern, &r->at);
	return span_make(r->pattern.p + start, plain ? r->at - start : 0);
}

/* A few characters are alternatives; the first may be a closing bracket. */
static void
read_class(struct reader *r, struct level *l)
{
	struct literals	 set = { .count = 0 };
	struct span	 c;
	bool		 plain;

	set.items = arena_alloc(r->arena, MAX_CLASS * sizeof(*set.items));
	r->at++;
	plain = !skip(r, "^");
	do {
		if (skip(r, "0-9") || skip(r, "\\d")) {
			plain = plain && add_digits(&set);
			continue;
		}
		c = read_member(r);
		plain = plain && c.n > 0 && set.count < MAX_CLASS;
		if (plain)
			add_literal(&set, c);
	} while (r->at < r->pattern.n && !ahead(r, "]"));
	r->at++;
	end_run(r, l);
	if (read_quantifier(r) != REPEAT_MAYBE && plain)
		take_better(r, l, set);
}

/* Up to the brace that closes the one ahead, if one is. */
static void
skip_braces(struct reader *r)
{
	size_t	 n;

	if (!ahead(r, "{"))
		return;
	n = span_index(span_from(r->pattern, r->at), '}');
	r->at += n + 1;
}

static void
read_escape(struct reader *r, struct level *l)
{
	size_t	 start = ++r->at;
	char	 c = peek(r);
	int	 i;

	if (!ascii_is_alnum(c)) {
		utf8_next(r->pattern, &r->at);
		take_character(r, l, start);
		return;
	}
	r->at++;
	if (c == 'd') {
		take_digits(r, l);
		return;
	}
	switch (c) {
	case 'D': case 'w': case 'W': case 's': case 'S':
	case 'h': case 'H': case 'v': case 'V': case 'R': case 'X':
	case 'b': case 'B': case 'A': case 'z': case 'Z':
	case 'n': case 't': case 'r': case 'f': case 'e': case 'a':
		break;
	case 'p': case 'P':
		if (ahead(r, "{"))
			skip_braces(r);
		else
			r->at++;
		break;
	case 'x':
		if (ahead(r, "{"))
			skip_braces(r);
		else
			for (i = 0; i < 2 && ascii_hex(peek(r)) >= 0; i++)
				r->at++;
		break;
	default:
		r->lost = true;
	}
	pass_over(r, l);
}

static struct literals	read_level(struct reader *, int depth);

/* A name up to the closing character; what else follows is unknown. */
static void
skip_name(struct reader *r, char closing)
{
	while (ascii_is_alnum(peek(r)) || peek(r) == '_')
		r->at++;
	if (peek(r) != closing)
		r->lost = true;
	r->at++;
}

/* Passes what stands behind the bracket; true if the group takes up text. */
static bool
read_group_head(struct reader *r)
{
	if (ahead(r, "*"))
		r->lost = true;
	if (!skip(r, "?"))
		return true;
	if (skip(r, "=") || skip(r, "!") || skip(r, "<=") || skip(r, "<!"))
		return false;
	if (skip(r, ":") || skip(r, ">"))
		return true;
	if (skip(r, "<") || skip(r, "P<"))
		skip_name(r, '>');
	else if (skip(r, "'"))
		skip_name(r, '\'');
	else
		r->lost = true;
	return true;
}

static void
read_group(struct reader *r, struct level *l, int depth)
{
	struct literals	 inner;
	bool		 takes;

	r->at++;
	takes = read_group_head(r);
	if (takes)
		end_run(r, l);
	inner = read_level(r, depth + 1);
	r->at++;
	if (read_quantifier(r) != REPEAT_MAYBE && takes)
		take_better(r, l, inner);
}

static void
read_item(struct reader *r, struct level *l, int depth)
{
	size_t	 start = r->at;

	switch (peek(r)) {
	case '|':
		end_choice(r, l);
		r->at++;
		break;
	case '(':
		read_group(r, l, depth);
		break;
	case '[':
		read_class(r, l);
		break;
	case '\\':
		read_escape(r, l);
		break;
	case '.':
	case '^':
	case '$':
		r->at++;
		pass_over(r, l);
		break;
	case '{':
	case '\0':
		r->lost = true;
		break;
	default:
		utf8_next(r->pattern, &r->at);
		take_character(r, l, start);
	}
}

/* Up to the closing bracket, which is left, or to the end. */
static struct literals
read_level(struct reader *r, int depth)
{
	struct level	 l = { .whole = depth == 0 };

	if (depth > MAX_GROUP_DEPTH)
		r->lost = true;
	while (!r->lost && r->at < r->pattern.n && peek(r) != ')')
		read_item(r, &l, depth);
	end_choice(r, &l);
	buf_free(&l.run);
	return l.choices;
}

void
regex_literals(struct arena *arena, struct span pattern,
    struct literal_set sets[REGEX_MAX_SETS])
{
	struct reader	 r = { .pattern = pattern, .arena = arena };
	struct literals	 best = read_level(&r, 0);
	size_t		 i, n = 1;

	if (r.lost || r.at < pattern.n || best.count == 0)
		return;
	sets[0] = (struct literal_set){ best.items, best.count };
	for (i = 1; i < r.set_count && best.rate >= FREQUENT; i++)
		if (r.sets[i].rate < USELESS)
			sets[n++] = (struct literal_set){ r.sets[i].items,
			    r.sets[i].count };
}
