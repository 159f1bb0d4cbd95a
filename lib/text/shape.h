#ifndef TEXT_SHAPE_H
#define TEXT_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

/*
 * What a line of a document looks to be, told from the line alone: normalize
 * asks before it joins lines, segment before it names blocks.  Markdown's
 * emphasis (`**`) is looked through.
 */
enum shape {
	SHAPE_TEXT,
	SHAPE_MARKED,		/* # Markdown's heading */
	SHAPE_NUMBERED,		/* 一、 （一） 第二章 */
	SHAPE_COUNTED,		/* 1. 2、 3) （4） 5.1 第六条: heading, item or text */
	SHAPE_BULLET,		/* - * • ● */
	SHAPE_TITLE,		/* nothing but 引言, 参考文献, Abstract ... */
	SHAPE_LABEL,		/* 摘要：..., 关键词：..., DOI: ... */
	SHAPE_REFERENCE,	/* [1] and what follows */
	SHAPE_CAPTION,		/* 图1 ..., without an end mark */
	SHAPE_NOTE,		/* ①..., <sup>1</sup>..., 基金项目：..., 某某（1980—）... */
	SHAPE_TURN,		/* 访谈1：..., 问：... */
	SHAPE_POINT,		/* 第一，... */
	SHAPE_ROW,		/* cells of a table */
	SHAPE_RULE,		/* --- or === */
	SHAPE_PAGE		/* a page number */
};

/* What the word stands for that a line begins with. */
enum shape_word {
	WORD_NONE,
	WORD_ABSTRACT,		/* 摘要, Abstract */
	WORD_KEYWORDS,		/* 关键词, Key words */
	WORD_ABOUT,		/* 中图分类号, DOI, Email: about the document */
	WORD_NOTE,		/* 基金项目, 作者简介, 注, 资料来源 */
	WORD_PART,		/* 引言, 结语: a part of the document */
	WORD_BACK,		/* 致谢, 附录: one behind its body */
	WORD_ATTACHED,		/* 附件：1.甲 */
	WORD_REFERENCES		/* 参考文献, References */
};

/*
 * The word that a line begins with, in brackets or not (【摘 要】), before a
 * colon or alone; *rest is what follows.
 */
enum shape_word	shape_word(struct span line, struct span *rest);

/* line is valid UTF-8, not empty, without white space at both ends. */
enum shape	shape_of(struct span line);

/*
 * Both, and what they look at.  Who knows that the line has no tab, fewer than
 * two | and fewer than two gaps of SHAPE_GAP characters of white space or more
 * says that it isn't wide, so that nobody looks for a table's cells in it.
 */
#define SHAPE_GAP	3

struct shape_seen {
	enum shape	shape;
	enum shape_word	word;
	struct span	rest;		/* shape_word()'s */
	struct span	plain;		/* shape_plain()'s */
	struct span	inner;		/* plain behind a bracket that opens */
};

struct shape_seen shape_see(struct span line, bool wide);

/*
 * True if the line is the caption of a figure or table: 图1 ..., Table 2. ...;
 * commas may stand in it, where SHAPE_CAPTION has none, since it might be a
 * sentence that a column cuts.
 */
bool		shape_is_caption(struct span line);

/*
 * True if the line is nothing but that title, as shape_word() finds words; title
 * has no white space at both ends.  The second is for shape_see()'s inner.
 */
bool		shape_is_title(struct span line, struct span title);
bool		shape_is_inner_title(struct span inner, struct span title);

/*
 * True if a sentence ends where the line does: with an end mark or a colon,
 * closers, citations and brackets behind it looked through.
 */
bool		shape_is_ended(struct span line);

/* True if ， 、 。 or the like stands inside the line, not at its end. */
bool		shape_is_prose(struct span line);

/* True if an end mark of a sentence (。！？；) stands inside the line. */
bool		shape_has_sentence(struct span line);

/*
 * The line without what Markdown adds: # at the start, emphasis and white
 * space at both ends.
 */
struct span	shape_plain(struct span line);

#endif
