#!/bin/sh
# rewrap.sh BIN: city reports and papers, printed anew in lines of 20, 38 and 60
# columns with pages, running heads and foot notes: are their paragraphs found?

set -u
export LC_ALL=C.UTF-8
bin=$1
corpus=../shared/corpus
if [ ! -d "$corpus/reports" ] || [ ! -d "$corpus/papers" ]; then
	echo "skip rewrap: no ../shared/corpus"
	exit 0
fi
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
mkdir "$tmp/reports" "$tmp/printed"
tar -xzf "$corpus"/reports/city-reports-2024.tar.gz -C "$tmp/reports" || exit 1
PYTHONDONTWRITEBYTECODE=1 python3 tests/rewrap.py wrap "$tmp/printed" "$tmp/reports" || exit 1
"$bin/normalize" -e '{input: {format: text}, mask: none, clean: {
    lines: {unwrap: true, across_pages: true, running_heads: {on_pages: 3}},
    spaces: {trim: true}}}' "$tmp"/printed/*.txt >"$tmp/records" || exit 1
PYTHONDONTWRITEBYTECODE=1 python3 tests/rewrap.py judge "$tmp/printed" "$tmp/records"
