#!/usr/bin/env python3
"""Packs the binary into a wheel, as `pip install tunegate` wants it.

    Scripts/wheel.py TUNEGATE EXTRAS FOLDER

Writes FOLDER/tunegate-VERSION-py3-none-PLATFORM.whl and prints its path. VERSION is what the binary says of itself,
PLATFORM what it needs: a binary that loads no library runs on every Linux of its architecture; one that loads the C
library alone needs the newest version of glibc that its symbols name; one that loads more gets the plain `linux` tag,
which PyPI does not take, because nobody can promise those libraries elsewhere. EXTRAS is the folder with the man page
and the licenses of what was linked in.

The same binary and SOURCE_DATE_EPOCH give the same bytes. Only Python's standard library is used.
"""

import base64
import hashlib
import os
import pathlib
import re
import struct
import subprocess
import sys
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Numbers of e_machine, and the names that wheels have for them.
MACHINES = {62: "x86_64", 183: "aarch64"}
# What belongs to glibc itself; auditwheel's policies allow these everywhere.
GLIBC = re.compile(r"(libc|libm|libdl|libpthread|librt|libutil)\.so\.\d+$|ld-linux[-\w]*\.so\.\d+$")
# A wheel for every Linux: the oldest C libraries that today's installers still have a tag for. 2014 is the name that
# installers before PEP 600 know 2_17 by.
EVERY_LINUX = ["manylinux_2_17", "manylinux2014", "musllinux_1_1"]
PT_DYNAMIC, PT_INTERP, PT_LOAD = 2, 3, 1
DT_NEEDED, DT_STRTAB, DT_VERNEED, DT_VERNEEDNUM = 1, 5, 0x6FFFFFFE, 0x6FFFFFFF


def stop(message):
    sys.exit(f"wheel: {message}")


class Elf:
    """The libraries and symbol versions that a 64-bit little-endian ELF file asks of the machine."""

    def __init__(self, path):
        self.data = path.read_bytes()
        if self.data[:6] != b"\x7fELF\x02\x01":
            stop(f"{path}: expected a 64-bit little-endian ELF file; wheels are made of Linux builds only")
        machine = struct.unpack_from("<H", self.data, 18)[0]
        self.machine = MACHINES.get(machine) or stop(f"{path}: the architecture {machine} has no platform tag here")
        (offset,) = struct.unpack_from("<Q", self.data, 32)
        size, count = struct.unpack_from("<HH", self.data, 54)
        # type, flags, offset, address, physical address, size in the file, size in memory, alignment
        self.segments = [struct.unpack_from("<IIQQQQQQ", self.data, offset + k * size) for k in range(count)]
        self.needed, self.versions = [], {}
        for segment in self.segments:
            if segment[0] == PT_DYNAMIC:
                self.read_dynamic(segment[2], segment[5])

    @property
    def is_static(self):
        return not self.needed and all(segment[0] != PT_INTERP for segment in self.segments)

    def position(self, address):
        for kind, _, offset, start, _, size, *_ in self.segments:
            if kind == PT_LOAD and start <= address < start + size:
                return address - start + offset
        stop(f"address {address:#x} is in no segment: the file is damaged")

    def text(self, position):
        return self.data[position : self.data.index(b"\0", position)].decode("ascii")

    def read_dynamic(self, offset, size):
        entries = list(struct.iter_unpack("<qQ", self.data[offset : offset + size]))
        single = dict(entries)
        strings = self.position(single[DT_STRTAB])
        self.needed = [self.text(strings + value) for tag, value in entries if tag == DT_NEEDED]
        if DT_VERNEED not in single:
            return
        at = self.position(single[DT_VERNEED])
        for _ in range(single[DT_VERNEEDNUM]):
            _, count, library, first, following = struct.unpack_from("<HHIII", self.data, at)
            names, one = self.versions.setdefault(self.text(strings + library), []), at + first
            for _ in range(count):
                _, _, _, name, step = struct.unpack_from("<IHHII", self.data, one)
                names.append(self.text(strings + name))
                one += step
            at += following


