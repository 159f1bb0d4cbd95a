#!/bin/sh
# terms.sh BUILD [BYTES]: tag with 10,000 and 100,000 terms against rg -F -o -b, with 500
# regexes and with all shipped books against jq -c ., on made-up texts; what stands
# before the first record is measured on an empty input.
#
# The texts are words of jieba's dictionary as often as it says; the terms are words of it,
# too.  How dense the matches are decides as much as how many terms there are, so it is
# printed.  In the citizens' messages of ../shared/corpus the 10,000 words match once in 77
# characters, the 100,000 names once in 68, the 100,000 words once in 9.

set -eu
export LC_ALL=C.UTF-8
build=$(CDPATH= cd -- "$1" && pwd) bytes=${2:-100000000}
cd "$(dirname "$0")"
bench=$build/bench
dict=${JIEBA:-/usr/lib/python3/dist-packages/jieba}/dict.txt
mkdir -p "$bench"
data=$bench/texts-$bytes.jsonl
[ "$data" -nt texts.c ] || {
	"${CC:-cc}" -std=c11 -O2 -o "$bench/texts" texts.c
	"$bench/texts" "$dict" "$bytes" >"$data.part"
	mv "$data.part" "$data"
}
empty=$bench/empty.jsonl
echo '{"id":"1","text":"。"}' >"$empty"

# So many words of 2 to 6 Chinese characters, from all over the dictionary; or of its
# names alone: of places, people, organisations and other things.
terms() {	# COUNT [KINDS]
	LC_ALL=C awk -v want="$1" -v kinds="${2:-.}" '
		length($1) >= 6 && length($1) <= 18 && $3 ~ kinds { word[n++] = $1 }
		END { for (i = 0; i < want; i++) print word[int(i * n / want)] }' "$dict"
}
# So many regexes as people write them: one of three words, soon after it a fourth.
regexes() {
	echo 'codes:'
	terms $((4 * $1)) | awk '
		NR % 4 == 1 { r = "(" $1 } NR % 4 == 2 || NR % 4 == 3 { r = r "|" $1 }
		NR % 4 == 0 { printf "  - {id: r%d, match: [{regex: \"%s).{0,6}%s\"}]}\n", NR / 4, r, $1 }'
}
# Writes the terms from standard input as NAME.txt, and NAME.yaml, the book of them.
book() {	# NAME
	cat >"$bench/$1.txt"
	cat >"$bench/$1.yaml" <<-END
	filter: tag
	format: 1
	overlap: longest
	lists: {all: {file: $bench/$1.txt}}
	codes: [{id: term, match: [\$all]}]
	END
}
# What a start costs: the median of 21, less that of a rule without codes.
ready() {	# NAME BAR RULES...
	name=$1 bar=$2
	shift 2
	/usr/bin/python3 -B ready.py "$name" "$bar" "$empty" "$build/bin/tag" "$@"
}

terms 10000 | book words-10000
terms 100000 '^n[rstz]' | book names-100000
terms 100000 | book words-100000
characters=$(sed 's/.*"text":"//; s/"}$//' "$data" | tr -d '\n' | wc -m)
for name in words-10000 names-100000 words-100000; do
	bar=8
	[ $name != words-10000 ] || bar=6
	matches=$("$build/bin/tag" -r "$bench/$name.yaml" <"$data" | grep -o '"match":' | wc -l)
	printf '%s: %d matches by tag, the longest of those that overlap, one in %d characters\n' \
		"$name" "$matches" $((characters / matches))
	rg -F -o -b -f "$bench/$name.txt" <"$data" | wc -l |
		xargs printf '%s by rg, the first of those that overlap\n'
	./pair.sh "$name in tag, against rg -F -o -b -f" $bar "$data" \
		"'$build/bin/tag' -r '$bench/$name.yaml'" \
		"rg -F -o -b -f '$bench/$name.txt'"
done
ready '10,000 terms' 15 -r "$bench/words-10000.yaml"
ready '100,000 terms' 150 -r "$bench/words-100000.yaml"
{ printf 'filter: tag\nformat: 1\n'; regexes 500; } >"$bench/regexes.yaml"
ready '500 regexes' 20 -r "$bench/regexes.yaml"
./pair.sh '500 regexes in tag, against jq -c .' 1 "$data" \
	"'$build/bin/tag' -r '$bench/regexes.yaml'" 'jq -c .'
# requests-all extends requests; household-care wants a table of its own
books=$("$build/bin/tag" -l | cut -f 1 | grep -vxE 'new|requests|household-care' | sed 's/^/-r /' | tr '\n' ' ')
./pair.sh "all shipped books ($books) in tag, against jq -c . twice" 1 "$data" \
	"'$build/bin/tag' $books" 'jq -c . | jq -c .'
