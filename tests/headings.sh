#!/bin/sh
# headings.sh BIN: the headings of papers and reports that segment -r paper
# finds, against both golds of tests/data: precision, recall and levels.

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

# A document without any heading stands behind `none:` in the gold's header.
score() {
	sed -n 's/^# none: //p' "$1" | tr ' ' '\n' >"$tmp/none"
	grep -v '^#' "$1" >"$tmp/gold"
	for name in $(cut -f 1 "$tmp/gold" | sort -u - "$tmp/none"); do
		file=$corpus/seeds/$name.txt
		[ -f "$file" ] || file=$tmp/$name.txt
		echo "$file"
	done >"$tmp/files"
	xargs "$bin/normalize" -r paper <"$tmp/files" | "$bin/segment" -r paper |
		jq -r 'select(.block == "heading") |
		    [.parent, .start, .end, .level] | @tsv' >"$tmp/got"
	awk -F '\t' -v gold="$1" '
	NR == FNR { level[$1, $2, $3] = $4; n++; next }
	{ got++; seen[$1, $2, $3] = 1 }
	!(($1, $2, $3) in level) { print "no heading:", $0; next }
	{ hit++ }
	level[$1, $2, $3] == $4 { good++; next }
	{ print "level of", $0, "is", level[$1, $2, $3] }
	END {
		for (k in level)
			if (!(k in seen)) {
				gsub(SUBSEP, " ", k)
				print "not found:", k
			}
		printf "%s: %d, precision %.4f, recall %.4f, levels %.4f\n",
		    gold, n, hit / got, hit / n, good / hit
		exit !(hit / got >= 0.98 && hit / n >= 0.98 && good / hit >= 0.98)
	}' "$tmp/gold" "$tmp/got"
}

bad=0
score tests/data/headings.tsv || bad=1
score tests/data/headings-blind.tsv || bad=1
exit $bad
