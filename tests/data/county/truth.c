#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "county.h"

/* What is counted of each case; figures are made of these. */
enum count {
	ACCEPTED, ANSWERED, DISPATCHED, CLOSED, DISPATCHED_CLOSED, DUE,
	ON_TIME, IN_TIME, SETTLED, RESPONDED, EVALUATED, CLOSED_EVALUATED,
	RESOLUTION_KNOWN, RESOLVED, SATISFACTION_KNOWN, SATISFIED,
	CLOSED_GRID, CLOSED_VILLAGE, CLOSED_TOWN, CLOSED_COUNTY,
	ON_THE_SPOT, TOWN_OR_BELOW, RETURNED, REDONE, REPEATED, REOPENED, OPEN, OVERDUE, CARRIED, IN_HAND,
	COUNTS
};

enum span {
	RESPONSE,
	RESPONSE_NEW,		/* of cases accepted in the period */
	HANDLING,
	SPANS
};

/* The period asked for, and those that it is compared with. */
enum period {
	THIS, PREVIOUS, YEAR_AGO,
	PERIODS
};

enum kind {
	KIND_COUNT,
	KIND_RATIO,		/* of count a to count b */
	KIND_QUANTILE,		/* of span a, b in percent; hours */
	KIND_CHANGE		/* of measure a, against period b */
};

struct measure {
	const char	*name;
	enum kind	 kind;
	int		 a;
	int		 b;
};

struct table {
	const struct measure	*measures;
	size_t			 count;
};

static const struct measure	loop_measures[] = {
	{ "accepted", KIND_COUNT, ACCEPTED, 0 },
	{ "answered", KIND_COUNT, ANSWERED, 0 },
	{ "dispatched", KIND_COUNT, DISPATCHED, 0 },
	{ "closed", KIND_COUNT, CLOSED, 0 },
	{ "closure_rate", KIND_RATIO, CLOSED, ACCEPTED },
	{ "dispatched_closure_rate", KIND_RATIO, DISPATCHED_CLOSED,
	    DISPATCHED },
	{ "due", KIND_COUNT, DUE, 0 },
	{ "on_time_rate", KIND_RATIO, ON_TIME, DUE },
	{ "response_p50", KIND_QUANTILE, RESPONSE, 50 },
	{ "response_p90", KIND_QUANTILE, RESPONSE, 90 },
	{ "handling_p50", KIND_QUANTILE, HANDLING, 50 },
	{ "response_rate", KIND_RATIO, RESPONDED, ACCEPTED },
	{ "evaluated", KIND_COUNT, EVALUATED, 0 },
	{ "evaluation_rate", KIND_RATIO, CLOSED_EVALUATED, CLOSED },
	{ "resolution_rate", KIND_RATIO, RESOLVED, RESOLUTION_KNOWN },
	{ "satisfaction_rate", KIND_RATIO, SATISFIED, SATISFACTION_KNOWN },
	{ "on_the_spot_rate", KIND_RATIO, ON_THE_SPOT, CLOSED },
	{ "town_or_below_rate", KIND_RATIO, TOWN_OR_BELOW, CLOSED },
	{ "sent_up_rate", KIND_RATIO, CLOSED_COUNTY, CLOSED },
	{ "closed_grid", KIND_COUNT, CLOSED_GRID, 0 },
	{ "closed_village", KIND_COUNT, CLOSED_VILLAGE, 0 },
	{ "closed_town", KIND_COUNT, CLOSED_TOWN, 0 },
	{ "closed_county", KIND_COUNT, CLOSED_COUNTY, 0 },
	{ "return_rate", KIND_RATIO, RETURNED, DISPATCHED },
	{ "redo_rate", KIND_RATIO, REDONE, CLOSED },
	{ "repeated", KIND_COUNT, REPEATED, 0 },
	{ "reopened", KIND_COUNT, REOPENED, 0 },
	{ "open", KIND_COUNT, OPEN, 0 },
	{ "overdue", KIND_COUNT, OVERDUE, 0 }
};

