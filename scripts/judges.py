#!/usr/bin/env python3
"""Drives servers nobody here wrote as outside judges: FastAPI and utoipa, which describe themselves by their own code.

For each folder below `scripts/judges`: start its server on loopback, take its live description, generate a crate from it, compile
each program of `runs/` against the crate, and compare what comes back with what was sent. Prints what fails; the exit status is
the number of failures.

    scripts/judges.py                   # all
    scripts/judges.py fastapi uploads   # those whose name, `fastapi/uploads-one`, contains all of the words

Needs cargo, and for FastAPI Python with venv and pip. Versions are pinned. Everything is written under target/judges. A new case
is a new file in `runs/`: the body of an async function with `client`.
"""

import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
JUDGES = ROOT / "scripts" / "judges"
WORK = ROOT / "target" / "judges"
PACKAGES = ["fastapi==0.165.0", "uvicorn==0.54.0", "python-multipart==0.0.34"]


def fastapi(port: int) -> list:
    """The command of the server, with an environment of its own."""
    home = WORK / "python"
    if not home.exists():
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
    subprocess.run([home / "bin" / "pip", "install", "--quiet", *PACKAGES], check=True)
    app = ["--app-dir", JUDGES / "fastapi", "server:app"]
    return [home / "bin" / "python", "-B", "-m", "uvicorn", *app, "--port", str(port), "--log-level", "warning"]


def utoipa(port: int) -> list:
    """The command of the server, compiled."""
    target = WORK / "target-utoipa"
    manifest = WORK / "utoipa-server"
    shutil.copytree(JUDGES / "utoipa", manifest, dirs_exist_ok=True)
    build = ["cargo", "build", "--quiet", "--manifest-path", manifest / "Cargo.toml", "--target-dir", target]
    subprocess.run(build, check=True)
    return [target / "debug" / "utoipa-judge", str(port)]


SERVERS = {"fastapi": fastapi, "utoipa": utoipa}


def free_port() -> int:
    """A port of loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def description(port: int) -> bytes:
    """The live description, once the server answers."""
    for _ in range(300):
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{port}/openapi.json", timeout=5).read()
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server does not response")


def program(home: pathlib.Path, run: pathlib.Path, port: int):
    """Writes one run as a program beside the crate."""
    body = "\n".join(f"    {line}".rstrip() for line in run.read_text().splitlines())
    (home / "src" / "bin" / f"{run.stem}.rs").write_text(
        "#[tokio::main(flavor = \"current_thread\")]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {\n"
        f'    let client = judge_client::Client::builder().base_url("http://127.0.0.1:{port}").build()?;\n{body}\n    Ok(())\n}}\n'
    )


def judge(name: str, runs: list) -> int:
    """Runs the programs of one server; the number of those that fail."""
    port = free_port()
    home = WORK / name
    shutil.rmtree(home, ignore_errors=True)
    (home / "src" / "bin").mkdir(parents=True)
    server = subprocess.Popen(SERVERS[name](port))
    failures = 0
    try:
        spec = home / "openapi.json"
        spec.write_bytes(description(port))
        (home / "Cargo.toml").write_text(
            f'[package]\nname = "{name}-runs"\nversion = "0.0.0"\nedition = "2024"\n\n'
            '[dependencies]\njudge-client = { path = "judge-client" }\n'
            f'plansmith-runtime = {{ path = "{ROOT / "runtime"}" }}\nserde_json = "1"\n'
            'tokio = { version = "1", features = ["macros", "rt"] }\n\n[workspace]\nmembers = ["judge-client"]\n\n'
            f'[patch.crates-io]\nplansmith-runtime = {{ path = "{ROOT / "runtime"}" }}\n'
        )
        for run in runs:
            program(home, run, port)
        (home / "plansmith.toml").write_text('[derives]\nall = ["Serialize", "Deserialize"]\n')
        crate = home / "judge-client"
        generate = ["cargo", "run", "-q", "-p", "plansmith", "--", "generate", spec, "--output", crate, "--name", "judge-client"]
        subprocess.run(generate, cwd=ROOT, check=True)
        for run in runs:
            command = ["cargo", "run", "--quiet", "--bin", run.stem, "--target-dir", WORK / "target"]
            done = subprocess.run(command, cwd=home, capture_output=True, text=True)
            failures += done.returncode != 0
            print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name}/{run.stem}", flush=True)
            if done.returncode != 0:
                print("     " + "\n     ".join(done.stderr.splitlines()[:30]))
    finally:
        server.terminate()
        server.wait()
    return failures


def main() -> int:
    words = sys.argv[1:]
    WORK.mkdir(parents=True, exist_ok=True)
    failures = 0
    for name in SERVERS:
        runs = sorted((JUDGES / name / "runs").glob("*.rs"))
        runs = [run for run in runs if all(word in f"{name}/{run.stem}" for word in words)]
        failures += judge(name, runs) if runs else 0
    return failures


if __name__ == "__main__":
    sys.exit(main())
