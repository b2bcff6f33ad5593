#!/usr/bin/env python3
"""Measures tunegate's JSON Schema engine beside orjson + jsonschema-rs, in the same run.

    schema_speed.py [--megabytes N] [--rounds R] [--schema FILE] TUNEGATE

A corpus of OpenAI's chat format (about 700 bytes a line: system messages, several turns, weights, tool calls) is made
from a seed and judged by openai-chat.schema.json (from formats/ in $TUNEGATE_SHARED, else in ../shared beside the
checkout). The two take turns; each figure is CPU time, user + system, of one thread, and the median of the rounds. Both
read the file line by line; ours also holds the start of the process.

Exits with 1 when a bar is missed: parse + validate at least 4 times the throughput, distinct tool schemas compiled in
at most 20 µs each; and when the verdicts differ. Needs `pip install jsonschema-rs orjson`; nothing of it is part of the
product.
"""

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import jsonschema_rs
import orjson

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
SHARED = os.environ.get("TUNEGATE_SHARED") or os.path.join(ROOT, "..", "shared")
RATIO = 4
COMPILE_MICROSECONDS = 20
TOOLS = 50_000
KEPT_ROUNDS = 10
WORDS = (
    "river table stone market engine letter garden signal copper winter method record bridge window "
    "planet doctor castle "
    "orange memory button harbor ticket valley mirror silver circle answer report simple follow travel listen measure "
    "carry open choose gather explain compare reduce collect quickly often early across between without"
).split()
# What else stands in texts, and in what share of them.
SPICES = ((0.15, "naïve – “quoted” über"), (0.3, "\n\n"), (0.2, '"so"'), (0.02, "日本語のテキスト"))
TYPES = ("string", "string", "string", "integer", "number", "boolean")


def text(dice, low, high):
    words = dice.choices(WORDS, k=dice.randrange(low, high))
    for share, spice in SPICES:
        if dice.random() < share:
            words.insert(dice.randrange(len(words) + 1), spice)
    return " ".join(words).capitalize() + "."


def tool(dice, number):
    """A function as people declare them, different from every other one."""
    properties = {}
    for index in range(dice.randrange(1, 5)):
        name = f"{dice.choice(WORDS[:40])}_{index}"
        properties[name] = {"type": dice.choice(TYPES), "description": text(dice, 3, 9)}
        if properties[name]["type"] == "string" and dice.random() < 0.3:
            properties[name]["enum"] = dice.sample(WORDS[:40], 3)
    if dice.random() < 0.3:
        properties["list"] = {"type": "array", "items": {"type": "string"}, "minItems": 1}
    parameters = {"type": "object", "properties": properties, "required": [next(iter(properties))]}
    if dice.random() < 0.5:
        parameters["additionalProperties"] = False
    return {"name": f"function_{number}", "description": text(dice, 4, 12), "parameters": parameters}


def example(dice, tools):
    messages = []
    if dice.random() < 0.5:
        messages.append({"role": "system", "content": text(dice, 6, 16)})
    found = {"messages": messages}
    for turn in range(dice.choice((1, 1, 1, 2, 2, 3))):
        messages.append({"role": "user", "content": text(dice, 5, 20)})
        if turn == 0 and dice.random() < 0.12:
            function = dice.choice(tools)
            found["tools"] = [{"type": "function", "function": function}]
            call = {"name": function["name"], "arguments": json.dumps({"a": text(dice, 1, 4)})}
            messages.append(
                {
                    "role": "assistant",
                    "content": None,
                    "tool_calls": [{"id": "call_1", "type": "function", "function": call}],
                }
            )
            messages.append({"role": "tool", "tool_call_id": "call_1", "content": text(dice, 3, 12)})
        answer = {"role": "assistant", "content": text(dice, 8, 44)}
        if dice.random() < 0.2:
            answer["weight"] = dice.choice((0, 1))
        messages.append(answer)
    return found


def children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def ours(*arguments):
    """CPU seconds and output of a stage."""
    before = children()
    run = subprocess.run(arguments, stdout=subprocess.PIPE, check=True)
    return children() - before, run.stdout


def theirs(work):
    before = time.process_time()
    result = work()
    return time.process_time() - before, result


def judged(path, validator):
    loads, is_valid = orjson.loads, validator.is_valid
    with open(path, "rb") as file:
        return sum([is_valid(loads(line)) for line in file])


def loaded(path):
    loads = orjson.loads
    with open(path, "rb") as file:
        for line in file:
            loads(line)


