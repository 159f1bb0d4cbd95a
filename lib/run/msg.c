#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "run/msg.h"

static const struct {
	int		 status;
	const char	*text;
} table[MSG_COUNT] = {
	[MSG_OPTION_UNKNOWN] = { EX_USAGE, "unknown option %s; -h lists them" },
	[MSG_OPTION_ARGUMENT] = { EX_USAGE, "option %s needs an argument" },
	[MSG_OPTION_VALUE] = { EX_USAGE, "%s %s: expected %s" },
	[MSG_OPTION_NO_ARGUMENT] = { EX_USAGE, "option %s takes no argument" },
	[MSG_NO_RULES] = { EX_USAGE,
	    "no rules: give -r NAME or -e TEXT; -l lists the shipped ones" },
	[MSG_TWO_RULES] = { EX_USAGE, "expected one -r or -e, got several" },
	[MSG_RULE_UNKNOWN] = { EX_CONFIG, "no rule %s in %s%s; -l lists them" },
	[MSG_RULE_FOLDER] = { EX_CONFIG, "%s: %s" },
	[MSG_RULE_TWICE] = { EX_CONFIG, "the rule %s is given twice" },
	[MSG_RULE_EXTENDED] = { EX_CONFIG, "the rule %s is given, and %s "
	    "extends it: give one of them" },
	[MSG_ACTION_INPUTS] = { EX_USAGE, "--%s takes no other input" },
	[MSG_ACTION_RULES] = { EX_USAGE, "--%s takes no rules" },
	[MSG_SEAL_FORMAT] = { EX_USAGE,
	    "--seal needs JSON Lines, got format %s" },
	[MSG_SEALED_UNITS] = { EX_USAGE,
	    "--sealed needs JSON Lines as input" },
	[MSG_NUL_WITHOUT_LIST] = { EX_USAGE,
	    "-0 says how the names of a list end: give -T FILE with it" },
	[MSG_STDIN_TWICE] = { EX_USAGE,
	    "standard input can't be both a list of names and an input" },
	[MSG_SAME_FILE] = { EX_USAGE, "%s %s would overwrite an input" },
	[MSG_SAME_OUTPUT] = { EX_USAGE, "%s and %s name the same file, %s" },
	[MSG_OUTPUT_IS_INPUT] = { EX_USAGE,
	    "%s is standard output, too: it would never end" },
	[MSG_NO_RECORD] = { EX_NOINPUT,
	    "no record was read (--allow-empty allows it)" },
	[MSG_TOO_MANY_REJECTS] = { EX_DATAERR,
	    "stopped: %llu of %llu records refused" },
	[MSG_MORE_REFUSED] = { 0,
	    "%llu more records refused (-v names them, --rejects keeps them)" },
	[MSG_MORE_ALIKE] = { 0, "%llu more records refused, up to %s%s "
	    "(-v names them, --rejects keeps them)" },
	[MSG_MORE_REPEATED] = { 0,
	    "%llu more records whose id came before (-v names them)" },
	[MSG_MORE_FAULTS] = { 0, "%zu more mistakes in the rules (-v names "
	    "them)" },
	[MSG_NOT_WRITTEN] = { 0, "%s was not written (status %d)" },
	[MSG_ALL_REFUSED] = { EX_DATAERR, "every record was refused" },
	[MSG_INVALID] = { 0, "places mended that weren't of the input's "
	    "encoding: %llu (invalid)" },
	[MSG_SUMMARY] = { 0,
	    "%llu in, %llu out, %llu refused, %llu dropped" },
	[MSG_SANDBOX_FILES] = { 0, "this system has no Landlock: files that "
	    "the options don't name aren't out of reach" },
	[MSG_SANDBOX_CALLS] = { 0, "this system has no seccomp: sockets and "
	    "programs aren't out of reach" },
};

static struct {
	const char	*name;
	bool		 quiet;
	bool		 verbose;
	int		 status;
	unsigned long long refused;
	unsigned long long named;	/* of those that were refused */
	struct reason {
		char			 text[sizeof(((struct err *)NULL)->text)];
		unsigned long long	 count;
	}		 reasons[MSG_REASONS];
	size_t		 next_reason;
	char		 unnamed[sizeof(((struct err *)NULL)->text)];
	bool		 several;	/* reasons of those not named */
	char		 last[352];	/* place of the last of those */
	unsigned long long repeated;	/* records */
} state = { .name = "minqing" };

