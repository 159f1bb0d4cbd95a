#!/bin/sh
# compare.sh BIN: two places side by side, as document 004 compares them: which measures and
# drivers of `tag -r community-networks` `aggregate -r compare` counts for each, against what a person
# read there (tests/data/compare.tsv).  Skipped where the document isn't there.

set -u
export LC_ALL=C.UTF-8
bin=$1
corpus=../shared/corpus/seeds
if [ ! -d "$corpus" ]; then
	echo "skip: no $corpus"
	exit 0
fi
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
grep -v '^#' tests/data/compare.tsv | sort >"$tmp/read"
"$bin/normalize" -q -r paper "$corpus"/004_*.txt |
	"$bin/segment" -q -r paper |
	"$bin/tag" -q -r community-networks |
	"$bin/aggregate" -q -r compare -f jsonl |
	jq -r '[(.code | ltrimstr("community.")), ([.["重庆"], .["苏南"]][] | if . > 0 then 1 else 0 end)] | @tsv' |
	grep -E '^(measure|driver)\.' | sort >"$tmp/found"
if ! diff "$tmp/read" "$tmp/found"; then
	echo "< as read, > as coded"
	exit 1
fi
echo "$(wc -l <"$tmp/read") codes of two places"
