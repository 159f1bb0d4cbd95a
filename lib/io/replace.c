#define _GNU_SOURCE	/* renameat2, flock */
#include <sys/file.h>
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/fd.h"
#include "io/replace.h"

/* .TARGET.minqing-XXXXXX */
#define MARK	".minqing-"
enum {
	RANDOM = 6,
	LINKS_MAX = 40,		/* as the kernel's */
	ATTEMPTS = 100,
	BASE_MAX = NAME_MAX - 1 - (int)(sizeof(MARK) - 1) - RANDOM
};

/* Splits path into an open folder and a name in it. */
static int
open_folder(struct replace *r, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash != NULL ? slash + 1 : path;
	char folder[PATH_MAX] = ".";

	if (*base == '\0')
		errno = *path == '\0' ? ENOENT : EISDIR;
	else if (strlen(base) > NAME_MAX || strlen(path) >= sizeof(folder))
		errno = ENAMETOOLONG;
	else {
		if (slash != NULL)
			(void)snprintf(folder, sizeof(folder), "%.*s",
			    (int)(base - path), path);
		strcpy(r->base, base);
		r->folder = fd_open(AT_FDCWD, folder, O_RDONLY | O_DIRECTORY,
		    0);
		return r->folder < 0 ? -1 : 0;
	}
	return -1;
}

/* path becomes what the link r->base holds, seen from path's folder. */
static int
follow(const struct replace *r, char path[PATH_MAX])
{
	char link[PATH_MAX], *slash = strrchr(path, '/');
	size_t folder = slash != NULL ? (size_t)(slash - path) + 1 : 0;
	ssize_t n = readlinkat(r->folder, r->base, link, sizeof(link));

	if (n < 0)
		return -1;
	if (n > 0 && link[0] == '/')
		folder = 0;
	if (folder + (size_t)n >= PATH_MAX) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(path + folder, link, (size_t)n);
	path[folder + (size_t)n] = '\0';
	return 0;
}

int
replace_find(struct replace *r, const char *target, struct stat *st)
{
	char path[PATH_MAX];
	int i;

	if (strlen(target) >= sizeof(path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(path, target);
	for (i = 0; i < LINKS_MAX; i++) {
		if (open_folder(r, path) < 0)
			return -1;
		*st = (struct stat){ 0 };
		if (fstatat(r->folder, r->base, st, AT_SYMLINK_NOFOLLOW) < 0)
			return errno == ENOENT ? 0 : -1;
		if (!S_ISLNK(st->st_mode))
			return 0;
		if (follow(r, path) < 0)
			return -1;
		(void)fd_close(r->folder);
		r->folder = -1;
	}
	errno = ELOOP;
	return -1;
}

/* A file whose lock is free has lost its writer. */
static void
remove_if_left(int folder, const char *name)
{
	struct stat st;
	int fd;

	fd = fd_open(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
	if (fd < 0)
		return;
	/* Removed while it is locked, so that lock_temp() can see it. */
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    flock(fd, LOCK_EX | LOCK_NB) == 0)
		(void)unlinkat(folder, name, 0);
	(void)fd_close(fd);
}

/* The name of a temporary file up to its random letters. */
static size_t
stem(const struct replace *r, char into[NAME_MAX + 1])
{
	return (size_t)snprintf(into, NAME_MAX + 1, ".%.*s" MARK, BASE_MAX,
	    r->base);
}

static int
remove_left_overs(const struct replace *r)
{
	char prefix[NAME_MAX + 1];
	size_t n = stem(r, prefix);
	const struct dirent *entry;
	DIR *d;
	int fd;

	fd = fd_open(r->folder, ".", O_RDONLY | O_DIRECTORY, 0);
	if (fd < 0)
		return -1;
	if ((d = fdopendir(fd)) == NULL) {
		if (errno == ENOMEM)
			mem_failed(sizeof(*entry));
		(void)fd_close(fd);
		return -1;
	}
	while ((entry = readdir(d)) != NULL)
		if (strncmp(entry->d_name, prefix, n) == 0 &&
		    strlen(entry->d_name) == n + RANDOM)
			remove_if_left(r->folder, entry->d_name);
	(void)closedir(d);
	return 0;
}

static void
choose_name(const struct replace *r, char name[NAME_MAX + 1])
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	size_t i, n = stem(r, name);
	struct timespec now;
	uint64_t x;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	x = (uint64_t)now.tv_nsec ^ (uint64_t)now.tv_sec << 30 ^
	    (uint64_t)getpid() << 44;
	for (i = 0; i < RANDOM; i++) {
		/* Knuth's MMIX generator; its high bits are the good ones. */
		x = x * 6364136223846793005U + 1442695040888963407U;
		name[n + i] = letters[(x >> 33) % (sizeof(letters) - 1)];
	}
	name[n + i] = '\0';
}

/*
 * Locks the new file.  1, or 0 if another run took it for a left-over before
 * it was locked.  File systems without locks have no left-overs removed.
 */
static int
lock_temp(struct replace *r)
{
	struct stat st;

	while (flock(r->fd, LOCK_EX) < 0)
		if (errno != EINTR)
			break;
	if (fstat(r->fd, &st) < 0)
		return -1;
	return st.st_nlink > 0;
}

/*
 * Only a file that we made is ours to remove, so that it is there and that
 * it is known have to be one to a signal.  0, or -1.
 */
static int
create_temp(struct replace *r, mode_t mode)
{
	char name[NAME_MAX + 1];
	sigset_t all, before;
	int saved;

	choose_name(r, name);
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_BLOCK, &all, &before);
	r->fd = fd_open(r->folder, name, O_RDWR | O_CREAT | O_EXCL |
	    O_NOFOLLOW, mode);
	saved = errno;
	if (r->fd >= 0)
		strcpy(r->temp, name);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	errno = saved;
	return r->fd >= 0 ? 0 : -1;
}

