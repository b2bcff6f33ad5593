#!/usr/bin/env python3
"""Measures tunegate: its stages, its workers, and how cost grows with the set.

    bench.py [--only stages,workers,curve] [--examples N] [--curve N[,N...]] [--rounds R] [--corpus FILE]
             [--json FILE] [--update FILE] [--cache FOLDER] TUNEGATE

stages   on N examples, plain, as gzip and as zstd: programs that only count lines or decompress, then tunegate's own
         stages, then its groups of rules one after the other, then the whole audit. On one thread.
workers  the whole audit with one and with two workers in turn, and how idle the machine was beside them.
curve    the whole audit at 10,000, 100,000, 1,000,000 examples up to the number given (or at the numbers given).

Every row runs R times, the rows in turn; medians are printed. CPU seconds are user + system of the command and all its
descendants; MB are 10^6 bytes of decompressed text. Before each run the script looks for one second how busy the
machine is, and during the run what others used. A wall time is marked `busy` when others used more than 10 % of one
processor: a run on one thread must find the rest of another one idle.

Corpora are made from a seed by corpora.py and kept in .build/bench beside Benchmarks. Standard library only.
"""

import argparse
import os
import shutil
import subprocess
import sys

import corpora
import measure
from measure import Row, Section, megabytes, seconds

HERE = os.path.dirname(os.path.abspath(__file__))
SECTIONS = ("stages", "workers", "curve")
SIZES = (10_000, 100_000, 1_000_000, 4_000_000)
# Larger sets than this are audited once.
ONCE_ABOVE = 1_000_000
START_UP_EXAMPLES = 1000
JUDGED = (0, 1)


# --- Stages -------------------------------------------------------------------------------------------------------


