#include "normalize/person.h"

#include <stdint.h>
#include <stdlib.h>
#include <strings.h>

#include "base/map.h"
#include "normalize/person_words.h"
#include "text/terms.h"

#define HAN		3	/* bytes of a character of a name */
#define RUN_MAX		12	/* characters that are looked at behind a label */
#define GAP_MAX		4	/* signs between a name and its phone */
#define REMARK_MAX	16	/* characters in brackets behind one of a list */

struct persons {
	struct terms	*terms;
	struct span	*words;		/* as terms has them */
	unsigned	*places;	/* where names stand beside them */
	size_t		 known;		/* that are no listed names */
};

/* One text that is looked through. */
struct search {
	const struct persons	*persons;
	struct span		 text;
	struct found		*found;
};

const struct persons *
persons_new(struct arena *arena, const struct span *labels,
    size_t label_count, const struct span *names, size_t name_count)
{
	struct persons *p = arena_zero(arena, 1, sizeof(*p));
	size_t i, n = 0, count;

	p->known = person_term_count + label_count;
	count = p->known + name_count;
	p->words = arena_zero(arena, count, sizeof(*p->words));
	p->places = arena_zero(arena, count, sizeof(*p->places));
	for (i = 0; i < person_term_count; i++) {
		p->words[n] = span_of(person_terms[i].text);
		p->places[n++] = person_terms[i].places;
	}
	for (i = 0; i < label_count; i++) {
		p->words[n] = labels[i];
		p->places[n++] = PERSON_LABEL;
	}
	for (i = 0; i < name_count; i++) {
		p->words[n] = names[i];
		p->places[n++] = PERSON_LISTED;
	}
	p->terms = terms_build(arena, p->words, NULL, n, TERMS_FOLD_WIDTH);
	return p->terms != NULL ? p : NULL;
}

/* Bytes of the surname at byte `at`; or 0. */
static size_t
surname_at(struct span text, size_t at)
{
	const char *two;

	for (two = person_surnames_of_two; *two != '\0'; two += 2 * HAN)
		if (follows(text, at, span_make(two, 2 * HAN)))
			return 2 * HAN;
	return is_one_of(text, at, person_surnames) ? HAN : 0;
}

/* True if the text from byte `start` on is, or begins with, a common word. */
static bool
is_word(struct span text, size_t start, size_t end)
{
	char word[4 * HAN + 3] = " ";
	size_t n, i;

	for (i = 2; i <= 3; i++) {
		n = i * HAN;
		if (start + n > end)
			break;
		memcpy(word + 1, text.p + start, n);
		memcpy(word + 1 + n, " ", 2);
		if (strstr(person_words, word) != NULL)
			return true;
	}
	return false;
}

/* True if all characters from byte `at` to `end` are those of given names. */
static bool
is_given(struct span text, size_t at, size_t end)
{
	if (at == end || end - at > 2 * HAN)
		return false;
	for (; at < end; at += HAN)
		if (!is_one_of(text, at, person_given))
			return false;
	return true;
}

static bool
is_han_at(struct span text, size_t at)
{
	return at < text.n && utf8_width(text.p[at]) == HAN &&
	    utf8_is_han(utf8_next(text, &at));
}

/* 杨先生 is called so, which tells no more than 杨某. */
static bool
is_called(struct span text, size_t at)
{
	size_t i;

	for (i = 0; person_titles[i] != NULL; i++)
		if (follows(text, at, span_of(person_titles[i])))
			return true;
	return false;
}

/* True if no sentence stands before, of which a mask may have made stars. */
static bool
is_border_before(struct span text, size_t at)
{
	return byte_before(text, at) != '*' &&
	    (at < HAN || !is_han_at(text, at - HAN));
}

/* True if a name may end at byte `at`: there is none of it, or a new word. */
static bool
may_end(struct span text, size_t at)
{
	static const char next[] = "在的等和与说对向为是把将到来及给让也就又却都"
	    "不以称表介讲告电手身住男女同系现因被今";
	static const char *const words[] = { "拒绝", "答复", "反映", "要求",
	    "承诺", "承认", "负责", "收了", "指出", "签字", "去年", "已经",
	    "于20", "未经", "经手" };
	size_t i;

	if (!is_han_at(text, at) || is_one_of(text, at, next))
		return true;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (follows(text, at, span_of(words[i])))
			return true;
	return false;
}

