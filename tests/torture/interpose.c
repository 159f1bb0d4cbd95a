#define _GNU_SOURCE	/* RTLD_NEXT, renameat2 */
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * LD_PRELOAD: counts the calls of each kind, and makes one of them fail.
 *
 *	TORTURE_LOG	file that is told "KIND COUNT" at exit, and at the
 *			failure "fault KIND NUMBER PATH"
 *	TORTURE_KIND	the kind of call that fails, a name of the table
 *	TORTURE_AT	which of them, from 1
 *	TORTURE_FAULT	its errno; 0: a read or write of one byte; below 0: a
 *			signal that ends the process before the call
 */
#define KINDS(k) \
	k(malloc) k(calloc) k(realloc) k(memalign) k(mmap) k(thread) \
	k(read) k(pread) k(write) k(fsync) k(rename) k(close) \
	k(open) k(path) k(opendir) k(fstat) k(fchmod) k(fallocate) k(dup)

#define LOG_FD	500

#define NAME(name)	#name,
#define NUMBER(name)	KIND_##name,

enum kind { KINDS(NUMBER) KIND_COUNT };
static const char *const	names[] = { KINDS(NAME) NULL };

static atomic_ulong	counts[KIND_COUNT];
static bool		counting;
static int		chosen = -1;
static unsigned long	chosen_at;
static int		fault;
static int		log_fd = -1;

/* glibc's own, so that nothing is allocated to find them. */
void	*__libc_malloc(size_t);
void	*__libc_calloc(size_t, size_t);
void	*__libc_realloc(void *, size_t);
void	*__libc_memalign(size_t, size_t);

/* What the library calls below ours are. */
static struct {
	void	*(*mmap)(void *, size_t, int, int, int, off_t);
	ssize_t	(*read)(int, void *, size_t);
	ssize_t	(*pread)(int, void *, size_t, off_t);
	ssize_t	(*write)(int, const void *, size_t);
	int	(*fsync)(int);
	int	(*renameat2)(int, const char *, int, const char *, unsigned);
	int	(*close)(int);
	int	(*openat)(int, const char *, int, ...);
	DIR	*(*opendir)(const char *);
	DIR	*(*fdopendir)(int);
	int	(*fstat)(int, struct stat *);
	int	(*fchmod)(int, mode_t);
	int	(*fallocate)(int, int, off_t, off_t);
	int	(*fcntl)(int, int, ...);
	int	(*pthread_create)(pthread_t *, const pthread_attr_t *,
		    void *(*)(void *), void *);
} next;

static void
find(const char *name, void *into)
{
	void *p = dlsym(RTLD_NEXT, name);

	if (p == NULL)
		abort();
	/* ISO C knows no cast from an object to a function. */
	memcpy(into, &p, sizeof(p));
}

/*
 * By system calls, which nobody counts.  The log is open before the sandbox
 * closes, under a number that nobody else is given.
 */
static void
open_log(const char *path)
{
	long fd;

	if (path == NULL)
		return;
	fd = syscall(SYS_openat, AT_FDCWD, path,
	    O_WRONLY | O_CREAT | O_APPEND, 0600);
	log_fd = (int)syscall(SYS_fcntl, fd, F_DUPFD_CLOEXEC, LOG_FD);
	if (log_fd < 0)
		abort();
	syscall(SYS_close, fd);
}

static void
note(const char *line, size_t n)
{
	if (log_fd >= 0 && syscall(SYS_write, log_fd, line, n) < 0)
		abort();
}

static bool
is_due(enum kind kind)
{
	return counting && atomic_fetch_add(&counts[kind], 1) + 1 ==
	    chosen_at && (int)kind == chosen;
}

static void
tell(const char *path)
{
	char line[2 * 4096];
	int n = snprintf(line, sizeof(line), "fault %s %lu %s\n",
	    names[chosen], chosen_at, path);

	note(line, n < 0 ? 0 : (size_t)n);
	if (fault < 0)
		raise(-fault);
	errno = fault;
}

static void
tell_fd(int fd)
{
	char link[64], path[4096];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof(path) - 1);
	path[n < 0 ? 0 : n] = '\0';
	tell(path);
}

__attribute__((constructor)) static void
begin(void)
{
	const char *kind = getenv("TORTURE_KIND");
	const char *at = getenv("TORTURE_AT");
	const char *error = getenv("TORTURE_FAULT");
	int i;

	find("mmap", &next.mmap);
	find("read", &next.read);
	find("pread", &next.pread);
	find("write", &next.write);
	find("fsync", &next.fsync);
	find("renameat2", &next.renameat2);
	find("close", &next.close);
	find("openat", &next.openat);
	find("opendir", &next.opendir);
	find("fdopendir", &next.fdopendir);
	find("fstat", &next.fstat);
	find("fchmod", &next.fchmod);
	find("fallocate", &next.fallocate);
	find("fcntl", &next.fcntl);
	find("pthread_create", &next.pthread_create);
	open_log(getenv("TORTURE_LOG"));
	for (i = 0; kind != NULL && i < KIND_COUNT; i++)
		if (strcmp(names[i], kind) == 0)
			chosen = i;
	chosen_at = at != NULL ? strtoul(at, NULL, 10) : 0;
	fault = error != NULL ? atoi(error) : 0;
	counting = true;
}

