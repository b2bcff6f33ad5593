#!/usr/bin/env python3
"""Compares tunegate's verdicts with those of jsonschema-rs on mutated documents; both must always agree.

    schema_differential.py [--documents N] [--seed S] [--formats DIR] TUNEGATE

For every schema of DIR (by default formats/ in $TUNEGATE_SHARED, else in ../shared beside the checkout) and for the
nasty ones below, documents are made after the schema, changed in up to four places, spelled in several ways (escapes,
white space), and judged by both, once with `format` as an annotation and once as an assertion. Prints a row for each
schema and the first differences; exits with 1 when there is one, or when the documents of some schema are all valid or
all invalid and so would not find any. The same seed makes the same documents.

Needs `pip install jsonschema-rs orjson`; nothing of it is part of the product.
"""

import argparse
import glob
import json
import os
import random
import subprocess
import sys
import tempfile

import jsonschema_rs
import orjson

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
SHARED = os.environ.get("TUNEGATE_SHARED") or os.path.join(ROOT, "..", "shared")
BASES = 1500
SHOWN = 5
DRAFT = "https://json-schema.org/draft/%s/schema"
OLD = "http://json-schema.org/draft-0%d/schema#"

# Schemas that lean on one hard part of the standard each.
NASTY = {
    "evaluated-by-branches": {
        "properties": {"kind": {"enum": ["a", "b"]}},
        "anyOf": [
            {"properties": {"kind": {"const": "a"}, "left": {"type": "integer"}}, "required": ["left"]},
            {"properties": {"kind": {"const": "b"}, "right": {"type": "string"}}, "required": ["right"]},
        ],
        "if": {"required": ["extra"]},
        "then": {"properties": {"extra": True}},
        "unevaluatedProperties": False,
    },
    "evaluated-items": {
        "type": "array",
        "prefixItems": [{"type": "string"}],
        "contains": {"type": "number", "minimum": 2},
        "minContains": 1,
        "maxContains": 3,
        "unevaluatedItems": {"type": "boolean"},
    },
    "tree": {
        "$id": "https://example.com/tree",
        "$dynamicAnchor": "node",
        "type": "object",
        "properties": {
            "data": {"type": ["string", "null"]},
            "children": {"type": "array", "items": {"$dynamicRef": "#node"}},
        },
        "required": ["data"],
        "additionalProperties": False,
    },
    "recursive-2019": {
        "$schema": DRAFT % "2019-09",
        "$recursiveAnchor": True,
        "type": "object",
        "properties": {"value": {"type": "integer"}, "next": {"$recursiveRef": "#"}},
        "unevaluatedProperties": False,
    },
    "patterns": {
        "type": "object",
        "properties": {"ab": {"type": "integer"}},
        "patternProperties": {"^a": {"minimum": 3}, "b$": {"multipleOf": 2}, "é": {"type": "null"}},
        "additionalProperties": {"type": "string", "pattern": "^(x|yz)*$", "maxLength": 6},
        "propertyNames": {"maxLength": 5},
        "minProperties": 1,
        "maxProperties": 4,
    },
    "dependencies": {
        "properties": {"card": {"type": "string"}, "address": {"type": "string"}, "name": {"type": "string"}},
        "dependentRequired": {"card": ["address"], "address": ["name", "card"]},
        "dependentSchemas": {"name": {"properties": {"card": {"minLength": 2}}}},
    },
    "equality": {
        "properties": {
            "one": {"const": 1},
            "nested": {"enum": [{"a": [1, 2.0]}, [None, False], "x", 0]},
            "set": {"type": "array", "uniqueItems": True, "maxItems": 5},
            "zero": {"const": False},
        },
    },
    "exclusive": {
        "oneOf": [{"type": "integer"}, {"minimum": 2}, {"maxLength": 1}],
        "not": {"anyOf": [{"const": 4}, {"const": "y"}, {"type": "null"}]},
    },
    "numbers": {
        "type": "array",
        "items": {
            "anyOf": [
                {"type": "integer", "multipleOf": 3},
                {"exclusiveMinimum": 10, "maximum": 20.5},
                {"type": "number", "exclusiveMaximum": -1},
            ]
        },
    },
    "lengths": {
        "type": "object",
        "additionalProperties": {"type": "string", "minLength": 2, "maxLength": 4},
        "propertyNames": {"pattern": "^\\p{L}{1,3}$"},
    },
    "tuples-7": {
        "$schema": OLD % 7,
        "items": [{"type": "integer"}, {"$ref": "#/definitions/name", "maxLength": 1}],
        "additionalItems": {"if": {"type": "string"}, "then": {"minLength": 2}, "else": {"const": True}},
        "definitions": {"name": {"type": "string", "minLength": 1}},
    },
    "bounds-4": {
        "$schema": OLD % 4,
        "type": "object",
        "properties": {"n": {"type": "integer", "minimum": 0, "exclusiveMinimum": True}, "m": {"type": "number"}},
        "required": ["n"],
        "dependencies": {"m": ["n"], "k": {"required": ["m"]}},
    },
    "formats": {
        "type": "object",
        "properties": {
            "day": {"type": "string", "format": "date"},
            "at": {"type": "string", "format": "date-time"},
            "v4": {"format": "ipv4"},
            "v6": {"format": "ipv6"},
            "id": {"format": "uuid"},
            "mail": {"format": "email"},
            "uri": {"format": "uri"},
            "pointer": {"format": "json-pointer"},
        },
    },
}
FORMATTED = [
    "2024-02-29",
    "2023-02-29",
    "2024-13-01",
    "2024-01-01T00:00:00Z",
    "2024-01-01t23:59:60+00:00",
    "2024-01-01",
    "127.0.0.1",
    "127.0.0.256",
    "01.2.3.4",
    "::1",
    "1::2::3",
    "2eb8aa08-aa98-11ea-b4aa-73b441d16380",
    "2eb8aa08aa9811eab4aa73b441d16380",
    "joe@example.com",
    "joe@",
    "http://example.com/a?b#c",
    "//example.com",
    "/a/b~0",
    "/a~2",
    "a/b",
    "",
]
# Valid documents of schemas that chance hardly ever fulfills.
CALL = {"id": "call_1234", "type": "function", "function": {"name": "f", "arguments": "{}"}}
TOOL = {
    "type": "function",
    "function": {"name": "f", "description": "d", "parameters": {"type": "object", "properties": {}}},
}
CHAT = [
    {"role": "system", "content": "S"},
    {"role": "user", "content": "Q"},
    {"role": "assistant", "content": None, "tool_calls": [CALL]},
    {"role": "tool", "tool_call_id": "call_1234", "content": "1"},
    {"role": "assistant", "content": "A", "weight": 1},
    {
        "role": "user",
        "content": [{"type": "text", "text": "Q"}, {"type": "image_url", "image_url": {"url": "https://e.com/1"}}],
    },
    {"role": "assistant", "content": [{"type": "text", "text": "A"}]},
]
PARTS = [
    {"role": "user", "parts": [{"text": "Q"}, {"fileData": {"mimeType": "image/png", "fileUri": "gs://a/b"}}]},
    {"role": "model", "parts": [{"functionCall": {"name": "f", "args": {}}}]},
    {"role": "user", "parts": [{"functionResponse": {"name": "f", "response": {}}}]},
    {"role": "model", "parts": [{"text": "A"}]},
]
BLOCKS = [
    {"role": "user", "content": [{"text": "Q"}]},
    {"role": "assistant", "content": [{"toolUse": {"toolUseId": "a", "name": "f", "input": {}}}]},
    {"role": "user", "content": [{"toolResult": {"toolUseId": "a", "content": [{"text": "1"}]}}]},
    {"role": "assistant", "content": [{"text": "A"}]},
]
MISTRAL = [{**m, "tool_call_id": "call12345"} if m["role"] == "tool" else m for m in CHAT[:5]]
MISTRAL[2] = {"role": "assistant", "tool_calls": [{**CALL, "id": "call12345"}]}
PAIR = {"preferred_output": [CHAT[4]], "non_preferred_output": [{"role": "assistant", "content": "B"}]}
SEEDS = {
    "bedrock-nova": [{"schemaVersion": "bedrock-conversation-2024", "system": [{"text": "S"}], "messages": BLOCKS}],
    "mistral-instruct": [
        {"messages": MISTRAL, "tools": [TOOL]},
        {"messages": [CHAT[1], {"role": "assistant", "content": "A"}]},
    ],
    "openai-chat": [
        {"messages": CHAT, "tools": [TOOL], "parallel_tool_calls": False},
        {"messages": CHAT[1:2] + CHAT[4:5]},
    ],
    "openai-dpo": [{"input": {"messages": CHAT[:2], "tools": [TOOL], "parallel_tool_calls": True}, **PAIR}],
    "openai-rft": [{"messages": CHAT[:2], "tools": [TOOL], "answer": "4"}, {"messages": CHAT[1:2]}],
    "together-conversation": [{"messages": [CHAT[0], CHAT[1], {"role": "assistant", "content": "A", "weight": 0}]}],
    "together-preference": [{"input": {"messages": CHAT[:2]}, **PAIR}],
    "vertex-gemini": [{"systemInstruction": {"parts": [{"text": "S"}]}, "contents": PARTS, "tools": []}],
}
PLAIN = [
    "",
    "a",
    "b",
    "x",
    "yz",
    "y",
    "name",
    "é",
    "😀",
    "😀é",
    "line\nbreak",
    '"quoted"',
    "ab",
    "aé",
    "card",
    "text",
]
NUMBERS = [0, 1, 2, 3, 4, -1, -2, 9, 10, 12, 20, 21, 1.0, 2.0, 0.5, 20.5, 2.5, -0.0, 1e3, 6.0, 12.5, 100000, 1 << 40]


