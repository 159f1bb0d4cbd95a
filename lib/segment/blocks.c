#include "segment/blocks.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "record/json.h"
#include "segment/article.h"
#include "segment/lines.h"
#include "segment/outline.h"

enum zone {
	ZONE_FRONT,
	ZONE_BODY,
	ZONE_REFERENCES,
	ZONE_NOTES,
	ZONE_BACK
};

struct blocks {
	const struct plan	*plan;
	struct regex_work	*work;
	struct arena		*arena;
	struct span		 text;
	struct line		*lines;
	size_t			 line_count;
	size_t			 line;		/* the next */
	struct block		 found[2];	/* of one line */
	size_t			 given, count;	/* of them */
	struct block		 last;		/* before them */

	enum zone		 zone;
	size_t			 parts;		/* headings and 摘要 to come */
	bool			 in_abstract;
	bool			 counted;	/* a numbered title was there */
	bool			 appendix;	/* its titles count anew */
	enum zone		 around;	/* the notes */
	uint32_t		 note;		/* ①: the last note's number */
	bool			 has_reference;
	enum shape		 reference;	/* of the first; TEXT: any */
	struct span		 sections[LEVEL_MAX + 1];	/* titles down to
								 * a level */
	struct article		 article;
	struct span		 turn[QUOTE_FIELDS];	/* that runs on */
	bool			 in_turn;
	struct span		 section;
};

static bool
begins_part(const struct line *line)
{
	return line->level != 0 || line->word == WORD_ABSTRACT;
}

/*
 * References go on as the first of them began, after a bare one any does;
 * notes are counted.
 */
static bool
is_listed(struct blocks *f, const struct line *line)
{
	bool counts = line_counts_references(line);

	if ((f->zone != ZONE_REFERENCES && f->zone != ZONE_NOTES) ||
	    line->word == WORD_ABSTRACT || line->word == WORD_KEYWORDS ||
	    line->references || line->notes || (line->level != 0 && !counts))
		return false;
	if (!f->has_reference)
		f->reference = counts || f->zone == ZONE_NOTES ? line->shape :
		    SHAPE_TEXT;
	if (f->zone == ZONE_NOTES && !counts)
		return false;
	f->has_reference = true;
	return f->reference == SHAPE_TEXT || line->shape == f->reference;
}

/* Behind the list of references, or of notes. */
static void
end_list(struct blocks *f)
{
	if (f->zone == ZONE_NOTES)
		f->zone = f->around;
	if (f->zone == ZONE_REFERENCES) {
		f->zone = ZONE_BACK;
		f->section = SPAN("[]");
	}
}

static void
begin_notes(struct blocks *f)
{
	f->around = f->zone;
	f->zone = ZONE_NOTES;
	f->has_reference = false;
}

/* Behind 附录 titles that begin to count anew are its own. */
static bool
is_in_appendix(struct blocks *f, const struct line *line)
{
	if (f->zone != ZONE_BACK || !f->counted || f->has_reference)
		return false;
	f->appendix = f->appendix || line->number == 1;
	return f->appendix;
}

/* Where the text stands behind that heading. */
static enum zone
zone_after(struct blocks *f, const struct line *line)
{
	if (line->references)
		return ZONE_REFERENCES;
	if (line->word == WORD_BACK)
		return ZONE_BACK;
	if (line->word == WORD_ABSTRACT)
		return f->zone == ZONE_REFERENCES ? ZONE_BACK : f->zone;
	if (line_is_by_rule(f->plan, line) || line->shape != SHAPE_MARKED)
		return is_in_appendix(f, line) ? ZONE_BACK : ZONE_BODY;
	if (f->zone == ZONE_REFERENCES || f->zone == ZONE_BACK)
		return ZONE_BACK;
	return f->zone == ZONE_FRONT && line->level == 1 && f->parts > 0 ?
	    ZONE_FRONT : ZONE_BODY;
}

/*
 * ①: a note where it counts on from the last one or anew; an item after a
 * colon or another item; else a citation's mark that was left at the start
 * of a paragraph.
 */
static enum block_kind
kind_of_circled(struct blocks *f, uint32_t number)
{
	const struct span text = span_make(f->text.p + f->last.start,
	    f->last.end - f->last.start);

	if (f->last.kind == BLOCK_LIST || span_ends(text, SPAN("：")) ||
	    span_ends(text, SPAN(":")))
		return BLOCK_LIST;
	if (number != 1 && number != f->note + 1)
		return BLOCK_PARAGRAPH;
	f->note = number;
	return BLOCK_NOTE;
}

static enum block_kind
outer_kind(const struct blocks *f)
{
	return f->zone == ZONE_FRONT ? BLOCK_FRONT : BLOCK_BACK;
}

