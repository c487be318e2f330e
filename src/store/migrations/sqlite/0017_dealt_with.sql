-- Runs that went wrong and of which a person has said that nothing is left to do: they wait for nobody any more.
CREATE TABLE dealt_with (
    run_id INTEGER PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
    at INTEGER NOT NULL
);
