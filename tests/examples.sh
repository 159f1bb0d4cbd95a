#!/bin/sh
# examples.sh: every line of EXAMPLES in the man pages is the command of a golden
# case, so the pages can't say what doesn't run.

set -u
cd "$(dirname "$0")/.." || exit 1
bad=0 count=0
for page in man/*.[15]; do
	# .Dl lines of the section, mdoc escapes undone
	sed -n '/^\.Sh EXAMPLES/,/^\.Sh [^E]/s/^\.Dl \$ //p' "$page" |
	sed 's/\\&//g; s/\\(aq/'"'"'/g; s/\\-/-/g; s/\\e/\\/g; s/\\(ba/|/g; s/\\(ti/~/g; s/\\(dq/"/g' >"${TMPDIR:-/tmp}/examples.$$"
	while IFS= read -r line; do
		count=$((count + 1))
		grep -qxF -- "$line" tests/golden/*/cmd || {
			echo "$page: no golden case runs: $line"
			bad=1
		}
	done <"${TMPDIR:-/tmp}/examples.$$"
	rm -f "${TMPDIR:-/tmp}/examples.$$"
done
echo "$count examples"
[ "$bad" = 0 ] && [ "$count" -gt 0 ]
