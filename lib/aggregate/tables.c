#include <stdlib.h>

#include "aggregate/tables.h"
#include "aggregate/watched.h"
#include "frame/tell.h"
#include "text/letters.h"
#include "text/stamp.h"
#include "text/when.h"

const struct table_kind *const table_kinds[] = {
	&table_agreement,
	&table_balance,
	&table_concentration,
	&table_cooccurrence,
	&table_dispersion,
	&table_documents_by_codes,
	&table_extract,
	&table_flow,
	&table_keyness,
	&table_kwic,
	&table_near_same,
	&table_network,
	&table_order,
	&table_said,
	&table_sample,
	&table_side_by_side,
	&table_transitions,
	NULL
};

size_t
table_column(const struct tabling *t, struct span name)
{
	for (size_t i = 0; i < t->column_count; i++)
		if (span_is(name, t->columns[i].name))
			return i;
	return PLAN_NONE;
}

int
table_read_record(const struct tabling *t, const struct expr_fields *fields,
    const struct record *record, struct arena *arena, struct span *tuples,
    struct err *e)
{
	struct buf b = {0};
	struct table_reading r = { .record = record, .fields = *fields,
	    .arena = arena, .tuples = &b, .e = e };
	int rc = t->kind->read(t->options, &r);

	if (rc == 0)
		*tuples = arena_copy(arena, buf_span(&b));
	buf_free(&b);
	return rc;
}

struct buf *
table_open_tuple(struct table_reading *r)
{
	r->open = r->tuples->n;
	buf_fill(r->tuples, 0, sizeof(uint32_t));
	return r->tuples;
}

void
table_close_tuple(struct table_reading *r)
{
	uint32_t n = (uint32_t)(r->tuples->n - r->open - sizeof(n));

	memcpy(r->tuples->p + r->open, &n, sizeof(n));
}

void
table_put(struct table_reading *r, const struct span *texts, size_t count)
{
	struct buf *tuple = table_open_tuple(r);

	for (size_t i = 0; i < count; i++)
		tuple_put(tuple, texts[i]);
	table_close_tuple(r);
}

int
table_json(struct table_reading *r, const struct path *path,
    struct span *text)
{
	struct json value;

	if (record_path(r->record, path, &value, r->e) == -1)
		return -1;
	*text = value.kind == JSON_ABSENT ? SPAN("") : value.raw;
	return 0;
}

/* 1 and 1.0 are one value. */
static struct span
canonical(struct table_reading *r, struct span number)
{
	struct buf b = {0};
	struct span text;

	amount_put_canonical(&b, number);
	text = arena_copy(r->arena, buf_span(&b));
	buf_free(&b);
	return text;
}

static int
text_of(struct table_reading *r, const struct path *path,
    const struct json *value, struct span *text)
{
	char shown[128];

	*text = SPAN("");
	switch (value->kind) {
	case JSON_ABSENT:
	case JSON_NULL:
		return 0;
	case JSON_STRING:
		return json_text(value, r->arena, text, r->e);
	case JSON_NUMBER:
		*text = canonical(r, value->raw);
		return 0;
	case JSON_TRUE:
	case JSON_FALSE:
		*text = value->raw;
		return 0;
	default:
		return err_record(r->e, "field \"%s\": expected text, got %s",
		    err_quote(shown, sizeof(shown), path->text),
		    json_kind_name(value->kind));
	}
}

int
table_text(struct table_reading *r, const struct path *path,
    struct span *text)
{
	struct json value;

	if (record_path(r->record, path, &value, r->e) == -1)
		return -1;
	return text_of(r, path, &value, text);
}

int
table_joined(struct table_reading *r, const struct path *path,
    const char *between, struct span *text)
{
	struct json value, element;
	struct json_walk w;
	struct buf b = {0};
	int rc = 0;

	if (record_path(r->record, path, &value, r->e) == -1)
		return -1;
	if (value.kind != JSON_ARRAY)
		return text_of(r, path, &value, text);
	w = json_walk(&value);
	while (rc == 0 && json_next(&w, NULL, &element)) {
		if (b.n > 0)
			buf_add(&b, span_of(between));
		if ((rc = text_of(r, path, &element, text)) == 0)
			buf_add(&b, *text);
	}
	*text = arena_copy(r->arena, buf_span(&b));
	buf_free(&b);
	return rc;
}

