#!/usr/bin/env python3
"""Makes the small tokenizers of the tests, and what tiktoken and tokenizers make of some texts with them.

    Scripts/make_token_golden.py    writes Tests/TunegateKitTests/Tokens/Golden/*

Needs `pip install tiktoken==0.14.0 tokenizers==0.23.3`. Benchmarks/tokens_differential.py compares on real
vocabularies.
"""

import base64
import json
import pathlib

import tiktoken
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = ROOT / "Tests/TunegateKitTests/Tokens/Golden"

# Merges in order; what they make are the tokens behind the 256 bytes.
MERGES = [
    (" ", "t"),
    ("h", "e"),
    (" t", "he"),
    ("i", "n"),
    (" ", "a"),
    ("r", "e"),
    ("o", "n"),
    ("'", "s"),
    ("in", "g"),
    ("l", "l"),
    ("e", "r"),
    (" ", " "),
    ("  ", "  "),
    ("1", "2"),
    ("12", "3"),
    ("\n", "\n"),
    ("a", "a"),
    ("aa", "aa"),
    ("é", ""),
    ("t", "he"),
    ("H", "e"),
    ("He", "ll"),
    ("Hell", "o"),
    (".", "\n"),
    ("/", "/"),
    (" ", "{"),
    ('"', ":"),
    ("l", "C"),
    ("P", "S"),
    ("n", "'"),
    ("o", "n'"),
    ("on'", "t"),
]

TEXTS = [
    "",
    " ",
    "the",
    " the thing",
    "Hello, the thing's here: don't, DON'T, we'll, WE'LL",
    "aaaaaaaaaaaaaaaaaaaaa",
    "123456 12 3 1234 ١٢٣ Ⅷ½",
    "a  b   c    \n\n  d \r\n\te  ",
    "x\u00a0y\u3000z\u2028w",
    "camelCase HTTPServer ÉcoleÉCOLE",
    "é e\u0301 ﬁ ſ'ſ K'K \u0344 \u1e9b\u0323",
    "語のカ한각\u1100\u1161\u11a8",
    "नमस्ते กำ 👩‍👩‍👧 🇩🇪",
    "// path/to/file\n//\n",
    '{"a": 1, "b": [2]}',
    "<|end|>the<|end|> <s> x </s>  y",
    "don 't '\u017f ' s",
    "\x00\x01\x7f\x85\ufeff",
    "\u0897\u1c89\ua7ce\U00010d40\U00011de0",
    "!!!???...\n\n---",
    "a\n \nb",
    "the\n\n\n",
    " \n",
    "\n ",
    "x" * 70 + "the" * 30,
    "▁the ▁ thing",
    "Unknown ж token",
    "ab!c?de, f.",
    "MiXed CaSe İSTANBUL ẞ ΑΣ",
]


def letters(data):
    """GPT-2's spelling of bytes."""
    table = {}
    extra = 0
    for byte in range(256):
        if 0x21 <= byte <= 0x7E or 0xA1 <= byte <= 0xAC or 0xAE <= byte <= 0xFF:
            table[byte] = chr(byte)
        else:
            table[byte] = chr(256 + extra)
            extra += 1
    return "".join(table[byte] for byte in data)


def parts():
    """Pairs of bytes, and for each what it makes."""
    for left, right in MERGES:
        if right:
            yield left.encode(), right.encode()
        else:
            data = left.encode()
            yield data[:1], data[1:]


def write_ranks(golden):
    ranks = {bytes([byte]): byte for byte in range(256)}
    for left, right in parts():
        ranks.setdefault(left + right, len(ranks))
    lines = "".join(f"{base64.b64encode(token).decode()} {rank}\n" for token, rank in ranks.items())
    (FOLDER / "small.tiktoken").write_text(lines)
    import tiktoken_ext.openai_public as public

    public.load_tiktoken_bpe = lambda *args, **kwargs: {}
    words = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}%s|"
    words += r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    patterns = {
        "gpt2": public.r50k_pat_str,
        "cl100k_base": public.cl100k_base()["pat_str"],
        "o200k_base": public.o200k_base()["pat_str"],
        "qwen": words % "",
        "llama3": words % "{1,3}",
    }
    for name, pattern in patterns.items():
        encoding = tiktoken.Encoding(name, pat_str=pattern, mergeable_ranks=ranks, special_tokens={})
        golden.append(
            {"file": "small.tiktoken", "pattern": name, "ids": [encoding.encode_ordinary(text) for text in TEXTS]}
        )


