#!/usr/bin/env python3
"""Measures tunegate's stages on a corpus, beside `wc -l` and plain decompression in the same run.

    bench.py [--examples N] [--rounds R] [--corpus FILE] TUNEGATE

Every row runs R times, the rows in turn; the median of each column is printed. CPU seconds are user + system of the
child, from wait4; MB are 10^6 bytes of decompressed text. Before each timed run the script looks for one second how
busy the machine is without it, and during the run what others used besides the child.

The corpus comes from $TUNEGATE_SHARED/tools/make_corpus.py (../shared beside the checkout by default) when that is
there, otherwise from the generator below. It is kept in ${TMPDIR:-/tmp}/tunegate-bench. Standard library only.
"""

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
SHARED = os.environ.get("TUNEGATE_SHARED") or os.path.join(ROOT, "..", "shared")
CACHE = os.path.join(os.environ.get("TMPDIR") or "/tmp", "tunegate-bench")
SEED = 7
START_UP_EXAMPLES = 1000
BUSY_LIMIT = 0.05
# The memory that the design allows a run.
MEMORY_BASE = 100_000_000
MEMORY_PER_EXAMPLE = 240


# --- The corpus ---------------------------------------------------------------------------------------------------

WORDS = (
    "river table stone market engine letter garden signal copper winter method record bridge window planet doctor "
    "castle orange pencil memory button harbor ticket valley mirror silver circle summer anchor forest "
    "answer report simple follow travel listen measure carry open choose gather explain compare reduce collect repair "
    "quickly often rarely early across between without during under after before because although unless whether while"
).split()


def generate(count, path):
    """Chat examples of about 0.9 KB: 3 % repeated, 7 % repeated with changed words, 0.1 % cut off. Same for a seed."""
    source = random.Random(SEED)
    # Words get numbers so that texts are as diverse as real ones: 60,000 words, the first ones more often.
    vocabulary = WORDS + [w + str(n) for n in range(900) for w in WORDS]

    def word():
        return vocabulary[int(len(vocabulary) * source.random() ** 3)]

    def text(low, high):
        words = [word() for _ in range(source.randrange(low, high))]
        for stop in range(9, len(words), 11):
            words[stop] += "."
        return " ".join(words).capitalize() + "."

    def varied(turns):
        words = [word() if source.randrange(40) == 0 else w for w in turns[-1]["content"].split(" ")]
        return turns[:-1] + [{"role": "assistant", "content": " ".join(words)}]

    kept = []
    with open(path, "w", encoding="utf-8") as out:
        for _ in range(count):
            kind = source.random()
            if kept and kind < 0.03:
                turns = source.choice(kept)
            elif kept and kind < 0.10:
                turns = varied(source.choice(kept))
            else:
                turns = [{"role": "user", "content": text(8, 40)}, {"role": "assistant", "content": text(20, 125)}]
                if len(kept) < 20_000:
                    kept.append(turns)
                else:
                    kept[source.randrange(len(kept))] = turns
            line = json.dumps({"messages": turns}, ensure_ascii=False)
            out.write((line[: source.randrange(10, len(line))] if kind > 0.999 else line) + "\n")


def write_atomically(path, command):
    """Runs `command(temporary path)`, a list of arguments and a standard output or None, then renames its result."""
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path))
    os.close(handle)
    try:
        arguments, to_output = command(temporary)
        with open(temporary, "wb") if to_output else open(os.devnull, "wb") as out:
            subprocess.run(arguments, check=True, stdout=out)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def corpus(count):
    """Path of a corpus of `count` examples, made when it is not there. Always made by a child, so that this process
    stays small: the peak memory of a child is never reported below that of its parent."""
    tool = os.path.join(SHARED, "tools", "make_corpus.py")
    is_shared = os.path.exists(tool)
    path = os.path.join(CACHE, f"{'shared' if is_shared else 'own'}-{SEED}-{count}.jsonl")
    if not os.path.exists(path):
        print(f"making {path}", flush=True)
        os.makedirs(CACHE, exist_ok=True)
        made_by = [tool, str(count)] if is_shared else [os.path.abspath(__file__), "--generate", str(count)]
        write_atomically(path, lambda temporary: ([sys.executable] + made_by + [temporary], False))
    return path


