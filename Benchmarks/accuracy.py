#!/usr/bin/env python3
"""Holds every rule and the noise score against the sets whose truth is known, and writes docs/accuracy.md.

    accuracy.py TUNEGATE [--no-peer] [--out FILE]

The sets are those of $TUNEGATE_SHARED/data (../shared beside the checkout by default): `data.jsonl.gz` with
`truth.jsonl.gz`. Besides them it makes, with fixed seeds, ladders of class-conditional label flips (drawn from the
confusion matrix of TF-IDF and logistic regression out of fold; and, harder, to the classes whose TF-IDF centroids are
nearest, with a rate of its own for each class) and ladders of swapped answers. cleanlab 2.9 (TF-IDF, logistic
regression, 5 folds) judges the sets of labels in the same run; it and scikit-learn come from PyPI into
${TMPDIR:-/tmp}/tunegate-accuracy. Also writes each rule's figures into its page.
"""

import argparse
import collections
import gzip
import hashlib
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import venv

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
SHARED = os.environ.get("TUNEGATE_SHARED") or os.path.join(ROOT, "..", "shared")
CACHE = os.path.join(os.environ.get("TMPDIR") or "/tmp", "tunegate-accuracy")
PACKAGES = ["cleanlab==2.9.0", "scikit-learn", "numpy"]
CORRUPTED = ["s01-chat-corrupted", "s03-banking77-noisy", "s06-snips-json-corrupted", "s07-gsm8k-corrupted",
             "b17-e2e-noisy-mr"]
CONTROLS = ["s01-chat-clean-control", "s03-banking77-clean-control", "s06-snips-json-clean-control", "a03-dolly-3k",
            "a12-mbpp-vs-sanitized", "c01-nq-open-dev", "c06-gsm8k-train", "c12-wikisql-15k",
            "c26-chatterbot-corpus-27-languages"]
LADDER = ["00", "02", "05", "10", "20", "40"]
SWAPPED = ["a03-dolly-3k", "c06-gsm8k-train", "c01-nq-open-dev", "c12-wikisql-15k", "s06-snips-json-clean-control",
           "c26-chatterbot-corpus-27-languages"]
RATES = [0.0, 0.02, 0.05, 0.1, 0.2, 0.4]
# Which planted kinds a rule is meant to find; a rule that is not here is held against the controls alone.
MEANT = {
    "empty-turn": ["empty-output", "empty-text"], "mojibake": ["mojibake"], "markup-residue": ["html-residue"],
    "placeholder-answer": ["placeholder-output"],
    "template-token": ["template-leak"], "merged-examples": ["template-leak"], "repetition": ["repetition-loop"],
    "prompt-echo": ["echo-output"], "refusal": ["refusal-boilerplate"], "boilerplate": ["refusal-boilerplate"],
    "secret": ["pii-or-secret"], "personal-data": ["pii-or-secret"], "role-order": ["role-order"],
    "gibberish": ["gibberish"], "wrong-language": ["wrong-language"], "length-outlier": ["length-outlier"],
    "unknown-shape": ["schema-key-typo"], "nothing-to-learn": ["missing-assistant"],
    "mismatched-answer": ["mismatched-output", "mismatched-solution"], "truncated-answer": ["truncated-output"],
    "contradictory-answer": ["contradictory-dup"], "wrong-arithmetic": ["step-arithmetic-wrong"],
    "inconsistent-final-answer": ["final-answer-inconsistent"],
    "answer-pattern": ["missing-final-answer", "answer-without-steps"],
    "wrong-label": ["label-flip-confusable", "label-flip-uniform", "intent-flip"],
    "label-spelling": ["label-typo"],
    "format-break": ["slots-as-list", "json-with-prose", "json-in-markdown-fence", "key-renamed", "output-not-json",
                     "key-missing", "unknown-intent"],
    "exact-duplicate": ["exact-dup"], "near-duplicate": ["near-dup"], "normalized-duplicate": ["near-dup"],
}


def in_venv():
    """Runs this script again with the interpreter that has the libraries."""
    home = os.path.join(CACHE, "venv")
    if os.path.realpath(sys.prefix) == os.path.realpath(home):
        return
    python = os.path.join(home, "bin", "python")
    if not os.path.exists(python):
        venv.create(home, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=True)
    os.execv(python, [python, *sys.argv])


