"""conservation.py BUILD: no record is lost or doubled in silence.

Every shipped rule gets every outside suite (where they are there), a county's
rows, a text, and lines that are wrong in many ways.  Of each run --stats must
tell as many records as went in, came out and were kept as rejects, counted here;
and in = out + refused + dropped, but where a rule makes several records of one,
or one of several: segment's units tell whose they are, and a group's count of all
must be what was neither refused nor dropped.
"""

import glob
import json
import os
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SUITES = os.path.join(os.path.dirname(TOP), "shared", "suites")
FILTERS = ("normalize", "segment", "tag", "aggregate")
wrong = []
runs = records = 0


def wrapped(lines):
    """Lines, of any bytes, as the texts of records."""
    return b"".join(b'{"id":"w%d","text":"%s"}\n' % (i, line.replace(
        b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\t", b"\\t"))
        for i, line in enumerate(lines))


def read(path):
    with open(path, "rb") as f:
        return f.read()


def own_lines():
    """Records, blank lines, seals' look-alikes, and what is none."""
    good = [{"id": f"r{i}", "text": "第一条 居民反映路灯不亮，多次投诉。\n\n二、停水。" * (i % 3),
             "n": i, "time": "2026-06-01T10:00:00+08:00"} for i in range(200)]
    lines = [json.dumps(r, ensure_ascii=False).encode() for r in good]
    bad = [b"", b"  ", b"x", b"{", b'{"id":"a","text":', b"[]", b'{"text":1}',
           b'{"id":{},"text":"a"}', b'{"id":"d","id":"d","text":"a"}', b"\xff",
           b'{"id":"s","text":"\\ud800"}', b'{"id":"n"}', b'{"id":"","text":""}',
           b'{"id":"c","text":"\\u0000"}', b'{"id":"q","text":"a"} x']
    for i, line in enumerate(bad):
        lines.insert(11 * i, line)
    return b"\n".join(lines)    # the last line has no LF


def inputs(build):
    """Names of files in the present folder, by the filters that read them."""
    made = {"own.jsonl": own_lines(),
            "essay.txt": read(TOP + "/tests/data/essay.txt")}
    made["rows.csv"] = subprocess.run(
        [build + "/county", "rows", "--cases", "300"],
        stdout=subprocess.PIPE, check=True).stdout
    made["essay.jsonl"] = wrapped(made["essay.txt"].splitlines())
    if os.path.isdir(SUITES):
        parsing = sorted(glob.glob(SUITES + "/JSONTestSuite/test_parsing/*"))
        made["parsing.jsonl"] = b"\n".join(
            read(p).replace(b"\n", b" ") for p in parsing) + b"\n"
        made["fields.jsonl"] = b"".join(
            b'{"id":"p%d","text":"a","x":%s}\n' % (
                i, read(p).replace(b"\n", b" "))
            for i, p in enumerate(parsing))
        for name, path in (("strings", "blns/blns.txt"),
                           ("kuhn", "utf8/markus_kuhn/UTF-8-test.txt"),
                           ("utf8", "utf8/utf8tests/utf8tests.bin")):
            made[name + ".txt"] = read(f"{SUITES}/{path}")
            made[name + ".jsonl"] = wrapped(
                made[name + ".txt"].split(b"\n"))
    else:
        print(f"skip: no {SUITES}, so its records aren't counted")
    for name, data in made.items():
        with open(name, "wb") as f:
            f.write(data)
    texts = sorted(made)
    return {"normalize": texts,
            "others": [name for name in texts if name.endswith(".jsonl")]}


def count_lines(path):
    return read(path).count(b"\n") if os.path.exists(path) else 0


def run(build, argv, path):
    """(statistics, output) of a run; None where the rule doesn't fit."""
    global runs, records
    for name in ("stats", "rejects"):
        if os.path.exists(name):
            os.unlink(name)
    child = subprocess.run(
        [build + "/bin/" + argv[0], "-q", "-s", "stats", "--rejects",
         "rejects"] + argv[1:] + [path], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, timeout=60, check=False)
    what = " ".join(argv + [path])
    if child.returncode not in (0, 65, 66) or not os.path.exists("stats"):
        wrong.append(f"{what}: status {child.returncode}: "
                     + child.stderr.decode(errors="replace")[-200:])
        return None
    stats = json.loads(read("stats"))
    runs += 1
    records += stats["in"]
    for name, told, counted in (
            ("out", stats["out"], child.stdout.count(b"\n")),
            ("bytes_out", stats["bytes_out"], len(child.stdout)),
            ("refused", stats["refused"], count_lines("rejects"))):
        if told != counted:
            wrong.append(f"{what}: {name} is told {told}, is {counted}")
    return stats, child.stdout


def balance(stats, of_out, what):
    if stats["in"] != of_out + stats["refused"] + stats["dropped"]:
        wrong.append(f"{what}: in {stats['in']}, out {of_out}, refused "
                     f"{stats['refused']}, dropped {stats['dropped']}")


def lines_in(path):
    return sum(1 for line in read(path).split(b"\n") if line.strip(b" \t\r"))


def call(name, rule):
    extra = {"household-care": ["--lookup", "village=village.csv"],
             "monthly": ["--period", "2026-06"],
             "weekly-bulletin": ["--period", "2026-W23"]}.get(rule, [])
    if name == "aggregate":
        extra = extra + ["-f", "jsonl", "--allow-empty"]
    return [name, "-r", rule] + extra


def try_rule(build, name, rule, path):
    argv = call(name, rule)
    what = " ".join(argv + [path])
    got = run(build, argv, path)
    if got is None:
        return
    stats, out = got
    if name in ("normalize", "tag"):
        balance(stats, stats["out"], what)
    if name != "normalize" and stats["in"] != lines_in(path):
        wrong.append(f"{what}: in {stats['in']} of {lines_in(path)} lines")
    if name == "segment":
        owners = {r["parent"] for r in map(json.loads, out.split(b"\n")[:-1])
                  if "parent" in r}
        if len(owners) > stats["in"] - stats["refused"] - stats["dropped"]:
            wrong.append(f"{what}: more owners than records")


def try_groups(build, path):
    """What isn't refused is counted, once, in groups and in units."""
    got = run(build, ["aggregate", "-e", "measures: {n: {count: all}}"], path)
    if got is not None:
        counted = sum(json.loads(line)["n"] for line in got[1].split(b"\n")[:-1])
        balance(got[0], counted, "count of all " + path)
    got = run(build, ["segment", "-e", "{unit: block}"], path)
    if got is not None:
        owners = [json.loads(line)["parent"] for line in got[1].split(b"\n")[:-1]]
        changes = sum(a != b for a, b in zip(owners, owners[1:] + [None]))
        texts = sum(has_text(line) for line in read(path).split(b"\n"))
        if changes > got[0]["in"] - got[0]["refused"] or changes < texts:
            wrong.append(f"units of {path}: of {changes} records, "
                         f"{texts} have a text")


def has_text(line):
    """True of a line that any JSON reader takes for a record with a text."""
    try:
        record = json.loads(line.decode("utf-8"))
        return isinstance(record, dict) and isinstance(record["id"], str) \
            and record["id"] != "d" and bool(record["text"].strip()) \
            and "\\ud8" not in json.dumps(record["text"]) \
            and record["text"].isprintable() and b"\\u0000" not in line
    except (ValueError, KeyError, AttributeError, RecursionError):
        return False


def main():
    build = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with open("village.csv", "w", encoding="utf-8") as f:
            f.write(read(TOP + "/rules/lists/village-income.csv").decode())
        files = inputs(build)
        for name in FILTERS:
            rules = sorted(os.path.basename(p)[:-5] for p in
                           glob.glob(f"{TOP}/rules/{name}/*.yaml"))
            for rule in rules:
                for path in files[name if name == "normalize" else "others"]:
                    if rule != "new":
                        try_rule(build, name, rule, path)
        for path in files["others"]:
            try_groups(build, path)
        os.chdir("/")
    for line in wrong[:30]:
        print("FAIL " + line)
    print(f"conservation: {runs} runs, {records} records, {len(wrong)} wrong")
    return 1 if wrong or runs == 0 else 0


sys.exit(main())
