#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * requests COUNT: so many made-up requests as JSON Lines, 12 fields and about
 * 440 bytes each; the same for every call.
 */

#define AREAS	17
#define CALLERS	400000

static const char *const kinds[] = { "投诉", "求助", "咨询", "建议", "感谢" };
static const char *const channels[] = { "电话", "网络", "来访", "网格" };
static const char *const places[] = {
	"东关街道", "西河镇", "南桥乡", "北苑街道", "中山街道", "石塘镇",
};
static const char *const sentences[] = {
	"物业公司擅自提高停车费，业主多次反映没有得到回应。",
	"路灯坏了半个月，晚上出行很不安全！",
	"小区化粪池外溢，网格员上报以后仍未清理。",
	"村务公开栏一年没有更新，村民要求公开账目。",
	"工地夜间施工，噪音扰民，希望有关部门尽快处理。",
	"公交线路调整后老人看病要换乘三次。",
};

/* Steele and Vigna's SplitMix64. */
static uint64_t
next(uint64_t *seed)
{
	uint64_t x = *seed += UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

static unsigned
below(uint64_t *seed, unsigned n)
{
	return (unsigned)(next(seed) % n);
}

#define PICK(seed, list) \
	(list)[below(seed, sizeof(list) / sizeof((list)[0]))]

/* In hundredths of an hour: most are closed within days, few after weeks. */
static unsigned
duration(uint64_t *seed)
{
	unsigned days = below(seed, 30) + 1;

	return below(seed, 2400 * days / (below(seed, 6) + 1) + 1);
}

static void
put_time_and_place(uint64_t *seed)
{
	unsigned month = below(seed, 12) + 1, day = below(seed, 28) + 1;
	unsigned hour = below(seed, 24), minute = below(seed, 60);
	unsigned area = below(seed, AREAS) + 1, town = below(seed, 12) + 1;

	printf("\"collected\":\"2026-%02u-%02uT%02u:%02u:00+08:00\","
	    "\"region\":\"9991%02u%03u%03u\",", month, day, hour, minute,
	    area, town, below(seed, 20) + 200);
	printf("\"kind\":\"%s\",", PICK(seed, kinds));
	printf("\"channel\":\"%s\",", PICK(seed, channels));
}

static void
put_figures(uint64_t *seed)
{
	uint64_t caller = below(seed, CALLERS);
	unsigned hours = duration(seed), resolved = below(seed, 10) > 2;

	printf("\"caller\":\"phone:%016" PRIx64 "\",\"hours\":%u.%02u,"
	    "\"resolved\":%u,\"satisfied\":%u,", next(&caller), hours / 100,
	    hours % 100, resolved, below(seed, 10) > 3);
}

static void
put_request(uint64_t *seed, unsigned long number)
{
	const char *place = PICK(seed, places);

	printf("{\"id\":\"GD%09lu\",", number);
	put_time_and_place(seed);
	put_figures(seed);
	printf("\"title\":\"%s停车\",\"text\":\"", place);
	for (int i = 0; i < 3; i++)
		fputs(PICK(seed, sentences), stdout);
	printf("\",\"org\":\"%s办事处\"}\n", place);
}

int
main(int argc, char **argv)
{
	uint64_t seed = 1;
	unsigned long count = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;

	if (count == 0) {
		fprintf(stderr, "usage: requests COUNT\n");
		return 64;
	}
	for (unsigned long i = 1; i <= count; i++)
		put_request(&seed, i);
	return fflush(stdout) == 0 ? 0 : 74;
}
