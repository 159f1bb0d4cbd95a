#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/scratch.h"
#include "run/msg.h"
#include "run/options.h"
#include "run/pump.h"
#include "run/rulebook.h"
#include "run/run.h"
#include "run/sandbox.h"
#include "run/seal.h"
#include "run/state.h"
#include "run/stats.h"

/* The sink whose temporary file goes when we are killed or out of memory. */
static struct sink *target;

/* One call of a filter. */
struct call {
	const struct filter	*filter;
	struct arena		 arena;		/* the run's */
	struct options		 o;
	struct config		 config;
	struct faults		 faults;
	void			*plan;
	struct state		 state;		/* with --state */
	struct scratch		 scratch;
};

static void
out_of_memory(size_t size)
{
	(void)size;
	msg_out_of_memory();
	sink_emergency(target);
	_exit(EX_OSERR);
}

/*
 * libarchive calls exit(1) where some of its allocations fail: that isn't the
 * end of a run with refused records.
 */
static bool	ended;

static void
at_exit(void)
{
	if (ended)
		return;
	msg_out_of_memory();
	sink_emergency(target);
	_exit(EX_OSERR);
}

/* Signals that would end us: the temporary file goes first. */
static const int deadly[] = { SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGALRM,
    SIGTERM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGXCPU };

static void
killed(int sig)
{
	sink_emergency(target);
	signal(sig, SIG_DFL);
	raise(sig);
}

static void
catch_signals(void)
{
	struct sigaction now, set = { .sa_handler = killed };
	size_t i;

	sigemptyset(&set.sa_mask);
	for (i = 0; i < sizeof(deadly) / sizeof(deadly[0]); i++)
		if (sigaction(deadly[i], NULL, &now) == 0 &&
		    now.sa_handler != SIG_IGN)
			sigaction(deadly[i], &set, NULL);
	/* A file over the limit is then a write that fails: 74. */
	signal(SIGXFSZ, SIG_IGN);
}

/* While target is released no signal may look at it. */
static void
hold_signals(bool hold)
{
	sigset_t set;
	size_t i;

	sigemptyset(&set);
	for (i = 0; i < sizeof(deadly) / sizeof(deadly[0]); i++)
		sigaddset(&set, deadly[i]);
	pthread_sigmask(hold ? SIG_BLOCK : SIG_UNBLOCK, &set, NULL);
}

/*
 * A descriptor that came closed would be given to the next file that is
 * opened: messages would run into the output, or the output into an input.
 * It is opened the wrong way round, so that io finds that it can't be used;
 * messages go nowhere.
 */
static void
hold_descriptors(void)
{
	static const int modes[] = { O_WRONLY, O_RDONLY, O_RDWR };
	int fd;

	for (fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) == -1 && errno == EBADF &&
		    open("/dev/null", modes[fd]) != fd)
			_exit(EX_IOERR);
}

static void
start(struct call *c, const struct filter *filter)
{
	struct timespec now = { 0 };

	c->filter = filter;
	c->faults.arena = &c->arena;
	c->scratch.fd = -1;
	c->config.scratch = &c->scratch;
	msg_start(filter->engine->name);
	mem_on_failure(out_of_memory);
	ended = false;
	(void)atexit(at_exit);
	hold_descriptors();
	utf8_choose();
	clock_gettime(CLOCK_MONOTONIC, &now);
	map_seed((uint64_t)now.tv_nsec << 32 ^ (uint64_t)getpid());
}

/* The target gets what was written, or stays as it was. */
static int
close_target(bool commit, struct err *e)
{
	struct sink *sink = target;
	int rc = 0;

	hold_signals(true);
	target = NULL;
	if (commit)
		rc = sink_commit(sink, e);
	else
		sink_abandon(sink);
	hold_signals(false);
	return rc;
}

/* Text for standard output: help, lists. */
static void
print(struct buf *text)
{
	struct err e = { 0 };
	struct sink *sink;

	if (sink_open(&sink, NULL, SINK_WHOLE, &e) == 0) {
		if (sink_write(sink, buf_span(text), &e) == -1)
			sink_abandon(sink);
		else
			sink_commit(sink, &e);
	}
	if (e.kind != ERR_NONE)
		msg_err(&e);
	buf_free(text);
}

