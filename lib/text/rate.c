#include "text/rate.h"

#include "base/utf8.h"

#define ASCII		2000	/* a letter, digit or mark */
#define COMMON		4000
#define OTHER		300

/*
 * In reports and letters to town halls the 100 most frequent characters are
 * 43 % of all: 4,300 in a million each; what is left is 150.
 */
static const char common[] = "的一是不了在人有我他这个们中来上大为和国地到以说时"
    "要就出会可也你对生能而子那得于着下自之年过发后作里，。、："
    "业工市区建政民社理公动行等分都还没很多好去与及从向被让给";

static double
rate_of_character(struct span c)
{
	size_t i;

	if (c.n == 1)
		return ASCII;
	for (i = 0; common[i] != '\0'; i += utf8_width(common[i]))
		if (span_starts(span_of(common + i), c))
			return COMMON;
	return OTHER;
}

double
rate_of(struct span literal)
{
	switch (utf8_length(literal)) {
	case 1:
		return rate_of_character(literal);
	case 2:
		return 60;
	case 3:
		return 10;
	default:
		return 3;
	}
}
