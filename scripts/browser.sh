#!/bin/sh
# Compiles the published clients for a browser, with and without the default transport: scripts/browser.sh
# Needs the target: rustup target add wasm32-unknown-unknown
set -eu
cd "$(dirname "$0")/.."
for api in $(ls generated); do
    for features in "" reqwest rustls,http2,gzip,tower; do
        cargo check --quiet --locked --target wasm32-unknown-unknown --manifest-path "generated/$api/Cargo.toml" \
            --no-default-features --features "$features"
    done
    cargo check --quiet --locked --target wasm32-unknown-unknown --manifest-path "generated/$api/Cargo.toml"
done