/* With -r also what the rules mean, as the seal has it. */
static void
print_version(struct call *c)
{
	const struct engine *engine = c->filter->engine;
	const struct rule *rule;
	struct buf text = { 0 };
	char hex[33];
	size_t i;

	buf_printf(&text, "%s (minqing) %s\n", engine->name, MINQING_VERSION);
	if (rulebook_read(&c->config, &c->arena, engine->name, &c->o,
	    &c->faults) == -1 || (c->o.rule_count > 0 && engine->compile(
	    &c->config, &c->arena, &c->plan, &c->faults) == -1))
		msg_faults(&c->faults, false);
	for (i = 0; i < c->config.rule_count && c->faults.errors == 0; i++) {
		rule = &c->config.rules[i];
		hash_hex(config_hash(rule), hex);
		buf_printf(&text, "%s\tedition %.*s\thash %s\n", rule->name,
		    (int)rule->edition.n, rule->edition.p, hex);
	}
	print(&text);
}

static void
print_help(struct call *c)
{
	struct buf text = { 0 };

	options_help(c->filter, &text);
	print(&text);
}

static void
print_rules(struct call *c)
{
	const char *name = c->filter->engine->name;
	struct buf text = { 0 };

	if ((c->o.show != NULL ?
	    rulebook_show(&c->arena, name, c->o.show, &text) :
	    rulebook_list(&c->arena, name, &text)) == -1)
		buf_free(&text);
	else
		print(&text);
}

/* Reads and compiles the rules; with --check looks at them closer. */
static int
compile(struct call *c)
{
	const struct engine *engine = c->filter->engine;
	int rc;

	if (c->o.rule_count == 0) {
		msg(MSG_NO_RULES);
		return -1;
	}
	if (c->o.rule_count > 1 && !c->filter->many_rules) {
		msg(MSG_TWO_RULES);
		return -1;
	}
	rc = rulebook_read(&c->config, &c->arena, engine->name, &c->o,
	    &c->faults);
	if (rc == 0)
		rc = engine->compile(&c->config, &c->arena, &c->plan,
		    &c->faults);
	if (rc == 0 && c->o.check && engine->check != NULL)
		rc = engine->check(c->plan, &c->arena, &c->faults);
	msg_faults(&c->faults, c->o.check);
	if (rc == -1 && msg_status() == 0)
		msg_raise(EX_CONFIG);
	return msg_status() == 0 ? 0 : -1;
}

/* True if both name one file, be it there or not. */
static bool
is_same(const char *a, const char *b)
{
	return strcmp(a, b) == 0 || sink_is_same_file(a, b);
}

/* The file of an option of the filter; NULL if it isn't asked for. */
static const char *
own_file(const struct call *c, const char *option)
{
	return option == NULL ? NULL : config_setting(&c->config, option);
}

/* Files that would run into one another. */
static void
look_at_files(const struct call *c)
{
	const struct options *o = &c->o;
	const char *const files[] = { o->output, o->rejects, o->stats,
	    own_file(c, c->filter->report), own_file(c, c->filter->side),
	    config_setting(&c->config, "state") };
	static const char *const names[] = { "-o", "--rejects", "--stats",
	    "--mask-report", "--offset-map", "--state" };
	const size_t count = sizeof(files) / sizeof(files[0]);
	size_t i, k;

	for (i = 0; i < count; i++)
		for (k = i + 1; k < count; k++)
			if (files[i] != NULL && files[k] != NULL &&
			    is_same(files[i], files[k]) &&
			    strncmp(files[i], "/dev/", 5) != 0)
				msg(MSG_SAME_OUTPUT, names[i], names[k],
				    files[i]);
	for (i = 0; i < o->input_count; i++) {
		/* -o may be an input: it is written whole, at the end. */
		for (k = 1; k < count; k++)
			if (files[k] != NULL &&
			    sink_is_same_file(files[k], o->inputs[i]))
				msg(MSG_SAME_FILE, names[k], files[k]);
		if (o->output == NULL &&
		    sink_is_same_file(NULL, o->inputs[i]))
			msg(MSG_OUTPUT_IS_INPUT, o->inputs[i]);
	}
}

/* Options that don't fit together, or would cost a file. */
static int
look(struct call *c)
{
	const struct engine *engine = c->filter->engine;
	const char *format = NULL;
	struct err e = { 0 };

	if (c->filter->look != NULL && c->filter->look(c->o.inputs,
	    c->o.input_count, &c->config, &e) == -1)
		msg_err(&e);
	if (engine->format != NULL)
		format = engine->format(c->plan);
	if (c->o.seal && format != NULL)
		msg(MSG_SEAL_FORMAT, format);
	if (c->o.sealed && engine->cut != NULL &&
	    engine->cut(c->plan) != UNIT_RECORDS)
		msg(MSG_SEALED_UNITS);
	look_at_files(c);
	return msg_status() == 0 ? 0 : -1;
}

