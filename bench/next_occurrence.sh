#!/bin/sh
# Next occurrence beside croner, in one run: nanoseconds per call and how many times faster. Needs a build
# (BUILD_DIR, default build/release) and the npm parts.
set -eu
cd "$(dirname "$0")/.."
list=bench/next_occurrence_schedules.tsv
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${BUILD_DIR:-build/release}/bench/bench_next_occurrence" "$list" > "$work/ours"
node bench/next_occurrence_croner.mjs "$list" > "$work/croner"
printf '%-28s %12s %12s %10s\n' "next occurrence" "presstime" "croner" "ratio"
paste "$work/ours" "$work/croner" | awk -F '\t' '{ printf "%-28s %9.1f ns %9.1f ns %9.0fx\n", $1, $2, $4, $4 / $2 }'
