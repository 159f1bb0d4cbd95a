#include "text/cut.h"

#include "base/signs.h"
#include "text/cut_chars.h"
#include "text/cut_cited.h"
#include "text/cut_stop.h"

/*
 * One pass over the text collects its marks, a stack pairs the openers with
 * their closers, and a walk over the marks cuts.  Every step is linear in
 * the text, also where it is made of openers alone.
 */
enum mark_kind {
	MARK_OPEN,
	MARK_CLOSE,
	MARK_END,
	MARK_STOP,	/* . ． */
	MARK_DOTS,	/* … */
	MARK_QUOTE,	/* " ', of which nobody knows whether it opens */
	MARK_PART,	/* ends a clause */
	MARK_BREAK	/* the second line feed around a blank line */
};

/* What a character means in a text. */
struct sign {
	uint32_t	c;
	size_t		width;	/* bytes */
	enum mark_kind	kind;
	size_t		pair;	/* of rules->pairs, or NO_PAIR */
	bool		both;	/* opener and closer are the same character */
};

struct cut_signs {
	struct signs	*places;
	struct sign	*items;		/* by their number there */
	size_t		 count;
	size_t		 pair_count;
};

/* A sign in its place; kept small, since a text may be made of them. */
struct mark {
	const struct sign	*sign;
	size_t			 start;
	size_t			 chars;		/* code points before it */
	enum mark_kind		 kind;
	bool			 paired;
};

struct cutter {
	struct arena		*arena;
	struct span		 text;
	struct mark		*marks;
	size_t			 count;
	size_t			 capacity;
	bool			 clauses;

	size_t			 sentence;	/* byte it begins at */
	size_t			 depth;		/* pairs that are open */
	bool			 speech;	/* the outermost is one */
	bool			 quoted[2];	/* in "" and in '' */

	size_t			 from;		/* of the piece */
	size_t			 byte, at;	/* one place; at: code points */
	size_t			 passed;	/* marks up to it */
	struct cut_piece	*pieces;
	size_t			 piece_count;
	size_t			 piece_capacity;
};

#define NO_PAIR	SIZE_MAX
#define PLACES	64	/* that are looked for at a time */

const struct cut_rules cut_default = {
	{ "。！？；!?;", sizeof("。！？；!?;") - 1 },
	{ "“”《》（）「」", sizeof("“”《》（）「」") - 1 },
	NULL, NULL
};

static const char part_marks[] = "，,；;：:";
/* Behind an end mark these close, whatever the rule's pairs are. */
static const char closers[] = ")]}’』】〉〕）」》”";

/* Before its sentence nobody looks: a piece is cut like the whole. */
static uint32_t
char_before(const struct cutter *c, size_t at)
{
	return at <= c->sentence ? 0 : utf8_previous(c->text, &at);
}

/* The first meaning that a character is given is the one it has. */
static void
sign_add(struct cut_signs *signs, uint32_t c, enum mark_kind kind, size_t pair,
    bool both)
{
	char bytes[4];

	if (signs_add(signs->places, c))
		signs->items[signs->count++] = (struct sign){ c,
		    utf8_encode(bytes, c), kind, pair, both };
}

static void
signs_add_all(struct cut_signs *signs, struct span chars, enum mark_kind kind)
{
	size_t at;

	for (at = 0; at < chars.n;)
		sign_add(signs, utf8_next(chars, &at), kind, NO_PAIR,
		    false);
}

static void
signs_add_pairs(struct cut_signs *signs, struct span pairs)
{
	uint32_t open, close;
	size_t at;

	for (at = 0; at < pairs.n;) {
		open = utf8_next(pairs, &at);
		if (at == pairs.n)
			break;
		close = utf8_next(pairs, &at);
		sign_add(signs, open, MARK_OPEN, signs->pair_count,
		    open == close);
		sign_add(signs, close, MARK_CLOSE, signs->pair_count, false);
		signs->pair_count++;
	}
}

