#!/usr/bin/env python3
"""Drives every operation of the three client crates against Prism, a mock server that reads the same descriptions.

    scripts/mock.py                   all descriptions
    scripts/mock.py vplan             one of them
    scripts/mock.py --serve vplan     only starts the mock, for programs of your own; Ctrl-C ends it

Redocly bundles a description into one file and Prism serves it on loopback. The calls are those of the end-to-end tests,
one for each operation with every parameter and property; our test server passes them on, so that a refused request is
counted and the calls after it are made too. What Prism responses is read by the crate. Exits with 1 when something was
refused or could not be read. Needs Node.js; npx fetches the tools in the versions below, unless PLANSMITH_NODE_BIN names
a folder that has them.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REDOCLY, PRISM = "@redocly/cli@2.77.0", "@stoplight/prism-cli@5.16.0"
APIS = {"vplan": "vplan", "agileplace": "agileplace", "planview-admin": "planview_admin"}
# Prism reads the largest description in about 15 seconds of a quiet machine.
PATIENCE = 300


def tool(package, command):
    """The command line of a Node.js tool."""
    folder = os.environ.get("PLANSMITH_NODE_BIN")
    if folder:
        return [str(Path(folder) / command)]
    if not shutil.which("npx"):
        sys.exit("npx is missing: install Node.js")
    return ["npx", "--yes", "--package", package, command]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(api, folder, port):
    """Starts the mock of a description and waits until it answers."""
    bundle = Path(folder) / f"{api}.json"
    source = ROOT / "spec" / api / "openapi.yaml"
    subprocess.run([*tool(REDOCLY, "redocly"), "bundle", str(source), "-o", str(bundle)], check=True, capture_output=True)
    log = open(Path(folder) / f"{api}.log", "w", encoding="utf-8")
    command = [*tool(PRISM, "prism"), "mock", "--multiprocess", "false", "--host", "127.0.0.1", "--port", str(port), str(bundle)]
    mock = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and mock.poll() is None:
        if "is listening" in Path(log.name).read_text(encoding="utf-8"):
            return mock
        time.sleep(0.2)
    stop(mock)
    sys.exit(f"{api}: the mock did not start\n{Path(log.name).read_text(encoding='utf-8')}")


def stop(mock):
    if mock.poll() is None:
        os.killpg(mock.pid, signal.SIGTERM)  # npx does not pass the signal on.
        mock.wait()


def drive(api, port):
    """Runs the calls; prints what they report and says whether nothing was refused."""
    command = ["cargo", "test", "--quiet", "-p", "plansmith-tests", "--test", APIS[api], "every_operation_with_a_mock", "--"]
    environment = {**os.environ, "PLANSMITH_MOCK": f"127.0.0.1:{port}", "RUST_BACKTRACE": "0"}
    done = subprocess.run([*command, "--ignored", "--nocapture"], cwd=ROOT, env=environment, capture_output=True, text=True)
    lines = (done.stdout if done.returncode == 0 else done.stdout + done.stderr).splitlines()
    if done.returncode == 0:
        lines = [line for line in lines if line.startswith(f"{api}: ")]
    print("\n".join(lines), flush=True)
    return done.returncode == 0 and len(lines) == 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("apis", nargs="*", choices=[*APIS, []], help="descriptions under spec/")
    parser.add_argument("--serve", action="store_true", help="start the mock and wait")
    parser.add_argument("--port", type=int, default=4010, help="port of --serve")
    options = parser.parse_args()
    apis = options.apis or list(APIS)
    if options.serve and len(apis) != 1:
        parser.error("--serve takes one description")
    right = True
    with tempfile.TemporaryDirectory() as folder:
        for api in apis:
            port = options.port if options.serve else free_port()
            mock = start(api, folder, port)
            try:
                if options.serve:
                    print(f"{api}: http://127.0.0.1:{port}", flush=True)
                    mock.wait()
                else:
                    right &= drive(api, port)
            except KeyboardInterrupt:
                pass
            finally:
                stop(mock)
    sys.exit(0 if right else 1)


if __name__ == "__main__":
    main()
