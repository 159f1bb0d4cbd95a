#!/bin/bash
# month.sh [YYYY-MM]: the table of a month, of the last one if none is named.
#
# crontab: 15 6 2 * * /srv/12345/month.sh
# In a crontab a % ends the command; write it \% there.  Here it needs nothing.
#
#	hotline.yaml	what the export's columns are: normalize --new in/FILE
#	in/		the exports of at least thirteen months, the month in
#			their names; carried over cases and 同比 need them
#	out/		MONTH.csv: written whole, or not at all
#	bad/		MONTH.jsonl: rows that were refused, for their sender
set -euo pipefail
umask 077
export LC_ALL=C.UTF-8
# cron's is /usr/bin:/bin
export PATH=${MINQING_BIN:-/usr/local/bin}:/usr/bin:/bin

# Not `date -d 'last month'`: on the 31st that is this month.
month=${1:-$(date -d "$(date +%Y-%m-01) -1 day" +%Y-%m)}

cd "${MINQING_HOME:-/srv/12345}"
exec 9>.lock
flock -n 9 || exit 75
for export in in/*"$month"*; do
	if [ ! -s "$export" ]; then
		echo "month.sh: no export of $month in in/ yet" >&2
		exit 66
	fi
done
normalize -r ./hotline.yaml --rejects bad/"$month".jsonl \
    --max-rejects 1% --seal in/*.csv* |
	tag -r requests --sealed --seal |
	aggregate -r monthly --period "$month" --sealed \
	    -f csv -o out/"$month".csv