/* What is written: the output, and files beside it. */
static int
open_sinks(const struct call *c, struct writer *w, struct sink **stats)
{
	const struct options *o = &c->o;
	struct err e = { 0 };
	int rc;

	catch_signals();
	/* A pipe may wait for its reader here: signals must get through. */
	rc = sink_open(&target, o->output, SINK_WHOLE, &e);
	w->sink = target;
	if (rc == 0 && o->rejects != NULL)
		rc = sink_open(&w->rejects, o->rejects, SINK_DIRECT, &e);
	if (rc == 0 && own_file(c, c->filter->side) != NULL)
		rc = sink_open(&w->side, own_file(c, c->filter->side),
		    SINK_DIRECT, &e);
	if (rc == 0 && o->stats != NULL)
		rc = sink_open(stats, o->stats, SINK_APPEND, &e);
	if (rc == -1)
		msg_err(&e);
	return rc;
}

static int
open_writer(const struct call *c, struct writer *w, struct sink **stats)
{
	const struct engine *engine = c->filter->engine;
	struct totals *t = &w->totals;
	struct err e = { 0 };

	*w = (struct writer){ .engine = engine, .plan = c->plan, .o = &c->o };
	if (engine->counters != NULL)
		t->counter_count = engine->counters(c->plan, &t->names);
	t->counters = mem_zero(t->counter_count + 1, sizeof(*t->counters));
	if (open_sinks(c, w, stats) == -1)
		return -1;
	if (c->o.seal)
		seal_begin(&w->sealing);
	if (engine->begin == NULL || engine->begin(c->plan, &w->state, &e) == 0)
		return 0;
	msg_err(&e);
	return -1;
}

/* Finishes a sink beside the output. */
static void
close_sink(struct sink **sink)
{
	struct err e = { 0 };

	if (*sink != NULL && sink_commit(*sink, &e) == -1)
		msg_err(&e);
	*sink = NULL;
}

/* Made for its owner alone, and only by a run that reached its end. */
static enum writer_says
write_report(const struct call *c, struct writer *w)
{
	const char *file = own_file(c, c->filter->report);
	struct sink *sink = NULL;
	struct err e = { 0 };

	if (file == NULL)
		return WRITER_GO_ON;
	if (sink_open(&sink, file, SINK_DIRECT, &e) == 0 &&
	    (w->report.n == 0 ||
	    sink_write(sink, buf_span(&w->report), &e) == 0)) {
		close_sink(&sink);
		return WRITER_GO_ON;
	}
	msg_err(&e);
	sink_abandon(sink);
	return WRITER_FAILED;
}

static void
put_stats(const struct call *c, const struct writer *w, uint64_t bytes_out,
    struct buf *line)
{
	line->n = 0;
	stats_put(&w->totals, c->filter->engine->name, msg_status(), bytes_out,
	    &c->config, line);
}

static void
append_stats(struct buf *line, struct sink **sink)
{
	struct err e = { 0 };

	if (*sink != NULL && sink_write(*sink, buf_span(line), &e) == -1)
		msg_err(&e);
	close_sink(sink);
}

/*
 * The units that were records: of rows and lines, blank ones and totals are
 * none.  Records that a rule leaves out were read, and so is with a state what
 * must not come for ever.
 */
static uint64_t
count_records(const struct call *c, const struct totals *t)
{
	const struct engine *engine = c->filter->engine;

	return c->state.count > 0 || engine->cut == NULL ||
	    engine->cut(c->plan) == UNIT_RECORDS ? t->in :
	    t->in - totals_counter(t, "dropped");
}

/*
 * Nothing came, or nothing that could be used: a file that came late must not
 * empty the last report, nor make one of nothing.
 */
static bool
is_empty(const struct call *c, const struct totals *t)
{
	const uint64_t records = count_records(c, t);

	if (c->o.allow_empty)
		return false;
	if (records == 0)
		msg(MSG_NO_RECORD);
	else if (t->refused == records && c->o.output != NULL)
		msg(MSG_ALL_REFUSED);
	else
		return false;
	return true;
}

/* What the engine has to tell of the run as a whole. */
static void
sum_up(const struct call *c, const struct writer *w)
{
	const struct totals *t = &w->totals;

	if (c->filter->engine->sum_up != NULL)
		c->filter->engine->sum_up(c->plan, t->counters,
		    count_records(c, t) - t->refused, buf_span(&w->first),
		    msg_err);
}

