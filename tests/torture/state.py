"""state.py BUILD [KILLS]: normalize --state, killed at random while its inputs grow.

Lines are appended all the time, often in pieces; between runs files are
rotated and compressed.  Runs end by TERM or KILL, at a random moment or before a
random system call.  At the end each whole line stands in the outputs once.
"""

import glob
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading

KINDS = ("read", "write", "fsync", "rename", "open", "close")


class Writer(threading.Thread):
    """Appends numbered lines to in/0.log and in/1.log."""

    def __init__(self, seed):
        super().__init__(daemon=True)
        self.random = random.Random(seed)
        self.lock = threading.Lock()
        self.stop = threading.Event()
        self.written = []
        self.rotated = 0

    def path(self, number):
        return f"in/{number}.log"

    def run(self):
        while not self.stop.wait(0.001):
            with self.lock:
                self.append(self.random.randrange(2))

    def append(self, number):
        count = self.random.choice((1, 3, 200))
        lines = [f"line {len(self.written) + i} 路灯" for i in range(count)]
        self.written += lines
        data = "".join(line + "\n" for line in lines).encode()
        cut = self.random.randrange(len(data) + 1)
        for piece in (data[:cut], data[cut:]):
            with open(self.path(number), "ab", buffering=0) as f:
                f.write(piece)
            self.stop.wait(0.001)

    def rotate(self):
        """in/0.log becomes in/0.log.N, or in/0.log.N.gz."""
        with self.lock:
            number = self.random.randrange(2)
            path, old = self.path(number), f"in/{number}.log.{self.rotated}"
            if not os.path.exists(path) or os.path.getsize(path) < 5000:
                return
            self.rotated += 1
            if self.random.random() < 0.5:
                with open(path, "rb") as f, gzip.open("packed", "wb", 1) as g:
                    g.write(f.read())
                os.rename("packed", old + ".gz")
                os.unlink(path)
            else:
                os.rename(path, old)


def one_run(build, number, chance, kill):
    """Status of a run that may be killed; None if it was."""
    command = [build + "/bin/normalize", "-e",
               "{input: {format: lines}, mask: none}", "--state", "S",
               "-o", f"out/{number:04}"] + sorted(glob.glob("in/*"))
    env = dict(os.environ)
    interpose = build + "/torture/interpose.so"
    by_call = kill and os.path.exists(interpose) and chance.random() < 0.5
    sig = chance.choice((signal.SIGKILL, signal.SIGTERM))
    if by_call:
        env.update(LD_PRELOAD=interpose, TORTURE_LOG=os.devnull,
                   TORTURE_KIND=chance.choice(KINDS),
                   TORTURE_AT=str(chance.randrange(1, 25)),
                   TORTURE_FAULT=str(-sig))
    child = subprocess.Popen(command, env=env, stderr=subprocess.PIPE)
    if kill and not by_call:
        try:
            child.wait(chance.random() * 0.04)
        except subprocess.TimeoutExpired:
            child.send_signal(sig)
    said = child.communicate(timeout=60)[1].decode()
    if child.returncode in (-signal.SIGKILL, -signal.SIGTERM):
        return None
    if child.returncode not in (0, 66):
        sys.exit(f"state: status {child.returncode}: {said}")
    return child.returncode


def check(written):
    texts = []
    for name in sorted(glob.glob("out/*")):
        with open(name, encoding="utf-8") as f:
            texts += [json.loads(line)["text"] for line in f]
    lost = set(written) - set(texts)
    doubled = len(texts) - len(set(texts))
    strange = set(texts) - set(written)
    if lost or doubled or strange:
        sys.exit(f"state: {len(lost)} lost, {doubled} doubled, {len(strange)} "
                 f"strange of {len(written)}: {sorted(lost | strange)[:5]}")


def main():
    build, kills = os.path.abspath(sys.argv[1]), int((sys.argv[2:] or ["200"])[0])
    chance = random.Random(20261122)
    killed = runs = number = 0
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.mkdir("in")
        os.mkdir("out")
        writer = Writer(7)
        writer.append(0)
        writer.append(1)
        writer.start()
        while killed < kills:
            status = one_run(build, number, chance, True)
            runs += 1
            killed += status is None
            # What was killed behind its last rename had done its work.
            number += status == 0 or (os.path.exists(f"out/{number:04}") and
                                      not os.path.exists("S.pending"))
            if chance.random() < 0.2:
                writer.rotate()
        writer.stop.set()
        writer.join()
        while one_run(build, number, chance, False) == 0:
            number += 1
            runs += 1
        if os.path.exists("S.pending"):
            sys.exit("state: S.pending was left")
        check(writer.written)
        os.chdir("/")
    print(f"state: {len(writer.written)} lines, {runs} runs, {killed} killed, "
          f"{writer.rotated} rotated: none lost, none doubled")


main()
