#include "run/seen.h"

#include "base/mem.h"

#define ROOM_FIRST	((size_t)1024)

/* Where the number stands, or would. */
static uint64_t *
slot_of(const struct seen *s, uint64_t number)
{
	size_t i = number & (s->room - 1);

	while (s->slots[i] != 0 && s->slots[i] != number)
		i = (i + 1) & (s->room - 1);
	return &s->slots[i];
}

static void
grow(struct seen *s)
{
	struct seen new = { .count = s->count };
	size_t i;

	new.room = s->room == 0 ? ROOM_FIRST : 2 * s->room;
	new.slots = mem_zero(new.room, sizeof(*new.slots));
	for (i = 0; i < s->room; i++)
		if (s->slots[i] != 0)
			*slot_of(&new, s->slots[i]) = s->slots[i];
	mem_free(s->slots);
	*s = new;
}

bool
seen_add(struct seen *s, uint64_t number)
{
	uint64_t *slot;

	if (2 * s->count == s->room && s->count < SEEN_MAX)
		grow(s);
	slot = slot_of(s, number);
	if (*slot == number)
		return false;
	if (s->count < SEEN_MAX) {
		*slot = number;
		s->count++;
	}
	return true;
}

void
seen_free(struct seen *s)
{
	mem_free(s->slots);
	*s = (struct seen){ 0 };
}
