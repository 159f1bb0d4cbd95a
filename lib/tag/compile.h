#ifndef TAG_COMPILE_H
#define TAG_COMPILE_H

#include "base/map.h"
#include "tag/plan.h"

/*
 * What the compilers of codebooks share.  All of it lives for the time of
 * compiling; what the plan keeps is in the run arena.
 */
struct literal {
	unsigned	 fold;
	uint32_t	 terms;		/* the matcher last seen in */
};

struct user {
	uint32_t	 literal;
	uint32_t	 matcher;
	struct line	 line;
};

/* A CODE matcher, and what it names. */
struct code_ref {
	uint32_t	 matcher;
	uint32_t	 code;		/* that it is of */
	uint32_t	 book;
	struct span	 id;
	struct place	 place;
};

/* One of `lists:`, read when it is first named. */
struct list {
	struct span		 name;
	const struct node	*node;
	enum { LIST_UNREAD, LIST_READING, LIST_READ } state;
	uint32_t		 matcher;
	struct list		*within;	/* that named it, or NULL */
};

struct compiler {
	const struct config	*config;
	struct arena		*run;
	struct arena		 scratch;	/* until users are linked */
	struct faults		*faults;
	struct plan		*plan;
	size_t			 matcher_capacity, code_capacity;
	size_t			 derived_capacity, classify_capacity;
	size_t			 lookup_capacity, correction_capacity;

	struct literal		*literals;	/* of the plan's texts */
	size_t			 literal_capacity, text_capacity;
	struct map		 literal_numbers[TAG_FOLDS];	/* number + 1 */
	struct user		*users;		/* in scratch */
	size_t			 user_count, user_capacity;
	struct map		 ids;		/* in records -> code + 1 */
	struct code_ref		*refs;
	size_t			 ref_count, ref_capacity;
	size_t			 outside_capacity;
	bool			*setting_used;	/* of --lookup */
	struct expr_comparisons	 comparisons;	/* of conditions */
	size_t			 watched_capacity;

	/* The book being read. */
	struct book		*book;
	uint32_t		 book_number;
	struct map		 lists;		/* name -> struct list */
	struct map		 contexts;	/* name -> number + 1 */
	struct map		 families;	/* name -> its first code */
	struct list		*list;		/* being read, or NULL */
	uint32_t		 code;		/* likewise, or TAG_NONE */
	unsigned		 nesting;
	bool			 in_unless;
	bool			 may_weigh;	/* the matcher at hand */
};

/* A new matcher of that kind, of the book at hand. */
uint32_t	matcher_new(struct compiler *, enum matcher_kind);

/*
 * Gives a matcher its parts, and says what has to occur for it to hold;
 * returns its number.
 */
uint32_t	matcher_set_parts(struct compiler *, uint32_t matcher,
		    uint32_t *parts, size_t count);

/* The matcher is worth a try where the literal occurs. */
void		matcher_add_literal(struct compiler *, struct span literal,
		    uint32_t matcher, struct place);

/* Matchers of which any may hold; their plain terms are one matcher. */
struct choice {
	uint32_t	*parts;
	size_t		 count, capacity;
	uint32_t	 terms;		/* or TAG_NONE, as it begins */
	size_t		 users;		/* of the compiler, before its terms */
};

/* TAG_NONE, a matcher at fault, is passed over. */
void		choice_add(struct compiler *, struct choice *,
		    uint32_t matcher);
void		choice_add_term(struct compiler *, struct choice *,
		    struct span text, struct place);

/* The matcher that it comes to; TAG_NONE if nothing was added. */
uint32_t	choice_end(struct compiler *, struct choice *);

/* One level more, to be left by c->nesting--; false after a fault. */
bool		matcher_nest(struct compiler *, struct place);

/* True for a sequence that isn't empty; else false, after a fault. */
bool		matcher_items(struct compiler *, const struct node *,
		    const char *what);

/* " (did you mean NAME?)", in the run arena, or "" if none is near. */
const char	*nearest_name(struct compiler *, const struct map *names,
		    struct span typed);

/* The same, or " (known here: A, B)" where they are few. */
const char	*name_hint(struct compiler *, const struct map *names,
		    struct span typed);

/* `$name`, and what it names. */
bool		list_is_named(const struct node *);
uint32_t	list_named(struct compiler *, const struct node *);

/*
 * Every reader below returns the number of a matcher, or TAG_NONE after a
 * fault.
 */

/* A sequence of matchers, any of which may hold: `match`, `any`. */
uint32_t	matcher_union(struct compiler *, const struct node *);

/* One matcher. */
uint32_t	matcher_read(struct compiler *, const struct node *);

/* The same, of `match` itself: it may have a weight. */
uint32_t	matcher_read_weighed(struct compiler *, const struct node *);

/* $self: whether it is named; a fault where it may not be, TAG_NONE. */
bool		self_is_named(const struct node *);
uint32_t	self_stray(struct compiler *, const struct node *);

