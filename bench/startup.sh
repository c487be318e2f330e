#!/usr/bin/env bash
# From the start of the process to the line "ready", and the memory of an idle server, beside `node` serving one
# empty page (time to listening, resident memory) in the same run.
set -euo pipefail
cd "$(dirname "$0")/.."
exec python3 bench/startup.py "${BUILD_DIR:-build/release}"
