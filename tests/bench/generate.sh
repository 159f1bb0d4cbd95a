#!/bin/sh
# generate.sh BYTES: that many bytes, or a little more, of made-up requests as JSON
# Lines, the same for every call.

set -eu
export LC_ALL=C
exec awk -v want="$1" '
function pick(list, n) {	# a linear congruence: every awk gives the same
	seed = (seed * 1103515245 + 12345) % 2147483648
	return list[int(seed / 65536) % n + 1]
}
BEGIN {
	seed = 1
	np = split("东关街道 西河镇 南桥乡 北苑街道 中山街道 石塘镇 柳林乡", place, " ")
	nw = split("物业公司擅自提高停车费，业主多次反映没有得到回应。 路灯坏了半个月，晚上出行很不安全！ " \
	    "小区化粪池外溢，网格员上报以后仍未清理。 村务公开栏一年没有更新，村民要求公开账目。 " \
	    "工地夜间施工，噪音扰民，希望有关部门尽快处理。 公交线路调整后老人看病要换乘三次。 " \
	    "感谢社区干部冒雨帮助排水。 请问医保异地报销需要哪些材料？ 街道与物业互相推诿，问题至今没有解决。 " \
	    "建议在学校门口增设斑马线和减速带。", sentence, " ")
	nk = split("投诉 求助 咨询 建议 感谢", kind, " ")
	while (size < want) {
		text = ""
		for (i = 0; i < 6; i++)
			text = text pick(sentence, nw)
		line = sprintf("{\"id\":\"R%07d\",\"time\":\"2024-%02d-%02dT%02d:30:00+08:00\",\"region\":\"4210%02d\",\"kind\":\"%s\",\"days\":%d.%d,\"actor\":{\"type\":\"resident\",\"age\":%d},\"title\":\"%s：%s\",\"text\":\"%s\"}",
		    ++n, n % 12 + 1, n % 28 + 1, n % 24, n % 17, pick(kind, nk), n % 30, n % 10, n % 60 + 20, pick(place, np), pick(kind, nk), text)
		print line
		size += length(line) + 1
	}
}'
