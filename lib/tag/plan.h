#ifndef TAG_PLAN_H
#define TAG_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "frame/config.h"
#include "frame/expr.h"
#include "frame/watch.h"
#include "record/record.h"
#include "rules/fault.h"
#include "text/cut.h"
#include "text/quantity.h"
#include "text/regex.h"
#include "text/terms.h"

/*
 * What codebooks compile to.  Matchers are one array of numbered nodes, parts
 * before what they are part of; a code is a matcher, too.  Literals (terms,
 * and what a regex requires) wake the matchers that they are in, and those
 * wake what they are part of, so that what occurs in a text tells which codes
 * can hold at all.  What needs several parts is woken by the rarest alone, and
 * then looks for the others.
 *
 *	literal 居民    TERMS $residents    SEQ -> ANY code
 *	literal 难以 -> TERMS --------------^
 */
#define TAG_MAX_TERMS		1000000	/* different literals of all books */
#define TAG_MAX_TERM_LENGTH	256	/* code points */
#define TAG_MAX_NESTING		32	/* matchers in matchers */
#define TAG_MAX_PARTS		32	/* of a seq or all */
#define TAG_MAX_NEAR		6	/* parts of a near */
#define TAG_MAX_GAP		1000	/* code points; a reach, too */
#define TAG_GLOB_STAR		10	/* characters, at most, of a `*` */
#define TAG_MAX_WEIGHT	1000000	/* of a matcher; least: -this */
#define TAG_ZONE		(8 * 60)	/* of times without one, minutes */
#define TAG_MAX_CONTEXTS	64	/* of a book */
#define TAG_MAX_ID_LENGTH	200	/* bytes */
#define TAG_MAX_TEXT		0x7fffffffu	/* bytes of a field */
#define TAG_MAX_FOUND		500000	/* terms, or matches, in a field */
#define TAG_MAX_CAPTURES	64	/* of a code */
#define TAG_FOLDS		8	/* sets of TERMS_FOLD_* */
#define TAG_MAX_WATCHED		64	/* fields, and comparisons, of where */

#define TAG_STEP		16	/* bytes of a copy */

#define TAG_NONE		UINT32_MAX	/* no matcher, code, literal */

enum tag_within {
	WITHIN_CLAUSE,
	WITHIN_SENTENCE,
	WITHIN_SECTION,
	WITHIN_TEXT,
	WITHIN_COUNT
};

extern const char *const	tag_within_names[];	/* ends with NULL */

enum tag_overlap {
	OVERLAP_LONGEST_PER_CODE,
	OVERLAP_LONGEST,
	OVERLAP_ALL
};

enum matcher_kind {
	MATCHER_TERMS,		/* any of some literals */
	MATCHER_REGEX,
	MATCHER_NEEDED,		/* literals that a regex needs besides its own */
	MATCHER_SELF,		/* in unless: the match at hand */
	MATCHER_CODE,		/* the matches of a code */
	MATCHER_ANY,
	MATCHER_ALL,
	MATCHER_AT_LEAST,
	MATCHER_NEAR,
	MATCHER_SEQ
};

enum capture_type {
	CAPTURE_TEXT,
	CAPTURE_NUMBER
};

/* A group of a regex that goes into tags. */
struct capture {
	struct span	  name;
	uint32_t	  group;
	enum capture_type type;
};

/* How many characters stand between two parts. */
struct gap {
	uint32_t	least, most;
};

/* The literals of the books that fold so. */
struct folded {
	unsigned	 fold;
	struct terms	*terms;
};

/* Some of 32 literals, from 32 * word on. */
struct literal_bits {
	uint32_t	word;
	uint32_t	bits;
};

struct matcher {
	enum matcher_kind	 kind;
	uint32_t		 book;
	bool			 has_self;
	bool			 always;	/* may hold without literals */
	bool			 woken;		/* by parts that may hold; else
						 * it is only asked */
	uint32_t		 code;		/* that it is the whole of */
	uint32_t		 target;	/* of CODE: its code, */
	uint32_t		 outside;	/* or one of no book here */
	uint32_t		*parts;
	uint32_t		 part_count;
	uint32_t		*none;		/* of ALL: what must not hold */
	uint32_t		 none_count;
	uint32_t		 least;		/* of AT_LEAST: parts */
	uint32_t		 gap;		/* of NEAR and SEQ */
	const struct gap	*gaps;		/* of a glob's SEQ: behind each
						 * part; NULL: 0 to gap */
	enum tag_within		 within;	/* of all that have parts */
	bool			 whole_word;	/* of TERMS */
	double			 weight;	/* of one of `match` */
	const struct node	*node;		/* that it was read from, NULL
						 * for terms in a row */
	const struct regex	*regex;
	uint32_t		 needed[REGEX_MAX_SETS - 1];
	uint32_t		 needed_count;
	struct capture		*captures;	/* of a REGEX */
	uint32_t		 capture_count;
};

