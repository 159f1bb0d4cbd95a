"""ready.py NAME BAR INPUT TAG ARGUMENT...: what TAG with these arguments takes from its
start to its end on a small input, beyond what it takes with a rule without codes: CPU,
milliseconds, the median of 21 pairs."""

import os
import statistics
import subprocess
import sys

name, bar, path, tag, *arguments = sys.argv[1:]


def run(*arguments):
    with open(path, "rb") as f:
        child = subprocess.Popen([tag, *arguments], stdin=f, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"{tag} {' '.join(arguments)}: status {status}")
    child.returncode = 0
    return 1000 * (used.ru_utime + used.ru_stime)


pairs = [(run(*arguments), run("-e", "codes: []")) for _ in range(21)]
ours = statistics.median(p[0] - p[1] for p in pairs)
print(f"{name} ready in {ours:.1f} ms more than no codes"
      f" ({statistics.median(p[1] for p in pairs):.1f} ms), bar {bar}:"
      f" {'held' if ours <= float(bar) else 'NOT HELD'}")
