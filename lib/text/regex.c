#define PCRE2_CODE_UNIT_WIDTH 8

#include <assert.h>
#include <pcre2.h>
#include <string.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "text/regex.h"
#include "text/regex_literal.h"

#define STACK_BYTES	(1024 * 1024)
#define RECENT		512	/* regexes found without hashing */
#define HEAP_KIB	(16 * 1024)	/* where there is no JIT */
#define FIRST_MAX	0x10000		/* characters whose answer is kept */

struct regex {
	pcre2_code	*code;		/* without JIT: for names of groups */
	struct span	 pattern;	/* of identity, behind its first byte */
	struct span	 identity;	/* 'c' if caseless, else '-', then
					 * the pattern */
	struct hash	 hash;		/* of it */
	struct literal_set required[REGEX_MAX_SETS];
};

/*
 * Which characters a match of an anchored regex may begin with, bit by bit, as
 * far as they were asked for.  Nine of ten lines of a text begin with none
 * that a heading's regex takes, and a search costs 200 times the look here.
 */
struct first {
	uint64_t	known[FIRST_MAX / 64];
	uint64_t	may[FIRST_MAX / 64];
};

/* A regex as a thread has it. */
struct ready {
	pcre2_code	*code;
	bool		 jitted;
	struct first	*first;		/* NULL: not anchored, or too many
					 * of them are */
};

/*
 * JIT takes 0.1 ms a regex, 20 times what the compilation takes, so it is put
 * off until a thread first needs the regex; and then it is done at once, not
 * after some use: the interpreter counts its steps otherwise, and whether a
 * record meets the limit must not depend on the records before it.
 */
struct regex_work {
	struct arena		 arena;		/* of what is ready, and keys */
	struct map		 ready;		/* identity -> struct ready */
	struct recent {
		const struct regex	*re;
		struct hash		 hash;	/* another may have come to
						 * stand at its address */
		struct ready		*ready;
	}			 recent[RECENT];	/* by the address */
	pcre2_general_context	*general;
	pcre2_compile_context	*compile;
	pcre2_match_data	*match;
	pcre2_match_context	*context;
	pcre2_jit_stack		*stack;
	size_t			 first_count;	/* of REGEX_MAX_FIRST */
};

static void *
from_arena(size_t size, void *arena)
{
	return arena_alloc(arena, size);
}

static void
leave(void *p, void *arena)
{
	(void)p;
	(void)arena;
}

static void *
from_heap(size_t size, void *nothing)
{
	(void)nothing;
	return mem_alloc(size, 1);
}

static void
to_heap(void *p, void *nothing)
{
	(void)nothing;
	mem_free(p);
}

static const char *
explain(struct arena *arena, int error)
{
	PCRE2_UCHAR	 text[256];

	pcre2_get_error_message(error, text, sizeof(text));
	return arena_string(arena, span_of((const char *)text));
}

static pcre2_code *
compile(const struct regex *re, pcre2_compile_context *context, int *error,
    size_t *at)
{
	uint32_t	 options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C;

	if (re->identity.p[0] == 'c')
		options |= PCRE2_CASELESS;
	return pcre2_compile((PCRE2_SPTR)re->pattern.p, re->pattern.n,
	    options, error, at, context);
}

static struct span
identity_of(struct arena *arena, struct span pattern, bool caseless)
{
	char	*p = arena_alloc(arena, pattern.n + 1);

	p[0] = caseless ? 'c' : '-';
	if (pattern.n > 0)
		memcpy(p + 1, pattern.p, pattern.n);
	return span_make(p, pattern.n + 1);
}

