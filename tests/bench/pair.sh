#!/bin/sh
# pair.sh NAME BAR INPUT OURS PEER [MIB]: runs the two commands in turn, five pairs after
# one that isn't counted, each a whole process on the same input; prints CPU seconds
# (user + system), the ratio pair by pair (median and range) and peak memory.
# BAR is the ratio that must not be exceeded, MIB the memory that ours may take, for
# information: nothing fails here.

set -eu
export LC_ALL=C.UTF-8
name=$1 bar=$2 input=$3 ours=$4 peer=$5 mib=${6:-}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

once() {	# command file
	/usr/bin/time -f '%U %S %M' -o "$tmp/t" sh -c "exec $1" <"$input" >/dev/null
	tail -n 1 "$tmp/t" >>"$tmp/$2"
}

once "$ours" warm
once "$peer" warm
for pair in 1 2 3 4 5; do
	once "$ours" ours
	once "$peer" peer
done
paste "$tmp/ours" "$tmp/peer" | awk -v name="$name" -v bar="$bar" -v mib="$mib" -v bytes="$(wc -c <"$input")" '
function sort(a, n,   i, j, t) {
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && a[j] < a[j - 1]; j--) {
			t = a[j]; a[j] = a[j - 1]; a[j - 1] = t
		}
}
{
	o[NR] = $1 + $2; p[NR] = $4 + $5; r[NR] = o[NR] / p[NR]
	if ($3 > om) om = $3
	if ($6 > pm) pm = $6
}
END {
	sort(o, NR); sort(p, NR); sort(r, NR); m = int((NR + 1) / 2)
	printf "%s: %d MB\n", name, bytes / 1e6
	printf "  ours %.2f s CPU (%.2f-%.2f), peak %.1f MiB, %.0f MB/s\n", o[m], o[1], o[NR], om / 1024, bytes / 1e6 / o[m]
	printf "  peer %.2f s CPU (%.2f-%.2f), peak %.1f MiB\n", p[m], p[1], p[NR], pm / 1024
	printf "  ratio 1/%.1f (1/%.1f-1/%.1f), bar 1/%s: %s\n", 1 / r[m], 1 / r[1], 1 / r[NR], bar, r[m] <= 1 / bar ? "held" : "NOT HELD"
	if (mib != "")
		printf "  peak %.1f MiB, bar %d: %s\n", om / 1024, mib, om / 1024 <= mib ? "held" : "NOT HELD"
}'
