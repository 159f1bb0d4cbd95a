#include "tag/tag.h"
#include "run/run.h"

static const struct own_option options[] = {
	{ "corrections", 0, true },
	{ "field", 0, true },
	{ "lookup", 0, true },
	{ NULL, 0, false },
};

static const struct filter filter = {
	.engine = &tag_engine,
	.summary = "Code records with the codes of codebooks.",
	.options = options,
	.options_help =
	    "      --corrections FILE  apply a person's corrections (CSV)\n"
	    "      --field NAME        code this field, whatever the books say\n"
	    "      --lookup NAME=FILE  the table that a book looks up under NAME\n",
	.many_rules = true,
};

int
main(int argc, char **argv)
{
	return run_main(&filter, argc, argv);
}
