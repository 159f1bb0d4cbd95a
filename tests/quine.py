"""A gzip file that unpacks to itself, made from its description.

The program is Russ Cox's ("Zip Files All The Way Down", 2010): of two orders, L(n),
"print the n bytes behind this", and R(n), "print the last n bytes again", each five
bytes long, so that orders can be printed like any other bytes.  P is the header, S
the end.

    what stands there               what it prints
    P
    L(p) P L(p)                     P L(p)
    R(p)                            P L(p)
    L(1) R(p)                       R(p)
    L(1) L(1)                       L(1)
    L(4) R(p) L(1) L(1) L(4)        R(p) L(1) L(1) L(4)
    R(4)                            R(p) L(1) L(1) L(4)
    L(4) R(4) L(4) R(4) L(4)        R(4) L(4) R(4) L(4)
    R(4)                            R(4) L(4) R(4) L(4)
    L(4) R(4) L(0) L(0) L(s)        R(4) L(0) L(0) L(s)
    R(4)                            R(4) L(0) L(0) L(s)
    L(0) L(0)
    L(s) R(s) S                     R(s) S
    R(s)                            R(s) S
    S

p is P and an order, s is an order and S; 1 and 4 are so many orders.  S holds the
check of the whole, which is linear in S: 32 equations of bits give it.
"""

import functools
import zlib

ORDER = 5               # bytes
HEADER = b"\x1f\x8b\x08\x08\0\0\0\0\0\3self\0"  # p makes 20, as R needs it
END = b"\1\0\0\xff\xff"                         # the last block, empty


def write(count):
    """A stored block's header (RFC 1951, 3.2.4): the bytes follow."""
    return b"\0" + count.to_bytes(2, "little") + \
        (count ^ 0xffff).to_bytes(2, "little")


def repeat(count):
    """A block of two copies (3.2.6), of half the bytes each: 40 bits."""
    half, extra = count // 2, count - 17
    assert 17 <= count <= 20 and count - half <= 10
    bits = ["0", "10"]                          # not the last; fixed codes
    for length in half, count - half:
        bits.append(f"{length - 2:07b}")        # codes 257 to 264
        bits.append(f"{8:05b}")                 # distances 17 to 24, and
        bits.append(f"{extra:03b}"[::-1])       # which of these
    bits.append("0000000")                      # the end of the block
    text = "".join(bits)
    assert len(text) == 8 * ORDER
    return int(text[::-1], 2).to_bytes(ORDER, "little")


def assemble(check, size):
    s = END + check.to_bytes(4, "little") + size.to_bytes(4, "little")
    p_write, p_again = write(len(HEADER) + ORDER), repeat(len(HEADER) + ORDER)
    s_write, s_again = write(len(s) + ORDER), repeat(len(s) + ORDER)
    none, one, four = write(0), write(ORDER), write(4 * ORDER)
    again = repeat(4 * ORDER)
    return b"".join((
        HEADER, p_write, HEADER, p_write, p_again, one, p_again, one, one,
        four, p_again, one, one, four, again, four, again, four, again, four,
        again, four, again, none, none, s_write, again, none, none, s_write,
        s_again, s, s_again, s))


def solve(columns, wanted):
    """The bits x for which the columns of the bits of x add up to wanted."""
    rows = [(column, 1 << i) for i, column in enumerate(columns)]
    x, basis = 0, {}
    for column, mark in rows:
        while column:
            top = column.bit_length()
            if top not in basis:
                basis[top] = column, mark
                break
            column ^= basis[top][0]
            mark ^= basis[top][1]
    while wanted:
        column, mark = basis[wanted.bit_length()]
        wanted ^= column
        x ^= mark
    return x


def quine():
    size = len(assemble(0, 0))
    check = functools.partial(assemble, size=size)
    without = zlib.crc32(check(0))
    columns = [zlib.crc32(check(1 << i)) ^ without ^ 1 << i for i in range(32)]
    return check(solve(columns, without))