/*
 * What a search asks most of a matcher, side by side: of one with parts these,
 * the rarest first; of TERMS and REGEX their literals, but for those that are
 * in it alone.
 */
struct waking {
	uint32_t	 first, end;	/* of the plan's literal_bits, or of
					 * its ranked */
	uint32_t	 parents;	/* of the plan's parents, up to the
					 * first of the next matcher */
	uint32_t	 code;		/* as in struct matcher, all of them */
	uint16_t	 least;
	uint8_t		 kind;
	bool		 needs;		/* NEEDED ones */
};

/* Whether a matcher may hold, in a byte: 10,000 of them stay in the cache. */
#define HOLDING_ALWAYS	0x01	/* whatever occurs */
#define HOLDING_WOKEN	0x02	/* only if its parts, or literals, wake it */
#define HOLDING_TOLD	0x04	/* by each of its literals that occurs */
#define HOLDING_ANY	0x08	/* that is told, and needs no more than one */
#define HOLDING_EVER	0x0f	/* what of it no text changes */
#define HOLDING_MAY	0x10	/* in this text */
#define HOLDING_NOT	0x20
#define HOLDING_WOKE	0x40

/* What a part wakes, unless no literal occurs of a leaf that it needs, too. */
struct parent {
	uint32_t	matcher;
	uint32_t	besides;	/* or TAG_NONE */
};

/* The matchers that a literal is of, those that it wakes in front. */
struct leaves {
	uint32_t	first, asleep;	/* of the plan's leaf_numbers, up to
					 * the first of the next literal */
};

struct context {
	struct span	 name;
	uint32_t	 words;		/* a matcher */
	int64_t		 left, right;	/* reach; -1: doesn't look there */
	uint32_t	*stops;		/* folded */
	uint32_t	 stop_count;
	bool		 mark;		/* else void */
};

struct example {
	struct span	 text;
	struct place	 place;
	bool		 miss;
};

/* One of a code's matchers, as its score counts them. */
struct part {
	uint32_t	 matcher;
	bool		 each;		/* of TERMS: each term is one */
};

/*
 * What gives a code to a record whatever its text: its fields, or a code that
 * it has by its fields.
 */
struct condition {
	struct expr	*where;		/* NULL: the code, */
	uint32_t	 matcher;	/* which is a CODE */
	struct place	 place;
	double		 weight;
};

/* A field that a code sets, and its value, as JSON. */
struct assignment {
	uint32_t	 field;		/* derived */
	struct span	 value;
};

enum tag_language {
	LANGUAGE_ZH,
	LANGUAGE_EN,
	LANGUAGE_COUNT			/* none: the id */
};

/* What a code says of another id. */
struct related {
	bool		 renamed;	/* its own, before */
	struct span	 id;
	struct place	 place;
};

struct code {
	struct span	 id;		/* as in records, with the prefix */
	struct span	 json;		/* the same in quotes */
	struct span	 tag;		/* how its tags begin; TAG_STEP bytes
					 * may be read from each of it on */
	struct place	 place;
	uint32_t	 book;
	uint32_t	 depth;		/* codes built from one another; 1:
					 * from none; 0: no book has any */
	bool		 visited;	/* while that is found */
	uint32_t	 rank;		/* among all codes, by bytes of id */
	uint32_t	 family;	/* of its book, by a code of it */
	uint32_t	 matcher;	/* TAG_NONE: conditions alone */
	struct condition *conditions;
	uint32_t	 condition_count;
	struct part	*parts;		/* those of weights below 0, too */
	uint32_t	 part_count;
	bool		 scored;	/* somebody asks for its score */
	struct assignment *sets;
	uint32_t	 set_count;
	struct span	 labels[LANGUAGE_COUNT];	/* "": none */
	uint32_t	*contexts;	/* of the book; named in unless */
	uint32_t	 context_count;
	uint32_t	*unless;	/* matchers */
	uint32_t	 unless_count;
	uint32_t	*capturing;	/* its regexes that capture */
	uint32_t	 capturing_count;
	uint32_t	 capture_count;	/* of all of them */
	struct example	*examples;
	uint32_t	 example_count;
	bool		 has_definition, has_source;
	bool		 is_draft;
	bool		 is_added;	/* by some correction */
	struct related	*related;
	size_t		 related_count;
};

