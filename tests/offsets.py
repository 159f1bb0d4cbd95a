"""offsets.py NORMALIZE: --offset-map holds what it says: over generated inputs in
all encodings and formats and all cleaning steps, runs cover the text, and the
bytes of a copy run, decoded, are its text."""

import base64
import gzip
import io
import json
import os
import random
import subprocess
import sys
import tempfile

PIECES = ['居民反映', '物业公司', '，', '。\n', '(东门)', ',', ' ', '　', '\t', 'Ａ１２',
          '一千二百户', '3.5万', '二〇二四年', '社區', '①', '㎡', 'é', 'e\u0301', '_x000D_',
          '13812345678', '\n', '\n\n', '第一章　总则\n', '- 第3页 -\n', '\f', 'hello', '-\n',
          '张三说：', '"', "'", '頭髮', '“好”', '!', '_x4E00_', '\U00020000', '[1]', '．']
CLEAN = ['escapes: spreadsheet', 'unicode: nfc', 'unicode: nfkc',
         'width: {fold: [letters, digits, spaces]}', 'punctuation: cjk',
         'lines: {unwrap: true, across_pages: true}', "lines: {drop: ['^- 第']}",
         'script: simplified', 'script: {to: traditional, protect: [头发]}',
         'numerals: arabic', 'numerals: chinese',
         'spaces: {between_han: remove, runs: one, trim: true}']
ENCODINGS = {'utf-8': 'utf-8', 'gb18030': 'gb18030', 'big5': 'big5',
             'utf-16le': 'utf-16-le', 'utf-16be': 'utf-16-be'}


def some_text(rand, encoding):
    text = ''.join(rand.choice(PIECES) for _ in range(rand.randrange(1, 60)))
    if encoding == 'big5':          # each library has its own of these
        text = text.replace('①', '').replace('㎡', '')
    return text.encode(ENCODINGS[encoding], 'ignore').decode(ENCODINGS[encoding])


def some_rule(rand, form, encoding, invalid):
    chosen = {}
    for step in rand.sample(CLEAN, rand.randrange(len(CLEAN))):
        chosen.setdefault(step.split(':')[0], step)
    return ('input: {format: %s, encoding: %s%s}\nmask: %s\nclean: {%s}\n' % (
        form, encoding, '' if form == 'jsonl' else ', invalid: ' + invalid,
        rand.choice(['none', 'default']), ', '.join(chosen.values())))


def some_input(rand, form, encoding):
    texts = [some_text(rand, encoding) for _ in range(1 if form == 'text' else 4)]
    if form == 'text':
        return texts[0]
    if form == 'lines':
        return rand.choice(['\n', '\r\n']).join(
            t.replace('\n', ' ').replace('\f', '') for t in texts) + '\n'
    if form == 'csv':
        rows = ['"%s",%s' % (t.replace('"', '""'), n) if rand.random() < 0.7 else
                '%s,%s' % (''.join(c for c in t if c not in '",\n'), n)
                for n, t in enumerate(texts)]
        return '\n'.join(['text,n'] + rows) + '\n'
    return ''.join(json.dumps({'n': n, 'text': t, 'z': [t]},
                              ensure_ascii=rand.random() < 0.5) + '\n'
                   for n, t in enumerate(texts))


def check(record, line, data, shown):
    text, runs = record.get('text', ''), line['map']
    at, last = 0, None
    assert line['id'] == record['id'], shown
    for t0, t1, b0, b1, kind in runs:
        assert t0 == at and t1 >= t0 and b1 >= b0, (shown, runs)
        assert last is None or b0 == last, (shown, runs)
        at, last = t1, b1
        if kind == 'copy':
            got = data[b0:b1].decode(ENCODINGS[line['encoding']])
            assert got == text[t0:t1], (shown, t0, got, text[t0:t1])
    assert at == len(text), (shown, at, len(text))
    return (sum(r[1] - r[0] for r in runs if r[4] == 'copy'), len(text))


def main():
    rand = random.Random(20261122)
    copied = total = lines = 0
    with tempfile.TemporaryDirectory() as folder:
        path, side = os.path.join(folder, 'x.gz'), os.path.join(folder, 'map')
        for round_ in range(int(sys.argv[2])):
            form = rand.choice(['text', 'lines', 'csv', 'jsonl'])
            names = list(ENCODINGS) if form == 'text' else list(ENCODINGS)[:3]
            encoding = 'utf-8' if form == 'jsonl' else rand.choice(names)
            invalid = rand.choice(['reject', 'replace', 'drop'])
            rule = some_rule(rand, form, encoding, invalid)
            data = some_input(rand, form, encoding).encode(ENCODINGS[encoding])
            if invalid != 'reject' and form in ('text', 'lines'):
                place = rand.randrange(len(data)) & ~1
                data = data[:place] + b'\x00\xdc'[::1 - 2 * encoding.endswith('be')] + data[place:] \
                    if encoding.startswith('utf-16') else data[:place] + b'\xff\xff' + data[place:]
            if encoding == 'utf-8' and rand.random() < 0.2:
                data = b'\xef\xbb\xbf' + data
            with open(path, 'wb') as f:
                f.write(gzip.compress(data) if rand.random() < 0.3 else data)
            run = subprocess.run(
                [sys.argv[1], '-q', '-j', rand.choice('123'), '--allow-empty',
                 '--offset-map', side, '-e', rule, path],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            shown = (round_, rule, base64.b64encode(data), run.stderr)
            assert run.returncode in (0, 1), shown
            with io.open(side, encoding='utf-8') as f:
                maps = [json.loads(line) for line in f]
            records = [json.loads(line) for line in run.stdout.decode().split('\n') if line]
            records = [r for r in records if 'text' in r]
            assert len(maps) == len(records), shown
            for record, line in zip(records, maps):
                part, whole = check(record, line, data, shown)
                copied, total, lines = copied + part, total + whole, lines + 1
    print('%d texts, %d of %d characters copied' % (lines, copied, total))


main()
