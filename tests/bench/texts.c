#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * texts DICTIONARY BYTES: that many bytes, or a little more, of made-up Chinese
 * records, {"id","text"}, as JSON Lines: words of jieba's dictionary, each as often
 * as it says, in sentences of 4 to 19; the same for every call.  Names, which are
 * three times as frequent in its sources as in what citizens write, are drawn a third
 * as often.
 */

#define WORDS_MAX	1000000
#define WORD_SIZE	64

static struct {
	char		word[WORD_SIZE];
	uint64_t	below;		/* sum of the frequencies up to here */
	int		is_name;
} words[WORDS_MAX];

/* Steele and Vigna's SplitMix64. */
static uint64_t
next(uint64_t *seed)
{
	uint64_t x = *seed += UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

static size_t
read_words(const char *path)
{
	FILE *f = fopen(path, "r");
	char line[256], kind[16];
	uint64_t sum = 0;
	size_t n = 0;

	if (f == NULL) {
		perror(path);
		exit(1);
	}
	while (n < WORDS_MAX && fgets(line, sizeof(line), f) != NULL)
		if (sscanf(line, "%63s %" SCNu64 " %15s", words[n].word,
		    &words[n].below, kind) == 3) {
			words[n].is_name = kind[0] == 'n' &&
			    strchr("rstz", kind[1]) != NULL && kind[1] != '\0';
			sum += words[n].below;
			words[n++].below = sum;
		}
	fclose(f);
	return n;
}

static size_t
draw(uint64_t *seed, size_t count)
{
	uint64_t at = next(seed) % words[count - 1].below;
	size_t low = 0, high = count - 1, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (words[middle].below <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const char *
pick(uint64_t *seed, size_t count)
{
	size_t n;

	do
		n = draw(seed, count);
	while (words[n].is_name && next(seed) % 3 != 0);
	return words[n].word;
}

static size_t
put_text(uint64_t *seed, size_t count)
{
	static const char *const ends[] = { "，", "。", "，", "；", "。", "！" };
	uint64_t sentences = next(seed) % 8 + 1, n;
	size_t bytes = 0;
	const char *word;

	while (sentences-- > 0) {
		for (n = next(seed) % 16 + 4; n > 0; n--) {
			word = pick(seed, count);
			bytes += strlen(word);
			fputs(word, stdout);
		}
		word = ends[next(seed) % 6];
		bytes += strlen(word);
		fputs(word, stdout);
	}
	return bytes;
}

int
main(int argc, char **argv)
{
	uint64_t seed = 20261122;
	size_t want, done, count;
	unsigned long id;

	if (argc != 3) {
		fputs("usage: texts dictionary bytes\n", stderr);
		return 64;
	}
	count = read_words(argv[1]);
	want = strtoull(argv[2], NULL, 10);
	for (id = 1, done = 0; count > 0 && done < want; id++) {
		printf("{\"id\":\"t%lu\",\"text\":\"", id);
		done += put_text(&seed, count) + 20;
		puts("\"}");
	}
	return fflush(stdout) == EOF || ferror(stdout) ? 74 : 0;
}
