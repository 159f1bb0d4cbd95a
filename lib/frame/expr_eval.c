#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/utf8.h"
#include "frame/expr_tree.h"
#include "frame/number.h"
#include "text/when.h"

/* One evaluation. */
struct run {
	const struct expr_fields	*fields;
	struct arena			*arena;
	bool				 told;	/* what isn't known is null */
	struct err			*e;
};

static int	eval(const struct expr *, struct run *, struct value *);

static const char *
kind_name(const struct value *v)
{
	static const char *const names[] = {
		[VALUE_NULL] = "null",
		[VALUE_BOOL] = "true or false",
		[VALUE_NUMBER] = "number",
		[VALUE_STRING] = "string",
		[VALUE_JSON] = "object"
	};

	if (v->kind == VALUE_JSON && v->text.p[0] == '[')
		return "array";
	return names[v->kind];
}

/* x gave a value of another kind than the one it must be of. */
static int
refuse(struct run *r, const struct expr *x, const char *expected,
    const struct value *v)
{
	return err_record(r->e, "%s \"%s\": expected %s, got %s",
	    x->operation == OP_FIELD ? "field" : "expression", x->name,
	    expected, kind_name(v));
}

/* In place: a value made beside it in pieces would be copied as a whole. */
static void
put_truth(struct value *v, bool b)
{
	*v = (struct value){ .kind = VALUE_BOOL };
	v->truth = b;
}

static void
put_integer(struct value *v, int64_t i)
{
	*v = (struct value){ .kind = VALUE_NUMBER };
	v->integer = true;
	v->i = i;
	v->number = (double)i;
}

static int
put_real(struct run *r, double d, struct value *v)
{
	if (!isfinite(d))
		return err_record(r->e, "a number is too large");
	*v = (struct value){ .kind = VALUE_NUMBER, .number = d };
	return 0;
}

static int
eval_number(const struct expr *x, struct run *r, struct value *v)
{
	if (eval(x, r, v) == -1)
		return -1;
	if (v->kind == VALUE_NUMBER && !isfinite(v->number))
		return err_record(r->e, "%s \"%s\": the number is too large",
		    x->operation == OP_FIELD ? "field" : "expression",
		    x->name);
	if (v->kind == VALUE_NUMBER || v->kind == VALUE_NULL)
		return 0;
	return refuse(r, x, "number", v);
}

/* A truth; null, too, where what isn't known is told, else it is false. */
static int
eval_truth(const struct expr *x, struct run *r, struct value *v)
{
	if (eval(x, r, v) == -1)
		return -1;
	if (v->kind != VALUE_BOOL && v->kind != VALUE_NULL)
		return refuse(r, x, "true or false", v);
	if (v->kind == VALUE_NULL && !r->told)
		put_truth(v, false);
	return 0;
}

/* Of a comparison with null. */
static void
put_unknown(struct value *v, const struct run *r)
{
	put_truth(v, false);
	if (r->told)
		v->kind = VALUE_NULL;
}

/*
 * Which truth ends a chain early: true for or, false for and.  One that no
 * truth ended is unknown where one of it is (Kleene's logic).
 */
static int
eval_junction(const struct expr *x, struct run *r, struct value *v)
{
	bool	 decisive = x->operation == OP_OR, unknown = false;
	size_t	 i;

	for (i = 0; i < x->count; i++) {
		if (eval_truth(x->items[i], r, v) == -1)
			return -1;
		if (v->kind == VALUE_BOOL && v->truth == decisive)
			return 0;
		unknown |= v->kind == VALUE_NULL;
	}
	if (unknown)
		put_unknown(v, r);
	else
		put_truth(v, !decisive);
	return 0;
}

static int
eval_not(const struct expr *x, struct run *r, struct value *v)
{
	if (eval_truth(x->items[0], r, v) == -1)
		return -1;
	if (v->kind == VALUE_BOOL)
		put_truth(v, !v->truth);
	return 0;
}

