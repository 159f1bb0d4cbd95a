#!/bin/sh
# hot.sh BIN: how many pairs of messages that near_same joins tell of one affair, of 100
# that were drawn and judged (tests/data/hot_pairs.tsv: ids, 1 or 0), at least 95 %; and
# that neither threads nor order change a byte.  Skipped where the messages aren't there.

set -u
bin=$1
top=$(dirname "$0")
messages=../shared/corpus/messages/hot_a3.dev.jsonl.gz
if [ ! -r "$messages" ]; then
	echo "skip: no $messages"
	exit 0
fi
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
rule='{table: {near_same: title, window: 30d, similarity: 0.3}}'

# 2019/2/28 11:25:05 or 2019-02-28 11:25:05
zcat "$messages" | jq -c '.time |= (capture("(?<y>\\d+)[-/](?<m>\\d+)[-/](?<d>\\d+) (?<t>.*)") |
	"\(.y)-\("0\(.m)"[-2:])-\("0\(.d)"[-2:])T\("0\(.t)"[-8:])")' >"$tmp/messages"
"$bin/aggregate" -e "$rule" "$tmp/messages" >"$tmp/groups" || exit 1
tac "$tmp/messages" | "$bin/aggregate" -j 2 -e "$rule" >"$tmp/again" || exit 1
cmp "$tmp/groups" "$tmp/again" || exit 1
jq -r '.ids as $ids | $ids[] | "\(.)\t\($ids[0])"' "$tmp/groups" |
	awk -F '\t' '
		NR == FNR { group[$1] = $2; next }
		$1 in group && group[$1] == group[$2] { joined++; same += $3 }
		END {
			printf "%d of the judged pairs joined, %d of one affair\n", joined, same
			exit !(joined >= 90 && same >= 0.95 * joined)
		}' - "$top/data/hot_pairs.tsv"
