#!/bin/bash
# Signed webhooks per second and CPU time each to a sink on this machine, at 64 and 256 in flight, beside wrk posting
# the same body with one thread (and signing nothing) and beside Node (undici and the npm package standardwebhooks), in
# one run. Needs a release build (BUILD_DIR, default build/release) and Debian's wrk. Argument: seconds a round (3).
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/bench-peers
bench="${BUILD_DIR:-build/release}/bench"
seconds="${1:-3}"
work=$(mktemp -d)
coproc SINK { exec "$bench/bench_webhook_sink"; }
sink=$SINK_PID
trap 'kill "$sink"; rm -rf "$work"' EXIT
read -r port <&"${SINK[0]}"
export BODY_FILE="$work/body"
node -e 'process.stdout.write(JSON.stringify({ type: "report.run", timestamp: "2026-01-05T08:00:00Z", data: {
  report_id: "rpt_0123456789abcdef", report_name: "Weekly sales", note: "x".repeat(470) } }))' > "$BODY_FILE"

# "requests/s, CPU us each": wrk tells no CPU time itself.
run_wrk() {
  local TIMEFORMAT='%U %S'
  { time wrk -t1 -c"$1" -d"${seconds}s" -s bench/webhooks/post.lua "http://127.0.0.1:$port/hook" > "$work/wrk"; } 2> "$work/time"
  awk -v t="$(cat "$work/time")" '/requests in/ { n = $1 } /Requests\/sec/ { r = $2 }
    END { split(t, s, " "); printf "%.0f %.2f 0\n", r, (s[1] + s[2]) / n * 1e6 }' "$work/wrk"
}

# The middle one of three rounds, by requests/s.
middle() { sort -n "$1" | sed -n 2p; }

printf '%-10s %22s %22s %22s %10s %10s %12s\n' "in flight" "presstime" "wrk (1 thread)" "node" "of wrk" "of node" "CPU of node"
for in_flight in 64 256; do
  rm -f "$work"/*.rounds
  for _ in 1 2 3; do
    "$bench/bench_post_engine" "$port" "$in_flight" "$seconds" "$BODY_FILE" >> "$work/ours.rounds"
    run_wrk "$in_flight" >> "$work/wrk.rounds"
    node bench/peers/webhooks.mjs "$port" "$in_flight" "$seconds" "$BODY_FILE" >> "$work/node.rounds"
  done
  echo "$(middle "$work/ours.rounds") $(middle "$work/wrk.rounds") $(middle "$work/node.rounds")" | awk -v n="$in_flight" '{
    printf "%-10d %11d/s %5.1f us %11d/s %5.1f us %11d/s %5.1f us %9.2fx %9.1fx %11.2fx\n",
      n, $1, $2, $4, $5, $7, $8, $1 / $4, $1 / $7, $2 / $8 }'
done
