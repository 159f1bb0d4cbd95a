"""books.py TAG FOLDER [BOOK ...]: six things that a codebook must hold.

sections  the strongest code of a section is the one that the section is about, by
          tests/data/sections.tsv: of the codes cut to as many parts as the one told,
          it stands in the most sentences, of equal ones in the most places; codes
          that are built from codes alone compete where such a one is told
headings  without the terms that stand in headings of its source document, each code
          still hits at least 70 % of its match examples
repeats   no match example of a code is found by a term that finds another one
counts    a code that argues (ARGUES) has six examples of either kind, any other two
wordings  the sentences of tests/data/wordings.tsv are coded as they were
paraphrases  so are those of tests/data/paraphrases.tsv, and the share of all that are is told

FOLDER/units.jsonl, if it is there, are the sentences of the documents.
"""
import collections
import itertools
import json
import pathlib
import re
import subprocess
import sys

import yaml

TAG, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])
TABLE = 'tests/data/sections.tsv'
LEAST = 0.7
ARGUES = ('barrier', 'dilemma', 'cause', 'imbalance', 'iad', 'pressure', 'relation')
MORE = ['replies', 'requests-all']      # books without a row in a table
faults = []


def coded(rule, records):
    """The records as tag writes them under a rule file."""
    lines = ''.join(json.dumps(r, ensure_ascii=False) + '\n' for r in records)
    run = subprocess.run([TAG, '-q', '-r', rule], input=lines, text=True,
                         capture_output=True, check=False)
    if run.returncode:
        sys.exit(f'{rule}: {run.stderr}')
    return [json.loads(line) for line in run.stdout.splitlines()]


def number(heading):
    """一, （一）, 1, 3.2, （1） or 引言 of a heading that begins so, else nothing."""
    m = re.match(r'引言|结语|第?[一二三四五六七八九十]+(?=[、章节部.．])|[（(][一二三四五六七八九十]+[）)]|'
                 r'\d+(?:\.\d+)*(?=[.．、])|\d+(?=[)）])', heading)
    if m and heading.startswith((')', '）'), m.end()):
        return f'（{m.group()}）'
    return m.group().translate(str.maketrans('()', '（）')) if m else ''


def section_number(headings):
    """一（二）3: the numbers of the headings one behind another, but 3.2 has its 3."""
    said = ''
    for mark in map(number, headings):
        said = mark if '.' in mark else said + mark
    return said or '-'


def places(units):
    """Where each unit stands: its document, as 002, its section, as 一（二）3, and the
    第二 or 二是 that was the last to open a sentence there."""
    section, mark = None, '-'
    for unit in units:
        here = unit['parent'][:3], section_number(unit['section'])
        m = re.search(r'(?:^|：)(第[一二三四五六](?=，)|[一二三四五六]是)', unit['text'])
        if here != section:
            section, mark = here, '-'
        if m:
            mark = m.group(1)
        yield (*here, mark)


def strongest(units, prefix, code):
    """(sentences, places, code) of the codes of the book, the strongest first."""
    parts = code.count('.') + 1
    sentences, places = collections.Counter(), collections.Counter()
    for unit in units:
        cut = ['.'.join(t['code'].removeprefix(prefix + '.').split('.')[:parts])
               for t in unit['tags'] if t['code'].startswith(prefix + '.')]
        sentences.update(set(cut))
        places.update(cut)
    return sorted(((n, places[c], c) for c, n in sentences.items()), reverse=True)


def check_sections(name, book, units, rows):
    """Each row of the table that is of this book."""
    built = {c['id'] for c in book['codes']
             if all(isinstance(m, dict) and 'code' in m for m in c['match'])}
    found = coded(f'./rules/tag/{name}.yaml', units)
    found = list(zip(places(found), found))
    for document, section, mark, code in rows:
        inside = [u for (d, s, m), u in found
                  if d == document and mark in ('-', m) and
                  (s == section or section != '-' and s.startswith(section))]
        order = strongest(inside, book['prefix'], code)
        if not any(c == code or c.startswith(code + '.') for c in built):
            order = [(n, p, c) for n, p, c in order if not any(
                b == c or b.startswith(c + '.') for b in built)]
        first = [c for n, p, c in order if (n, p) == order[0][:2]]
        if first != [code]:
            faults.append(f'{name}: {document} {section} {mark} is about {code}, strongest: '
                          + (', '.join(f'{c} {n}/{p}' for n, p, c in order[:4]) or 'none'))


