"""ud.py SEGMENT: precision, recall and F1 of segment's words and of jieba's on
the development set of UD Chinese GSD, whose words are separated by spaces.

A word counts if it begins and ends where one of the set does; white space is
no character.  Both must have the same figures to four digits."""
import gzip
import json
import os
import subprocess
import sys
import tempfile

FOLDER = "../shared/corpus/segmentation/"

if not os.path.isdir(FOLDER):
    print("skip: no " + FOLDER)
    sys.exit(0)
try:
    import jieba
except ImportError:
    print("skip: no python3-jieba")
    sys.exit(0)


def read(name):
    with gzip.open(FOLDER + name, "rt", encoding="utf-8") as lines:
        return [line.rstrip("\n") for line in lines]


def spans(words):
    at, found = 0, set()
    for word in words:
        n = len("".join(word.split()))
        if n > 0:
            found.add((at, at + n))
        at += n
    return found


def score(gold, cut):
    right = told = there = 0
    for want, got in zip(gold, cut):
        want, got = spans(want), spans(got)
        right += len(want & got)
        told += len(got)
        there += len(want)
    precision, recall = right / told, right / there
    f1 = 2 * precision * recall / (precision + recall)
    return "P %.4f R %.4f F1 %.4f" % (precision, recall, f1)


def ours(segment, rule, texts):
    lines = "".join(json.dumps({"text": t}) + "\n" for t in texts)
    run = subprocess.run([segment, "-e", rule], check=True,
                         input=lines.encode(), stdout=subprocess.PIPE)
    return [json.loads(line)["words"]
            for line in run.stdout.decode().splitlines()]


def main():
    segment, bad = sys.argv[1], False
    texts = read("ud-dev.raw.gz")
    gold = [line.split(" ") for line in read("ud-dev.seg.gz")]
    assert len(gold) == len(texts) and all(
        "".join(g) == "".join(t.split()) for g, t in zip(gold, texts))
    with tempfile.TemporaryDirectory() as folder:
        jieba.setLogLevel(60)
        jieba.dt.tmp_dir = folder
        jieba.initialize()
    for model in True, False:
        rule = "words: {unknown: %s}" % str(model).lower()
        mine = score(gold, ours(segment, rule, texts))
        theirs = score(gold, [jieba.lcut(t, HMM=model) for t in texts])
        print("unknown: %-5s jieba   %s" % (model, theirs))
        print("unknown: %-5s segment %s" % (model, mine))
        bad = bad or mine != theirs
    return 1 if bad else 0


sys.exit(main())
