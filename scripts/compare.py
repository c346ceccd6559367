#!/usr/bin/env python3
"""Runs this generator and its peers side by side on a folder of OpenAPI descriptions.

    scripts/compare.py DIR                            every description, every generator, no compilation
    scripts/compare.py DIR --check --only stripe      also `cargo check` of what comes out
    scripts/compare.py DIR --peers oas3-gen,progenitor --repeat 5

The newest peers are installed from crates.io and PyPI into the work folder, once. Each run of a generator is a process
of its own under a time limit; of --repeat runs the least wall time, processor time and peak memory of the largest process
are kept (on a busy machine the processor time is the one to compare). `cargo check` is timed after a first one has built the dependencies: only the
generated crate is compiled again, without incremental compilation. What could not be installed, run or measured is a
word in the table, never a number. Results: compare.tsv and compare.md in the work folder. Needs Python 3.9 and cargo;
openapi-generator needs Java, and runs once a document; without GNU time (/usr/bin/time) memory is at least that of Python.
"""

import argparse
import datetime
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

GNU_TIME = Path("/usr/bin/time")
ROOT = Path(__file__).resolve().parent.parent
COLUMNS = ["document", "generator", "result", "seconds", "cpu", "mib", "files", "lines", "longest", "check", "check_seconds",
           "check_cpu", "check_gib", "warnings"]


def measured(command, limit, cwd=None, env=None, log=None):
    """Runs a command; returns (status, wall seconds, processor seconds, peak MiB). Status None: over the time limit."""
    command = [str(word) for word in command]
    with open(log or os.devnull, "w", encoding="utf-8") as out, tempfile.NamedTemporaryFile("r", encoding="utf-8") as peak:
        if GNU_TIME.exists():
            # What wait4 says of memory includes that of this interpreter, which begins the process.
            command = [str(GNU_TIME), "--quiet", "--format=%M", f"--output={peak.name}"] + command
        start = time.monotonic()
        try:
            process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, cwd=cwd, env=env,
                                       stdin=subprocess.DEVNULL, start_new_session=True)
        except OSError as error:
            out.write(str(error))
            return 127, 0.0, 0.0, 0.0
        over = threading.Event()

        def stop():
            over.set()
            os.killpg(process.pid, signal.SIGKILL)

        timer = threading.Timer(limit, stop)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        seconds = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        largest = peak.read().strip()
        kibibytes = int(largest) if largest.isdigit() else usage.ru_maxrss
    cpu = usage.ru_utime + usage.ru_stime
    return (None if over.is_set() else process.returncode), seconds, cpu, kibibytes / 1024


class Generator:
    """A generator: how it is installed, and the commands that make a crate."""

    # Runs of each document at most.
    runs = 100

    def __init__(self, name, work):
        self.name, self.work, self.version, self.problem = name, work, "", ""

    def install(self):
        """Installs it; leaves what went wrong in `problem`."""

    def commands(self, spec, out, package):
        """Command lines to try in turn, each with a word for the table."""
        raise NotImplementedError

    def finish(self, out, package):
        """Completes the output to a crate."""


class Ours(Generator):
    """The generator of this repository, in a release build like its peers'."""

    program = None

    def install(self):
        if self.program is None:
            target = self.work / "ours"
            status, *_ = measured(["cargo", "build", "--release", "--package", "plansmith"], 3600, cwd=ROOT,
                                  env={**os.environ, "CARGO_TARGET_DIR": str(target)}, log=self.work / "install-ours.log")
            self.program = target / "release/plansmith"
            if status != 0:
                self.problem = "not built"
        revision = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False)
        self.version = revision.stdout.strip() or "this tree"

    def commands(self, spec, out, package):
        return [("ok", [self.program, "generate", spec, "--output", out, "--name", package, "--allow-left-out",
                        "--runtime-path", ROOT / "runtime"])]


class Cargo(Generator):
    """A peer from crates.io."""

    def __init__(self, name, work, crate, words, finish=None):
        super().__init__(name, work)
        self.crate, self.words, self.complete = crate, words, finish
        self.root = work / "cargo"

    def install(self):
        # Again in each run: cargo does nothing when the newest version is there.
        status, *_ = measured(["cargo", "install", "--locked", "--root", self.root, self.crate], 3600,
                              env={**os.environ, "CARGO_TARGET_DIR": str(self.work / "build")},
                              log=self.work / f"install-{self.name}.log")
        self.read_version()
        if not self.version:
            self.problem = "not installed"
        elif status != 0:
            self.version += " (not checked for a newer one)"

    def read_version(self):
        """The version that is installed."""
        try:
            installed = json.loads((self.root / ".crates2.json").read_text(encoding="utf-8"))["installs"]
        except (OSError, ValueError, KeyError):
            return
        self.version = next((key.split()[1] for key in installed if key.split()[0] == self.crate), "")

    def commands(self, spec, out, package):
        names = {"spec": spec, "out": out, "package": package}
        return [("ok", [self.root / "bin" / self.crate] + [word.format(**names) for word in self.words])]

    def finish(self, out, package):
        if self.complete:
            self.complete(out, package)


