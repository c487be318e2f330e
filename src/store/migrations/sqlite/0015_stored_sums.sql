-- What all results and artifacts take, kept as their rows come and go, also with the run, report or dashboard that
-- they were of: nobody who asks has to add up millions of rows.
CREATE TABLE stored_sums (
    kind TEXT PRIMARY KEY,                -- results, artifacts
    bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO stored_sums (kind, bytes)
VALUES ('results', (SELECT COALESCE(SUM(bytes), 0) FROM run_results)),
       ('artifacts', (SELECT COALESCE(SUM(bytes), 0) FROM artifacts));

CREATE TRIGGER run_results_come AFTER INSERT ON run_results
BEGIN
    UPDATE stored_sums SET bytes = bytes + NEW.bytes WHERE kind = 'results';
END;
CREATE TRIGGER run_results_change AFTER UPDATE OF bytes ON run_results
BEGIN
    UPDATE stored_sums SET bytes = bytes + NEW.bytes - OLD.bytes WHERE kind = 'results';
END;
CREATE TRIGGER run_results_go AFTER DELETE ON run_results
BEGIN
    UPDATE stored_sums SET bytes = bytes - OLD.bytes WHERE kind = 'results';
END;
CREATE TRIGGER artifacts_come AFTER INSERT ON artifacts
BEGIN
    UPDATE stored_sums SET bytes = bytes + NEW.bytes WHERE kind = 'artifacts';
END;
CREATE TRIGGER artifacts_change AFTER UPDATE OF bytes ON artifacts
BEGIN
    UPDATE stored_sums SET bytes = bytes + NEW.bytes - OLD.bytes WHERE kind = 'artifacts';
END;
CREATE TRIGGER artifacts_go AFTER DELETE ON artifacts
BEGIN
    UPDATE stored_sums SET bytes = bytes - OLD.bytes WHERE kind = 'artifacts';
END;
