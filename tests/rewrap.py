#!/usr/bin/env python3
"""rewrap.py wrap OUT SEED | judge OUT RECORDS: the texts of the corpus, printed anew.

wrap writes documents that are cut into lines of 20, 38 and 60 columns, with pages,
running heads, page numbers and foot notes, as a converter leaves them, and beside
each what its paragraphs are.  judge reads the records that normalize made of them:
of the line ends inside a paragraph, how many were joined; of those between two
paragraphs, how many were, which none may be.
"""
import glob
import gzip
import json
import os
import random
import sys

CORPUS = '../shared/corpus'
CLOSERS = '，。；：、！？”’）》」』】〉…—,.;:!?)%'
OPENERS = '“‘（《「『【〈('


def width(c):
    return 2 if ord(c) >= 0x2010 else 1


def documents(reports):
    """Lists of paragraphs: city reports, and papers' abstracts by twenty."""
    for path in sorted(glob.glob(reports + '/*.txt')):
        lines = [' '.join(line.split()) for line in open(path)]
        lines = [line for line in lines if line]
        long = [line for line in lines if len(line) > 30]
        ended = sum(line[-1] in '。！？；：”' for line in long)
        if ended > .8 * len(long):      # else its lines are cut already
            yield lines
    with gzip.open(CORPUS + '/papers/csl-2000.jsonl.gz', 'rt') as papers:
        texts = []
        for line in papers:
            record = json.loads(line)
            texts.append(' '.join(record['abstract'].split()))
            if len(texts) == 20:
                yield [t for t in texts if t]
                texts = []


def pieces(text):
    """What can't be cut: a word, a character with what must stand beside it."""
    out = []
    for c in text:
        glued = out and (c in CLOSERS or out[-1][-1] in OPENERS or
                         (width(c) == 1 and c != ' ' and
                          width(out[-1][-1]) == 1 and out[-1][-1] != ' '))
        if glued:
            out[-1] += c
        else:
            out.append(c)
    return out


def wrap(text, columns, indent):
    lines, line, n = [], '', 0
    room = columns - indent
    for piece in pieces(text):
        w = sum(map(width, piece))
        if line and n + w > room:
            lines.append(line.rstrip())
            line, n, room = '', 0, columns
        if piece == ' ' and not line:
            continue
        line += piece
        n += w
    if line.strip():
        lines.append(line.rstrip())
    return lines


def is_title(text):
    return len(text) < 30 and text[-1] not in '。！？；：”'


def printed(paragraphs, columns, style, rng):
    """The pages of a document, and its foot notes."""
    lines, notes = [], []
    for text in paragraphs:
        indent = 4 if style == 'indent' and not is_title(text) else 0
        cut = wrap(text, columns, indent)
        if cut:
            cut[0] = '　' * (indent // 2) + cut[0]
        lines += cut
        if style == 'blank':
            lines.append('')
    pages, page = [], []
    for line in lines:
        page.append(line)
        if len(page) == 32:
            pages.append(page)
            page = []
    pages.append(page)
    out = []
    for number, page in enumerate(pages, 1):
        heads = ['社区治理研究　第3期', '某某：邻里怎样商量']
        head = heads[number % 2 if len(pages) > 6 else 0]
        note = []
        if columns > 20 and rng.random() < .4:
            note = ['①某某：《街巷里的说事会》，某某出版社，2019年，第%d页。' %
                    rng.randrange(3, 300)]
            notes += note
        frame = len(pages) > 2
        out.append('\n'.join([head] * frame + page + note +
                             ['· %d ·' % number] * frame))
    return '\n\f'.join(out) + '\n', notes


def main_wrap(folder, reports):
    rng = random.Random(20260522)
    for i, paragraphs in enumerate(documents(reports)):
        columns = (20, 38, 60)[i % 3]
        style = ('indent', 'blank')[i // 3 % 2]
        text, notes = printed(paragraphs, columns, style, rng)
        name = '%s/%03d-%d-%s' % (folder, i, columns, style)
        with open(name + '.txt', 'w') as out:
            out.write(text)
        cuts = []
        for p in paragraphs:
            cuts.append([bare(x) for x in wrap(
                p, columns, 4 if style == 'indent' and not is_title(p)
                else 0)])
        with open(name + '.json', 'w') as out:
            json.dump({'lines': cuts, 'notes': [bare(n) for n in notes]}, out)


def bare(text):
    return ''.join(text.split())


def judge(gold, text):
    """Joins that were to be made, that were, and paragraphs run together."""
    notes = list(gold['notes'])
    blocks = []
    for block in text.split('\n'):
        block = bare(block)
        if block in notes:
            notes.remove(block)
        elif block:
            blocks.append(block)
    ends, at = set(), 0
    for block in blocks:
        at += len(block)
        ends.add(at)
    cuts, stops, at = set(), set(), 0
    for lines in gold['lines']:
        for line in lines:
            at += len(line)
            cuts.add(at)
        cuts.discard(at)
        stops.add(at)
    same = ''.join(blocks) == ''.join(''.join(x) for x in gold['lines'])
    return len(cuts), len(cuts - ends), len(stops), len(stops - ends), same


def main_judge(folder, records):
    total = {}
    bad = 0
    for line in open(records):
        record = json.loads(line)
        gold = json.load(open('%s/%s.json' % (folder, record['id'])))
        result = judge(gold, record['text'])
        kind = record['id'].split('-', 1)[1]
        sums = total.setdefault(kind, [0] * 5)
        for i in range(4):
            sums[i] += result[i]
        sums[4] += not result[4]
        if os.environ.get('VERBOSE'):
            print(record['id'], result)
    for kind, (cuts, joined, stops, run, other) in sorted(total.items()):
        print('%-10s %5d of %5d joined: %.4f; %d of %d paragraphs run '
              'together; %d texts changed' %
              (kind, joined, cuts, joined / cuts, run, stops, other))
    cuts, joined, stops, run, other = map(sum, zip(*total.values()))
    print('%d of %d joins, %.4f; %d of %d paragraphs run together; %d texts '
          'changed' % (joined, cuts, joined / cuts, run, stops, other))
    return joined / cuts < .98 or run > 0 or other > 0


if __name__ == '__main__':
    if sys.argv[1] == 'wrap':
        main_wrap(sys.argv[2], sys.argv[3])
    else:
        sys.exit(main_judge(sys.argv[2], sys.argv[3]))