/* The same behind three characters, which are hardly anything else. */
static bool
may_end_whole(struct span text, size_t at)
{
	static const char next[] = "答反已于未去一从经占收拒没有才常打正上只自则"
	    "曾再仍还请要求带用拿找承负提做签居任当四五六七八九联这那你我他她拖";

	return may_end(text, at) || (is_one_of(text, at, next) &&
	    !is_one_of(text, at - HAN, "镇"));
}

/* True if it may be a given name of any characters. */
static bool
is_free(struct span text, size_t at, size_t end)
{
	size_t i;

	for (i = at; i < end; i += HAN)
		if (!is_han_at(text, i) ||
		    is_one_of(text, i, person_function))
			return false;
	return end > at && end - at <= 2 * HAN && !is_called(text, at) &&
	    !is_one_of(text, end - HAN, person_offices);
}

/* How sure it is that a name begins. */
enum place {
	PLACE_DOUBTFUL,		/* needs an end behind it, however long */
	PLACE_LIKELY,		/* the second character may be what follows */
	PLACE_SURE
};

/*
 * Where the name ends that begins at byte `at`; 0 if none does.  Of two
 * characters of a given name the second may belong to what follows, so one
 * alone needs an end behind it.
 */
static size_t
name_end(struct span text, size_t at, enum place place)
{
	size_t n = surname_at(text, at), one = at + n + HAN, two = one + HAN;
	bool ends;

	if (n == 0 || one > text.n || is_word(text, at, text.n) ||
	    is_called(text, at + n))
		return 0;
	if (is_one_of(text, at, person_surnames_weak))
		place = PLACE_DOUBTFUL;
	ends = is_given(text, at + n, one) && may_end(text, one);
	if (two <= text.n && is_given(text, at + n, two) &&
	    (place == PLACE_SURE || may_end_whole(text, two) ||
	    (place == PLACE_LIKELY && !ends && !is_called(text, one))))
		return two;
	return ends ? one : 0;
}

/* Behind the Han at byte `at`; *points: those in names of other peoples. */
static size_t
run_end(struct span text, size_t at, size_t *count, size_t *points)
{
	*count = *points = 0;
	for (; *count <= RUN_MAX; ++*count)
		if (is_han_at(text, at))
			at += HAN;
		else if (*count > 0 && follows(text, at, SPAN("·")) &&
		    is_han_at(text, at + 2)) {
			at += 2 + HAN;
			++*points;
		} else
			break;
	return at;
}

/* A colon, a space, 是 or 为 behind a label. */
static size_t
behind_colon(struct span text, size_t at)
{
	static const char wide[] = "：　是为叫（";
	size_t i;
	char c;

	for (i = 0; i < GAP_MAX; i++) {
		c = byte_at(text, at);
		if (c == ':' || c == ' ' || c == '(' || c == '\t')
			at++;
		else if (is_one_of(text, at, wide))
			at += HAN;
		else
			break;
	}
	return at;
}

/* True if the text is a term of one of the places. */
static bool
is_term(const struct persons *p, struct span text, unsigned places)
{
	size_t i;

	for (i = 0; i < p->known; i++)
		if ((p->places[i] & places) != 0 &&
		    span_equal(text, p->words[i]))
			return true;
	return false;
}

/* True if what is said next of a person begins at byte `at`. */
static bool
is_next_item(struct span text, size_t at)
{
	static const char *const items[] = { "身份证", "电话", "联系", "手机",
	    "性别", "年龄", "住址", "地址", "籍贯", "汉族", "男", "女" };
	size_t i;

	for (i = 0; i < sizeof(items) / sizeof(items[0]); i++)
		if (follows(text, at, span_of(items[i])))
			return true;
	return false;
}

/* A name behind a label with the next item right behind it. */
static size_t
item_end(struct span text, size_t at, size_t n)
{
	size_t end;

	for (end = at + n + 2 * HAN; end > at + n; end -= HAN)
		if (end < text.n && is_next_item(text, end) &&
		    is_free(text, at + n, end) && !is_word(text, at, end))
			return end;
	return 0;
}

/*
 * All that stands behind a label and its colon, if it can be a name: 2 to 4
 * characters, a surname first, no title or 某 behind it, no office.
 */
static size_t
labelled_end(const struct search *s, size_t at, bool is_parted)
{
	size_t count, points, end = run_end(s->text, at, &count, &points);
	size_t n = surname_at(s->text, at);

	if (points > 0)
		return is_parted && count <= RUN_MAX ? end : 0;
	if (n > 0 && end - at > n + 2 * HAN && is_parted &&
	    item_end(s->text, at, n) > 0)
		return item_end(s->text, at, n);
	if (n == 0 || end - at <= n || end - at > n + 2 * HAN)
		return name_end(s->text, at, is_parted ? PLACE_SURE :
		    PLACE_LIKELY);
	if (is_word(s->text, at, end) || !is_free(s->text, at + n, end) ||
	    is_term(s->persons, span_make(s->text.p + at + n,
	    end - at - n), PERSON_BEHIND | PERSON_BEFORE))
		return 0;
	return end;
}

