-- A workspace's colours, font and logo. Every version stays, because runs name the one they were drawn in; the last
-- one holds, and an empty document means that there is none.
CREATE TABLE workspace_themes (
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    document TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, version)
) STRICT;

-- SHA-256 of the bytes as they are stored and sent, where that is not the hash of what was drawn: encryption draws
-- its salts anew each time.
ALTER TABLE artifacts ADD COLUMN sent_sha256 TEXT NOT NULL DEFAULT '';
