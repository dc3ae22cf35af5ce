#!/usr/bin/env python3
"""ARC by Assay against ARC by reference_loglikelihood.py: prompts, token ids, sums of log-probabilities, choices.

usage: check_arc.py --db DB --run RUN --model NAME --gguf FILE --data ARC.jsonl [--limit N] [--gap G] [--keep FILE]

The prompts of the first N items are built here from the data file, not taken from the database. A run under schedule
`exact` must agree within 1e-4 in every sum, and in every choice. A run under `fast` must choose alike wherever the two
best sums of the reference lie further apart than G (what `assay selftest noise` says), and in 97 % of all items. Exits 1
if it does not. --keep FILE keeps the reference's answers, so that a second run need not compute them again.
"""
import argparse
import json
import os
import sqlite3
import sys

import reference_loglikelihood

TOLERANCE = 1e-4
AGREEMENT = 0.97


def requests(path, limit):
    for line in list(open(path, encoding="utf-8"))[:limit]:
        question = json.loads(line)["question"]
        yield {"context": f"Question: {question['stem']}\nAnswer:",
               "continuations": [" " + choice["text"] for choice in question["choices"]]}


def reference(arguments):
    """Per item: the request, and what the reference answers."""
    asked = list(requests(arguments.data, arguments.limit))
    if arguments.keep and os.path.exists(arguments.keep):
        return list(zip(asked, [json.loads(line) for line in open(arguments.keep, encoding="utf-8")]))
    engine = reference_loglikelihood.Engine(arguments.gguf)
    answers = [engine.score(request["context"], request["continuations"]) for request in asked]
    if arguments.keep:
        with open(arguments.keep, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(answer) + "\n" for answer in answers)
    return list(zip(asked, answers))


def stored(arguments):
    """Per document: the prompt, and (text, sum, greedy) of each choice."""
    database = sqlite3.connect(f"file:{arguments.db}?mode=ro", uri=True)
    where = (arguments.run, arguments.model)
    schedule, = database.execute("SELECT schedule FROM run WHERE id = ?", where[:1]).fetchone()
    prompts = dict(database.execute("SELECT DISTINCT document, prompt FROM samples WHERE run = ? AND model = ? AND task = "
                                    "'arc_challenge'", where))
    choices = {}
    for document, text, total, greedy in database.execute(
            "SELECT document, text, log_likelihood, greedy FROM choices WHERE run = ? AND model = ? AND task = "
            "'arc_challenge' ORDER BY document, choice", where):
        choices.setdefault(document, []).append((text, total, bool(greedy)))
    return schedule, prompts, choices


def best(sums):
    return max(range(len(sums)), key=lambda i: (sums[i], -i))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("db", "run", "model", "gguf", "data"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--limit", type=int, default=300)
    parser.add_argument("--gap", type=float, default=0.0)
    parser.add_argument("--keep")
    arguments = parser.parse_args()
    schedule, prompts, choices = stored(arguments)
    expected = reference(arguments)
    if len(choices) < len(expected):
        sys.exit(f"the run holds {len(choices)} of {len(expected)} items")
    wrong_texts = wrong_greedy = same = wide = wide_same = 0
    shifts = []
    for document, (request, answer) in enumerate(expected):
        ours = choices[document]
        wrong_texts += prompts[document] != request["context"] or [c[0] for c in ours] != request["continuations"]
        wrong_greedy += [c[2] for c in ours] != answer["greedy"]
        shifts += [abs(c[1] - total) for c, total in zip(ours, answer["sums"])]
        ranked = sorted(answer["sums"], reverse=True)
        is_same = best([c[1] for c in ours]) == best(answer["sums"])
        is_wide = ranked[0] - ranked[1] > arguments.gap
        same += is_same
        wide += is_wide
        wide_same += is_wide and is_same
    count = len(expected)
    print(f"{arguments.model}, schedule {schedule}: {count} items, {len(shifts)} sums; other texts in {wrong_texts}, other "
          f"greedy flags in {wrong_greedy}")
    print(f"  sums differ by {sum(shifts) / len(shifts):.3g} on average, {max(shifts):.3g} at most; {same} of {count} choices "
          f"are the same; {wide_same} of {wide} where the gap exceeds {arguments.gap:g}")
    if schedule == "exact":
        passed = wrong_texts == 0 and max(shifts) <= TOLERANCE and same == count
    else:
        passed = wrong_texts == 0 and wide_same == wide and same >= AGREEMENT * count
    print("  passed" if passed else "  FAILED")
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()
