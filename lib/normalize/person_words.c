#include "normalize/person_words.h"

const char person_surnames[] =
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹"
    "彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪"
    "廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎雷段贺龚史陶黎龙邵"
    "钱毛郝戴严莫孔向常汤万武赖乔覃樊殷霍施葛洪安倪牛兰康庞邢俞翟"
    "蓝聂齐伍梅涂卓易喻欧柳甘祝颜温包左纪裘章鲁关骆缪舒屈尤詹童耿"
    "岳焦柯冉符凌游辛阳柴路管佘桂娄盛鲍屠苗匡宁瞿桑滕柏冼臧靳邬闵"
    "鄢谌仇隋卜简毕项鞠华尚祁裴阮申楚文彦竺晏芦郁荀宗褚蔺扈"
    "尉敖邝巫胥虞蒲刁辜戚窦艾古池";

const char person_surnames_of_two[] =
    "欧阳司马上官诸葛东方皇甫尉迟公孙慕容令狐司徒南宫夏侯端木长孙"
    "宇文独孤轩辕闻人澹台公冶申屠太史呼延";

/* Also prepositions and conjunctions: another surname goes before. */
const char person_surnames_weak[] = "向和由从对同与时都应于";

/* What given names are made of: nine of ten are of these alone. */
const char person_given[] =
    "威传向常关应时成权小大三四五伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰红梅玲燕萍华"
    "辉斌波鹏飞宇浩轩泽然子涵梓欣怡雨晨宏志文国建新春海琴云莲珍荣"
    "凤洁琳素贞莉瑞慧君媛婷雪爱妹香月莺倩薇菊凡竹露瑶佳嘉琼勤蓉眉"
    "锦黛青婕馨瑗琰韵融园艺咏卿聪澜纯毓悦昭冰爽琬茗羽希宁育滢馥筠"
    "柔霭凝晓欢霄枫芸菲寒伊亚宜姬舒影荔枝思永健世广义兴良福生龙元"
    "全胜学祥才发武利清彬富顺信昌成康星光天达安岩中茂进林坚和彪博"
    "诚先敬震振壮群豪心邦承乐绍功松善厚庆民友裕河哲江亮政谦亨奇固"
    "之轮翰朗伯若鸣朋梁栋维启克伦翔旭士致树炎德泰盛雄琛钧冠策腾榕"
    "风航弘忠仁山贵孝尚俊峰虎金银宝玉根长巧霖霜婉淑惠珠翠雅芝卉咪"
    "环玥璐琪瑛瑾璇瑜珊莎晶妍茜秋叶璧洪昊晖晗煜烨炜焕熙煊灿灵焱均"
    "培坤垚墨奎妮姗姣娇娥娅婧婵孟季宗宪容宸宾寿尧岚岭峥峻崇嵘川巍"
    "帅帆幸庚庭廷彤彦彩征律徽恒恩恬悠情愉懿戈扬拓捷援昕显晋普景智"
    "暄曦书术权材杏杨柏柯桐桃梦森楚楠榆正水汉沁沛泉津洲济润淇淳淼"
    "渊湘滨滔漫潇潮澄濠烈照牧玮玄珂珏琦琨瑄璟田申益盈相真睿石砚硕"
    "磐礼祖祺禄禹科秉程穆立章童竞笑笙筱箫粤纪绪继绣绮缘罗美耀聆胤"
    "舟芬芷苑苗茵荷莹菁萌葵蒙蓓蕊蕾薪虹蝶衡西诗语诺谊贤赛越跃辰迅"
    "远迪逸通道邵郁郡鄂醒重野鉴钊钢钦铁铭锋锐镇镜闯闻阔阳陆雁霆靖"
    "韬音颂颖驰骁骏骥高魁鲁鸥鸿鹃鹤麒麟黎齐龄仕仲任佑佩佶依侠俐修"
    "俪倍传凯初力劲勋化卫卓南印双叔召台吉吟呈咸唐喜四圣堂墩夏太奕"
    "如妙始媚嫣存孜守宣宛寅密尔尤尹州巨左帮干年幼庄廉延弟彰御循微"
    "忆念怀恺悟惟意慈慕扣抒拥择挺掌敖斐斯方施旋旗日旦旺昆易晟晴暖"
    "曼木朴杭枚柱桥棋楷模殿毅沅沙法泓泳洛浦涓深渝港湖源滋漪潘澍炯"
    "热焰爵牛特猛玖班理琅琢甜甫男畅盼祎祝禾秦稳穗竣笛筑箐粒糖紫索"
    "绢绵翎翥耘胧般艇艾芙芊芮苏茹荃菡萱葆蓝蔓薛蝉裴谋谱贝赋起辅辛"
    "少万保连本革遥开言"
    "迎邈郎郭铃铎铨铸锡锴键镕阁隆雍雯韦顶项须领颐飘驹鲜鹰默鼎";

