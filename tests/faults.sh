#!/bin/sh
# faults.sh BUILD: the table of faults in the README: what minqing, jq, Miller, gzip and
# sort do with the same input.  A cell is the status, with a * where nothing was said on
# standard error, and what came of the data: all, part, rest (all but the bad line), same
# (as it came), other, none; or of the target of last month: kept, lost.  A * with
# less than all of the data, or with other data, is what this is about.  Fails where
# ours isn't as it should be.

set -u
export LC_ALL=C.UTF-8
top=$(CDPATH= cd -- "$(dirname "$0")/.." && pwd)
build=$(CDPATH= cd -- "$1" && pwd)
PATH=$build/bin:$PATH
export PATH
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1

# The last row makes allocations fail.
[ -e "$build/torture/interpose.so" ] ||
	make -s -C "$top" B="$build" "$build/torture/interpose.so" || exit 1

# --- inputs ------------------------------------------------------------------
i=0
while [ $i -lt 2000 ]; do
	echo "{\"id\":\"r$i\",\"text\":\"路灯不亮$i\",\"n\":9007199254740993}"
	i=$((i + 1))
done >good.jsonl
head -n 1000 good.jsonl | gzip -n >one.gz
{ cat one.gz; tail -n 1000 good.jsonl | gzip -n; } >two.gz
head -c $(($(wc -c <two.gz) * 3 / 4)) two.gz >cut.gz
{ head -c 9000 two.gz; printf 'x'; tail -c +9002 two.gz; } >flipped.gz
sed '1000s/.*/{"id":"r999","text":"没有结束/' good.jsonl >bad.jsonl
sed "1000s/路灯/$(printf '\377\376')/" good.jsonl >bytes.jsonl
sed '1000s/9007199254740993/1e400/' good.jsonl >large.jsonl
{ printf '{"id":"d","text":"x","x":'; head -c 100000 /dev/zero | tr '\0' '['
	head -c 100000 /dev/zero | tr '\0' ']'; echo '}'; } >deep.jsonl

# --- calls -------------------------------------------------------------------
ours() { tag -e 'codes: []' "$@"; }

# Runs a command; what it was: status, said or not, data.
cell() {	# data-check command...
	data=$1
	shift
	if [ "$1" != : ] && ! command -v "$1" >/dev/null 2>&1; then
		printf '%s' '-'
		return
	fi
	"$@" >out 2>err
	status=$?
	said='*'
	[ -s err ] && said=
	printf '%s%s%s' "$status" "$said" "$($data)"
}

same() {	# the records of out are those of good.jsonl, as values of text
	sed 's/,"tags":\[\],"codes":\[\]}$/}/; s/": /":/g; s/, "/,"/g' out >plain
	if cmp -s plain good.jsonl; then echo ' all'; else echo ' part'; fi
}
others() {	# the 1,999 good ones are all there, as they were
	sed 's/,"tags":\[\],"codes":\[\]}$/}/; s/": /":/g; s/, "/,"/g' out | grep -av '"r999"' >plain
	if grep -av '"r999"' good.jsonl | cmp -s plain -; then echo ' rest'; else echo ' part'; fi
}
unchanged() {	# what came out of line 1000 is what went in, or nothing
	sed 's/,"tags":\[\],"codes":\[\]}$/}/; s/": /":/g; s/, "/,"/g' out | grep -a '"r999"' >plain
	[ -s plain ] || { echo ' none'; return; }
	if grep -a '"r999"' "$odd" | cmp -s plain -; then echo ' same'; else echo ' other'; fi
}
kept() { if cmp -s target last; then echo ' kept'; else echo ' lost'; fi; }
none() { :; }

failed=0
row() {		# what, expected of ours, the five cells
	printf '| %s | %s | %s | %s | %s | %s |\n' "$1" "$3" "$4" "$5" "$6" "$7"
	[ "$2" = "$3" ] && return
	echo "FAIL $1: expected <$2> of ours"
	failed=$((failed + 1))
}

full() { "$@" >/dev/full; }
closed() { "$@" >&-; }
# A shell without pipefail tells the status of the last one.
zcat_jq() { gzip -dc "$1" | jq -c .; }
zcat_mlr() { gzip -dc "$1" | mlr --ijsonl --ojsonl cat; }
zcat_sort() { gzip -dc "$1" | sort -s -k1,1; }
# The command before dies when half is out: the report of last month is at stake.
dies() { head -n 1000 good.jsonl; false; }
sealed() { ours --seal good.jsonl | head -n 1000 | ours --sealed -o target; }
into() { dies | "$@" >target; }
sorted() { dies | sort -o target; }
last() { echo 'last month' >last; cp last target; }
good_target() { cp good.jsonl last; cp last target; }
ours_in_place() { (ulimit -f 8; ours -o target target); }
mlr_in_place() { (ulimit -f 8; mlr -I --ijsonl --ojsonl put '$x=1' target); }
sort_in_place() { (ulimit -f 8; sort -o target target); }

