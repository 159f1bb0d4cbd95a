#include <inttypes.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "record/record.h"
#include "run/seal.h"

#define SEAL_KEY	"minqing.seal"

void
seal_begin(struct sealing *s)
{
	if (s->hashing == NULL)
		s->hashing = hash_new();
	hash_begin(s->hashing);
	s->records = 0;
	s->sealed = s->lost = false;
}

void
seal_free(struct sealing *s)
{
	if (s->hashing != NULL)
		hash_free(s->hashing);
	s->hashing = NULL;
}

void
seal_line(struct sealing *s, struct span line)
{
	hash_add(s->hashing, line);
	hash_add(s->hashing, SPAN("\n"));
	s->records++;
	s->sealed = false;
}

void
seal_lines(struct sealing *s, struct span lines, uint64_t count)
{
	if (lines.n == 0)
		return;
	hash_add(s->hashing, lines);
	s->records += count;
	s->sealed = false;
}

void
seal_lost(struct sealing *s)
{
	s->lost = true;
	s->sealed = false;
}

bool
seal_is(struct span line)
{
	line = span_trim(line);
	if (line.n == 0 || line.p[0] != '{')
		return false;
	line = span_trim(span_from(line, 1));
	return span_starts(line, SPAN("\"" SEAL_KEY "\""));
}

/* What a seal states. */
struct stated {
	int64_t		records;
	int64_t		status;
	struct span	hash;
};

static int
read_seal(struct stated *stated, struct arena *arena, struct span line,
    struct err *e)
{
	static const char *const keys[] = { "records", "status" };
	int64_t *const numbers[] = { &stated->records, &stated->status };
	struct record seal, body;
	struct json value;
	size_t i;

	if (record_parse(&seal, arena, line, e) == -1 ||
	    record_get(&seal, SPAN(SEAL_KEY), &value, e) == -1 ||
	    record_parse(&body, arena, value.raw, e) == -1)
		return -1;
	for (i = 0; i < 2; i++) {
		if (record_get(&body, span_of(keys[i]), &value, e) == -1)
			return -1;
		if (value.kind != JSON_NUMBER ||
		    !decimal_integer(value.raw, numbers[i]))
			return err_record(e, "expected a whole number \"%s\"",
			    keys[i]);
	}
	return record_text(&body, SPAN("hash"), &stated->hash, e) == 1 ? 0 :
	    err_record(e, "expected a text \"hash\"");
}

int
seal_verify(struct sealing *s, struct span line, bool demanded,
    struct err *e)
{
	struct arena arena = { 0 };
	struct stated stated = { 0 };
	struct err why = { 0 };
	char hex[33];
	int rc = 0;

	hash_hex(hash_end(s->hashing), hex);
	if (s->lost)
		rc = err_set(e, ERR_DATA, NULL, 0, 0, "the seal can't be "
		    "verified: a record before it is over --max-record");
	else if (read_seal(&stated, &arena, line, &why) == -1)
		rc = err_set(e, ERR_DATA, NULL, 0, 0, "a seal that can't be "
		    "read: %s", why.text);
	else if (stated.records < 0 || (uint64_t)stated.records != s->records)
		rc = err_set(e, ERR_DATA, NULL, 0, 0, "the seal counts %"
		    PRId64 " records, here are %" PRIu64 " (lost on the way, "
		    "or a tool in between changed them)", stated.records,
		    s->records);
	else if (!span_is(stated.hash, hex))
		rc = err_set(e, ERR_DATA, NULL, 0, 0, "the seal's hash "
		    "differs: a tool in between changed the records");
	else if (demanded && stated.status != 0 && stated.status != 1)
		rc = err_set(e, ERR_DATA, NULL, 0, 0, "the filter before "
		    "ended with status %" PRId64, stated.status);
	arena_free(&arena);
	seal_begin(s);
	s->sealed = true;
	return rc;
}

void
seal_put_rules(const struct config *c, struct buf *out)
{
	char hex[33];
	size_t i;

	buf_byte(out, '[');
	for (i = 0; i < c->rule_count; i++) {
		if (i > 0)
			buf_byte(out, ',');
		buf_byte(out, '{');
		json_put_key(out, "name");
		json_put_bytes(out, span_of(c->rules[i].name));
		json_put_key(out, "edition");
		json_put_string(out, c->rules[i].edition);
		json_put_key(out, "hash");
		hash_hex(config_hash(&c->rules[i]), hex);
		json_put_string(out, span_of(hex));
		buf_byte(out, '}');
	}
	buf_byte(out, ']');
}

void
seal_put(const struct sealing *s, const char *filter, int status,
    const struct config *c, struct buf *out)
{
	char hex[33];

	hash_hex(hash_end(s->hashing), hex);
	buf_printf(out, "{\"" SEAL_KEY "\":{\"records\":%" PRIu64 ",\"hash\":"
	    "\"%s\",\"filter\":\"%s\",\"status\":%d,\"rules\":", s->records,
	    hex, filter, status);
	seal_put_rules(c, out);
	buf_add(out, SPAN("}}\n"));
}
