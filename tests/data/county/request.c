#include <string.h>

#include "county.h"

#define COUNT(a)	(sizeof(a) / sizeof((a)[0]))

/*
 * Troubles of a county, in sentences of our own.  In a text, V is the
 * village, T the town, N a number, and | a line break.  Disputes among
 * neighbours have no subtopic: the subjects of hotlines don't know them.
 */
static const struct {
	const char	*subtopic;
	const char	*type;
	const char	*title;
	const char	*text;
} subjects[] = {
	{ "道路", "投诉", "V的路破损",
	    "V到学校的水泥路坑洼有N处，下雨就积水，老人孩子出行不安全，希望尽快修补。" },
	{ "路灯", "求助", "V路灯不亮",
	    "T到V的路段有N盏路灯已经N天不亮，晚上骑车看不清路，请派人检修。" },
	{ "垃圾", "投诉", "V垃圾没人清运",
	    "V三组的垃圾池堆满N天没有清运，臭味很大，苍蝇多。|请问多久清运一次？" },
	{ "噪音", "投诉", "夜间施工噪音扰民",
	    "V旁边的工地夜里N点还在施工，噪音很大，家里有人上早班，无法休息。" },
	{ "油烟", "投诉", "饭店油烟直排",
	    "T街上一家饭店的油烟管对着居民楼的窗户排放，已经N个月，不敢开窗。" },
	{ "污水", "举报", "养殖场污水排进水渠",
	    "V后山的养殖场把污水排进灌溉水渠，N亩稻田受影响，水面发黑，请环保部门查处。" },
	{ "公交", "建议", "建议延长公交末班车",
	    "T开往县城的公交末班车太早，下晚自习的学生有N多人赶不上，建议延后一小时。" },
	{ "快递", "咨询", "快递不送到村",
	    "网上买的东西只送到T街上，V离得有N公里，想问快递能不能送到村里？" },
	{ "学校", "咨询", "外来子女入学",
	    "孩子随我们在T租房住了N年，想咨询今年秋季上小学要准备哪些材料。" },
	{ "补课费", "举报", "培训班不退费",
	    "T一家培训班收了N百元学费后停课，负责人的电话打不通，要求退费。" },
	{ "欠薪", "投诉", "工资被拖欠",
	    "我在V旁边的工地干活，包工头拖欠工资N千元，\"下个月再说\"已经说了几次。" },
	{ "养老金", "咨询", "养老金认证",
	    "母亲今年N十多岁，腿脚不便，想问养老金资格认证能不能上门办理。" },
	{ "医保", "咨询", "合作医疗报销",
	    "父亲在市里住院N天，合作医疗回来怎么报销，要带什么，在T能不能办？" },
	{ "卫生院", "投诉", "卫生院夜间没人",
	    "昨晚N点带孩子到T卫生院看发烧，急诊敲门没有医生，只好去县里。" },
	{ "假货", "举报", "卖过期食品",
	    "T集市上一个摊位卖过期的饼干和牛奶，买了N袋，生产日期已经涂改。" },
	{ "电梯", "投诉", "电梯经常停运",
	    "V安置小区N号楼的电梯一个月坏了几次，有老人住在高层，请督促维修。" },
	{ "停车", "建议", "集市停车难",
	    "T逢集时车停在路两边，消防通道都堵了，建议在V的空地划出N个车位。" },
	{ "", "求助", "邻居占用通道",
	    "邻居在两家共用的通道上堆砖，只剩N尺宽，说不通，请村里调解。" },
	{ "", "投诉", "承包地边界纠纷",
	    "V二组重新量地后我家少了N分地，田埂被隔壁挖掉，要求按老册子重新丈量。" },
	{ "征收", "投诉", "征收补偿没到账",
	    "修路征了V的菜地，公示过了N个月，补偿款还没有到账，村里说在等上面拨款。" },
	{ "自来水", "求助", "V停水",
	    "V已经停水N天，没有通知，家里有小孩要用水，什么时候能恢复供水？" },
	{ "感谢", "感谢", "感谢网格员",
	    "上次反映的水管漏水，V的网格员N小时就来修好了，特地打电话表示感谢。" }
};

const char *
request_subtopic(int subject)
{
	return subjects[subject].subtopic;
}

int
request_pick(struct dice *dice)
{
	return (int)dice_between(dice, 0, COUNT(subjects) - 1);
}

/* Appends word; what doesn't fit is left out whole. */
static void
put(char *to, size_t size, const char *word)
{
	if (strlen(to) + strlen(word) < size)
		strcat(to, word);
}

/* Writes a template's letters out. */
static void
word_template(char *to, size_t size, const char *template,
    const struct place *place, struct dice *dice)
{
	char	one[8];

	for (; *template != '\0'; template++) {
		if (*template == 'V')
			put(to, size, place->village);
		else if (*template == 'T')
			put(to, size, place->town);
		else if (*template == '|')
			put(to, size, "\n");
		else {
			snprintf(one, sizeof(one), "%c", *template);
			if (*template == 'N')
				snprintf(one, sizeof(one), "%d",
				    (int)dice_between(dice, 2, 9));
			put(to, size, one);
		}
	}
}

/* Callers leave what a mask is for in the text. */
static void
word_contact(struct request *request, const struct caller *caller,
    struct dice *dice)
{
	char	line[128] = "";

	switch (dice_between(dice, 1, 6)) {
	case 1:
		snprintf(line, sizeof(line), "我的电话%s，请回电。",
		    caller->phone);
		break;
	case 2:
		snprintf(line, sizeof(line), "\n联系人%s,手机:%s",
		    caller->name, caller->phone);
		break;
	case 3:
		snprintf(line, sizeof(line), "身份证号%s可以核对。",
		    caller->id_number);
		break;
	case 4:
		snprintf(line, sizeof(line), "请发到邮箱u%s@example.com。",
		    caller->phone + 7);
		break;
	default:
		break;
	}
	put(request->text, sizeof(request->text), line);
}

void
request_word(struct request *request, const struct fate *fate)
{
	struct dice	dice = fate->words;

	request->type = subjects[fate->subject].type;
	request->title[0] = request->text[0] = '\0';
	word_template(request->title, sizeof(request->title),
	    subjects[fate->subject].title, &fate->place, &dice);
	word_template(request->text, sizeof(request->text),
	    subjects[fate->subject].text, &fate->place, &dice);
	word_contact(request, &fate->caller, &dice);
}
