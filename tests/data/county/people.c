#include <string.h>

#include "county.h"

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

/* Province 99 doesn't exist, nor does anything in it. */
struct town {
	const char	*code;		/* 9 digits */
	const char	*name;
	const char	*villages[4];
};

static const struct {
	const char	*code;
	const char	*name;
} counties[] = {
	{ "999321", "云溪县" },
	{ "999322", "临河县" }
};

static const struct town towns[] = {
	{ "999321100", "青禾镇", { "东岗村", "西岗村", "新桥村", "柳树村" } },
	{ "999321101", "石桥镇", { "石桥村", "红旗村", "大湾村", "枣林村" } },
	{ "999321102", "柳溪镇", { "上溪村", "下溪村", "杨庄村", "渡口村" } },
	{ "999321103", "南塘镇", { "南塘社区", "北塘社区", "荷花村", "水渠村" } },
	{ "999321200", "望江乡", { "望江村", "沙洲村", "茶山村", "竹园村" } },
	{ "999321201", "白鹭乡", { "白鹭村", "高坪村", "三岔村", "石屋村" } },
	{ "999322100", "河口镇", { "河口社区", "东堤村", "西堤村", "瓦窑村" } }
};

static const char *const surnames[] = {
	"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙"
};

static const char *const given[] = {
	"建国", "桂兰", "小军", "秀英", "志强", "春梅", "海涛", "玉珍", "文斌",
	"晓燕", "大勇", "丽华", "永福", "佳怡", "德胜", "冬梅"
};

/*
 * First digits of numbers of which the rest is made up.  No range of China's
 * is kept for examples, so nobody can promise that none was ever given out.
 */
static const char *const prefixes[] = {
	"199", "198", "191", "166", "177", "173", "133", "153", "180", "181",
	"189", "139", "138", "137", "136", "135", "134", "150", "151", "152",
	"157", "158", "159", "182", "183", "184", "187", "188", "130", "131"
};

/* The seventh town is the neighbour's: one case in sixteen. */
void
place_pick(struct place *place, struct dice *dice)
{
	const struct town	*town;
	int			 village;

	town = &towns[dice_between(dice, 1, 16) == 1 ? COUNT(towns) - 1 :
	    (size_t)dice_between(dice, 0, COUNT(towns) - 2)];
	village = (int)dice_between(dice, 0, 3);
	place->town = town->name;
	place->village = town->villages[village];
	snprintf(place->region, sizeof(place->region), "%s%03d", town->code,
	    200 + village);
	snprintf(place->grid, sizeof(place->grid), "%s%02d", place->region,
	    (int)dice_between(dice, 1, 3));
}

void
place_write_names(FILE *file)
{
	size_t	i;
	int	village;

	fputs("code,name\r\n", file);
	for (i = 0; i < COUNT(counties); i++)
		fprintf(file, "%s,%s\r\n", counties[i].code, counties[i].name);
	for (i = 0; i < COUNT(towns); i++) {
		fprintf(file, "%s,%s\r\n", towns[i].code, towns[i].name);
		for (village = 0; village < 4; village++)
			fprintf(file, "%s%03d,%s\r\n", towns[i].code,
			    200 + village, towns[i].villages[village]);
	}
}

/* GB 11643: the check digit of 17 digits, ISO 7064 MOD 11-2. */
static char
check_digit(const char *digits)
{
	static const int	weights[17] = {
		7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2
	};
	int			sum = 0;
	size_t			i;

	for (i = 0; i < COUNT(weights); i++)
		sum += (digits[i] - '0') * weights[i];
	return "10X98765432"[sum % 11];
}

/*
 * All numbers differ, and many only in the middle, which a mask takes away:
 * who tells callers by 199****1919 finds too few.
 */
static void
phone_make(char phone[12], uint64_t number)
{
	snprintf(phone, 12, "%s%04d%04d",
	    prefixes[number / 10000 % COUNT(prefixes)],
	    (int)(number % 10000 * 7919 % 10000), (int)(number % 97 * 101));
}

void
caller_make(struct caller *caller, uint64_t number, struct dice *dice)
{
	snprintf(caller->name, sizeof(caller->name), "%s%s",
	    surnames[dice_roll(dice) % COUNT(surnames)],
	    given[dice_roll(dice) % COUNT(given)]);
	phone_make(caller->phone, number);
	snprintf(caller->id_number, sizeof(caller->id_number),
	    "419321%04d%02d%02d%03d",	/* no county of an existing province */
	    (int)dice_between(dice, 1945, 2004), (int)dice_between(dice, 1, 12),
	    (int)dice_between(dice, 1, 28), (int)dice_between(dice, 1, 999));
	caller->id_number[17] = check_digit(caller->id_number);
	caller->id_number[18] = '\0';
}
