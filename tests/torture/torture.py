"""torture.py [--quick] [--only FILTER[/SCENARIO]] [--keep] BUILD

Makes every memory allocation and every read, write, fsync, rename, close and
so on of the four filters fail, one in each run, and looks at what is left:

  - no signal and no hang;
  - the documented status, and a message; or, where the fault is to be
    survived (an interrupted or short write, the close of an input), the
    status and the bytes of a run without it;
  - with a status other than 0 and 1 the target is as it was, to the byte;
  - no temporary file beside it.

TERM and KILL come before each of these calls, too: the target is then the old
one or the new one, whole; KILL alone may leave the temporary file.

--quick takes some sites of each kind instead of all; --keep leaves the inputs
behind, so that the commands printed with a complaint run again.
"""

import argparse
import collections
import errno
import glob
import gzip
import itertools
import json
import lzma
import multiprocessing
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import zipfile

TIMEOUT = 20            # seconds that a run may take before it hangs
QUICK = 4               # sites of each kind of memory; one of the others
SHORT = 0               # a "fault": one byte instead of all
TARGET = b"what last month left\n"
RULES = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__)))) + "/rules"
STATS = b'{"filter":"of last month"}\n'

MEMORY = ("malloc", "calloc", "realloc", "memalign", "mmap")
KILLED = (-signal.SIGTERM, -signal.SIGKILL)
FAULTS = {
    **{kind: (errno.ENOMEM,) for kind in MEMORY},
    "thread": (errno.EAGAIN,),
    "read": (errno.EIO, errno.EINTR, errno.EAGAIN, SHORT) + KILLED,
    "pread": (errno.EIO, errno.EINTR, SHORT) + KILLED,
    "write": (errno.EIO, errno.ENOSPC, errno.EPIPE, errno.EINTR,
              errno.EAGAIN, SHORT) + KILLED,
    "fsync": (errno.EIO,) + KILLED,
    "rename": (errno.EIO, errno.EINVAL) + KILLED,
    "close": (errno.EIO,) + KILLED,
    "open": (errno.EMFILE, errno.EINTR) + KILLED,
    "path": (errno.EMFILE,) + KILLED,
    "opendir": (errno.EMFILE, errno.ENOMEM),
    "fstat": (errno.EIO,) + KILLED,
    "fchmod": (errno.EPERM,) + KILLED,
    "fallocate": (errno.EOPNOTSUPP,) + KILLED,
    "dup": (errno.EMFILE,) + KILLED,
}
SURVIVED = (errno.EINTR, errno.EAGAIN, SHORT, errno.EOPNOTSUPP)

Site = collections.namedtuple("Site", "scenario kind at fault")


class Scenario:
    """One call of a filter.  Names are relative to a folder made anew."""

    def __init__(self, name, argv, stdin=None, target=None, old=TARGET,
                 stats=False, rejects=False, shipped=False):
        self.name = name
        self.argv = argv
        self.stdin = stdin
        self.target = target        # of -o; None: standard output
        self.old = old              # what it holds before; None: absent
        self.stats = stats
        self.rejects = rejects
        self.shipped = shipped      # large rules: their sites are sampled


def text_input():
    """Prose with what the rules look for, and one long paragraph."""
    lines = ["# 一、基层治理的难题", ""]
    for i in range(12):
        lines.append(f"第{i}户居民反映物业违规收费，多次投诉无人处理。")
        lines.append("村委会表示，补贴 3,200 元已于2023年5月发放。")
        lines.append("")
    lines.append("信息不公开。" * 16000)
    return "\n".join(lines) + "\n"


def record_input():
    """Records, one of them refused and one longer than a read."""
    lines = []
    for i, line in enumerate(text_input().splitlines()):
        if line:
            lines.append(json.dumps(
                {"id": f"r{i}", "text": line, "n": i % 3,
                 "codes": ["fee", "delay"][: i % 3]}, ensure_ascii=False))
    lines.insert(5, '{"id":"bad","text":"没有结束}')
    return "\n".join(lines) + "\n"


def full_records():
    """Records with the fields that the shipped rules read."""
    return "".join(json.dumps({
        "id": f"r{i}", "text": f"第{i}户居民反映物业违规收费，补贴 3,200 元已发放。",
        "codes": ["requests.noise", "delay"][: i % 3], "unit": "sentence",
        "tags": [{"code": "requests.noise", "start": 0, "end": 2,
                  "match": f"第{i % 10}"}] * (i % 2), "parent": f"d{i % 4}",
        "section": ["一"], "coder": "甲乙"[i % 2], "case": f"c{i}",
        "stage": "collect", "time": "2026-05-03T10:00:00+08:00",
        "collected": "2026-05-03T10:00:00+08:00", "region": "999321103203",
        "closed": "2026-05-04T10:00:00+08:00", "org": "城管局",
        "satisfied": True, "household": f"h{i}", "village": "甲",
        "income": 100 + i}, ensure_ascii=False) + "\n" for i in range(40))


