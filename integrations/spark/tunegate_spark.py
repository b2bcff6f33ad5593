"""Tunegate on Apache Spark: one report over more data than a machine holds, the same as that of a single run.

    spark-submit tunegate_spark.py data/ --work /mnt/shared/run --report json=report.json --findings findings.jsonl

Spark reads the parts of the data side by side (`tunegate check --part`), brings equal keys together, and lets
`tunegate shuffle` do the rest. See README.md beside this file.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import IO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyspark import StorageLevel, TaskContext
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.window import Window

Batches = Iterator[pa.RecordBatch]

# Kinds of records and their words of eight bytes, as in `ShuffleStream.swift`.
KEYS, REPEATED, BANDS, WANTED, ROWS, PAIRS, REPEATS = range(1, 8)
ROW_WORDS = 25
WORDS = {KEYS: 3, REPEATED: 1, BANDS: 2, WANTED: 2, ROWS: 2 + ROW_WORDS, PAIRS: 2, REPEATS: 3}
# How a row repeats another: similarity 1 as the bits of a 32-bit number, and the kind.
EXACT, NORMALIZED = 0x3F800000 << 32, 0x3F800000 << 32 | 1
# Members of a bucket are compared with the first ones and with their predecessor.
HEADS = 4
BLOCK_BYTES = 4 << 20
PARTITION_BYTES = 128 << 20
BAND_BYTES = 32 * 16


class ToolError(Exception):
    """What a command said, and about what."""


@dataclass(frozen=True)
class Job:
    """What every task needs to know."""

    tunegate: str
    work: str
    # Where relative paths begin: the driver's working directory, if a worker has it.
    folder: str
    digest: bytes = b""

    @property
    def place(self) -> str | None:
        return self.folder if os.path.isdir(self.folder) else None

    def state(self, part: int) -> str:
        return f"{self.work}/states/{part:05d}.state"

    @property
    def plan(self) -> str:
        return f"{self.work}/plan"

    @property
    def program(self) -> str:
        found = shutil.which(self.tunegate)
        if found is None:
            raise ToolError(f"no program {self.tunegate} on {socket.gethostname()}; name its path with --tunegate")
        return found

    def header(self, kind: int) -> bytes:
        return b"tunegate" + (kind | 1 << 16 | WORDS[kind] * 8 << 32).to_bytes(8, "little") + self.digest

    def records(self, step: str, part: int, kind: int, spool: IO[bytes] | None = None) -> Iterator[np.ndarray]:
        """What a step writes, in blocks of records: one row a record, one column a word."""
        command = [self.program, "shuffle", step, "--plan", self.plan, self.state(part)]
        size = WORDS[kind] * 8
        with tempfile.TemporaryFile() as errors:
            if spool is not None:
                spool.seek(0)
            with subprocess.Popen(
                command, stdin=spool or subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors
            ) as process:
                assert process.stdout is not None
                header = process.stdout.read(32)
                while header == self.header(kind):
                    block = process.stdout.read(BLOCK_BYTES // size * size)
                    if len(block) % size or not block:
                        break
                    yield np.frombuffer(block, dtype="<i8").reshape(-1, WORDS[kind])
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip()
        if process.returncode or header != self.header(kind):
            raise ToolError(f"{' '.join(command)}: exit code {process.returncode}: {said or 'unexpected records'}")


def arrow(block: np.ndarray, names: list[str]) -> pa.RecordBatch:
    """Columns of whole numbers, and of what is left of the record as bytes where there is a name more."""
    words = block.shape[1] if len(names) == block.shape[1] else len(names) - 1
    columns = [pa.array(np.ascontiguousarray(block[:, i])) for i in range(words)]
    if words < len(names):
        rest = np.ascontiguousarray(block[:, words:])
        size = rest.shape[1] * 8
        offsets = np.arange(0, (len(rest) + 1) * size, size, dtype="<i4")
        buffers = [None, pa.py_buffer(offsets), pa.py_buffer(rest)]
        columns.append(pa.Array.from_buffers(pa.binary(), len(rest), buffers))
    return pa.RecordBatch.from_arrays(columns, names=names)


def spools(
    batches: Batches, header: bytes, encode: Callable[[pa.RecordBatch], bytes]
) -> Iterator[tuple[int, IO[bytes]]]:
    """The records of each part, in a file: batches begin with the column of parts, in order."""
    part, spool = -1, None
    for batch in batches:
        parts = batch.column(0).to_numpy()
        edges = [0, *(np.flatnonzero(np.diff(parts)) + 1), len(parts)]
        for start, end in zip(edges, edges[1:]):
            if start == end:
                continue
            if spool is None or parts[start] != part:
                if spool is not None:
                    yield part, spool
                    spool.close()
                part, spool = int(parts[start]), tempfile.TemporaryFile()
                spool.write(header)
            spool.write(encode(batch.slice(start, end - start)))
    if spool is not None:
        yield part, spool
        spool.close()


def words(*columns: pa.Array) -> np.ndarray:
    return np.stack([column.to_numpy() for column in columns], axis=1)


def through(
    frame: DataFrame, job: Job, step: str, kinds: tuple[int, int], encode: Callable[[pa.RecordBatch], bytes],
    names: list[str]
) -> DataFrame:
    """Gives each part's records, which lie together and in order, to a step for that part."""

    def run(batches: Batches) -> Batches:
        for part, spool in spools(batches, job.header(kinds[0]), encode):
            for block in job.records(step, part, kinds[1], spool):
                yield arrow(block, names)

    return frame.mapInArrow(run, schema(names))


