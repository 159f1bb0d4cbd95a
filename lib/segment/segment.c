#include "segment/segment.h"

#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "record/record.h"
#include "segment/blocks.h"
#include "segment/skipped.h"

/* What a large text leaves behind isn't kept. */
#define KEEP_BYTES	((size_t)1024 * 1024)

/* The fields of a unit, in the order in which new ones are written. */
enum unit_field {
	FIELD_ID,
	FIELD_TEXT,
	FIELD_UNIT,
	FIELD_BLOCK,
	FIELD_QUOTE,
	FIELD_LEVEL = FIELD_QUOTE + QUOTE_FIELDS,
	FIELD_SECTION,
	FIELD_PARAGRAPH,
	FIELD_PARENT,
	FIELD_START,
	FIELD_END,
	FIELD_NOTES,		/* the parent's own, which no unit inherits */
	FIELD_WORDS,
	FIELD_WORD_STARTS,
	FIELD_POS,
	FIELD_TAGS,
	FIELD_CODES,
	FIELD_QUANTITIES,
	FIELDS
};

#define NAME(s)	{ ",\"" s "\":", sizeof(",\"" s "\":") - 1 }

/* As JSON. */
static const struct span field_names[FIELDS] = {
	NAME("id"), NAME("text"), NAME("unit"), NAME("block"),
	NAME("quote_number"), NAME("quote_time"), NAME("speaker"),
	NAME("level"), NAME("section"), NAME("paragraph"), NAME("parent"),
	NAME("start"), NAME("end"), NAME("notes"), NAME("words"),
	NAME("word_starts"), NAME("pos"), NAME("tags"), NAME("codes"),
	NAME("quantities")
};

/* Those in which the units of a block differ, and those of a record. */
static const bool varies_in_block[FIELDS] = {
	[FIELD_ID] = true, [FIELD_TEXT] = true, [FIELD_START] = true,
	[FIELD_END] = true, [FIELD_WORDS] = true, [FIELD_WORD_STARTS] = true,
	[FIELD_POS] = true
};
static const bool varies[FIELDS] = {
	[FIELD_ID] = true, [FIELD_TEXT] = true, [FIELD_BLOCK] = true,
	[FIELD_QUOTE] = true, [FIELD_QUOTE + 1] = true,
	[FIELD_QUOTE + 2] = true, [FIELD_LEVEL] = true,
	[FIELD_SECTION] = true, [FIELD_PARAGRAPH] = true,
	[FIELD_START] = true, [FIELD_END] = true, [FIELD_WORDS] = true,
	[FIELD_WORD_STARTS] = true, [FIELD_POS] = true
};

/* A block has some of the quote fields and the level: for each choice a form. */
#define CHOICES	(1 << (FIELD_LEVEL - FIELD_QUOTE + 1))

struct worker {
	const struct plan	*plan;
	struct regex_work	*work;
	struct words_work	*words;
	struct buf		 values[FIELDS];	/* kept */
	struct record_form	 forms[CHOICES];	/* of the record */

	/* A unit of the block, without what varies in it. */
	struct buf		 unit;
	struct record_hole	 holes[FIELDS];
	size_t			 hole_count;
};

/* One record on its way. */
struct job {
	struct worker		*w;
	const struct unit	*unit;
	struct out		*out;
	struct span		 id;
	struct span		 text;
	size_t			 byte, at;	/* one place; at: code points */
	size_t			 number;	/* of the last unit */
	struct change		 changes[FIELDS];
	enum unit_field		 first, last;	/* that are written */
	bool			 made[CHOICES];	/* forms */
	bool			 plain;		/* the block's text needs no
						 * escape */
};

static int
compile(const struct config *config, struct arena *run, void **plan,
    struct faults *faults)
{
	*plan = segment_compile(config, run, faults);
	return *plan == NULL ? -1 : 0;
}

static bool
has_key(const struct node *root, const char *key)
{
	size_t i;

	for (i = 0; i < root->count; i++)
		if (span_is(root->keys[i]->text, key))
			return true;
	return false;
}

