#!/bin/sh
# Holds descriptions and bundles against tools that know nothing of this project: scripts/outsiders.sh [API...]
# Needs node and python with pip. Versions are pinned, so that a new rule elsewhere is no surprise here.
set -eu
cd "$(dirname "$0")/.."
work=target/outsiders
mkdir -p "$work"
[ -d "$work/python" ] || python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet openapi-spec-validator==0.9.0
# Installed rather than run by npx, which does not pass on the signal that ends a server.
npm install --silent --no-save --no-audit --no-fund --prefix "$work" \
    @redocly/cli@2.77.0 @stoplight/prism-cli@5.16.0 @microsoft/sarif-multitool@5.7.0
tools=$work/node_modules/.bin
for api in ${*:-$(ls generated)}; do
    echo "== $api"
    cargo xtask bundle "$api" --out "$work/$api.json"
    for file in "spec/$api/openapi.yaml" "$work/$api.json"; do
        "$tools/redocly" lint "$file"
        "$work/python/bin/openapi-spec-validator" "$file"
    done
    # Prism reads a document before it listens: it answers a request, or it could not read it.
    "$tools/prism" mock --port 4919 "$work/$api.json" >"$work/$api.prism.log" 2>&1 &
    prism=$!
    tries=0
    until grep -q "is listening" "$work/$api.prism.log"; do
        tries=$((tries + 1))
        if [ "$tries" -gt 60 ] || ! kill -0 "$prism" 2>/dev/null; then
            cat "$work/$api.prism.log"
            exit 1
        fi
        sleep 1
    done
    kill "$prism"
    wait "$prism" 2>/dev/null || true
done
cargo xtask lint --format sarif >"$work/lint.sarif" || true
"$tools/sarif-multitool" validate "$work/lint.sarif" --level error