static int
put_seal(const struct call *c, struct writer *w)
{
	struct buf line = { 0 };
	struct err e = { 0 };
	int rc;

	seal_put(&w->sealing, c->filter->engine->name, msg_status(),
	    &c->config, &line);
	rc = sink_write(w->sink, buf_span(&line), &e);
	if (rc == -1)
		msg_err(&e);
	buf_free(&line);
	return rc;
}

/*
 * The output becomes the target, or the target stays as it was.  True if it is
 * a file that is there, whole.
 */
static bool
close_output(const struct call *c, struct writer *w, enum writer_says says)
{
	struct err e = { 0 };
	bool whole = sink_is_whole(w->sink), written = false;

	if (says == WRITER_GO_ON && c->o.seal && put_seal(c, w) == -1)
		says = WRITER_FAILED;
	w->sink = NULL;
	if (says == WRITER_FAILED || (whole && (says == WRITER_STOP ||
	    msg_status() > 1))) {
		if (c->o.output != NULL)
			msg(MSG_NOT_WRITTEN, c->o.output, msg_status());
		(void)close_target(false, &e);
	} else if (close_target(true, &e) == -1)
		msg_err(&e);
	else
		written = whole;
	return written;
}

/* Finds what of the inputs is new; false if nothing can be read. */
static bool
open_state(struct call *c)
{
	const struct engine *engine = c->filter->engine;
	const char *file = config_setting(&c->config, "state");
	struct err e = { 0 };

	if (file == NULL)
		return true;
	if (state_open(&c->state, file, &c->o, engine->cut != NULL ?
	    engine->cut(c->plan) : UNIT_RECORDS, &c->arena, &e) == -1) {
		msg_err(&e);
		return false;
	}
	c->o.inputs = c->state.paths;
	c->o.input_count = c->state.count;
	c->o.stretches = c->state.stretches;
	return true;
}

/*
 * The output is there, so S.pending becomes S; in a pipeline, who has the
 * output does it.  Ranges without a record must not come for ever.
 */
static void
close_state(const struct call *c, const struct writer *w, bool written)
{
	struct err e = { 0 };

	if (c->state.count > 0 && ((written && state_commit(&c->state, &e) ==
	    -1) || (!written && count_records(c, &w->totals) == 0 &&
	    msg_status() <= EX_NOINPUT && state_drop(&c->state, &e) == -1)))
		msg_err(&e);
}

static void
free_writer(struct writer *w)
{
	if (w->state != NULL)
		w->engine->drop(w->state);
	(void)close_target(false, NULL);
	sink_abandon(w->rejects);
	sink_abandon(w->side);
	seal_free(&w->sealing);
	buf_free(&w->out);
	buf_free(&w->line);
	buf_free(&w->first);
	buf_free(&w->report);
	mem_free(w->totals.counters);
	seen_free(&w->seen);
}

/*
 * Everything that is still to be opened is named, and the door is closed
 * before the first byte of an input is looked at.  What the C library loads to
 * decode GB18030 and Big5 stands in the system's folders of libraries.
 */
static void
allow(const struct call *c, struct sandbox *s)
{
	static const char *const libraries[] = { "/usr/lib", "/usr/lib64",
	    "/lib", "/lib64" };
	const char *state = config_setting(&c->config, "state");
	const char *report = own_file(c, c->filter->report);
	size_t i;

	for (i = 0; i < sizeof(libraries) / sizeof(libraries[0]); i++)
		sandbox_read_all(s, libraries[i]);
	for (i = 0; i < c->o.input_count; i++)
		if (strcmp(c->o.inputs[i], "-") != 0)
			sandbox_read(s, c->o.inputs[i]);
	if (sink_folder(target) >= 0)
		sandbox_rename_in(s, sink_folder(target));
	if (state != NULL)
		sandbox_rename_beside(s, state);
	if (report != NULL)
		sandbox_write(s, report);
}

/* Where files go that nobody sees. */
static const char *
temporary_folder(void)
{
	const char *set = getenv("TMPDIR");

	return set != NULL && set[0] != '\0' ? set : "/tmp";
}

static void
confine(const struct call *c, const char *file)
{
	struct sandbox s;
	int missing;

	if (c->o.no_sandbox)
		return;
	sandbox_begin(&s);
	allow(c, &s);
	if (file != NULL)
		sandbox_read(&s, file);
	missing = sandbox_enter(&s);
	if (msg_is_verbose() && (missing & SANDBOX_NO_FILES) != 0)
		msg(MSG_SANDBOX_FILES);
	if (msg_is_verbose() && (missing & SANDBOX_NO_CALLS) != 0)
		msg(MSG_SANDBOX_CALLS);
}

