#!/bin/sh
# coverage.sh BUILD: what the tests that ran in BUILD, made with --coverage, ran of lib/:
# lines and branches by room, in percent.

set -eu
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/.."
gcovr "$1" --root . --filter lib/ --object-directory "$1" --csv | awk -F , '
NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
{
	split($column["filename"], path, "/")
	for (room = path[2]; room != ""; room = room == "all" ? "" : "all") {
		lines[room] += $column["line_total"]
		hit[room] += $column["line_covered"]
		branches[room] += $column["branch_total"]
		taken[room] += $column["branch_covered"]
	}
}
function percent(part, whole) { return whole > 0 ? sprintf("%.1f", 100 * part / whole) : "-" }
END {
	printf "%-10s %7s %7s %9s %7s\n", "room", "lines", "run", "branches", "taken"
	for (room in lines)
		printf "%-10s %7d %7s %9d %7s\n", room, lines[room],
		    percent(hit[room], lines[room]), branches[room],
		    percent(taken[room], branches[room]) | "sort"
}'
