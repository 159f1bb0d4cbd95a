#!/bin/sh
# golden.sh BIN [NAME...]: runs the cases of tests/golden and tests/bugs.
#
# A case is a folder with `cmd` (run by sh in that folder, the filters in PATH),
# `stdout`, and where they differ from nothing and 0, `stderr` and `status`.
# A file `needs` names a path (from the project's root) without which the
# case is skipped; a file `unless` names sanitizers that it doesn't hold under.
# With UPDATE=1 the expectations are written anew.

set -u
export LC_ALL=C.UTF-8
top=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
bin=$(CDPATH= cd -- "$1" && pwd) || exit 1
shift
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
export PATH="$bin:$PATH" TOP="$top" TMP="$tmp"
passed=0 failed=0 skipped=0

expect() {	# file what: differs from what the case expects?
	[ -f "$1" ] || : >"$tmp/empty"
	if [ -f "$1" ]; then want=$1; else want=$tmp/empty; fi
	cmp -s "$want" "$tmp/$1" && return 0
	echo "FAIL $name: $1 differs:"
	diff "$want" "$tmp/$1" | head -n 12
	return 1
}

run_case() {
	( . ./cmd ) >"$tmp/stdout" 2>"$tmp/stderr" </dev/null
	echo $? >"$tmp/status"
	if [ "${UPDATE:-}" = 1 ]; then
		cp "$tmp/stdout" stdout
		if [ -s "$tmp/stderr" ]; then cp "$tmp/stderr" stderr; else rm -f stderr; fi
		if [ "$(cat "$tmp/status")" != 0 ]; then cp "$tmp/status" status; else rm -f status; fi
	fi
	[ -f status ] || [ "$(cat "$tmp/status")" = 0 ] || {
		echo "FAIL $name: status $(cat "$tmp/status")"
		head -n 5 "$tmp/stderr"
		return 1
	}
	{ [ ! -f status ] || expect status; } && expect stdout && expect stderr
}

holds_not() {
	for sanitizer in $(cat "$dir/unless" 2>/dev/null); do
		[ "${bin%-"$sanitizer"/bin}" = "$bin" ] || return 0
	done
	return 1
}

for dir in "$top"/tests/golden/*/ "$top"/tests/bugs/*/; do
	[ -f "$dir/cmd" ] || continue
	name=$(basename "$dir")
	case " $* " in "  " | *" $name "*) ;; *) continue ;; esac
	if [ -f "$dir/needs" ] && [ ! -e "$top/$(cat "$dir/needs")" ]; then
		echo "SKIP $name: no $(cat "$dir/needs")"
		skipped=$((skipped + 1))
		continue
	fi
	if holds_not; then
		echo "SKIP $name: doesn't hold under this sanitizer"
		skipped=$((skipped + 1))
		continue
	fi
	cd "$dir" || exit 1
	if run_case; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
done
echo "golden: $passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
