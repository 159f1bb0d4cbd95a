#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/decimal.h"
#include "run/msg.h"
#include "run/options.h"

static const struct engine engine = { .name = "test" };
static const struct own_option own[] = {
	{ "format", 'f', true },
	{ "merge", 0, false },
	{ NULL, 0, false },
};
static const struct filter filter = { .engine = &engine, .options = own };

struct fixture {
	struct arena	arena;
	struct options	o;
	char		words[8][32];
	char		*argv[9];
	int		 held;		/* standard error */
};

static int
setup(void **state)
{
	static struct fixture f;
	int null = open("/dev/null", O_WRONLY);

	f = (struct fixture){ .held = dup(STDERR_FILENO) };
	dup2(null, STDERR_FILENO);
	close(null);
	msg_start("test");
	*state = &f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	dup2(f->held, STDERR_FILENO);
	close(f->held);
	arena_free(&f->arena);
	return 0;
}

/* Reads "test" and the words of line. */
static int
read_line(struct fixture *f, const char *line)
{
	int argc = 1;
	size_t n;

	strcpy(f->words[0], "test");
	f->argv[0] = f->words[0];
	while (*line != '\0') {
		n = strcspn(line, " ");
		memcpy(f->words[argc], line, n);
		f->words[argc][n] = '\0';
		f->argv[argc] = f->words[argc];
		argc++;
		line += n + (line[n] == ' ');
	}
	f->argv[argc] = NULL;
	return options_read(&f->o, &f->arena, &filter, argc, f->argv);
}

static void
without_inputs_standard_input_is_read(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(read_line(f, "-r paper"), 0);
	assert_int_equal(f->o.input_count, 1);
	assert_string_equal(f->o.inputs[0], "-");
	assert_int_equal(f->o.jobs, 1);
}

static void
rules_and_expressions_keep_their_order(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(read_line(f, "-e x -r a --rules b in.jsonl"), 0);
	assert_int_equal(f->o.rule_count, 3);
	assert_true(f->o.rules[0].expression);
	assert_string_equal(f->o.rules[1].text, "a");
	assert_string_equal(f->o.rules[2].text, "b");
	assert_string_equal(f->o.inputs[0], "in.jsonl");
}

static void
own_options_become_settings(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(read_line(f, "-f csv --merge"), 0);
	assert_int_equal(f->o.setting_count, 2);
	assert_string_equal(f->o.settings[0].name, "format");
	assert_string_equal(f->o.settings[0].value, "csv");
	assert_string_equal(f->o.settings[1].value, "");
}

static void
a_limit_on_rejects_is_a_number_or_a_percentage(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(read_line(f, "--max-rejects 30"), 0);
	assert_true(f->o.limit_rejects && !f->o.limit_percent);
	assert_int_equal((int)f->o.max_rejects, 30);
	assert_int_equal(read_line(f, "--max-rejects 0.5%"), 0);
	assert_true(f->o.limit_percent && f->o.max_rejects < 0.51);
}

static void
a_wrong_call_is_64(void **state)
{
	static const char *const bad[] = {
		"--nonsense", "-x", "-r", "--rules", "--check=yes", "-j -1",
		"-j 257", "-j two", "-j 1x", "--max-rejects x",
		"--max-rejects -1", "--max-rejects 101%", "--max-rejects 1.5",
		"--max-rejects nan", "--max-record 0", "--max-record 65M",
		"--max-record 1T", "--progress=never", "-f", "--merge=1",
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		msg_start("test");
		if (read_line(f, bad[i]) != -1)
			fail_msg("accepted: %s", bad[i]);
		assert_int_equal(msg_status(), 64);
	}
}

static void
sizes_have_powers_of_1024(void **state)
{
	size_t n;

	(void)state;
	assert_int_equal(decimal_size("12", &n), 0);
	assert_int_equal(n, 12);
	assert_int_equal(decimal_size("2K", &n), 0);
	assert_int_equal(n, 2048);
	assert_int_equal(decimal_size("3G", &n), 0);
	assert_int_equal(n, (size_t)3 << 30);
	assert_int_equal(decimal_size("", &n), -1);
	assert_int_equal(decimal_size("-1", &n), -1);
	assert_int_equal(decimal_size("1KB", &n), -1);
	assert_int_equal(decimal_size("99999999999999999999", &n), -1);
	assert_int_equal(decimal_size("18446744073709551615G", &n), -1);
}

static void
the_worst_status_wins(void **state)
{
	(void)state;
	msg_raise(1);
	assert_int_equal(msg_status(), 1);
	msg_raise(65);
	msg_raise(1);
	assert_int_equal(msg_status(), 65);
	msg_raise(66);
	msg_raise(65);
	assert_int_equal(msg_status(), 66);
	msg_raise(74);
	msg_raise(66);
	assert_int_equal(msg_status(), 74);
	msg_raise(70);
	assert_int_equal(msg_status(), 74);
}

int
main(void)
{
#define T(name)	cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(without_inputs_standard_input_is_read),
		T(rules_and_expressions_keep_their_order),
		T(own_options_become_settings),
		T(a_limit_on_rejects_is_a_number_or_a_percentage),
		T(a_wrong_call_is_64),
		T(sizes_have_powers_of_1024),
		T(the_worst_status_wins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
