#ifndef TEXT_SCRIPT_FILE_H
#define TEXT_SCRIPT_FILE_H

#include <stdint.h>

#include "text/compiled.h"

/*
 * simplified.script and traditional.script: OpenCC's phrases and characters,
 * as tools/compile_script.c writes them and script.c maps them:
 *
 *	struct script_header
 *	uint16_t		pages[SCRIPT_PAGES]	of 256 characters
 *	uint32_t		roots[page_count * 256]	nodes; 0: none
 *	struct script_node	nodes[node_count]	[0] is nobody's
 *	char			texts[text_bytes]
 *
 * pages[c >> 8] is the number of the page, 0 for one without any; page 0 is
 * empty.  The children of a node follow each other in order of their
 * characters.
 */
#define SCRIPT_MAGIC	"minqing script\r\n"	/* 16 bytes, without NUL */
#define SCRIPT_VERSION	1
#define SCRIPT_PAGES	(0x110000 / 256)

struct script_header {
	struct compiled_header	head;
	uint32_t	page_count;
	uint32_t	node_count;
	uint32_t	text_bytes;
	uint32_t	zero;		/* nodes are aligned */
};

/* A prefix of keys; a key ends here if text_n isn't 0. */
struct script_node {
	uint32_t	character;	/* the last one */
	uint32_t	first;		/* child */
	uint32_t	text;		/* what it becomes: offset in texts */
	uint16_t	text_n;
	uint16_t	count;		/* of children */
};

#endif
