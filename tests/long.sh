#!/bin/sh
# long.sh BIN [KIB]: texts of KIB kibibytes (256; 10240 by hand) that would take minutes
# to hours where time is quadratic, cut by each shipped rule in at most 10 s (+ 2 s a
# mebibyte); the units, or words, hold every character that isn't white space.

set -u
export LC_ALL=C.UTF-8
bin=$1
kib=${2:-256}
limit=$((10 + kib / 512))
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
failed=0 count=0

repeat() {	# the text that printf makes of $1, up to the size
	printf "$1" >"$tmp/unit"
	while [ "$(wc -c <"$tmp/unit")" -lt 65536 ]; do
		cat "$tmp/unit" "$tmp/unit" >"$tmp/twice"
		mv "$tmp/twice" "$tmp/unit"
	done
	n=$(($(wc -c <"$tmp/unit")))
	i=0
	while [ $((i * n)) -lt $((kib * 1024)) ]; do
		cat "$tmp/unit"
		i=$((i + 1))
	done
}

cut() {		# name, rule, jq's path of the parts
	if ! timeout "$limit" "$bin/segment" -r "$2" "$tmp/in" >"$tmp/out"; then
		echo "$1, $2: failed or took longer than $limit s"
		failed=$((failed + 1))
		return
	fi
	jq -r "$3" <"$tmp/out" | tr -d ' \t\n' | cksum >"$tmp/got"
	cmp -s "$tmp/want" "$tmp/got" && return
	echo "$1, $2: the parts don't make up the text"
	failed=$((failed + 1))
}

try() {		# name, unit
	count=$((count + 1))
	{ printf '{"id":"x","text":"'; repeat "$2"; printf '"}\n'; } >"$tmp/in"
	jq -r .text <"$tmp/in" | tr -d ' \t\n' | cksum >"$tmp/want"
	cut "$1" paper .text
	cut "$1" policy .text
	cut "$1" interview .text
	cut "$1" words '.words[]'
}

try letters 'a'
try han '中'
try openers '（“'
try closers '”）'
try pairs '（）'
try numbers '1.2'
try points '1. '
try marks '。'
try dots '……'
try headings '一、甲\\\\n（一）乙\\\\n1. 丙\\\\n'
try sequence '1. 丙\\\\n文。\\\\n'
try hashes '#'
try articles '第三条 文。\\\\n（二）文；\\\\n'
try turns '问：文\\\\n'
try contents '目录\\\\n'
try parts '第一章 甲\\\\n小结\\\\n'
try back '附录\\\\n'
try notes '注释：\\\\n①甲\\\\n'
try marked '#\\\\n'
try quotes "'"
try interviews '“（访谈'
try speakers '【'
try citations '。[1]'
try commas '？，'
try counts '一．'
try mixed '一、甲\\\\n（一）乙（“丙”）。1.2 中……\\\\n1. 丙：a？，\\\\n[1] 丁　　|- 戊！\\\\n'
echo "$count texts of $kib KiB, $failed failed"
[ "$failed" = 0 ]