def records(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


# --- Measures ------------------------------------------------------------------------------------------------------


def auroc(pairs):
    """Area under the ROC curve; ties count one half. None without both kinds."""
    ranks, i, total = sorted(pairs), 0, 0.0
    good = sum(1 for _, bad in ranks if not bad)
    bad = len(ranks) - good
    while i < len(ranks):
        j = i
        while j < len(ranks) and ranks[j][0] == ranks[i][0]:
            j += 1
        total += (i + j + 1) / 2 * sum(1 for k in range(i, j) if ranks[k][1])
        i = j
    return (total - bad * (bad + 1) / 2) / (bad * good) if bad and good else None


def average_precision(pairs):
    ranks = sorted(pairs, key=lambda pair: -pair[0])
    bad = sum(1 for _, b in ranks if b)
    hits = seen = i = 0
    result = last = 0.0
    while i < len(ranks):
        j = i
        while j < len(ranks) and ranks[j][0] == ranks[i][0]:
            hits += bool(ranks[j][1])
            seen += 1
            j += 1
        result += (hits / bad - last) * hits / seen if bad else 0
        last = hits / bad if bad else 0
        i = j
    return result if bad else None


class Run:
    """One audit: its report, the noise by line, and the rules that found something by line."""

    def __init__(self, tunegate, data):
        with tempfile.TemporaryDirectory() as folder:
            files = [os.path.join(folder, name) for name in ("report", "scores", "findings")]
            before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            subprocess.run(
                [tunegate, "check", data, "-q", "--no-progress", "--jobs", "1", "--report", f"json={files[0]}",
                 "--scores", files[1], "--findings", files[2]], stdout=subprocess.DEVNULL, check=False)
            self.seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
            with open(files[0], encoding="utf-8") as file:
                self.report = json.load(file)
            self.noise = {s["line"]: s["noise"] for s in records(files[1])}
            self.rules = collections.defaultdict(set)
            for finding in records(files[2]):
                self.rules[finding["rule"]].add(finding["line"])

    def model(self, rule):
        return next((m for m in self.report.get("models", []) if m["rule"] == rule), None)


def only(truth, kinds):
    """The truth with every other kind of fault taken for unknown."""
    return [dict(t, dirty=None) if t.get("dirty") and not set(map(str, t["kinds"])) & set(kinds) else t for t in truth]


def judge(run, truth):
    """Measures of one run against the truth; a duplicate counts as found when either of the two is flagged."""
    pairs, kinds, flags = [], collections.defaultdict(lambda: [0, 0, 0]), [0, 0, 0]
    found = set().union(*run.rules.values()) if run.rules else set()
    for t in truth:
        if t.get("dirty") is None:
            continue
        noise, other = run.noise.get(t["line"], 1.0), t.get("ref_line")
        names = [str(kind) for kind in t.get("kinds") or []]
        if other and names and all("dup" in name for name in names):
            noise = max(noise, run.noise.get(other, 0.0))
        pairs.append((noise, t["dirty"]))
        flagged = noise >= 0.5
        flags[0 if flagged and t["dirty"] else 1 if flagged else 2] += flagged or t["dirty"]
        for name in names if t["dirty"] else []:
            kinds[name][0] += 1
            kinds[name][1] += flagged
            kinds[name][2] += t["line"] in found or other in found
    bad = sum(1 for _, b in pairs if b)
    hit, false, missed = flags
    return {
        "n": len(pairs), "rate": 100 * bad / max(1, len(pairs)), "auroc": auroc(pairs), "ap": average_precision(pairs),
        "precision": hit / (hit + false) if hit + false else None, "recall": hit / (hit + missed) if bad else None,
        "false": false / max(1, len(pairs) - bad), "kinds": kinds, "pairs": pairs,
    }


# --- Sets that are made here --------------------------------------------------------------------------------------


def write(examples):
    file = tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False, encoding="utf-8")
    with file:
        for example in examples:
            file.write(json.dumps(example, ensure_ascii=False) + "\n")
    return file.name


def confused(examples):
    """How often each label is taken for another by TF-IDF and logistic regression out of fold: (labels, matrix)."""
    import numpy
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline

    labels = sorted({e["label"] for e in examples})
    given = numpy.array([labels.index(e["label"]) for e in examples])
    model = make_pipeline(TfidfVectorizer(), LogisticRegression(max_iter=200))
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    taken = cross_val_predict(model, [e["text"] for e in examples], given, cv=folds)
    matrix = numpy.zeros((len(labels), len(labels)))
    for a, b in zip(given, taken):
        matrix[a, b] += 1
    # A little for every other label, so that one that is never confused has somewhere to go.
    matrix += 0.05
    numpy.fill_diagonal(matrix, 0)
    return labels, matrix


