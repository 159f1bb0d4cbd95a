#include "base/ascii.h"
#include "text/cut.h"

#include <stdint.h>

#include "base/utf8.h"

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
	enum mark_kind	kind;
	size_t		pair;	/* of rules->pairs, or NO_PAIR */
	bool		both;	/* opener and closer are the same character */
};

struct cut_signs {
	struct sign	*items;
	size_t		 count;
	size_t		 pair_count;
	uint64_t	 seen[64];	/* by the low 12 bits */
	bool		 leads[256];	/* one may begin with the byte */
};

/* A sign in its place; bytes and code points. */
struct mark {
	uint32_t	c;
	enum mark_kind	kind;
	size_t		pair;
	bool		paired;
	size_t		start, end;
	size_t		at;
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

	size_t			 from, from_char;	/* of the piece */
	struct cut_piece	*pieces;
	size_t			 piece_count;
	size_t			 piece_capacity;
};

#define NO_PAIR	SIZE_MAX

const struct cut_rules cut_default = {
	{ "。！？；!?;", sizeof("。！？；!?;") - 1 },
	{ "“”《》（）「」", sizeof("“”《》（）「」") - 1 },
	NULL, NULL
};

static const char part_marks[] = "，,；;：:";
/* Behind an end mark these close, whatever the rule's pairs are. */
static const char closers[] = ")]}’』】〉〕）」》”";

/* Behind which a full stop is no end, whatever follows ... */
static const char *const abbreviations[] = {
	"Co", "Corp", "Dept", "Dr", "Ed", "Eds", "Gen", "Gov", "Jr", "Mr",
	"Mrs", "Ms", "Prof", "Rep", "Rev", "Sen", "Sr", "St", "Univ", "al",
	"approx", "cf", "ed", "eds", "resp", "vs", NULL
};
/* ... where a number follows, also one like II or A1 ... */
static const char *const numbered[] = {
	"Ch", "Chap", "Eq", "Eqs", "Fig", "Figs", "No", "Nos", "Sec", "Tab",
	"Vol", "Vols", "ch", "chap", "fig", "figs", "no", "nos", "p", "pp",
	"sec", "vol", "vols", NULL
};
/* ... and where a Han character follows. */
static const char *const within_han[] = { "Inc", "Ltd", "etc", NULL };

/* Before its sentence nobody looks: a piece is cut like the whole. */
static uint32_t
char_before(const struct cutter *c, size_t at)
{
	return at <= c->sentence ? 0 : utf8_previous(c->text, &at);
}

static uint32_t
char_at(struct span text, size_t at)
{
	return at == text.n ? 0 : utf8_next(text, &at);
}

static bool
is_digit(uint32_t c)
{
	return c < 0x80 && ascii_is_digit((char)c);
}

static bool
is_letter(uint32_t c)
{
	return c < 0x80 && ascii_is_letter((char)c);
}

/* 一二三四五六七八九十 */
static bool
is_han_digit(uint32_t c)
{
	static const uint32_t han[] = { 0x4e00, 0x4e8c, 0x4e09, 0x56db,
	    0x4e94, 0x516d, 0x4e03, 0x516b, 0x4e5d, 0x5341 };
	size_t i;

	for (i = 0; i < sizeof(han) / sizeof(han[0]); i++)
		if (han[i] == c)
			return true;
	return false;
}

/* ASCII, Latin-1, Greek and Cyrillic: what begins a sentence in print. */
static bool
is_capital(uint32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde &&
	    c != 0xd7) || (c >= 0x391 && c <= 0x3a9) ||
	    (c >= 0x400 && c <= 0x42f);
}

static const struct sign *
sign_find(const struct cut_signs *signs, uint32_t c)
{
	size_t i;

	if ((signs->seen[(c >> 6) & 63] >> (c & 63) & 1) == 0)
		return NULL;
	for (i = 0; i < signs->count; i++)
		if (signs->items[i].c == c)
			return &signs->items[i];
	return NULL;
}

