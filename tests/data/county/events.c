#include "county.h"

#define MAX_EVENTS	40

struct event {
	struct word		 stage;
	struct word		 result;
	int64_t			 time;
	const char		*org;
	const struct word	*tier;
	int64_t			 limit;		/* as it is from now on */
	const char		*reason;
	enum answer		 contacted;
	enum answer		 resolved;
	enum answer		 satisfied;
};

struct events {
	struct event	list[MAX_EVENTS];	/* more than a case has */
	size_t		count;
};

/* What happened, or what would have, had the year not come to its end. */
static struct event *
add(struct events *events, struct word stage, struct word result,
    int64_t time)
{
	struct event	*event = &events->list[events->count];

	*event = (struct event){ .stage = stage, .result = result,
	    .time = time, .org = "", .limit = NEVER, .reason = "",
	    .contacted = ANSWER_UNKNOWN, .resolved = ANSWER_UNKNOWN,
	    .satisfied = ANSWER_UNKNOWN };
	if (time != NEVER && time < time_end())
		events->count++;
	return event;
}

static struct event *
add_handle(struct events *events, const char *zh, const char *en, int64_t time)
{
	return add(events, stage_handle, (struct word){ zh, en }, time);
}

static void
tell_dispatch(struct events *events, const struct fate *fate)
{
	size_t	i;

	if (fate->assign_lost)
		return;
	for (i = 0; i <= fate->returns; i++) {
		add_handle(events, "派单", "assigned",
		    fate->assigned[i])->org = office(fate, i);
		if (i < fate->returns)
			add_handle(events, "退单", "returned",
			    fate->returned[i])->reason = "不属本单位职责";
	}
}

static void
tell_handling(struct events *events, const struct fate *fate)
{
	add_handle(events, "签收", "signed", fate->signed_for);
	add_handle(events, "联系", "contacted",
	    fate->contacted)->contacted = ANSWER_YES;
	add_handle(events, "转办", "transferred",
	    fate->transferred)->org = office(fate, 5);
	add_handle(events, "暂停", "paused",
	    fate->paused)->reason = "等待材料";
	add_handle(events, "恢复", "resumed", fate->resumed);
	add_handle(events, "延期", "extended",
	    fate->extended)->limit = fate->longer;
	add_handle(events, "催办", "urged", fate->urged);
}

static void
tell_rounds(struct events *events, const struct fate *fate)
{
	const struct round	*round;
	struct event		*event;
	size_t			 i;

	for (i = 0; i < fate->round_count; i++) {
		round = &fate->rounds[i];
		event = add_handle(events, "办结", "done", round->done);
		event->tier = &tiers[round->tier];
		event->org = office(fate, fate->returns);
		if (round->verdict == VERDICT_NONE)
			continue;
		event = add(events, stage_evaluate, verdicts[round->verdict],
		    round->evaluated);
		event->resolved = round->resolved;
		event->satisfied = round->satisfied;
	}
}

static void
tell_all(struct events *events, const struct fate *fate)
{
	events->count = 0;
	if (!fate->collect_lost)
		add(events, stage_collect, outcomes[fate->outcome],
		    fate->collected)->limit = fate->limit;
	tell_dispatch(events, fate);
	tell_handling(events, fate);
	tell_rounds(events, fate);
	add(events, stage_feedback, (struct word){ "答复", "replied" },
	    fate->replied);
}

/* "true" and "false" of records; of CSV 是 and 否; both may be unknown. */
static const char *const	yes_no[] = { "否", "是", "" };
static const char *const	true_false[] = { "false", "true", "" };

/* Lines of a CSV for spreadsheets: no cell of these needs quotes. */
static void
write_row(FILE *file, const struct fate *fate, const struct event *event)
{
	static const char *const	satisfied[] = { "不满意", "满意", "" };
	char				time[TIME_SIZE], limit[TIME_SIZE];

	fprintf(file, "%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s\r\n", fate->id,
	    event->stage.zh, event->result.zh,
	    time_write(event->time, TIME_PLAIN, time), event->org,
	    event->tier == NULL ? "" : event->tier->zh, fate->region,
	    channels[fate->channel].zh,
	    time_write(event->limit, TIME_PLAIN, limit), event->reason,
	    yes_no[event->contacted], yes_no[event->resolved],
	    satisfied[event->satisfied]);
}

