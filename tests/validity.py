"""validity.py BIN: sentences of papers and reports, coded by two people and by the books.

Reads tests/data/validity.tsv: document, start and end of a sentence in its text, the codes of the
first coder, those of the second, and those on which they agreed in the end, parted by `;`.  Prints,
for each code and for all, alpha between the two, and precision, recall and F1 of the books
against what they agreed on, with how many sentences have the code.  Fails if a code that two
people don't agree on (alpha below 0.667, in five sentences or more) isn't a draft of its book.
"""
import gzip
import json
import pathlib
import subprocess
import sys

import yaml

BOOKS = ["institutional-barriers", "micro-governance", "networked-governance", "pressure-sources",
         "co-creation-321", "community-networks", "actors-and-powers"]
LEAST_ALPHA = 0.667
LEAST_UNITS = 3                 # with fewer, alpha says nothing
CORPUS = pathlib.Path("../shared/corpus")
bin_ = pathlib.Path(sys.argv[1])


def run(args, lines=None):
    text = None if lines is None else "".join(json.dumps(x, ensure_ascii=False) + "\n" for x in lines)
    done = subprocess.run([bin_ / args[0], *args[1:]], input=text, encoding="utf-8", check=True,
                          stdout=subprocess.PIPE)
    return [json.loads(line) for line in done.stdout.splitlines()]


def documents():
    texts = {}
    with gzip.open(CORPUS / "papers/csl-2000.jsonl.gz", "rt", encoding="utf-8") as f:
        for line in f:
            paper = json.loads(line)
            texts[paper["id"]] = paper["abstract"]
    for report in run(["normalize", "-r", "city-report", CORPUS / "reports/city-reports-2024.tar.gz"]):
        texts[report["id"]] = report["text"]
    return texts


def read():
    texts, rows = documents(), []
    with open("tests/data/validity.tsv", encoding="utf-8") as f:
        for line in f:
            if line.startswith("#"):
                continue
            document, start, end, *coded = line.rstrip("\n").split("\t")
            codes = [sorted(filter(None, c.split(";"))) for c in coded]
            rows.append((f"{document}#{start}", texts[document][int(start):int(end)], codes))
    return rows


def agreement(rule, coded):
    """Rows of the table, by code; None for all."""
    rows = run(["aggregate", "-e", "{table: {agreement: codes, coder: coder, unit: id%s}}" % rule],
               [{"id": i, "coder": who, "codes": codes} for who, i, codes in coded])
    return {r["code"]: r for r in rows if r.get("coder", "book") == "book"}


def drafts():
    found = set()
    for book in BOOKS:
        with open(f"rules/tag/{book}.yaml", encoding="utf-8") as f:
            rule = yaml.safe_load(f)
        found |= {f"{rule['prefix']}.{c['id']}" for c in rule["codes"]
                  if c.get("status", rule.get("status")) == "draft"}
    return found


def shown(value):
    return "-" if value is None else f"{value:.3f}"


def main():
    if not CORPUS.exists():
        print(f"skip validity: no {CORPUS}")
        return 0
    rows = read()
    books = [option for book in BOOKS for option in ("-r", book)]
    machine = run(["tag", *books], [{"id": i, "text": text} for i, text, _ in rows])
    people = agreement("", [(who, i, c[k]) for i, _, c in rows for k, who in enumerate("ab")])
    tested = agreement(", rows: coders, gold: gold",
                       [("gold", i, c[2]) for i, _, c in rows] +
                       [("book", r["id"], r["codes"]) for r in machine])
    draft, failed = drafts(), 0
    print(f"{'code':58} {'n':>3} {'alpha':>6} {'prec.':>6} {'recall':>6} {'F1':>6}")
    for code in sorted(set(people) | set(tested), key=lambda c: c or "~"):
        p, t = people.get(code, {}), tested.get(code, {})
        n = sum(code is None or code in c[2] for _, _, c in rows)
        alpha = p.get("alpha")
        weak = code is not None and alpha is not None and alpha < LEAST_ALPHA and n >= LEAST_UNITS
        if weak and code not in draft:
            failed += 1
        print(f"{code or 'all':58} {n:3} {shown(alpha):>6} {shown(t.get('precision')):>6} "
              f"{shown(t.get('recall')):>6} {shown(t.get('f1')):>6}"
              f"{'' if not weak else '  draft' if code in draft else '  NOT A DRAFT'}")
    all_ = people[None]
    print(f"{len(rows)} sentences, alpha {shown(all_['alpha'])}, F1 {shown(tested[None]['f1'])}, "
          f"{failed} codes without agreement that are no drafts")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
