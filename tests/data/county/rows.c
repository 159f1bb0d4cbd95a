#include <string.h>

#include "county.h"

#define HEADER	"工单编号,受理时间,受理渠道,来电人,联系电话,身份证号,区划代码," \
	"网格编码,诉求标题,诉求内容,诉求类型,派单时间,承办单位,首次联系时间," \
	"办结时间,办结层级,退单次数,延期次数,评价时间,是否解决,满意度,回复时间," \
	"时限,状态"
#define COMMAS	",,,,,,,,,,,,,,,,,,,,,,"	/* behind the first column */

/* A cell in quotes if it needs them, as spreadsheets write it. */
static void
write_cell(FILE *file, const char *cell)
{
	if (strpbrk(cell, ",\"\r\n") == NULL) {
		fprintf(file, "%s,", cell);
		return;
	}
	putc('"', file);
	for (; *cell != '\0'; cell++) {
		if (*cell == '"')
			putc('"', file);
		putc(*cell, file);
	}
	fputs("\",", file);
}

/* One case in forty comes from a program with another shape of times. */
static void
write_time(FILE *file, const struct fate *fate, int64_t time)
{
	char	text[TIME_SIZE];

	write_cell(file, time_write(time, fate->number % 40 == 0 ?
	    TIME_PLAIN : TIME_SPREADSHEET, text));
}

static void
write_number(FILE *file, size_t number)
{
	fprintf(file, "%zu,", number);
}

/* Some write 未评价 where others leave the cell empty. */
static const char *
unknown(const struct fate *fate)
{
	return fate->number % 2 == 0 ? "" : "未评价";
}

static const char *
satisfaction(const struct fate *fate, enum answer satisfied)
{
	bool	fully = fate->number % 3 != 0;

	switch (satisfied) {
	case ANSWER_YES:
		return fully ? "满意" : "基本满意";
	case ANSWER_NO:
		return fully ? "不满意" : "一般";
	case ANSWER_UNKNOWN:
		break;
	}
	return unknown(fate);
}

static const char *
status(const struct fate *fate, const struct state *state)
{
	return fate->outcome != OUTCOME_ACCEPTED ? outcomes[fate->outcome].zh :
	    state->closed == NEVER ? "已受理" : "已办结";
}

static void
write_who(FILE *file, const struct fate *fate)
{
	struct request	request;

	request_word(&request, fate);
	write_cell(file, channels[fate->channel].zh);
	write_cell(file, fate->caller.name);
	write_cell(file, fate->caller.phone);
	write_cell(file, fate->number % 3 == 0 ? fate->caller.id_number : "");
	write_cell(file, fate->region);
	write_cell(file, fate->region[9] == '\0' ? "" : fate->place.grid);
	write_cell(file, request.title);
	write_cell(file, request.text);
	write_cell(file, request.type);
}

static void
write_evaluation(FILE *file, const struct fate *fate,
    const struct state *state)
{
	bool	called = state->evaluated != NEVER;

	write_time(file, fate, state->evaluated);
	write_cell(file, !called ? "" : state->resolved == ANSWER_UNKNOWN ?
	    unknown(fate) : state->resolved == ANSWER_YES ? "是" : "否");
	write_cell(file, called ? satisfaction(fate, state->satisfied) : "");
}

/* The columns of HEADER. */
static void
write_row(FILE *file, const struct fate *fate)
{
	struct state	state = state_before(fate, time_end());
	bool		dispatched = state.handled != NEVER;
	bool		closed = dispatched && state.closed != NEVER;

	write_cell(file, fate->id);
	write_time(file, fate, state.collected);
	write_who(file, fate);
	write_time(file, fate, state.assigned);
	write_cell(file, dispatched ? office(fate, state.turns) : "");
	write_time(file, fate, state.contacted);
	write_time(file, fate, state.closed);
	write_cell(file, closed ? tiers[state.tier].zh : "");
	write_number(file, state.returns);
	write_number(file, state.extensions);
	write_evaluation(file, fate, &state);
	write_time(file, fate, state.replied);
	write_time(file, fate, state.limit);
	fprintf(file, "%s\r\n", status(fate, &state));
}

/* What spreadsheets and hands make of rows; all of it is to be refused. */
static void
write_faults(FILE *file)
{
	fputs("20260601900001,2026/2/30 8:30,热线,,,,,,,,,,,,,,,,,,,,,已受理\r\n"
	    "20260601900002,2026/6/1 8:30,热线,,,,9.99321E+11"
	    ",,,,,,,,,,,,,,,,,已受理\r\n"
	    "20260601900003,2026/6/1 8:30,热线,某某,,,999321100200\r\n"
	    "20260601900004,2026/6/1 8:30,热线,,,,999321100200"
	    ",,,,,,,,,,,,,,还行,,,已受理\r\n", file);
}

/*
 * A title above the header, the total below, as people look at it.  The rows
 * of a hotline's program always have the time of collecting.
 */
void
rows_write(const struct export *export, const struct fate *fates, size_t count)
{
	FILE	*file = export->file;
	size_t	 i, written = 0;
	int	 times;

	fprintf(file, "云溪县12345热线工单导出%s\r\n%s\r\n", COMMAS ",", HEADER);
	for (i = 0; i < count; i++) {
		if (i == count / 2 && export->faults)
			write_faults(file);
		if (fates[i].collect_lost)
			continue;
		for (times = fates[i].doubled ? 2 : 1; times > 0; times--)
			write_row(file, &fates[i]);
		written++;
	}
	fprintf(file, "合计,%zu%s\r\n", written, COMMAS);
}

static int64_t
later_of(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

int64_t
rows_last(const struct fate *fates, size_t count)
{
	struct state	state;
	int64_t		last = NEVER;
	size_t		i;

	for (i = 0; i < count; i++) {
		if (fates[i].collect_lost)
			continue;
		state = state_before(&fates[i], time_end());
		last = later_of(last, state.collected);
		last = later_of(last, state.assigned);
		last = later_of(last, state.contacted);
		last = later_of(last, state.closed);
		last = later_of(last, state.evaluated);
		last = later_of(last, state.replied);
	}
	return last;
}
