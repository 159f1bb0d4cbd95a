#!/bin/sh
# run.sh BUILD: the benchmarks of `make bench`.  Public peers, whole processes, paired.

set -eu
cd "$(dirname "$0")/../.."
build=$1
bin=$PWD/$build/bin
mkdir -p "$build/bench"
data=$build/bench/requests.jsonl
[ -s "$data" ] || {
	tests/bench/generate.sh 120000000 >"$data.part"
	mv "$data.part" "$data"
}
tests/bench/pair.sh 'a pass through tag without codes, against jq -c .' 10 \
	"$data" "'$bin/tag' -e 'codes: []'" 'jq -c .'
for pack in gzip xz zstd; do
	[ -s "$data.$pack" ] || $pack -c <"$data" >"$data.$pack"
	tests/bench/pair.sh "a pass through tag of $pack, against ${pack} -dc |" 1 \
		"$data.$pack" "'$bin/tag' -e 'codes: []'" \
		"$pack -dc | '$bin/tag' -e 'codes: []'"
done
cat >"$build/bench/group.yaml" <<'END'
filter: aggregate
format: 1
by: [region]
measures:
  count: {count: all}
  mean: {mean: days}
  min: {min: days}
  max: {max: days}
END
tests/bench/pair.sh 'group-by in aggregate, against mlr stats1' 15 \
	"$data" "'$bin/aggregate' -r '$PWD/$build/bench/group.yaml'" \
	'mlr --ijsonl --ojsonl stats1 -a count,mean,min,max -f days -g region'
tests/bench/groupby.sh "$PWD/$build"
tests/bench/tables.sh "$PWD/$build"
tests/bench/month.sh "$build"
tests/bench/sentences.sh "$PWD/$build"
tests/bench/terms.sh "$build"
tests/bench/characters.sh "$PWD/$build"
/usr/bin/python3 -B tests/bench/words_pair.py "$bin/segment" "$data"
/usr/bin/python3 -B tests/bench/words_start.py "$bin/segment"
