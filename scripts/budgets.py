#!/usr/bin/env python3
"""What the crates under generated/ cost: lines, crates in the tree, time of generation, time of `cargo check` and `cargo build`.

    scripts/budgets.py                all of it, as a Markdown table
    scripts/budgets.py --lines        only lines and tree; exits with 1 where a budget is exceeded

Lines are all lines of .rs files, documentation and blank lines included. Files with requests count for the operations,
those of src/types for the object schemas (components/schemas of the description with `type: object`, `properties` or
`allOf`). What a crate has once (client, credentials, webhooks) or by property (src/fields.rs, src/patches.rs) is in the
column `other`. The tree is that of normal dependencies for this machine without default features, the crate itself included; beside
it with them. Generation is `cargo xtask codegen API --check`: the
whole path but for writing. Check and build are of the crate alone, its dependencies built, without incremental compilation.
"""

import argparse
import datetime
import os
import re
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
from compare import ROOT, measured  # noqa: E402

LINES_PER_OPERATION, LINES_PER_SCHEMA = 50, 42
CRATES_WITHOUT_DEFAULTS = 30


def object_schemas(folder):
    """How many component schemas of the description's files are objects. The specs are written in block style, two
    spaces a level, so a schema's name stands at four."""
    count = 0
    for file in folder.glob("*.yaml"):
        section, is_object, inside = None, False, False
        for line in file.read_text(encoding="utf-8").splitlines() + ["end:"]:
            if re.match(r"\S", line) and not line.startswith("#"):
                section = line.split(":")[0]
            elif section == "components" and re.match(r"  \S", line):
                section, inside = "components", line.strip().startswith("schemas:")
            if re.match(r" {0,4}[^\s#]", line):
                count += is_object
                is_object = False
            if section == "components" and inside:
                own = re.match(r"      (type: object|properties:|allOf:)", line)
                flow = re.match(r"    \S+: *\{.*(type: object|properties:|allOf:)", line)
                is_object = is_object or bool(own or flow)
    return count


def lines(folder, keep):
    """Lines of the .rs files below `folder` that `keep` takes."""
    return sum(path.read_bytes().count(b"\n") for path in folder.rglob("*.rs") if keep(path))


def requests(path):
    """How many requests a file declares."""
    return len(re.findall(r"^#\[derive\(Clone, Debug, Request\)\]", path.read_text(encoding="utf-8"), re.M))


def tree(package, *features):
    """How many crates a user of the package compiles."""
    command = ["cargo", "tree", "--color", "never", "--locked", "--edges", "normal", "--prefix", "none", "--package", package, *features]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return len({line.removesuffix(" (*)") for line in listed.splitlines()})


def best(command, repeat, before=None, env=None):
    """(wall, processor) seconds of the run with the least processor time; `failed` where it fails."""
    found = None
    for _ in range(repeat):
        if before:
            measured(before, 60, cwd=ROOT, env=env)
        status, seconds, cpu, _ = measured(command, 900, cwd=ROOT, env=env)
        if status != 0:
            return "failed"
        if found is None or cpu < found[1]:
            found = seconds, cpu
    return f"{found[0]:.2f} ({found[1]:.2f})"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", action="store_true", help="count lines and crates only")
    parser.add_argument("--xtask", type=Path, metavar="PROGRAM", help="a build of xtask, instead of building it")
    parser.add_argument("--repeat", type=int, default=5, help="runs of the generation; check and build run twice")
    options = parser.parse_args()

    crates, broken = [], False
    print("| crate | operations | lines | an operation | object schemas | lines of src/types | a schema | other | longest file | tree | with defaults |")
    print("| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |")
    for folder in sorted(path.parent for path in (ROOT / "generated").glob("*/Cargo.toml")):
        api, source = folder.name, folder / "src"
        package = re.search(r'^name = "(.*)"', (folder / "Cargo.toml").read_text(encoding="utf-8"), re.M).group(1)
        crates.append((api, package))
        calls = sum(requests(path) for path in source.rglob("*.rs"))
        schemas = object_schemas(ROOT / "spec" / api)
        of_types = lines(source, lambda path: "types" in path.relative_to(source).parts)
        of_calls = lines(source, requests)
        other = lines(source, lambda path: True) - of_types - of_calls
        longest = max(path.read_bytes().count(b"\n") for path in source.rglob("*.rs"))
        bare, whole = tree(package, "--no-default-features"), tree(package)
        broken |= bare > CRATES_WITHOUT_DEFAULTS
        broken |= of_calls > LINES_PER_OPERATION * calls or of_types > LINES_PER_SCHEMA * schemas
        print(f"| {package} | {calls} | {of_calls} | {of_calls / max(calls, 1):.1f} | {schemas} | {of_types} | {of_types / max(schemas, 1):.1f} | {other} | {longest} | {bare} | {whole} |")
    if options.lines:
        return 1 if broken else 0

    target = os.environ.get("CARGO_TARGET_DIR", str(ROOT / "target"))
    if options.xtask is None:
        measured(["cargo", "build", "--quiet", "--profile", "xtask", "-p", "xtask"], 3600, cwd=ROOT)
    program = options.xtask or Path(target) / "xtask/xtask"
    env = {**os.environ, "CARGO_INCREMENTAL": "0", "CARGO_MANIFEST_DIR": str(ROOT / "xtask")}
    print(f"\n{datetime.date.today()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; wall seconds (processor seconds)\n")
    print("| crate | `codegen` | `cargo check` | `cargo build` |")
    print("| --- | --: | --: | --: |")
    for api, package in crates:
        generation = best([program, "codegen", api, "--check"], options.repeat, env=env)
        times = []
        for command in ("check", "build"):
            measured(["cargo", command, "--quiet", "-p", package], 3600, cwd=ROOT, env=env)
            times.append(best(["cargo", command, "--quiet", "-p", package], 2, ["cargo", "clean", "--quiet", "-p", package], env))
        print(f"| {package} | {generation} | {times[0]} | {times[1]} |", flush=True)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
