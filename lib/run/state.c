#include "run/state.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/decimal.h"
#include "base/hash.h"
#include "io/kind.h"
#include "io/sink.h"
#include "io/units.h"
#include "record/record.h"
#include "run/reader.h"

enum { IDENTITY = 4096 };	/* bytes that an input is known by */

/* A line of S or S.pending. */
struct entry {
	const char	*name;
	uint64_t	 from;
	uint64_t	 to;
	uint64_t	 length;	/* of what identity is of */
	char		 identity[33];	/* of its first bytes */
	char		 hash[33];	/* of its units up to `to` */
	size_t		 input;		/* that is it, from 1; or 0 */
};

struct entries {
	struct entry	*items;
	size_t		 count;
	size_t		 capacity;
};

/* An input as it is now. */
struct input {
	struct entry	 now;		/* from is that of known */
	size_t		 known;		/* entry that it is, from 1; or 0 */
	size_t		 similar;	/* one that begins so, from 1; or 0 */
	size_t		*matches;	/* entries that it may be, from 0 */
	size_t		 match_count;
	size_t		 match_capacity;
};

struct scan {
	const struct options	*o;
	enum unit_cut		 cut;
	struct arena		*arena;
	struct arena		 work;		/* of one input */
	struct err		*e;
	struct entries		 before;	/* of S.pending, else of S */
	struct hashing		*hashing;
	struct input		*inputs;	/* of o */
};

/* --- S and S.pending --------------------------------------------------- */

static void
add_entry(struct entries *to, struct arena *arena, const struct entry *entry)
{
	to->items = arena_grow(arena, to->items, to->count, &to->capacity,
	    to->count + 1, sizeof(*to->items));
	to->items[to->count++] = *entry;
}

static int
read_name(const struct record *r, struct span *name, struct err *e)
{
	int got = record_text(r, SPAN("file"), name, e);

	return got == 0 ? err_record(e, "expected a field \"file\"") :
	    got == -1 ? -1 : 0;
}

static int
read_number(const struct record *r, const char *name, uint64_t *into,
    struct err *e)
{
	struct json value;
	int64_t number;

	if (record_get(r, span_of(name), &value, e) == -1)
		return -1;
	if (value.kind != JSON_NUMBER || !decimal_integer(value.raw,
	    &number) || number < 0)
		return err_record(e, "field \"%s\": expected a number of "
		    "bytes", name);
	*into = (uint64_t)number;
	return 0;
}

static int
read_hash(const struct record *r, const char *name, char into[33],
    struct err *e)
{
	struct span text = SPAN("");

	if (record_text(r, span_of(name), &text, e) == -1)
		return -1;
	if (text.n != 32)
		return err_record(e, "field \"%s\": expected 32 hexadecimal "
		    "digits", name);
	memcpy(into, text.p, 32);
	into[32] = '\0';
	return 0;
}

static int
read_entry(struct entry *entry, struct arena *arena, struct span line,
    struct err *e)
{
	struct record r = { 0 };
	struct span name = SPAN("");

	*entry = (struct entry){ 0 };
	if (record_parse(&r, arena, line, e) == -1 ||
	    read_name(&r, &name, e) == -1 ||
	    read_number(&r, "from", &entry->from, e) == -1 ||
	    read_number(&r, "to", &entry->to, e) == -1 ||
	    read_number(&r, "length", &entry->length, e) == -1 ||
	    read_hash(&r, "identity", entry->identity, e) == -1 ||
	    read_hash(&r, "hash", entry->hash, e) == -1)
		return -1;
	entry->name = arena_printf(arena, "%.*s", (int)name.n, name.p).p;
	return entry->from <= entry->to && entry->length <= IDENTITY ? 0 :
	    err_record(e, "expected from <= to and length <= %d", IDENTITY);
}

