-- What lists show of a dashboard without reading its document; '' until the draft is saved again.
ALTER TABLE dashboards ADD COLUMN summary TEXT NOT NULL DEFAULT '';

-- Who published a version, what they said about it, and how much differs from the version before.
ALTER TABLE dashboard_versions ADD COLUMN published_by TEXT NOT NULL DEFAULT '';
ALTER TABLE dashboard_versions ADD COLUMN comment TEXT NOT NULL DEFAULT '';
ALTER TABLE dashboard_versions ADD COLUMN changes BIGINT;
