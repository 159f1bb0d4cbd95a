#!/bin/sh
# valgrind.sh BUILD: the unit tests and one run of each filter under valgrind: no
# error, no leak beyond what lives to the end of the process.

set -u
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/.." || exit 1
build=$1
bad=0
grind() {
	valgrind -q --error-exitcode=99 --suppressions=tests/valgrind.supp \
	    --leak-check=full --errors-for-leak-kinds=definite \
	    "$@" >/dev/null 2>"$build/valgrind.log" || {
		[ $? = 99 ] || return 0
		echo "valgrind: $*"
		head -n 30 "$build/valgrind.log"
		bad=1
	}
}
for unit in "$build"/unit/*; do
	case $unit in *.d) continue ;; esac
	grind "$unit"
done
bin=$build/bin
grind "$bin/normalize" -r paper tests/data/essay.txt
"$bin/normalize" -r paper tests/data/essay.txt >"$build/v1.jsonl"
grind "$bin/segment" -j 2 -r paper "$build/v1.jsonl"
"$bin/segment" -r paper "$build/v1.jsonl" >"$build/v2.jsonl"
grind "$bin/tag" -r institutional-barriers -r actors-and-powers "$build/v2.jsonl"
"$bin/tag" -r institutional-barriers "$build/v2.jsonl" >"$build/v3.jsonl"
grind "$bin/aggregate" -r code-frequency -f table "$build/v3.jsonl"
[ "$bad" = 0 ] && echo "valgrind: clean"
exit "$bad"