/* The first meaning that a character is given is the one it has. */
static void
sign_add(struct cut_signs *signs, uint32_t c, enum mark_kind kind, size_t pair,
    bool both)
{
	char bytes[4];

	if (sign_find(signs, c) != NULL)
		return;
	signs->items[signs->count++] = (struct sign){ c, kind, pair, both };
	signs->seen[(c >> 6) & 63] |= (uint64_t)1 << (c & 63);
	utf8_encode(bytes, c);
	signs->leads[(unsigned char)bytes[0]] = true;
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
signs_new(struct arena *a, const struct cut_rules *rules, bool clauses)
{
	size_t most = rules->end.n + rules->pairs.n + sizeof(part_marks) +
	    sizeof(closers) + 8;
	struct cut_signs *signs = arena_zero(a, 1, sizeof(*signs));

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
	rules->signs = signs_new(a, rules, false);
	rules->clause_signs = signs_new(a, rules, true);
}

/* Of line feeds only one behind a blank line, or behind a bare one, counts. */
static void
collect_marks(struct cutter *c, const struct cut_signs *signs)
{
	const struct sign *sign;
	size_t at = 0, chars, start;
	bool blank = false;
	uint32_t ch;

	for (chars = 0; at < c->text.n; chars++) {
		start = at;
		if (!blank && !signs->leads[(unsigned char)c->text.p[at]]) {
			at += utf8_width(c->text.p[at]);
			continue;
		}
		ch = utf8_next(c->text, &at);
		sign = sign_find(signs, ch);
		if (sign == NULL) {
			blank = blank && utf8_is_space(ch);
			continue;
		}
		if (sign->kind == MARK_BREAK && !blank) {
			blank = true;
			continue;
		}
		blank = sign->kind == MARK_BREAK;
		c->marks = arena_grow(c->arena, c->marks, c->count,
		    &c->capacity, c->count + 1, sizeof(*c->marks));
		c->marks[c->count++] = (struct mark){ ch, sign->kind,
		    sign->pair, sign->both, start, at, chars };
	}
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
		if (m->kind == MARK_OPEN && m->paired && open[m->pair] > 0)
			m->kind = MARK_CLOSE;
		m->paired = false;
		if (m->kind == MARK_OPEN) {
			open[m->pair]++;
			stack[depth++] = i;
		} else if (m->kind == MARK_CLOSE && m->pair != NO_PAIR &&
		    open[m->pair] > 0) {
			do {
				top = &c->marks[stack[--depth]];
				open[top->pair]--;
			} while (top->pair != m->pair);
			m->paired = top->paired = true;
		} else if (m->kind == MARK_BREAK) {
			while (depth > 0)
				open[c->marks[stack[--depth]].pair]--;
		}
	}
}

/* Ends the piece at a byte and code point, white space left out. */
static void
cut_at(struct cutter *c, size_t end, size_t end_char)
{
	size_t at = end;

	while (at > c->from && utf8_is_space(utf8_previous(c->text, &at))) {
		end = at;
		end_char--;
	}
	if (end == c->from)
		return;
	c->pieces = arena_grow(c->arena, c->pieces, c->piece_count,
	    &c->piece_capacity, c->piece_count + 1, sizeof(*c->pieces));
	c->pieces[c->piece_count++] = (struct cut_piece){ c->from, end,
	    c->from_char, end_char };
}

static void
begin_at(struct cutter *c, size_t at, size_t at_char)
{
	c->from = at;
	c->from_char = at_char;
	while (at < c->text.n && utf8_is_space(utf8_next(c->text, &at))) {
		c->from = at;
		c->from_char++;
	}
}

/* A place in the text. */
struct place {
	size_t	byte, at;	/* at: code points */
};

static void
cut_behind(struct cutter *c, struct place end, bool sentence)
{
	if (end.byte > c->from) {
		cut_at(c, end.byte, end.at);
		begin_at(c, end.byte, end.at);
	}
	if (sentence) {
		c->sentence = c->from;
		c->quoted[0] = c->quoted[1] = false;
	}
}

