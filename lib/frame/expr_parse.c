#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/decimal.h"
#include "base/err.h"
#include "base/utf8.h"
#include "frame/expr_tree.h"

#define QUOTED	80

enum token_kind {
	TOKEN_END,
	TOKEN_NAME,	/* a word or a path */
	TOKEN_NUMBER,
	TOKEN_STRING,	/* with its quotes */
	TOKEN_SIGN	/* an operator, a bracket, a comma */
};

struct token {
	enum token_kind	kind;
	struct span	text;
	size_t		start;		/* byte of the expression */
};

/* The next token is read ahead. */
struct parser {
	const struct node	*node;
	struct span		 text;
	size_t			 at;		/* behind the token ahead */
	struct token		 next;
	const struct expr_use	*use;
	int			 depth;
	struct arena		*arena;
	struct faults		*faults;
	bool			 failed;	/* a fault was told */
};

/* What a function is called with. */
static const struct function {
	const char	*name;
	enum operation	 operation;
	size_t		 arguments;
	enum value_kind	 kinds[2];	/* of the arguments */
} functions[] = {
	{ "length",	OP_LENGTH,	1, { VALUE_STRING } },
	{ "days",	OP_DAYS,	2, { VALUE_STRING, VALUE_STRING } },
	{ "hours",	OP_HOURS,	2, { VALUE_STRING, VALUE_STRING } },
	{ "workdays",	OP_WORKDAYS,	2, { VALUE_STRING, VALUE_STRING } },
	{ "prefix",	OP_PREFIX,	2, { VALUE_STRING, VALUE_NUMBER } },
	{ "lower",	OP_LOWER,	1, { VALUE_STRING } }
};

#define FUNCTIONS	(sizeof(functions) / sizeof(*functions))

static const char *const words[] = {
	"or", "and", "not", "in", "matches", "starts", "has", "true", "false",
	"null", NULL
};

