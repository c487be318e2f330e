#!/usr/bin/env bash
# The page of a day and the lists of runs and reports over 100,000 reports and 10,000,000 runs: server times as a
# client on the same machine sees them, for an admin and for somebody who may read half of it.
#   bench/lists.sh [--keep] [--reports N] [--runs N] [--dashboards N]
# The data folder (some 10 GB) is made in build/bench, taken as it is when it is there, and removed unless --keep.
set -euo pipefail
cd "$(dirname "$0")/.."
exec python3 bench/lists.py "${BUILD_DIR:-build/release}" "$@"
