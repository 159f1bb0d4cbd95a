#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"
#include "io/sink.h"
#include "io/source.h"

static char	folder[] = "/tmp/io_sink-XXXXXX";

static int
enter_folder(void **state)
{
	(void)state;
	strcpy(folder + sizeof(folder) - 7, "XXXXXX");
	return mkdtemp(folder) != NULL && chdir(folder) == 0 ? 0 : -1;
}

static int
leave_folder(void **state)
{
	struct dirent *entry;
	DIR *d = opendir(folder);

	(void)state;
	while ((entry = readdir(d)) != NULL)
		if (unlink(entry->d_name) < 0)
			(void)rmdir(entry->d_name);
	closedir(d);
	return chdir("/") == 0 ? rmdir(folder) : -1;
}

static void
put_file(const char *name, const char *text)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
}

static void
expect_file(const char *name, const char *text)
{
	char got[256] = "";
	int fd = open(name, O_RDONLY);

	assert_true(fd >= 0);
	assert_true(read(fd, got, sizeof(got) - 1) >= 0);
	close(fd);
	assert_string_equal(got, text);
}

/* How many names stand in this folder. */
static int
names(void)
{
	DIR *d = opendir(".");
	int n = 0;

	while (readdir(d) != NULL)
		n++;
	closedir(d);
	return n - 2;
}

static struct sink *
open_sink(const char *target, enum sink_mode mode)
{
	struct sink *s;
	struct err e = { 0 };

	assert_int_equal(sink_open(&s, target, mode, &e), 0);
	return s;
}

static void
write_sink(struct sink *s, const char *text)
{
	struct err e = { 0 };

	assert_int_equal(sink_write(s, span_of(text), &e), 0);
}

static void
commit(struct sink *s)
{
	struct err e = { 0 };

	assert_int_equal(sink_commit(s, &e), 0);
}

static void
write_file(const char *name, const char *text)
{
	struct sink *s = open_sink(name, SINK_WHOLE);

	write_sink(s, text);
	assert_int_equal(sink_count(s), strlen(text));
	commit(s);
}

static void
nothing_is_seen_before_the_commit(void **state)
{
	struct sink *s;

	(void)state;
	put_file("out", "old");
	s = open_sink("out", SINK_WHOLE);
	write_sink(s, "new");
	expect_file("out", "old");
	assert_int_equal(names(), 2);
	commit(s);
	expect_file("out", "new");
	assert_int_equal(names(), 1);
	write_file("fresh", "first");
	expect_file("fresh", "first");
	assert_int_equal(names(), 2);
}

static void
what_is_abandoned_leaves_no_trace(void **state)
{
	struct sink *s;

	(void)state;
	put_file("out", "old");
	s = open_sink("out", SINK_WHOLE);
	write_sink(s, "new");
	sink_abandon(s);
	sink_abandon(NULL);
	expect_file("out", "old");
	assert_int_equal(names(), 1);
	s = open_sink("fresh", SINK_WHOLE);
	sink_emergency(s);
	sink_emergency(NULL);
	assert_int_equal(names(), 1);
	sink_abandon(s);
	assert_int_equal(names(), 1);
}

static mode_t
mode_of(const char *name)
{
	struct stat st;

	assert_int_equal(stat(name, &st), 0);
	return st.st_mode & 07777;
}

static void
mode_and_owner_are_kept(void **state)
{
	struct stat st;
	bool is_root = geteuid() == 0;
	mode_t old = umask(027);

	(void)state;
	write_file("fresh", "a");
	assert_int_equal(mode_of("fresh"), 0640);
	assert_int_equal(chmod("fresh", 0604), 0);
	if (is_root)
		assert_int_equal(chown("fresh", 12, 34), 0);
	write_file("fresh", "b");
	assert_int_equal(mode_of("fresh"), 0604);
	assert_int_equal(stat("fresh", &st), 0);
	assert_int_equal(st.st_uid, is_root ? 12 : geteuid());
	if (is_root)
		assert_int_equal(st.st_gid, 34);
	umask(old);
}