/* The kind that the line's shape alone decides; PARAGRAPH: none. */
static enum block_kind
kind_of_shape(struct blocks *f, const struct line *line)
{
	size_t at = line->start;
	uint32_t c;

	switch (line->shape) {
	case SHAPE_CAPTION:
		return BLOCK_CAPTION;
	case SHAPE_PAGE:
	case SHAPE_RULE:
		return BLOCK_NOTE;
	case SHAPE_NOTE:
		if (line->word == WORD_ABOUT && f->zone != ZONE_BODY)
			return outer_kind(f);
		c = utf8_next(f->text, &at);
		return c >= 0x2460 && c <= 0x2473 ?
		    kind_of_circled(f, c - 0x245f) : BLOCK_NOTE;
	default:
		return shape_is_caption(line_text(f->text, line)) ?
		    BLOCK_CAPTION : BLOCK_PARAGRAPH;
	}
}

/* What follows an abstract doesn't stand under its title. */
static void
end_abstract(struct blocks *f)
{
	if (f->in_abstract)
		f->section = SPAN("[]");
	f->in_abstract = false;
}

/* The kind of a line that is no heading; moves from zone to zone. */
static enum block_kind
kind_of(struct blocks *f, const struct line *line)
{
	enum block_kind kind;

	if (line->contents)
		return BLOCK_FRONT;
	if (is_listed(f, line))
		return f->zone == ZONE_NOTES ? BLOCK_NOTE : BLOCK_REFERENCE;
	end_list(f);
	if (line->notes)
		begin_notes(f);
	if (line->word == WORD_ABSTRACT) {
		f->in_abstract = line->word_alone;
		return BLOCK_ABSTRACT;
	}
	kind = kind_of_shape(f, line);
	if (line->word == WORD_KEYWORDS || kind != BLOCK_PARAGRAPH)
		end_abstract(f);
	if (kind != BLOCK_PARAGRAPH)
		return kind;
	if (f->in_abstract)
		return BLOCK_ABSTRACT;
	if (f->zone == ZONE_FRONT && line->word != WORD_KEYWORDS &&
	    line->prose)
		f->zone = ZONE_BODY;
	if (f->zone != ZONE_BODY)
		return outer_kind(f);
	if (line->item || line->shape == SHAPE_BULLET ||
	    line->shape == SHAPE_COUNTED ||
	    line->shape == SHAPE_ROW)
		return BLOCK_LIST;
	return line->shape == SHAPE_REFERENCE ? BLOCK_NOTE : BLOCK_PARAGRAPH;
}

static struct block *
add_block(struct blocks *f, enum block_kind kind, const struct line *line,
    size_t start, size_t end)
{
	struct block *b;

	b = &f->found[f->count++];
	*b = (struct block){ .kind = kind, .plain = line->plain,
	    .start = start, .end = end, .section = f->section };
	return b;
}

/* A section, which is a JSON array, with a title behind its own. */
static struct span
with_title(struct arena *arena, struct span section, struct span title)
{
	struct buf b = { 0 };

	if (title.n == 0)
		return section;
	buf_add(&b, span_make(section.p, section.n - 1));
	if (b.n > 1)
		buf_byte(&b, ',');
	json_put_string(&b, title);
	buf_byte(&b, ']');
	section = arena_copy(arena, buf_span(&b));
	buf_free(&b);
	return section;
}

/* All titles, then article and item. */
static struct span
section_of_article(const struct blocks *f)
{
	struct span section = f->sections[LEVEL_MAX];
	int i;

	for (i = 0; i < ARTICLE_PARTS; i++)
		section = with_title(f->arena, section, f->article.part[i]);
	return section;
}

/* A heading, and the paragraph that it runs into. */
static void
add_heading(struct blocks *f, const struct line *line)
{
	struct span rest = span_make(f->text.p + line->title_end,
	    line->end - line->title_end);
	int i;

	article_leave(&f->article);
	f->in_turn = false;
	f->section = f->sections[line->level - 1];
	add_block(f, BLOCK_HEADING, line, line->start,
	    line->title_end)->level = line->level;
	f->section = with_title(f->arena, f->section,
	    line_part(f->text, line->title));
	for (i = line->level; i <= LEVEL_MAX; i++)
		f->sections[i] = f->section;
	f->zone = zone_after(f, line);
	f->counted = f->counted || line->number > 0;
	f->has_reference = false;
	f->in_abstract = line->word == WORD_ABSTRACT;
	rest = utf8_trim(rest);
	if (rest.n > 0)
		add_block(f, BLOCK_PARAGRAPH, line,
		    (size_t)(rest.p - f->text.p), line->end);
}

static int
find_quote_fields(const struct blocks *f, const struct quote_regex *q,
    struct span text, struct block *b, struct err *e)
{
	struct regex_match match;
	int found, i, group;