/* Signs, the longer ones first. */
static const char *const signs[] = {
	"==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "(", ")", "[",
	"]", ",", NULL
};

static struct expr	*parse_or(struct parser *);

/* Tells one fault at a byte of the expression; more of it would mislead. */
static void
fail(struct parser *p, size_t byte, const char *text)
{
	struct place	 place = p->node->place;
	size_t		 character;

	if (p->failed)
		return;
	p->failed = true;
	character = utf8_length(span_make(p->text.p, byte));
	if (p->node->exact) {
		place.column += character + (p->node->quoted ? 1 : 0);
		fault(p->faults, place, "%s", text);
	} else
		fault(p->faults, place, "%s (at character %zu)", text,
		    character + 1);
}

static const char *
quote(struct parser *p, struct span s)
{
	char	 quoted[QUOTED];

	return arena_string(p->arena,
	    span_of(err_quote(quoted, sizeof(quoted), s)));
}

/* "expected WHAT, got TOKEN" */
static void
fail_expected(struct parser *p, const char *what)
{
	if (p->next.kind == TOKEN_END)
		fail(p, p->next.start, arena_printf(p->arena,
		    "expected %s, got the end", what).p);
	else
		fail(p, p->next.start, arena_printf(p->arena,
		    "expected %s, got %s", what,
		    quote(p, p->next.text)).p);
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/*
 * A character of a name: a letter, digit or _ of ASCII, or any other that is
 * no space and not of the blocks of punctuation, symbols, full-width forms.
 */
static bool
is_name_char(uint32_t c)
{
	if (c < 0x80)
		return ascii_is_alnum((char)c) || c == '_';
	if (c < 0xc0 || c == 0xd7 || c == 0xf7 || utf8_is_space(c) ||
	    (c >= 0x2000 && c <= 0x2bff))
		return false;
	return !(c >= 0x3000 && c <= 0x3004) &&
	    !(c >= 0x3008 && c <= 0x3020) && !(c >= 0xff00 && c <= 0xffef);
}

/* Length of the name at byte `at`; 0 if none begins there. */
static size_t
name_length(struct span s, size_t at)
{
	size_t	 start = at, before;

	while (at < s.n) {
		before = at;
		if (!is_name_char(utf8_next(s, &at)))
			return before - start;
	}
	return at - start;
}

/* Length of one key of a path, back quotes included; 0 if there is none. */
static size_t
key_length(struct span s, size_t at)
{
	size_t	 n;

	if (at < s.n && s.p[at] == '`') {
		n = span_index(span_from(s, at + 1), '`');
		return at + 1 + n < s.n ? n + 2 : 0;
	}
	return name_length(s, at);
}

static size_t
path_length(struct span s, size_t at)
{
	size_t	 start = at, n;

	if ((n = key_length(s, at)) == 0)
		return 0;
	at += n;
	while (at < s.n && s.p[at] == '.' &&
	    (n = key_length(s, at + 1)) > 0)
		at += 1 + n;
	return at - start;
}

/* Length of the string at byte `at`, quotes included; 0 if it has no end. */
static size_t
string_length(struct span s, size_t at)
{
	size_t	 start = at;

	for (at++; at < s.n; at++)
		if (s.p[at] == '\\')
			at++;
		else if (s.p[at] == '"')
			return at + 1 - start;
	return 0;
}

static size_t
sign_length(struct span s, size_t at)
{
	size_t	 i;

	for (i = 0; signs[i] != NULL; i++)
		if (span_starts(span_from(s, at), span_of(signs[i])))
			return strlen(signs[i]);
	return 0;
}

/* What a Chinese keyboard or a habit types in place of a sign. */
static const struct {
	const char	*typed;
	const char	*meant;
} mistypes[] = {
	{ "（", "(" }, { "）", ")" }, { "，", "," }, { "、", "," },
	{ "＝", "==" }, { "＜", "<" }, { "＞", ">" }, { "！", "!=" },
	{ "＋", "+" }, { "－", "-" }, { "×", "*" }, { "＊", "*" },
	{ "÷", "/" }, { "／", "/" }, { "［", "[" }, { "］", "]" },
	{ "【", "[" }, { "】", "]" }, { "。", "." }, { "．", "." },
	{ "“", "\"" }, { "”", "\"" }, { "＂", "\"" }, { "‘", "\"" },
	{ "’", "\"" }, { "'", "\"" }, { "≥", ">=" }, { "≤", "<=" },
	{ "≠", "!=" }, { "　", " " }, { "&&", "and" }, { "||", "or" },
	{ "=", "==" }, { "!", "not" }
};

static void
fail_character(struct parser *p, size_t at)
{
	struct span	 rest = span_from(p->text, at);
	size_t		 i, end = at;

	for (i = 0; i < sizeof(mistypes) / sizeof(*mistypes); i++)
		if (span_starts(rest, span_of(mistypes[i].typed))) {
			fail(p, at, arena_printf(p->arena,
			    "expected %s, got %s", mistypes[i].meant,
			    mistypes[i].typed).p);
			return;
		}
	if (rest.p[0] == '"' || rest.p[0] == '`') {
		fail(p, at, arena_printf(p->arena,
		    "the quote %c is never closed", rest.p[0]).p);
		return;
	}
	utf8_next(p->text, &end);
	fail(p, at, arena_printf(p->arena, "unexpected character %s",
	    quote(p, span_make(rest.p, end - at))).p);
}

/* Reads the next token ahead; a fault ends the text. */
static void
advance(struct parser *p)
{
	struct token	*t = &p->next;
	size_t		 n;
	char		 c;

	while (p->at < p->text.n && is_space(p->text.p[p->at]))
		p->at++;
	t->start = p->at;
	t->kind = TOKEN_END;
	t->text = span_make(p->text.p + p->at, 0);
	if (p->at == p->text.n || p->failed)
		return;
	c = p->text.p[p->at];
	if (ascii_is_digit(c)) {
		t->kind = TOKEN_NUMBER;
		n = decimal_length(span_from(p->text, p->at));
	} else if (c == '"') {
		t->kind = TOKEN_STRING;
		n = string_length(p->text, p->at);
	} else if ((n = path_length(p->text, p->at)) > 0)
		t->kind = TOKEN_NAME;
	else {
		t->kind = TOKEN_SIGN;
		n = sign_length(p->text, p->at);
	}
	if (n == 0) {
		fail_character(p, p->at);
		t->kind = TOKEN_END;
	}
	t->text.n = n;
	p->at += n;
}

static bool
is_next(const struct parser *p, const char *text)
{
	return (p->next.kind == TOKEN_NAME || p->next.kind == TOKEN_SIGN) &&
	    span_is(p->next.text, text);
}

static bool
take(struct parser *p, const char *text)
{
	if (!is_next(p, text))
		return false;
	advance(p);
	return true;
}

static bool
need(struct parser *p, const char *text)
{
	if (take(p, text))
		return true;
	fail_expected(p, text);
	return false;
}

static bool
is_word(struct span s)
{
	size_t	 i;

	for (i = 0; words[i] != NULL; i++)
		if (span_is(s, words[i]))
			return true;
	return false;
}

static struct expr *
new_expr(struct parser *p, enum operation operation)
{
	struct expr	*x;

	x = arena_zero(p->arena, 1, sizeof(*x));
	x->operation = operation;
	x->name = quote(p, p->next.text);
	x->zone = p->use->zone;
	x->calendar = p->use->calendar;
	return x;
}

static void
add_item(struct parser *p, struct expr *x, struct expr *item, size_t *capacity,
    char sign)
{
	size_t	 same = *capacity;

	x->items = arena_grow(p->arena, x->items, x->count, capacity,
	    x->count + 1, sizeof(*x->items));
	x->signs = arena_grow(p->arena, x->signs, x->count, &same,
	    x->count + 1, 1);
	x->signs[x->count] = sign;
	x->items[x->count++] = item;
}

static struct expr *
with_items(struct parser *p, struct expr *x, struct expr *a, struct expr *b)
{
	size_t	 capacity = 0;

	add_item(p, x, a, &capacity, '\0');
	if (b != NULL)
		add_item(p, x, b, &capacity, '\0');
	return x;
}

/* \uXXXX at byte i of s, behind the u; false if it is no scalar value. */
static bool
unescape_unicode(struct span s, size_t i, struct buf *b)
{
	uint32_t	 c = 0;
	size_t		 end = i + 4;
	char		 utf8[4];

	if (end > s.n)
		return false;
	for (; i < end; i++) {
		if (ascii_hex(s.p[i]) < 0)
			return false;
		c = c * 16 + (uint32_t)ascii_hex(s.p[i]);
	}
	if (c >= 0xd800 && c <= 0xdfff)
		return false;
	buf_add(b, span_make(utf8, utf8_encode(utf8, c)));
	return true;
}

/* The escape behind the backslash at s.p[i - 1]; its length, 0: unknown. */
static size_t
unescape(struct span s, size_t i, struct buf *b)
{
	static const char	 from[] = "\"\\/ntrbf";
	static const char	 to[] = "\"\\/\n\t\r\b\f";
	const char		*known;

	if (s.p[i] == 'u')
		return unescape_unicode(s, i + 1, b) ? 5 : 0;
	known = memchr(from, s.p[i], sizeof(from) - 1);
	if (known == NULL)
		return 0;
	buf_byte(b, to[known - from]);
	return 1;
}

/* The string ahead, decoded; escapes as in JSON, of the BMP. */
static struct span
take_string(struct parser *p)
{
	struct span	 s, text;
	struct buf	 b = {0};
	size_t		 i, n;

	s = span_make(p->next.text.p + 1, p->next.text.n - 2);
	for (i = 0; i < s.n; i += n) {
		n = 1;
		if (s.p[i] != '\\')
			buf_byte(&b, s.p[i]);
		else if ((n = unescape(s, i + 1, &b)) > 0)
			n++;
		else {
			fail(p, p->next.start + 1 + i, "unknown escape in a "
			    "string, expected one of \\\" \\\\ \\/ \\n \\t \\r "
			    "\\b \\f \\uXXXX");
			break;
		}
	}
	text = arena_copy(p->arena, buf_span(&b));
	buf_free(&b);
	advance(p);
	return text;
}

static struct expr *
parse_number(struct parser *p, bool negative)
{
	struct expr	*x = new_expr(p, OP_VALUE);
	struct value	*v = &x->value;

	v->kind = VALUE_NUMBER;
	v->text = arena_printf(p->arena, "%s%.*s", negative ? "-" : "",
	    (int)p->next.text.n, p->next.text.p);
	v->integer = decimal_integer(v->text, &v->i);
	v->number = decimal_double(v->text);
	advance(p);
	return x;
}

static struct expr *
parse_field(struct parser *p, enum operation operation)
{
	struct expr	*x = new_expr(p, operation);
	const char	*reason;

	if (p->next.kind != TOKEN_NAME || is_word(p->next.text)) {
		fail_expected(p, "a field");
		return x;
	}
	if (path_parse(&x->path, p->arena, arena_copy(p->arena, p->next.text),
	    &reason) == -1)
		fail(p, p->next.start, reason);
	else {
		if (p->use->field != NULL)
			x->value.kind = p->use->field(p->use->from, &x->path);
		if (p->use->place != NULL)
			x->path.place = p->use->place(p->use->from, &x->path);
	}
	advance(p);
	return x;
}

static const struct function *
find_function(struct parser *p, const struct token *name)
{
	const char	*names[FUNCTIONS + 1] = {0}, *near;
	size_t		 i;

	for (i = 0; i < FUNCTIONS; i++) {
		if (span_is(name->text, functions[i].name))
			return functions + i;
		names[i] = functions[i].name;
	}
	near = fault_nearest(name->text, names);
	if (near != NULL)
		fail(p, name->start, arena_printf(p->arena,
		    "unknown function %s (did you mean %s?)",
		    quote(p, name->text), near).p);
	else
		fail(p, name->start, arena_printf(p->arena,
		    "unknown function %s (known: length, days, hours, "
		    "workdays, prefix, lower)", quote(p, name->text)).p);
	return NULL;
}

/* The kind that x always has, or null; VALUE_NULL where it can be any. */
static enum value_kind
kind_of(const struct expr *x)
{
	switch (x->operation) {
	case OP_VALUE:
	case OP_FIELD:
		return x->value.kind;
	case OP_MINUS:
	case OP_SUM:
	case OP_PRODUCT:
	case OP_LENGTH:
	case OP_DAYS:
	case OP_HOURS:
	case OP_WORKDAYS:
		return VALUE_NUMBER;
	case OP_PREFIX:
	case OP_LOWER:
		return VALUE_STRING;
	default:
		return VALUE_BOOL;
	}
}

/*
 * An operand that can't ever be of the kind is a fault of the rule: in
 * `kind == "a" or "b"` the "b" is no condition.
 */
static struct expr *
demand(struct parser *p, struct expr *x, enum value_kind kind, size_t start)
{
	static const char *const names[] = {
		[VALUE_BOOL] = "a condition",
		[VALUE_NUMBER] = "a number",
		[VALUE_STRING] = "a string"
	};

	if (kind != VALUE_NULL && kind_of(x) != VALUE_NULL &&
	    kind_of(x) != kind)
		fail(p, start, arena_printf(p->arena, "expected %s, got %s",
		    names[kind], names[kind_of(x)]).p);
	return x;
}

/* Behind the name of a function and its bracket. */
static struct expr *
parse_call(struct parser *p, struct expr *x, const struct token *name)
{
	const struct function	*f;
	struct expr		*item;
	size_t			 capacity = 0, start;

	if ((f = find_function(p, name)) == NULL)
		return x;
	x->operation = f->operation;
	if (x->operation == OP_WORKDAYS && x->calendar == NULL)
		fail(p, name->start, "workdays needs a holiday table: name one "
		    "under calendar");
	do {
		start = p->next.start;
		item = parse_or(p);
		if (x->count < f->arguments)
			demand(p, item, f->kinds[x->count], start);
		add_item(p, x, item, &capacity, '\0');
	} while (take(p, ","));
	if (need(p, ")") && x->count != f->arguments)
		fail(p, name->start, arena_printf(p->arena,
		    "%s takes %zu argument%s, got %zu", f->name, f->arguments,
		    f->arguments == 1 ? "" : "s", x->count).p);
	return x;
}

static bool
is_call(const struct parser *p)
{
	return p->next.kind == TOKEN_NAME &&
	    name_length(p->next.text, 0) == p->next.text.n &&
	    p->at < p->text.n && p->text.p[p->at] == '(';
}

static struct expr *
parse_word(struct parser *p)
{
	struct expr	*x;
	struct token	 name = p->next;

	if (is_next(p, "true") || is_next(p, "false")) {
		x = new_expr(p, OP_VALUE);
		x->value.kind = VALUE_BOOL;
		x->value.truth = is_next(p, "true");
		advance(p);
		return x;
	}
	if (is_next(p, "null"))
		fail(p, name.start, "nothing equals null: write `has field` "
		    "or `not has field`");
	if (!is_word(name.text) && is_call(p)) {
		x = new_expr(p, OP_VALUE);
		advance(p);
		advance(p);
		return parse_call(p, x, &name);
	}
	return parse_field(p, OP_FIELD);
}

static struct expr *
parse_primary(struct parser *p)
{
	struct expr	*x;

	switch (p->next.kind) {
	case TOKEN_NUMBER:
		return parse_number(p, false);
	case TOKEN_STRING:
		x = new_expr(p, OP_VALUE);
		x->value.kind = VALUE_STRING;
		x->value.text = take_string(p);
		return x;
	case TOKEN_NAME:
		return parse_word(p);
	default:
		if (take(p, "(")) {
			x = parse_or(p);
			need(p, ")");
			return x;
		}
	}
	fail_expected(p, "a value");
	return new_expr(p, OP_VALUE);
}

/* One level deeper: true, or false after a fault. */
static bool
enter(struct parser *p)
{
	if (p->depth == EXPR_MAX_DEPTH) {
		fail(p, p->next.start, arena_printf(p->arena,
		    "nested deeper than %d levels", EXPR_MAX_DEPTH).p);
		return false;
	}
	p->depth++;
	return true;
}

static struct expr *
parse_minus(struct parser *p)
{
	struct expr	*x;
	size_t		 start;

	if (!is_next(p, "-"))
		return parse_primary(p);
	x = new_expr(p, OP_MINUS);
	advance(p);
	if (p->next.kind == TOKEN_NUMBER)
		return parse_number(p, true);
	if (!enter(p))
		return x;
	start = p->next.start;
	with_items(p, x, demand(p, parse_minus(p), VALUE_NUMBER, start), NULL);
	p->depth--;
	return x;
}

/* Operators of one strength. */
struct strength {
	enum operation	 operation;
	const char	*one;
	const char	*other;		/* or NULL */
	enum value_kind	 kind;		/* of the operands */
	struct expr	*(*operand)(struct parser *);
};

static bool
is_operator(const struct parser *p, const struct strength *s)
{
	return is_next(p, s->one) ||
	    (s->other != NULL && is_next(p, s->other));
}

/*
 * Operands between operators of one strength are one node, however many they
 * are, so that only nesting counts as depth.
 */
static struct expr *
parse_chain(struct parser *p, const struct strength *s)
{
	struct expr	*first, *x;
	size_t		 capacity = 0, start = p->next.start;
	char		 sign;

	first = s->operand(p);
	if (!is_operator(p, s))
		return first;
	x = new_expr(p, s->operation);
	add_item(p, x, demand(p, first, s->kind, start), &capacity,
	    s->one[0]);
	while (!p->failed && is_operator(p, s)) {
		sign = p->next.text.p[0];
		advance(p);
		start = p->next.start;
		add_item(p, x, demand(p, s->operand(p), s->kind, start),
		    &capacity, sign);
	}
	return x;
}

static struct expr *
parse_product(struct parser *p)
{
	static const struct strength	 strength = {
		OP_PRODUCT, "*", "/", VALUE_NUMBER, parse_minus
	};

	return parse_chain(p, &strength);
}

static struct expr *
parse_sum(struct parser *p)
{
	static const struct strength	 strength = {
		OP_SUM, "+", "-", VALUE_NUMBER, parse_product
	};

	return parse_chain(p, &strength);
}

/* Behind `in`. */
static struct expr *
parse_in(struct parser *p, struct expr *x, struct expr *left)
{
	struct expr	*right;
	size_t		 capacity = 0, start = p->next.start;

	if (!take(p, "[")) {
		x->operation = OP_IN;
		right = parse_sum(p);
		if (kind_of(right) != VALUE_NULL)
			fail(p, start, "expected [ or a field that is an "
			    "array behind in");
		return with_items(p, x, left, right);
	}
	add_item(p, x, left, &capacity, '\0');
	do
		add_item(p, x, parse_sum(p), &capacity, '\0');
	while (take(p, ","));
	need(p, "]");
	return x;
}

/*
 * Behind `matches`.  The text between the quotes goes to PCRE2 as it is, so
 * that `\d` is written once; `\"` means a quote there too.
 */
static struct expr *
parse_matches(struct parser *p, struct expr *x, struct expr *left)
{
	struct token	 t = p->next;
	const char	*reason;
	size_t		 at;

	if (t.kind != TOKEN_STRING) {
		fail_expected(p, "a regex in double quotes");
		return x;
	}
	x->regex = regex_compile(p->arena, span_make(t.text.p + 1,
	    t.text.n - 2), false, &reason, &at);
	if (x->regex == NULL)
		fail(p, t.start + 1 + at, arena_printf(p->arena,
		    "the regex: %s", reason).p);
	advance(p);
	return with_items(p, x, left, NULL);
}

static const struct {
	const char	*text;
	enum operation	 operation;
} comparisons[] = {
	{ "==",		OP_EQUAL },
	{ "!=",		OP_UNEQUAL },
	{ "<",		OP_LESS },
	{ "<=",		OP_LESS_EQUAL },
	{ ">",		OP_GREATER },
	{ ">=",		OP_GREATER_EQUAL },
	{ "starts",	OP_STARTS },
	{ "in",		OP_IN_LIST },
	{ "matches",	OP_MATCHES }
};

/* The operation of the comparison ahead; OP_VALUE if it is none. */
static enum operation
comparison_ahead(const struct parser *p)
{
	size_t	 i;

	for (i = 0; i < sizeof(comparisons) / sizeof(*comparisons); i++)
		if (is_next(p, comparisons[i].text))
			return comparisons[i].operation;
	return OP_VALUE;
}

/* What is taken of each side, by the kinds of all that the left is compared
 * with; VALUE_NULL where they are of several. */
static enum value_kind
kind_compared(const struct expr *x)
{
	enum value_kind	 kind;
	size_t		 i;

	if (x->operation == OP_STARTS || x->operation == OP_MATCHES)
		return VALUE_STRING;
	if (x->operation != OP_IN_LIST && kind_of(x->items[0]) != VALUE_NULL)
		return kind_of(x->items[0]);
	kind = x->count > 1 ? kind_of(x->items[1]) : VALUE_NULL;
	for (i = 2; i < x->count; i++)
		if (kind_of(x->items[i]) != kind)
			return VALUE_NULL;
	return kind;
}

static struct span
constant_of(const struct expr *x)
{
	size_t	 i;

	for (i = 0; i < x->count; i++)
		if (x->items[i]->operation == OP_VALUE)
			return x->items[i]->value.text;
	return span_make(NULL, 0);
}

/* Sides that are always of two kinds: it would be the same for all records. */
static void
check_kinds(struct parser *p, const struct expr *x, size_t start)
{
	static const char *const names[] = {
		[VALUE_BOOL] = "true or false",
		[VALUE_NUMBER] = "a number",
		[VALUE_STRING] = "a text"
	};
	enum value_kind	 kind = kind_compared(x);
	size_t		 i;

	if (kind == VALUE_BOOL && x->operation >= OP_LESS &&
	    x->operation <= OP_GREATER_EQUAL)
		fail(p, start, "true and false have no order: expected == or "
		    "!=");
	for (i = 0; kind != VALUE_NULL && i < x->count; i++)
		if (kind_of(x->items[i]) != VALUE_NULL &&
		    kind_of(x->items[i]) != kind)
			fail(p, start, arena_printf(p->arena, "%s is compared "
			    "with %s, which it never is: a text stands in "
			    "double quotes, a number doesn't",
			    names[kind_of(x->items[i])], names[kind]).p);
}

static void
note_comparison(struct parser *p, struct expr *x, size_t start)
{
	struct expr_comparisons	*all = p->use->comparisons;

	if (all == NULL || all->count == all->most || x->operation == OP_IN)
		return;
	all->items = arena_grow(p->arena, all->items, all->count,
	    &all->capacity, all->count + 1, sizeof(*all->items));
	all->items[all->count] = (struct expr_comparison){
	    .kind = kind_compared(x), .constant = constant_of(x),
	    .text = span_trim(span_make(p->text.p + start,
	    p->next.start - start)) };
	x->comparison = ++all->count;
}

/* A field that is compared with a text that it never is. */
static void
check_words(struct parser *p, const struct expr *a, const struct expr *b,
    size_t start)
{
	const char	*expected;

	if (p->use->words == NULL || a->operation != OP_FIELD ||
	    b->operation != OP_VALUE || b->value.kind != VALUE_STRING)
		return;
	expected = p->use->words(p->use->from, &a->path, b->value.text);
	if (expected != NULL)
		fail(p, start, arena_printf(p->arena,
		    "%s is %s, never \"%s\"", quote(p, a->path.text),
		    expected, quote(p, b->value.text)).p);
}

/* Of == and != either side may be the field; of `in` it is the first. */
static void
check_operands(struct parser *p, const struct expr *x, size_t start)
{
	size_t	 i;

	if (x->operation != OP_EQUAL && x->operation != OP_UNEQUAL &&
	    x->operation != OP_IN_LIST)
		return;
	for (i = 1; i < x->count; i++)
		check_words(p, x->items[0], x->items[i], start);
	if (x->operation != OP_IN_LIST && x->count > 1)
		check_words(p, x->items[1], x->items[0], start);
}

static struct expr *
parse_comparison(struct parser *p)
{
	enum operation	 operation;
	struct expr	*left, *x;
	size_t		 start = p->next.start;

	if (take(p, "has"))
		return parse_field(p, OP_HAS);
	left = parse_sum(p);
	if ((operation = comparison_ahead(p)) == OP_VALUE)
		return left;
	x = new_expr(p, operation);
	advance(p);
	if (operation == OP_IN_LIST)
		parse_in(p, x, left);
	else if (operation == OP_MATCHES)
		parse_matches(p, x, left);
	else
		with_items(p, x, left, parse_sum(p));
	check_operands(p, x, start);
	check_kinds(p, x, start);
	note_comparison(p, x, start);
	if (comparison_ahead(p) != OP_VALUE)
		fail_expected(p, "and, or, or the end behind a comparison");
	return x;
}

static struct expr *
parse_not(struct parser *p)
{
	struct expr	*x;
	size_t		 start;

	if (!is_next(p, "not"))
		return parse_comparison(p);
	x = new_expr(p, OP_NOT);
	advance(p);
	if (!enter(p))
		return x;
	start = p->next.start;
	with_items(p, x, demand(p, parse_not(p), VALUE_BOOL, start), NULL);
	p->depth--;
	return x;
}

static struct expr *
parse_and(struct parser *p)
{
	static const struct strength	 strength = {
		OP_AND, "and", NULL, VALUE_BOOL, parse_not
	};

	return parse_chain(p, &strength);
}

static struct expr *
parse_or(struct parser *p)
{
	static const struct strength	 strength = {
		OP_OR, "or", NULL, VALUE_BOOL, parse_and
	};
	struct expr	*x;

	if (!enter(p))
		return new_expr(p, OP_VALUE);
	x = parse_chain(p, &strength);
	p->depth--;
	return x;
}

struct expr *
expr_compile(struct arena *run, const struct node *node,
    const struct expr_use *use, struct faults *faults)
{
	struct parser	 p = {
		.node = node, .use = use, .arena = run, .faults = faults
	};
	struct expr	*x;
	size_t		 start;

	if (node_text(node, &p.text, faults) == -1)
		return NULL;
	if (p.text.n > EXPR_MAX_BYTES) {
		fault(faults, node->place, "expected an expression of at most "
		    "%d bytes, got %zu", EXPR_MAX_BYTES, p.text.n);
		return NULL;
	}
	advance(&p);
	start = p.next.start;
	x = parse_or(&p);
	if (p.next.kind != TOKEN_END)
		fail_expected(&p, "an operator or the end");
	demand(&p, x, use->kind, start);
	return p.failed ? NULL : x;
}

void
expr_paths(const struct expr *x, void (*each)(void *ctx, const struct path *),
    void *ctx)
{
	size_t	 i;

	if (x->operation == OP_FIELD || x->operation == OP_HAS)
		each(ctx, &x->path);
	for (i = 0; i < x->count; i++)
		expr_paths(x->items[i], each, ctx);
}

void
expr_asked(const struct expr *x, void (*each)(void *ctx, const struct path *),
    void *ctx)
{
	if (x->operation == OP_HAS)
		each(ctx, &x->path);
	for (size_t i = 0; i < x->count; i++)
		expr_asked(x->items[i], each, ctx);
}

void
expr_words(const struct expr *x, void (*each)(void *ctx, const struct path *),
    void *ctx)
{
	bool	 compares = x->operation >= OP_EQUAL &&
	    x->operation <= OP_STARTS;
	size_t	 i;

	for (i = 0; i < x->count; i++)
		if ((compares || x->operation == OP_IN_LIST) && i > 0 &&
		    x->items[i]->operation == OP_FIELD)
			each(ctx, &x->items[i]->path);
		else
			expr_words(x->items[i], each, ctx);
}
