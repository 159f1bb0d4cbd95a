#include "normalize/new_write.h"

#include "base/ascii.h"
#include "base/err.h"
#include "base/utf8.h"
#include "normalize/new_column.h"

#define SAMPLE_MAX	24	/* characters */
#define LONG_TEXT	15	/* characters; anything may stand in it */
#define TEXT_MIN	10	/* characters of a text, on average */
#define SHAPE_MAX	64

/* Han and ASCII words that are nothing else without quotes. */
static bool
is_plain(struct span s)
{
	size_t at = 0;
	uint32_t c;

	if (s.n == 0 || ascii_is_digit(s.p[0]) || span_is(s, "null") ||
	    span_is(s, "true") || span_is(s, "false"))
		return false;
	while (at < s.n) {
		c = utf8_next(s, &at);
		if (!utf8_is_han(c) && c != '_' && (c >= 0x80 ||
		    !ascii_is_alnum((char)c)))
			return false;
	}
	return true;
}

/* What YAML wouldn't read as it stands, quotes or not. */
static bool
is_odd(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 ||
	    c == 0x2029 || (c >= 0xfdd0 && c <= 0xfdef) || c == 0xfeff ||
	    (c & 0xfffe) == 0xfffe;
}

void
new_put_scalar(struct buf *b, struct span s)
{
	size_t at = 0, start;
	uint32_t c;

	if (is_plain(s)) {
		buf_add(b, s);
		return;
	}
	buf_byte(b, '"');
	while (at < s.n) {
		start = at;
		c = utf8_next(s, &at);
		if (is_odd(c)) {
			buf_printf(b, "\\U%08x", (unsigned)c);
			continue;
		}
		if (c == '"' || c == '\\')
			buf_byte(b, '\\');
		buf_add(b, span_make(s.p + start, at - start));
	}
	buf_byte(b, '"');
}

/* Appends a text of the data to a comment, masked and cut, if it isn't gone. */
static void
put_sample(struct buf *b, const struct mask *mask, struct arena *arena,
    struct span s)
{
	uint64_t hits[PERSONAL_KINDS] = { 0 };
	size_t cut;
	char shown[SAMPLE_MAX * 10];

	s = mask_text(mask, arena, s, hits);
	cut = utf8_skip(s, SAMPLE_MAX);
	if (cut > 0)
		buf_printf(b, "；例如 %s%s", err_quote(shown,
		    sizeof(shown), span_make(s.p, cut)),
		    cut < s.n ? "…" : "");
}

/* 2026/5/3 8:30 -> %Y/%m/%d %H:%M; 0 if that would say nothing. */
static size_t
time_shape(struct span time, char into[SHAPE_MAX])
{
	static const char parts[] = "YmdHMS";
	size_t at = 0, n = 0, part = 0;

	while (at < time.n && n + 3 < SHAPE_MAX) {
		if (!ascii_is_digit(time.p[at]) || part == sizeof(parts) - 1) {
			into[n++] = time.p[at++];
			continue;
		}
		into[n++] = '%';
		into[n++] = parts[part++];
		while (at < time.n && ascii_is_digit(time.p[at]))
			at++;
	}
	return part > 2 && at == time.n ? n : 0;
}

static void
put_type_comment(struct buf *b, const struct survey *s)
{
	static const char *const words[] = {
		[COLUMN_TEXT] = "文字", [COLUMN_NUMBER] = "数",
		[COLUMN_INTEGER] = "整数", [COLUMN_TIME] = "时间",
		[COLUMN_CODE] = "编码（当文字，不丢开头的 0）",
		[COLUMN_LIST] = "列表", [COLUMN_BOOLEAN] = "是否"
	};
	char shape[SHAPE_MAX];
	size_t n;

	buf_printf(b, "；%s", words[s->type]);
	if (s->excel)
		buf_printf(b, "，Excel 的日期序号");
	else if (s->type == COLUMN_TIME && (n = time_shape(s->sample,
	    shape)) > 0)
		buf_printf(b, "，写法 %.*s", (int)n, shape);
	if (s->with_units > 0)
		buf_printf(b, "，像是数，但 %zu 行带单位或别的字：要计算，先在原表里"
		    "改成同一单位的数", s->with_units);
	if (s->strange > 0)
		buf_printf(b, "；%zu 行不是，拒收（第 %zu 行起）", s->strange,
		    s->strange_line);
	if (s->formulas > 0)
		buf_printf(b, "，%zu 行写成 =\"0012\" 这样的公式，读成里面的编码",
		    s->formulas);
	if (s->damaged > 0 && s->type == COLUMN_CODE)
		buf_printf(b, "，其中 %zu 行被表格软件改成了 9.99E+11 这样的数，"
		    "要回原表改成文本重新导出", s->damaged);
}