int
segment_look(const char *const *inputs, size_t count,
    const struct config *config, struct err *e)
{
	const struct node *root = config->rules[0].root;

	(void)inputs;
	(void)count;
	if (config_setting(config, "dictionary") != NULL &&
	    !has_key(root, "words") && !has_key(root, "candidates"))
		return err_set(e, ERR_USAGE, NULL, 0, 0, "--dictionary: "
		    "expected a rule with the key words, got one without");
	if (config_setting(config, "memory") != NULL &&
	    !has_key(root, "candidates"))
		return err_set(e, ERR_USAGE, NULL, 0, 0, "--memory: expected "
		    "a rule with the key candidates, got one without");
	return 0;
}

static int
open_worker(const void *plan, void **worker, struct err *e)
{
	const struct plan *p = plan;
	struct worker *w;

	if (p->words != NULL && p->words->lexicon == NULL) {
		*e = p->words->why;
		return -1;
	}
	w = mem_zero(1, sizeof(*w));
	w->plan = plan;
	w->work = regex_work_new();
	w->words = words_work_new();
	*worker = w;
	return 0;
}

static void
close_worker(void *worker)
{
	struct worker *w = worker;
	int i;

	for (i = 0; i < FIELDS; i++)
		buf_free(&w->values[i]);
	for (i = 0; i < CHOICES; i++)
		buf_free(&w->forms[i].bytes);
	buf_free(&w->unit);
	regex_work_free(w->work);
	words_work_free(w->words);
	mem_free(w);
}

/* Code points before a byte that isn't before the last one asked for. */
static size_t
code_points(struct job *j, size_t byte)
{
	j->at += utf8_length(span_make(j->text.p + j->byte, byte - j->byte));
	j->byte = byte;
	return j->at;
}

/* Of that field, empty. */
static struct buf *
value(struct job *j, enum unit_field field)
{
	struct buf *b = &j->w->values[field];

	b->n = 0;
	return b;
}

static void
put_text(struct job *j, enum unit_field field, struct span text)
{
	json_put_string(value(j, field), text);
}

static void
put_number(struct job *j, enum unit_field field, size_t number)
{
	buf_unsigned(value(j, field), number);
}

/* The fields that all units of a block have. */
static void
put_block(struct job *j, const struct block *b, size_t number)
{
	struct buf *name;
	unsigned i;

	name = value(j, FIELD_BLOCK);
	buf_byte(name, '"');
	buf_add(name, span_of(block_names[b->kind]));
	buf_byte(name, '"');
	for (i = 0; i < QUOTE_FIELDS; i++) {
		value(j, FIELD_QUOTE + i);
		if (b->quote[i].p != NULL)
			put_text(j, FIELD_QUOTE + i, b->quote[i]);
	}
	value(j, FIELD_LEVEL);
	if (b->level != 0)
		put_number(j, FIELD_LEVEL, (size_t)b->level);
	buf_add(value(j, FIELD_SECTION), b->section);
	put_number(j, FIELD_PARAGRAPH, number);
}

static struct span
field_key(enum unit_field field)
{
	return span_make(field_names[field].p + 2, field_names[field].n - 4);
}

/* The units that are written have these fields, from first to last. */
static void
begin_fields(struct job *j, enum unit_field first, enum unit_field last)
{
	unsigned i;

	for (i = first; i <= last; i++)
		j->changes[i].key = field_key(i);
	j->first = first;
	j->last = last;
}

static bool
has_field(const struct job *j, enum unit_field field)
{
	const struct word_rule *words = j->w->plan->words;

	switch (field) {
	case FIELD_TEXT:
	case FIELD_START:
	case FIELD_END:
		return true;
	case FIELD_WORDS:
		return words != NULL;
	case FIELD_WORD_STARTS:
		return words != NULL && word_rule_has_starts(words);
	case FIELD_POS:
		return words != NULL && word_rule_has_kinds(words);
	default:
		return j->w->values[field].n > 0;
	}
}

