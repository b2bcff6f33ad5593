#!/usr/bin/env python3
"""Usage: terminal_picture.py COMMAND LINES <report >picture.svg

Draws the first LINES lines of a report, colored with ANSI codes, as they look in a terminal below COMMAND. The picture
needs no font of its own: every piece of text is stretched to its columns.
"""

import html
import re
import sys

WIDTH, HEIGHT, MARGIN = 8.4, 18, 16
COLORS = {"": "#d4d4d8", "1": "#ffffff", "2": "#8b8b94", "31": "#ff6b6b", "32": "#6fcf97", "33": "#f2c94c"}


def pieces(line):
    """(column, style, text) of what stands between gaps of two columns and more."""
    style, column = (), 0
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        if part.startswith("\x1b"):
            codes = part[2:-1].split(";")
            style = () if codes in (["0"], [""]) else tuple(codes)
            continue
        for match in re.finditer(r"\S+(?: \S+)*", part):
            yield column + match.start(), style, match.group()
        column += len(part)


def text(row, column, style, words):
    color = next((COLORS[code] for code in reversed(style) if code in COLORS), COLORS[""])
    weight = ' font-weight="bold"' if "1" in style else ""
    x, y = MARGIN + column * WIDTH, 2 * MARGIN + HEIGHT * row + 26
    return (f'<text x="{x:.1f}" y="{y}" fill="{color}"{weight} textLength="{len(words) * WIDTH:.1f}"'
            f' lengthAdjust="spacingAndGlyphs">{html.escape(words)}</text>')


def main():
    command, most = sys.argv[1], int(sys.argv[2])
    lines = sys.stdin.read().rstrip("\n").split("\n")
    shown = ["\x1b[2m$\x1b[0m \x1b[1m" + command + "\x1b[0m"] + lines[:most]
    if len(lines) > most:
        shown.append("\x1b[2m  …\x1b[0m")
    width, height = 2 * MARGIN + 80 * WIDTH, 3 * MARGIN + HEIGHT * len(shown) + 26
    size = f'viewBox="0 0 {width:.0f} {height}" width="{width:.0f}" height="{height}"'
    font = 'font-family="ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace" font-size="14"'
    print(f'<svg xmlns="http://www.w3.org/2000/svg" {size} {font}>')
    print(f"<title>{html.escape(command)}</title>")
    print(f'<rect width="{width:.0f}" height="{height}" rx="10" fill="#18181b"/>')
    for i, dot in enumerate(["#ff5f57", "#febc2e", "#28c840"]):
        print(f'<circle cx="{MARGIN + 6 + 20 * i}" cy="{MARGIN + 4}" r="6" fill="{dot}"/>')
    for row, line in enumerate(shown):
        for piece in pieces(line):
            print(text(row, *piece))
    print("</svg>")


main()
