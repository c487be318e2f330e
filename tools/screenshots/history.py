# Gives a screenshot workspace its past: runs of today become those of the clock, over the hours before now and one of
# them late, and every report has thirty days of runs, a few of which failed. The server is stopped meanwhile; its sums
# are made by the statements of the migration that once made them for old databases.
import json
import random
import re
import sqlite3
import sys
import time
import uuid
from pathlib import Path

wish = json.load(sys.stdin)
connection = sqlite3.connect(sys.argv[1])
connection.row_factory = sqlite3.Row
migration = Path(__file__).parents[2] / "src/store/migrations/sqlite/0010_watching.sql"
chance = random.Random(7)
minute = 60_000_000
day = 24 * 60 * minute
now = int(time.time() * 1_000_000)
columns = [row[1] for row in connection.execute("PRAGMA table_info(runs)") if row[1] != "id"]
times = ("nominal_at", "queued_at", "started_at", "finished_at", "not_before")
# What a run did, by the run.
deeds = (("run_results", "started_at", "run_id = ?"), ("artifacts", "started_at", "run_id = ?"),
         ("deliveries", "created_at", "run_id = ?"), ("deliveries", "finished_at", "run_id = ?"),
         ("attempts", "started_at", "delivery_id IN (SELECT id FROM deliveries WHERE run_id = ?)"))


def moved(row, by, late=0):
    values = {name: row[name] for name in columns}
    for name in times:
        if values[name] is not None:
            values[name] -= by
    for name in ("queued_at", "started_at", "finished_at"):
        if values[name] is not None:
            values[name] += late
    return values


def write(statement, values):
    connection.execute(statement.format(names=", ".join(values), marks=", ".join("?" * len(values)),
                                        sets=", ".join(f"{name} = ?" for name in values)), list(values.values()))


apart = min(95 * minute, (now % day) // (len(wish["reports"]) + 1))
for number, report in enumerate(wish["reports"]):
    row = connection.execute("SELECT * FROM runs WHERE report_id = ? ORDER BY id DESC LIMIT 1", (report,)).fetchone()
    earlier = (len(wish["reports"]) - number) * apart
    late = 26 * minute if number == 2 else 0
    today = moved(row, earlier, late) | {"cause": "schedule"}
    for table, column, where in deeds:
        connection.execute(f"UPDATE {table} SET {column} = {column} - ? WHERE {where}", (earlier - late, row["id"]))
    write(f"UPDATE runs SET {{sets}} WHERE id = {row['id']}", today)
    for back in range(1, 31):
        values = moved(row, earlier + back * day, 22 * minute if chance.random() < 0.04 else 0)
        values |= {"uuid": uuid.UUID(int=chance.getrandbits(128)).hex, "cause": "schedule", "has_artifacts": 0}
        if values["status"] in ("failed", "partial") and back > 2:
            values |= {"status": "success", "error": "", "rows": 120}
        elif chance.random() < 0.03:
            values |= {"status": "failed", "error": "the file is in use by another program"}
        write("INSERT INTO runs ({names}) VALUES ({marks})", values)

text = re.sub(r"--.*", "", migration.read_text())
statements = [statement.strip() for statement in text.split(";")]
connection.execute("DELETE FROM run_counts")
for statement in statements:
    if statement.startswith(("INSERT INTO run_counts", "UPDATE runs", "UPDATE reports\nSET last_run")):
        connection.execute(statement)
connection.commit()
