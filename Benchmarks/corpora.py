#!/usr/bin/env python3
"""Corpora that benchmarks measure on, made from a seed, and packed or cut copies of them, each made once and kept.

    corpora.py chat N OUT      N examples {"messages": [...]} of about 1.2 KB; those of a smaller N are its first ones
    corpora.py labels N OUT    N examples {"text": ..., "label": ...} of 60 classes, 5 % of the labels flipped
    corpora.py valid IN OUT    the lines of IN that are JSON
    corpora.py text IN OUT     {"text": ...} with all turns of each line

Chat: English sentences put together from phrases, each conversation about two coined things; three in four with a
system message, one in five with a second question; lists, code, typographic quotes; 3 % repeat an earlier line, 7 %
repeat one with a word in forty changed, 0.1 % are 20 times as long, 0.1 % are cut off in their middle. It is text by
its statistics alone: a program's speed can be read from it, not a rule's accuracy. Standard library only.
"""

import json
import os
import random
import subprocess
import sys
import tempfile

SEED = 7
# Raise it when other texts are made: files of an earlier one are kept under its number.
EDITION = 1
KEPT = 20_000
PHRASES = 6000

NOUNS = (
    "river table market engine letter garden signal method record bridge window planet doctor castle memory button "
    "harbor ticket valley mirror circle summer forest report teacher server database invoice meeting contract camera "
    "battery recipe kitchen library museum airport passenger customer manager student lesson novel painting mountain "
    "island storm village factory machine sensor network password account payment budget project deadline review "
    "interface function variable module test compiler pipeline vaccine patient hospital molecule element reaction "
    "particle orbit telescope treaty election parliament court judge witness newspaper editor author poem melody "
    "orchestra violin theater actor"
).split()
ADJECTIVES = (
    "small large early late quiet simple complex modern ancient public private broken careful central cheap common "
    "cold curious daily distant empty exact familiar final foreign formal fresh general gentle hidden honest huge "
    "important local long narrow native natural nervous northern official open ordinary outer perfect plain possible "
    "practical previous proper rapid rare regular remote secure serious shallow sharp similar solid special steady "
    "strict strong sudden suitable temporary typical unusual urgent useful visible warm weak western wide wooden "
    "young"
).split()
VERBS = (
    "follows measures carries opens gathers explains compares reduces collects repairs builds checks changes closes "
    "covers creates crosses delays delivers describes designs divides enters examines finds fills finishes holds "
    "improves includes joins keeps leaves lifts loads marks moves names needs notices offers orders paints pays plans "
    "plays prepares presents prints produces protects pulls pushes raises reaches reads receives records removes "
    "replaces reports requires returns reviews saves sells sends serves shows signs stores studies supports takes "
    "tests tracks uses visits"
).split()
ADVERBS = (
    "quickly slowly often rarely usually always almost certainly clearly directly easily exactly finally fully "
    "generally gradually hardly largely mainly mostly nearly partly perhaps possibly quietly recently safely simply "
    "soon still twice"
).split()
PREPOSITIONS = "across without during under after before behind beside against around near through within".split()
LINKS = ["because", "although", "unless", "while", "so that", "as soon as", "even if", "whenever", "until", "since"]
DETERMINERS = ["the", "the", "the", "a", "this", "every", "our", "another", "one", "that"]
NAMES = (
    "Amara Bruno Chen Dalia Emeka Farid Greta Hiro Ingrid Jamal Kavya Lars Mina Noor Oskar Priya Quentin Rosa Sofia "
    "Tomas Uma Viktor Wanda Ximena Yusuf Zoe Berlin Lagos Lima Oslo Osaka Porto Quito Turin"
).split()
ASKING = (
    "How do I explain that|Why is it that|Tell me whether|Write a short note that says|What happens when|"
    "Summarize how|Explain to a beginner why|List the reasons why|Give me an example of how|Rewrite this so that|"
    "Is it true that|Describe the moment when|Compare the cases where|Help me to understand why|What should I do if|"
    "Draft a reply that says"
).split("|")
SYSTEMS = [
    "You are a helpful assistant.",
    "Answer briefly and to the point.",
    "You are an expert. Think before you answer, and say when you are not sure.",
]
SYLLABLES = "ba bel cor da dor el fa gar hal in jo kar la lin mar mi nor pel ra ros sa ser ta tor val ven wi za".split()
SPICES = ["naïve", "café", "über", "– so they say –", "“quoted”", "(see below)", "e.g.", "5 °C", "10 %", "€ 20"]


# --- Chat ---------------------------------------------------------------------------------------------------------