def by_confusion(examples, labels, matrix, rate, seed):
    """Labels flipped to others as often as these are confused: (examples, truth)."""
    dice = random.Random(seed)
    flipped = set(dice.sample(range(len(examples)), round(rate * len(examples))))
    result, truth = [], []
    for i, e in enumerate(examples):
        if i in flipped:
            e = dict(e, label=dice.choices(labels, matrix[labels.index(e["label"])])[0])
        result.append(e)
        truth.append({"line": i + 1, "dirty": i in flipped, "kinds": ["flip"] if i in flipped else []})
    return result, truth


def conditional(examples, rate, seed):
    """Labels flipped to those of near classes: (examples, truth)."""
    import numpy
    from sklearn.feature_extraction.text import TfidfVectorizer

    dice = random.Random(seed)
    labels = sorted({e["label"] for e in examples})
    vectors = TfidfVectorizer().fit_transform([e["text"] for e in examples])
    given = numpy.array([labels.index(e["label"]) for e in examples])
    centers = numpy.stack([numpy.asarray(vectors[given == k].mean(0)).ravel() for k in range(len(labels))])
    centers /= numpy.linalg.norm(centers, axis=1, keepdims=True)
    near = [[int(j) for j in numpy.argsort(-row) if j != k][:3] for k, row in enumerate(centers @ centers.T)]
    own = [dice.uniform(0, 2) for _ in labels]
    weights = [own[k] ** -1 if own[k] else 1e9 for k in given]
    order = sorted(range(len(examples)), key=lambda i: dice.expovariate(1) * weights[i])
    flipped = set(order[:round(rate * len(examples))])
    result, truth = [], []
    for i, e in enumerate(examples):
        if i in flipped:
            e = dict(e, label=labels[dice.choice(near[given[i]])])
        result.append(e)
        truth.append({"line": i + 1, "dirty": i in flipped, "kinds": ["flip"] if i in flipped else []})
    return result, truth


def answer_of(example):
    """(get, set) of what an example teaches to say."""
    if "messages" in example:
        turn = [t for t in example["messages"] if t["role"] == "assistant"][-1]
        return turn, "content"
    return example, next(key for key in ("completion", "response", "output", "answer", "code") if key in example)


def swapped(examples, rate, seed):
    """Answers of some examples handed on to the next of them: (examples, truth)."""
    dice = random.Random(seed)
    result = [json.loads(json.dumps(e)) for e in examples]
    chosen = dice.sample(range(len(result)), round(rate * len(result)))
    answers = [answer_of(result[i])[0][answer_of(result[i])[1]] for i in chosen]
    bad = set()
    for k, i in enumerate(chosen):
        holder, key = answer_of(result[i])
        other = answers[(k + 1) % len(answers)]
        if other != holder[key]:
            bad.add(i)
        holder[key] = other
    truth = [{"line": i + 1, "dirty": i in bad, "kinds": ["swap"] if i in bad else []} for i in range(len(result))]
    return result, truth


# --- The peer -----------------------------------------------------------------------------------------------------


