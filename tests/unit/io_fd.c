#define _GNU_SOURCE	/* O_TMPFILE */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/fd.h"

static char folder[] = "/tmp/io_fd-XXXXXX";

static int
make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) == NULL ? -1 : 0;
}

/* Fails where anything was left in it. */
static int
remove_folder(void **state)
{
	(void)state;
	return rmdir(folder);
}

/*
 * From here on a system call whose argument has those bits fails by that
 * errno, as on a file system or a kernel that can't do it.
 */
static int
refuse(uint32_t call, uint32_t argument, uint32_t bits, uint32_t error)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    (uint32_t)offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 4),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offsetof(
		    struct seccomp_data, args) + 8 * argument),
		BPF_STMT(BPF_ALU | BPF_AND | BPF_K, bits),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, bits, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { .len = 7, .filter = code };

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0 ?
	    0 : -1;
}

/* Runs it in a child, which can't undo its refusals: its line, or 0. */
#define MUST(is_so)	do { if (!(is_so)) return __LINE__; } while (0)

static void
in_child(int (*trial)(int error), int error)
{
	int wrong = 0, status, line[2];
	pid_t child;

	assert_int_equal(pipe(line), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		wrong = trial(error);
		_exit(write(line[1], &wrong, sizeof(wrong)) !=
		    sizeof(wrong));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(read(line[0], &wrong, sizeof(wrong)), sizeof(wrong));
	close(line[0]);
	close(line[1]);
	if (wrong != 0)
		fail_msg("%s:%d: not so, errno %d", __FILE__, wrong, error);
}

static bool
is_nameless(int fd)
{
	struct stat st;
	char c = 'x';

	return fd > 2 && fstat(fd, &st) == 0 && st.st_nlink == 0 &&
	    (st.st_mode & 0777) == 0600 && write(fd, &c, 1) == 1 &&
	    fd_read_at(fd, &c, 1, 0) == 1 && c == 'x' &&
	    (fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0;
}

static int
make_without_tmpfile(int error)
{
	char deep[PATH_MAX + 10];
	int fd;

	MUST(refuse(SYS_openat, 2, O_TMPFILE, (uint32_t)error) == 0);
	MUST(open(folder, O_TMPFILE | O_RDWR, 0600) == -1 && errno == error);
	MUST((fd = fd_nameless(folder)) >= 0);
	MUST(is_nameless(fd));
	MUST(fd_nameless("/nowhere") == -1 && errno == ENOENT);
	memset(deep, 'x', sizeof(deep) - 1);
	deep[sizeof(deep) - 1] = '\0';
	MUST(fd_nameless(deep) == -1 && errno == ENAMETOOLONG);
	/* Nor is a standard stream that is closed mistaken for one. */
	MUST(close(0) == 0 && is_nameless(fd_nameless(folder)));
	return 0;
}

static int
fail_to_make(int error)
{
	MUST(refuse(SYS_openat, 2, O_TMPFILE, (uint32_t)error) == 0);
	MUST(fd_nameless(folder) == -1 && errno == error);
	return 0;
}

static void
a_file_loses_its_name_where_none_can_be_made_without(void **state)
{
	static const int none_without[] = { EOPNOTSUPP, EISDIR, EINVAL };
	size_t i;

	(void)state;
	assert_true(is_nameless(fd_nameless(folder)));
	for (i = 0; i < 3; i++)
		in_child(make_without_tmpfile, none_without[i]);
	in_child(fail_to_make, EACCES);
	in_child(fail_to_make, ENOSPC);
}

static int
sync_by(int error)
{
	int fd = fd_nameless(folder);

	MUST(fd_sync(fd) == 0);
	MUST(refuse(SYS_fsync, 0, 0, (uint32_t)error) == 0);
	if (error == EIO || error == ENOSPC || error == EDQUOT)
		MUST(fd_sync(fd) == -1 && errno == error);
	else
		MUST(fd_sync(fd) == 0);
	return 0;
}

static void
what_cannot_be_synced_is_no_loss_and_what_fails_is(void **state)
{
	static const int errors[] = { EINVAL, EROFS, ENOTSUP, EIO, ENOSPC,
	    EDQUOT };
	int ends[2];
	size_t i;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(fd_sync(ends[1]), 0);
	close(ends[0]);
	close(ends[1]);
	for (i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		in_child(sync_by, errors[i]);
}

static int
close_by(int error)
{
	MUST(refuse(SYS_close, 0, 0, (uint32_t)error) == 0);
	MUST(fd_close(0) == (error == EINTR ? 0 : -1));
	return 0;
}

static void
a_close_that_was_interrupted_has_closed(void **state)
{
	(void)state;
	in_child(close_by, EINTR);
	in_child(close_by, EIO);
	assert_int_equal(fd_close(-1), -1);
}

static void
a_read_at_ends_with_the_file_and_may_fail(void **state)
{
	int fd = fd_nameless(folder);
	char text[10];

	(void)state;
	assert_int_equal(fd_write(fd, SPAN("abcdef")), 0);
	assert_int_equal(fd_read_at(fd, text, 10, 2), 4);
	assert_memory_equal(text, "cdef", 4);
	assert_int_equal(fd_read_at(fd, text, 10, 6), 0);
	assert_int_equal(fd_read_at(fd, text, 1, -1), -1);
	assert_int_equal(errno, EINVAL);
	assert_int_equal(fd_read_at(-1, text, 1, 0), -1);
	assert_int_equal(fd_close(fd), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_file_loses_its_name_where_none_can_be_made_without),
		cmocka_unit_test(
		    what_cannot_be_synced_is_no_loss_and_what_fails_is),
		cmocka_unit_test(a_close_that_was_interrupted_has_closed),
		cmocka_unit_test(a_read_at_ends_with_the_file_and_may_fail),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