static int
eval_minus(const struct expr *x, struct run *r, struct value *v)
{
	if (eval_number(x->items[0], r, v) == -1)
		return -1;
	if (v->kind == VALUE_NULL)
		return 0;
	if (v->integer && v->i != INT64_MIN)
		put_integer(v, -v->i);
	else
		*v = (struct value){ .kind = VALUE_NUMBER,
		    .number = 0 - v->number };
	return 0;
}

/* Exact where both are integers and so is the result. */
static bool
apply_integers(char sign, int64_t a, int64_t b, int64_t *result)
{
	switch (sign) {
	case '+':
		return !__builtin_add_overflow(a, b, result);
	case '-':
		return !__builtin_sub_overflow(a, b, result);
	case '*':
		return !__builtin_mul_overflow(a, b, result);
	default:
		if (b == 0 || (a == INT64_MIN && b == -1) || a % b != 0)
			return false;
		*result = a / b;
		return true;
	}
}

static int
apply(struct run *r, char sign, const struct value *b, struct value *a)
{
	int64_t	 i;

	if (sign == '/' && b->number == 0) {
		*a = (struct value){ .kind = VALUE_NULL };
		return 0;
	}
	if (a->integer && b->integer &&
	    apply_integers(sign, a->i, b->i, &i)) {
		put_integer(a, i);
		return 0;
	}
	switch (sign) {
	case '+':
		return put_real(r, a->number + b->number, a);
	case '-':
		return put_real(r, a->number - b->number, a);
	case '*':
		return put_real(r, a->number * b->number, a);
	default:
		return put_real(r, a->number / b->number, a);
	}
}

static int
eval_arithmetic(const struct expr *x, struct run *r, struct value *v)
{
	struct value	 next;
	size_t		 i;

	if (eval_number(x->items[0], r, v) == -1)
		return -1;
	for (i = 1; i < x->count; i++) {
		if (eval_number(x->items[i], r, &next) == -1)
			return -1;
		if (next.kind == VALUE_NULL)
			*v = next;
		if (v->kind != VALUE_NULL &&
		    apply(r, x->signs[i], &next, v) == -1)
			return -1;
	}
	return 0;
}

/* The number as text; an integer that was computed is written to into. */
static struct span
number_text(const struct value *v, char into[24])
{
	int	 n;

	if (v->text.n > 0 || !v->integer)
		return v->text;
	n = snprintf(into, 24, "%" PRId64, v->i);
	return span_make(into, (size_t)n);
}

static int
compare_numbers(const struct value *a, const struct value *b)
{
	struct span	 s, t;
	char		 a_text[24], b_text[24];

	if (a->integer && b->integer)
		return (a->i > b->i) - (a->i < b->i);
	s = number_text(a, a_text);
	t = number_text(b, b_text);
	if (s.n > 0 && t.n > 0)
		return number_compare(s, t);
	return (a->number > b->number) - (a->number < b->number);
}

/* False where the two have no order, being of two kinds. */
static bool
compare(const struct value *a, const struct value *b, int *order)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case VALUE_NUMBER:
		*order = compare_numbers(a, b);
		return true;
	case VALUE_STRING:
		*order = span_compare(a->text, b->text);
		return true;
	default:
		return false;
	}
}

static bool
equals(const struct value *a, const struct value *b)
{
	int	 order;

	if (a->kind == VALUE_BOOL && b->kind == VALUE_BOOL)
		return a->truth == b->truth;
	return compare(a, b, &order) && order == 0;
}

static bool
starts(const struct value *a, const struct value *b)
{
	return a->kind == VALUE_STRING && b->kind == VALUE_STRING &&
	    span_starts(a->text, b->text);
}

/* Neither is null. */
static bool
holds(enum operation operation, const struct value *a, const struct value *b)
{
	int	 order;

	if (operation == OP_EQUAL)
		return equals(a, b);
	if (operation == OP_UNEQUAL)
		return !equals(a, b);
	if (operation == OP_STARTS)
		return starts(a, b);
	if (!compare(a, b, &order))
		return false;
	switch (operation) {
	case OP_LESS:
		return order < 0;
	case OP_LESS_EQUAL:
		return order <= 0;
	case OP_GREATER:
		return order > 0;
	default:
		return order >= 0;
	}
}

