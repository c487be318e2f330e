#!/bin/sh
# Whether the store's SQL is PostgreSQL's too: applies every migration of the postgresql dialect to a fresh server
# and prepares every named statement there; fills states of before later migrations and brings them forward, on SQLite
# likewise; and looks whether lists of runs are read by their indexes. Exits 77 (skipped) where no server program is
# installed.
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

query_of() {
    to=$1
    shift
    "$bin/psql" -h "$work/server" -U presstime -d "$to" -X -q -v ON_ERROR_STOP=1 "$@"
}
query() {
    query_of postgres "$@"
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

# An upgrade over rows. The next script may change them; what comes out is the same by every road and dialect.
here=$source/test/store
for last_before in 0009; do
    base=upgrade_$last_before
    query -c "CREATE DATABASE $base"
    filled=
    for script in "$source"/src/store/migrations/postgresql/*.sql; do
        number=$(basename "$script" | cut -c1-4)
        if [ -z "$filled" ] && expr "$number" '>' "$last_before" >/dev/null; then
            query_of "$base" -1 -f "$here/upgrade_rows.sql"
            filled=yes
        fi
        query_of "$base" -1 -f "$script"
    done
    query_of "$base" -A -t -f "$here/upgrade_checks.sql" >"$work/postgresql"
    python3 "$here/sqlite_upgrade.py" "$source" "$last_before" >"$work/sqlite"
    for dialect in postgresql sqlite; do
        if ! diff -u "$here/upgrade_expected.txt" "$work/$dialect"; then
            echo "rows of before migration $last_before came out otherwise on $dialect"
            failed=$((failed + 1))
        fi
    done
done

# What a list of runs reads of 20,000: its index, in order, and no more.
query_of upgrade_0009 -f - <<'SQL'
INSERT INTO reports (id, uuid, workspace_id, dashboard_id, name, enabled, document, version, created_at, updated_at)
SELECT 100 + n, 'many-' || n, 1, 'dash_a', 'many', 1, '{}', 1, 0, 0 FROM generate_series(1, 200) AS n;
INSERT INTO runs (id, uuid, workspace_id, report_id, nominal_at, nominal_local, period_start, period_end, cause,
                  status, phase, serial, not_before, queued_at)
SELECT 100 + n, 'many-' || n, 1, 101 + n % 200, n, '', 0, 0,
    CASE n % 50 WHEN 0 THEN 'manual' ELSE 'schedule' END, CASE n % 99 WHEN 0 THEN 'failed' ELSE 'success' END, 'done',
    1, 0, 0
FROM generate_series(1, 20000) AS n;
ANALYZE;
SQL
reads_by() {
    parameters=$2
    if ! { echo "PREPARE statement AS"; cat "$work/statements/$1.sql"; echo ";"
           echo "SET plan_cache_mode = force_custom_plan; EXPLAIN EXECUTE statement ($parameters);"; } |
        query_of upgrade_0009 -A -t -f - >"$work/plan" || ! grep -Eq "Index.* (using|on) $3 " "$work/plan"; then
        echo "$1 is not read by $3:"
        cat "$work/plan"
        failed=$((failed + 1))
    fi
}
many=$(query_of upgrade_0009 -A -t -c "SELECT string_agg(n::text, ',') FROM generate_series(101, 162) AS n")
reads_by run_spots.of_state "20000, 0, 0, 'failed', 'schedule', 1, 50" runs_by_state
reads_by run_spots.count_of_state "20000, 0, 0, 'failed', 'schedule', 1, 50" runs_by_state
reads_by run_spots.of_report_in_status "20000, 0, 0, 'failed', '', '', 5, 101" runs_of_report
reads_by run_spots.of_report_by_cause "20000, 0, 0, '', 'manual', '', 5, 101" runs_of_report_unscheduled
reads_by run_spots.newest_in_status "20000, 0, 0, 'failed', '', '', 62, $many" runs_of_report
reads_by run_spots.newest_by_cause "20000, 0, 0, '', 'manual', '', 62, $many" runs_of_report_unscheduled
[ "$failed" = 0 ] && [ "$count" -gt 0 ]
