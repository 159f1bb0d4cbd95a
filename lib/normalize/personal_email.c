#include "normalize/personal_email.h"

#include "base/utf8.h"

#define LOCAL_MAX	64	/* of an address: RFC 5321, 4.5.3.1 */
#define DOMAIN_MAX	255
#define HAN_MAX		4	/* characters before the sign */

size_t
email_sign_at(struct span text, size_t at)
{
	if (byte_at(text, at) == '@')
		return 1;
	return follows(text, at, SPAN("＠")) ? 3 : 0;
}

static bool
is_local(char c)
{
	return ascii_is_alnum(c) || c == '.' || c == '_' || c == '-' ||
	    c == '+' || c == '%';
}

/*
 * Where the domain that begins at byte `at` ends: with the last label but the
 * first that begins with two letters, and with digits run together with it;
 * `at` if there is none.
 */
static size_t
domain_end(struct span text, size_t at)
{
	size_t label = at, letters, end, found = at;

	while (label - at < DOMAIN_MAX) {
		for (letters = label; ascii_is_letter(byte_at(text, letters));
		    letters++)
			;
		for (end = letters; ascii_is_alnum(byte_at(text, end));
		    end++)
			;
		if (label > at && letters - label >= 2)
			found = end;
		while (ascii_is_alnum(byte_at(text, end)) ||
		    byte_at(text, end) == '-')
			end++;
		if (end == label || byte_at(text, end) != '.')
			break;
		label = end + 1;
	}
	return found;
}

/*
 * What stands before the sign is written in Han: a name, and not more of the
 * sentence than four characters.
 */
static size_t
han_start(struct span text, size_t from, size_t at)
{
	size_t i, start;

	for (i = 0; i < HAN_MAX && at > from; i++) {
		start = at;
		if (!utf8_is_han(utf8_previous(text, &start)) || start < from)
			break;
		at = start;
	}
	return at;
}

bool
email_at(struct span text, size_t from, size_t at, struct personal *p)
{
	size_t start = at, end, behind = at + email_sign_at(text, at);

	while (start > from && at - start < LOCAL_MAX &&
	    is_local(text.p[start - 1]))
		start--;
	while (start < at && text.p[start] == '.')
		start++;
	if (start == at)
		start = han_start(text, from, at);
	if (start == at || text.p[at - 1] == '.')
		return false;
	end = domain_end(text, behind);
	*p = (struct personal){ PERSONAL_EMAIL, start, end };
	return end > behind;
}

void
email_widen(struct span text, size_t from, struct personal *p)
{
	struct personal email;
	size_t at = p->end;

	while (at - p->end < LOCAL_MAX && is_local(byte_at(text, at)))
		at++;
	if (email_sign_at(text, at) > 0 && email_at(text, from, at, &email) &&
	    email.start <= p->start)
		*p = email;
}
