"""Prints jieba's model of unknown words as text for compile_words:
start STATE LOG, trans FROM TO LOG, emit STATE CODE_POINT LOG."""
from jieba.finalseg import emit_P, start_P, trans_P

for state, log in start_P.items():
    print("start", state, repr(log))
for state, row in trans_P.items():
    for to, log in row.items():
        print("trans", state, to, repr(log))
for state, row in emit_P.items():
    for character, log in row.items():
        print("emit", state, ord(character), repr(log))