static const struct cut_signs *
cut_signs_new(struct arena *a, const struct cut_rules *rules, bool clauses)
{
	size_t most = rules->end.n + rules->pairs.n + sizeof(part_marks) +
	    sizeof(closers) + 8;
	struct cut_signs *signs = arena_zero(a, 1, sizeof(*signs));

	signs->places = signs_new(a, most);
	signs->items = arena_alloc(a, most * sizeof(*signs->items));
	sign_add(signs, '.', MARK_STOP, NO_PAIR, false);
	sign_add(signs, 0xff0e, MARK_STOP, NO_PAIR, false);
	sign_add(signs, 0x2026, MARK_DOTS, NO_PAIR, false);
	sign_add(signs, 0x22ef, MARK_DOTS, NO_PAIR, false);
	sign_add(signs, '\n', MARK_BREAK, NO_PAIR, false);
	signs_add_pairs(signs, rules->pairs);
	signs_add_all(signs, rules->end, MARK_END);
	if (clauses)
		signs_add_all(signs, span_of(part_marks), MARK_PART);
	signs_add_all(signs, span_of(closers), MARK_CLOSE);
	sign_add(signs, '"', MARK_QUOTE, NO_PAIR, false);
	sign_add(signs, '\'', MARK_QUOTE, NO_PAIR, false);
	return signs;
}

void
cut_prepare(struct cut_rules *rules, struct arena *a)
{
	rules->signs = cut_signs_new(a, rules, false);
	rules->clause_signs = cut_signs_new(a, rules, true);
}

static inline size_t
end_of(const struct mark *m)
{
	return m->start + m->sign->width;
}

static void
add_mark(struct cutter *c, const struct sign *sign,
    const struct sign_place *place)
{
	if (c->count == c->capacity)
		c->marks = arena_grow(c->arena, c->marks, c->count,
		    &c->capacity, c->count + 16, sizeof(*c->marks));
	c->marks[c->count++] = (struct mark){ sign, place->byte, place->chars,
	    sign->kind, sign->both };
}

static bool
is_blank(struct span s)
{
	size_t at = 0;

	while (at < s.n)
		if (!utf8_is_space(utf8_next(s, &at)))
			return false;
	return true;
}

/* Of line feeds only one behind a blank line, or behind a bare one, counts. */
static void
collect_marks(struct cutter *c, const struct cut_signs *signs)
{
	struct sign_place places[PLACES];
	struct signs_at at = { 0 };
	const struct sign *sign;
	size_t i, count, feed = c->text.n;	/* behind the last line feed */

	do {
		count = signs_find(signs->places, c->text, &at, places, PLACES);
		for (i = 0; i < count; i++) {
			sign = &signs->items[places[i].number];
			if (sign->kind != MARK_BREAK || (places[i].byte >= feed
			    && is_blank(span_make(c->text.p + feed,
			    places[i].byte - feed))))
				add_mark(c, sign, &places[i]);
			feed = sign->kind == MARK_BREAK ? places[i].byte + 1 :
			    c->text.n;
		}
	} while (count == PLACES);
}

/*
 * Finds the openers that are closed before a blank line.  open[] counts how
 * many of each pair are on the stack, so that a closer without opener costs
 * nothing and one with an opener takes all off that stands above it.
 */
static void
match_pairs(struct cutter *c, size_t pair_count)
{
	size_t *open = arena_zero(c->arena, pair_count, sizeof(*open));
	size_t *stack = arena_alloc(c->arena, c->count * sizeof(*stack));
	size_t i, depth = 0;
	struct mark *m, *top;

	for (i = 0; i < c->count; i++) {
		m = &c->marks[i];
		if (m->kind == MARK_OPEN && m->paired &&
		    open[m->sign->pair] > 0)
			m->kind = MARK_CLOSE;
		m->paired = false;
		if (m->kind == MARK_OPEN) {
			open[m->sign->pair]++;
			stack[depth++] = i;
		} else if (m->kind == MARK_CLOSE && m->sign->pair != NO_PAIR &&
		    open[m->sign->pair] > 0) {
			do {
				top = &c->marks[stack[--depth]];
				open[top->sign->pair]--;
			} while (top->sign->pair != m->sign->pair);
			m->paired = top->paired = true;
		} else if (m->kind == MARK_BREAK) {
			while (depth > 0)
				open[c->marks[stack[--depth]].sign->pair]--;
		}
	}
}

