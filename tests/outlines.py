#!/usr/bin/python3
"""outlines.py BIN: the headings of the texts in tests/data/outlines.txt, as
they stand and cut into the lines of a column, against what is marked there."""
import json
import os
import re
import subprocess
import sys

BIN = sys.argv[1]
GOLD = os.path.join(os.path.dirname(__file__), "data/outlines.txt")
PROSE = [
    "近年来，全镇坚持以群众需求为导向，把资源和力量下沉到一线，推动矛盾纠纷就地化解，取得了较好的成效。",
    "调查发现，居民参与的意愿总体较高，但参与的渠道不多，议事的结果也缺少公开，影响了大家的积极性。",
    "县里先后出台了多份文件，明确了部门与乡镇之间的职责边界，要求每月通报一次办理情况并纳入年度考核。",
    "在走访的十二个村里，有七个村建立了固定的议事场所，其余的村主要依靠微信群来沟通，效果参差不齐。",
    "从实践来看，这一做法减少了中间环节，让问题在最短的时间内得到回应，群众的满意度随之提高了不少。",
    "We visited twelve villages and talked to forty-two residents, "
    "officials and members of village groups between March and October, "
    "and we recorded each of these talks with the consent of all."]
WIDTH = 72


def read_gold():
    texts, lines = [], iter(open(GOLD, encoding="utf-8"))
    for line in lines:
        line = line.rstrip("\n")
        if line.startswith("== "):
            name, _, rule = line[3:].partition(" ")
            texts.append({"id": name, "rule": rule or "paper", "blocks": []})
        elif line and not line.startswith("#"):
            mark, _, text = line.partition(" ")
            blocks = texts[-1]["blocks"]
            prose = PROSE[-1] if "EN" in text else PROSE[len(blocks) % 5]
            text = re.sub("PP|EN", lambda m: prose, text)
            title, _, rest = text.partition("|") if mark[0].isdigit() else (
                "", "", text)
            blocks.append((mark, title, rest))
    return texts


def columns(text, indent):
    """The text as a page has it: lines of WIDTH columns."""
    line, width = indent, 2 * len(indent)
    for c in text:
        w = 2 if ord(c) > 0x2e80 else 1
        if width + w > WIDTH and c not in "，。；：、）”？！":
            yield line
            line, width = "", 0
        line, width = line + c, width + w
    yield line


def page(text, indent):
    return "".join(line + "\n" for _, title, rest in text["blocks"]
                   for line in columns(title + rest, indent))


def run(command, given):
    done = subprocess.run([f"{BIN}/{command[0]}", *command[1:]], input=given,
                          stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def records(texts, rule, indent):
    for text in (t for t in texts if t["rule"] == rule):
        if indent is None:
            joined = "\n\n".join(a + b for _, a, b in text["blocks"])
            yield json.dumps({"id": text["id"], "text": joined}) + "\n"
        else:
            yield run(["normalize", "-r", rule, "--name", text["id"]],
                      page(text, indent))


def bare(text):
    return re.sub(r"\s", "", text)


def find(texts, indent):
    found = {t["id"]: [] for t in texts}
    for rule in sorted({t["rule"] for t in texts}):
        for line in run(["segment", "-r", rule], "".join(
                records(texts, rule, indent))).splitlines():
            r = json.loads(line)
            if r["block"] == "heading":
                found[r["parent"]].append((bare(r["text"]), r["level"]))
    return found


def score(texts, indent, name):
    found = find(texts, indent)
    all_found = sum(map(len, found.values()))
    wanted = hits = levels = 0
    for t in texts:
        got = found[t["id"]]
        for mark, title, _ in t["blocks"]:
            if not mark[0].isdigit():
                continue
            wanted += 1
            at = next((i for i, (found_title, _) in enumerate(got)
                       if found_title == bare(title)), None)
            level = None if at is None else got.pop(at)[1]
            hits += level is not None
            levels += level == int(mark)
            if level != int(mark):
                print(f"{name}: {t['id']}: {title}: expected {mark}, "
                      f"got {level}")
        for title, _ in got:
            print(f"{name}: {t['id']}: {title}: no heading")
    p, r, l = hits / all_found, hits / wanted, levels / hits
    print(f"{name}: {wanted} headings, precision {p:.3f}, recall {r:.3f}, "
          f"levels {l:.3f}")
    return min(p, r, l) >= 0.98


texts = read_gold()
good = [score(texts, None, "as they stand"),
        score(texts, "\u3000\u3000", "in columns")]
sys.exit(not all(good))
