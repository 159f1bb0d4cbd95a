#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/msg.h"
#include "run/progress.h"

#define INTERVAL	0.5	/* seconds */

/* Bytes of all inputs; 0 if one of them isn't a regular file. */
static uint64_t
total_size(const struct options *o)
{
	struct stat st;
	uint64_t total = 0;
	size_t i;
	int rc;

	for (i = 0; i < o->input_count; i++) {
		rc = strcmp(o->inputs[i], "-") == 0 ?
		    fstat(STDIN_FILENO, &st) : stat(o->inputs[i], &st);
		if (rc == -1 || !S_ISREG(st.st_mode))
			return 0;
		total += (uint64_t)st.st_size;
	}
	return total;
}

void
progress_start(struct progress *p, const struct options *o)
{
	*p = (struct progress){ 0 };
	p->on = o->progress == PROGRESS_ALWAYS ||
	    (o->progress == PROGRESS_TERMINAL && isatty(STDERR_FILENO) == 1);
	if (!p->on)
		return;
	p->total = total_size(o);
	clock_gettime(CLOCK_MONOTONIC, &p->started);
}

static double
seconds_between(const struct timespec *a, const struct timespec *b)
{
	return (double)(b->tv_sec - a->tv_sec) +
	    (double)(b->tv_nsec - a->tv_nsec) / 1e9;
}

void
progress_show(struct progress *p, uint64_t position)
{
	struct timespec now;
	char line[96];
	double spent, part;

	if (!p->on)
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (p->shown.tv_sec != 0 && seconds_between(&p->shown, &now) < INTERVAL)
		return;
	p->shown = now;
	spent = seconds_between(&p->started, &now);
	part = p->total == 0 ? 0 : (double)position / (double)p->total;
	if (part > 0)
		snprintf(line, sizeof(line), "\r%5.1f %%, %.0f s left   ",
		    100 * part, spent / part - spent);
	else
		snprintf(line, sizeof(line), "\r%" PRIu64 " KiB, %.0f s   ",
		    position / 1024, spent);
	msg_bare(line);
}

void
progress_end(struct progress *p)
{
	if (p->on && p->shown.tv_sec != 0)
		msg_bare("\n");
}
