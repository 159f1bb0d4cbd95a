#include "normalize/mask_rule.h"

#include "record/record.h"

/* More than any kind has characters. */
#define ENDS_MAX	64

struct reading {
	struct mask		*mask;
	const struct config	*config;
	struct arena		*arena;
	struct faults		*faults;
};

static const struct mask_action usual[PERSONAL_KINDS] = {
	[PERSONAL_PHONE] = { MASK_KEEP_ENDS, 3, 4 },
	[PERSONAL_LANDLINE] = { MASK_KEEP_ENDS, 4, 2 },
	[PERSONAL_ID_NUMBER] = { MASK_KEEP_ENDS, 6, 0 },
	[PERSONAL_BANK_CARD] = { MASK_KEEP_ENDS, 0, 4 },
	[PERSONAL_EMAIL] = { MASK_DROP, 0, 0 }
};

/* Characters of the shortest of each kind: a mask that leaves them is none. */
static const int64_t shortest[PERSONAL_KINDS] = {
	[PERSONAL_PHONE] = 11,
	[PERSONAL_LANDLINE] = 11,
	[PERSONAL_ID_NUMBER] = 15,
	[PERSONAL_BANK_CARD] = 15,
	[PERSONAL_EMAIL] = 6
};

/* keep: [A, B] */
static void
read_ends(const struct reading *r, const struct node *node,
    enum personal_kind kind)
{
	const struct node *keep;
	int64_t first, last;
	struct fields f;

	if (fields_begin(&f, node, r->arena, r->faults) == -1)
		return;
	keep = fields_need(&f, "keep");
	if (fields_end(&f) == -1 || keep == NULL)
		return;
	if (keep->kind != NODE_SEQUENCE || keep->count != 2) {
		fault(r->faults, keep->place, "keep: expected [A, B], how many "
		    "characters stay at each end");
		return;
	}
	if (node_integer(keep->items[0], 0, ENDS_MAX, &first,
	    r->faults) == -1 || node_integer(keep->items[1], 0, ENDS_MAX,
	    &last, r->faults) == -1)
		return;
	if (first + last >= shortest[kind])
		fault(r->faults, keep->place, "keep: expected fewer than %d "
		    "characters together, as %s may have so many: nothing "
		    "would be masked", (int)shortest[kind],
		    personal_names[kind]);
	else
		r->mask->actions[kind] = (struct mask_action){ MASK_KEEP_ENDS,
		    (size_t)first, (size_t)last };
}

static void
read_action(const struct reading *r, const struct node *node,
    enum personal_kind kind)
{
	static const char *const words[] = { "keep", "drop", "pseudonym",
	    NULL };
	static const enum mask_how hows[] = { MASK_KEEP, MASK_DROP,
	    MASK_PSEUDONYM };
	int index;

	if (node->kind == NODE_MAPPING) {
		read_ends(r, node, kind);
		return;
	}
	if (node_choice(node, words, &index, r->faults) == -1)
		return;
	r->mask->actions[kind] = (struct mask_action){ hows[index], 0, 0 };
	if (hows[index] == MASK_PSEUDONYM && r->mask->pseudonyms == NULL)
		r->mask->pseudonyms = pseudonyms_read(r->config, node->place,
		    r->arena, r->faults);
}

static void
read_except(const struct reading *r, const struct node *node)
{
	struct span *texts = NULL;
	struct path path;
	const char *reason = NULL;
	char shown[128];
	size_t i, count = 0;

	if (node_texts(node, r->arena, &texts, &count, r->faults) == -1)
		return;
	r->mask->except = arena_zero(r->arena, count, sizeof(*texts));
	for (i = 0; i < count; i++) {
		if (path_parse(&path, r->arena, texts[i], &reason) == 0 &&
		    path.count > 1)
			reason = "expected a field of the record, got one "
			    "inside another";
		if (reason != NULL)
			fault(r->faults, node->place, "except: \"%s\": %s",
			    err_quote(shown, sizeof(shown), texts[i]), reason);
		else
			r->mask->except[r->mask->except_count++] =
			    path.keys[0];
	}
}

/* Nobody shall believe that these were masked. */
static void
refuse_later(const struct reading *r, struct fields *f)
{
	static const char *const later[] = { "plate", "passport", "name",
	    "address", NULL };
	const struct node *node;
	size_t i;

	for (i = 0; later[i] != NULL; i++) {
		node = fields_take(f, later[i]);
		if (node != NULL)
			fault(r->faults, node->place, "%s: this kind of "
			    "personal data isn't found yet; it comes in a "
			    "later release", later[i]);
	}
}

static void
read_kinds(const struct reading *r, const struct node *node)
{
	const struct node *value;
	struct fields f;
	size_t i;

	if (fields_begin(&f, node, r->arena, r->faults) == -1)
		return;
	for (i = 0; i < PERSONAL_KINDS; i++) {
		value = fields_take(&f, personal_names[i]);
		if (value != NULL)
			read_action(r, value, (enum personal_kind)i);
	}
	value = fields_take(&f, "except");
	if (value != NULL)
		read_except(r, value);
	refuse_later(r, &f);
	fields_end(&f);
}

int
mask_compile(const struct config *config, const struct node *node,
    struct arena *arena, const struct mask **mask, struct faults *faults)
{
	static const char *const words[] = { "default", "none", NULL };
	struct mask *m = arena_zero(arena, 1, sizeof(*m));
	const struct reading r = { m, config, arena, faults };
	size_t errors = faults->errors;
	int index = 0;

	memcpy(m->actions, usual, sizeof(usual));
	if (node != NULL && node->kind == NODE_MAPPING)
		read_kinds(&r, node);
	else if (node != NULL)
		node_choice(node, words, &index, faults);
	*mask = index == 1 ? NULL : m;
	return faults->errors == errors ? 0 : -1;
}
