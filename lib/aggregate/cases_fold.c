#include <stdlib.h>

#include "aggregate/case_due.h"
#include "aggregate/case_notes.h"
#include "aggregate/case_record.h"
#include "aggregate/case_repeats.h"
#include "aggregate/case_window.h"
#include "aggregate/cases_fold.h"
#include "aggregate/map.h"
#include "aggregate/unlike.h"
#include "base/mem.h"

/* One walk over all cases, for one window. */
struct folding {
	const struct cases	*cases;
	const struct case_plan	*plan;
	const struct case_window *window;
	struct groups		*groups;
	struct repeats		 repeats;
	struct regex_work	*regexes;
	struct arena		 arena;		/* of one case */
	struct buf		 row;
	uint64_t		*counters;	/* NULL: nobody asks; and of */
	struct case_seen	*seen;		/* this too */
	struct err		*e;
};

/* A case as it stands at the window's as_of. */
struct standing {
	struct span		 key;
	struct case_event	*events;
	size_t			 count;		/* known then */
	size_t			 twice;
	bool			 contrary;
	struct case_state	 state;
};

/*
 * Of the rows of a case one counts, the last or the first in order; among
 * equals that which tells more events, then that with the larger bytes, which
 * is the later one here.
 */
static struct telling *
choose_row(struct telling *all, size_t count, bool first)
{
	struct telling *chosen = NULL, *t;

	for (size_t i = 0; i < count; i++) {
		t = &all[i];
		if (t->is_row && (chosen == NULL || (t->order == chosen->order ?
		    t->count >= chosen->count :
		    (t->order < chosen->order) == first)))
			chosen = t;
	}
	return chosen;
}

/* Whether the row is another one than the chosen, and neither is later. */
static bool
is_tied(const struct telling *t, const struct telling *chosen)
{
	return t->is_row && t != chosen && t->order == chosen->order;
}

/* The answers of a row's events, each a bit of enum case_answer. */
struct answers {
	unsigned	resolved;
	unsigned	satisfied;
};

static void
note_answers(const struct telling *t, struct answers *said)
{
	for (size_t i = 0; i < t->count; i++) {
		said->resolved |= 1u << t->events[i].resolved;
		said->satisfied |= 1u << t->events[i].satisfied;
	}
}

/*
 * Two rows that tie and answer yes and no have told no answer: whichever was
 * taken would flatter a rate, or blacken it.
 */
static void
drop_contrary(const struct telling *all, size_t count, struct telling *chosen)
{
	const unsigned both = 1u << ANSWER_YES | 1u << ANSWER_NO;
	struct answers said = {0};

	note_answers(chosen, &said);
	for (size_t i = 0; i < count; i++)
		if (is_tied(&all[i], chosen))
			note_answers(&all[i], &said);
	for (size_t i = 0; i < chosen->count; i++) {
		if ((said.resolved & both) == both)
			chosen->events[i].resolved = ANSWER_UNKNOWN;
		if ((said.satisfied & both) == both)
			chosen->events[i].satisfied = ANSWER_UNKNOWN;
	}
}

/* All events that count, sorted. */
static void
load(struct folding *f, const struct case_rows *rows, struct standing *s)
{
	struct span *sorted;
	size_t n = cases_tellings(rows, &f->arena, &sorted), events = 0;
	struct telling *all = arena_alloc(&f->arena, n * sizeof(*all));
	struct telling *chosen;

	for (size_t i = 0; i < n; i++) {
		telling_unpack(sorted[i], &f->arena, &all[i]);
		events += all[i].count;
	}
	chosen = choose_row(all, n, f->plan->first);
	s->twice = rows->count - n;
	s->events = arena_alloc(&f->arena, events * sizeof(*s->events));
	s->count = 0;
	s->contrary = false;
	for (size_t i = 0; chosen != NULL && i < n; i++)
		s->contrary |= is_tied(&all[i], chosen);
	if (s->contrary)
		drop_contrary(all, n, chosen);
	for (size_t i = 0; i < n; i++) {
		if (all[i].is_row && &all[i] != chosen)
			continue;
		memcpy(s->events + s->count, all[i].events,
		    all[i].count * sizeof(*s->events));
		s->count += all[i].count;
	}
	case_sort(s->events, s->count);
}

/* Is there room for so many tellings and their events beside the groups? */
static bool
has_room(const struct folding *f, const struct case_rows *rows)
{
	const struct memory *m = &f->groups->memory;
	size_t room = memory_room(m), need, events = 0;

	for (const struct case_row *r = rows->first; r != NULL; r = r->next)
		events += telling_count(span_make(r->bytes, r->n));
	/* As they were told, and once more as they are taken. */
	need = 2 * events * sizeof(struct case_event);
	return need <= room && rows->count <= (room - need) /
	    (sizeof(struct span) + sizeof(struct telling));
}

/*
 * 1; 0 if nothing is known of the case at the window's as_of; -1 where there
 * is no room for it.
 */
