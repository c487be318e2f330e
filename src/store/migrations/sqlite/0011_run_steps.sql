-- When each step of a run began, and what a run that is under way has still before it.
ALTER TABLE runs ADD COLUMN plan TEXT NOT NULL DEFAULT '';   -- JSON: queries, formats, deliveries; '' = not known
ALTER TABLE run_results ADD COLUMN started_at INTEGER;       -- NULL: not asked by this run, or not known
ALTER TABLE artifacts ADD COLUMN started_at INTEGER;         -- of the layout, or of the drawing where there is none
ALTER TABLE artifacts ADD COLUMN layout_us INTEGER;          -- before elapsed_us; NULL: a format without pages
