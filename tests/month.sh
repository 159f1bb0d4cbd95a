#!/bin/sh
# month.sh BUILD: fourteen months of a county that doesn't exist, in both
# shapes, against the figures that are true of it by construction; and the
# clerk's script as cron runs it.

set -u
export LC_ALL=C.UTF-8
top=$(CDPATH= cd -- "$(dirname "$0")/.." && pwd)
build=$(CDPATH= cd -- "$1" && pwd)
PATH=$build/bin:$build:$PATH
export PATH
. "$top/tests/is.sh"

# Every figure of every area, counts to the unit, the rest to the 12th digit.
same() {	# name truth got
	is "$1" '' "$(jq -rn --slurpfile truth "$2" --slurpfile got "$3" '
		def near($a; $b): $a == $b or (($a | type) == "number" and
			($b | type) == "number" and
			($a - $b | fabs) <= 1e-12 * ($a | fabs));
		def area: [.region, .county, .town, .village] | tojson;
		def names: del(.rollup, .approximate) | keys_unsorted;
		($got | map({key: area, value: .}) | from_entries) as $by
		| (if ($truth | map(area) | sort) != ($got | map(area) | sort)
			then "other areas" else empty end),
		(if ($truth[0] | names) != ($got[0] | names)
			then "other measures" else empty end),
		($truth[] | area as $area
			| to_entries[] | .value as $true | $by[$area][.key] as $is
			| select(near($true; $is) | not)
			| "\($area) \(.key) \($true) not \($is)")' | head -n 12)"
}

cases=3000
county events --cases $cases >events.csv
county events --cases $cases --jsonl >events.jsonl
county rows --cases $cases >rows.utf8
iconv -f UTF-8 -t GB18030 rows.utf8 >rows.csv
county areas >areas.csv

# --- loop: events ----------------------------------------------------------
normalize -r events events.csv >records.events 2>err
is 'events: status' 0 $?
is 'events: none refused' '' "$(cat err)"
for level in county town village; do
	aggregate --show loop | sed "s/level: county/level: $level/" >$level.yaml
	county truth --cases $cases --level $level >truth
	aggregate -r ./$level.yaml records.events >loop
	same "loop of events by $level" truth loop
done

# --- loop: events shuffled, doubled, in three files ------------------------
county truth --cases $cases --callers >truth.callers
{ cat events.jsonl; head -n 5000 events.jsonl; } |
	shuf --random-source=rows.csv | split -n r/3 - part.
gzip -n part.*
aggregate -r loop part.*.gz >one
aggregate -r loop -j 2 part.ac.gz part.aa.gz part.ab.gz >two
is 'shuffled: the same bytes at -j 2' 0 "$(cmp -s one two; echo $?)"
same 'loop of shuffled events' truth.callers one
for part in part.*.gz; do
	aggregate -r loop --partial "$part"
done >partials
aggregate -r loop --merge partials >merged
is 'shuffled: the same bytes merged' 0 "$(cmp -s one merged; echo $?)"

# --- loop: a month, a limit of the rule, a definition changed --------------
aggregate -r loop --period 2025-12 events.jsonl >loop
county truth --cases $cases --callers --cohort 2025-12 >truth
same 'loop of a cohort' truth loop
aggregate --show loop | sed '
	s/^  again:/  limits: [{workdays: 5, clock: collected}]\n&/
	s/^where:/calendar: lists\/holidays.csv\n&/' >limited.yaml
aggregate -r ./limited.yaml events.jsonl >loop
county truth --cases $cases --callers --workdays 5 >truth
same 'loop with working days' truth loop
aggregate --show loop | sed '
	s/^    count: has closed$/    count: has closed and not answered/
	s/^measures:/&\n  urged: {count: urged}/' >changed.yaml
aggregate -r ./changed.yaml events.jsonl | jq -c '[.region, .closed]' >changed
county truth --cases $cases | jq -c '[.region, .closed - .answered]' >truth
is 'a definition changed' '' "$(diff truth changed)"
is 'a measure added' "$(jq -n '[inputs] | [group_by(.case)[] | select(
		any(.stage == "collect") and any(.result == "urged"))] | length' events.jsonl)" \
	"$(aggregate -r ./changed.yaml events.jsonl | jq 'select(.rollup).urged')"

