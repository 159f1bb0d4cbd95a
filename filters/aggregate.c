#include "aggregate/aggregate.h"
#include "run/run.h"

static const struct own_option options[] = {
	{ "format", 'f', true },
	{ "partial", 0, false },
	{ "merge", 0, false },
	{ "methods", 0, false },
	{ "memory", 0, true },
	{ "as-of", 0, true },
	{ "period", 0, true },
	{ NULL, 0, false },
};

static const struct filter filter = {
	.engine = &aggregate_engine,
	.temporary = true,
	.summary = "Count and measure records by their fields.",
	.options = options,
	.options_help =
	    "  -f, --format F          jsonl csv tsv table html markdown\n"
	    "                          bulletin graphml dot\n"
	    "      --partial           write states, for --merge\n"
	    "      --merge             fold states of --partial\n"
	    "      --methods           what a paper's methods state\n"
	    "      --memory SIZE       limit for the groups (256M)\n"
	    "      --period P          the period to report, such as 2026-05\n"
	    "      --as-of TIME        how cases stood then\n",
};

int
main(int argc, char **argv)
{
	return run_main(&filter, argc, argv);
}
