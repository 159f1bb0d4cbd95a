#include "tag/chain.h"
#include "tag/sort.h"

#define NOWHERE	UINT32_MAX

/* A part that stands somewhere, and how a chain goes on from it. */
struct link {
	uint32_t	start, end;
	uint32_t	stop;		/* end of its piece */
	uint32_t	reach;		/* least end of a chain from here */
};

struct links {
	struct link	*items;
	size_t		 count;
};

static int
by_start(const void *left, const void *right)
{
	const struct link *a = left, *b = right;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return a->reach < b->reach ? -1 : a->reach > b->reach;
}

static int
by_end(const void *left, const void *right)
{
	const struct link *a = left, *b = right;

	if (a->end != b->end)
		return a->end < b->end ? -1 : 1;
	return a->start < b->start ? -1 : a->start > b->start;
}

/* What was found and lies whole in one piece, in order of start. */
static struct links
links_of(struct search *s, const struct matcher *m, struct founds f)
{
	const struct cut_piece *pieces;
	size_t n = text_pieces(&s->text, m->within, &pieces), p = 0, i;
	struct links l = { NULL, 0 };

	l.items = arena_alloc(s->arena, f.count * sizeof(*l.items));
	for (i = 0; i < f.count; i++) {
		while (p < n && pieces[p].char_end <= f.items[i].start)
			p++;
		if (p == n)
			break;
		if (f.items[i].start >= pieces[p].char_start &&
		    f.items[i].end <= pieces[p].char_end)
			l.items[l.count++] = (struct link){ f.items[i].start,
			    f.items[i].end, (uint32_t)pieces[p].char_end,
			    f.items[i].end };
	}
	return l;
}

/* The last part of a chain: of those that begin at one place, the longest. */
static struct links
last_links(struct search *s, const struct matcher *m, struct founds part)
{
	struct links l = links_of(s, m, part);
	size_t i, n = 0;

	for (i = 0; i < l.count; i++) {
		if (n > 0 && l.items[n - 1].start == l.items[i].start)
			n--;
		l.items[n++] = l.items[i];
	}
	l.count = n;
	return l;
}

/* Takes what doesn't go on out, and brings the rest in order of start. */
static struct links
keep_complete(struct links l)
{
	size_t i, n = 0;

	for (i = 0; i < l.count; i++)
		if (l.items[i].reach != NOWHERE)
			l.items[n++] = l.items[i];
	l.count = n;
	sort_items(l.items, l.count, sizeof(*l.items), by_start);
	return l;
}

/*
 * Lets each of from, in order of end, go on with one of to, in order of
 * start, which begins behind it and within the gap: with that of the least
 * reach.  Both bounds only rise, so the candidates are a queue in which
 * whoever is behind and reaches less puts the others out.
 */
static void
join(struct search *s, struct links from, struct links to, struct gap gap)
{
	uint32_t *queue = arena_alloc(s->arena, to.count * sizeof(*queue));
	size_t head = 0, tail = 0, next = 0, i;
	struct link *f;

	for (i = 0; i < from.count; i++) {
		f = &from.items[i];
		for (; next < to.count && to.items[next].start < f->stop &&
		    to.items[next].start <= f->end + gap.most; next++) {
			while (tail > head && to.items[queue[tail - 1]].reach >=
			    to.items[next].reach)
				tail--;
			queue[tail++] = (uint32_t)next;
		}
		while (head < tail && to.items[queue[head]].start <
		    f->end + gap.least)
			head++;
		if (head < tail && to.items[queue[head]].reach < f->reach)
			f->reach = to.items[queue[head]].reach;
	}
}

/* Of the chains in order of start, the shortest from each. */
static struct founds
tell(struct search *s, struct links l)
{
	struct found *items = arena_alloc(s->arena, l.count * sizeof(*items));
	size_t i, n = 0;

	for (i = 0; i < l.count; i++)
		if (n == 0 || items[n - 1].start != l.items[i].start)
			items[n++] = (struct found){ l.items[i].start,
			    l.items[i].reach, 1 };
	return (struct founds){ items, n };
}

/* From a part on, chains that aren't joined yet, in order of end. */
static struct links
open_links(struct search *s, const struct matcher *m, struct founds part)
{
	struct links l = links_of(s, m, part);
	size_t i;

	for (i = 0; i < l.count; i++)
		l.items[i].reach = NOWHERE;
	sort_items(l.items, l.count, sizeof(*l.items), by_end);
	return l;
}

struct founds
chain_seq(struct search *s, const struct matcher *m,
    const struct founds *parts)
{
	struct links to, from;
	uint32_t i = m->part_count - 1;

	to = last_links(s, m, parts[i]);
	while (i-- > 0) {
		from = open_links(s, m, parts[i]);
		join(s, from, to, m->gaps != NULL ? m->gaps[i] :
		    (struct gap){ 0, m->gap });
		to = keep_complete(from);
	}
	return tell(s, to);
}

/* chains[set][first]: those that begin with a part and hold those of set. */
struct net {
	struct search		*s;
	const struct matcher	*m;
	const struct founds	*parts;
	struct links		 chains[1 << TAG_MAX_NEAR][TAG_MAX_NEAR];
};

