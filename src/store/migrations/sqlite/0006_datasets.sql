-- Data sets of a workspace: named relations that queries read as tables and secure filters apply to. Few (some
-- hundreds), kept until they are deleted; read whole whenever a query of the workspace is composed. Names differ in
-- more than case, so lower_name is what is unique.
CREATE TABLE datasets (
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    lower_name TEXT NOT NULL,
    connection TEXT NOT NULL,
    document TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, lower_name)
) STRICT;
