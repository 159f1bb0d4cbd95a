#include "text/shape.h"
#include "text/shape_cursor.h"

static bool
is_end_mark(uint32_t c)
{
	return is_one_of(c, U"。！？；：…!?;:.．");
}

/*
 * Before the bracket that closes at the end of the line, where it opened in
 * it; n where it didn't.
 */
static size_t
before_bracket(struct span line, size_t n)
{
	size_t at = n, depth = 0;
	uint32_t c;

	while (at > 0) {
		c = utf8_previous(line, &at);
		if (c == ')' || c == 0xff09)
			depth++;
		else if (c == '(' || c == 0xff08)
			depth--;
		if (depth == 0)
			return at;
	}
	return n;
}

/* Before [12], ^[3]^, ① and <sup>4</sup> at the end of the line. */
static size_t
before_citation(struct span line, size_t n)
{
	size_t at = n, back;
	uint32_t c;

	while (at > 0) {
		back = at;
		c = utf8_previous(line, &back);
		if (!is_circled(c) &&
		    !is_one_of(c, U"^[]［］,-–，0123456789<>/sup"))
			break;
		at = back;
		if (is_circled(c) || is_one_of(c, U"[［<"))
			n = at;
	}
	return at > 0 && line.p[n - 1] == '^' ? n - 1 : n;
}

bool
shape_is_ended(struct span line)
{
	size_t n = line.n, at = n;
	uint32_t last;

	/* Behind a letter of Han, as that of most titles, nothing is left. */
	if (n >= 3 && han_leads(line.p[n - 3]))
		return false;
	if (n > 0 && is_end_mark(utf8_previous(line, &at)))
		return true;
	n = before_citation(line, n);
	if (n > 0 && (line.p[n - 1] == ')' ||
	    span_ends(span_make(line.p, n), SPAN("）")))) {
		at = n;
		utf8_previous(line, &at);
		if (at > 0 && is_end_mark(utf8_previous(line, &at)))
			return true;
		n = before_bracket(line, n);
	}
	while (n > 0) {
		at = n;
		last = utf8_previous(line, &at);
		if (!is_one_of(last, U"”’\"'》」』*_ "))
			return is_end_mark(last);
		n = at;
	}
	return true;
}

bool
shape_is_prose(struct span line)
{
	return has_inside(line, U"，。、；：！？,;");
}

bool
shape_has_sentence(struct span line)
{
	return has_inside(line, U"。；！？");
}
