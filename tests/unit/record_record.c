#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "record/record.h"

#define SUITE	"../shared/suites/JSONTestSuite/test_parsing"

struct bench {
	struct arena	arena;
	struct buf	out;
	struct err	e;
};

static int
setup(void **state)
{
	struct bench *b = calloc(1, sizeof(*b));

	utf8_choose();
	*state = b;
	return b == NULL;
}

static int
teardown(void **state)
{
	struct bench *b = *state;

	arena_free(&b->arena);
	buf_free(&b->out);
	free(b);
	return 0;
}

static int
parse(struct bench *b, struct record *r, const char *line)
{
	return record_parse(r, &b->arena, span_of(line), &b->e);
}

static void
parse_well(struct bench *b, struct record *r, const char *line)
{
	if (parse(b, r, line) == -1)
		fail_msg("%s: column %zu: %s", line, b->e.column, b->e.text);
}

static void
a_wrong_line_is_refused_with_its_column(void **state)
{
	static const struct {
		const char	*line;
		size_t		 column;
		const char	*text;
	} cases[] = {
		{ "plain text", 1, "expected a JSON object" },
		{ "  [1]", 3, "expected a JSON object" },
		{ "{\"a\":1", 7, "expected , or }" },
		{ "{\"a\":1}}", 8,
		    "expected the end of the line after the object" },
		{ "{\"a\":1} {}", 9,
		    "expected the end of the line after the object" },
		{ "{\"\xe4\xb8\xad\xe6\x96\x87\":01}", 7, "leading zero" },
		{ "{\"\xe4\xb8\xad\":\"\xe6\x96\x87\xff\"}", 8,
		    "invalid UTF-8" },
		{ "{\"a\":\"\xe4\xb8\xad\t\"}", 8,
		    "control character in a string" },
		{ "{\"\xe4\xb8\xad\":\"\xe6\x96\x87}", 6,
		    "unterminated string" },
		{ "{\"a\":1,\"b\"}", 11, "expected a colon" },
		{ "\xef\xbb\xbf{}", 1, "expected a JSON object" },
	};
	struct bench *b = *state;
	struct record r;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(parse(b, &r, cases[i].line), -1);
		assert_int_equal(b->e.kind, ERR_RECORD);
		assert_string_equal(b->e.text, cases[i].text);
		if (b->e.column != cases[i].column)
			fail_msg("%s: column %zu", cases[i].line, b->e.column);
	}
}

static void
depth_counts_the_record_itself(void **state)
{
	struct bench *b = *state;
	char line[2 * JSON_MAX_DEPTH + 16];
	struct record r;

	for (size_t n = JSON_MAX_DEPTH - 1; n <= JSON_MAX_DEPTH; n++) {
		size_t at = (size_t)sprintf(line, "{\"a\":");

		memset(line + at, '[', n);
		memset(line + at + n, ']', n);
		strcpy(line + at + 2 * n, "}");
		assert_int_equal(parse(b, &r, line),
		    n == JSON_MAX_DEPTH ? -1 : 0);
	}
	assert_string_equal(b->e.text, "nested too deep");
	assert_int_equal(b->e.column, 5 + JSON_MAX_DEPTH);
}

static void
a_million_fields_are_the_limit(void **state)
{
	struct bench *b = *state;
	struct buf line = {0};
	struct record r;

	for (size_t n = RECORD_MAX_FIELDS; n <= RECORD_MAX_FIELDS + 1; n++) {
		buf_cut(&line, 0);
		buf_byte(&line, '{');
		for (size_t i = 0; i < n; i++)
			buf_add(&line, i == 0 ? SPAN("\"\":1") :
			    SPAN(",\"\":1"));
		buf_byte(&line, '}');
		assert_int_equal(record_parse(&r, &b->arena, buf_span(&line),
		    &b->e), n > RECORD_MAX_FIELDS ? -1 : 0);
		arena_reset(&b->arena);
	}
	assert_string_equal(b->e.text, "more than 1,000,000 fields");
	buf_free(&line);
}

