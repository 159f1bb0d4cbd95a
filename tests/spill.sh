#!/bin/sh
# spill.sh BIN [N]: N groups (300,000) under --memory 16M are those that sort and
# uniq -c count, within 48 MiB, and so are tables that don't fit; no file is seen while they spill, and none stays
# after the end, TERM, KILL or a full folder.

set -u
umask 0
export LC_ALL=C
bin=$1
groups=${2:-300000}
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
export TMPDIR="$tmp/folder"
mkdir "$TMPDIR"
rule='{by: k, measures: {n: {count: all}}}'

fail() {
	echo "$1"
	exit 1
}

is_left() {
	[ -n "$(ls -A "$TMPDIR")" ]
}

# a third of the groups twice, none in order
awk -v n="$groups" 'BEGIN {
	for (i = 0; i < n; i++) {
		k = (i * 7919) % n
		printf "{\"k\":\"k%d\"}\n", k
		if (k % 3 == 0)
			printf "{\"k\":\"k%d\"}\n", (n - k) % n
	}
}' >"$tmp/in.jsonl"
/usr/bin/time -f %M -o "$tmp/peak" "$bin/aggregate" --memory 16M -s "$tmp/stats" -e "$rule" "$tmp/in.jsonl" \
	>"$tmp/out.jsonl" || fail "aggregate ended with $?"
sed 's/.*"k":"\([^"]*\)".*/\1/' "$tmp/in.jsonl" | sort -S 64M | uniq -c | awk '{ print $2, $1 }' >"$tmp/want"
sed 's/.*"k":"\([^"]*\)","n":\([0-9]*\).*/\1 \2/' "$tmp/out.jsonl" | cmp - "$tmp/want" || fail "not what uniq -c counts"
spills=$(jq .spills "$tmp/stats")
[ "$spills" -gt 0 ] || fail "nothing was spilled"
peak=$(tail -n 1 "$tmp/peak")
[ "$peak" -le 49152 ] || fail "peak $peak KiB"
is_left && fail "a file is left after the end"

# Files of a run are open and without a name; what ends it leaves none.
for signal in TERM KILL; do
	mkfifo "$tmp/pipe"
	"$bin/aggregate" --memory 1M -e "$rule" "$tmp/pipe" >/dev/null 2>&1 &
	pid=$!
	exec 3>"$tmp/pipe"
	head -n 100000 "$tmp/in.jsonl" >&3
	spilled=$(find "/proc/$pid/fd" -lname "$TMPDIR/*(deleted)" 2>/dev/null | head -n 1)
	[ -n "$spilled" ] || fail "nothing was spilled before $signal"
	[ "$(stat -L -c %a "$spilled")" = 600 ] || fail "others can open a file"
	is_left && fail "a file has a name"
	kill -s "$signal" "$pid"
	wait "$pid" 2>/dev/null
	exec 3>&-
	rm "$tmp/pipe"
	is_left && fail "a file is left after $signal"
done
(ulimit -f 100; "$bin/aggregate" --memory 1M -e "$rule" "$tmp/in.jsonl" 2>"$tmp/why" | cat >/dev/null
	"$bin/aggregate" --memory 1M -e "$rule" "$tmp/in.jsonl" >/dev/null 2>&1
	[ $? = 74 ]) || fail "a full folder wasn't 74"
grep -q "temporary files in $TMPDIR: File too large" "$tmp/why" || fail "$(cat "$tmp/why")"
is_left && fail "a file is left after a full folder"
# What a table is made into is asked of the memory before, not behind it.
awk 'BEGIN { for (i = 0; i < 3000; i++) printf "{\"parent\":\"d%d\",\"unit\":\"u%d\",\"coder\":\"c%d\",\"codes\":[\"k%d\"]}\n", i, i, i % 20, i }' \
	>"$tmp/wide.jsonl"
for table in 'documents_by_codes: counts' 'agreement: codes, unit: unit'; do
	/usr/bin/time -f %M -o "$tmp/peak" "$bin/aggregate" --memory 16M -e "{table: {$table}}" "$tmp/wide.jsonl" >/dev/null 2>"$tmp/why"
	[ $? = 71 ] && grep -q "the rows of the table" "$tmp/why" || fail "$table: $(cat "$tmp/why")"
	[ "$(tail -n 1 "$tmp/peak")" -le 49152 ] || fail "$table: peak $(tail -n 1 "$tmp/peak") KiB"
done
echo "$(wc -l <"$tmp/want") groups, $spills spills, peak $peak KiB"
