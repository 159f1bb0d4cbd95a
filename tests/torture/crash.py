"""crash.py BUILD [KILLS]: runs killed at random moments, KILLS by TERM and as many by KILL.

Each run has a target that holds last month's report: after it the target is that,
or the whole new one, to the byte; TERM leaves nothing beside it, KILL at most the
one temporary file, which the next run removes; of what aggregate spills nothing is
left in the folder of temporary files.  A sealed pipeline that loses its first
filter leaves the report as it was.  What --state promises is state.py's.
"""

import collections
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

OLD = b"what last month left\n"
COUNT = "{by: [id], measures: {n: {sum: n}}}"


def write_input():
    with open("in", "w", encoding="utf-8") as f:
        for i in range(20000):
            f.write(json.dumps({"id": f"r{i}", "n": i, "text":
                                f"第{i}户反映路灯不亮，多次投诉。"},
                               ensure_ascii=False) + "\n")


def commands(build):
    """Names, and the filters of a pipeline that ends in the file out."""
    tag = [build + "/bin/tag", "-e", "codes: [{id: a, match: [路灯, 投诉]}]"]
    count = [build + "/bin/aggregate", "-e", COUNT]
    return {
        "normalize": [[build + "/bin/normalize", "-e",
                       "{input: {format: jsonl}}", "-o", "out", "in"]],
        "sealed": [tag + ["--seal", "in"],
                   count + ["--sealed", "-o", "out"]],
        "packed": [tag + ["-j", "2", "--seal", "-o", "out.gz", "in"]],
        "spilled": [count + ["--memory", "1M", "-o", "out", "in"]],
        "partial": [count + ["--partial", "-o", "out", "in"]],
    }


def start(pipeline):
    """All of them; the pipes between them are ours no longer."""
    children, before = [], subprocess.DEVNULL
    env = dict(os.environ, TMPDIR="temporary")
    for i, argv in enumerate(pipeline):
        last = i + 1 == len(pipeline)
        child = subprocess.Popen(
            argv, stdin=before, env=env, stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if last else subprocess.PIPE)
        if before is not subprocess.DEVNULL:
            before.close()
        before = child.stdout
        children.append(child)
    return children


def target_of(pipeline):
    return pipeline[-1][pipeline[-1].index("-o") + 1]


def read(name):
    with open(name, "rb") as f:
        return f.read()


def left():
    return [n for n in os.listdir() if ".minqing-" in n] + \
        os.listdir("temporary")


def whole(pipeline):
    """What it writes when nobody kills it, and how long that takes."""
    begin = time.monotonic()
    if [child.wait() for child in start(pipeline)] != [0] * len(pipeline):
        sys.exit(f"crash: {pipeline} fails without being killed")
    return read(target_of(pipeline)), time.monotonic() - begin


def one(pipeline, good, seconds, sig, chance):
    """What came of it: "old", "new", or what is wrong."""
    target = target_of(pipeline)
    before = left()     # what KILL left: the run has to remove it
    with open(target, "wb") as f:
        f.write(OLD)
    children = start(pipeline)
    victim = chance.choice(children)
    time.sleep(chance.random() * seconds * 1.1)
    victim.send_signal(sig)
    statuses = [child.wait(60) for child in children]
    got = read(target)
    now = left()
    if got not in (OLD, good):
        return f"{target} is damaged"
    if got == good and victim is children[-1] and statuses[-1] not in (0, -sig):
        return f"a new target with status {statuses[-1]}"
    if sig == signal.SIGTERM and now and set(now) - set(before):
        return f"TERM left {now}"
    if len(now) > 1 or any(not n.startswith("." + target) for n in now):
        return f"left {now}"
    return "new" if got == good else "old"


def main():
    build = os.path.abspath(sys.argv[1])
    kills = int((sys.argv[2:] or ["200"])[0])
    chance = random.Random(20261122)
    outcomes, wrong = collections.Counter(), []
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.mkdir("temporary")
        write_input()
        calls = commands(build)
        goods = {name: whole(calls[name]) for name in calls}
        for i in range(2 * kills):
            name = chance.choice(sorted(calls))
            sig = (signal.SIGTERM, signal.SIGKILL)[i % 2]
            came = one(calls[name], *goods[name], sig, chance)
            outcomes[came if came in ("old", "new") else "wrong"] += 1
            if came not in ("old", "new"):
                wrong.append(f"{name}, {sig.name}: {came}")
            if left():
                # The next run with that target removes it.
                whole(calls[name])
                if left():
                    wrong.append(f"{name}: the next run leaves {left()}")
        os.chdir("/")
    for line in wrong[:20]:
        print("FAIL " + line)
    print(f"crash: {kills} TERM, {kills} KILL: {outcomes['old']} old, "
          f"{outcomes['new']} new, {len(wrong)} wrong")
    return 1 if wrong else 0


sys.exit(main())
