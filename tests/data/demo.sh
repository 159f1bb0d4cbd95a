#!/bin/sh
# demo.sh BIN: an essay as a converter leaves it, through all four filters.

set -eu
cd "$(dirname "$0")/../.."
PATH=$(CDPATH= cd -- "$1" && pwd):$PATH
set -x
normalize -r paper tests/data/essay.txt | segment -r paper |
	tag -r institutional-barriers -r actors-and-powers |
	aggregate -r code-frequency -f table