TAG_RULE = """
codes:
  - {id: fee, match: [收费, 补贴]}
  - {id: delay, match: ['/投诉.{0,5}无人/']}
"""
SEGMENT_RULE = """
unit: sentence
headings: [{level: 1, match: '^[一二三四五六七八九十]+、'}]
words: {join: [停车费], mode: search, keep: {min_length: 2}}
"""
AGGREGATE_RULE = """
by: [n, {each: codes, as: code}]
measures: {records: {count: all}, ids: {distinct: id}, mean: {mean: n}}
"""


def scenarios(name, data):
    """What a filter is put through.  data: the folder of the inputs."""
    text = name == "normalize"
    one = data + ("/one.txt" if text else "/one.jsonl")
    two = data + ("/two.txt" if text else "/two.jsonl")
    rule = {"normalize": ["-r", "lines"], "segment": ["-e", SEGMENT_RULE],
            "tag": ["-e", TAG_RULE], "aggregate": ["-e", AGGREGATE_RULE]}
    shipped = {"normalize": ["-r", "paper"], "segment": ["-r", "paper"],
               "tag": ["-r", "actors-and-powers"],
               "aggregate": ["-r", "code-frequency"]}
    call = [name] + rule[name]
    yield Scenario("stdout", call + [one])
    yield Scenario("packed", call + ["-j", "2"], stdin=one + ".gz")
    yield Scenario("squeezed", call + [one + ".xz", two + ".zst"])
    if text:
        yield Scenario("archive", call + [data + "/in.tar", data + "/in.zip",
                                          "--id", "path"])
    yield Scenario("target", call + ["-o", "out", "--stats", "stats",
                                     "--rejects", "rejects", one + ".gz"],
                   target="out", stats=True, rejects=True)
    yield Scenario("new", call + ["-j", "2", "-o", "out.gz", "--seal", one,
                                  two + ".gz"], target="out.gz", old=None)
    yield Scenario("self", call + ["-o", "same", "same"], target="same",
                   old=open(two, "rb").read())
    if not text:
        yield Scenario("sealed", call + ["--sealed", data + "/sealed.jsonl"])
    yield Scenario("shipped", [name] + shipped[name] + ["-o", "out", one],
                   target="out", shipped=True)
    if text:
        yield Scenario("beside", call + ["-o", "out", "--mask-report", "report",
                                         "--offset-map", "map", two],
                       target="out")
        yield Scenario("new rule", [name, "--new", two, "-o", "out"],
                       target="out")
    if name == "tag":
        yield Scenario("text", call + ["--text", "收费", "-o", "out"],
                       target="out")
    if name == "aggregate":
        yield Scenario("spilled", [
            name, "-e", "{by: [id], measures: {n: {sum: n}}}", "--memory",
            "8K", "-o", "out", data + "/many.jsonl"], target="out",
            shipped=True)       # so often that runs are merged on the way


def all_rules(name, data):
    """Every shipped rule, where not in haste; many refuse some records."""
    own = {"hotline": "rows.csv", "events": "events.csv",
           "message-board": "rows.csv", "city-report": "rows.csv",
           "coding-sheet": "sheet.csv"} if name == "normalize" else {}
    extra = {"household-care": ["--lookup", f"village={RULES}/lists/"
                                "village-income.csv"],
             "monthly": ["--period", "2026-05"]}
    for path in sorted(glob.glob(f"{RULES}/{name}/*.yaml")):
        rule = os.path.basename(path)[:-5]
        file = own.get(rule, "one.txt" if name == "normalize" and
                       rule not in ("jsonl", "share") else "full.jsonl")
        if rule != "new":
            yield Scenario("rule " + rule, [name, "-r", rule] +
                           extra.get(rule, []) + [data + "/" + file],
                           shipped=True)


# --- one run -----------------------------------------------------------------

