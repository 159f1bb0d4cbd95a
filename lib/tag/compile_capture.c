#include "tag/compile.h"
#include "text/regex.h"

#define QUOTED	96

const char *const tag_type_names[] = {
	[CAPTURE_TEXT] = "text", [CAPTURE_NUMBER] = "number", NULL
};

/* {NAME: TYPE, ...}: groups of the regex, and what is made of them. */
void
capture_read(struct compiler *c, uint32_t matcher, const struct node *node)
{
	struct matcher *m = &c->plan->matchers[matcher];
	struct capture *to;
	char shown[QUOTED];
	int group, type;
	size_t i;

	if (node->kind != NODE_MAPPING || node->count == 0) {
		fault(c->faults, node->place, "expected a mapping of names of "
		    "groups, as in (?<amount>...), to text or number");
		return;
	}
	m->captures = arena_alloc(c->run, node->count * sizeof(*m->captures));
	for (i = 0; i < node->count; i++) {
		group = regex_group(m->regex, arena_string(c->run,
		    node->keys[i]->text));
		err_quote(shown, sizeof(shown), node->keys[i]->text);
		if (group == -1)
			fault(c->faults, node->keys[i]->place, "the regex has "
			    "no group \"%s\", expected (?<%s>...) in it", shown,
			    shown);
		if (group == -1 || node_choice(node->items[i], tag_type_names, &type,
		    c->faults) == -1)
			continue;
		to = &m->captures[m->capture_count++];
		*to = (struct capture){ node->keys[i]->text, (uint32_t)group,
		    (enum capture_type)type };
	}
}
