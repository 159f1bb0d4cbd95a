#include "normalize/page.h"

#include "normalize/heads.h"
#include "normalize/lines.h"

/* Takes the dropped lines away, each with the line feed behind it. */
static struct edits
drop_lines(struct arena *arena, const struct lines *lines)
{
	const struct span text = lines->text;
	struct edits edits = { 0 };
	size_t i, start, end, from = 0;

	for (i = 0; i < lines->count; i++) {
		start = lines->items[i].start;
		end = lines->items[i].end;
		while (start > from && text.p[start - 1] != '\n' &&
		    text.p[start - 1] != '\f')
			start--;
		while (end < text.n && text.p[end] != '\n' &&
		    text.p[end] != '\f')
			end++;
		from = end += end < text.n && text.p[end] == '\n';
		if (lines->items[i].dropped)
			edits_add(&edits, arena, start, end - start, SPAN(""));
	}
	return edits;
}

int
page_edits(const struct page_rule *rule, struct regex_work *work,
    struct arena *arena, const struct page_text *page, struct edits *edits,
    struct moves *moves, struct err *e)
{
	struct line_drop drop = { rule->drop, rule->drop_count, work };
	struct lines lines;

	if (!rule->unwrap && drop.count == 0 && rule->on_pages == 0 &&
	    rule->body == NULL)
		return 0;
	if (lines_read(&lines, arena, page->text, &drop, e) == -1)
		return -1;
	if (rule->on_pages > 0)
		heads_mark(&lines, arena, rule->on_pages);
	if (rule->body != NULL &&
	    body_mark(rule->body, work, &lines, page->article, arena, e) == -1)
		return -1;
	*edits = rule->unwrap ?
	    unwrap_edits(arena, &lines, rule->across_pages, moves) :
	    drop_lines(arena, &lines);
	return 0;
}
