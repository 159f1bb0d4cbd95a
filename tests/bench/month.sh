#!/bin/sh
# month.sh BUILD: from a hotline's export, gzipped CSV in GB18030, to the table of
# areas, against zcat, iconv and mlr as far as they can do the same: masks, doubles,
# times, subjects by the words of our book, the figures.  They know no kinds, weights,
# contexts and decoys, fold no cases, know no limits.  Beside that, for comparison, the
# same without subjects, and a count and a mean alone.

set -eu
cd "$(dirname "$0")/../.."
build=$(CDPATH= cd -- "$1" && pwd)
dir=$build/bench
mkdir -p "$dir"
data=$dir/hotline.csv.gz
[ -s "$data" ] || {
	"$build/county" rows --cases 340000 | iconv -f UTF-8 -t GB18030 |
		gzip -n >"$data.part"
	mv "$data.part" "$data"
}
cat >"$dir/ours.sh" <<END
PATH=$build/bin:\$PATH
normalize -r hotline | tag -r requests | aggregate -r loop -f csv
END
cat >"$dir/peer.sh" <<'END'
zcat | iconv -f GB18030 -t UTF-8 | tail -n +2 |
	mlr --icsv --ocsv rename \
	工单编号,id,受理时间,collected,区划代码,region,办结时间,closed,退单次数,returns \
	then filter '$closed != ""' \
	then put '$town = substr($region, 0, 8);
		$month = splitax($collected, "/")[2]' \
	then stats1 -a count,mean -f returns -g town,month
END
# The subject with words in the text, the first of them: NAME|WORD|WORD ... of our lists.
subjects() {
	"$build/bin/tag" --show requests | awk '
		/^  # ---- /	{ topic = $3 }
		/^codes:/	{ topic = "" }
		topic == ""	{ next }
		/^  [a-z]/	{ general = /-general:/; sub(/^[^[]*\[/, "") }
		/^  # /		{ next }
		!general	{
			sub(/\].*/, ""); sub(/^ +/, ""); gsub(/, */, "|"); sub(/\|$/, "")
			if (!(topic in words))
				order[++n] = topic
			words[topic] = words[topic] (words[topic] == "" ? "" : "|") $0
		}
		END {
			for (i = 1; i <= n; i++)
				printf "$told =~ \"%s\" ? \"%s\" : ", words[order[i]], order[i]
			print "\"\""
		}'
}
# more.sh EXPRESSION: the subject is what that says.
as_far_as_they_can() {
	cat <<END
zcat | iconv -f GB18030 -t UTF-8 | tail -n +2 |
	mlr --icsv --ocsv --records-per-batch 500 \\
	rename 工单编号,id,受理时间,collected,区划代码,region,办结时间,closed,联系电话,caller,诉求内容,text,首次联系时间,contacted,派单时间,handled,办结层级,tier,是否解决,resolved,满意度,satisfied \\
	then head -n 1 -g id \\
	then put '
		func time(str t): num {
			t = sub(gsub(t, "-", "/"), ":00\$", "");
			t = gsub(sub(t, "( [0-9]+)\$", "\\1:00"), "([/ ])([0-9])\\b", "\\10\\2");
			return strptime(t, "%Y/%m/%d %H:%M")
		}
		func mask(str t): str {
			t = gsub(t, "\\b(1[3-9][0-9])[0-9]{4}([0-9]{4})\\b", "\\1****\\2");
			t = gsub(t, "\\b([1-9][0-9]{5})[0-9]{11}[0-9Xx]\\b", "\\1************");
			return gsub(t, "[A-Za-z0-9._-]+@[A-Za-z0-9.-]+", "")
		}
		\$town = substr(\$region, 0, 8);
		\$caller = mask(string(\$caller));
		\$text = mask(\$text);
		\$response = is_empty(\$contacted) ? "" : (time(\$contacted) - time(\$collected)) / 3600;
		\$handling = is_empty(\$closed) || is_empty(\$handled) ? "" :
			(time(\$closed) - time(\$handled)) / 3600;
		\$done = is_empty(\$closed) ? 0 : 1;
		\$spot = \$tier =~ "^(村|网格)\$" ? 1 : 0;
		\$yes = \$resolved == "是" ? 1 : \$resolved == "否" ? 0 : "";
		\$glad = \$satisfied =~ "^(基本)?满意\$" ? 1 : \$satisfied =~ "^(一般|不满意)\$" ? 0 : "";
		\$told = \$诉求标题 . \$text;
		\$topic = $1
	' then stats1 -a count,mean,p50,p90 -f response,handling,done,spot,yes,glad -g town,topic
END
}
as_far_as_they_can '""' >"$dir/more.sh"
as_far_as_they_can "$(subjects)" >"$dir/most.sh"
size=$(zcat "$data" | wc -c)
name="the month, $((size / 1000000)) MB of CSV in GB18030 and gzip, against zcat | iconv | mlr"
# Of all rows that takes mlr an hour; fewer are no help to us, who start three programs.
some=$dir/hotline-30000.csv.gz
zcat "$data" | head -n 30000 | gzip -n >"$some"
tests/bench/pair.sh "30,000 rows of it, against zcat | iconv | mlr as far as they can" 10 \
	"$some" "sh '$dir/ours.sh'" "sh '$dir/most.sh'"
tests/bench/pair.sh "$name, the same without subjects" 10 \
	"$data" "sh '$dir/ours.sh'" "sh '$dir/more.sh'"
tests/bench/pair.sh "$name, a count and a mean alone" 1 \
	"$data" "sh '$dir/ours.sh'" "sh '$dir/peer.sh'"
