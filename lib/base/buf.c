#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

#define BUF_FIRST	256	/* bytes of the first allocation */

void
buf_grow(struct buf *b, size_t more)
{
	size_t	capacity = b->capacity;

	if (more > SIZE_MAX / 2 - b->n)
		mem_failed(SIZE_MAX);
	if (capacity < BUF_FIRST)
		capacity = BUF_FIRST;
	while (capacity < b->n + more)
		capacity *= 2;
	b->p = mem_resize(b->p, capacity, 1);
	b->capacity = capacity;
}

void
buf_fill(struct buf *b, char c, size_t count)
{
	if (count == 0)
		return;
	buf_reserve(b, count);
	memset(b->p + b->n, c, count);
	b->n += count;
}

/*
 * Tries what room there is, the NUL included, and a second time with the
 * room that the first try asked for.
 */
void
buf_printf(struct buf *b, const char *format, ...)
{
	va_list	args;
	int	n;

	buf_reserve(b, 1);
	va_start(args, format);
	n = vsnprintf(b->p + b->n, b->capacity - b->n, format, args);
	va_end(args);
	if (n >= 0 && (size_t)n >= b->capacity - b->n) {
		buf_reserve(b, (size_t)n + 1);
		va_start(args, format);
		n = vsnprintf(b->p + b->n, b->capacity - b->n, format, args);
		va_end(args);
	}
	if (n < 0)
		mem_failed(0);	/* glibc's only reason for plain formats */
	b->n += (size_t)n;
}

void
buf_cut(struct buf *b, size_t n)
{
	b->n = n;
}

void
buf_free(struct buf *b)
{
	mem_free(b->p);
	*b = (struct buf){0};
}

const char buf_pairs[] =
    "00010203040506070809" "10111213141516171819"
    "20212223242526272829" "30313233343536373839"
    "40414243444546474849" "50515253545556575859"
    "60616263646566676869" "70717273747576777879"
    "80818283848586878889" "90919293949596979899";

/* Four digits a step, by two: a quarter of the divisions. */
char *
buf_all_digits(char *p, uint64_t v)
{
	if (v >= 10000) {
		p = buf_all_digits(p, v / 10000);
		v %= 10000;
		memcpy(p, buf_pairs + 2 * (v / 100), 2);
		memcpy(p + 2, buf_pairs + 2 * (v % 100), 2);
		return p + 4;
	}
	if (v >= 1000) {
		memcpy(p, buf_pairs + 2 * (v / 100), 2);
		p += 2;
	} else if (v >= 100)
		*p++ = (char)('0' + v / 100);
	if (v >= 10) {
		memcpy(p, buf_pairs + 2 * (v % 100), 2);
		p += 2;
	} else
		*p++ = (char)('0' + v);
	return p;
}

void
buf_unsigned(struct buf *b, uint64_t v)
{
	buf_reserve(b, BUF_DIGITS);
	b->n = (size_t)(buf_digits(b->p + b->n, v) - b->p);
}
