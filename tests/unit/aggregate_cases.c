#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "aggregate/case_fold.h"
#include "aggregate_run.h"

/* setting: "", or "NAME VALUE" of up to three options, `;` between them. */
static int
start(struct run *r, const char *rule, const char *settings)
{
	size_t n, count = 0;

	run_init(r);
	for (; *settings != '\0'; settings += n + (settings[n] == ';')) {
		size_t name = strcspn(settings, " ;");

		n = strcspn(settings, ";");
		r->settings[count].name = arena_string(&r->arena,
		    span_make(settings, name));
		r->settings[count++].value = name == n ? "" :
		    arena_string(&r->arena, span_make(settings + name + 1,
		    n - name - 1));
	}
	return run_begin(r, rule, count);
}

static int
finish(struct run *r)
{
	int rc = end(r);

	buf_byte(&r->out, '\0');
	return rc;
}

/* What the rule makes of the lines; to be freed by clean(). */
static const char *
result(struct run *r, const char *rule, const char *settings, const char *lines)
{
	if (start(r, rule, settings) == -1 ||
	    feed(r, span_of(lines)) == -1 || finish(r) == -1)
		fail_msg("%s: %s", rule, r->faults.count > 0 ?
		    r->faults.items[0].text : r->e.text);
	return r->out.p;
}

static void
expect(const char *rule, const char *settings, const char *lines,
    const char *expected)
{
	struct run r;

	assert_string_equal(result(&r, rule, settings, lines), expected);
	clean(&r);
}

/*
 * Events as short text, `;` between them: HOUR RESULT and maybe @TIER, o=ORG,
 * c=1 r=1 s=0 for the answers.
 */
static size_t
read_events(const char *text, struct case_event *events)
{
	static const char *const results[CASE_RESULTS] = {
		"accepted", "answered", "refused", "merged", "withdrawn",
		"assigned", "signed", "contacted", "returned", "transferred",
		"extended", "paused", "resumed", "urged", "supervised", "done",
		"called", "unreached", "redo", "excluded", "replied",
		"published"
	};
	static const char tiers[] = "?gvtc";
	size_t n = 0;

	for (; *text != '\0'; text += *text == ';') {
		struct case_event *e = &events[n++];
		char word[32], more[4][32];
		int hour, found;

		*e = (struct case_event){ .limit = CASE_NEVER,
		    .org = SPAN(""), .fields = SPAN("") };
		found = sscanf(text, " %d %31[a-z] %31[^; ] %31[^; ] %31[^; ]",
		    &hour, word, more[0], more[1], more[2]);
		assert_true(found >= 2);
		e->time = hour * 3600;
		while (e->result < CASE_RESULTS &&
		    strcmp(results[e->result], word) != 0)
			e->result++;
		assert_int_not_equal(e->result, CASE_RESULTS);
		for (int i = 0; i < found - 2; i++) {
			enum case_answer answer = more[i][2] == '1' ?
			    ANSWER_YES : ANSWER_NO;

			switch (more[i][0]) {
			case '@':
				e->tier = (enum case_tier)(strchr(tiers,
				    more[i][1]) - tiers);
				break;
			case 'o':
				e->org = more[i][2] == 'a' ? SPAN("a") :
				    SPAN("b");
				break;
			case 'c': e->contacted = answer; break;
			case 'r': e->resolved = answer; break;
			case 's': e->satisfied = answer; break;
			default: fail_msg("%s", text);
			}
		}
		text += strcspn(text, ";");
	}
	return n;
}

static void
put_time(char *into, const char *name, int64_t time)
{
	if (time != CASE_NEVER)
		sprintf(into + strlen(into), " %s=%d", name,
		    (int)(time / 3600));
}

/* All of a state that isn't false, 0 or unknown. */
static const char *
show(const struct case_state *s, char *into)
{
	static const char *const truths[CASE_TRUTHS] = {
		"unaccepted", "accepted", "answered", "dispatched", "refused",
		"merged", "withdrawn", "open", "due", "on_time", "overdue",
		"reopened", "repeated", "redo", "carried", "urged",
		"supervised", "unreached", "excluded", "skipped", "backwards"
	};
	static const char *const times[CASE_TIMES] = {
		"collected", "contacted", "handled", "responded", "closed",
		"evaluated", "replied", "due_at"
	};
	static const char *const counts[CASE_COUNTS] = {
		"returns", "handoffs", "extensions"
	};
	static const char *const tiers[] = {
		"", "grid", "village", "town", "county"
	};

	*into = '\0';
	for (int i = 0; i < CASE_TRUTHS; i++)
		if (s->truths[i])
			sprintf(into + strlen(into), " %s", truths[i]);
	for (int i = 0; i < CASE_TIMES; i++)
		put_time(into, times[i], s->times[i]);
	for (int i = 0; i < CASE_COUNTS; i++)
		if (s->counts[i] != 0)
			sprintf(into + strlen(into), " %s=%d", counts[i],
			    (int)s->counts[i]);
	if (s->resolved != ANSWER_UNKNOWN)
		strcat(into, s->resolved == ANSWER_YES ? " resolved" :
		    " unresolved");
	if (s->satisfied != ANSWER_UNKNOWN)
		strcat(into, s->satisfied == ANSWER_YES ? " satisfied" :
		    " dissatisfied");
	if (s->tier_closed != TIER_UNKNOWN)
		sprintf(into + strlen(into), " by=%s", tiers[s->tier_closed]);
	if (s->org_first.n > 0)
		sprintf(into + strlen(into), " first=%c", *s->org_first.p);
	if (s->org_closed.n > 0)
		sprintf(into + strlen(into), " last=%c", *s->org_closed.p);
	return into;
}

