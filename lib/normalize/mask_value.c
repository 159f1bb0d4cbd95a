#include "normalize/mask_walk.h"

#include "normalize/mask_rule.h"
#include "normalize/report.h"

/* The values inside a value, as far as they were written again. */
struct rewriting {
	const struct mask	*mask;
	struct arena		*arena;
	uint64_t		*hits;
	struct buf		 out;
	const char		*copied;	/* up to here, of the value */
	struct buf		*notes;		/* NULL: nobody wants any */
};

/* The value's text becomes other; what stands before it passes. */
static void
rewrite(struct rewriting *r, const struct json *value, struct span other)
{
	buf_add(&r->out, span_make(r->copied,
	    (size_t)(value->raw.p - r->copied)));
	json_put_string(&r->out, other);
	r->copied = value->raw.p + value->raw.n;
}

/* A name of a field can't become another one, which might stand there too. */
static int
check_key(const struct rewriting *r, struct span name, struct err *e)
{
	uint64_t hits[PERSONAL_KINDS] = { 0 };

	return mask_edits(r->mask, r->arena, name, hits).count == 0 ? 0 :
	    err_record(e, "expected the names of fields without personal "
	    "data, which isn't masked there");
}

static int
mask_found(void *to, const struct mask_found *f, struct err *e)
{
	struct rewriting *r = to;
	uint64_t before[PERSONAL_KINDS];
	struct edits edits;

	if (f->value == NULL)
		return check_key(r, f->text, e);
	memcpy(before, r->hits, sizeof(before));
	edits = f->person ? mask_person_edits(r->mask, r->arena, f->text,
	    r->hits) : mask_edits(r->mask, r->arena, f->text, r->hits);
	if (edits.count == 0)
		return 0;
	rewrite(r, f->value, edits_apply(&edits, r->arena, f->text));
	if (r->notes != NULL)
		report_note(r->notes, f->field, before, r->hits);
	return 0;
}

int
mask_value(const struct mask *mask, struct arena *arena,
    const struct json *value, struct span *masked,
    uint64_t hits[PERSONAL_KINDS], struct err *e)
{
	struct rewriting r = { .mask = mask, .arena = arena, .hits = hits,
	    .copied = value->raw.p };
	const struct mask_walk walk = { mask, arena, &r, mask_found };
	const char *end = value->raw.p + value->raw.n;
	int rc = mask_walk_value(&walk, value, e);

	*masked = value->raw;
	if (rc == 0 && r.copied != value->raw.p) {
		buf_add(&r.out, span_make(r.copied, (size_t)(end - r.copied)));
		*masked = arena_copy(arena, buf_span(&r.out));
	}
	buf_free(&r.out);
	return rc;
}

/* True if an escape may stand for a digit, an @ or what parts digits. */
static bool
has_escape(struct span json)
{
	const char *at = json.p, *end = json.p + json.n;

	while (at < end && (at = memchr(at, '\\', (size_t)(end - at))) !=
	    NULL && end - at > 1) {
		if (at[1] == 'u')
			return true;
		at += 2;
	}
	return false;
}

/* Most records hold nothing, which one pass over them tells. */
static bool
may_hold(struct span json)
{
	return has_escape(json) || personal_may_come(json);
}

int
mask_record(const struct mask *mask, struct arena *arena, struct buf *b,
    size_t start, struct buf *notes, uint64_t hits[PERSONAL_KINDS],
    struct err *e)
{
	struct span line = span_make(b->p + start, b->n - start);
	struct rewriting r = { .mask = mask, .arena = arena, .hits = hits,
	    .copied = line.p, .notes = notes };
	const struct mask_walk walk = { mask, arena, &r, mask_found };
	struct json object;
	int rc;

	if (!mask->wants && !may_hold(line))
		return 0;
	object = json_value(span_make(line.p, line.n - 1));
	rc = mask_walk_record(&walk, &object, e);
	if (rc == 0 && r.copied != line.p) {
		buf_add(&r.out, span_from(line, (size_t)(r.copied - line.p)));
		buf_cut(b, start);
		buf_add(b, buf_span(&r.out));
	}
	buf_free(&r.out);
	return rc;
}
