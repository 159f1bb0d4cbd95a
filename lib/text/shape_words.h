#ifndef TEXT_SHAPE_WORDS_H
#define TEXT_SHAPE_WORDS_H

#include "text/shape.h"

/*
 * The words that shape_word() knows; NULL ends each table.  Han ones are told by
 * their first character before they are compared: shape_begins_word() has it
 * of each.
 */
struct shape_entry {
	const char	*word;		/* lower case, without spaces */
	enum shape_word	 means;
};

static const struct shape_entry latin_words[] = {
	{ "abstract", WORD_ABSTRACT },	{ "summary", WORD_ABSTRACT },
	{ "keywords", WORD_KEYWORDS },	{ "doi", WORD_ABOUT },
	{ "email", WORD_ABOUT },	{ "e-mail", WORD_ABOUT },
	{ "received", WORD_ABOUT },	{ "note", WORD_NOTE },
	{ "notes", WORD_NOTE },		{ "source", WORD_NOTE },
	{ "contents", WORD_PART },	{ "introduction", WORD_PART },
	{ "conclusion", WORD_PART },	{ "conclusions", WORD_PART },
	{ "methods", WORD_PART },	{ "results", WORD_PART },
	{ "discussion", WORD_PART },	{ "acknowledgements", WORD_BACK },
	{ "acknowledgments", WORD_BACK },
	{ "acknowledgement", WORD_BACK },
	{ "acknowledgment", WORD_BACK },
	{ "funding", WORD_BACK },	{ "appendix", WORD_BACK },
	{ "appendices", WORD_BACK },	{ "references", WORD_REFERENCES },
	{ "bibliography", WORD_REFERENCES },
	{ NULL, WORD_NONE }
};

static const struct shape_entry han_words[] = {
	{ "摘要", WORD_ABSTRACT },	{ "内容摘要", WORD_ABSTRACT },
	{ "提要", WORD_ABSTRACT },	{ "内容提要", WORD_ABSTRACT },
	{ "关键词", WORD_KEYWORDS },	{ "关键字", WORD_KEYWORDS },
	{ "主题词", WORD_KEYWORDS },	{ "中图分类号", WORD_ABOUT },
	{ "文献标志码", WORD_ABOUT },	{ "文献标识码", WORD_ABOUT },
	{ "文章编号", WORD_ABOUT },	{ "电子邮箱", WORD_ABOUT },
	{ "引用格式", WORD_ABOUT },	{ "责任编辑", WORD_ABOUT },
	{ "责编", WORD_ABOUT },		{ "收稿日期", WORD_NOTE },
	{ "修回日期", WORD_NOTE },	{ "基金项目", WORD_NOTE },
	{ "项目基金", WORD_NOTE },	{ "作者简介", WORD_NOTE },
	{ "作者单位", WORD_NOTE },	{ "通讯作者", WORD_NOTE },
	{ "通信作者", WORD_NOTE },	{ "资料来源", WORD_NOTE },
	{ "数据来源", WORD_NOTE },	{ "注", WORD_NOTE },
	{ "注释", WORD_NOTE },		{ "尾注", WORD_NOTE },
	{ "来源", WORD_NOTE },		{ "作者贡献", WORD_NOTE },
	{ "利益冲突", WORD_NOTE },	{ "脚注", WORD_NOTE },
	{ "引言", WORD_PART },		{ "前言", WORD_PART },
	{ "导言", WORD_PART },		{ "绪论", WORD_PART },
	{ "导论", WORD_PART },		{ "序言", WORD_PART },
	{ "结语", WORD_PART },		{ "结论", WORD_PART },
	{ "余论", WORD_PART },		{ "小结", WORD_PART },
	{ "结束语", WORD_PART },	{ "结论与讨论", WORD_PART },
	{ "结论与建议", WORD_PART },	{ "结论与启示", WORD_PART },
	{ "本章小结", WORD_PART },	{ "后记", WORD_BACK },
	{ "总则", WORD_PART },		{ "附则", WORD_PART },
	{ "致谢", WORD_BACK },		{ "鸣谢", WORD_BACK },
	{ "讨论", WORD_PART },		{ "总结", WORD_PART },
	{ "绪言", WORD_PART },		{ "总结与展望", WORD_PART },
	{ "结论与展望", WORD_PART },	{ "结语与展望", WORD_PART },
	{ "讨论与结论", WORD_PART },	{ "讨论与启示", WORD_PART },
	{ "结论与政策建议", WORD_PART },
	{ "结论与政策启示", WORD_PART },
	{ "附件", WORD_ATTACHED },
	{ "附录", WORD_BACK },		{ "目录", WORD_PART },
	{ "参考文献", WORD_REFERENCES },
	{ "主要参考文献", WORD_REFERENCES },
	{ NULL, WORD_NONE }
};

#endif
