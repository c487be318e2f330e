# Fills a state database that no server has open: each step of the JSON list on standard input copies the newest row of a
# table that fits `where`, `times` times; `changes` are SQL expressions over n = 1, 2, ... for the columns that differ.
import json
import sqlite3
import sys

connection = sqlite3.connect(sys.argv[1])
for step in json.load(sys.stdin):
    table, changes = step["table"], step.get("changes", {})
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    own_id = "id" in changes or "id" not in columns
    kept = [name for name in columns if name != "id" or own_id]
    values = ", ".join(changes.get(name, f"row.{name}") for name in kept)
    connection.execute(
        "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?) "
        f"INSERT INTO {table} ({', '.join(kept)}) SELECT {values} FROM numbers, "
        f"(SELECT * FROM {table} WHERE {step.get('where', '1')} ORDER BY rowid DESC LIMIT 1) AS row",
        (step["times"],))
connection.commit()
