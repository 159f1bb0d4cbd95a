#!/bin/sh
# suites.sh BIN: the outside suites against `tag -e 'codes: []'`, where they are present.
# JSONTestSuite: all of y accepted, none of n; hostile strings come back unchanged;
# valid UTF-8 unchanged, invalid refused; no crash, no hang.

set -u
suites=../shared/suites
[ -f $suites/run_suites.py ] || {
	echo "skip: no $suites"
	exit 0
}
python3 $suites/run_suites.py -- "$1/tag" -e 'codes: []' >"${TMPDIR:-/tmp}/suites.$$"
status=$?
cat "${TMPDIR:-/tmp}/suites.$$"
bad=$status
want() {
	grep -q -- "$1" "${TMPDIR:-/tmp}/suites.$$" || {
		echo "expected: $1"
		bad=1
	}
}
want 'y acc/rej/crash=\[93, 0, 0\]  n=\[0, '
want 'accepted but output not valid UTF-8 JSON: \[\] 0'
want 'crash/hang: \[\]'
want 'blns strings=515 rc=0 out_lines=515 roundtrip_ok=515'
want "'valid_bad': 0, .*'inv_replaced': 0, 'inv_passed_raw': 0, 'inv_silent_other': 0, 'crash': 0"
want "'identity': 20034"
rm -f "${TMPDIR:-/tmp}/suites.$$"
[ "$bad" = 0 ]