/* Code points before a byte that isn't before the last one asked for. */
static size_t
code_points(struct cutter *c, size_t byte)
{
	const struct mark *m;

	if (byte == c->byte)
		return c->at;
	while (c->passed < c->count && c->marks[c->passed].start < byte)
		c->passed++;
	m = c->passed == 0 ? NULL : &c->marks[c->passed - 1];
	if (m != NULL && end_of(m) > c->byte && end_of(m) <= byte) {
		c->byte = end_of(m);
		c->at = m->chars + 1;
	}
	if (byte > c->byte)
		c->at += utf8_length(span_make(c->text.p + c->byte,
		    byte - c->byte));
	c->byte = byte;
	return c->at;
}

/* Ends the piece at a byte, white space left out. */
static void
cut_at(struct cutter *c, size_t end)
{
	struct cut_piece *piece;
	size_t at = end;

	while (at > c->from && utf8_is_space(utf8_previous(c->text, &at)))
		end = at;
	if (end == c->from)
		return;
	if (c->piece_count == c->piece_capacity)
		c->pieces = arena_grow(c->arena, c->pieces, c->piece_count,
		    &c->piece_capacity, c->piece_count + 8,
		    sizeof(*c->pieces));
	piece = &c->pieces[c->piece_count++];
	piece->start = c->from;
	piece->end = end;
	piece->char_start = code_points(c, c->from);
	piece->char_end = code_points(c, end);
}

static void
begin_at(struct cutter *c, size_t at)
{
	c->from = at;
	while (at < c->text.n && utf8_is_space(utf8_next(c->text, &at)))
		c->from = at;
}

static void
cut_behind(struct cutter *c, size_t end, bool sentence)
{
	if (end > c->from) {
		cut_at(c, end);
		begin_at(c, end);
	}
	if (sentence) {
		c->sentence = c->from;
		c->quoted[0] = c->quoted[1] = false;
	}
}

/*
 * Whether a pair that begins here holds sentences of its own, so that an end
 * mark before its closer ends the sentence that it stands in, too: 他说：“好。”
 * In 把“谁来管？”说清楚 it doesn't, and a title never does.
 */
static bool
opens_speech(const struct cutter *c, const struct mark *m)
{
	size_t at = m->start;
	uint32_t before = char_before(c, at);

	if (before == ' ')
		before = char_before(c, at - 1);
	if (m->sign->c == 0x300a || m->sign->c == 0x3008)
		return false;
	return m->start == c->sentence || before == ':' || before == 0xff1a ||
	    before == ',' || before == 0xff0c;
}

/* Before these nothing has ended. */
static bool
is_comma(uint32_t c)
{
	return c == 0x3001 || c == 0xff0c || c == ',' || c == 0xff1b ||
	    c == ';' || c == 0xff1a || c == ':';
}

/* 个种类样些一 */
static bool
is_measure(uint32_t c)
{
	return c == 0x4e2a || c == 0x79cd || c == 0x7c7b || c == 0x6837 ||
	    c == 0x4e9b || c == 0x4e00;
}

/*
 * What comes behind a speech that the mark ends: the rest of its sentence, or
 * the next one.
 */
