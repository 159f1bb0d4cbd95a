#include "segment/segment.h"

#include "base/mem.h"
#include "base/utf8.h"
#include "record/record.h"
#include "segment/blocks.h"

struct worker {
	const struct plan	*plan;
	struct regex_work	*work;
};

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
	FIELD_TAGS,
	FIELD_CODES,
	FIELD_QUANTITIES,
	FIELDS
};

static const char *const field_names[FIELDS] = {
	"id", "text", "unit", "block", "quote_number", "quote_time",
	"speaker", "level", "section", "paragraph", "parent", "start", "end",
	"notes", "words", "word_starts", "tags", "codes", "quantities"
};

/* One record on its way. */
struct job {
	const struct worker	*w;
	const struct unit	*unit;
	struct out		*out;
	struct span		 id;
	struct span		 text;
	size_t			 byte, at;	/* one place; at: code points */
	size_t			 number;	/* of the last unit */
	struct buf		 values[FIELDS];
	struct change		 changes[FIELDS];
};

static int
compile(const struct config *config, struct arena *run, void **plan,
    struct faults *faults)
{
	*plan = segment_compile(config, run, faults);
	return *plan == NULL ? -1 : 0;
}

static int
open_worker(const void *plan, void **worker, struct err *e)
{
	struct worker *w = mem_zero(1, sizeof(*w));

	(void)e;
	w->plan = plan;
	w->work = regex_work_new();
	*worker = w;
	return 0;
}

static void
close_worker(void *worker)
{
	struct worker *w = worker;

	regex_work_free(w->work);
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

static struct buf *
value(struct job *j, enum unit_field field)
{
	j->values[field].n = 0;
	return &j->values[field];
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

static void
put_id(struct job *j)
{
	struct buf *id = value(j, FIELD_ID);

	json_put_string(id, j->id);
	buf_cut(id, id->n - 1);
	buf_byte(id, '#');
	buf_unsigned(id, j->number);
	buf_byte(id, '"');
}

/* The fields that all units of a block have. */
static void
put_block(struct job *j, const struct block *b, size_t number)
{
	unsigned i;

	put_text(j, FIELD_BLOCK, span_of(block_names[b->kind]));
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

/* A field without a value goes, where the parent has it. */
static void
write_unit(struct job *j)
{
	int i;

	for (i = 0; i < FIELDS; i++) {
		j->changes[i].key = span_of(field_names[i]);
		j->changes[i].value = j->values[i].n == 0 ?
		    span_make(NULL, 0) : buf_span(&j->values[i]);
	}
	record_write(j->unit->record, j->changes, FIELDS, j->out->record);
	++*j->out->records;
}

/* One unit, of bytes start to end; counted also where it isn't written. */
static void
put_unit(struct job *j, enum block_kind kind, size_t start, size_t end)
{
	j->number++;
	if (!j->w->plan->writes[kind])
		return;
	put_id(j);
	put_text(j, FIELD_TEXT, span_make(j->text.p + start, end - start));
	put_number(j, FIELD_START, code_points(j, start));
	put_number(j, FIELD_END, code_points(j, end));
	write_unit(j);
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

static void
put_units(struct job *j, const struct block *b)
{
	const struct plan *plan = j->w->plan;
	struct span text = span_make(j->text.p + b->start, b->end - b->start);
	struct cut_piece *pieces;
	size_t i, count;

	if (!is_cut(plan, b->kind)) {
		put_unit(j, b->kind, b->start, b->end);
		return;
	}
	count = plan->unit == CUT_SENTENCE ?
	    cut_sentences(j->unit->arena, text, &plan->cut, &pieces) :
	    cut_clauses(j->unit->arena, text, &plan->cut, &pieces);
	for (i = 0; i < count; i++)
		put_unit(j, b->kind, b->start + pieces[i].start,
		    b->start + pieces[i].end);
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
	found = record_text(j->unit->record, SPAN("text"), &j->text, e);
	if (found == 0)
		return err_record(e, "field \"text\": expected string, got "
		    "none");
	return found;
}

/* A field that is written and stands there twice would leave one behind. */
static int
check_fields(const struct record *record, struct err *e)
{
	struct json value;
	int i;

	for (i = 0; i < FIELDS; i++)
		if (record_get(record, span_of(field_names[i]), &value,
		    e) == -1)
			return -1;
	return 0;
}

static int
map(void *worker, const struct unit *unit, struct out *out, struct err *e)
{
	struct job j = { .w = worker, .unit = unit, .out = out };
	struct block *blocks;
	size_t i, count;

	if (check_fields(unit->record, e) == -1 || read_parent(&j, e) == -1 ||
	    blocks_find(j.w->plan, j.w->work, unit->arena, j.text, &blocks,
	    &count, e) == -1)
		return -1;
	put_text(&j, FIELD_UNIT, span_of(cut_unit_names[j.w->plan->unit]));
	put_text(&j, FIELD_PARENT, j.id);
	for (i = 0; i < count; i++) {
		if (j.w->plan->writes[blocks[i].kind])
			put_block(&j, &blocks[i], i + 1);
		put_units(&j, &blocks[i]);
	}
	for (i = 0; i < FIELDS; i++)
		buf_free(&j.values[i]);
	return 0;
}

const struct engine segment_engine = {
	.name = "segment",
	.compile = compile,
	.open = open_worker,
	.map = map,
	.close = close_worker
};