# --- monthly: events -------------------------------------------------------
for month in 2025-05 2025-06 2026-05 2026-06; do
	county truth --cases $cases --monthly --flow $month --workdays 5 >truth
	aggregate -r monthly -f jsonl --period $month events.jsonl >monthly
	same "monthly of events, $month" truth monthly
done

# --- rows ------------------------------------------------------------------
gzip -nc rows.csv >hotline.csv.gz
normalize -r hotline hotline.csv.gz >records.jsonl 2>err
is 'rows: status' 0 $?
is 'rows: none refused' '' "$(cat err)"
is 'rows: each once' "$(county rows --cases $cases | sort -u | grep -c '^20')" \
	"$(wc -l <records.jsonl)"
is 'rows: told by the file' gb18030 "$(head -n 1 records.jsonl | jq -r .source.encoding)"
is 'rows: no number of a phone' 0 "$(grep -cE '(^|[^0-9])1[3-9][0-9]{9}([^0-9]|$)' records.jsonl)"
is 'rows: no number of an identity' 0 "$(grep -cE '419321(19|20)[0-9]{9}[0-9X]' records.jsonl)"
tag -r requests records.jsonl >tagged.jsonl
for level in county town village; do
	# callers are masked: nobody is known to come again
	county truth --cases $cases --rows --level $level >truth
	aggregate -r ./$level.yaml tagged.jsonl >loop.$level
	same "loop of rows by $level" truth loop.$level
done
for month in 2025-05 2025-06 2026-05 2026-06; do
	county truth --cases $cases --rows --monthly --flow $month --workdays 5 >truth
	aggregate -r monthly -f jsonl --period $month tagged.jsonl >monthly
	same "monthly of rows, $month" truth monthly
done
for j in 1 2; do
	normalize -j $j -r hotline --seal hotline.csv.gz |
		tag -j $j -r requests --sealed --seal |
		aggregate -j $j -r loop --sealed -o loop.$j
done
is 'rows: sealed, whole, the same bytes' 0 "$(cmp -s loop.1 loop.county; echo $?)"
is 'rows: the same bytes at -j 2' 0 "$(cmp -s loop.1 loop.2; echo $?)"

# --- faults in both --------------------------------------------------------
county events --cases $cases --faults | normalize -r events >faulty.jsonl 2>err
is 'faulty events: status' 1 $?
is 'faulty events: four refused' 4 "$(grep -c ^normalize: err)"
aggregate -r ./county.yaml faulty.jsonl >faulty
aggregate -r ./county.yaml records.events >clean
is 'faulty events: the figures of the others' 0 "$(cmp -s faulty clean; echo $?)"
county events --cases $cases --jsonl --faults |
	aggregate -r loop --rejects bad -o faulty 2>err
is 'faulty records: status' 0 $?
is 'faulty records: three refused' 3 "$(wc -l <bad)"
is 'faulty records: the figures of the others' 0 "$(cmp -s faulty one; echo $?)"
county rows --cases $cases --faults | normalize -r hotline --rejects bad >faulty.jsonl 2>err
is 'faulty rows: status' 0 $?
is 'faulty rows: four refused' 4 "$(wc -l <bad)"
is 'faulty rows: whose alone' 600 "$(stat -c %a bad)"
is 'faulty rows: no value in a message' '' "$(grep -E '9.99|还行|2/30' err)"
jq -c 'del(.source)' faulty.jsonl >faulty
jq -c 'del(.source)' records.jsonl >clean
is 'faulty rows: the others' 0 "$(cmp -s faulty clean; echo $?)"

