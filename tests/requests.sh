#!/bin/sh
# requests.sh BIN: how well `tag -r requests` tells the subject of real messages: F1 of
# each of the seven labelled subjects and their mean, at least 0.80.  None of these
# letters tells of a danger that is going on, so at most 3 may be urgent.  Skipped where
# the messages aren't there.

set -u
bin=$1
messages=../shared/corpus/messages/dev.jsonl.gz
if [ ! -r "$messages" ]; then
	echo "skip: no $messages"
	exit 0
fi
"$bin/tag" -q -r requests "$messages" |
	jq -r '[.label, .topic, .urgent == true] | @tsv' |
	awk -F '\t' '
		{ said[$2]++; is[$1]++; right[$1] += $1 == $2; urgent += $3 == "true" }
		END {
			for (subject in is) {
				f = 2 * right[subject] / (is[subject] + said[subject])
				printf "%.3f %s %d\n", f, subject, is[subject]
				sum += f
				n++
			}
			mean = n ? sum / n : 0
			printf "macro F1 %.4f, urgent %d, of %d messages\n", mean, urgent, NR
			exit !(mean >= 0.80 && urgent <= 3)
		}'
