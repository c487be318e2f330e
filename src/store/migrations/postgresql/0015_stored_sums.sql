-- What all results and artifacts take, kept as their rows come and go, also with the run, report or dashboard that
-- they were of: nobody who asks has to add up millions of rows.
CREATE TABLE stored_sums (
    kind TEXT PRIMARY KEY,                -- results, artifacts
    bytes BIGINT NOT NULL
);
INSERT INTO stored_sums (kind, bytes)
VALUES ('results', (SELECT COALESCE(SUM(bytes), 0) FROM run_results)),
       ('artifacts', (SELECT COALESCE(SUM(bytes), 0) FROM artifacts));

-- The argument names the kind.
CREATE FUNCTION keep_stored_sum() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE stored_sums
    SET bytes = bytes
        + CASE WHEN TG_OP = 'DELETE' THEN 0 ELSE NEW.bytes END
        - CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE OLD.bytes END
    WHERE kind = TG_ARGV[0];
    RETURN NULL;
END
$$;
CREATE TRIGGER run_results_sum AFTER INSERT OR UPDATE OF bytes OR DELETE ON run_results
FOR EACH ROW EXECUTE FUNCTION keep_stored_sum('results');
CREATE TRIGGER artifacts_sum AFTER INSERT OR UPDATE OF bytes OR DELETE ON artifacts
FOR EACH ROW EXECUTE FUNCTION keep_stored_sum('artifacts');
