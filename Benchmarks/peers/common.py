"""What the runners of peers share: reading the corpus, cutting it into word 5-grams, answering."""

import json

import orjson

WIDTH = 5


def texts(path):
    """All turns of each line, joined."""
    loads = orjson.loads
    with open(path, "rb") as lines:
        for line in lines:
            yield "\n".join([turn["content"] or "" for turn in loads(line)["messages"]])


def grams(text):
    """Word 5-grams as strings; a shorter text is one by itself."""
    words = text.split()
    if len(words) <= WIDTH:
        return [" ".join(words)]
    return [" ".join(words[i : i + WIDTH]) for i in range(len(words) - WIDTH + 1)]


def answer(examples, found):
    """What peers.py reads: how many examples were looked at, and how many were found."""
    print(json.dumps({"examples": examples, "found": found}))