static bool
goes_on(struct span text, size_t at, uint32_t mark)
{
	uint32_t c = char_at(text, at);

	return c == 0x7684 /* 的 */ || is_comma(c) || c == '-' ||
	    c == 0x2014 || (c == ' ' && is_lower(char_at(text, at + 1))) ||
	    (c == 0x8fd9 /* 这 */ && mark != 0x3002 &&
	    is_measure(char_at(text, at + 3)));
}

/* ? and & in an address: http://a.example/?id=3 */
static bool
in_address(const struct cutter *c, const struct mark *m)
{
	uint32_t before, next;

	if (m->sign->c >= 0x80)
		return false;
	before = char_before(c, m->start);
	next = char_at(c->text, end_of(m));
	return (is_letter(before) || is_digit(before) || before == '/') &&
	    (is_letter(next) || is_digit(next) || next == '=');
}

/* 1,000 and 10:30, http: and a.example:80 */
static bool
in_number(const struct cutter *c, const struct mark *m)
{
	uint32_t before = char_before(c, m->start);
	uint32_t next = char_at(c->text, end_of(m)), sign = m->sign->c;

	if (sign == ':' && (next == '/' ||
	    (is_letter(before) && is_digit(next))))
		return true;
	return (sign == ',' || sign == ':' || sign == 0xff1a) &&
	    is_digit(before) && is_digit(next);
}

static bool *
quoted_by(struct cutter *c, const struct mark *m)
{
	return &c->quoted[m->sign->c == '\''];
}

/* Behind an end mark a " closes what was opened, or nothing may follow it. */
static bool
quote_closes(struct cutter *c, const struct mark *m)
{
	return *quoted_by(c, m) || end_of(m) == c->text.n ||
	    utf8_is_space(char_at(c->text, end_of(m)));
}

/* What belongs to the mark it began at. */
struct run {
	size_t		next;	/* mark behind it */
	size_t		end;	/* byte */
	bool		closed;	/* something was */
	bool		quote;	/* a quote was */
	bool		outside;	/* and then an end mark stood */
};

/* True if the mark goes on with the run. */
static bool
run_takes(struct cutter *c, struct run *r, const struct mark *m, bool part)
{
	switch (m->kind) {
	case MARK_CLOSE:
		c->depth -= m->paired;
		r->closed = true;
		r->quote = r->quote || m->sign->c == 0x201d ||
		    m->sign->c == 0x2019;
		return true;
	case MARK_QUOTE:
		if (!quote_closes(c, m))
			return false;
		*quoted_by(c, m) = false;
		r->closed = r->quote = true;
		return true;
	case MARK_END:
		r->outside = r->outside || (r->closed && c->depth == 0);
		return !part;
	case MARK_STOP:
	case MARK_DOTS:
		return !part;
	default:
		return false;
	}
}

/* Takes the text up to that byte. */
static void
extend(const struct cutter *c, struct run *r, size_t to)
{
	r->end = to;
	while (r->next < c->count && c->marks[r->next].start < to)
		r->next++;
}

/*
 * Behind the mark at i its closers, behind an end mark also more end marks,
 * dots and marks of citation; the depth follows.
 */
static struct run
take_run(struct cutter *c, size_t i)
{
	bool part = c->marks[i].kind == MARK_PART;
	struct run r = { .next = i + 1, .end = end_of(&c->marks[i]) };
	size_t cited;

	for (;;) {
		if (r.next < c->count &&
		    c->marks[r.next].start == r.end &&
		    run_takes(c, &r, &c->marks[r.next], part)) {
			r.end = end_of(&c->marks[r.next++]);
			continue;
		}
		cited = part ? r.end : cut_cited(c->text, r.end);
		if (cited == r.end)
			return r;
		extend(c, &r, cited);
	}
}

/* Takes a slip, too: 可以吗？，谢谢 */
static void
take_comma(struct cutter *c, struct run *r)
{
	size_t at = r->end;
	uint32_t ch;

	while (at < c->text.n) {
		ch = utf8_next(c->text, &at);
		if (!is_comma(ch) || ch == 0x3001)
			break;
		extend(c, r, at);
	}
}