	if (q->regex == NULL)
		return 0;
	found = regex_find(q->regex, f->work, text, 0, &match, e);
	for (i = 0; found == 1 && i < QUOTE_FIELDS; i++) {
		group = q->groups[i];
		if (group < 0 || (size_t)group >= match.count ||
		    match.start[group] == (size_t)-1)
			continue;
		b->quote[i] = span_make(text.p + match.start[group],
		    match.end[group] - match.start[group]);
	}
	return found;
}

/* Moves into an article and to its parts. */
static void
enter_article(struct blocks *f, const struct line *line)
{
	bool inside = f->article.part[ARTICLE].n > 0;

	article_enter(&f->article, f->arena, f->text, f->lines, f->line_count,
	    (size_t)(line - f->lines));
	if (line->article.n > 0)
		f->zone = ZONE_BODY;
	if (inside || line->article.n > 0)
		f->section = section_of_article(f);
}

/* A turn of a transcript; or a paragraph that the last one runs on over. */
static int
find_turn(struct blocks *f, struct block *b, struct err *e)
{
	const struct span text = span_make(f->text.p + b->start,
	    b->end - b->start);
	int found = find_quote_fields(f, &f->plan->turn, text, b, e);

	if (found == 1) {
		f->in_turn = f->plan->turns_run_on;
		memcpy(f->turn, b->quote, sizeof(f->turn));
	} else if (found == 0 && f->in_turn) {
		memcpy(b->quote, f->turn, sizeof(f->turn));
		found = 1;
	}
	if (found == 1)
		b->kind = BLOCK_QUOTE;
	return found;
}

/* What the rule's regex says is a quote was a paragraph till now. */
static int
find_quote(const struct blocks *f, struct block *b, struct err *e)
{
	const struct span text = span_make(f->text.p + b->start,
	    b->end - b->start);
	int found = find_quote_fields(f, &f->plan->quote_match, text, b, e);

	if (found != 1)
		return found;
	b->kind = BLOCK_QUOTE;
	return find_quote_fields(f, &f->plan->quote_fields, text, b, e);
}

/* What stands above the first turn is no part of the talk. */
static bool
begins_turn(const struct blocks *f, const struct line *line)
{
	struct regex_match match;
	struct err e;

	return f->plan->turn.regex != NULL && regex_find(f->plan->turn.regex,
	    f->work, line_text(f->text, line), 0, &match, &e) == 1;
}

static bool
has_turn(const struct blocks *f)
{
	size_t i = 0;

	while (f->plan->turn.regex != NULL && i < f->line_count &&
	    !begins_turn(f, &f->lines[i]))
		i++;
	return f->plan->turn.regex != NULL && i < f->line_count;
}

static int
take_line(struct blocks *f, const struct line *line, struct err *e)
{
	struct block *b;
	enum block_kind kind;
	int found;

	f->parts -= begins_part(line);
	if (f->zone == ZONE_FRONT && begins_turn(f, line))
		f->zone = ZONE_BODY;
	if (line->level != 0 && !is_listed(f, line)) {
		add_heading(f, line);
		return 0;
	}
	kind = kind_of(f, line);
	enter_article(f, line);
	if (line->article.n > 0 || (line->shape == SHAPE_COUNTED &&
	    f->article.part[ARTICLE].n > 0))
		kind = BLOCK_PARAGRAPH;
	b = add_block(f, kind, line, line->start, line->end);
	if (kind != BLOCK_PARAGRAPH)
		return 0;
	found = find_turn(f, b, e);
	return found == 0 ? find_quote(f, b, e) : found;
}

struct blocks *
blocks_of(const struct plan *plan, struct regex_work *work,
    struct arena *arena, struct span text, struct err *e)
{
	struct blocks *f = arena_zero(arena, 1, sizeof(*f));
	size_t i;

	f->plan = plan;
	f->work = work;
	f->arena = arena;
	f->text = text;
	f->section = SPAN("[]");
	for (i = 0; i <= LEVEL_MAX; i++)
		f->sections[i] = f->section;
	if (lines_of_text(plan, work, arena, text, &f->lines, &f->line_count,
	    e) == -1)
		return NULL;
	outline_settle(plan, arena, text, f->lines, f->line_count);
	for (i = 0; i < f->line_count; i++)
		f->parts += begins_part(&f->lines[i]);
	f->zone = f->parts > 0 || has_turn(f) ? ZONE_FRONT : ZONE_BODY;
	return f;
}

int
blocks_next(struct blocks *f, struct block *block, struct err *e)
{
	if (f->given == f->count) {
		if (f->line == f->line_count)
			return 0;
		f->given = f->count = 0;
		if (take_line(f, &f->lines[f->line++], e) == -1)
			return -1;
	}
	f->last = f->found[f->given++];
	*block = f->last;
	return 1;
}
