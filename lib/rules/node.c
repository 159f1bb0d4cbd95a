#include <math.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/decimal.h"
#include "base/err.h"
#include "base/utf8.h"
#include "rules/node.h"

#define QUOTED	120	/* bytes of a value that a message quotes */

const char *
node_kind_name(enum node_kind kind)
{
	static const char *const names[] = {
		[NODE_SCALAR] = "text",
		[NODE_SEQUENCE] = "sequence",
		[NODE_MAPPING] = "mapping"
	};

	return names[kind];
}

/* What the node is, for "got ..."; written to into where it quotes. */
static const char *
got(const struct node *node, char into[QUOTED])
{
	char	 quoted[QUOTED - 2];

	if (node->kind != NODE_SCALAR)
		return node->kind == NODE_MAPPING ? "a mapping" : "a sequence";
	if (node->text.n == 0 && !node->quoted)
		return "nothing";
	err_quote(quoted, sizeof(quoted), node->text);
	snprintf(into, QUOTED, "\"%s\"", quoted);
	return into;
}

/*
 * What an unquoted text lacks to be `key: value`, for the end of a message:
 * `zh：物业`, `zh:物业`.
 */
static const char *
colon_hint(const struct node *node)
{
	struct span	 s = node->text;
	size_t		 i;

	if (node->kind != NODE_SCALAR || node->quoted)
		return "";
	for (i = 0; i < s.n; i++) {
		if (span_starts(span_from(s, i), SPAN("：")))
			return "; a full-width ： makes no key: write : and a "
			    "space";
		if (s.p[i] == ':')
			return "; a space is missing after :";
	}
	return "";
}

static int
expected(const struct node *node, const char *what, struct faults *faults)
{
	char	 quoted[QUOTED];

	return fault(faults, node->place, "expected %s, got %s", what,
	    got(node, quoted));
}

int
node_text(const struct node *node, struct span *text, struct faults *faults)
{
	if (node->kind != NODE_SCALAR || (node->text.n == 0 && !node->quoted))
		return expected(node, "text", faults);
	*text = node->text;
	return 0;
}

/* ": write N" of full-width digits, if that is from low to high; or "". */
static const char *
digits_hint(const struct node *node, int64_t low, int64_t high,
    char into[QUOTED])
{
	char	 digits[24];
	int64_t	 v;
	uint32_t c;
	size_t	 at = 0, n = 0;

	if (node->kind != NODE_SCALAR)
		return "";
	while (at < node->text.n && n < sizeof(digits)) {
		c = utf8_next(node->text, &at);
		if (c < 0xff10 || c > 0xff19)
			return "";
		digits[n++] = (char)('0' + (c - 0xff10));
	}
	if (at < node->text.n || !decimal_integer(span_make(digits, n), &v) ||
	    v < low || v > high)
		return "";
	snprintf(into, QUOTED, ": write %lld", (long long)v);
	return into;
}

int
node_integer(const struct node *node, int64_t low, int64_t high,
    int64_t *value, struct faults *faults)
{
	char	 quoted[QUOTED], hint[QUOTED];
	int64_t	 v;

	if (node->kind == NODE_SCALAR && decimal_integer(node->text, &v) &&
	    v >= low && v <= high) {
		*value = v;
		return 0;
	}
	if (high == INT64_MAX)
		return fault(faults, node->place,
		    "expected an integer from %lld, got %s%s", (long long)low,
		    got(node, quoted), digits_hint(node, low, high, hint));
	return fault(faults, node->place,
	    "expected an integer from %lld to %lld, got %s%s",
	    (long long)low, (long long)high, got(node, quoted),
	    digits_hint(node, low, high, hint));
}

int
node_number(const struct node *node, double *value, struct faults *faults)
{
	char	 quoted[QUOTED], hint[QUOTED];
	double	 v;

	if (node->kind != NODE_SCALAR || node->text.n == 0 ||
	    decimal_length(node->text) != node->text.n ||
	    !isfinite(v = decimal_double(node->text)))
		return fault(faults, node->place, "expected a number, got "
		    "%s%s", got(node, quoted), digits_hint(node, INT64_MIN,
		    INT64_MAX, hint));
	*value = v;
	return 0;
}