/*
 * Words and places that are a surname and such characters.  One that isn't
 * here is taken for a name.
 */
const char person_words[] =
    " 周旋 程中 宁静 任和 楚大 孙子 孙女 黄牛 向心 安静 安安 任大 高大 高一 "
    "高二 高三 高四 周一 周二 周三 周四 周五 周六 万三 金三 "
    "江三 王国 杨树 黄化 黄南 黄安 黄州 黄桥 黄水 黄沙 黄河 "
    "黄道 黄金 黄龙山 吴国 周初 周年 周日 周易 徐国 孙中山 "
    "马利亚 马力 马江 马西 胡须 何如 何方 何日 何须 高中 "
    "高兴 高发 高台 高密 高寒 高尚 高山湖 高州 高干 高新 "
    "高明 高法 高深 高热 高程 高贵 高铁 高音 高高 高龄 罗利 "
    "罗斯海 罗江 罗湖 罗西 郑州 郑重 梁国 梁州 梁柱 唐初 "
    "唐州 唐西州 许州 邓州 韩国 韩安国 韩江 韩语 彭州 曾任 "
    "田园 田野 余年 余江 余热 魏国 苏中 苏克 苏南 苏园 苏宁 "
    "苏尔 苏州 苏斯 苏杭 苏美 苏黎士 任情 任意 卢西亚 沈园 "
    "沈安 沈山 沈阳 钟情 陆相 石化 石南 石墨 石子 石山 石材 "
    "石林 石桥 石湖 石西 金华 金发 金台 金国 金子 金州 金文 "
    "金桥 金江 金沙江 金港 金牛 金石学 金茂 金蝶 金融 金轮 "
    "金银 金领 夏国 夏天 夏季 夏州 夏日 夏秋 方士 方始 方子 "
    "方志 方才 方术 方法 方程 白云 白天 白山 白日 白沙洲 "
    "白滨 白热化 白糖 白金 白阳 白须 孟子 孟州 孟津 秦国 "
    "秦山 秦州 侯国 江中 江华 江南 江夏 江孜 江宁 江安 江山 "
    "江州 江左 江干 江桥 江水 江永 江汉 江津 江洲 江海 江湖 "
    "江源 江苏 江西 江道 江阳 江龙 雷州 雷锋 雷雨 史书 史学 "
    "史方 黎阳 龙山 龙州 龙桥 龙江 龙沙 龙泉 龙港 龙湖 龙舟 "
    "龙阳 邵阳 毛南 严守 严密 严寒 严州 严明 严重 莫利 "
    "莫干山 莫汉 莫西 孔子 向善 向日葵 常任 常安 常州 常年 "
    "常德 常理 万倍 万元 万台 万国 万安 万宝 万山 万州 万年 "
    "万庆 万方 万枚 万民 万泉河 万洋山 万科 万美元 万般 万达 "
    "万金 武力 武士 武学 武安 武山 武旦 武昌 武术 武汉 武艺 "
    "武阳 乔国 霍州 葛根 洪州 洪江 安乐 安仁 安全 安利 安南 "
    "安和 安国 安士 安宁 安山 安州 安平镇 安庆 安康 安徽 "
    "安心 安昌 安源 安稳 安西 安锡 安阳 安陆 兰利 兰山 兰州 "
    "兰江 兰西 兰阳 康乐 康宁 康庄 康泰 邢台 邢州 蓝山 齐发 "
    "齐国 齐州 齐心 梅州 梅西亚 卓尔 卓越 易州 欧元 欧文 "
    "欧洲 欧美 欧陆 柳州 柳树 柳江 甘南 甘孜 甘宁 甘州 甘平 "
    "甘心 甘泉 甘露 温利 温厚 温和 温存 温州 温情 温暖 温柔 "
    "温水 温江 温泉 温润 温热 包子 包容 包干 包月 包涵 包金 "
    "纪元 纪年 纪律 纪念 章法 章程 鲁南 鲁西南 鲁迅 关中 "
    "关心 关怀 关照 关西 关键 舒心 舒畅 童年 童心 岳南 岳州 "
    "岳阳 焦山 焦裕禄 柯南 凌州 凌晨 游乐 游子 游泳 游牧 "
    "游艇 游艺 游轮 阳光 阳台 阳子 阳山 阳明 阳江 阳湖 阳西 "
    "阳阳 路军 路南 路子 路易 路桥 路程 路西 管子 管理 管道 "
    "桂中 桂兰 桂南 桂山 桂江 桂西 桂阳 娄江 盛世 盛传 盛唐 "
    "盛情 盛润 宁化 宁南 宁国 宁夏 宁安 宁州 宁汉 宁江州 "
    "宁波 宁镇 宁阳 桑干河 柏斯 柏科 隋唐 简化 简捷 简明 "
    "简易 简朴 简洁 毕生 华中 华伦海 华兴 华南 华夏 华容 "
    "华山 华州 华旗 华沙 华滋 华美 华西 华语 华辰 华野 华阳 "
    "尚书 尚存 祁山 祁州 祁阳 楚国 楚州 楚滨 文中 文书 文化 "
    "文墨 文士 文学 文山州 文才 文明 文法 文理 文科 文章 "
    "文艺 文风 席子 司法 司长 谷子 谷雨 郁郁 宗子 宗法 巫山 "
    "巫术 蒲州 古书 古兰 古力 古国 古士 古山 古建 古月 古朴 "
    "古松 古树 古桥 古河 古琴台 古诗 古语 古道 古镇 古音 "
    "古风 池子 池州 池水 池阳 方向 向相关 童权益 莫大 ";