def cleanlab(examples, truth):
    """What `measure_cleanlab` says; kept beside the libraries, so that it is measured once for each set."""
    name = hashlib.sha256(json.dumps([examples, truth], sort_keys=True).encode()).hexdigest()[:16]
    path = os.path.join(CACHE, f"cleanlab-{name}.json")
    if not os.path.exists(path):
        result = measure_cleanlab(examples, truth)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(result, file)
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def measure_cleanlab(examples, truth):
    """cleanlab on out-of-fold probabilities of a logistic regression on TF-IDF: measures and the rate it estimates."""
    import numpy
    from cleanlab.count import estimate_joint
    from cleanlab.filter import find_label_issues
    from cleanlab.rank import get_label_quality_scores
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline

    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    counts = collections.Counter(e["label"] for e in examples)
    # Folds need every class in each of them: rarer labels are left out, as its documentation advises.
    kept = [i for i, e in enumerate(examples) if counts[e["label"]] >= 5]
    names = sorted({examples[i]["label"] for i in kept})
    number = {name: k for k, name in enumerate(names)}
    labels = numpy.array([number[examples[i]["label"]] for i in kept])
    model = make_pipeline(TfidfVectorizer(), LogisticRegression(max_iter=200))
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    chances = cross_val_predict(model, [examples[i]["text"] for i in kept], labels, cv=folds, method="predict_proba")
    quality = get_label_quality_scores(labels, chances)
    flagged = find_label_issues(labels, chances)
    rate = 1 - numpy.trace(estimate_joint(labels, chances))
    dirty = {t["line"] - 1: t["dirty"] for t in truth}
    pairs = [(1 - float(q), dirty.get(i)) for q, i in zip(quality, kept) if dirty.get(i) is not None]
    hits = sum(1 for f, i in zip(flagged, kept) if f and dirty.get(i))
    false = sum(1 for f, i in zip(flagged, kept) if f and dirty.get(i) is False)
    bad = sum(1 for _, b in pairs if b)
    return {
        "auroc": auroc(pairs), "ap": average_precision(pairs), "joint": 100 * float(rate),
        "flags": 100 * float(flagged.mean()), "precision": hits / (hits + false) if hits + false else None,
        "recall": hits / bad if bad else None, "false": false / max(1, len(pairs) - bad),
        "seconds": resource.getrusage(resource.RUSAGE_SELF).ru_utime - before,
    }


# --- The page -----------------------------------------------------------------------------------------------------


def cell(value, digits=3):
    return "–" if value is None else f"{value:.{digits}f}"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def noise_cells(run):
    noise = run.report["noise"]
    return [cell(noise["score"], 2), f"{noise['low']:.1f}–{noise['high']:.1f}"]


class Book:
    """Runs the product over the sets and keeps what it said."""

    def __init__(self, tunegate):
        self.tunegate, self.runs, self.truths = tunegate, {}, {}

    def run(self, name):
        if name not in self.runs:
            folder = os.path.join(SHARED, "data", name)
            self.runs[name] = Run(self.tunegate, os.path.join(folder, "data.jsonl.gz"))
            truth = os.path.join(folder, "truth.jsonl.gz")
            self.truths[name] = records(truth) if os.path.exists(truth) else []
            print(f"{name}: {self.runs[name].seconds:.2f} CPU s", file=sys.stderr, flush=True)
        return self.runs[name]

    def made(self, examples):
        path = write(examples)
        try:
            return Run(self.tunegate, path)
        finally:
            os.unlink(path)


def corrupted_part(book):
    rows, kinds = [], []
    for name in CORRUPTED:
        run = book.run(name)
        m = judge(run, book.truths[name])
        rows.append([name, str(m["n"]), cell(m["rate"], 1), *noise_cells(run), cell(m["auroc"]), cell(m["ap"]),
                     cell(m["precision"]), cell(m["recall"]), f"{100 * m['false']:.2f} %"])
        for kind, (n, flagged, found) in sorted(m["kinds"].items()):
            kinds.append([name, kind, str(n), cell(flagged / n, 2), cell(found / n, 2)])
    head = ["set", "n", "true rate %", "score", "interval", "AUROC", "AP", "precision", "recall", "false alarms"]
    return (
        "## Sets with planted or known faults\n\nFlagged means a noise of 0.5 or more. The true rate counts every "
        "planted fault, duplicates too, which the score leaves out on purpose.\n\n" + table(head, rows)
        + "\n### By kind of fault\n\n" + table(["set", "kind", "n", "flagged", "any finding"], kinds))


def control_part(book):
    rows = []
    for name in CONTROLS:
        run = book.run(name)
        lines = run.report["dataset"]["examples"]
        flagged = sum(1 for noise in run.noise.values() if noise >= 0.5)
        models = "; ".join(
            f"{m['rule']} {100 * m['rate']:.1f} %" if m["checkable"] else f"{m['rule']} not checkable"
            for m in run.report.get("models", []))
        rows.append([name, str(lines), *noise_cells(run), str(flagged), f"{100 * flagged / max(1, lines):.2f} %",
                     models or "–", cell(run.seconds, 2)])
    head = ["set", "examples", "score", "interval", "flagged", "share", "models", "CPU s"]
    return (
        "## Sets without planted faults\n\nWhat is flagged here is a false alarm or a real fault of the set.\n\n"
        + table(head, rows))


