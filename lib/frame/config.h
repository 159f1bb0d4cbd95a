#ifndef FRAME_CONFIG_H
#define FRAME_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/span.h"
#include "io/scratch.h"
#include "rules/fault.h"
#include "rules/file.h"
#include "rules/node.h"

/*
 * What reaches an engine: its rules and its options.  All of it lives in the
 * run arena.
 */
struct rule {
	const char		*name;		/* as given to -r; else "-e" */
	const char		*path;		/* of the file; else "-e" */
	bool			 expression;	/* from -e: filter and format
						 * may be absent */
	struct span		 edition;	/* "" if it states none */
	struct hash		 hash;		/* of its meaning, alone */
	struct hash		*files;		/* of the files that it names, as
						 * config_file() read them */
	const struct node	*root;
	const struct rule	*base;		/* that it extends, or NULL */
};

struct setting {
	const char	*name;		/* of the option, without dashes */
	const char	*value;		/* "" where it takes no argument */
};

struct config {
	const struct rule	*rules;
	size_t			 rule_count;
	const struct setting	*settings;
	size_t			 setting_count;
	bool			 allow_empty;	/* --allow-empty */
	bool			 checks;	/* -c: no record is read */
	bool			 has_output;	/* -o, --rejects */
	bool			 verbose;	/* -v */
	const char		*rules_folder;	/* of shipped rules */
	const char		*share_folder;	/* of data that was built */
	struct scratch		*scratch;	/* for what is more than memory
						 * holds; open from the first
						 * record on */
};

/* The hash of what a rule means, with the files that it names. */
struct hash	 config_hash(const struct rule *);

/* The value of an option; NULL if it wasn't given. */
const char	*config_setting(const struct config *, const char *name);

/*
 * Begins to read a rule file for that filter: fields_begin() of the root,
 * with the keys of the head taken and checked: filter, format, edition,
 * title, purpose, source.  -1 after faults only if nothing can be read from it,
 * or it is a rule of another filter.
 */
int		 config_head(const struct rule *, const char *filter,
		    struct fields *, struct arena *, struct faults *);

/*
 * The path of a file that a rule names: absolute as it is; else from the
 * rule's own folder, then from rules_folder.  NULL after a fault that names
 * both places.
 */
const char	*config_path(const struct config *, const struct rule *,
		    const struct node *name, struct arena *,
		    struct faults *);

/*
 * The file itself, the bytes of which count in the hash of the rule.  NULL
 * after a fault, also of file_read().
 */
const struct file	*config_file(const struct config *,
			    const struct rule *, const struct node *name,
			    struct arena *, struct faults *);

#endif
