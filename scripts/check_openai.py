#!/usr/bin/env python3
"""Answers of two runs of the same task, the first in process, the second through llama-server; see check_openai.sh.

usage: check_openai.py INSIDE.db OUTSIDE.db SERVER

Where two texts part is found by the server's own detokeniser: the first of the ids in process whose text is no beginning
of the other answer any more. Before a stop string both texts end, so an answer that is a beginning of the other parts
behind its last token.
"""
import json
import os
import sqlite3
import struct
import sys
import urllib.request

AGREEMENT = 0.95
GAP = 0.5


def answers(path):
    rows = sqlite3.connect(path).execute(
        "SELECT r.document, g.output, g.finish, g.tokens, g.top_gaps FROM request r JOIN generation g ON g.request = r.id")
    return {document: {"text": output, "finish": finish, "ids": unpack("i", ids), "gaps": unpack("f", gaps)}
            for document, output, finish, ids, gaps in rows}


def unpack(kind, blob):
    return list(struct.unpack(f"<{len(blob or b'') // 4}{kind}", blob or b""))


def detokenised(server, ids):
    question = urllib.request.Request(server + "/detokenize", json.dumps({"tokens": ids}).encode(),
                                      {"Content-Type": "application/json"})
    return json.load(urllib.request.urlopen(question))["content"]


def parting(server, first, text):
    """The number of the first token that is not the other's, and the gap there; None where they end together."""
    for count in range(1, len(first["ids"]) + 1):
        if not text.startswith(detokenised(server, first["ids"][:count])[:len(text) + 1]):
            return count - 1, first["gaps"][count - 1]
    return len(first["ids"]), None


def main():
    inside, outside = answers(sys.argv[1]), answers(sys.argv[2])
    common = sorted(set(inside) & set(outside))
    equal, unexplained = 0, 0
    for document in common:
        first, second = inside[document], outside[document]
        if first["text"] == second["text"]:
            equal += 1
            continue
        place, gap = parting(sys.argv[3], first, second["text"])
        shared = len(os.path.commonprefix([first["text"], second["text"]]))
        is_explained = gap is not None and gap <= GAP
        unexplained += not is_explained
        print(f"document {document}: parts at token {place}, gap {'not known' if gap is None else f'{gap:.4f}'}: "
              f"{first['text'][shared:shared + 30]!r} against {second['text'][shared:shared + 30]!r}")
    share = equal / len(common) if common else 0
    print(f"{equal} of {len(common)} answers equal ({share:.1%}); {len(common) - equal} differ, {unexplained} of them where "
          f"the two best tokens were more than {GAP} apart")
    sys.exit(0 if share >= AGREEMENT and unexplained == 0 else 1)


if __name__ == "__main__":
    main()
