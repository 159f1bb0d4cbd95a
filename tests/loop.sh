#!/bin/sh
# loop.sh BIN: the rule `loop` on a county's disputes: 945 accepted, 894 closed,
# 557 of these in villages, 331 in towns, 6 in the county; then a definition of it
# changed and a measure added, without a word of C.

set -u
export LC_ALL=C.UTF-8
top=$(CDPATH= cd -- "$(dirname "$0")/.." && pwd)
PATH=$(CDPATH= cd -- "$1" && pwd):$PATH
export PATH
. "$top/tests/is.sh"

# --- the events, and what is true of them ----------------------------------
# Cases 1 to 945 are accepted, 1 to 894 closed; 946 to 1000 are turned down.
# Every ninth is answered on the spot by who it is closed by, every seventh of
# the others is done, redone and done again, every eleventh urged while it is
# open, every thirteenth when it was closed.
awk '
function event(stage, result, hours, more) {
	printf "{\"case\":\"d%d\",\"stage\":\"%s\",%s\"time\":\"%s\"%s}\n",
	    n, stage, result == "" ? "" : "\"result\":\"" result "\",",
	    strftime("%Y-%m-%dT%H:%M:%S+08:00",
	    1704067200 + n * 7200 + hours * 3600, 1), more
}
function tier() {
	return n <= 557 ? "village" : n <= 888 ? "town" : "county"
}
BEGIN {
	split("refused merged withdrawn", turned)
	for (n = 1; n <= 1000; n++) {
		region = sprintf(",\"region\":\"9993210%02d%03d\"",
		    n % 7, n % 13)
		by = ",\"tier\":\"" tier() "\",\"org\":\"o" n % 5 "\""
		if (n > 945) {
			event("collect", turned[n % 3 + 1], 0, region)
			continue
		}
		if (n % 9 == 0 && n <= 894) {
			event("collect", "answered", 0, region by)
			continue
		}
		event("collect", n % 2 ? "" : "accepted", 0, region)
		event("handle", "assigned", 1, ",\"org\":\"o" n % 5 "\"")
		if (n % 11 == 0)
			event("handle", "urged", 2, "")
		if (n > 894)
			continue
		event("handle", "done", 30, by)
		if (n % 7 == 0) {
			event("evaluate", "redo", 40, ",\"satisfied\":false")
			event("handle", "done", 60, by)
		}
		if (n % 4 == 0)
			event("evaluate", "called", 80, ",\"satisfied\":true")
		if (n % 13 == 0)	# too late to count
			event("handle", "urged", 90, "")
	}
}' >events

# Shuffled by a key that is no random number, and each event twice.
cat events events | awk '{ printf "%d\t%s\n", NR * 7919 % 10007, $0 }' |
	sort -n | cut -f 2- >shuffled
split -n r/3 shuffled third.
gzip -n third.*
split -n r/7 shuffled part.

figures() {
	jq -r 'select(.rollup == 1) | [.accepted, .closed, .closed_village,
	    .closed_town, .closed_county, .closure_rate, .on_the_spot_rate,
	    .town_or_below_rate, .sent_up_rate] | map(if . == floor then .
	    else . * 10000 | round | . / 10000 end) | join(" ")' "$1"
}

aggregate -r loop third.*.gz >loop
is 'the county table' '945 894 557 331 6 0.946 0.623 0.9933 0.0067' "$(figures loop)"
is 'one county and the total' '999321 null' "$(jq -r .region loop | paste -sd' ')"
is 'not rounded' '"closure_rate":0.946031746031746,' "$(tail -n 1 loop | grep -o '"closure_rate":[^,]*,')"
aggregate -j 2 -r loop third.ac.gz third.aa.gz third.ab.gz >two
is 'the same bytes at -j 2' 0 "$(cmp -s loop two; echo $?)"
for part in part.??; do
	aggregate -r loop --partial "$part" >"$part.partial"
done
aggregate -r loop --merge part.ag.partial part.a[a-f].partial >merged
is 'the same bytes from 7 partials' 0 "$(cmp -s loop merged; echo $?)"
aggregate -r loop --merge --partial part.a[a-d].partial >first
aggregate -r loop --merge --partial part.a[efg].partial >second
aggregate -r loop --merge second first >merged
is 'the same bytes from partials of partials' 0 "$(cmp -s loop merged; echo $?)"
aggregate -r loop --partial events >once
aggregate -r loop --partial shuffled >twice
is 'a partial knows each event once' 0 "$(cmp -s once twice; echo $?)"

# --- names: exactly those that were agreed ---------------------------------
is 'names' 'region accepted answered dispatched closed closure_rate dispatched_closure_rate due on_time_rate response_p50 response_p90 handling_p50 response_rate evaluated evaluation_rate resolution_rate satisfaction_rate on_the_spot_rate town_or_below_rate sent_up_rate closed_grid closed_village closed_town closed_county return_rate redo_rate repeated reopened open overdue rollup' \
	"$(jq -r 'select(.rollup) | keys_unsorted | join(" ")' loop)"

# --- a definition changed, a measure added ---------------------------------
aggregate --show loop | sed '
	s/^    count: has closed$/    count: has closed and not answered/
	s/^measures:/&\n  pressed: {count: urged}/' >mine.yaml
aggregate -r ./mine.yaml shuffled >mine
answered=$(grep -c '"answered"' events)
is 'closed without answered' $((894 - answered)) "$(jq 'select(.rollup).closed' mine)"
is 'its rate too' "$(jq -n "($((894 - answered))) / 945")" \
	"$(jq 'select(.rollup).closure_rate' mine)"
pressed=$(awk -F '"' '	# the events of a case stand in their order
	/"(done|answered)"/ { closed[$4] = 1 }
	/"redo"/ { closed[$4] = 0 }
	/"urged"/ && !closed[$4] { pressed[$4] = 1 }
	END { for (n in pressed) count++; print count }' events)
is 'the measure added' "$pressed" "$(jq 'select(.rollup).pressed' mine)"
is 'what was not changed' 557 "$(jq 'select(.rollup).closed_village' mine)"
aggregate -r loop --partial events | aggregate -r ./mine.yaml --merge >/dev/null 2>err
is 'a partial of the other rule' '65 1' "$? $(grep -c 'another rule' err)"

# --- no measure of the rules has its name in C -----------------------------
# But for the fields of a folded case, which aggregate(1) lists.
sed -n 's/^\t{ "\([a-z_]*\)",.*FIELD_.*/\1/p' "$top/lib/aggregate/case_record.c" >fields
for rule in loop monthly; do
	aggregate --show $rule | sed -n '/^measures:/,/^order:/s/^  \([a-z0-9_]*\):.*/\1/p'
done | sort -u | grep -vxFf fields >names
is 'the names were found' yes "$([ "$(wc -l <names)" -gt 30 ] && [ "$(wc -l <fields)" -gt 30 ] && echo yes)"
is 'no measure has its name in lib/' '' "$(while read -r name; do
	grep -rlE "\"$name\"" "$top/lib"
done <names)"
is 'every field is in aggregate(1)' '' "$(while read -r field; do
	grep -qE "^\.(Ic|Ql|It Ic) .*\b$field\b" "$top/man/aggregate.1" || echo "$field"
done <fields)"

is_all loop
