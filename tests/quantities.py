"""quantities.py TAG CORPUS: see quantities.sh."""

import glob
import json
import subprocess
import sys

tag, corpus = sys.argv[1:]


def cut(text, places):
    if places == '-':
        return None
    parts = [p.split('-') for p in places.split('+')]
    return ''.join(text[int(a):int(b)] for a, b in parts)


texts, read = {}, {}
for line in open('tests/data/quantities.tsv', encoding='utf-8'):
    if line.startswith('#'):
        continue
    doc, start, end, value, unit, bound, of, per = line.rstrip('\n').split('\t')
    if doc not in texts:
        name, = glob.glob(f'{corpus}/{doc}_*.txt')
        text = open(name, encoding='utf-8', newline='').read()
        texts[doc] = text[:text.index('参考文献')]
    read[doc, int(start), int(end)] = (float(value), unit, bound,
                                       cut(texts[doc], per),
                                       cut(texts[doc], of))

found = {}
for doc, text in texts.items():
    out = subprocess.run([tag, '-q', '-r', 'quantities'], check=True,
                         input=json.dumps({'text': text}) + '\n',
                         capture_output=True, text=True).stdout
    for q in json.loads(out)['quantities']:
        found[doc, q['start'], q['end']] = (q['value'], q['unit'], q['bound'],
                                            q['per'], q['of'])

right = sum(found.get(place) == what for place, what in read.items())
for place in sorted(read.keys() | found.keys()):
    if read.get(place) != found.get(place):
        print(*place, 'read', read.get(place), 'found', found.get(place))
recall, precision = right / len(read), right / max(len(found), 1)
print(f'recall {recall:.3f}, precision {precision:.3f} of {len(read)} figures')
sys.exit(min(recall, precision) < 0.95)