/* A rule of aggregate(1), "Cases", a line or more. */
static const struct {
	const char	*events;
	const char	*state;
} folds[] = {
	/* accepted */
	{ "1 accepted", " accepted open collected=1" },
	{ "1 answered @v o=a", " accepted answered collected=1 closed=1 "
	    "by=village last=a" },
	{ "1 refused", " refused collected=1" },
	{ "1 merged; 2 done", " merged collected=1" },
	{ "1 accepted; 5 withdrawn", " withdrawn collected=1" },
	{ "1 refused; 5 accepted", " accepted open collected=1" },
	{ "1 accepted; 5 answered", " accepted answered collected=1 closed=5" },
	{ "1 answered; 5 accepted", " accepted open collected=1" },
	{ "2 done @v", " unaccepted" },
	{ "2 called s=1", " unaccepted" },
	/* dispatched, handled, contacted, responded */
	{ "1 accepted; 2 assigned; 5 signed", " accepted dispatched open "
	    "collected=1 handled=2 responded=2" },
	{ "1 accepted; 2 assigned; 5 contacted; 6 contacted", " accepted "
	    "dispatched open collected=1 contacted=5 handled=2 responded=5" },
	{ "1 accepted; 2 signed c=0; 5 signed c=1", " accepted dispatched "
	    "open collected=1 contacted=5 handled=2 responded=5" },
	{ "1 accepted; 2 assigned; 9 called c=1 s=1", " accepted dispatched "
	    "open collected=1 handled=2 responded=2 evaluated=9 satisfied" },
	/* closed */
	{ "1 accepted; 9 done @t o=a", " accepted dispatched collected=1 "
	    "handled=9 responded=9 closed=9 by=town first=a last=a" },
	{ "1 accepted; 2 assigned @v o=a; 9 done", " accepted dispatched "
	    "collected=1 handled=2 responded=2 closed=9 by=village first=a "
	    "last=a" },
	{ "1 accepted; 2 done @v; 3 done @t", " accepted dispatched "
	    "collected=1 handled=2 responded=2 closed=3 by=town" },
	{ "1 accepted; 2 done @v; 3 redo", " accepted dispatched open "
	    "reopened redo collected=1 handled=2 responded=2" },
	{ "1 accepted; 2 done; 3 redo; 4 done", " accepted dispatched "
	    "reopened redo collected=1 handled=2 responded=2 closed=4" },
	{ "1 accepted; 2 done; 3 assigned", " accepted dispatched "
	    "collected=1 handled=2 responded=2 closed=2" },
	{ "1 accepted; 2 redo; 3 done", " accepted dispatched redo "
	    "collected=1 handled=3 responded=3 closed=3" },
	{ "1 answered; 2 redo", " accepted answered open reopened redo "
	    "collected=1" },
	{ "1 answered; 2 redo; 3 done @t", " accepted answered dispatched "
	    "reopened redo collected=1 handled=3 responded=3 closed=3 "
	    "by=town" },
	/* one second: in the order of the stages */
	{ "1 redo; 1 done; 1 accepted", " accepted dispatched open reopened "
	    "redo collected=1 handled=1 responded=1" },
	{ "1 done; 1 urged; 1 accepted", " accepted dispatched urged "
	    "collected=1 handled=1 responded=1 closed=1" },
	/* evaluated */
	{ "1 answered; 2 called", " accepted answered collected=1 closed=1" },
	{ "1 answered; 2 called r=1", " accepted answered collected=1 "
	    "closed=1 evaluated=2 resolved" },
	{ "1 answered; 2 called r=1 s=0; 3 called s=1", " accepted answered "
	    "collected=1 closed=1 evaluated=3 resolved satisfied" },
	{ "1 answered; 2 unreached", " accepted answered unreached "
	    "collected=1 closed=1" },
	{ "1 answered; 2 unreached; 3 called s=0", " accepted answered "
	    "collected=1 closed=1 evaluated=3 dissatisfied" },
	{ "1 answered; 2 called s=0; 3 excluded", " accepted answered "
	    "excluded collected=1 closed=1" },
	{ "1 answered; 2 excluded; 3 called s=1", " accepted answered "
	    "collected=1 closed=1 evaluated=3 satisfied" },
	{ "1 answered; 2 redo s=0", " accepted answered open reopened redo "
	    "collected=1 evaluated=2 dissatisfied" },
	/* feedback before evaluation is no fault of order */
	{ "1 answered; 2 replied; 3 called s=1; 4 replied", " accepted "
	    "answered collected=1 closed=1 evaluated=3 replied=2 satisfied" },
	{ "1 answered; 2 published", " accepted answered collected=1 "
	    "closed=1" },
	/* returned, extended, handed off */
	{ "1 accepted; 2 assigned o=a; 3 returned o=a; 4 assigned o=b; "
	    "5 returned o=b; 6 assigned o=a", " accepted dispatched open "
	    "collected=1 handled=2 responded=2 returns=2 handoffs=2 first=a" },
	{ "1 accepted; 2 extended; 3 extended", " accepted dispatched open "
	    "collected=1 handled=2 responded=2 extensions=2" },
	{ "1 accepted o=b; 2 signed; 3 done o=a", " accepted dispatched "
	    "collected=1 handled=2 responded=2 closed=3 first=a last=a" },
	/* urged while open, supervised at all, skipped, backwards */
	{ "1 accepted; 2 done; 3 urged", " accepted dispatched collected=1 "
	    "handled=2 responded=2 closed=2" },
	{ "1 accepted; 2 done; 3 redo; 4 urged", " accepted dispatched open "
	    "reopened redo urged collected=1 handled=2 responded=2" },
	{ "1 accepted; 2 done; 3 supervised", " accepted dispatched "
	    "supervised collected=1 handled=2 responded=2 closed=2" },
	{ "1 accepted; 2 called s=1", " accepted open skipped collected=1 "
	    "evaluated=2 satisfied" },
	{ "1 accepted; 2 published", " accepted open skipped collected=1" },
	{ "3 accepted; 2 contacted; 4 done", " accepted dispatched backwards "
	    "collected=3 contacted=2 handled=2 responded=2 closed=4" },
	{ "3 accepted; 2 done", " accepted dispatched backwards collected=3 "
	    "handled=2 responded=2 closed=2" },
	{ "3 answered; 2 replied", " accepted answered backwards collected=3 "
	    "closed=3 replied=2" },
};

static void
events_fold_as_the_table_says(void **state)
{
	struct case_event events[16];
	struct case_state s;
	char shown[512];
	size_t n;

	(void)state;
	for (size_t i = 0; i < sizeof(folds) / sizeof(folds[0]); i++) {
		n = read_events(folds[i].events, events);
		case_sort(events, n);
		case_fold(&s, events, n);
		if (strcmp(show(&s, shown), folds[i].state) != 0)
			fail_msg("%s:%s", folds[i].events, shown);
	}
}

static void
any_order_of_the_events_is_the_same_case(void **state)
{
	struct case_event events[16], swapped;
	struct case_state s;
	char shown[512];
	unsigned seed = 1;

	(void)state;
	for (size_t i = 0; i < sizeof(folds) / sizeof(folds[0]); i++)
		for (int turn = 0; turn < 50; turn++) {
			size_t n = read_events(folds[i].events, events);

			for (size_t k = n; k > 1; k--) {
				seed = seed * 1103515245 + 12345;
				swapped = events[k - 1];
				events[k - 1] = events[seed / 65536 % k];
				events[seed / 65536 % k] = swapped;
			}
			case_sort(events, n);
			case_fold(&s, events, n);
			assert_string_equal(show(&s, shown), folds[i].state);
		}
}

static void
what_comes_later_is_not_known_yet(void **state)
{
	struct case_event events[16];
	size_t n = read_events("1 accepted; 2 done; 3 redo", events);

	(void)state;
	assert_int_equal(case_known(events, n, 0), 0);
	assert_int_equal(case_known(events, n, 3599), 0);
	assert_int_equal(case_known(events, n, 3600), 1);
	assert_int_equal(case_known(events, n, 2 * 3600), 2);
	assert_int_equal(case_known(events, n, INT64_MAX), 3);
}

/* --- limits ---------------------------------------------------------- */

#define C(time, more) "{\"case\":\"a\",\"stage\":\"collect\",\"time\":\"" \
	time "\"" more "}\n"
#define H(result, time, more) "{\"case\":\"a\",\"stage\":\"handle\"," \
	"\"result\":\"" result "\",\"time\":\"" time "\"" more "}\n"
#define LIMIT(time) ",\"limit\":\"" time "\""