/* The lines of file, if it is there: 1, 0, or -1. */
static int
read_entries(struct scan *s, const char *file)
{
	struct units *units;
	struct source *source;
	struct entry entry;
	struct span line;
	struct err why = { 0 };
	size_t number;
	int got;

	if (access(file, F_OK) == -1 && errno == ENOENT)
		return 0;
	if (source_open(&source, file, file, s->e) == -1)
		return -1;
	units = units_open(source, &cutter_lines, OPTIONS_MAX_RECORD, true);
	while ((got = units_next(units, true, &line, &number, s->e)) ==
	    UNITS_ONE) {
		line = arena_copy(s->arena, line);
		if (read_entry(&entry, s->arena, line, &why) == -1) {
			got = err_set(s->e, ERR_DATA, file, number, why.column,
			    "%s", why.text);
			break;
		}
		add_entry(&s->before, s->arena, &entry);
	}
	units_close(units);
	return got == -1 ? -1 : 1;
}

static void
put_entry(struct buf *b, const struct entry *entry)
{
	buf_byte(b, '{');
	json_put_key(b, "file");
	json_put_bytes(b, span_of(entry->name));
	json_put_count(b, "from", entry->from);
	json_put_count(b, "to", entry->to);
	json_put_count(b, "length", entry->length);
	json_put_key(b, "identity");
	json_put_string(b, span_of(entry->identity));
	json_put_key(b, "hash");
	json_put_string(b, span_of(entry->hash));
	buf_add(b, SPAN("}\n"));
}

static int
write_text(const char *file, struct span text, struct err *e)
{
	struct sink *sink;

	if (sink_open(&sink, file, SINK_PRIVATE, e) == -1)
		return -1;
	if (sink_write(sink, text, e) == 0)
		return sink_commit(sink, e);
	sink_abandon(sink);
	return -1;
}

/* --- inputs ------------------------------------------------------------ */

/* The name as S has it. */
static const char *
shown_name(const char *name, struct arena *arena)
{
	struct buf b = { 0 };
	struct json value;
	struct span text = span_of(name);
	struct err e;

	json_put_bytes(&b, text);
	value = json_value(arena_copy(arena, buf_span(&b)));
	buf_free(&b);
	(void)json_text(&value, arena, &text, &e);
	return arena_printf(arena, "%.*s", (int)text.n, text.p).p;
}

static void
put_identity(struct span head, uint64_t length, char into[33])
{
	hash_hex(hash_of(span_make(head.p, (size_t)length)), into);
}

/* Marks what begins like the input; gives that of its name, else the last. */
static size_t
find_similar(const struct scan *s, const char *name, struct span head,
    bool *similar)
{
	uint64_t length = UINT64_MAX;
	const struct entry *entry;
	char identity[33];
	size_t i, found = 0;
	bool named = false;

	for (i = 0; i < s->before.count; i++) {
		entry = &s->before.items[i];
		similar[i] = false;
		if (entry->length > head.n)
			continue;
		if (entry->length != length)
			put_identity(head, length = entry->length, identity);
		similar[i] = strcmp(identity, entry->identity) == 0;
		if (!similar[i] || named)
			continue;
		found = i + 1;
		named = strcmp(entry->name, name) == 0;
	}
	return found;
}

static void
add_match(const struct scan *s, struct input *input, size_t entry)
{
	input->matches = arena_grow(s->arena, input->matches,
	    input->match_count, &input->match_capacity,
	    input->match_count + 1, sizeof(*input->matches));
	input->matches[input->match_count++] = entry;
}

/* At the end of a unit: which of the similar ones may the input be? */
static void
compare(const struct scan *s, struct input *input, const bool *similar,
    uint64_t end)
{
	const struct entry *entry;
	char hash[33];
	size_t i;

	for (i = 0; i < s->before.count; i++) {
		entry = &s->before.items[i];
		if (!similar[i] || entry->to != end)
			continue;
		hash_hex(hash_end(s->hashing), hash);
		if (strcmp(hash, entry->hash) == 0)
			add_match(s, input, i);
	}
}

