-- How long a run's stored results are kept as its report asks: days from its end, 0 = not at all. Runs of before
-- this script have none and go by the server's setting alone.
ALTER TABLE runs ADD COLUMN retain_results_days INTEGER;
CREATE INDEX runs_past_own_retention ON runs ((finished_at + retain_results_days * 86400000000))
    WHERE has_results = 1 AND finished_at IS NOT NULL;
