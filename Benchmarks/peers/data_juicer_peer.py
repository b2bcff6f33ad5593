"""data-juicer: a recipe with length, special characters, repetition, exact and near duplicates.

    data_juicer_peer.py FILE PROCESSES

FILE has one column `text`. What it writes goes into a folder that is removed; `found` are the examples it drops.
"""

import json
import os
import subprocess
import sys
import tempfile

RECIPE = """
project_name: bench
dataset_path: {path}
export_path: {folder}/out.jsonl
work_dir: {folder}
np: {processes}
text_keys: text
open_tracer: false
use_cache: false
process:
  - text_length_filter: {{min_len: 10, max_len: 30000}}
  - special_characters_filter: {{min_ratio: 0.0, max_ratio: 0.5}}
  - character_repetition_filter: {{rep_len: 10, min_ratio: 0.0, max_ratio: 0.5}}
  - word_repetition_filter: {{lang: en, tokenization: false, rep_len: 10, min_ratio: 0.0, max_ratio: 0.5}}
  - document_deduplicator: {{lowercase: false, ignore_non_character: false}}
  - document_minhash_deduplicator:
      tokenization: space
      window_size: 5
      lowercase: true
      num_permutations: 128
      jaccard_threshold: 0.7
      num_bands: 16
      num_rows_per_band: 8
"""


def count(path):
    with open(path, "rb") as lines:
        return sum(1 for _ in lines)


def main():
    path, processes = os.path.abspath(sys.argv[1]), int(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        recipe = os.path.join(folder, "recipe.yaml")
        with open(recipe, "w", encoding="utf-8") as out:
            out.write(RECIPE.format(path=path, folder=folder, processes=processes))
        program = os.path.join(os.path.dirname(sys.executable), "dj-process")
        # Its cache of earlier runs would answer a part of the second one.
        alone = dict(os.environ, HF_HOME=folder, HF_HUB_OFFLINE="1")
        said = subprocess.run([program, "--config", recipe], stdout=sys.stderr, check=False, cwd=folder, env=alone)
        if said.returncode != 0:
            sys.exit(said.returncode)
        examples = count(path)
        print(json.dumps({"examples": examples, "found": examples - count(os.path.join(folder, "out.jsonl"))}))


main()