/*
 * Matchers made of parts, by their keys; the fields are those beside.  A none
 * is one of an all's parts: alone it is a fault.
 */
uint32_t	chain_read_all(struct compiler *, struct fields *,
		    const struct node *);
uint32_t	chain_read_at_least(struct compiler *, struct fields *,
		    const struct node *);
uint32_t	chain_read_near(struct compiler *, struct fields *,
		    const struct node *);
uint32_t	chain_read_seq(struct compiler *, struct fields *,
		    const struct node *);
uint32_t	chain_read_none(struct compiler *, struct fields *,
		    const struct node *);

/* Literals with `*` and `?` between them: a seq of them, in one clause. */
uint32_t	glob_read(struct compiler *, struct fields *,
		    const struct node *);

/* {code: x}: the matches of another code. */
uint32_t	code_ref_read(struct compiler *, struct fields *,
		    const struct node *);

/* --keep, --explain, --code and --coverage, after the books. */
void		options_read_plan(struct compiler *);

/* Names the codes that codes are built from, when all books are read. */
void		code_refs_resolve(struct compiler *);

/* Warns that units have no sections. */
void		section_note(struct compiler *, const struct node *);

/* The weight of a matcher; -1 after a fault. */
int		weight_read(struct compiler *, const struct node *,
		    double *weight);

/* A sequence of terms and $lists alone: `words`, `decoys`, lists. */
uint32_t	matcher_words(struct compiler *, const struct node *);

/* The whole of a code: a matcher that holds where `part` does. */
uint32_t	matcher_whole(struct compiler *, uint32_t part, uint32_t code);

/* Keeps `lists:` to be read by name; 0, or -1 after faults. */
int		list_begin(struct compiler *, const struct node *);

/* Reads those that nobody named, warning of it. */
void		list_end(struct compiler *);

/* A condition, {where: EXPR}: whether it is one; -1 after a fault. */
bool		condition_is(const struct node *);
int		condition_read(struct compiler *, const struct node *,
		    struct condition *);

/* Reads `voice:`. */
void		voice_read(struct compiler *, const struct node *);

/* Reads `capture:` of a regex. */
void		capture_read(struct compiler *, uint32_t matcher,
		    const struct node *);

/* Reads the codes of the book at hand into the plan. */
void		codes_read(struct compiler *, const struct node *);

/*
 * A field that the book at hand writes, a new one, or one that other codes of
 * it set as well; TAG_NONE after a fault.
 */
uint32_t	derived_new(struct compiler *, const struct node *name);
uint32_t	derived_set(struct compiler *, const struct node *name);

/* Reads the `set:` of a code. */
void		set_read(struct compiler *, struct code *,
		    const struct node *);

/*
 * Refuses derived fields that books code, and those that tables are looked up
 * by before they are written.
 */
void		derived_check(struct compiler *);

/* Reads `classify:`, after the codes. */
void		classify_read(struct compiler *, const struct node *);

/* Reads `lookup:`, after all else that writes fields. */
void		lookup_read(struct compiler *, const struct node *);

/* Refuses a --lookup that no book names. */
void		lookup_check_settings(struct compiler *);

/* Reads the corrections of all books and options, after the books. */
void		corrections_read(struct compiler *);

/* Reads `quantities:`. */
void		quantities_read(struct compiler *, const struct node *);

/* Reads `tests:`, after all that writes fields. */
void		tests_read(struct compiler *, const struct node *);

/* A JSON string, in the arena of the run. */
struct span	put_string(struct compiler *, struct span text);

/*
 * The value that a scalar is, as JSON: true, false and numbers where they
 * aren't quoted, else a string.  -1 after a fault.
 */
int		value_read(struct compiler *, const struct node *,
		    struct span *value);

/* Reads a codebook, the head of which is read. */
void		book_read(struct compiler *, struct fields *);

/* A file that a book, or what it extends, names; NULL after a fault. */
const struct file *book_file(struct compiler *, const struct book *,
		    const struct node *file);

/* Compiles all rules; NULL after faults. */
struct plan	*plan_compile(const struct config *, struct arena *run,
		    struct faults *);

/*
 * Builds what the matchers are found by: tries, edges, ranks, counters.  -1
 * after a fault.
 */
int		plan_link(struct compiler *);

struct edge {
	uint32_t	from, to;
};

/* Edges by what they come from, in the order that they were given in. */
struct edges	edges_make(struct arena *, uint32_t froms, const struct edge *,
		    size_t count);

/*
 * Links what wakes matchers; lists: of each literal the one list that it is
 * in, or TAG_NONE.
 */
void		waking_link(struct compiler *, const uint32_t *lists);

extern const char *const	tag_language_names[];	/* of tag_language */
extern const char *const	tag_type_names[];	/* of capture_type */

/*
 * An id, prefix or name: lower-case letters, digits, `-` and `.`, no empty
 * part.  0, or -1 after a fault.
 */
int		name_read(const struct node *, const char *what,
		    struct span *name, struct faults *);

#endif
