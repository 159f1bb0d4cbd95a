# For scripts that test at a shell: a folder of their own, left behind by nobody, and a
# count of what is as expected.

dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
passed=0 failed=0

is() {	# name expected got
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'FAIL %s: expected <%s>, got <%s>\n' "$1" "$2" "$3"
	fi
}

# NAME: the last line of a test, and its status.
is_all() {
	echo "$1: $passed passed, $failed failed"
	[ "$failed" = 0 ]
}