/* One, several and many keys, of all lengths: none hides another. */
static void
what_is_there_is_found_and_nothing_else(void **state)
{
	struct bench *b = *state;
	struct record r;
	struct json value;
	char name[40], want[8];
	int count, i;

	for (count = 1; count < 200; count += 33) {
		buf_cut(&b->out, 0);
		for (i = 0; i < count; i++)
			buf_printf(&b->out, "%s\"%.*s%d\":%d",
			    i == 0 ? "{" : ",", i % 20,
			    "abcdefghijklmnopqrst", i, i);
		buf_printf(&b->out, "}");
		assert_int_equal(record_parse(&r, &b->arena,
		    buf_span(&b->out), &b->e), 0);
		for (i = 0; i < 400; i++) {
			snprintf(name, sizeof(name), "%.*s%d", i % 20,
			    "abcdefghijklmnopqrst", i);
			snprintf(want, sizeof(want), "%d", i);
			assert_int_equal(record_get(&r, span_of(name), &value,
			    &b->e), 0);
			assert_int_equal(value.kind,
			    i < count ? JSON_NUMBER : JSON_ABSENT);
			assert_true(i >= count || span_is(value.raw, want));
		}
	}
}

static void
fields_are_found_by_their_decoded_name(void **state)
{
	struct bench *b = *state;
	struct record r;
	struct json v;

	parse_well(b, &r, " { \"a\" : [1, 2] , \"\\u0062\":\"x\","
	    "\"\\ud800\":3 } \r");
	assert_int_equal(r.count, 3);
	assert_int_equal(record_get(&r, SPAN("a"), &v, &b->e), 0);
	assert_true(span_is(v.raw, "[1, 2]"));
	assert_int_equal(record_get(&r, SPAN("b"), &v, &b->e), 0);
	assert_true(span_is(v.raw, "\"x\""));
	assert_int_equal(record_get(&r, SPAN("c"), &v, &b->e), 0);
	assert_int_equal(v.kind, JSON_ABSENT);
	parse_well(b, &r, "{}");
	assert_int_equal(r.count, 0);
}

static void
a_name_that_stands_twice_is_refused_only_where_it_is_read(void **state)
{
	struct bench *b = *state;
	struct record r;
	struct json v;

	parse_well(b, &r, "{\"id\":1,\"x\":2,\"\\u0069d\":3}");
	assert_int_equal(record_get(&r, SPAN("x"), &v, &b->e), 0);
	assert_int_equal(record_get(&r, SPAN("id"), &v, &b->e), -1);
	assert_int_equal(b->e.kind, ERR_RECORD);
	assert_string_equal(b->e.text, "field \"id\" stands there twice");
}

static void
text_and_id_demand_their_type(void **state)
{
	static const struct {
		const char	*line;
		int		 text, id;
	} cases[] = {
		{ "{}",				0, 0 },
		{ "{\"text\":null}",		0, 0 },
		{ "{\"text\":\"x\",\"id\":\"7\"}", 1, 1 },
		{ "{\"text\":1,\"id\":7}",	-1, 1 },
		{ "{\"text\":[\"x\"],\"id\":[7]}", -1, -1 },
		{ "{\"text\":true,\"id\":null}", -1, -1 },
		{ "{\"text\":\"\\udc00\",\"id\":\"\\udc00\"}", -1, -1 },
	};
	struct bench *b = *state;
	struct record r;
	struct span s;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		parse_well(b, &r, cases[i].line);
		assert_int_equal(record_text(&r, SPAN("text"), &s, &b->e),
		    cases[i].text);
		assert_int_equal(record_id(&r, &s, &b->e), cases[i].id);
	}
	parse_well(b, &r, "{\"id\":9007199254740993}");
	assert_int_equal(record_id(&r, &s, &b->e), 1);
	assert_true(span_is(s, "9007199254740993"));
	parse_well(b, &r, "{\"id\":true}");
	assert_int_equal(record_id(&r, &s, &b->e), -1);
	assert_string_equal(b->e.text,
	    "field \"id\": expected string or number, got true");
}

static void
paths_are_parsed_or_refused(void **state)
{
	static const struct {
		const char	*text;
		size_t		 count;		/* 0: refused */
		const char	*last;		/* key, or reason */
	} cases[] = {
		{ "a",			1, "a" },
		{ "actor.type",		2, "type" },
		{ "`a.b`",		1, "a.b" },
		{ "x.`a.b`.c",		3, "c" },
		{ "a b.\xe7\xa4\xbe",	2, "\xe7\xa4\xbe" },
		{ "",			0, "empty key" },
		{ "a.",			0, "empty key" },
		{ ".a",			0, "empty key" },
		{ "a..b",		0, "empty key" },
		{ "``",			0, "empty key" },
		{ "`a",			0, "back quote without its pair" },
		{ "a`b",		0, "back quote inside a key" },
		{ "`a`b",		0,
		    "expected a dot after the back quote" },
	};
	struct bench *b = *state;
	const char *reason;
	struct path p;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int got = path_parse(&p, &b->arena, span_of(cases[i].text),
		    &reason);

		if (cases[i].count == 0) {
			assert_int_equal(got, -1);
			assert_string_equal(reason, cases[i].last);
		} else {
			assert_int_equal(got, 0);
			assert_int_equal(p.count, cases[i].count);
			assert_true(span_is(p.keys[p.count - 1],
			    cases[i].last));
			assert_true(span_is(p.text, cases[i].text));
		}
	}
}