class Maker:
    """Makes documents that a schema is likely to accept, and changes them."""

    def __init__(self, schema, dice):
        self.schema, self.dice = schema, dice
        self.names, self.values = set(), []
        self.collect(schema)
        self.names = sorted(self.names) + ["é", "other"]
        self.texts = PLAIN + [v for v in self.values if isinstance(v, str)] + FORMATTED

    def collect(self, part):
        if isinstance(part, dict):
            for key, value in part.items():
                if key in ("properties", "dependentRequired", "dependentSchemas", "dependencies") and isinstance(
                    value, dict
                ):
                    self.names.update(value)
                if key == "const":
                    self.values.append(value)
                if key == "enum":
                    self.values.extend(value)
                self.collect(value)
        elif isinstance(part, list):
            for value in part:
                self.collect(value)

    def resolve(self, reference):
        part = self.schema
        for step in reference.lstrip("#").split("/")[1:]:
            part = part[step.replace("~1", "/").replace("~0", "~")]
        return part

    def make(self, schema, depth=0):
        dice = self.dice
        if not isinstance(schema, dict) or depth > 9:
            return self.anything(depth)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return dice.choice(schema["enum"])
        merged = dict(schema)
        for key in ("$ref", "$dynamicRef", "$recursiveRef"):
            if key in schema:
                target = self.resolve(schema[key]) if "/" in schema[key] else self.schema
                merged = self.merge(merged, target)
        for part in schema.get("allOf", []):
            merged = self.merge(merged, part)
            if isinstance(part, dict) and "then" in part and dice.random() < 0.5:
                merged = self.merge(self.merge(merged, part.get("if", {})), part["then"])
        for key in ("anyOf", "oneOf"):
            if merged.get(key):
                merged = self.merge(merged, dice.choice(merged[key]))
        if "const" in merged:
            return merged["const"]
        if "enum" in merged:
            return dice.choice(merged["enum"])
        return self.typed(merged, depth)

    def merge(self, one, other):
        if not isinstance(other, dict):
            return one
        if "$ref" in other and "$ref" not in one:
            other = {**self.resolve(other["$ref"]), **{k: v for k, v in other.items() if k != "$ref"}}
        result = {**one, **{k: v for k, v in other.items() if k not in ("properties", "required")}}
        result["properties"] = {**one.get("properties", {}), **other.get("properties", {})}
        result["required"] = list(one.get("required", [])) + list(other.get("required", []))
        for key in ("anyOf", "oneOf", "allOf"):
            if key in one and key not in other:
                result.pop(key, None)
        return result

    def typed(self, schema, depth):
        dice = self.dice
        kind = schema.get("type")
        if isinstance(kind, list):
            kind = dice.choice(kind)
        if kind is None:
            if schema.get("properties") or schema.get("required"):
                kind = "object"
            elif "items" in schema or "prefixItems" in schema or "contains" in schema:
                kind = "array"
            else:
                return self.anything(depth)
        if kind == "object":
            return self.object(schema, depth)
        if kind == "array":
            first = schema.get("prefixItems") or (schema["items"] if isinstance(schema.get("items"), list) else [])
            rest = schema.get("items") if isinstance(schema.get("items"), dict) else schema.get("contains", True)
            low = schema.get("minItems", 0)
            count = max(low, dice.randrange(0, 4))
            return [self.make(first[i] if i < len(first) else rest, depth + 1) for i in range(count)]
        if kind == "string":
            fitting = [t for t in self.texts if schema.get("minLength", 0) <= len(t) <= schema.get("maxLength", 99)]
            return dice.choice(fitting or self.texts)
        if kind in ("integer", "number"):
            return dice.choice(NUMBERS)
        return {"boolean": dice.random() < 0.5, "null": None}.get(kind)

    def object(self, schema, depth):
        found = {}
        properties = schema.get("properties", {})
        for name, part in properties.items():
            if name in schema.get("required", []) or self.dice.random() < 0.4:
                found[name] = self.make(part, depth + 1)
        for name in schema.get("required", []):
            if name not in found:
                found[name] = self.anything(depth + 1)
        if not properties:
            for name in self.dice.sample(self.names, min(2, len(self.names))):
                found[name] = self.make(schema.get("additionalProperties", True), depth + 1)
        return found

    def anything(self, depth=0):
        dice = self.dice
        choice = dice.randrange(7 if depth < 4 else 5)
        if choice == 0:
            return dice.choice([None, True, False])
        if choice == 1:
            return dice.choice(NUMBERS)
        if choice == 2 and self.values:
            return orjson.loads(orjson.dumps(dice.choice(self.values)))
        if choice <= 4:
            return dice.choice(self.texts)
        if choice == 5:
            return [self.anything(depth + 1) for _ in range(dice.randrange(3))]
        return {dice.choice(self.names): self.anything(depth + 1) for _ in range(dice.randrange(3))}

    def mutate(self, document):
        places = []
        self.walk(document, places)
        if not places:
            return self.anything()
        holder, key = self.dice.choice(places)
        change = self.dice.randrange(6)
        if change == 0:
            del holder[key]
        elif change == 1:
            holder[key] = self.anything()
        elif change == 2 and isinstance(holder, dict):
            holder[self.dice.choice(self.names)] = self.anything()
        elif change == 2 or change == 3 and isinstance(holder, list):
            holder.insert(key, orjson.loads(orjson.dumps(holder[key])))
        elif change == 3:
            holder[self.dice.choice(self.names)] = holder.pop(key)
        elif change == 4:
            value = holder[key]
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                holder[key] = self.dice.choice(self.texts)
            else:
                holder[key] = self.dice.choice([float(value), value + 1, -value, value / 2, str(value)])
        else:
            holder[key] = [holder[key]] if self.dice.random() < 0.5 else {self.dice.choice(self.names): holder[key]}
        return document

    def walk(self, value, places):
        if isinstance(value, dict):
            for key, inner in value.items():
                places.append((value, key))
                self.walk(inner, places)
        elif isinstance(value, list):
            for key, inner in enumerate(value):
                places.append((value, key))
                self.walk(inner, places)

    def spell(self, document):
        choice = self.dice.randrange(8)
        if choice == 0:
            return json.dumps(document).encode()
        if choice == 1:
            return json.dumps(document, ensure_ascii=False, separators=(" ,\t", " :  ")).encode()
        line = orjson.dumps(document)
        if choice == 2:
            name = self.dice.choice(self.names)
            if name.isascii() and name.isalnum():
                line = line.replace(f'"{name}"'.encode(), f'"\\u{ord(name[0]):04X}{name[1:]}"'.encode())
        return line


