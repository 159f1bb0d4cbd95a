#!/bin/sh
# sqlite.sh BIN: counts, sums, extremes, distincts and quantiles of random tables, by
# group, are those that sqlite3 finds.

set -u
bin=$1
command -v sqlite3 >/dev/null || { echo "skip: no sqlite3"; exit 0; }
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
rule='{by: g, measures: {n: {count: all}, many: {count: "x > 0"}, s: {sum: x}, l: {min: x}, h: {max: x},
	d: {distinct: t}, p: {p50: x}, q: {p90: x}}}'

for seed in 1 2 3 4 5; do
	rm -f "$tmp/db"
	# 2,000 rows of 7 groups; a tenth of the numbers is missing
	awk -v seed="$seed" -v csv="$tmp/csv" 'BEGIN {
		srand(seed)
		for (i = 0; i < 2000; i++) {
			g = int(rand() * 7)
			t = int(rand() * 40)
			x = rand() < 0.1 ? "null" : int((rand() - 0.5) * 10 ^ int(1 + rand() * 12))
			printf "g%d,%s,t%d\n", g, x == "null" ? "" : x, t >csv
			printf "{\"g\":\"g%d\",\"x\":%s,\"t\":\"t%d\"}\n", g, x, t
		}
	}' >"$tmp/jsonl"
	sqlite3 "$tmp/db" >"$tmp/want" <<-EOF
		CREATE TABLE t (g TEXT, x INTEGER, t TEXT);
		.mode csv
		.import $tmp/csv t
		UPDATE t SET x = NULL WHERE x = '';
		CREATE VIEW r AS SELECT g, x, row_number() OVER (PARTITION BY g ORDER BY x) AS i,
			count(*) OVER (PARTITION BY g) AS n FROM t WHERE x IS NOT NULL;
		SELECT g, count(*), sum(x > 0), sum(x), min(x), max(x), count(DISTINCT t),
			(SELECT min(x) FROM r WHERE r.g = t.g AND i >= 0.5 * n),
			(SELECT min(x) FROM r WHERE r.g = t.g AND 10 * i >= 9 * n)
			FROM t GROUP BY g ORDER BY g;
	EOF
	"$bin/aggregate" -e "$rule" "$tmp/jsonl" | jq -r '[.g, .n, .many, .s, .l, .h, .d, .p, .q] | join(",")' >"$tmp/got"
	[ "$(wc -l <"$tmp/got")" = 7 ] && tr -d '\r' <"$tmp/want" | diff - "$tmp/got" || exit 1
done
echo "5 tables of $(wc -l <"$tmp/got") groups"
