#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "record/json.h"
#include "segment/word_rule.h"

/*
 * A text without anything to escape, as nearly all are: its words are copied
 * as they are.
 */
static void
put_plain(struct buf *b, struct span text, const struct word *words,
    size_t count)
{
	size_t i, n = 0;
	char *p;

	for (i = 0; i < count; i++)
		n += words[i].n + 3;
	buf_reserve(b, n);
	p = b->p + b->n;
	for (i = 0; i < count; i++) {
		*p++ = '"';
		memcpy(p, text.p + words[i].start, words[i].n);
		p += words[i].n;
		*p++ = '"';
		*p++ = ',';
	}
	b->n += n;
}

static void
put_escaped(struct buf *b, struct span text, const struct word *words,
    size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		json_put_string(b, span_make(text.p + words[i].start,
		    words[i].n));
		buf_byte(b, ',');
	}
}

/* An array whose elements were each put with a comma behind. */
static void
end_array(struct buf *b)
{
	if (b->p[b->n - 1] == ',')
		b->n--;
	buf_byte(b, ']');
}

/* Where words begin; in a search they go back, though never far. */
static void
put_starts(struct buf *b, struct span text, const struct word *words,
    size_t count)
{
	size_t i, start, byte = 0, at = 0;

	buf_byte(b, '[');
	for (i = 0; i < count; i++) {
		start = words[i].start;
		if (start >= byte)
			at += utf8_length(span_make(text.p + byte,
			    start - byte));
		else
			at -= utf8_length(span_make(text.p + start,
			    byte - start));
		byte = start;
		buf_unsigned(b, at);
		buf_byte(b, ',');
	}
	end_array(b);
}

static void
put_kinds(struct buf *b, const struct lexicon *l, const struct word *words,
    size_t count)
{
	size_t i;

	buf_byte(b, '[');
	for (i = 0; i < count; i++) {
		json_put_string(b, lexicon_kind_name(l, words[i].kind));
		buf_byte(b, ',');
	}
	end_array(b);
}

static bool
is_space(struct span word)
{
	size_t at = 0;

	while (at < word.n)
		if (!utf8_is_space(utf8_next(word, &at)))
			return false;
	return true;
}

static int
by_bytes(const void *left, const void *right)
{
	return span_compare(*(const struct span *)left,
	    *(const struct span *)right);
}

static bool
is_kept(const struct word_rule *rule, struct span word, unsigned kind)
{
	return (rule->kinds == NULL || rule->kinds[kind]) && !is_space(word) &&
	    utf8_length(word) >= rule->min_length &&
	    (rule->stop_count == 0 || bsearch(&word, rule->stop,
	    rule->stop_count, sizeof(word), by_bytes) == NULL);
}

/* Those that the rule keeps, in the arena of the record. */
static size_t
keep(const struct word_rule *rule, struct arena *arena, struct span text,
    const struct word **words, size_t count)
{
	struct word *kept = arena_alloc(arena, count * sizeof(*kept));
	size_t i, n = 0;

	for (i = 0; i < count; i++)
		if (is_kept(rule, span_make(text.p + (*words)[i].start,
		    (*words)[i].n), (*words)[i].kind))
			kept[n++] = (*words)[i];
	*words = kept;
	return n;
}

void
word_rule_write(const struct word_rule *rule, struct words_work *work,
    struct arena *arena, struct span text, struct buf *words,
    struct buf *starts, struct buf *kinds)
{
	const struct word *all;
	size_t count = words_cut(rule->lexicon, work, text, rule->how, &all);

	if (rule->keeps)
		count = keep(rule, arena, text, &all, count);
	buf_byte(words, '[');
	if (utf8_plain(text) == text.n)
		put_plain(words, text, all, count);
	else
		put_escaped(words, text, all, count);
	end_array(words);
	if (word_rule_has_starts(rule))
		put_starts(starts, text, all, count);
	if (word_rule_has_kinds(rule))
		put_kinds(kinds, rule->lexicon, all, count);
}
