#!/bin/sh
# seeds.sh FOLDER: what each fuzz target NAME begins with, as FOLDER/NAME: the texts of
# seeds/, and packed files and archives made of readable text here.

set -eu
export LC_ALL=C.UTF-8
mkdir -p "$1/unpack" "$1/archive"
cp -R "$(dirname "$0")"/seeds/. "$1"
top=$(CDPATH= cd -- "$1" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
mkdir -p d/访谈
printf '楼道灯坏了，物业不修。\n停车收费不公开。\n' >d/a.txt
printf '编号,内容\n1,路灯\n' >d/访谈/b.csv
: >d/empty
ln -s a.txt d/link
ln d/a.txt d/hard
truncate -s 3000 hole
seq 1 500 >many

for pack in 'gzip -n' xz 'xz -0 --check=crc32' 'zstd -q' 'zstd -q --no-check' 'zstd -q -19'; do
	for file in d/a.txt d/empty many; do
		$pack -c <"$file" >"$top/unpack/$(echo "$pack $file" | tr ' /' '__')"
	done
done
cat "$top/unpack/xz_many" "$top/unpack/xz_d_a.txt" >"$top/unpack/joined.xz"
for format in ustar pax gnu v7 oldgnu; do
	tar -cb 1 --format=$format -f "$top/archive/$format.tar" d 2>/dev/null || :
done
tar -cSb 1 -f "$top/archive/sparse.tar" hole many
tar -czf "$top/archive/packed.tar.gz" d/a.txt d/访谈
tar -cJf "$top/archive/packed.tar.xz" d/a.txt d/访谈
/usr/bin/python3 -B - "$top/archive" <<'END'
import sys
import zipfile
for name, how in ("stored", zipfile.ZIP_STORED), ("deflated", zipfile.ZIP_DEFLATED), \
        ("bzip2", zipfile.ZIP_BZIP2), ("lzma", zipfile.ZIP_LZMA):
    with zipfile.ZipFile(f"{sys.argv[1]}/{name}.zip", "w", how) as z:
        z.write("d/a.txt")
        z.write("d/访谈/b.csv")
        z.write("d")
        with z.open("large", "w", force_zip64=True) as f:
            f.write("路灯".encode() * 20)
class Pipe:                     # not to be sought in: sizes stand behind the data
    def __init__(self, file):
        self.write, self.flush = file.write, file.flush
with open(f"{sys.argv[1]}/pipe.zip", "wb") as f, zipfile.ZipFile(Pipe(f), "w") as z:
    z.write("d/a.txt")
END
