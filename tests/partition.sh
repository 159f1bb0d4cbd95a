#!/bin/sh
# partition.sh BIN [N]: units of the seeds, of the reports, and of the first N (500)
# messages and papers of ../shared/corpus are partitions of their texts.

set -eu
export LC_ALL=C.UTF-8
bin=$1
n=${2:-500}
corpus=../shared/corpus
if [ ! -d "$corpus/reports" ]; then
	echo "skip partition: no ../shared/corpus"
	exit 0
fi
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
mkdir "$tmp/reports"
tar -xzf "$corpus"/reports/city-reports-2024.tar.gz -C "$tmp/reports"
{
	"$bin/normalize" -r paper "$corpus"/seeds/*.txt $(find "$tmp/reports" -name '*.txt')
	for f in "$corpus"/messages/*dev.jsonl.gz "$corpus"/papers/*.jsonl.gz; do
		gzip -dc "$f" 2>/dev/null | head -n "$n"
	done | jq -c '{id: "m\(input_line_number)",
	    text: [.title, .text, .abst, .abstract, .reply | strings] | join("\n")}'
} >"$tmp/parents"
for unit in block sentence clause; do
	sed "s/^unit: .*/unit: $unit/" rules/segment/paper.yaml >"$tmp/rule.yaml"
	"$bin/segment" -r "$tmp/rule.yaml" "$tmp/parents" >"$tmp/units"
	${PYTHON:-/usr/bin/python3} -B tests/partition.py "$tmp/parents" "$tmp/units"
done
