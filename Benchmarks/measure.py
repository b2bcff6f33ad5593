"""What a command costs, and how idle the machine was meanwhile. Shared by bench.py and peers.py."""

import dataclasses
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time

SUPERVISOR = os.path.join(os.path.dirname(os.path.abspath(__file__)), "supervise.py")
# Others may use this share of one processor: the rest of it is then idle beside a run on one thread.
BUSY_LIMIT = 0.10
# Ticks of /proc/stat are 10 ms: what others did during a shorter run cannot be told from them.
SHORTEST_LOOK = 0.5


# --- The machine --------------------------------------------------------------------------------------------------


def ticks():
    """Busy and all ticks of all processors since boot; None where /proc is not. What a hypervisor takes is busy."""
    try:
        with open("/proc/stat") as stat:
            counts = [int(n) for n in stat.readline().split()[1:9]]
    except OSError:
        return None
    return sum(counts) - counts[3] - counts[4], sum(counts)


def used_by_others(before, after, own_seconds=0.0):
    """Processors that others kept busy between two looks, the command's own CPU seconds apart; 0 to all of them."""
    if before is None or after is None or after[1] <= before[1]:
        return None
    own = own_seconds * os.sysconf("SC_CLK_TCK")
    return max(0.0, (after[0] - before[0] - own) / (after[1] - before[1])) * (os.cpu_count() or 1)


def load():
    return "%.2f %.2f %.2f" % os.getloadavg()


def machine():
    """One line on what it was measured on."""
    model = "unknown processor"
    try:
        with open("/proc/cpuinfo") as lines:
            model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), model)
    except OSError:
        pass
    return f"{model}, {os.cpu_count()} processors, {os.uname().sysname} {os.uname().release}"


# --- A run --------------------------------------------------------------------------------------------------------


@dataclasses.dataclass
class Cost:
    """One run of a command with all its descendants. Seconds, bytes; `others` are processors that others kept busy, in
    the second before and during the run, None where that is not known."""

    cpu: float
    wall: float
    peak: int
    status: int
    processes: int
    before: float | None
    during: float | None
    output: str
    errors: str
    stopped: bool = False

    @property
    def is_quiet(self):
        """Whether the wall time can be trusted; None where nobody looked."""
        known = [share for share in (self.before, self.during) if share is not None]
        return all(share <= BUSY_LIMIT for share in known) if known else None

    @property
    def failure(self):
        """How it ended, with the last of what it said."""
        code = self.status
        ended = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        said = [line.strip() for line in self.errors.splitlines() if line.strip()]
        return f"stopped after {self.wall:.0f} s" if self.stopped else ": ".join([ended] + said[-1:])[:300]


def run(command, limit=0, environment=None, looks=True):
    """Runs a command; its standard output is kept, so it should be short. Raises OSError when it cannot be started."""
    before = ticks()
    if looks:
        time.sleep(1)
    start = ticks()
    receiving, sending = os.pipe()
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        subprocess.run(
            [sys.executable, "-I", "-S", SUPERVISOR, str(sending), str(limit), *command], check=True, stdout=output,
            stderr=errors, stdin=subprocess.DEVNULL, pass_fds=[sending], env=environment)
        end = ticks()
        os.close(sending)
        with open(receiving) as said:
            cost = json.load(said)
        if "error" in cost:
            raise OSError(cost["error"])
        output.seek(0)
        errors.seek(0)
        texts = [file.read(1 << 20).decode(errors="replace") for file in (output, errors)]
    is_long = cost["wall"] >= SHORTEST_LOOK
    return Cost(
        cost["cpu"], cost["wall"], cost["peak"], cost["status"], cost["processes"],
        used_by_others(before, start) if looks else None,
        used_by_others(start, end, cost["cpu"]) if is_long else None, *texts, stopped=cost["stopped"])


class Row:
    """One command of a table, with what its runs cost."""

    def __init__(self, name, command, size=None, examples=None, allowed=(0,), limit=0, environment=None):
        self.name = name
        self.command = command
        # Bytes of decompressed text, for MB per CPU second; None when the rate means nothing.
        self.size = size
        self.examples = examples
        self.allowed = allowed
        self.limit = limit
        self.environment = environment
        self.costs = []
        self.failure = None

    def measure(self, looks=True):
        """Runs it once more, unless it has failed before."""
        if self.failure:
            return
        try:
            cost = run(self.command, self.limit, self.environment, looks)
        except OSError as error:
            self.failure = str(error)
            return
        self.costs.append(cost)
        if cost.status not in self.allowed:
            self.failure = cost.failure
        elif cost.is_quiet is False and sys.stderr.isatty():
            print(f"{self.name}: machine busy, {quietness(cost)}", file=sys.stderr)

    def median(self, column):
        """Of `cpu`, `wall` or `peak`; None before the first run."""
        values = [getattr(cost, column) for cost in self.costs]
        return statistics.median(values) if values else None

    @property
    def cpu(self):
        return self.median("cpu")

    @property
    def wall(self):
        """The median of the runs on a quiet machine, of all when there is none of these."""
        walls = [cost.wall for cost in self.costs if cost.is_quiet] or [cost.wall for cost in self.costs]
        return statistics.median(walls) if walls else None

    @property
    def peak(self):
        return self.median("peak")

    @property
    def mark(self):
        """What goes behind a wall time that cannot be trusted."""
        if any(cost.is_quiet for cost in self.costs):
            return ""
        return " ?" if all(cost.is_quiet is None for cost in self.costs) else " busy"

    def record(self):
        """For the JSON file."""
        return {
            "name": self.name, "command": self.command, "bytes": self.size, "examples": self.examples,
            "failure": self.failure, "cpu": self.cpu, "wall": self.wall, "peak": self.peak,
            "runs": [
                {"cpu": c.cpu, "wall": c.wall, "peak": c.peak, "processes": c.processes, "others-before": c.before,
                 "others-during": c.during} for c in self.costs
            ],
        }


