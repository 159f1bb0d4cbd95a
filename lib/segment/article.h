#ifndef SEGMENT_ARTICLE_H
#define SEGMENT_ARTICLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/span.h"
#include "segment/lines.h"

/*
 * Where a line stands in an article, as lawyers cite it (条 款 项 目, Law on
 * Legislation of the PRC, article 65): 第三条, 第二款, 第（一）项, 第1目.
 *
 * A paragraph of an article that ends like a sentence is a 款, the article's
 * own line the first where it isn't a title alone; an article of one 款 is
 * cited without it.  What （一） begins is a 项, what 1. or （1） begins a 目 in
 * it, else a 项.  A 项 belongs to the 款 before it.  Lines behind the last
 * that ends like a sentence, a signature or a date, are in no article.
 */
enum article_part {
	ARTICLE,
	ARTICLE_PARAGRAPH,
	ARTICLE_ITEM,
	ARTICLE_POINT,
	ARTICLE_PARTS
};

struct article {
	struct span	part[ARTICLE_PARTS];	/* n 0: in none */
	size_t		end;			/* line behind its last */
	size_t		paragraph;		/* 款 till now */
	size_t		paragraphs;		/* 款 of the article */
	bool		in_brackets;		/* in a 项 that （一） begins */
};

/* Out of every article. */
void	article_leave(struct article *);

/* To line i of a text's lines, which is no heading; names in the arena. */
void	article_enter(struct article *, struct arena *, struct span text,
	    const struct line *lines, size_t count, size_t i);

#endif