void
msg_start(const char *name)
{
	state.name = name;
	state.status = 0;
	state.refused = state.named = state.repeated = 0;
	memset(state.reasons, 0, sizeof(state.reasons));
	state.next_reason = 0;
	state.unnamed[0] = '\0';
	state.several = false;
}

void
msg_quiet(bool quiet)
{
	state.quiet = quiet;
}

void
msg_verbose(bool verbose)
{
	state.verbose = verbose;
}

bool
msg_is_verbose(void)
{
	return state.verbose;
}

/* 0 < 1 < 65 < 66 < every other. */
static int
rank(int status)
{
	switch (status) {
	case 0:
		return 0;
	case 1:
		return 1;
	case EX_DATAERR:
		return 2;
	case EX_NOINPUT:
		return 3;
	default:
		return 4;
	}
}

void
msg_raise(int status)
{
	if (rank(status) > rank(state.status))
		state.status = status;
}

int
msg_status(void)
{
	return state.status;
}

void
msg_bare(const char *text)
{
	size_t n;
	ssize_t w;

	for (n = strlen(text); n > 0; text += w, n -= (size_t)w)
		if ((w = write(STDERR_FILENO, text, n)) <= 0)
			return;
}

void
msg_out_of_memory(void)
{
	static const char text[] = ": out of memory\n";
	char line[64];
	size_t n = strlen(state.name);

	if (n > sizeof(line) - sizeof(text))
		n = sizeof(line) - sizeof(text);
	memcpy(line, state.name, n);
	memcpy(line + n, text, sizeof(text));
	msg_bare(line);
}

/*
 * text as it may be shown on a terminal: control characters and bytes that
 * aren't UTF-8 as \xNN.  What is too long is cut at a whole character.
 */
static size_t
make_safe(char *into, size_t size, const char *text)
{
	struct span s = span_of(text);
	size_t at = 0, start, n = 0;
	int32_t c;

	while (at < s.n) {
		start = at;
		c = utf8_next_checked(s, &at);
		if (n + 4 * (at - start) >= size)
			break;
		if (c >= ' ' && (c < 0x7f || c > 0x9f)) {
			memcpy(into + n, text + start, at - start);
			n += at - start;
		} else
			for (; start < at; start++)
				n += (size_t)snprintf(into + n, size - n,
				    "\\x%02x", (unsigned char)text[start]);
	}
	into[n] = '\0';
	return n;
}

/* One line, one write: several filters of a pipeline share the terminal. */
static void
say(const char *place, const char *text)
{
	char line[2400];
	size_t n;

	n = (size_t)snprintf(line, 512, "%s: %s", state.name, place);
	n += make_safe(line + n, sizeof(line) - n - 1, text);
	line[n] = '\n';
	line[n + 1] = '\0';
	msg_bare(line);
}