static void
add(const struct search *s, size_t start, size_t end)
{
	if (end > start)
		found_add(s->found, PERSONAL_NAME, start, end);
}

static void
look_behind_label(const struct search *s, size_t at)
{
	size_t start = behind_colon(s->text, at);

	add(s, start, labelled_end(s, start, start > at));
}

static void
look_behind(const struct search *s, size_t at, enum place place)
{
	add(s, at, name_end(s->text, at, place));
}

/* Where the name of so many characters begins that ends at byte `end`. */
static bool
name_start(struct span text, size_t end, size_t count, bool weak,
    size_t *start)
{
	size_t at = end - count * HAN, i, n;

	if (count * HAN > end)
		return false;
	for (i = at; i < end; i += HAN)
		if (!is_han_at(text, i))
			return false;
	n = surname_at(text, at);
	*start = at;
	return n > 0 && is_one_of(text, at, person_surnames_weak) == weak &&
	    is_given(text, at + n, end) && !is_word(text, at, end) &&
	    !is_called(text, at + n);
}

/* 张某某局长 of any characters, where nothing of a sentence stands before. */
static bool
is_lone(const struct search *s, size_t end)
{
	struct span text = s->text;
	size_t at = end - 3 * HAN;

	return end >= 3 * HAN && surname_at(text, at) == HAN &&
	    !is_one_of(text, at, person_surnames_weak) &&
	    !is_word(text, at, end) && is_free(text, at + HAN, end) &&
	    !is_term(s->persons, span_make(text.p + at + HAN, 2 * HAN),
	    PERSON_BEHIND | PERSON_BEFORE) &&
	    (is_border_before(text, at) ||
	    is_one_of(text, at - HAN, "的"));
}

/* 某某小学校长, 某某律师事务所: the name of a place. */
static bool
is_place(struct span text, size_t end)
{
	struct span before = span_make(text.p, end);

	return span_ends(before, SPAN("小学")) ||
	    span_ends(before, SPAN("中学")) ||
	    span_ends(before, SPAN("大学")) ||
	    follows(text, end, SPAN("律师事务所"));
}

/* The name that ends at byte `end`, where one begins or, free, in mid-text. */
static void
look_before(const struct search *s, size_t end, bool free)
{
	static const struct {
		size_t	count;
		bool	weak;
	} tries[] = { { 4, false }, { 3, false }, { 2, false }, { 3, true } };
	size_t i, start;

	if (end >= HAN && is_one_of(s->text, end - HAN, "副"))
		end -= HAN;
	if (is_place(s->text, end))
		return;
	for (i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
		if (!name_start(s->text, end, tries[i].count, tries[i].weak,
		    &start))
			continue;
		if (free || is_border_before(s->text, start) ||
		    (tries[i].count >= 3 && start >= HAN && (is_one_of(
		    s->text, start - HAN, person_offices) ||
		    is_one_of(s->text, start - HAN, "我")))) {
			add(s, start, end);
			return;
		}
	}
	if (free && is_lone(s, end))
		add(s, end - 3 * HAN, end);
}

/* Before the signs between a name and what is said to reach it. */
static size_t
before_gap(struct span text, size_t at)
{
	static const char wide[] = "，、：（　";
	size_t i;
	char c;

	for (i = 0; i < GAP_MAX; i++) {
		c = byte_before(text, at);
		if (c == ' ' || c == ',' || c == ':' || c == '(' || c == '\t')
			at--;
		else if (at >= HAN && is_one_of(text, at - HAN, wide))
			at -= HAN;
		else
			break;
	}
	return at;
}

/* A word, or the first digits of a phone, 0731-88881234 too. */
static bool
is_phone_word(struct span text, size_t at)
{
	size_t n, digits;
	char c = '\0';

	if (digit_at(text, at, &c) == 0)
		return true;
	if (at > 0 && ascii_is_digit(text.p[at - 1]))
		return false;
	for (digits = 0; digits < 12 && (n = digit_at(text, at, &c)) > 0;
	    digits++)
		at += n;
	if (digits < 5)
		return byte_at(text, at) == '-' &&
		    digit_at(text, at + 1, &c) > 0;
	return digits == 11;
}

