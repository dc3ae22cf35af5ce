#!/usr/bin/env bash
# From a bare Debian 12 or 13 to every test: packages, llama.cpp, models, plain build, ctest. Arguments go to ctest.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/scripts/lib.sh"
source "$ASSAY_ROOT/scripts/llama.sh"

cd "$ASSAY_ROOT"
step "Packages"
need_packages "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
step "llama.cpp"
ensure_llama
step "Models"
ensure_models
step "Assay and its tests"
build_assay ON all
step "Tests"
ctest --test-dir build --output-on-failure --no-tests=error -j "$JOBS" "$@"
