#!/usr/bin/env python3
"""What a run on Spark costs, computed from what one run was measured to cost: the tables of docs/planning.md.

    python3 planning.py BYTES EXAMPLE_BYTES     one set, e.g. 1e12 1026

Standard library only.
"""

import math
import sys

# Measured: 200,000 chat examples of 205 MB in eight files, two cores that other programs used too, Spark 4.0.1.
READ = 13.6e-9  # CPU seconds a byte, tunegate check --part --state-out
KEYS = 10e-6  # CPU seconds an example, Spark: exact and normalized
BAND = 1.2e-6 + 1.4e-6  # CPU seconds a band record: Java, Python
STEPS = 20e-6  # CPU seconds an example: tunegate shuffle, four steps together
PAIR = 32e-6  # CPU seconds a pair of rows to compare: Java
MERGE = 6e-6  # CPU seconds an example, on one core
KEY_BYTES, BAND_BYTES, PAIR_BYTES, ROW_BYTES, REPEAT_BYTES = 22, 11, 28, 168, 16  # as Spark compressed them
LEFT = 0.953  # examples that are neither exact nor normalized repetitions
REPEATED = 0.095  # examples that repeat another in any way
PAIRS, TOLD = 0.26, 0.88  # pairs an example; rows told a pair

# Fixed by the program.
BANDS, HEADS, KEYS_OF_A_BAND = 32, 5, 2**32
MERGE_BYTES = 46  # columns an example, and 16 bytes while contradictions are looked for
REPEAT_MEMORY = 60  # a repetition in the driver
DRIVER_BYTES = 150e6  # program, texts, models
MOST_EXAMPLES = 2**32
PART, MOST_PARTS = 512e6, 50_000  # bytes of a part, and how many parts there should be at most
STATE_TEXTS = 12.6e6  # texts for the models in a state, whatever its size
STEP_ROW = 250  # bytes of memory a row in a step
STATE_ROW = 195  # a row in a state


def poisson(mean: float) -> float:
    """The members before one in a bucket that it is paired with, at most HEADS, where `mean` come before it."""
    return sum(min(k, HEADS) * math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in range(1, 400))


def chance(left: float) -> float:
    """Pairs of a row that share a bucket by chance alone: keys have 32 bits."""
    steps = 50
    load = left / KEYS_OF_A_BAND
    return BANDS * sum(poisson(load * (i + 0.5) / steps) for i in range(steps)) / steps


def plan(size: float, example: float) -> dict[str, float]:
    count = size / example
    left = count * LEFT
    pairs = count * PAIRS
    by_chance = left * chance(left)
    told = pairs * TOLD + by_chance
    part = max(PART, size / MOST_PARTS)
    parts = max(1, size / part)
    cpu = {
        "read": size * READ,
        "keys": count * KEYS,
        "bands": left * BANDS * BAND,
        "pairs": (pairs + by_chance) * PAIR,
        "steps": count * STEPS,
        "merge": count * MERGE,
    }
    network = {
        "keys": count * KEY_BYTES,
        "bands": left * BANDS * BAND_BYTES,
        "pairs": (pairs + by_chance) * PAIR_BYTES,
        "rows": told * ROW_BYTES,
        "repeats": count * REPEATED * REPEAT_BYTES,
    }
    return {
        "examples": count, "parts": parts, "chance pairs an example": by_chance / count,
        **{f"CPU hours: {name}": value / 3600 for name, value in cpu.items()},
        "CPU hours: all": sum(cpu.values()) / 3600,
        **{f"GB over the network: {name}": value / 1e9 for name, value in network.items()},
        "GB over the network: all": sum(network.values()) / 1e9,
        "GB of states": (parts * STATE_TEXTS + count * STATE_ROW) / 1e9,
        "GB of memory: driver": (count * (MERGE_BYTES + REPEATED * REPEAT_MEMORY) + DRIVER_BYTES) / 1e9,
        "GB of memory: a step for a part": (min(part, size) / example * STEP_ROW + 40e6) / 1e9,
    }  # fmt: skip


def number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def main() -> None:
    if len(sys.argv) == 3:
        sets = [(float(sys.argv[1]), float(sys.argv[2]))]
    else:
        sets = [(1e12, 1026), (4e12, 1026), (100e12, 25e3), (100e12, 1026)]
    plans = [plan(*each) for each in sets]
    names = [f"{size / 1e12:g} TB, {example / 1e3:.3g} KB an example" for size, example in sets]
    print("| computed | " + " | ".join(names) + " |")
    print("|---|" + "---|" * len(sets))
    for key in plans[0]:
        print(f"| {key} | " + " | ".join(number(each[key]) for each in plans) + " |")
    print("| one report | " + " | ".join("yes" if p["examples"] < MOST_EXAMPLES else "**no**" for p in plans) + " |")


if __name__ == "__main__":
    main()