static const struct {
	const char	*limits;	/* of the rule */
	const char	*as_of;
	const char	*events;
	const char	*due_at;	/* null: none */
	const char	*flags;		/* due on_time overdue */
} dues[] = {
	{ "", "2026-06-01", C("2026-05-11T09:00", ""), "null", "000" },
	{ "", "2026-06-01", C("2026-05-11T09:00", LIMIT("2026-05-12T10:00")),
	    "2026-05-12T10:00:00+08:00", "101" },
	{ "", "2026-05-12T09:59:59",
	    C("2026-05-11T09:00", LIMIT("2026-05-12T10:00")),
	    "2026-05-12T10:00:00+08:00", "000" },
	{ "", "2026-05-12T10:00",
	    C("2026-05-11T09:00", LIMIT("2026-05-12T10:00")),
	    "2026-05-12T10:00:00+08:00", "101" },
	/* a date alone is the end of that day */
	{ "", "2026-06-01", C("2026-05-11T09:00", LIMIT("2026-05-12"))
	    H("done", "2026-05-12T23:59:59.5", ""),
	    "2026-05-12T23:59:59+08:00", "110" },
	{ "", "2026-06-01", C("2026-05-11T09:00", LIMIT("2026-05-12"))
	    H("done", "2026-05-13", ""), "2026-05-12T23:59:59+08:00", "100" },
	/* the last limit told holds */
	{ "", "2026-06-01", C("2026-05-11T09:00", LIMIT("2026-05-12"))
	    H("extended", "2026-05-12T08:00", LIMIT("2026-05-20T08:00"))
	    H("done", "2026-05-13", ""), "2026-05-20T08:00:00+08:00", "110" },
	{ "", "2026-06-01", C("2026-05-11T09:00", LIMIT("2026-05-20"))
	    H("extended", "2026-05-12T08:00", ""),
	    "2026-05-20T23:59:59+08:00", "101" },
	/* pauses, by their length; not one before the limit was told */
	{ "", "2026-06-01", C("2026-05-11T09:00", LIMIT("2026-05-12T10:00"))
	    H("paused", "2026-05-11T10:00", "")
	    H("resumed", "2026-05-13T11:00", ""),
	    "2026-05-14T11:00:00+08:00", "101" },
	{ "", "2026-06-01", C("2026-05-11T09:00", LIMIT("2026-05-12T10:00"))
	    H("paused", "2026-05-11T10:00", "")
	    H("resumed", "2026-05-13T11:00", "")
	    H("extended", "2026-05-13T12:00", LIMIT("2026-05-15T12:00")),
	    "2026-05-15T12:00:00+08:00", "101" },
	{ "", "2026-06-01T00:00", C("2026-05-11T09:00", LIMIT("2026-05-12"))
	    H("paused", "2026-05-12T00:00", ""),
	    "2026-06-01T23:59:59+08:00", "000" },
	{ "", "2026-06-01", C("2026-05-11T09:00", LIMIT("2026-05-12T10:00"))
	    H("paused", "2026-05-11T10:00", "")
	    H("done", "2026-05-11T12:00", ""),
	    "2026-05-12T12:00:00+08:00", "110" },
	{ "", "2026-06-01", C("2026-05-11T09:00", LIMIT("2026-05-12T10:00"))
	    H("paused", "2026-05-11T10:00", "")
	    H("paused", "2026-05-11T11:00", "")
	    H("resumed", "2026-05-11T12:00", "")
	    H("resumed", "2026-05-11T13:00", ""),
	    "2026-05-12T12:00:00+08:00", "101" },
	{ "", "2026-06-01", C("2026-05-11T09:00", LIMIT("9999-12-31"))
	    H("paused", "2026-05-11T10:00", "")
	    H("resumed", "2026-05-31T11:00", ""),
	    "9999-12-31T23:59:59+08:00", "000" },
	/* the rule's, the first that holds */
	{ "{hours: 24}", "2026-06-01", C("2026-05-11T09:00", ""),
	    "2026-05-12T09:00:00+08:00", "101" },
	{ "{hours: 24}", "2026-06-01",
	    C("2026-05-11T09:00", LIMIT("2026-05-20")),
	    "2026-05-20T23:59:59+08:00", "101" },
	{ "{when: urgent, hours: 2}, {hours: 24}", "2026-06-01",
	    C("2026-05-11T09:00", ""), "2026-05-12T09:00:00+08:00", "101" },
	{ "{when: urgent, hours: 2}, {hours: 24}", "2026-06-01",
	    C("2026-05-11T09:00", ",\"urgent\":true"),
	    "2026-05-11T11:00:00+08:00", "101" },
	{ "{when: urgent, hours: 2}", "2026-06-01", C("2026-05-11T09:00", ""),
	    "null", "000" },
	{ "{when: 'answered', hours: 1}, {hours: 24}", "2026-06-01",
	    C("2026-05-11T09:00", ",\"result\":\"answered\""),
	    "2026-05-11T10:00:00+08:00", "110" },
	{ "{hours: 24, clock: handled}", "2026-06-01",
	    C("2026-05-11T09:00", ""), "null", "000" },
	{ "{hours: 24, clock: handled}", "2026-06-01",
	    C("2026-05-11T09:00", "") H("signed", "2026-05-11T10:00", ""),
	    "2026-05-12T10:00:00+08:00", "101" },
	/* working days: the end of the N-th after the day of the clock */
	{ "{workdays: 1}", "2026-06-01", C("2026-05-15T23:59", ""),
	    "2026-05-18T23:59:59+08:00", "101" },
	{ "{workdays: 5}", "2026-06-01", C("2026-04-30T00:00", "")
	    H("done", "2026-05-11T23:59", ""),
	    "2026-05-11T23:59:59+08:00", "110" },
	{ "{workdays: 5}", "2026-06-01", C("2026-04-30T00:00", "")
	    H("done", "2026-05-12T00:00", ""),
	    "2026-05-11T23:59:59+08:00", "100" },
	{ "{workdays: 2}", "2026-06-01", C("2026-05-11T16:30:00Z", ""),
	    "2026-05-14T23:59:59+08:00", "101" },
	/* a pause from Tuesday to Monday: four working days */
	{ "{workdays: 3}", "2026-06-01", C("2026-05-11T09:00", "")
	    H("paused", "2026-05-12T09:00", "")
	    H("resumed", "2026-05-18T09:00", ""),
	    "2026-05-20T23:59:59+08:00", "101" },
};

static void
limits_are_as_the_table_says(void **state)
{
	char rule[512], settings[64], line[256];
	struct run r;

	(void)state;
	for (size_t i = 0; i < sizeof(dues) / sizeof(dues[0]); i++) {
		snprintf(rule, sizeof(rule), "calendar: lists/holidays.csv\n"
		    "cases: {%s%s%s}\nby: [due_at, due, on_time, overdue]\n"
		    "measures: {n: {count: all}}", *dues[i].limits == '\0' ?
		    "" : "limits: [", dues[i].limits, *dues[i].limits == '\0' ?
		    "" : "]");
		snprintf(settings, sizeof(settings), "as-of %s",
		    dues[i].as_of);
		snprintf(line, sizeof(line), "{\"due_at\":\"%s\",\"due\":%s,"
		    "\"on_time\":%s,\"overdue\":%s,\"n\":1}\n",
		    strcmp(dues[i].due_at, "null") == 0 ? "" :
		    dues[i].due_at,
		    dues[i].flags[0] == '1' ? "true" : "false",
		    dues[i].flags[1] == '1' ? "true" : "false",
		    dues[i].flags[2] == '1' ? "true" : "false");
		if (strcmp(result(&r, rule, settings, dues[i].events),
		    line) != 0)
			fail_msg("%zu: %s %s: %s", i, dues[i].limits,
			    dues[i].events, r.out.p);
		clean(&r);
	}
}

/* --- periods ----------------------------------------------------------- */

#define EV(id, stage, result, time) "{\"case\":\"" id "\",\"stage\":\"" stage \
	"\",\"result\":\"" result "\",\"time\":\"" time "\"}\n"

/* May 2026: what became of each case in it. */
static const char may[] =
    /* before May, and over */
    EV("a", "collect", "accepted", "2026-04-01")
    EV("a", "handle", "done", "2026-04-30T23:59:59")
    /* carried and closed; carried and open */
    EV("b", "collect", "accepted", "2026-04-30T23:59:59")
    EV("b", "handle", "done", "2026-05-01")
    EV("c", "collect", "accepted", "2026-04-10")
    /* closed in April, redone in May, done again in June */
    EV("d", "collect", "accepted", "2026-04-10")
    EV("d", "handle", "done", "2026-04-11")
    EV("d", "evaluate", "redo", "2026-05-11")
    EV("d", "handle", "done", "2026-06-01")
    /* accepted and closed; accepted and open; answered */
    EV("e", "collect", "accepted", "2026-05-01")
    EV("e", "handle", "done", "2026-05-31T23:59:59")
    EV("f", "collect", "accepted", "2026-05-31T23:59:59")
    EV("f", "handle", "done", "2026-06-01")
    EV("g", "collect", "answered", "2026-05-20")
    /* after May */
    EV("h", "collect", "accepted", "2026-06-01")
    /* refused; withdrawn, though it was carried */
    EV("i", "collect", "refused", "2026-05-20")
    EV("j", "collect", "accepted", "2026-04-20")
    EV("j", "collect", "withdrawn", "2026-05-20")
    /* closed before it was collected, by its clock */
    EV("k", "collect", "accepted", "2026-05-01")
    EV("k", "handle", "done", "2026-04-30")
    /* refused in April, accepted in May */
    EV("l", "collect", "refused", "2026-04-20")
    EV("l", "collect", "accepted", "2026-05-20")
    /* never collected: begun in April */
    EV("m", "handle", "assigned", "2026-04-20")
    EV("m", "handle", "done", "2026-05-20");

