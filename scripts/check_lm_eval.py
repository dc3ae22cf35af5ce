#!/usr/bin/env python3
"""Development check: prompts, exemplars and choices of tasks equal lm-eval's own, byte for byte.

Asks a scripted model through Assay, builds the same requests with lm-eval's task objects on rows read by this script's
own readers (hub columns made anew from the upstream files), and compares. Needs lm-eval 0.4.13 importable (no torch).

  check_lm_eval.py --catalogue .../lm_eval/tasks --data DIR --limit 50 --num-fewshot 0,5 TASK...
"""
import argparse
import csv
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

import datasets


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def arc(data, name, split):
    word = {"test": "Test", "validation": "Dev", "train": "Train"}[split]
    return [{"id": r["id"], "question": r["question"]["stem"],
             "choices": {"text": [c["text"] for c in r["question"]["choices"]],
                         "label": [c["label"] for c in r["question"]["choices"]]},
             "answerKey": r["answerKey"]} for r in lines(f"{data}/arc/{name}/{name}-{word}.jsonl")]


def openbookqa(data, name, split):
    return [{"id": r["id"], "question_stem": r["question"]["stem"],
             "choices": {"text": [c["text"] for c in r["question"]["choices"]],
                         "label": [c["label"] for c in r["question"]["choices"]]},
             "answerKey": r["answerKey"]} for r in lines(f"{data}/openbookqa/Main/{split}.jsonl")]


def commonsenseqa(data, name, split):
    return [{"id": r["id"], "question": r["question"]["stem"], "question_concept": r["question"]["question_concept"],
             "choices": {"label": [c["label"] for c in r["question"]["choices"]],
                         "text": [c["text"] for c in r["question"]["choices"]]},
             "answerKey": r["answerKey"]} for r in lines(f"{data}/commonsenseqa/dev_rand_split.jsonl")]


def mmlu(data, name, split):
    rows = []
    part = {"test": "test", "dev": "dev", "validation": "val"}[split]
    with open(f"{data}/mmlu/data/{part}/{name}_{part}.csv", encoding="utf-8", newline="") as file:
        for q, a, b, c, d, gold in csv.reader(file):
            rows.append({"question": q, "subject": name, "choices": [a, b, c, d], "answer": "ABCD".index(gold)})
    return rows


def winogrande(data, name, split):
    return [{k: r[k] for k in ("sentence", "option1", "option2", "answer")}
            for r in lines(f"{data}/winogrande/dev.jsonl")]


def boolq(data, name, split):
    return [{"question": r["question"], "passage": r["passage"], "idx": i, "label": int(r["label"])}
            for i, r in enumerate(lines(f"{data}/boolq/val.jsonl"))]


def truthfulqa(data, name, split):
    with open(f"{data}/truthfulqa/data/mc_task.json", encoding="utf-8") as file:
        return [{"question": r["question"],
                 **{key: {"choices": list(r[key]), "labels": list(r[key].values())}
                    for key in ("mc1_targets", "mc2_targets")}} for r in json.load(file)]


def gsm8k(data, name, split):
    return lines(f"{data}/gsm8k/{split}.jsonl")


def bbh(data, name, split):
    with open(f"{data}/bbh/bbh/{name}.json", encoding="utf-8") as file:
        return json.load(file)["examples"]


def math500(data, name, split):
    return lines(f"{data}/math500/test.jsonl")


