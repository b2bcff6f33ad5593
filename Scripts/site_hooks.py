"""Hooks of MkDocs: brings the rules into the site, and makes links that lead about the repository lead about the site.

The pages under rules/ are embedded in the program and tested, so they stay where they are; here they become pages of
the site under rules/, behind an index that is made of their front matter. What the fences of rule pages say behind
their language (a file's name, how often a line is repeated) becomes their title.
"""

import logging
import pathlib
import posixpath
import re

from mkdocs.structure.files import File

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Folders of the repository, and where their files are in the site.
PLACES = {"docs": "", "rules/pages": "rules", "rules/formats": "rules/formats", "rules/packs": "rules/packs"}
# Single files that become pages.
PAGES = {"CHANGELOG.md": "changelog.md", "CONTRIBUTING.md": "contributing.md", "ARCHITECTURE.md": "overview.md"}
GROUPS = {
    "format": "Form",
    "conversation": "Conversation",
    "content": "Content",
    "duplicates": "Duplicates",
    "size": "Size",
    "files": "Files",
}
log = logging.getLogger("mkdocs.hooks.tunegate")


class Rule:
    def __init__(self, path):
        text = path.read_text(encoding="utf-8")
        _, matter, body = text.split("---\n", 2)
        self.fields = dict(line.split(": ", 1) for line in matter.splitlines() if ": " in line)
        self.id = path.stem
        self.group = self.fields["group"]
        paragraph = re.search(r"^# .+\n\s*((?:.+\n)+)", body, re.MULTILINE)[1]
        sentence = re.split(r"(?<=\.)\s(?=[A-Z`])", " ".join(paragraph.split()), maxsplit=1)[0].rstrip(".")
        self.summary = re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", sentence).replace("|", "\\|")


def rules():
    found = [Rule(path) for path in sorted((ROOT / "rules/pages").glob("*.md"))]
    strangers = {rule.group for rule in found} - set(GROUPS)
    if strangers:
        log.warning("Scripts/site_hooks.py has no heading for the groups %s of rules", ", ".join(sorted(strangers)))
    return found


def index():
    lines = ["# Rules", "", "`tunegate explain RULE` prints the same pages.", ""]
    for group, heading in GROUPS.items():
        lines += [f"## {heading}", "", "| rule | severity | `fix` can take it out | what it does |"]
        lines.append("|---|---|---|---|")
        for rule in (rule for rule in rules() if rule.group == group):
            removable = "yes" if rule.fields.get("removable") == "true" else ""
            lines.append(f"| [`{rule.id}`]({rule.id}.md) | {rule.fields['severity']} | {removable} | {rule.summary} |")
        lines.append("")
    return "\n".join(lines)


def on_config(config):
    groups = [
        {heading: [f"rules/{rule.id}.md" for rule in rules() if rule.group == group]}
        for group, heading in GROUPS.items()
    ]
    config.nav.insert(-1, {"Rules": ["rules/index.md", *groups]})
    config.nav[-1]["The program"] += PAGES.values()
    return config


def on_files(files, config):
    for folder, place in PLACES.items():
        if folder != "docs":
            for path in sorted((ROOT / folder).iterdir()):
                files.append(File.generated(config, f"{place}/{path.name}", abs_src_path=str(path)))
    for name, uri in PAGES.items():
        files.append(File.generated(config, uri, abs_src_path=str(ROOT / name)))
    files.append(File.generated(config, "rules/index.md", content=index()))
    return files


def in_repository(uri):
    """The path in the repository of a page of the site."""
    for name, page in PAGES.items():
        if uri == page:
            return name
    folder = "rules/pages" if uri.startswith("rules/") else "docs"
    return f"{folder}/{uri.removeprefix('rules/')}"


def in_site(path):
    """The page of the site that a path of the repository is; nil when it is none."""
    if path in PAGES:
        return PAGES[path]
    if path == "README.md":
        return "README.md"
    if path == "rules/pages":
        return "rules/index.md"
    folder, name = posixpath.split(path)
    for known, place in PLACES.items():
        if folder == known or folder.startswith(known + "/"):
            return posixpath.normpath(posixpath.join(place, posixpath.relpath(folder, known), name))
    return None


def linked(match, uri):
    text, target, anchor = match.groups()
    path = posixpath.normpath(posixpath.join(posixpath.dirname(in_repository(uri)), target))
    page = in_site(path)
    if page is None:
        # Sources and tests are not on the site: their name is enough.
        return text if (ROOT / path).exists() else match[0]
    return f"[{text}]({posixpath.relpath(page, posixpath.dirname(uri) or '.')}{anchor or ''})"


def fence(match):
    language, words = match[1], match[2].split()
    if language == "findings":
        return '```text title="findings"'
    titles = []
    for word in words:
        if word.startswith("times="):
            titles.append(f"{word.removeprefix('times=')} times")
        elif word == "settings":
            titles.append(".tunegate.yml")
        elif word == "escaped":
            titles.append("with escapes")
        else:
            titles.append(word)
    title = f' title="{", ".join(titles)}"' if titles else ""
    return f"```{'json' if language == 'jsonl' else language}{title}"


def spaced(text):
    """GitHub begins a list or a table right under a paragraph; Python's Markdown wants an empty line between."""
    begins = r"(?:[-*]|\d+\.) |\|"
    return re.sub(rf"^((?!{begins}| )\S.*\n)(?={begins})", r"\1\n", text, flags=re.MULTILINE)


def on_page_markdown(markdown, page, **_):
    uri = page.file.src_uri
    if uri == "rules/index.md":
        return markdown
    parts = re.split(r"(^```.*?^```$)", markdown, flags=re.MULTILINE | re.DOTALL)
    for position, part in enumerate(parts):
        if part.startswith("```"):
            part = re.sub(r"\A```(\w+)(.*)", fence, part)
            parts[position] = re.sub(r"\A(```text title=\"findings\"\n)(?=```)", r"\1(none)\n", part)
        else:
            link = r"\[((?:[^][]|\[[^][]*\])+)\]\((?!https?:|#|mailto:)([^)#\s]+)(#[^)\s]*)?\)"
            parts[position] = re.sub(link, lambda match: linked(match, uri), spaced(part))
    markdown = "".join(parts)
    if uri.startswith("rules/") and "id" in page.meta:
        meta = page.meta
        facts = f"`{meta['id']}` · {meta['group']} · {meta['severity']}" + (
            " · `tunegate fix` can take it out" if meta.get("removable") else ""
        )
        markdown = re.sub(r"^(# .+)$", rf"\1\n\n{facts}\n", markdown, count=1, flags=re.MULTILINE)
    return markdown
