#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * BUILD/unit/fuzz_NAME: gives the fuzz target NAME what lies in
 * BUILD/seeds/NAME, each file as it is and each of its beginnings cut at up to
 * 64 places.
 */
#define SEED_MAX	65536
#define CUTS		64

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static int
replay(const char *path)
{
	static uint8_t bytes[SEED_MAX];
	FILE *f = fopen(path, "rb");
	size_t n, i;

	if (f == NULL) {
		perror(path);
		return 1;
	}
	n = fread(bytes, 1, sizeof(bytes), f);
	fclose(f);
	for (i = 0; i < CUTS; i++)
		LLVMFuzzerTestOneInput(bytes, n * i / CUTS);
	LLVMFuzzerTestOneInput(bytes, n);
	return 0;
}

int
main(int argc, char **argv)
{
	char folder[512], path[1024];
	const char *name = strstr(argv[0], "/unit/fuzz_");
	struct dirent *entry;
	int failed = 0, count = 0;
	DIR *d;

	(void)argc;
	if (name == NULL)
		return 1;
	snprintf(folder, sizeof(folder), "%.*s/share/minqing",
	    (int)(name - argv[0]), argv[0]);
	setenv("SHARE", folder, 1);
	snprintf(folder, sizeof(folder), "%.*s/seeds/%s",
	    (int)(name - argv[0]), argv[0], name + strlen("/unit/fuzz_"));
	if ((d = opendir(folder)) == NULL) {
		perror(folder);
		return 1;
	}
	while ((entry = readdir(d)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		failed |= replay(path);
		count++;
	}
	closedir(d);
	printf("%d seeds\n", count);
	return failed || count == 0;
}
