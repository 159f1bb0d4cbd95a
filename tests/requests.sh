#!/bin/sh
# requests.sh BIN: how well `tag -r requests` tells the subject of real messages: F1 of
# each of the seven labelled subjects and their mean, at least 0.80.  Skipped where the
# messages aren't there.

set -u
bin=$1
messages=../shared/corpus/messages/dev.jsonl.gz
if [ ! -r "$messages" ]; then
	echo "skip: no $messages"
	exit 0
fi
"$bin/tag" -q -r requests "$messages" |
	jq -r '[.label, .topic] | @tsv' |
	awk -F '\t' '
		{ said[$2]++; is[$1]++; right[$1] += $1 == $2 }
		END {
			for (subject in is) {
				f = 2 * right[subject] / (is[subject] + said[subject])
				printf "%.3f %s %d\n", f, subject, is[subject]
				sum += f
				n++
			}
			mean = n ? sum / n : 0
			printf "macro F1 of topic %.4f, %d messages\n", mean, NR
			exit !(mean >= 0.80)
		}'
