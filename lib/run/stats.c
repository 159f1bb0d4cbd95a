#include <string.h>

#include "base/decimal.h"
#include "record/json.h"
#include "run/seal.h"
#include "run/stats.h"

#define HIT	"hits."

/* Counters by code stand in "hits", an engine's others beside "dropped". */
static bool
is_hit(const char *name)
{
	return strncmp(name, HIT, strlen(HIT)) == 0;
}

static void
put_seconds(struct buf *b)
{
	struct timespec now;

	json_put_key(b, "seconds");
	if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) == -1)
		buf_add(b, SPAN("null"));
	else
		buf_printf(b, "%lld.%03ld", (long long)now.tv_sec,
		    now.tv_nsec / 1000000);
}

void
stats_put(const struct totals *t, const char *filter, int status,
    uint64_t bytes_out, const struct config *config, struct buf *b)
{
	size_t i;

	buf_byte(b, '{');
	json_put_key(b, "filter");
	json_put_string(b, span_of(filter));
	json_put_key(b, "version");
	json_put_string(b, span_of(MINQING_VERSION));
	json_put_count(b, "status", (uint64_t)status);
	json_put_count(b, "in", t->in);
	json_put_count(b, "out", t->out);
	json_put_count(b, "refused", t->refused);
	json_put_count(b, "dropped", totals_counter(t, "dropped"));
	json_put_count(b, "bytes_in", t->bytes_in);
	json_put_count(b, "bytes_out", bytes_out);
	put_seconds(b);
	for (i = 0; i < t->counter_count; i++)
		if (t->names[i] != NULL && !is_hit(t->names[i]) &&
		    strcmp(t->names[i], "dropped") != 0)
			json_put_count(b, t->names[i], t->counters[i]);
	json_put_key(b, "rules");
	seal_put_rules(config, b);
	json_put_key(b, "hits");
	buf_byte(b, '{');
	for (i = 0; i < t->counter_count; i++)
		if (t->names[i] != NULL && is_hit(t->names[i]))
			json_put_count(b, t->names[i] + strlen(HIT),
			    t->counters[i]);
	buf_add(b, SPAN("}}\n"));
}
