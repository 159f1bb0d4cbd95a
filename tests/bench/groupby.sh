#!/bin/sh
# groupby.sh BUILD [RECORDS]: count, mean, rate, distinct and two quantiles of requests by
# area and kind, against the pipelines that people write for it.  1,125,000 records,
# 500 MB, unless RECORDS says otherwise; the bars are for those.

set -eu
export LC_ALL=C.UTF-8
cd "$(dirname "$0")"
build=$1 records=${2:-1125000}
bench=$build/bench
mkdir -p "$bench"
data=$bench/requests-$records.jsonl
[ -s "$data" ] || {
	"${CC:-cc}" -std=c11 -O2 -o "$bench/requests" requests.c
	"$bench/requests" "$records" >"$data.part"
	mv "$data.part" "$data"
}
cat >"$bench/groupby.yaml" <<'END'
filter: aggregate
format: 1
by: [{area: region, level: county, as: area}, kind]
measures:
  count: {count: all}
  callers: {distinct: caller}
  hours: {mean: hours}
  resolved: {count: 'resolved == 1'}
  rate: {ratio: {of: resolved, to: count}}
  p50: {p50: hours}
  p90: {p90: hours}
END
{ cat "$bench/groupby.yaml"; echo 'exact: 1000'; } >"$bench/groupby-1000.yaml"
ours="'$build/bin/aggregate' -r '$bench/groupby.yaml'"

jq="jq -r '[.region[0:6], .kind, .hours, .resolved, .caller] | @tsv' |
	datamash -s -g 1,2 count 3 countunique 5 mean 3 mean 4 perc:50 3 perc:90 3"
# Of one field only: it does less than the others.
miller="mlr --ijsonl --ojsonl put '\$area = substr(\$region, 0, 5)' then \
	stats1 -a count,mean,p50,p90 -f hours -g area,kind"
sqlite="sqlite3 :memory: -cmd '.mode ascii' -cmd '.separator \"\\037\" \"\\n\"' \
	-cmd 'create table t(j text)' -cmd '.import /dev/stdin t' -cmd '.mode tabs' \"
	with v as (select substr(j->>'region', 1, 6) a, j->>'kind' k, j->>'hours' h,
	    j->>'resolved' r, j->>'caller' c from t),
	o as (select *, row_number() over (partition by a, k order by h) i,
	    count(*) over (partition by a, k) n from v)
	select a, k, count(*), count(distinct c), avg(h), avg(r),
	    max(h) filter (where i = (n + 1) / 2), max(h) filter (where i = (9 * n + 9) / 10)
	    from o group by a, k\""

# All three count the same before they are timed.
counted() {
	cut -f 1-4 | LC_ALL=C sort
}
sh -c "$ours -f tsv" <"$data" | tail -n +2 | counted >"$bench/ours.tsv"
sh -c "$jq" <"$data" | counted | cmp - "$bench/ours.tsv"
sh -c "$sqlite" <"$data" | tr -d '\r' | counted | cmp - "$bench/ours.tsv"

./pair.sh 'group-by in aggregate, against jq @tsv | datamash' 12 "$data" "$ours" "$jq" 128
./pair.sh 'group-by in aggregate, against mlr stats1' 15 "$data" "$ours" "$miller"
./pair.sh "group-by in aggregate, against sqlite3's import and query" 5 "$data" "$ours" "$sqlite"
/usr/bin/time -f %M -o "$bench/peak" "$build/bin/aggregate" -r "$bench/groupby-1000.yaml" <"$data" >/dev/null
awk '{ printf "  with exact: 1000 peak %.1f MiB, bar 32: %s\n", $1 / 1024, $1 / 1024 <= 32 ? "held" : "NOT HELD" }' \
	"$bench/peak"
