#include "base/mem.h"
#include "base/pack.h"
#include "record/record.h"
#include "tag/claim.h"
#include "rules/fault.h"
#include "tag/fold.h"

/* How many void corrections, and how many unread ones, are told one by one. */
#define MOST_TOLD	10
#define MOST_UNREAD	3

/* Documents, and their bytes, among which the one that was missed is sought. */
#define MOST_NAMES	4096
#define MOST_NAME	256

/*
 * A row, as map() puts it: head, words, the name of the document, the line.
 * What waits is kept as its head and line.
 */
struct row_head {
	bool		later;		/* the line is the input's */
	uint32_t	words;
};

/* What a row says of a correction: its document was read. */
struct word {
	uint32_t	correction;
	bool		holds;		/* in the unit with its id */
};

/* What became of a correction. */
struct fate {
	bool		read;		/* something of its document */
	bool		again;		/* which came again after another */
	uint64_t	documents;	/* begun when it was last read */
	uint64_t	holds;		/* in other units */
};

struct fold {
	const struct plan	*plan;
	struct worker		*worker;
	struct arena		 arena;		/* of a record */
	struct fate		*fates;		/* by correction */
	uint64_t		*exact_holds;	/* in the unit with its id */
	struct buf		 document;	/* that is being read */
	uint64_t		 documents;	/* begun */
	struct arena		 names_arena;
	const char		*names[MOST_NAMES + 1];	/* the first ones */
	uint32_t		 name_count;
	struct buf		 waiting;
};

int
fold_put(const struct record *r, const struct claims *claims, bool later,
    struct span line, struct buf *row, struct err *e)
{
	struct row_head head;
	struct word word;
	struct span document;
	size_t i;

	if (claims_document(r, &document, e) == -1)
		return -1;
	memset(&head, 0, sizeof(head));
	head.later = later;
	head.words = (uint32_t)claims->count;
	pack_bytes(row, &head, sizeof(head));
	for (i = 0; i < claims->count; i++) {
		memset(&word, 0, sizeof(word));
		word.correction = claims->items[i].correction;
		word.holds = claims->items[i].holds &&
		    claims->items[i].contained;
		pack_bytes(row, &word, sizeof(word));
	}
	pack_text(row, document);
	pack_text(row, line);
	return 0;
}

int
fold_begin(const struct plan *p, void **state)
{
	struct fold *f;

	*state = NULL;
	if (p->correction_count == 0)
		return 0;
	f = mem_zero(1, sizeof(*f));
	f->plan = p;
	f->worker = worker_new(p);
	f->fates = mem_zero(p->correction_count, sizeof(*f->fates));
	f->exact_holds = mem_zero(p->correction_count,
	    sizeof(*f->exact_holds));
	*state = f;
	return 0;
}

void
fold_drop(void *state)
{
	struct fold *f = state;

	worker_free(f->worker);
	mem_free(f->fates);
	mem_free(f->exact_holds);
	buf_free(&f->document);
	buf_free(&f->waiting);
	arena_free(&f->arena);
	arena_free(&f->names_arena);
	mem_free(f);
}

/* Codes a record that waited: its document is read now. */
static int
code_late(struct fold *f, struct span line, struct out *out, struct err *e)
{
	struct record record = { .arena = &f->arena };
	struct claims claims = { 0 };
	const struct claim *c;
	size_t i;
	int rc;

	if (record_parse(&record, &f->arena, line, e) == -1 ||
	    claims_find(f->plan, &record, f->exact_holds, &claims, e) == -1)
		return -1;
	rc = tag_record(f->worker, &record, &claims, out->record,
	    out->counters, e);
	if (rc == -1)
		return -1;
	*out->records += rc == 1;
	for (i = 0; i < claims.count; i++) {
		c = &claims.items[i];
		f->fates[c->correction].holds += !c->exact && c->holds &&
		    c->contained;
	}
	return 0;
}

static int
put_line(struct fold *f, const struct row_head *head, struct span line,
    struct out *out, struct err *e)
{
	int rc = 0;

	if (head->later) {
		rc = code_late(f, line, out, e);
		arena_reset(&f->arena);
	} else {
		buf_add(out->record, line);
		*out->records += line.n > 0;
	}
	return rc;
}

/* The end of a document. */
static int
put_waiting(struct fold *f, struct out *out, struct err *e)
{
	struct span rows = buf_span(&f->waiting);
	struct row_head head;

	while (rows.n > 0) {
		unpack_bytes(&rows, &head, sizeof(head));
		if (put_line(f, &head, unpack_text(&rows), out, e) == -1)
			return -1;
	}
	buf_cut(&f->waiting, 0);
	return 0;
}

static void
take_words(struct fold *f, struct span *row, uint32_t count)
{
	struct fate *fate;
	struct word word;

	for (; count > 0; count--) {
		unpack_bytes(row, &word, sizeof(word));
		fate = &f->fates[word.correction];
		fate->again = fate->again || (fate->read &&
		    fate->documents != f->documents);
		fate->read = true;
		fate->documents = f->documents;
		f->exact_holds[word.correction] += word.holds;
	}
}