static void
nobody_can_read_more_of_it_than_of_the_target(void **state)
{
	struct dirent *entry;
	struct sink *s;
	DIR *d;

	(void)state;
	put_file("out", "old");
	assert_int_equal(chmod("out", 0600), 0);
	s = open_sink("out", SINK_WHOLE);
	d = opendir(".");
	while ((entry = readdir(d)) != NULL)
		if (entry->d_name[0] != '.' ||
		    strlen(entry->d_name) > 2)
			assert_int_equal(mode_of(entry->d_name), 0600);
	closedir(d);
	sink_abandon(s);
}

static bool
is_link(const char *name)
{
	struct stat st;

	return lstat(name, &st) == 0 && S_ISLNK(st.st_mode);
}

static void
links_are_followed_also_to_what_is_not_there_yet(void **state)
{
	char absolute[64];

	(void)state;
	assert_int_equal(mkdir("sub", 0755), 0);
	put_file("sub/old", "old");
	assert_int_equal(symlink("sub/old", "one"), 0);
	assert_int_equal(symlink("../one", "sub/two"), 0);
	assert_int_equal(symlink("sub/fresh", "dangling"), 0);
	snprintf(absolute, sizeof(absolute), "%s/dangling", folder);
	assert_int_equal(symlink(absolute, "far"), 0);
	write_file("sub/two", "new");
	expect_file("sub/old", "new");
	write_file("far", "fresh");
	expect_file("sub/fresh", "fresh");
	assert_true(is_link("one") && is_link("sub/two"));
	assert_true(is_link("dangling") && is_link("far"));
	assert_int_equal(names(), 4);
	assert_int_equal(unlink("sub/old"), 0);
	assert_int_equal(unlink("sub/two"), 0);
	assert_int_equal(unlink("sub/fresh"), 0);
}

static void
what_cannot_be_created_says_so(void **state)
{
	static const char *targets[] = { "", "none/out", "sub", "sub/",
	    "loop", "/dev/null/out" };
	struct sink *s;
	struct err e;
	size_t i;

	(void)state;
	assert_int_equal(mkdir("sub", 0755), 0);
	assert_int_equal(symlink("loop", "loop"), 0);
	for (i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		e.kind = ERR_NONE;
		assert_int_equal(sink_open(&s, targets[i], SINK_WHOLE, &e),
		    -1);
		assert_int_equal(e.kind, ERR_CREATE);
		assert_string_equal(e.file, targets[i]);
		assert_null(s);
	}
	assert_int_equal(names(), 2);
}

static void
expect_refused(const char *target, const char *why)
{
	struct sink *s;
	struct err e = { 0 };

	assert_int_equal(sink_open(&s, target, SINK_WHOLE, &e), -1);
	assert_int_equal(e.kind, ERR_CREATE);
	if (strstr(e.text, why) == NULL)
		fail_msg("%s: %s", target, e.text);
}

static void
a_name_that_is_too_long_is_refused_also_behind_a_link(void **state)
{
	char name[PATH_MAX + 10];

	(void)state;
	memset(name, 'n', sizeof(name));
	name[NAME_MAX + 1] = '\0';
	expect_refused(name, "name too long");
	memset(name, '/', sizeof(name) - 1);
	name[sizeof(name) - 2] = 'n';
	name[sizeof(name) - 1] = '\0';
	expect_refused(name, "name too long");
	/* A link that its folder before it makes too long. */
	name[PATH_MAX - 2] = '\0';
	name[0] = '.';
	name[PATH_MAX - 3] = 'n';
	assert_int_equal(mkdir("sub", 0755), 0);
	assert_int_equal(symlink(name, "sub/long"), 0);
	expect_refused("sub/long", "name too long");
	assert_int_equal(unlink("sub/long"), 0);
}

static void
what_stands_under_the_name_of_a_left_over_stays(void **state)
{
	(void)state;
	assert_int_equal(mkfifo(".out.minqing-aaaaaa", 0600), 0);
	assert_int_equal(symlink("nowhere", ".out.minqing-bbbbbb"), 0);
	assert_int_equal(mkdir(".out.minqing-cccccc", 0700), 0);
	write_file("out", "text");
	expect_file("out", "text");
	assert_int_equal(names(), 4);
}