# --- the month as cron runs it ---------------------------------------------
home=$dir/srv
script=$top/tests/data/month/month.sh
month=2026-06
mkdir -p "$home/in" "$home/out" "$home/bad" clerk
ln -s "$build"/bin/* clerk
normalize --show hotline >"$home/hotline.yaml"
cat >clerk/date <<'END'
#!/bin/sh
# the clock of a machine that stands still
case $1 in
-d) exec /usr/bin/date "$@" ;;
esac
exec /usr/bin/date -d "$(cat "$HOME/today")" "$@"
END
chmod +x clerk/date
echo '2026-07-02 06:15' >"$home/today"

cron() {	# arguments of the script
	env -i HOME="$home" LOGNAME=clerk PATH=/usr/bin:/bin SHELL=/bin/sh \
		MINQING_HOME="$home" MINQING_BIN="$dir/clerk" ${rules:+"$rules"} \
		/bin/sh -c "$script $*" >out 2>err </dev/null
	echo $?
}

report=$home/out/$month.csv
kept() {	# what
	is "$1: the report stays" 'last run' "$(head -n 1 "$report")"
}
rules=

echo 'last run' >"$report"
cp rows.csv "$home/in/2026-05.csv"
is 'late: status' 66 "$(cron)"
is 'late: said' 1 "$(grep -c "$month" err)"
kept late
cp rows.csv "$home/in/$month.xlsx"
is 'no CSV: status' 66 "$(cron)"
kept 'no CSV'
rm "$home/in/$month.xlsx"
: >"$home/in/$month.csv"
is 'empty: status' 66 "$(cron)"
is 'empty: said' 1 "$(grep -c "$month" err)"
kept empty
cp rows.csv "$home/in/$month.csv"
: >"$home/in/2026-04.csv"
is 'another one empty: status' 65 "$(cron)"
is 'another one empty: the file is named' 1 "$(grep -c 2026-04.csv err)"
kept 'another one empty'
gzip -nc rows.csv >rows.gz
head -c 100000 rows.gz >"$home/in/$month.csv.gz"
rm "$home/in"/*.csv
is 'cut: status' 65 "$(cron)"
is 'cut: the byte is told' 1 "$(grep -cE "$month.csv.gz: .*byte [0-9]+" err)"
kept cut
rm "$home/in/$month.csv.gz"
head -c 100000 rows.csv >"$home/in/$month.csv"
is 'cut without gzip: status' 65 "$(cron)"
is 'cut without gzip: the line is told' 1 "$(grep -c "$month.csv:[0-9]*: the input is cut off" err)"
kept 'cut without gzip'
head -n 400 rows.csv >"$home/in/$month.csv"
sed -i.shipped "s/stop: {.*/stop: {find: ^合计, required: true}/" "$home/hotline.yaml"
is 'cut between two rows: status' 65 "$(cron)"
is 'cut between two rows: told' 1 "$(grep -c "$month.csv: .*required.*isn't whole" err)"
kept 'cut between two rows'
mv "$home/hotline.yaml.shipped" "$home/hotline.yaml"
for none in 202606 2026-13 2026-6 六月; do
	is "$none: status" 64 "$(cron $none)"
	is "$none: told" 1 "$(grep -c "YYYY-MM, got $none" err)"