/* What tests/coverage.c does isn't the program's. */
void	torture_count(bool);

void
torture_count(bool on)
{
	counting = on;
}

__attribute__((destructor)) static void
end(void)
{
	char line[64];
	int i, n;

	for (i = 0; i < KIND_COUNT; i++) {
		n = snprintf(line, sizeof(line), "%s %lu\n", names[i],
		    atomic_load(&counts[i]));
		note(line, (size_t)n);
	}
}

void *
malloc(size_t n)
{
	if (!is_due(KIND_malloc))
		return __libc_malloc(n);
	tell("");
	return NULL;
}

void *
calloc(size_t count, size_t n)
{
	if (!is_due(KIND_calloc))
		return __libc_calloc(count, n);
	tell("");
	return NULL;
}

void *
realloc(void *p, size_t n)
{
	if (!is_due(KIND_realloc))
		return __libc_realloc(p, n);
	tell("");
	return NULL;
}

int
posix_memalign(void **p, size_t align, size_t n)
{
	if (is_due(KIND_memalign)) {
		tell("");
		return ENOMEM;
	}
	*p = __libc_memalign(align, n);
	return *p != NULL ? 0 : ENOMEM;
}

void *
aligned_alloc(size_t align, size_t n)
{
	if (!is_due(KIND_memalign))
		return __libc_memalign(align, n);
	tell("");
	return NULL;
}

/* A regex engine's machine code. */
void *
mmap(void *at, size_t n, int protection, int flags, int fd, off_t offset)
{
	if (!is_due(KIND_mmap))
		return next.mmap(at, n, protection, flags, fd, offset);
	tell("");
	return MAP_FAILED;
}

int
pthread_create(pthread_t *t, const pthread_attr_t *attr,
    void *(*body)(void *), void *arg)
{
	if (!is_due(KIND_thread))
		return next.pthread_create(t, attr, body, arg);
	tell("");
	return fault;
}

ssize_t
read(int fd, void *p, size_t n)
{
	if (is_due(KIND_read)) {
		tell_fd(fd);
		if (fault != 0)
			return -1;
		n = n > 0;
	}
	return next.read(fd, p, n);
}

ssize_t
pread(int fd, void *p, size_t n, off_t at)
{
	if (is_due(KIND_pread)) {
		tell_fd(fd);
		if (fault != 0)
			return -1;
		n = n > 0;
	}
	return next.pread(fd, p, n, at);
}

ssize_t
write(int fd, const void *p, size_t n)
{
	if (is_due(KIND_write)) {
		tell_fd(fd);
		if (fault != 0)
			return -1;
		n = n > 0;
	}
	return next.write(fd, p, n);
}

int
fsync(int fd)
{
	if (!is_due(KIND_fsync))
		return next.fsync(fd);
	tell_fd(fd);
	return -1;
}

int
renameat2(int a, const char *from, int b, const char *to, unsigned flags)
{
	if (!is_due(KIND_rename))
		return next.renameat2(a, from, b, to, flags);
	tell(to);
	return -1;
}

int
renameat(int a, const char *from, int b, const char *to)
{
	return renameat2(a, from, b, to, 0);
}

int
rename(const char *from, const char *to)
{
	return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}

/* The descriptor is closed all the same, as Linux does. */
int
close(int fd)
{
	if (!is_due(KIND_close))
		return next.close(fd);
	tell_fd(fd);
	(void)next.close(fd);
	errno = fault;
	return -1;
}

int
openat(int folder, const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list ap;

	if ((flags & (O_CREAT | __O_TMPFILE)) != 0) {
		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	if (!is_due((flags & O_PATH) != 0 ? KIND_path : KIND_open))
		return next.openat(folder, path, flags, mode);
	tell((flags & O_TMPFILE) == O_TMPFILE ? "(deleted)" : path);
	return -1;
}

int
open(const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list ap;

	if ((flags & (O_CREAT | __O_TMPFILE)) != 0) {
		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	return openat(AT_FDCWD, path, flags, mode);
}

DIR *
opendir(const char *path)
{
	if (!is_due(KIND_opendir))
		return next.opendir(path);
	tell(path);
	return NULL;
}

DIR *
fdopendir(int fd)
{
	if (!is_due(KIND_opendir))
		return next.fdopendir(fd);
	tell_fd(fd);
	return NULL;
}

int
fstat(int fd, struct stat *st)
{
	if (!is_due(KIND_fstat))
		return next.fstat(fd, st);
	tell_fd(fd);
	return -1;
}

int
fchmod(int fd, mode_t mode)
{
	if (!is_due(KIND_fchmod))
		return next.fchmod(fd, mode);
	tell_fd(fd);
	return -1;
}

int
fallocate(int fd, int mode, off_t offset, off_t length)
{
	if (!is_due(KIND_fallocate))
		return next.fallocate(fd, mode, offset, length);
	tell_fd(fd);
	return -1;
}

/* Only the duplicating of a descriptor fails. */
int
fcntl(int fd, int command, ...)
{
	va_list ap;
	void *arg;

	va_start(ap, command);
	arg = va_arg(ap, void *);
	va_end(ap);
	if (command != F_DUPFD_CLOEXEC || !is_due(KIND_dup))
		return next.fcntl(fd, command, arg);
	tell_fd(fd);
	return -1;
}
