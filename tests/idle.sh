#!/bin/sh
# idle.sh BIN [BOOK ...]: which codes and terms of codebooks never hit on the 59 city reports
# and the 3,075 messages of ../shared/corpus: a line a book, then the codes and the terms by
# name.  A report, not a test: an idle term isn't wrong, it waits for other texts.

set -eu
export LC_ALL=C.UTF-8
bin=$1
shift
corpus=../shared/corpus
if [ ! -d "$corpus/reports" ] || [ ! -d "$corpus/messages" ]; then
	echo "skip: no $corpus"
	exit 0
fi
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
tar -xzf "$corpus"/reports/city-reports-2024.tar.gz -C "$tmp"
{
	find "$tmp" -name '*.txt' | sort | tr '\n' '\0' |
		xargs -0 "$bin/normalize" -q -r city-report | "$bin/segment" -q -r paper
	gzip -dc "$corpus"/messages/dev.jsonl.gz | jq -c '{id, title, text}'
} >"$tmp/units.jsonl"
[ $# -gt 0 ] || set -- $(cut -f 1 tests/data/sections.tsv | grep -v '^#' | sort -u)
for book in "$@"; do
	"$bin/tag" -q -r "./rules/tag/$book.yaml" --coverage "$tmp/units.jsonl" |
		jq -rs --arg book "$book" '
		    (map(select(.code))) as $codes | (map(select(.term))) as $terms |
		    ($codes | map(select(.records == 0).code)) as $idle |
		    ($terms | map(select(.records == 0).term)) as $unused |
		    "\($book): \($idle | length) of \($codes | length) codes and \($unused | length) of \($terms | length) terms never hit",
		    "  codes: \($idle | join(" "))", "  terms: \($unused | join(" "))"'
done
