#!/bin/sh
# long.sh BIN [KIB]: texts of KIB kibibytes (256; 10240 by hand) that would take minutes
# to hours where time is quadratic, cut by each shipped rule in at most 10 s (+ 2 s a
# mebibyte); the units hold every character that isn't white space.

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

try() {		# name, unit, rule
	count=$((count + 1))
	{ printf '{"id":"x","text":"'; repeat "$2"; printf '"}\n'; } >"$tmp/in"
	if ! timeout "$limit" "$bin/segment" -r "$3" "$tmp/in" >"$tmp/out"; then
		echo "$1, $3: failed or took longer than $limit s"
		failed=$((failed + 1))
		return
	fi
	jq -r .text <"$tmp/in" | tr -d ' \t\n' | cksum >"$tmp/want"
	jq -r .text <"$tmp/out" | tr -d ' \t\n' | cksum >"$tmp/got"
	cmp -s "$tmp/want" "$tmp/got" && return
	echo "$1, $3: the units are not a partition"
	failed=$((failed + 1))
}

for rule in paper policy interview; do
	try letters 'a' $rule
	try han '中' $rule
	try openers '（“' $rule
	try closers '”）' $rule
	try pairs '（）' $rule
	try numbers '1.2' $rule
	try points '1. ' $rule
	try marks '。' $rule
	try dots '……' $rule
	try headings '一、甲\\\\n（一）乙\\\\n1. 丙\\\\n' $rule
	try sequence '1. 丙\\\\n文。\\\\n' $rule
	try hashes '#' $rule
	try articles '第三条 文。\\\\n（二）文；\\\\n' $rule
	try turns '问：文\\\\n' $rule
	try contents '目录\\\\n' $rule
	try parts '第一章 甲\\\\n小结\\\\n' $rule
	try back '附录\\\\n' $rule
	try notes '注释：\\\\n①甲\\\\n' $rule
	try marked '#\\\\n' $rule
	try quotes "'" $rule
	try interviews '“（访谈' $rule
	try speakers '【' $rule
	try citations '。[1]' $rule
	try commas '？，' $rule
	try counts '一．' $rule
done
echo "$count texts of $kib KiB, $failed failed"
[ "$failed" = 0 ]