class Run:
    """Runs a scenario in the present folder, which is emptied first."""

    def __init__(self, build, scenario, site=None):
        self.scenario = scenario
        self.site = site
        self.prepare()
        env = {"PATH": build + "/bin", "LC_ALL": "C.UTF-8",
               "LD_PRELOAD": build + "/torture/interpose.so",
               "TORTURE_LOG": os.path.abspath("log"), "TMPDIR": "."}
        if site is not None:
            env.update(TORTURE_KIND=site.kind, TORTURE_AT=str(site.at),
                       TORTURE_FAULT=str(site.fault))
        with open(scenario.stdin or os.devnull, "rb") as stdin, \
                open("stdout", "wb") as out, open("stderr", "wb") as err:
            child = subprocess.Popen(
                [build + "/bin/" + scenario.argv[0]] + scenario.argv[1:],
                stdin=stdin, stdout=out, stderr=err, env=env)
            try:
                self.status = child.wait(TIMEOUT)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
                self.status = None
        self.log = read("log") or b""
        self.stdout = read("stdout")
        self.stderr = read("stderr")
        self.target = scenario.target and read(scenario.target)
        self.rejects = read("rejects")
        self.stats = read("stats")
        self.left = [name for name in os.listdir() if ".minqing-" in name]

    def prepare(self):
        for name in os.listdir():
            os.unlink(name)
        scenario = self.scenario
        if scenario.target and scenario.old is not None:
            with open(scenario.target, "wb") as f:
                f.write(scenario.old)
        if scenario.stats:
            with open("stats", "wb") as f:
                f.write(STATS)

    def counts(self):
        return {kind: int(n) for kind, n in
                re.findall(r"(?m)^(\w+) (\d+)$", self.log.decode())}

    def place(self):
        """What the call that failed was about; None if it never came."""
        found = re.search(rb"(?m)^fault \w+ \d+ (.*)$", self.log)
        return found and self.name_place(os.fsdecode(found.group(1)))

    def name_place(self, path):
        if path.startswith(os.getcwd()):
            path = path[len(os.getcwd()) + 1:]
        if path.endswith("(deleted)"):
            return "spill"
        if ".minqing-" in path:
            return "temporary"
        if path in ("stdout", "stderr", "stats", "rejects", "report", "map"):
            return path
        if path.endswith(".yaml") or "/rules/" in path:
            return "rule"
        # Segment tells of a dictionary when it begins to read.
        if path.endswith(".dict") and self.scenario.argv[0] == "tag":
            return "dictionary"
        if path == "":
            return "memory" if self.site.kind in MEMORY else "folder"
        if path in (".", "./"):
            return "folder"
        if path == self.scenario.target:
            return "self" if path == "same" else "target"
        return "input"


def read(name):
    try:
        with open(name, "rb") as f:
            return f.read()
    except FileNotFoundError:
        return None


# --- what must come of it ----------------------------------------------------

# A fault here and there changes nothing: nobody can be told that a message
# failed; nothing was written to what was only read; the descriptor that holds
# the lock, closed after the rename, wrote nothing of its own.
HARMLESS = {("write", "stderr"), ("close", "input"), ("close", "self"),
            ("close", "rule"), ("close", "folder"), ("close", "target"),
            ("close", "spill"), ("close", "dictionary")}

STATUS = {"thread": 71, "fsync": 74, "rename": 74, "close": 74, "write": 74,
          "fchmod": 73, "dup": 73}
SPILL_STATUS = {"read": 74, "pread": 74, "open": 74}
INPUT_STATUS = {"read": 74, "pread": 74, "open": 66, "fstat": 66, "path": 66}
OTHER_STATUS = {"temporary": 73, "folder": 73, "rejects": 73, "stats": 73,
                "report": 73, "map": 73,
                "rule": 78, "dictionary": 78, "target": 73}


def expected(site, place):
    """Status that the fault must lead to; None if it must be survived."""
    if site.kind in MEMORY or site.fault == errno.ENOMEM:
        return 71
    if site.fault in SURVIVED and place == "rule":
        return None if site.kind == "read" and site.fault != errno.EAGAIN \
            else 78             # nothing interrupts the opening of a file
    if site.fault in SURVIVED and site.kind != "thread":
        return None
    if (site.kind, place) in HARMLESS:
        return None
    if site.fault == errno.EINVAL and site.scenario.old is not None:
        return None             # a file system that can't exchange names
    if site.fault == errno.EPIPE and place == "stdout":
        return -13              # what records.md says of SIGPIPE
    # Its file is made in each run, and needed in one.
    if place == "spill" and site.scenario.name != "spilled":
        return None
    if place == "spill" and site.kind in SPILL_STATUS:
        return SPILL_STATUS[site.kind]
    if site.kind in STATUS:
        return STATUS[site.kind]
    if (site.kind, place) == ("path", "folder"):
        return 74 if site.scenario.name == "spilled" else 73
    if place in ("input", "self"):
        return INPUT_STATUS[site.kind]
    return OTHER_STATUS.get(place)


