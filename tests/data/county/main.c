/*
 * county areas|events|rows [--cases N] [--faults] [--jsonl]
 * county truth [--cases N] [--rows] [--month YYYY-MM] ...
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "county.h"

static void
usage(void)
{
	fputs("usage: county areas|events|rows [--cases N] [--faults] "
	    "[--jsonl]\n", stderr);
	exit(64);
}

int
main(int argc, char *argv[])
{
	static const struct option	options[] = {
		{ "cases", required_argument, NULL, 'c' },
		{ "faults", no_argument, NULL, 'f' },
		{ "jsonl", no_argument, NULL, 'j' },
		{ NULL, 0, NULL, 0 }
	};
	struct export			export = { .file = stdout };
	struct fate			*fates;
	size_t				 count = 3000;
	int				 ch;

	while ((ch = getopt_long(argc, argv, "", options, NULL)) != -1)
		switch (ch) {
		case 'c': count = strtoul(optarg, NULL, 10); break;
		case 'f': export.faults = true; break;
		case 'j': export.jsonl = true; break;
		default: usage();
		}
	if (optind + 1 != argc)
		usage();
	fates = fates_make(count);
	if (strcmp(argv[optind], "areas") == 0)
		place_write_names(stdout);
	else if (strcmp(argv[optind], "events") == 0)
		events_write(&export, fates, count);
	else if (strcmp(argv[optind], "rows") == 0)
		rows_write(&export, fates, count);
	else
		usage();
	free(fates);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		perror("county");
		return 74;
	}
	return 0;
}
