#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "normalize/mask.h"

/* A mask by a rule. */
struct masking {
	struct arena		 arena;
	struct faults		 faults;
	struct rule		 rule;
	struct config		 config;
	const struct mask	*mask;
	uint64_t		 hits[PERSONAL_KINDS];
};

static int
start(struct masking *m, const char *rule)
{
	const struct node *node;

	*m = (struct masking){ .rule = { .name = "-e", .path = "-e" } };
	m->faults.arena = &m->arena;
	m->config = (struct config){ .rules = &m->rule, .rule_count = 1,
	    .rules_folder = "/no/such" };
	node = node_parse(&m->arena, span_of(rule), "-e", &m->faults);
	return mask_compile(&m->config, node, &m->arena, &m->mask, &m->faults);
}

static void
check(struct masking *m, const char *text, const char *expected)
{
	struct span masked = mask_text(m->mask, &m->arena, span_of(text),
	    m->hits);

	if (!span_is(masked, expected))
		fail_msg("%s: expected %s, got %.*s", text, expected,
		    (int)masked.n, masked.p);
}

struct example {
	const char	*text, *masked;
};

static void
check_all(const char *rule, const struct example *table, size_t count)
{
	struct masking m;
	size_t i;

	assert_int_equal(start(&m, rule), 0);
	for (i = 0; i < count; i++)
		check(&m, table[i].text, table[i].masked != NULL ?
		    table[i].masked : table[i].text);
	arena_free(&m.arena);
}

#define CHECK(rule, table) \
	check_all(rule, table, sizeof(table) / sizeof(*(table)))

static void
plates_are_told_by_province_letter_and_number(void **state)
{
	static const struct example table[] = {
		{ "车牌京A12345。", "车牌京A*****。" },
		{ "沪AD12345", "沪A******" },
		{ "粤B12345D", "粤B******" },
		{ "湘AF1234A5", NULL },
		{ "湘A·B1234", "湘A******" },
		{ "湘A-12345", "湘A-*****" },
		{ "川a12b34", "川a*****" },
		{ "豫Ａ１２３４５", "豫Ａ*****" },
		{ "京A1234警", "京A*****" }, { "冀B123学", NULL },
		{ "鄂AP185挂", "鄂A*****" }, { "粤Z1234港", "粤Z*****" },
		{ "沪A1234领", "沪A*****" },
		/* None of them. */
		{ "新A股12345", NULL }, { "新C2019年", NULL },
		{ "京A123456", NULL }, { "京A1234567", NULL },
		{ "京AABC12", NULL }, { "京A1234O", NULL },
		{ "京I12345", NULL }, { "A12345", NULL }, { "东A12345", NULL },
		{ "云S1234", NULL }, { "湘A", NULL }, { "湘", NULL },
	};

	(void)state;
	CHECK("{plate: mask}", table);
}

static void
passports_are_told_by_shape_or_by_a_label(void **state)
{
	static const struct example table[] = {
		{ "E12345678", "E********" }, { "G12345678", "G********" },
		{ "EA1234567", "E********" },
		{ "Ｅ１２３４５６７８", "Ｅ********" },
		{ "护照号码：P1234567", "护照号码：P*******" },
		{ "持护照 D123456789", "持护照 D*********" },
		{ "港澳通行证号C12345678", "港澳通行证号C********" },
		{ "台胞证（12345678）", "台胞证（1*******）" },
		{ "回乡证为H1234567801", "回乡证为H**********" },
		{ "军字第12345678号", "军***********" },
		{ "军官证号：南字第123456号", "军官证号：南*********" },
		/* None of them. */
		{ "E20200315", NULL }, { "E1234567", NULL },
		{ "E123456789", NULL }, { "xE12345678", NULL },
		{ "EO1234567", NULL }, { "P1234567", NULL },
		{ "C12345678", NULL }, { "护照办理要12345天", NULL },
		{ "护照，E1234567", NULL }, { "湘字第123456号", NULL },
		{ "护照1234567890123456", NULL },
	};

	(void)state;
	CHECK("{passport: mask}", table);
}

