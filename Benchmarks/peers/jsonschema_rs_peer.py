"""jsonschema-rs over orjson: does every line conform to the schema of OpenAI's chat format?

    jsonschema_rs_peer.py FILE SCHEMA
"""

import sys

import jsonschema_rs
from common import answer
import orjson

with open(sys.argv[2], "rb") as schema:
    is_valid = jsonschema_rs.validator_for(orjson.loads(schema.read())).is_valid
loads = orjson.loads
with open(sys.argv[1], "rb") as lines:
    verdicts = [is_valid(loads(line)) for line in lines]
answer(len(verdicts), verdicts.count(False))
