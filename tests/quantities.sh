#!/bin/sh
# quantities.sh BIN: the figures that `tag -r quantities` finds in two documents against
# those that a person read there; recall and precision at least 0.95, a figure being right
# where value, unit, bound, per and what it counts are.  Skipped where the documents
# aren't there.

set -u
export LC_ALL=C.UTF-8
bin=$1
corpus=../shared/corpus/seeds
if [ ! -d "$corpus" ]; then
	echo "skip: no $corpus"
	exit 0
fi
/usr/bin/python3 -B tests/quantities.py "$bin/tag" "$corpus"