static void
a_file_is_moved_or_what_is_wrong_is_told(void **state)
{
	struct err e = { 0 };

	(void)state;
	put_file("S.pending", "new");
	put_file("S", "old");
	assert_int_equal(sink_move("S.pending", "S", &e), 0);
	expect_file("S", "new");
	assert_int_equal(sink_move("S.pending", "S", &e), -1);
	assert_int_equal(e.kind, ERR_IO);
	assert_string_equal(e.text, "can't rename S.pending to it: No such "
	    "file or directory");
	assert_int_equal(sink_move("S", "none/S", &e), -1);
	assert_string_equal(e.file, "none/S");
	expect_file("S", "new");
}

static void
an_owner_that_cannot_be_kept_is_told(void **state)
{
	enum { NOBODY = 65534 };
	struct err e = { 0 };
	struct sink *s;

	(void)state;
	if (geteuid() != 0) {
		print_message("skip: only root can give files away\n");
		skip();
	}
	put_file("out", "old");
	assert_int_equal(chown("out", 0, 12), 0);
	write_file("out", "kept");
	assert_int_equal(chmod("out", 0666), 0);
	assert_int_equal(chmod(".", 0777), 0);
	assert_int_equal(seteuid(NOBODY), 0);
	assert_int_equal(sink_open(&s, "out", SINK_WHOLE, &e), -1);
	assert_int_equal(seteuid(0), 0);
	assert_int_equal(e.kind, ERR_CREATE);
	assert_non_null(strstr(e.text, "can't keep its owner and mode"));
	assert_int_equal(names(), 1);
	expect_file("out", "kept");
}

static void
a_target_that_is_write_protected_is_refused(void **state)
{
	enum { NOBODY = 65534 };	/* root may write to anything */
	bool is_root = geteuid() == 0;
	struct sink *s;
	struct err e = { 0 };
	int got;

	(void)state;
	put_file("out", "old");
	assert_int_equal(chmod("out", 0444), 0);
	assert_int_equal(chmod(".", 0777), 0);
	if (is_root) {
		assert_int_equal(chown("out", NOBODY, 0), 0);
		assert_int_equal(seteuid(NOBODY), 0);
	}
	got = sink_open(&s, "out", SINK_WHOLE, &e);
	if (is_root)
		assert_int_equal(seteuid(0), 0);
	assert_int_equal(got, -1);
	assert_int_equal(e.kind, ERR_CREATE);
}

static void
the_longest_name_works(void **state)
{
	char name[256];

	(void)state;
	memset(name, 'n', 255);
	name[255] = '\0';
	write_file(name, "old");
	write_file(name, "new");
	expect_file(name, "new");
	assert_int_equal(names(), 1);
}

static void
left_overs_go_when_their_lock_is_free(void **state)
{
	struct sink *s;
	int fd;

	(void)state;
	put_file(".out.minqing-aaaaaa", "left by a killed run");
	put_file(".out.minqing-bbbbbb", "of a run that is alive");
	put_file(".out.minqing-toolong", "no name of ours");
	put_file(".other.minqing-cccccc", "of another target");
	fd = open(".out.minqing-bbbbbb", O_RDWR);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	s = open_sink("out", SINK_WHOLE);
	assert_int_equal(names(), 4);
	assert_int_not_equal(access(".out.minqing-aaaaaa", F_OK), 0);
	write_file("out", "second run");	/* spares the first one's */
	assert_int_equal(names(), 5);
	commit(s);
	assert_int_equal(names(), 4);
	close(fd);
}

static void
what_is_no_regular_file_is_written_directly(void **state)
{
	int fd;
	char got[8] = "";

	(void)state;
	assert_int_equal(mkfifo("pipe", 0600), 0);
	fd = open("pipe", O_RDWR);
	write_file("pipe", "text");
	assert_int_equal(read(fd, got, sizeof(got)), 4);
	assert_string_equal(got, "text");
	close(fd);
	write_file("/dev/null", "text");
	assert_int_equal(names(), 1);
}