class Writer:
    """Draws texts from one source of random numbers."""

    def __init__(self, seed):
        self.source = random.Random(seed)
        self.subjects = [self.noun_phrase().capitalize() for _ in range(PHRASES)]
        self.subjects += [name + ("" if i % 2 else " and " + self.pick(NAMES)) for i, name in enumerate(NAMES)]
        # Coined names, so that there are as many different words as in real texts.
        self.topics = [f"The {self.coined()} {self.pick(NOUNS)}" for _ in range(2 * PHRASES)]
        self.actions = [self.action() for _ in range(PHRASES)]
        self.tails = [self.tail() for _ in range(PHRASES)]

    def pick(self, items):
        return items[int(self.source.random() * len(items))]

    def often(self, items):
        """Like pick; the first ones more often, as words of a language are."""
        return items[int(self.source.random() ** 1.7 * len(items))]

    def coined(self):
        return "".join(self.pick(SYLLABLES) for _ in range(self.source.randrange(2, 5))).capitalize()

    def noun_phrase(self):
        adjective = self.often(ADJECTIVES) + " " if self.source.random() < 0.6 else ""
        return f"{self.pick(DETERMINERS)} {adjective}{self.often(NOUNS)}"

    def action(self):
        adverb = self.often(ADVERBS) + " " if self.source.random() < 0.35 else ""
        return f"{adverb}{self.often(VERBS)} {self.noun_phrase()}"

    def tail(self):
        kind = self.source.random()
        if kind < 0.3:
            return f"{self.pick(PREPOSITIONS)} {self.noun_phrase()}."
        if kind < 0.6:
            return f"{self.pick(LINKS)} {self.noun_phrase()} {self.action()}."
        if kind < 0.75:
            return f"in {self.source.randrange(1900, 2040)}, {self.pick(LINKS)} {self.noun_phrase()} {self.action()}."
        if kind < 0.85:
            return f"at {self.source.randrange(2, 4000)} of {self.source.randrange(5, 90)} places."
        return f"and {self.action()} {self.pick(PREPOSITIONS)} {self.noun_phrase()}."

    def sentence(self, topic):
        """About one of the topic's two things in every other case."""
        draw, size = self.source.random, PHRASES
        about = draw()
        subject = topic[about < 0.25] if about < 0.5 else self.subjects[int(draw() * len(self.subjects))]
        return f"{subject} {self.actions[int(draw() * size)]} {self.tails[int(draw() * size)]}"

    def question(self, topic):
        said = self.sentence(topic)
        more = f" {topic[1]} {self.pick(self.actions)} {self.pick(self.tails)}" if self.source.random() < 0.5 else ""
        return f"{self.pick(ASKING)} {said[0].lower()}{said[1:-1]} with t{topic[0][1:]}?{more}"

    def answer(self, topic, low, high):
        sentences = [f"{topic[0]} {self.pick(self.actions)} {self.pick(self.tails)}"]
        sentences += [self.sentence(topic) for _ in range(low + int(self.source.random() * (high - low)))]
        kind = self.source.random()
        if kind < 0.1:
            return sentences[0] + "\n\n" + "\n".join(f"- {s}" for s in sentences[1:])
        if kind < 0.14:
            name, other = self.pick(NOUNS), self.pick(NOUNS)
            code = f"def {name}({other}):\n    return {other} * {self.source.randrange(99)}"
            return " ".join(sentences[:-2]) + f"\n\n```python\n{code}\n```\n\n" + sentences[-1]
        if kind < 0.4:
            middle = len(sentences) // 2
            return " ".join(sentences[:middle]) + "\n\n" + " ".join(sentences[middle:])
        if kind < 0.55:
            sentences[1] += f" {self.pick(SPICES).capitalize()} {self.sentence(topic)}"
        return " ".join(sentences)

    def turns(self, low=3, high=12):
        source = self.source
        turns = [{"role": "system", "content": self.pick(SYSTEMS)}] if source.random() < 0.75 else []
        topic = self.pick(self.topics), self.pick(self.topics)
        for _ in range(2 if source.random() < 0.2 else 1):
            turns.append({"role": "user", "content": self.question(topic)})
            turns.append({"role": "assistant", "content": self.answer(topic, low, high)})
        return turns

    def varied(self, turns):
        draw, nouns = self.source.random, NOUNS

        def change(text):
            return " ".join([nouns[int(draw() * len(nouns))] if draw() < 0.025 else w for w in text.split(" ")])

        return [t if t["role"] == "system" else dict(t, content=change(t["content"])) for t in turns]


