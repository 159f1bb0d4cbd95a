#!/bin/sh
# privacy.sh BIN: personal data that is marked goes into every path of a county's
# month; then every file that came of it is searched for the marks, but the rejects,
# which are for their owner alone.

set -u
export LC_ALL=C.UTF-8
top=$(CDPATH= cd -- "$(dirname "$0")/.." && pwd)
PATH=$(CDPATH= cd -- "$1" && pwd):$PATH
export PATH
. "$top/tests/is.sh"
umask 022

# Marks: what no output may hold.  Each is valid of its kind, so it has to be found.
phone=13698765432
number=110105198001011238
card=6225000000002341
mail=mark@example.cn
marks="$phone
$number
$card
$mail
１３６９８７６５４３２
136-9876-5432"

# The files that hold one of them, also behind base64.
found() {	# file...
	/usr/bin/python3 -B - "$marks" "$@" <<'EOF'
import base64, re, sys

marks = sys.argv[1].encode().split(b"\n")
for name in sys.argv[2:]:
    with open(name, "rb") as f:
        data = f.read()
    for word in re.findall(rb"[A-Za-z0-9+/]{16,}={0,2}", data):
        data += base64.b64decode(word[:len(word) // 4 * 4])
    if any(mark in data for mark in marks):
        print(name)
EOF
}

mode() {
	stat -c %a "$1"
}

# --- a month's export: marks in every column, good rows and every kind of bad one
header=工单编号,受理时间,受理渠道,来电人,联系电话,身份证号,区划代码,诉求标题,诉求内容,派单时间,承办单位,首次联系时间,办结时间,办结层级,退单次数,评价时间,是否解决,满意度,时限,状态
good() {	# number
	echo "$1,2026-06-01 10:00,电话,李,$phone,$number,999321103203,路灯不亮 $phone,电话$phone，身份证$number，卡号$card，邮箱$mail，请回电136-9876-5432,2026-06-01 11:00,城管局 $phone,2026-06-01 12:00,2026-06-02 10:00,村,0,2026-06-03 10:00,是,满意,2026-06-05 10:00,已办结"
}
{
	echo "$header"
	good 1
	good 2
	good 3 | sed "s/2026-06-01 10:00/$phone/"
	good 4 | sed "s/999321103203/$number,x/"
	good 5 | sed "s/,村,0,/,村,$phone,/"
	good 6 | sed "s/,满意,/,$mail,/"
	good 7 | sed "s/已办结/$card/"
	echo "\"8,$phone"
} >export.csv
printf '%s\n10,\377%s\n' "$header" "$phone" >broken.csv

normalize -r hotline -v -p --progress=always --rejects rejects -s stats --mask-report report -o cases \
    export.csv 2>messages
normalize -r hotline -v -s stats broken.csv >none 2>messages9
is 'the good rows are there' 3 "$(wc -l <cases)"
is 'rows are refused for each reason' true "$([ "$(wc -l <rejects)" -ge 5 ] && echo true)"
is 'no mark behind the masks' '' "$(found cases messages messages9 stats report)"
is 'the marks are looked for' rejects "$(found rejects)"
is 'rejects are for their owner' 600 "$(mode rejects)"
is 'the report is for its owner' 600 "$(mode report)"

# --- rows under a key: --state, pseudonyms, and no key anywhere ---------------
printf 'a key that nobody guesses %s' $phone >key
normalize --show hotline | sed 's/联系电话: {to: caller}/联系电话: {to: caller, mask: pseudonym}/' >own.yaml
normalize -r ./own.yaml --key key --state S --rejects rejects2 -o named -v export.csv 2>messages2
is 'a pseudonym stands for the number' true "$(grep -q '"caller":"caller:[0-9a-f]\{16\}"' named && echo true)"
is 'neither mark nor key' '' "$(found named messages2 S)"
is 'the key is in no file' key "$(grep -lF 'nobody guesses' -- *)"
is 'a state is for its owner' 600 "$(mode S)"

# --- texts: pages, the offset map, what --new shows, --verify -----------------
{
	echo '# 一、来信'
	echo
	echo "群众反映路灯不亮，电话$phone，身份证号$number，邮箱$mail，卡号$card。"
} >letter.txt
normalize -e '{input: {format: text}, clean: {spaces: {runs: one}}}' --offset-map map --mask-report report2 -s stats -o letter letter.txt -v 2>messages3
is 'a text' '' "$(found letter map messages3 report2 stats)"
is 'the map is for its owner' 600 "$(mode map)"
normalize --new export.csv >new.yaml 2>messages4
normalize --new letter.txt >>new.yaml 2>>messages4
is 'a rule that is offered' '' "$(found new.yaml messages4)"
jq -c '.text += " '$phone'"' cases >leak
normalize -r share --verify leak >findings 2>messages5
is 'what --verify finds is told, not shown' 65 $?
is 'findings' '' "$(found findings messages5)"

# --- downstream: what was masked stays so in every channel ---------------------
{ cat cases; cat letter; } >records
segment -e '{unit: sentence}' --rejects rejects6 -v -s stats letter >units 2>messages6
tag -r requests -v -s stats --rejects rejects7 -o coded records 2>messages7
tag -r requests --coverage records >coverage 2>>messages7
tag -r requests --explain 1 records >explained 2>>messages7
aggregate -r monthly --period 2026-06 -s stats -v -f table coded >table 2>messages8
aggregate -r monthly --period 2026-06 --partial -o partial coded 2>>messages8
aggregate -r monthly --period 2026-06 --merge -f html partial >page 2>>messages8
for rule in hot-issues kwic; do
	aggregate -r $rule -f csv coded >$rule.out 2>>messages8
done
aggregate -r loop --methods coded >methods 2>>messages8
for file in units coded coverage explained table partial page hot-issues.out methods; do
	is "$file was made" true "$([ -s $file ] && echo true)"
done
is 'no mark downstream' '' "$(found units messages[678] coded coverage explained table partial page \
	./*.out methods stats)"

# --- codebooks: sheets, concordances, chains, explanations of what was masked --
printf '{filter: tag, format: 1, codes: [{id: a, match: [电话]}, {id: b, match: [身份证]}]}' >book.yaml
jq -c '.text += "。因为电话不通，所以查不到身份证。"' cases |
	segment -e '{unit: sentence}' >cases.units 2>messages10
tag -r ./book.yaml -o units.coded cases.units 2>>messages10
tag -r ./book.yaml --explain '1#1' --code a cases.units >explained2 2>>messages10
aggregate -r coding-sheet -o sheet units.coded 2>>messages10
sed "2,\$s/[^,]*,[^,]*\$/甲,$phone/; 3s/^[^,]*/ /; 4s/$/,$card/" sheet >filled
normalize -r coding-sheet --rejects rejects10 filled 2>>messages10 |
	aggregate -r agreement 2>>messages10 >/dev/null
aggregate -e '{table: {kwic: a, chars: 20}}' -f table units.coded >concordance 2>>messages10
aggregate -e '{table: {flow: codes, next: 3, reach: 30}}' -f table units.coded >chains 2>>messages10
for file in cases.units units.coded explained2 sheet concordance chains; do
	is "$file was made" true "$([ -s $file ] && echo true)"
done
is 'a sheet is read, but for two rows' 2 "$(wc -l <rejects10)"
is 'no mark in the tables of codes' '' "$(found messages10 units.coded explained2 sheet concordance chains)"

# --- share: records that nobody masked, for researchers ------------------------
jq -c --arg p "$phone" --arg m "电话$phone，身份证$number，卡号$card，邮箱$mail，回电136-9876-5432，\
联系人：王建国，住幸福路12号3栋2单元501室，车牌京A12345。" \
	'.text += $m | .note = {deep: [$m]} | .org = $p' cases >bare
normalize -r share -v -s stats --mask-report report3 --rejects rejects11 -o shared bare 2>messages11
is 'records to share' 3 "$(wc -l <shared)"
is 'no mark in what is shared' '' "$(found shared messages11 stats report3)"
is 'nor a name, a home, a plate' 0 "$(grep -c '建国\|501室\|A12345' shared)"
is 'the report of it is for its owner' 600 "$(mode report3)"

# --- what the other filters say of records that nobody masked, and of corrections
jq -c --arg p "$phone" '.time = $p, .stage = $p, .tags = [{code: $p, start: $p}], .satisfied = $p,
	.parent = [$p], .collected = "2026-05-03 " + $p, .codes = $p, .section = $p' bare >odd
tail -n 1 bare | sed 's/}$/,/' >>odd
printf 'id,quote,code,action\n1,%s,a,remove\n2,%s,%s,add\n3,灯,a,%s\n' \
	"$number" "$phone" "$card" "$mail" >corrections.csv
{
	tag -r ./book.yaml -v -s stats --corrections corrections.csv odd
	sed -i '3,$d' corrections.csv
	tag -r ./book.yaml -v -s stats2 --corrections corrections.csv --rejects rejects12 odd
	tag -r ./book.yaml --text "电话$phone" --corrections corrections.csv
	segment -r paper -v -s stats3 odd
	for rule in monthly loop hot-issues kwic coding-sheet agreement code-flow power-balance; do
		aggregate -r $rule -v -s stats4 odd
	done
	aggregate -e '{by: {month: time}, measures: {m: {mean: org}, d: {mean: "hours(time, org)"}}}' odd
} 2>messages12 >/dev/null
is 'there is much to say' true "$([ "$(wc -l <messages12)" -ge 30 ] && echo true)"
is 'no mark in what is said' '' "$(found messages12 stats stats[234])"
is 'rejects of tag are for their owner' 600 "$(mode rejects12)"

# --- no core dump: what the kernel says of a filter at work --------------------
case $PATH in
*-address/bin:* | *-undefined/bin:* | *-thread/bin:* | *-coverage/bin:*) ;;	# no sandbox
*)
	mkfifo in
	tag --allow-empty -e 'codes: []' in >/dev/null &
	exec 3>in
	is 'no core dump' 0 "$(awk '/^Max core file size/ { print $6 }' /proc/$!/limits)"
	exec 3>&-
	wait $! ;;
esac
is_all privacy