def schema(names: list[str]) -> str:
    return ", ".join(f"{name} {'binary' if name == 'record' else 'long'}" for name in names)


# MARK: The steps


def check(spark: SparkSession, job: Job, data: list[str], parts: int, flags: list[str]) -> None:
    """Every part of the data to its state. Exit code 1 is the gate of the part, which says nothing about the whole."""
    cores = spark.conf.get("spark.task.cpus", "1")

    def run(part: int) -> tuple[int, int, str]:
        cut = ["--part", f"{part + 1}/{parts}", "--state-out", job.state(part), "--jobs", cores, "--quiet"]
        command = [job.program, "check", *data, *cut, *flags]
        done = subprocess.run(command, capture_output=True, text=True, cwd=job.place)
        said = (done.stdout + done.stderr).strip()
        if done.returncode not in (0, 1, 2):
            # Whatever killed it may be gone the next time: Spark tries again.
            raise ToolError(f"part {part + 1}/{parts}: tunegate check ended with {done.returncode}: {said}")
        return part, done.returncode, said

    results = spark.sparkContext.parallelize(range(parts), parts).map(run).collect()
    failures = [f"part {part + 1}/{parts}: {said}" for part, code, said in results if code == 2]
    if failures:
        raise ToolError("\n".join(failures))


def plan(job: Job, parts: int) -> tuple[Job, np.ndarray]:
    """Writes the plan; gives the job that knows it, and a row for each source: its number, its part, its rows."""
    command = [job.program, "shuffle", "plan", "-o", job.plan, *(job.state(part) for part in range(parts))]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise ToolError(done.stderr.strip())
    with open(job.plan, "rb") as file:
        job = replace(job, digest=file.read(16))
    return job, np.array(done.stdout.split(), dtype="i8").reshape(-1, 3)


def keys(spark: SparkSession, job: Job, parts: int) -> DataFrame:
    """The fingerprints of every example."""
    names = ["folded", "exact", "tagged"]

    def run(batches: Batches) -> Batches:
        for batch in batches:
            for part in batch.column(0).to_pylist():
                for block in job.records("keys", part, KEYS):
                    yield arrow(block, names)

    return spark.range(0, parts, 1, parts).mapInArrow(run, schema(names))


def equal(keys: DataFrame, partitions: int) -> DataFrame:
    """Exact repetitions, and normalized ones among the rest: row, the first of its kind, how.

    `tagged` is twice the row, and one more where an example can be a normalized repetition.
    """
    same = keys.repartition(partitions, "folded").sortWithinPartitions("folded", "exact")
    leaders = same.withColumn("exactly", F.min("tagged").over(Window.partitionBy("folded", "exact")))
    may = F.when(F.col("tagged").bitwiseAND(1) == 1, F.col("tagged"))
    leaders = leaders.withColumn("nearly", F.min(may).over(Window.partitionBy("folded")))
    exact = leaders.filter("tagged != exactly").selectExpr(
        "shiftright(tagged, 1) AS row", "shiftright(exactly, 1) AS of", f"{EXACT}L AS how")
    normalized = leaders.filter("tagged = exactly AND tagged & 1 = 1 AND tagged != nearly").selectExpr(
        "shiftright(tagged, 1) AS row", "shiftright(nearly, 1) AS of", f"{NORMALIZED}L AS how")
    return exact.unionAll(normalized)


