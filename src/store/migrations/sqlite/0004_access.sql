-- People, what they may see, and what they did.

CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,              -- the address in lower case: what is unique and looked up
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    enabled INTEGER NOT NULL DEFAULT 1,
    password_hash TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER,
    UNIQUE (workspace_id, email_key)
) STRICT;

-- user_id: a personal token of that user; without it an API key with a role of its own.
ALTER TABLE tokens ADD COLUMN user_id INTEGER REFERENCES users (id) ON DELETE CASCADE;
ALTER TABLE tokens ADD COLUMN role TEXT NOT NULL DEFAULT 'admin';
ALTER TABLE tokens ADD COLUMN expires_at INTEGER;
ALTER TABLE tokens ADD COLUMN last_used_at INTEGER;
ALTER TABLE tokens ADD COLUMN last_used_from TEXT NOT NULL DEFAULT '';
UPDATE tokens SET role = 'viewer' WHERE scope = 'read';
CREATE INDEX tokens_by_user ON tokens (user_id);

-- Browser sessions: the cookie's hash.
CREATE TABLE sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    hash TEXT NOT NULL UNIQUE,
    csrf TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    peer TEXT NOT NULL,
    agent TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_end ON sessions (expires_at);

-- Links that work once: invites, password resets, and the first start's.
CREATE TABLE one_time_links (
    hash TEXT PRIMARY KEY,
    purpose TEXT NOT NULL,
    user_id INTEGER REFERENCES users (id) ON DELETE CASCADE, -- NULL: the first start's, which makes the owner
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX one_time_links_by_user ON one_time_links (user_id);
CREATE INDEX one_time_links_by_end ON one_time_links (expires_at);

CREATE TABLE groups (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (workspace_id, name)
) STRICT;
CREATE TABLE group_members (
    group_id INTEGER NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, user_id)
) STRICT;
CREATE INDEX group_members_by_user ON group_members (user_id);

CREATE TABLE categories (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    grants TEXT NOT NULL,                 -- JSON array; [] = every member reads it
    version INTEGER NOT NULL DEFAULT 1,
    UNIQUE (workspace_id, name)
) STRICT;
-- Every category that a dashboard names is a row from now on.
INSERT INTO categories (workspace_id, name, description, grants)
SELECT DISTINCT workspace_id, category, '', '[]' FROM dashboards WHERE category <> '';

-- Whose a report is. Until now documents named an address alone.
ALTER TABLE reports ADD COLUMN owner_user_id INTEGER;
ALTER TABLE reports ADD COLUMN owner_token_id INTEGER;
CREATE INDEX reports_by_owner ON reports (workspace_id, owner_user_id);

-- One row for every change and every refused access.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    actor_user_id INTEGER,
    actor_token_id INTEGER,
    peer TEXT NOT NULL,
    action TEXT NOT NULL,                 -- "report.updated", "access.refused", "login.failed"
    resource TEXT NOT NULL,               -- "report 17"
    detail TEXT NOT NULL,                 -- what changed, without secrets
    times INTEGER NOT NULL DEFAULT 1      -- how often, for identical refusals within a minute
) STRICT;
CREATE INDEX audit_by_workspace ON audit (workspace_id, id);
CREATE INDEX audit_by_age ON audit (at);
