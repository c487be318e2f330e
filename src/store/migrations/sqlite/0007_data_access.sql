-- Keys that sign data access tokens, and sessions that open one dashboard each.

CREATE TABLE data_access_keys (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    kid TEXT NOT NULL UNIQUE,             -- the thumbprint: a key speaks for one workspace
    name TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    public_key TEXT NOT NULL,             -- PEM
    created_at INTEGER NOT NULL,
    UNIQUE (workspace_id, name)
) STRICT;

CREATE TABLE embed_sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL,
    hash TEXT NOT NULL UNIQUE,            -- SHA-256 of the token
    dashboard_id TEXT NOT NULL,
    tenant_id TEXT NOT NULL,
    permissions TEXT NOT NULL,            -- JSON object
    owner_user_id INTEGER,
    owner_token_id INTEGER,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    FOREIGN KEY (workspace_id, dashboard_id) REFERENCES dashboards (workspace_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX embed_sessions_by_dashboard ON embed_sessions (workspace_id, dashboard_id);
CREATE INDEX embed_sessions_by_end ON embed_sessions (expires_at);