class OpenApiGenerator(Generator):
    """openapi-generator with its Rust target, from PyPI; what it refuses as invalid is tried without validation."""

    # Seconds each, of which the start of Java is the larger part.
    runs = 1

    def install(self):
        venv = self.work / "venv"
        self.program = venv / "bin/openapi-generator-cli"
        if shutil.which("java") is None:
            self.problem = "no Java"
            return
        if not self.program.exists():
            measured([sys.executable, "-m", "venv", venv], 600, log=self.work / "install-venv.log")
            measured([venv / "bin/pip", "install", "openapi-generator-cli"], 1800, log=self.work / f"install-{self.name}.log")
        shown = subprocess.run([venv / "bin/pip", "show", "openapi-generator-cli"], capture_output=True, text=True, check=False) \
            if (venv / "bin/pip").exists() else None
        found = re.search(r"^Version: (.*)$", shown.stdout, re.M) if shown else None
        self.version = found.group(1) if found else ""
        self.problem = "" if self.program.exists() else "not installed"

    def commands(self, spec, out, package):
        base = [self.program, "generate", "-g", "rust", "-i", spec, "-o", out, f"--additional-properties=packageName={package}"]
        return [("ok", base), ("ok, unvalidated", base + ["--skip-validate-spec"])]


def crate_of_module(out, package):
    """openapi-to-rust writes a module and the list of its dependencies: makes them a crate."""
    required = next(out.rglob("REQUIRED_DEPS.toml"))
    text = required.read_text(encoding="utf-8")
    if "[dependencies]" not in text:
        text = "[dependencies]\n" + text
    (out / "Cargo.toml").write_text(f'[package]\nname = "{package}"\nversion = "0.1.0"\nedition = "2024"\n\n{text}', encoding="utf-8")
    (out / "src/lib.rs").write_text("pub mod generated;\n", encoding="utf-8")


def generators(work):
    """Every generator by its name."""
    known = [
        Ours("ours", work),
        Cargo("openapi-to-rust", work, "openapi-to-rust", ["generate", "{spec}", "--output-dir", "{out}/src/generated"], crate_of_module),
        Cargo("ploidy", work, "ploidy", ["generate", "rust", "{spec}", "-o", "{out}"]),
        Cargo("oas3-gen", work, "oas3-gen", ["generate", "client-mod", "-i", "{spec}", "-o", "{out}", "--workspace"]),
        Cargo("progenitor", work, "cargo-progenitor",
              ["progenitor", "-i", "{spec}", "-o", "{out}", "-n", "{package}", "-v", "0.1.0", "--license-name", "MIT"]),
        Cargo("openapi-nexus", work, "openapi-nexus", ["generate", "-i", "{spec}", "-o", "{out}", "-g", "rust-reqwest"]),
        OpenApiGenerator("openapi-generator", work),
    ]
    return {entry.name: entry for entry in known}


def count(out):
    """(files, lines, lines of the longest file) of the Rust below `out`."""
    lines = [path.read_bytes().count(b"\n") for path in out.rglob("*.rs") if "target" not in path.relative_to(out).parts]
    return len(lines), sum(lines), max(lines, default=0)


def generate(generator, spec, out, package, options):
    """One row without the columns of compilation."""
    row = {"document": spec.stem, "generator": generator.name}
    if generator.problem:
        return {**row, "result": generator.problem}
    log = options.work / "logs" / f"{spec.stem}-{generator.name}.log"
    for word, command in generator.commands(spec, out, package):
        best = None
        for _ in range(min(options.repeat, generator.runs)):
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir(parents=True)
            status, seconds, cpu, mib = measured(command, options.limit, cwd=options.work, log=log)
            if status != 0:
                best = None
                break
            best = (seconds, cpu, mib) if best is None else tuple(map(min, best, (seconds, cpu, mib)))
        if status is None:
            return {**row, "result": f"over {options.limit} s"}
        if best is None:
            continue
        files, lines, longest = count(out)
        if lines == 0:
            return {**row, "result": "no output"}
        row.update(result=word, seconds=f"{best[0]:.3f}", cpu=f"{best[1]:.3f}", mib=f"{best[2]:.0f}", files=files, lines=lines, longest=longest)
        return row
    return {**row, "result": "failed"}


