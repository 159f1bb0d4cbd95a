#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "base/buf.h"
#include "run/seal.h"

static const struct config no_rules = { 0 };

struct fixture {
	struct sealing	s;
	struct buf	seal;
	struct err	e;
};

static int
setup(void **state)
{
	static struct fixture f;

	f = (struct fixture){ 0 };
	seal_begin(&f.s);
	*state = &f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	seal_free(&f->s);
	buf_free(&f->seal);
	return 0;
}

/* The seal of {"a":1} and {"b":2} with that status, without its LF. */
static struct span
sealed(struct fixture *f, int status)
{
	seal_line(&f->s, SPAN("{\"a\":1}"));
	seal_line(&f->s, SPAN("{\"b\":2}"));
	seal_put(&f->s, "tag", status, &no_rules, &f->seal);
	seal_begin(&f->s);
	return span_make(f->seal.p, f->seal.n - 1);
}

static void
a_seal_fits_the_lines_it_was_made_of(void **state)
{
	struct fixture *f = *state;
	struct span seal = sealed(f, 0);

	assert_true(seal_is(seal));
	seal_line(&f->s, SPAN("{\"a\":1}"));
	seal_line(&f->s, SPAN("{\"b\":2}"));
	assert_false(f->s.sealed);
	assert_int_equal(seal_verify(&f->s, seal, true, &f->e), 0);
	assert_true(f->s.sealed);
}

static void
lines_at_once_and_one_by_one_give_the_same_seal(void **state)
{
	struct fixture *f = *state;
	struct span seal = sealed(f, 0);

	seal_lines(&f->s, SPAN("{\"a\":1}\n{\"b\":2}\n"), 2);
	assert_int_equal(seal_verify(&f->s, seal, true, &f->e), 0);
}

static void
a_lost_line_is_counted(void **state)
{
	struct fixture *f = *state;
	struct span seal = sealed(f, 0);

	seal_line(&f->s, SPAN("{\"a\":1}"));
	assert_int_equal(seal_verify(&f->s, seal, false, &f->e), -1);
	assert_int_equal(f->e.kind, ERR_DATA);
	assert_non_null(strstr(f->e.text, "counts 2 records, here are 1"));
}

static void
a_changed_line_is_seen(void **state)
{
	struct fixture *f = *state;
	struct span seal = sealed(f, 0);

	seal_line(&f->s, SPAN("{\"a\":1}"));
	seal_line(&f->s, SPAN("{\"b\":3}"));
	assert_int_equal(seal_verify(&f->s, seal, false, &f->e), -1);
	assert_int_equal(f->e.kind, ERR_DATA);
	assert_non_null(strstr(f->e.text, "hash differs"));
}

static void
a_failed_filter_before_counts_only_where_a_seal_is_demanded(void **state)
{
	struct fixture *f = *state;
	struct span seal = sealed(f, 65);

	seal_lines(&f->s, SPAN("{\"a\":1}\n{\"b\":2}\n"), 2);
	assert_int_equal(seal_verify(&f->s, seal, false, &f->e), 0);
	seal_lines(&f->s, SPAN("{\"a\":1}\n{\"b\":2}\n"), 2);
	assert_int_equal(seal_verify(&f->s, seal, true, &f->e), -1);
	assert_non_null(strstr(f->e.text, "status 65"));
}

static void
a_seal_that_cannot_be_read_is_damage_not_a_record(void **state)
{
	static const char *const bad[] = {
		"{\"minqing.seal\":1}",
		"{\"minqing.seal\":{}}",
		"{\"minqing.seal\":{\"records\":0,\"status\":0}}",
		"{\"minqing.seal\":{\"records\":0.5,\"status\":0,\"hash\":\"\"}}",
		"{\"minqing.seal\":{\"records\":-1,\"status\":0,\"hash\":\"\"}}",
		"{\"minqing.seal\":",
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_true(seal_is(span_of(bad[i])));
		f->e.kind = ERR_NONE;
		assert_int_equal(seal_verify(&f->s, span_of(bad[i]), false,
		    &f->e), -1);
		assert_int_equal(f->e.kind, ERR_DATA);
	}
}

static void
only_the_first_key_makes_a_seal(void **state)
{
	(void)state;
	assert_true(seal_is(SPAN(" { \"minqing.seal\" : {}}\r")));
	assert_false(seal_is(SPAN("{\"id\":1,\"minqing.seal\":{}}")));
	assert_false(seal_is(SPAN("\"minqing.seal\"")));
	assert_false(seal_is(SPAN("")));
}

int
main(void)
{
#define T(name)	cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_seal_fits_the_lines_it_was_made_of),
		T(lines_at_once_and_one_by_one_give_the_same_seal),
		T(a_lost_line_is_counted),
		T(a_changed_line_is_seen),
		T(a_failed_filter_before_counts_only_where_a_seal_is_demanded),
		T(a_seal_that_cannot_be_read_is_damage_not_a_record),
		T(only_the_first_key_makes_a_seal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