static bool
is_secret(const struct survey *s)
{
	return s->named || s->people || s->personal[PERSONAL_PLATE] > 0 ||
	    s->personal[PERSONAL_PASSPORT] > 0 ||
	    s->personal[PERSONAL_ADDRESS] > 0 || (s->type == COLUMN_TEXT &&
	    s->characters > LONG_TEXT * s->filled);
}

/* What is in the column: filled, type, sample. */
static void
put_comment(struct buf *b, const struct survey *s, const struct mask *mask,
    struct arena *arena)
{
	if (s->filled == 0) {
		buf_printf(b, "  # 看过的 %zu 行全空\n", s->rows);
		return;
	}
	buf_printf(b, "  # %zu 行有值，空 %zu%%", s->filled,
	    (s->rows - s->filled) * 100 / s->rows);
	put_type_comment(b, s);
	if (s->merged)
		buf_printf(b, "；空着的若是合并单元格，上面的值才是它们的：加上 "
		    "fill: down");
	if (is_secret(s))
		buf_printf(b, "；平均 %zu 字，不举例",
		    s->characters / s->filled);
	else
		put_sample(b, mask, arena, s->sample);
	buf_byte(b, '\n');
}

/* Personal data, and the pseudonym that is offered for it. */
static void
put_personal(struct buf *b, const struct survey *s, struct span field)
{
	static const char *const words[PERSONAL_KINDS] = {
		[PERSONAL_PHONE] = "手机号",
		[PERSONAL_LANDLINE] = "座机号",
		[PERSONAL_ID_NUMBER] = "身份证号",
		[PERSONAL_BANK_CARD] = "银行卡号",
		[PERSONAL_EMAIL] = "邮箱",
		[PERSONAL_PLATE] = "车牌号",
		[PERSONAL_PASSPORT] = "护照等证件号",
		[PERSONAL_NAME] = "姓名",
		[PERSONAL_ADDRESS] = "门牌地址"
	};
	size_t i;

	for (i = 0; i < PERSONAL_KINDS; i++) {
		if (s->personal[i] == 0)
			continue;
		buf_printf(b, "  # 个人信息：%zu 行有%s，默认%s遮盖",
		    s->personal[i], words[i], i < PERSONAL_PLATE ? "" : "不");
		if (i >= PERSONAL_PLATE)
			buf_printf(b, "，mask 写 %s: mask 才遮盖",
			    personal_names[i]);
		else if (s->personal[i] * 2 > s->filled) {
			buf_printf(b, "；要认出同一个人：{to: ");
			new_put_scalar(b, field);
			buf_printf(b, ", mask: pseudonym}，运行加 --key 密钥文件");
		}
		buf_byte(b, '\n');
	}
	if (s->named || s->people)
		buf_printf(b, "  # 看%s像是姓名、住址或车牌：默认不遮盖，mask 写 "
		    "name: mask、address: mask 才遮盖认得出的；不要这一列就删掉它，"
		    "并写 other_columns: drop\n", s->named ? "列名" : "值");
}

/* Words that a map may turn into others. */
static void
put_words(struct buf *b, const struct survey *s)
{
	size_t i;

	if (s->word_count == 0)
		return;
	buf_printf(b, "  # 只有 %zu 种值；要换写法，在花括号里加 map: {",
	    s->word_count);
	for (i = 0; i < s->word_count; i++) {
		buf_printf(b, i > 0 ? ", " : "");
		new_put_scalar(b, s->words[i]);
		buf_printf(b, ": ");
		new_put_scalar(b, s->words[i]);
	}
	buf_printf(b, "}\n");
}