static int
stand(struct folding *f, const struct map_entry *entry, struct standing *s)
{
	s->key = entry->key;
	if (!has_room(f, entry->value))
		return cases_too_large(f->cases, f->e);
	load(f, entry->value, s);
	s->count = case_known(s->events, s->count, f->window->as_of);
	if (s->count == 0)
		return 0;
	case_fold(&s->state, s->events, s->count);
	return 1;
}

/*
 * What refuses a record is here wrong with a case: there is none to refuse.
 * It is named by where it stands: its key may be what nobody should read.
 */
static int
blame(struct folding *f, const struct case_rows *rows)
{
	struct err why = *f->e;
	char shown[128];

	if (why.kind != ERR_RECORD && why.kind != ERR_DATA)
		return -1;
	if (rows->input == NULL)
		return err_set(f->e, ERR_DATA, why.file, why.line, why.column,
		    "a case: %s", why.text);
	return err_set(f->e, ERR_DATA, why.file, why.line, why.column,
	    "the case of %s:%zu: %s",
	    err_quote(shown, sizeof(shown), span_of(rows->input)), rows->line,
	    why.text);
}

/* Behind the counters of bad values; of the window that is asked for alone. */
static uint64_t *
unlike_of(const struct folding *f)
{
	return f->counters == NULL ? NULL : f->counters + CASES_COUNTERS +
	    f->cases->plan->bad_count;
}

static int
judge_limit(struct folding *f, struct standing *s)
{
	struct record record;
	struct expr_fields fields = { case_record_get, &record, f->regexes,
	    unlike_of(f) };

	if (f->plan->limit_count > 0)
		case_record(f->plan, s->key, &s->state, &f->arena, &record);
	return case_due(f->plan, &fields, s->events, s->count,
	    f->window->as_of, &s->state, &f->arena, f->e);
}

static void
count(struct folding *f, const struct standing *s)
{
	const struct case_state *state = &s->state;
	bool in_hand = state->truths[CASE_ACCEPTED] ||
	    state->truths[CASE_CARRIED];

	if (f->counters == NULL)
		return;
	f->counters[CASES_ALL]++;
	f->counters[CASES_TWICE] += s->twice;
	f->counters[CASES_CONTRARY] += s->contrary;
	f->counters[CASES_UNACCEPTED] += state->truths[CASE_UNACCEPTED];
	f->counters[CASES_BACKWARDS] += state->truths[CASE_BACKWARDS];
	f->counters[CASES_UNCONTACTED] +=
	    state->times[TIME_RESPONDED] != CASE_NEVER &&
	    state->times[TIME_CONTACTED] == CASE_NEVER;
	f->counters[CASES_MASKED] += in_hand &&
	    f->plan->repeats.who_count > 0 &&
	    repeats_is_masked(&f->repeats, &f->plan->repeats, state);
}

static struct row_counts
counts_of(const struct folding *f)
{
	struct row_counts none = { NULL, NULL };

	return f->counters == NULL ? none : (struct row_counts){
	    f->counters + CASES_COUNTERS, unlike_of(f) +
	    unlike_counters(f->cases->plan) };
}

/* Adds the case, a record like any other, to the groups that it belongs to. */
static int
add_to_groups(struct folding *f, const struct standing *s)
{
	struct record record;
	struct unit unit = { .record = &record, .arena = &f->arena };
	struct expr_fields fields = { case_record_get, &record, f->regexes,
	    unlike_of(f) };
	struct row_counts counts = counts_of(f);
	bool dropped;

	case_record(f->plan, s->key, &s->state, &f->arena, &record);
	if (f->seen != NULL && !case_record_has_all(f->plan, f->seen))
		case_record_note(f->plan, &record, f->seen);
	buf_cut(&f->row, 0);
	if (row_of_record(f->groups->plan, &fields, &unit, &f->row, &dropped,
	    &counts, f->e) == -1)
		return -1;
	if (dropped)
		return 0;
	return groups_add(f->groups, buf_span(&f->row), f->e);
}

static int
fold_case(struct folding *f, struct standing *s)
{
	int has;

	if (judge_limit(f, s) == -1)
		return -1;
	has = case_window_has(f->window, s->events, s->count, &s->state,
	    f->e);
	if (has != 1)
		return has;
	if (f->plan->repeats.who_count > 0 && (s->state.truths[CASE_ACCEPTED] ||
	    s->state.truths[CASE_CARRIED]))
		s->state.truths[CASE_REPEATED] = repeats_ask(&f->repeats,
		    &f->plan->repeats, &s->state);
	count(f, s);
	return add_to_groups(f, s);
}

static int
note_repeat(struct folding *f, const struct case_state *state)
{
	if (!state->truths[CASE_ACCEPTED] ||
	    repeats_note(&f->repeats, &f->plan->repeats, state,
	    &f->groups->memory) == 0)
		return 0;
	return cases_too_large(f->cases, f->e);
}

/* What is noted must leave room for groups. */
#define NOTED_PART(bytes)	((bytes) / 8 * 5)