/* What somebody is called by, of characters that names may have. */
const char *const person_titles[] = { "先生", "小姐", "大姐", "大哥", "大爷",
    "大妈", "大叔", "大娘", "大夫", "小妹", "大婶", "女士", "同志", "老师",
    "科长", "局长", "处长", "所长", "队长", "站长", "院长", "校长", "市长",
    "县长", "镇长", "乡长", "村长", "组长", "班长", "社长", "厂长", "书记",
    "主任", "经理", "老板", "师傅", "医生", NULL };

/* What ends the name of an office or a firm behind a label. */
const char person_offices[] =
    "会局处科队所站院校厂店部区县镇村市省乡组办室司家社团厅委馆行路街道场总";

/* What no given name has in it. */
const char person_function[] =
    "在是的了和与我您你他她们请谢跟将被把就不也都这那其于某对为后前说";

const struct person_term person_terms[] = {
	{ "姓名", PERSON_LABEL },
	{ "联系人", PERSON_LABEL },
	{ "举报人", PERSON_LABEL },
	{ "投诉人", PERSON_LABEL },
	{ "反映人", PERSON_LABEL },
	{ "来电人", PERSON_LABEL },
	{ "诉求人", PERSON_LABEL },
	{ "来访人", PERSON_LABEL },
	{ "信访人", PERSON_LABEL },
	{ "上访人", PERSON_LABEL },
	{ "申请人", PERSON_LABEL },
	{ "经办人", PERSON_LABEL },
	{ "当事人", PERSON_LABEL },
	{ "户主", PERSON_LABEL },
	{ "收件人", PERSON_LABEL },
	{ "收货人", PERSON_LABEL },
	{ "寄件人", PERSON_LABEL },
	{ "法定代表人", PERSON_LABEL },
	{ "法人代表", PERSON_LABEL },
	{ "监护人", PERSON_LABEL },
	{ "承租人", PERSON_LABEL },
	{ "受害人", PERSON_LABEL },
	{ "被害人", PERSON_LABEL },
	{ "患者", PERSON_LABEL },
	{ "伤者", PERSON_LABEL },
	{ "负责人", PERSON_LABEL },
	{ "签名", PERSON_LABEL },
	{ "署名", PERSON_LABEL },
	{ "落款人", PERSON_LABEL },
	{ "报告人", PERSON_LABEL },
	{ "求助人", PERSON_LABEL },
	{ "咨询人", PERSON_LABEL },
	{ "受访者", PERSON_LABEL },
	{ "受访人", PERSON_LABEL },
	{ "访谈对象", PERSON_LABEL },
	{ "被访者", PERSON_LABEL },
	{ "被访人", PERSON_LABEL },
	{ "留言人", PERSON_LABEL },
	{ "发帖人", PERSON_LABEL },
	{ "写信人", PERSON_LABEL },
	{ "检举人", PERSON_LABEL },
	{ "被举报人", PERSON_LABEL },
	{ "被投诉人", PERSON_LABEL },
	{ "车主", PERSON_LABEL },
	{ "户名", PERSON_LABEL },
	{ "持卡人", PERSON_LABEL },
	{ "购房人", PERSON_LABEL },
	{ "业主姓名", PERSON_LABEL },
	{ "承包人", PERSON_LABEL },
	{ "委托人", PERSON_LABEL },
	{ "代理人", PERSON_LABEL },
	{ "报案人", PERSON_LABEL },
	{ "举报者", PERSON_LABEL },
	{ "投诉者", PERSON_LABEL },
	{ "收款人", PERSON_LABEL },
	{ "付款人", PERSON_LABEL },
	{ "产权人", PERSON_LABEL },
	{ "共有人", PERSON_LABEL },
	{ "经手人", PERSON_LABEL },
	{ "承办人", PERSON_LABEL },
	{ "承包方", PERSON_LABEL },
	{ "名字叫", PERSON_LABEL },
	{ "名字是", PERSON_LABEL },
	{ "名字为", PERSON_LABEL },
	{ "领款人", PERSON_LABEL },
	{ "转账人", PERSON_LABEL },
	{ "买受人", PERSON_LABEL },
	{ "出卖人", PERSON_LABEL },
	{ "出租人", PERSON_LABEL },
	{ "借款人", PERSON_LABEL },
	{ "债务人", PERSON_LABEL },
	{ "债权人", PERSON_LABEL },
	{ "担保人", PERSON_LABEL },
	{ "被告人", PERSON_LABEL },
	{ "受托人", PERSON_LABEL },
	{ "监理人", PERSON_LABEL },
	{ "联系人姓名", PERSON_LABEL },
	{ "经纪人", PERSON_LABEL },
	{ "责任人", PERSON_LABEL },
	{ "投保人", PERSON_LABEL },
	{ "被保险人", PERSON_LABEL },
	{ "受益人", PERSON_LABEL },
	{ "参保人", PERSON_LABEL },
	{ "退休人", PERSON_LABEL },
	{ "死者", PERSON_LABEL },
	{ "逝者", PERSON_LABEL },
	{ "肇事者", PERSON_LABEL },
	{ "死者家属", PERSON_LABEL },
	{ "求助者", PERSON_LABEL },
	{ "我叫", PERSON_LABEL },
	{ "我名", PERSON_LABEL },
	{ "位叫", PERSON_SAID },
	{ "个叫", PERSON_SAID },
	{ "名叫", PERSON_LABEL },
	{ "叫做", PERSON_LABEL },
	{ "我是", PERSON_SAID },
	{ "法人", PERSON_LABEL },
	{ "父亲", PERSON_KIN },
	{ "母亲", PERSON_KIN },
	{ "丈夫", PERSON_KIN },
	{ "老公", PERSON_KIN },
	{ "妻子", PERSON_KIN },
	{ "老婆", PERSON_KIN },
	{ "儿子", PERSON_KIN },
	{ "女儿", PERSON_KIN },
	{ "爱人", PERSON_KIN },
	{ "弟弟", PERSON_KIN },
	{ "哥哥", PERSON_KIN },
	{ "孙子", PERSON_KIN },
	{ "孙女", PERSON_KIN },
	{ "外孙", PERSON_KIN },
	{ "女婿", PERSON_KIN },
	{ "儿媳", PERSON_KIN },
	{ "岳父", PERSON_KIN },
	{ "岳母", PERSON_KIN },
	{ "配偶", PERSON_KIN },
	{ "爸爸", PERSON_KIN },
	{ "我爸", PERSON_KIN },
	{ "我妈", PERSON_KIN },
	{ "妈妈", PERSON_KIN },
	{ "本人", PERSON_SAID | PERSON_BEHIND },
	{ "我妻", PERSON_KIN },
	{ "我夫", PERSON_KIN },
	{ "我哥", PERSON_KIN },
	{ "我弟", PERSON_KIN },
	{ "我姐", PERSON_KIN },
	{ "我妹", PERSON_KIN },
	{ "我父", PERSON_KIN },
	{ "我母", PERSON_KIN },
	{ "妻弟", PERSON_KIN },
	{ "独生子", PERSON_KIN },
	{ "独生女", PERSON_KIN },
	{ "其父", PERSON_KIN },
	{ "其母", PERSON_KIN },
	{ "其子", PERSON_KIN },
	{ "其女", PERSON_KIN },
	{ "其妻", PERSON_KIN },
	{ "叫", PERSON_SAID },
	{ "名为", PERSON_SAID },
	{ "外公", PERSON_KIN },
	{ "外婆", PERSON_KIN },
	{ "姥姥", PERSON_KIN },
	{ "姥爷", PERSON_KIN },
	{ "舅舅", PERSON_KIN },
	{ "姑姑", PERSON_KIN },
	{ "伯父", PERSON_KIN },
	{ "大伯", PERSON_KIN },
	{ "姐夫", PERSON_KIN },
	{ "妹夫", PERSON_KIN },
	{ "侄子", PERSON_KIN },
	{ "侄女", PERSON_KIN },
	{ "外甥", PERSON_KIN },
	{ "他儿子", PERSON_KIN },
	{ "外甥女", PERSON_KIN },
	{ "公公", PERSON_KIN },
	{ "亲家", PERSON_KIN },
	{ "表哥", PERSON_KIN },
	{ "表弟", PERSON_KIN },
	{ "堂哥", PERSON_KIN },
	{ "堂弟", PERSON_KIN },
	{ "堂兄", PERSON_KIN },
	{ "胞弟", PERSON_KIN },
	{ "胞兄", PERSON_KIN },
	{ "养子", PERSON_KIN },
	{ "养女", PERSON_KIN },
	{ "继父", PERSON_KIN },
	{ "继母", PERSON_KIN },
	{ "前夫", PERSON_KIN },
	{ "前妻", PERSON_KIN },
	{ "男友", PERSON_KIN },
	{ "女友", PERSON_KIN },
	{ "老伴", PERSON_KIN },
	{ "我叔", PERSON_KIN },
	{ "我伯", PERSON_KIN },
	{ "我舅", PERSON_KIN },
	{ "我姑", PERSON_KIN },
	{ "我侄", PERSON_KIN },
	{ "我儿", PERSON_KIN },
	{ "我女", PERSON_KIN },
	{ "书记", PERSON_BEFORE | PERSON_BEHIND },
	{ "主任", PERSON_BEFORE | PERSON_BEHIND },
	{ "局长", PERSON_BEFORE | PERSON_BEHIND },
	{ "科长", PERSON_BEFORE | PERSON_BEHIND },
	{ "处长", PERSON_BEFORE | PERSON_BEHIND },
	{ "县长", PERSON_BEFORE | PERSON_BEHIND },
	{ "镇长", PERSON_BEFORE | PERSON_BEHIND },
	{ "乡长", PERSON_BEFORE | PERSON_BEHIND },
	{ "村长", PERSON_BEFORE | PERSON_BEHIND },
	{ "市长", PERSON_BEFORE | PERSON_BEHIND },
	{ "区长", PERSON_BEFORE | PERSON_BEHIND },
	{ "厅长", PERSON_BEFORE | PERSON_BEHIND },
	{ "部长", PERSON_BEFORE | PERSON_BEHIND },
	{ "所长", PERSON_BEFORE | PERSON_BEHIND },
	{ "队长", PERSON_BEFORE | PERSON_BEHIND },
	{ "站长", PERSON_BEFORE | PERSON_BEHIND },
	{ "院长", PERSON_BEFORE | PERSON_BEHIND },
	{ "校长", PERSON_BEFORE | PERSON_BEHIND },
	{ "园长", PERSON_BEFORE | PERSON_BEHIND },
	{ "厂长", PERSON_BEFORE | PERSON_BEHIND },
	{ "行长", PERSON_BEFORE | PERSON_BEHIND },
	{ "会长", PERSON_BEFORE | PERSON_BEHIND },
	{ "经理", PERSON_BEFORE | PERSON_BEHIND },
	{ "总经理", PERSON_BEFORE | PERSON_BEHIND },
	{ "老板", PERSON_BEFORE | PERSON_BEHIND },
	{ "老板娘", PERSON_BEFORE | PERSON_BEHIND },
	{ "老总", PERSON_BEFORE | PERSON_BEHIND },
	{ "副总", PERSON_BEFORE | PERSON_BEHIND },
	{ "开发商", PERSON_BEFORE },
	{ "医生", PERSON_BEFORE | PERSON_BEHIND },
	{ "大夫", PERSON_BEFORE | PERSON_BEHIND },
	{ "护士", PERSON_BEFORE | PERSON_BEHIND },
	{ "警官", PERSON_BEFORE | PERSON_BEHIND },
	{ "法官", PERSON_BEFORE | PERSON_BEHIND },
	{ "律师", PERSON_BEFORE | PERSON_BEHIND },
	{ "教授", PERSON_BEFORE | PERSON_BEHIND },
	{ "会计", PERSON_BEFORE | PERSON_BEHIND },
	{ "出纳", PERSON_BEFORE | PERSON_BEHIND },
	{ "组长", PERSON_BEFORE | PERSON_BEHIND },
	{ "班长", PERSON_BEFORE | PERSON_BEHIND },
	{ "社长", PERSON_BEFORE | PERSON_BEHIND },
	{ "支书", PERSON_BEFORE | PERSON_BEHIND },
	{ "村支书", PERSON_BEFORE | PERSON_BEHIND },
	{ "委员", PERSON_BEFORE | PERSON_BEHIND },
	{ "老师", PERSON_BEFORE | PERSON_BEHIND },
	{ "师傅", PERSON_BEFORE | PERSON_BEHIND },
	{ "同志", PERSON_BEFORE | PERSON_BEHIND },
	{ "网格员", PERSON_BEFORE | PERSON_BEHIND },
	{ "网格长", PERSON_BEFORE | PERSON_BEHIND },
	{ "楼栋长", PERSON_BEFORE | PERSON_BEHIND },
	{ "民警", PERSON_BEFORE | PERSON_BEHIND },
	{ "辅警", PERSON_BEFORE | PERSON_BEHIND },
	{ "司机", PERSON_BEFORE | PERSON_BEHIND },
	{ "秘书长", PERSON_BEFORE | PERSON_BEHIND },
	{ "专干", PERSON_BEFORE | PERSON_BEHIND },
	{ "干事", PERSON_BEFORE | PERSON_BEHIND },
	{ "主席", PERSON_BEFORE | PERSON_BEHIND },
	{ "董事长", PERSON_BEFORE | PERSON_BEHIND },
	{ "站员", PERSON_BEFORE | PERSON_BEHIND },
	{ "导游", PERSON_BEFORE | PERSON_BEHIND },
	{ "房东", PERSON_BEFORE | PERSON_BEHIND },
	{ "包工头", PERSON_BEFORE | PERSON_BEHIND },
	{ "中介", PERSON_BEFORE | PERSON_BEHIND },
	{ "村民", PERSON_BEFORE },
	{ "居民", PERSON_BEFORE },
	{ "业主", PERSON_BEFORE },
	{ "市民", PERSON_BEFORE },
	{ "网友", PERSON_BEFORE },
	{ "群众", PERSON_BEFORE },
	{ "职工", PERSON_BEFORE },
	{ "教师", PERSON_BEFORE },
	{ "党员", PERSON_BEFORE },
	{ "干部", PERSON_BEFORE },
	{ "志愿者", PERSON_BEFORE },
	{ "嫌疑人", PERSON_BEFORE },
	{ "被告", PERSON_BEFORE },
	{ "原告", PERSON_BEFORE },
	{ "申诉人", PERSON_BEFORE },
	{ "邻居", PERSON_BEFORE },
	{ "租户", PERSON_BEFORE },
	{ "租客", PERSON_BEFORE },
	{ "住户", PERSON_BEFORE },
	{ "店主", PERSON_BEFORE },
	{ "同学", PERSON_BEFORE },
	{ "学生", PERSON_BEFORE },
	{ "学员", PERSON_BEFORE },
	{ "工人", PERSON_BEFORE },
	{ "农民", PERSON_BEFORE },
	{ "老人", PERSON_BEFORE | PERSON_BEHIND },
	{ "孕妇", PERSON_BEFORE },
	{ "病人", PERSON_BEFORE },
	{ "工作人员", PERSON_BEFORE },
	{ "队员", PERSON_BEFORE },
	{ "教练", PERSON_BEFORE },
	{ "医师", PERSON_BEFORE },
	{ "欠款人", PERSON_LABEL },
	{ "大户", PERSON_BEFORE },
	{ "实习生", PERSON_BEFORE },
	{ "教官", PERSON_BEFORE },
	{ "快递员", PERSON_BEFORE },
	{ "经营者", PERSON_BEFORE },
	{ "工头", PERSON_BEFORE },
	{ "业务员", PERSON_BEFORE },
	{ "代表", PERSON_BEFORE },
	{ "护工", PERSON_BEFORE },
	{ "合伙人", PERSON_BEFORE },
	{ "销售员", PERSON_BEFORE },
	{ "保安", PERSON_BEFORE },
	{ "保洁员", PERSON_BEFORE },
	{ "同事", PERSON_BEFORE },
	{ "员工", PERSON_BEFORE },
	{ "战友", PERSON_BEFORE },
	{ "店员", PERSON_BEFORE },
	{ "老乡", PERSON_BEFORE },
	{ "同村", PERSON_BEFORE },
	{ "科员", PERSON_BEFORE },
	{ "技术员", PERSON_BEFORE },
	{ "驾驶员", PERSON_BEFORE },
	{ "承租户", PERSON_BEFORE },
	{ "收费员", PERSON_BEFORE },
	{ "书记员", PERSON_BEFORE },
	{ "调解员", PERSON_BEFORE },
	{ "协管员", PERSON_BEFORE },
	{ "安全员", PERSON_BEFORE },
	{ "售楼员", PERSON_BEFORE },
	{ "置业顾问", PERSON_BEFORE },
	{ "顾问", PERSON_BEFORE },
	{ "客服", PERSON_BEFORE },
	{ "管理员", PERSON_BEFORE },
	{ "辅导员", PERSON_BEFORE },
	{ "助理", PERSON_BEFORE },
	{ "股东", PERSON_BEFORE },
	{ "法定代表", PERSON_BEFORE },
	{ "实际控制人", PERSON_BEFORE },
	{ "控制人", PERSON_BEFORE },
	{ "副乡长", PERSON_BEFORE },
	{ "团伙", PERSON_BEFORE },
	{ "家长", PERSON_BEFORE },
	{ "先生", PERSON_BEHIND },
	{ "女士", PERSON_BEHIND },
	{ "小姐", PERSON_BEHIND },
	{ "阿姨", PERSON_KIN | PERSON_BEHIND },
	{ "大爷", PERSON_BEHIND },
	{ "大妈", PERSON_BEHIND },
	{ "大娘", PERSON_BEHIND },
	{ "叔叔", PERSON_KIN | PERSON_BEHIND },
	{ "奶奶", PERSON_KIN | PERSON_BEHIND },
	{ "爷爷", PERSON_KIN | PERSON_BEHIND },
	{ "大叔", PERSON_BEHIND },
	{ "大婶", PERSON_BEHIND },
	{ "婶婶", PERSON_BEHIND },
	{ "婆婆", PERSON_KIN | PERSON_BEHIND },
	{ "大姐", PERSON_BEHIND },
	{ "大哥", PERSON_BEHIND },
	{ "夫妇", PERSON_BEHIND },
	{ "夫妻", PERSON_BEHIND },
	{ "等人", PERSON_BEHIND },
	{ "一家", PERSON_BEHIND },
	{ "一行", PERSON_BEHIND },
	{ "老汉", PERSON_BEHIND },
	{ "老太太", PERSON_BEHIND },
	{ "嫂子", PERSON_KIN | PERSON_BEHIND },
	{ "妹妹", PERSON_KIN | PERSON_BEHIND },
	{ "姐姐", PERSON_KIN | PERSON_BEHIND },
	{ "，男，", PERSON_PHONE },
	{ "，女，", PERSON_PHONE },
	{ "电话", PERSON_PHONE },
	{ "手机", PERSON_PHONE },
	{ "联系电话", PERSON_PHONE },
	{ "联系方式", PERSON_PHONE },
	{ "手机号", PERSON_PHONE },
	{ "身份证", PERSON_PHONE },
	{ "身份证号", PERSON_PHONE },
	{ "电话号码", PERSON_PHONE },
	{ "微信", PERSON_PHONE },
	{ "您好", PERSON_PHONE },
	{ "你好", PERSON_PHONE },
	{ "0", PERSON_PHONE },
	{ "13", PERSON_PHONE },
	{ "14", PERSON_PHONE },
	{ "15", PERSON_PHONE },
	{ "16", PERSON_PHONE },
	{ "17", PERSON_PHONE },
	{ "18", PERSON_PHONE },
	{ "19", PERSON_PHONE },
};

const size_t person_term_count = sizeof(person_terms) /
    sizeof(person_terms[0]);