def inflater(folder):
    """A command that only inflates a .gz with zlib: inflate.c, else Python's zlib."""
    compiler, program = shutil.which("cc"), os.path.join(folder, "inflate")
    if compiler:
        source = os.path.join(HERE, "inflate.c")
        built = subprocess.run(
            [compiler, "-O2", "-o", program, source, "-lz"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if built.returncode == 0:
            return "zlib inflate alone (C)", [program]
    code = (
        "import sys, zlib\n"
        "inflate = zlib.decompressobj(31)\n"
        "with open(sys.argv[1], 'rb') as file:\n"
        "    while block := file.read(1 << 20):\n"
        "        while block:\n"
        "            inflate.decompress(block, 1 << 20)\n"
        "            block = inflate.unconsumed_tail\n")
    return "zlib inflate alone (Python)", [sys.executable, "-I", "-S", "-c", code]


def groups(tunegate):
    """The groups of rules, in the order in which the program lists them."""
    listed = subprocess.run([tunegate, "rules"], check=True, capture_output=True, text=True).stdout.splitlines()
    column = listed[0].split().index("group")
    rows = [line.split() for line in listed[1 : listed.index("")]]
    return list(dict.fromkeys(row[column] for row in rows))


def stage_rows(options, store, plain, examples):
    """Rows by form of the file."""
    size = os.path.getsize(plain)
    gz, zst = store.gzip(plain), store.zstd(plain) if shutil.which("zstd") else None

    def row(name, *command, allowed=(0,)):
        return Row(name, list(command), size, examples, allowed)

    def check(name, path, *more):
        return row(name, options.tunegate, "check", "-q", "--no-progress", "--jobs", "1", *more, path, allowed=JUDGED)

    def stage(name, path):
        return row(f"stage {name}", options.tunegate, "bench-stage", name, path)

    chosen, sums = [], []
    for group in groups(options.tunegate):
        chosen.append(group)
        name = f"rules: {group}" if len(chosen) == 1 else f"+ {group}"
        sums.append(check(name, plain, "--select", ",".join(chosen)))
    rows = {
        "plain": [row("wc -l", "wc", "-l", plain)] + [stage(name, plain) for name in ("read", "parse", "features")]
        + sums + [check("whole audit", plain)],
    }
    name, command = inflater(store.folder)
    rows["gzip"] = [row(name, *command, gz), row("gzip -dc", "gzip", "-dc", gz)]
    if shutil.which("igzip"):
        rows["gzip"].append(row("igzip -dc (ISA-L)", "igzip", "-dc", gz))
    rows["gzip"] += [stage("inflate", gz), stage("parse", gz), check("whole audit", gz)]
    if zst:
        rows["zstd"] = [row("zstd -dc", "zstd", "-q", "-dc", zst), stage("inflate", zst), stage("parse", zst)]
        rows["zstd"].append(check("whole audit", zst))
    return rows


def stages(options, store):
    plain, examples = corpus(options, store)
    forms = stage_rows(options, store, plain, examples)
    for rows in forms.values():
        for row in rows:
            # Programs that print what they decompress are not to be measured by what becomes of it.
            row.command = silent(row.command) if "-dc" in row.command else row.command
    rounds(options, [row for rows in forms.values() for row in rows])
    heads = ["", "CPU s", "more", "MB/CPU s", "µs/example", "peak MB", "× wc -l"]
    base = forms["plain"][0].cpu
    tables = []
    for form, rows in forms.items():
        cells, last = [], None
        for row in rows:
            if row.failure:
                cells.append([row.name, row.failure])
                continue
            is_next = row.name.startswith(("+", "stage parse", "stage features")) and last is not None
            more = f"{row.cpu - last:+.3f}" if is_next else ""
            cells.append([
                row.name, seconds(row.cpu), more, f"{row.size / 1e6 / row.cpu:.0f}",
                f"{row.cpu / examples * 1e6:.2f}", megabytes(row.peak), f"{row.cpu / base:.1f}" if base else "-"])
            last = row.cpu
        tables.append(([form, *heads[1:]], cells))
    size = os.path.getsize(plain)
    title = f"Stages: {examples:,} examples, {size / 1e6:.0f} MB, {size / examples:.0f} bytes each, one thread, "
    title += f"median of {options.rounds}"
    notes = [] if shutil.which("igzip") else ["igzip (Debian: isal) is not installed: no row for ISA-L."]
    notes += [] if "zstd" in forms else ["zstd is not installed: no rows for it."]
    return Section("stages", title, tables, notes, [row for rows in forms.values() for row in rows])


def silent(command):
    """The same with standard output thrown away."""
    return ["sh", "-c", 'exec "$@" > /dev/null', "sh", *command]


# --- Workers ------------------------------------------------------------------------------------------------------


def workers(options, store):
    plain, examples = corpus(options, store)
    forms = {"plain": plain, "gzip": store.gzip(plain)}
    few = min(examples, START_UP_EXAMPLES)
    small = store.head(plain, few)
    rows = []
    size = os.path.getsize(plain)
    for form, path in forms.items():
        for jobs in (1, 2):
            rows.append(Row(f"{form}, --jobs {jobs}", check(options, path, jobs), size, examples, JUDGED))
    rows.append(Row(f"{few:,} examples", check(options, small, 2), None, few, JUDGED))
    rounds(options, rows)
    heads = ["", "CPU s", "wall s", "speed-up", "peak MB", "idle", "quiet runs"]
    cells = []
    for i, row in enumerate(rows):
        if row.failure:
            cells.append([row.name, row.failure])
            continue
        one = rows[i - 1] if row.name.endswith("jobs 2") else None
        ratio = ""
        if one and not one.failure:
            ratio = "machine busy" if one.mark or row.mark else f"{one.wall / row.wall:.2f}"
        quiet = sum(cost.is_quiet is True for cost in row.costs)
        cells.append([
            row.name, seconds(row.cpu), wall(row), ratio, megabytes(row.peak), idle(row), f"{quiet}/{len(row.costs)}"])
    notes = [
        "Idle: how much of one processor was left by what else ran, before and during the run, at its worst; below "
        "90 % a wall time is marked busy and gives no speed-up."
    ]
    title = f"Workers: {examples:,} examples, the whole audit, median of {options.rounds}"
    return Section("workers", title, [(heads, cells)], notes, rows)


def idle(row):
    shares = [share for cost in row.costs for share in (cost.before, cost.during) if share is not None]
    return measure.percent(max(0.0, 1 - max(shares))) if shares else "?"


def wall(row):
    return seconds(row.wall) + row.mark


# --- Curve --------------------------------------------------------------------------------------------------------


def curve_sizes(text):
    numbers = [int(number) for number in text.split(",") if number]
    if len(numbers) != 1:
        return numbers
    return [size for size in SIZES if size < numbers[0]] + numbers


def curve(options, store):
    """Time and memory of an example at each size, and of each example more than in the size before."""
    rows = {}
    for size in options.curve:
        path = store.chat(size)
        rows[size] = [
            Row(f"{size:,}, --jobs {jobs}", check(options, path, jobs), os.path.getsize(path), size, JUDGED)
            for jobs in (1, 2)
        ]
    rounds(options, [row for pair in rows.values() for row in pair])
    heads = [
        "examples", "jobs", "MB", "runs", "CPU s", "wall s", "µs/example", "growth", "µs/further", "peak MB",
        "bytes/example", "bytes/further",
    ]
    cells = []
    for jobs in (0, 1):
        column = [pair[jobs] for pair in rows.values()]
        cells += [curve_cells(column, i, jobs + 1) for i in range(len(column))]
    notes = [
        "growth: CPU of an example against that at the smallest size; 1.00 is linear, less means a fixed cost. "
        "further: what each example adds to the CPU time and to the peak of the size before."
    ]
    everything = [row for pair in rows.values() for row in pair]
    return Section("curve", "Curve: the whole audit", [(heads, cells)], notes, everything)


def curve_cells(column, i, jobs):
    row, first, before = column[i], column[0], column[i - 1] if i else None
    if row.failure:
        return [f"{row.examples:,}", str(jobs), row.failure]
    each, time, memory = row.cpu / row.examples, "", ""
    growth = f"{each / (first.cpu / first.examples):.2f}" if not first.failure else ""
    if before and not before.failure:
        further = row.examples - before.examples
        time = f"{(row.cpu - before.cpu) / further * 1e6:.1f}"
        memory = f"{(row.peak - before.peak) / further:.0f}"
    return [
        f"{row.examples:,}", str(jobs), megabytes(row.size), str(len(row.costs)), seconds(row.cpu), wall(row),
        f"{each * 1e6:.1f}", growth, time, megabytes(row.peak), f"{row.peak / row.examples:.0f}", memory]


# --- All ----------------------------------------------------------------------------------------------------------


def check(options, path, jobs):
    return [options.tunegate, "check", "-q", "--no-progress", "--jobs", str(jobs), path]


def corpus(options, store):
    """Path and number of examples."""
    if options.corpus:
        return options.corpus, corpora.count_lines(options.corpus)
    return store.chat(options.examples), options.examples


def rounds(options, rows):
    for number in range(options.rounds):
        for row in rows:
            if number > 0 and (row.examples or 0) > ONCE_ABOVE:
                continue
            row.measure(looks=not options.no_look)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tunegate", help="the executable to measure")
    parser.add_argument("--only", default=",".join(SECTIONS), help="sections, with commas between; default: all")
    parser.add_argument("--examples", type=int, default=500_000, help="size for stages and workers")
    parser.add_argument("--curve", default="1000000", help="largest size, or sizes with commas between")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--corpus", help="a JSONL file for stages and workers, instead of the generated one")
    parser.add_argument("--cache", default=os.path.join(HERE, "..", ".build", "bench"), help="where corpora are kept")
    parser.add_argument("--json", help="write every run to this file")
    parser.add_argument("--update", help="write the tables into this document, between their comments")
    parser.add_argument("--no-look", action="store_true", help="do not look for a second before each run")
    options = parser.parse_args()
    try:
        options.curve = sorted(set(curve_sizes(options.curve)))
    except ValueError:
        parser.error(f"--curve {options.curve}: expected numbers with commas between")
    options.only = options.only.split(",")
    if unknown := [name for name in options.only if name not in SECTIONS]:
        parser.error(f"--only {unknown[0]}: expected {', '.join(SECTIONS)}")
    if options.rounds < 1 or options.examples < 1 or any(size < 1 for size in options.curve):
        parser.error("--rounds, --examples and --curve must be at least 1")
    # Rows are run in this folder: a configuration of somewhere else would be found.
    options.tunegate = os.path.abspath(options.tunegate)
    return options


def main():
    options = arguments()
    store = corpora.Store(os.path.abspath(options.cache))
    os.makedirs(store.folder, exist_ok=True)
    print(f"load average {measure.load()} at the start; median of {options.rounds}", flush=True)
    sections = []
    for name in options.only:
        sections.append({"stages": stages, "workers": workers, "curve": curve}[name](options, store))
        sections[-1].print()
    if options.json:
        rows = [dict(row.record(), section=section.name) for section in sections for row in section.rows]
        measure.write_json(options.json, {"machine": measure.machine(), "rows": rows})
    if options.update:
        measure.update(options.update, sections)
    failures = [f"{row.name}: {row.failure}" for section in sections for row in section.rows if row.failure]
    for failure in failures:
        print(f"failed: {failure}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
