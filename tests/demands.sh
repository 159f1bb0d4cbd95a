#!/bin/sh
# demands.sh BIN: what users must be able to rely on at a shell: refused records,
# statuses, whole-or-nothing output, seals, the same bytes for every -j.

set -u
export LC_ALL=C.UTF-8
top=$(CDPATH= cd -- "$(dirname "$0")/.." && pwd)
PATH=$(CDPATH= cd -- "$1" && pwd):$PATH
export PATH
. "$top/tests/is.sh"

status() {
	"$@" >out 2>err
	echo $?
}

tag() {
	command tag -e 'codes: [{id: fee, match: [收费]}]' "$@"
}

count='by: [unit]
measures: {n: {count: all}}'

# --- refused records -------------------------------------------------------
i=1
while [ $i -le 11 ]; do
	if [ $i = 6 ]; then
		echo '{"id":"6","text":"没有结束}'
	else
		echo "{\"id\":\"$i\",\"text\":\"物业违规收费\"}"
	fi
	i=$((i + 1))
done >eleven.jsonl
is 'one bad line: status' 1 "$(status tag eleven.jsonl)"
is 'one bad line: ten out' 10 "$(grep -c '"codes":\["fee"\]' out)"
is 'one bad line: its place' 'tag: eleven.jsonl:6:' "$(cut -c 1-20 err)"
is 'one bad line: one message' 1 "$(grep -cE '^tag: eleven.jsonl:6:[0-9]+: [a-z]' err)"
is 'kept: status' 0 "$(status tag --rejects bad.jsonl eleven.jsonl)"
is 'kept: the line' '{"id":"6","text":"没有结束}' "$(jq -r .raw bad.jsonl)"
is 'kept: its place' 'eleven.jsonl 6' "$(jq -r '"\(.file) \(.line)"' bad.jsonl)"
is 'strict: status' 65 "$(status tag --strict eleven.jsonl)"
is 'strict: five out' 5 "$(wc -l <out)"
is 'limit not reached' 1 "$(status tag --max-rejects 1 eleven.jsonl)"
is 'limit in percent' 65 "$(status tag --max-rejects 5% eleven.jsonl)"
is 'limit in percent not reached' 1 "$(status tag --max-rejects 10% eleven.jsonl)"
is 'stats balance' true "$(tag -q -s stats.jsonl eleven.jsonl >/dev/null
	jq '.in == .out + .refused + .dropped and .in == 11' stats.jsonl)"

# --- writes that fail ------------------------------------------------------
good=good.jsonl
grep -v '"6"' eleven.jsonl >$good
for filter in tag aggregate; do
	set -- $filter -e 'codes: []'
	[ $filter = tag ] || set -- $filter -e "$count"
	command "$@" $good >/dev/full 2>err
	is "$filter: full disk" 74 $?
	command "$@" $good >&- 2>err
	is "$filter: closed standard output" 74 $?
done
tag $good 2>&- >out
is 'closed standard error' 0 $?
is 'a reader that leaves' 141 "$(yes "$(head -n 1 $good)" | { sh -c '
	trap "" PIPE; tag -e "codes: []"; echo $? >sig' | head -n 1 >/dev/null; }
	cat sig)"
mkdir sub
is 'target in no folder' 73 "$(status tag -o none/out.jsonl $good)"
is 'target is a folder' 73 "$(status tag -o sub $good)"

# --- damaged input ---------------------------------------------------------
i=0
while [ $i -lt 20000 ]; do
	echo "{\"id\":\"$i\",\"text\":\"第 $i 户反映物业收费不公开\"}"
	i=$((i + 1))
done >many.jsonl
gzip -nk many.jsonl
size=$(wc -c <many.jsonl.gz)
head -c $((size / 2)) many.jsonl.gz >half.gz
tag half.gz >out 2>err
is 'gzip cut in half: status' 65 $?
before=$(wc -l <out)
is 'gzip cut in half: thousands before it' yes "$([ "$before" -gt 5000 ] && echo yes)"
is 'gzip cut in half: the records before it' \
	"$(head -n "$before" many.jsonl | jq -r .id | cksum)" "$(jq -r .id out | cksum)"
