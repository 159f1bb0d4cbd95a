#ifndef AGGREGATE_COMPILE_H
#define AGGREGATE_COMPILE_H

#include "aggregate/plan.h"
#include "base/arena.h"
#include "frame/config.h"
#include "rules/fault.h"
#include "rules/node.h"

/* What a rule is read with.  Everything is made in the arena of the run. */
struct compiling {
	struct plan		*plan;
	const struct config	*config;
	const struct rule	*rule;
	struct arena		*run;
	struct faults		*faults;
	size_t			 field_capacity;	/* of cases.fields */
	size_t			 watched_capacity;
	struct expr_comparisons	 comparisons;	/* of records */
	const struct expr	**exprs;	/* over records: all */
	size_t			 expr_count;
	size_t			 expr_capacity;
	struct span		*books;		/* that were read, for --methods */
	size_t			 book_count;
	size_t			 book_capacity;
};

/* The rule of the configuration.  NULL after faults. */
struct plan	*compile_rule(const struct config *, struct arena *run,
		    struct faults *);

/*
 * The parts of a rule; each takes its node and leaves faults behind where it
 * fails.
 */
void	compile_keys(struct compiling *, const struct node *by);
void	compile_measures(struct compiling *, const struct node *measures);
void	compile_labels(struct compiling *, const struct node *books);

/*
 * A codebook, by its name or path, as its nodes: whether it is right is tag's
 * to judge.  NULL after a fault.  Then the value of a key of a mapping, or
 * NULL; and its text, "" where there is none.
 */
const struct node *compile_book(struct compiling *, const struct node *name);
const struct node *compile_book_value(const struct node *, const char *key);
struct span	compile_book_text(const struct node *, const char *key);

/* The items of a sequence; what is none is one item, borrowed. */
size_t		compile_items(const struct node *const *,
		    const struct node *const **items);

/*
 * A table instead of measures; the rule's `order` and `having`, each of which
 * may be NULL, are then of its rows.
 */
void	compile_table(struct compiling *, const struct node *table);
void	compile_table_rows(struct compiling *, const struct node *order,
	    const struct node *having);

/*
 * What makes cases of records, read before what reads them: the holiday table,
 * how they are folded, the period that they are looked at for.  Each node but
 * that of cases may be NULL.
 */
void	compile_calendar(struct compiling *, const struct node *);
void	compile_cases(struct compiling *, const struct node *);
void	compile_period(struct compiling *, const struct node *);

/*
 * What the period is compared with, behind `by`.  Then, behind the measures,
 * `suppress`, and that each of what is compared with is used; and, at the end,
 * the fields that the rule reads.
 */
void	compile_compare(struct compiling *, const struct node *);
void	compile_suppress(struct compiling *, const struct node *);
void	compile_compared(struct compiling *, const struct node *);
void	compile_reads(struct compiling *);

/* `window`, behind `by`. */
void	compile_window(struct compiling *, const struct node *);

/* A text such as 30m, 36h or 7d as seconds.  -1 after a fault. */
int	compile_duration(struct compiling *, const struct node *,
	    int64_t *seconds);

/* previous, year_ago: by enum case_against; ends with NULL. */
extern const char *const	compile_againsts[CASE_AGAINSTS + 1];

/* The path of a field.  -1 after a fault. */
int	compile_path(struct compiling *, const struct node *, struct path *);

/*
 * What the areas of a key are called: a CSV file, or {file, key, value} where
 * its columns aren't `code` and `name`.  Codes may be of any level, with zeros
 * up to 12 digits or not; those of other levels are passed over.
 */
void	compile_names(struct compiling *, const struct node *names,
	    struct key *);

/* A condition on groups: on the rule's keys and measures. */
const struct expr *compile_choice(struct compiling *, const struct node *);

/* The mask of a list of keys, or of one. */
unsigned	compile_key_mask(struct compiling *, const struct node *);

/* Text for people: one text, or {zh, en} of which the rule's lang decides. */
struct span	compile_wording(struct compiling *, const struct node *);

/* An expression over a record that gives that kind; see struct expr_use. */
const struct expr *compile_expr(struct compiling *, const struct node *,
		    enum value_kind);

/*
 * True and a fault if no column can have that name: another one has it, or it
 * holds a NUL.
 */
bool	compile_name_is_unfit(struct compiling *, struct span name,
	    struct place);

/*
 * The nearest name of a measure, or key, to what was typed, for the end of a
 * message: ` (did you mean "n"?)`; "" where none is near.
 */
enum compile_names {
	NAMES_MEASURES	= 1,
	NAMES_KEYS	= 2
};
const char *compile_nearest(struct compiling *, struct span typed,
	    unsigned names);

/*
 * The options --format, --partial, --merge and --memory.  What is wrong with
 * them is told when the run begins: plan->usage.
 */
void	compile_settings(struct compiling *);

/* --period and --as-of, likewise. */
void	compile_case_settings(struct compiling *);

#endif