def platform(elf):
    """The platform tags that are true of a binary, and why."""
    if elf.is_static:
        return [f"{tag}_{elf.machine}" for tag in EVERY_LINUX], "it loads no library"
    foreign = [name for name in elf.needed if not GLIBC.match(name)]
    if foreign:
        return [f"linux_{elf.machine}"], f"it loads {', '.join(foreign)}"
    wanted = [name for names in elf.versions.values() for name in names]
    newest = max((int(found[1]) for name in wanted if (found := re.match(r"GLIBC_2\.(\d+)", name))), default=17)
    return [f"manylinux_2_{max(newest, 17)}_{elf.machine}"], f"its symbols name glibc 2.{newest}"


def metadata(version):
    return "\n".join(
        [
            "Metadata-Version: 2.4",
            "Name: tunegate",
            f"Version: {version}",
            "Summary: Audits fine-tuning data and decides whether fine-tuning should proceed.",
            "Keywords: fine-tuning,training data,data quality,jsonl,llm,linter",
            "License-Expression: Apache-2.0",
            "License-File: LICENSE",
            "License-File: THIRD-PARTY.txt",
            "Classifier: Environment :: Console",
            "Classifier: Intended Audience :: Science/Research",
            "Classifier: Operating System :: POSIX :: Linux",
            "Classifier: Programming Language :: Swift",
            "Classifier: Topic :: Scientific/Engineering :: Artificial Intelligence",
            "Classifier: Topic :: Software Development :: Quality Assurance",
            "Requires-Python: >=3.8",
            "Description-Content-Type: text/markdown",
            "",
            description(),
        ]
    )


def description():
    """The readme's first part: what follows is about building, and has links and pictures that are not in the wheel."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    text = readme.split("\n## ", 1)[0]
    text = re.sub(r"\[([^]]*)\]\((?!https?:)[^)]*\)", r"\1", text)
    return text + "\n## Use\n\n```sh\npip install tunegate\ntunegate check data/\ntunegate --help\n```\n"


def epoch():
    """Seconds since 1970, and no earlier than a zip file can say."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given and not given.isdigit():
        stop(f"SOURCE_DATE_EPOCH is {given!r}, expected seconds since 1970, such as 1767225600")
    return max(int(given or 0), 315532800)


def write(path, files):
    """files: (name, bytes, is executable); the last one is RECORD, which lists the others."""
    when = time.gmtime(epoch())[:6]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data, is_executable in files:
            entry = zipfile.ZipInfo(name, when)
            entry.create_system = 3
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if is_executable else 0o100644) << 16
            archive.writestr(entry, data)


def record(files, own):
    rows = []
    for name, data, _ in files:
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        rows.append(f"{name},sha256={digest},{len(data)}")
    return "\n".join(rows + [f"{own},,", ""]).encode()


def main(arguments):
    if len(arguments) != 3:
        stop("expected TUNEGATE EXTRAS FOLDER")
    binary, extras, folder = map(pathlib.Path, arguments)
    version = subprocess.run([binary, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if not re.fullmatch(r"\d+\.\d+\.\d+((a|b|rc)\d+)?", version):
        stop(f"{binary} --version says {version!r}, expected a version such as 1.2.3, or 1.2.3rc1 as PyPI spells it")
    tags, reason = platform(Elf(binary))
    info, data = f"tunegate-{version}.dist-info", f"tunegate-{version}.data"
    wheel = ["Wheel-Version: 1.0", "Generator: tunegate (Scripts/wheel.py)", "Root-Is-Purelib: false"]
    wheel += [f"Tag: py3-none-{tag}" for tag in tags]
    files = [
        (f"{data}/scripts/tunegate", binary.read_bytes(), True),
        (f"{data}/data/share/man/man1/tunegate.1", (extras / "tunegate.1").read_bytes(), False),
        (f"{info}/METADATA", metadata(version).encode(), False),
        (f"{info}/WHEEL", "\n".join(wheel + [""]).encode(), False),
        (f"{info}/licenses/LICENSE", (ROOT / "LICENSE").read_bytes(), False),
        (f"{info}/licenses/THIRD-PARTY.txt", (extras / "THIRD-PARTY.txt").read_bytes(), False),
    ]
    files.append((f"{info}/RECORD", record(files, f"{info}/RECORD"), False))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"tunegate-{version}-py3-none-{'.'.join(tags)}.whl"
    write(path, files)
    print(f"wheel: {path} ({path.stat().st_size / 1e6:.1f} MB; {reason})")


if __name__ == "__main__":
    main(sys.argv[1:])