def chat(count, path):
    writer = Writer(SEED)
    source, kept = writer.source, []
    with open(path, "w", encoding="utf-8", buffering=1 << 20) as out:
        for _ in range(count):
            kind = source.random()
            if kept and kind < 0.03:
                turns = writer.pick(kept)
            elif kept and kind < 0.10:
                turns = writer.varied(writer.pick(kept))
            else:
                turns = writer.turns(150, 250) if kind > 0.999 else writer.turns()
                if len(kept) < KEPT:
                    kept.append(turns)
                elif kind < 0.2:
                    kept[source.randrange(KEPT)] = turns
            line = json.dumps({"messages": turns}, ensure_ascii=False)
            out.write((line[: source.randrange(10, len(line))] if 0.998 < kind < 0.999 else line) + "\n")


# --- Labels -------------------------------------------------------------------------------------------------------


def labels(count, path):
    """Each class has words of its own, and shares some with its neighbors."""
    writer = Writer(SEED + 1)
    source = writer.source
    names = [f"{adjective}_{noun}" for adjective, noun in zip(ADJECTIVES[:60], NOUNS[::-1])]
    own = [source.sample(NOUNS + VERBS, 9) for _ in names]
    with open(path, "w", encoding="utf-8") as out:
        for _ in range(count):
            number = int(source.random() * len(names))
            near = own[(number + source.choice((-1, 1))) % len(names)]
            words = [writer.pick(own[number]) for _ in range(5)] + [writer.pick(near)]
            words += [writer.often(ADJECTIVES), writer.often(ADVERBS), writer.pick(NOUNS), writer.pick(NAMES)]
            source.shuffle(words)
            text = f"{writer.pick(ASKING)} {' '.join(words)} {writer.pick(writer.tails)}"
            if source.random() < 0.05:
                number = (number + source.randrange(1, len(names))) % len(names)
            out.write(json.dumps({"text": text, "label": names[number]}) + "\n")


# --- Copies -------------------------------------------------------------------------------------------------------


def valid(source, path):
    """Many tools end at the first line that they cannot parse."""
    with open(source, encoding="utf-8") as lines, open(path, "w", encoding="utf-8") as out:
        for line in lines:
            try:
                json.loads(line)
            except ValueError:
                continue
            out.write(line)


def text(source, path):
    with open(source, encoding="utf-8") as lines, open(path, "w", encoding="utf-8") as out:
        for line in lines:
            turns = json.loads(line)["messages"]
            joined = "\n".join(turn["content"] or "" for turn in turns)
            out.write(json.dumps({"text": joined}, ensure_ascii=False) + "\n")


class Store:
    """A folder of files that are made once. Each is made by a child, so that this process stays small: the peak memory
    of a child is never reported below that of its parent."""

    def __init__(self, folder):
        self.folder = folder

    def keep(self, name, arguments, to_output=False):
        """Path of a file that `arguments` write: to the path put behind them, or to their standard output."""
        path = os.path.join(self.folder, name)
        if os.path.exists(path):
            return path
        os.makedirs(self.folder, exist_ok=True)
        print(f"making {os.path.relpath(path)}", flush=True)
        handle, temporary = tempfile.mkstemp(dir=self.folder)
        os.close(handle)
        try:
            with open(temporary if to_output else os.devnull, "wb") as out:
                subprocess.run(arguments + ([] if to_output else [temporary]), check=True, stdout=out)
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
        return path

    def made(self, kind, argument, name):
        return self.keep(name, [sys.executable, os.path.abspath(__file__), kind, str(argument)])

    def chat(self, count):
        return self.made("chat", count, f"chat-{EDITION}-{count}.jsonl")

    def labels(self, count):
        return self.made("labels", count, f"labels-{EDITION}-{count}.jsonl")

    def valid(self, path):
        return self.made("valid", path, f"{stamp(path)}-valid.jsonl")

    def text(self, path):
        return self.made("text", path, f"{stamp(path)}-text.jsonl")

    def gzip(self, path):
        return self.keep(f"{stamp(path)}.gz", ["gzip", "-n", "-c", path], to_output=True)

    def zstd(self, path):
        return self.keep(f"{stamp(path)}.zst", ["zstd", "-q", "-c", path], to_output=True)

    def head(self, path, count):
        return self.keep(f"{stamp(path)}-first-{count}.jsonl", ["head", "-n", str(count), path], to_output=True)


def stamp(path):
    """A name that changes with the file, so that a copy of an older one is not taken for a copy of this one."""
    status = os.stat(path)
    return f"{os.path.basename(path).removesuffix('.jsonl')}-{int(status.st_mtime)}"


def count_lines(path):
    return int(subprocess.run(["wc", "-l", path], check=True, capture_output=True).stdout.split()[0])


if __name__ == "__main__":
    kind, given, out = sys.argv[1:4]
    if kind in ("chat", "labels"):
        {"chat": chat, "labels": labels}[kind](int(given), out)
    else:
        {"valid": valid, "text": text}[kind](given, out)