def strip(matcher, headings):
    """The matcher without terms of headings, particles of one character aside; None where
    nothing is left to match."""
    if isinstance(matcher, str):
        if matcher.startswith('$'):
            return matcher
        return None if len(matcher) > 1 and matcher in headings else matcher
    if isinstance(matcher, list):
        left = [m for m in (strip(m, headings) for m in matcher) if m is not None]
        return left or None
    for key in ('term', 'glob', 'regex'):
        if key in matcher:
            words = re.findall(r'[\u4e00-\u9fff]{2,}', str(matcher[key]))
            return None if any(w in headings for w in words) else matcher
    for key in ('any', 'of', 'seq', 'near', 'all'):
        if key in matcher:
            left = strip(matcher[key], headings)
            if left is None or key not in ('any', 'of') and len(left) < len(matcher[key]):
                return None
            return {**matcher, key: left}
    return matcher


def lists_of(book):
    """The lists of a book, files of terms read."""
    lists = {}
    for name, value in (book.get('lists') or {}).items():
        if isinstance(value, dict):
            lines = (pathlib.Path('rules') / value['file']).read_text('utf-8').splitlines()
            value = [line for line in lines if line and not line.startswith('#')]
        lists[name] = value
    return lists


def opened(matcher, lists):
    """The matcher with its lists in place of their names."""
    if isinstance(matcher, str):
        if matcher.startswith('$') and matcher[1:] in lists:
            return {'any': [opened(m, lists) for m in lists[matcher[1:]]]}
        return matcher
    if isinstance(matcher, list):
        return [opened(m, lists) for m in matcher]
    if isinstance(matcher, dict):
        return {k: opened(v, lists) for k, v in matcher.items()}
    return matcher


def prefix_of(book):
    """What stands before its codes in records."""
    prefix = book.get('prefix') or book.get('extends')
    return f'{prefix}.' if prefix else ''


def written(name, book):
    """The file of a book without its choices, which would drop the codes that lose."""
    path = FOLDER / f'{name}.yaml'
    path.write_text(json.dumps({**book, 'classify': [], 'lookup': [], 'tests': []},
                               ensure_ascii=False, indent=1), 'utf-8')
    return str(path)


def examples_of(book):
    """A record for each match example, in the first field that is coded."""
    field = (book.get('fields') or ['text'])[0]
    return [{'id': f'{code["id"]} {n}', field: text} for code in book['codes']
            for n, text in enumerate((code.get('examples') or {}).get('match') or [])]


def check_headings(name, book, headings):
    """Strips the book, and counts the examples that its codes still hit."""
    lists, bare = lists_of(book), dict(book)
    bare['codes'] = []
    for code in book['codes']:
        titles = headings.get((code.get('source') or {}).get('document', '')[:3], '')
        left = strip(opened(code['match'], lists), titles)
        bare['codes'].append({**code, 'examples': {},
                              'match': left or ['\ufffc nothing is left']})
    prefix = prefix_of(book)
    hit = collections.defaultdict(list)
    for record in coded(written(name, bare), examples_of(book)):
        code = record['id'].split()[0]
        hit[code].append(prefix + code in record['codes'])
    for code, each in hit.items():
        if sum(each) < LEAST * len(each):
            missed = ' '.join(str(n) for n, h in enumerate(each, 1) if not h)
            faults.append(f'{name}: {code} misses {missed} of {len(each)} examples '
                          'without the terms of its headings')


def terms_of(matcher, codes):
    """All terms under a matcher, those of codes that it is built from too."""
    if isinstance(matcher, str):
        return {matcher}
    if isinstance(matcher, list):
        return set().union(*(terms_of(m, codes) for m in matcher))
    if not isinstance(matcher, dict):
        return set()
    if 'code' in matcher:
        return terms_of(codes.get(matcher['code'], []), codes)
    return set().union(*(terms_of(v, codes) for k, v in matcher.items()
                         if k in ('term', 'any', 'of', 'seq', 'near', 'all')))