def rule_part(book):
    found = collections.defaultdict(lambda: [0, 0, 0, 0, 0])
    for name in CORRUPTED:
        run, truth = book.run(name), {t["line"]: t for t in book.truths[name]}
        pairs = {(t["line"], t.get("ref_line")) for t in truth.values() if t.get("ref_line")}
        partners = {a: b for a, b in pairs} | {b: a for a, b in pairs}
        for rule, kinds in MEANT.items():
            mine = {line for line, t in truth.items() if set(map(str, t.get("kinds") or [])) & set(kinds)}
            hits = run.rules.get(rule, set())
            # Rules that share a kind find it together: a secret or personal data.
            family = set().union(hits, *(run.rules.get(r, set()) for r, k in MEANT.items() if set(k) & set(kinds)))
            if not mine and not hits:
                continue
            either = family | {partners[line] for line in family if line in partners}
            dirty = {line for line in hits if truth.get(line, {}).get("dirty") or line in partners}
            f = found[rule]
            f[0] += len(hits)
            f[1] += len(dirty)
            f[2] += len(mine)
            f[3] += len(mine & either)
    everywhere = collections.Counter()
    total = 0
    for name in CONTROLS:
        total += book.run(name).report["dataset"]["examples"]
        for rule, lines in book.run(name).rules.items():
            everywhere[rule] += len(lines)
    rows = []
    for rule in sorted(set(found) | set(everywhere)):
        hits, dirty, planted, recalled, _ = found.get(rule, [0] * 5)
        rows.append([f"`{rule}`", str(hits), cell(dirty / hits, 3) if hits else "–", str(planted),
                     cell(recalled / planted, 3) if planted else "–", str(everywhere[rule])])
    head = ["rule", "found", "precision", "planted", "recall", "found on clean sets"]
    text = (
        "## By rule\n\nFound: lines on the sets above with faults, and the share of them that the truth calls faulty "
        "in whatever way. Planted: faults of the kinds that the rule is meant for, and the share that is found by "
        "it or by a rule that is meant for the same. The "
        f"last column counts its findings on the {total:,} examples without planted faults; many of them are real.\n\n"
        + table(head, rows))
    return text, {row[0].strip("`"): row for row in rows}


def ladder_part(book, peer):
    rows = []
    floor = None
    for rung in LADDER:
        name = f"s09-ladder-banking77-{rung}"
        run = book.run(name)
        m = judge(run, book.truths[name])
        floor = run.report["noise"]["score"] if floor is None else floor
        rows.append(["uniform", cell(m["rate"], 1), *noise_cells(run),
                     f"{run.report['noise']['score'] - m['rate'] - floor:+.1f}", *label_cells(run, m),
                     *peer_cells(peer, name, book)])
    clean = records(os.path.join(SHARED, "data", "s09-ladder-banking77-00", "data.jsonl.gz"))
    labels, matrix = confused(clean)
    ladders = {
        "confusion matrix": lambda rate: by_confusion(clean, labels, matrix, rate, 5),
        "near classes": lambda rate: conditional(clean, rate, 5),
    }
    for name, make in ladders.items():
        for rate in RATES[1:]:
            examples, truth = make(rate)
            run = book.made(examples)
            m = judge(run, truth)
            other = cleanlab(examples, truth) if peer else None
            rows.append([name, cell(m["rate"], 1), *noise_cells(run),
                         f"{run.report['noise']['score'] - m['rate'] - floor:+.1f}", *label_cells(run, m),
                         *peer_row(other)])
    head = ["flips", "true rate %", "score", "interval", "error", "AUROC", "AP", "false alarms", "CPU s",
            "cleanlab joint %", "flags %", "AUROC", "AP", "false alarms", "CPU s"]
    text = (
        "## Flipped labels\n\nBANKING77, 9,972 examples, 77 classes. Uniform flips; flips drawn from "
        "the confusion matrix of a logistic regression; and flips to the three classes whose TF-IDF centroids are "
        "nearest, with a rate of its own for each class, which no estimate follows to the end. The error is "
        "the score minus true "
        "rate minus the score without flips. cleanlab 2.9: TF-IDF, logistic regression, 5 folds.\n\n"
        + table(head, rows))
    name, flips = "s03-banking77-noisy", ["label-flip-confusable", "label-flip-uniform"]
    run = book.run(name)
    truth = only(book.truths[name], flips)
    m = judge(run, truth)
    control = book.run("s03-banking77-clean-control")
    flagged = sum(1 for noise in control.noise.values() if noise >= 0.5) / max(1, len(control.noise))
    text += (
        f"\nOn `{name}`, of the 798 labels that were flipped to a confusable or to any other class: "
        f"AUROC {cell(m['auroc'])}, average precision {cell(m['ap'])}; {100 * flagged:.2f} % of its control are "
        f"flagged; "
        f"{run.seconds:.2f} CPU seconds for the whole audit.")
    if peer:
        other = cleanlab(records(os.path.join(SHARED, "data", name, "data.jsonl.gz")), truth)
        text += (
            f" cleanlab: AUROC {cell(other['auroc'])}, average precision {cell(other['ap'])}, "
            f"{other['seconds']:.0f} CPU seconds.")
    return text + "\n"


