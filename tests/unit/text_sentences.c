#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "text/cut.h"
#include "text/shape.h"

/*
 * Texts with a `|` where a sentence or clause must end, and nowhere else; the
 * text is the line without them.  White space around one belongs to neither.
 */
static const char *const sentences[] = {
	/* the marks */
	"社区里有三十个网格员。|每人管三百户。",
	"谁来管？|没有人管！|那就大家管；|轮流管。",
	"公开了吗?|公开了!|在哪里;|不知道.",
	"真的吗？！|真的！！！|那好。",
	"怎么办？？|等。。。|还是等。",
	"没有标点的一行",
	"只有逗号，没有句号，到这里为止",
	"前言：总则、附则，都在这里。",
	"最后一句没有句号。|就像这样",
	"一户一档——这是老办法。|现在改了。",
	"全角空格　在句子里。|　句子之间也有。",
	"  前后有空格。|  中间也有。  ",
	"一行\n两行。|三行\n四行",
	"上一段\n\n|下一段",
	"～～开会啦～～！|快来",

	/* closers belong to the sentence that they end */
	"他走了。”|她也走了。",
	"没有开头的引号。”|下一句。”|又一句。",
	"他走了。’|她也走了。",
	"（见附表。）|下一句。",
	"(See the table.) |Next one.",
	"走了。）|还有一个）没有开头。",
	"“一。”|“二。”|“三。”",
	"【通知。】|明天停水。",
	"他说“走！”",
	"好。」|好。』|好。》",
	"He left.” |She stayed.’ |They came.) |It rained.] |The end.",

	/* ASCII quotes */
	"\"Hello.\" |He left.",
	"\"Good. |I go.\" |She left.",
	"She said \"yes.\" |Then she left.",
	"\"Is it?\" she asked. |\"It is!\" he said.",
	"他说\"好。\"|她走了。",
	"\"走吧!\"|\"不走!\"",
	"He said 'stop!' |Then he left.",
	"'Why?' she asked. |'Why not?' he said.",
	"'Stop.' |He did.",
	"It isn't over.' |The man left.",
	"It isn't the residents' fault. |It's ours!",
	"他说:'好。'|然后走了。",
	"他喊'走!'|她没走。",
	"The '90s. |The next.",
	"说:\"好!\"|然后走!|\"再说\"",

	/* pairs that are closed in the text */
	"解决“谁来管？谁出钱？”的问题。|再说。",
	"《谁来管？》是一本书。|《怎么办！》也是。",
	"他读了《谁来管？》。|很好。",
	"社区（原为三个村。后来合并。）有两万人。|很大。",
	"「谁来管？」这个问题没有答案。|没有。",
	"把“不管！”挂在嘴边的人不少。|是的。",
	"所谓“先管。后问。”，就是这样。|完。",
	"他问（声音很小）：“谁来？”|没有人来。",
	"“走？”、“不走？”，都不行。|完。",
	"条例（草案；修订稿；终稿）都在这里。|完。",
	"标题《甲；乙》不切。|完。",

	/* speech that is the sentence, and speech within one */
	"他说：“我走。”|大家散了。",
	"他说：“我走。你呢？”|大家散了。",
	"他说，“我走。”|大家散了。",
	"他说“我走。”然后走了。|大家散了。",
	"“我走。”|大家散了。",
	"“我走！”的声音很大。|完。",
	"“我走。”，他说。|完。",
	"他说：“我走！”——然后没走。|完。",
	"他说：“我走”，然后走了。|完。",
	"甲：“好。”|乙：“不好。”",
	"他说：“书名是《走。》，不错。”|完。",
	"他说：“她说：‘好。’我说不好。”|完。",
	"“谁来管？”这个问题没有答案。|完。",
	"“走吧！”|这时他来了。|完。",
	"他说：“……”她没说话。|完。",

	/* an opener without its closer opens nothing */
	"他说：“我走。|她也走。|都走了。",
	"“甲。|乙。",
	"（一）甲。|（二乙。|丙。",
	"《论甲。|乙。",
	"甲）乙。|丙）丁。|戊。",
	"甲（“）。”|乙。",
	"“甲。|“乙。”|丙。",
	"“甲\n\n|乙。”|丙。",

	/* ellipses */
	"等等……以后再说。|好。",
	"他走了……",
	"我……我不知道……后来呢？|没有后来……",
	"好。……|再说。",
	"好……。|再说。",
	"好……！|再说。",
	"真的……？”|再说。",
	"等一下⋯⋯以后再说。|好。⋯⋯|再说。",
	"Wait... and then. |Then what?",
	"Wait... Then we went. |Done.",
	"Well...",
	"I said... nothing. |You?",
	"等...再说。|好...",
	"一..二。|三",

	/* numbers */
	"增长3.5%。|减少0.2个百分点。",
	"共1,000.50元。|完。",
	"人口2.3万。|面积1.2平方公里。",
	"版本1.2.3已发布。|v2.0也发布了。",
	"It grew 3.5 percent. |Then 2.1.",
	"共3．5万人。|完。",
	"自2019年起。|至2020年止。",
	"比例为1:2;|共3份。",

	/* numbers that count */
	"1. 加强党建。|2. 完善制度。|3. 公开账目。",
	"1.加强党建。|2.完善制度。",
	"1．加强党建。|2．完善制度。",
	"１．加强党建。|２．完善制度。",
	"1.加强党建2.完善制度",
	"1. 加强党建 2. 完善制度",
	"1、加强党建；|2、完善制度。",
	"（1）加强党建。|（2）完善制度。",
	"1) 加强党建。|2) 完善制度。",
	"一．公开账目。|二.开会。|十一．监督。",
	"分三步，一．|公开。",
	"第一．	A区的事。|第二．B区的事。|１．C区的事。",
	"他叫И. 伊万，她叫É. 佐拉。|完。",
	"见”https://a.example/x.|完。",
	"4.1. Methods are here. |4.2. Data are there.",
	"4.1. 方法在此。|4.2. 数据在彼。",
	"4.1.方法在此。|4.2.1.数据在彼。",
	"12. This is the last. |13. The very last one.",
	"一是公开；|二是开会；|三是监督。",
	"They came early. |12 of them. |It rained. |3 left in May. 2020",
	"It was 4. |The next was 5.",

	/* pages, volumes, years */
	"见 pp. 3-5. |谁来管？",
	"见 p. 3. |谁来管？",
	"See pp. 3–5. |Who is it?",
	"参见 Vol. 3 第二章。|完。",
	"See Vol. 3 of it. |The end.",
	"See Vol. II of it. |The end.",
	"发表于 2019. |作者不详。",
	"No. 5 is here. |No. 6 is not.",
	"He said no. |They left.",
	"See Fig. 3 for it. |See Fig. A1 too.",
	"As in Sec. 4 and Eq. 5. |The end.",
	"See Ch. 3, Tab. 2. |The end.",

	/* abbreviations */
	"Smith et al. (2010) say so. |Others don't.",
	"Smith et al. The rest.",
	"Smith et al. 认为不然。|完。",
	"Smith et al.认为不然。|完。",
	"Many, e.g. Beijing, grow. |Some, i.e. Wuhan, too.",
	"Many, e.g., Beijing, grow. |Some don't.",
	"Dr. Smith and Mr. Wang came. |Prof. Li didn't.",
	"Mrs. Wang and Ms. Li. |Both came.",
	"J. K. Rowling wrote it. |We read it.",
	"by J. Smith. |He left.",
	"the U.S. Army. |It left.",
	"He has a Ph.D. in law. |She has none.",
	"at 5 p.m. today. |At 6 a.m. tomorrow.",
	"Cities vs. Villages is a book. |Read it.",
	"Apples, pears, etc. |They are fruit.",
	"苹果、梨etc.都是水果。|完。",
	"ABC Inc.的报告。|完。",
	"ABC Co., Ltd.与DEF合作。|完。",
	"approx. 30 people. |Others left.",
	"cf. Smith (2010). |Others differ.",
	"St. Paul said so. |Amen.",

	/* addresses */
	"见www.example.org。|完。",
	"网址http://a.example/?id=3;x=1。|完。",
	"邮箱a.b@example.org。|完。",
	"at www.example.org now. |The end.",
	"文件a.txt在这里。|完。",

	/* a full stop between Han characters */
	"提出了一种方法.|仿真结果表明有效.",
	"使用NLP.|本文认为可行.",
	"采用SOS方法. |结果更好.",
	"提高15%.|结果更好.",
	"提出了方法．|结果更好．",
	"(见图1).|结果更好.",
	"OK.|好的.",
	"测试了性能.|OLED更好.|3例有效.",
	"见中国.com和报告.doc.",

	/* mixed */
	"He came in 2020. |他来了。|Then he left.",
	"GDP增长5%. |The next.",
	"他说OK! |Then he left.",
	"他用iPhone 3.0打电话。|OK.",
	"“Hello.”|他说。",
	"He said: “Yes.” |Then he left.",
	"He said “yes” and left. |She stayed.",
	"你好!|A区停电?|是的!|B区也停。",
	"The end? |No; |not yet.",
	"What?! |Yes!!",
	"This is it. |(Or not.) |Next.",
	"He went. then he came. |Done.",

	/* what goes on doesn't end */
	"怎么办？、谁来管？|这样的话。|完。",
	"可以吗？，|谢谢！，|完。：|再说。",
	"“走！，来！”的声音。|完。",
	"他说：“走。”|这种话不算。|完。",
	"他说走。”，然后走了。|完。",
	"\"谁来管?\"的问题。|完。",
	"“谁来管？”的问题。|完。",

	/* marks of citation */
	"基层是基础。[1]|治理是关键。[2,3]",
	"基层是基础。［12］|治理是关键。",
	"基层是基础。^[3]^|治理是关键。",
	"基层是基础。<sup>[3]</sup>|治理是关键。",
	"基层是基础。¹|治理是关键。²",
	"基层是基础[1]。|治理是关键[2]。",
	"他说：“好。”[4]|完。",
	"It is so.[1] |It isn't.[2-4] |Done.",
	"如下。|[见附表]很长。|完。",
	"如下：①公开。|②开会。",

	/* little things */
	"。",
	"？|甲",
	"”。|甲",
	"...",
	". . .",
	"甲. |乙",
};

