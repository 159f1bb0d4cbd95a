#include "normalize/verify.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "normalize/mask_walk.h"
#include "record/record.h"

#define TOLD_MAX	100	/* findings that are named one by one */
#define PSEUDONYM	17	/* bytes: a colon and 16 digits */
#define SHOWN_MAX	128

/* One record that is looked through. */
struct search {
	const struct mask	*mask;
	const struct unit	*unit;
	struct buf		*findings;
	size_t			 at;		/* byte of the text ... */
	size_t			 characters;	/* and what stands before it */
};

/* caller:9a6a05aaf6e16b45 in the field caller; 16 digits may be a card. */
static bool
is_pseudonym(struct span field, struct span text)
{
	size_t i, colon = field.n;

	if (!span_starts(text, field) || text.n - colon != PSEUDONYM ||
	    text.p[colon] != ':')
		return false;
	for (i = colon + 1; i < text.n; i++)
		if (!ascii_is_digit(text.p[i]) && (text.p[i] < 'a' ||
		    text.p[i] > 'f'))
			return false;
	return true;
}

/* The place of a byte behind the last one that was asked for. */
static size_t
count_to(struct search *s, struct span text, size_t byte)
{
	s->characters += utf8_length(span_make(text.p + s->at, byte - s->at));
	s->at = byte;
	return s->characters;
}

/* A finding is an error that fold() tells. */
static void
note(struct search *s, const struct mask_found *f,
    const struct personal *p)
{
	size_t start = count_to(s, f->text, p->start);
	size_t end = count_to(s, f->text, p->end);
	char shown[SHOWN_MAX];
	struct err e = { 0 };

	if (f->value == NULL)
		err_set(&e, ERR_DATA, s->unit->input, s->unit->line, 0,
		    "a name of a field holds %s", personal_names[p->kind]);
	else
		err_set(&e, ERR_DATA, s->unit->input, s->unit->line, 0,
		    "field \"%s\": %s at %zu to %zu", err_quote(shown,
		    sizeof(shown), f->field), personal_names[p->kind], start,
		    end);
	buf_add(s->findings, span_make((const char *)&e, sizeof(e)));
}

static int
look(void *to, const struct mask_found *f, struct err *e)
{
	struct search *s = to;
	struct personal p = { PERSONAL_NAME, 0, f->text.n };
	struct personal_search found;

	(void)e;
	s->at = s->characters = 0;
	if (is_pseudonym(f->field, f->text))
		return 0;
	if (f->person && mask_is_name(s->mask, f->text)) {
		note(s, f, &p);
		return 0;
	}
	mask_begin(s->mask, s->unit->arena, f->text, &found);
	while (mask_next(s->mask, &found, &p))
		note(s, f, &p);
	return 0;
}

int
verify_record(const struct mask *mask, const struct unit *unit,
    struct buf *findings, struct err *e)
{
	struct search s = { mask, unit, findings, 0, 0 };
	const struct mask_walk walk = { mask, unit->arena, &s, look };
	struct json object = json_value(unit->bytes);

	return mask_walk_record(&walk, &object, e);
}

void
verify_tell(struct verified *v, struct span findings,
    void (*tell)(const struct err *))
{
	struct err e;

	for (; findings.n > 0; findings = span_from(findings, sizeof(e))) {
		memcpy(&e, findings.p, sizeof(e));
		if (v->told < TOLD_MAX) {
			tell(&e);
			v->told++;
		} else
			v->more++;
	}
}

void
verify_end(const struct verified *v, void (*tell)(const struct err *))
{
	struct err e = { 0 };

	if (v->more == 0)
		return;
	err_set(&e, ERR_DATA, NULL, 0, 0, "and %llu more",
	    (unsigned long long)v->more);
	tell(&e);
}