/* A record, and what the book's fields must be for it. */
struct expectation {
	uint32_t	 field;		/* derived */
	struct span	 value;		/* JSON; .p NULL: absent */
	struct place	 place;
};

struct test {
	struct span	 record;	/* JSON */
	struct place	 place;
	struct expectation *gives;
	size_t		 count;
};

/* Whose words a match is. */
enum tag_voice {
	VOICE_NONE,		/* the book doesn't ask */
	VOICE_AUTHOR,
	VOICE_CITED,
	VOICE_INFORMANT,
	VOICE_COUNT
};

/* What tells a voice. */
struct voice {
	uint32_t	 matcher;	/* or TAG_NONE */
	struct condition *conditions;
	size_t		 condition_count;
};

struct book {
	const struct rule	*rule;
	struct span		 prefix;	/* "" if it has none */
	struct place		 prefix_place;
	const struct node	*fields;	/* NULL: text */
	const struct node	*corrections;	/* NULL: none */
	struct span		*blocks;
	size_t			 block_count;	/* 0: all */
	enum tag_within		 within;
	enum tag_overlap	 overlap;
	unsigned		 fold;		/* TERMS_FOLD_* */
	struct span		 as_of;		/* a year; "": none */
	bool			 has_early;	/* derived fields */
	struct context		*contexts;
	uint32_t		 context_count;
	uint32_t		 decoys;	/* a matcher */
	bool			 has_voice;
	struct voice		 voices[VOICE_COUNT];
	uint32_t		 first_code;
	uint32_t		 code_count;
	struct test		*tests;
	size_t			 test_count;
};

/* A field that a book writes, beside tags and codes. */
struct derived {
	struct span	 name;
	struct place	 place;
	uint32_t	 book;
	bool		 set;		/* by codes */
	bool		 early;		/* by a table, of a field of the
					 * record: conditions read it */
};

/* A code that a classification chooses among, and what it writes, as JSON. */
struct choosable {
	uint32_t	 code;
	struct span	 value;
};

struct classify {
	uint32_t	 book;
	uint32_t	 into;		/* derived fields; TAG_NONE where */
	uint32_t	 all;		/* none is asked for */
	uint32_t	 margin;
	struct choosable *among;
	uint32_t	 among_count;
	uint32_t	*places;	/* among them, by code, or TAG_NONE */
	bool		 by_order;	/* else by score */
	bool		 drops;		/* the codes that it didn't choose */
	struct span	 otherwise;	/* JSON; .p NULL: nothing */
	double		 min_margin;
};

struct lookup_row {
	struct span	 key;
	struct span	*values;	/* JSON; .p NULL: an empty cell */
};

/* A table, by the value of a field. */
struct lookup {
	uint32_t	 book;
	struct path	 key;
	struct place	 key_place;
	uint32_t	 from;		/* derived; TAG_NONE: of the record */
	struct lookup_row *rows;	/* by key */
	size_t		 row_count;
	uint32_t	*fields;	/* derived; one a value */
	uint32_t	 field_count;
	uint32_t	 counter;	/* of keys without a row */
};

/*
 * What a person decided: a row of a file of corrections.  Its document is that
 * of which its unit was cut: the id without #N.
 */
struct correction {
	struct span	 id;
	struct span	 document;
	struct span	 quote;
	uint32_t	 code;
	bool		 remove;	/* else add */
	bool		 warn;		/* only, where it is void */
	struct place	 place;
};

/* Counters: held in one unit; in none or several; its document wasn't read. */
enum {
	CORRECTIONS_HELD,
	CORRECTIONS_VOID,
	CORRECTIONS_UNREAD,
	CORRECTIONS_COUNT
};

/* By the ids of its unit and of its document. */
struct correction_key {
	struct span	 key;
	uint32_t	 correction;
};

/* A field that books code; sorted by name. */
struct tag_field {
	struct path	 path;
	bool		*books;		/* per book: whether it codes it */
};

/*
 * What a term is told as: a literal; or the matcher of the list that it is in,
 * if it is in no other, and nobody asks which of its terms it was.
 */
