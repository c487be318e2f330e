-- Queries run alone: on a schedule of their own, or because a person asked.

CREATE TABLE query_schedules (
    query_id INTEGER PRIMARY KEY REFERENCES queries (id) ON DELETE CASCADE,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    dashboard_id TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    document TEXT NOT NULL,               -- JSON: the schedule's keys, as a report has them
    next_run_at INTEGER,
    version INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX query_schedules_due ON query_schedules (next_run_at) WHERE next_run_at IS NOT NULL;

-- No reference to the query: what a removed query has stored goes with its age, like everything stored.
CREATE TABLE query_runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    dashboard_id TEXT NOT NULL,
    query_id INTEGER NOT NULL,
    query_name TEXT NOT NULL,
    cause TEXT NOT NULL,
    nominal_at INTEGER NOT NULL,
    period_start INTEGER NOT NULL,
    period_end INTEGER NOT NULL,
    status TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT '',
    attempt INTEGER NOT NULL DEFAULT 0,
    worker_id TEXT NOT NULL DEFAULT '',
    lease_until INTEGER,
    not_before INTEGER NOT NULL,
    queued_at INTEGER NOT NULL,
    started_at INTEGER,
    finished_at INTEGER,
    rows INTEGER NOT NULL DEFAULT 0,
    complete INTEGER NOT NULL DEFAULT 1,
    object_key TEXT NOT NULL DEFAULT '',
    UNIQUE (query_id, nominal_at, cause)
) STRICT;
CREATE INDEX query_runs_queued ON query_runs (not_before, id) WHERE status = 'queued';
CREATE INDEX query_runs_leased ON query_runs (lease_until) WHERE status = 'running';
CREATE INDEX query_runs_by_query ON query_runs (query_id, id);
CREATE INDEX query_runs_by_age ON query_runs (finished_at) WHERE finished_at IS NOT NULL;
