"""Prints jieba's models of unknown words as text for compile_words:
start STATE LOG, trans FROM TO LOG, emit STATE CODE_POINT LOG; and of the one
that knows kinds: kind NAME, begin STATE KIND LOG, pass TO KIND FROM KIND LOG,
sign CODE_POINT STATE KIND LISTED LOG, each in the order of its columns, but
the listed first."""
from jieba import posseg
from jieba.finalseg import MIN_FLOAT, emit_P, start_P, trans_P

for state, log in start_P.items():
    print("start", state, repr(log))
for state, row in trans_P.items():
    for to, log in row.items():
        print("trans", state, to, repr(log))
for state, row in emit_P.items():
    for character, log in row.items():
        print("emit", state, ord(character), repr(log))

kinds = sorted({kind for _, kind in posseg.trans_P})
for kind in kinds:
    print("kind", kind)
for (state, kind), log in sorted(posseg.start_P.items()):
    print("begin", state, kind, repr(log))
for to, source, log in sorted((to, source, log)
                              for source, row in posseg.trans_P.items()
                              for to, log in row.items()):
    print("pass", *to, *source, repr(log))
signs = {(c, y): MIN_FLOAT
         for c, listed in posseg.char_state_tab_P.items() for y in listed}
signs.update(((c, y), log) for y, row in posseg.emit_P.items()
             for c, log in row.items())
for c, unlisted, y, log in sorted(
        (c, y not in posseg.char_state_tab_P.get(c, ()), y, log)
        for (c, y), log in signs.items()):
    print("sign", ord(c), *y, int(not unlisted), repr(log))
