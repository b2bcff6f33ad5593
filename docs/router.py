#!/usr/bin/env python3
"""Serves the router that `tunegate route` writes: one query a line on standard input, one approach a line out.

    python3 router.py routes/routing.json < queries.txt
"""
import json
import re
import sys


def bucket(word):
    """32-bit FNV-1a."""
    h = 2166136261
    for byte in word:
        h = (h ^ byte) * 16777619 & 0xFFFFFFFF
    return h


def route(router, query):
    words = re.findall(rb"[a-z0-9]+|[\x80-\xff]+", query.lower())
    features = {bucket(w) % router["buckets"] for w in words}
    features |= {bucket(a + b" " + b) % router["buckets"] for a, b in zip(words, words[1:])}
    scores = list(router["bias"])
    for feature in features:
        for k, weight in enumerate(router["weights"].get(str(feature), [])):
            scores[k] += weight
    order = sorted(range(len(scores)), key=lambda k: (-scores[k], k))
    if len(order) > 1 and scores[order[0]] - scores[order[1]] < router["margin"]:
        return "undecided"
    return router["classes"][order[0]]


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        router = json.load(file)["router"]
    for line in sys.stdin.buffer:
        print(route(router, line.rstrip(b"\n")))