def check(generator, spec, out, package, row, options):
    """Adds the columns of compilation."""
    try:
        generator.finish(out, package)
        manifest = next(iter(sorted(out.rglob("Cargo.toml"), key=lambda path: len(path.parts))))
        text = manifest.read_text(encoding="utf-8")
        if "[workspace]" not in text:
            manifest.write_text(text + "\n[workspace]\n", encoding="utf-8")
        library = manifest.parent / "src/lib.rs"
        if not library.exists():
            raise OSError("no src/lib.rs")
    except (OSError, StopIteration) as error:
        row["check"] = f"no crate: {error}"
        return
    env = {**os.environ, "CARGO_TARGET_DIR": str(options.work / "target" / generator.name), "CARGO_INCREMENTAL": "0",
           "CARGO_PROFILE_DEV_DEBUG": "0"}
    log = options.work / "logs" / f"{spec.stem}-{generator.name}-check.log"
    command = ["cargo", "build" if options.build else "check", "--quiet", "--message-format", "short"]
    status, *_ = measured(command, 3 * options.check_limit, cwd=manifest.parent, env=env, log=log)
    if status is None:
        row["check"] = f"over {3 * options.check_limit} s"
        return
    text = log.read_text(encoding="utf-8", errors="replace")
    row["warnings"] = len(re.findall(r": warning", text))
    if status != 0:
        row["check"] = f"{len(re.findall(r': error', text)) or 'some'} errors"
        return
    best = None
    for _ in range(options.check_repeat):
        library.touch()
        status, seconds, cpu, mib = measured(command, options.check_limit, cwd=manifest.parent, env=env, log=log)
        if status != 0:
            row["check"] = f"over {options.check_limit} s"
            return
        best = (seconds, cpu, mib) if best is None else tuple(map(min, best, (seconds, cpu, mib)))
    row.update(check="ok", check_seconds=f"{best[0]:.1f}", check_cpu=f"{best[1]:.1f}", check_gib=f"{best[2] / 1024:.2f}")


def markdown(rows, used, options, loads):
    """The table with what one needs to read it."""
    word = "build" if options.build else "check" if options.check else ""
    versions = ", ".join(f"{entry.name} {entry.version or entry.problem}" for entry in used)
    text = [
        f"`{' '.join(['scripts/compare.py'] + sys.argv[1:])}`, {datetime.date.today()}, {os.cpu_count()} processors, "
        f"load {loads[0]:.1f} before and {loads[1]:.1f} after.",
        f"Versions: {versions}. Best of {options.repeat} runs.",
        "",
        "| document | generator | result | s | CPU s | MiB | files | lines | longest |" + (f" {word} | s | CPU s | GiB | warnings |" if word else ""),
        "| --- | --- | --- | --: | --: | --: | --: | --: | --: |" + (" --- | --: | --: | --: | --: |" if word else ""),
    ]
    for row in rows:
        cells = [str(row.get(column, "")) for column in (COLUMNS if word else COLUMNS[:9])]
        text.append("| " + " | ".join(cells) + " |")
    return "\n".join(text) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder with .json, .yaml and .yml descriptions")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="only documents whose name contains NAME")
    parser.add_argument("--peers", metavar="LIST", help="generators to run, by commas [default: all]")
    parser.add_argument("--ours", type=Path, metavar="PROGRAM", help="a release build of plansmith, instead of building it")
    parser.add_argument("--work", type=Path, default=ROOT / "target/compare", help="folder for everything [default: target/compare]")
    parser.add_argument("--limit", type=int, default=60, metavar="S", help="time limit of one generation")
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="generations of each document")
    parser.add_argument("--check", action="store_true", help="`cargo check` the output with dependencies built")
    parser.add_argument("--build", action="store_true", help="as --check, with `cargo build`")
    parser.add_argument("--check-limit", type=int, default=300, metavar="S", help="time limit of one check")
    parser.add_argument("--check-repeat", type=int, default=1, metavar="N", help="checks of each crate")
    parser.add_argument("--no-install", action="store_true", help="use what is installed in the work folder")
    options = parser.parse_args()
    options.work = options.work.resolve()
    (options.work / "logs").mkdir(parents=True, exist_ok=True)

    found = sorted(path.resolve() for path in options.folder.iterdir() if path.suffix in (".json", ".yaml", ".yml"))
    documents = [path for path in found if not options.only or any(name in path.stem for name in options.only)]
    if not documents:
        parser.error(f"no descriptions in {options.folder}")
    known = generators(options.work)
    names = options.peers.split(",") if options.peers else list(known)
    if unknown := [name for name in names if name not in known]:
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(known)}")
    used = [known[name] for name in names]
    Ours.program = options.ours.resolve() if options.ours else None
    for generator in used:
        print(f"install {generator.name}", file=sys.stderr, flush=True)
        if options.no_install and isinstance(generator, Cargo):
            generator.read_version()
            generator.problem = "" if generator.version else "not installed"
        else:
            generator.install()

    before, rows = os.getloadavg()[0], []
    with tempfile.TemporaryDirectory(dir=options.work) as crates, open(options.work / "compare.tsv", "w", encoding="utf-8") as tsv:
        tsv.write("\t".join(COLUMNS) + "\n")
        for spec in documents:
            package = "c-" + re.sub(r"[^a-z0-9-]", "-", spec.stem.lower())
            for generator in used:
                out = Path(crates) / f"{spec.stem}-{generator.name}"
                row = generate(generator, spec, out, package, options)
                if (options.check or options.build) and "lines" in row:
                    check(generator, spec, out, package, row, options)
                shutil.rmtree(out, ignore_errors=True)
                rows.append(row)
                line = "\t".join(str(row.get(column, "")) for column in COLUMNS)
                tsv.write(line + "\n")
                tsv.flush()
                print(line, file=sys.stderr, flush=True)
    table = markdown(rows, used, options, (before, os.getloadavg()[0]))
    (options.work / "compare.md").write_text(table, encoding="utf-8")
    print(table)


if __name__ == "__main__":
    main()
