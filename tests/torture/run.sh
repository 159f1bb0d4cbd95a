#!/bin/sh
# run.sh [--quick] BUILD: makes every call of a kind fail once, see torture.py.
exec python3 "$(dirname "$0")/torture.py" "$@"
