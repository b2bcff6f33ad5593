#!/usr/bin/env python3
"""Generates the tables of the text normalizer and the golden lines of its tests.

    Scripts/make_fold_table.py            writes Sources/CKernels/fold_table.h
    Scripts/make_fold_table.py --golden   writes Tests/TunegateKitTests/Features/FoldGolden.swift

Both follow from `fold`, a slow reference of `tg_fold` (Sources/CKernels/include/fold.h says what it does
and why), and from Python's `unicodedata`, whose Unicode version is written into the outputs.
"""

import functools
import pathlib
import random
import sys
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = ROOT / "Sources/CKernels/fold_table.h"
GOLDEN = ROOT / "Tests/TunegateKitTests/Features/FoldGolden.swift"
TABLE_END, TOP_BITS, LEAF_BITS = 0x30000, 9, 3

WHITE_SPACE = {*range(9, 14), 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000}
SYMBOLS = set("+-*/=<>%$#&|^~@\\")
POINTS = set(".,:")
# Scripts without spaces, one word a character: ideographs and kana.
SOLO = [
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3031, 0x3035),
    (0x3038, 0x303C),
    (0x3041, 0x3096),
    (0x309D, 0x309F),
    (0x30A1, 0x30FA),
    (0x30FC, 0x30FF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x1AFF0, 0x1B16F),
    (0x20000, 0x2FFFD),
    (0x30000, 0x3FFFD),
]
# Variation selectors, and the block that the standard reserves for more of what is not seen.
IGNORED = [(0x180B, 0x180D), (0x180F, 0x180F), (0xFE00, 0xFE0F), (0xE0000, 0xE0FFF)]

# What an entry of the table says; the same names and numbers stand in the header.
ACTIONS = ["LETTER", "SOLO", "MARK", "SYMBOL", "GAP", "SPACE", "DROP"]
SHAPES = ["ANY", "WORD", "SINGLE"]
KINDS = ["OTHER", "CASELESS", "UPPER", "DIGIT"]


def within(ranges, cp):
    return any(first <= cp <= last for first, last in ranges)


