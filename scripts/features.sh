#!/bin/sh
# Compiles every set of features of the crates that are published: scripts/features.sh
# Needs cargo-hack; without it the sets that callers choose are compiled one by one.
set -eu
cd "$(dirname "$0")/.."
crates=$(ls generated)
if cargo hack --version >/dev/null 2>&1; then
    cargo hack check --locked --feature-powerset --no-dev-deps -p plansmith-runtime
    for api in $crates; do
        cargo hack check --locked --feature-powerset --depth 2 --no-dev-deps --manifest-path "generated/$api/Cargo.toml"
    done
else
    for features in "" reqwest http2 gzip http2,gzip; do
        echo "plansmith-runtime, features: ${features:-none}"
        cargo check --locked -p plansmith-runtime --no-default-features --features "$features"
    done
    for api in $crates; do
        cargo check --locked --manifest-path "generated/$api/Cargo.toml" --no-default-features
    done
fi
