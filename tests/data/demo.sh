#!/bin/sh
# demo.sh BIN: an essay as a converter leaves it, through all four filters, and
# the sentence behind one figure.

set -eu
cd "$(dirname "$0")/../.."
PATH=$(CDPATH= cd -- "$1" && pwd):$PATH
export PATH

show() {
	printf '$ %s\n' "$1"
	sh -c "$1"
	echo
}

coded='normalize -r paper tests/data/essay.txt | segment -r paper |
  tag -r institutional-barriers -r actors-and-powers'
show "$coded |
  aggregate -r code-frequency -f table"
show "$coded |
  grep '\"id\":\"essay#60\"'"