# How many of the first 40 allocations, each failing once, end it by a signal.
memory() {	# command...
	command -v "$1" >/dev/null 2>&1 || { printf '%s' '-'; return; }
	program=$(command -v "$1")
	shift
	n=0 by_signal=0
	while [ $n -lt 40 ]; do
		n=$((n + 1))
		LD_PRELOAD=$build/torture/interpose.so TORTURE_KIND=malloc TORTURE_AT=$n TORTURE_FAULT=12 \
			"$program" "$@" >out 2>err
		status=$?
		[ $status -ge 128 ] && by_signal=$((by_signal + 1))
	done 2>/dev/null
	printf '%s/40' "$by_signal"
}

echo '| the fault | minqing | jq | Miller | gzip | sort |'
echo '|---|---|---|---|---|---|'
row 'full disk' 74 "$(cell none full tag -e 'codes: []' good.jsonl)" \
	"$(cell none full jq -c . good.jsonl)" "$(cell none full mlr --ijsonl --ojsonl cat good.jsonl)" \
	"$(cell none full gzip -c good.jsonl)" "$(cell none full sort good.jsonl)"
row 'standard output closed' 74 "$(cell none closed tag -e 'codes: []' good.jsonl)" \
	"$(cell none closed jq -c . good.jsonl)" "$(cell none closed mlr --ijsonl --ojsonl cat good.jsonl)" \
	"$(cell none closed gzip -c good.jsonl)" "$(cell none closed sort good.jsonl)"
row 'gzip cut off' '65 part' "$(cell same ours cut.gz)" \
	"$(cell same zcat_jq cut.gz)" "$(cell same zcat_mlr cut.gz)" \
	"$(cell same gzip -dc cut.gz)" "$(cell same zcat_sort cut.gz)"
row 'gzip, a bit flipped' '65 part' "$(cell same ours flipped.gz)" \
	"$(cell same zcat_jq flipped.gz)" "$(cell same zcat_mlr flipped.gz)" \
	"$(cell same gzip -dc flipped.gz)" "$(cell same zcat_sort flipped.gz)"
ours --seal good.jsonl >sealed.jsonl
{ head -n 1000 sealed.jsonl | gzip -n; } >one.sealed.gz
row 'gzip, a member missing' '65 part' "$(cell same ours --sealed one.sealed.gz)" \
	"$(cell same zcat_jq one.gz)" "$(cell same zcat_mlr one.gz)" \
	"$(cell same gzip -dc one.gz)" "$(cell same zcat_sort one.gz)"
row '1 of 2,000 lines broken' '1 rest' "$(cell others ours bad.jsonl)" \
	"$(cell others jq -c . bad.jsonl)" "$(cell others mlr --ijsonl --ojsonl cat bad.jsonl)" - -
odd=bytes.jsonl
row 'bytes not UTF-8' '1 none' "$(cell unchanged ours bytes.jsonl)" \
	"$(cell unchanged jq -c . bytes.jsonl)" "$(cell unchanged mlr --ijsonl --ojsonl cat bytes.jsonl)" - \
	"$(cell unchanged sort bytes.jsonl)"
odd=large.jsonl
row 'number 1e400' '0* same' "$(cell unchanged ours large.jsonl)" \
	"$(cell unchanged jq -c . large.jsonl)" "$(cell unchanged mlr --ijsonl --ojsonl cat large.jsonl)" - \
	"$(cell unchanged sort large.jsonl)"
odd=good.jsonl
row 'number 9007199254740993' '0* same' "$(cell unchanged ours good.jsonl)" \
	"$(cell unchanged jq -c . good.jsonl)" "$(cell unchanged mlr --ijsonl --ojsonl cat good.jsonl)" - \
	"$(cell unchanged sort good.jsonl)"
row '100,000 brackets deep' 1 "$(cell none ours deep.jsonl)" \
	"$(cell none jq -c . deep.jsonl)" "$(cell none mlr --ijsonl --ojsonl cat deep.jsonl)" - -
row 'the filter before dies' '65 kept' "$(last; cell kept sealed)" \
	"$(last; cell kept into jq -c .)" "$(last; cell kept into mlr --ijsonl --ojsonl cat)" \
	"$(last; cell kept into gzip -c)" "$(last; cell kept sorted)"
row 'no input at all' '66 kept' "$(last; cell kept ours -o target /dev/null)" \
	"$(last; : | cell kept eval 'jq -c . >target')" "$(last; : | cell kept eval 'mlr --ijsonl --ojsonl cat >target')" \
	"$(last; : | cell kept eval 'gzip -c >target')" "$(last; : | cell kept eval 'sort -o target')"
row 'no room, in place' '74 kept' \
	"$(good_target; cell kept ours_in_place)" - "$(good_target; cell kept mlr_in_place)" \
	- "$(good_target; cell kept sort_in_place)"
row 'no memory: dead' 0/40 "$(memory tag -e 'codes: []' good.jsonl)" \
	"$(memory jq -c . good.jsonl)" - "$(memory gzip -c good.jsonl)" "$(memory sort good.jsonl)"
[ $failed = 0 ]
