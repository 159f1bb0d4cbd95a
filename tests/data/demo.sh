#!/bin/sh
# demo.sh BUILD: first a county's month, from the export of its hotline to the
# table by town; then an essay as a converter leaves it, coded, and the
# sentence behind one figure.

set -eu
cd "$(dirname "$0")/../.."
build=$(CDPATH= cd -- "$1" && pwd)
PATH=$build/bin:$PATH
export PATH
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

show() {
	printf '$ %s\n' "$1"
	sh -c "$1"
	echo
}

essay=$PWD/tests/data/essay.txt
cp "$build/data/hotline.csv.gz" "$build/data/areas.csv" "$essay" "$dir"
cd "$dir"
aggregate --show monthly | sed "s|names: .*|names: areas.csv}|" >monthly.yaml
show 'normalize -r hotline hotline.csv.gz | tag -r requests |
  aggregate -r ./monthly.yaml --period 2026-06 -f table'

coded='normalize -r paper essay.txt | segment -r paper |
  tag -r institutional-barriers -r actors-and-powers'
show "$coded |
  aggregate -r code-frequency -f table"
show "$coded |
  grep '\"id\":\"essay#60\"'"