static void
names_are_told_by_what_stands_beside_them(void **state)
{
	static const struct example table[] = {
		/* Behind a label. */
		{ "姓名：张三", "姓名：张*" },
		{ "联系人:李建国，电话", "联系人:李**，电话" },
		{ "联系人 阿依古丽·买买提", "联系人 阿*******" },
		{ "举报人李建国电话", "举报人李**电话" },
		{ "我叫戴宇作，家住", "我叫戴**，家住" },
		{ "投诉人：欧阳明月", "投诉人：欧***" },
		{ "法人代表彭朝经去世", "法人代表彭朝经去世" },
		{ "法人代表彭朝经，", "法人代表彭**，" },
		/* Beside a title or a role. */
		{ "找李建国书记反映", "找李**书记反映" },
		{ "张伟副局长", "张*副局长" },
		{ "尊敬的张值恒局长：", "尊敬的张**局长：" },
		{ "村支书王桂兰在会上", "村支书王**在会上" },
		{ "村民张伟的地", "村民张*的地" },
		{ "欧阳明月女士", "欧***女士" },
		{ "妻子于梅娥，务农", "妻子于**，务农" },
		{ "向王建国主任反映", "向王**主任反映" },
		{ "班主任是袁丽。", "班主任是袁*。" },
		{ "居民代表 田玉兰", "居民代表 田**" },
		{ "驾驶员雷大鹏压坏了", "驾驶员雷**压坏了" },
		{ "经办人周晓琳答复过", "经办人周**答复过" },
		{ "我爷爷范文涛生前", "我爷爷范**生前" },
		{ "母亲金凤向村里", "母亲金*向村里" },
		{ "老婆陶勇书记", "老婆陶*书记" },
		{ "车主陶勇拒绝赔偿", "车主陶*拒绝赔偿" },
		{ "店主叫毛强，", "店主叫毛*，" },
		{ "韩梅梅：您好！", "韩**：您好！" },
		{ "业主徐敏、孙海燕联名", "业主徐*、孙**联名" },
		{ "：李刚（城东）赵敏(二组) 周忠（城西 经理）、吴海波",
		    "：李*（城东）赵*(二组) 周*（城西 经理）、吴**" },
		{ "：李刚（城东）赵敏（这一句在括号里说得太长了是不算备注的）周忠", NULL },
		/* Again. */
		{ "医生李建国来了，李建国又走了", "医生李**来了，李**又走了" },
		{ "患者：曹列华身份证号", "患者：曹**身份证号" },
		/* Before a phone. */
		{ "周立民0731-88881234", "周**0731-******34" },
		{ "张三13812345678", "张*138****5678" },
		{ "李建国（13812345678）", "李**（138****5678）" },
		{ "，李建国，电话", "，李**，电话" },
		/* Nobody's name, or one that is hidden already. */
		{ "姓名：王某", NULL }, { "投诉人：李某某", NULL },
		{ "联系人：王女士", NULL }, { "业主杨先生", NULL },
		{ "王先生", NULL }, { "老张", NULL }, { "黄科长本人", NULL }, { "王*", NULL },
		{ "联系人：村委会", NULL }, { "负责人：万科物业公司", NULL },
		{ "负责人高度重视", NULL }, { "姓名：张**", NULL },
		{ "高中老师", NULL }, { "许多老师", NULL },
		{ "党支部书记", NULL }, { "常务副主任", NULL },
		{ "方便同志们", NULL }, { "周边居民安居乐业", NULL },
		{ "居民文明素质", NULL }, { "江华县县长", NULL },
		{ "尤其是老人", NULL }, { "周末老师", NULL },
		{ "黄河水位", NULL }, { "金额电话", NULL },
		{ "白天电话13812345678", "白天电话138****5678" },
		{ "王道、高度、周边、方便、白天、金额、黄河", NULL },
		{ "过程中医生", NULL }, { "市民向心力", NULL },
		{ "我是高中生", NULL }, { "", NULL }, { "姓名：", NULL },
		{ "我是安平镇居民", NULL }, { "本人于五月份", NULL },
		{ "患者方向感差", NULL }, { "妇女儿童权益", NULL },
		{ "网民小李：您好", NULL }, { "店主是安全的", NULL },
		{ "我是金宝天悦业主", NULL }, { "领导您好", NULL },
		{ "姓名", NULL }, { "书记", NULL }, { "张", NULL },
	};

	(void)state;
	CHECK("{name: mask}", table);
}

