"""encodings.py NORMALIZE: GB18030 is decoded as Python decodes it, over every
sequence of two and of four bytes, but for those that normalize(1) lists."""

import json
import subprocess
import sys

# The C library has their characters of later editions, Python private ones.
LISTED = ('a6d9 a6da a6db a6dc a6dd a6de a6df a6ec a6ed a6f3 a8bc fe51 fe52 '
          'fe53 fe59 fe61 fe66 fe67 fe6c fe6d fe76 fe7e fe90 fe91 fea0')
SIGN = b'\x84\x31\xa4\x37'      # U+FFFD itself


def decoded(normalize, sequences):
    rule = ('input: {format: text, encoding: gb18030, invalid: replace}\n'
            'mask: none')
    out = subprocess.run([normalize, '-q', '-e', rule],
                         input=b'\n'.join(sequences), check=True,
                         stdout=subprocess.PIPE).stdout
    return json.loads(out)['text'].split('\n')


def by_python(sequence):
    try:
        return sequence.decode('gb18030')
    except UnicodeDecodeError:
        return None


def differing(normalize, sequences):
    texts = decoded(normalize, sequences)
    assert len(texts) == len(sequences), (len(texts), len(sequences))
    for sequence, text in zip(sequences, texts):
        ours = None if '\ufffd' in text and sequence != SIGN else text
        if ours != by_python(sequence):
            yield sequence.hex()


def main():
    high = range(0x81, 0xff)
    two = [bytes((a, b)) for a in high for b in range(0x40, 0xff) if b != 0x7f]
    four = [bytes((a, b, c, d)) for a in high for b in range(0x30, 0x3a)
            for c in high for d in range(0x30, 0x3a)]
    found = ' '.join(sorted(differing(sys.argv[1], two)))
    if found != LISTED:
        sys.exit('two bytes: ' + found)
    found = ' '.join(differing(sys.argv[1], four))
    if found:
        sys.exit('four bytes: ' + found)
    print('%d and %d sequences, 25 as listed' % (len(two), len(four)))


main()
