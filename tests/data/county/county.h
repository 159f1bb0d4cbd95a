#ifndef COUNTY_H
#define COUNTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/*
 * A county that doesn't exist: fourteen months of its hotline, the same bytes
 * on every machine.  The fate of each case is decided first; exports are
 * written from the fates, and the true figures are counted from the fates, so
 * no code is shared with what the figures test.
 *
 * Times are minutes since 1970-01-01 00:00 in the county's zone, +08:00.
 */
#define NEVER		INT64_MIN
#define HOUR		((int64_t)60)
#define DAY		(24 * HOUR)
#define FIRST_MONTH	"2025-05"
#define LAST_MONTH	"2026-06"

/* Pseudo-random numbers: splitmix64. */
struct dice {
	uint64_t	state;
};

uint64_t	 dice_roll(struct dice *);
int64_t		 dice_between(struct dice *, int64_t, int64_t);	/* both in */
bool		 dice_percent(struct dice *, int);

/* Times. */
int64_t		 time_of_day(int year, int month, int day);
int64_t		 time_of_month(const char *month);	/* "2026-05" */
void		 time_civil(int64_t, int civil[5]);	/* y m d H M */
int64_t		 time_end(void);			/* of the last month */

/* The last minute of the working day that so many end with, behind from's. */
int64_t		 time_of_deadline(int64_t from, int workdays);

/* Working days behind from's day, up to to's. */
int		 time_workdays(int64_t from, int64_t to);

/* As exports write them; NEVER is "". */
#define TIME_SIZE	32

enum time_shape {
	TIME_ISO,		/* 2026-05-03T08:30:00+08:00 */
	TIME_PLAIN,		/* 2026-05-03 08:30:00 */
	TIME_SPREADSHEET	/* 2026/5/3 8:30 */
};

const char	*time_write(int64_t, enum time_shape, char to[TIME_SIZE]);

/* Where: a county has towns, a town villages, a village grids. */
#define PLACE_REGION	12

struct place {
	char		 region[PLACE_REGION + 1];
	char		 grid[PLACE_REGION + 3];
	const char	*town;
	const char	*village;
};

void		 place_pick(struct place *, struct dice *);
void		 place_write_names(FILE *);	/* code,name: the areas */

/* Who calls.  Callers differ, but not in what a mask leaves of the number. */
struct caller {
	char	name[16];
	char	phone[12];
	char	id_number[19];		/* with a valid check digit */
};

void		 caller_make(struct caller *, uint64_t number, struct dice *);

/* What is asked for: the number of a subject, and its words. */
struct request {
	char		 title[128];
	char		 text[1024];
	const char	*type;
};

struct fate;

const char	*request_subtopic(int subject);		/* or "" */
int		 request_pick(struct dice *);
void		 request_word(struct request *, const struct fate *);

/* What becomes of it. */
enum outcome {
	OUTCOME_ACCEPTED,
	OUTCOME_ANSWERED,
	OUTCOME_REFUSED,
	OUTCOME_MERGED,
	OUTCOME_WITHDRAWN
};

enum tier {
	TIER_GRID,
	TIER_VILLAGE,
	TIER_TOWN,
	TIER_COUNTY
};

enum verdict {			/* of an evaluation */
	VERDICT_NONE,
	VERDICT_CALLED,
	VERDICT_UNREACHED,
	VERDICT_EXCLUDED,
	VERDICT_REDO
};

enum answer {
	ANSWER_NO,
	ANSWER_YES,
	ANSWER_UNKNOWN
};

/* One handling to its end, and what the caller said of it. */
struct round {
	int64_t		done;
	enum tier	tier;
	int64_t		evaluated;
	enum verdict	verdict;
	enum answer	resolved;
	enum answer	satisfied;
};

#define MAX_RETURNS	3
#define MAX_ROUNDS	2

struct fate {
	uint64_t	number;
	char		id[15];
	struct place	place;
	char		region[PLACE_REGION + 1];	/* or the town's 9 */
	struct caller	caller;
	int		subject;	/* of the request */
	struct dice	words;		/* for its text */
	int		channel;
	enum outcome	outcome;
	bool		collect_lost;	/* the export lacks that event */
	int64_t		collected;
	int64_t		assigned[MAX_RETURNS + 1];
	int64_t		returned[MAX_RETURNS];
	size_t		returns;
	bool		assign_lost;	/* handled without being assigned */
	int64_t		signed_for;
	int64_t		contacted;
	int64_t		urged;
	int64_t		transferred;
	int64_t		paused;
	int64_t		resumed;
	int64_t		extended;
	int64_t		limit;		/* as promised at first */
	int64_t		longer;		/* as extended */
	struct round	rounds[MAX_ROUNDS];
	size_t		round_count;
	int64_t		replied;
	bool		repeated;	/* a closed one came again */
	bool		doubled;	/* the export has lines twice */
};

/* The fates of cases 1 to count, to be freed. */
struct fate	*fates_make(size_t count);

/* What is known of a case before a time; a time not come is NEVER. */
struct state {
	int64_t		collected;
	int64_t		assigned;	/* first */
	int64_t		handled;	/* first of all that is handling */
	int64_t		contacted;
	int64_t		closed;		/* NEVER again when it is redone */
	enum tier	tier;		/* of the last end */
	int64_t		evaluated;	/* called and reached */
	enum answer	resolved;
	enum answer	satisfied;
	int64_t		replied;
	int64_t		limit;		/* with extension and pauses */
	int		paused_days;	/* that were working days */
	size_t		turns;		/* offices that had it, less one */
	size_t		returns;
	size_t		handoffs;
	size_t		extensions;
	bool		redo;
};

struct state	 state_before(const struct fate *, int64_t until);

/* The same, as far as the case's row in the last export tells it. */
struct state	 state_of_row(const struct fate *, int64_t until);

/* Words of the exports, and what they are called in records. */
struct word {
	const char	*zh;
	const char	*en;
};

extern const struct word	stage_collect, stage_handle, stage_evaluate,
				stage_feedback;
extern const struct word	outcomes[];	/* by enum outcome */
extern const struct word	tiers[];	/* by enum tier */
extern const struct word	verdicts[];	/* by enum verdict */
extern const struct word	channels[];	/* by number */

/* The office that has a case after so many turns. */
const char	*office(const struct fate *, size_t turn);

/* Exports. */
struct export {
	FILE	*file;
	bool	 jsonl;		/* events: records instead of CSV */
	bool	 faults;	/* rows and events that must be refused */
};

/* What truth is asked for. */
enum basis {
	BASIS_ALL,		/* every case, as of until */
	BASIS_COHORT,		/* those collected in from..until */
	BASIS_FLOW		/* those in hand then */
};

struct question {
	bool		monthly;	/* else the measures of loop */
	bool		rows;		/* as the rows tell it, not the events */
	bool		callers;	/* are known, so what came again is */
	enum basis	basis;
	int64_t		from;
	int64_t		until;		/* exclusive */
	size_t		digits;		/* of an area */
	int		workdays;	/* allowed where no limit is told; or 0 */
};

void		 truth_write(FILE *, const struct question *,
		    const struct fate *, size_t count);

void		 events_write(const struct export *, const struct fate *,
		    size_t count);
void		 rows_write(const struct export *, const struct fate *,
		    size_t count);

/* The largest time that they tell, limits apart. */
int64_t		 events_last(const struct fate *, size_t count);
int64_t		 rows_last(const struct fate *, size_t count);

#endif
