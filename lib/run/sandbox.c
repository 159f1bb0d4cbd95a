#define _GNU_SOURCE	/* O_PATH, syscall */
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "io/fd.h"
#include "run/sandbox.h"

/*
 * Landlock, by its numbers (Documentation/userspace-api/landlock.rst): the
 * headers of Debian 12 know the second of its versions only.
 */
enum {
	LANDLOCK_CREATE = 444,
	LANDLOCK_ADD = 445,
	LANDLOCK_RESTRICT = 446,
	LANDLOCK_VERSION = 1,		/* a flag of LANDLOCK_CREATE */
	LANDLOCK_BENEATH = 1		/* the kind of rule */
};

enum {
	WRITE_FILE = 1 << 1,
	READ_FILE = 1 << 2,
	READ_FOLDER = 1 << 3,
	REMOVE_FILE = 1 << 5,
	MAKE_FILE = 1 << 8,
	TRUNCATE = 1 << 14
};

struct landlock_ruleset {
	uint64_t	files;
	uint64_t	net;		/* version 4: TCP, bind and connect */
	uint64_t	scope;		/* version 6: sockets without a name,
					 * signals */
};

struct landlock_rule {
	uint64_t	rights;
	int32_t		folder;		/* or a file */
} __attribute__((packed));

/* How many of the rights, from bit 0 on, each version knows. */
static const unsigned char rights_known[] = { 0, 13, 14, 15, 15, 16 };

/*
 * What a filter never calls.  A list of what is denied and not of what is
 * allowed, so that the next C library doesn't end us.
 */
static const int denied[] = {
	SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen,
#ifdef SYS_accept	/* s390x and i386 have the other one only */
	SYS_accept,
#endif
	SYS_accept4, SYS_sendto, SYS_sendmsg, SYS_sendmmsg,
	SYS_execve, SYS_execveat, SYS_ptrace, SYS_process_vm_readv,
	SYS_process_vm_writev, SYS_kcmp, SYS_pidfd_getfd, SYS_bpf,
	SYS_perf_event_open, SYS_userfaultfd, SYS_io_uring_setup,
	SYS_mount, SYS_umount2, SYS_fsopen, SYS_fsmount, SYS_open_tree,
	SYS_move_mount, SYS_mount_setattr, SYS_pivot_root, SYS_chroot,
	SYS_setns, SYS_unshare, SYS_open_by_handle_at, SYS_add_key,
	SYS_request_key, SYS_keyctl, SYS_init_module, SYS_finit_module,
	SYS_delete_module, SYS_kexec_load,
#ifdef SYS_kexec_file_load	/* not on i386 */
	SYS_kexec_file_load,
#endif
	SYS_reboot, SYS_swapon, SYS_quotactl, SYS_acct, SYS_kill, SYS_tkill,
	SYS_rt_sigqueueinfo, SYS_setuid, SYS_setgid
};

#if defined(__x86_64__)
#define ARCHITECTURE	AUDIT_ARCH_X86_64
#define FOREIGN_CALL	0x40000000U	/* x32's begin here */
#elif defined(__aarch64__) && __BYTE_ORDER == __LITTLE_ENDIAN
#define ARCHITECTURE	AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCHITECTURE	AUDIT_ARCH_RISCV64
#elif defined(__s390x__)
#define ARCHITECTURE	AUDIT_ARCH_S390X
#elif defined(__powerpc64__) && __BYTE_ORDER == __LITTLE_ENDIAN
#define ARCHITECTURE	AUDIT_ARCH_PPC64LE
#endif
#ifndef FOREIGN_CALL
#define FOREIGN_CALL	UINT32_MAX
#endif

#ifdef NO_SANDBOX
static const bool is_built_in = false;
#else
static const bool is_built_in = true;
#endif

void
sandbox_begin(struct sandbox *s)
{
	struct landlock_ruleset set = { 0 };
	size_t last = sizeof(rights_known) - 1;
	long version;

	*s = (struct sandbox){ .rules = -1 };
	if (!is_built_in)
		return;
	version = syscall(LANDLOCK_CREATE, NULL, 0, LANDLOCK_VERSION);
	if (version < 1)
		return;
	s->handled = (UINT64_C(1) << rights_known[(size_t)version < last ?
	    (size_t)version : last]) - 1;
	set.files = s->handled;
	if (version >= 4)
		set.net = 1 << 0 | 1 << 1;
	if (version >= 6)
		set.scope = 1 << 0 | 1 << 1;
	s->rules = (int)syscall(LANDLOCK_CREATE, &set, sizeof(set), 0);
}