/* What columns that are called so, or end so, are in the shipped rules. */
static void
put_known(struct buf *b, const struct survey *s)
{
	static const struct {
		const char	*name;
		const char	*field;
	} known[] = { { "受理时间", "collected" }, { "来电时间", "collected" },
	    { "登记时间", "collected" }, { "诉求时间", "collected" },
	    { "反映时间", "collected" }, { "派单时间", "dispatched" },
	    { "交办时间", "dispatched" }, { "转办时间", "dispatched" },
	    { "联系时间", "contacted" }, { "办结时间", "closed" },
	    { "办结日期", "closed" }, { "评价时间", "evaluated" },
	    { "回访时间", "evaluated" }, { "回复时间", "replied" },
	    { "答复时间", "replied" }, { "时限", "limit" },
	    { "区划代码", "region" }, { "所属区域", "region" },
	    { "乡镇", "region" }, { "镇街", "region" }, { "街道", "region" },
	    { "网格编码", "grid" }, { "标题", "title" },
	    { "承办单位", "org" }, { "办理单位", "org" },
	    { "办结层级", "tier" }, { "来电号码", "caller" },
	    { "联系电话", "caller" }, { "状态", "result" },
	    { "是否解决", "resolved" }, { "满意度", "satisfied" },
	    { "是否满意", "satisfied" } };
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (span_ends(s->said, span_of(known[i].name))) {
			buf_printf(b, "  # 月报等规则里叫 %s：{to: %s}\n",
			    known[i].field, known[i].field);
			return;
		}
}

static void
put_entry(struct buf *b, const struct survey *s, struct span field)
{
	buf_printf(b, "  ");
	new_put_scalar(b, s->name);
	buf_printf(b, ": {to: ");
	new_put_scalar(b, field);
	if (s->type == COLUMN_CODE || (s->type != COLUMN_TEXT &&
	    !span_is(field, "id")))
		buf_printf(b, ", type: %s", column_types[s->type]);
	if (s->excel)
		buf_printf(b, ", formats: [excel]");
	if (s->separator != NULL)
		buf_printf(b, ", separator: \"%s\"", s->separator);
	if (span_is(field, "id"))
		buf_printf(b, ", required: true");
	buf_printf(b, "}\n");
}

/* No value comes twice, and none is absent. */
static bool
may_be_id(const struct survey *s)
{
	return s->distinct && s->filled == s->rows && s->rows > 0 &&
	    s->type != COLUMN_TIME;
}

/* The column that names the record; TABLE_NONE.  A row's number is the last. */
static size_t
find_id(const struct survey *surveys, size_t count)
{
	static const char *const ends[] = { "编号", "单号", "id", "ID", "序号" };
	size_t k, i;

	for (k = 0; k < sizeof(ends) / sizeof(ends[0]); k++)
		for (i = 0; i < count; i++)
			if (may_be_id(&surveys[i]) && (span_is(surveys[i].said,
			    ends[k]) || (k < 2 && span_ends(surveys[i].said,
			    span_of(ends[k])))))
				return i;
	return TABLE_NONE;
}

/* Texts, and not one phone after the other. */
static bool
is_text(const struct survey *s)
{
	size_t i;

	for (i = 0; i < PERSONAL_PLATE; i++)
		if (s->personal[i] * 2 > s->filled)
			return false;
	return s->type == COLUMN_TEXT && !s->named && !s->people &&
	    !span_ends(s->name, SPAN("时间")) &&
	    !span_ends(s->name, SPAN("日期")) &&
	    s->characters > TEXT_MIN * s->filled;
}

/* However short the texts are. */
static bool
is_called_text(const struct survey *s)
{
	static const char *const ends[] = { "内容", "正文", "详情", "描述",
	    "原文", "诉求", "留言", "意见", "事由", "text", "content" };
	size_t i;

	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (s->filled > 0 && (s->type == COLUMN_TEXT ||
		    s->type == COLUMN_LIST) &&
		    span_ends(s->said, span_of(ends[i])))
			return true;
	return false;
}

/* The longest of those that are called so, else of all; or TABLE_NONE. */
static size_t
find_text(const struct survey *surveys, size_t count)
{
	size_t i, best = TABLE_NONE;

	for (i = 0; i < count; i++)
		if (is_called_text(&surveys[i]) && (best == TABLE_NONE ||
		    surveys[i].characters > surveys[best].characters))
			best = i;
	if (best != TABLE_NONE)
		return best;
	for (i = 0; i < count; i++)
		if (is_text(&surveys[i]) && (best == TABLE_NONE ||
		    surveys[i].characters > surveys[best].characters))
			best = i;
	return best;
}

/* columnN, and _ behind it as long as a column is called so. */
static struct span
number_name(const struct survey *surveys, size_t count, size_t i,
    struct arena *arena)
{
	struct span name = arena_printf(arena, "column%zu", i + 1);
	size_t k = 0;

	while (k < count)
		if (span_equal(surveys[k++].name, name)) {
			name = arena_printf(arena, "%.*s_", (int)name.n,
			    name.p);
			k = 0;
		}
	return name;
}