static void
cases_belong_to_periods_as_the_table_says(void **state)
{
	static const char flow[] = "cases: {}\nperiod: {basis: flow}\n"
	    "by: [id, accepted, carried, open]\n"
	    "measures: {closed: {count: has closed}}";
	static const char cohort[] = "cases: {}\nby: [id, accepted, open]\n"
	    "measures: {closed: {count: has closed}}";

	(void)state;
	expect(flow, "period 2026-05", may,
	    "{\"id\":\"b\",\"accepted\":false,\"carried\":true,"
	    "\"open\":false,\"closed\":1}\n"
	    "{\"id\":\"c\",\"accepted\":false,\"carried\":true,"
	    "\"open\":true,\"closed\":0}\n"
	    "{\"id\":\"d\",\"accepted\":false,\"carried\":true,"
	    "\"open\":true,\"closed\":0}\n"
	    "{\"id\":\"e\",\"accepted\":true,\"carried\":false,"
	    "\"open\":false,\"closed\":1}\n"
	    "{\"id\":\"f\",\"accepted\":true,\"carried\":false,"
	    "\"open\":true,\"closed\":0}\n"
	    "{\"id\":\"g\",\"accepted\":true,\"carried\":false,"
	    "\"open\":false,\"closed\":1}\n"
	    "{\"id\":\"i\",\"accepted\":false,\"carried\":false,"
	    "\"open\":false,\"closed\":0}\n"
	    "{\"id\":\"j\",\"accepted\":false,\"carried\":false,"
	    "\"open\":false,\"closed\":0}\n"
	    "{\"id\":\"k\",\"accepted\":true,\"carried\":false,"
	    "\"open\":false,\"closed\":1}\n"
	    "{\"id\":\"l\",\"accepted\":true,\"carried\":false,"
	    "\"open\":true,\"closed\":0}\n");
	expect(cohort, "period 2026-05", may,
	    "{\"id\":\"e\",\"accepted\":true,\"open\":false,\"closed\":1}\n"
	    "{\"id\":\"f\",\"accepted\":true,\"open\":true,\"closed\":0}\n"
	    "{\"id\":\"g\",\"accepted\":true,\"open\":false,\"closed\":1}\n"
	    "{\"id\":\"i\",\"accepted\":false,\"open\":false,"
	    "\"closed\":0}\n"
	    "{\"id\":\"k\",\"accepted\":true,\"open\":false,"
	    "\"closed\":1}\n");
	expect(cohort, "period 2026-05;as-of 2026-06-01", may,
	    "{\"id\":\"e\",\"accepted\":true,\"open\":false,\"closed\":1}\n"
	    "{\"id\":\"f\",\"accepted\":true,\"open\":false,\"closed\":1}\n"
	    "{\"id\":\"g\",\"accepted\":true,\"open\":false,\"closed\":1}\n"
	    "{\"id\":\"i\",\"accepted\":false,\"open\":false,"
	    "\"closed\":0}\n"
	    "{\"id\":\"k\",\"accepted\":true,\"open\":false,"
	    "\"closed\":1}\n");
}

static void
a_period_is_looked_at_as_the_options_say(void **state)
{
	static const char lines[] =
	    EV("a", "collect", "accepted", "2026-03-31T15:59:59Z")
	    EV("b", "collect", "accepted", "2026-03-31T16:00:00Z")
	    EV("c", "collect", "accepted", "2026-05-31T23:59:59")
	    EV("d", "collect", "accepted", "2026-06-01");
	static const struct {
		const char	*period;
		const char	*settings;
		const char	*ids;
	} table[] = {
		{ "", "", "abcd" },
		{ "", "period 2026", "abcd" },
		{ "", "period 2026-Q2", "bcd" },
		{ "", "period 2026-Q1", "a" },
		{ "", "period 2026-05", "c" },
		{ "", "period 2026-06-01", "d" },
		{ "", "period 2026-W22", "c" },
		{ "", "period 2026-W23", "d" },
		{ "", "period 2026-04-01/2026-06-01", "bc" },
		{ "", "as-of 2026-04-01", "ab" },
		{ "", "as-of 2026-05-31T23:59:58", "ab" },
		{ "", "as-of 2026-05-31T15:59:59Z", "abc" },
		{ "period: {unit: month}\n", "", "d" },
		{ "period: {unit: month}\n", "as-of 2026-05-31", "c" },
		{ "period: {unit: year}\n", "", "abcd" },
		{ "period: {unit: quarter}\n", "period 2026-03", "a" },
		{ "period: {basis: cohort}\n", "", "abcd" },
		{ "zone: '+00:00'\nperiod: {unit: month}\n",
		    "period 2026-03", "ab" },
	};
	char rule[256], ids[8];
	struct run r;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const char *at;
		size_t n = 0;

		snprintf(rule, sizeof(rule), "%scases: {}\nby: id\n"
		    "measures: {n: {count: all}}", table[i].period);
		at = result(&r, rule, table[i].settings, lines);
		while ((at = strstr(at, "\"id\":\"")) != NULL)
			ids[n++] = *(at += 6);
		ids[n] = '\0';
		if (strcmp(ids, table[i].ids) != 0)
			fail_msg("%zu %s: %s", i, table[i].settings, ids);
		clean(&r);
	}
}

static void
change_is_against_the_other_period(void **state)
{
	/* May 2025: 2, April 2026: 4, of which 1 closed, May 2026: 5 and 2. */
	static const char lines[] =
	    EV("1", "collect", "accepted", "2025-05-01T10:00")
	    EV("2", "collect", "accepted", "2025-05-31")
	    EV("3", "collect", "accepted", "2026-04-01")
	    EV("4", "collect", "accepted", "2026-04-02")
	    EV("5", "collect", "accepted", "2026-04-03")
	    EV("6", "collect", "answered", "2026-04-04")
	    EV("7", "collect", "accepted", "2026-05-01")
	    EV("8", "collect", "accepted", "2026-05-02")
	    EV("9", "collect", "accepted", "2026-05-03")
	    EV("10", "collect", "answered", "2026-05-31")
	    EV("11", "collect", "answered", "2026-05-20");
	static const char rule[] = "cases: {}\nperiod: {unit: month}\n"
	    "compare: [previous, year_ago]\nmeasures:\n"
	    "  n: {count: all}\n"
	    "  closed: {count: has closed, hidden: true}\n"
	    "  rate: {ratio: {of: closed, to: n}}\n"
	    "  n_p: {change: n, against: previous}\n"
	    "  n_y: {change: n, against: year_ago}\n"
	    "  n_d: {change: n, against: year_ago, as: points}\n"
	    "  c_y: {change: closed, against: year_ago}\n"
	    "  r_p: {change: rate, against: previous}\n"
	    "  r_r: {change: rate, against: previous, as: relative}\n"
	    "  m_y: {change: rate, against: year_ago}";

	(void)state;
	expect(rule, "", lines, "{\"n\":5,\"rate\":0.4,\"n_p\":0.25,"
	    "\"n_y\":1.5,\"n_d\":3,\"c_y\":null,\"r_p\":0.15000000000000002,"
	    "\"r_r\":0.6000000000000001,\"m_y\":0.4}\n");
	/* The data begin on 1 May 2025: April isn't known, March neither. */
	expect(rule, "period 2025-05", lines, "{\"n\":2,\"rate\":0,"
	    "\"n_p\":null,\"n_y\":null,\"n_d\":null,\"c_y\":null,"
	    "\"r_p\":null,\"r_r\":null,\"m_y\":null}\n");
	/* As far into April as into May. */
	expect(rule, "period 2026-05;as-of 2026-05-02", lines, "{\"n\":2,"
	    "\"rate\":0,\"n_p\":0,\"n_y\":1,\"n_d\":1,\"c_y\":null,"
	    "\"r_p\":0,\"r_r\":null,\"m_y\":0}\n");
	/* The 31st of May is like the end of April, not like 1 May. */
	expect("cases: {}\nperiod: {unit: month}\ncompare: previous\n"
	    "measures: {n: {count: has closed}, d: {change: n, "
	    "against: previous, as: points}}", "as-of 2026-05-31T10:00",
	    EV("1", "collect", "accepted", "2026-04-01")
	    EV("1", "handle", "done", "2026-05-01T05:00")
	    EV("2", "collect", "answered", "2026-05-01"),
	    "{\"n\":1,\"d\":1}\n");
	/* A group that the other period lacks counted 0. */
	expect("cases: {}\nperiod: {unit: month}\ncompare: previous\n"
	    "by: id\nmeasures: {n: {count: all}, d: {change: n, "
	    "against: previous, as: points}}", "period 2026-04",
	    EV("1", "collect", "accepted", "2026-03-01")
	    EV("2", "collect", "accepted", "2026-04-01"),
	    "{\"id\":\"2\",\"n\":1,\"d\":1}\n");
}

