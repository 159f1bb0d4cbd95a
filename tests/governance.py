"""governance.py SEGMENT: is rules/lists/governance.txt a good dictionary?

Each line is a word and its kind, each word stands there once, each group has a
source; no word is one of the default dictionary, and each is cut whole when
the list is loaded: alone, and between characters of running text."""
import json
import re
import subprocess
import sys

LIST = "rules/lists/governance.txt"
LEAST = 500
LINE = re.compile(r"[\u4e00-\u9fa50-9]{2,12} [a-z]{1,2}")
KINDS = set("n v i l".split())
FRAMES = ["%s", "%s。", "，%s的"]
bad = 0


def tell(what, *args):
    global bad
    bad += 1
    print(LIST + ": " + what % args)


def words(segment, rule, texts):
    lines = "".join(json.dumps({"text": t}) + "\n" for t in texts)
    run = subprocess.run([segment, *rule], check=True, input=lines.encode(),
                         stdout=subprocess.PIPE)
    return [json.loads(line)["words"]
            for line in run.stdout.decode().splitlines()]


def read():
    terms, source = {}, False
    with open(LIST, encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            line = line.rstrip("\n")
            if line.startswith("#"):
                source = True
            elif line == "":
                source = False
            elif not LINE.fullmatch(line):
                tell("%d: expected a word and its kind, got %r", number, line)
            else:
                word, kind = line.split(" ")
                if word in terms:
                    tell("%d: %s is in line %d too", number, word,
                         terms[word])
                if kind not in KINDS:
                    tell("%d: kind %s", number, kind)
                if not source:
                    tell("%d: a group without source", number)
                terms[word] = number
    return terms


def main():
    segment = sys.argv[1]
    terms = read()
    if len(terms) < LEAST:
        tell("%d terms, expected %d", len(terms), LEAST)
    without = words(segment, ["-e", "words: {unknown: false}"], terms)
    for word, got in zip(terms, without):
        if got == [word]:
            tell("%d: %s is in the default dictionary", terms[word], word)
    rules = [["-r", "words"], ["-e", "words: {unknown: false, dictionary: "
                               "[default, lists/governance.txt]}"]]
    for rule in rules:
        for frame in FRAMES:
            cut = words(segment, rule, [frame % word for word in terms])
            for word, got in zip(terms, cut):
                if word not in got:
                    tell("%d: %s is cut as %s", terms[word], word,
                         "/".join(got))
    print("%d terms, %d faults" % (len(terms), bad))
    return 1 if bad else 0


sys.exit(main())
