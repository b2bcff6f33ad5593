"""gaoya: MinHash over word 5-grams, which it cuts itself in Rust, 16 bands of 8, verified at 0.7; on all processors.

    gaoya_peer.py FILE
"""

import sys

from common import WIDTH, answer, texts
from gaoya.minhash import MinHashStringIndex

BANDS, BAND_SIZE, THRESHOLD, BATCH = 16, 8, 0.7, 10_000

index = MinHashStringIndex(
    hash_size=32, jaccard_threshold=THRESHOLD, num_bands=BANDS, band_size=BAND_SIZE, analyzer="word", lowercase=True,
    ngram_range=(WIDTH, WIDTH), id_container="smallvec")
documents = list(texts(sys.argv[1]))
found = 0
for start in range(0, len(documents), BATCH):
    batch = documents[start : start + BATCH]
    index.par_bulk_insert_docs(list(range(start, start + len(batch))), batch)
for start in range(0, len(documents), BATCH):
    found += sum(len(ids) > 1 for ids in index.par_bulk_query(documents[start : start + BATCH]))
answer(len(documents), found)
