#include "aggregate/read.h"
#include "aggregate/tally.h"

bool
tally_put(const struct tally *t, const struct plan *plan, struct buf *b)
{
	char hex[33];

	if (t->dropped == 0 && t->refused == 0)
		return false;
	hash_hex(plan->rule, hex);
	buf_printf(b, "{\"minqing.partial\":\"%s\",\"uncounted\":[", hex);
	buf_unsigned(b, t->dropped);
	buf_byte(b, ',');
	buf_unsigned(b, t->refused);
	buf_add(b, SPAN("]}\n"));
	return true;
}

bool
tally_merge(struct tally *t, const struct json *record)
{
	struct json list, counts[2];
	uint64_t dropped, refused;

	if (read_member(record, "uncounted", JSON_ARRAY, &list) == -1 ||
	    read_elements(&list, counts, 2) == -1 ||
	    read_count(&counts[0], &dropped) == -1 ||
	    read_count(&counts[1], &refused) == -1)
		return false;
	t->dropped += dropped;
	t->refused += refused;
	return true;
}

static void
foot_line(struct groups *g, uint64_t count, const char *what,
    const char *end)
{
	struct buf b = {0};

	if (count > 0) {
		buf_add(&b, span_of(what));
		buf_unsigned(&b, count);
		buf_add(&b, span_of(end));
		groups_foot(g, buf_span(&b));
	}
	buf_free(&b);
}

void
tally_foot(const struct tally *t, struct groups *g)
{
	bool chinese = g->plan->chinese;

	foot_line(g, t->dropped, chinese ? "按规则的 where 略去的记录：" :
	    "Records left out by where: ", chinese ? "。" : ".");
	foot_line(g, t->refused, chinese ? "有误而未计入的记录：" :
	    "Records refused, not counted: ", chinese ? "。" : ".");
}