/* A field that the units don't have goes. */
static void
make_form(struct job *j, struct record_form *form)
{
	struct change *c = j->changes;
	unsigned i;

	for (i = j->first; i <= j->last; i++)
		c[i].value = !has_field(j, i) ? span_make(NULL, 0) :
		    varies[i] ? SPAN("") : buf_span(&j->w->values[i]);
	record_form_begin(form, j->unit->record, c + j->first,
	    j->last - j->first + 1, varies + j->first,
	    field_names + j->first);
	record_form_make(form, c + j->first);
}

/* The form for the fields that have a value now. */
static const struct record_form *
form_of_block(struct job *j)
{
	struct record_form *form;
	unsigned i, choice = 0;

	for (i = FIELD_QUOTE; i <= FIELD_LEVEL; i++)
		choice = 2 * choice + (j->w->values[i].n > 0);
	form = &j->w->forms[choice];
	if (!j->made[choice])
		make_form(j, form);
	j->made[choice] = true;
	return form;
}

/*
 * Fills in what the units of a block share, so that each is written in few
 * pieces.  An id begins with what all ids do.
 */
static void
begin_units(struct job *j)
{
	const struct record_form *form = form_of_block(j);
	const struct record_hole *hole;
	struct worker *w = j->w;
	unsigned field;
	size_t from = 0;

	w->unit.n = w->hole_count = 0;
	for (hole = form->holes; hole < form->holes + form->hole_count;
	    hole++) {
		field = j->first + (unsigned)hole->change;
		buf_add(&w->unit, span_make(form->bytes.p + from,
		    hole->at - from));
		from = hole->at;
		if (!varies_in_block[field] || field == FIELD_ID)
			buf_add(&w->unit, buf_span(&w->values[field]));
		if (varies_in_block[field])
			w->holes[w->hole_count++] = (struct record_hole){
			    w->unit.n, field };
	}
	buf_add(&w->unit, span_from(buf_span(&form->bytes), from));
}

static void
begin_block(struct job *j, const struct block *b, size_t number)
{
	j->plain = b->plain;
	put_block(j, b, number);
	begin_units(j);
}

/* The words of a text, as values. */
static void
put_words(struct job *j, struct span text)
{
	word_rule_write(j->w->plan->words, j->w->words, j->unit->arena, text,
	    value(j, FIELD_WORDS), value(j, FIELD_WORD_STARTS),
	    value(j, FIELD_POS));
}

/* The text as a JSON string, without its quotes. */
static struct span
inner_text(struct job *j, struct span text)
{
	if (j->plain)
		return text;
	put_text(j, FIELD_TEXT, text);
	return span_make(j->w->values[FIELD_TEXT].p + 1,
	    j->w->values[FIELD_TEXT].n - 2);
}

/* Copies to where there is room; returns the end. */
static char *
put(char *into, struct span s)
{
	return (char *)memcpy(into, s.p, s.n) + s.n;
}

/* The value of a field that varies in a block; the same. */
static char *
put_varying(char *p, const struct job *j, enum unit_field field,
    struct span inner, const struct cut_piece *unit)
{
	switch (field) {
	case FIELD_ID:
		p = buf_digits(p, j->number);
		*p++ = '"';
		return p;
	case FIELD_TEXT:
		*p++ = '"';
		p = put(p, inner);
		*p++ = '"';
		return p;
	case FIELD_START:
		return buf_digits(p, unit->char_start);
	case FIELD_END:
		return buf_digits(p, unit->char_end);
	default:
		return put(p, buf_span(&j->w->values[field]));
	}
}