def same_output(run, good):
    return (run.stdout == good.stdout and run.target == good.target
            and run.rejects == good.rejects
            and count_lines(run.stats) == count_lines(good.stats))


def count_lines(data):
    return data and data.count(b"\n")


def complaint(site, run, good):
    """What is wrong with a run in which site failed; None if nothing is."""
    place = run.place()
    want = expected(site, place)
    scenario = run.scenario
    # PCRE2 can do without machine code; that an input isn't the output, too,
    # is a look before it is opened.
    if run.status == good.status and (
            site.kind == "mmap" or (site.kind, place) == ("fstat", "input")):
        want = None
    # A folder of libraries that the sandbox wasn't told isn't missed here.
    if site.kind == "path" and run.status == good.status:
        want = None
    # So can qsort(), and libarchive where it looks for an end; the output
    # must be the same then.
    if run.status == good.status and (scenario.name, site.kind) in (
            ("spilled", "malloc"), ("archive", "pread")):
        want = None
    # libarchive can do without some of what it asks for, and takes zlib's and
    # iconv's want of memory for damage.
    if scenario.name == "archive" and site.kind in MEMORY:
        if run.status == good.status:
            want = None
        elif run.status == 65 and (b"initialize ZIP" in run.stderr or
                                   b"without a name" in run.stderr):
            want = 65
    if run.status is None:
        return "it hangs"
    if site.fault in KILLED:
        return killed_complaint(site, run, good)
    if run.left:
        return f"left {run.left[0]} behind"
    if want is None:
        if run.status != good.status:
            return f"status {run.status} instead of {good.status}"
        return None if same_output(run, good) else "other output"
    if run.status != want:
        return f"status {run.status} instead of {want}"
    if scenario.target and run.target != scenario.old:
        # The statistics tell of the commit, so they are written after it.
        if place != "stats" or run.target != good.target:
            return "the target is damaged"
    if scenario.stats and not (run.stats or b"").startswith(STATS):
        return "the statistics are damaged"
    if not run.stderr and want > 0:
        return "no message"
    return None


def killed_complaint(site, run, good):
    if run.status != site.fault:
        return f"status {run.status} instead of {site.fault}"
    if run.scenario.target and run.target not in (run.scenario.old,
                                                  good.target):
        return "the target is damaged"
    if len(run.left) > (site.fault == -signal.SIGKILL):
        return f"left {run.left} behind"
    return None


def judge(job):
    """Runs one injection.  Returns (site, place or None, complaint)."""
    build, site, good = job
    run = Run(build, site.scenario, site)
    place = run.place()
    if place is None:
        return site, None, None
    wrong = complaint(site, run, good)
    if wrong:
        wrong += f" ({place})\n\t" + reproduce(build, site) + "\n\t" + \
            run.stderr.decode(errors="replace")[-300:].strip()
    return site, place, wrong


def reproduce(build, site):
    """A shell command; the inputs are there with --keep."""
    return (f"TORTURE_KIND={site.kind} TORTURE_AT={site.at} "
            f"TORTURE_FAULT={site.fault} "
            f"LD_PRELOAD={build}/torture/interpose.so {build}/bin/"
            + shlex.join(site.scenario.argv))


# --- all of them -------------------------------------------------------------