/* Where a measure of monthly stands in its table, for its changes. */
enum monthly_row {
	ROW_ACCEPTED = 0,
	ROW_CLOSURE = 3,
	ROW_ON_TIME = 6,
	ROW_RESPONSE = 9,
	ROW_SATISFACTION = 12,
	ROW_ON_THE_SPOT = 15
};

static const struct measure	monthly_measures[] = {
	{ "accepted", KIND_COUNT, ACCEPTED, 0 },
	{ "accepted_previous", KIND_CHANGE, ROW_ACCEPTED, PREVIOUS },
	{ "accepted_year_ago", KIND_CHANGE, ROW_ACCEPTED, YEAR_AGO },
	{ "closure_rate", KIND_RATIO, CLOSED, IN_HAND },
	{ "closure_rate_previous", KIND_CHANGE, ROW_CLOSURE, PREVIOUS },
	{ "closure_rate_year_ago", KIND_CHANGE, ROW_CLOSURE, YEAR_AGO },
	{ "on_time_rate", KIND_RATIO, IN_TIME, SETTLED },
	{ "on_time_rate_previous", KIND_CHANGE, ROW_ON_TIME, PREVIOUS },
	{ "on_time_rate_year_ago", KIND_CHANGE, ROW_ON_TIME, YEAR_AGO },
	{ "response", KIND_QUANTILE, RESPONSE_NEW, 50 },
	{ "response_previous", KIND_CHANGE, ROW_RESPONSE, PREVIOUS },
	{ "response_year_ago", KIND_CHANGE, ROW_RESPONSE, YEAR_AGO },
	{ "satisfaction_rate", KIND_RATIO, SATISFIED, SATISFACTION_KNOWN },
	{ "satisfaction_rate_previous", KIND_CHANGE, ROW_SATISFACTION,
	    PREVIOUS },
	{ "satisfaction_rate_year_ago", KIND_CHANGE, ROW_SATISFACTION,
	    YEAR_AGO },
	{ "on_the_spot_rate", KIND_RATIO, ON_THE_SPOT, CLOSED },
	{ "on_the_spot_rate_previous", KIND_CHANGE, ROW_ON_THE_SPOT,
	    PREVIOUS },
	{ "on_the_spot_rate_year_ago", KIND_CHANGE, ROW_ON_THE_SPOT,
	    YEAR_AGO }
};

#define TABLE(measures)	{ measures, sizeof(measures) / sizeof(*(measures)) }

static const struct table	loop = TABLE(loop_measures);
static const struct table	monthly = TABLE(monthly_measures);

struct figures {
	size_t	 counts[COUNTS];
	double	*hours[SPANS];		/* of spans that are known */
	size_t	 known[SPANS];
	bool	 whole;			/* the data reach back so far */
};

static void
count_if(struct figures *figures, enum count count, bool holds)
{
	figures->counts[count] += holds;
}

static void
measure(struct figures *figures, enum span span, int64_t from, int64_t to)
{
	if (from != NEVER && to != NEVER)
		figures->hours[span][figures->known[span]++] =
		    (double)(to - from) / (double)HOUR;
}

/* A case of which a clock ran backwards has no durations. */
static void
count_times(struct figures *figures, const struct state *state, bool is_new)
{
	int64_t	responded;

	responded = state->contacted != NEVER ? state->contacted :
	    state->handled;
	count_if(figures, RESPONDED, responded != NEVER &&
	    responded - state->collected <= DAY);
	if (state->contacted != NEVER && state->contacted < state->collected)
		return;
	measure(figures, RESPONSE, state->collected, responded);
	if (is_new)
		measure(figures, RESPONSE_NEW, state->collected, responded);
	measure(figures, HANDLING, state->handled, state->closed);
}

