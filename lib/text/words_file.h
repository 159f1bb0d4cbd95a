#ifndef TEXT_WORDS_FILE_H
#define TEXT_WORDS_FILE_H

#include <stdint.h>

#include "text/compiled.h"

/*
 * words.dict: jieba's dictionary and its model of unknown words, as
 * tools/compile_words.c writes them and words_file.c maps them.  In the byte
 * order of the machine that built it:
 *
 *	struct words_header
 *	uint32_t	frequencies[values]	the different ones; even count
 *	uint16_t	classes[65536]		of the BMP; 0: in no word
 *	uint64_t	cells[cells]
 *	struct words_model
 *	struct words_tagger
 *	uint8_t		kinds[cells]
 *
 * A word ends with a cell whose value isn't 0: its frequency is
 * frequencies[value], its kind the cell's.
 */
#define WORDS_MAGIC	"minqing words\r\n\032"	/* 16 bytes with its NUL */
#define WORDS_VERSION	2
#define WORDS_CLASSES	0x10000

struct words_header {
	struct compiled_header	head;
	uint64_t	total;			/* of all frequencies */
	uint32_t	values;
	uint32_t	cells;
};

/*
 * A cell of the double array, with XOR in place of +: the child of s along
 * class c is t = base ^ c if the check of t is s.  Cells are as many as make
 * no t too large, so that nobody has to look.
 *
 *	base:24 check:24 value:16
 */
#define WORDS_CELLS_MOST	0xffffffu
#define WORDS_VALUES_MOST	0xffffu
#define WORDS_NOBODY		0xffffffu	/* check of the root, of a
						 * free cell */

static inline uint32_t
words_cell_base(uint64_t cell)
{
	return (uint32_t)(cell >> 40);
}

static inline uint32_t
words_cell_check(uint64_t cell)
{
	return (uint32_t)(cell >> 16) & 0xffffff;
}

static inline uint32_t
words_cell_value(uint64_t cell)
{
	return (uint32_t)cell & 0xffff;
}

static inline uint64_t
words_cell(uint32_t base, uint32_t check, uint32_t value)
{
	return (uint64_t)base << 40 | (uint64_t)check << 16 | value;
}

/*
 * The hidden Markov model: a character begins a word, ends it, stands in its
 * middle or is one.  Logarithms; in the order of their letters, which is
 * how jieba breaks ties.
 */
enum words_state {
	STATE_BEGIN,
	STATE_END,
	STATE_MIDDLE,
	STATE_SINGLE,
	WORDS_STATES
};

/* jieba's log of 0, and its Han characters. */
#define WORDS_NEVER		(-3.14e100)
#define WORDS_HAN_FIRST		0x4e00
#define WORDS_HAN_LAST		0x9fd5
#define WORDS_HAN_COUNT		(WORDS_HAN_LAST - WORDS_HAN_FIRST + 1)

struct words_model {
	double	start[WORDS_STATES];
	double	trans[WORDS_STATES][WORDS_STATES];	/* from, to */
	double	emit[WORDS_HAN_COUNT][WORDS_STATES];
};

/*
 * The model of words with their kinds (jieba.posseg): a state is one of the
 * above and a kind, WORDS_KINDS * state + kind, and kinds are in the order of
 * their names, so that states are in jieba's.  State s comes after
 * from[before[s]], ... up to before[s + 1]; character c can have the states
 * state[signs[c]], ... up to signs[c + 1], of which jieba lists the first
 * listed[c]: it tries the others only where none of these can follow.
 */
#define WORDS_KINDS		64
#define WORDS_TAG_STATES	(WORDS_STATES * WORDS_KINDS)
#define WORDS_PASSES_MOST	8192
#define WORDS_SIGNS_MOST	98304

struct words_tagger {
	char		kinds[WORDS_KINDS][8];	/* names */
	double		start[WORDS_TAG_STATES];
	double		trans[WORDS_PASSES_MOST];
	double		emit[WORDS_SIGNS_MOST];
	uint32_t	before[WORDS_TAG_STATES + 1];
	uint32_t	signs[WORDS_HAN_COUNT + 1];
	uint8_t		from[WORDS_PASSES_MOST];
	uint8_t		state[WORDS_SIGNS_MOST];
	uint8_t		listed[WORDS_HAN_COUNT];
};

#endif
