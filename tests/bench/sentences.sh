#!/bin/sh
# sentences.sh BUILD: sentences and structure of made-up requests and papers, without
# words, against jq -c . on the same JSON Lines.

set -eu
export LC_ALL=C
cd "$(dirname "$0")"
build=$1
bench=$build/bench
mkdir -p "$bench"
requests=$bench/requests.jsonl papers=$bench/papers.jsonl
[ -s "$requests" ] || {
	./generate.sh 120000000 >"$requests.part"
	mv "$requests.part" "$requests"
}

# Sixty requests make a paper: every tenth a chapter, every third a section, every
# sixth an item with a title that runs in; references at the end.
[ -s "$papers" ] || {
	head -c 40000000 "$requests" | sed '$d' | awk -F '"text":"' '
	BEGIN { split("一 二 三 四 五 六", han, " ") }
	{
		text = substr($2, 1, length($2) - 2)
		i = (NR - 1) % 60
		if (i == 0)
			body = "街道与小区\\n\\n摘要：" text "\\n\\n关键词：街道；小区"
		if (i % 10 == 0)
			body = body "\\n\\n" han[i / 10 + 1] "、街道怎么办事"
		if (i % 10 % 3 == 0)
			body = body "\\n\\n（" han[i % 10 / 3 + 1] "）小区里的事"
		body = body "\\n\\n" (i % 6 == 5 ? int(i % 10 / 6) + 1 ". 先开会。" : "") text
		if (i == 59)
			printf "{\"id\":\"P%d\",\"text\":\"%s\\n\\n参考文献\\n\\n[1] 某某. 街道[J]. 小区, 2020.\"}\n", NR / 60, body
	}' >"$papers.part"
	mv "$papers.part" "$papers"
}
./pair.sh 'sentences of requests, against jq -c .' 4 "$requests" \
	"'$build/bin/segment' -e 'unit: sentence'" 'jq -c .'
./pair.sh 'structure and sentences of papers, against jq -c .' 4 "$papers" \
	"'$build/bin/segment' -r paper" 'jq -c .'
