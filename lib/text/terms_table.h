#ifndef TEXT_TERMS_TABLE_H
#define TEXT_TERMS_TABLE_H

#include "base/eight.h"
#include "text/terms.h"

/*
 * The tables that terms_build.c makes and terms.c reads.
 *
 * scan() goes over the bytes of a text and picks the places where two
 * characters may be a term, or three may begin one; walk() follows the trie
 * from there.  With 100,000 names one in forty characters of the benchmark's
 * texts is a place.
 *
 *	characters	每 个 居 民 小 区 都 有 物 业 公 司
 *	places		      ^     ^           ^	may begin one
 *	classes		      7  4  9  5        2  3  6  8	0: in no term
 *
 * Characters of one class are the same to the reader: that is how width,
 * case and script are folded.  A class is also the label of an edge in the
 * trie.  The heads are of the bytes as they stand, each variant for itself:
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
 * The set of heads, which may hold others, too: the two characters of a term
 * of so many, or the first three of a longer one.  Each sets two bits of a
 * word, counted from the top, by a hash of 32 bits: eight of those are in a
 * register of terms_x86.c.  Of characters of four bytes some are left out.
 */
struct heads {
	uint32_t	*words;
	uint32_t	 last;		/* word; they are 2^n, 2^16 at most */
};

/* Of the bytes of two characters, and nulls behind them. */
#define HEADS_FIRST	UINT32_C(0x9e3779b1)	/* those from the first on, */
#define HEADS_THIRD	UINT32_C(0x85ebca77)	/* and from the third on */

static inline uint32_t
heads_pair(uint64_t bytes)
{
	return (uint32_t)bytes * HEADS_FIRST +
	    (uint32_t)(bytes >> 16) * HEADS_THIRD;
}

/* Of that, and of the last byte of the two with three behind it, or nulls. */
#define HEADS_LAST	UINT32_C(0xc2b2ae3d)

static inline uint32_t
heads_triple(uint32_t pair, uint32_t last)
{
	return pair + last * HEADS_LAST;
}

/* The first n of the bytes, 1 to 8, and nulls. */
static inline uint64_t
heads_bytes(uint64_t eight, size_t n)
{
	return eight & UINT64_MAX >> (64 - 8 * n);
}

/* What of a hash tells the word, and its bits. */
#define HEADS_WORD	16
#define HEADS_BIT	11
#define HEADS_OTHER	6

static inline unsigned
heads_hold(const struct heads *s, uint32_t hash)
{
	const uint32_t word = s->words[hash >> HEADS_WORD & s->last];

	return (word << (hash >> HEADS_BIT & 31) &
	    word << (hash >> HEADS_OTHER & 31)) >> 31;
}

struct terms {
	uint32_t	 count;		/* of terms */
	bool		 avx2;		/* terms_x86.h is of use */
	uint32_t	*alone;		/* slots of what is a term alone, by
					 * bits from the top, and a word of
					 * none */
	uint32_t	 alone_first;	/* the slot of the first bit */
	uint32_t	 alone_words;	/* or none */
	uint32_t	*alone_values;	/* of what stands there */
	uint16_t	*classes;	/* of the BMP, then pages */
	uint32_t	*pages;		/* where they begin, or 0; or NULL */
	struct heads	 heads;
	struct cell	*cells;		/* 0 is the root, with base 0 */
	uint32_t	*equals;	/* values, of equal terms together */
};

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