static void
begin_document(struct fold *f, struct span document)
{
	buf_cut(&f->document, 0);
	buf_add(&f->document, document);
	if (f->name_count < MOST_NAMES && document.n <= MOST_NAME)
		f->names[f->name_count++] = arena_string(&f->names_arena,
		    document);
	f->documents++;
}

int
fold_row(void *state, struct span row, struct out *out, struct err *e)
{
	struct fold *f = state;
	struct span words, document, line;
	struct row_head head;

	unpack_bytes(&row, &head, sizeof(head));
	words = row;
	row = span_from(row, head.words * sizeof(struct word));
	document = unpack_text(&row);
	line = unpack_text(&row);
	if (!span_equal(document, buf_span(&f->document))) {
		if (put_waiting(f, out, e) == -1)
			return -1;
		begin_document(f, document);
	}
	take_words(f, &words, head.words);
	if (!head.later && f->waiting.n == 0)
		return put_line(f, &head, line, out, e);
	pack_bytes(&f->waiting, &head, sizeof(head));
	pack_text(&f->waiting, line);
	return 0;
}

/* Says why a correction is void. */
static void
tell_void(const struct correction *c, uint64_t holds, bool again,
    const struct out *out)
{
	struct err e = { 0 };
	enum err_kind kind = c->warn ? ERR_NONE : ERR_DATA;
	const char *warning = c->warn ? "warning: " : "";

	if (holds == 0)
		err_set(&e, kind, c->place.file, c->place.line, 0, "%sa void "
		    "correction: its document was read, but no coded text in "
		    "it holds the quote", warning);
	else
		err_set(&e, kind, c->place.file, c->place.line, 0, "%sa void "
		    "correction: it held in %llu units, expected one%s",
		    warning, (unsigned long long)holds, again ?
		    " (its document came in pieces: keep it together)" : "");
	out->tell(&e);
}

static void
tell_rest(uint64_t count, bool warn, const struct out *out)
{
	struct err e = { 0 };

	err_set(&e, warn ? ERR_NONE : ERR_DATA, NULL, 0, 0,
	    "%s%llu more void corrections", warn ? "warning: " : "",
	    (unsigned long long)count);
	out->tell(&e);
}

/* What may be a slip in an id, or another run's document. */
static void
tell_unread(const struct fold *f, const struct correction *c,
    const struct out *out)
{
	struct err e = { 0 };
	const char *near = c->document.n <= MOST_NAME ?
	    fault_nearest(c->document, f->names) : NULL;
	char shown[96], quoted[96] = "";

	if (near != NULL)
		err_quote(quoted, sizeof(quoted), span_of(near));
	err_set(&e, ERR_NONE, c->place.file, c->place.line, 0, "warning: a "
	    "correction without its document: no record is of \"%s\"%s%s%s",
	    err_quote(shown, sizeof(shown), c->document),
	    near != NULL ? " (did you mean \"" : "", quoted,
	    near != NULL ? "\"?)" : "");
	out->tell(&e);
}

static void
tell_more_unread(uint64_t count, const struct out *out)
{
	struct err e = { 0 };

	err_set(&e, ERR_NONE, NULL, 0, 0, "warning: corrections without "
	    "their documents: %llu more", (unsigned long long)count);
	out->tell(&e);
}

/* Counts what became of the corrections, and tells which are void. */
static void
judge(const struct fold *f, const struct out *out)
{
	const struct plan *p = f->plan;
	uint64_t *count = out->counters + p->corrections_held;
	uint64_t told = 0, rest[2] = { 0, 0 }, unread = 0, holds;
	uint32_t i;

	for (i = 0; i < p->correction_count; i++) {
		holds = f->fates[i].holds + f->exact_holds[i];
		if (!f->fates[i].read) {
			count[CORRECTIONS_UNREAD]++;
			if (unread++ < MOST_UNREAD)
				tell_unread(f, &p->corrections[i], out);
		} else if (holds == 1) {
			count[CORRECTIONS_HELD]++;
		} else {
			count[CORRECTIONS_VOID]++;
			if (told++ < MOST_TOLD)
				tell_void(&p->corrections[i], holds,
				    f->fates[i].again, out);
			else
				rest[p->corrections[i].warn]++;
		}
	}
	for (i = 0; i < 2; i++)
		if (rest[i] > 0)
			tell_rest(rest[i], i == 1, out);
	if (unread > MOST_UNREAD)
		tell_more_unread(unread - MOST_UNREAD, out);
}

int
fold_finish(void *state, struct out *out, struct err *e)
{
	int rc = put_waiting(state, out, e);

	if (rc == 0)
		judge(state, out);
	fold_drop(state);
	return rc;
}