static void
write_field(FILE *file, const char *name, const char *value)
{
	if (value[0] != '\0')
		fprintf(file, ",\"%s\":\"%s\"", name, value);
}

static void
write_truth(FILE *file, const char *name, enum answer value)
{
	if (value != ANSWER_UNKNOWN)
		fprintf(file, ",\"%s\":%s", name, true_false[value]);
}

/* A record has besides what tells that a trouble came again. */
static void
write_record(FILE *file, const struct fate *fate, const struct event *event,
    size_t number)
{
	char	time[TIME_SIZE];

	fprintf(file, "{\"id\":\"%s#%zu\",\"case\":\"%s\",\"stage\":\"%s\","
	    "\"result\":\"%s\",\"time\":\"%s\"", fate->id, number, fate->id,
	    event->stage.en, event->result.en,
	    time_write(event->time, TIME_ISO, time));
	write_field(file, "org", event->org);
	write_field(file, "tier", event->tier == NULL ? "" : event->tier->en);
	write_field(file, "region", fate->region);
	write_field(file, "channel", channels[fate->channel].en);
	write_field(file, "limit", time_write(event->limit, TIME_ISO, time));
	write_field(file, "reason", event->reason);
	write_truth(file, "contacted", event->contacted);
	write_truth(file, "resolved", event->resolved);
	write_truth(file, "satisfied", event->satisfied);
	if (event->stage.en == stage_collect.en) {
		write_field(file, "caller", fate->caller.phone);
		write_field(file, "subtopic",
		    request_subtopic(fate->subject));
	}
	fputs("}\n", file);
}

static void
write_case(const struct export *export, const struct fate *fate)
{
	struct events	events;
	size_t		i;
	int		times;

	tell_all(&events, fate);
	for (times = fate->doubled ? 2 : 1; times > 0; times--)
		for (i = 0; i < events.count; i++)
			if (export->jsonl)
				write_record(export->file, fate,
				    &events.list[i], i + 1);
			else
				write_row(export->file, fate, &events.list[i]);
}

/* What spreadsheets and hands make of events; all of it is to be refused. */
static void
write_faults(FILE *file, bool jsonl)
{
	if (jsonl) {
		fputs("{\"case\":\"X1\",\"stage\":\"collect\",\"time\":\"20\n"
		    "{\"case\":\"X2\",\"stage\":\"collect\","
		    "\"time\":\"2026-13-01T08:00:00+08:00\"}\n"
		    "{\"case\":\"X3\",\"stage\":\"collected\","
		    "\"time\":\"2026-06-01T08:00:00+08:00\"}\n", file);
		return;
	}
	fputs("X1,搜集,受理,2026-02-30 08:00:00,,,999321100200,热线,,,,,\r\n"
	    "X2,搜集,受理,2026-06-01 08:00:00,,,9.99321E+11,热线,,,,,\r\n"
	    "X3,收集了,受理,2026-06-01 08:00:00,,,999321100200,热线,,,,,\r\n"
	    "X4,搜集,受理,2026-06-01 08:00:00\r\n", file);
}

void
events_write(const struct export *export, const struct fate *fates,
    size_t count)
{
	size_t	i;

	if (!export->jsonl)
		fputs("\xEF\xBB\xBF" "工单编号,环节,结果,时间,单位,层级,区划代码,"
		    "渠道,时限,原因,已联系,已解决,满意度\r\n", export->file);
	for (i = 0; i < count; i++) {
		if (i == count / 2 && export->faults)
			write_faults(export->file, export->jsonl);
		write_case(export, &fates[i]);
	}
}

int64_t
events_last(const struct fate *fates, size_t count)
{
	struct events	events;
	int64_t		last = NEVER;
	size_t		i, j;

	for (i = 0; i < count; i++) {
		tell_all(&events, &fates[i]);
		for (j = 0; j < events.count; j++)
			if (events.list[j].time > last)
				last = events.list[j].time;
	}
	return last;
}
