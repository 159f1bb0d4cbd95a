#!/bin/sh
# books.sh BIN [BOOK ...]: what every codebook must hold beyond its own examples, see
# books.py; of all books that tests/data/sections.tsv names, or of these.  What needs
# the five documents is skipped, with a word, where they aren't there.

set -u
export LC_ALL=C.UTF-8
bin=$1
shift
corpus=../shared/corpus/seeds
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
if [ -d "$corpus" ]; then
	"$bin/normalize" -q -r paper "$corpus"/*.txt |
		"$bin/segment" -q -r paper >"$tmp/units.jsonl" || exit 1
else
	echo "skip sections and headings: no $corpus"
fi
/usr/bin/python3 -B tests/books.py "$bin/tag" "$tmp" "$@"