#define AGAIN(id, more, collected, closed) "{\"case\":\"" id "\",\"stage\":" \
	"\"collect\",\"time\":\"" collected "\"" more "}\n" \
	"{\"case\":\"" id "\",\"stage\":\"handle\",\"result\":\"done\"," \
	"\"time\":\"" closed "\"}\n"
#define WHO(caller, topic) ",\"caller\":\"" caller "\",\"topic\":\"" topic "\""

static void
repeated_is_what_comes_again_soon_after_it_was_closed(void **state)
{
	static const char lines[] =
	    AGAIN("a", WHO("x", "t"), "2026-05-01T00:00", "2026-05-02T00:00")
	    /* within two days, and at their end; too late; not closed yet */
	    AGAIN("b", WHO("x", "t"), "2026-05-04T00:00", "2026-05-20T00:00")
	    AGAIN("c", WHO("x", "t"), "2026-05-04T00:01", "2026-05-20T00:00")
	    AGAIN("d", WHO("x", "t"), "2026-05-02T00:00", "2026-05-20T00:00")
	    /* another topic, another caller, none */
	    AGAIN("e", WHO("x", "u"), "2026-05-03T00:00", "2026-05-20T00:00")
	    AGAIN("f", WHO("y", "t"), "2026-05-03T00:00", "2026-05-20T00:00")
	    AGAIN("g", ",\"topic\":\"t\"", "2026-05-03T00:00",
	    "2026-05-20T00:00")
	    /* the same household */
	    AGAIN("h", WHO("z", "t") ",\"house\":\"1\"", "2026-05-01T00:00",
	    "2026-05-02T00:00")
	    AGAIN("i", WHO("q", "t") ",\"house\":\"1\"", "2026-05-03T00:00",
	    "2026-05-04T00:00")
	    /* refused, so neither */
	    "{\"case\":\"j\",\"stage\":\"collect\",\"result\":\"refused\","
	    "\"time\":\"2026-05-03\"" WHO("x", "t") "}\n"
	    /* closed by its clock before it was collected: not like itself */
	    AGAIN("k", WHO("w", "t"), "2026-05-03T00:00", "2026-05-02T00:00");

	(void)state;
	expect("cases: {again: {who: [caller, house], same: topic, days: 2}}"
	    "\nwhere: repeated\nby: id\nmeasures: {n: {count: all}}", "",
	    lines, "{\"id\":\"b\",\"n\":1}\n{\"id\":\"i\",\"n\":1}\n");
}

#define COLUMNS "cases: {columns: {case: id, collected: from, handled: sent, " \
	"contacted: spoke, closed: done, evaluated: asked, replied: told, " \
	"limit: until, result: status, tier: level, org: office, " \
	"returns: back, extensions: more, resolved: good, satisfied: happy}}" \
	"\nmeasures: {n: {count: all}}\n"

static void
rows_are_taken_for_the_events_that_they_tell_of(void **state)
{
	static const char lines[] =
	    "{\"id\":\"a\",\"from\":\"2026-05-01\",\"sent\":\"2026-05-02\","
	    "\"spoke\":\"2026-05-03\",\"done\":\"2026-05-04\","
	    "\"asked\":\"2026-05-05\",\"told\":\"2026-05-06\","
	    "\"until\":\"2026-05-07\",\"level\":\"town\",\"office\":\"o\","
	    "\"back\":2,\"more\":\"1\",\"good\":1,\"happy\":false}\n"
	    "{\"id\":\"b\",\"from\":\"2026-05-01\",\"status\":\"refused\"}\n"
	    /* answers without a time: when it was closed */
	    "{\"id\":7,\"from\":\"2026-05-01\",\"status\":\"answered\","
	    "\"done\":\"2026-05-02\",\"level\":\"grid\",\"happy\":true}\n";

	(void)state;
	expect(COLUMNS "by: [id, collected, handled, contacted, closed, "
	    "evaluated, replied, due_at]\n", "", lines,
	    "{\"id\":\"7\",\"collected\":\"2026-05-01T00:00:00+08:00\","
	    "\"handled\":\"\",\"contacted\":\"\","
	    "\"closed\":\"2026-05-01T00:00:00+08:00\","
	    "\"evaluated\":\"2026-05-02T00:00:00+08:00\",\"replied\":\"\","
	    "\"due_at\":\"\",\"n\":1}\n"
	    "{\"id\":\"a\",\"collected\":\"2026-05-01T00:00:00+08:00\","
	    "\"handled\":\"2026-05-02T00:00:00+08:00\","
	    "\"contacted\":\"2026-05-03T00:00:00+08:00\","
	    "\"closed\":\"2026-05-04T00:00:00+08:00\","
	    "\"evaluated\":\"2026-05-05T00:00:00+08:00\","
	    "\"replied\":\"2026-05-06T00:00:00+08:00\","
	    "\"due_at\":\"2026-05-07T23:59:59+08:00\",\"n\":1}\n"
	    "{\"id\":\"b\",\"collected\":\"2026-05-01T00:00:00+08:00\","
	    "\"handled\":\"\",\"contacted\":\"\",\"closed\":\"\","
	    "\"evaluated\":\"\",\"replied\":\"\",\"due_at\":\"\","
	    "\"n\":1}\n");
	expect(COLUMNS "by: [id, refused, tier_closed, org_closed, returns, "
	    "extensions, resolved, satisfied]\n", "", lines,
	    "{\"id\":\"7\",\"refused\":false,\"tier_closed\":\"grid\","
	    "\"org_closed\":\"\",\"returns\":0,\"extensions\":0,"
	    "\"resolved\":\"\",\"satisfied\":true,\"n\":1}\n"
	    "{\"id\":\"a\",\"refused\":false,\"tier_closed\":\"town\","
	    "\"org_closed\":\"o\",\"returns\":2,\"extensions\":1,"
	    "\"resolved\":true,\"satisfied\":false,\"n\":1}\n"
	    "{\"id\":\"b\",\"refused\":true,\"tier_closed\":\"\","
	    "\"org_closed\":\"\",\"returns\":0,\"extensions\":0,"
	    "\"resolved\":\"\",\"satisfied\":\"\",\"n\":1}\n");
}

static void
of_rows_of_one_case_one_counts(void **state)
{
	static const char lines[] =
	    "{\"id\":\"a\",\"c\":\"2026-05-01\",\"region\":\"1\"}\n"
	    "{\"id\":\"a\",\"c\":\"2026-05-01\",\"d\":\"2026-05-09\","
	    "\"region\":\"2\"}\n"
	    "{\"id\":\"a\",\"c\":\"2026-05-01\",\"region\":\"1\"}\n";
	static const char timed[] =
	    "{\"id\":\"a\",\"c\":\"2026-05-01\",\"region\":\"1\","
	    "\"time\":\"2026-06-02\"}\n"
	    "{\"id\":\"a\",\"c\":\"2026-05-01\",\"d\":\"2026-05-09\","
	    "\"region\":\"2\",\"time\":\"2026-06-01\"}\n";
	static const char last[] = "cases: {columns: {case: id, collected: c,"
	    " closed: d}}\nby: region\nmeasures: {n: {count: all}}";
	static const char first[] = "cases: {columns: {case: id, collected: c,"
	    " closed: d}, repeated: first}\nby: region\n"
	    "measures: {n: {count: all}}";

	(void)state;
	expect(last, "", lines, "{\"region\":\"2\",\"n\":1}\n");
	expect(first, "", lines, "{\"region\":\"1\",\"n\":1}\n");
	expect(last, "", timed, "{\"region\":\"1\",\"n\":1}\n");
	expect(first, "", timed, "{\"region\":\"2\",\"n\":1}\n");
}

