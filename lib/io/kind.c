#include <stdint.h>

#include "io/kind.h"
#include "io/unpack.h"

#define OFFICE(format)	"libreoffice --headless --convert-to " format " FILE"

static const struct kind text = { CONTENT_TEXT, "", "" };
static const struct kind tar = { CONTENT_TAR, "a tar archive",
    "tar -xf FILE" };
static const struct kind zip = { CONTENT_ZIP, "a zip archive",
    "unzip FILE" };
static const struct kind twice = { CONTENT_OTHER,
    "a file that was compressed twice", "gzip, xz or zstd -dc FILE" };
const struct kind kind_office = { CONTENT_OTHER, "an Office file",
    OFFICE("txt:Text") };

static const struct signature {
	struct span	bytes;
	bool		binary;	/* a text might begin so; a NUL follows */
	struct kind	kind;
} signatures[] = {
	{ { "%PDF-", 5 }, false, { CONTENT_OTHER, "a PDF file",
	    "pdftotext -enc UTF-8 FILE.pdf FILE.txt" } },
	{ { "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8 }, false, { CONTENT_OTHER,
	    "an old Office file (.xls, .doc, .ppt, .wps)",
	    "ssconvert FILE.xls FILE.csv, or " OFFICE("txt:Text") } },
	{ { "{\\rtf", 5 }, false, { CONTENT_OTHER, "an RTF file",
	    OFFICE("txt:Text") } },
	{ { "CAJ\0", 4 }, false, { CONTENT_OTHER, "a CAJ file",
	    "caj2pdf convert FILE.caj -o FILE.pdf, then pdftotext" } },
	{ { "HN\0", 3 }, false, { CONTENT_OTHER, "a CAJ file (HN)",
	    "caj2pdf convert FILE.caj -o FILE.pdf, then pdftotext" } },
	{ { "NH\0", 3 }, false, { CONTENT_OTHER, "an NH file",
	    "caj2pdf convert FILE.nh -o FILE.pdf, then pdftotext" } },
	{ { "KDH", 3 }, true, { CONTENT_OTHER, "a KDH file",
	    "caj2pdf convert FILE.kdh -o FILE.pdf, then pdftotext" } },
	{ { "TEB", 3 }, true, { CONTENT_OTHER, "a TEB file",
	    "CAJViewer, which prints it as PDF, then pdftotext" } },
	{ { "\x89PNG", 4 }, false, { CONTENT_OTHER, "a picture (PNG)",
	    "tesseract FILE.png FILE -l chi_sim" } },
	{ { "\xff\xd8\xff", 3 }, false, { CONTENT_OTHER, "a picture (JPEG)",
	    "tesseract FILE.jpg FILE -l chi_sim" } },
	{ { "II*\0", 4 }, false, { CONTENT_OTHER, "a picture (TIFF)",
	    "tesseract FILE.tif FILE -l chi_sim" } },
	{ { "MM\0*", 4 }, false, { CONTENT_OTHER, "a picture (TIFF)",
	    "tesseract FILE.tif FILE -l chi_sim" } },
	{ { "GIF8", 4 }, true, { CONTENT_OTHER, "a picture (GIF)",
	    "tesseract FILE.gif FILE -l chi_sim" } },
	{ { "RIFF", 4 }, true, { CONTENT_OTHER, "a picture (WebP) or sound",
	    "tesseract FILE.webp FILE -l chi_sim" } },
	{ { "AT&TFORM", 8 }, true, { CONTENT_OTHER, "a DjVu file",
	    "djvutxt FILE.djvu FILE.txt" } },
	{ { "SQLite format 3\0", 16 }, false, { CONTENT_OTHER,
	    "an SQLite database",
	    "sqlite3 -csv -header FILE 'select * from TABLE'" } },
	{ { "BZh91AY&SY", 10 }, false, { CONTENT_OTHER, "a bzip2 file",
	    "bzip2 -dc FILE" } },
	{ { "Rar!\x1a\x07", 6 }, false, { CONTENT_OTHER, "a RAR archive",
	    "unar FILE.rar" } },
	{ { "7z\xbc\xaf\x27\x1c", 6 }, false, { CONTENT_OTHER,
	    "a 7-Zip archive", "7z x FILE.7z" } }
};

/* OpenDocument and EPUB say in their first member what they are. */
#define MIMETYPE_AT	30
#define MIMETYPE	"mimetypeapplication/"