static int
note_repeats(struct folding *f)
{
	struct memory *m = &f->groups->memory;
	const struct map_entry *entry;
	struct memory before = *m;
	struct case_walk w;
	struct standing s;
	int rc;

	if (f->plan->repeats.who_count == 0)
		return 0;
	m->soft = false;
	m->most = NOTED_PART(m->most);
	rc = case_walk_begin(&w, f->cases, f->e);
	while (rc != -1 && (rc = case_walk_next(&w, &entry, f->e)) == 1) {
		rc = stand(f, entry, &s);
		if (rc == 1)
			rc = note_repeat(f, &s.state);
		arena_reset(&f->arena);
	}
	case_walk_end(&w);
	f->groups->beside = m->used;
	m->soft = before.soft;
	m->most = before.most;
	return rc;
}

static int
fold_cases(struct folding *f)
{
	const struct map_entry *entry;
	struct case_walk w;
	struct standing s;
	int rc = note_repeats(f);

	if (rc == -1)
		return -1;
	rc = case_walk_begin(&w, f->cases, f->e);
	while (rc != -1 && (rc = case_walk_next(&w, &entry, f->e)) == 1) {
		rc = stand(f, entry, &s);
		if (rc == 1 && (rc = fold_case(f, &s)) == -1)
			blame(f, entry->value);
		arena_reset(&f->arena);
	}
	case_walk_end(&w);
	return rc;
}

/*
 * The groups of a window; NULL with *e.  They may take what bag and other
 * groups, which take so many bytes, leave, or spill where that is allowed.
 */
static struct groups *
fold_window(const struct cases *c, const struct case_window *w, size_t taken,
    bool may_spill, uint64_t *counters, struct case_seen *seen, struct err *e)
{
	struct folding f = { .cases = c, .plan = c->plan->cases, .window = w,
	    .groups = groups_new(c->plan), .regexes = regex_work_new(),
	    .counters = counters, .seen = seen, .e = e };
	int rc;

	f.groups->memory.soft = may_spill;
	f.groups->memory.used = f.groups->beside = taken;
	rc = fold_cases(&f);
	repeats_free(&f.repeats, &f.groups->memory);
	f.groups->beside = taken;
	regex_work_free(f.regexes);
	arena_free(&f.arena);
	buf_free(&f.row);
	if (rc == 0)
		return f.groups;
	groups_free(f.groups);
	return NULL;
}

/* The groups of what the window is compared with, before its own. */
static int
fold_against(const struct cases *c, const struct case_window *w,
    struct groups **against, size_t *taken, struct err *e)
{
	struct case_window other;

	for (int i = 0; i < CASE_AGAINSTS; i++) {
		if (!c->plan->cases->compare[i] || !case_window_against(
		    c->plan->cases, w, (enum case_against)i, &c->days,
		    &other))
			continue;
		against[i] = fold_window(c, &other, *taken, false, NULL,
		    NULL, e);
		if (against[i] == NULL)
			return -1;
		*taken = against[i]->memory.used;
	}
	return 0;
}

/* A month that came late, or was misnamed, isn't one of no cases. */
static int
check_period(const struct cases *c, const struct case_window *w,
    struct err *e)
{
	char period[PERIOD_SIZE], first[WHEN_SIZE], last[WHEN_SIZE];
	int zone = c->plan->cases->zone;

	if (!c->plan->cases->has_period || c->plan->allow_empty ||
	    case_days_any(&c->days, w->period.from, w->period.to))
		return 0;
	period_text(&w->period, period);
	if (c->days.bits == NULL)
		return err_set(e, ERR_INPUT, NULL, 0, 0, "no case that could "
		    "be read was collected in %s, nor at any other time "
		    "(--allow-empty allows it)", period);
	when_text(when_midnight(c->days.first, zone), zone, first);
	when_text(when_midnight(c->days.last, zone), zone, last);
	return err_set(e, ERR_INPUT, NULL, 0, 0, "no case was collected in "
	    "%s; the data have %.10s to %.10s (--allow-empty allows it)",
	    period, first, last);
}

struct groups *
cases_fold(struct cases *c, uint64_t *counters, struct err *e)
{
	struct groups *against[CASE_AGAINSTS] = {0}, *groups = NULL;
	struct case_window w = case_window(c->plan->cases, c->latest);
	size_t taken;
	struct case_seen seen = {0};

	if (cases_settle(c, e) == -1)
		return NULL;
	seen.told = mem_zero(c->plan->cases->field_count + 1, 1);
	taken = c->memory.used;
	if (check_period(c, &w, e) == 0 &&
	    fold_against(c, &w, against, &taken, e) == 0)
		groups = fold_window(c, &w, taken, true, counters, &seen, e);
	if (groups != NULL) {
		memcpy(groups->against, against, sizeof(against));
		case_notes(groups, c, &w, &seen, counters);
	}
	for (int i = 0; groups == NULL && i < CASE_AGAINSTS; i++)
		if (against[i] != NULL)
			groups_free(against[i]);
	mem_free(seen.told);
	return groups;
}
