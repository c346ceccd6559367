#!/bin/sh
# Compiles the sets of features of the crates that are published, and runs the tests over sockets with each kind of TLS:
# scripts/features.sh
# Needs a C compiler, and the headers of OpenSSL with pkg-config for `native-tls`. With cargo-hack every set is compiled, without
# it those that callers choose. What a browser compiles is left out where the target wasm32-unknown-unknown is not installed.
set -eu
cd "$(dirname "$0")/.."
crates=$(ls generated)
sets="none reqwest rustls aws-lc native-tls http2 gzip blocking tower full-types rustls,native-tls,http2,gzip,blocking,tower,full-types"

each() {
    for features in $sets; do
        echo "$*: $features"
        [ "$features" = none ] && features=
        cargo check --quiet --locked "$@" --no-default-features --features "$features"
    done
}

if cargo hack --version >/dev/null 2>&1; then
    cargo hack check --locked --feature-powerset --depth 2 --no-dev-deps -p plansmith-runtime
    for api in $crates; do
        cargo hack check --locked --feature-powerset --depth 2 --no-dev-deps --manifest-path "generated/$api/Cargo.toml"
    done
else
    each -p plansmith-runtime
    for api in $crates; do
        sets="$sets examples" each --manifest-path "generated/$api/Cargo.toml"
    done
fi

# What each kind of TLS does with certificates, and what goes over the wire without any.
for features in rustls,tower,gzip aws-lc,blocking,full-types native-tls,http2 reqwest; do
    cargo test --quiet --locked -p plansmith-runtime --no-default-features --features "$features" --tests
done

# What generated crates do with them: both directions of every type, and the blocks of their guides with example responses.
cargo test --quiet --locked -p plansmith-tests --features full-types --test vplan -- stored
for api in $crates; do
    cargo test --quiet --locked --manifest-path "generated/$api/Cargo.toml" --features examples --doc
done

if rustup target list --installed 2>/dev/null | grep -q '^wasm32-unknown-unknown$'; then
    scripts/browser.sh
fi
