#!/bin/sh
# Dashboards and long tables to PDF and PNG beside a warm headless Chromium (puppeteer-core, ECharts) in one run.
# Needs a release build (BUILD_DIR, default build/release) and Debian's chromium. Argument: rounds (5). KEEP=1 keeps
# the files of both sides.
set -eu
cd "$(dirname "$0")/.."
scripts/bench-peers
exec node bench/peers/render.mjs "${BUILD_DIR:-build/release}/bench/bench_render" "${1:-5}"