static void
a_full_device_is_an_error(void **state)
{
	struct sink *s = open_sink("/dev/full", SINK_WHOLE);
	struct err e = { 0 };

	(void)state;
	assert_int_equal(sink_write(s, SPAN("x"), &e), -1);
	assert_int_equal(e.kind, ERR_IO);
	assert_string_equal(e.file, "/dev/full");
	sink_abandon(s);
}

/* RLIMIT_FSIZE is a disk that is full. */
static void
a_full_disk_leaves_the_target(void **state)
{
	struct rlimit old, none = { 0, 0 };
	struct sink *s;
	struct err e = { 0 };
	int got;

	(void)state;
	put_file("out", "old");
	s = open_sink("out", SINK_WHOLE);
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	none.rlim_max = old.rlim_max;
	setrlimit(RLIMIT_FSIZE, &none);
	got = sink_write(s, SPAN("new"), &e);
	setrlimit(RLIMIT_FSIZE, &old);
	signal(SIGXFSZ, SIG_DFL);
	assert_int_equal(got, -1);
	assert_int_equal(e.kind, ERR_IO);
	sink_abandon(s);
	expect_file("out", "old");
	assert_int_equal(names(), 1);
}

static struct buf
unpacked(const char *name)
{
	struct source *s;
	struct err e = { 0 };
	struct buf b = { 0 };
	ssize_t got;

	assert_int_equal(source_open(&s, name, NULL, &e), 0);
	do {
		buf_reserve(&b, 4096);
		got = source_read(s, b.p + b.n, 4096, &e);
		assert_true(got >= 0);
		b.n += (size_t)got;
	} while (got > 0);
	source_close(s);
	return b;
}

static void
gz_is_whole_and_the_same_at_any_time(void **state)
{
	static const unsigned char header[] = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0,
	    0, 3 };
	struct buf text = { 0 }, got;
	struct sink *s = open_sink("out.gz", SINK_WHOLE);
	struct err e = { 0 };
	char start[sizeof(header)];
	size_t i;
	int fd;

	(void)state;
	for (i = 0; i < 200000; i++)
		buf_printf(&text, "%zu\n", i * i % 1000003);
	assert_int_equal(sink_write(s, buf_span(&text), &e), 0);
	write_sink(s, "");
	write_sink(s, "end\n");
	buf_add(&text, SPAN("end\n"));
	assert_int_equal(sink_count(s), text.n);
	commit(s);
	got = unpacked("out.gz");
	assert_true(span_equal(buf_span(&got), buf_span(&text)));
	fd = open("out.gz", O_RDONLY);
	assert_int_equal(read(fd, start, sizeof(start)), sizeof(start));
	close(fd);
	assert_memory_equal(start, header, sizeof(header));
	buf_free(&got);
	buf_free(&text);
}

static void
an_empty_gz_is_a_member(void **state)
{
	struct buf got;
	struct stat st;

	(void)state;
	commit(open_sink("out.gz", SINK_WHOLE));
	assert_int_equal(stat("out.gz", &st), 0);
	assert_int_equal(st.st_size, 20);
	got = unpacked("out.gz");
	assert_int_equal(got.n, 0);
	buf_free(&got);
}

static void
modes_truncate_or_append(void **state)
{
	struct sink *s;

	(void)state;
	put_file("out", "old\n");
	s = open_sink("out", SINK_APPEND);
	write_sink(s, "new\n");
	expect_file("out", "old\nnew\n");
	commit(s);
	s = open_sink("out", SINK_DIRECT);
	write_sink(s, "direct\n");
	expect_file("out", "direct\n");
	sink_abandon(s);
	expect_file("out", "direct\n");
	commit(open_sink("fresh", SINK_APPEND));
	expect_file("fresh", "");
	assert_int_equal(names(), 2);
}