/* A listed name in Latin letters is no part of a longer word. */
static bool
is_whole(struct span text, size_t start, size_t end)
{
	return (!ascii_is_alnum(text.p[start]) ||
	    !ascii_is_alnum(byte_before(text, start))) &&
	    (!ascii_is_alnum(text.p[end - 1]) ||
	    !ascii_is_alnum(byte_at(text, end)));
}

static void
look_at_term(const struct search *s, unsigned places, size_t start,
    size_t end)
{
	size_t behind = behind_colon(s->text, end);

	if (places & PERSON_LABEL)
		look_behind_label(s, end);
	if (places & PERSON_SAID)
		look_behind(s, behind, PLACE_DOUBTFUL);
	if (places & PERSON_KIN)
		look_behind(s, behind, PLACE_LIKELY);
	if (places & PERSON_BEFORE)
		look_behind(s, behind, behind > end ? PLACE_DOUBTFUL :
		    PLACE_SURE);
	if (places & PERSON_BEHIND)
		look_before(s, start, true);
	if ((places & PERSON_PHONE) && is_phone_word(s->text, start))
		look_before(s, before_gap(s->text, start), false);
	if ((places & PERSON_LISTED) && is_whole(s->text, start, end))
		add(s, start, end);
}

/* Bytes of a short remark in brackets at byte `at`; 0: there is none. */
static size_t
remark_at(struct span text, size_t at)
{
	size_t n = is_one_of(text, at, "（") ? HAN : byte_at(text, at) == '(';
	size_t end = at + n, k;

	for (k = 0; n > 0 && k < REMARK_MAX && end < text.n; k++) {
		if (text.p[end] == ')')
			return end + 1 - at;
		if (is_one_of(text, end, "）"))
			return end + HAN - at;
		if (text.p[end] == '\n')
			return 0;
		end += utf8_width(text.p[end]);
	}
	return 0;
}

/* Bytes of what parts the names of a list at byte `at`; 0: nothing does. */
static size_t
separator_at(struct span text, size_t at)
{
	size_t remark = remark_at(text, at), n = 0;

	at += remark;
	while (byte_at(text, at + n) == ' ' && n < GAP_MAX)
		n++;
	if (n > 0)
		return remark + n;
	return remark + (is_one_of(text, at, "、，　") ? HAN : 0);
}

static bool
ends_item(struct span text, size_t at)
{
	return !is_han_at(text, at) ||
	    is_one_of(text, at, "等和及与两三四五六七八九联共均");
}

/* True if an item as long as a name begins at byte `at`: most don't. */
static bool
may_be_item(struct span text, size_t at)
{
	size_t n = 0;

	while (n < 2 && is_han_at(text, at + n * HAN))
		n++;
	if (n < 2)
		return false;
	while (n < 4 && !ends_item(text, at + n * HAN))
		n++;
	return ends_item(text, at + n * HAN);
}

/* A whole item of a list that can be a name: its end, or 0. */
static size_t
listed_end(const struct search *s, size_t at)
{
	const struct span text = s->text;
	size_t n = may_be_item(text, at) ? surname_at(text, at) : 0, end;

	if (n == 0 || is_called(text, at + n) ||
	    is_one_of(text, at, person_surnames_weak))
		return 0;
	for (end = at + n + 2 * HAN; end > at + n; end -= HAN)
		if (end <= text.n && is_given(text, at + n, end) &&
		    ends_item(text, end) && !is_word(text, at, end) &&
		    !is_term(s->persons, span_make(text.p + at + n,
		    end - at - n), PERSON_BEHIND | PERSON_BEFORE))
			return end;
	return 0;
}