static void
note_unlike(const struct expr *x, const struct run *r)
{
	if (x->comparison > 0 && r->fields->unlike != NULL)
		r->fields->unlike[x->comparison - 1]++;
}

/* Whether the operation tells anything of two values, neither of them null. */
static bool
are_alike(enum operation operation, const struct value *a,
    const struct value *b)
{
	if (a->kind != b->kind || a->kind == VALUE_JSON)
		return false;
	if (operation == OP_STARTS)
		return a->kind == VALUE_STRING;
	return a->kind != VALUE_BOOL || operation == OP_EQUAL ||
	    operation == OP_UNEQUAL;
}

static int
eval_comparison(const struct expr *x, struct run *r, struct value *v)
{
	struct value	 a, b;

	if (eval(x->items[0], r, &a) == -1 || eval(x->items[1], r, &b) == -1)
		return -1;
	if (a.kind == VALUE_NULL || b.kind == VALUE_NULL) {
		put_unknown(v, r);
		return 0;
	}
	if (!are_alike(x->operation, &a, &b))
		note_unlike(x, r);
	put_truth(v, holds(x->operation, &a, &b));
	return 0;
}

static int
eval_in_list(const struct expr *x, struct run *r, struct value *v)
{
	struct value	 a, b;
	bool		 alike = false, found = false;
	size_t		 i;

	if (eval(x->items[0], r, &a) == -1)
		return -1;
	for (i = 1; i < x->count && !found; i++) {
		if (eval(x->items[i], r, &b) == -1)
			return -1;
		found = equals(&a, &b);
		alike |= a.kind == b.kind || b.kind == VALUE_NULL;
	}
	if (a.kind == VALUE_NULL) {
		put_unknown(v, r);
		return 0;
	}
	if (!alike)
		note_unlike(x, r);
	put_truth(v, found);
	return 0;
}

static int
eval_in(const struct expr *x, struct run *r, struct value *v)
{
	struct value	 a, array, b;
	struct json	 json, element;
	struct json_walk walk;

	if (eval(x->items[0], r, &a) == -1 ||
	    eval(x->items[1], r, &array) == -1)
		return -1;
	put_unknown(v, r);
	if (array.kind == VALUE_NULL)
		return 0;
	if (array.kind != VALUE_JSON ||
	    (json = json_value(array.text)).kind != JSON_ARRAY)
		return refuse(r, x->items[1], "an array", &array);
	if (a.kind == VALUE_NULL)
		return 0;
	put_truth(v, false);
	walk = json_walk(&json);
	while (!v->truth && json_next(&walk, NULL, &element)) {
		if (expr_value_of_json(&element, r->arena, &b, r->e) == -1)
			return -1;
		v->truth = equals(&a, &b);
	}
	return 0;
}

static int
match_string(const struct expr *x, struct run *r, struct span text,
    struct value *v)
{
	struct regex_work	*work = r->fields->regexes;
	struct regex_match	 m;
	int			 found;

	if (work == NULL)
		work = regex_work_new();
	found = regex_find(x->regex, work, text, 0, &m, r->e);
	if (r->fields->regexes == NULL)
		regex_work_free(work);
	v->truth = found == 1;
	return found == -1 ? -1 : 0;
}

/* Of an array one string that matches is enough. */
static int
match_array(const struct expr *x, struct run *r, struct span array,
    struct value *v)
{
	struct json	 json = json_value(array), element;
	struct json_walk walk;
	struct span	 text;

	if (json.kind != JSON_ARRAY)
		return 0;
	walk = json_walk(&json);
	while (!v->truth && json_next(&walk, NULL, &element))
		if (element.kind == JSON_STRING &&
		    (json_text(&element, r->arena, &text, r->e) == -1 ||
		    match_string(x, r, text, v) == -1))
			return -1;
	return 0;
}

