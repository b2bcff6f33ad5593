"""rensa: R-MinHash over word 5-grams through its bulk interface, 128 permutations, 16 bands of 8.

    rensa_peer.py FILE [rho]

With `rho` its faster sketch. Its one-shot query flags all members of a pair, the first one included, by shared bands.
"""

import sys

from common import answer, grams, texts
from rensa import RMinHash, RMinHashLSH

PERMUTATIONS, BANDS, THRESHOLD, SEED = 128, 16, 0.7, 42

path, kind = sys.argv[1], (sys.argv[2:] or ["plain"])[0]
digest = RMinHash.digest_matrix_from_token_sets_rho if kind == "rho" else RMinHash.digest_matrix_from_token_sets
matrix = digest((grams(text) for text in texts(path)), PERMUTATIONS, SEED)
flags = RMinHashLSH(THRESHOLD, PERMUTATIONS, BANDS).query_duplicate_flags_matrix_one_shot(matrix)
answer(len(flags), sum(flags))
