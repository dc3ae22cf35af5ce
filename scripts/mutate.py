#!/usr/bin/env python3
"""Mutation check: empties one function at a time in a scratch copy, rebuilds, runs the tests, reports what survived.

A mutant that no test kills is a function whose work nobody checks. Use:

  scripts/mutate.py --seed 1 --count 20                     sample 20 functions of at least 5 lines
  scripts/mutate.py --only reports/ harness/stats/          sample below these folders
  scripts/mutate.py --functions harness/stats/paired.cpp:42 the function whose head is on that line
  scripts/mutate.py --list                                  what could be sampled, without building

The body becomes `return {};`, for void functions nothing, for bool `return false;`, for Result<T> `return T{};`, else an
error; one that does not compile so is replaced by another function. The scratch copy (--scratch) and its build are kept, so that a second call only builds what
changed. Exit code 1 if a mutant survived.
"""
import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time

FOLDERS = ["harness", "backends", "tasks", "kernels", "results", "reports"]
LINES_MIN = 5
CONTROL = re.compile(r"^(if|for|while|switch|catch|else|do|try|namespace|class|struct|enum|union|extern)\b")


def blanked(text):
    """The text with comments, strings and characters replaced by spaces, line by line as before."""
    pattern = re.compile(r'//[^\n]*|/\*.*?\*/|R"([^(\s]*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<!\w)\'(?:\\.|[^\'\\\n])*\'', re.S)
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def find_functions(path):
    """(head, first line, offset behind the brace, offset of the closing brace, lines of body) of each function."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    code = blanked(text)
    stack, head, found = [], 0, []
    for at, char in enumerate(code):
        if char == "{":
            before = re.sub(r"^(public|private|protected): ?", "", " ".join(code[head:at].split()))
            is_function = bool(re.search(r"\)( const| noexcept| override| final)*( -> [\w:<>*& ]+)?$", before))
            is_function = is_function and not CONTROL.match(before) and "= [" not in before and "[" != before[:1]
            inside = any(entry[0] for entry in stack)
            stack.append((is_function and not inside, before, head, at + 1))
        elif char == "}" and stack:
            is_function, before, start, begin = stack.pop()
            if is_function:
                first = code.count("\n", 0, start + len(code[start:]) - len(code[start:].lstrip())) + 1
                found.append((before, first, begin, at, code.count("\n", begin, at) - 1))
        if char in "{};":
            head = at + 1
    return text, found


def replacements(head):
    """What the body may become, in the order to try; none for functions that are not sampled."""
    name = re.search(r"([\w:~]+|operator\S+)\s*\(", head)
    if name is None or " : " in head or "~" in name.group(1) or name.group(1) == "main":
        return []
    words = [word for word in head[: name.start()].split() if word not in ("static", "inline", "constexpr", "virtual")]
    result = re.sub(r"^template <.*?> ", "", " ".join(words))
    if not result or "ASSAY_CHECK" in head:
        return []  # a constructor, or a macro
    if result == "void":
        return [""]
    if result == "bool":
        return [" return false; "]
    if (wrapped := re.fullmatch(r"Result<(.*)>", result)) is not None:
        return [f" return {wrapped.group(1)}{{}}; ", " return Error{}; "]
    return [" return {}; "]


def candidates(root, only):
    chosen = []
    for folder in FOLDERS:
        for place, _, files in sorted(os.walk(os.path.join(root, folder))):
            for file in sorted(files):
                path = os.path.relpath(os.path.join(place, file), root)
                if not file.endswith(".cpp") or (only and not any(path.startswith(prefix) for prefix in only)):
                    continue
                _, functions = find_functions(os.path.join(root, path))
                for head, line, _, _, lines in functions:
                    if lines >= LINES_MIN and replacements(head):
                        chosen.append((path, line, lines, head))
    return chosen


def sync(root, scratch):
    """Copies the working tree, unchanged files left alone so that the build stays incremental."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=root, check=True, text=True,
                            stdout=subprocess.PIPE).stdout.split("\n")
    kept = set(filter(None, listed))
    for path in sorted(kept):
        source, target = os.path.join(root, path), os.path.join(scratch, path)
        if not os.path.isfile(source):
            continue
        os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
        with open(source, "rb") as file:
            content = file.read()
        if not os.path.isfile(target) or open(target, "rb").read() != content:
            shutil.copy(source, target)
    for place, folders, files in os.walk(scratch):
        folders[:] = [folder for folder in folders if not folder.startswith((".", "build"))]
        for file in files:
            path = os.path.relpath(os.path.join(place, file), scratch)
            if path not in kept and not path.startswith("build"):
                os.remove(os.path.join(place, file))
    deps = os.path.join(root, ".deps")
    if os.path.isdir(deps) and not os.path.exists(os.path.join(scratch, ".deps")):
        os.symlink(os.path.realpath(deps), os.path.join(scratch, ".deps"))


