"""candidates.py SEGMENT [corpus]: the candidates for new words against a
computation that shares nothing with it: every n-gram counted in a dictionary,
with its neighbours, over texts made of planted words and chance, or over 5 MB
of the corpus."""
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


def grams(runs, longest):
    for run in runs:
        for i in range(len(run)):
            for j in range(i + 1, min(len(run), i + longest) + 1):
                yield run, i, j


def expected(corpus, least, longest, pmi, bits, known):
    runs = [run for text in corpus
            for run in re.findall("[\u4e00-\u9fd5]+", text)]
    count = collections.Counter(run[i:j] for run, i, j in grams(runs, longest))
    often = {g for g in count
             if len(g) > 1 and count[g] >= least and g not in known}
    left, right = ({g: collections.Counter() for g in often} for _ in "lr")
    for run, i, j in grams(runs, longest):
        gram = run[i:j]
        if gram in often:
            left[gram][run[i - 1] if i else ""] += 1
            right[gram][run[j] if j < len(run) else ""] += 1
    size = sum(map(len, runs))
    for gram in sorted(often, key=lambda g: (-count[g], g)):
        found = [min(math.log2(count[gram] * size /
                               (count[gram[:i]] * count[gram[i:]]))
                     for i in range(1, len(gram))),
                 entropy(left[gram]), entropy(right[gram])]
        if found[0] >= pmi and min(found[1:]) >= bits:
            yield [gram, count[gram]] + [float("%.6g" % v) for v in found]


def compare(segment, corpus, dictionary, known, least, longest, pmi, bits):
    """How many lines there are, and whether they differ."""
    rule = ("words: {dictionary: %s}\ncandidates: {min_count: %d, "
            "max_length: %d, min_pmi: %g, min_entropy: %g}" % (
                dictionary, least, longest, pmi, bits))
    lines = "".join(json.dumps({"text": t}) + "\n" for t in corpus).encode()
    told = {subprocess.run([segment, "-j", jobs, "-e", rule], check=True,
                           input=lines, stdout=subprocess.PIPE).stdout
            for jobs in "13"}
    got = [list(json.loads(line).values())
           for line in told.pop().decode().splitlines()]
    want = list(expected(corpus, least, longest, pmi, bits, known))
    if got == want and not told:
        return len(want), 0
    print("%d texts, min_count %d: %d lines, expected %d" % (
        len(corpus), least, len(got), len(want)))
    print([p for p in zip(got, want) if p[0] != p[1]][:3])
    return len(want), 1


def made(segment, folder):
    own = os.path.join(folder, "known.txt")
    with open(own, "w", encoding="utf-8") as f:
        f.writelines(w + " 3\n" for w in KNOWN)
    for size, *how in ((1, 2, 4, 0, 0), (30, 2, 10, 0, 0), (300, 2, 2, 0, 0),
                       (300, 5, 4, 3, 1), (3000, 20, 6, 1, .5),
                       (3000, 5, 7, 2, 2)):
        yield compare(segment, list(texts(size)), own, KNOWN, *how)


def real(segment):
    import jieba
    from words import CORPUS, corpus
    if not os.path.isdir(CORPUS):
        print("skip: no " + CORPUS)
        return
    with open(os.path.join(os.path.dirname(jieba.__file__), "dict.txt"),
              encoding="utf-8") as lines:
        known = {line.split(" ")[0] for line in lines}
    some, size = [], 0
    for text in corpus():
        some.append(text)
        size += len(text.encode())
        if size >= 5e6:
            break
    for how in (5, 4, 3, 1), (20, 8, 0, 0):
        yield compare(segment, some, "default", known, *how)


def main():
    random.seed(5)
    with tempfile.TemporaryDirectory() as folder:
        runs = list(real(sys.argv[1]) if sys.argv[2:] == ["corpus"]
                    else made(sys.argv[1], folder))
    bad = sum(b for _, b in runs)
    print("%d candidates, %d runs differ" % (sum(n for n, _ in runs), bad))
    return 1 if bad else 0


sys.exit(main())
