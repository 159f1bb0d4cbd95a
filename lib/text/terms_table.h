#ifndef TEXT_TERMS_TABLE_H
#define TEXT_TERMS_TABLE_H

#include "base/eight.h"
#include "text/terms.h"

/*
 * The tables that terms_build.c makes and terms.c reads.
 *
 * scan() goes over the bytes of a text and picks the places where the pair of
 * characters that begins there may begin a term; sift() keeps those of them
 * where three do; walk() follows the trie from there.  With 100,000 names one
 * in ten characters of the benchmark's texts is a place, one in forty stays.
 *
 *	characters	每 个 居 民 小 区 都 有 物 业 公 司
 *	places		      ^     ^           ^	pair may begin one
 *	classes		      7  4  9  5        2  3  6  8	0: in no term
 *
 * Characters of one class are the same to the reader: that is how width,
 * case and script are folded.  A class is also the label of an edge in the
 * trie.  The pairs are of the bytes as they stand, each variant for itself:
 * no table of classes is read for the many characters where nothing begins.
 */
#define CLASS_OTHER	0	/* in no term */
#define CLASS_VALUE	1	/* the edge to a value, in no text */
#define CLASS_FIRST	2

/* Where a character's class is in their table. */
#define SLOT_NONE	UINT32_MAX
#define BMP_SIZE	0x10000
#define PAGE_BITS	8	/* above it the table goes on in pages */
#define PAGE_SIZE	(1 << PAGE_BITS)
#define PAGE_COUNT	(0x100000 >> PAGE_BITS)

/*
 * A cell of the double array (Aoe 1989): the child of s along label c is the
 * cell t = base + c if its check is s.  No base is negative, and behind each
 * there are as many cells as classes, so no edge leaves the array.  Two flags
 * in base spare the leaf its value cell.
 */
struct cell {
	uint32_t	base;
	uint32_t	check;
};

#define BASE_MASK	0x3fffffffu
#define BASE_TERM	0x80000000u	/* a term ends here */
#define BASE_LEAF	0x40000000u	/* and base is its value */
#define CHECK_FREE	0x80000000u	/* no parent has this bit */
#define CHECK_ROOT	0x7fffffffu	/* nobody's child */

#define VALUE_MORE	0x20000000u	/* of equal terms: where they are */
#define EQUAL_MORE	0x80000000u	/* the next one is equal, too */

/*
 * A set of keys that may hold others, too: a bit of a word for each, or two, by
 * the highest bits of a product, which all lower ones have a part in.
 */
struct sieve {
	uint64_t	*words;
	uint64_t	 last;		/* words less 1: 2^n - 1, n <= 14 */
};

static inline uint64_t
sieve_hash(uint64_t key)
{
	return key * UINT64_C(0x9e3779b97f4a7c15);
}

static inline unsigned
sieve_may_hold(const struct sieve *s, uint64_t key)
{
	uint64_t hash = sieve_hash(key);

	return (unsigned)(s->words[hash >> 38 & s->last] >> (hash >> 58)) & 1;
}

/* By both bits. */
static inline unsigned
sieve_holds(const struct sieve *s, uint64_t key)
{
	uint64_t hash = sieve_hash(key), word = s->words[hash >> 38 & s->last];

	return (unsigned)(word >> (hash >> 58) & word >> (hash >> 52 & 63) & 1);
}

struct terms {
	uint32_t	 count;		/* of terms */
	uint64_t	*alone;		/* slots of what is a term alone, by
					 * bits, and a word of none */
	uint32_t	 alone_first;	/* the slot of the first bit */
	uint32_t	 alone_words;	/* or none */
	uint32_t	*alone_values;	/* of what stands there */
	uint16_t	*classes;	/* of the BMP, then pages */
	uint32_t	*pages;		/* where they begin, or 0; or NULL */
	struct sieve	 pairs;		/* the first two of terms */
	struct sieve	 heads;		/* the first three, or both */
	struct cell	*cells;		/* 0 is the root, with base 0 */
	uint32_t	*equals;	/* values, of equal terms together */
};

/* Of n bytes, 1 to 8, with which eight begin. */
static inline uint64_t
terms_key(uint64_t eight, size_t n)
{
	return eight & UINT64_MAX >> (64 - 8 * n);
}

/* Of eight bytes, and up to eight more. */
static inline uint64_t
terms_long_key(uint64_t eight, uint64_t more)
{
	return eight ^ more * UINT64_C(0xff51afd7ed558ccd);
}

/* Of n bytes, at most 16, and nulls behind them. */
static inline uint64_t
terms_key_of(const char bytes[16], size_t n)
{
	return n <= 8 ? terms_key(eight_at(bytes), n) :
	    terms_long_key(eight_at(bytes), eight_at(bytes + 8));
}

static inline uint32_t
slot_of(const struct terms *t, uint32_t c)
{
	uint32_t page;

	if (c < BMP_SIZE)
		return c;
	if (t->pages == NULL)
		return SLOT_NONE;
	page = t->pages[(c - BMP_SIZE) >> PAGE_BITS];
	return page == 0 ? SLOT_NONE : page + c % PAGE_SIZE;
}

static inline uint16_t
class_of(const struct terms *t, uint32_t c)
{
	uint32_t slot = slot_of(t, c);

	return slot == SLOT_NONE ? CLASS_OTHER : t->classes[slot];
}

#endif