/* At an end mark: cuts if it ends anything; returns the mark to go on at. */
static size_t
at_end_mark(struct cutter *c, size_t i)
{
	const struct mark *m = &c->marks[i];
	bool inside = c->depth > 0, sentence;
	struct run r = take_run(c, i);

	if (m->kind == MARK_END && !inside && !r.closed)
		take_comma(c, &r);
	if ((m->kind == MARK_STOP ? !cut_stop_ends(c->text, c->sentence,
	    m->start, r.end) : in_address(c, m)) ||
	    char_at(c->text, r.end) == 0x3001)
		return r.next;
	sentence = c->depth == 0 && (r.outside || (inside ? c->speech &&
	    !goes_on(c->text, r.end, m->sign->c) :
	    !r.quote || !goes_on(c->text, r.end, m->sign->c)));
	if (sentence || c->clauses)
		cut_behind(c, r.end, sentence);
	return r.next;
}

/* At a full stop: two or more in a row are an ellipsis. */
static size_t
at_stop(struct cutter *c, size_t i)
{
	size_t next = i + 1;

	while (next < c->count && c->marks[next].kind == MARK_STOP &&
	    c->marks[next].start == end_of(&c->marks[next - 1]))
		next++;
	return next == i + 1 ? at_end_mark(c, i) : next;
}

static size_t
at_part(struct cutter *c, size_t i)
{
	struct run r;

	if (!c->clauses || in_number(c, &c->marks[i]))
		return i + 1;
	r = take_run(c, i);
	cut_behind(c, r.end, false);
	return r.next;
}

/* isn't and residents' open nothing. */
static void
at_quote(struct cutter *c, const struct mark *m)
{
	bool *quoted = quoted_by(c, m);

	if (m->sign->c == '"' || *quoted ||
	    !is_letter(char_before(c, m->start)))
		*quoted = !*quoted;
}

/* Does what the mark at i asks for; returns the mark to go on at. */
static size_t
at_mark(struct cutter *c, size_t i)
{
	const struct mark *m = &c->marks[i];

	switch (m->kind) {
	case MARK_OPEN:
		if (m->paired && c->depth++ == 0)
			c->speech = opens_speech(c, m);
		break;
	case MARK_CLOSE:
		c->depth -= m->paired;
		break;
	case MARK_QUOTE:
		at_quote(c, m);
		break;
	case MARK_BREAK:
		cut_behind(c, end_of(m), true);
		break;
	case MARK_END:
		return at_end_mark(c, i);
	case MARK_STOP:
		return at_stop(c, i);
	case MARK_PART:
		return at_part(c, i);
	case MARK_DOTS:
		break;
	}
	return i + 1;
}

static size_t
cut(struct arena *a, struct span text, const struct cut_rules *rules,
    bool clauses, struct cut_piece **pieces)
{
	struct cutter c = { 0 };
	const struct cut_signs *signs = clauses ? rules->clause_signs :
	    rules->signs;
	size_t i;

	c.arena = a;
	c.text = text;
	c.clauses = clauses;
	if (signs == NULL)
		signs = cut_signs_new(a, rules, clauses);
	collect_marks(&c, signs);
	match_pairs(&c, signs->pair_count);
	begin_at(&c, 0);
	c.sentence = c.from;
	for (i = 0; i < c.count;)
		i = at_mark(&c, i);
	cut_at(&c, text.n);
	*pieces = c.pieces;
	return c.piece_count;
}

size_t
cut_sentences(struct arena *a, struct span text,
    const struct cut_rules *rules, struct cut_piece **pieces)
{
	return cut(a, text, rules, false, pieces);
}

size_t
cut_clauses(struct arena *a, struct span text, const struct cut_rules *rules,
    struct cut_piece **pieces)
{
	return cut(a, text, rules, true, pieces);
}
