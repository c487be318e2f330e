-- The first schema. Instants are microseconds since 1970-01-01T00:00:00Z; booleans are 0 or 1; documents are
-- JSON text. Every table's page, with growth and retention, is in docs/state.md.

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE workspaces (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    owner_email TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE tokens (
    id INTEGER PRIMARY KEY,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    scope TEXT NOT NULL,
    prefix TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE connections (
    id INTEGER PRIMARY KEY,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    options TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (workspace_id, name)
) STRICT;

CREATE TABLE dashboards (
    id TEXT NOT NULL,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    category TEXT NOT NULL,
    draft TEXT NOT NULL,
    version INTEGER NOT NULL,
    published_version INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, number)
) STRICT;

-- Every published document, never changed: what a run snapshots.
CREATE TABLE dashboard_versions (
    workspace_id INTEGER NOT NULL,
    dashboard_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    document TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, dashboard_id, version),
    FOREIGN KEY (workspace_id, dashboard_id) REFERENCES dashboards (workspace_id, id) ON DELETE CASCADE
) STRICT;

-- Gives each query of a dashboard its integer id and finds the queries that use a connection.
CREATE TABLE queries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL,
    dashboard_id TEXT NOT NULL,
    name TEXT NOT NULL,
    connection TEXT NOT NULL,
    UNIQUE (workspace_id, dashboard_id, name),
    FOREIGN KEY (workspace_id, dashboard_id) REFERENCES dashboards (workspace_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX queries_by_connection ON queries (workspace_id, connection);

CREATE TABLE reports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    dashboard_id TEXT NOT NULL,
    name TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    document TEXT NOT NULL,
    version INTEGER NOT NULL,
    next_run_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    FOREIGN KEY (workspace_id, dashboard_id) REFERENCES dashboards (workspace_id, id)
) STRICT;
CREATE INDEX reports_by_workspace ON reports (workspace_id, id);
CREATE INDEX reports_by_dashboard ON reports (workspace_id, dashboard_id);
-- What a tick reads: only what is due, however many schedules there are.
CREATE INDEX reports_due ON reports (next_run_at) WHERE next_run_at IS NOT NULL;

CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    workspace_id INTEGER NOT NULL,
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    nominal_at INTEGER NOT NULL,
    nominal_local TEXT NOT NULL,
    period_start INTEGER NOT NULL,
    period_end INTEGER NOT NULL,
    cause TEXT NOT NULL,
    burst_key TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL,
    phase TEXT NOT NULL,
    serial INTEGER NOT NULL,              -- 1: never beside another run of its report
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
    artifact_bytes INTEGER NOT NULL DEFAULT 0,
    skipped_to INTEGER,
    skipped_count INTEGER NOT NULL DEFAULT 0,
    test_recipient TEXT NOT NULL DEFAULT '',
    replay_of INTEGER NOT NULL DEFAULT 0,
    definition TEXT NOT NULL DEFAULT '',
    as_of INTEGER,
    has_results INTEGER NOT NULL DEFAULT 0,    -- kept beside run_results and artifacts, for retention
    has_artifacts INTEGER NOT NULL DEFAULT 0,
    UNIQUE (report_id, nominal_at, cause, burst_key)
) STRICT;
CREATE INDEX runs_by_report ON runs (report_id, id);
CREATE INDEX runs_queued ON runs (not_before, id) WHERE status = 'queued';
CREATE INDEX runs_active ON runs (report_id, status) WHERE status IN ('queued', 'running');
CREATE INDEX runs_leased ON runs (lease_until) WHERE status = 'running' AND lease_until IS NOT NULL;
CREATE INDEX runs_finished ON runs (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX runs_with_results ON runs (finished_at) WHERE has_results = 1 AND finished_at IS NOT NULL;
CREATE INDEX runs_with_artifacts ON runs (finished_at) WHERE has_artifacts = 1 AND finished_at IS NOT NULL;

CREATE TABLE run_results (
    run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    query TEXT NOT NULL,
    object_key TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    rows INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    cut INTEGER NOT NULL,
    cut_reason TEXT NOT NULL,
    error TEXT NOT NULL,
    elapsed_us INTEGER NOT NULL,
    PRIMARY KEY (run_id, query)
) STRICT;

CREATE TABLE artifacts (
    run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    format TEXT NOT NULL,
    filename TEXT NOT NULL,
    content_type TEXT NOT NULL,
    object_key TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    rows INTEGER NOT NULL,
    complete INTEGER NOT NULL,
    note TEXT NOT NULL,
    failed_widgets INTEGER NOT NULL,
    elapsed_us INTEGER NOT NULL,
    PRIMARY KEY (run_id, n)
) STRICT;

-- The ledger: one row per recipient of a run's message or artifact; "send again" is the next revision.
CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL,
    run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    report_id INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    channel TEXT NOT NULL,
    recipient TEXT NOT NULL,
    role TEXT NOT NULL,
    artifact_n INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    message_id TEXT NOT NULL,
    payload_key TEXT NOT NULL,
    state TEXT NOT NULL,
    payload_sent INTEGER NOT NULL DEFAULT 0,
    first_try_done INTEGER NOT NULL DEFAULT 0,
    attempt INTEGER NOT NULL DEFAULT 0,
    max_attempts INTEGER NOT NULL,
    unknown_count INTEGER NOT NULL DEFAULT 0,
    next_attempt_at INTEGER,
    worker_id TEXT NOT NULL DEFAULT '',
    lease_until INTEGER,
    reason TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    UNIQUE (run_id, purpose, channel, recipient, artifact_n, revision)
) STRICT;
CREATE INDEX deliveries_due ON deliveries (next_attempt_at, id) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX deliveries_due_by_channel ON deliveries (channel, next_attempt_at, id)
    WHERE next_attempt_at IS NOT NULL;
CREATE INDEX deliveries_leased ON deliveries (lease_until) WHERE state = 'sending';
CREATE INDEX deliveries_by_workspace ON deliveries (workspace_id, id);

CREATE TABLE attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    delivery_id INTEGER NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    latency_us INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    status_code INTEGER NOT NULL,
    response TEXT NOT NULL,
    peer TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    error TEXT NOT NULL
) STRICT;
CREATE INDEX attempts_by_delivery ON attempts (delivery_id, n);

CREATE TABLE idempotency_keys (
    workspace_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    request TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    location TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, key)
) STRICT;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
