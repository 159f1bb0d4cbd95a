#!/bin/sh
# sentences.sh BUILD: sentences and structure of made-up requests and papers, and of real
# reports and papers where they are, without words, against jq -c . on the same JSON Lines.

set -eu
export LC_ALL=C
cd "$(dirname "$0")"
build=$1
bench=$build/bench
mkdir -p "$bench"
requests=$bench/requests.jsonl papers=$bench/papers.jsonl
corpus=../../../shared/corpus
[ -s "$requests" ] || {
	./generate.sh 120000000 >"$requests.part"
	mv "$requests.part" "$requests"
}

# Papers made like the five of ../shared/corpus/seeds, whose figures behind normalize -r
# paper stand in brackets: 60 paragraphs of 3 sentences (3.0), 150 bytes each (153), that
# are clauses of the requests; 0.52 headings for a paragraph (0.49), 0.19 of which run in
# (0.22), of 45 bytes (43); 8 references (8.2); 29 KB (27) and 3.0 times as much output (3.3).
[ -s "$papers" ] || {
	awk -F '"text":"' '
	function paragraph(   text, k) {
		for (k = 1; k <= 8; k++) {
			text = text clause[first] (k % 3 && k < 8 ? "，" : "。")
			delete clause[first++]
		}
		return text
	}
	function add(i) {
		if (i == 0)
			body = "街道与小区\\n\\n摘要：" paragraph() "\\n\\n关键词：街道；小区"
		if (i % 10 == 0)
			body = body "\\n\\n" han[i / 10 + 1] "、街道怎么办事：以三个小区为例"
		if (i % 10 % 3 == 0 && i % 10 < 9)
			body = body "\\n\\n（" han[i % 10 / 3 + 1] "）小区里的事由谁来提、由谁来定"
		body = body "\\n\\n"
		if (i < 30 && (i % 10 == 1 || i % 10 == 2))
			body = body i % 10 ". 先坐到一起商量。"
		body = body paragraph()
	}
	BEGIN {
		split("一 二 三 四 五 六", han, " ")
		first = last = 0
	}
	{
		n = split(substr($2, 1, length($2) - 2), part, /。|！|？/)
		for (k = 1; k < n; k++)
			clause[last++] = part[k]
		for (; last - first >= 16; i = (i + 1) % 60) {
			add(i)
			if (i < 59)
				continue
			body = body "\\n\\n参考文献"
			for (k = 1; k <= 8; k++)
				body = body "\\n\\n[" k "] 某某. 街道与小区[J]. 小区, 2020(3): 1-9."
			papers++
			printf "{\"id\":\"P%d\",\"source\":{\"file\":\"papers/%d.txt\",\"line\":1},\"text\":\"%s\"}\n", \
			    papers, papers, body
		}
	}' "$requests" >"$papers.part"
	mv "$papers.part" "$papers"
}
./pair.sh 'sentences of requests, against jq -c .' 4 "$requests" \
	"'$build/bin/segment' -e 'unit: sentence'" 'jq -c .'
./pair.sh 'structure and sentences of papers, against jq -c .' 4 "$papers" \
	"'$build/bin/segment' -r paper" 'jq -c .'

# The texts of the corpus over and over, each time with other ids.
real() {	# name, times, files
	real=$bench/real-$1.jsonl name=$1 times=$2
	shift 2
	[ -s "$real" ] || {
		"$build/bin/normalize" -q -r paper "$@" | jq -c --argjson n "$times" \
		    'range($n) as $i | .id += "-\($i)"' >"$real.part"
		mv "$real.part" "$real"
	}
	./pair.sh "structure and sentences of real $name, against jq -c ." 4 "$real" \
		"'$build/bin/segment' -r paper" 'jq -c .'
}

if [ -d "$corpus" ]; then
	real reports 30 "$corpus/reports/city-reports-2024.tar.gz"
	real papers 600 "$corpus"/seeds/*.txt
fi