/* Goes through the whole units of an input. */
static int
scan_units(struct scan *s, struct input *input, struct units *units)
{
	bool *similar = arena_zero(&s->work, s->before.count + 1,
	    sizeof(*similar));
	struct span head, unit;
	size_t line;
	bool whole;
	int got;

	if (units_peek(units, IDENTITY, &head, &whole, s->e) == -1)
		return -1;
	head.n = head.n < IDENTITY ? head.n : IDENTITY;
	head = arena_copy(&s->work, head);
	input->similar = find_similar(s, input->now.name, head,
	    similar);
	hash_begin(s->hashing);
	while ((got = units_next(units, true, &unit, &line, s->e)) > 0 &&
	    units_is_whole(units)) {
		hash_add(s->hashing, unit);
		hash_add(s->hashing, SPAN("\n"));
		input->now.to = units_offset(units);
		if (input->similar > 0)
			compare(s, input, similar, input->now.to);
	}
	input->now.length = input->now.to < head.n ? input->now.to : head.n;
	put_identity(head, input->now.length, input->now.identity);
	hash_hex(hash_end(s->hashing), input->now.hash);
	return got == -1 ? -1 : 0;
}

static int
scan_input(struct scan *s, struct input *input, const char *path)
{
	struct csv_cutting cutting;
	struct cutter cutter = reader_cutter(s->cut, &cutting);
	const struct kind *kind;
	struct source *source;
	struct units *units;
	int rc;

	if (strcmp(path, "-") == 0)
		return err_set(s->e, ERR_USAGE, NULL, 0, 0, "--state: expected "
		    "files, got standard input, which can't be read again");
	if (source_open(&source, path, path, s->e) == -1)
		return -1;
	kind = source_kind(source);
	if (kind->content != CONTENT_TEXT) {
		source_close(source);
		return err_set(s->e, ERR_DATA, path, 0, 0, "--state: expected "
		    "a file that grows, got %s", kind->name);
	}
	input->now.name = shown_name(path, s->arena);
	units = units_open(source, &cutter, s->o->max_record, true);
	rc = scan_units(s, input, units);
	units_close(units);
	return rc;
}

/* Input i becomes the longest match that is left, of its name if named. */
static void
take_match(struct scan *s, size_t i, bool named)
{
	struct input *input = &s->inputs[i];
	struct entry *entry, *best = NULL;
	size_t k;

	for (k = 0; k < input->match_count; k++) {
		entry = &s->before.items[input->matches[k]];
		if (entry->input == 0 &&
		    (!named || strcmp(input->now.name, entry->name) == 0) &&
		    (best == NULL || entry->to > best->to))
			best = entry;
	}
	if (best == NULL)
		return;
	best->input = i + 1;
	input->known = (size_t)(best - s->before.items) + 1;
}

/*
 * An entry is one input only, though several may begin with it: names decide
 * first.  The longest first leaves none without that could have one: who
 * matches an entry matches all that are beginnings of it.
 */
static void
assign(struct scan *s)
{
	size_t i;

	for (i = 0; i < s->o->input_count; i++)
		take_match(s, i, true);
	for (i = 0; i < s->o->input_count; i++)
		if (s->inputs[i].known == 0)
			take_match(s, i, false);
}

/* What was read before must be there as it was. */
static int
check_changed(const struct scan *s)
{
	const struct input *input;
	const struct entry *entry;
	size_t i;

	for (i = 0; i < s->o->input_count; i++) {
		input = &s->inputs[i];
		if (input->known > 0 || input->similar == 0)
			continue;
		entry = &s->before.items[input->similar - 1];
		if (entry->input == 0)
			return err_set(s->e, ERR_DATA, s->o->inputs[i], 0, 0,
			    "it begins like %s, of which %" PRIu64 " bytes "
			    "were read, but was changed in them since",
			    entry->name, entry->to);
	}
	return 0;
}