/* --- what is refused ---------------------------------------------------- */

static void
records_that_tell_nothing_are_refused(void **state)
{
	static const struct {
		const char	*line;
		const char	*said;
	} table[] = {
		{ "{}", "field \"stage\": expected collect, handle, evaluate "
		    "or feedback, got nothing" },
		{ "{\"stage\":\"end\",\"case\":\"a\"}",
		    "got a text of 3 characters" },
		{ "{\"stage\":7,\"case\":\"a\"}", "got a number" },
		{ "{\"stage\":true}", "expected text or a number, got true" },
		{ "{\"stage\":\"collect\",\"time\":\"2026-05-01\"}",
		    "field \"case\": expected the case that it is of, got "
		    "nothing" },
		{ "{\"stage\":\"collect\",\"case\":\"\","
		    "\"time\":\"2026-05-01\"}", "field \"case\"" },
		{ "{\"stage\":\"collect\",\"case\":[],"
		    "\"time\":\"2026-05-01\"}", "field \"case\"" },
		{ "{\"stage\":\"collect\",\"case\":\"a\"}",
		    "field \"time\": expected the time of the event, got "
		    "nothing" },
		{ "{\"stage\":\"collect\",\"case\":\"a\","
		    "\"time\":\"2026-13-01\"}", "field \"time\": expected a "
		    "time such as 2024-05-03T08:30:00+08:00, got "
		    "a text of 10 characters" },
		{ "{\"stage\":\"collect\",\"case\":\"a\",\"time\":20260501}",
		    "got a number" },
		/* a year that the zone of the rule can't write */
		{ "{\"stage\":\"collect\",\"case\":\"a\","
		    "\"time\":\"0001-01-01T00:00:00+14:00\"}",
		    "field \"time\"" },
		{ "{\"stage\":\"collect\",\"case\":\"a\","
		    "\"time\":\"9999-12-31T23:00:00Z\"}",
		    "field \"time\"" },
		{ "{\"stage\":\"handle\",\"case\":\"a\","
		    "\"time\":\"2026-05-01\"}", "field \"result\": expected "
		    "assigned, signed, contacted, returned, transferred, "
		    "extended, paused, resumed, urged, supervised or done, "
		    "got nothing" },
		{ "{\"stage\":\"collect\",\"case\":\"a\","
		    "\"time\":\"2026-05-01\",\"result\":\"done\"}",
		    "expected accepted, answered, refused, merged or "
		    "withdrawn, got a text of 4 characters" },
		{ "{\"stage\":\"collect\",\"case\":\"a\","
		    "\"time\":\"2026-05-01\",\"tier\":\"city\"}",
		    "field \"tier\": expected grid, village, town or county, "
		    "got a text of 4 characters" },
		{ "{\"stage\":\"collect\",\"case\":\"a\","
		    "\"time\":\"2026-05-01\",\"limit\":\"soon\"}",
		    "field \"limit\"" },
		{ "{\"stage\":\"evaluate\",\"case\":\"a\","
		    "\"time\":\"2026-05-01\",\"satisfied\":\"yes\"}",
		    "field \"satisfied\": expected true or false, got "
		    "a text of 3 characters" },
		{ "{\"stage\":\"collect\",\"case\":\"a\",\"case\":\"b\","
		    "\"time\":\"2026-05-01\"}", "case" },
		{ "{\"stage\":\"collect\",\"case\":\"a\","
		    "\"time\":\"2026-05-01\",\"region\":\"x\"}",
		    "field \"region\": expected an area code" },
		{ "{\"stage\":\"collect\",\"case\":\"a\","
		    "\"time\":\"2026-05-01\",\"cost\":\"much\"}",
		    "measure \"cost\": expected number, got string" },
	};
	struct run r;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_int_equal(start(&r, "cases: {}\nby: {area: region, "
		    "level: town}\nmeasures: {cost: {sum: cost}}", ""), 0);
		assert_int_equal(feed_one(&r, span_of(table[i].line)), -1);
		assert_int_equal(r.e.kind, ERR_RECORD);
		if (strstr(r.e.text, table[i].said) == NULL)
			fail_msg("%s: %s", table[i].line, r.e.text);
		clean(&r);
	}
}

static void
rows_that_are_no_cases_are_refused(void **state)
{
	static const struct {
		const char	*line;
		const char	*said;
	} table[] = {
		{ "{}", "field \"id\": expected the case that it is of" },
		{ "{\"id\":\"a\"}", "expected a time in one of the fields "
		    "\"c\", got none" },
		{ "{\"id\":\"a\",\"c\":\"2026-02-30\"}", "field \"c\"" },
		{ "{\"id\":\"a\",\"c\":\"2026-05-01\",\"n\":1001}",
		    "field \"n\": expected a number from 0 to 1000, got "
		    "another number" },
		{ "{\"id\":\"a\",\"c\":\"2026-05-01\",\"n\":-1}", "got another number" },
		{ "{\"id\":\"a\",\"c\":\"2026-05-01\",\"n\":1.5}",
		    "got another number" },
		{ "{\"id\":\"a\",\"c\":\"2026-05-01\",\"n\":\"many\"}",
		    "got a text of 4 characters" },
		{ "{\"id\":\"a\",\"c\":\"2026-05-01\",\"r\":\"closed\"}",
		    "field \"r\": expected accepted, answered" },
	};
	struct run r;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_int_equal(start(&r, "cases: {columns: {case: id, "
		    "collected: c, returns: n, result: r}}\n"
		    "measures: {n: {count: all}}", ""), 0);
		assert_int_equal(feed_one(&r, span_of(table[i].line)), -1);
		assert_int_equal(r.e.kind, ERR_RECORD);
		if (strstr(r.e.text, table[i].said) == NULL)
			fail_msg("%s: %s", table[i].line, r.e.text);
		clean(&r);
	}
}

static void
what_a_folded_case_cannot_give_names_its_place(void **state)
{
	struct run r;

	(void)state;
	assert_int_equal(start(&r, "cases: {}\nmeasures: {x: {sum: cost, "
	    "where: has closed}}", ""), 0);
	assert_int_equal(feed(&r, SPAN("{\"case\":\"a\\u0007\","
	    "\"stage\":\"collect\",\"result\":\"answered\","
	    "\"time\":\"2026-05-01\",\"cost\":\"x\"}")), 0);
	assert_int_equal(finish(&r), -1);
	assert_int_equal(r.e.kind, ERR_DATA);
	assert_non_null(strstr(r.e.text, ": measure \"x\": "
	    "expected number, got string"));
	clean(&r);
	assert_int_equal(start(&r, "calendar: lists/holidays.csv\n"
	    "cases: {limits: [{workdays: 5}]}\nby: due\n"
	    "measures: {n: {count: all}}", ""), 0);
	assert_int_equal(feed(&r, SPAN("{\"case\":\"a\","
	    "\"stage\":\"collect\",\"time\":\"2026-12-30\"}")), 0);
	assert_int_equal(finish(&r), -1);
	assert_int_equal(r.e.kind, ERR_DATA);
	assert_string_equal(r.e.file, "rules/lists/holidays.csv");
	assert_non_null(strstr(r.e.text, ": the holiday table has "
	    "no day of the year of 2027-01-01"));
	clean(&r);
}