static void
count_limit(struct figures *figures, const struct question *question,
    const struct state *state)
{
	bool	closed = state->closed != NEVER, due;
	int64_t	limit = state->limit;

	if (limit == NEVER && question->workdays > 0)
		limit = time_of_deadline(state->collected,
		    question->workdays + state->paused_days);
	due = limit != NEVER && limit < question->until;

	count_if(figures, DUE, due);
	count_if(figures, ON_TIME, due && closed &&
	    state->closed <= limit);
	count_if(figures, OVERDUE, due && !closed);
	count_if(figures, IN_TIME, limit != NEVER && closed &&
	    state->closed <= limit);
	count_if(figures, SETTLED, limit != NEVER && (due || closed));
}

static void
count_end(struct figures *figures, const struct state *state)
{
	enum tier	tier = state->tier;

	if (state->handled == NEVER)
		return;
	figures->counts[DISPATCHED_CLOSED]++;
	count_if(figures, CLOSED_GRID, tier == TIER_GRID);
	count_if(figures, CLOSED_VILLAGE, tier == TIER_VILLAGE);
	count_if(figures, CLOSED_TOWN, tier == TIER_TOWN);
	count_if(figures, CLOSED_COUNTY, tier == TIER_COUNTY);
	count_if(figures, ON_THE_SPOT, tier <= TIER_VILLAGE);
	count_if(figures, TOWN_OR_BELOW, tier <= TIER_TOWN);
}

static void
count_evaluation(struct figures *figures, const struct state *state)
{
	bool	resolution = state->resolved != ANSWER_UNKNOWN;
	bool	satisfaction = state->satisfied != ANSWER_UNKNOWN;

	count_if(figures, EVALUATED, resolution || satisfaction);
	count_if(figures, CLOSED_EVALUATED, (resolution || satisfaction) &&
	    state->closed != NEVER);
	count_if(figures, RESOLUTION_KNOWN, resolution);
	count_if(figures, RESOLVED, state->resolved == ANSWER_YES);
	count_if(figures, SATISFACTION_KNOWN, satisfaction);
	count_if(figures, SATISFIED, state->satisfied == ANSWER_YES);
}

static struct state
state_at(const struct question *question, const struct fate *fate,
    int64_t until)
{
	return question->rows ? state_of_row(fate, until) :
	    state_before(fate, until);
}

static bool
is_open(const struct state *state)
{
	return state->collected != NEVER && state->closed == NEVER;
}

static bool
was_redone_in(const struct fate *fate, int64_t from, int64_t until)
{
	size_t	i;

	for (i = 0; i < fate->round_count; i++)
		if (fate->rounds[i].verdict == VERDICT_REDO &&
		    fate->rounds[i].evaluated >= from &&
		    fate->rounds[i].evaluated < until)
			return true;
	return false;
}

/* Accepted before the period, and open at its start or again in it. */
static bool
is_carried(const struct question *question, const struct fate *fate)
{
	struct state	before = state_at(question, fate, question->from);

	return before.collected != NEVER && (is_open(&before) ||
	    (!question->rows && was_redone_in(fate, question->from,
	    question->until)));
}

static void
count_case(struct figures *figures, const struct question *question,
    const struct fate *fate)
{
	struct state	state = state_at(question, fate, question->until);
	bool		answered = fate->outcome == OUTCOME_ANSWERED;
	bool		is_new, carried;

	if (state.collected == NEVER ||
	    (fate->outcome != OUTCOME_ACCEPTED && !answered))
		return;
	is_new = state.collected >= question->from;
	carried = question->basis == BASIS_FLOW && !is_new &&
	    is_carried(question, fate);
	if (!is_new && !carried)
		return;
	count_if(figures, ACCEPTED, is_new);
	count_if(figures, CARRIED, carried);
	figures->counts[IN_HAND]++;
	count_if(figures, ANSWERED, answered);
	count_if(figures, DISPATCHED, state.handled != NEVER);
	count_if(figures, CLOSED, state.closed != NEVER);
	count_if(figures, OPEN, state.closed == NEVER);
	if (state.closed != NEVER)
		count_end(figures, &state);
	count_limit(figures, question, &state);
	count_evaluation(figures, &state);
	count_if(figures, RETURNED, state.returns > 0);
	count_if(figures, REDONE, state.redo && state.closed != NEVER);
	count_if(figures, REOPENED, state.redo);
	count_if(figures, REPEATED, question->callers && fate->repeated);
	count_times(figures, &state, is_new);
}

