#!/bin/sh
# words.sh BUILD [all | random N]: segment's words are those of Debian's
# python3-jieba, to the byte.

set -u
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/.." || exit 1
build=$(CDPATH= cd -- "$1" && pwd) || exit 1
shift
[ -x /usr/bin/python3 ] || {
	echo 'skip: no /usr/bin/python3'
	exit 0
}
exec /usr/bin/python3 tests/words.py "$build/bin/segment" "$@"