def mgsm(data, name, split):
    with open(f"{data}/mgsm/mgsm_{name}.tsv", encoding="utf-8", newline="") as file:
        return [{"question": q, "answer": None, "answer_number": int(n.replace(",", "")), "equation_solution": None}
                for q, n in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


READERS = {"allenai/ai2_arc": arc, "ai2_arc": arc, "allenai/openbookqa": openbookqa, "openbookqa": openbookqa,
           "tau/commonsense_qa": commonsenseqa, "cais/mmlu": mmlu, "allenai/winogrande": winogrande,
           "winogrande": winogrande, "aps/super_glue": boolq, "super_glue": boolq,
           "truthfulqa/truthful_qa": truthfulqa, "truthful_qa": truthfulqa, "openai/gsm8k": gsm8k, "gsm8k": gsm8k,
           "lukaemon/bbh": bbh, "SaylorTwift/bbh": bbh, "HuggingFaceH4/MATH-500": math500, "juletxara/mgsm": mgsm}

MANAGER = []
SPLITS = ("train", "validation", "test", "dev")


def ask(options, task, shots, folder, limit=None):
    """Assay's requests of one task: prompt, contexts, continuations, row; by document."""
    script = os.path.join(folder, "model.yaml")
    with open(script, "w", encoding="utf-8") as file:
        file.write("model: fixed\nseed: 1\n")
    database = os.path.join(folder, "check.db")
    if os.path.exists(database):
        os.remove(database)
    run = [options.assay, "run", "--quiet", "--json", "--db", database, "--data", options.data, "--tasks",
           options.catalogue, "-m", f"fixed=scripted:{script}", "--task", task, "--limit", str(limit or options.limit)]
    if shots is not None:
        run += ["--num-fewshot", str(shots)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return None, done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "failed"
    export = subprocess.run([options.assay, "db", "export", "--canonical", "--db", database], capture_output=True,
                            text=True, check=True).stdout
    documents = {}
    for line in map(json.loads, export.splitlines()):
        if line["record"] == "answer":
            documents.setdefault(line["document"], {}).update(
                prompt=line["prompt"], contexts=line.get("contexts", []),
                continuations=[c["text"] for c in line["choices"]])
        elif line["record"] == "document":
            documents.setdefault(line["index"], {})["row"] = json.loads(line["content"])
    return documents, None


def patched_loader(options, rows_of_assay):
    def load(path, name=None, **_):
        if path not in READERS:
            # No reader of this script's own: the rows Assay read, in every split it was asked for.
            table = datasets.Dataset.from_list(rows_of_assay)
            return {split: table for split in SPLITS}
        splits = {}
        for split in SPLITS:
            try:
                splits[split] = datasets.Dataset.from_list(READERS[path](options.data, name, split))
            except (FileNotFoundError, KeyError):
                continue
        # What Assay does where the training rows are not here; without validation rows it has no exemplars at all.
        for split in ("validation", "train"):
            splits.setdefault(split, splits.get("validation", splits.get("test")))
        return splits
    return load


def expected(options, task, shots, rows_of_assay):
    """lm-eval's requests of the same documents: lists of (context, continuation or None)."""
    from lm_eval.tasks import TaskManager, get_task_dict
    datasets.load_dataset = patched_loader(options, rows_of_assay)
    if not MANAGER:
        MANAGER.append(TaskManager())  # reads every file once
    built = get_task_dict([task], MANAGER[0])[task]
    if shots is not None and built.get_config("num_fewshot") != 0:
        built.set_config("num_fewshot", shots)
    built.set_fewshot_seed(1234)
    built.build_all_requests(limit=options.limit, rank=0, world_size=1)
    documents = {}
    for instance in built.instances:
        arguments = instance.args
        second = arguments[1] if len(arguments) > 1 and isinstance(arguments[1], str) else None
        documents.setdefault(instance.doc_id, []).append((arguments[0], second))
    return documents


def pairs(document):
    if not document["continuations"]:
        return [(document["prompt"], None)]
    contexts = document["contexts"] or [document["prompt"]] * len(document["continuations"])
    return list(zip(contexts, document["continuations"]))


def compare(options, task, shots, folder):
    ours, failure = ask(options, task, shots, folder)
    name = f"{task} ({'its own' if shots is None else shots}-shot)"
    if ours is None:
        print(f"{name}: not run: {failure}")
        return None
    every = ask(options, task, 0, folder, 10**6)[0] if shots else ours  # exemplars come from the whole split
    rows = [every[i]["row"] for i in sorted(every) if "row" in every[i]]
    try:
        theirs = expected(options, task, shots, rows)
    except AssertionError as refusal:
        print(f"{name}: lm-eval refuses: {refusal}")
        return None
    different = [i for i in sorted(theirs) if pairs(ours.get(i, {"prompt": "", "contexts": [], "continuations": []}))
                 != theirs[i]]
    print(f"{name}: {len(theirs) - len(different)} of {len(theirs)} documents equal")
    if different:
        i = different[0]
        for (a, b), (c, d) in zip(pairs(ours[i]), theirs[i]):
            if (a, b) != (c, d):
                at = next((k for k, (x, y) in enumerate(zip(a, c)) if x != y), min(len(a), len(c)))
                print(f"  document {i}, contexts part at {at}:\n    ours   ...{a[max(0, at - 40):at + 80]!r} | {b!r}\n"
                      f"    theirs ...{c[max(0, at - 40):at + 80]!r} | {d!r}")
                break
    return not different


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assay", default="build/assay")
    parser.add_argument("--catalogue", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--limit", type=int, default=50)
    parser.add_argument("--num-fewshot", default="0", help="comma-separated; 'own' for the task's own")
    parser.add_argument("tasks", nargs="+")
    options = parser.parse_args()
    verdicts = []
    with tempfile.TemporaryDirectory() as folder:
        for task in options.tasks:
            for shots in options.num_fewshot.split(","):
                verdicts.append(compare(options, task, None if shots == "own" else int(shots), folder))
    print(f"{verdicts.count(True)} equal, {verdicts.count(False)} different, {verdicts.count(None)} not run")
    return 0 if False not in verdicts else 1


if __name__ == "__main__":
    sys.exit(main())