is 'gzip cut in half: file and byte' 1 "$(grep -cE '^tag: half.gz: .*byte [0-9]+' err)"
is 'gzip is told by its content' 20000 "$(tag <many.jsonl.gz | wc -l)"

# --- whole or nothing ------------------------------------------------------
echo 'last month' >report
/bin/sh -c 'normalize -r paper absent.txt | segment -r paper |
	tag -r actors-and-powers | aggregate -r code-frequency -o report' 2>err
is 'a missing input: status' 66 $?
is 'a missing input: the report stays' 'last month' "$(cat report)"
is 'nothing is left beside it' '' "$(ls -A | grep minqing)"
tag $good --seal >sealed.jsonl
is 'a seal ends the output' 11 "$(wc -l <sealed.jsonl)"
is 'a seal is no record' 10 "$(command tag -e 'codes: []' --sealed sealed.jsonl | wc -l)"
is 'two sealed outputs' 20 "$(cat sealed.jsonl sealed.jsonl | command tag -e 'codes: []' --sealed | wc -l)"
head -n 10 sealed.jsonl | aggregate -e "$count" --sealed -o report 2>err
is 'no seal at the end' 65 $?
sed '3s/收费/收到/' sealed.jsonl | aggregate -e "$count" --sealed -o report 2>err
is 'a foreign tool in between' 65 $?
sed 3d sealed.jsonl | aggregate -e "$count" --sealed -o report 2>err
is 'a record lost on the way' 65 $?
tag --seal eleven.jsonl 2>err | aggregate -e "$count" --sealed -o counted 2>err
is 'a seal of status 1 is good' 0 $?
tag --seal half.gz 2>err | aggregate -e "$count" --sealed -o report 2>err
is 'a seal of status 65 is not' 65 $?
{ cat many.jsonl; sleep 3; } | sh -c 'echo $$ >pid
	exec tag -e "codes: []" --seal' |
	aggregate -e "$count" --sealed -o report 2>err &
last=$!
while [ ! -s pid ]; do sleep 0.1; done
sleep 0.3
kill -KILL "$(cat pid)"
wait $last
is 'a filter killed in the middle' 65 $?
is 'the report stays through all that' 'last month' "$(cat report)"
is 'an input may be the target' 10 "$(cp $good same.jsonl
	tag -o same.jsonl same.jsonl && grep -c codes same.jsonl)"
ln -s real.jsonl link.jsonl
tag -o link.jsonl $good
is 'a link is followed' yes "$([ -L link.jsonl ] && [ -f real.jsonl ] && echo yes)"
is 'no record: status' 66 "$(: | status tag -o report)"
is 'no record: the report stays' 'last month' "$(cat report)"
is 'no record, allowed' 0 "$(: | status tag --allow-empty -o empty.jsonl)"
tag -o many.out.gz many.jsonl
is 'compressed output' 20000 "$(gzip -dc many.out.gz | wc -l)"

# --- the same bytes for every -j -------------------------------------------
sed '777s/}$/]/; 15000s/"text"/"text":1,"text"/' many.jsonl >mixed.jsonl
essay=$top/tests/data/essay.txt
for j in 1 2 7; do
	tag -j $j --seal --rejects rejects.$j mixed.jsonl >tag.$j 2>err.$j
	echo $? >>tag.$j
	aggregate -j $j -e 'by: [{value: "prefix(id, 1)", as: first}]
measures: {n: {count: all}, d: {distinct: text}, e: {examples: 2}}' mixed.jsonl >aggregate.$j 2>/dev/null
	normalize -j $j -r paper "$essay" >normalize.$j
	segment -j $j -r paper normalize.$j >segment.$j
	segment -j $j -e 'words: {mode: search, keep: {}}' many.jsonl >words.$j
	tag -j $j --max-rejects 1 mixed.jsonl >limit.$j 2>&1
done
for what in tag err rejects aggregate normalize segment words limit; do
	for j in 2 7; do
		cmp -s $what.1 $what.$j
		is "$what -j $j" 0 $?
	done
done

is_all demands
