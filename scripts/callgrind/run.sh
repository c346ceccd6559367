#!/bin/sh
# Instructions per call of the generated vPlan client beside the same call written by hand.
# Needs valgrind. Both sides run 100 and 1,100 times; the difference by 1,000 is the cost of one call.
#   scripts/callgrind/run.sh            the table
#   scripts/callgrind/run.sh get        where the instructions of one call go (callgrind_annotate)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${CARGO_TARGET_DIR:-$here/../../target/callgrind}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
CARGO_TARGET_DIR=$target cargo build --release --quiet --manifest-path "$here/Cargo.toml"
program=$target/release/callgrind
"$program" verify >/dev/null

# Instructions of SIDE CALL TIMES; the profile stays in $work/out.
count() {
    valgrind --tool=callgrind --callgrind-out-file="$work/out" "$program" "$1" "$2" "$3" 2>"$work/log"
    sed -n 's/^summary: //p' "$work/out"
}

if [ $# -gt 0 ]; then
    for side in client hand; do
        count "$side" "$1" 2000 >/dev/null
        echo "== $side $1"
        callgrind_annotate --auto=no "$work/out" | sed -n '/Ir/,$p' | cut -c1-150 | head -60
    done
    exit
fi
echo "| call | generated client | by hand | ratio |"
echo "| --- | --- | --- | --- |"
for call in get list create; do
    client=$(( ($(count client "$call" 1100) - $(count client "$call" 100)) / 1000 ))
    hand=$(( ($(count hand "$call" 1100) - $(count hand "$call" 100)) / 1000 ))
    echo "| $call | $client | $hand | $(awk "BEGIN { printf \"%.2f\", $client / $hand }") |"
done
