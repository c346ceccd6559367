#!/bin/sh
# Runs the fuzz targets, each for the given seconds: scripts/fuzz.sh [SECONDS] [TARGET...]
# The generator has no unsafe code, so the address sanitizer is left out. Seeds are all descriptions of the repository
# below 100 kB; corpus and findings stay below fuzz/ (or $FUZZ_WORK).
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
seconds=${1:-1800}
[ $# -gt 0 ] && shift
work=${FUZZ_WORK:-$root/fuzz}
export RUSTC_BOOTSTRAP=1
cd "$root/fuzz"
for target in ${*:-foreign strict mutated}; do
    mkdir -p "$work/corpus/$target" "$work/artifacts/$target" "$work/corpus/seeds"
    # Texts that say openapi, one file each, named by their content.
    grep -rlE --include='*.yaml' --include='*.yml' --include='*.json' --exclude-dir=target --exclude-dir=corpus '"?openapi"?: *"?.?3\.' "$root/spec" "$root/tests" |
        while read -r file; do
            [ "$(wc -c <"$file")" -lt 100000 ] && cp "$file" "$work/corpus/seeds/$(cksum <"$file" | tr ' ' -)"
        done || true
    # `mutated` reads changes of documents it has, not documents.
    seeds="$work/corpus/seeds"
    [ "$target" = mutated ] && seeds=
    # shellcheck disable=SC2086
    cargo fuzz run --fuzz-dir . --sanitizer none "$target" "$work/corpus/$target" $seeds -- -max_total_time="$seconds" -timeout=20 \
        -rss_limit_mb=4096 -max_len=65536 -dict="$root/fuzz/openapi.dict" -artifact_prefix="$work/artifacts/$target/" \
        -print_final_stats=1
done
