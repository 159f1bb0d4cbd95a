#define _GNU_SOURCE	/* getopt_long */

#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/decimal.h"
#include "run/msg.h"
#include "run/names.h"
#include "run/options.h"

/* Long options without a letter; own options follow from OPT_OWN on. */
enum {
	OPT_SHOW = 256,
	OPT_REJECTS,
	OPT_MAX_REJECTS,
	OPT_STRICT,
	OPT_SEAL,
	OPT_SEALED,
	OPT_NAME,
	OPT_MAX_RECORD,
	OPT_ALLOW_EMPTY,
	OPT_NO_SANDBOX,
	OPT_OWN
};

#define OWN_MAX	32

static const struct option common[] = {
	{ "rules", required_argument, NULL, 'r' },
	{ "expression", required_argument, NULL, 'e' },
	{ "list", no_argument, NULL, 'l' },
	{ "show", required_argument, NULL, OPT_SHOW },
	{ "check", no_argument, NULL, 'c' },
	{ "output", required_argument, NULL, 'o' },
	{ "rejects", required_argument, NULL, OPT_REJECTS },
	{ "max-rejects", required_argument, NULL, OPT_MAX_REJECTS },
	{ "strict", no_argument, NULL, OPT_STRICT },
	{ "jobs", required_argument, NULL, 'j' },
	{ "unbuffered", no_argument, NULL, 'u' },
	{ "stats", required_argument, NULL, 's' },
	{ "progress", optional_argument, NULL, 'p' },
	{ "seal", no_argument, NULL, OPT_SEAL },
	{ "sealed", no_argument, NULL, OPT_SEALED },
	{ "files-from", required_argument, NULL, 'T' },
	{ "null", no_argument, NULL, '0' },
	{ "name", required_argument, NULL, OPT_NAME },
	{ "max-record", required_argument, NULL, OPT_MAX_RECORD },
	{ "allow-empty", no_argument, NULL, OPT_ALLOW_EMPTY },
	{ "no-sandbox", no_argument, NULL, OPT_NO_SANDBOX },
	{ "quiet", no_argument, NULL, 'q' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
};

#define COMMON_COUNT	(sizeof(common) / sizeof(common[0]))

/* What one call needs while argv is read. */
struct reading {
	struct options		*o;
	struct arena		*arena;
	const struct filter	*filter;
	struct rule_option	*rules;
	size_t			 rule_capacity;
	struct setting		*settings;
	size_t			 setting_capacity;
	struct name_list	 lists;		/* of --files-from */
	char			 letters[2 * (COMMON_COUNT + OWN_MAX) + 3];
	struct option		 names[COMMON_COUNT + OWN_MAX + 1];
};

static int
bad_value(const char *option, const char *value, const char *expected)
{
	msg(MSG_OPTION_VALUE, option, value, expected);
	return -1;
}

static int
read_jobs(struct options *o, const char *value)
{
	long n, cores;
	char *end;

	errno = 0;
	n = strtol(value, &end, 10);
	if (errno != 0 || end == value || *end != '\0' || n < 0 ||
	    n > OPTIONS_MAX_JOBS)
		return bad_value("--jobs", value, "a number from 0 to 256");
	if (n == 0) {
		cores = sysconf(_SC_NPROCESSORS_ONLN);
		n = cores < 1 ? 1 : cores > OPTIONS_MAX_JOBS ?
		    OPTIONS_MAX_JOBS : cores;
	}
	o->jobs = (unsigned)n;
	return 0;
}

static int
read_max_rejects(struct options *o, const char *value)
{
	double v;
	char *end;

	errno = 0;
	v = strtod(value, &end);
	o->limit_percent = end != value && *end == '%';
	if (errno != 0 || end == value || !(v >= 0) || isinf(v) ||
	    strcmp(end, o->limit_percent ? "%" : "") != 0 ||
	    (!o->limit_percent && v != floor(v)) ||
	    (o->limit_percent && v > 100))
		return bad_value("--max-rejects", value,
		    "a number, or a percentage such as 1%");
	o->limit_rejects = true;
	o->max_rejects = v;
	return 0;
}

static int
read_max_record(struct options *o, const char *value)
{
	if (decimal_size(value, &o->max_record) == -1 || o->max_record == 0 ||
	    o->max_record > OPTIONS_MAX_RECORD)
		return bad_value("--max-record", value,
		    "a size from 1 to 64M");
	return 0;
}

static int
read_progress(struct options *o, const char *value)
{
	if (value != NULL && strcmp(value, "always") != 0)
		return bad_value("--progress", value, "always, or nothing");
	o->progress = value != NULL ? PROGRESS_ALWAYS : PROGRESS_TERMINAL;
	return 0;
}

static void
add_rule(struct reading *r, bool expression, const char *text)
{
	r->rules = arena_grow(r->arena, r->rules, r->o->rule_count,
	    &r->rule_capacity, r->o->rule_count + 1, sizeof(*r->rules));
	r->rules[r->o->rule_count++] =
	    (struct rule_option){ expression, text };
}

static void
add_setting(struct reading *r, const struct own_option *own,
    const char *value)
{
	r->settings = arena_grow(r->arena, r->settings, r->o->setting_count,
	    &r->setting_capacity, r->o->setting_count + 1,
	    sizeof(*r->settings));
	r->settings[r->o->setting_count++] = (struct setting){ own->name,
	    value != NULL ? value : "" };
}

/* A flag of its own in struct options; NULL if c is none. */
static bool *
flag_of(struct options *o, int c)
{
	switch (c) {
	case 'l':
		return &o->list;
	case 'c':
		return &o->check;
	case 'u':
		return &o->unbuffered;
	case 'h':
		return &o->help;
	case 'V':
		return &o->version;
	case '0':
		return &o->nul;
	case OPT_SEAL:
		return &o->seal;
	case OPT_SEALED:
		return &o->sealed;
	case OPT_ALLOW_EMPTY:
		return &o->allow_empty;
	case OPT_NO_SANDBOX:
		return &o->no_sandbox;
	default:
		return NULL;
	}
}

/* A name of a file or a text in struct options; NULL if c is none. */
static const char **
text_of(struct options *o, int c)
{
	switch (c) {
	case 'o':
		return &o->output;
	case 's':
		return &o->stats;
	case OPT_SHOW:
		return &o->show;
	case OPT_REJECTS:
		return &o->rejects;
	case OPT_NAME:
		return &o->name;
	default:
		return NULL;
	}
}

static int
take(struct reading *r, int c, const char *value)
{
	struct options *o = r->o;
	const struct own_option *own;

	if (flag_of(o, c) != NULL) {
		*flag_of(o, c) = true;
		return 0;
	}
	if (text_of(o, c) != NULL) {
		*text_of(o, c) = value;
		return 0;
	}
	switch (c) {
	case 'r':
	case 'e':
		add_rule(r, c == 'e', value);
		return 0;
	case 'T':
		names_add(&r->lists, r->arena, value);
		return 0;
	case 'j':
		return read_jobs(o, value);
	case 'p':
		return read_progress(o, value);
	case 'q':
		msg_quiet(true);
		return 0;
	case 'v':
		msg_verbose(true);
		return 0;
	case OPT_MAX_REJECTS:
		return read_max_rejects(o, value);
	case OPT_MAX_RECORD:
		return read_max_record(o, value);
	case OPT_STRICT:
		o->limit_rejects = true;
		o->limit_percent = false;
		o->max_rejects = 0;
		return 0;
	}
	for (own = r->filter->options; own->name != NULL; own++)
		if (c == own->letter || c == OPT_OWN +
		    (int)(own - r->filter->options)) {
			add_setting(r, own, value);
			return 0;
		}
	return -1;
}

/* getopt's tables: the common options and the filter's own. */
static void
tables(struct reading *r)
{
	const struct own_option *own;
	char *letter = r->letters;
	size_t i, n = COMMON_COUNT;

	*letter++ = ':';	/* our messages, not getopt's */
	memcpy(r->names, common, sizeof(common));
	for (i = 0; i < COMMON_COUNT; i++)
		if (common[i].val < 256) {
			*letter++ = (char)common[i].val;
			if (common[i].has_arg == required_argument)
				*letter++ = ':';
		}
	for (own = r->filter->options; own->name != NULL; own++) {
		assert(n < COMMON_COUNT + OWN_MAX);
		r->names[n++] = (struct option){ own->name, own->has_argument ?
		    required_argument : no_argument, NULL, OPT_OWN +
		    (int)(own - r->filter->options) };
		if (own->letter != 0) {
			*letter++ = own->letter;
			if (own->has_argument)
				*letter++ = ':';
		}
	}
	*letter = '\0';
	r->names[n] = (struct option){ NULL, 0, NULL, 0 };
}

/* Of which getopt would make --mask-report of --mask. */
static bool
is_abbreviated(const struct reading *r, const char *word)
{
	const struct option *known;
	size_t n;

	if (strncmp(word, "--", 2) != 0)
		return false;
	word += 2;
	n = strcspn(word, "=");
	for (known = r->names; known->name != NULL; known++)
		if (strlen(known->name) == n &&
		    memcmp(known->name, word, n) == 0)
			return false;
	return true;
}

/* The long option that getopt has read, as it was typed. */
static const char *
long_word(char **argv)
{
	return optarg != NULL && optarg == argv[optind - 1] ?
	    argv[optind - 2] : argv[optind - 1];
}

/* The option that getopt objects to, as it was typed. */
static void
complain(const struct reading *r, int c, char **argv)
{
	char typed[3] = { '-', (char)optopt, '\0' };
	const char *word = argv[optind - 1];
	bool known = optopt >= 256 ||
	    (optopt != 0 && strchr(r->letters + 1, optopt) != NULL);

	if (is_abbreviated(r, word))
		msg(MSG_OPTION_UNKNOWN, word);
	else if (c == ':')
		msg(MSG_OPTION_ARGUMENT, optopt >= 256 ||
		    strncmp(word, "--", 2) == 0 ? word : typed);
	else if (known)	/* only a long one can have too much */
		msg(MSG_OPTION_NO_ARGUMENT, word);
	else
		msg(MSG_OPTION_UNKNOWN, optopt == 0 ? word : typed);
}

/* What getopt gives, whole names only; '?' where it was told what is wrong. */
static int
next_option(const struct reading *r, int argc, char **argv)
{
	int found = -1;
	int c = getopt_long(argc, argv, r->letters, r->names, &found);

	if (c == '?' || c == ':') {
		complain(r, c, argv);
		return '?';
	}
	if (found == -1 || !is_abbreviated(r, long_word(argv)))
		return c;
	msg(MSG_OPTION_UNKNOWN, long_word(argv));
	return '?';
}

/* True if standard input is one of them. */
static bool
has_stdin(const struct name_list *names)
{
	size_t i;

	for (i = 0; i < names->count; i++)
		if (strcmp(names->items[i], "-") == 0)
			return true;
	return false;
}

/* The inputs: those of the lists, in their order, then the operands. */
static int
find_inputs(struct reading *r, char *const *operands)
{
	struct name_list names = { 0 };
	struct err e = { 0 };
	size_t i;

	if (r->o->nul && r->lists.count == 0) {
		msg(MSG_NUL_WITHOUT_LIST);
		return -1;
	}
	for (i = 0; i < r->lists.count; i++)
		if (names_read(&names, r->arena, r->lists.items[i], r->o->nul,
		    &e) == -1) {
			msg_err(&e);
			return -1;
		}
	for (; *operands != NULL; operands++)
		names_add(&names, r->arena, *operands);
	if (has_stdin(&r->lists) && has_stdin(&names)) {
		msg(MSG_STDIN_TWICE);
		return -1;
	}
	r->o->inputs_given = names.count > 0 || r->lists.count > 0;
	if (!r->o->inputs_given)
		names_add(&names, r->arena, "-");
	r->o->inputs = names.items;
	r->o->input_count = names.count;
	return 0;
}

int
options_read(struct options *o, struct arena *arena,
    const struct filter *filter, int argc, char **argv)
{
	struct reading r = { .o = o, .arena = arena, .filter = filter };
	int c;

	*o = (struct options){ .jobs = 1, .max_record = OPTIONS_MAX_RECORD };
	tables(&r);
	optind = 0;	/* a fresh start for glibc, also in tests */
	opterr = 0;
	while ((c = next_option(&r, argc, argv)) != -1)
		if (c == '?' || take(&r, c, optarg) == -1)
			return -1;
	o->rules = r.rules;
	o->settings = r.settings;
	return find_inputs(&r, argv + optind);
}

void
options_help(const struct filter *f, struct buf *b)
{
	buf_printf(b, "usage: %s [options] -r RULES [FILE ...]\n%s\n\n",
	    f->engine->name, f->summary);
	buf_printf(b,
	    "  -r, --rules FILE        rule file, or the name of a shipped one\n"
	    "  -e, --expression TEXT   rule on the command line\n"
	    "  -l, --list              list the shipped rules\n"
	    "      --show NAME         print one (new: a skeleton)\n"
	    "  -c, --check             check the rules, process nothing\n"
	    "  -o, --output FILE       write FILE whole or not at all\n"
	    "      --rejects FILE      keep refused records there\n"
	    "      --max-rejects N|N%%  stop beyond that many\n"
	    "      --strict            stop at the first\n"
	    "  -j, --jobs N            worker threads (1; 0: all)\n"
	    "  -u, --unbuffered        each record out at once\n"
	    "  -s, --stats FILE        append the figures of the run\n"
	    "  -p, --progress[=always] percent and time left\n"
	    "      --seal, --sealed    end the output with a seal; demand one\n"
	    "  -T, --files-from FILE   read the inputs that FILE names\n"
	    "  -0, --null              their names end with a zero byte\n"
	    "      --name NAME         name of standard input in records\n"
	    "      --max-record SIZE   longest record (64M)\n"
	    "      --allow-empty       no record at all is no error\n"
	    "      --no-sandbox        keep the right to open files and sockets\n"
	    "  -q, -v, -h, -V          quiet, verbose, help, version\n");
	if (f->options_help[0] != '\0')
		buf_printf(b, "\n%s", f->options_help);
	buf_printf(b, "\nman %s tells the rest.\n", f->engine->name);
}
