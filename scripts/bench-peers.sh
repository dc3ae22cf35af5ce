#!/usr/bin/env bash
# Assay's engine against llama.cpp's own tools, in one run: the same model, libraries, threads, batch sizes and attention.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ASSAY_ROOT/scripts/llama.sh"

usage() {
  cat <<'TEXT'
usage: scripts/bench-peers.sh [--model NAME] [--repetitions N] [--hellaswag FILE] [--items N] [--out FILE]

Generation: 8 sequences of 128 prompt and 128 forced output tokens, greedy, by `assay bench-engine` and by
`llama-batched-bench -npp 128 -ntg 128 -npl 8`, in turns. Choices: those of the first N items of FILE (six lines an item)
by `assay bench-engine --hellaswag` and by `llama-perplexity --hellaswag`, in turns; without FILE, which may also be
ASSAY_DATA/hellaswag/hellaswag_val_full.txt, this part is skipped. Choices are counted over the whole process, loading
included, on both sides. Prints medians, their ratio, and the ratio of the means with its 95 % bootstrap interval: on a
shared machine single runs differ by a tenth; --out keeps all of them as JSON.

  --model NAME       catalogue name: smollm2-135m (default) or gemma3-270m
  --repetitions N    of each program (default 5)
  --items N          default 100

The tools are built once, beside the libraries, with the same options.
TEXT
}

model=smollm2-135m repetitions=5 items=100 hellaswag=${ASSAY_DATA:+$ASSAY_DATA/hellaswag/hellaswag_val_full.txt} out=
while (($#)); do
  case $1 in
    --model) model=$2; shift 2 ;;
    --repetitions) repetitions=$2; shift 2 ;;
    --hellaswag) hellaswag=$2; shift 2 ;;
    --items) items=$2; shift 2 ;;
    --out) out=$2; shift 2 ;;
    -h | --help) usage; exit 0 ;;
    *) printf "error: unknown option '%s'; see --help\n" "$1" >&2; exit 2 ;;
  esac
done
case $model in
  smollm2-135m) file=$SMOLLM2_FILE ;;
  gemma3-270m) file=$GEMMA3_FILE ;;
  *) printf "error: --model '%s'; known: smollm2-135m, gemma3-270m\n" "$model" >&2; exit 2 ;;
esac

cd "$ASSAY_ROOT"
step "Programs"
need_packages "${BUILD_PACKAGES[@]}"
ensure_llama
ensure_models
build_assay OFF assay
tools=$(ensure_llama_tools)
gguf=$ASSAY_ROOT/.deps/models/$file
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
threads=$(nproc)

step "Generation: 8 sequences, 128 + 128 tokens, $repetitions times each in turns"
for ((i = 0; i < repetitions; ++i)); do
  build/assay bench-engine --model "$model" --sequences 8 --prompt-tokens 128 --output-tokens 128 --threads "$threads" \
    --batch 2048 --ubatch 512 --json >"$work/generation.assay.$i"
  "$tools/llama-batched-bench" -m "$gguf" -c 4096 -b 2048 -ub 512 -npp 128 -ntg 128 -npl 8 -t "$threads" -tb "$threads" \
    -fa on --output-format jsonl >"$work/generation.peer.$i" 2>/dev/null
  note "$((i + 1)) of $repetitions"
done

# timed FILE COMMAND…: its seconds, loading included, to FILE.
timed() {
  local into=$1 begin end; shift
  begin=$(date +%s%N)
  "$@" >"$work/output" 2>&1 || { tail -n 5 "$work/output" >&2; fail "failed: $*" "see above"; }
  end=$(date +%s%N)
  printf '%d\n' "$((end - begin))" >"$into"
}

if [[ -f $hellaswag ]]; then
  step "Choices of $items items, $repetitions times each in turns"
  head -n $((6 * items)) "$hellaswag" >"$work/items.txt"
  for ((i = 0; i < repetitions; ++i)); do
    timed "$work/choices.assay.$i" build/assay bench-engine --model "$model" --hellaswag "$work/items.txt" \
      --items "$items" --threads "$threads" --json
    timed "$work/choices.peer.$i" "$tools/llama-perplexity" -m "$gguf" -f "$work/items.txt" --hellaswag \
      --hellaswag-tasks "$items" -t "$threads" -tb "$threads" -fa on
    note "$((i + 1)) of $repetitions"
  done
else
  note "choices: skipped, no file; give --hellaswag FILE or set ASSAY_DATA"
fi

python3 - "$work" "$model" "$items" "$out" <<'PYTHON'
import glob, json, random, statistics, sys
work, model, items, out = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]

def texts(name):
    return [open(path, encoding="utf-8", errors="replace").read() for path in sorted(glob.glob(f"{work}/{name}.*"))]

rows = []
def compare(what, ours, peers, wanted):
    a, b = statistics.median(ours), statistics.median(peers)
    draw = random.Random(1)
    ratios = sorted(statistics.mean(draw.choices(ours, k=len(ours))) / statistics.mean(draw.choices(peers, k=len(peers)))
                    for _ in range(4000))
    rows.append({"what": what, "assay": a, "peer": b, "ratio": a / b, "wanted": wanted,
                 "ratio_of_means": statistics.mean(ours) / statistics.mean(peers),
                 "interval": [ratios[100], ratios[-101]], "assay_all": ours, "peer_all": peers})

ours = [json.loads(text)["repetitions"][0]["generation"] for text in texts("generation.assay")]
peers = [json.loads(next(line for line in text.splitlines() if line.startswith("{"))) for text in texts("generation.peer")]
compare("generation, tokens/s", [r["generation_tokens_per_s"] for r in ours], [r["speed_tg"] for r in peers], 0.95)
compare("prompt, tokens/s", [r["prompt_tokens_per_s"] for r in ours], [r["speed_pp"] for r in peers], 0.95)
rates = {who: [4 * items / (int(text) / 1e9) for text in texts(f"choices.{who}")] for who in ("assay", "peer")}
if rates["assay"]:
    compare("choices/s, process", rates["assay"], rates["peer"], 1.0)
print(f"{model}: medians of {len(rows[0]['assay_all'])}")
for row in rows:
    print(f"  {row['what']:22} assay {row['assay']:9.1f}   llama.cpp {row['peer']:9.1f}   ratio {row['ratio']:.3f}"
          f"   of means {row['ratio_of_means']:.3f}, 95 % interval {row['interval'][0]:.3f} to {row['interval'][1]:.3f}"
          f"   (wanted: at least {row['wanted']})")
if out:
    json.dump({"schema_version": 1, "model": model, "rows": rows}, open(out, "w", encoding="utf-8"), indent=2)
PYTHON