/* A right that can't be given is one that is missed later, with a message. */
static void
allow(const struct sandbox *s, int fd, uint64_t rights)
{
	struct landlock_rule rule = { rights & s->handled, fd };

	if (fd >= 0 && s->rules >= 0)
		(void)syscall(LANDLOCK_ADD, s->rules, LANDLOCK_BENEATH, &rule,
		    0);
}

static void
allow_path(const struct sandbox *s, const char *path, uint64_t rights)
{
	int fd;

	if (s->rules < 0)
		return;
	fd = fd_open(AT_FDCWD, path, O_PATH, 0);
	allow(s, fd, rights);
	if (fd >= 0)
		(void)fd_close(fd);
}

static void
allow_folder_of(const struct sandbox *s, const char *path, uint64_t rights)
{
	char folder[PATH_MAX] = ".";
	const char *slash = strrchr(path, '/');

	if (slash != NULL)
		(void)snprintf(folder, sizeof(folder), "%.*s",
		    (int)(slash - path) + 1, path);
	allow_path(s, folder, rights);
}

void
sandbox_read(const struct sandbox *s, const char *path)
{
	struct stat st;
	bool is_folder = stat(path, &st) == 0 && S_ISDIR(st.st_mode);

	allow_path(s, path, is_folder ? READ_FOLDER : READ_FILE);
}

void
sandbox_read_all(const struct sandbox *s, const char *folder)
{
	allow_path(s, folder, READ_FILE | READ_FOLDER);
}

void
sandbox_rename_in(const struct sandbox *s, int folder)
{
	allow(s, folder, MAKE_FILE | REMOVE_FILE);
}

void
sandbox_rename_beside(const struct sandbox *s, const char *path)
{
	allow_folder_of(s, path, MAKE_FILE | REMOVE_FILE | READ_FOLDER);
}

void
sandbox_write(const struct sandbox *s, const char *path)
{
	if (access(path, F_OK) == 0)
		allow_path(s, path, WRITE_FILE | TRUNCATE);
	else
		allow_folder_of(s, path, MAKE_FILE | WRITE_FILE | TRUNCATE);
}

#ifdef ARCHITECTURE
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, \
	(uint32_t)offsetof(struct seccomp_data, field))
#define RETURN(what)	BPF_STMT(BPF_RET | BPF_K, (what))

enum { DENIED = sizeof(denied) / sizeof(denied[0]), PROLOGUE = 4 };

/* Each test that holds jumps to the last instruction, which denies. */
static int
deny_calls(void)
{
	struct sock_filter code[PROLOGUE + DENIED + 2] = {
		LOAD(arch),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 0,
		    DENIED + 3),
		LOAD(nr),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, FOREIGN_CALL, DENIED + 1,
		    0),
	};
	struct sock_fprog program = { .len = PROLOGUE + DENIED + 2,
	    .filter = code };
	size_t i;

	for (i = 0; i < DENIED; i++)
		code[PROLOGUE + i] = (struct sock_filter)BPF_JUMP(BPF_JMP |
		    BPF_JEQ | BPF_K, (uint32_t)denied[i],
		    (unsigned char)(DENIED - i), 0);
	code[PROLOGUE + DENIED] = (struct sock_filter)RETURN(
	    SECCOMP_RET_ALLOW);
	code[PROLOGUE + DENIED + 1] = (struct sock_filter)RETURN(
	    SECCOMP_RET_ERRNO | EPERM);
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}
#else
static int
deny_calls(void)
{
	return -1;	/* a machine whose number we don't know */
}
#endif

int
sandbox_enter(struct sandbox *s)
{
	static const struct rlimit none = { 0, 0 };
	int missing = 0;

	if (!is_built_in)
		return 0;
	(void)setrlimit(RLIMIT_CORE, &none);
	/* A program that takes core dumps from a pipe asks no limit. */
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (s->rules < 0 || syscall(LANDLOCK_RESTRICT, s->rules, 0) != 0)
		missing |= SANDBOX_NO_FILES;
	if (s->rules >= 0)
		(void)fd_close(s->rules);
	s->rules = -1;
	if (deny_calls() != 0)
		missing |= SANDBOX_NO_CALLS;
	return missing;
}