struct regex *
regex_compile(struct arena *arena, struct span pattern, bool caseless,
    const char **reason, size_t *at)
{
	struct regex	*re;
	uint32_t	 groups;
	int		 error;

	re = arena_zero(arena, 1, sizeof(*re));
	re->identity = identity_of(arena, pattern, caseless);
	re->pattern = span_from(re->identity, 1);
	re->hash = hash_of(re->identity);
	re->code = compile(re, pcre2_compile_context_create(
	    pcre2_general_context_create(from_arena, leave, arena)),
	    &error, at);
	if (re->code == NULL) {
		*reason = explain(arena, error);
		return NULL;
	}
	pcre2_pattern_info(re->code, PCRE2_INFO_CAPTURECOUNT, &groups);
	if (groups >= REGEX_MAX_GROUPS) {
		*reason = arena_printf(arena, "expected at most %d groups, "
		    "got %u", REGEX_MAX_GROUPS - 1, groups).p;
		*at = 0;
		return NULL;
	}
	regex_literals(arena, re->pattern, re->required);
	return re;
}

int
regex_group(const struct regex *re, const char *name)
{
	int	 number;

	number = pcre2_substring_number_from_name(re->code, (PCRE2_SPTR)name);
	return number < 0 ? -1 : number;
}

struct regex_work *
regex_work_new(void)
{
	struct regex_work	*w;

	w = mem_zero(1, sizeof(*w));
	w->general = pcre2_general_context_create(from_heap, to_heap, NULL);
	w->compile = pcre2_compile_context_create(w->general);
	w->match = pcre2_match_data_create(REGEX_MAX_GROUPS, w->general);
	w->context = pcre2_match_context_create(w->general);
	pcre2_set_match_limit(w->context, REGEX_MATCH_LIMIT);
	pcre2_set_heap_limit(w->context, HEAP_KIB);
	w->stack = pcre2_jit_stack_create(32 * 1024, STACK_BYTES, w->general);
	if (w->stack == NULL)
		mem_failed(STACK_BYTES);
	pcre2_jit_stack_assign(w->context, NULL, w->stack);
	return w;
}

void
regex_work_free(struct regex_work *w)
{
	size_t	 i;

	if (w == NULL)
		return;
	for (i = 0; i < w->ready.count; i++)
		pcre2_code_free(
		    ((struct ready *)w->ready.entries[i].value)->code);
	map_free(&w->ready);
	arena_free(&w->arena);
	pcre2_jit_stack_free(w->stack);
	pcre2_match_context_free(w->context);
	pcre2_match_data_free(w->match);
	pcre2_compile_context_free(w->compile);
	pcre2_general_context_free(w->general);
	mem_free(w);
}

static bool
is_anchored(const pcre2_code *code)
{
	uint32_t	options;

	pcre2_pattern_info(code, PCRE2_INFO_ALLOPTIONS, &options);
	return (options & PCRE2_ANCHORED) != 0;
}

/* This thread's own compilation, JITted where the JIT can take it. */
static struct ready *
make_ready(const struct regex *re, struct regex_work *w)
{
	struct map_entry	*entry;
	struct ready		*ready;
	size_t			 at;
	int			 error;

	if ((entry = map_get(&w->ready, re->identity)) != NULL)
		return entry->value;
	ready = arena_zero(&w->arena, 1, sizeof(*ready));
	ready->code = compile(re, w->compile, &error, &at);
	assert(ready->code != NULL);	/* it compiled before, and memory is
					 * there */
	ready->jitted = pcre2_jit_compile(ready->code,
	    PCRE2_JIT_COMPLETE) == 0;
	if (w->first_count < REGEX_MAX_FIRST && is_anchored(ready->code)) {
		w->first_count++;
		ready->first = arena_zero(&w->arena, 1, sizeof(*ready->first));
	}
	map_put(&w->ready, arena_copy(&w->arena, re->identity), NULL)->value =
	    ready;
	return ready;
}

static inline struct ready *
ready_of(const struct regex *re, struct regex_work *w)
{
	struct recent	*recent;

	recent = &w->recent[((uintptr_t)re / sizeof(*re)) % RECENT];
	if (recent->re != re || recent->hash.low != re->hash.low ||
	    recent->hash.high != re->hash.high)
		*recent = (struct recent){ re, re->hash, make_ready(re, w) };
	return recent->ready;
}

/*
 * False if no match begins with that character.  A hard partial match ends
 * at the first look behind the subject's end, so that "no match" was decided
 * by the character alone.
 */
