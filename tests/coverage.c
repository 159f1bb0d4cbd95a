#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

/*
 * Linked into each program of `make coverage`.  Counters are written at exit
 * only, by name: what ends by _exit() or a signal would lose them, and in the
 * sandbox nothing can be opened.  So a thread that stands outside of it from
 * the start writes them.
 */
void		__gcov_dump(void);
_Noreturn void	__real__exit(int);
int		__real_raise(int);
_Noreturn void	__wrap__exit(int);
int		__wrap_raise(int);

/* Of torture/interpose.c, where that is loaded: what is ours doesn't fail. */
void		torture_count(bool) __attribute__((weak));

static sem_t		wanted, written;
static atomic_flag	asked = ATOMIC_FLAG_INIT;

static void
count(bool on)
{
	if (torture_count != NULL)
		torture_count(on);
}

static void *
write_counters(void *arg)
{
	while (sem_wait(&wanted) == -1)
		;
	__gcov_dump();
	sem_post(&written);
	return arg;
}

static void
ask(void)
{
	if (atomic_flag_test_and_set(&asked))
		return;
	count(false);
	sem_post(&wanted);
	while (sem_wait(&written) == -1)
		;
}

static void
begin(void)
{
	sigset_t all, before;
	pthread_t writer;

	atomic_flag_clear(&asked);
	sem_init(&wanted, 0, 0);
	sem_init(&written, 0, 0);
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	count(false);
	if (pthread_create(&writer, NULL, write_counters, NULL) != 0)
		abort();
	count(true);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

__attribute__((constructor)) static void
begin_first(void)
{
	begin();
	pthread_atfork(NULL, NULL, begin);
	(void)atexit(ask);
}

void
__wrap__exit(int status)
{
	ask();
	__real__exit(status);
}

int
__wrap_raise(int sig)
{
	ask();
	return __real_raise(sig);
}
