#include "normalize/new.h"
#include "normalize/normalize.h"
#include "run/run.h"

static const struct own_option options[] = {
	{ "id", 0, true },
	{ "key", 0, true },
	{ "mask-report", 0, true },
	{ "new", 0, true },
	{ "offset-map", 0, true },
	{ "state", 0, true },
	{ "verify", 0, false },
	{ NULL, 0, false },
};

static const struct action actions[] = {
	{ "new", false, true, normalize_new },
	{ NULL, false, false, NULL },
};

static const struct filter filter = {
	.engine = &normalize_engine,
	.summary = "Make clean records of text files, lines and JSON Lines.",
	.options = options,
	.actions = actions,
	.options_help =
	    "      --id path           take the whole path of a file as its id\n"
	    "      --key FILE          key of pseudonyms\n"
	    "      --mask-report FILE  how much of what was masked where\n"
	    "      --new FILE          print a rule for that file\n"
	    "      --offset-map FILE   where each piece of a text came from\n"
	    "      --state FILE        read on from where the last run ended\n"
	    "      --verify            look through records for what isn't masked\n",
	.side = "offset-map",
	.report = "mask-report",
	.look = normalize_look,
};

int
main(int argc, char **argv)
{
	return run_main(&filter, argc, argv);
}