static void
a_path_leads_through_objects(void **state)
{
	static const struct {
		const char	*path;
		int		 got;
		const char	*raw;		/* "" if absent */
	} cases[] = {
		{ "a.b.c",	0, "7" },
		{ "a.b",	0, "{\"c\" : 7}" },
		{ "a.x",	0, "" },
		{ "a.b.c.d",	0, "" },
		{ "s.t",	0, "" },
		{ "l.t",	0, "" },
		{ "`a.b`",	0, "1" },
		{ "a.twice",	-1, "" },
		{ "a.twice.x",	-1, "" },
	};
	struct bench *b = *state;
	const char *reason;
	struct record r;
	struct path p;
	struct json v;

	parse_well(b, &r, "{\"a\":{\"b\":{\"c\" : 7},\"twice\":1,"
	    "\"twice\":{}},\"s\":\"t\",\"l\":[],\"a.b\":1}");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(path_parse(&p, &b->arena,
		    span_of(cases[i].path), &reason), 0);
		assert_int_equal(record_path(&r, &p, &v, &b->e), cases[i].got);
		if (cases[i].got == 0)
			assert_true(span_is(v.raw, cases[i].raw));
	}
}

static void
a_path_through_arrays_gathers_what_is_there(void **state)
{
	static const struct {
		const char	*path;
		int		 got;
		const char	*raw;		/* "" if absent */
	} cases[] = {
		{ "a.b",	0, "7" },
		{ "a.x",	0, "" },
		{ "m.ill",	0, "[true,null]" },
		{ "m.of.name",	0, "[\"x\",\"y\",\"z\"]" },
		{ "m",		0, "[{\"ill\":true},{\"of\":[{\"name\":\"x\"},"
				"{\"name\":\"y\"}]},3,{\"ill\":null,"
				"\"of\":{\"name\":\"z\"}}]" },
		{ "m.nobody",	0, "" },
		{ "none.ill",	0, "" },
		{ "n.ill.x",	0, "" },
		{ "s.ill",	0, "" },
		{ "t.twice",	-1, "" },
	};
	struct bench *b = *state;
	const char *reason;
	struct record r;
	struct path p;
	struct json v;

	parse_well(b, &r, "{\"a\":{\"b\":7},\"m\":[{\"ill\":true},{\"of\":"
	    "[{\"name\":\"x\"},{\"name\":\"y\"}]},3,{\"ill\":null,\"of\":"
	    "{\"name\":\"z\"}}],\"n\":[{\"ill\":1}],\"none\":[],\"s\":\"t\","
	    "\"t\":[{\"twice\":1,\"twice\":2}]}");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(path_parse(&p, &b->arena,
		    span_of(cases[i].path), &reason), 0);
		assert_int_equal(record_path_all(&r, &p, &v, &b->e),
		    cases[i].got);
		if (cases[i].got == 0)
			assert_true(span_is(v.raw, cases[i].raw));
		assert_int_equal(record_has(&r, &p), cases[i].got == -1 ||
		    cases[i].raw[0] != '\0');
	}
}

/* A change as text: `k=v` sets, `k-` removes; they are parted by spaces. */
static size_t
read_changes(const char *text, struct change changes[8])
{
	size_t n = 0, length, split;

	for (; *text != '\0'; text += length + (text[length] == ' ')) {
		length = strcspn(text, " ");
		split = strcspn(text, "=-");
		changes[n++] = (struct change){
			.key = span_make(text, split),
			.value = text[split] == '-' ? span_make(NULL, 0) :
			    span_make(text + split + 1, length - split - 1)
		};
	}
	return n;
}

