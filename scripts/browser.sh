#!/bin/sh
# Compiles the published clients for a browser, with and without the default transport, and calls a server from WebAssembly:
# scripts/browser.sh
# Needs the target (rustup target add wasm32-unknown-unknown). The calls are left out without node and the program wasm-bindgen:
# cargo install wasm-bindgen-cli --version 0.2.130
set -eu
cd "$(dirname "$0")/.."
for api in $(ls generated); do
    for features in "" reqwest rustls,http2,gzip,tower; do
        cargo check --quiet --locked --target wasm32-unknown-unknown --manifest-path "generated/$api/Cargo.toml" \
            --no-default-features --features "$features"
    done
    cargo check --quiet --locked --target wasm32-unknown-unknown --manifest-path "generated/$api/Cargo.toml"
done
if ! command -v node >/dev/null || ! command -v wasm-bindgen >/dev/null; then
    echo "left out: the calls from WebAssembly, which need node and wasm-bindgen"
    exit
fi
target=${CARGO_TARGET_DIR:-$PWD/target/browser}
CARGO_TARGET_DIR=$target cargo build --quiet --locked --target wasm32-unknown-unknown --manifest-path scripts/browser/Cargo.toml
wasm-bindgen --target nodejs --out-dir "$target/module" "$target/wasm32-unknown-unknown/debug/browser.wasm"
node scripts/browser/run.mjs "$target/module"
