#!/bin/sh
# ud.sh BUILD: how well words are cut, on UD Chinese GSD: as well as by jieba.

set -u
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/.." || exit 1
build=$(CDPATH= cd -- "$1" && pwd) || exit 1
[ -x /usr/bin/python3 ] || {
	echo 'skip: no /usr/bin/python3'
	exit 0
}
exec /usr/bin/python3 -B tests/ud.py "$build/bin/segment"
