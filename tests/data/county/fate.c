#include <stdlib.h>
#include <string.h>

#include "county.h"

#define SEED	20260701

/* Where the story of a case has come to. */
struct story {
	struct fate	*fate;
	struct dice	*dice;
	int64_t		 now;
};

/* Nothing happens at midnight, where one month ends and the next begins. */
static int64_t
not_midnight(int64_t time)
{
	return time % DAY == 0 ? time + 1 : time;
}

static int64_t
later(struct story *story, int64_t low, int64_t high)
{
	return story->now = not_midnight(story->now +
	    dice_between(story->dice, low, high));
}

static enum outcome
pick_outcome(struct dice *dice)
{
	int64_t	n = dice_between(dice, 1, 100);

	return n <= 5 ? OUTCOME_ANSWERED : n <= 7 ? OUTCOME_REFUSED :
	    n <= 8 ? OUTCOME_MERGED : n <= 9 ? OUTCOME_WITHDRAWN :
	    OUTCOME_ACCEPTED;
}

static enum tier
pick_tier(struct dice *dice)
{
	int64_t	n = dice_between(dice, 1, 100);

	return n <= 25 ? TIER_GRID : n <= 60 ? TIER_VILLAGE :
	    n <= 92 ? TIER_TOWN : TIER_COUNTY;
}

static enum answer
pick_answer(struct dice *dice, int yes, int no)
{
	int64_t	n = dice_between(dice, 1, 100);

	return n <= yes ? ANSWER_YES : n <= yes + no ? ANSWER_NO :
	    ANSWER_UNKNOWN;
}

/* One in seven is given back by who got it, some of them three times. */
static void
tell_dispatch(struct story *story)
{
	struct fate	*fate = story->fate;
	int64_t		 n;
	size_t		 i;

	fate->assigned[0] = later(story, 5, 6 * HOUR);
	n = dice_between(story->dice, 1, 100);
	fate->returns = n <= 2 ? 3 : n <= 5 ? 2 : n <= 14 ? 1 : 0;
	for (i = 0; i < fate->returns; i++) {
		fate->returned[i] = later(story, HOUR, DAY);
		fate->assigned[i + 1] = later(story, 10, 5 * HOUR);
	}
	fate->assign_lost = fate->returns == 0 &&
	    dice_percent(story->dice, 4);
}

/* What happens between dispatch and the end; each step may be missing. */
static void
tell_handling(struct story *story)
{
	struct fate	*fate = story->fate;
	struct dice	*dice = story->dice;

	if (dice_percent(dice, 80))
		fate->signed_for = later(story, 5, 8 * HOUR);
	if (dice_percent(dice, 88))
		fate->contacted = later(story, 15, 30 * HOUR);
	if (dice_percent(dice, 6))
		fate->transferred = later(story, 30, DAY);
	if (dice_percent(dice, 6)) {
		fate->paused = later(story, HOUR, DAY);
		fate->resumed = later(story, DAY, 6 * DAY);
	}
	if (dice_percent(dice, 8)) {
		fate->extended = later(story, HOUR, 2 * DAY);
		fate->longer = (fate->limit == NEVER ? fate->collected :
		    fate->limit) + dice_between(dice, 2, 10) * DAY;
	}
	if (dice_percent(dice, 5))
		fate->urged = later(story, HOUR, DAY);
}

static void
tell_verdict(struct story *story, struct round *round)
{
	struct dice	*dice = story->dice;
	int64_t		 n = dice_between(dice, 1, 100);
	bool		 first = round == story->fate->rounds;

	round->verdict = n <= 62 ? VERDICT_CALLED : n <= 70 ?
	    VERDICT_UNREACHED : n <= 73 ? VERDICT_EXCLUDED :
	    n <= 80 && first ? VERDICT_REDO : VERDICT_NONE;
	if (round->verdict == VERDICT_NONE)
		return;
	round->evaluated = later(story, 2 * HOUR, 5 * DAY);
	round->resolved = round->satisfied = ANSWER_UNKNOWN;
	if (round->verdict != VERDICT_CALLED)
		return;
	round->resolved = pick_answer(dice, 78, 14);
	round->satisfied = pick_answer(dice, 72, 16);
}

/* Most are done soon, some only after weeks. */
static void
tell_round(struct story *story)
{
	static const int64_t	most[] = {
		4 * HOUR, DAY, 2 * DAY, 4 * DAY, 20 * DAY
	};
	struct fate	*fate = story->fate;
	struct round	*round = &fate->rounds[fate->round_count++];

	round->done = later(story, 20,
	    most[dice_between(story->dice, 0, 4)]);
	round->tier = pick_tier(story->dice);
	if (fate->replied == NEVER && dice_percent(story->dice, 50))
		fate->replied = later(story, 5, DAY);
	tell_verdict(story, round);
}

/* One in a hundred never ends; most of those that were to be done again are. */
static void
tell_end(struct story *story)
{
	struct fate	*fate = story->fate;

	if (dice_percent(story->dice, 1))
		return;
	tell_round(story);
	if (fate->rounds[0].verdict == VERDICT_REDO &&
	    dice_percent(story->dice, 90))
		tell_round(story);
	if (fate->replied == NEVER && dice_percent(story->dice, 60))
		fate->replied = later(story, 5, DAY);
}

