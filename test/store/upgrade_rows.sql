-- A state as it stood before the tenth migration, in words that both dialects know: a report without tags,
-- one that waits an hour before it calls a run late, runs of every end, stored results and artifacts, versions, an
-- embed session. upgrade_checks.sql looks at what became of it.
INSERT INTO workspaces (id, uuid, name, owner_email, created_at) VALUES (1, 'w', 'W', 'o@example.com', 0);
INSERT INTO users (id, workspace_id, email, email_key, name, role, created_at)
VALUES (1, 1, 'ann@example.com', 'ann@example.com', 'Ann', 'admin', 0);
INSERT INTO dashboards (id, workspace_id, number, name, category, draft, version, created_at, updated_at)
VALUES ('dash_a', 1, 1, 'A', '', '{}', 1, 0, 0), ('dash_b', 1, 2, 'B', 'Finance', '{"name":"B"}', 3, 0, 0);
INSERT INTO dashboard_versions (workspace_id, dashboard_id, version, document, published_at)
VALUES (1, 'dash_a', 1, '{}', 5), (1, 'dash_b', 1, '{"name":"old"}', 6), (1, 'dash_b', 3, '{"name":"B"}', 7);
INSERT INTO embed_sessions (id, workspace_id, hash, dashboard_id, tenant_id, permissions, owner_user_id, created_at,
                            expires_at)
VALUES (4, 1, 'h', 'dash_a', 'tenant-1', '{}', 1, 0, 9000000000000);
INSERT INTO reports (id, uuid, workspace_id, dashboard_id, name, enabled, document, version, created_at, updated_at,
                     owner_user_id)
VALUES (1, 'r1', 1, 'dash_a', 'Quick', 1, '{"tags":["board","board","weekly"]}', 1, 0, 0, 1),
       (2, 'r2', 1, 'dash_b', 'Patient', 1, '{"misfire_grace":3600}', 1, 0, 0, NULL),
       (3, 'r3', 1, 'dash_a', 'Bare', 0, '{}', 1, 0, 0, NULL);
INSERT INTO runs (id, uuid, workspace_id, report_id, nominal_at, nominal_local, period_start, period_end, cause,
                  status, phase, serial, not_before, queued_at, finished_at, skipped_count, has_results,
                  has_artifacts)
VALUES (1, 'a', 1, 1, 1000000, '', 0, 0, 'schedule', 'success', 'done', 1, 0, 0, 2000000, 0, 1, 1),
       (2, 'b', 1, 1, 2000000, '', 0, 0, 'schedule', 'success', 'done', 1, 0, 0, 400000000, 0, 1, 0),
       (3, 'c', 1, 1, 3000000, '', 0, 0, 'manual', 'failed', 'done', 1, 0, 0, 900000000, 0, 0, 0),
       (4, 'd', 1, 1, 4000000, '', 0, 0, 'test', 'success', 'done', 1, 0, 0, 4000000, 0, 0, 0),
       (5, 'e', 1, 2, 1000000, '', 0, 0, 'catch_up', 'success', 'done', 1, 0, 0, 400000000, 0, 0, 1),
       (6, 'f', 1, 2, 900000000, '', 0, 0, 'schedule', 'skipped', 'done', 1, 0, 0, 900000000, 3, 0, 0),
       (7, 'g', 1, 2, 901000000, '', 0, 0, 'schedule', 'cancelled', 'done', 1, 0, 0, 902000000, 0, 0, 0),
       (8, 'h', 1, 2, 902000000, '', 0, 0, 'schedule', 'running', 'query', 1, 0, 0, NULL, 0, 1, 0);
INSERT INTO run_results (run_id, query, object_key, sha256, rows, bytes, cut, cut_reason, error, elapsed_us)
VALUES (1, 'q', 'k1', 's', 1, 70, 0, '', '', 1), (2, 'q', 'k2', 's', 1, 5, 0, '', '', 1),
       (8, 'q', 'k8', 's', 1, 1000000000000, 0, '', '', 1);
INSERT INTO artifacts (run_id, n, format, filename, content_type, object_key, bytes, sha256, rows, complete, note,
                       failed_widgets, elapsed_us)
VALUES (1, 0, 'pdf', 'f', 't', 'k', 900, 's', 1, 1, '', 0, 1), (5, 0, 'csv', 'g', 't', 'k', 10, 's', 1, 1, '', 0, 1);
INSERT INTO deliveries (id, workspace_id, run_id, report_id, purpose, channel, recipient, role, artifact_n, revision,
                        message_id, payload_key, state, attempt, max_attempts, reason, created_at, finished_at)
VALUES (9, 1, 1, 1, 'report', 'email', 'b@example.com', 'to', 0, 0, 'm9', 'k', 'accepted', 1, 5, '', 0, 2000000),
       (10, 1, 5, 2, 'report', 'email', 'c@example.com', 'to', 0, 0, 'm10', 'k', 'rejected', 1, 5, 'no', 0, 2000000);
