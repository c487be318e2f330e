#!/bin/bash
# Webhooks with durable state on this machine: from an event's commit to its first byte, what one hanging endpoint of a
# hundred costs the others, and how long a backlog takes, all well and with a tenth that hangs. Needs a release build
# (BUILD_DIR, default build/release). Argument: deliveries of the backlog (100000).
set -euo pipefail
cd "$(dirname "$0")/.."
bench="${BUILD_DIR:-build/release}/bench/bench_webhook_courier"
count="${1:-100000}"
"$bench" latency
"$bench" isolation
"$bench" drain "$count" 0
"$bench" drain "$count" 10