def documents(schema, count, dice, seeds):
    maker = Maker(schema, dice)
    bases = [orjson.dumps(maker.make(schema)) for _ in range(min(BASES, count))]
    # As many as there are of the others, so that half of all documents come from them.
    bases += [orjson.dumps(seed) for seed in seeds] * (len(bases) // len(seeds)) if seeds else []
    for _ in range(count):
        document = orjson.loads(dice.choice(bases))
        for _ in range(dice.choice((0, 1, 1, 1, 2, 2, 3, 4))):
            document = maker.mutate(document)
        yield maker.spell(document)


def compare(tunegate, name, schema, count, dice, formats):
    """Number of documents, of valid ones, and the lines on which the two differ."""
    validator = jsonschema_rs.validator_for(schema, validate_formats=formats)
    lines = list(documents(schema, count, dice, SEEDS.get(name, [])))
    with tempfile.TemporaryDirectory() as folder:
        schema_path, path = os.path.join(folder, "schema.json"), os.path.join(folder, "documents.jsonl")
        with open(schema_path, "wb") as file:
            file.write(orjson.dumps(schema))
        with open(path, "wb") as file:
            file.write(b"\n".join(lines) + b"\n")
        command = [tunegate, "bench-schema", "validate", "--verdicts", schema_path, path]
        run = subprocess.run(command + (["--assert-formats"] if formats else []), stdout=subprocess.PIPE, check=True)
    if len(run.stdout) != count:
        sys.exit(f"{name}: {len(run.stdout)} verdicts on {count} documents")
    theirs = ["1" if validator.is_valid(orjson.loads(line)) else "0" for line in lines]
    ours = run.stdout.decode()
    differences = [(line, o, t) for line, o, t in zip(lines, ours, theirs) if o != t]
    return theirs.count("1"), differences


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("tunegate")
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--formats", default=os.path.join(SHARED, "formats"))
    options = parser.parse_args()

    paths = sorted(glob.glob(os.path.join(options.formats, "*.schema.json")))
    if len(paths) < 10:
        sys.exit(
            f"{options.formats}: found {len(paths)} schemas, expected at least 10; name their folder with --formats"
        )
    schemas = {
        os.path.basename(path)[: -len(".schema.json")]: orjson.loads(open(path, "rb").read()) for path in paths
    }
    schemas.update(NASTY)
    share = -(-options.documents // (2 * len(schemas)))
    total, wrong, blind = 0, [], []
    print(f"{'schema':36} {'documents':>10} {'valid':>7} {'differences':>12}")
    for index, (name, schema) in enumerate(schemas.items()):
        valid, differences = 0, []
        for formats in (False, True):
            dice = random.Random(options.seed * 1000 + 2 * index + formats)
            found = compare(options.tunegate, name, schema, share, dice, formats)
            valid += found[0]
            differences += [(formats, *difference) for difference in found[1]]
        total += 2 * share
        if not 0.005 < valid / (2 * share) < 0.995:
            blind.append(name)
        wrong += [(name, *difference) for difference in differences]
        print(f"{name:36} {2 * share:>10,} {valid / (2 * share):>7.1%} {len(differences):>12,}", flush=True)
    print(
        f"{len(wrong):,} differences in {total:,} documents of {len(schemas)} schemas"
        f" (jsonschema-rs, seed {options.seed})"
    )
    for name, formats, line, ours, theirs in wrong[:SHOWN]:
        print(
            f"  {name}, formats {'on' if formats else 'off'}: tunegate {ours}, jsonschema-rs {theirs}:"
            f" {line.decode()[:600]}"
        )
    for name in blind:
        print(f"  {name}: nearly all documents have one verdict, expected both kinds")
    sys.exit(1 if wrong or blind else 0)


if __name__ == "__main__":
    main()