static int
compare(const void *a, const void *b)
{
	return span_compare(*(const struct span *)a, *(const struct span *)b);
}

size_t
table_different(struct span *texts, size_t n)
{
	size_t kept = 0;

	if (n == 0)
		return 0;
	qsort(texts, n, sizeof(*texts), compare);
	for (size_t i = 1; i < n; i++)
		if (!span_equal(texts[i], texts[kept]))
			texts[++kept] = texts[i];
	return kept + 1;
}

int
table_texts(struct table_reading *r, const struct path *path,
    struct span **texts, size_t *count)
{
	return table_list(r, path, false, texts, count);
}

int
table_list(struct table_reading *r, const struct path *path, bool all,
    struct span **texts, size_t *count)
{
	struct json value, element;
	struct json_walk w;
	size_t n = 0;

	if (record_path(r->record, path, &value, r->e) == -1)
		return -1;
	*texts = arena_alloc(r->arena, sizeof(**texts) *
	    (value.kind == JSON_ARRAY ? json_count(&value) : 1));
	*count = 0;
	if (value.kind != JSON_ARRAY) {
		if (text_of(r, path, &value, *texts) == -1)
			return -1;
		*count = (*texts)->n > 0;
		return 0;
	}
	for (w = json_walk(&value); json_next(&w, NULL, &element);) {
		if (text_of(r, path, &element, &(*texts)[n]) == -1)
			return -1;
		n += (*texts)[n].n > 0;
	}
	*count = all ? n : table_different(*texts, n);
	return 0;
}

int
table_terms(struct table_reading *r, const struct terms *t,
    struct span **terms, size_t *count)
{
	size_t n, kept = 0;

	if (table_list(r, &t->path, t->elements, terms, &n) == -1)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (letters_in((*terms)[i]))
			(*terms)[kept++] = (*terms)[i];
	*count = families_add(t->families, r->arena, terms, kept);
	if (t->families != NULL && !t->elements)
		*count = table_different(*terms, *count);
	return 0;
}

int
table_document(struct table_reading *r, const struct path *path,
    struct span *document)
{
	if (table_text(r, path, document) == -1)
		return -1;
	if (document->n == 0 && record_id(r->record, document, r->e) == -1)
		return -1;
	return 0;
}

void
table_put_other(struct table_reading *r, struct span code)
{
	size_t n = span_index(code, '.');
	struct span texts[2] = { TABLE_OTHER, code };

	if (n < code.n)
		texts[1] = arena_printf(r->arena, "%.*s.*", (int)n, code.p);
	table_put(r, texts, 2);
}

#define MOST_OTHERS	5	/* families that a reason lists */

static struct span
list_others(struct rows *rows, const struct entry *entries, size_t count,
    struct span *first)
{
	struct buf b = {0};
	struct span list;
	size_t n = 0;

	for (size_t i = 0; i < count && n <= MOST_OTHERS; i++) {
		struct span tuple = entries[i].tuple;

		if (!span_equal(tuple_take(&tuple), TABLE_OTHER))
			continue;
		if (n++ > 0)
			buf_add(&b, rows->chinese ? SPAN("、") : SPAN(", "));
		if (n > MOST_OTHERS)
			buf_add(&b, SPAN("..."));
		else
			buf_add(&b, tuple = tuple_take(&tuple));
		if (n == 1)
			*first = tuple;
	}
	list = arena_copy(rows->arena, buf_span(&b));
	buf_free(&b);
	return list;
}

void
table_tell_others(struct rows *rows, const char *option, struct span asked,
    const struct entry *entries, size_t count)
{
	struct span first = SPAN("");
	struct span list = list_others(rows, entries, count, &first);

	if (list.n == 0) {
		table_tell(rows, "记录里一个编码也没有：先用 tag 编码。",
		    "no record has a code: pipe them through tag first");
		return;
	}
	rows->why = arena_printf(rows->arena, rows->chinese ?
	    "没有一条记录有编码 %.*s；有的是 %.*s。" :
	    "no record has the code %.*s; they have %.*s", (int)asked.n,
	    asked.p, (int)list.n, list.p);
	if (option != NULL)
		rows->why = arena_printf(rows->arena, rows->chinese ?
		    "%.*s在规则里写有的，例如 %s: %.*s。" :
		    "%.*s: name what there is in the rule, such as %s: %.*s",
		    (int)rows->why.n, rows->why.p, option, (int)first.n,
		    first.p);
}

