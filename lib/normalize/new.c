#include "normalize/new.h"

#include "io/archive.h"
#include "io/kind.h"
#include "io/source.h"
#include "normalize/guise.h"
#include "normalize/new_write.h"
#include "record/record.h"

#define HEAD_BYTES	((size_t)4 * 1024 * 1024)
#define LONG_LINE	600	/* bytes; a paragraph, not a line */
#define PARTED_LINES	100	/* that tell a table of other signs */

/* A file that a rule is to be written for. */
struct looking {
	const char		*name;
	struct arena		*arena;
	struct span		 bytes;		/* the first of it, no BOM */
	bool			 whole;
	enum encoding		 encoding;
	const struct mask	*mask;		/* for what is shown of it */
	struct buf		*rule;
};

/* What is no text; the reader of archives knows a zip that is an Office file. */
static int
refuse(struct source *source, const struct kind *kind, const char *name,
    struct err *e)
{
	struct archive_members *members;

	if (kind->content != CONTENT_ZIP) {
		source_close(source);
		return kind_refuse(kind, name, e);
	}
	if (archive_reading.open(&members, source, name, e) == -1)
		return -1;
	archive_reading.close(members);
	return kind_refuse(kind, name, e);
}

/* The first bytes of the file, into the arena. */
static int
read_head(struct looking *l, struct err *e)
{
	char *into = arena_alloc(l->arena, HEAD_BYTES);
	const struct kind *kind;
	struct source *source;
	size_t n = 0;
	ssize_t got = 0;

	if (source_open(&source, l->name, l->name, e) == -1)
		return -1;
	kind = source_kind(source);
	if (kind->content != CONTENT_TEXT)
		return refuse(source, kind, l->name, e);
	while (n < HEAD_BYTES && (got = source_read(source, into + n,
	    HEAD_BYTES - n, e)) > 0)
		n += (size_t)got;
	source_close(source);
	if (got == -1)
		return -1;
	l->whole = n < HEAD_BYTES;
	l->bytes = span_make(into, n);
	if (span_starts(l->bytes, SPAN("\xef\xbb\xbf")))
		l->bytes = span_from(l->bytes, 3);
	return 0;
}

static int
find_encoding(struct looking *l, struct err *e)
{
	struct decoder *decoder;
	struct err why = { 0 };
	int rc;

	if (span_trim(l->bytes).n == 0)
		return err_set(e, ERR_DATA, l->name, 0, 0, "nothing is in it, "
		    "so no rule can be made for it");
	decoder = decoder_new();
	rc = encoding_guess(decoder, l->bytes, l->whole, &l->encoding, &why);
	decoder_free(decoder);
	if (rc == 0 && encoding_is_wide(l->encoding))
		rc = err_set(&why, ERR_DATA, NULL, 1, 1, "expected UTF-8, "
		    "GB18030 or Big5, got UTF-16: save the file as UTF-8");
	return rc == 0 ? 0 : err_set(e, ERR_DATA, l->name, why.line,
	    why.column, "%s", why.text);
}

/* The next line that isn't blank; false at the end. */
static bool
next_line(struct span *rest, struct span *line)
{
	size_t n;

	while (rest->n > 0) {
		n = span_index(*rest, '\n');
		*line = span_trim(span_make(rest->p, n));
		*rest = span_from(*rest, n + 1);
		if (line->n > 0)
			return true;
	}
	return false;
}

/* The first line of JSON Lines; false if it is something else. */
static bool
first_record(const struct looking *l, struct record *record)
{
	struct span rest = l->bytes, line;
	struct err e = { 0 };

	*record = (struct record){ 0 };
	return next_line(&rest, &line) && line.p[0] == '{' &&
	    record_parse(record, l->arena, line, &e) == 0;
}

/* The field of the longest string; NULL if there is none. */
static const struct field *
longest_text(const struct record *record)
{
	const struct field *best = NULL, *f;

	for (f = record->fields; f < record->fields + record->count; f++) {
		if (f->value.kind != JSON_STRING)
			continue;
		if (span_is(f->key, "text"))
			return f;
		if (best == NULL || f->value.raw.n > best->value.raw.n)
			best = f;
	}
	return best;
}

static int
put_jsonl(const struct looking *l, const struct record *record, struct err *e)
{
	const struct field *text = longest_text(record);

	if (text == NULL)
		return err_set(e, ERR_DATA, l->name, 1, 0, "expected a "
		    "string in the first record, to be its text, got none");
	buf_printf(l->rule, "input:\n  format: jsonl\n");
	if (!span_is(text->key, "text")) {
		buf_printf(l->rule, "  text: ");
		new_put_scalar(l->rule, text->key);
		buf_printf(l->rule, "                # 第一条记录里最长的文字；"
		    "改名为 text\n");
	}
	buf_printf(l->rule, "clean:\n  fields: [text]\n"
	    "  spaces: {runs: one, trim: true}\n");
	return 0;
}

