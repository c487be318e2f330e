-- Settings that were changed in the running server. What stands in the file, the environment or a flag wins over them.
CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL,                  -- as it would stand in the file; a sealed text when it is a secret
    sealed BIGINT NOT NULL DEFAULT 0,
    updated_at BIGINT NOT NULL
);
