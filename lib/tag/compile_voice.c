#include "tag/compile.h"

/* The voices of a book: {cited: [...], informant: [...]}. */
static void
read_voice(struct compiler *c, struct voice *v, const struct node *node)
{
	struct choice ch = { .terms = TAG_NONE };
	struct condition one;
	size_t i, capacity = 0;

	if (!matcher_items(c, node, "matchers"))
		return;
	for (i = 0; i < node->count; i++) {
		if (condition_is(node->items[i])) {
			if (condition_read(c, node->items[i], &one) == -1)
				continue;
			v->conditions = arena_grow(c->run, v->conditions,
			    v->condition_count, &capacity,
			    v->condition_count + 1, sizeof(one));
			v->conditions[v->condition_count++] = one;
		} else {
			choice_add(c, &ch, matcher_read(c, node->items[i]));
		}
	}
	v->matcher = choice_end(c, &ch);
}

void
voice_read(struct compiler *c, const struct node *node)
{
	struct book *book = c->book;
	const struct node *value;
	struct fields f;

	if (fields_begin(&f, node, c->run, c->faults) == -1)
		return;
	book->has_voice = c->plan->voices = true;
	if ((value = fields_take(&f, "cited")) != NULL)
		read_voice(c, &book->voices[VOICE_CITED], value);
	if ((value = fields_take(&f, "informant")) != NULL)
		read_voice(c, &book->voices[VOICE_INFORMANT], value);
	fields_end(&f);
}
