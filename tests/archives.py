"""archives.py BUILD [all]: damaged archives and bombs, given to the filters themselves.

Of every prefix of a gzip of two members (4 KB) the output must be a part of what
the whole gives, with status 65, or 66 where nothing came; of every flipped bit
either what the whole gives, or such a status, or 71 where it asks for memory.  Only the prefix that ends with the first member passes for a
whole, and --sealed sees that.  The same on a sample of xz, zstd, tar.gz and zip,
where bits that no check covers (names, times) may change these.  Without `all`,
a sample of the gzip, too.
"""

import gzip
import io
import json
import lzma
import os
import random
import re
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
import zlib

import quine

MIB = 1 << 20
failures = []
counted = {}


def run(argv, data=None):
    """(status, output, complaint, seconds, peak in KiB) of a filter."""
    begin = time.monotonic()
    child = subprocess.Popen(
        ["/usr/bin/time", "-f", "peak %M", "-o", "peak"] + argv,
        stdin=subprocess.PIPE if data is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, err = child.communicate(data, timeout=60)
    with open("peak", encoding="ascii") as f:
        peak = int(re.search(r"peak (\d+)", f.read()).group(1))
    return (child.returncode, out, err, time.monotonic() - begin, peak)


def plain(argv, data):
    child = subprocess.run(argv, input=data, stdout=subprocess.PIPE,
                           stderr=subprocess.PIPE, timeout=60, check=False)
    return child.returncode, child.stdout


def fail(what):
    failures.append(what)


def records(count, chance):
    return "".join(json.dumps({"id": f"r{i}", "text": "".join(
        chance.choice("路灯不亮噪音停水收费") for _ in range(24))},
        ensure_ascii=False) + "\n" for i in range(count)).encode()


def texts(out):
    return re.findall(rb'"text":"((?:[^"\\]|\\.)*)"', out)


# --- damage ------------------------------------------------------------------

def judge(name, argv, packed, good, is_prefix, boundary=None, idle=False):
    """One damaged input; idle: the bit may be one that no check covers."""
    counted[name] = counted.get(name, 0) + 1
    status, out = plain(argv, packed)
    if boundary is not None and len(packed) == boundary:
        if status != 0 or not good.startswith(out) or out == good:
            fail(f"{name}: the prefix that is a member: {status}")
    elif status == 0 and (out == good or (idle and texts(out) ==
                                          texts(good))):
        pass
    elif status not in (65, 66, 71) or (is_prefix and not good.startswith(out)):
        fail(f"{name}: {len(packed)} bytes: status {status}, "
             f"{len(out)} of {len(good)} bytes")


def flip(packed, bit):
    damaged = bytearray(packed)
    damaged[bit // 8] ^= 1 << bit % 8
    return bytes(damaged)


def damage(name, argv, packed, prefixes, bits, boundary=None, idle=False):
    status, good = plain(argv, packed)
    if status != 0 or not good:
        return fail(f"{name}: status {status} of what is whole")
    for n in prefixes:
        judge(name + " cut", argv, packed[:n], good, True, boundary)
    for bit in bits:
        judge(name + " flipped", argv, flip(packed, bit), good, False,
              None, idle)
    return None


def sample(chance, count, limit, first=0):
    return sorted(chance.sample(range(first, limit),
                                min(count, limit - first)))


def gzip_of_two(tag, everything, chance):
    one = gzip.compress(records(76, chance), mtime=0)
    two = gzip.compress(records(76, chance), mtime=0)
    packed = one + two
    if not 3000 < len(packed) < 5000:
        fail(f"the gzip has {len(packed)} bytes, no 4 KB")
    prefixes = range(2, len(packed)) if everything else \
        sample(chance, 40, len(packed), 2) + [len(one)]
    bits = range(8 * len(packed)) if everything else \
        sample(chance, 80, 8 * len(packed))
    damage("gzip", tag, packed, prefixes, bits, len(one))


def sealed(tag, chance):
    lines = records(36, chance).splitlines(True)
    _, whole = plain(tag + ["--seal"], b"".join(lines))
    lines = whole.splitlines(True)
    one = gzip.compress(b"".join(lines[:18]))
    two = gzip.compress(b"".join(lines[18:]))
    if plain(tag + ["--sealed"], one + two)[0] != 0:
        fail("sealed: what is whole is refused")
    if plain(tag + ["--sealed"], one)[0] != 65:
        fail("sealed: a prefix that is a member passes")


def others(tag, normalize, everything, chance):
    text = records(12, chance)
    zstd = subprocess.run(["zstd", "-q", "--check"], input=text * 2,
                          stdout=subprocess.PIPE, check=True).stdout
    tar, zipped = io.BytesIO(), io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w:gz") as t, \
            zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as z:
        for name in ("一.txt", "二.txt"):
            info = tarfile.TarInfo(name)
            info.size = len(text)
            t.addfile(info, io.BytesIO(text))
            z.writestr(name, text)
    count = 400 if everything else 15
    for name, argv, packed, idle in (
            ("xz", tag, lzma.compress(text * 2), False),
            ("zstd", tag, zstd, False),
            ("tar.gz", normalize, tar.getvalue(), False),
            ("zip", normalize, zipped.getvalue(), True)):
        damage(name, argv, packed, sample(chance, count, len(packed), 4),
               sample(chance, count, 8 * len(packed)), None, idle)


# --- bombs -------------------------------------------------------------------

def zeros(size):
    """gzip of so many zeros: one packed mebibyte, again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    crc = 0
    for _ in range(size // MIB):
        crc = zlib.crc32(bytes(MIB), crc)
    return b"\x1f\x8b\x08\0\0\0\0\0\0\3" + block * (size // MIB) + \
        b"\3\0" + crc.to_bytes(4, "little") + (size % 2**32).to_bytes(
            4, "little")


def bomb(name, argv, data, statuses):
    counted["bombs"] = counted.get("bombs", 0) + 1
    status, _, said, seconds, peak = run(argv, data)
    if status not in statuses or seconds > 1 or peak > 64 * 1024:
        fail(f"{name}: status {status}, {seconds:.1f} s, {peak} KiB: "
             + said.decode()[:200])


def bombs(tag, normalize):
    packed = zeros(1 << 30)
    if len(packed) > 2 * MIB:
        fail("1 GiB of zeros isn't small")
    nested = packed
    for _ in range(8):
        nested = gzip.compress(nested, 1)
    z = io.BytesIO()
    with zipfile.ZipFile(z, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("zeros.txt", "w", force_zip64=True) as f:
            for _ in range(128):
                f.write(bytes(MIB))
    itself = quine.quine()
    if gzip.decompress(itself) != itself:
        fail("the quine isn't one")
    with zipfile.ZipFile("quine.zip", "w") as archive:
        archive.writestr("quine.gz", itself)
    with open("quine.zip", "rb") as f:
        inside = f.read()
    # What is inside a packed file is text or refused: nobody goes on for ever.
    for argv in (tag, normalize):
        bomb("1 GiB of zeros, " + argv[0], argv, packed, (65, 66))
        bomb("packed nine times, " + argv[0], argv, nested, (65, 66))
        bomb("a quine, " + argv[0], argv, itself, (65, 66))
    bomb("a quine in a zip", normalize, inside, (65, 66))
    with open("quine.gz", "wb") as f, open("good.jsonl", "wb") as good:
        f.write(itself)
        good.write(records(1, random.Random(1)))
    bomb("a quine behind a record", tag + ["good.jsonl", "quine.gz"], None,
         (65,))
    bomb("zeros in a zip", normalize, z.getvalue(), (65, 66))


def main():
    bin_folder = os.path.abspath(sys.argv[1]) + "/bin/"
    everything = sys.argv[2:] == ["all"]
    chance = random.Random(20261122)
    tag = [bin_folder + "tag", "-q", "-e", "codes: []"]
    normalize = [bin_folder + "normalize", "-q", "-e",
                 "{input: {format: lines}, mask: none}"]
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        gzip_of_two(tag, everything, chance)
        sealed(tag, chance)
        others(tag, normalize, everything, chance)
        bombs(tag, normalize)
        os.chdir("/")
    for line in failures[:20]:
        print("FAIL " + line)
    print("archives: " + ", ".join(f"{n} {name}" for name, n in
                                   counted.items())
          + f"; {len(failures)} failed")
    return 1 if failures else 0


sys.exit(main())