/* The parts of set are its bits; first is one of them. */
static struct links
chains_from(struct net *net, uint32_t set, uint32_t first)
{
	const struct matcher *m = net->m;
	uint32_t rest = set & ~(1u << first), next;
	struct links from;

	if (rest == 0)
		return last_links(net->s, m, net->parts[first]);
	from = open_links(net->s, m, net->parts[first]);
	for (next = 0; next < m->part_count; next++)
		if ((rest >> next & 1) != 0)
			join(net->s, from, net->chains[rest][next],
			    (struct gap){ 0, m->gap });
	return keep_complete(from);
}

struct founds
chain_near(struct search *s, const struct matcher *m,
    const struct founds *parts)
{
	struct net *net = arena_alloc(s->arena, sizeof(*net));
	uint32_t set, first, whole = (1u << m->part_count) - 1;
	struct links all = { NULL, 0 }, some;

	net->s = s;
	net->m = m;
	net->parts = parts;
	for (set = 1; set <= whole; set++)
		for (first = 0; first < m->part_count; first++)
			if ((set >> first & 1) != 0)
				net->chains[set][first] =
				    chains_from(net, set, first);
	for (first = 0; first < m->part_count; first++)
		all.count += net->chains[whole][first].count;
	all.items = arena_alloc(s->arena, all.count * sizeof(*all.items));
	all.count = 0;
	for (first = 0; first < m->part_count; first++) {
		some = net->chains[whole][first];
		if (some.count > 0)
			memcpy(all.items + all.count, some.items,
			    some.count * sizeof(*some.items));
		all.count += some.count;
	}
	sort_items(all.items, all.count, sizeof(*all.items), by_start);
	return tell(s, all);
}

/* A part of an all, in a piece. */
struct member {
	uint32_t	start, end;
	uint32_t	stop;		/* end of its piece */
	uint32_t	part;
};

static int
compare_members(const void *left, const void *right)
{
	const struct member *a = left, *b = right;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return a->end < b->end ? -1 : a->end > b->end;
}

static size_t
members_of(struct search *s, const struct matcher *m,
    const struct founds *parts, struct member **members)
{
	size_t total = 0, n = 0, i;
	struct links l;
	uint32_t part;

	for (part = 0; part < m->part_count; part++)
		total += parts[part].count;
	*members = arena_alloc(s->arena, total * sizeof(**members));
	for (part = 0; part < m->part_count; part++) {
		l = links_of(s, m, parts[part]);
		for (i = 0; i < l.count; i++)
			(*members)[n++] = (struct member){ l.items[i].start,
			    l.items[i].end, l.items[i].stop, part };
	}
	sort_items(*members, n, sizeof(**members), compare_members);
	return n;
}

/* Whether something that must not lies in the piece around the character. */
static bool
is_barred(struct search *s, const struct matcher *m,
    const struct founds *none, uint32_t character)
{
	const struct cut_piece *p;
	uint32_t k;

	p = text_piece_at(&s->text, m->within, character);
	for (k = 0; k < m->none_count; k++)
		if (founds_in_piece(none[k], p))
			return true;
	return false;
}

/*
 * Where the shortest stretch that holds `want` parts ends, given the least end
 * of each.
 */
static uint32_t
stretch(const uint32_t *least, uint32_t count, uint32_t want)
{
	uint32_t ends[TAG_MAX_PARTS] = { 0 }, i, k;

	for (i = 0; i < count; i++) {
		for (k = i; k > 0 && ends[k - 1] > least[i]; k--)
			ends[k] = ends[k - 1];
		ends[k] = least[i];
	}
	return ends[want - 1];
}

/* The best of one piece; members are from its first to before n. */
static struct found
best_of_piece(const struct matcher *m, const struct member *members, size_t n,
    size_t *first)
{
	struct found best = { 0, NOWHERE, 1 };
	uint32_t least[TAG_MAX_PARTS], end, stop = members[n - 1].stop;
	size_t i;

	memset(least, 0xff, sizeof(least));
	for (i = n; i > 0 && members[i - 1].stop == stop; i--) {
		if (members[i - 1].end < least[members[i - 1].part])
			least[members[i - 1].part] = members[i - 1].end;
		end = stretch(least, m->part_count, m->least);
		if (end != NOWHERE && end - members[i - 1].start <=
		    best.end - best.start)
			best = (struct found){ members[i - 1].start, end, 1 };
	}
	*first = i;
	return best;
}

struct founds
chain_all(struct search *s, const struct matcher *m,
    const struct founds *parts, const struct founds *none)
{
	struct member *members;
	size_t n = members_of(s, m, parts, &members), count = 0, i;
	struct found *items, best;

	items = arena_alloc(s->arena, n * sizeof(*items));
	while (n > 0) {
		best = best_of_piece(m, members, n, &n);
		if (best.end != NOWHERE && !is_barred(s, m, none, best.start))
			items[count++] = best;
	}
	for (i = 0; i < count / 2; i++) {
		best = items[i];
		items[i] = items[count - 1 - i];
		items[count - 1 - i] = best;
	}
	return (struct founds){ items, count };
}
