#include "county.h"

static int64_t
known(int64_t time, int64_t until)
{
	return time < until ? time : NEVER;	/* NEVER stays it */
}

static int64_t
earlier(int64_t a, int64_t b)
{
	return b != NEVER && (a == NEVER || b < a) ? b : a;
}

static void
see_handling(struct state *state, const struct fate *fate, int64_t until)
{
	size_t	i;

	for (i = 0; i <= fate->returns && !fate->assign_lost; i++) {
		state->assigned = earlier(state->assigned,
		    known(fate->assigned[i], until));
		if (known(fate->assigned[i], until) != NEVER)
			state->turns = i;
	}
	for (i = 0; i < fate->returns; i++)
		if (known(fate->returned[i], until) != NEVER)
			state->returns++;
	state->contacted = known(fate->contacted, until);
	state->handled = earlier(state->assigned, state->contacted);
	state->handled = earlier(state->handled,
	    known(fate->signed_for, until));
	state->handled = earlier(state->handled,
	    known(fate->transferred, until));
	state->handled = earlier(state->handled, known(fate->paused, until));
	state->handled = earlier(state->handled, known(fate->extended, until));
	state->handled = earlier(state->handled, known(fate->urged, until));
	state->extensions = known(fate->extended, until) != NEVER;
	state->handoffs = known(fate->transferred, until) != NEVER;
}

static void
see_evaluation(struct state *state, const struct round *round)
{
	switch (round->verdict) {
	case VERDICT_CALLED:
		state->evaluated = round->evaluated;
		state->resolved = round->resolved;
		state->satisfied = round->satisfied;
		break;
	case VERDICT_REDO:
		state->closed = NEVER;
		state->redo = true;
		break;
	case VERDICT_NONE:
	case VERDICT_UNREACHED:
	case VERDICT_EXCLUDED:
		break;
	}
}

static void
see_rounds(struct state *state, const struct fate *fate, int64_t until)
{
	const struct round	*round;
	size_t			 i;

	for (i = 0; i < fate->round_count; i++) {
		round = &fate->rounds[i];
		if (known(round->done, until) == NEVER)
			return;
		state->handled = earlier(state->handled, round->done);
		state->closed = round->done;
		state->tier = round->tier;
		if (round->verdict != VERDICT_NONE &&
		    known(round->evaluated, until) != NEVER)
			see_evaluation(state, round);
	}
}

/*
 * The time allowed, which stands still in a pause, but for one that was over
 * when more time was given.
 */
static void
see_limit(struct state *state, const struct fate *fate, int64_t until)
{
	bool	extended = known(fate->extended, until) != NEVER;
	int64_t	stop;

	state->limit = extended ? fate->longer : fate->limit;
	if (extended || known(fate->paused, until) == NEVER)
		return;
	stop = fate->resumed < until ? fate->resumed : until - 1;
	state->paused_days = time_workdays(fate->paused, stop);
	if (state->limit != NEVER)
		state->limit += stop - fate->paused;
}

struct state
state_before(const struct fate *fate, int64_t until)
{
	struct state	state = {
		.collected = fate->collect_lost ? NEVER :
		    known(fate->collected, until),
		.assigned = NEVER, .handled = NEVER, .contacted = NEVER,
		.closed = NEVER, .evaluated = NEVER, .limit = NEVER,
		.replied = known(fate->replied, until),
		.resolved = ANSWER_UNKNOWN, .satisfied = ANSWER_UNKNOWN
	};

	see_handling(&state, fate, until);
	see_rounds(&state, fate, until);
	see_limit(&state, fate, until);
	if (fate->outcome == OUTCOME_ANSWERED)
		state.closed = state.collected;
	return state;
}

struct state
state_of_row(const struct fate *fate, int64_t until)
{
	struct state	state = state_before(fate, time_end());

	state.collected = known(state.collected, until);
	state.assigned = known(state.assigned, until);
	state.contacted = known(state.contacted, until);
	state.closed = known(state.closed, until);
	state.replied = known(state.replied, until);
	state.evaluated = known(state.evaluated, until);
	if (state.evaluated == NEVER)
		state.resolved = state.satisfied = ANSWER_UNKNOWN;
	state.handled = earlier(state.assigned, state.contacted);
	if (fate->outcome != OUTCOME_ANSWERED)
		state.handled = earlier(state.handled, state.closed);
	if (state.handled == NEVER)	/* counts have no time of their own */
		state.returns = state.extensions = 0;
	state.redo = false;
	state.paused_days = 0;
	return state;
}
