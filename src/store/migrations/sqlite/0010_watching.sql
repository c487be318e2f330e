-- What the lists and the page of a day read: runs by time and by status whatever their number, reports by what they
-- did last, and sums of how runs ended. One pass over the runs fills what is new here.

-- Sums of ended runs (tests left out) by the instant they were due, kept by the transaction that ends a run:
-- quarters of an hour for a day in any zone, UTC days for the share that was on time.
CREATE TABLE run_counts (
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    dashboard_id TEXT NOT NULL,                  -- '': all dashboards together
    span_s INTEGER NOT NULL,                     -- 900 or 86400
    begins_at INTEGER NOT NULL,
    due INTEGER NOT NULL,                        -- instants of the clock that ended or were skipped
    on_time INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    late INTEGER NOT NULL,                       -- of those sent
    partial INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    skipped INTEGER NOT NULL,
    cancelled INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, dashboard_id, span_s, begins_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_counts_by_age ON run_counts (begins_at);

ALTER TABLE runs ADD COLUMN late INTEGER NOT NULL DEFAULT 0; -- 1: by the clock, and ended past misfire_grace
CREATE INDEX runs_by_time ON runs (workspace_id, nominal_at, id);
CREATE INDEX runs_by_status ON runs (workspace_id, status, nominal_at, id) WHERE status <> 'success';
CREATE INDEX runs_late ON runs (workspace_id, nominal_at, id) WHERE late = 1;
CREATE INDEX runs_unscheduled ON runs (workspace_id, nominal_at, id) WHERE cause <> 'schedule';

ALTER TABLE reports ADD COLUMN misfire_grace_s INTEGER NOT NULL DEFAULT 300;
ALTER TABLE reports ADD COLUMN name_key TEXT NOT NULL DEFAULT ''; -- the name in lower case: sorted and searched by
-- The newest run that made something or failed to, tests left out.
ALTER TABLE reports ADD COLUMN last_run_id INTEGER;
ALTER TABLE reports ADD COLUMN last_run_at INTEGER;
ALTER TABLE reports ADD COLUMN last_status TEXT NOT NULL DEFAULT '';
CREATE TABLE report_tags (
    report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (report_id, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_tags_by_tag ON report_tags (tag, report_id);

UPDATE reports
SET misfire_grace_s = json_extract(document, '$.misfire_grace')
WHERE CASE WHEN json_valid(document) THEN json_type(document, '$.misfire_grace') END = 'integer';
UPDATE reports
SET name_key = LOWER(name);
INSERT INTO report_tags (report_id, tag)
SELECT DISTINCT reports.id, tags.value
FROM reports, json_each(CASE WHEN json_valid(reports.document) THEN reports.document ELSE '{}' END, '$.tags') AS tags
WHERE tags.type = 'text';
UPDATE reports
SET last_run_id = (
    SELECT id
    FROM runs
    WHERE report_id = reports.id AND status IN ('success', 'partial', 'failed') AND cause <> 'test'
    ORDER BY nominal_at DESC, id DESC
    LIMIT 1
);
UPDATE reports
SET last_run_at = (SELECT nominal_at FROM runs WHERE id = last_run_id),
    last_status = (SELECT status FROM runs WHERE id = last_run_id)
WHERE last_run_id IS NOT NULL;
UPDATE runs
SET late = 1
WHERE cause IN ('schedule', 'catch_up')
    AND status IN ('success', 'partial', 'failed')
    AND finished_at > nominal_at
        + 1000000 * (SELECT misfire_grace_s FROM reports WHERE reports.id = runs.report_id);

-- Added up row by row: grouping would sort every run in memory.
INSERT INTO run_counts (workspace_id, dashboard_id, span_s, begins_at, due, on_time, sent, late, partial, failed,
                        skipped, cancelled)
SELECT runs.workspace_id,
       CASE spans.whole WHEN 1 THEN '' ELSE reports.dashboard_id END,
       spans.span_s,
       runs.nominal_at - runs.nominal_at % spans.span_us,
       CASE
           WHEN cause NOT IN ('schedule', 'catch_up') OR status = 'cancelled' THEN 0
           WHEN status = 'skipped' THEN skipped_count
           ELSE 1
       END,
       status = 'success' AND late = 0 AND cause IN ('schedule', 'catch_up'),
       status = 'success',
       status = 'success' AND late = 1,
       status = 'partial',
       status = 'failed',
       CASE status WHEN 'skipped' THEN skipped_count ELSE 0 END,
       status = 'cancelled'
FROM runs
JOIN reports ON reports.id = runs.report_id
CROSS JOIN (
    SELECT 900 AS span_s, 900000000 AS span_us, 0 AS whole
    UNION ALL SELECT 900, 900000000, 1
    UNION ALL SELECT 86400, 86400000000, 0
    UNION ALL SELECT 86400, 86400000000, 1
) AS spans
WHERE runs.cause <> 'test' AND runs.finished_at IS NOT NULL
ON CONFLICT (workspace_id, dashboard_id, span_s, begins_at) DO UPDATE
SET due = due + excluded.due,
    on_time = on_time + excluded.on_time,
    sent = sent + excluded.sent,
    late = late + excluded.late,
    partial = partial + excluded.partial,
    failed = failed + excluded.failed,
    skipped = skipped + excluded.skipped,
    cancelled = cancelled + excluded.cancelled;

-- Everything a list of reports filters and sorts by, so that 100,000 documents stay unread.
CREATE INDEX reports_list ON reports (workspace_id, name_key, id, dashboard_id, enabled, last_status, owner_user_id,
                                      next_run_at, last_run_at);
CREATE INDEX reports_next ON reports (workspace_id, next_run_at, dashboard_id, id) WHERE next_run_at IS NOT NULL;
CREATE INDEX reports_failing ON reports (workspace_id, last_run_at, id) WHERE last_status IN ('partial', 'failed');
DROP INDEX reports_by_owner;
CREATE INDEX reports_by_owner ON reports (workspace_id, owner_user_id, owner_token_id);
-- Owners as the search for orphans compares them.
CREATE INDEX reports_by_any_owner ON reports (workspace_id, COALESCE(owner_user_id, 0), COALESCE(owner_token_id, 0));
CREATE INDEX dashboards_by_category ON dashboards (workspace_id, category, id);
CREATE INDEX deliveries_not_reached ON deliveries (workspace_id, finished_at, id)
    WHERE state IN ('rejected', 'unknown') AND purpose = 'report';