/* A copy for the text, which is the piece unit of the parent's. */
static void
put_copy(struct job *j, struct span text, const struct cut_piece *unit)
{
	const struct worker *w = j->w;
	const struct span inner = inner_text(j, text);
	const struct record_hole *hole;
	struct buf *b = j->out->record;
	size_t from = 0;
	char *p;

	if (w->plan->words != NULL)
		put_words(j, text);
	buf_reserve(b, w->unit.n + inner.n + 3 * (BUF_DIGITS + 1) +
	    w->values[FIELD_WORDS].n + w->values[FIELD_WORD_STARTS].n +
	    w->values[FIELD_POS].n);
	p = b->p + b->n;
	for (hole = w->holes; hole < w->holes + w->hole_count; hole++) {
		p = put(p, span_make(w->unit.p + from, hole->at - from));
		from = hole->at;
		p = put_varying(p, j, (enum unit_field)hole->change, inner,
		    unit);
	}
	p = put(p, span_from(buf_span(&w->unit), from));
	b->n = (size_t)(p - b->p);
	++*j->out->records;
}

/* One unit, in bytes and code points; counted also where it isn't written. */
static void
put_unit(struct job *j, enum block_kind kind, const struct cut_piece *unit)
{
	j->number++;
	if (j->w->plan->writes[kind])
		put_copy(j, span_make(j->text.p + unit->start,
		    unit->end - unit->start), unit);
}

/* Running text has sentences; a heading or a reference stays whole. */
static bool
is_cut(const struct plan *plan, enum block_kind kind)
{
	switch (kind) {
	case BLOCK_PARAGRAPH:
	case BLOCK_QUOTE:
	case BLOCK_LIST:
	case BLOCK_NOTE:
	case BLOCK_ABSTRACT:
		return plan->unit != CUT_BLOCK;
	default:
		return false;
	}
}

/* The places of a piece of the block in the whole text. */
static struct cut_piece
in_text(const struct block *b, size_t at, const struct cut_piece *piece)
{
	struct cut_piece unit = { b->start + piece->start,
	    b->start + piece->end, at + piece->char_start,
	    at + piece->char_end };

	return unit;
}

static void
put_units(struct job *j, const struct block *b)
{
	const struct plan *plan = j->w->plan;
	struct span text = span_make(j->text.p + b->start, b->end - b->start);
	struct cut_piece *pieces, unit = { .start = b->start, .end = b->end };
	size_t i, count, at = code_points(j, b->start);

	if (!is_cut(plan, b->kind)) {
		unit.char_start = at;
		unit.char_end = code_points(j, b->end);
		put_unit(j, b->kind, &unit);
		return;
	}
	count = plan->unit == CUT_SENTENCE ?
	    cut_sentences(j->unit->arena, text, &plan->cut, &pieces) :
	    cut_clauses(j->unit->arena, text, &plan->cut, &pieces);
	for (i = 0; i < count; i++) {
		unit = in_text(b, at, &pieces[i]);
		put_unit(j, b->kind, &unit);
	}
	j->byte = unit.end;
	j->at = unit.char_end;
}

static int
read_text(struct job *j, struct err *e)
{
	int found = record_text(j->unit->record, SPAN("text"), &j->text, e);

	if (found == 0)
		return err_record(e, "field \"text\": expected string, got "
		    "none");
	return found;
}

/* The parent's id and text, which every record must have. */
static int
read_parent(struct job *j, struct err *e)
{
	int found = record_id(j->unit->record, &j->id, e);

	if (found == -1)
		return -1;
	if (found == 0)
		return err_record(e, "field \"id\": expected string, got none "
		    "(run normalize first, or give each record an id)");
	return read_text(j, e);
}

/* A field that is written and stands there twice would leave one behind. */
static int
check_fields(const struct record *record, enum unit_field first,
    enum unit_field last, struct err *e)
{
	struct json value;
	unsigned i;

	for (i = first; i <= last; i++)
		if (record_get(record, field_key(i), &value, e) == -1)
			return -1;
	return 0;
}

static int
map_whole(struct job *j, struct err *e)
{
	if (check_fields(j->unit->record, FIELD_WORDS, FIELD_POS, e) == -1 ||
	    read_text(j, e) == -1)
		return -1;
	begin_fields(j, FIELD_WORDS, FIELD_POS);
	begin_units(j);
	put_copy(j, j->text, NULL);
	return 0;
}

