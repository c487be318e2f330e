#!/bin/sh
# Whether the store's SQL is PostgreSQL's too: applies every migration of the postgresql dialect to a fresh server
# and prepares every named statement there. Exits 77 (skipped) where no server program is installed.
#   usage: postgresql_statements.sh STORE_TEST_PROGRAM SOURCE_FOLDER
set -eu
store_test=$1
source=$2

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
if [ -z "$bin" ]; then
    echo "no PostgreSQL server is installed: skipped"
    exit 77
fi

work=$(mktemp -d)
# The server refuses to run as root: its part is then done by the user that Debian's package makes.
as_server=
if [ "$(id -u)" = 0 ]; then
    as_server="runuser -u postgres --"
    mkdir "$work/server" && chown postgres "$work/server" && chmod 755 "$work"
else
    mkdir "$work/server"
fi
stop() {
    $as_server "$bin/pg_ctl" -D "$work/server/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap stop EXIT

mkdir "$work/statements"
PRESSTIME_STATEMENTS_OUT=$work/statements "$store_test" --gtest_brief=1 >/dev/null

cd "$work/server"
$as_server "$bin/initdb" -D "$work/server/data" -A trust -E UTF8 --no-locale -U presstime >/dev/null
$as_server "$bin/pg_ctl" -D "$work/server/data" -w -l "$work/server/log" \
    -o "-k $work/server -c listen_addresses='' -c fsync=off" start >/dev/null

query() {
    "$bin/psql" -h "$work/server" -U presstime -d postgres -X -q -v ON_ERROR_STOP=1 "$@"
}
for script in "$source"/src/store/migrations/postgresql/*.sql; do
    query -1 -f "$script"
done

# Every value is bound as a 64-bit integer or as text; a parameter that PostgreSQL takes for a 32-bit one would
# refuse an instant.
types="SELECT 1 / (CASE WHEN parameter_types::text[] <@ '{bigint,text}' THEN 1 ELSE 0 END)
       FROM pg_prepared_statements"

failed=0
count=0
for file in "$work"/statements/*.sql; do
    count=$((count + 1))
    # One name is enough: each statement has a session of its own.
    if ! { echo "PREPARE statement AS"; cat "$file"; echo "; $types;"; } | query -f - >/dev/null 2>"$work/error"; then
        echo "$(basename "$file" .sql):"
        cat "$work/error"
        failed=$((failed + 1))
    fi
done
echo "$count statements prepared, $failed refused"
[ "$failed" = 0 ] && [ "$count" -gt 0 ]