void
msg(enum msg_id id, ...)
{
	char text[1536];
	va_list ap;

	va_start(ap, id);
	/* The formats are the table's; enum msg_id names their arguments. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	vsnprintf(text, sizeof(text), table[id].text, ap);
#pragma GCC diagnostic pop
	va_end(ap);
	say("", text);
	msg_raise(table[id].status);
}

/* "file:line:column: ", as far as it is known. */
static void
put_place(char *into, size_t size, const char *file, size_t line,
    size_t column)
{
	char shown[300];

	into[0] = '\0';
	if (file == NULL || file[0] == '\0')
		return;
	err_quote(shown, sizeof(shown), span_of(file));
	if (line == 0)
		snprintf(into, size, "%s: ", shown);
	else if (column == 0)
		snprintf(into, size, "%s:%zu: ", shown, line);
	else
		snprintf(into, size, "%s:%zu:%zu: ", shown, line, column);
}

static int
status_of(enum err_kind kind)
{
	switch (kind) {
	case ERR_NONE:
		return 0;
	case ERR_RECORD:
		return 1;
	case ERR_USAGE:
		return EX_USAGE;
	case ERR_DATA:
		return EX_DATAERR;
	case ERR_INPUT:
		return EX_NOINPUT;
	case ERR_SOFTWARE:
		return EX_SOFTWARE;
	case ERR_MEMORY:
		return EX_OSERR;
	case ERR_CREATE:
		return EX_CANTCREAT;
	case ERR_IO:
		return EX_IOERR;
	case ERR_RULES:
		return EX_CONFIG;
	}
	return EX_SOFTWARE;
}

void
msg_err(const struct err *e)
{
	char place[352];

	if (e->kind == ERR_NONE && state.quiet)
		return;
	put_place(place, sizeof(place), e->file, e->line, e->column);
	say(place, e->text);
	msg_raise(status_of(e->kind));
}

void
msg_told(const char *file, size_t line, struct span text)
{
	char place[352], line_text[1024];

	if (state.quiet)
		return;
	put_place(place, sizeof(place), file, line, 0);
	snprintf(line_text, sizeof(line_text), "%.*s", (int)text.n, text.p);
	say(place, line_text);
}

/* The same but for the numbers in it, "of 3 characters" and "of 12". */
static bool
is_same_reason(const char *a, const char *b)
{
	for (;; a++, b++) {
		while (ascii_is_digit(*a))
			a++;
		while (ascii_is_digit(*b))
			b++;
		if (*a != *b)
			return false;
		if (*a == '\0')
			return true;
	}
}

/* How often the reason has come, while it is among those that are kept. */
static unsigned long long
count_alike(const char *text)
{
	struct reason *r = state.reasons;
	size_t i;

	for (i = 0; i < MSG_REASONS; i++, r++)
		if (is_same_reason(text, r->text))
			return ++r->count;
	r = &state.reasons[state.next_reason++ % MSG_REASONS];
	snprintf(r->text, sizeof(r->text), "%s", text);
	return r->count = 1;
}

/* A reason that all of them have is told with their number. */
static void
note_unnamed(const struct err *e)
{
	if (state.unnamed[0] == '\0')
		snprintf(state.unnamed, sizeof(state.unnamed), "%s", e->text);
	state.several |= !is_same_reason(e->text, state.unnamed);
	put_place(state.last, sizeof(state.last), e->file, e->line, 0);
}

void
msg_refused(const struct err *e, bool kept)
{
	unsigned long long alike = count_alike(e->text);
	char place[352];

	state.refused++;
	if (!state.quiet && (state.verbose || (state.named < MSG_NAMED &&
	    alike <= MSG_ALIKE_NAMED))) {
		state.named++;
		put_place(place, sizeof(place), e->file, e->line, e->column);
		say(place, e->text);
	} else
		note_unnamed(e);
	if (!kept)
		msg_raise(1);
}

void
msg_refused_rest(void)
{
	unsigned long long more = state.refused - state.named;

	if (!state.quiet && more > 0 && state.several)
		msg(MSG_MORE_REFUSED, more);
	else if (!state.quiet && more > 0)
		msg(MSG_MORE_ALIKE, more, state.last, state.unnamed);
	if (!state.quiet && !state.verbose &&
	    state.repeated > MSG_REPEATED_NAMED)
		msg(MSG_MORE_REPEATED, state.repeated - MSG_REPEATED_NAMED);
}

void
msg_repeated(const char *file, size_t line)
{
	state.repeated++;
	if (state.verbose || state.repeated <= MSG_REPEATED_NAMED)
		msg_told(file, line, SPAN("its id came before: the units "
		    "of both records have the same ids"));
}

void
msg_invalid(unsigned long long places)
{
	if (!state.quiet && places > 0)
		msg(MSG_INVALID, places);
}

void
msg_faults(struct faults *faults, bool warnings)
{
	char place[352];
	char text[1024];
	const struct fault *f;
	size_t i, named[2] = { 0 }, more = 0;

	faults_sort(faults);
	for (i = 0; i < faults->count; i++) {
		f = &faults->items[i];
		if (f->warning && !warnings && (!f->slip || state.quiet))
			continue;
		if (++named[f->warning] > MSG_NAMED && !state.verbose) {
			more++;
			continue;
		}
		put_place(place, sizeof(place), f->place.file, f->place.line,
		    f->place.column);
		snprintf(text, sizeof(text), "%s%s",
		    f->warning ? "warning: " : "", f->text);
		say(place, text);
	}
	if (more > 0)
		msg(MSG_MORE_FAULTS, more);
	if (faults->errors > 0)
		msg_raise(EX_CONFIG);
}
