"""words.py SEGMENT [all | random N]: segment's words against jieba's own.

By default a sample of the corpus and some hostile strings, in seconds; `all`
takes the whole corpus, `random N` as many strings of mixed characters.  Each
goes through jieba.cut(), jieba.cut_for_search() and jieba.posseg.cut(), with
the model and without, and the same with a dictionary of words of one's own."""
import gzip
import json
import os
import random
import subprocess
import sys
import tarfile
import tempfile

try:
    import jieba
    import jieba.finalseg
    import jieba.posseg
except ImportError:
    print("skip: no python3-jieba")
    sys.exit(0)

CORPUS = "../shared/corpus/"
ODD = list("abcXYZ0123456789+#&._%-  \r\n\t\"\\\0\x1c\x85\x0b"
           "，。！“”《》·①Ⅳ０Ａé\u0301\u200b\u3000\u0660\u4dff\u4e00\u9fd5"
           "\u9fd6\u9fff\uac00\U00020000\U0001f600") + ["\r\n", "3.14%"]
OWN = """中心户长
共同缔造 5 n
接诉即办 nz
网格员 300
网 格 7 n
石墨烯材料
街道 0
人民 0 n
12345热线
ＡＢ 3
云计算 1000000000
"""


def jsonl(path):
    with gzip.open(CORPUS + path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield from (v for v in json.loads(line).values()
                        if isinstance(v, str))


def corpus():
    for name in sorted(os.listdir(CORPUS + "seeds")):
        with open(CORPUS + "seeds/" + name, encoding="utf-8") as f:
            yield from f.read().split("\n\n")
    for name in "dev", "hot_a3.dev", "replies_a4.dev":
        yield from jsonl("messages/%s.jsonl.gz" % name)
    yield from jsonl("papers/csl-2000.jsonl.gz")
    with tarfile.open(CORPUS + "reports/city-reports-2024.tar.gz") as tar:
        for member in tar:
            if member.isfile():
                text = tar.extractfile(member).read()
                yield from text.decode("utf-8", "replace").split("\n")
    for name in "train.seg", "dev.raw":
        with gzip.open(CORPUS + "segmentation/ud-%s.gz" % name, "rt",
                       encoding="utf-8") as lines:
            yield from lines


def hostile(count, words):
    def piece():
        kind = random.random()
        if kind < .25:
            return random.choice(ODD)
        if kind < .5:
            return chr(random.randint(0x4e00, 0x9fd5))
        if kind < .6:
            return "".join(random.choices("aB1.%-", k=random.randint(1, 6)))
        word = random.choice(words)
        return word if kind < .9 else word[:random.randint(1, len(word))]

    for _ in range(count):
        yield "".join(piece() for _ in range(random.randint(1, 24)))


def long_run(known):
    """Characters that the model of kinds has to cut in several blocks."""
    some = []
    for c in random.sample(sorted(jieba.posseg.char_state_tab_P), 200):
        if not any(a + b in known for o in some + [c]
                   for a, b in ((c, o), (o, c))):
            some.append(c)
    return "".join(random.choices(some, k=9000))


def ours(segment, rule, texts, *options):
    """The words of each text, with `pos: true` word/kind."""
    lines = "".join(json.dumps({"text": t}) + "\n" for t in texts)
    run = subprocess.run([segment, "-e", rule, *options], check=True,
                         input=lines.encode(), stdout=subprocess.PIPE)
    records = map(json.loads, run.stdout.decode().split("\n")[:-1])
    return [["%s/%s" % pair for pair in zip(r["words"], r["pos"])]
            if "pos" in r else r["words"] for r in records]


def differ(what, texts, got, want):
    assert len(got) == len(texts)
    bad = 0
    for text, mine in zip(texts, got):
        theirs = list(want(text))
        if mine != theirs:
            bad += 1
            if bad <= 3:
                print("%s: %r\n jieba %s\n ours  %s" % (
                    what, text, "/".join(theirs), "/".join(mine)))
    print("%s: %d texts, %d differ" % (what, len(texts), bad))
    return bad


def compare(segment, texts, part, what, *options):
    bad = 0
    for model in True, False:
        unknown = "unknown: %s" % str(model).lower()
        bad += differ(
            what + ", " + unknown, texts,
            ours(segment, "words: {%s}" % unknown, texts, *options),
            lambda t: jieba.cut(t, HMM=model))
        bad += differ(
            what + ", search, " + unknown, part,
            ours(segment, "words: {mode: search, %s}" % unknown, part,
                 *options),
            lambda t: jieba.cut_for_search(t, HMM=model))
        bad += differ(
            what + ", pos, " + unknown, part,
            ours(segment, "words: {pos: true, %s}" % unknown, part, *options),
            lambda t: map(str, jieba.posseg.cut(t, HMM=model)))
    return bad


def main():
    segment, mode = sys.argv[1], (sys.argv[2:] or ["sample"])[0]
    random.seed(20261122)
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        jieba.setLogLevel(60)
        jieba.dt.tmp_dir = folder
        jieba.initialize()
        words = [w for w, f in jieba.dt.FREQ.items() if f]
        texts = []
        if mode != "random":
            if os.path.isdir(CORPUS):
                texts = [t for t in corpus() if t]
            else:
                print("skip: no " + CORPUS)
            if mode == "sample":
                random.shuffle(texts)
                texts = texts[:900]
        n = {"sample": 3000, "all": 100000}.get(mode) or int(sys.argv[3])
        strings = [long_run(jieba.dt.FREQ)] + list(hostile(n, words))
        if texts:
            part = texts[:400] if mode == "sample" else texts
            bad += compare(segment, texts, part, "corpus")
        bad += compare(segment, strings, strings[:n // 3], "hostile")
        own = os.path.join(folder, "own.txt")
        with open(own, "w", encoding="utf-8") as f:
            f.write(OWN)
        jieba.load_userdict(own)
        words = [line.split(" ")[0] for line in OWN.splitlines()] * 99 + words
        strings = list(hostile(n // 3, words[:3000])) + texts[:200]
        bad += compare(segment, strings, strings, "own words",
                       "--dictionary", own)
    print("words: %d differ from jieba's" % bad)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
