#include <stddef.h>

#include "aggregate/case_days.h"
#include "base/mem.h"

/* A day more on both sides: zones differ. */
#define FIRST_DAY	(-719163)	/* before 0001-01-01 */
#define DAYS		3652061		/* up to the day behind 9999-12-31 */
#define WORD		64

void
case_days_free(struct case_days *d)
{
	mem_free(d->bits);
	*d = (struct case_days){0};
}

void
case_days_note(struct case_days *d, int64_t day)
{
	uint64_t bit;

	if (day < FIRST_DAY || day >= FIRST_DAY + DAYS)
		return;
	if (d->bits == NULL) {
		d->bits = mem_zero(DAYS / WORD + 1, sizeof(*d->bits));
		d->first = d->last = day;
	}
	if (day < d->first)
		d->first = day;
	if (day > d->last)
		d->last = day;
	bit = (uint64_t)(day - FIRST_DAY);
	d->bits[bit / WORD] |= UINT64_C(1) << bit % WORD;
}

bool
case_days_any(const struct case_days *d, int64_t from, int64_t to)
{
	uint64_t bit;

	if (d->bits == NULL)
		return false;
	if (from < d->first)
		from = d->first;
	if (to > d->last + 1)
		to = d->last + 1;
	for (int64_t day = from; day < to; day++) {
		bit = (uint64_t)(day - FIRST_DAY);
		if (d->bits[bit / WORD] >> bit % WORD & 1)
			return true;
	}
	return false;
}
