#!/bin/sh
# script.sh BIN: what normalize makes of a text's characters is what opencc does, byte
# for byte: over messages, papers, reports and seeds, and the s2t of them.

set -u
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/.." || exit 1
bin=$1
corpus=../shared/corpus
[ -d "$corpus" ] || {
	echo "skip: no $corpus"
	exit 0
}
command -v opencc >/dev/null || {
	echo 'skip: no opencc'
	exit 0
}
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

ours() {	# script file
	"$bin/normalize" -e "input: {format: text}
mask: none
clean: {script: $1}" "$2" | jq -rj .text
}

same() {	# script configuration file
	opencc -c "$2" <"$3" >"$tmp/peer"
	ours "$1" "$3" >"$tmp/ours"
	cmp "$tmp/ours" "$tmp/peer" || exit 1
}

{
	gzip -cd "$corpus"/messages/*.gz "$corpus"/papers/*.gz | jq -r '.. | strings'
	tar xzOf "$corpus"/reports/*.tar.gz
	cat "$corpus"/seeds/*.txt
} >"$tmp/text"
same traditional s2t "$tmp/text"
cp "$tmp/peer" "$tmp/s2t"
same simplified t2s "$tmp/text"
same simplified t2s "$tmp/s2t"
echo "$(wc -c <"$tmp/text") bytes three times the same"