static const char *const clauses[] = {
	"居民提意见，|社区答复；|双方满意。",
	"一,|二;|三:|四：|五、六，|七。",
	"共1,000元，|10:30开会，|10：30散会。",
	"“好，”|他说，|“走。”",
	"他说：|“好，|我走。|你呢？”|完。",
	"（一，|二）三，|四。",
	"见http://a.example:80/，|完。",
	"He came, |saw, |and left. |Then: |nothing.",
	"共3，|4，|5人。",
	"如下：|（1）公开；|（2）开会。",
	"《甲，|乙》丙。",
	"，|，",
};

static size_t
check(const char *line, size_t (*cut)(struct arena *, struct span,
    const struct cut_rules *, struct cut_piece **))
{
	struct buf text = { 0 }, got = { 0 }, want = { 0 };
	struct span rest = span_of(line);
	struct arena a = { 0 };
	struct cut_piece *p;
	size_t n, i, count, wrong;

	for (; rest.n > 0; rest = span_from(rest, n + (n < rest.n))) {
		n = span_index(rest, '|');
		buf_add(&text, span_make(rest.p, n));
		buf_add(&want, utf8_trim(span_make(rest.p, n)));
		buf_byte(&want, '|');
	}
	count = cut(&a, buf_span(&text), &cut_default, &p);
	for (i = 0; i < count; i++) {
		buf_add(&got, span_make(text.p + p[i].start,
		    p[i].end - p[i].start));
		buf_byte(&got, '|');
	}
	buf_byte(&want, '\0');
	buf_byte(&got, '\0');
	wrong = !span_equal(buf_span(&want), buf_span(&got));
	if (wrong > 0)
		print_message("want %s\n got %s\n", want.p, got.p);
	buf_free(&text);
	buf_free(&got);
	buf_free(&want);
	arena_free(&a);
	return wrong;
}

static void
sentences_end_where_the_table_says(void **state)
{
	size_t i, wrong = 0;

	(void)state;
	for (i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++)
		wrong += check(sentences[i], cut_sentences);
	assert_int_equal(wrong, 0);
}

static void
clauses_end_where_the_table_says(void **state)
{
	size_t i, wrong = 0;

	(void)state;
	for (i = 0; i < sizeof(clauses) / sizeof(clauses[0]); i++)
		wrong += check(clauses[i], cut_clauses);
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sentences_end_where_the_table_says),
		cmocka_unit_test(clauses_end_where_the_table_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