def some(count, most):
    """At most `most` numbers of 1..count, spread evenly, both ends in."""
    if count <= most:
        return list(range(1, count + 1))
    return sorted({1 + i * (count - 1) // (most - 1) for i in range(most)})


def chosen(scenario, kind, count, quick, turn):
    """The sites of a kind that are made to fail, from 1 to count."""
    if quick and kind not in MEMORY and count > 0:
        return [1 + next(turn) % count]     # another one in each scenario
    if quick:
        return some(count, QUICK)
    if scenario.name.startswith("rule "):
        return some(count, 12)
    return some(count, 100) if scenario.shipped else range(1, count + 1)


def sites(scenario, counts, quick, turn):
    for kind, faults in FAULTS.items():
        for fault in faults:
            for at in chosen(scenario, kind, counts[kind], quick, turn):
                yield Site(scenario, kind, at, fault)


def enter_folder(parent):
    """Each process of the pool has a folder of its own."""
    os.chdir(tempfile.mkdtemp(dir=parent))


def put_inputs(build, data):
    os.mkdir(data)
    for name, text in (("one.txt", text_input()), ("two.txt", "短。\n"),
                       ("one.jsonl", record_input()),
                       ("two.jsonl", '{"id":"x","text":"收费","n":1}\n')):
        packed = gzip.compress(text.encode(), mtime=0)
        for path, content in ((name, text.encode()), (name + ".gz", packed),
                              (name + ".xz", lzma.compress(text.encode()))):
            with open(f"{data}/{path}", "wb") as f:
                f.write(content)
        subprocess.run(["zstd", "-q", f"{data}/{name}"], check=True)
    with tarfile.open(data + "/in.tar", "w") as tar, \
            zipfile.ZipFile(data + "/in.zip", "w", zipfile.ZIP_DEFLATED) as z:
        for name in ("one.txt", "two.txt"):
            tar.add(f"{data}/{name}", "路/" + name)
            z.write(f"{data}/{name}", "灯/" + name)
    with open(data + "/many.jsonl", "w", encoding="ascii") as f:
        f.writelines(f'{{"id":"m{i}","n":{i}}}\n' for i in range(3000))
    with open(data + "/full.jsonl", "w", encoding="utf-8") as f:
        f.write(full_records())
    for shape in ("rows", "events"):
        with open(f"{data}/{shape}.csv", "wb") as f:
            subprocess.run([build + "/county", shape, "--cases", "40"],
                           stdout=f, check=True)
    with open(data + "/sheet.csv", "wb") as f:
        subprocess.run([build + "/bin/aggregate", "-r", "coding-sheet",
                        data + "/full.jsonl"], stdout=f, check=True)
    subprocess.run([build + "/bin/tag", "-e", "codes: []", "--seal", "-o",
                    data + "/sealed.jsonl", data + "/two.jsonl"], check=True)


def plan(build, only, quick, data):
    """(jobs, complaints about the runs without a fault)"""
    jobs, wrong, turn = [], [], itertools.count()
    for name in ("normalize", "segment", "tag", "aggregate"):
        for scenario in itertools.chain(
                scenarios(name, data), () if quick else
                all_rules(name, data)):
            label = f"{name}/{scenario.name}"
            if only and not label.startswith(only):
                continue
            good = Run(build, scenario)
            if good.status not in (0, 1) and not (
                    good.status in (65, 66) and label.split("/")[1].startswith(
                        "rule ")):
                wrong.append(f"{label}: status {good.status} without any "
                             "fault: " + good.stderr.decode()[-300:])
                continue
            counts = good.counts()
            if scenario.target and (not counts["rename"] or
                                    counts["fsync"] < 2):
                wrong.append(f"{label}: no rename, or no fsync of the file "
                             "and of its folder")
            for site in sites(scenario, counts, quick, turn):
                jobs.append((build, site, good))
    return jobs, wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("build")
    args = parser.parse_args()
    build = os.path.abspath(args.build)
    if not os.path.exists(build + "/torture/interpose.so"):
        sys.exit(f"no {build}/torture/interpose.so: make torture makes it")
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    top = tempfile.mkdtemp(prefix="torture-", dir=memory)
    try:
        return report(*run_all(build, top, args))
    finally:
        if args.keep:
            print("inputs in " + top)
        else:
            shutil.rmtree(top)


def run_all(build, top, args):
    put_inputs(build, top + "/data")
    enter_folder(top)
    jobs, wrong = plan(build, args.only, args.quick, top + "/data")
    done = collections.Counter()
    with multiprocessing.Pool(2, enter_folder, (top,)) as pool:
        for site, place, complains in pool.imap_unordered(judge, jobs, 16):
            if place is None:
                done["never came"] += 1
                continue
            name = site.scenario.argv[0]
            done[name, site.kind] += 1
            if complains:
                wrong.append(f"{name}/{site.scenario.name}: {site.kind} "
                             f"{site.at}: {complains}")
    os.chdir("/")
    return done, wrong


def report(done, wrong):
    never = done.pop("never came", 0)
    names = sorted({name for name, _ in done})
    print(f"{'kind':10}" + "".join(f"{name:>11}" for name in names))
    for kind in FAULTS:
        print(f"{kind:10}" + "".join(f"{done[name, kind]:11}"
                                     for name in names))
    if never:
        print(f"{never} never came: two threads don't call the same each time")
    for line in wrong:
        print("FAIL " + line)
    print(f"{sum(done.values()) - len(wrong)} passed, {len(wrong)} failed")
    return 1 if wrong or not done else 0


if __name__ == "__main__":
    sys.exit(main())
