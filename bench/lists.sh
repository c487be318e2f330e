#!/usr/bin/env bash
# The page of a day and every list over 100,000 reports and 10,000,000 runs, with each filter and sort and what is worst
# for them: server times as a client on the same machine sees them, for an admin and for viewers of half of it, of one
# report and of nothing. A p95 of over 100 ms is marked.
#   bench/lists.sh [--keep] [--reports N] [--runs N] [--dashboards N]
# The data folder (some 10 GB) is made in build/bench, taken as it is when it is there, and removed unless --keep.
set -euo pipefail
cd "$(dirname "$0")/.."
exec python3 bench/lists.py "${BUILD_DIR:-build/release}" "$@"