void
table_tell(struct rows *rows, const char *zh, const char *en)
{
	rows->why = span_of(rows->chinese ? zh : en);
}

/* The first path that there is a text of, else the first of all. */
static int
first_text(struct table_reading *r, const struct path *paths, size_t count,
    const struct path **path, struct span *text)
{
	*path = paths;
	*text = SPAN("");
	for (size_t i = 0; i < count && text->n == 0; i++) {
		if (table_text(r, &paths[i], text) == -1)
			return -1;
		if (text->n > 0)
			*path = &paths[i];
	}
	return 0;
}

static int
refuse_time(struct table_reading *r, const struct path *path, bool given)
{
	char came[TELL_SIZE];
	struct json value;

	if (record_path(r->record, path, &value, r->e) == -1)
		return -1;
	return err_record(r->e, "field \"%.*s\": expected a time such as "
	    "2024-05-03T08:30:00+08:00, got %s%s", (int)path->text.n,
	    path->text.p, given ? tell_kind(&value, came) : "nothing",
	    given ? "" : " (`time` in the rule names the field)");
}

int
table_time(struct table_reading *r, const struct path *paths, size_t count,
    int zone, int64_t *seconds)
{
	char into[STAMP_SIZE];
	const struct path *path;
	struct when when;
	struct span text;

	if (first_text(r, paths, count, &path, &text) == -1)
		return -1;
	if (stamp_read(&text, zone, into, &when) == -1)
		return refuse_time(r, path, text.n > 0);
	*seconds = when.seconds;
	return 0;
}

struct path
table_path(struct compiling *c, const struct node *node, const char *name)
{
	struct path path = {0};
	const char *reason;

	if (node != NULL)
		compile_path(c, node, &path);
	else
		path_parse(&path, c->run, span_of(name), &reason);
	return path;
}

struct path
table_field(struct compiling *c, const struct node *node)
{
	struct path path = table_path(c, node, NULL);

	watched_add(c, &path);
	return path;
}

struct path *
table_paths(struct compiling *c, const struct node *node, const char *name,
    size_t *count)
{
	struct span *names;
	struct path *paths;
	const char *reason;

	*count = 0;
	if (node == NULL) {
		paths = arena_alloc(c->run, sizeof(*paths));
		*paths = table_path(c, NULL, name);
		*count = 1;
		return paths;
	}
	if (node_texts(node, c->run, &names, count, c->faults) == -1)
		return NULL;
	paths = arena_zero(c->run, *count, sizeof(*paths));
	for (size_t i = 0; i < *count; i++)
		if (path_parse(&paths[i], c->run, names[i], &reason) == -1)
			fault(c->faults, node->place,
			    "expected the path of a field: %s", reason);
	return paths;
}

int64_t
table_number(struct compiling *c, const struct node *node, int64_t low,
    int64_t high, int64_t none)
{
	int64_t v = none;

	if (node != NULL)
		node_integer(node, low, high, &v, c->faults);
	return v;
}

void
table_take_terms(struct compiling *c, struct fields *f,
    const struct node *value, struct terms *t)
{
	static const char *const counts[] = { "records", "elements", NULL };
	const struct node *count = fields_take(f, "count");
	const struct node *parents = fields_take(f, "parents");
	int chosen = 0;

	t->path = table_field(c, value);
	if (count != NULL)
		node_choice(count, counts, &chosen, c->faults);
	t->elements = chosen == 1;
	t->families = families_compile(c, parents);
	if (t->elements && parents != NULL)
		fault(c->faults, parents->place, "parents are of records: "
		    "leave out count: elements");
}

enum correction
table_correction(struct compiling *c, const struct node *node)
{
	static const char *const ways[] = { "none", "holm", "bh", NULL };
	int way = CORRECT_NONE;

	if (node != NULL)
		node_choice(node, ways, &way, c->faults);
	return (enum correction)way;
}

/* Whether their first `depth` texts are the same. */
static bool
agree(struct span a, struct span b, size_t depth)
{
	while (depth-- > 0)
		if (!span_equal(tuple_take(&a), tuple_take(&b)))
			return false;
	return true;
}

size_t
table_run(const struct entry *entries, size_t count, size_t *at, size_t depth)
{
	size_t from = *at;

	while (*at < count && agree(entries[from].tuple, entries[*at].tuple,
	    depth))
		++*at;
	return *at - from;
}