def packed(path):
    """Path of the gzip of `path`."""
    os.makedirs(CACHE, exist_ok=True)
    status = os.stat(path)
    name = f"{os.path.basename(path)}-{status.st_size}-{int(status.st_mtime)}.gz"
    result = os.path.join(CACHE, name)
    if not os.path.exists(result):
        print(f"making {result}", flush=True)
        write_atomically(result, lambda _: (["gzip", "-n", "-c", path], True))
    return result


def head(path, count):
    """Path of the first `count` lines of `path`."""
    result = os.path.join(CACHE, f"{os.path.basename(path)}-first-{count}.jsonl")
    os.makedirs(CACHE, exist_ok=True)
    write_atomically(result, lambda _: (["head", "-n", str(count), path], True))
    return result


# --- Measuring ----------------------------------------------------------------------------------------------------


class Row:
    """One command of the table, with what its runs cost."""

    def __init__(self, name, arguments, size=None, allowed=(0,)):
        self.name = name
        self.arguments = arguments
        # Bytes of decompressed text, for MB per CPU second; None when the rate means nothing.
        self.size = size
        self.allowed = allowed
        self.cpu, self.wall, self.peak = [], [], []
        self.failure = None

    def median(self, column):
        return statistics.median(column) if column else None


def processor_ticks():
    """Busy and total ticks of all processors since boot; None where /proc is not."""
    try:
        with open("/proc/stat") as stat:
            ticks = [int(n) for n in stat.readline().split()[1:9]]
    except OSError:
        return None
    return sum(ticks) - ticks[3] - ticks[4], sum(ticks)


def busy_share(before, after, own_seconds=0.0):
    """Share of the machine that others used between two readings."""
    if before is None or after is None or after[1] <= before[1]:
        return None
    own = own_seconds * os.sysconf("SC_CLK_TCK")
    return max(0.0, (after[0] - before[0] - own) / (after[1] - before[1]))


def run(row):
    """Runs a row once and keeps what it cost. Answers what others used before it and during it."""
    before = processor_ticks()
    time.sleep(1)
    start_ticks = processor_ticks()
    idle_before = busy_share(before, start_ticks)
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        child = subprocess.Popen(row.arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        said = errors.read().decode(errors="replace").strip()
    cpu = usage.ru_utime + usage.ru_stime
    # Ticks are 10 ms, too coarse for a short run.
    during = busy_share(start_ticks, processor_ticks(), cpu) if wall >= 1 else None
    if child.returncode not in row.allowed:
        row.failure = f"{' '.join(row.arguments)}\n    ended with {ended(child.returncode)}: {said[-500:]}"
    row.cpu.append(cpu)
    row.wall.append(wall)
    row.peak.append(usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))
    return idle_before, during


def ended(code):
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


# --- The table ----------------------------------------------------------------------------------------------------


def table(tunegate, plain, gzip, small):
    size = os.path.getsize(plain)
    check = lambda *more: [tunegate, "check", "-q", *more]
    stage = lambda name, path: [tunegate, "bench-stage", name, path]
    judged = (0, 1)
    return [
        Row("wc -l", ["wc", "-l", plain], size),
        Row("gzip -dc", ["gzip", "-dc", gzip], size),
        Row("stage inflate, gzip", stage("inflate", gzip), size),
        Row("stage read", stage("read", plain), size),
        Row("stage parse", stage("parse", plain), size),
        Row("stage features", stage("features", plain), size),
        Row("check --jobs 1", check("--jobs", "1", plain), size, judged),
        Row("check --jobs 2", check("--jobs", "2", plain), size, judged),
        Row("check --jobs 1, gzip", check("--jobs", "1", gzip), size, judged),
        Row("check --jobs 2, gzip", check("--jobs", "2", gzip), size, judged),
        Row(f"check, {START_UP_EXAMPLES:,} examples", check(small), None, judged),
        # What any process costs as seen from here: a peak below it cannot be told.
        Row("true (the floor)", ["true"]),
    ]