def label_cells(run, m):
    return [cell(m["auroc"]), cell(m["ap"]), f"{100 * m['false']:.2f} %", cell(run.seconds, 2)]


def peer_cells(peer, name, book):
    data = os.path.join(SHARED, "data", name, "data.jsonl.gz")
    return peer_row(cleanlab(records(data), book.truths[name]) if peer else None)


def peer_row(other):
    if other is None:
        return ["–"] * 6
    return [cell(other["joint"], 1), cell(other["flags"], 1), cell(other["auroc"]), cell(other["ap"]),
            f"{100 * other['false']:.2f} %", cell(other["seconds"], 0)]


def swap_part(book):
    rows = []
    for name in SWAPPED:
        clean = records(os.path.join(SHARED, "data", name, "data.jsonl.gz"))
        cells, ranks = [], []
        for rate in RATES:
            examples, truth = swapped(clean, rate, 5)
            run = book.made(examples)
            m = judge(run, truth)
            model = run.model("mismatched-answer")
            if model is None:
                cells.append("other model")
            else:
                cells.append(f"{100 * model['rate']:.1f}" if model["checkable"] else "not checkable")
            ranks.append(cell(m["auroc"]))
        rows.append([name, str(len(clean)), *cells, ranks[1], ranks[3]])
    head = ["set", "n", *[f"{100 * rate:.0f} %" for rate in RATES], "AUROC at 2 %", "at 10 %"]
    return (
        "## Swapped answers\n\nThe answers of some examples are handed on to one another; the table has the rate that "
        "`mismatched-answer` estimates, and the AUROC of the whole noise.\n\n" + table(head, rows))


def write_pages(rows):
    """Puts each rule's figures into its page, in place of those that were there."""
    mark = "On the sets with truth"
    for rule, (_, hits, precision, planted, recall, clean) in rows.items():
        path = os.path.join(ROOT, "rules", "pages", rule + ".md")
        if not os.path.exists(path):
            continue
        with open(path, encoding="utf-8") as file:
            text = file.read()
        line = f"{mark} ([accuracy](../../docs/accuracy.md)): {hits} findings"
        if precision != "–":
            line += f", precision {precision}"
        if recall != "–":
            line += f"; recall {recall} of {planted} planted"
        line += f"; {clean} findings on the clean sets.\n"
        text = re.sub(rf"\n*^{mark}.*\n", "\n", text, flags=re.M).rstrip("\n") + "\n"
        if "## Measured precision" not in text:
            text += "\n## Measured precision\n"
        with open(path, "w", encoding="utf-8") as file:
            file.write(text + "\n" + line)


def main():
    parser = argparse.ArgumentParser(description="Measures rules and score against truth; writes docs/accuracy.md.")
    parser.add_argument("tunegate")
    parser.add_argument("--no-peer", action="store_true", help="leave cleanlab out")
    parser.add_argument("--no-pages", action="store_true", help="leave the rules' pages as they are")
    parser.add_argument("--out", default=os.path.join(ROOT, "docs", "accuracy.md"))
    options = parser.parse_args()
    if not os.path.isdir(os.path.join(SHARED, "data")):
        sys.exit(f"accuracy: no data sets at {SHARED}/data: set TUNEGATE_SHARED to the folder that holds them")
    in_venv()
    book = Book(os.path.abspath(options.tunegate))
    rules, rows = rule_part(book)
    parts = [corrupted_part(book), control_part(book), ladder_part(book, not options.no_peer), swap_part(book), rules]
    with open(options.out, "w", encoding="utf-8") as file:
        file.write(
            "# Accuracy\n\nWritten by `make accuracy`; do not edit. How the score is made: "
            "[noise score](noise-score.md).\n\n" + "\n".join(parts))
    if not options.no_pages:
        write_pages(rows)


if __name__ == "__main__":
    main()
