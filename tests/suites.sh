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
want "kuhn .*'inv_replaced': 0, 'inv_passed_raw': 0, 'inv_silent_other': 0, 'crash': 0"
want "flenn .*'inv_replaced': 0, 'inv_passed_raw': 0, 'inv_silent_other': 0, 'crash': 0"
want "NormalizationTest rows=19074 rc=0 {'identity': 19074,"
# The suite compares whole records, and ours have tags and codes: valid UTF-8 is
# compared here without them.
python3 - "$1/tag" <<'END' || bad=1
import json, subprocess, sys
lines = [l for name in ('markus_kuhn/UTF-8-test.txt', 'utf8tests/utf8tests.bin')
         for l in open('../shared/suites/utf8/' + name, 'rb').read().split(b'\n')]
valid = []
for line in lines:
    try:
        valid.append(line.decode('utf-8'))
    except UnicodeDecodeError:
        pass
sent = ''.join(json.dumps({'text': t}, ensure_ascii=False) + '\n' for t in valid)
got = subprocess.run([sys.argv[1], '-e', 'codes: []'], input=sent.encode(), capture_output=True)
back = [json.loads(l)['text'] for l in got.stdout.decode().split('\n') if l]
print('valid UTF-8: %d of %d lines unchanged' % (sum(a == b for a, b in zip(back, valid)), len(valid)))
sys.exit(back != valid)
END
rm -f "${TMPDIR:-/tmp}/suites.$$"
[ "$bad" = 0 ]
