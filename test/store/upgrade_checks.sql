-- What became of upgrade_rows.sql, a line for each row; both dialects must give upgrade_expected.txt.
SELECT 'report', id, name_key, misfire_grace_s, last_run_id, last_run_at, last_status FROM reports ORDER BY id;
SELECT 'tag', report_id, tag FROM report_tags ORDER BY report_id, tag;
SELECT 'run', id, status, late, plan FROM runs ORDER BY id;
SELECT 'counts', dashboard_id, span_s, begins_at, due, on_time, sent, late, partial, failed, skipped, cancelled
FROM run_counts ORDER BY dashboard_id, span_s, begins_at;
SELECT 'dashboard', id, category, draft, summary FROM dashboards ORDER BY id;
SELECT 'version', dashboard_id, version, document, published_by, comment, changes FROM dashboard_versions
ORDER BY dashboard_id, version;
SELECT 'session', id, tenant_id, user_reference FROM embed_sessions ORDER BY id;
SELECT 'result', run_id, bytes, started_at FROM run_results ORDER BY run_id;
SELECT 'artifact', run_id, bytes, started_at, layout_us FROM artifacts ORDER BY run_id;
SELECT 'delivery', id, state, message_id FROM deliveries ORDER BY id;
SELECT 'sum', kind, bytes FROM stored_sums ORDER BY kind;
-- Sums are kept from here on, also when rows go with their run or report.
UPDATE run_results SET bytes = 71 WHERE run_id = 1;
DELETE FROM runs WHERE id = 8;
DELETE FROM reports WHERE id = 2;
INSERT INTO embed_schedules (report_id, workspace_id, tenant_id, user_reference, widget_id, description)
VALUES (1, 1, 'tenant-1', 'u', 'w', 'each day');
INSERT INTO settings (key, value, updated_at) VALUES ('workers', '3', 1);
SELECT 'sum', kind, bytes FROM stored_sums ORDER BY kind;
SELECT 'setting', key, value, sealed FROM settings;
DELETE FROM reports WHERE id = 1;
SELECT 'schedules', COUNT(*) FROM embed_schedules;
SELECT 'sum', kind, bytes FROM stored_sums ORDER BY kind;