/* Long lines and blank ones are those of a document. */
static bool
is_document(struct span bytes)
{
	size_t i, start = 0;

	for (i = 0; i < bytes.n; i++)
		if (bytes.p[i] == '\n') {
			if (i - start > LONG_LINE || span_trim(span_make(
			    bytes.p + start, i - start)).n == 0)
				return true;
			start = i + 1;
		}
	return bytes.n - start > LONG_LINE;
}

static void
put_text(const struct looking *l)
{
	bool document = is_document(l->bytes);

	buf_printf(l->rule, "input:\n  format: %s                   # %s\n"
	    "  encoding: %s\n", document ? "text" : "lines", document ?
	    "一个文件一条记录；一行一条改成 lines" :
	    "一行一条记录；一个文件一条改成 text", encoding_name(l->encoding));
	buf_printf(l->rule, "clean:\n  fields: [text]\n");
	if (document)
		buf_printf(l->rule, "  # 排版截断的行接回段落："
		    "lines: {unwrap: true, across_pages: true}\n");
	buf_printf(l->rule, "  spaces: {trim: true}\n");
}

static void
put_first_lines(const struct looking *l)
{
	char shown[256];

	buf_printf(l->rule, "# normalize --new %s 看文件开头猜出来的："
	    "逐项核对后再用。\n", err_quote(shown, sizeof(shown),
	    span_of(l->name)));
	buf_printf(l->rule, "# 冒号、逗号、引号、方括号一律半角。"
	    "改完运行：normalize -r ./规则.yaml --check\n"
	    "filter: normalize\nformat: 1\n");
}

static void
put_last_lines(const struct looking *l)
{
	buf_printf(l->rule, "mask: default                   # 遮盖手机号、"
	    "座机号、身份证号、银行卡号、邮箱\n"
	    "# mask: {name: mask, address: mask}   # 连姓名、门牌地址也遮盖：换成"
	    "这一行；名单写进 name 的 list\n"
	    "# duplicates: {exact: drop}     # 去掉完全相同的记录\n");
}

static size_t
count_sign(struct span line, char sign)
{
	size_t i, n = 0;

	for (i = 0; i < line.n; i++)
		n += line.p[i] == sign;
	return n;
}

/* Every line has at least as many of the sign as the first one. */
static bool
is_parted(struct span bytes, char sign)
{
	struct span rest = bytes, line;
	size_t least = 0, lines = 0;

	while (lines < PARTED_LINES && next_line(&rest, &line)) {
		if (lines++ == 0)
			least = count_sign(line, sign);
		if (least == 0 || count_sign(line, sign) < least)
			return false;
	}
	return lines > 1;
}

/* Tables that other signs part look like lines. */
static void
put_other_delimiter(const struct looking *l)
{
	static const char signs[] = ";|^";
	struct table t;
	size_t i;

	for (i = 0; i < sizeof(signs) - 1; i++)
		if (is_parted(l->bytes, signs[i]) || (table_read(&t, l->arena,
		    l->encoding, l->bytes, l->whole, signs[i]) &&
		    t.header != TABLE_NONE)) {
			buf_printf(l->rule, "# 像是用 %c 分隔的表，这里当文字读："
			    "要当表读，另存为用逗号分隔的 CSV，再运行一次 --new\n",
			    signs[i]);
			return;
		}
}

/* What another rule reads, or another program has to open first. */
static int
refuse_guise(const struct looking *l, struct err *e)
{
	const struct guise *guise = guise_of(l->bytes, l->arena);

	return guise == NULL ? 0 : err_set(e, ERR_DATA, l->name, 0, 0,
	    "expected a table, lines or JSON Lines, got %s (try: %s)",
	    guise->name, guise->advice);
}

static int
put_rule(struct looking *l, struct err *e)
{
	struct record record;
	struct table comma, tab;
	bool has_comma, has_tab;

	put_first_lines(l);
	if (first_record(l, &record)) {
		if (put_jsonl(l, &record, e) == -1)
			return -1;
		put_last_lines(l);
		return 0;
	}
	if (refuse_guise(l, e) == -1)
		return -1;
	has_comma = table_read(&comma, l->arena, l->encoding, l->bytes,
	    l->whole, ',');
	has_tab = table_read(&tab, l->arena, l->encoding, l->bytes, l->whole,
	    '\t');
	if (has_tab && (!has_comma || tab.column_count > comma.column_count))
		new_put_table(l->rule, &tab, l->encoding, l->mask, l->arena);
	else if (has_comma)
		new_put_table(l->rule, &comma, l->encoding, l->mask, l->arena);
	else {
		put_other_delimiter(l);
		put_text(l);
	}
	put_last_lines(l);
	return 0;
}

int
normalize_new(const void *plan, const struct config *config,
    struct arena *arena, struct buf *rule, struct err *e)
{
	struct looking l = { .name = config_setting(config, "new"),
	    .arena = arena, .rule = rule };
	struct faults faults = { .arena = arena };

	(void)plan;
	if (mask_compile(config, NULL, arena, &l.mask, &faults) == -1 ||
	    read_head(&l, e) == -1 || find_encoding(&l, e) == -1)
		return -1;
	return put_rule(&l, e);
}
