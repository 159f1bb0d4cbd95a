#include "aggregate/mixed.h"
#include "base/utf8.h"

size_t
mixed_counters(const struct plan *plan)
{
	return MIXED_KINDS * plan->key_count;
}

void
mixed_note(uint64_t *counters, size_t key, const struct part *part)
{
	uint64_t *of = counters + MIXED_KINDS * key;

	of[MIXED_NUMBERS] += part->kind == PART_NUMBER;
	of[MIXED_TEXTS] += part->kind == PART_STRING && part->text.n > 0;
	of[MIXED_SPACED] += part->kind == PART_STRING &&
	    utf8_trim(part->text).n < part->text.n;
}

bool
mixed_line(const struct plan *plan, size_t key, const uint64_t *counters,
    struct buf *b)
{
	const uint64_t *of = counters + MIXED_KINDS * key;
	char shown[128];

	if (of[MIXED_NUMBERS] == 0 || of[MIXED_TEXTS] == 0)
		return false;
	err_quote(shown, sizeof(shown), span_of(plan->keys[key].name));
	buf_printf(b, plan->chinese ?
	    "\"%s\" 有 %llu 次是数，%llu 次是文字：看着一样的值分成两组" :
	    "\"%s\" came as a number %llu times, as a text %llu times: what "
	    "looks the same has two groups", shown,
	    (unsigned long long)of[MIXED_NUMBERS],
	    (unsigned long long)of[MIXED_TEXTS]);
	return true;
}

bool
mixed_spaces(const struct plan *plan, size_t key, const uint64_t *counters,
    struct buf *b)
{
	const uint64_t *of = counters + MIXED_KINDS * key;
	char shown[128];

	if (of[MIXED_SPACED] == 0)
		return false;
	err_quote(shown, sizeof(shown), span_of(plan->keys[key].name));
	buf_printf(b, plan->chinese ?
	    "\"%s\" 有 %llu 次头上或末尾有空白：和没有空白的是两组" :
	    "\"%s\" came with white space at an end %llu times: with and "
	    "without it there are two groups", shown,
	    (unsigned long long)of[MIXED_SPACED]);
	return true;
}
