#!/usr/bin/env python3
"""Writes the man page from what the program says of itself.

    tunegate --experimental-dump-help | Scripts/manual.py VERSION > tunegate.1

Commands, arguments and options come from the command line's own description, so the page cannot fall behind; what no
option says (exit codes, files, variables, examples) is written here. Dated by SOURCE_DATE_EPOCH, or today.
Only Python's standard library is used.
"""

import json
import os
import re
import sys
import textwrap
import time

INTRODUCTION = """
audits fine-tuning data before training is paid for. It reads JSONL files, plain, gzip or zstd, names every faulty line,
estimates how much of the set is noise, and answers with its exit status.
"""

EXIT_STATUS = [
    ("0", "The gate is open."),
    ("1", "The gate is closed: the report says which limits do not hold."),
    ("2", "No judgement: wrong usage or configuration, or an input that cannot be read to its end."),
]

FILES = [
    (
        ".tunegate.yml",
        "The configuration: the nearest one, from the working directory upwards. Flags win over it. "
        "tunegate init writes one that fits the data.",
    )
]

ENVIRONMENT = [
    ("NO_COLOR", "When not empty, reports have no color unless --color says otherwise."),
    ("CLICOLOR_FORCE, FORCE_COLOR", "When set, and not to 0, reports are colored even where there is no terminal."),
    ("CI, PRE_COMMIT", "When not empty, no progress is shown."),
    ("GITHUB_STEP_SUMMARY, GITHUB_OUTPUT", "Files that --report github appends the summary and the outputs to."),
]

EXAMPLES = [
    ("Audit a folder as one data set:", "tunegate check data/"),
    ("Hold it against what a trainer takes:", "tunegate check data/ --profile trl"),
    ("Write an HTML report beside the terminal's:", "tunegate check data/ --report terminal --report html=report.html"),
    ("Write a cleaned copy, and what was taken out with the reasons:", "tunegate fix train.jsonl -o clean.jsonl"),
    ("Read about a rule:", "tunegate explain exact-duplicate"),
]

# Not strftime's, which speak the language of the machine.
MONTHS = (
    "January February March April May June July August September October November December".split()
)


