-- Whom an embed session is for, and the reports that such people made for themselves.

ALTER TABLE embed_sessions ADD COLUMN user_reference TEXT NOT NULL DEFAULT '';

CREATE TABLE embed_schedules (
    report_id INTEGER PRIMARY KEY REFERENCES reports (id) ON DELETE CASCADE,
    workspace_id INTEGER NOT NULL,
    tenant_id TEXT NOT NULL,              -- '' = of a data access token
    user_reference TEXT NOT NULL,
    widget_id TEXT NOT NULL,
    description TEXT NOT NULL             -- of the frequency, in the host's words
) STRICT;
CREATE INDEX embed_schedules_by_user ON embed_schedules (workspace_id, tenant_id, user_reference, report_id);
