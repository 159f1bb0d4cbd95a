#define _GNU_SOURCE	/* unshare, SYS_* of <sys/syscall.h> */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <linux/filter.h>
#include <linux/seccomp.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/scratch.h"
#include "run/sandbox.h"

/*
 * Each trial runs in a child, which can't leave the sandbox, in a folder with
 * the files "mine" and "other" and the folder "sub" with the file "sub/other".
 * Its status is the line of the first thing that went otherwise than it
 * should, 0 if there is none.
 */
#define MUST(is_so)	do { if (!(is_so)) return __LINE__; } while (0)
#define FAILS_BY(code, call)	MUST((errno = 0, (call) == -1 && \
	errno == (code)))

static char folder[] = "/tmp/sandbox-XXXXXX";

static void
put_file(const char *name)
{
	FILE *f = fopen(name, "w");

	assert_non_null(f);
	assert_int_equal(fputs("text\n", f), 1);
	assert_int_equal(fclose(f), 0);
}

static int
setup(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/sandbox-XXXXXX");
	assert_non_null(mkdtemp(folder));
	assert_int_equal(chdir(folder), 0);
	put_file("mine");
	put_file("other");
	assert_int_equal(mkdir("sub", 0700), 0);
	put_file("sub/other");
	return 0;
}

static int
teardown(void **state)
{
	static const char *const names[] = { "mine", "other", "sub/other",
	    "new", "S", "S.pending", NULL };
	size_t i;

	(void)state;
	for (i = 0; names[i] != NULL; i++)
		unlink(names[i]);
	assert_int_equal(rmdir("sub"), 0);
	assert_int_equal(chdir("/"), 0);
	return rmdir(folder);
}

