"""partition.py PARENTS UNITS: the units of each parent are a partition of its text."""
import itertools
import json
import sys

parents = {}
with open(sys.argv[1], encoding='utf-8') as lines:
    for line in lines:
        record = json.loads(line)
        parents[record['id']] = record['text']

count = 0
seen = set()
with open(sys.argv[2], encoding='utf-8') as lines:
    for name, units in itertools.groupby(map(json.loads, lines),
                                         lambda unit: unit['parent']):
        text, at = parents[name], 0
        seen.add(name)
        for unit in units:
            count += 1
            start, end = unit['start'], unit['end']
            if (text[at:start].strip(' \t\r\n\v\f\u3000\u200b\ufeff\u00a0\u2028\u2029\x85') or
                    not at <= start < end or text[start:end] != unit['text']):
                sys.exit(f'{unit["id"]}: not cut from {start} to {end}')
            at = end
        if text[at:].strip():
            sys.exit(f'{name}: no unit behind {at}')
for name, text in parents.items():
    if name not in seen and text.strip():
        sys.exit(f'{name}: no units')
print(f'{count} units of {len(parents)} texts')