static void
addresses_are_hidden_below_the_street(void **state)
{
	static const struct example table[] = {
		{ "幸福路12号3栋2单元501室。", "幸福路************。" },
		{ "住五一大道158号附3号", "住五一大道*******" },
		{ "幸福小区3栋502", "幸福小区*****" },
		{ "幸福小区3-2-501业主", "幸福小区*-*-***业主" },
		{ "我是8栋业主", "我是**业主" },
		{ "3栋，业主", "**，业主" },
		{ "三栋二单元五〇一", "********" },
		{ "幸福花园十一栋", "幸福花园***" },
		{ "７栋１２０３室", "*******" },
		{ "东成大厦2108室", "东成大厦*****" },
		{ "B座1203", "******" },
		{ "5楼501室", "******" },
		{ "光塘村七组155号", "光塘村七组****" },
		{ "小区5#楼", "小区***" },
		{ "南门街12-1号", "南门街**-**" },
		{ "5月12号3栋停电", "5月12号**停电" },
		/* Counts, days, lines, rows. */
		{ "共3栋楼", NULL }, { "建了3栋", NULL },
		{ "5月12号停电", NULL }, { "小区15号停水", NULL },
		{ "地铁2号线", NULL }, { "3室2厅", NULL },
		{ "湘江路2号线站", NULL }, { "3座桥", NULL },
		{ "拆了两栋", NULL }, { "一户一表", NULL },
		{ "二楼一户人家", NULL }, { "502户居民", NULL },
		{ "100房屋", NULL }, { "2020-3-21", NULL },
		{ "1234567号", NULL }, { "幸福路", NULL }, { "号", NULL },
		{ "12", NULL }, { "三", NULL }, { "", NULL },
	};

	(void)state;
	CHECK("{address: mask}", table);
}

static void
addresses_of_mail_may_hold_han_and_a_wide_sign(void **state)
{
	static const struct example table[] = {
		{ "张三@qq.com", "*********" },
		{ "请发到张三@qq.com。", "请***********。" },
		{ "zhang＠qq.com", "************" },
		{ "13812345678＠qq.com", "******************" },
		{ "＠李四", NULL }, { "＠", NULL }, { "张三＠李四", NULL },
		{ "，@qq.com", NULL },
	};

	(void)state;
	CHECK("{email: {keep: [0, 0]}}", table);
}

static void
what_is_not_asked_for_stays(void **state)
{
	static const struct example table[] = {
		{ "姓名：张三，京A12345，E12345678，幸福路12号3栋", NULL },
	};

	(void)state;
	CHECK("default", table);
	CHECK("{name: keep, plate: keep, passport: keep, address: keep}",
	    table);
}

static void
rules_say_what_becomes_of_each(void **state)
{
	static const struct example dropped[] = {
		{ "姓名：张三，京A12345，E12345678，幸福路12号3栋",
		  "姓名：，，，幸福路" },
	}, kept[] = {
		{ "姓名：李建国", "姓名：**国" },
	};

	(void)state;
	CHECK("{name: drop, plate: drop, passport: drop, address: drop}",
	    dropped);
	CHECK("{name: {keep: [0, 1]}}", kept);
}

/* Writes a list; its path is static. */
static const char *
list_file(const char *text)
{
	static char path[] = "/tmp/normalize_person.XXXXXX";
	size_t n = strlen(text);
	int fd;

	memcpy(path + sizeof(path) - 7, "XXXXXX", 6);
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, n), n);
	close(fd);
	return path;
}

static void
listed_names_are_found_wherever_they_stand(void **state)
{
	const char *path = list_file("# 一行一个\n欧也,女\nLi Lei\n");
	char rule[256];
	struct masking m;

	(void)state;
	snprintf(rule, sizeof(rule), "{name: {list: %s, after: 房主, "
	    "how: mask}}", path);
	assert_int_equal(start(&m, rule), 0);
	unlink(path);
	check(&m, "见到欧也了", "见到欧*了");
	check(&m, "Li Lei, Li Leiyi", "L* ***, Li Leiyi");
	check(&m, "房主：何大海", "房主：何**");
	arena_free(&m.arena);
}

