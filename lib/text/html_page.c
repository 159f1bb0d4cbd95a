#include "text/html_page.h"

#include "base/span.h"

static const char *const roles[] = { "navigation", "banner", "contentinfo",
    "complementary", "search", "menu", "menubar", "dialog" };

/* Words of ids and classes, as pages in Chinese and English use them. */
static const char *const words[] = { "nav", "navbar", "navi", "navigation",
    "menu", "topbar", "toolbar", "breadcrumb", "breadcrumbs", "crumb",
    "crumbs", "position", "location", "sidebar", "aside", "footer", "foot",
    "copyright", "share", "sharing", "bdsharebuttonbox", "bdshare", "social",
    "comment", "comments", "reply", "related", "recommend", "hot", "tags",
    "ad", "ads", "advert", "advertisement", "banner", "login", "register",
    "search", "pager", "pagination", "pages", "qrcode", "print", "friendlink",
    "links", "cookie", "popup", "modal" };

static bool
is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool
is_word(struct span s, const char *const *list, size_t count)
{
	size_t i, k;

	for (i = 0; i < count; i++) {
		for (k = 0; k < s.n && (s.p[k] | 0x20) == list[i][k];)
			k++;
		if (k == s.n && list[i][k] == '\0')
			return true;
	}
	return false;
}

/* True if one of the words that s is made of, as in `left-nav`, is listed. */
static bool
says(const char *text, const char *const *list, size_t count)
{
	struct span s;
	size_t at = 0, from;

	if (text == NULL)
		return false;
	for (s = span_of(text); at < s.n; at++) {
		for (from = at; at < s.n && is_letter(s.p[at]);)
			at++;
		if (at > from && is_word(span_make(s.p + from, at - from),
		    list, count))
			return true;
	}
	return false;
}

#define SAYS(text, list)	\
	says(text, list, sizeof(list) / sizeof((list)[0]))

/* Most of it links, and several: a menu. */
static bool
is_links(const struct html_measure *m)
{
	return m->links >= 3 && m->link_chars * 10 >= m->chars * 6;
}

bool
html_page_drops(const struct html_look *look, const struct html_measure *m,
    const struct html_measure *whole, bool in_article)
{
	if (look->article || m->chars * 2 > whole->chars)
		return false;
	return look->frames || (look->head && !in_article) ||
	    SAYS(look->role, roles) || SAYS(look->names[0], words) ||
	    SAYS(look->names[1], words) || (look->box && is_links(m));
}
