#include "segment/segment.h"
#include "run/run.h"

static const struct own_option options[] = {
	{ "dictionary", 0, true },
	{ "memory", 0, true },
	{ NULL, 0, false },
};

static const struct filter filter = {
	.engine = &segment_engine,
	.summary = "Cut records into blocks, sentences, clauses and words.",
	.options = options,
	.options_help =
	    "      --dictionary FILE   words of your own, in jieba's format\n"
	    "      --memory SIZE       for candidates, by default 256M\n",
	.look = segment_look,
};

int
main(int argc, char **argv)
{
	return run_main(&filter, argc, argv);
}