static int
eval_matches(const struct expr *x, struct run *r, struct value *v)
{
	struct value	 a;

	if (eval(x->items[0], r, &a) == -1)
		return -1;
	put_unknown(v, r);
	if (a.kind == VALUE_NULL)
		return 0;
	put_truth(v, false);
	if (a.kind == VALUE_STRING)
		return match_string(x, r, a.text, v);
	if (a.kind == VALUE_JSON)
		return match_array(x, r, a.text, v);
	note_unlike(x, r);
	return 0;
}

/* Null passes through every function. */
static int
eval_string(const struct expr *x, struct run *r, struct value *v)
{
	if (eval(x, r, v) == -1)
		return -1;
	if (v->kind == VALUE_STRING || v->kind == VALUE_NULL)
		return 0;
	return refuse(r, x, "string", v);
}

static int
eval_length(const struct expr *x, struct run *r, struct value *v)
{
	struct json	 json;

	if (eval(x->items[0], r, v) == -1)
		return -1;
	switch (v->kind) {
	case VALUE_NULL:
		break;
	case VALUE_STRING:
		put_integer(v, (int64_t)utf8_length(v->text));
		break;
	case VALUE_JSON:
		json = json_value(v->text);
		put_integer(v, (int64_t)json_count(&json));
		break;
	default:
		return refuse(r, x->items[0], "string, array or object", v);
	}
	return 0;
}

/* 1 with the time, 0 for null. */
static int
eval_time(const struct expr *x, struct run *r, int zone, struct when *when)
{
	struct value	 v;

	if (eval_string(x, r, &v) == -1)
		return -1;
	if (v.kind == VALUE_NULL)
		return 0;
	if (when_parse(v.text, zone, when) == -1)
		return err_record(r->e, "%s \"%s\": expected a time "
		    "(2024-05-03T08:30:00+08:00), got another string",
		    x->operation == OP_FIELD ? "field" : "expression",
		    x->name);
	return 1;
}

static int
put_workdays(const struct expr *x, struct run *r, const struct when *a,
    const struct when *b, struct value *v)
{
	int64_t		 count;

	if (calendar_workdays(x->calendar, when_day(a->seconds, x->zone),
	    when_day(b->seconds, x->zone), &count, r->e) == -1)
		return -1;
	put_integer(v, count);
	return 0;
}

static int
eval_between(const struct expr *x, struct run *r, struct value *v)
{
	struct when	 a, b;
	int		 first, second;

	first = eval_time(x->items[0], r, x->zone, &a);
	if (first == -1)
		return -1;
	second = eval_time(x->items[1], r, x->zone, &b);
	if (second == -1)
		return -1;
	*v = (struct value){ .kind = VALUE_NULL };
	if (first == 0 || second == 0)
		return 0;
	if (x->operation == OP_WORKDAYS)
		return put_workdays(x, r, &a, &b, v);
	return put_real(r, when_between(&a, &b) /
	    (x->operation == OP_DAYS ? 86400 : 3600), v);
}

static int
eval_prefix(const struct expr *x, struct run *r, struct value *v)
{
	struct value	 n;

	if (eval_string(x->items[0], r, v) == -1 ||
	    eval_number(x->items[1], r, &n) == -1)
		return -1;
	if (n.kind == VALUE_NULL)
		*v = n;
	if (v->kind == VALUE_NULL)
		return 0;
	if (!n.integer || n.i < 0)
		return err_record(r->e, "prefix: expected an integer from 0, "
		    "got another number");
	v->text.n = utf8_skip(v->text, (size_t)n.i);
	return 0;
}

/* A full-width capital, Ａ-Ｚ, is EF BC A1-BA; its small letter EF BD 81-9A. */
static void
lower(char *p, size_t n)
{
	size_t	 i;

	for (i = 0; i < n; i++)
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] = (char)(p[i] + ('a' - 'A'));
		else if (i + 2 < n && memcmp(p + i, "\xEF\xBC", 2) == 0 &&
		    (unsigned char)p[i + 2] >= 0xa1 &&
		    (unsigned char)p[i + 2] <= 0xba) {
			p[i + 1] = (char)0xbd;
			p[i + 2] = (char)((unsigned char)p[i + 2] - 0x20);
		}
}

