#include "base/mem.h"
#include "tag/map.h"
#include "text/words.h"

struct worker *
worker_new(const struct plan *p)
{
	struct worker *w = mem_zero(1, sizeof(*w));

	w->plan = p;
	w->keep = p->keep;
	search_begin(&w->search, p);
	w->coding = mem_zero(p->book_count, sizeof(*w->coding));
	w->wanted = mem_zero(p->book_count, sizeof(*w->wanted));
	w->in_record = mem_zero(p->code_count, sizeof(*w->in_record));
	w->scores = mem_zero(p->code_count, sizeof(*w->scores));
	w->outcomes = mem_zero(p->code_count, sizeof(*w->outcomes));
	w->changes = mem_zero((size_t)p->derived_count + 3,
	    sizeof(*w->changes));
	w->words = p->quantities == NULL ? NULL : words_work_new();
	w->counters = mem_zero(p->counter_count, sizeof(*w->counters));
	return w;
}

void
worker_free(struct worker *w)
{
	search_end(&w->search);
	mem_free(w->coding);
	mem_free(w->wanted);
	mem_free(w->in_record);
	mem_free(w->scores);
	mem_free(w->outcomes);
	mem_free(w->changes);
	mem_free(w->counters);
	buf_free(&w->tags);
	buf_free(&w->codes);
	words_work_free(w->words);
	buf_free(&w->quantities);
	buf_free(&w->scratch);
	buf_free(&w->line);
	mem_free(w);
}
