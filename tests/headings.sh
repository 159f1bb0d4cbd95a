#!/bin/sh
# headings.sh BIN: the headings of papers and reports that segment -r paper
# finds, against tests/data/headings.tsv: precision, recall and levels.

set -u
export LC_ALL=C.UTF-8
bin=$1
corpus=../shared/corpus
if [ ! -d "$corpus/seeds" ] || [ ! -d "$corpus/reports" ]; then
	echo "skip headings: no ../shared/corpus"
	exit 0
fi
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
tar -xzf "$corpus"/reports/city-reports-2024.tar.gz -C "$tmp" || exit 1
grep -v '^#' tests/data/headings.tsv >"$tmp/gold"
for name in $(cut -f 1 "$tmp/gold" | sort -u); do
	file=$corpus/seeds/$name.txt
	[ -f "$file" ] || file=$(find "$tmp" -name "$name.txt")
	echo "$file"
done >"$tmp/files"
xargs "$bin/normalize" -r paper <"$tmp/files" | "$bin/segment" -r paper |
	jq -r 'select(.block == "heading") |
	    [.parent, .start, .end, .level] | @tsv' >"$tmp/got"
awk -F '\t' '
NR == FNR { gold[$1, $2, $3] = $4; n++; next }
{ got++; if (($1, $2, $3) in gold) { hit++; good += gold[$1, $2, $3] == $4
	if (gold[$1, $2, $3] != $4) print "level of", $0 }
  else print "no heading:", $0
  seen[$1, $2, $3] = 1 }
END {
	for (k in gold) if (!(k in seen)) { gsub(SUBSEP, " ", k); print "not found:", k }
	printf "%d headings: precision %.4f, recall %.4f, levels %.4f\n",
	    n, hit / got, hit / n, good / hit
	exit !(hit / got >= 0.98 && hit / n >= 0.98 && good / hit >= 0.98)
}' "$tmp/gold" "$tmp/got"