/* Runs it in a child; says at which line it went wrong. */
static void
in_child(int (*trial)(void))
{
	int line[2], wrong = -1, status;
	pid_t child;

	assert_int_equal(pipe(line), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		wrong = trial();
		_exit(write(line[1], &wrong, sizeof(wrong)) !=
		    sizeof(wrong));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(read(line[0], &wrong, sizeof(wrong)), sizeof(wrong));
	close(line[0]);
	close(line[1]);
	if (wrong != 0)
		fail_msg("%s:%d: not so", __FILE__, wrong);
}

/* Enters with "mine" to be read; what the system lacks. */
static int
enter(void)
{
	struct sandbox s;

	sandbox_begin(&s);
	sandbox_read(&s, "mine");
	sandbox_read(&s, "sub");
	sandbox_read(&s, "never");
	return sandbox_enter(&s);
}

/* True if this system, and this build, has got all of it. */
static bool
is_complete(void)
{
	int status;
	pid_t child = fork();

	if (child == 0)
		_exit(enter() == 0 && prctl(PR_GET_SECCOMP) == 2 ? 0 : 1);
	return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static void
needs_all_of_it(void)
{
	if (is_complete())
		return;
	print_message("skip: no sandbox on this system, or in this build\n");
	skip();
}

static int
open_files(void)
{
	int before = open("other", O_RDONLY), fd;
	char c;

	MUST(before >= 0 && enter() == 0);
	MUST((fd = open("mine", O_RDONLY)) >= 0 && read(fd, &c, 1) == 1);
	MUST(read(before, &c, 1) == 1);
	FAILS_BY(EACCES, open("other", O_RDONLY));
	FAILS_BY(EACCES, open("mine", O_WRONLY));
	FAILS_BY(EACCES, open("mine", O_RDONLY | O_TRUNC));
	FAILS_BY(EACCES, open("new", O_WRONLY | O_CREAT, 0600));
	FAILS_BY(EACCES, open("/etc/passwd", O_RDONLY));
	FAILS_BY(EACCES, unlink("mine"));
	FAILS_BY(EACCES, rename("mine", "new"));
	FAILS_BY(EACCES, mkdir("made", 0700));
	FAILS_BY(EACCES, symlink("mine", "link"));
	/* A folder that stands where an input should is seen, not read. */
	MUST(open("sub", O_RDONLY) >= 0);
	FAILS_BY(EACCES, open("sub/other", O_RDONLY));
	FAILS_BY(EACCES, open(".", O_RDONLY));
	return 0;
}

static void
no_file_but_the_named_ones_opens(void **state)
{
	(void)state;
	needs_all_of_it();
	in_child(open_files);
}

static int
write_files(void)
{
	int here = open("sub", O_RDONLY | O_DIRECTORY), fd;
	struct sandbox s;

	put_file("S.pending");
	sandbox_begin(&s);
	sandbox_rename_in(&s, here);
	sandbox_write(&s, "mine");
	MUST(sandbox_enter(&s) == 0);
	MUST(renameat(here, "other", here, "renamed") == 0);
	MUST(renameat(here, "renamed", here, "other") == 0);
	FAILS_BY(EACCES, openat(here, "other", O_RDONLY));
	FAILS_BY(EACCES, openat(here, "other", O_WRONLY));
	FAILS_BY(EACCES, rename("S.pending", "S"));
	FAILS_BY(EACCES, renameat(here, "other", AT_FDCWD, "new"));
	MUST((fd = open("mine", O_WRONLY | O_TRUNC)) >= 0);
	MUST(write(fd, "x", 1) == 1);
	FAILS_BY(EACCES, open("mine", O_RDONLY));
	FAILS_BY(EACCES, open("other", O_WRONLY));
	return 0;
}

static void
names_change_in_named_folders_alone(void **state)
{
	(void)state;
	needs_all_of_it();
	in_child(write_files);
}

static int
move_state(void)
{
	struct sandbox s;

	put_file("S.pending");
	sandbox_begin(&s);
	sandbox_rename_beside(&s, "S");
	sandbox_write(&s, "new");
	MUST(sandbox_enter(&s) == 0);
	MUST(rename("S.pending", "S") == 0);
	MUST(open(".", O_RDONLY | O_DIRECTORY) >= 0);
	MUST(open("new", O_WRONLY | O_CREAT | O_TRUNC, 0600) >= 0);
	FAILS_BY(EACCES, open("S", O_RDONLY));
	FAILS_BY(EACCES, open("/tmp/sandbox-new", O_WRONLY | O_CREAT, 0600));
	return 0;
}

static void
a_state_is_renamed_and_a_report_made(void **state)
{
	(void)state;
	needs_all_of_it();
	in_child(move_state);
}

/* The scratch file is made before, and is all that there is of its folder. */
static int
use_scratch(void)
{
	struct scratch scratch;
	struct err e = { 0 };
	struct sandbox s;
	char c;

	scratch_open(&scratch, "sub");
	sandbox_begin(&s);
	MUST(sandbox_enter(&s) == 0);
	MUST(scratch_append(&scratch, SPAN("x"), &e) == 0);
	MUST(scratch_read(&scratch, &c, 1, 0, &e) == 0 && c == 'x');
	scratch_forget(&scratch, 0, 1);
	FAILS_BY(EACCES, open("sub", O_TMPFILE | O_RDWR, 0600));
	FAILS_BY(EACCES, open("sub/other", O_RDONLY));
	return 0;
}

static void
temporary_files_need_no_right_to_their_folder(void **state)
{
	(void)state;
	needs_all_of_it();
	in_child(use_scratch);
}

static int
call_system(void)
{
	static char *const argv[] = { (char *)(uintptr_t)"true", NULL };
	struct rlimit core;

	MUST(enter() == 0);
	FAILS_BY(EPERM, socket(AF_INET, SOCK_STREAM, 0));
	FAILS_BY(EPERM, socket(AF_UNIX, SOCK_STREAM, 0));
	FAILS_BY(EPERM, execve("/bin/true", argv, argv + 1));
	FAILS_BY(EPERM, ptrace(PTRACE_TRACEME, 0, NULL, NULL));
	FAILS_BY(EPERM, syscall(SYS_bpf, 0, NULL, 0));
	FAILS_BY(EPERM, syscall(SYS_mount, "a", "b", "c", 0, NULL));
	FAILS_BY(EPERM, syscall(SYS_fsopen, "a", 0));
	FAILS_BY(EPERM, syscall(SYS_move_mount, -1, "a", -1, "b", 0));
	FAILS_BY(EPERM, syscall(SYS_kexec_file_load, -1, -1, 0, "", 0));
	FAILS_BY(EPERM, syscall(SYS_io_uring_setup, 1, NULL));
	FAILS_BY(EPERM, kill(getppid(), 0));
	FAILS_BY(EPERM, syscall(SYS_setgid, 0));
	MUST(getpid() > 0 && prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1);
	MUST(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0);
	MUST(getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_cur == 0 &&
	    core.rlim_max == 0);
	return 0;
}

static void
no_socket_is_made_and_no_program_run(void **state)
{
	(void)state;
	needs_all_of_it();
	in_child(call_system);
}

static void *
try_in_thread(void *unused)
{
	(void)unused;
	return open("other", O_RDONLY) == -1 && socket(AF_INET, SOCK_STREAM,
	    0) == -1 ? folder : NULL;
}

static int
call_in_thread(void)
{
	pthread_t thread;
	void *is_inside;

	MUST(enter() == 0);
	MUST(pthread_create(&thread, NULL, try_in_thread, NULL) == 0);
	MUST(pthread_join(thread, &is_inside) == 0 && is_inside != NULL);
	return 0;
}

static void
threads_are_inside_too(void **state)
{
	(void)state;
	needs_all_of_it();
	in_child(call_in_thread);
}

/* Makes one system call fail with ENOSYS, as a kernel without it does. */
static int
take_call_away(uint32_t number)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    (uint32_t)offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { .len = 4, .filter = code };

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0 ?
	    0 : -1;
}

static int
do_without_landlock(void)
{
	MUST(take_call_away(444) == 0);
	MUST(enter() == SANDBOX_NO_FILES);
	MUST(open("other", O_RDONLY) >= 0);
	FAILS_BY(EPERM, socket(AF_INET, SOCK_STREAM, 0));
	return 0;
}

static int
do_without_seccomp(void)
{
	/* From here on prctl() is gone: also the one that asks for it. */
	MUST(take_call_away(SYS_prctl) == 0);
	MUST(enter() == SANDBOX_NO_CALLS);
	FAILS_BY(EACCES, open("other", O_RDONLY));
	MUST(socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
	return 0;
}

static void
what_the_kernel_lacks_is_told(void **state)
{
	(void)state;
	needs_all_of_it();
	in_child(do_without_landlock);
	in_child(do_without_seccomp);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    no_file_but_the_named_ones_opens, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    names_change_in_named_folders_alone, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_state_is_renamed_and_a_report_made, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    temporary_files_need_no_right_to_their_folder,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    no_socket_is_made_and_no_program_run, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    threads_are_inside_too, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    what_the_kernel_lacks_is_told, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