/* True if a name that was found, sorted, begins (or ends) at byte `at`. */
static bool
is_found(const struct found *f, size_t first, size_t at, bool end)
{
	size_t low = first, high = f->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if ((end ? f->items[middle].end : f->items[middle].start) < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low < f->count && (end ? f->items[low].end :
	    f->items[low].start) == at;
}

/* Names that follow each other, parted by one sign. */
struct listing {
	size_t	start, end;
	size_t	count;
	size_t	before;		/* the sign's start, if one stands there */
	bool	known;		/* one of them, or beside them */
};

static struct listing
read_listing(const struct search *s, const struct found *known, size_t first,
    size_t at)
{
	struct listing l = { at, at, 0, at, false };
	size_t end, next = at, n;

	while ((end = listed_end(s, next)) > 0) {
		l.count++;
		l.end = end;
		l.known = l.known || is_found(known, first, next, false);
		n = separator_at(s->text, end);
		next = end + n;
		if (n == 0)
			break;
	}
	l.known = l.known || (l.count > 0 && next > l.end &&
	    is_found(known, first, next, false));
	for (n = 1; n <= HAN && n <= at; n++)
		if (separator_at(s->text, at - n) == n)
			l.before = at - n;
	l.known = l.known || (l.before < at &&
	    is_found(known, first, l.before, true));
	return l;
}

/* Where the next item may begin: behind the Han and what isn't. */
static size_t
item_behind(struct span text, size_t at)
{
	while (is_han_at(text, at))
		at += HAN;
	while (at < text.n && !is_han_at(text, at))
		at += utf8_width(text.p[at]);
	return at;
}

/*
 * 李刚、赵敏、周忠: three of them need no word that tells a person, and where
 * one is known, the others are.
 */
static void
look_along(const struct search *s, size_t first)
{
	struct found known = *s->found;
	struct listing l;
	size_t at = 0, end, start, i;

	while (at < s->text.n) {
		l = (struct listing){ 0 };
		if (is_border_before(s->text, at))
			l = read_listing(s, &known, first, at);
		if (l.count >= 3 || (l.count > 0 && l.known)) {
			for (i = 0, start = at; i < l.count; i++) {
				end = listed_end(s, start);
				add(s, start, end);
				start = end + separator_at(s->text, end);
			}
			if (l.before < at && name_start(s->text, l.before, 3,
			    false, &start))
				add(s, start, l.before);
		}
		at = l.count > 0 ? l.end : item_behind(s->text, at);
	}
}

/* The name at byte `at` that was found somewhere: its length, or 0. */
static size_t
known_at(const struct map *known, struct span text, size_t at)
{
	size_t n;

	for (n = 4 * HAN; n >= 2 * HAN; n -= HAN)
		if (text.n - at >= n && map_get(known, span_make(text.p + at,
		    n)) != NULL)
			return n;
	return 0;
}

/* Who was told by a label or a title is often named again without. */
static void
look_again(const struct search *s, size_t first)
{
	const struct found *f = s->found;
	struct map known = { 0 };
	size_t i, at = 0, n, count = f->count;

	for (i = first; i < count; i++)
		if (is_han_at(s->text, f->items[i].start))
			map_put(&known, span_make(s->text.p +
			    f->items[i].start, f->items[i].end -
			    f->items[i].start), NULL);
	while (known.count > 0 && at < s->text.n) {
		n = known_at(&known, s->text, at);
		add(s, at, at + n);
		at += n > 0 ? n : utf8_width(s->text.p[at]);
	}
	map_free(&known);
}

static int
compare_starts(const void *a, const void *b)
{
	const struct personal *x = a, *y = b;

	return (x->start > y->start) - (x->start < y->start);
}

void
persons_find(const struct persons *p, struct span text, struct found *found)
{
	const struct search s = { p, text, found };
	struct terms_hit *hits;
	size_t count, i, start, end, at = 0, characters = 0;
	size_t first = found->count;

	count = terms_find(p->terms, found->arena, text, TERMS_ALL, SIZE_MAX,
	    &hits);
	for (i = 0; i < count; i++) {
		at += utf8_skip(span_from(text, at),
		    hits[i].start - characters);
		characters = hits[i].start;
		start = at;
		end = start + utf8_skip(span_from(text, start),
		    hits[i].end - hits[i].start);
		look_at_term(&s, p->places[hits[i].term], start, end);
	}
	if (found->count > first)
		qsort(found->items + first, found->count - first,
		    sizeof(*found->items), compare_starts);
	look_along(&s, first);
	look_again(&s, first);
}

bool
persons_is_field(const struct persons *p, struct span name)
{
	static const char *const latin[] = { "name", "full_name", "fullname",
	    "caller", "caller_name", "contact", "contact_name",
	    "contact_person", "applicant", "complainant" };
	size_t i;

	for (i = 0; i < sizeof(latin) / sizeof(latin[0]); i++)
		if (name.n == strlen(latin[i]) &&
		    strncasecmp(name.p, latin[i], name.n) == 0)
			return true;
	return span_ends(name, SPAN("姓名")) || is_term(p, name, PERSON_LABEL);
}

bool
persons_is_surname(struct span text)
{
	size_t n = surname_at(text, 0);

	return n > 0 && (n == text.n || is_called(text, n) ||
	    follows(text, n, SPAN("某")));
}

bool
persons_is_name(const struct persons *p, struct span text)
{
	const struct search s = { p, span_trim(text), NULL };

	return s.text.n > 0 && labelled_end(&s, 0, true) == s.text.n;
}