static void
rules_of_cases_are_refused_where_they_are_wrong(void **state)
{
	static const struct {
		const char	*rule;		/* before the measures */
		const char	*measure;
		const char	*said;
	} table[] = {
		{ "cases: {kye: x}", "count: all", "did you mean \"key\"?" },
		{ "cases: [x]", "count: all", "expected a mapping" },
		{ "cases: {key: a..b}", "count: all", "path of a field" },
		{ "cases: {columns: {close: d}}", "count: all",
		    "did you mean \"closed\"?" },
		{ "cases: {repeated: last}", "count: all",
		    "without columns there are none" },
		{ "cases: {columns: {}, repeated: best}", "count: all",
		    "last, first" },
		{ "cases: {limits: {hours: 1}}", "count: all",
		    "expected a sequence of limits" },
		{ "cases: {limits: [{hours: 1, workdays: 1}]}", "count: all",
		    "expected either hours or workdays" },
		{ "cases: {limits: [{when: urgent}]}", "count: all",
		    "expected either hours or workdays" },
		{ "cases: {limits: [{hours: 0}]}", "count: all",
		    "from 1 to 100000" },
		{ "cases: {limits: [{workdays: 3}]}", "count: all",
		    "name one under calendar" },
		{ "cases: {limits: [{hours: 3, clock: closed}]}",
		    "count: all", "collected, handled, contacted, responded" },
		{ "cases: {limits: [{hours: 3, when: returns}]}",
		    "count: all", "expected a condition, got a number" },
		{ "cases: {again: {who: a, same: [a], days: 3}}",
		    "count: all", "a stands there twice" },
		{ "cases: {again: {who: a, same: closed, days: 3}}",
		    "count: all", "expected fields of the collect event" },
		{ "cases: {again: {who: a, days: 3}}", "count: all",
		    "same" },
		{ "cases: {}\ncalendar: lists/none.csv", "count: all",
		    "none.csv" },
		{ "cases: {}\nwhere: closed", "count: all",
		    "expected a condition, got a string" },
		{ "cases: {}", "sum: accepted", "expected a number, got a "
		    "condition" },
		{ "cases: {}", "mean: 'workdays(collected, closed)'",
		    "workdays needs a holiday table" },
		{ "period: {unit: month}", "count: all",
		    "period is for rules with cases" },
		{ "compare: previous", "count: all",
		    "compare is for rules with cases" },
		{ "cases: {}\nperiod: {unit: hour}", "count: all",
		    "year, quarter, month, week, day" },
		{ "cases: {}\nperiod: {basis: stock}", "count: all",
		    "cohort, flow" },
		{ "cases: {}\ncompare: previous", "count: all",
		    "name its unit under period" },
		{ "cases: {}\nperiod: {unit: month}\ncompare: last",
		    "count: all", "expected previous or year_ago" },
		{ "cases: {}\nperiod: {unit: month}\ncompare: previous",
		    "count: all", "no measure is a change against previous" },
		{ "cases: {}\nperiod: {unit: month}\ncompare: previous\n"
		    "by: {month: collected}", "count: all",
		    "\"collected\" is a period" },
		{ "cases: {}\nperiod: {unit: month}",
		    "count: all}, x: {change: n, against: previous",
		    "a change needs compare: [previous]" },
		{ "cases: {}\nperiod: {unit: month}\ncompare: previous",
		    "count: all}, x: {change: n, against: previous}, "
		    "y: {change: x, against: previous", "can't be compared" },
		{ "cases: {}\nperiod: {unit: month}\ncompare: previous",
		    "count: all}, x: {change: m, against: previous",
		    "there is no measure \"m\"" },
		{ "cases: {}\nperiod: {unit: month}\ncompare: previous",
		    "count: all}, x: {change: n, against: previous, as: both",
		    "relative, points" },
	};
	char rule[512];
	struct run r;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		bool said = false;

		snprintf(rule, sizeof(rule), "%s\nmeasures: {n: {%s}}",
		    table[i].rule, table[i].measure);
		if (start(&r, rule, "") == 0)
			fail_msg("accepted: %s", rule);
		for (size_t k = 0; k < r.faults.count; k++)
			said |= strstr(r.faults.items[k].text,
			    table[i].said) != NULL;
		if (!said)
			fail_msg("%s: %s", rule, r.faults.items[0].text);
		clean(&r);
	}
}

static void
options_that_do_not_fit_are_told(void **state)
{
	static const struct {
		const char	*rule;
		const char	*settings;
		const char	*said;
	} table[] = {
		{ "", "period 2026-05", "are for rules with cases" },
		{ "", "as-of 2026-05-01", "are for rules with cases" },
		{ "cases: {}\n", "period may", "--period: expected" },
		{ "cases: {}\n", "period 2026-13", "got 2026-13" },
		{ "cases: {}\n", "as-of today", "--as-of: expected" },
		{ "cases: {}\n", "as-of 2026-02-30", "got 2026-02-30" },
		{ "cases: {}\n", "period 2026-05;as-of 2026-04-30",
		    "lies before the --period" },
		{ "cases: {}\nperiod: {basis: flow}\n",
		    "period 2026-05;as-of 2026-06-01",
		    "lies behind the --period" },
	};
	char rule[256];
	struct run r;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		snprintf(rule, sizeof(rule), "%smeasures: {n: {count: all}}",
		    table[i].rule);
		assert_int_equal(start(&r, rule, table[i].settings), -1);
		assert_int_equal(r.e.kind, ERR_USAGE);
		if (strstr(r.e.text, table[i].said) == NULL)
			fail_msg("%s: %s", table[i].settings, r.e.text);
		clean(&r);
	}
}

static void
cases_beyond_the_memory_go_to_files(void **state)
{
	struct buf lines = {0};
	struct run r;

	(void)state;
	for (int i = 0; i < 10000; i++)
		buf_printf(&lines, "{\"case\":\"%d\",\"stage\":"
		    "\"collect\",\"time\":\"2026-05-01\"}\n", i % 5000);
	assert_int_equal(start(&r, "cases: {}\nmeasures: {n: {count: all}}",
	    "memory 64K"), 0);
	assert_int_equal(feed(&r, buf_span(&lines)), 0);
	assert_int_equal(finish(&r), 0);
	assert_string_equal(r.out.p, "{\"n\":5000}\n");
	assert_true(r.counters[1] > 10);
	clean(&r);

	/* What one case takes has to fit. */
	buf_cut(&lines, 0);
	for (int i = 0; i < 10000; i++)
		buf_printf(&lines, "{\"case\":\"c\",\"stage\":"
		    "\"evaluate\",\"time\":\"2026-05-01T%02d:%02d:%02d\"}\n",
		    i / 3600, i / 60 % 60, i % 60);
	assert_int_equal(start(&r, "cases: {}\nmeasures: {n: {count: all}}",
	    "memory 64K"), 0);
	assert_int_equal(feed(&r, buf_span(&lines)), 0);
	assert_int_equal(finish(&r), -1);
	assert_int_equal(r.e.kind, ERR_MEMORY);
	assert_non_null(strstr(r.e.text, "one case"));
	clean(&r);
	buf_free(&lines);
}

/* --- any order, any split, any doubles ---------------------------------- */

#define LINES	400
#define CASES	30

static uint64_t
roll(uint64_t *seed, uint64_t most)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (*seed >> 33) % most;
}

/* Events of a few cases, most of them nonsense, and rows among them. */
static void
make_lines(char (*lines)[256], uint64_t *seed)
{
	static const char *const events[] = {
		"\"collect\"", "\"collect\",\"result\":\"answered\"",
		"\"collect\",\"result\":\"refused\"",
		"\"handle\",\"result\":\"assigned\"",
		"\"handle\",\"result\":\"contacted\"",
		"\"handle\",\"result\":\"returned\"",
		"\"handle\",\"result\":\"paused\"",
		"\"handle\",\"result\":\"resumed\"",
		"\"handle\",\"result\":\"urged\"",
		"\"handle\",\"result\":\"done\",\"tier\":\"village\"",
		"\"handle\",\"result\":\"done\",\"tier\":\"town\"",
		"\"evaluate\",\"result\":\"redo\"",
		"\"evaluate\",\"satisfied\":true",
		"\"evaluate\",\"resolved\":0",
		"\"feedback\"",
	};

	for (int i = 0; i < LINES; i++) {
		int day = (int)roll(seed, 28) + 1, hour = (int)roll(seed, 3);

		if (roll(seed, 20) == 0)
			sprintf(lines[i], "{\"id\":\"c%d\",\"from\":"
			    "\"2026-0%d-%02d\",\"to\":\"2026-06-%02d\","
			    "\"region\":\"%d\"}", (int)roll(seed, CASES),
			    (int)roll(seed, 3) + 4, day, day,
			    (int)roll(seed, 3));
		else
			sprintf(lines[i], "{\"case\":\"c%d\",\"time\":"
			    "\"2026-0%d-%02dT%02d:00\",\"stage\":%s,"
			    "\"org\":\"o%d\",\"region\":\"%d\",%s"
			    "\"who\":\"w%d\"}", (int)roll(seed, CASES),
			    (int)roll(seed, 3) + 4, day, hour,
			    events[roll(seed, 15)], (int)roll(seed, 3),
			    (int)roll(seed, 3), roll(seed, 5) == 0 ?
			    "\"limit\":\"2026-05-20\"," : "",
			    (int)roll(seed, 4));
	}
}