static void
wrong_rules_are_told(void **state)
{
	static const struct {
		const char	*rule, *text;
	} table[] = {
		{ "{name: {list: nowhere.csv}}", "nowhere.csv" },
		{ "{name: {after: 人}}",
		  "\"人\": expected 2 to 1000 characters" },
		{ "{name: {keep: [1, 1]}}", "keep: expected fewer than 2" },
		{ "{name: {keep: [1, 0], how: drop}}",
		  "how: expected one of keep and how, got both" },
		{ "{name: {befor: 人人}}", "befor" },
		{ "{name: hide}", "hide" },
		{ "{name: pseudonym}", "--key FILE" },
		{ "{plate: {keep: [4, 3]}}", "keep: expected fewer than 7" },
		{ "{passport: {keep: [7, 0]}}", "keep: expected fewer than 7" },
		{ "{address: {keep: [1, 1]}}", "keep: expected fewer than 2" },
		{ "{adress: drop}", "address" },
	};
	struct masking m;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(*table); i++) {
		assert_int_equal(start(&m, table[i].rule), -1);
		if (strstr(m.faults.items[0].text, table[i].text) == NULL)
			fail_msg("%s: got %s", table[i].rule,
			    m.faults.items[0].text);
		arena_free(&m.arena);
	}
}

/* What was masked holds nothing any more. */
static void
masking_twice_is_masking_once(void **state)
{
	static const char *const texts[] = {
		"姓名：李建国，京A12345，E12345678，幸福路12号3栋2单元501室",
		"李建国13812345678，0731-88881234，11010519491231002X",
		"6222021234567890128，zhang@qq.com，张三@qq.com",
		"欧阳明月女士，村支书王桂兰在会上，妻子于梅娥，5楼501室",
		"阿依古丽·买买提，联系人：阿依古丽·买买提",
		"联系人：李建国王桂兰，电话", "联系人李建国王桂兰13812345678",
	};
	struct masking m;
	struct span once, twice;
	size_t i;

	(void)state;
	assert_int_equal(start(&m, "{name: mask, plate: mask, passport: mask, "
	    "address: mask, email: {keep: [0, 0]}}"), 0);
	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		once = mask_text(m.mask, &m.arena, span_of(texts[i]), m.hits);
		twice = mask_text(m.mask, &m.arena, once, m.hits);
		assert_false(span_is(once, texts[i]));
		if (!span_equal(once, twice))
			fail_msg("%.*s became %.*s", (int)once.n, once.p,
			    (int)twice.n, twice.p);
	}
	arena_free(&m.arena);
}

/* Many near misses: nothing may look at the text again and again. */
static void
a_megabyte_of_near_misses_takes_no_time(void **state)
{
	static const char *const pieces[] = { "京A", "京A1", "E1234567",
	    "护照：", "姓名", "王", "王建", "书记", "3栋", "3", "一", "3-2-",
	    "13", "电话", "·王", "字第1", "A", "姓名：王·" };
	struct masking m;
	struct span text;
	size_t i, n, at;
	char *p;

	(void)state;
	assert_int_equal(start(&m, "{name: mask, plate: mask, passport: mask, "
	    "address: mask}"), 0);
	for (i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
		n = strlen(pieces[i]);
		text.n = (1 << 18) / n * n;
		p = arena_alloc(&m.arena, text.n);
		for (at = 0; at < text.n; at += n)
			memcpy(p + at, pieces[i], n);
		text.p = p;
		mask_text(m.mask, &m.arena, text, m.hits);
	}
	arena_free(&m.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plates_are_told_by_province_letter_and_number),
		cmocka_unit_test(passports_are_told_by_shape_or_by_a_label),
		cmocka_unit_test(names_are_told_by_what_stands_beside_them),
		cmocka_unit_test(addresses_are_hidden_below_the_street),
		cmocka_unit_test(
		    addresses_of_mail_may_hold_han_and_a_wide_sign),
		cmocka_unit_test(what_is_not_asked_for_stays),
		cmocka_unit_test(rules_say_what_becomes_of_each),
		cmocka_unit_test(listed_names_are_found_wherever_they_stand),
		cmocka_unit_test(wrong_rules_are_told),
		cmocka_unit_test(masking_twice_is_masking_once),
		cmocka_unit_test(a_megabyte_of_near_misses_takes_no_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
