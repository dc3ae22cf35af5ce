#!/usr/bin/env python3
"""Log-likelihoods in a database against reference_loglikelihood.py: sums, greedy flags, choices.

usage: check_sums.py --db DB --run RUN --model NAME --gguf FILE [--task TASK ...] [--limit N] [--gap G]

Contexts and continuations are those the run asked (check_lm_eval.py compares them with lm-eval's own). A run under
schedule `exact` must agree within 1e-4 in every sum, and in every choice. A run under `fast` must choose alike wherever
the two best sums of the reference lie further apart than G (what `assay selftest noise` says), and in 97 % of all items.
Exits 1 if it does not.
"""
import argparse
import itertools
import sqlite3
import sys

import reference_loglikelihood

TOLERANCE = 1e-4
AGREEMENT = 0.97


def stored(database, arguments, task):
    """Per document: (context, continuation, sum, greedy) of each choice."""
    rows = database.execute(
        "SELECT r.document, coalesce(x.text, r.prompt), c.text, l.log_likelihood, l.greedy FROM request r "
        "JOIN continuation c ON c.request = r.id JOIN choice_ll l ON l.request = r.id AND l.choice = c.choice "
        "LEFT JOIN choice_context x ON x.request = r.id AND x.choice = c.choice "
        "WHERE r.run = ? AND r.model = ? AND r.task = ? AND r.repeat = 0 AND r.document < ? "
        "ORDER BY r.document, c.choice", (arguments.run, arguments.model, task, arguments.limit))
    return [[row[1:] for row in group] for _, group in itertools.groupby(rows, key=lambda row: row[0])]


def best(sums):
    return max(range(len(sums)), key=lambda i: (sums[i], -i))


def check(arguments, engine, database, schedule, task):
    documents = stored(database, arguments, task)
    shifts, other_greedy, same, wide, wide_same = [], 0, 0, 0, 0
    for choices in documents:
        sums, greedy = [], []
        for context, group in itertools.groupby(choices, key=lambda choice: choice[0]):
            answer = engine.score(context, [choice[1] for choice in group])
            sums += answer["sums"]
            greedy += answer["greedy"]
        ours = [choice[2] for choice in choices]
        other_greedy += [bool(choice[3]) for choice in choices] != greedy
        shifts += [abs(a - b) for a, b in zip(ours, sums)]
        is_same = best(ours) == best(sums)
        ranked = sorted(sums, reverse=True)
        is_wide = len(ranked) > 1 and ranked[0] - ranked[1] > arguments.gap
        same += is_same
        wide += is_wide
        wide_same += is_wide and is_same
    count = len(documents)
    if count == 0:
        print(f"{task}: no documents")
        return False
    if schedule == "exact":
        passed = max(shifts) <= TOLERANCE and same == count
    else:
        passed = wide_same == wide and same >= AGREEMENT * count
    print(f"{task}, {arguments.model}, schedule {schedule}: {count} documents, {len(shifts)} sums; they differ by "
          f"{sum(shifts) / len(shifts):.3g} on average, {max(shifts):.3g} at most; {same} choices the same, {wide_same} of "
          f"{wide} where the gap exceeds {arguments.gap:g}; other greedy flags in {other_greedy}: "
          f"{'passed' if passed else 'FAILED'}", flush=True)
    return passed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("db", "run", "model", "gguf"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--task", action="append")
    parser.add_argument("--limit", type=int, default=300)
    parser.add_argument("--gap", type=float, default=0.0)
    arguments = parser.parse_args()
    database = sqlite3.connect(f"file:{arguments.db}?mode=ro", uri=True)
    schedule, = database.execute("SELECT schedule FROM run WHERE id = ?", (arguments.run,)).fetchone()
    tasks = arguments.task or [row[0] for row in database.execute(
        "SELECT name FROM task WHERE run = ? AND kind = 'choose' ORDER BY position", (arguments.run,))]
    engine = reference_loglikelihood.Engine(arguments.gguf)
    verdicts = [check(arguments, engine, database, schedule, task) for task in tasks]
    sys.exit(0 if all(verdicts) else 1)


if __name__ == "__main__":
    main()
