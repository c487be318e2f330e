-- No key gets the id of a deleted one: reports, webhooks and embed sessions name their owner by it, and what
-- a deleted key owned must not fall to the next key that is made.
CREATE TABLE new_tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    scope TEXT NOT NULL,
    role TEXT NOT NULL,
    prefix TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    last_used_at INTEGER,
    last_used_from TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO new_tokens (id, workspace_id, user_id, name, scope, role, prefix, hash, created_at, expires_at,
                        last_used_at, last_used_from)
SELECT id, workspace_id, user_id, name, scope, role, prefix, hash, created_at, expires_at,
       last_used_at, last_used_from
FROM tokens;

-- The highest id that is remembered anywhere, also of a key that is gone.
DELETE FROM sqlite_sequence WHERE name = 'new_tokens';
INSERT INTO sqlite_sequence (name, seq)
SELECT 'new_tokens', COALESCE(MAX(id), 0)
FROM (SELECT id FROM tokens
      UNION ALL SELECT actor_token_id FROM audit
      UNION ALL SELECT owner_token_id FROM reports
      UNION ALL SELECT owner_token_id FROM webhooks
      UNION ALL SELECT owner_token_id FROM embed_sessions);

DROP TABLE tokens;
ALTER TABLE new_tokens RENAME TO tokens;
CREATE INDEX tokens_by_user ON tokens (user_id);
