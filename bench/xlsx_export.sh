#!/bin/sh
# XLSX export of 1,000,000 rows x 8 columns beside exceljs' streaming writer, in one run: seconds, peak memory and how
# many times faster. Needs a release build (BUILD_DIR, default build/release). Argument: rounds (3).
set -eu
cd "$(dirname "$0")/.."
scripts/bench-peers
exec "${BUILD_DIR:-build/release}/bench/bench_xlsx_export" "${1:-3}" bench/peers/xlsx_exceljs.mjs
