#include "normalize/guise.h"

#include <string.h>
#include <strings.h>

#include "base/ascii.h"
#include "record/record.h"

static const struct guise json_lines = { "JSON Lines",
    "-r jsonl; segment and tag take them as they are", true, false };
static const struct guise json_array = { "a JSON array",
    "jq -c '.[]' FILE | normalize -r jsonl", true, false };
static const struct guise json_pretty = { "JSON over several lines",
    "jq -c . FILE | normalize -r jsonl", true, false };
static const struct guise html = { "HTML", "-r web; of a table saved as .xls: "
    "open it and save it as CSV", true, true };
static const struct guise sheet = { "an Excel file of XML",
    "ssconvert FILE.xls FILE.csv", false, false };
static const struct guise word = { "a Word file of XML",
    "libreoffice --headless --convert-to txt:Text FILE", false, false };
static const struct guise mail = { "a message of mail, or a page saved as one",
    "open it, and save its text, or what is attached", false, false };

/* Whether s begins with those ASCII letters, in whichever case. */
static bool
begins(struct span s, const char *with)
{
	const size_t n = strlen(with);

	return s.n >= n && strncasecmp(s.p, with, n) == 0;
}

/* Where the ASCII letters stand first, in whichever case; s.n if nowhere. */
static size_t
find(struct span s, const char *what)
{
	size_t at = 0;

	while (at < s.n && !begins(span_from(s, at), what))
		at++;
	return at;
}

static bool
has(struct span s, const char *what)
{
	return find(s, what) < s.n;
}

/* A line as it comes; false at the end. */
static bool
next_line(struct span *rest, struct span *line)
{
	size_t n = span_index(*rest, '\n');

	if (rest->n == 0)
		return false;
	*line = span_make(rest->p, n);
	line->n -= span_ends(*line, SPAN("\r"));
	*rest = span_from(*rest, n + 1);
	return true;
}

static const struct guise *
guise_of_xml(struct span head)
{
	if (has(head, "progid=\"Excel.Sheet\"") ||
	    has(head, "<Workbook xmlns=\"urn:schemas-microsoft-com:office"))
		return &sheet;
	return has(head, "progid=\"Word.Document\"") ||
	    has(head, "<w:wordDocument") || has(head, "<office:document") ?
	    &word : NULL;
}

static const struct guise *
guise_of_page(struct span head)
{
	static const char *const begin[] = { "<!doctype html", "<html",
	    "<head", "<meta ", "<table" };
	struct span rest = head;
	size_t i;

	if (begins(rest, "<?xml"))
		rest = span_trim(span_from(rest, find(rest, "?>") + 2));
	for (i = 0; i < sizeof(begin) / sizeof(begin[0]); i++)
		if (begins(rest, begin[i]))
			return &html;
	return NULL;
}

/* Name: value, as RFC 5322 has it. */
static bool
is_field(struct span line)
{
	size_t n = 0;

	while (n < line.n && (ascii_is_alnum(line.p[n]) ||
	    line.p[n] == '-'))
		n++;
	return n > 0 && n < line.n && line.p[n] == ':';
}

/* Fields up to a blank line, and among them what MIME demands. */
static bool
is_mail(struct span head)
{
	struct span rest = head, line;
	bool mime = false;

	while (next_line(&rest, &line) && line.n > 0) {
		if (line.p[0] != ' ' && line.p[0] != '\t' && !is_field(line))
			return false;
		mime = mime || begins(line, "MIME-Version:") ||
		    begins(line, "Content-Type:");
	}
	return mime;
}

static const struct guise *
guise_of_json(struct span head, struct arena *arena)
{
	struct span rest = head, line = SPAN(""), first;
	struct record record = { .arena = arena };
	struct err e = { 0 };

	next_line(&rest, &line);
	first = span_trim(span_from(line, 1));
	if (line.p[0] == '[')
		return first.n == 0 || first.p[0] == '{' ? &json_array : NULL;
	if (first.n == 0)
		return &json_pretty;
	return record_parse(&record, arena, line, &e) == 0 ? &json_lines :
	    NULL;
}

const struct guise *
guise_of(struct span text, struct arena *arena)
{
	const struct guise *xml;
	struct span head = span_trim(text);

	if (head.n == 0)
		return NULL;
	if (head.p[0] == '{' || head.p[0] == '[')
		return guise_of_json(head, arena);
	if (head.n > GUISE_BYTES)
		head.n = GUISE_BYTES;
	if (head.p[0] == '<') {
		xml = guise_of_xml(head);
		return xml != NULL ? xml : guise_of_page(head);
	}
	return ascii_is_letter(head.p[0]) && is_mail(head) ? &mail : NULL;
}
