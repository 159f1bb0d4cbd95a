#!/bin/sh
# check.sh BUILD [valgrind]: everything that `make check` runs, in one go: each step's
# output when it fails, a line when it passes, and the count at the end.

set -u
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/.." || exit 1
build=$1
out=$(mktemp) || exit 1
trap 'rm -f "$out"' EXIT
passed=0 failed=0

step() {
	name=$1
	shift
	if "$@" >"$out" 2>&1; then
		passed=$((passed + 1))
		printf 'ok   %-28s %s\n' "$name" "$(grep -vi '^skip' "$out" | tail -n 1 | cut -c 1-48)"
		grep -i '^skip' "$out"
	else
		failed=$((failed + 1))
		printf 'FAIL %s\n' "$name"
		tail -n 60 "$out"
	fi
}

# Two rooms with a function of one name: the linker would take either, silently.
one_name_once() {
	! nm -g --defined-only "$build/libminqing.a" | awk 'NF == 3 { print $3 }' |
		sort | uniq -d | grep .
}

step layers tests/layers.sh
step names one_name_once
for unit in "$build"/unit/*; do
	case $unit in *.d) continue ;; esac
	step "$(basename "$unit")" "$unit"
done
step rules tests/rules.sh "$build/bin"
step sqlite tests/sqlite.sh "$build/bin"
step spill tests/spill.sh "$build/bin"
step requests tests/requests.sh "$build/bin"
step quantities tests/quantities.sh "$build/bin"
step compare tests/compare.sh "$build/bin"
step books tests/books.sh "$build/bin"
step validity /usr/bin/python3 -B tests/validity.py "$build/bin"
step hot tests/hot.sh "$build/bin"
step words tests/words.sh "$build"
step governance tests/governance.sh "$build"
step ud tests/ud.sh "$build"
step candidates tests/candidates.sh "$build"
step headings tests/headings.sh "$build/bin"
step outlines /usr/bin/python3 -B tests/outlines.py "$build/bin"
step blocks tests/blocks.sh "$build/bin"
step rewrap tests/rewrap.sh "$build/bin"
step long tests/long.sh "$build/bin"
step partition tests/partition.sh "$build/bin"
step golden tests/golden.sh "$build/bin"
step examples tests/examples.sh
step demands tests/demands.sh "$build/bin"
step privacy tests/privacy.sh "$build/bin"
step loop tests/loop.sh "$build/bin"
step month tests/month.sh "$build"
step encodings tests/encodings.sh "$build/bin"
step offsets tests/offsets.sh "$build/bin"
step script tests/script.sh "$build/bin"
step suites tests/suites.sh "$build/bin"
step bombs /usr/bin/python3 -B tests/bombs.py "$build"
step conservation /usr/bin/python3 -B tests/conservation.py "$build"
step archives /usr/bin/python3 -B tests/archives.py "$build"
step state /usr/bin/python3 -B tests/torture/state.py "$build" 30
case $build in
*thread | *address | *undefined) ;;	# the interposer and a sanitizer don't mix
*)
	step torture tests/torture/run.sh --quick "$build"
	step crash /usr/bin/python3 -B tests/torture/crash.py "$build" 10
	;;
esac
echo
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