static void
what_may_hold_personal_data_is_for_its_owner_alone(void **state)
{
	mode_t old = umask(022);

	(void)state;
	commit(open_sink("S", SINK_PRIVATE));
	assert_int_equal(mode_of("S"), 0600);
	commit(open_sink("rejects", SINK_DIRECT));
	assert_int_equal(mode_of("rejects"), 0600);
	commit(open_sink("stats", SINK_APPEND));
	assert_int_equal(mode_of("stats"), 0644);
	assert_int_equal(chmod("rejects", 0640), 0);
	commit(open_sink("rejects", SINK_DIRECT));
	assert_int_equal(mode_of("rejects"), 0640);
	umask(old);
}

/* What a child ends with that has fd as its standard output, or none (-1). */
static int
child_status(int fd, bool ignore)
{
	struct sink *s;
	struct err e = { 0 };
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		signal(SIGPIPE, ignore ? SIG_IGN : SIG_DFL);
		if (fd < 0)
			close(STDOUT_FILENO);
		else
			dup2(fd, STDOUT_FILENO);
		if (sink_open(&s, NULL, SINK_WHOLE, &e) < 0 ||
		    sink_write(s, SPAN("text"), &e) < 0)
			_exit((int)e.kind);
		_exit(sink_commit(s, &e) < 0 ? (int)e.kind :
		    fcntl(STDOUT_FILENO, F_GETFD) < 0 ? 0 : 100);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static void
standard_output_is_checked_to_its_close(void **state)
{
	int full = open("/dev/full", O_WRONLY);

	(void)state;
	put_file("out", "");
	assert_int_equal(child_status(open("out", O_WRONLY), false), 0);
	expect_file("out", "text");
	assert_int_equal(child_status(full, false), ERR_IO);
	assert_int_equal(child_status(-1, false), ERR_IO);
	close(full);
}

static void
a_reader_that_left_ends_us_by_sigpipe(void **state)
{
	int fd[2];

	(void)state;
	assert_int_equal(pipe(fd), 0);
	close(fd[0]);
	assert_int_equal(child_status(fd[1], false), -SIGPIPE);
	assert_int_equal(child_status(fd[1], true), -SIGPIPE);
	close(fd[1]);
}

static void
a_slow_reader_of_a_pipe_that_does_not_block_gets_all(void **state)
{
	enum { ALL = 3 << 20 };
	struct buf b = { 0 };
	struct sink *s;
	struct err e = { 0 };
	static char got[4096];
	size_t n = 0;
	ssize_t one;
	int fd[2], status;
	pid_t child;

	(void)state;
	buf_fill(&b, 'x', ALL);
	assert_int_equal(pipe(fd), 0);
	assert_int_equal(fcntl(fd[1], F_SETFL, O_NONBLOCK), 0);
	if ((child = fork()) == 0) {
		close(fd[0]);
		dup2(fd[1], STDOUT_FILENO);
		_exit(sink_open(&s, NULL, SINK_WHOLE, &e) < 0 ||
		    sink_write(s, buf_span(&b), &e) < 0 ||
		    sink_commit(s, &e) < 0);
	}
	close(fd[1]);
	while ((one = read(fd[0], got, sizeof(got))) > 0)
		n += (size_t)one;
	assert_int_equal(n, ALL);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	close(fd[0]);
	buf_free(&b);
}

static void
standard_streams_by_name_are_appended_to(void **state)
{
	static const struct {
		const char	*name;
		int		 fd;
	} cases[] = {
		{ "/dev/stdout", STDOUT_FILENO },
		{ "/dev/stderr", STDERR_FILENO }
	};
	struct sink *s;
	size_t i;
	int saved, fd;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		put_file("log", "before\n");
		fd = open("log", O_WRONLY | O_APPEND);
		saved = dup(cases[i].fd);
		dup2(fd, cases[i].fd);
		s = open_sink(cases[i].name, SINK_DIRECT);
		write_sink(s, "text\n");
		commit(s);
		dup2(saved, cases[i].fd);
		close(saved);
		close(fd);
		expect_file("log", "before\ntext\n");
	}
}