/* A name that no path would be taken for, and no other field has. */
static struct span
field_name(const struct survey *surveys, size_t count, size_t i,
    struct arena *arena)
{
	const struct survey *s = &surveys[i];

	if (s->name.n == 0 || span_index(s->name, '.') < s->name.n ||
	    span_index(s->name, '`') < s->name.n ||
	    ascii_is_digit(s->name.p[0]) || span_is(s->name, "source") ||
	    span_is(s->name, "id") || span_is(s->name, "text"))
		return number_name(surveys, count, i, arena);
	return s->name;
}

static void
put_columns(struct buf *b, const struct table *t, const struct mask *mask,
    struct arena *arena)
{
	struct survey *surveys = arena_zero(arena, t->column_count,
	    sizeof(*surveys));
	const struct persons *persons = persons_new(arena, NULL, 0, NULL, 0);
	size_t i, text, id;
	struct span field;

	for (i = 0; i < t->column_count; i++)
		survey_make(&surveys[i], t, i, persons, arena);
	id = find_id(surveys, t->column_count);
	text = find_text(surveys, t->column_count);
	if (text != TABLE_NONE && surveys[text].type == COLUMN_LIST) {
		surveys[text].type = COLUMN_TEXT;
		surveys[text].separator = NULL;
	}
	buf_printf(b, "columns:\n");
	for (i = 0; i < t->column_count; i++) {
		field = i == id ? SPAN("id") : i == text ? SPAN("text") :
		    field_name(surveys, t->column_count, i, arena);
		put_comment(b, &surveys[i], mask, arena);
		put_personal(b, &surveys[i], field);
		put_words(b, &surveys[i]);
		if (i != id && i != text)
			put_known(b, &surveys[i]);
		put_entry(b, &surveys[i], field);
	}
	if (id == TABLE_NONE)
		buf_printf(b, "  # 没有各行都不同的编号列：id 是“文件名#行号”\n");
	if (text == TABLE_NONE)
		buf_printf(b, "  # 没有看出哪一列是正文；segment 和 tag 要 text："
		    "有正文，把那一列的 to 改成 text\n");
}

/* True if the name by which the header would be found stands above it. */
static bool
is_above(const struct table *t)
{
	struct span name = table_cell(t, t->header, 0);
	size_t row, i;

	for (row = 0; row < t->header; row++)
		for (i = 0; i < t->counts[row]; i++)
			if (span_equal(t->rows[row][i], name))
				return true;
	return false;
}

static void
put_header(struct buf *b, const struct table *t)
{
	if (t->header == TABLE_NONE)
		buf_printf(b, "  header: none                  # 没有看出表头："
		    "列名是列号\n");
	else if (is_above(t))
		buf_printf(b, "  header: %zu                     # 表头是第几行："
		    "它的第一格上面也有\n", t->header + 1);
	else {
		buf_printf(b, "  header: {find: ");
		new_put_scalar(b, table_cell(t, t->header, 0));
		buf_printf(b, "}     # 第 %zu 行是表头\n",
		    t->lines[t->header]);
	}
}

void
new_put_table(struct buf *b, const struct table *t, enum encoding encoding,
    const struct mask *mask, struct arena *arena)
{
	char shown[128];

	buf_printf(b, "input:\n  format: %s\n  encoding: %s\n",
	    t->delimiter == '\t' ? "tsv" : "csv", encoding_name(encoding));
	if (t->twice.n > 0)
		buf_printf(b, "  # 表头有两列都叫 %s：在原表里改名，再运行一次 "
		    "--new\n", err_quote(shown, sizeof(shown), t->twice));
	put_header(b, t);
	buf_printf(b, "  skip: '^小计'                 # 第一格这样开头的行跳过："
	    "看过的行里有 %zu 行\n", t->subtotals);
	if (t->total_line > 0)
		buf_printf(b, "  # 第一格这样开头的行起不算数据：第 %zu 行；没有这一行"
		    "就是没导完，停下报错；后一格是行数，再加 rows: true\n"
		    "  stop: {find: '^(合计|总计)', required: true}\n",
		    t->total_line);
	else
		buf_printf(b, "  stop: '^(合计|总计)'          # 第一格这样开头的行"
		    "起不算数据：看过的 %zu 行里没有\n", t->read);
	put_columns(b, t, mask, arena);
	buf_printf(b, "other_columns: keep             # 上面没写的列：keep "
	    "照列名留下，drop 不要，reject 拒收\n");
}
