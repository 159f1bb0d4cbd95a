#!/bin/sh
# candidates.sh BUILD [corpus]: candidates for new words are what counting by hand gives.

set -u
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/.." || exit 1
build=$(CDPATH= cd -- "$1" && pwd) || exit 1
shift
exec "${PYTHON:-/usr/bin/python3}" -B tests/candidates.py "$build/bin/segment" "$@"
