#!/bin/sh
# CSV export of 1,000,000 rows x 8 columns beside DuckDB's own COPY, in one run: seconds, peak memory and how many
# times faster. Needs a release build (BUILD_DIR, default build/release) and the npm parts. Argument: rounds (5).
set -eu
cd "$(dirname "$0")/.."
exec "${BUILD_DIR:-build/release}/bench/bench_csv_export" "$@"
