#include "normalize/mask_rule.h"

#include "base/utf8.h"
#include "frame/tell.h"
#include "normalize/person.h"
#include "record/record.h"
#include "rules/list.h"
#include "text/terms.h"

/* More than any kind has characters. */
#define ENDS_MAX	64

/* Kinds that are masked unless a rule says otherwise: the first ones. */
#define USUAL_KINDS	(PERSONAL_EMAIL + 1)

struct reading {
	struct mask		*mask;
	const struct config	*config;
	struct arena		*arena;
	struct faults		*faults;
};

/* What `mask` and, of the first five kinds, a rule that says nothing does. */
static const struct mask_action usual[PERSONAL_KINDS] = {
	[PERSONAL_PHONE] = { MASK_KEEP_ENDS, 3, 4 },
	[PERSONAL_LANDLINE] = { MASK_KEEP_ENDS, 4, 2 },
	[PERSONAL_ID_NUMBER] = { MASK_KEEP_ENDS, 6, 0 },
	[PERSONAL_BANK_CARD] = { MASK_KEEP_ENDS, 0, 4 },
	[PERSONAL_EMAIL] = { MASK_DROP, 0, 0 },
	[PERSONAL_PLATE] = { MASK_KEEP_ENDS, 2, 0 },
	[PERSONAL_PASSPORT] = { MASK_KEEP_ENDS, 1, 0 },
	[PERSONAL_NAME] = { MASK_KEEP_ENDS, 1, 0 },
	[PERSONAL_ADDRESS] = { MASK_KEEP_ENDS, 0, 0 }
};

/* Characters of the shortest of each kind: a mask that leaves them is none. */
static const int64_t shortest[PERSONAL_KINDS] = {
	[PERSONAL_PHONE] = 11,
	[PERSONAL_LANDLINE] = 11,
	[PERSONAL_ID_NUMBER] = 15,
	[PERSONAL_BANK_CARD] = 15,
	[PERSONAL_EMAIL] = 6,
	[PERSONAL_PLATE] = 7,
	[PERSONAL_PASSPORT] = 7,
	[PERSONAL_NAME] = 2,
	[PERSONAL_ADDRESS] = 2
};

/* keep: [A, B] */
static void
read_ends(const struct reading *r, const struct node *keep,
    enum personal_kind kind)
{
	int64_t first, last;

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

/* mask, keep, drop or pseudonym */
static void
read_word(const struct reading *r, const struct node *node,
    enum personal_kind kind)
{
	static const char *const words[] = { "mask", "keep", "drop",
	    "pseudonym", NULL };
	static const enum mask_how hows[] = { MASK_KEEP_ENDS, MASK_KEEP,
	    MASK_DROP, MASK_PSEUDONYM };
	int index;

	if (node_choice(node, words, &index, r->faults) == -1)
		return;
	r->mask->actions[kind] = (struct mask_action){ hows[index], 0, 0 };
	if (index == 0)
		r->mask->actions[kind] = usual[kind];
	if (hows[index] == MASK_PSEUDONYM && r->mask->pseudonyms == NULL)
		r->mask->pseudonyms = pseudonyms_read(r->config, node->place,
		    r->arena, r->faults);
}

static void
read_action(const struct reading *r, const struct node *node,
    enum personal_kind kind)
{
	const struct node *keep;
	struct fields f;

	if (node->kind != NODE_MAPPING) {
		read_word(r, node, kind);
		return;
	}
	if (fields_begin(&f, node, r->arena, r->faults) == -1)
		return;
	keep = fields_need(&f, "keep");
	if (fields_end(&f) == 0 && keep != NULL)
		read_ends(r, keep, kind);
}

/* What a rule says of names, besides what becomes of them. */
struct naming {
	struct span	*labels;
	size_t		 label_count;
	struct span	*names;
	size_t		 name_count;
};

/* Characters of the shortest label or listed name. */
#define NAMING_MIN	2

/* A list has persons in it, whom no message names: its line tells which. */
static void
refuse_naming(const struct reading *r, const struct node *node,
    const struct file *list, struct span text)
{
	char shown[128], came[TELL_SIZE];
	struct place place = { NULL, 1, 0 };
	const char *p;

	if (list == NULL) {
		fault(r->faults, node->place, "\"%s\": expected %d to %d "
		    "characters", err_quote(shown, sizeof(shown), text),
		    NAMING_MIN, TERMS_MAX_LENGTH);
		return;
	}
	place.file = list->path;
	for (p = list->text.p; p < text.p; p++)
		place.line += *p == '\n';
	fault(r->faults, place, "expected a name of %d to %d characters, got "
	    "%s", NAMING_MIN, TERMS_MAX_LENGTH, tell_text(text, came));
}

/* Of a row of CSV the first cell. */
static void
check_namings(const struct reading *r, const struct node *node,
    const struct file *list, struct span *texts, size_t count)
{
	size_t i, n;

	for (i = 0; i < count; i++) {
		texts[i].n = span_index(texts[i], ',');
		texts[i] = span_trim(texts[i]);
		n = utf8_length(texts[i]);
		if (n < NAMING_MIN || n > TERMS_MAX_LENGTH) {
			refuse_naming(r, node, list, texts[i]);
			return;
		}
	}
}

static void
read_listed(const struct reading *r, const struct node *node,
    struct naming *naming)
{
	const struct file *file = config_file(r->config, &r->config->rules[0],
	    node, r->arena, r->faults);

