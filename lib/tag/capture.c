#include "base/ascii.h"
#include "base/utf8.h"
#include "record/json.h"
#include "tag/capture.h"
#include "tag/state.h"

struct captured
capture_take(struct arena *arena, const struct matcher *regex, struct found at,
    struct span window, const struct regex_match *m)
{
	struct captured c = { at, arena_zero(arena, regex->capture_count,
	    sizeof(struct span)) };
	uint32_t i, group;

	for (i = 0; i < regex->capture_count; i++) {
		group = regex->captures[i].group;
		if (group < m->count && m->start[group] != (size_t)-1)
			c.values[i] = span_make(window.p + m->start[group],
			    m->end[group] - m->start[group]);
	}
	return c;
}

bool
capture_number(struct buf *b, struct span text)
{
	struct buf digits = { 0 };
	struct span n;
	uint32_t c;
	size_t at = 0, whole = 0;
	const char *reason;
	bool is_number;

	text = span_trim(text);
	while (at < text.n) {
		c = terms_fold(utf8_next(text, &at), TERMS_FOLD_WIDTH);
		if (c == ',' && at < text.n)
			continue;
		buf_byte(&digits, c < 0x80 ? (char)c : '?');
	}
	n = buf_span(&digits);
	if (n.n > 0 && n.p[0] == '+')
		n = span_from(n, 1);
	while (n.n > 1 && n.p[0] == '0' && ascii_is_digit(n.p[1]))
		n = span_from(n, 1);
	is_number = n.n > 0 && json_check(n, &whole, &reason) == 0 &&
	    json_value(n).kind == JSON_NUMBER;
	buf_add(b, is_number ? n : SPAN("null"));
	buf_free(&digits);
	return is_number;
}

static void
put_value(struct buf *b, const struct capture *c, struct span value)
{
	if (b->n > 0)
		buf_byte(b, ',');
	json_put_string(b, c->name);
	buf_byte(b, ':');
	if (c->type == CAPTURE_NUMBER)
		capture_number(b, value);
	else
		json_put_string(b, value);
}

/* The first match of a regex that lies in a stretch; NULL if none does. */
static const struct captured *
first_in(const struct matcher_state *m, uint32_t start, uint32_t end)
{
	size_t low = 0, high = m->captured_count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (m->captured[middle].at.start < start)
			low = middle + 1;
		else
			high = middle;
	}
	return low < m->captured_count && m->captured[low].at.end <= end ?
	    &m->captured[low] : NULL;
}

/* Adds a name, unless it is there. */
static bool
is_new(struct span *names, size_t *count, struct span name)
{
	size_t i;

	for (i = 0; i < *count; i++)
		if (span_equal(names[i], name))
			return false;
	names[(*count)++] = name;
	return true;
}

struct span
capture_put(struct search *s, const struct code *code, uint32_t start,
    uint32_t end)
{
	struct span *names = arena_alloc(s->arena,
	    code->capture_count * sizeof(*names)), put;
	const struct captured *c;
	const struct matcher *m;
	struct buf b = { 0 };
	size_t count = 0;
	uint32_t i, k;

	for (i = 0; i < code->capturing_count; i++) {
		m = &s->plan->matchers[code->capturing[i]];
		c = first_in(search_state(s, code->capturing[i]), start, end);
		for (k = 0; c != NULL && k < m->capture_count; k++)
			if (c->values[k].p != NULL && is_new(names, &count,
			    m->captures[k].name))
				put_value(&b, &m->captures[k], c->values[k]);
	}
	put = arena_copy(s->arena, buf_span(&b));
	buf_free(&b);
	return put;
}