static const struct {
	struct span	type;
	struct kind	kind;
} documents[] = {
	{ { "vnd.oasis.opendocument.spreadsheet", 34 }, { CONTENT_OTHER,
	    "an OpenDocument table", "ssconvert FILE.ods FILE.csv" } },
	{ { "vnd.oasis.opendocument", 22 }, { CONTENT_OTHER,
	    "an OpenDocument file", OFFICE("txt:Text") } },
	{ { "epub+zip", 8 }, { CONTENT_OTHER, "an EPUB book",
	    "pandoc -t plain --wrap=none FILE.epub -o FILE.txt" } }
};

static const struct {
	struct span	prefix;
	struct kind	kind;
} members[] = {
	{ { "word/", 5 }, { CONTENT_OTHER, "a Word file (.docx)",
	    "pandoc -t plain --wrap=none FILE.docx -o FILE.txt" } },
	{ { "xl/", 3 }, { CONTENT_OTHER, "an Excel file (.xlsx)",
	    "ssconvert FILE.xlsx FILE.csv" } },
	{ { "ppt/", 4 }, { CONTENT_OTHER, "a PowerPoint file (.pptx)",
	    OFFICE("pdf") ".pptx, then pdftotext" } }
};

/* One byte may be another, so that a flipped bit is a damaged archive. */
static bool
is_zip(struct span head)
{
	static const char local[] = "PK\3\4", empty[] = "PK\5\6";
	size_t i, a = 0, b = 0;

	for (i = 0; i < 4 && i < head.n; i++) {
		a += head.p[i] == local[i];
		b += head.p[i] == empty[i];
	}
	return a >= 3 || b >= 3;
}

/*
 * By its mark or by the sum of its first block (POSIX.1-1988 ustar, and the
 * forms before it), so that a flipped bit in one of them is a damaged archive.
 */
static bool
is_tar(struct span head)
{
	enum { SUM = 148, SUM_BYTES = 8, MARK = 257 };
	unsigned sum = 0, stated = 0;
	size_t i;

	if (head.n < KIND_BYTES)
		return false;
	if (memcmp(head.p + MARK, "ustar", 5) == 0)
		return true;
	for (i = 0; i < KIND_BYTES; i++)
		sum += i >= SUM && i < SUM + SUM_BYTES ? ' ' :
		    (unsigned char)head.p[i];
	for (i = SUM; i < SUM + SUM_BYTES && head.p[i] == ' '; i++)
		;
	for (; i < SUM + SUM_BYTES && head.p[i] >= '0' && head.p[i] <= '7';
	    i++)
		stated = stated * 8 + (unsigned)(head.p[i] - '0');
	return stated > 0 && stated == sum &&
	    memchr(head.p, '\0', KIND_BYTES) != NULL;
}

static const struct kind *
zip_or_document(struct span head)
{
	struct span rest = span_from(head, MIMETYPE_AT);
	size_t i;

	if (!span_starts(rest, SPAN(MIMETYPE)))
		return &zip;
	rest = span_from(rest, sizeof(MIMETYPE) - 1);
	for (i = 0; i < sizeof(documents) / sizeof(documents[0]); i++)
		if (span_starts(rest, documents[i].type))
			return &documents[i].kind;
	return &zip;
}

const struct kind *
kind_of(struct span head)
{
	const struct signature *s = signatures;
	const struct signature *end = s +
	    sizeof(signatures) / sizeof(signatures[0]);

	for (; s < end; s++)
		if (span_starts(head, s->bytes) && (!s->binary ||
		    memchr(head.p, '\0', head.n) != NULL))
			return &s->kind;
	if (is_zip(head))
		return zip_or_document(head);
	if (is_tar(head))
		return &tar;
	return unpack_codec(head) != NULL ? &twice : &text;
}

bool
kind_is_clear(struct span head)
{
	size_t n = span_index(head, '\n');

	return head.n >= KIND_BYTES ||
	    (n < head.n && memchr(head.p, '\0', n) == NULL);
}

const struct kind *
kind_by_member(struct span name)
{
	size_t i;

	for (i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		if (span_starts(name, members[i].prefix))
			return &members[i].kind;
	return span_is(name, "[Content_Types].xml") ? &kind_office : NULL;
}

int
kind_refuse(const struct kind *kind, const char *file, struct err *e)
{
	return err_set(e, ERR_DATA, file, 0, 0, "expected text or a table, "
	    "got %s; try: %s", kind->name, kind->advice);
}
