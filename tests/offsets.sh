#!/bin/sh
# offsets.sh BIN [ROUNDS]: the maps of --offset-map hold what they say, over generated
# inputs.

set -u
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/.." || exit 1
[ -x /usr/bin/python3 ] || {
	echo 'skip: no /usr/bin/python3'
	exit 0
}
exec /usr/bin/python3 -B tests/offsets.py "$1/normalize" "${2:-100}"
