#!/usr/bin/env bash
# Greedy answers through openai: and llama-server against the same model's in process, sample by sample.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$ASSAY_ROOT/scripts/llama.sh"

usage() {
  cat <<'TEXT'
usage: scripts/check_openai.sh [--model NAME] [--task NAME] [--limit N] [--num-fewshot N]
                               [--threads N] [--port PORT] [--no-build]

Runs TASK (default arithmetic_words) on the first N documents (default 200) twice: in process under the schedule exact,
and through openai: by llama-server on a loopback port, one request at a time and without its prompt cache. Each answer
that differs is printed with the place where it parts and how far apart the two best tokens were there, by the engine in
process. Ends with 1 if fewer than 95 % of the answers are equal, or if one parts where the two best were further apart
than 0.5 (log-probability).

  --model NAME   catalogue name: smollm2-135m (default) or gemma3-270m
  --threads N    of both engines (default 1: on a busy machine more of them wait for each other)
  --no-build     takes build/assay and llama-server as they are
TEXT
}

model=smollm2-135m task=arithmetic_words limit=200 fewshot=() threads=1 port=18080 builds=1
while (($#)); do
  case $1 in
    --model) model=$2; shift 2 ;;
    --task) task=$2; shift 2 ;;
    --limit) limit=$2; shift 2 ;;
    --num-fewshot) fewshot=(--num-fewshot "$2"); shift 2 ;;
    --threads) threads=$2; shift 2 ;;
    --port) port=$2; shift 2 ;;
    --no-build) builds=0; shift ;;
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
if ((builds)); then
  step "Programs"
  need_packages "${BUILD_PACKAGES[@]}"
  ensure_llama
  ensure_models
  build_assay OFF assay
  tools=$(ensure_llama_tools)
else
  tools=.deps/llama/build/bin
fi
gguf=$ASSAY_ROOT/.deps/models/$file
work=$(mktemp -d)
server=
trap '[[ -z $server ]] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT

step "In process"
build/assay run --model "m=llama:$gguf" --task "$task" --limit "$limit" "${fewshot[@]}" --schedule exact --threads "$threads" --db "$work/inside.db" -q >/dev/null

step "Through llama-server"
"$tools/llama-server" -m "$gguf" --alias m --host 127.0.0.1 --port "$port" -c 4096 -np 1 -t "$threads" -tb "$threads" \
  --no-cache-prompt \
  >"$work/server.log" 2>&1 &
server=$!
for ((i = 0; i < 240; ++i)); do
  if python3 -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:$port/health', timeout=2)" 2>/dev/null; then
    break
  fi
  kill -0 "$server" 2>/dev/null || { tail -n 5 "$work/server.log" >&2; fail "llama-server ended" "see the lines above"; }
  sleep 0.5
done
build/assay run --model "m=openai:http://127.0.0.1:$port/v1#m" --task "$task" --limit "$limit" "${fewshot[@]}" --parallel 1 \
  --db "$work/outside.db" -q >/dev/null

step "Comparison"
python3 scripts/check_openai.py "$work/inside.db" "$work/outside.db" "http://127.0.0.1:$port"
