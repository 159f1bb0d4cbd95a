#include "normalize/name.h"

#include <string.h>

#include "base/ascii.h"
#include "base/map.h"
#include "normalize/normalize.h"

#define SUFFIX_MAX	5

/* Length in bytes of name without its suffix. */
static size_t
stem(struct span name)
{
	size_t at = name.n, letters = 0;
	char c;

	while (at > 0 && name.n - at <= SUFFIX_MAX) {
		c = name.p[--at];
		if (c == '.')
			return letters > 0 && at > 0 ? at : name.n;
		if (ascii_is_letter(c))
			letters++;
		else if (!ascii_is_digit(c))
			break;
	}
	return name.n;
}

/* The same without what says that it is compressed. */
static size_t
unpacked(struct span name)
{
	static const struct span endings[] = { { ".gz", 3 }, { ".xz", 3 },
	    { ".zst", 4 } };
	size_t i;

	for (i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (span_ends(name, endings[i]) && name.n > endings[i].n)
			return name.n - endings[i].n;
	return name.n;
}

struct span
name_base(struct span input)
{
	size_t at = input.n;
	struct span name;

	while (at > 0 && input.p[at - 1] != '/')
		at--;
	name = span_from(input, at);
	name.n = unpacked(name);
	name.n = stem(name);
	return name;
}

int
normalize_look(const char *const *inputs, size_t count,
    const struct config *config, struct err *e)
{
	const char *id = config_setting(config, "id");
	struct map seen = { 0 };
	struct map_entry *entry;
	char quoted[128];
	size_t i;
	bool is_new = true;

	if (config->has_output && config_setting(config, "verify") != NULL)
		return err_set(e, ERR_USAGE, NULL, 0, 0, "--verify writes no "
		    "records: expected neither -o nor --rejects");
	if (id != NULL)
		return strcmp(id, "path") == 0 ? 0 : err_set(e, ERR_USAGE,
		    NULL, 0, 0, "--id: expected path, got %s", id);
	for (i = 0; i < count && is_new; i++) {
		entry = map_put(&seen, name_base(span_of(inputs[i])), &is_new);
		if (is_new)
			entry->value = (void *)(uintptr_t)i;
		else
			err_set(e, ERR_USAGE, NULL, 0, 0, "%s and %s would "
			    "both get the id \"%s\" (--id path takes the "
			    "path)", inputs[(uintptr_t)entry->value],
			    inputs[i], err_quote(quoted, sizeof(quoted),
			    entry->key));
	}
	map_free(&seen);
	return is_new ? 0 : -1;
}
