#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * coded units|messages|words COUNT: made-up records for the tables of
 * aggregate, the same for every call: coded units that bear up to six of 200
 * codes; messages of about 60 characters, a fifth of which say what one of the
 * thousand before them said; so many words in records of twenty, of a
 * vocabulary of 50,000.
 */
#define CODES		200
#define VOCABULARY	50000
#define MESSAGE_WORDS	30
#define ROW_WORDS	20
#define RECENT		1000

/* Steele and Vigna's SplitMix64. */
static uint64_t
next(uint64_t *seed)
{
	uint64_t x = *seed += UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

/* As words are: the k-th comes about 1/k as often as the first. */
static unsigned
ranked(uint64_t *seed, unsigned n)
{
	double u = (double)(next(seed) >> 11) / 9007199254740992.0;

	return (unsigned)pow((double)n, u) - 1;
}

/* Two Han characters for each word of the vocabulary. */
static void
put_word(unsigned word)
{
	unsigned c[2] = { 0x4e00 + word / 250, 0x5e00 + word % 250 };

	for (int i = 0; i < 2; i++)
		printf("%c%c%c", (int)(0xe0 | c[i] >> 12),
		    (int)(0x80 | (c[i] >> 6 & 0x3f)),
		    (int)(0x80 | (c[i] & 0x3f)));
}

static void
put_units(uint64_t count)
{
	uint64_t seed = 1;

	for (uint64_t i = 0; i < count; i++) {
		unsigned n = (unsigned)(next(&seed) % 7), last = CODES;

		printf("{\"id\":\"d%" PRIu64 "#%" PRIu64 "\",\"parent\":\"d%"
		    PRIu64 "\",\"codes\":[", i / 50, i % 50, i / 50);
		for (unsigned k = 0; k < n; k++) {
			unsigned code = ranked(&seed, CODES);

			if (code == last)
				continue;
			printf("%s\"family%u.code%u\"", last < CODES ? "," :
			    "", code % 10, code);
			last = code;
		}
		puts("]}");
	}
}

static void
put_messages(uint64_t count)
{
	static unsigned said[RECENT][MESSAGE_WORDS];
	uint64_t seed = 2;

	for (uint64_t i = 0; i < count; i++) {
		unsigned *words = said[i % RECENT];
		uint64_t minute = i * 10;

		if (i >= RECENT && next(&seed) % 5 == 0)
			memcpy(words, said[next(&seed) % RECENT],
			    sizeof(said[0]));
		else
			for (int k = 0; k < MESSAGE_WORDS; k++)
				words[k] = ranked(&seed, VOCABULARY);
		words[next(&seed) % MESSAGE_WORDS] =
		    ranked(&seed, VOCABULARY);
		printf("{\"id\":\"m%" PRIu64 "\",\"time\":\"20%02u-%02u-%02u"
		    "T%02u:%02u:00+08:00\",\"text\":\"", i,
		    (unsigned)(20 + minute / 1440 / 28 / 12),
		    (unsigned)(minute / 1440 / 28 % 12 + 1),
		    (unsigned)(minute / 1440 % 28 + 1),
		    (unsigned)(minute / 60 % 24), (unsigned)(minute % 60));
		for (int k = 0; k < MESSAGE_WORDS; k++)
			put_word(words[k]);
		puts("\"}");
	}
}

static void
put_words(uint64_t count)
{
	uint64_t seed = 3;

	for (uint64_t i = 0; i < count / ROW_WORDS; i++) {
		printf("{\"id\":\"d%" PRIu64 "#%" PRIu64 "\",\"parent\":\"d%"
		    PRIu64 "\",\"kind\":%u,\"words\":[", i / 50, i % 50,
		    i / 50, (unsigned)(next(&seed) % 2));
		for (int k = 0; k < ROW_WORDS; k++) {
			printf("%s\"", k > 0 ? "," : "");
			put_word(ranked(&seed, VOCABULARY));
			printf("\"");
		}
		puts("]}");
	}
}

int
main(int argc, char *argv[])
{
	uint64_t count = argc == 3 ? strtoull(argv[2], NULL, 10) : 0;

	if (count > 0 && strcmp(argv[1], "units") == 0)
		put_units(count);
	else if (count > 0 && strcmp(argv[1], "messages") == 0)
		put_messages(count);
	else if (count > 0 && strcmp(argv[1], "words") == 0)
		put_words(count);
	else {
		fprintf(stderr, "usage: coded units|messages|words COUNT\n");
		return 64;
	}
	return fflush(stdout) == 0 ? 0 : 74;
}