static int
eval_lower(const struct expr *x, struct run *r, struct value *v)
{
	char	*p;

	if (eval_string(x->items[0], r, v) == -1)
		return -1;
	if (v->kind == VALUE_NULL)
		return 0;
	p = arena_string(r->arena, v->text);
	lower(p, v->text.n);
	v->text.p = p;
	return 0;
}

static int
eval_has(const struct expr *x, struct run *r, struct value *v)
{
	if (r->fields->get(r->fields->from, &x->path, r->arena, v, r->e) == -1)
		return -1;
	put_truth(v, v->kind != VALUE_NULL);
	return 0;
}

static int
eval(const struct expr *x, struct run *r, struct value *v)
{
	switch (x->operation) {
	case OP_VALUE:
		*v = x->value;
		return 0;
	case OP_FIELD:
		return r->fields->get(r->fields->from, &x->path, r->arena, v,
		    r->e);
	case OP_HAS:
		return eval_has(x, r, v);
	case OP_NOT:
		return eval_not(x, r, v);
	case OP_MINUS:
		return eval_minus(x, r, v);
	case OP_OR:
	case OP_AND:
		return eval_junction(x, r, v);
	case OP_SUM:
	case OP_PRODUCT:
		return eval_arithmetic(x, r, v);
	case OP_IN:
		return eval_in(x, r, v);
	case OP_IN_LIST:
		return eval_in_list(x, r, v);
	case OP_MATCHES:
		return eval_matches(x, r, v);
	case OP_LENGTH:
		return eval_length(x, r, v);
	case OP_DAYS:
	case OP_HOURS:
	case OP_WORKDAYS:
		return eval_between(x, r, v);
	case OP_PREFIX:
		return eval_prefix(x, r, v);
	case OP_LOWER:
		return eval_lower(x, r, v);
	default:
		return eval_comparison(x, r, v);
	}
}

int
expr_eval(const struct expr *x, const struct expr_fields *fields,
    struct arena *arena, struct value *v, struct err *e)
{
	struct run	 r = { .fields = fields, .arena = arena, .e = e };

	return eval(x, &r, v);
}

int
expr_value(const struct expr *x, const struct expr_fields *fields,
    struct arena *arena, struct value *v, struct err *e)
{
	struct run	 r = { .fields = fields, .arena = arena, .told = true,
	    .e = e };

	return eval(x, &r, v);
}

int
expr_test(const struct expr *x, const struct expr_fields *fields,
    struct arena *arena, bool *result, struct err *e)
{
	struct run	 r = { .fields = fields, .arena = arena, .e = e };
	struct value	 v;

	if (eval_truth(x, &r, &v) == -1)
		return -1;
	*result = v.truth;
	return 0;
}

int
expr_value_of_json(const struct json *json, struct arena *arena,
    struct value *v, struct err *e)
{
	*v = (struct value){ .kind = VALUE_NULL };
	switch (json->kind) {
	case JSON_ABSENT:
	case JSON_NULL:
		return 0;
	case JSON_FALSE:
	case JSON_TRUE:
		put_truth(v, json->kind == JSON_TRUE);
		return 0;
	case JSON_NUMBER:
		v->kind = VALUE_NUMBER;
		v->text = json->raw;
		v->integer = decimal_integer(json->raw, &v->i);
		v->number = v->integer ? (double)v->i :
		    decimal_double(json->raw);
		return 0;
	case JSON_STRING:
		v->kind = VALUE_STRING;
		return json_text(json, arena, &v->text, e);
	default:
		v->kind = VALUE_JSON;
		v->text = json->raw;
		return 0;
	}
}

int
expr_record_get(const void *record, const struct path *path,
    struct arena *arena, struct value *v, struct err *e)
{
	struct json	 json;

	if (record_path_all(record, path, &json, e) == -1)
		return -1;
	return expr_value_of_json(&json, arena, v, e);
}
