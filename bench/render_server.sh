#!/bin/sh
# Peak memory of a server that renders 600 previews in six formats. Needs a release build (BUILD_DIR, default
# build/release) and the npm parts.
set -eu
cd "$(dirname "$0")/.."
export PRESSTIME_DUCKDB_LIBRARY="${PRESSTIME_DUCKDB_LIBRARY:-$PWD/node_modules/@duckdb/node-bindings-linux-x64/libduckdb.so}"
exec node bench/render_server.mjs "$PWD/${BUILD_DIR:-build/release}/presstime"
