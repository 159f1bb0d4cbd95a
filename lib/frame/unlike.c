#include "frame/unlike.h"

#include "base/decimal.h"

/* What to write instead, where the constant tells it. */
static void
put_hint(const struct expr_comparison *c, bool chinese, struct buf *b)
{
	char shown[128];
	const char *text = err_quote(shown, sizeof(shown), c->constant);

	if (c->kind == VALUE_NUMBER && c->constant.n > 0)
		buf_printf(b, chinese ? "；要按文字比较，写成 \"%s\"" :
		    ": to compare texts, write \"%s\"", text);
	if (c->kind == VALUE_STRING && c->constant.n > 0 &&
	    decimal_length(c->constant) == c->constant.n)
		buf_printf(b, chinese ? "；要按数比较，写成 %s" :
		    ": to compare numbers, write %s", text);
}

void
unlike_put(const struct expr_comparison *c, uint64_t count, bool chinese,
    struct buf *b)
{
	static const char *const kinds[][2] = {
		[VALUE_BOOL] = { "neither true nor false", "true 或 false" },
		[VALUE_NUMBER] = { "no numbers", "数" },
		[VALUE_STRING] = { "no texts", "文字" },
	};
	char shown[256];

	err_quote(shown, sizeof(shown), c->text);
	if (c->kind == VALUE_NULL)
		buf_printf(b, chinese ?
		    "%s：有 %llu 次比较的两边不是一类，从不相等" :
		    "%s: %llu comparisons were of two kinds, which are never "
		    "equal", shown, (unsigned long long)count);
	else
		buf_printf(b, chinese ?
		    "%s：有 %llu 个值不是%s，比不了" :
		    "%s: %llu values are %s and can't be compared", shown,
		    (unsigned long long)count, kinds[c->kind][chinese]);
	put_hint(c, chinese, b);
}

void
unlike_put_word(const char *near, bool chinese, struct buf *b)
{
	buf_add(b, chinese ? SPAN("；要比较的文字，写在双引号里") :
	    SPAN(": a text to compare with stands in double quotes"));
	if (near != NULL)
		buf_printf(b, chinese ? "（是不是 %s？）" :
		    " (did you mean %s?)", near);
}
