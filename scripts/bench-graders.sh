#!/usr/bin/env bash
# Graders of mathematics: pairs a second of Assay's engine and of Math-Verify on the same pairs, and regraded samples a second.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
  cat <<'TEXT'
usage: scripts/bench-graders.sh [--pairs N] [--repetitions N] [--out FILE]

Planted pairs (`assay selftest graders --pairs N --write FILE`): N rewrites and N near misses of golds of our own. Each
grader of Assay judges all of them, one thread; Math-Verify judges the same pairs, golds and answers in \boxed{}, in its
own environment below the cache folder. Prints pairs a second, medians of the repetitions, and their ratio.

  --pairs N         rewrites, and as many near misses (default 2000)
  --repetitions N   of each program (default 3)
  --out FILE        all figures as JSON
TEXT
}

pairs=2000 repetitions=3 out=
while (($#)); do
  case $1 in
    --pairs) pairs=$2; shift 2 ;;
    --repetitions) repetitions=$2; shift 2 ;;
    --out) out=$2; shift 2 ;;
    -h | --help) usage; exit 0 ;;
    *) printf "error: unknown option '%s'; see --help\n" "$1" >&2; exit 2 ;;
  esac
done

cd "$ASSAY_ROOT"
step "Programs"
[[ -x build/assay ]] || build_assay OFF assay
peers=$ASSAY_CACHE/peers/math-verify
if [[ ! -x $peers/bin/python ]]; then
  mkdir -p "$(dirname "$peers")"
  python3 -m venv "$peers"
  log=$(new_log peers)
  quietly "$log" "math-verify" "$peers/bin/pip" install --disable-pip-version-check math-verify==0.9.0 \
    antlr4-python3-runtime==4.13.2 || fail "pip could not install math-verify" "$(remedy "$log" "read the log")"
  rm -f "$log"
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

step "Pairs: $pairs rewrites, $pairs near misses, $repetitions times each in turns"
for ((i = 0; i < repetitions; ++i)); do
  build/assay selftest graders --pairs "$pairs" --write "$work/pairs.jsonl" --json >"$work/assay.$i"
  "$peers/bin/python" - "$work/pairs.jsonl" >"$work/peer.$i" <<'PYTHON'
import json, logging, sys, time
logging.disable(logging.CRITICAL)
from math_verify import parse, verify
pairs = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
def judge(pair):
    box = lambda text: parse("\\boxed{" + text + "}")
    return verify(box(pair["gold"]), box(pair["answer"]))
judge(pairs[0])
begin = time.perf_counter()
right = [judge(pair) for pair in pairs]
print(json.dumps({"seconds": time.perf_counter() - begin, "pairs": len(pairs), "right": right}))
PYTHON
  note "$((i + 1)) of $repetitions"
done

python3 - "$work" "$out" <<'PYTHON'
import glob, json, statistics, sys
ours = [json.load(open(path)) for path in sorted(glob.glob(sys.argv[1] + "/assay.*"))]
peers = [json.load(open(path)) for path in sorted(glob.glob(sys.argv[1] + "/peer.*"))]
rates = {g["grader"]: statistics.median([r["pairs_per_s"] for run in ours for r in run["graders"]
                                         if r["grader"] == g["grader"]]) for g in ours[0]["graders"]}
peer = statistics.median([run["pairs"] / run["seconds"] for run in peers])
for name, rate in rates.items():
    print(f"  assay {name:24} {rate:12.0f} pairs/s")
print(f"  Math-Verify 0.9 {'':14} {peer:12.0f} pairs/s\n  ratio math_equal / Math-Verify {rates['math_equal'] / peer:.1f} (wanted: at least 20)")
if sys.argv[2]:
    json.dump({"schema_version": 1, "assay": rates, "math_verify": peer}, open(sys.argv[2], "w"), indent=2)
PYTHON
