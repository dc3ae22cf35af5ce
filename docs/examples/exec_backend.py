#!/usr/bin/env python3
"""An engine behind exec: words of the prompt in a fixed order as answers, letter frequencies as scores.

Run it by: assay run --model 'exec:python3 docs/examples/exec_backend.py' --task arithmetic_words --limit 20
The lines it reads and writes are described in docs/FORMATS.md, "Programs as engines".
"""
import hashlib
import json
import math
import sys
import threading
import time

OUT = threading.Lock()
CANCELLED = set()


def say(line):
    with OUT:
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


def generate(ask):
    prompt = ask.get("prompt") or " ".join(message["content"] for message in ask["messages"])
    words = prompt.split() or ["nothing"]
    limit = ask["output_tokens_max"]
    length = limit if ask["ignores_end"] else min(limit, 8)
    for i in range(length):
        if ask["id"] in CANCELLED:
            break
        digest = hashlib.sha256(f"{prompt} {i} {ask['seed'] if ask['temperature'] else 0}".encode()).digest()
        say({"id": ask["id"], "chunk": " " + words[digest[0] % len(words)], "tokens": 1})
        time.sleep(0.001)
    say({"id": ask["id"], "finish": "length" if length == limit else "end", "output_tokens": length,
         "prompt_tokens": len(words)})


def score(ask):
    counts = [1] * 256
    for byte in ask["context"].encode():
        counts[byte] += 1
    total = sum(counts)
    choices = []
    for continuation in ask["continuations"]:
        letters = continuation.encode()
        choices.append({"log_likelihood": sum(math.log(counts[byte] / total) for byte in letters),
                        "tokens": len(letters), "is_greedy": False})
    say({"id": ask["id"], "choices": choices})


def main():
    for line in sys.stdin:
        ask = json.loads(line)
        if ask["kind"] == "hello":
            say({"protocol": 1, "name": "words", "model": "letters", "parallel": 4, "context": 4096,
                 "can": ["generate", "log_likelihood", "streaming", "seed", "messages", "ignores_end"],
                 "identity": {"version": "1"}})
        elif ask["kind"] == "cancel":
            CANCELLED.add(ask["id"])
        elif ask["kind"] == "stop":
            return
        else:
            work = generate if ask["kind"] == "generate" else score
            threading.Thread(target=work, args=(ask,), daemon=True).start()


if __name__ == "__main__":
    main()
