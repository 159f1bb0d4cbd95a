"""words_pair.py SEGMENT DATA: segment's words against python3-jieba's, in each
mode, on 20 MB of text (3 MB with parts of speech), the corpus where it is
present (again and again), else DATA.  CPU seconds without the start of either;
ours read and write JSON in theirs."""
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from words import CORPUS, corpus, jieba

MODES = (
    ("words", "words: {}", jieba.lcut, 20e6, "at least 40 expected"),
    ("words of a search", "words: {mode: search}", jieba.lcut_for_search,
     20e6, "no bar"),
    ("words and parts of speech", "words: {pos: true}", jieba.posseg.lcut,
     3e6, "no bar"),
)


def texts_of(data):
    if os.path.isdir(CORPUS):
        return list(corpus())
    with open(data, encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def take(texts, most):
    """As many as make that many bytes, from the first on again if they don't."""
    size = 0
    while True:
        for text in texts:
            yield text
            size += len(text.encode())
            if size >= most:
                return


def seconds(segment, rule, path):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([segment, "-e", rule, path], check=True,
                   stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime -
            before.ru_utime - before.ru_stime)


def write(path, texts):
    with open(path, "w", encoding="utf-8") as f:
        for text in texts:
            f.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")


def compare(segment, folder, texts, mode):
    name, rule, theirs_cut, _, bar = mode
    whole, one = (os.path.join(folder, n) for n in ("whole", "one"))
    write(whole, texts)
    write(one, ["a"])
    start = statistics.median(seconds(segment, rule, one) for _ in range(9))
    ours = [seconds(segment, rule, whole) - start for _ in range(3)]
    begin = time.process_time()
    for text in texts:
        theirs_cut(text)
    theirs = time.process_time() - begin
    ours += [seconds(segment, rule, whole) - start for _ in range(3)]
    mine = statistics.median(ours)
    print("%s in segment, against python3-jieba: %d MB" %
          (name, sum(len(t.encode()) for t in texts) / 1e6))
    print("  ours %.2f s CPU (%.2f-%.2f), theirs %.1f s: %.0f times; %s" %
          (mine, min(ours), max(ours), theirs, theirs / mine, bar), flush=True)


def main():
    segment, data = sys.argv[1:]
    texts = texts_of(data)
    with tempfile.TemporaryDirectory() as folder:
        jieba.setLogLevel(60)
        jieba.dt.tmp_dir = folder
        jieba.initialize()
        jieba.posseg.lcut("一")
        for mode in MODES:
            compare(segment, folder, list(take(texts, mode[3])), mode)


main()
