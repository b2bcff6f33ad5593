"""datasketch: MinHash over word 5-grams, 128 permutations, LSH at 0.7, each example asked before it is put in.

    datasketch_peer.py FILE
"""

import sys

from common import answer, grams, texts
from datasketch import MinHash, MinHashLSH

PERMUTATIONS, THRESHOLD = 128, 0.7

lsh = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
count = found = 0
tokens = ([gram.encode() for gram in grams(text)] for text in texts(sys.argv[1]))
for sketch in MinHash.generator(tokens, num_perm=PERMUTATIONS):
    found += bool(lsh.query(sketch))
    lsh.insert(count, sketch, check_duplication=False)
    count += 1
answer(count, found)