static int
map_row(struct job *j, struct err *e)
{
	if (read_text(j, e) == -1)
		return -1;
	candidates_row(j->text, j->out->record);
	return 0;
}

/* What the units of all blocks share. */
static void
begin_record(struct job *j)
{
	struct buf *id;

	put_text(j, FIELD_UNIT, span_of(cut_unit_names[j->w->plan->unit]));
	put_text(j, FIELD_PARENT, j->id);
	if (j->out->identity != NULL)
		*j->out->identity = hash_of(j->id).low;
	id = value(j, FIELD_ID);
	json_put_string(id, j->id);
	buf_cut(id, id->n - 1);
	buf_byte(id, '#');
	begin_fields(j, FIELD_ID, FIELD_QUANTITIES);
}

static void
put_blocks_units(struct job *j, const struct block *b, size_t number)
{
	struct arena_place place;

	if (j->w->plan->writes[b->kind])
		begin_block(j, b, number);
	place = arena_place(j->unit->arena);
	put_units(j, b);
	arena_back(j->unit->arena, place);
}

static int
map_units(struct job *j, struct err *e)
{
	const struct plan *plan = j->w->plan;
	struct block block, heading = { .level = 0 };
	struct blocks *blocks;
	size_t number = 0;
	int more;

	if (check_fields(j->unit->record, FIELD_ID, FIELD_QUANTITIES,
	    e) == -1 || read_parent(j, e) == -1)
		return -1;
	blocks = blocks_of(plan, j->w->work, j->unit->arena, j->text, e);
	if (blocks == NULL)
		return -1;
	begin_record(j);
	while ((more = blocks_next(blocks, &block, e)) == 1) {
		if (plan->verbose && block.kind == BLOCK_HEADING) {
			skipped_levels(j->text, &block, heading.level == 0 ?
			    NULL : &heading, j->out->told);
			heading = block;
		}
		put_blocks_units(j, &block, ++number);
	}
	return more;
}

static void
keep(struct buf *b)
{
	if (b->capacity > KEEP_BYTES)
		buf_free(b);
}

static int
map(void *worker, const struct unit *unit, struct out *out, struct err *e)
{
	struct worker *w = worker;
	struct job j = { .w = w, .unit = unit, .out = out };
	int i, result;

	if (w->plan->candidates != NULL)
		return map_row(&j, e);
	for (i = 0; i < FIELDS; i++)
		w->values[i].n = 0;
	result = w->plan->unit == CUT_WHOLE ? map_whole(&j, e) :
	    map_units(&j, e);
	for (i = 0; i < FIELDS; i++)
		keep(&w->values[i]);
	for (i = 0; i < CHOICES; i++)
		keep(&w->forms[i].bytes);
	keep(&w->unit);
	return result;
}

/* Candidates are told when all texts are known. */
static int
begin(const void *plan, void **state, struct err *e)
{
	const struct candidate_rule *rule =
	    ((const struct plan *)plan)->candidates;

	if (rule == NULL)
		return 0;
	if (rule->usage != NULL)
		return err_set(e, ERR_USAGE, NULL, 0, 0, "%s", rule->usage);
	*state = candidates_new(rule);
	return 0;
}

static int
fold(void *state, struct span row, struct out *out, struct err *e)
{
	(void)out;
	return candidates_add(state, row, e);
}

static int
finish(void *state, struct out *out, struct err *e)
{
	int rc = candidates_write(state, out->record, out->records, e);

	candidates_free(state);
	return rc;
}

static void
drop(void *state)
{
	candidates_free(state);
}

const struct engine segment_engine = {
	.name = "segment",
	.compile = compile,
	.open = open_worker,
	.map = map,
	.begin = begin,
	.fold = fold,
	.finish = finish,
	.drop = drop,
	.close = close_worker
};