static void
changes_touch_nothing_but_their_fields(void **state)
{
	static const struct {
		const char	*line;
		const char	*changes;
		const char	*result;
	} cases[] = {
		{ " {\"a\":1.10} \r",	"",	"{\"a\":1.10}" },
		{ "{\"a\":1e400,\"b\":2}", "b=3", "{\"a\":1e400,\"b\":3}" },
		{ "{ \"a\" :  1 , \"b\":2 }", "a=9", "{ \"a\" :  9 , \"b\":2 }" },
		{ "{}",			"a=1",	"{\"a\":1}" },
		{ "{ }",		"a=1 b=2", "{ \"a\":1,\"b\":2}" },
		{ "{\"a\":1 }",		"b=2",	"{\"a\":1 ,\"b\":2}" },
		{ "{\"a\":1,\"b\":2,\"c\":3}", "a-", "{\"b\":2,\"c\":3}" },
		{ "{\"a\":1,\"b\":2,\"c\":3}", "b-", "{\"a\":1,\"c\":3}" },
		{ "{\"a\":1,\"b\":2,\"c\":3}", "c-", "{\"a\":1,\"b\":2}" },
		{ "{\"a\":1}",		"a-",	"{}" },
		{ "{ \"a\" : 1 , \"b\" : 2 }", "a-", "{ \"b\" : 2 }" },
		{ "{ \"a\" : 1 , \"b\" : 2 }", "b-", "{ \"a\" : 1 }" },
		{ "{ \"a\" : 1 }",	"a-",	"{  }" },
		{ "{\"a\":1,\"b\":2,\"c\":3}", "a- b-", "{\"c\":3}" },
		{ "{\"a\":1,\"b\":2,\"c\":3}", "a- c-", "{\"b\":2}" },
		{ "{\"a\":1,\"b\":2,\"c\":3}", "b- c-", "{\"a\":1}" },
		{ "{\"a\":1,\"b\":2,\"c\":3}", "a- b- c-", "{}" },
		{ "{\"a\":1,\"b\":2,\"c\":3}", "a- b- c- d=4", "{\"d\":4}" },
		{ "{\"a\":1,\"b\":2,\"c\":3}", "a- b=0 d=4",
		    "{\"b\":0,\"c\":3,\"d\":4}" },
		{ "{\"a\":1,\"b\":2}",	"x-",	"{\"a\":1,\"b\":2}" },
		{ "{\"a\":1,\"\\u0061\":2}", "a=3", "{\"a\":3,\"\\u0061\":3}" },
		{ "{\"a\":1,\"b\":2,\"\\u0061\":3}", "a-", "{\"b\":2}" },
		{ "{\"a\":1}",		"c=3 b=2", "{\"a\":1,\"c\":3,\"b\":2}" },
		{ "{\"a\":1}",		"\"=3",	"{\"a\":1,\"\\\"\":3}" },
	};
	struct bench *b = *state;
	struct change changes[8];
	struct record r;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t n = read_changes(cases[i].changes, changes);

		parse_well(b, &r, cases[i].line);
		buf_cut(&b->out, 0);
		record_write(&r, changes, n, &b->out);
		assert_int_equal(b->out.p[--b->out.n], '\n');
		if (!span_is(buf_span(&b->out), cases[i].result))
			fail_msg("%s with %s: %.*s", cases[i].line,
			    cases[i].changes, (int)b->out.n, b->out.p);
	}
}

