#!/bin/sh
# governance.sh BUILD: the shipped list of terms is a good dictionary.

set -u
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/.." || exit 1
build=$(CDPATH= cd -- "$1" && pwd) || exit 1
exec "${PYTHON:-/usr/bin/python3}" -B tests/governance.py "$build/bin/segment"
