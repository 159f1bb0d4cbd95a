"""words_start.py SEGMENT: what words cost before the first record, and in memory:
the whole dictionary, alone and with the terms of the shipped rule, above a rule
that has neither words nor blocks to find.  Runs in turn; milliseconds, of which
those of the CPU count: the clock's are a busy machine's."""
import os
import statistics
import sys
import tempfile
import time

RUNS = 200
BAR, MOST = 5, 32
RULES = {
    "an empty rule": ["-e", "unit: block"],
    "the dictionary": ["-e", "words: {}"],
    "-r words": ["-r", "words"],
}


def run(segment, rule, path):
    """Milliseconds by the clock and by the CPU, and MiB at most."""
    null = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    begin = time.perf_counter()
    pid = os.posix_spawn(segment, [segment] + rule + [path], os.environ,
                         file_actions=null)
    _, status, used = os.wait4(pid, 0)
    clock = time.perf_counter() - begin
    assert status == 0
    return (1e3 * clock, 1e3 * (used.ru_utime + used.ru_stime),
            used.ru_maxrss / 1024)


def main():
    segment = sys.argv[1]
    got = {name: [] for name in RULES}
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as f:
        f.write('{"id":"1","text":"一"}\n')
        f.flush()
        for _ in range(RUNS):
            for name, rule in RULES.items():
                got[name].append(run(segment, rule, f.name))
    empty, *others = got
    print("start of segment with words, %d runs of each" % RUNS)
    print("  %s: %.2f ms, %.2f ms CPU" % (empty, *(
        statistics.median(r[i] for r in got[empty]) for i in (0, 1))))
    for name in others:
        more = [statistics.median(a[i] - b[i] for a, b in
                                  zip(got[name], got[empty])) for i in (0, 1)]
        peak = max(r[2] for r in got[name])
        print("  %s: %.2f ms more, %.2f ms CPU, bar %d: %s; peak %.1f MiB, "
              "bar %d: %s" % (name, *more, BAR,
                              "held" if more[1] <= BAR else "NOT HELD", peak,
                              MOST, "held" if peak <= MOST else "NOT HELD"))


main()