static const char everything[] =
    "calendar: lists/holidays.csv\n"
    "cases: {columns: {case: id, collected: from, closed: to}, "
    "limits: [{workdays: 3, clock: handled}, {hours: 48}], "
    "again: {who: who, same: region, days: 20}}\n"
    "period: {unit: month, basis: flow}\ncompare: previous\nby: region\n"
    "rollup: true\nmeasures:\n"
    "  n: {count: all}\n  accepted: {count: accepted}\n"
    "  carried: {count: carried}\n  closed: {count: has closed}\n"
    "  open: {count: open}\n  due: {count: due}\n"
    "  on_time: {count: on_time}\n  overdue: {count: overdue}\n"
    "  repeated: {count: repeated}\n  reopened: {count: reopened}\n"
    "  urged: {count: urged}\n  returns: {sum: returns}\n"
    "  handoffs: {sum: handoffs}\n"
    "  satisfied: {count: satisfied}\n"
    "  unresolved: {count: 'has resolved and not resolved'}\n"
    "  hours: {mean: 'hours(collected, responded)'}\n"
    "  days: {sum: 'workdays(collected, closed)'}\n"
    "  village: {count: 'tier_closed == \"village\"'}\n"
    "  ids: {examples: 5}\n"
    "  more: {change: n, against: previous}";

/* The lines in any order, some of them twice, through so many partials. */
static void
run_split(char (*lines)[256], uint64_t *seed, int parts, const char *settings,
    const char *expected)
{
	int order[2 * LINES], n = 0;
	struct run merged, part;
	char with[64];

	for (int i = 0; i < LINES; i++)
		for (uint64_t k = roll(seed, 3) == 0; k < 2; k++)
			order[n++] = i;
	for (int i = n; i > 1; i--) {
		int k = (int)roll(seed, (uint64_t)i), swapped = order[i - 1];

		order[i - 1] = order[k];
		order[k] = swapped;
	}
	snprintf(with, sizeof(with), "merge;%s", settings);
	assert_int_equal(start(&merged, everything, with), 0);
	for (int p = 0; p < parts; p++) {
		assert_int_equal(start(&part, everything, p % 2 == 0 ?
		    "partial" : "partial;memory 20K"), 0);
		for (int i = p; i < n; i += parts)
			assert_int_equal(feed_one(&part,
			    span_of(lines[order[i]])), 0);
		assert_int_equal(finish(&part), 0);
		if (feed(&merged, span_of(part.out.p)) == -1)
			fail_msg("%s", merged.e.text);
		clean(&part);
	}
	assert_int_equal(finish(&merged), 0);
	assert_string_equal(merged.out.p, expected);
	clean(&merged);
}

/* The same lines with little memory: their cases go to files, groups too. */
static void
run_spilled(char (*lines)[256], const char *settings, const char *expected)
{
	struct run r;
	char with[64];

	snprintf(with, sizeof(with), "memory 100K;%s", settings);
	assert_int_equal(start(&r, everything, with), 0);
	for (int i = 0; i < LINES; i++)
		assert_int_equal(feed_one(&r, span_of(lines[i])), 0);
	if (finish(&r) == -1)
		fail_msg("%s", r.e.text);
	assert_true(r.counters[1] > 0);
	assert_string_equal(r.out.p, expected);
	clean(&r);
}

static void
any_order_any_split_and_doubles_give_the_same_figures(void **state)
{
	static const char *const settings[] = {
		"", "period 2026-05", "period 2026-W19", "period 2026-Q2"
	};
	static char lines[LINES][256];
	uint64_t seed = 20260522;
	struct run r;

	(void)state;
	for (int turn = 0; turn < 40; turn++) {
		const char *with = settings[turn % 4];

		make_lines(lines, &seed);
		if (start(&r, everything, with) == -1)
			fail_msg("%s", r.faults.items[0].text);
		for (int i = 0; i < LINES; i++)
			if (feed_one(&r, span_of(lines[i])) == -1)
				fail_msg("%s: %s", lines[i], r.e.text);
		if (finish(&r) == -1)
			fail_msg("%s", r.e.text);
		for (int parts = 1; parts < 8; parts += 3)
			run_split(lines, &seed, parts, with, r.out.p);
		run_spilled(lines, with, r.out.p);
		clean(&r);
	}
}

static void
partial_results_that_are_damaged_are_refused(void **state)
{
	static const char rule[] = "cases: {}\nby: region\n"
	    "measures: {n: {count: all}}";
	static const char line[] = "{\"case\":\"a\",\"stage\":\"collect\","
	    "\"time\":\"2026-05-01\",\"limit\":\"2026-05-02\","
	    "\"region\":\"1\",\"org\":\"o\"}";
	struct run r, merged;
	struct buf copy = {0};
	size_t accepted = 0;

	(void)state;
	result(&r, rule, "partial", line);
	for (size_t i = 0; r.out.p[i] != '\n'; i++)
		for (const char *c = "0-9\"][,n}"; *c != '\0'; c++) {
			struct span text;

			buf_cut(&copy, 0);
			buf_add(&copy, span_of(r.out.p));
			buf_cut(&copy, copy.n - 1);
			copy.p[i] = *c;
			text = buf_span(&copy);
			assert_int_equal(start(&merged, rule, "merge"), 0);
			if (json_check(text, &(size_t){0},
			    &(const char *){NULL}) == 0 && *text.p == '{') {
				if (feed_one(&merged, text) == 0)
					accepted += finish(&merged) == 0;
				else
					assert_int_equal(merged.e.kind,
					    ERR_DATA);
			}
			clean(&merged);
		}
	assert_true(accepted > 0);	/* a digit for a digit */
	buf_free(&copy);
	clean(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_fold_as_the_table_says),
		cmocka_unit_test(any_order_of_the_events_is_the_same_case),
		cmocka_unit_test(what_comes_later_is_not_known_yet),
		cmocka_unit_test(limits_are_as_the_table_says),
		cmocka_unit_test(cases_belong_to_periods_as_the_table_says),
		cmocka_unit_test(a_period_is_looked_at_as_the_options_say),
		cmocka_unit_test(change_is_against_the_other_period),
		cmocka_unit_test(
		    repeated_is_what_comes_again_soon_after_it_was_closed),
		cmocka_unit_test(
		    rows_are_taken_for_the_events_that_they_tell_of),
		cmocka_unit_test(of_rows_of_one_case_one_counts),
		cmocka_unit_test(records_that_tell_nothing_are_refused),
		cmocka_unit_test(rows_that_are_no_cases_are_refused),
		cmocka_unit_test(
		    what_a_folded_case_cannot_give_names_its_place),
		cmocka_unit_test(
		    rules_of_cases_are_refused_where_they_are_wrong),
		cmocka_unit_test(options_that_do_not_fit_are_told),
		cmocka_unit_test(cases_beyond_the_memory_go_to_files),
		cmocka_unit_test(
		    any_order_any_split_and_doubles_give_the_same_figures),
		cmocka_unit_test(
		    partial_results_that_are_damaged_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
