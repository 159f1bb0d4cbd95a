#!/bin/sh
# blocks.sh BIN: the blocks and notes that normalize makes of the seeds, the web
# page by -r web, the papers by -r paper, against tests/data/blocks.tsv: precision
# and recall.

set -u
export LC_ALL=C.UTF-8
bin=$1
seeds=../shared/corpus/seeds
if [ ! -d "$seeds" ]; then
	echo "skip blocks: no $seeds"
	exit 0
fi
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
for name in $(grep -v '^#' tests/data/blocks.tsv | cut -f 1,2 | sort -u | tr '\t' :); do
	"$bin/normalize" -r "${name%%:*}" "$seeds/${name#*:}.txt"
done >"$tmp/records" || exit 1
# Lines with where they begin and end; marks with their place and number.
jq -r '.id as $id | ([.text | scan("\n|[^\n]+")] | reduce .[] as $s
    ({at: 0, out: []}; ($s | length) as $n |
    (if $s == "\n" then . else .out += [["block", .at, .at + $n]] end) |
    .at += $n) | .out[]), (.notes[]? | ["note", .start // -1, .number,
    (if .text then "text" else "bare" end)]) | [$id] + . | @tsv' \
    "$tmp/records" >"$tmp/got"
grep -v '^#' tests/data/blocks.tsv | cut -f 2- >"$tmp/gold"
# No rule may be made for one document: what its patterns name stands in none or several.
for word in $(grep -h "^ *\(drop: \[\)\?\(- \)\?'" rules/normalize/*.yaml |
	grep -oP '\p{Han}{2,}' | sort -u); do
	if [ "$(grep -l -e "$word" "$seeds"/*.txt | wc -l)" = 1 ]; then
		echo "of one seed alone: $word"
		exit 1
	fi
done
awk -F '\t' '
NR == FNR { gold[$0] = 1; n++; next }
{ got++; seen[$0] = 1 }
$0 in gold { hit++; next }
{ print "not in the gold:", $0 }
END {
	for (k in gold)
		if (!(k in seen))
			print "not found:", k
	printf "%d blocks and notes: precision %.4f, recall %.4f\n", n,
	    hit / got, hit / n
	exit !(hit / got >= 0.99 && hit / n >= 0.99)
}' "$tmp/gold" "$tmp/got"
