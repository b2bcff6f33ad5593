"""The checks that OpenAI's cookbook describes for chat data, written anew: the same questions, asked in plain Python.

    cookbook_peer.py FILE [RANKS]

With RANKS, a rank file of cl100k_base, tokens are counted as the cookbook counts them: 3 for each message, 1 more for a
name, 3 for the reply; and those of the assistant's content a second time. The whole set is held in memory, as there.
"""

import base64
import collections
import json
import sys

import numpy

KEYS = {"role", "content", "name", "function_call", "weight", "tool_calls", "tool_call_id"}
ROLES = {"system", "user", "assistant", "function", "tool"}
LIMIT = 16_385


def format_errors(dataset):
    errors = collections.Counter()
    for example in dataset:
        if not isinstance(example, dict):
            errors["data_type"] += 1
            continue
        messages = example.get("messages")
        if not messages:
            errors["missing_messages_list"] += 1
            continue
        for message in messages:
            if "role" not in message or "content" not in message:
                errors["message_missing_key"] += 1
            if any(key not in KEYS for key in message):
                errors["message_unrecognized_key"] += 1
            if message.get("role") not in ROLES:
                errors["unrecognized_role"] += 1
            content = message.get("content")
            has_call = message.get("function_call") or message.get("tool_calls")
            if not content and not has_call or content is not None and not isinstance(content, str):
                errors["missing_content"] += 1
        if not any(message.get("role") == "assistant" for message in messages):
            errors["example_missing_assistant_message"] += 1
    return errors


def encoder(path):
    """The rank file with the library's own pattern: its download is not needed."""
    import tiktoken
    import tiktoken_ext.openai_public as public

    ranks = {}
    with open(path, "rb") as lines:
        for line in lines:
            token, rank = line.split()
            ranks[base64.b64decode(token)] = int(rank)
    public.load_tiktoken_bpe = lambda *args, **kwargs: ranks
    return tiktoken.Encoding(**public.cl100k_base()).encode_ordinary


def distribution(values):
    array = numpy.array(values)
    return [float(f) for f in (array.min(), array.max(), array.mean(), numpy.median(array))] + [
        float(numpy.quantile(array, share)) for share in (0.05, 0.95)]


def main():
    with open(sys.argv[1], encoding="utf-8") as lines:
        dataset = [json.loads(line) for line in lines]
    errors = format_errors(dataset)
    encode = encoder(sys.argv[2]) if len(sys.argv) > 2 else None
    roles, lengths, totals, taught = collections.Counter(), [], [], []
    for example in dataset:
        messages = example["messages"]
        present = {message["role"] for message in messages}
        roles["no system"] += "system" not in present
        roles["no user"] += "user" not in present
        lengths.append(len(messages))
        if encode:
            total = 3
            for message in messages:
                total += 3 + ("name" in message)
                total += sum(len(encode(value)) for value in message.values() if isinstance(value, str))
            totals.append(total)
            taught.append(sum(len(encode(m["content"])) for m in messages if m["role"] == "assistant"))
    for values in (lengths, totals, taught):
        if values:
            distribution(values)
    over = sum(total > LIMIT for total in totals)
    print(json.dumps({"examples": len(dataset), "found": sum(errors.values()) + over, "tokens": sum(totals) or None}))


main()