static struct place
behind(const struct mark *m)
{
	struct place end = { m->end, m->at + 1 };

	return end;
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
	if (m->c == 0x300a || m->c == 0x3008)
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

static bool
is_lower(uint32_t c)
{
	return c >= 'a' && c <= 'z';
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

/* The word of ASCII letters, digits and points before a full stop. */
static struct span
word_before(const struct cutter *c, size_t at)
{
	size_t start = at;
	unsigned char ch;

	while (start > c->sentence && at - start < 16) {
		ch = (unsigned char)c->text.p[start - 1];
		if (ch != '.' && !is_letter(ch) && !is_digit(ch))
			break;
		start--;
	}
	return span_make(c->text.p + start, at - start);
}

static bool
is_number(struct span word)
{
	size_t i;

	for (i = 0; i < word.n; i++)
		if (!is_digit((unsigned char)word.p[i]) && word.p[i] != '.')
			return false;
	return word.n > 0;
}

static bool
is_in(struct span word, const char *const *list)
{
	while (*list != NULL && !span_is(word, *list))
		list++;
	return *list != NULL;
}

/* et al, e.g, the G of a name. */
static bool
is_abbreviation(struct span word)
{
	if (word.n == 1 && *word.p >= 'A' && *word.p <= 'Z')
		return true;
	if (word.n > 0 && !is_number(word) &&
	    span_index(word, '.') < word.n)
		return true;
	return is_in(word, abbreviations);
}

/* II, A1, and 3. */
static bool
is_numeral_at(struct span text, size_t at)
{
	size_t start = at;

	while (at < text.n && at - start < 5 && (is_digit((unsigned char)
	    text.p[at]) || (text.p[at] >= 'A' && text.p[at] <= 'Z')))
		at++;
	return at > start && at - start < 5 &&
	    (at == text.n || !is_letter((unsigned char)text.p[at]));
}

/*
 * 1. before white space and a Han character: it counts what follows, but not
 * as a year, as the end of pages 3-5, or behind an abbreviation.
 */
static bool
counts(const struct cutter *c, struct span number)
{
	size_t at = (size_t)(number.p - c->text.p);
	uint32_t before;

	if (at == c->sentence)
		return true;
	if (number.n > 2 && span_index(number, '.') == number.n)
		return false;
	before = utf8_previous(c->text, &at);
	if (before == ' ' && at > c->sentence + 1)
		return c->text.p[at - 1] != '.' ||
		    !is_letter((unsigned char)c->text.p[at - 2]);
	return before != '-' && before != 0x2013 && before != '~';
}

/* It ends with this word although a digit follows: they came. 12 of them */
static bool
is_plain_word(struct span word)
{
	size_t i;

	for (i = 0; i < word.n; i++)
		if (!is_lower((unsigned char)word.p[i]))
			return false;
	return word.n > 3 && !is_in(word, numbered);
}

/* 一 or 第一 in 一．公开, where the sentence begins. */
static bool
is_han_number(const struct cutter *c, size_t at)
{
	size_t from = at;
	uint32_t ch;

	while (at > c->sentence && from - at < 15) {
		ch = utf8_previous(c->text, &at);
		if (!is_han_digit(ch) && (ch != 0x7b2c /* 第 */ ||
		    at != c->sentence))
			return false;
	}
	return at == c->sentence && at < from;
}

/* 一．and １．count what follows. */
static bool
is_counted(const struct cutter *c, size_t at)
{
	uint32_t before = char_before(c, at);

	return (before >= 0xff10 && before <= 0xff19) || is_han_number(c, at);
}

/* Whether it ends where a Han character follows, behind white space or not. */
static bool
stop_ends_han(const struct cutter *c, struct span word, bool space)
{
	size_t at = (size_t)(word.p - c->text.p);
	uint32_t before = char_before(c, at);

	if (is_in(word, within_han) ||
	    (word.n == 0 && before >= 0x80 && is_capital(before)))
		return false;
	return !is_number(word) || (space && !counts(c, word));
}

/* Whether a full stop ends a sentence; its closers end at behind. */
static bool
stop_ends(const struct cutter *c, const struct mark *m, size_t end)
{
	struct span word = word_before(c, m->start);
	size_t at = end, next = end;
	uint32_t ch = 0;

	while (at < c->text.n) {
		next = at;
		ch = utf8_next(c->text, &at);
		if (!utf8_is_space(ch))
			break;
		ch = 0;
	}
	if (ch == 0)
		return true;
	if (word.n == 0 && is_counted(c, m->start))
		return false;
	if (is_abbreviation(word) ||
	    (is_in(word, numbered) && is_numeral_at(c->text, next)))
		return false;
	if (utf8_is_han(ch))
		return stop_ends_han(c, word, next > end);
	if (next == end)
		return word.n == 0 && (is_digit(ch) || is_capital(ch)) &&
		    utf8_is_han(char_before(c, m->start));
	if (is_number(word) && word.p == c->text.p + c->sentence)
		return false;
	if (ch == '"' || ch == '\'' || ch == '(' || ch == '[' ||
	    ch == 0x201c || ch == 0x2018)
		ch = char_at(c->text, at);
	return is_capital(ch) || (is_digit(ch) && is_plain_word(word));
}

/* ? and & in an address: http://a.example/?id=3 */
static bool
in_address(const struct cutter *c, const struct mark *m)
{
	uint32_t before, next;

	if (m->c >= 0x80)
		return false;
	before = char_before(c, m->start);
	next = char_at(c->text, m->end);
	return (is_letter(before) || is_digit(before) || before == '/') &&
	    (is_letter(next) || is_digit(next) || next == '=');
}

/* 1,000 and 10:30, http: and a.example:80 */
static bool
in_number(const struct cutter *c, const struct mark *m)
{
	uint32_t before = char_before(c, m->start);
	uint32_t next = char_at(c->text, m->end);

	if (m->c == ':' && (next == '/' ||
	    (is_letter(before) && is_digit(next))))
		return true;
	return (m->c == ',' || m->c == ':' || m->c == 0xff1a) &&
	    is_digit(before) && is_digit(next);
}

static bool
is_superscript(uint32_t c)
{
	return c == 0xb9 || c == 0xb2 || c == 0xb3 ||
	    (c >= 0x2070 && c <= 0x2079 && c != 0x2071);
}

/* [3], [3,4-6], ［3］ from at; returns its end, or at. */
static size_t
bracket_end(struct span text, size_t at)
{
	size_t start = at, inside;
	uint32_t c = char_at(text, at);

	if (c != '[' && c != 0xff3b)
		return start;
	utf8_next(text, &at);
	for (inside = at; at < text.n && at - inside < 24;) {
		c = utf8_next(text, &at);
		if (c == ']' || c == 0xff3d)
			return at > inside + 1 ? at : start;
		if (!is_digit(c) && c != ',' && c != '-' && c != 0x2013 &&
		    c != 0xff0c && c != 0x3001 && c != ' ')
			break;
	}
	return start;
}

static bool
may_cite(char byte)
{
	unsigned char c = (unsigned char)byte;

	return c == '[' || c == '^' || c == '<' || c == 0xc2 || c == 0xe2 ||
	    c == 0xef;
}

/* A mark of citation from at, ^[3]^ <sup>[3]</sup> ¹, too. */
static size_t
citation_end(struct span text, size_t at)
{
	static const struct span opens[] = { { "^", 1 }, { "<sup>", 5 } };
	static const struct span closes[] = { { "^", 1 }, { "</sup>", 6 } };
	size_t i, end;

	if (at == text.n || !may_cite(text.p[at]))
		return at;
	for (i = 0; i < 2; i++) {
		if (!span_starts(span_from(text, at), opens[i]))
			continue;
		end = bracket_end(text, at + opens[i].n);
		if (end > at + opens[i].n &&
		    span_starts(span_from(text, end), closes[i]))
			return end + closes[i].n;
	}
	end = bracket_end(text, at);
	while (end == at && end < text.n && is_superscript(char_at(text, at)))
		utf8_next(text, &end), at = end;
	return end;
}

static bool *
quoted_by(struct cutter *c, const struct mark *m)
{
	return &c->quoted[m->c == '\''];
}

/* Behind an end mark a " closes what was opened, or nothing may follow it. */
static bool
quote_closes(struct cutter *c, const struct mark *m)
{
	return *quoted_by(c, m) || m->end == c->text.n ||
	    utf8_is_space(char_at(c->text, m->end));
}

/* What belongs to the mark it began at. */
struct run {
	size_t		next;	/* mark behind it */
	struct place	end;
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
		r->quote = r->quote || m->c == 0x201d || m->c == 0x2019;
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
	r->end.at += utf8_length(span_make(c->text.p + r->end.byte,
	    to - r->end.byte));
	r->end.byte = to;
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
	struct run r = { .next = i + 1, .end = behind(&c->marks[i]) };
	size_t cited;

	for (;;) {
		if (r.next < c->count &&
		    c->marks[r.next].start == r.end.byte &&
		    run_takes(c, &r, &c->marks[r.next], part)) {
			r.end = behind(&c->marks[r.next++]);
			continue;
		}
		cited = part ? r.end.byte : citation_end(c->text, r.end.byte);
		if (cited == r.end.byte)
			return r;
		extend(c, &r, cited);
	}
}

/* Takes a slip, too: 可以吗？，谢谢 */
static void
take_comma(struct cutter *c, struct run *r)
{
	size_t at = r->end.byte;
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
	if ((m->kind == MARK_STOP ? !stop_ends(c, m, r.end.byte) :
	    in_address(c, m)) || char_at(c->text, r.end.byte) == 0x3001)
		return r.next;
	sentence = c->depth == 0 && (r.outside || (inside ? c->speech &&
	    !goes_on(c->text, r.end.byte, m->c) :
	    !r.quote || !goes_on(c->text, r.end.byte, m->c)));
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
	    c->marks[next].start == c->marks[next - 1].end)
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

	if (m->c == '"' || *quoted || !is_letter(char_before(c, m->start)))
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
		cut_behind(c, behind(m), true);
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
		signs = signs_new(a, rules, clauses);
	collect_marks(&c, signs);
	match_pairs(&c, signs->pair_count);
	begin_at(&c, 0, 0);
	c.sentence = c.from;
	for (i = 0; i < c.count;)
		i = at_mark(&c, i);
	cut_at(&c, text.n, c.from_char + utf8_length(span_from(text, c.from)));
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