@functools.lru_cache(maxsize=None)
def expand(char):
    """The fixed point of compatibility decomposition and full case folding, decimal digits as ASCII."""
    text = char
    while True:
        once = "".join(unicodedata.normalize("NFKD", c.casefold()) for c in unicodedata.normalize("NFKD", text))
        if once == text:
            break
        text = once
    return "".join(str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" else c for c in text)


@functools.lru_cache(maxsize=None)
def action(char):
    """What becomes of a character that `expand` leaves alone."""
    cp, category = ord(char), unicodedata.category(char)
    if char in SYMBOLS or category == "Sc":
        return "SYMBOL"
    if char in POINTS:
        return "POINT"
    if char in "0123456789":
        return "NUMERAL"
    if category in ("Cf", "Me") or within(IGNORED, cp):
        return "DROP"
    if category in ("Mn", "Mc"):
        return "MARK"
    if category[0] in "LN" or cp >= 0x20000 and within(SOLO, cp):
        return "SOLO" if within(SOLO, cp) else "LETTER"
    # Unassigned and private characters may be letters of a later standard: text stays distinct.
    return "LETTER" if category in ("Co", "Cn", "Cs") else "GAP"


def kind(char):
    category = unicodedata.category(char)
    if category in ("Lu", "Lt"):
        return "UPPER"
    if ord(char) >= 0x20000 and within(SOLO, ord(char)):
        return "CASELESS"  # planes of ideographs, assigned or not yet
    return "CASELESS" if category[0] == "L" else "DIGIT" if category == "Nd" else "OTHER"


def fold(text):
    """The slow reference: the folded text and its number of words."""
    items = [c for c in "".join(map(expand, text)) if action(c) != "DROP"]
    out = []
    for at, char in enumerate(items):
        what = action(char)
        if what == "POINT":
            between = 0 < at < len(items) - 1 and all(action(items[at + d]) == "NUMERAL" for d in (-1, 1))
            what = "INNER" if between else "GAP"
        if what != "GAP":
            out.append(char)
        elif out and out[-1] != " ":
            out.append(" ")
    folded = "".join(out).rstrip(" ")
    words, inside = 0, False
    for char in folded:
        what = action(char)
        if what in ("LETTER", "NUMERAL"):
            words, inside = words + (not inside), True
        elif what != "MARK":
            words, inside = words + (what == "SOLO"), False
    return folded, words


# --- the table ---------------------------------------------------------------------------------------------


def simplified(text):
    """A mapping with its separators as single spaces and without what is dropped: the same after folding."""
    out = ""
    for char in text:
        what = action(char)
        if what != "DROP":
            char = " " if what == "GAP" else char
            out += "" if char == " " and out.endswith(" ") else char
    return out


def shape(text):
    """What one look at a mapping can promise: letters and marks, one solo and marks, or nothing."""
    first, rest = action(text[0]), {action(c) for c in text[1:]}
    if first == "LETTER" and rest <= {"LETTER", "MARK"}:
        return "WORD"
    return "SINGLE" if first == "SOLO" and rest <= {"MARK"} else "ANY"


def entries():
    """(kind, action or mapping) of each code point in the table; ASCII and Hangul syllables are the kernel's own."""
    found = []
    for cp in range(TABLE_END):
        char = chr(cp)
        if cp < 0x80 or 0xD800 <= cp <= 0xDFFF or 0xAC00 <= cp <= 0xD7A3:
            found.append(("CASELESS", "LETTER"))
            continue
        text = expand(char)
        assert all(expand(c) == c for c in text), hex(cp)
        if cp in WHITE_SPACE:
            found.append(("OTHER", "SPACE"))
        elif text == char:
            found.append((kind(char), action(char)))
        else:
            text = simplified(text)
            found.append((kind(char), {"": "DROP", " ": "GAP"}.get(text) or (cp, text)))
    return found


def check_beyond_table():
    """The kernel knows what lies beyond the table by rule."""
    for cp in range(TABLE_END, 0x110000):
        char = chr(cp)
        rule = "SOLO" if cp < 0x3FFFE else "DROP" if 0xE0000 <= cp <= 0xE0FFF else "LETTER"
        assert expand(char) == char and (action(char), kind(char)) == (
            rule,
            "CASELESS" if rule == "SOLO" else "OTHER",
        )


def numbered(found):
    """Numbers what entries say: plain values first, then groups of mappings that are alike but for their bytes."""
    plain = sorted(
        {e for e in found if isinstance(e[1], str)}, key=lambda e: (KINDS.index(e[0]), ACTIONS.index(e[1]))
    )
    assert len(plain) <= 16
    values = {e: i for i, e in enumerate(plain)}
    steps = {}
    for e in found:
        if isinstance(e[1], tuple) and len(e[1][1]) == 1:
            steps.setdefault((e[0], ord(e[1][1]) - e[1][0]), []).append(e)
    members, users = {}, {}
    for e in found:
        if isinstance(e[1], tuple):
            cp, text = e[1]
            step = (e[0], ord(text) - cp) if len(text) == 1 else None
            if len(steps.get(step, [])) > 1:
                key, member = (0, shape(text), e[0]), step[1]
            else:
                key, member = (len(text.encode()), shape(text), e[0]), text
            members.setdefault(key, set()).add(member)
            users[e] = (key, member)
    groups, group_of, deltas, pool = [(0, 0, 0, "ANY", "OTHER")], [0], [], ""
    place = {}
    for key in sorted(members):
        size, form, which = key
        first = len(group_of) * 16
        groups.append((first, len(pool.encode()) if size else len(deltas), size, form, which))
        for i, member in enumerate(sorted(members[key])):
            place[key, member] = first + i
            if size:
                pool += member
            else:
                deltas.append(member)
        group_of += [len(groups) - 1] * ((len(members[key]) + 15) // 16)
    values.update((e, place[use]) for e, use in users.items())
    return plain, groups, group_of, deltas, pool, [values[e] for e in found]


def shared(sequence, bits):
    """The sequence cut into pages of 1 << bits: the number of each page, and the different pages in a row."""
    pages, numbers = {}, []
    for at in range(0, len(sequence), 1 << bits):
        numbers.append(pages.setdefault(tuple(sequence[at : at + (1 << bits)]), len(pages)))
    return numbers, [v for page in pages for v in page]


def c_string(pieces):
    """C string literals of about 110 bytes each; a piece is never torn."""
    lines, line = [], ""
    for piece in pieces:
        if len((line + piece).encode()) > 112:
            lines.append(f'  "{line}"')
            line = ""
        line += piece
    return "\n".join(lines + [f'  "{line}"'])


def c_pairs(name, values):
    """An array of numbers below 92 * 92 as two printable characters each, the low digit first."""
    assert max(values) < 92 * 92
    digit = lambda d: {"\\": "\\\\", "?": "\\?"}.get(chr(35 + d), chr(35 + d))
    text = c_string(digit(v % 92) + digit(v // 92) for v in values)
    return f"static const uint8_t {name}[{2 * len(values) + 1}] =\n{text};\n"


def c_array(name, ctype, values):
    rows, row = [], " "
    for value in map(str, values):
        if len(row) + len(value) + 1 > 118:
            rows.append(row)
            row = " "
        row += (" " if row == " " else "") + value + ","
    return f"static const {ctype} {name}[{len(values)}] = {{\n" + "\n".join(rows + [row]) + "\n};\n"


def table():
    check_beyond_table()
    plain, groups, group_of, deltas, pool, values = numbered(entries())
    mid, leaf = shared(values, LEAF_BITS)
    top, mid = shared(mid, TOP_BITS - LEAF_BITS)
    growth = max(
        len(simplified(expand(chr(cp))).encode()) / len(chr(cp).encode())
        for cp in range(0x110000)
        if not 0xD800 <= cp <= 0xDFFF
    )
    assert growth == 11, growth
    version = unicodedata.unidata_version
    names = lambda prefix, list: ", ".join(f"{prefix}_{name} = {i}" for i, name in enumerate(list))
    escaped = (c.replace("\\", "\\\\").replace('"', '\\"').replace("?", "\\?") for c in pool)
    rows = [f"{{{first}, {base}, {size}, SHAPE_{form}, KIND_{which}}}" for first, base, size, form, which in groups]
    return f"""// Generated by Scripts/make_fold_table.py from Unicode {version}; do not edit.
// fold.c says how it is read.
#define FOLD_UNICODE_MAJOR {version.split('.')[0]}
#define FOLD_TABLE_END {TABLE_END:#x}
#define FOLD_TOP_BITS {TOP_BITS}
#define FOLD_LEAF_BITS {LEAF_BITS}
enum {{ {names("FOLD", ACTIONS)} }};
enum {{ {names("KIND", KINDS)} }};
enum {{ {names("SHAPE", SHAPES)} }};

// The first values: an action and what the source character counts as.
static const struct {{ uint8_t action, kind; }} fold_plain[{len(plain)}] = {{
{chr(10).join(f"  {{FOLD_{what}, KIND_{which}}}," for which, what in plain)}
}};

// The other values, in groups that start at multiples of 16: differences to the mapped code point (size 0), and
// mappings of `size` bytes of UTF-8. `base` is the place of the first member in fold_delta or fold_pool.
static const struct fold_group {{ uint16_t first, base; uint8_t size, shape, kind; }} fold_groups[{len(rows)}] = {{
{chr(10).join("  " + row + "," for row in rows)}
}};
{c_array("fold_group_of", "uint8_t", group_of)}
{c_array("fold_delta", "int32_t", deltas)}
static const uint8_t fold_pool[{len(pool.encode())} + 16] =
{c_string(escaped)};

// The pages: top[cp >> FOLD_TOP_BITS] is a page of mid, which gives a page of leaf, which gives a value.
{c_array("fold_top", "uint8_t", top)}
{c_pairs("fold_mid", mid)}
{c_pairs("fold_leaf", leaf)}"""


# --- the golden lines --------------------------------------------------------------------------------------

BLOCKS = [
    (0x20, 0x7E),
    (0x20, 0x7E),
    (0x30, 0x3A),
    (0xA0, 0x24F),
    (0x250, 0x36F),
    (0x370, 0x3FF),
    (0x400, 0x52F),
    (0x531, 0x58A),
    (0x590, 0x5FF),
    (0x600, 0x6FF),
    (0x900, 0x97F),
    (0xE00, 0xE5B),
    (0x10A0, 0x10FF),
    (0x1100, 0x11FF),
    (0x13A0, 0x13FD),
    (0x1780, 0x17FF),
    (0x1E00, 0x1FFF),
    (0x2000, 0x206F),
    (0x2070, 0x218F),
    (0x2190, 0x22FF),
    (0x2460, 0x24FF),
    (0x3000, 0x30FF),
    (0x3130, 0x33FF),
    (0x4E00, 0x9FFF),
    (0xA640, 0xA69F),
    (0xAB70, 0xABBF),
    (0xAC00, 0xD7A3),
    (0xF900, 0xFAD9),
    (0xFB00, 0xFDFF),
    (0xFE00, 0xFFEF),
    (0x10400, 0x1044F),
    (0x1D400, 0x1D7FF),
    (0x1F100, 0x1F1FF),
    (0x1F300, 0x1F64F),
    (0x2F800, 0x2FA1D),
]


def random_text(rng):
    near = [rng.choice(BLOCKS) for _ in range(rng.choice((1, 2, 3)))] + [(0x20, 0x40)]
    text = "".join(chr(rng.randint(*rng.choice(near))) for _ in range(rng.randint(1, 11)))
    return rng.choice((text, unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)))


def golden():
    rng = random.Random(20)
    lines = []
    while len(lines) < 300:
        text = random_text(rng)
        folded, words = fold(text)
        counts = [len(text), words, sum(kind(c) in ("CASELESS", "UPPER") for c in text)]
        counts += [sum(kind(c) == k for c in text) for k in ("DIGIT", "UPPER")]
        counts += [sum(ord(c) in WHITE_SPACE for c in text), sum(ord(c) > 127 for c in text)]
        spell = lambda s: " ".join(f"{ord(c):X}" for c in s)
        line = f"{spell(text)};{spell(folded)};{' '.join(map(str, counts))}"
        if len(line) <= 116:
            lines.append("  " + line)
    body = "\n".join(lines)
    return f'''// Generated by Scripts/make_fold_table.py --golden from Unicode {unicodedata.unidata_version};
// do not edit.

/// Random texts of many scripts: the source's scalars; the folded text's scalars; code points, words, letters,
/// digits, upper-case letters, spaces and code points beyond ASCII.
let foldGoldenLines = """
{body}
  """
'''


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["--golden"]):
        sys.exit(__doc__)
    path, text = (GOLDEN, golden()) if sys.argv[1:] else (TABLE, table())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    print(f"{path.relative_to(ROOT)}: {len(text.encode())} bytes, Unicode {unicodedata.unidata_version}")
