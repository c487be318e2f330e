-- Lists of runs are unions of what one index holds in order: of a workspace the runs of each cause and status, of a
-- report those of each status, or of a cause that is not the schedule's. So what is asked for is read and nothing
-- beside it, however rare it is.
DROP INDEX runs_by_time;
DROP INDEX runs_by_status;
DROP INDEX runs_unscheduled;
CREATE INDEX runs_by_state ON runs (workspace_id, cause, status, nominal_at, id) INCLUDE (report_id);
CREATE INDEX runs_of_report ON runs (report_id, status, nominal_at, id) INCLUDE (cause);
CREATE INDEX runs_of_report_unscheduled ON runs (report_id, cause, nominal_at, id) INCLUDE (status)
    WHERE cause <> 'schedule';

-- The same for the ledger, where almost everything is an e-mail that was accepted, and for the audit.
CREATE INDEX deliveries_by_state ON deliveries (workspace_id, state, id) WHERE state <> 'accepted';
CREATE INDEX deliveries_by_channel ON deliveries (workspace_id, channel, id) WHERE channel <> 'email';
CREATE INDEX deliveries_of_webhook_by_state ON deliveries (webhook_id, state, id)
    WHERE webhook_id IS NOT NULL AND state <> 'accepted';
CREATE INDEX audit_by_actor ON audit (workspace_id, actor, id);
CREATE INDEX audit_by_action ON audit (workspace_id, action, id);
CREATE INDEX audit_by_resource ON audit (workspace_id, resource, id);
