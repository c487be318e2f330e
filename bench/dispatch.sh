#!/usr/bin/env bash
# 10,000 reports due in one second, and the price of a pass over 1,000,000 idle schedules (see dispatch.cpp).
set -euo pipefail
cd "$(dirname "$0")/.."
exec "${BUILD_DIR:-build/release}/bench/bench_dispatch" 10000 1000000