static int
scan_inputs(struct scan *s)
{
	size_t i;

	for (i = 0; i < s->o->input_count; i++) {
		if (scan_input(s, &s->inputs[i], s->o->inputs[i]) == -1)
			return -1;
		arena_reset(&s->work);
	}
	assign(s);
	return check_changed(s);
}

/* --- what is to be read ------------------------------------------------ */

/* An input that wasn't renamed keeps its name as it was given. */
static void
add_stretch(struct state *state, const char *path, const struct entry *entry,
    bool renamed)
{
	state->paths[state->count] = path;
	state->stretches[state->count++] = (struct stretch){
	    renamed ? entry->name : path, entry->from, entry->to };
}

/* The ranges of S.pending, under the names that it has. */
static int
repeat(struct scan *s, struct state *state)
{
	const struct entry *entry;
	const struct input *input;
	size_t i;

	for (i = 0; i < s->before.count; i++) {
		entry = &s->before.items[i];
		if (entry->from == entry->to)
			continue;
		if (entry->input == 0)
			return err_set(s->e, ERR_INPUT, state->pending, i + 1,
			    0, "%s, of which a run that didn't end had read "
			    "%" PRIu64 " bytes, is no input any more",
			    entry->name, entry->to);
		input = &s->inputs[entry->input - 1];
		add_stretch(state, s->o->inputs[entry->input - 1], entry,
		    strcmp(input->now.name, entry->name) != 0);
	}
	return 0;
}

/* What is new, and S.pending with it. */
static int
begin(struct scan *s, struct state *state)
{
	struct buf text = { 0 };
	struct entry *now;
	size_t i;
	int rc;

	for (i = 0; i < s->o->input_count; i++) {
		now = &s->inputs[i].now;
		if (s->inputs[i].known > 0)
			now->from = s->before.items[s->inputs[i].known - 1].to;
		if (now->to > 0)
			put_entry(&text, now);
		if (now->to > now->from)
			add_stretch(state, s->o->inputs[i], now, false);
	}
	for (i = 0; i < s->before.count; i++) {
		now = &s->before.items[i];
		now->from = now->to;
		if (now->input == 0)
			put_entry(&text, now);
	}
	rc = state->count == 0 ? 0 : write_text(state->pending,
	    buf_span(&text), s->e);
	buf_free(&text);
	return rc;
}

int
state_open(struct state *state, const char *file, const struct options *o,
    enum unit_cut cut, struct arena *arena, struct err *e)
{
	struct scan s = { .o = o, .cut = cut, .arena = arena, .e = e };
	int pending, rc = -1;
	size_t most;

	*state = (struct state){ .file = file,
	    .pending = arena_printf(arena, "%s.pending", file).p };
	if (cut == UNIT_WHOLE)
		return err_set(e, ERR_USAGE, NULL, 0, 0, "--state: expected "
		    "lines, rows or records, which grow in number; got whole "
		    "files (format: text)");
	s.inputs = arena_zero(arena, o->input_count + 1, sizeof(*s.inputs));
	s.hashing = hash_new();
	pending = read_entries(&s, state->pending);
	if (pending == -1 ||
	    (pending == 0 && read_entries(&s, file) == -1))
		goto out;
	if (scan_inputs(&s) == -1)
		goto out;
	most = o->input_count + s.before.count + 1;
	state->stretches = arena_zero(arena, most, sizeof(struct stretch));
	state->paths = arena_zero(arena, most, sizeof(*state->paths));
	rc = pending == 1 ? repeat(&s, state) : begin(&s, state);
out:
	hash_free(s.hashing);
	arena_free(&s.work);
	return rc;
}

int
state_commit(const struct state *state, struct err *e)
{
	return sink_move(state->pending, state->file, e);
}

int
state_drop(const struct state *state, struct err *e)
{
	if (state->count == 0 || unlink(state->pending) == 0)
		return 0;
	return err_set(e, ERR_IO, state->pending, 0, 0, "can't remove: %s",
	    strerror(errno));
}