def escaped(text):
    """Text that roff prints as it stands. A hyphen is made a minus sign, so that a copied option works."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text)


def prose(text):
    """A paragraph whose sentences begin on lines of their own, as roff wants it."""
    sentences = re.sub(r"(?<=[.:?]) +(?=[A-Z(])", "\n", " ".join((text or "").split())).split("\n")
    # Room for the escapes, which come after the cut so that none is torn.
    lines = [textwrap.wrap(line, 72, break_long_words=False, break_on_hyphens=False) for line in sentences]
    return [escaped(line) for wrapped in lines for line in wrapped]


def word(text):
    """One argument of a macro. The empty escape keeps a short word such as `Nm` from being taken as a macro."""
    plain = escaped(text).replace('"', "\\(dq")
    return f'"{plain}"' if " " in plain else f"\\&{plain}" if len(plain) <= 3 or plain[0] in ".'" else plain


def spelled(name):
    return ("--" if name["kind"] == "long" else "-") + name["name"]


def value(argument):
    return argument.get("valueName") or "value"


def flags(argument):
    """The macro line that heads an option in a list: every spelling, and its value."""
    names = sorted(argument["names"], key=lambda name: (len(spelled(name)) > 2, spelled(name)))
    line = " , ".join(f"Fl {word(spelled(name)[1:])}" for name in names)
    return line + (f" Ar {word(value(argument))}" if argument["kind"] == "option" else "")


def synopsis(argument):
    if argument["kind"] == "positional":
        line = f"Ar {word(value(argument))}"
    else:
        line = f"Fl {word(spelled(argument['preferredName'])[1:])}"
        line += f" Ar {word(value(argument))}" if argument["kind"] == "option" else ""
    line = f"Op {line}" if argument.get("isOptional") else line
    return f".{line} ..." if argument.get("isRepeating") else f".{line}"


def shown(command):
    listed = [item for item in command.get("arguments") or [] if item.get("shouldDisplay", True)]
    own = ("version", "help")
    return [item for item in listed if not any(name["name"] in own for name in item.get("names") or [])]


def explained(argument):
    text = " ".join(part for part in (argument.get("abstract"), argument.get("discussion")) if part)
    default = argument.get("defaultValue")
    if default and "default" not in text.lower():
        text = f"{text} The default is {default}."
    return prose(text) or [".No further description."]


def list_of(rows, head):
    lines = [".Bl -tag -width Ds"]
    for name, text in rows:
        lines += [f".It {head} {word(name)}"] + prose(text)
    return lines + [".El"]


def command_section(command):
    name, arguments = command["commandName"], shown(command)
    lines = [f".Ss tunegate {escaped(name)}", ".Nm", f".Cm {word(name)}"]
    options = [item for item in arguments if item["kind"] != "positional"]
    positionals = [item for item in arguments if item["kind"] == "positional"]
    lines += [synopsis(item) for item in options if not item.get("isOptional")]
    lines += [".Op Ar options"] if any(item.get("isOptional") for item in options) else []
    lines += [synopsis(item) for item in positionals]
    lines += [".Pp"] + prose(command.get("abstract"))
    for paragraph in (command.get("discussion") or "").split("\n\n"):
        lines += [".Pp"] + prose(paragraph) if paragraph.strip() else []
    if arguments:
        lines += [".Bl -tag -width Ds"]
        for item in positionals + options:
            head = f"Ar {word(value(item))}" if item["kind"] == "positional" else flags(item)
            lines += [f".It {head}"] + explained(item)
        lines += [".El"]
    return lines


def page(root, version):
    when = time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH") or time.time()))
    date = f"{MONTHS[when.tm_mon - 1]} {when.tm_mday}, {when.tm_year}"
    commands = [item for item in root["subcommands"] if item.get("shouldDisplay", True)]
    commands = [item for item in commands if item["commandName"] != "help"]
    abstract = root["abstract"].rstrip(".")
    lines = [
        '.\\" Written by Scripts/manual.py from the program itself.',
        f".Dd {date}",
        ".Dt TUNEGATE 1",
        f".Os Tunegate {version}",
        ".Sh NAME",
        ".Nm tunegate",
        f".Nd {escaped(abstract[0].lower() + abstract[1:])}",
        ".Sh SYNOPSIS",
    ]
    for item in commands:
        lines += [".Nm", f".Cm {word(item['commandName'])}", ".Op Ar options"]
        lines += [synopsis(argument) for argument in shown(item) if argument["kind"] == "positional"]
    lines += [".Nm", ".Fl \\-help", ".Nm", ".Fl \\-version"]
    lines += [".Sh DESCRIPTION", ".Nm"] + prose(INTRODUCTION) + [".Pp", "The commands are:"]
    lines += list_of([(item["commandName"], item["abstract"]) for item in commands], "Cm")
    lines += [".Pp", ".Fl \\-help", "after a command describes it."]
    lines += [".Sh COMMANDS"]
    for item in commands:
        lines += command_section(item)
    lines += [".Sh ENVIRONMENT"] + list_of(ENVIRONMENT, "Ev")
    lines += [".Sh FILES"] + list_of(FILES, "Pa")
    lines += [".Sh EXIT STATUS"] + list_of(EXIT_STATUS, "Sy")
    lines += [".Sh EXAMPLES"]
    for index, (text, line) in enumerate(EXAMPLES):
        lines += ([".Pp"] if index else []) + prose(text) + [f".Dl {escaped(line)}"]
    return "\n".join(lines) + "\n"


def main(arguments):
    if len(arguments) != 1:
        sys.exit("manual: expected VERSION, with the output of `tunegate --experimental-dump-help` on standard input")
    described = json.load(sys.stdin)
    if described.get("serializationVersion") != 0:
        sys.exit(f"manual: the description is of version {described.get('serializationVersion')}, expected 0")
    sys.stdout.write(page(described["command"], arguments[0]))


if __name__ == "__main__":
    main(sys.argv[1:])