def percent(share):
    return f"{100 * share:.0f} %"


def quietness(cost):
    shares = ["?" if share is None else percent(share) for share in (cost.before, cost.during)]
    return f"others used {shares[0]} of a processor before, {shares[1]} during"


def quietness_lines(rows):
    """Whether wall times can be trusted."""
    costs = [cost for row in rows for cost in row.costs]
    known = [share for cost in costs for share in (cost.before, cost.during) if share is not None]
    if not known:
        return [f"{machine()}. How idle it was is not known."]
    busy = sum(cost.is_quiet is False for cost in costs)
    middle, most = percent(statistics.median(known)), percent(max(known))
    lines = [f"{machine()}. Others used {middle} of a processor in the median, at most {most}."]
    if busy:
        lines.append(
            f"The machine was busy in {busy} of {len(costs)} runs: others used more than {percent(BUSY_LIMIT)} of a "
            "processor. CPU seconds and their ratios can be trusted, wall times that are marked cannot.")
    return lines


# --- Tables -------------------------------------------------------------------------------------------------------


def markdown(heads, rows, left=1):
    """Cells as a Markdown table; all columns but the first ones stand to the right. A row may be short."""
    lines = [f"| {' | '.join(heads)} |", "|" + "|".join(["---"] * left + ["--:"] * (len(heads) - left)) + "|"]
    padded = [row + [""] * (len(heads) - len(row)) for row in rows]
    return "\n".join(lines + [f"| {' | '.join(row)} |" for row in padded]) + "\n"


def terminal(heads, rows, left=1):
    """Cells in columns as wide as their widest; all but the first ones stand to the right. What stands at the end of a
    row that is short goes beyond its column."""
    whole = [row for row in [heads, *rows] if len(row) == len(heads)]
    parts = whole + [row[:-1] for row in rows if len(row) < len(heads)]
    widths = [max(len(row[i]) for row in parts if i < len(row)) for i in range(len(heads))]

    def line(row):
        cells = [c.ljust(w) if i < left else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths))]
        if len(row) < len(heads):
            cells[-1] = row[-1]
        return "  ".join(cells).rstrip()

    return "\n".join(line(row) for row in [heads, *rows]) + "\n"


def seconds(value):
    """Three digits that mean something."""
    if value is None:
        return "-"
    return f"{value:.3f}" if value < 10 else f"{value:.1f}" if value < 1000 else f"{value:.0f}"


def megabytes(value):
    return "-" if value is None else f"{value / 1e6:.0f}" if value >= 1e7 else f"{value / 1e6:.1f}"


@dataclasses.dataclass
class Section:
    """What is printed about one question, and goes into a document."""

    name: str
    title: str
    # Heads and rows of cells.
    tables: list
    notes: list
    rows: list
    # Columns of text.
    left: int = 1

    def print(self):
        print(f"\n{self.title}\n")
        for heads, cells in self.tables:
            print(terminal(heads, cells, self.left))
        for line in self.notes + quietness_lines(self.rows):
            print(line)
        sys.stdout.flush()

    @property
    def markdown(self):
        """A wall time of a busy machine is not written down: in a document it would be taken for a figure."""
        tables = [
            markdown(heads, [[re.sub(r"^[\d.]+ busy$", "busy", cell) for cell in row] for row in cells], self.left)
            for heads, cells in self.tables
        ]
        notes = " ".join(self.notes + quietness_lines(self.rows))
        return "\n".join([f"{self.title}.\n", *tables, notes + "\n"])


def update(path, sections):
    """Puts each section between its two comments in a document. Raises ValueError when they are not there."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for section in sections:
        start, end = f"<!-- {section.name}: written by Benchmarks -->\n", f"<!-- end of {section.name} -->\n"
        if text.count(start) != 1 or text.count(end) != 1:
            raise ValueError(f"{path}: expected the lines {start.strip()} and {end.strip()} once each")
        head, rest = text.split(start)
        text = head + start + "\n" + section.markdown + "\n" + end + rest.split(end)[1]
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def write_json(path, value):
    with open(path, "w", encoding="utf-8") as out:
        json.dump(value, out, indent=1)
        out.write("\n")