static bool
decide_first(const struct ready *r, struct regex_work *w, struct span character)
{
	return pcre2_match(r->code, (PCRE2_SPTR)character.p, character.n, 0,
	    PCRE2_NO_UTF_CHECK | PCRE2_PARTIAL_HARD, w->match, w->context) !=
	    PCRE2_ERROR_NOMATCH;
}

static bool
may_begin(const struct ready *r, struct regex_work *w, struct span subject)
{
	struct first	*first = r->first;
	size_t		 n = 0;
	uint32_t	 c;
	uint64_t	 bit;

	if (first == NULL || subject.n == 0)
		return true;
	c = utf8_next(subject, &n);
	bit = UINT64_C(1) << c % 64;
	if (c >= FIRST_MAX)
		return true;
	if ((first->known[c / 64] & bit) == 0) {
		first->known[c / 64] |= bit;
		if (decide_first(r, w, span_make(subject.p, n)))
			first->may[c / 64] |= bit;
	}
	return (first->may[c / 64] & bit) != 0;
}

bool
regex_may_begin(const struct regex *re, struct regex_work *w,
    struct span subject)
{
	return may_begin(ready_of(re, w), w, subject);
}

static int
match_failed(const struct regex *re, int error, struct err *e)
{
	char		 quoted[120];
	PCRE2_UCHAR	 text[256];

	if (error == PCRE2_ERROR_NOMEMORY)
		mem_failed(0);
	err_quote(quoted, sizeof(quoted), re->pattern);
	switch (error) {
	case PCRE2_ERROR_MATCHLIMIT:
	case PCRE2_ERROR_DEPTHLIMIT:
		return err_record(e, "the regex %s needs more than %d steps",
		    quoted, REGEX_MATCH_LIMIT);
	case PCRE2_ERROR_JIT_STACKLIMIT:
	case PCRE2_ERROR_HEAPLIMIT:
		return err_record(e, "the regex %s needs more memory than its "
		    "limit", quoted);
	case PCRE2_ERROR_RECURSELOOP:
		return err_record(e, "the regex %s recurses without end",
		    quoted);
	default:
		pcre2_get_error_message(error, text, sizeof(text));
		return err_set(e, ERR_SOFTWARE, NULL, 0, 0, "the regex %s: %s",
		    quoted, (const char *)text);
	}
}

/* The JIT's own entry leaves out checks that cost as much as a short match. */
static int
search(const struct ready *ready, struct regex_work *w, struct span subject,
    size_t from)
{
	PCRE2_SPTR	p = (PCRE2_SPTR)(subject.n > 0 ? subject.p : "");

	if (ready->jitted)
		return pcre2_jit_match(ready->code, p, subject.n, from, 0,
		    w->match, w->context);
	return pcre2_match(ready->code, p, subject.n, from,
	    PCRE2_NO_UTF_CHECK, w->match, w->context);
}

int
regex_find(const struct regex *re, struct regex_work *w, struct span subject,
    size_t from, struct regex_match *m, struct err *e)
{
	const struct ready	*ready = ready_of(re, w);
	const PCRE2_SIZE	*found;
	size_t			 i;
	int			 n;

	if (from == 0 && !may_begin(ready, w, subject))
		return 0;
	n = search(ready, w, subject, from);
	if (n == PCRE2_ERROR_NOMATCH)
		return 0;
	if (n < 0)
		return match_failed(re, n, e);
	found = pcre2_get_ovector_pointer(w->match);
	m->count = (size_t)n;
	for (i = 0; i < m->count; i++) {
		m->start[i] = found[2 * i];
		m->end[i] = found[2 * i + 1];
	}
	return 1;
}

bool
regex_is_anchored(const struct regex *re)
{
	return is_anchored(re->code);
}

const char *
regex_mark(const struct regex_work *w)
{
	return (const char *)pcre2_get_mark(w->match);
}

size_t
regex_required(const struct regex *re, size_t set,
    const struct span **literals)
{
	*literals = re->required[set].items;
	return re->required[set].count;
}