def longest(terms, text):
    """The terms that stand in the text outside of longer ones, particles aside."""
    found = set()
    for term in sorted((t for t in terms if len(t) > 1), key=len, reverse=True):
        if term in text:
            found.add(term)
            text = text.replace(term, '\0')
    return found


def check_repeats(name, book):
    """The terms in the stretches of a code's examples have to be different ones."""
    lists = lists_of(book)
    codes = {c['id']: opened(c['match'], lists) for c in book['codes']}
    prefix = prefix_of(book)
    by_code = collections.defaultdict(list)
    for record in coded(written(name, book), examples_of(book)):
        code = record['id'].split()[0]
        stretches = [t['match'] for t in record['tags'] if t['code'] == prefix + code]
        by_code[code].append(longest(terms_of(codes[code], codes), '\0'.join(stretches)))
    for code, found in by_code.items():
        for (i, a), (j, b) in itertools.combinations(enumerate(found, 1), 2):
            if a & b:
                faults.append(f'{name}: {code}: examples {i} and {j} share '
                              + ' '.join(sorted(a & b)))


def check_counts(name, book):
    """Examples of each kind, of codes that texts are coded with."""
    for code in book['codes']:
        least = 6 if code['id'].split('.')[0] in ARGUES else 2
        for kind in 'match', 'miss':
            n = len((code.get('examples') or {}).get(kind) or [])
            if n < least:
                faults.append(f'{name}: {code["id"]}: {n} examples to {kind}, not {least}')


def check_wordings(name, book, rows):
    """Each sentence has its code, or hasn't, as its row says."""
    prefix = prefix_of(book)
    records = [{'id': str(n), 'text': text} for n, (_, _, text) in enumerate(rows)]
    for record in coded(f'./rules/tag/{name}.yaml', records):
        code, sign, text = rows[int(record['id'])]
        if (prefix + code in record['codes']) != (sign == '+'):
            faults.append(f'{name}: {code} {sign} {text}')


def check_paraphrases(name, book, rows):
    """Those marked + have their code still; says how many of each round have it, ? among them."""
    prefix = prefix_of(book)
    records = [{'id': str(n), 'text': row[-1]} for n, row in enumerate(rows)]
    share = collections.defaultdict(list)
    for record in coded(f'./rules/tag/{name}.yaml', records):
        code, sign, round_, register, text = rows[int(record['id'])]
        found = prefix + code in record['codes']
        share[round_].append(found)
        if sign == '+' and not found:
            faults.append(f'{name}: {code} {round_}{register} {text}')
    print(f'{name}: paraphrases coded', ', '.join(
        f'{sum(s)} of {len(s)} of round {r}' for r, s in sorted(share.items())))


def table(path):
    """The rows of a table of tests/data by their book."""
    rows = collections.defaultdict(list)
    for line in pathlib.Path(path).read_text('utf-8').splitlines():
        if line and not line.startswith('#'):
            name, *row = line.split('\t')
            rows[name].append(row)
    return rows


def main():
    """All books of the table, or those of the arguments."""
    rows, wordings = table(TABLE), table('tests/data/wordings.tsv')
    paraphrases = table('tests/data/paraphrases.tsv')
    units, headings = [], collections.defaultdict(str)
    path = FOLDER / 'units.jsonl'
    if path.exists():
        for line in path.read_text('utf-8').splitlines():
            unit = json.loads(line)
            if unit['block'] == 'heading':
                headings[unit['parent'][:3]] += unit['text'] + '\n'
            units.append(unit)
    names = sys.argv[3:] or list(dict.fromkeys([*rows, *wordings, *MORE]))
    for name in names:
        with open(f'rules/tag/{name}.yaml', encoding='utf-8') as file:
            book = yaml.load(file, yaml.CSafeLoader)
        if units and name in rows:
            check_sections(name, book, units, rows[name])
        if units:
            check_headings(name, book, headings)
        check_repeats(name, book)
        check_counts(name, book)
        if wordings[name]:
            check_wordings(name, book, wordings[name])
        if paraphrases[name]:
            check_paraphrases(name, book, paraphrases[name])
    for fault in faults:
        print(fault)
    print(f'{len(names)} books, {sum(len(rows[n]) for n in names)} sections')
    sys.exit(bool(faults))


main()
