-- Events, webhooks, and the ledger taken wider: a delivery belongs to a run or to an event.

CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    type TEXT NOT NULL,
    occurred_at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    resource TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    category TEXT NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    tombstone_grants TEXT NOT NULL DEFAULT '[]',
    run_id INTEGER,
    data TEXT NOT NULL,
    fanned_out INTEGER NOT NULL DEFAULT 0,       -- 1: every webhook has its delivery
    fanned_up_to INTEGER NOT NULL DEFAULT 0      -- the last webhook that has, while it is 0
) STRICT;
CREATE INDEX events_to_fan_out ON events (id) WHERE fanned_out = 0;
CREATE INDEX events_by_run ON events (run_id, type) WHERE run_id IS NOT NULL;
CREATE INDEX events_by_workspace ON events (workspace_id, id);
CREATE INDEX events_by_age ON events (occurred_at) WHERE fanned_out = 1;

CREATE TABLE webhooks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    owner_user_id INTEGER,
    owner_token_id INTEGER,
    url TEXT NOT NULL,
    auth TEXT NOT NULL,                          -- sealed
    filters TEXT NOT NULL,                       -- JSON array
    format TEXT NOT NULL,
    description TEXT NOT NULL,
    headers TEXT NOT NULL,                       -- JSON object, values sealed
    properties TEXT NOT NULL,                    -- JSON object
    paused INTEGER NOT NULL DEFAULT 0,
    sign_ed25519 INTEGER NOT NULL DEFAULT 0,
    rate_limit_per_minute INTEGER NOT NULL DEFAULT 0,
    resumed_at INTEGER,
    disabled_at INTEGER,
    disabled_reason TEXT NOT NULL DEFAULT '',
    failing_since INTEGER,
    last_exhausted_at INTEGER,
    exhausted INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX webhooks_by_workspace ON webhooks (workspace_id, id);

CREATE TABLE webhook_secrets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    webhook_id INTEGER NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    sealed TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER
) STRICT;
CREATE INDEX webhook_secrets_by_webhook ON webhook_secrets (webhook_id, id);

-- The server's own key pairs, for the format jwt and the key set at /.well-known/jwks.json.
CREATE TABLE server_keys (
    kid TEXT PRIMARY KEY,
    public_jwk TEXT NOT NULL,
    sealed_pem TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    retired_at INTEGER                           -- still in the key set for a while
) STRICT;

-- A range of events sent again: what was asked and how far it is.
CREATE TABLE webhook_replays (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    webhook_id INTEGER NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    failed_only INTEGER NOT NULL,
    state TEXT NOT NULL,                         -- running, done, cancelled
    total INTEGER NOT NULL,
    queued INTEGER NOT NULL DEFAULT 0,
    after_event INTEGER NOT NULL DEFAULT 0,
    actor TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    finished_at INTEGER
) STRICT;
CREATE INDEX webhook_replays_by_webhook ON webhook_replays (webhook_id, id);
CREATE INDEX webhook_replays_running ON webhook_replays (id) WHERE state = 'running';

-- SQLite cannot loosen a column, so both tables are written anew; attempts first, whose rows would go with their
-- deliveries.
CREATE TABLE new_deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL,
    run_id INTEGER REFERENCES runs (id) ON DELETE CASCADE,
    report_id INTEGER,
    event_id INTEGER REFERENCES events (id) ON DELETE CASCADE,
    webhook_id INTEGER REFERENCES webhooks (id) ON DELETE CASCADE,
    waits_for INTEGER,
    replay_id INTEGER,
    cause TEXT NOT NULL DEFAULT 'event',
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
INSERT INTO new_deliveries (id, workspace_id, run_id, report_id, purpose, channel, recipient, role, artifact_n,
                            revision, message_id, payload_key, state, payload_sent, first_try_done, attempt,
                            max_attempts, unknown_count, next_attempt_at, worker_id, lease_until, reason,
                            created_at, finished_at)
SELECT id, workspace_id, run_id, report_id, purpose, channel, recipient, role, artifact_n, revision, message_id,
       payload_key, state, payload_sent, first_try_done, attempt, max_attempts, unknown_count, next_attempt_at,
       worker_id, lease_until, reason, created_at, finished_at
FROM deliveries;

CREATE TABLE new_attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    delivery_id INTEGER NOT NULL REFERENCES new_deliveries (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    cause TEXT NOT NULL DEFAULT 'event',
    started_at INTEGER NOT NULL,
    latency_us INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    status_code INTEGER NOT NULL,
    response TEXT NOT NULL,
    peer TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    error TEXT NOT NULL,
    next_attempt_at INTEGER
) STRICT;
INSERT INTO new_attempts (id, delivery_id, n, started_at, latency_us, outcome, status_code, response, peer, bytes,
                          error)
SELECT id, delivery_id, n, started_at, latency_us, outcome, status_code, response, peer, bytes, error
FROM attempts;

-- Ids are never given twice, also those of rows that were deleted.
DELETE FROM sqlite_sequence WHERE name IN ('new_deliveries', 'new_attempts');
INSERT INTO sqlite_sequence (name, seq)
SELECT 'new_' || name, seq
FROM sqlite_sequence
WHERE name IN ('deliveries', 'attempts');

DROP TABLE attempts;
DROP TABLE deliveries;
ALTER TABLE new_deliveries RENAME TO deliveries;
ALTER TABLE new_attempts RENAME TO attempts;

CREATE INDEX attempts_by_delivery ON attempts (delivery_id, n);
CREATE INDEX deliveries_due ON deliveries (next_attempt_at, id) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX deliveries_due_by_channel ON deliveries (channel, next_attempt_at, id)
    WHERE next_attempt_at IS NOT NULL;
-- What a webhook's share of a claim reads.
CREATE INDEX deliveries_due_by_webhook ON deliveries (webhook_id, next_attempt_at, id)
    WHERE next_attempt_at IS NOT NULL AND event_id IS NOT NULL;
CREATE INDEX deliveries_leased ON deliveries (lease_until) WHERE state = 'sending';
CREATE INDEX deliveries_by_workspace ON deliveries (workspace_id, id);
CREATE INDEX deliveries_by_webhook ON deliveries (webhook_id, id) WHERE webhook_id IS NOT NULL;
CREATE UNIQUE INDEX deliveries_of_event ON deliveries (event_id, webhook_id, revision) WHERE event_id IS NOT NULL;
CREATE INDEX deliveries_of_replay ON deliveries (replay_id, state) WHERE replay_id IS NOT NULL;
CREATE INDEX deliveries_waiting ON deliveries (waits_for) WHERE waits_for IS NOT NULL;
-- Retention: settled deliveries of events, oldest first. What is not settled has no finished_at.
CREATE INDEX deliveries_of_events_finished ON deliveries (finished_at)
    WHERE event_id IS NOT NULL AND finished_at IS NOT NULL;
CREATE INDEX deliveries_of_accounts ON deliveries (finished_at) WHERE purpose = 'account';