done
sed 's/,受理时间,/,受理时问,/' rows.utf8 | iconv -f UTF-8 -t GB18030 >"$home/in/$month.csv"
is 'missing column: status' 66 "$(cron)"
is 'missing column: one message' 1 "$(grep -c 'no column' err)"
is 'missing column: no more than that' 3 "$(wc -l <err)"
is 'missing column: the nearest' 1 "$(grep -c '受理时间.*受理时问' err)"
kept 'missing column'
sed 's/,满意度,/,满意程度,/' rows.utf8 >"$home/in/$month.csv"
is 'renamed column: status' 66 "$(cron)"
is 'renamed column: the nearest' 1 "$(grep -c '满意度.*满意程度' err)"
kept 'renamed column'
head -n 2 rows.csv >"$home/in/$month.csv"
is 'header alone: status' 66 "$(cron)"
kept 'header alone'
awk -F, 'NR <= 2 || (/^202605/ && !/"/ && NF == 24)' rows.utf8 >"$home/in/2026-05.csv"
is 'header alone among others: status' 66 "$(cron)"
kept 'header alone among others'
cp "$home/in/2026-05.csv" "$home/in/$month.csv"
mv "$home/in/2026-05.csv" "$home/in/2026-04.csv"
is 'May called June: status' 66 "$(cron)"
kept 'May called June'
rm "$home/in/2026-04.csv"
cp rows.csv "$home/in/$month.csv"
sed '/联系电话/s/caller/caller, mask: pseudonym/' "$home/hotline.yaml" >pseudonym.yaml
mv "$home/hotline.yaml" hotline.yaml
cp pseudonym.yaml "$home/hotline.yaml"
is 'no key: status' 78 "$(cron)"
is 'no key: who failed' 1 "$(grep -c 'month.sh: normalize ended with 78' err)"
kept 'no key'
mv hotline.yaml "$home/hotline.yaml"
mv "$home/bad" refused
is 'no folder: status' 73 "$(cron)"
kept 'no folder'
mv refused "$home/bad"
mkdir shipped
cp -r "$top"/rules/* shipped
sed -i '/^2026/d' shipped/lists/holidays.csv
rules=MINQING_RULES=$dir/shipped
is 'holidays without the year: status' 65 "$(cron)"
is 'holidays without the year: said' 1 "$(grep -c 'holidays.csv.*2026' err)"
kept 'holidays without the year'
rules=
is 'in time: status' 0 "$(cron)"
is 'in time: no mail' '' "$(cat out err)"
is 'in time: all areas' yes "$([ "$(wc -l <"$report")" -gt 7 ] && echo yes)"
cp "$report" first.csv
is 'in time: for a spreadsheet' efbbbf "$(head -c 3 "$report" | od -An -tx1 | tr -d ' ')"
is 'in time: for all to read' '644 644' "$(stat -c %a "$report" "${report%.csv}.html" | xargs)"
is 'in time: with the foot' 1 "$(grep -c "$month" "${report%.csv}.html" | sed 's/^[1-9].*/1/')"
is 'in time: cases are nobody else'"'"'s' 600 "$(stat -c %a "$home/coded.jsonl")"
mv "$home/in/$month.csv" "$home/in/$month.CSV"
is 'large letters: status' 0 "$(cron)"
is 'large letters: the same figures' 0 "$(cmp -s "$report" first.csv; echo $?)"
mv "$home/in/$month.CSV" "$home/in/$month.csv"
aggregate --show monthly | sed 's/level: county, as/level: county, names: areas.csv, as/' >"$home/monthly.yaml"
cp areas.csv "$home"
is 'names: status' 0 "$(cron)"
is 'names: of the county' yes "$(grep -q "$(grep -m 1 '^......000000,' areas.csv | cut -d, -f2)" "$report" && echo yes)"
rm "$home/monthly.yaml"
is 'again: status' 0 "$(cron)"
is 'again: the same bytes' 0 "$(cmp -s "$report" first.csv; echo $?)"
rm "$report"
echo '2026-07-31 06:15' >"$home/today"
is 'on the 31st: status' 0 "$(cron)"
is 'on the 31st: June' 0 "$(cmp -s "$report" first.csv; echo $?)"
cp rows.csv "$home/in/2026-05.csv"
is 'named: status' 0 "$(cron 2026-05)"
is 'named: May' yes "$([ -s "$home/out/2026-05.csv" ] && echo yes)"
exec 8>"$home/.lock"
flock 8
is 'two at a time: status' 75 "$(cron)"
is 'two at a time: said' 1 "$(grep -c 'another run' err)"
exec 8>&-

# --- what the manual shows is what was run ----------------------------------
code() {
	grep -v '^#\([^!]\|$\)' | grep .
}
sed -n '/^#!/,/^\.Ed/p' "$top/man/minqing.7" | sed '$d; s/\\e/\\/g' | code >manual
code <"$script" >script
is 'the script in minqing(7)' '' "$(diff manual script)"

"$top/tests/data/demo.sh" "$build" >demo
is 'the tables in the README' '' "$(sed -n '/^```$/,/^```$/p' "$top/README.md" |
	awk '/^```/ { n++; next } n == 1 || n == 3' | grep -v '^…$' |
	grep -vxFf demo)"
if command -v systemd-analyze >/dev/null; then
	mkdir units
	for unit in "$top"/tests/data/month/minqing-month.*; do
		sed "s|/srv/12345/month.sh|$script|" "$unit" >"units/${unit##*/}"
	done
	is 'units' '' "$(systemd-analyze verify --man=no units/minqing-month.* 2>&1)"
else
	echo 'SKIP units: no systemd-analyze here'
fi

is_all month