def build(scratch, jobs):
    return subprocess.run(["nice", "ninja", "-C", "build", f"-j{jobs}", "assay", "assay_tests"], cwd=scratch,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)


def run_tests(scratch, timeout, gtest_filter):
    """None if all pass, else the first test that failed, or how the program ended."""
    command = ["nice", "./build/assay_tests", "--gtest_brief=1", "--gtest_fail_fast", f"--gtest_filter={gtest_filter}"]
    try:
        done = subprocess.run(command, cwd=scratch, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout,
                              check=False)
    except subprocess.TimeoutExpired:
        return "time ran out"
    if done.returncode == 0:
        return None
    failed = re.search(rb"\[  FAILED  \] ([\w/.]+)", done.stdout)
    return failed.group(1).decode() if failed else f"ended with {done.returncode}"


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def check_mutant(scratch, candidate, arguments):
    """(state, detail): killed by which test, survived, or not built."""
    path, line, _, head = candidate
    full = os.path.join(scratch, path)
    text, functions = find_functions(full)
    begin, end = next((b, e) for h, l, b, e, _ in functions if l == line and h == head)
    # What a mutant no longer uses is no error of its own.
    guard = "#pragma GCC diagnostic ignored \"-Wunused\"\n#pragma GCC diagnostic ignored \"-Wextra\"\n"
    try:
        for body in replacements(head):
            write(full, guard + text[:begin] + body + text[end:])
            if build(scratch, arguments.jobs).returncode == 0:
                break
        else:
            return "not built", ""
        killer = run_tests(scratch, arguments.timeout, arguments.filter)
        return ("survived", "") if killer is None else ("killed", killer)
    finally:
        write(full, text)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--only", nargs="*", default=[], help="path prefixes")
    parser.add_argument("--functions", nargs="*", default=[], metavar="PATH:LINE")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--scratch", default=os.path.join(os.environ.get("TMPDIR", "/tmp"), "assay-mutants"))
    parser.add_argument("--filter", default="-*TreeRule*:Tree.*:*KillAndResume*", help="of GoogleTest")
    parser.add_argument("--timeout", type=int, default=300, help="seconds for the tests of one mutant")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--preset", default="release")
    parser.add_argument("--json", help="file for the results")
    return parser.parse_args()


def prepare(root, arguments):
    """A scratch copy that builds and passes, or an end."""
    os.makedirs(arguments.scratch, exist_ok=True)
    sync(root, arguments.scratch)
    # Debug information and tests as they are; warnings do not stop a mutant.
    configured = subprocess.run(["cmake", "--preset", arguments.preset, "-B", "build", "-DASSAY_WERROR=OFF"],
                                cwd=arguments.scratch, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                check=False)
    built = build(arguments.scratch, arguments.jobs) if configured.returncode == 0 else configured
    if built.returncode != 0:
        sys.exit(f"the unchanged tree does not build:\n{built.stdout[-2000:]}")
    if (failed := run_tests(arguments.scratch, arguments.timeout, arguments.filter)) is not None:
        sys.exit(f"the unchanged tree fails {failed}: fix it, or leave it out with --filter")


def main():
    arguments = parse_arguments()
    root = subprocess.run(["git", "rev-parse", "--show-toplevel"], cwd=os.path.dirname(os.path.abspath(__file__)),
                          check=True, text=True, stdout=subprocess.PIPE).stdout.strip()
    pool = candidates(root, arguments.only)
    if arguments.functions:
        pool = [entry for entry in pool if f"{entry[0]}:{entry[1]}" in arguments.functions]
        arguments.count = len(pool)
    if arguments.list:
        listed = [f"{path}:{line}  {lines} lines  {head[-100:]}" for path, line, lines, head in pool]
        print("\n".join(listed + [f"{len(pool)} functions"]))
        return 0
    random.Random(arguments.seed).shuffle(pool)
    prepare(root, arguments)
    results = []
    for candidate in pool:
        if sum(entry["state"] != "not built" for entry in results) == arguments.count:
            break
        begun = time.monotonic()
        state, detail = check_mutant(arguments.scratch, candidate, arguments)
        results.append({"place": f"{candidate[0]}:{candidate[1]}", "head": candidate[3], "state": state, "by": detail})
        print(f"{state:9}  {candidate[0]}:{candidate[1]}  {candidate[3][-80:]}"
              f"{'  by ' + detail if detail else ''}  ({time.monotonic() - begun:.0f} s)", flush=True)
    counts = {state: sum(entry["state"] == state for entry in results) for state in ("killed", "survived", "not built")}
    print(f"{counts['killed']} killed, {counts['survived']} survived, {counts['not built']} not built and replaced")
    if arguments.json:
        write(arguments.json, json.dumps(results, indent=2) + "\n")
    return 1 if counts["survived"] else 0


if __name__ == "__main__":
    sys.exit(main())
