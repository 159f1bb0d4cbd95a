#ifndef TEXT_TERMS_TABLE_H
#define TEXT_TERMS_TABLE_H

#include "text/terms.h"

/*
 * The tables that terms_build.c makes and terms.c reads.
 *
 * A text goes through in windows that stay in the first cache: scan() makes
 * classes of its characters and picks the positions where a term may begin,
 * walk() follows the trie from there.
 *
 *	characters	每 个 居 民 小 区 都 有 物 业 公 司
 *	classes		0  0  7  4  9  5  0  0  2  3  6  8	0: in no term
 *	candidates	      ^     ^           ^	pair may begin one
 *
 * Characters of one class are the same to the reader: that is how width,
 * case and script are folded.  A class is also the label of an edge in the
 * trie.  One table of 16-bit classes for the BMP, read while scanning, was
 * half as fast again as two levels of 32 bits and a second pass.
 */
#define CLASS_OTHER	0	/* in no term */
#define CLASS_VALUE	1	/* the edge to a value, in no text */
#define CLASS_FIRST	2	/* first those that are a term alone */

#define BMP_SIZE	0x10000
#define PAGE_BITS	8	/* above it the table goes on in pages */
#define PAGE_SIZE	(1 << PAGE_BITS)
#define PAGE_COUNT	(0x100000 >> PAGE_BITS)

/*
 * A cell of the double array (Aoe 1989, with XOR in place of +, so that no
 * base is negative and no edge leaves the array): the child of s along label
 * c is the cell t = base ^ c if its check is s.  Two flags in base spare the
 * leaf its value cell.
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

#define VALUE_MORE	0x80000000u	/* the next value is of an equal term */

struct terms {
	uint32_t	 count;		/* of terms */
	uint32_t	 longest;	/* characters */
	uint32_t	 singles;	/* classes that are a term alone */
	uint16_t	*classes;	/* of the BMP, then pages */
	uint32_t	*pages;		/* where they begin, or 0; or NULL */
	uint64_t	*pairs;		/* bitset by pair_hash() */
	unsigned	 pair_shift;
	struct cell	*cells;		/* 0 is the root, with base 0 */
	uint32_t	*values;	/* terms in order, equal ones too */
};

static inline uint32_t
pair_hash(uint32_t a, uint32_t b, unsigned shift)
{
	return (a << 12 ^ b) * 0x9e3779b1u >> shift;
}

static inline uint16_t
class_of(const struct terms *t, uint32_t c)
{
	uint32_t page;

	if (c < BMP_SIZE)
		return t->classes[c];
	if (t->pages == NULL)
		return CLASS_OTHER;
	page = t->pages[(c - BMP_SIZE) >> PAGE_BITS];
	return page == 0 ? CLASS_OTHER : t->classes[page + c % PAGE_SIZE];
}

#endif
