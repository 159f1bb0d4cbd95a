#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/*
 * Allocation that never returns NULL: when memory is short, or a size
 * overflows, the handler is called and must not return (main's writes a
 * message with write(2), removes the temporary file and calls _exit(71);
 * tests longjmp).  Without a handler: abort().  Not for spans of the record
 * or run lifetime; those come from an arena.
 */

/* count * size bytes, indeterminate.  To be freed by mem_free(). */
void	*mem_alloc(size_t count, size_t size);

/* The same, zeroed. */
void	*mem_zero(size_t count, size_t size);

/* p (NULL allowed) resized to count * size bytes; p is void afterwards. */
void	*mem_resize(void *p, size_t count, size_t size);

/* NULL is allowed. */
void	 mem_free(void *p);

/*
 * The handler gets the size that was asked for, in bytes (SIZE_MAX where it
 * overflowed).  Set once, before threads start; returns the previous one.
 */
typedef void	 mem_handler(size_t size);
mem_handler	*mem_on_failure(mem_handler *);

/* Calls the handler: for a library's own report that memory is short. */
_Noreturn void	 mem_failed(size_t size);

#endif