	if (file != NULL && list_read(r->arena, file, &naming->names,
	    &naming->name_count, r->faults) == 0)
		check_namings(r, node, file, naming->names,
		    naming->name_count);
}

static void
read_labels(const struct reading *r, const struct node *node,
    struct naming *naming)
{
	if (node_texts(node, r->arena, &naming->labels, &naming->label_count,
	    r->faults) == 0)
		check_namings(r, node, NULL, naming->labels,
		    naming->label_count);
}

/* name: {after: [..], list: FILE, keep: [A, B]}, or how: instead of keep */
static void
read_naming(const struct reading *r, const struct node *node,
    struct naming *naming)
{
	const struct node *after, *list, *keep, *how;
	struct fields f;

	if (fields_begin(&f, node, r->arena, r->faults) == -1)
		return;
	r->mask->actions[PERSONAL_NAME] = usual[PERSONAL_NAME];
	after = fields_take(&f, "after");
	list = fields_take(&f, "list");
	keep = fields_take(&f, "keep");
	how = fields_take(&f, "how");
	fields_end(&f);
	if (after != NULL)
		read_labels(r, after, naming);
	if (list != NULL)
		read_listed(r, list, naming);
	if (keep != NULL && how != NULL)
		fault(r->faults, how->place, "how: expected one of keep and "
		    "how, got both");
	else if (keep != NULL)
		read_ends(r, keep, PERSONAL_NAME);
	else if (how != NULL)
		read_word(r, how, PERSONAL_NAME);
}

static void
read_names(const struct reading *r, const struct node *node)
{
	struct naming naming = { 0 };
	struct personal_wanted *wanted = &r->mask->wanted;

	if (node->kind == NODE_MAPPING)
		read_naming(r, node, &naming);
	else
		read_word(r, node, PERSONAL_NAME);
	if (r->mask->actions[PERSONAL_NAME].how == MASK_KEEP ||
	    r->faults->errors > 0)
		return;
	wanted->persons = persons_new(r->arena, naming.labels,
	    naming.label_count, naming.names, naming.name_count);
	if (wanted->persons == NULL)
		fault(r->faults, node->place, "name: expected a list with "
		    "fewer different characters than %d", TERMS_MAX_CHARS);
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

/* What costs nothing unless it is asked for. */
static void
note_wanted(struct mask *m)
{
	m->wanted.plate = m->actions[PERSONAL_PLATE].how != MASK_KEEP;
	m->wanted.passport = m->actions[PERSONAL_PASSPORT].how != MASK_KEEP;
	m->wanted.address = m->actions[PERSONAL_ADDRESS].how != MASK_KEEP;
	m->wants = m->wanted.plate || m->wanted.passport ||
	    m->wanted.address || m->wanted.persons != NULL;
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
		if (value != NULL && i == PERSONAL_NAME)
			read_names(r, value);
		else if (value != NULL)
			read_action(r, value, (enum personal_kind)i);
	}
	value = fields_take(&f, "except");
	if (value != NULL)
		read_except(r, value);
	fields_end(&f);
	note_wanted(r->mask);
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

	memcpy(m->actions, usual, USUAL_KINDS * sizeof(*usual));
	if (node != NULL && node->kind == NODE_MAPPING)
		read_kinds(&r, node);
	else if (node != NULL)
		node_choice(node, words, &index, faults);
	*mask = index == 1 ? NULL : m;
	return faults->errors == errors ? 0 : -1;
}
