#ifndef NORMALIZE_NOTE_MARK_H
#define NORMALIZE_NOTE_MARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

/* How the mark of a note is written. */
enum note_way {
	NOTE_SUPERSCRIPT,	/* ^[3]^ ^[3] ^3^ <sup>[3]</sup> $^{[3]}$ ³ */
	NOTE_BRACKET,		/* [3] ［3］ 〔3〕 */
	NOTE_CIRCLED,		/* ① to ㊿ */
	NOTE_WAYS
};

/* What tells which notes it may belong to. */
enum note_style {
	NOTE_IN_BRACKETS,
	NOTE_BARE,		/* a raised number alone */
	NOTE_IN_CIRCLES,
	NOTE_STYLES
};

#define NOTE_MAX_NUMBER		999
#define NOTE_MAX_NUMBERS	50	/* of one mark: [1-50] */

struct note_mark {
	enum note_way	way;
	enum note_style	style;
	size_t		n;		/* bytes */
	uint16_t	numbers[NOTE_MAX_NUMBERS];
	size_t		count;
};

/*
 * Reads the mark that text begins with.  Its numbers have at most three
 * digits (a year in brackets is none); several are parted by commas, or are a
 * range.
 */
bool	note_mark_read(struct span text, struct note_mark *);

#endif