static int
make_temp(struct replace *r, mode_t mode)
{
	int i, got;

	for (i = 0; i < ATTEMPTS; i++) {
		if (create_temp(r, mode) < 0 && errno == EEXIST)
			continue;
		if (r->fd < 0 || (got = lock_temp(r)) < 0)
			return -1;
		if (got > 0)
			return 0;
		(void)fd_close(r->fd);
		r->fd = -1;
		r->temp[0] = '\0';
	}
	return -1;
}

int
replace_begin(struct replace *r, const struct stat *st, mode_t mode)
{
	r->is_new = st->st_mode == 0;
	if (!r->is_new && faccessat(r->folder, r->base, W_OK, AT_EACCESS) < 0)
		return -1;
	/* Nobody may read more of it than of the target. */
	if (remove_left_overs(r) < 0 || make_temp(r, r->is_new ? mode :
	    0600) < 0)
		return -1;
	/* The lock must outlive the close that tells of late errors. */
	r->lock = fcntl(r->fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	return r->lock < 0 ? -1 : 0;
}

int
replace_keep(const struct replace *r, const struct stat *old)
{
	struct stat st;

	if (r->is_new)
		return 0;
	if (fstat(r->fd, &st) < 0)
		return -1;
	if ((st.st_uid != old->st_uid || st.st_gid != old->st_gid) &&
	    fchown(r->fd, old->st_uid, old->st_gid) < 0)
		return -1;
	return fchmod(r->fd, old->st_mode & 07777);
}

/*
 * The new file gets the target's name.  Where one is there and the system
 * can, both names are exchanged, so that it can be taken back; r->temp is
 * then the old file, else "".
 */
static int
rename_temp(struct replace *r)
{
#ifdef RENAME_EXCHANGE
	if (!r->is_new && renameat2(r->folder, r->temp, r->folder, r->base,
	    RENAME_EXCHANGE) == 0)
		return 0;
	if (!r->is_new && errno != EINVAL && errno != ENOSYS &&
	    errno != ENOENT)
		return -1;
#endif
	if (renameat(r->folder, r->temp, r->folder, r->base) < 0)
		return -1;
	r->temp[0] = '\0';
	return 0;
}

static void
take_back(struct replace *r)
{
	int saved = errno;

	if (r->is_new)
		(void)unlinkat(r->folder, r->base, 0);
	else if (r->temp[0] != '\0' && renameat(r->folder, r->temp, r->folder,
	    r->base) == 0)
		r->temp[0] = '\0';
	errno = saved;
}

int
replace_finish(struct replace *r)
{
	int fd = r->fd;

	if (fd_sync(fd) < 0)
		return -1;
	r->fd = -1;
	if (fd_close(fd) < 0 || rename_temp(r) < 0)
		return -1;
	if (fd_sync(r->folder) < 0) {
		take_back(r);
		return -1;
	}
	return 0;
}

void
replace_unlink(const struct replace *r)
{
	if (r->temp[0] != '\0')
		(void)unlinkat(r->folder, r->temp, 0);
}

static void
close_if_open(int *fd)
{
	if (*fd >= 0)
		(void)fd_close(*fd);
	*fd = -1;
}

void
replace_drop(struct replace *r)
{
	replace_unlink(r);
	r->temp[0] = '\0';
	close_if_open(&r->fd);
	close_if_open(&r->lock);
	close_if_open(&r->folder);
}

int
replace_move(const char *file, const char *target)
{
	struct replace r = REPLACE_NONE;
	int rc;

	if (open_folder(&r, target) < 0)
		return -1;
	rc = rename(file, target);
	if (rc == 0)
		rc = fd_sync(r.folder);
	close_if_open(&r.folder);
	return rc;
}