def measure_chat(options, schema_path, folder):
    dice = random.Random(7)
    tools = [tool(dice, number) for number in range(500)]
    path = os.path.join(folder, "chat.jsonl")
    with open(path, "wb") as file:
        while file.tell() < options.megabytes * 1_000_000:
            file.write(orjson.dumps(example(dice, tools)) + b"\n")
    size, count = os.path.getsize(path), sum(1 for _ in open(path, "rb"))
    validator = jsonschema_rs.validator_for(orjson.loads(open(schema_path, "rb").read()))
    stage = [options.tunegate, "bench-schema"]
    rows = {name: [] for name in ("parse", "validate", "orjson", "jsonschema-rs", "once", "more")}
    for _ in range(options.rounds):
        rows["parse"].append(ours(*stage, "parse", schema_path, path)[0])
        rows["orjson"].append(theirs(lambda: loaded(path))[0])
        seconds, verdicts = ours(*stage, "validate", "--verdicts", schema_path, path)
        rows["validate"].append(seconds)
        seconds, valid = theirs(lambda: judged(path, validator))
        rows["jsonschema-rs"].append(seconds)
        rows["once"].append(ours(*stage, "kept", schema_path, path)[0])
        rows["more"].append(ours(*stage, "kept", "--rounds", str(KEPT_ROUNDS + 1), schema_path, path)[0])
        if verdicts.count(b"1") != valid or len(verdicts) != count:
            sys.exit(
                f"tunegate accepts {verdicts.count(b'1')} of {len(verdicts)} lines, jsonschema-rs {valid} of {count}"
            )
    ratio = statistics.median(b / a for a, b in zip(rows["validate"], rows["jsonschema-rs"]))
    middle = {name: statistics.median(values) for name, values in rows.items()}

    def each(seconds):
        return f"{seconds / count * 1e9:7,.0f} ns a document"

    def rate(seconds):
        return f"{size / seconds / 1e6:7,.0f} MB a CPU second"

    print(f"{count:,} lines, {size / 1e6:.1f} MB, {size / count:.0f} bytes a line, {valid:,} valid by both")
    print(f"parse                    {rate(middle['parse'])}   orjson {rate(middle['orjson'])}")
    print(
        f"parse + validate         {rate(middle['validate'])}   orjson + jsonschema-rs {rate(middle['jsonschema-rs'])}"
    )
    print(f"ratio of the two         {ratio:7.1f}   wanted: at least {RATIO}")
    alone = each(middle["validate"] - middle["parse"])
    print(f"validate, by difference  {alone}   jsonschema-rs {each(middle['jsonschema-rs'] - middle['orjson'])}")
    print(f"validate, kept tapes     {each((middle['more'] - middle['once']) / KEPT_ROUNDS)}")
    return ratio >= RATIO


def measure_compile(options, schema_path, folder):
    dice = random.Random(11)
    schemas = [orjson.dumps(tool(dice, number)["parameters"]) for number in range(TOOLS)]
    schemas = [schema for schema in dict.fromkeys(schemas) if 100 <= len(schema) <= 900]
    path, empty = os.path.join(folder, "tools.jsonl"), os.path.join(folder, "empty.jsonl")
    with open(path, "wb") as file:
        file.write(b"\n".join(schemas) + b"\n")
    open(empty, "wb").write(b"{}\n")
    mine, others = [], []
    for _ in range(options.rounds):
        start = ours(options.tunegate, "bench-schema", "compile", schema_path, empty)[0]
        seconds, verdicts = ours(options.tunegate, "bench-schema", "compile", "--verdicts", schema_path, path)
        if verdicts != b"1" * len(schemas):
            sys.exit(f"tunegate compiles {verdicts.count(b'1')} of {len(schemas)} tool schemas")
        mine.append((seconds - start) / len(schemas) * 1e6)
        loaded_schemas = [orjson.loads(schema) for schema in schemas]
        seconds = theirs(lambda: [None for schema in loaded_schemas if jsonschema_rs.validator_for(schema) is None])[
            0
        ]
        others.append(seconds / len(schemas) * 1e6)
    mean = sum(map(len, schemas)) / len(schemas)
    print(
        f"compile                  {statistics.median(mine):7.1f} µs each of {len(schemas):,} distinct tool schemas "
        f"of {mean:.0f} "
        f"bytes   jsonschema-rs {statistics.median(others):.1f} µs   wanted: at most {COMPILE_MICROSECONDS} µs"
    )
    return statistics.median(mine) <= COMPILE_MICROSECONDS


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("tunegate")
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--schema", default=os.path.join(SHARED, "formats", "openai-chat.schema.json"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        passed = [measure(options, options.schema, folder) for measure in (measure_chat, measure_compile)]
    sys.exit(0 if all(passed) else 1)


if __name__ == "__main__":
    main()
