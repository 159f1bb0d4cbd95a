#include "run/run.h"
#include "tag/explain.h"
#include "tag/tag.h"

static const struct own_option options[] = {
	{ "code", 0, true },
	{ "corrections", 0, true },
	{ "coverage", 0, false },
	{ "explain", 0, true },
	{ "field", 0, true },
	{ "keep", 0, true },
	{ "lookup", 0, true },
	{ "text", 0, true },
	{ NULL, 0, false },
};

static const struct action actions[] = {
	{ "text", true, false, explain_text },
	{ NULL, false, false, NULL },
};

static const struct filter filter = {
	.engine = &tag_engine,
	.summary = "Code records with the codes of codebooks.",
	.options = options,
	.options_help =
	    "      --corrections FILE  apply a person's corrections (CSV)\n"
	    "      --coverage          how often codes and terms occur, no records\n"
	    "      --explain ID        why one record is coded as it is\n"
	    "      --text TEXT         the same for a text given here\n"
	    "      --code CODE         with these two: of one code alone\n"
	    "      --field NAME        code this field, whatever the books say\n"
	    "      --keep WHICH        only coded, uncoded, or records of a CODE\n"
	    "      --lookup NAME=FILE  the table that a book looks up under NAME\n",
	.many_rules = true,
	.actions = actions,
	.look = tag_look,
};

int
main(int argc, char **argv)
{
	return run_main(&filter, argc, argv);
}