def byte_model(**options):
    vocab = {letters(bytes([byte])): byte for byte in range(256)}
    merges = []
    for left, right in parts():
        vocab.setdefault(letters(left + right), len(vocab))
        merges.append((letters(left), letters(right)))
    return models.BPE(vocab=vocab, merges=merges, **options)


def character_model(alphabet, **options):
    vocab = {}
    for piece in ["<unk>", *(f"<0x{byte:02X}>" for byte in range(256) if options.get("byte_fallback")), *alphabet]:
        vocab.setdefault(piece, len(vocab))
    merges = []
    for left, right in [("t", "h"), ("th", "e"), ("▁", "the"), ("i", "n"), ("in", "g"), ("▁", "▁"), ("l", "l")]:
        if left in vocab and right in vocab:
            vocab.setdefault(left + right, len(vocab))
            merges.append((left, right))
    return models.BPE(vocab=vocab, merges=merges, unk_token="<unk>", **options)


def write_json(golden):
    bytes_, split = pre_tokenizers.ByteLevel, pre_tokenizers.Split
    deepseek = [
        split(Regex(r"\p{N}{1,3}"), "isolated"),
        split(Regex("[一-龥\u3040-ゟ゠-ヿ]+"), "isolated"),
        split(
            Regex(
                "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+"
                "| ?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+"
            ),
            "isolated",
        ),
        bytes_(add_prefix_space=False, use_regex=False),
    ]
    odd = [
        split(Regex(r"\p{Lu}\p{Ll}*|\s+(?!\S)"), "merged_with_previous"),
        split("'", "merged_with_next"),
        pre_tokenizers.Punctuation("contiguous"),
        split(Regex(r"[^\P{L}é]+"), "removed", invert=True),
        pre_tokenizers.Digits(individual_digits=False),
        bytes_(add_prefix_space=False, use_regex=True),
    ]
    ascii_ = [chr(c) for c in range(0x21, 0x7F)] + ["▁", "é", "語", "の"]
    plans = {
        "prefix-space": (byte_model(), None, bytes_(add_prefix_space=True)),
        "whole-pieces": (
            byte_model(ignore_merges=True),
            normalizers.NFC(),
            pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), bytes_(add_prefix_space=False)]),
        ),
        "three-splits": (byte_model(), normalizers.Sequence([]), pre_tokenizers.Sequence(deepseek)),
        "odd-splits": (
            byte_model(),
            normalizers.Sequence([normalizers.Lowercase(), normalizers.Replace("ll", "L")]),
            pre_tokenizers.Sequence(odd),
        ),
        "byte-fallback": (
            character_model(ascii_, byte_fallback=True, fuse_unk=True),
            normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")]),
            None,
        ),
        "metaspace": (character_model(ascii_, fuse_unk=True), None, pre_tokenizers.Metaspace(prepend_scheme="first")),
        "unknown": (
            character_model(ascii_),
            None,
            pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Punctuation()]),
        ),
    }
    for name, (model, normalizer, pre_tokenizer) in plans.items():
        tokenizer = Tokenizer(model)
        if normalizer is not None:
            tokenizer.normalizer = normalizer
        if pre_tokenizer is not None:
            tokenizer.pre_tokenizer = pre_tokenizer
        tokenizer.add_special_tokens(["<|end|>", AddedToken("<s>", lstrip=True, normalized=False)])
        tokenizer.add_tokens([AddedToken("</s>", rstrip=True, normalized=True)])
        (FOLDER / f"{name}.json").write_text(tokenizer.to_str())
        golden.append(
            {"file": f"{name}.json", "ids": [tokenizer.encode(text, add_special_tokens=False).ids for text in TEXTS]}
        )


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    golden = []
    write_ranks(golden)
    write_json(golden)
    value = {"made with": "tiktoken 0.14.0, tokenizers 0.23.3", "texts": TEXTS, "tokenizers": golden}
    lines = json.dumps(value, separators=(",", ":")).replace("]],", "]],\n").replace('{"file"', '\n{"file"')
    (FOLDER / "golden.json").write_text(lines + "\n")


main()