static int
by_value(const void *a, const void *b)
{
	double	x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The smallest value with at least that share at or below it. */
static double
quantile(const double *sorted, size_t n, int percent)
{
	size_t	rank = (n * (size_t)percent + 99) / 100;

	return n == 0 ? NAN : sorted[rank - 1];
}

static double
ratio(size_t of, size_t to)
{
	return to == 0 ? NAN : (double)of / (double)to;
}

/* Shares change by points, all else by its part of what it was. */
static double
change(enum kind kind, double is, double was)
{
	if (kind == KIND_RATIO)
		return is - was;
	return was == 0 ? NAN : (is - was) / fabs(was);
}

/* NAN: it isn't known. */
static double
value_of(const struct table *table, size_t i, const struct figures *figures)
{
	const struct measure	*measure = &table->measures[i];
	size_t			 of = (size_t)measure->a;

	switch (measure->kind) {
	case KIND_COUNT:
		return (double)figures->counts[of];
	case KIND_RATIO:
		return ratio(figures->counts[of],
		    figures->counts[measure->b]);
	case KIND_QUANTILE:
		return quantile(figures->hours[of], figures->known[of],
		    measure->b);
	case KIND_CHANGE:
		if (!figures[measure->b].whole)
			return NAN;
		return change(table->measures[of].kind,
		    value_of(table, of, figures),
		    value_of(table, of, &figures[measure->b]));
	}
	return NAN;
}

/* As the shortest decimals that read back the same; NAN is null. */
static void
write_value(FILE *file, double value)
{
	char	text[32];
	int	digits = 1;

	if (isnan(value)) {
		fputs("null", file);
		return;
	}
	if (value == floor(value)) {
		fprintf(file, "%.0f", value);
		return;
	}
	do
		snprintf(text, sizeof(text), "%.*g", digits, value);
	while (strtod(text, NULL) != value && ++digits <= 17);
	fputs(text, file);
}

struct truth {
	FILE			*file;
	const struct table	*table;
	const struct question	*questions;	/* one for each period */
	const struct fate	*fates;
	size_t			 count;
	size_t			 digits;	/* of areas; 0: of all */
	int64_t			 earliest;	/* that a case was collected */
	struct figures		 figures[PERIODS];
};

/*
 * The area of a case.  A place told by a shorter code has no lower level: by
 * one level it is "", by all of them that of its own code.
 */
static const char *
area_of(const struct truth *truth, const struct fate *fate,
    char to[PLACE_REGION + 1])
{
	bool	is_short = strlen(fate->region) < truth->digits;

	snprintf(to, PLACE_REGION + 1, "%.*s", is_short &&
	    truth->table == &loop ? 0 : (int)truth->digits, fate->region);
	return to;
}

static void
clear(struct figures *figures)
{
	memset(figures->counts, 0, sizeof(figures->counts));
	memset(figures->known, 0, sizeof(figures->known));
}

static void
count_area(struct truth *truth, enum period period, const char *area)
{
	const struct question	*question = &truth->questions[period];
	struct figures		*figures = &truth->figures[period];
	char			 key[PLACE_REGION + 1];
	size_t			 i;

	clear(figures);
	figures->whole = truth->earliest < question->from + DAY;
	for (i = 0; i < truth->count; i++)
		if (strcmp(area, area_of(truth, &truth->fates[i], key)) == 0)
			count_case(figures, question, &truth->fates[i]);
	for (i = 0; i < SPANS; i++)
		qsort(figures->hours[i], figures->known[i], sizeof(double),
		    by_value);
}

/* A key of monthly; null where it is of a lower level than the area. */
static void
write_key(const struct truth *truth, const char *name, size_t digits,
    const char *area)
{
	if (truth->digits < digits)
		fprintf(truth->file, "\"%s\":null", name);
	else
		fprintf(truth->file, "\"%s\":\"%.*s\"", name,
		    strlen(area) < digits ? 0 : (int)digits, area);
}

static void
write_keys(const struct truth *truth, const char *area)
{
	if (truth->table == &monthly) {
		write_key(truth, "county", 6, area);
		putc(',', truth->file);
		write_key(truth, "town", 9, area);
		putc(',', truth->file);
		write_key(truth, "village", 12, area);
	} else if (truth->digits == 0)
		fputs("\"region\":null", truth->file);
	else
		fprintf(truth->file, "\"region\":\"%s\"", area);
}

static void
write_area(struct truth *truth, const char *area)
{
	const struct table	*table = truth->table;
	size_t			 i;

	for (i = 0; i < PERIODS; i++)
		count_area(truth, (enum period)i, area);
	if (table == &monthly && truth->figures[THIS].counts[IN_HAND] == 0)
		return;
	putc('{', truth->file);
	write_keys(truth, area);
	for (i = 0; i < table->count; i++) {
		fprintf(truth->file, ",\"%s\":", table->measures[i].name);
		write_value(truth->file, value_of(table, i, truth->figures));
	}
	fputs("}\n", truth->file);
}

static int
by_area(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void *
must_allocate(size_t count, size_t size)
{
	void	*room = calloc(count + 1, size);

	if (room == NULL) {
		perror("county");
		exit(71);
	}
	return room;
}

/* A record for each area with so many digits. */
static void
write_areas(struct truth *truth, size_t digits)
{
	char	(*areas)[PLACE_REGION + 1];
	size_t	  i, count = 0;

	truth->digits = digits;
	areas = must_allocate(truth->count, sizeof(*areas));
	for (i = 0; i < truth->count; i++)
		if (!truth->fates[i].collect_lost)
			area_of(truth, &truth->fates[i], areas[count++]);
	qsort(areas, count, sizeof(*areas), by_area);
	for (i = 0; i < count; i++)
		if (i == 0 || strcmp(areas[i - 1], areas[i]) != 0)
			write_area(truth, areas[i]);
	free(areas);
}

static int64_t
earliest(const struct fate *fates, size_t count)
{
	int64_t	first = INT64_MAX;
	size_t	i;

	for (i = 0; i < count; i++)
		if (!fates[i].collect_lost && fates[i].collected < first)
			first = fates[i].collected;
	return first;
}

/* The same month a year ago, or the one before. */
static struct question
ask_before(const struct question *question, int months)
{
	struct question	before = *question;
	int		civil[5], year, month;

	if (question->basis == BASIS_ALL)
		return before;
	time_civil(question->from, civil);
	month = civil[1] - 1 - months % 12;
	year = civil[0] - months / 12 - (month < 0);
	month = (month + 12) % 12 + 1;
	before.from = time_of_day(year, month, 1);
	before.until = month == 12 ? time_of_day(year + 1, 1, 1) :
	    time_of_day(year, month + 1, 1);
	return before;
}

void
truth_write(FILE *file, const struct question *question,
    const struct fate *fates, size_t count)
{
	struct question	questions[PERIODS] = {
		[THIS] = *question,
		[PREVIOUS] = ask_before(question, 1),
		[YEAR_AGO] = ask_before(question, 12)
	};
	struct truth	truth = {
		.file = file,
		.table = question->monthly ? &monthly : &loop,
		.questions = questions,
		.fates = fates,
		.count = count,
		.earliest = earliest(fates, count)
	};
	size_t		i, j;

	for (i = 0; i < PERIODS; i++)
		for (j = 0; j < SPANS; j++)
			truth.figures[i].hours[j] = must_allocate(count,
			    sizeof(double));
	if (question->monthly) {
		write_areas(&truth, 6);
		write_areas(&truth, 9);
		write_areas(&truth, 12);
	} else
		write_areas(&truth, question->digits);
	write_areas(&truth, 0);
	for (i = 0; i < PERIODS; i++)
		for (j = 0; j < SPANS; j++)
			free(truth.figures[i].hours[j]);
}
