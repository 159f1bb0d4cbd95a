#!/bin/sh
# month.sh BUILD: from a hotline's export, gzipped CSV in GB18030, to the table of
# areas, against the same by zcat, iconv and mlr as far as they can do it: read,
# rename, filter, count by area and month, mean.  They mask nothing, tag nothing,
# fold no cases and know no limits.

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
size=$(zcat "$data" | wc -c)
tests/bench/pair.sh "the month, $((size / 1000000)) MB of CSV in GB18030 and gzip, \
against zcat | iconv | mlr" 10 "$data" "sh '$dir/ours.sh'" "sh '$dir/peer.sh'"
