#!/bin/sh
# characters.sh BUILD: what is done to characters, against uconv, opencc and iconv.

set -eu
cd "$(dirname "$0")/../.."
build=$1
bin=$build/bin
dir=$build/bench
mkdir -p "$dir"
for peer in uconv opencc; do
	command -v $peer >/dev/null || {
		echo "skip: no $peer"
		exit 0
	}
done
[ -s "$dir/reports.txt" ] || {
	tests/bench/generate.sh 60000000 | jq -r .text >"$dir/reports.txt.part"
	mv "$dir/reports.txt.part" "$dir/reports.txt"
}
[ -s "$dir/traditional.txt" ] || {
	head -n 20000 "$dir/reports.txt" | opencc -c s2t >"$dir/traditional.txt.part"
	mv "$dir/traditional.txt.part" "$dir/traditional.txt"
}
[ -s "$dir/hotline.csv" ] || {
	"$build/county" rows --cases 100000 | iconv -t GB18030 >"$dir/hotline.csv.part"
	mv "$dir/hotline.csv.part" "$dir/hotline.csv"
}
one() {	# step
	echo "'$bin/normalize' -e '{input: {format: lines}, mask: none, clean: {$1}}'"
}
tests/bench/pair.sh 'nfkc of texts with full-width punctuation, against uconv' 6 \
	"$dir/reports.txt" "$(one 'unicode: nfkc')" \
	'uconv -f utf-8 -t utf-8 -x any-nfkc'
tests/bench/pair.sh 'simplified characters, against opencc -c t2s' 15 \
	"$dir/traditional.txt" "$(one 'script: simplified')" 'opencc -c t2s'
tests/bench/pair.sh 'the rule hotline in full, against iconv | uconv -x any-nfkc' 3 \
	"$dir/hotline.csv" "'$bin/normalize' -r hotline" \
	"sh -c 'iconv -f GB18030 -t UTF-8 | uconv -f utf-8 -t utf-8 -x any-nfkc'"