#define TERM_OF_LIST	0x10000000u

/* Of a rule file, or of a file that it names. */
struct line {
	const char	*file;
	uint32_t	 number;
	uint32_t	 column;
};

/* Lists of numbers: of i, those from start[i] to start[i + 1]. */
struct edges {
	uint32_t	*start;
	uint32_t	*to;
};

enum {
	FIGURE_VALUE,
	FIGURE_UNIT,
	FIGURE_BOUND,
	FIGURE_PER,
	FIGURE_OF,
	FIGURE_KEYS
};

/* A figure as an example has it. */
struct quantity_figure {
	struct span	 keys[FIGURE_KEYS];	/* .p NULL: whatever it is */
	struct place	 place;
};

struct quantity_example {
	struct span	 text;
	struct place	 place;
	struct quantity_figure *figures;
	size_t		 count;
};

/* What is written: records, or something of them. */
enum tag_mode {
	MODE_RECORDS,
	MODE_EXPLAIN,		/* why one record is coded as it is */
	MODE_COVERAGE		/* what of the books occurred */
};

enum tag_keep {
	KEEP_ALL,
	KEEP_CODED,		/* by the books at hand */
	KEEP_UNCODED,
	KEEP_CODE
};

struct plan {
	enum tag_mode		 mode;
	bool			 names_terms;	/* those that occur are asked for */
	enum tag_keep		 keep;		/* records */
	uint32_t		 keep_code;
	struct span		 explain_id;
	uint32_t		 explain_code;	/* TAG_NONE: all */
	struct book		*books;
	uint32_t		 book_count;
	struct tag_field	*fields;
	uint32_t		 field_count;
	struct matcher		*matchers;
	uint32_t		 matcher_count;
	struct waking		*waking;	/* by matcher, and one more */
	struct literal_bits	*literal_bits;
	uint32_t		*ranked;	/* matchers */
	struct code		*codes;		/* of the books in turn */
	uint32_t		 code_count;
	uint32_t		*by_rank;	/* codes */
	struct derived		*derived;	/* in the order of writing */
	uint32_t		 derived_count;
	struct classify		*classify;	/* of the books in turn */
	uint32_t		 classify_count;
	struct lookup		*lookups;	/* likewise */
	uint32_t		 lookup_count;
	struct correction	*corrections;
	uint32_t		 correction_count;
	struct correction_key	*correction_keys;	/* by key */
	size_t			 correction_key_count;
	struct span		*outside;	/* ids, sorted, that CODE
						 * matchers name */
	uint32_t		 outside_count;
	uint32_t		 literal_count;
	struct folded		 folds[TAG_FOLDS];	/* that have literals */
	uint32_t		 fold_count;
	struct span		*literals;	/* their texts */
	struct edges		 users;		/* literal -> matchers */
	struct line		*user_lines;	/* of users.to */
	struct leaves		*leaves;	/* by literal, but of lists */
	uint32_t		*leaf_numbers;
	struct parent		*parents;
	uint8_t			*holding;	/* HOLDING_*, by matcher */
	struct cut_rules	 cut;		/* into clauses and sentences */
	struct quantity_words	*quantities;	/* NULL: none are asked for */
	uint32_t		 quantity_book;	/* that asks for them */
	struct quantity_example	*quantity_examples;
	size_t			 quantity_example_count;
	bool			 owns_nothing;	/* no code, no prefix */
	bool			 scores;	/* some code is scored */
	bool			 drops;		/* some classification does */
	bool			 voices;	/* some book has them */
	bool			 captures;	/* some regex does */
	uint32_t		*always;	/* codes to try in every text */
	uint32_t		 always_count;
	uint32_t		*conditional;	/* codes with conditions */
	uint32_t		 conditional_count;
	const char		**counters;	/* hits by code, then our own: */
	uint32_t		 counter_count;
	uint32_t		 long_sentences;
	uint32_t		 without_field;	/* records with none of fields,
						 * and no code without */
	uint32_t		 dropped;	/* where --keep may leave out */
	uint32_t		 corrections_held;	/* the first of three */
	struct watched		*watched;
	uint32_t		 watched_count;
	struct expr_comparison	*comparisons;	/* of all conditions */
	uint32_t		 comparison_count;
	uint32_t		 first_unlike;	/* counters without a name: of
						 * the comparisons; then of any
						 * record, and of watched */
};

#endif
