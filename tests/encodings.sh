#!/bin/sh
# encodings.sh BIN: every sequence of GB18030 is decoded as Python decodes it, but for 25.

set -u
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/.." || exit 1
[ -x /usr/bin/python3 ] || {
	echo 'skip: no /usr/bin/python3'
	exit 0
}
exec /usr/bin/python3 -B tests/encodings.py "$1/normalize"
