#!/bin/bash
# month.sh [YYYY-MM]: the table of a month, of the last one if none is named.
#
# crontab: 15 6 2 * * /srv/12345/month.sh
# In a crontab a % ends the command; write it \% there.  Here it needs nothing.
#
#	hotline.yaml	what the export's columns are: normalize --new in/FILE;
#			where exports end with a row of totals it demands that
#			row (stop: {find: ^合计, required: true}; alike: where
#			another export has it), without which a cut between two
#			rows can't be seen
#	monthly.yaml	the table, where the shipped one isn't right: a copy of
#			`aggregate --show monthly`, say with names: areas.csv
#	in/		the exports as CSV of at least thirteen months, the
#			month in their names; carried over cases and 同比 need
#			them
#	out/		MONTH.csv, and MONTH.html with what each figure means:
#			each written whole, or not at all
#	bad/		MONTH.jsonl: rows that were refused, for their sender
#	coded.jsonl	the coded cases of the last run; tag.log: what tag said
set -euo pipefail
umask 077
shopt -s nullglob nocaseglob
export LC_ALL=C.UTF-8
# cron's is /usr/bin:/bin
export PATH=${MINQING_BIN:-/usr/local/bin}:/usr/bin:/bin

say() {
	echo "month.sh: $*" >&2
}

# Not `date -d 'last month'`: on the 31st that is this month.
month=${1:-$(date -d "$(date +%Y-%m-01) -1 day" +%Y-%m)}
if ! [[ $month =~ ^[0-9]{4}-(0[1-9]|1[0-2])$ ]]; then
	say "expected a month as YYYY-MM, got $month"
	exit 64
fi

cd "${MINQING_HOME:-/srv/12345}"
exec 9>.lock
if ! flock -n 9; then
	say "another run is still at work"
	exit 75
fi

exports=(in/*.csv in/*.csv.gz)
asked=(in/*"$month"*.csv in/*"$month"*.csv.gz)
for export in "${asked[@]:-none}"; do
	if [ ! -s "$export" ]; then
		say "no export of $month as CSV in in/ yet"
		exit 66
	fi
done

# Who writes to a filter that has failed dies of a signal, 141: no cause; and
# what tag says of an input that normalize has refused is nothing new.
set +e
normalize -r ./hotline.yaml --rejects bad/"$month".jsonl \
    --max-rejects 1% --seal "${exports[@]}" |
	tag -r requests --sealed --seal -o coded.jsonl 2>tag.log
ended=("${PIPESTATUS[@]}")
set -e
filter=normalize status=${ended[0]}
case $status in
0 | 141)
	cat tag.log >&2
	filter=tag status=${ended[1]} ;;
esac
if [ "$status" != 0 ]; then
	say "$filter ended with $status"
	exit "$status"
fi

rule=monthly
[ ! -e monthly.yaml ] || rule=./monthly.yaml
umask 022
for format in html csv; do
	aggregate -r $rule --period "$month" --sealed -f $format \
	    -o out/"$month".$format coded.jsonl
done
