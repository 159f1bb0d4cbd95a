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

cp "$build/data/hotline.csv.gz" "$build/data/areas.csv" tests/data/essay.txt "$dir"
cd "$dir"
# What a clerk's editor does: one key, names of areas, two changes instead of twelve.
aggregate --show monthly | sed '
	/level: county/d
	/level: village/d
	s/level: town,/& names: areas.csv,/
	s/^order: .*/order: town/
	/^  [^a].*_\(previous\|year_ago\):/,/^      en:/d' >towns.yaml
echo '# towns.yaml is a copy of the shipped rule monthly: by town, with their names.'
show 'normalize -r hotline hotline.csv.gz | tag -r requests |
  aggregate -r ./towns.yaml --period 2026-06'

coded='normalize -r paper essay.txt | segment -r paper |
  tag -r institutional-barriers -r actors-and-powers'
show "$coded |
  aggregate -r code-frequency -f table"
show "$coded |
  grep '\"id\":\"essay#60\"'"