def show(rows):
    print(f"{'':24}{'CPU s':>9}{'MB/CPU s':>10}{'wall s':>9}{'peak MB':>9}{'x wc -l':>9}{'x parse':>9}")
    named = {row.name: row for row in rows if not row.failure}

    def multiple(row, of):
        base = named[of].median(named[of].cpu) if of in named else 0
        return f"{row.median(row.cpu) / base:9.2f}" if base and row.size else f"{'-':>9}"

    for row in rows:
        if row.failure:
            print(f"{row.name:24}   failed")
            continue
        cpu = row.median(row.cpu)
        rate = f"{row.size / 1e6 / cpu:10.0f}" if row.size and cpu else f"{'-':>10}"
        print(
            f"{row.name:24}{cpu:9.3f}{rate}{row.median(row.wall):9.3f}{row.median(row.peak) / 1e6:9.1f}"
            f"{multiple(row, 'wc -l')}{multiple(row, 'stage parse')}"
        )


def show_ratios(rows, examples):
    named = {row.name: row for row in rows if not row.failure}
    print()
    for kind in ("", ", gzip"):
        one, two = named.get("check --jobs 1" + kind), named.get("check --jobs 2" + kind)
        if one and two and two.median(two.wall):
            ratio = one.median(one.wall) / two.median(two.wall)
            print(f"two workers{kind}: {ratio:.2f} times as fast in wall time as one")
    whole, small = named.get("check --jobs 2"), named.get(f"check, {START_UP_EXAMPLES:,} examples")
    if whole:
        peak, budget = whole.median(whole.peak), MEMORY_BASE + MEMORY_PER_EXAMPLE * examples
        print(
            f"memory: {peak / 1e6:.0f} MB with two workers; {MEMORY_BASE / 1e6:.0f} MB and "
            f"{MEMORY_PER_EXAMPLE} bytes an example would be {budget / 1e6:.0f} MB"
        )
    if small:
        print(f"start-up: {small.median(small.wall) * 1000:.0f} ms wall for {START_UP_EXAMPLES:,} examples")


def show_idleness(seen):
    known = [share for share in seen if share is not None]
    load = "%.2f %.2f %.2f" % os.getloadavg()
    if not known:
        print(f"load average {load}; whether the machine was idle is not known here (no /proc/stat)")
        return
    over = sum(share > BUSY_LIMIT for share in known)
    worst = f"others used at most {max(known):.1%} of it, {statistics.median(known):.1%} in the median"
    print(f"load average {load}; {os.cpu_count()} processors; {worst}")
    if over:
        print(
            f"WARNING: the machine was not idle: above {BUSY_LIMIT:.0%} in {over} of {len(known)} looks. "
            "Trust ratios of CPU seconds, not wall times."
        )
    else:
        print(f"the machine was idle: never above {BUSY_LIMIT:.0%} in {len(known)} looks")


def main():
    if sys.argv[1:2] == ["--generate"]:
        generate(int(sys.argv[2]), sys.argv[3])
        return 0
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tunegate", help="the executable to measure")
    parser.add_argument("--examples", type=int, default=500_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--corpus", help="a JSONL file to measure on, instead of the generated one")
    options = parser.parse_args()
    if options.rounds < 1 or options.examples < 1:
        parser.error("--rounds and --examples must be at least 1")

    plain = options.corpus or corpus(options.examples)
    examples = options.examples
    if options.corpus:
        examples = int(subprocess.run(["wc", "-l", plain], check=True, capture_output=True).stdout.split()[0])
    gzip = packed(plain)
    rows = table(options.tunegate, plain, gzip, head(plain, START_UP_EXAMPLES))
    sizes = [os.path.getsize(path) / 1e6 for path in (plain, gzip)]
    print(f"{plain}: {examples:,} examples, {sizes[0]:.1f} MB, {sizes[1]:.1f} MB as gzip")
    load = "%.2f %.2f %.2f" % os.getloadavg()
    print(f"median of {options.rounds} rounds, load average {load} at the start\n", flush=True)

    seen = []
    for number in range(1, options.rounds + 1):
        for row in rows:
            if row.failure:
                continue
            looks = run(row)
            seen += looks
            shares = ["?" if share is None else f"{share:.1%}" for share in looks]
            busy = "  BUSY" if any(share is not None and share > BUSY_LIMIT for share in looks) else ""
            if sys.stderr.isatty() or busy:
                looked = f"others {shares[0]} before, {shares[1]} during"
                print(f"round {number} {row.name}: {looked}{busy}", file=sys.stderr)
    show(rows)
    show_ratios(rows, examples)
    print()
    show_idleness(seen)
    failures = [row.failure for row in rows if row.failure]
    for failure in failures:
        print(f"failed: {failure}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