static uint32_t
next(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

/* Some white space, most often none. */
static void
put_space(struct buf *b, uint32_t *seed)
{
	while (next(seed) % 4 == 0)
		buf_byte(b, " \t\r"[next(seed) % 3]);
}

static void
put_value(struct buf *b, uint32_t *seed, int depth)
{
	static const char *const scalars[] = {
		"null", "true", "false", "-0.50e-3", "12345678901234567890",
		"\"\"", "\"\xe7\xa4\xbe\xe5\x8c\xba\"", "\"a\\\"b\\u4e2d\"",
		"\"a string that is longer than sixteen bytes, }]\"",
	};
	uint32_t kind = next(seed) % (depth > 3 ? 9 : 12), n;

	if (kind < 9) {
		buf_add(b, span_of(scalars[kind]));
		return;
	}
	n = next(seed) % 4;
	buf_byte(b, kind == 9 ? '[' : '{');
	put_space(b, seed);
	for (uint32_t i = 0; i < n; i++) {
		if (kind != 9)
			buf_printf(b, "%s\"k%u\":", i > 0 ? "," : "", i);
		else if (i > 0)
			buf_byte(b, ',');
		put_space(b, seed);
		put_value(b, seed, depth + 1);
		put_space(b, seed);
	}
	buf_byte(b, kind == 9 ? ']' : '}');
}

/* A record with the fields f0 to fn. */
static uint32_t
put_record(struct buf *b, uint32_t *seed)
{
	uint32_t n = next(seed) % 6;

	buf_byte(b, '{');
	put_space(b, seed);
	for (uint32_t i = 0; i < n; i++) {
		if (i > 0)
			buf_byte(b, ',');
		put_space(b, seed);
		buf_printf(b, i % 2 ? "\"f%u\"" : "\"\\u0066%u\"", i);
		put_space(b, seed);
		buf_byte(b, ':');
		put_space(b, seed);
		put_value(b, seed, 0);
		put_space(b, seed);
	}
	buf_byte(b, '}');
	return n;
}

static void
what_nobody_changes_comes_out_as_it_went_in(void **state)
{
	struct bench *b = *state;
	struct buf line = {0};
	uint32_t seed = 7;
	struct record r;

	for (int i = 0; i < 20000; i++) {
		buf_cut(&line, 0);
		buf_cut(&b->out, 0);
		put_record(&line, &seed);
		assert_int_equal(record_parse(&r, &b->arena, buf_span(&line),
		    &b->e), 0);
		record_write(&r, NULL, 0, &b->out);
		buf_byte(&line, '\n');
		assert_true(span_equal(buf_span(&b->out), buf_span(&line)));
		arena_reset(&b->arena);
	}
	buf_free(&line);
}

static void
what_is_written_with_changes_reads_as_changed(void **state)
{
	struct bench *b = *state;
	struct buf line = {0};
	uint32_t seed = 8;

	for (int i = 0; i < 20000; i++) {
		struct change c[] = {
			{ SPAN("f0"), SPAN("[9]") }, { SPAN("f1"), { NULL, 0 } },
			{ SPAN("f3"), SPAN("\"x\"") }, { SPAN("f4"), { NULL, 0 } },
		};
		struct record old, new;
		struct json v, before;
		char name[8];

		buf_cut(&line, 0);
		buf_cut(&b->out, 0);
		put_record(&line, &seed);
		assert_int_equal(record_parse(&old, &b->arena,
		    buf_span(&line), &b->e), 0);
		record_write(&old, c, 4, &b->out);
		b->out.n--;
		if (record_parse(&new, &b->arena, buf_span(&b->out),
		    &b->e) == -1)
			fail_msg("%.*s", (int)b->out.n, b->out.p);
		for (size_t k = 0; k < 4; k++) {
			record_get(&new, c[k].key, &v, &b->e);
			assert_true(span_equal(v.raw, c[k].value));
		}
		for (int k = 2; k < 6; k += 3) {
			snprintf(name, sizeof(name), "f%d", k);
			record_get(&new, span_of(name), &v, &b->e);
			record_get(&old, span_of(name), &before, &b->e);
			assert_true(span_equal(v.raw, before.raw));
		}
		arena_reset(&b->arena);
	}
	buf_free(&line);
}

/* A copy of the form, its holes filled with what the changes have. */
static void
fill(const struct record_form *f, const struct change *c, struct buf *b)
{
	size_t i, from = 0;

	buf_cut(b, 0);
	for (i = 0; i < f->hole_count; i++) {
		buf_add(b, span_make(f->bytes.p + from, f->holes[i].at -
		    from));
		from = f->holes[i].at;
		buf_add(b, c[f->holes[i].change].value);
	}
	buf_add(b, span_from(buf_span(&f->bytes), from));
}

static void
a_form_whose_holes_are_filled_is_the_record_written(void **state)
{
	static const bool varies[] = { true, false, false, true, true };
	const struct span names[] = { SPAN(",\"f0\":"),
	    SPAN(",\"f1\":"), SPAN(",\"f3\":"), SPAN(",\"f4\":"),
	    SPAN(",\"new\":") };
	struct change c[] = { { SPAN("f0"), SPAN("[9]") },
	    { SPAN("f1"), { NULL, 0 } }, { SPAN("f3"), SPAN("\"x\"") },
	    { SPAN("f4"), SPAN("{}") }, { SPAN("new"), SPAN("1") } };
	struct change empty[5];
	struct bench *b = *state;
	struct record_form f = { .bytes = { 0 } };
	struct buf line = { 0 }, copy = { 0 };
	uint32_t seed = 9;
	struct record r;

	memcpy(empty, c, sizeof(empty));
	empty[0].value = empty[3].value = empty[4].value = SPAN("");
	for (int i = 0; i < 5000; i++) {
		buf_cut(&line, 0);
		put_record(&line, &seed);
		assert_int_equal(record_parse(&r, &b->arena, buf_span(&line),
		    &b->e), 0);
		record_form_begin(&f, &r, c, 5, varies, i % 2 == 0 ? names :
		    NULL);
		for (int k = 0; k < 2; k++) {
			empty[1].value = c[1].value = k == 0 ? SPAN("0") :
			    span_make(NULL, 0);
			record_form_make(&f, empty);
			fill(&f, c, &copy);
			buf_cut(&b->out, 0);
			record_write(&r, c, 5, &b->out);
			if (!span_equal(buf_span(&copy), buf_span(&b->out)))
				fail_msg("%.*s%.*s", (int)copy.n, copy.p,
				    (int)b->out.n, b->out.p);
		}
		arena_reset(&b->arena);
	}
	buf_free(&line);
	buf_free(&copy);
	buf_free(&f.bytes);
}

static void
damaged_lines_are_refused_or_read_and_never_crash(void **state)
{
	struct bench *b = *state;
	struct buf line = {0};
	uint32_t seed = 9;
	struct record r;

	for (int i = 0; i < 50000; i++) {
		buf_cut(&line, 0);
		put_record(&line, &seed);
		line.p[next(&seed) % line.n] = (char)next(&seed);
		buf_cut(&line, line.n - next(&seed) % 2);
		if (record_parse(&r, &b->arena, buf_span(&line), &b->e) == 0) {
			buf_cut(&b->out, 0);
			record_write(&r, NULL, 0, &b->out);
			assert_true(b->out.n <= line.n + 1);
		} else
			assert_true(b->e.column >= 1 &&
			    b->e.column <= line.n + 1);
		arena_reset(&b->arena);
	}
	buf_free(&line);
}

static void
wrap(struct buf *line, const char *name)
{
	char path[512], bytes[4096];
	size_t n;
	FILE *f;

	buf_cut(line, 0);
	buf_add(line, SPAN("{\"text\":\"x\",\"v\":"));
	snprintf(path, sizeof(path), SUITE "/%s", name);
	f = fopen(path, "rb");
	assert_non_null(f);
	while ((n = fread(bytes, 1, sizeof(bytes), f)) > 0)
		buf_add(line, span_make(bytes, n));
	fclose(f);
	while (line->p[line->n - 1] == '\n')
		line->n--;
	buf_byte(line, '}');
}

static void
the_outside_suite_agrees(void **state)
{
	struct bench *b = *state;
	DIR *folder = opendir(SUITE);
	struct buf line = {0};
	struct dirent *entry;
	struct record r;

	if (folder == NULL) {
		print_message("skipped: no " SUITE "\n");
		skip();
	}
	while ((entry = readdir(folder)) != NULL) {
		int got;

		if (strstr(entry->d_name, ".json") == NULL)
			continue;
		wrap(&line, entry->d_name);
		got = record_parse(&r, &b->arena, buf_span(&line), &b->e);
		if (entry->d_name[0] == 'y' && got == -1)
			fail_msg("refused: %s", entry->d_name);
		if (entry->d_name[0] == 'n' && got == 0)
			fail_msg("accepted: %s", entry->d_name);
		arena_reset(&b->arena);
	}
	closedir(folder);
	buf_free(&line);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_wrong_line_is_refused_with_its_column),
		cmocka_unit_test(depth_counts_the_record_itself),
		cmocka_unit_test(a_million_fields_are_the_limit),
		cmocka_unit_test(what_is_there_is_found_and_nothing_else),
		cmocka_unit_test(fields_are_found_by_their_decoded_name),
		cmocka_unit_test(
		    a_name_that_stands_twice_is_refused_only_where_it_is_read),
		cmocka_unit_test(text_and_id_demand_their_type),
		cmocka_unit_test(paths_are_parsed_or_refused),
		cmocka_unit_test(a_path_leads_through_objects),
		cmocka_unit_test(a_path_through_arrays_gathers_what_is_there),
		cmocka_unit_test(changes_touch_nothing_but_their_fields),
		cmocka_unit_test(what_nobody_changes_comes_out_as_it_went_in),
		cmocka_unit_test(what_is_written_with_changes_reads_as_changed),
		cmocka_unit_test(
		    a_form_whose_holes_are_filled_is_the_record_written),
		cmocka_unit_test(
		    damaged_lines_are_refused_or_read_and_never_crash),
		cmocka_unit_test(the_outside_suite_agrees),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
