#include "county.h"

uint64_t
dice_roll(struct dice *dice)
{
	uint64_t	z;

	z = dice->state += 0x9e3779b97f4a7c15;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

int64_t
dice_between(struct dice *dice, int64_t low, int64_t high)
{
	return low + (int64_t)(dice_roll(dice) % (uint64_t)(high - low + 1));
}

bool
dice_percent(struct dice *dice, int percent)
{
	return dice_between(dice, 1, 100) <= percent;
}
