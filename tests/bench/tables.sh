#!/bin/sh
# tables.sh BUILD: what tables of aggregate cost, and how that grows from n to 4n, each
# run a whole process: co-occurrence of 200 codes over 10^6 coded units, near-same
# groups of 10^5 messages, keyness over 10^7 words.  The bar of growth is n log n.

set -eu
export LC_ALL=C.UTF-8
cd "$(dirname "$0")"
build=$1
bench=$build/bench
mkdir -p "$bench"
"${CC:-cc}" -std=c11 -O2 -o "$bench/coded" coded.c -lm

# The least CPU seconds of three runs, and their peak memory.
cost() {	# rule input
	for run in 1 2 3; do
		/usr/bin/time -f '%U %S %M' -o "$bench/time" \
			"$build/bin/aggregate" -e "$1" <"$2" >/dev/null
		tail -n 1 "$bench/time"
	done | awk '
	{ s = $1 + $2; if (NR == 1 || s < least) least = s; if ($3 > peak) peak = $3 }
	END { print least, peak }'
}

measure() {	# name kind 4n rule
	for n in $(($3 / 4)) "$3"; do
		data=$bench/coded-$2-$n.jsonl
		[ -s "$data" ] || { "$bench/coded" "$2" "$n" >"$data.part" && mv "$data.part" "$data"; }
		cost "$4" "$data"
	done | awk -v name="$1" -v n="$3" '
	{ s[NR] = $1; m[NR] = $2 / 1024 }
	END {
		bar = 4 * log(n) / log(n / 4)
		printf "%s: %d, %.2f s CPU, %d a second, peak %.1f MiB\n", name, n, s[2], n / s[2], m[2]
		printf "  from a quarter: %.2f times the CPU, bar %.2f (n log n): %s; %.2f times the memory\n", \
			s[2] / s[1], bar, s[2] / s[1] <= bar ? "held" : "NOT HELD", m[2] / m[1]
	}'
}

measure 'co-occurrence of 200 codes, coded units' units 1000000 '{table: {cooccurrence: codes}}'
measure 'co-occurrence by document, coded units' units 1000000 '{table: {cooccurrence: codes, unit: parent}}'
measure 'near_same, messages' messages 100000 '{table: {near_same: text, similarity: 0.7}}'
measure 'keyness, words' words 10000000 \
	'{table: {keyness: words, of: "kind == 1", against: "kind == 0", count: elements, correct: holm}}'