def candidates(batches: Batches) -> Batches:
    """Pairs of rows that share a bucket. Buckets and their rows come in order; of the one that is open only the first
    members and the last are held, so that a bucket may be larger than memory."""
    open_buckets, open_rows, seen = np.empty(0, "i8"), np.empty(0, "i8"), 0
    for batch in batches:
        if batch.num_rows == 0:
            continue
        carried = len(open_rows)
        buckets = np.concatenate([open_buckets, batch.column(0).to_numpy()])
        rows = np.concatenate([open_rows, batch.column(1).to_numpy()])
        index = np.arange(len(rows))
        starts = np.concatenate([[True], buckets[1:] != buckets[:-1]])
        first = np.maximum.accumulate(np.where(starts, index, 0))
        # Places in the bucket: what is carried stands for `seen` members.
        place = index - first + np.where(first == 0, seen - carried, 0)
        fresh = index >= carried
        of, later = [], []
        for head in range(HEADS):
            members = np.flatnonzero(fresh & (place > head))
            of.append(rows[first[members] + head])
            later.append(rows[members])
        members = np.flatnonzero(fresh & (place > HEADS))
        of.append(rows[members - 1])
        later.append(rows[members])
        yield arrow(np.stack([np.concatenate(of), np.concatenate(later)], axis=1), ["of", "row"])
        start, seen = int(first[-1]), int(place[-1]) + 1
        kept = np.arange(start, min(start + HEADS, len(rows)))
        if seen > HEADS:
            kept = np.append(kept, len(rows) - 1)
        open_buckets, open_rows = buckets[kept], rows[kept]


def compared(batch: pa.RecordBatch) -> bytes:
    """Part, earlier row, later row (-1 before all others, with the record): the stream that `compare` reads."""
    pairs = words(batch.column(1), batch.column(2))
    described = np.flatnonzero(pairs[:, 1] == -1)
    length = np.full(len(pairs), 2)
    length[described] += ROW_WORDS
    at = np.cumsum(length) - length
    stream = np.empty(int(length.sum()), "<i8")
    stream[at], stream[at + 1] = pairs[:, 0], pairs[:, 1]
    records = batch.column(3).drop_null()
    if len(records):
        offsets = np.frombuffer(records.buffers()[1], "<i4")[records.offset : records.offset + len(records) + 1]
        table = np.frombuffer(records.buffers()[2][int(offsets[0]) : int(offsets[-1])], "<i8").reshape(-1, ROW_WORDS)
        stream[(at[described] + 2)[:, None] + np.arange(ROW_WORDS)] = table
    return stream.tobytes()


def near(spark: SparkSession, job: Job, repeats: DataFrame, sources: np.ndarray, partitions: int) -> DataFrame:
    """Near repetitions among the rows that are left."""
    parts = int(sources[:, 1].max()) + 1
    places = F.broadcast(spark.createDataFrame(sources[:, :2].tolist(), "source long, part long"))

    def with_part(frame: DataFrame, row: str, part: str) -> DataFrame:
        place = places.withColumnRenamed("part", part)
        return frame.join(place, F.shiftright(row, 32) == place["source"]).drop("source")

    def by_part(frame: DataFrame, *order: str) -> DataFrame:
        return frame.repartition(2 * parts, "part").sortWithinPartitions("part", *order)

    # A row that is none for each part: every part is asked, whether any of its rows repeats another or not.
    none = spark.range(parts).selectExpr("id AS part", "-1L AS row")
    repeated = by_part(with_part(repeats, "row", "part").select("part", "row").unionAll(none), "row")
    bands = through(
        repeated, job, "bands", (REPEATED, BANDS),
        lambda batch: batch.column(1).filter(pc.greater_equal(batch.column(1), 0)).to_numpy().tobytes(),
        ["bucket", "row"])
    buckets = bands.repartition(partitions, "bucket").sortWithinPartitions("bucket", "row")
    pairs = buckets.mapInArrow(candidates, "of long, row long").distinct()
    pairs = with_part(pairs, "row", "part").persist(StorageLevel.DISK_ONLY)

    # Each part is told once of an earlier row, however many of its own are compared with it.
    wanted = with_part(pairs.select("of", F.col("part").alias("asking")).distinct(), "of", "part")
    rows = through(
        by_part(wanted.select("part", "of", "asking"), "of"), job, "rows", (WANTED, ROWS),
        lambda batch: words(batch.column(1), batch.column(2)).tobytes(), ["part", "of", "record"])
    told = rows.selectExpr("part", "of", "-1L AS row", "record")
    asked = pairs.selectExpr("part", "of", "row", "CAST(NULL AS binary) AS record")
    return through(
        by_part(told.unionAll(asked), "of", "row"), job, "compare", (PAIRS, REPEATS), compared, ["row", "of", "how"])