int
node_bool(const struct node *node, bool *value, struct faults *faults)
{
	if (node->kind == NODE_SCALAR && span_is(node->text, "true"))
		*value = true;
	else if (node->kind == NODE_SCALAR && span_is(node->text, "false"))
		*value = false;
	else
		return expected(node, "true or false", faults);
	return 0;
}

const char *
node_names(struct arena *arena, const char *const *names)
{
	struct buf	 b = {0};
	const char	*all;

	for (; *names != NULL; names++)
		buf_printf(&b, "%s%s", b.n > 0 ? ", " : "", *names);
	all = arena_string(arena, buf_span(&b));
	buf_free(&b);
	return all;
}

int
node_choice(const struct node *node, const char *const *names, int *index,
    struct faults *faults)
{
	const char	*near;
	char		 quoted[QUOTED];
	int		 i;

	for (i = 0; names[i] != NULL; i++)
		if (node->kind == NODE_SCALAR &&
		    span_is(node->text, names[i])) {
			*index = i;
			return 0;
		}
	near = node->kind == NODE_SCALAR ? fault_nearest(node->text, names) :
	    NULL;
	return fault(faults, node->place, near == NULL ?
	    "expected %s%s, got %s" :
	    "expected %s%s, got %s (did you mean \"%s\"?)",
	    i > 1 ? "one of " : "", node_names(faults->arena, names),
	    got(node, quoted), near);
}

int
node_texts(const struct node *node, struct arena *arena, struct span **texts,
    size_t *count, struct faults *faults)
{
	int	 result = 0;
	size_t	 i;

	if (node->kind == NODE_SCALAR) {
		*texts = arena_alloc(arena, sizeof(**texts));
		*count = 1;
		return node_text(node, *texts, faults);
	}
	if (node->kind != NODE_SEQUENCE)
		return expected(node, "a sequence of texts", faults);
	*texts = arena_zero(arena, node->count, sizeof(**texts));
	*count = node->count;
	for (i = 0; i < node->count; i++)
		if (node_text(node->items[i], *texts + i, faults) == -1)
			result = -1;
	return result;
}

int
fields_begin(struct fields *f, const struct node *node, struct arena *arena,
    struct faults *faults)
{
	char	 quoted[QUOTED];

	*f = (struct fields){ .node = node, .arena = arena, .faults = faults };
	if (node->kind != NODE_MAPPING)
		return fault(faults, node->place,
		    "expected a mapping, got %s%s", got(node, quoted),
		    colon_hint(node));
	f->taken = arena_zero(arena, node->count, sizeof(*f->taken));
	f->known = arena_grow(arena, NULL, 0, &f->known_capacity, 16,
	    sizeof(*f->known));
	f->known[0] = NULL;
	return 0;
}

static void
remember(struct fields *f, const char *key)
{
	f->known = arena_grow(f->arena, f->known, f->known_count,
	    &f->known_capacity, f->known_count + 2, sizeof(*f->known));
	f->known[f->known_count++] = key;
	f->known[f->known_count] = NULL;
}

const struct node *
fields_take(struct fields *f, const char *key)
{
	size_t	 i;

	remember(f, key);
	for (i = 0; i < f->node->count; i++)
		if (span_is(f->node->keys[i]->text, key)) {
			f->taken[i] = true;
			return f->node->items[i];
		}
	return NULL;
}

const struct node *
fields_need(struct fields *f, const char *key)
{
	const struct node	*value;

	if ((value = fields_take(f, key)) == NULL)
		fault(f->faults, f->node->place, "the key \"%s\" is missing",
		    key);
	return value;
}

/* all: what is known here, joined. */
static void
unknown(struct fields *f, const struct node *key, const char *all)
{
	const char	*near;
	char		 quoted[QUOTED];

	err_quote(quoted, sizeof(quoted), key->text);
	if ((near = fault_nearest(key->text, f->known)) != NULL)
		fault(f->faults, key->place,
		    "unknown key \"%s\" (did you mean \"%s\"?)", quoted, near);
	else
		fault(f->faults, key->place,
		    "unknown key \"%s\" (known here: %s)%s", quoted, all,
		    colon_hint(key));
}

int
fields_end(struct fields *f)
{
	const char	*all = NULL;
	size_t		 i;

	for (i = 0; i < f->node->count; i++) {
		if (f->taken[i])
			continue;
		if (all == NULL)
			all = node_names(f->arena, f->known);
		unknown(f, f->node->keys[i], all);
	}
	return all == NULL ? 0 : -1;
}
