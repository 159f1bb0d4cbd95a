/*
 * Writes the exports of a county that doesn't exist, and the figures that are
 * true of it.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "county.h"

struct order {			/* what the command line asks for */
	struct export	 export;
	struct question	 question;
	const char	*what;
	size_t		 cases;
};

static _Noreturn void
usage(void)
{
	fputs("usage: county areas\n"
	    "       county events|rows [--cases N] [--faults] [--jsonl]\n"
	    "       county truth [--cases N] [--rows] [--callers] "
	    "[--level county|town|village]\n"
	    "           [--cohort YYYY-MM | --flow YYYY-MM] [--monthly] "
	    "[--workdays N]\n", stderr);
	exit(64);
}

static size_t
digits_of(const char *level)
{
	if (strcmp(level, "county") == 0)
		return 6;
	if (strcmp(level, "town") == 0)
		return 9;
	if (strcmp(level, "village") == 0)
		return 12;
	usage();
}

/* The month's first minute, and that of the next one. */
static void
ask_month(struct question *question, enum basis basis, const char *month)
{
	int	year = atoi(month), number;

	if (strlen(month) != 7 || month[4] != '-')
		usage();
	number = atoi(month + 5);
	question->basis = basis;
	question->from = time_of_day(year, number, 1);
	question->until = number == 12 ? time_of_day(year + 1, 1, 1) :
	    time_of_day(year, number + 1, 1);
}

static void
read_order(struct order *order, int argc, char *argv[])
{
	static const struct option	options[] = {
		{ "callers", no_argument, NULL, 'C' },
		{ "cases", required_argument, NULL, 'c' },
		{ "cohort", required_argument, NULL, 'o' },
		{ "faults", no_argument, NULL, 'f' },
		{ "flow", required_argument, NULL, 'w' },
		{ "jsonl", no_argument, NULL, 'j' },
		{ "level", required_argument, NULL, 'l' },
		{ "monthly", no_argument, NULL, 'm' },
		{ "rows", no_argument, NULL, 'r' },
		{ "workdays", required_argument, NULL, 'd' },
		{ NULL, 0, NULL, 0 }
	};
	struct question			*question = &order->question;
	int				 ch;

	while ((ch = getopt_long(argc, argv, "", options, NULL)) != -1)
		switch (ch) {
		case 'C': question->callers = true; break;
		case 'c': order->cases = strtoul(optarg, NULL, 10); break;
		case 'd': question->workdays = atoi(optarg); break;
		case 'f': order->export.faults = true; break;
		case 'j': order->export.jsonl = true; break;
		case 'l': question->digits = digits_of(optarg); break;
		case 'm': question->monthly = true; break;
		case 'o': ask_month(question, BASIS_COHORT, optarg); break;
		case 'r': question->rows = true; break;
		case 'w': ask_month(question, BASIS_FLOW, optarg); break;
		default: usage();
		}
	if (optind + 1 != argc)
		usage();
	order->what = argv[optind];
}

/* False: there is no such thing to write. */
static bool
write_order(struct order *order, const struct fate *fates)
{
	struct question	*question = &order->question;

	if (strcmp(order->what, "areas") == 0)
		place_write_names(stdout);
	else if (strcmp(order->what, "events") == 0)
		events_write(&order->export, fates, order->cases);
	else if (strcmp(order->what, "rows") == 0)
		rows_write(&order->export, fates, order->cases);
	else if (strcmp(order->what, "truth") == 0) {
		if (question->basis == BASIS_ALL)
			question->until = 1 + (question->rows ?
			    rows_last(fates, order->cases) :
			    events_last(fates, order->cases));
		truth_write(stdout, question, fates, order->cases);
	} else
		return false;
	return true;
}

int
main(int argc, char *argv[])
{
	struct order	 order = {
		.export = { .file = stdout },
		.question = { .from = NEVER, .digits = 6 },
		.cases = 3000
	};
	struct fate	*fates;
	bool		 known;

	read_order(&order, argc, argv);
	fates = fates_make(order.cases);
	known = write_order(&order, fates);
	free(fates);
	if (!known)
		usage();
	if (fflush(stdout) != 0 || ferror(stdout)) {
		perror("county");
		return 74;
	}
	return 0;
}
