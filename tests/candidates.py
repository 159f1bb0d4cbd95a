"""candidates.py SEGMENT: the candidates for new words against a computation
that shares nothing with it: every n-gram counted in a dictionary, with its
neighbours, over texts made of planted words and chance."""
import collections
import json
import math
import os
import random
import re
import subprocess
import sys
import tempfile

PLANTED = "中心户长 屋场会 共同缔造 好差评 接诉即办 湾组 居民 的".split()
CHANCE = "中心户长会的了在和居民湾一二三网格说话"
KNOWN = ["居民", "了在", "接诉"]


def texts(count):
    for _ in range(count):
        yield "".join(random.choice(PLANTED) if random.random() < .6
                      else random.choice(CHANCE + "，。 a1")
                      for _ in range(random.randint(0, 30)))


def entropy(neighbours):
    n = sum(neighbours.values())
    return math.log2(n) - sum(k * math.log2(k)
                              for k in sorted(neighbours.values())) / n


def expected(corpus, least, longest, pmi, bits):
    runs = [run for text in corpus
            for run in re.findall("[\u4e00-\u9fd5]+", text)]
    count = collections.Counter()
    left = collections.defaultdict(collections.Counter)
    right = collections.defaultdict(collections.Counter)
    for run in runs:
        for i in range(len(run)):
            for j in range(i + 1, min(len(run), i + longest) + 1):
                gram = run[i:j]
                count[gram] += 1
                left[gram][run[i - 1] if i else ""] += 1
                right[gram][run[j] if j < len(run) else ""] += 1
    size = sum(map(len, runs))
    for gram in sorted(count, key=lambda g: (-count[g], g)):
        if len(gram) < 2 or count[gram] < least or gram in KNOWN:
            continue
        found = [min(math.log2(count[gram] * size /
                               (count[gram[:i]] * count[gram[i:]]))
                     for i in range(1, len(gram))),
                 entropy(left[gram]), entropy(right[gram])]
        if found[0] >= pmi and min(found[1:]) >= bits:
            yield [gram, count[gram]] + [float("%.6g" % v) for v in found]


def main():
    segment, bad, lines = sys.argv[1], 0, 0
    random.seed(5)
    with tempfile.TemporaryDirectory() as folder:
        known = os.path.join(folder, "known.txt")
        with open(known, "w", encoding="utf-8") as f:
            f.writelines(w + " 3\n" for w in KNOWN)
        for size, least, longest, pmi, bits in (
                (1, 2, 4, 0, 0), (30, 2, 10, 0, 0), (300, 2, 2, 0, 0),
                (300, 5, 4, 3, 1), (3000, 20, 6, 1, .5), (3000, 5, 7, 2, 2)):
            corpus = list(texts(size))
            rule = ("words: {dictionary: %s}\ncandidates: {min_count: %d, "
                    "max_length: %d, min_pmi: %g, min_entropy: %g}" % (
                        known, least, longest, pmi, bits))
            told = set()
            for jobs in "1", "3":
                run = subprocess.run(
                    [segment, "-j", jobs, "-e", rule], check=True,
                    input="".join(json.dumps({"text": t}) + "\n"
                                  for t in corpus).encode(),
                    stdout=subprocess.PIPE)
                told.add(run.stdout)
            got = [list(json.loads(line).values())
                   for line in run.stdout.decode().splitlines()]
            want = list(expected(corpus, least, longest, pmi, bits))
            lines += len(want)
            if got != want or len(told) != 1:
                bad += 1
                print("%d texts, min_count %d: %d lines, expected %d" % (
                    size, least, len(got), len(want)))
                print([p for p in zip(got, want) if p[0] != p[1]][:3])
    print("%d candidates, %d runs differ" % (lines, bad))
    return 1 if bad else 0


sys.exit(main())