static void
a_descriptor_by_its_number_is_written_where_it_stands(void **state)
{
	static const char *const folders[] = { "/dev/fd", "/proc/self/fd" };
	static const char *const bad[] = { "/dev/fd/99999999999", "/dev/fd/x",
	    "/dev/fd/-1", "/dev/fd/", "/dev/fd/9223372036854775808" };
	struct sink *s;
	struct err e = { 0 };
	char name[64];
	size_t i;
	int fd, reading;

	(void)state;
	for (i = 0; i < 2; i++) {
		put_file("log", "before\n");
		fd = open("log", O_WRONLY | O_APPEND);
		snprintf(name, sizeof(name), "%s/%d", folders[i], fd);
		s = open_sink(name, SINK_WHOLE);
		write_sink(s, "text\n");
		commit(s);
		assert_int_equal(close(fd), 0);
		expect_file("log", "before\ntext\n");
		assert_int_equal(sink_open(&s, name, SINK_WHOLE, &e), -1);
		assert_int_equal(e.kind, ERR_IO);
	}
	reading = open("log", O_RDONLY);
	snprintf(name, sizeof(name), "/dev/fd/%d", reading);
	assert_int_equal(sink_open(&s, name, SINK_WHOLE, &e), -1);
	assert_int_equal(e.kind, ERR_IO);
	assert_string_equal(e.text, "it is closed, or not open for writing");
	close(reading);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		expect_refused(bad[i], "");
	expect_file("log", "before\ntext\n");
}

static void
the_same_file_is_known_under_other_names(void **state)
{
	int saved = dup(STDIN_FILENO);

	(void)state;
	put_file("one", "");
	put_file("two", "");
	assert_int_equal(symlink("one", "link"), 0);
	assert_int_equal(link("one", "hard"), 0);
	assert_true(sink_is_same_file("one", "./link"));
	assert_true(sink_is_same_file("hard", "one"));
	assert_false(sink_is_same_file("one", "two"));
	assert_false(sink_is_same_file("one", "none"));
	assert_false(sink_is_same_file("none", "none"));
	assert_false(sink_is_same_file("/dev/null", "/dev/null"));
	dup2(open("one", O_RDONLY), STDIN_FILENO);
	assert_true(sink_is_same_file("one", "-"));
	assert_false(sink_is_same_file("two", NULL));
	dup2(saved, STDIN_FILENO);
	close(saved);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, enter_folder, leave_folder)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_is_seen_before_the_commit),
		TEST(what_is_abandoned_leaves_no_trace),
		TEST(mode_and_owner_are_kept),
		TEST(nobody_can_read_more_of_it_than_of_the_target),
		TEST(links_are_followed_also_to_what_is_not_there_yet),
		TEST(what_cannot_be_created_says_so),
		TEST(a_target_that_is_write_protected_is_refused),
		TEST(the_longest_name_works),
		TEST(a_name_that_is_too_long_is_refused_also_behind_a_link),
		TEST(what_stands_under_the_name_of_a_left_over_stays),
		TEST(a_file_is_moved_or_what_is_wrong_is_told),
		TEST(an_owner_that_cannot_be_kept_is_told),
		TEST(a_descriptor_by_its_number_is_written_where_it_stands),
		TEST(left_overs_go_when_their_lock_is_free),
		TEST(what_is_no_regular_file_is_written_directly),
		TEST(a_full_device_is_an_error),
		TEST(a_full_disk_leaves_the_target),
		TEST(gz_is_whole_and_the_same_at_any_time),
		TEST(an_empty_gz_is_a_member),
		TEST(modes_truncate_or_append),
		TEST(what_may_hold_personal_data_is_for_its_owner_alone),
		TEST(standard_output_is_checked_to_its_close),
		TEST(a_reader_that_left_ends_us_by_sigpipe),
		TEST(a_slow_reader_of_a_pipe_that_does_not_block_gets_all),
		TEST(standard_streams_by_name_are_appended_to),
		TEST(the_same_file_is_known_under_other_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
