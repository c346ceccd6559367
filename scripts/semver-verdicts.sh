#!/usr/bin/env bash
# Holds our verdict for users of a crate against cargo-semver-checks: both crates of every pair in tests/fixtures/diff are
# generated, in both directions, and nothing that cargo-semver-checks calls major may be called less by `cargo xtask diff`.
#
#   cargo install cargo-semver-checks --locked     once; takes some minutes
#   scripts/semver-verdicts.sh                        all pairs
#   scripts/semver-verdicts.sh types bounds           some
#
# Needs jq. Exits with 1 where a verdict is too mild, 2 where a crate cannot be judged.
set -uo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

for tool in jq cargo-semver-checks; do
    command -v "$tool" >/dev/null || { echo "error: $tool is not installed" >&2; exit 2; }
done
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}/semver-verdicts"

if [[ $# -gt 0 ]]; then topics=("$@"); else
    topics=(); for folder in tests/fixtures/diff/*/; do topics+=("$(basename "$folder")"); done
fi
judged=0 mild=0 failed=0
for topic in "${topics[@]}"; do
    for direction in "old new" "new old"; do
        read -r from to <<<"$direction"
        fixture="tests/fixtures/diff/$topic"
        rm -rf -- "$work/from" "$work/to"
        # The fixture of accepted changes has an entry that nothing needs in the other direction.
        ours=$(cargo xtask diff "$fixture/$from.yaml" "$fixture/$to.yaml" --format json 2>/dev/null | jq -r '.[0].rust // "none"') || ours=""
        [[ -n $ours ]] || continue
        if ! cargo xtask generate --spec "$fixture/$from.yaml" --out "$work/from" --name judged-client >/dev/null 2>&1 ||
            ! cargo xtask generate --spec "$fixture/$to.yaml" --out "$work/to" --name judged-client >/dev/null 2>&1; then
            echo "failed: $topic $from -> $to: no crate" >&2
            failed=$((failed + 1))
            continue
        fi
        # As a patch: whatever needs more is named.
        output=$(cargo semver-checks --manifest-path "$work/to/Cargo.toml" --baseline-root "$work/from" --release-type patch 2>&1)
        if grep -q "requires new major version" <<<"$output"; then theirs=major
        elif grep -q "requires new minor version" <<<"$output"; then theirs=minor
        elif grep -q "no semver update required" <<<"$output"; then theirs=none
        elif grep -q "panicked at" <<<"$output"; then
            # It stops at names that are keywords, and at some raw identifiers.
            echo "not judged: $topic $from -> $to: cargo-semver-checks panics"
            continue
        else
            echo "failed: $topic $from -> $to" >&2
            tail -n 5 <<<"$output" >&2
            failed=$((failed + 1))
            continue
        fi
        judged=$((judged + 1))
        if [[ $theirs == major && $ours != major ]]; then
            echo "too mild: $topic $from -> $to: $theirs, ours $ours"
            grep -E "^--- failure" <<<"$output"
            mild=$((mild + 1))
        else
            echo "$topic $from -> $to: $theirs, ours $ours"
        fi
    done
done
echo "$judged pairs judged, $mild too mild, $failed failed"
((mild == 0)) || exit 1
((failed == 0)) || exit 2
