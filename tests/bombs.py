"""bombs.py BUILD: small inputs that cost other programs minutes, or all memory.

Each is a call, its input, the status that must come of it, and what it may take:
seconds of processor time and MiB.  Rules, records, CSV, pages, Markdown, regexes.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time

SECONDS = 2.0
MIB = 72        # a record may have 64

NOISE = "codes: [{id: a, match: [噪音]}]"
WORKS = "{input: {format: %s}, mask: none}"


def record(text):
    return b'{"id":"x","text":"' + text.encode() + b'"}\n'


def deep(opener, closer, levels):
    return ('{"id":"x","text":"a","x":' + opener * levels + closer * levels +
            "}\n").encode()


def laughs():
    """Nine anchors, each with nine aliases of the one before."""
    lines = ["l0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for i in range(1, 10):
        lines.append(f"l{i}: &a{i} [" + ", ".join([f"*a{i - 1}"] * 9) + "]")
    return "\n".join(lines).encode()


def ladder(levels):
    return "\n".join(" " * i + "a:" for i in range(levels)).encode()


# Rules: each is wrong.
RULES = {
    "brackets": b"codes: " + b"[" * 200000,
    "braces": b"codes: " + b"{" * 200000,
    "braces with keys": b"codes: " + b"{a: " * 100000,
    "question marks": b"? " * 100000,
    "dashes": b"- " * 100000,
    "ladder": ladder(1200),
    "laughs": laughs(),
    "anchors": b"".join(b"k%d: &a%d x\n" % (i, i) for i in range(10000)),
    "aliases": b"a: &a x\n" + b"".join(
        b"k%d: *a\n" % i for i in range(10000)),
    "directives": b"%YAML 1.1\n" * 60000 + b"---\ncodes: []\n",
    "tags": b"codes: " + b"!a " * 50000,
    "one word": b"codes: " + b"a" * 900000,
    "one quoted word": b'codes: "' + b"\\n" * 450000 + b'"',
    "one open quote": b'codes: "' + b"a\n" * 450000,
    "folded": b"codes: >\n" + b"  a\n\n" * 150000,
    "comments": b"#\n" * 450000 + b"codes: [a]\n",
    "blanks": b"codes:" + b" " * 900000 + b"[a]",
    "colons": b": " * 300000,
    "same key": b"codes: []\n" * 20000,
    "documents": b"---\n" * 200000,
    "tabs": b"codes:\n" + b"\t" * 900000,
}

# What a filter is given on standard input.
INPUTS = {
    "a million levels": (["tag", "-e", NOISE], deep("[", "]", 10**6), 1),
    "a million objects": (["tag", "-e", NOISE],
                          deep('{"a":', "}", 10**6).replace(b":}", b":1}"), 1),
    "a million openers": (["tag", "-e", NOISE], b"[" * 10**6 + b"\n", 1),
    "a thousand levels": (["tag", "-e", NOISE], deep("[", "]", 1000), 0),
    "100,000 fields": (["tag", "-e", NOISE], b'{"id":"x","text":"a",' + b",".join(
        b'"k%d":%d' % (i, i) for i in range(100000)) + b"}\n", 0),
    "100,000 times one field": (["tag", "-e", NOISE],
                                b'{"id":"x","text":"a"' + b',"a":1' * 100000 +
                                b"}\n", 0),
    "100,000 escapes": (["tag", "-e", NOISE], record("\\u0061" * 100000), 0),
    "100,000 tags": (["tag", "-e", NOISE], record("噪音" * 100000), 0),
    "a million lines of nothing": (["tag", "-e", NOISE], b"\n" * 10**6, 66),
    "200,000 bad lines": (["tag", "-q", "-e", NOISE], b"x\n" * 200000, 1),
    "ten million quotes": (["tag", "-e", NOISE], b'"' * 10**7, 1),
    "100,000 columns": (["normalize", "-e", WORKS % "csv"],
                        b",".join(b"c%d" % i for i in range(100000)) + b"\n" +
                        b"," * 99999 + b"\n", 66),    # its header is too long
    "a quote that never ends": (["normalize", "-e", WORKS % "csv"],
                                b'a,b\n"' + b"x\n" * 300000, 1),
    "a million empty cells": (["normalize", "-q", "-e", WORKS % "csv"],
                              b"a,b\n" + b"," * 10**6 + b"\n", 1),
    "quotes in quotes": (["normalize", "-e", WORKS % "csv"],
                         b'a\n"' + b'""' * 10**6 + b'"\n', 0),
    "pages in pages": (["normalize", "-r", "web"], b"<div>" * 50000 + b"x", 0),
    "tables in tables": (["normalize", "-r", "web"],
                         b"<table><tr><td>" * 5000 + b"x", 0),
    "formatting that never ends": (["normalize", "-r", "web"],
                                   b"<b><i><a>" * 3000 + b"<p>x" * 3000, 0),
    "50,000 attributes": (["normalize", "-r", "web"], b"<p " + b" ".join(
        b"a%d=1" % i for i in range(50000)) + b">x</p>", 0),
    "entities": (["normalize", "-r", "web"], b"<p>" + b"&amp;" * 200000, 0),
    "an open comment": (["normalize", "-r", "web"],
                        b"<p>x</p><!--" + b"-" * 10**6, 0),
    "an open tag": (["normalize", "-r", "web"], b"<p>x</p>" + b"<a " * 200000, 0),
    "links": (["normalize", "-r", "paper"], b"[" * 200000, 0),
    "stars": (["normalize", "-r", "paper"], b"*a " * 200000, 0),
    "citations": (["normalize", "-r", "paper"], b">" * 100000 + b"x", 0),
    "list in lists": (["normalize", "-r", "paper"], b"- " * 100000 + b"x", 0),
    "backticks": (["normalize", "-r", "paper"], b"".join(
        b"`" * (i % 300 + 1) + b" " for i in range(5000)), 0),
    "note marks": (["normalize", "-r", "paper"], b"[^1]" * 100000, 0),
}

# Patterns that other engines take minutes for, over 100 KB; a record may be
# refused for it, never decided wrong.
REGEXES = {
    "(a+)+$": "a" * 100000 + "！",
    "(a|a)*b": "a" * 100000,
    "(.*)(.*)(.*)(.*)[噪]x": "噪a" * 50000,
    "居民(?:[^。])*[投诉]x": "居民" * 50000,
    "(?:x?){60}x{60}": "x" * 100000,
    "([^，]*，){8}终": "甲，" * 50000,
}


class Trial:
    def __init__(self, folder, bin_folder):
        self.folder = folder
        self.bin = bin_folder
        self.count = 0
        self.wrong = []

    def run(self, name, argv, data, statuses, seconds=SECONDS, mib=MIB):
        self.count += 1
        path = self.folder + "/input"
        with open(path, "wb") as f:
            f.write(data)
        begin = resource.getrusage(resource.RUSAGE_CHILDREN)
        with open(path, "rb") as stdin:
            child = subprocess.Popen(
                ["/usr/bin/time", "-f", "%M", "-o", "peak",
                 self.bin + argv[0]] + argv[1:], stdin=stdin,
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            try:
                said = child.communicate(timeout=60)[1]
            except subprocess.TimeoutExpired:
                child.kill()
                child.communicate()
                self.wrong.append(f"{name}: takes more than a minute")
                return
        end = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = end.ru_utime + end.ru_stime - begin.ru_utime - begin.ru_stime
        with open("peak", encoding="ascii") as f:
            peak = int(f.read().split()[-1]) / 1024
        if "-v" in sys.argv:
            print(f"{child.returncode:4} {used:6.2f} s {peak:6.0f} MiB {name}")
        if child.returncode not in statuses or used > seconds or peak > mib:
            self.wrong.append(
                f"{name}: status {child.returncode}, {used:.2f} s, "
                f"{peak:.0f} MiB: " + said.decode(errors="replace")[-200:])


def long_line(bin_folder):
    """210 MB in one line, through a pipe: seconds and peak in MiB."""
    begin = time.monotonic()
    script = ("head -c 210000000 /dev/zero | tr '\\0' a | "
              "/usr/bin/time -f %M -o peak \"$0\" -q -e 'codes: []'")
    child = subprocess.run(["sh", "-c", script, bin_folder + "tag"],
                           stderr=subprocess.DEVNULL, timeout=60, check=False)
    with open("peak", encoding="ascii") as f:
        peak = int(f.read().split()[-1]) / 1024
    return child.returncode, time.monotonic() - begin, peak


def main():
    bin_folder = os.path.abspath(sys.argv[1]) + "/bin/"
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        trial = Trial(folder, bin_folder)
        for name, rule in RULES.items():
            with open("rule.yaml", "wb") as f:
                f.write(b"filter: tag\nformat: 1\n" * (
                    not rule.startswith(b"%")) + rule)
            trial.run("rule of " + name, ["tag", "-r", "./rule.yaml", "-c"],
                      b"", (78,))
        for name, (argv, data, status) in INPUTS.items():
            trial.run(name, argv, data, (status,))
        for pattern, text in REGEXES.items():
            trial.run("regex " + pattern, [
                "tag", "-e", "codes: [{id: a, match: [{regex: '%s'}]}]"
                % pattern], record(text), (0, 1))
        status, seconds, peak = long_line(bin_folder)
        trial.count += 1
        if status != 1 or seconds > 10 or peak > MIB:
            trial.wrong.append(f"a line of 210 MB: {status}, {seconds:.1f} s, "
                               f"{peak:.0f} MiB")
        os.chdir("/")
    for line in trial.wrong:
        print("FAIL " + line)
    print(f"bombs: {trial.count} tried, {len(trial.wrong)} failed")
    return 1 if trial.wrong else 0


sys.exit(main())