/* Two clocks: the contact is told earlier than the collecting. */
static void
turn_clock_back(struct fate *fate, struct dice *dice)
{
	if (fate->contacted != NEVER && dice_percent(dice, 2))
		fate->contacted = fate->collected - dice_between(dice, 5, 90);
}

static void
tell(struct fate *fate, struct dice *dice)
{
	static const int	days[] = { 1, 3, 5, 7, 10, 15 };
	struct story		story = { fate, dice, fate->collected };

	if (dice_percent(dice, 75))
		fate->limit = fate->collected +
		    days[dice_between(dice, 0, 5)] * DAY;
	if (fate->outcome == OUTCOME_ANSWERED && dice_percent(dice, 30))
		fate->replied = later(&story, 1, HOUR);
	if (fate->outcome != OUTCOME_ACCEPTED || dice_percent(dice, 1))
		return;
	tell_dispatch(&story);
	tell_handling(&story);
	tell_end(&story);
	turn_clock_back(fate, dice);
	fate->collect_lost = dice_percent(dice, 1);
}

static void
fate_clear(struct fate *fate)
{
	static const struct fate	nothing;
	size_t				i;

	*fate = nothing;
	for (i = 0; i <= MAX_RETURNS; i++)
		fate->assigned[i] = NEVER;
	fate->signed_for = fate->contacted = fate->urged = NEVER;
	fate->transferred = fate->paused = fate->resumed = NEVER;
	fate->extended = fate->limit = fate->longer = fate->replied = NEVER;
}

/* When the case came to its end; NEVER if it is to be done again. */
static int64_t
last_done(const struct fate *fate)
{
	const struct round	*last;

	if (fate->round_count == 0)
		return NEVER;
	last = &fate->rounds[fate->round_count - 1];
	return last->verdict == VERDICT_REDO ? NEVER : last->done;
}

/*
 * Every eighth case has the caller of the one before.  Three in four of these
 * tell the same trouble in the same place, most of them within 15 days of its
 * end: these are repeated.  The others differ in time or in place.
 */
static void
tell_again(struct fate *fate, const struct fate *before, struct dice *dice)
{
	int64_t	end = last_done(before);
	bool	soon = dice_percent(dice, 80), same = dice_percent(dice, 75);

	fate->caller = before->caller;
	fate->subject = before->subject;
	fate->collected = not_midnight(end + (soon ?
	    dice_between(dice, HOUR, 14 * DAY) :
	    dice_between(dice, 60 * DAY, 90 * DAY)));
	if (same) {
		fate->place = before->place;
		strcpy(fate->region, before->region);
	}
	while (!same && strcmp(fate->place.region, before->place.region) == 0)
		place_pick(&fate->place, dice);
	fate->repeated = soon && same;
}

static bool
may_come_again(const struct fate *fate, const struct fate *before)
{
	return fate->number % 8 == 0 && last_done(before) != NEVER &&
	    request_subtopic(before->subject)[0] != '\0' &&
	    before->outcome == OUTCOME_ACCEPTED && !before->collect_lost &&
	    last_done(before) + 91 * DAY < time_end();
}

static void
write_id(struct fate *fate)
{
	int	civil[5];

	time_civil(fate->collected, civil);
	snprintf(fate->id, sizeof(fate->id), "%04d%02d%02d%06d", civil[0],
	    civil[1], civil[2], (int)(fate->number % 1000000));
}

static void
make_case(struct fate *fate, const struct fate *before, uint64_t number)
{
	struct dice	dice = { SEED + number * 1000003 };
	int64_t		start = time_of_month(FIRST_MONTH);
	bool		town_only;

	fate_clear(fate);
	fate->number = number;
	fate->collected = dice_between(&dice, start, time_end() - 1) / DAY *
	    DAY + dice_between(&dice, 7 * HOUR + 1, 22 * HOUR);
	fate->channel = (int)dice_between(&dice, 0, 4);
	fate->outcome = pick_outcome(&dice);
	place_pick(&fate->place, &dice);
	town_only = dice_percent(&dice, 2);
	caller_make(&fate->caller, number, &dice);
	fate->subject = request_pick(&dice);
	fate->words.state = dice_roll(&dice);
	if (before != NULL && may_come_again(fate, before))
		tell_again(fate, before, &dice);
	if (fate->region[0] == '\0')
		snprintf(fate->region, sizeof(fate->region), "%.*s",
		    town_only ? 9 : PLACE_REGION, fate->place.region);
	write_id(fate);
	tell(fate, &dice);
	fate->doubled = dice_percent(&dice, 2);
}

struct fate *
fates_make(size_t count)
{
	struct fate	*fates;
	size_t		 i;

	fates = calloc(count + 1, sizeof(*fates));
	if (fates == NULL) {
		perror("county");
		exit(1);
	}
	for (i = 0; i < count; i++)
		make_case(&fates[i], i == 0 ? NULL : &fates[i - 1], i + 1);
	return fates;
}