static void
process(struct call *c)
{
	struct progress progress;
	struct sink *stats = NULL;
	struct buf line = { 0 };
	struct writer w;
	enum writer_says says;
	uint64_t bytes_out;

	if (!open_state(c))
		return;
	if (open_writer(c, &w, &stats) == -1) {
		sink_abandon(stats);
		free_writer(&w);
		return;
	}
	if (c->filter->temporary)
		scratch_open(&c->scratch, temporary_folder());
	confine(c, NULL);
	progress_start(&progress, &c->o);
	says = pump_run(&w, c->plan, &progress);
	progress_end(&progress);
	msg_refused_rest();
	if (says == WRITER_GO_ON && !is_empty(c, &w.totals))
		says = writer_finish(&w);
	if (says == WRITER_GO_ON) {
		sum_up(c, &w);
		says = write_report(c, &w);
	}
	close_sink(&w.rejects);
	close_sink(&w.side);
	bytes_out = sink_count(w.sink);
	/* Once in vain: when the target has changed, memory can't be short. */
	put_stats(c, &w, bytes_out, &line);
	buf_reserve(&line, 64);
	close_state(c, &w, close_output(c, &w, says));
	put_stats(c, &w, bytes_out, &line);
	append_stats(&line, &stats);
	buf_free(&line);
	msg_invalid(totals_counter(&w.totals, "invalid"));
	if (msg_is_verbose())
		msg(MSG_SUMMARY, (unsigned long long)w.totals.in,
		    (unsigned long long)w.totals.out,
		    (unsigned long long)w.totals.refused, (unsigned long long)
		    totals_counter(&w.totals, "dropped"));
	free_writer(&w);
}

/* The action that an option asks for, with its argument; NULL if none does. */
static const struct action *
find_action(const struct call *c, const char **argument)
{
	const struct action *a = c->filter->actions;
	size_t i;

	for (; a != NULL && a->option != NULL; a++)
		for (i = 0; i < c->o.setting_count; i++)
			if (strcmp(c->o.settings[i].name, a->option) == 0) {
				*argument = c->o.settings[i].value;
				return a;
			}
	return NULL;
}

/* Its output is opened before it, for the sandbox. */
static void
run_action(struct call *c, const struct action *action, const char *argument)
{
	struct buf text = { 0 };
	struct err e = { 0 };
	int rc;

	catch_signals();
	rc = sink_open(&target, c->o.output, SINK_WHOLE, &e);
	if (rc == 0) {
		confine(c, action->is_file ? argument : NULL);
		rc = action->run(c->plan, &c->config, &c->arena, &text, &e);
	}
	if (rc == 0)
		rc = sink_write(target, buf_span(&text), &e);
	close_target(rc == 0, &e);
	if (e.kind != ERR_NONE)
		msg_err(&e);
	buf_free(&text);
}

static void
act(struct call *c, const struct action *action, const char *argument)
{
	c->config.settings = c->o.settings;
	c->config.setting_count = c->o.setting_count;
	if (c->o.inputs_given)
		msg(MSG_ACTION_INPUTS, action->option);
	else if (!action->needs_rules && c->o.rule_count > 0)
		msg(MSG_ACTION_RULES, action->option);
	else if (c->o.output != NULL &&
	    sink_is_same_file(c->o.output, argument))
		msg(MSG_SAME_FILE, "-o", c->o.output);
	else if (action->needs_rules && (compile(c) == -1 || c->o.check))
		; /* a message was given, or nothing more was asked for */
	else
		run_action(c, action, argument);
}

int
run_main(const struct filter *filter, int argc, char **argv)
{
	struct call c = { 0 };
	const struct action *action;
	const char *argument;

	start(&c, filter);
	if (options_read(&c.o, &c.arena, filter, argc, argv) == -1)
		; /* a message was given */
	else if (c.o.help)
		print_help(&c);
	else if (c.o.version)
		print_version(&c);
	else if (c.o.list || c.o.show != NULL)
		print_rules(&c);
	else if ((action = find_action(&c, &argument)) != NULL)
		act(&c, action, argument);
	else if (compile(&c) == 0 && !c.o.check && look(&c) == 0)
		process(&c);
	if (c.plan != NULL && filter->engine->forget != NULL)
		filter->engine->forget(c.plan);
	scratch_close(&c.scratch);
	arena_free(&c.arena);
	ended = true;
	return msg_status();
}