def write(job: Job, repeats: DataFrame, partitions: int) -> str:
    """All repetitions in one file, in order of their rows."""
    folder = f"{job.work}/repeats"

    def run(batches: Batches) -> Batches:
        context = TaskContext.get()
        number = context.partitionId() if context else 0
        # Whichever attempt is done last gives the file its name: all write the same.
        name = f"{folder}/{number:05d}"
        scratch = f"{name}.{uuid.uuid4().hex}"
        count = 0
        with open(scratch, "wb") as file:
            for batch in batches:
                file.write(words(*batch.columns).tobytes())
                count += batch.num_rows
        os.replace(scratch, name)
        yield pa.RecordBatch.from_pydict({"number": [number], "rows": [count]})

    ordered = repeats.repartitionByRange(partitions, "row").sortWithinPartitions("row")
    written = ordered.mapInArrow(run, "number long, rows long").collect()
    path = f"{job.work}/duplicates"
    with open(path, "wb") as file:
        file.write(job.header(REPEATS))
        for number in sorted(row.number for row in written):
            with open(f"{folder}/{number:05d}", "rb") as part:
                shutil.copyfileobj(part, file, BLOCK_BYTES)
    return path


def run(spark: SparkSession, options: argparse.Namespace, checks: list[str], reports: list[str]) -> int:
    """The exit code of `tunegate merge`: 0 where the gate is open, 1 where it is closed, 2 without a judgement."""
    if __name__ != "__main__":
        # Workers load the module by its name; what the main script defines travels with each task.
        spark.sparkContext.addPyFile(os.path.abspath(__file__))
    work = os.path.abspath(options.work)
    job = Job(options.tunegate, work, os.getcwd())
    parts = options.parts or 4 * spark.sparkContext.defaultParallelism
    if os.path.exists(work) and os.listdir(work):
        raise ToolError(f"{options.work}: is not empty, expected a new folder for what the steps write")
    for folder in ("states", "repeats"):
        os.makedirs(f"{work}/{folder}")
    check(spark, job, options.data, parts, checks)
    job, sources = plan(job, parts)
    spread = max(spark.sparkContext.defaultParallelism, int(sources[:, 2].sum()) * BAND_BYTES // PARTITION_BYTES)
    spark.conf.set("spark.sql.shuffle.partitions", spread)
    repeats = equal(keys(spark, job, parts), spread).persist(StorageLevel.DISK_ONLY)
    found = repeats.unionAll(near(spark, job, repeats, sources, spread)).persist(StorageLevel.DISK_ONLY)
    duplicates = write(job, found, spread)
    states = [job.state(part) for part in range(parts)]
    code = subprocess.run([job.program, "merge", "--duplicates", duplicates, *reports, *states]).returncode
    if not options.keep:
        for folder in ("states", "repeats"):
            shutil.rmtree(f"{work}/{folder}")
        os.remove(duplicates)
        os.remove(job.plan)
    return code


# Flags of `tunegate check` with a value: those that say how a line is judged, and those that say what is told.
CHECK_FLAGS = ["config", "profile", "select", "ignore", "max-noise", "fail-on", "schema", "completion-schema"]
CHECK_FLAGS += ["schema-dir", "tokenizer", "token-pattern", "max-tokens", "eval"]
REPORT_FLAGS = ["report", "findings", "scores", "show", "color", "ladder", "baseline", "write-baseline"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="+", help="files, folders or globs that all machines see under one path")
    parser.add_argument("--work", required=True, help="a new folder that all machines see under one path")
    parser.add_argument("--parts", type=int, help="how many parts the data is cut into (default: 4 a core)")
    parser.add_argument("--tunegate", default="tunegate", help="the program, on all machines (default: on PATH)")
    parser.add_argument("--keep", action="store_true", help="keep what --work holds")
    flags = parser.add_argument_group("flags of tunegate check, see tunegate check --help")
    for name in CHECK_FLAGS + REPORT_FLAGS:
        flags.add_argument(f"--{name}", action="append", default=[], metavar="VALUE")
    options = parser.parse_args()

    def given(names: list[str]) -> list[str]:
        pairs = [(f"--{name}", value) for name in names for value in getattr(options, name.replace("-", "_"))]
        return [word for pair in pairs for word in pair]

    # Where Spark runs in this process, its workers are this Python.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = SparkSession.builder.appName("tunegate").getOrCreate()
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 1 << 16)
    try:
        return run(spark, options, given(CHECK_FLAGS), given(REPORT_FLAGS))
    except Exception as error:  # Spark wraps what a task raised.
        text = str(error)
        said = text.split("ToolError: ", 1)[-1].split("\n\n", 1)[0] if "ToolError: " in text else text
        print(f"tunegate_spark: {said}", file=sys.stderr)
        return 2
    finally:
        spark.stop()


if __name__ == "__main__":
    sys.exit(main())
