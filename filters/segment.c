#include "segment/segment.h"
#include "run/run.h"

static const struct own_option options[] = {
	{ NULL, 0, false },
};

static const struct filter filter = {
	.engine = &segment_engine,
	.summary = "Cut records into blocks, sentences or clauses.",
	.options = options,
	.options_help = "",
};

int
main(int argc, char **argv)
{
	return run_main(&filter, argc, argv);
}
