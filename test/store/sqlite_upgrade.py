"""Fills an SQLite state of before a migration and brings it forward, as postgresql_statements.sh does with its
server: upgrade_checks.sql's lines go to standard output.
    usage: sqlite_upgrade.py SOURCE_FOLDER LAST_BEFORE"""

import pathlib
import sqlite3
import sys

source, last_before = pathlib.Path(sys.argv[1]), sys.argv[2]
here = source / "test/store"
database = sqlite3.connect(":memory:", isolation_level=None)
database.execute("PRAGMA foreign_keys = ON")
filled = False
for script in sorted((source / "src/store/migrations/sqlite").glob("*.sql")):
    if not filled and script.name[:4] > last_before:
        database.executescript((here / "upgrade_rows.sql").read_text())
        filled = True
    database.executescript(script.read_text())
checks = [line for line in (here / "upgrade_checks.sql").read_text().splitlines() if not line.startswith("--")]
for statement in "\n".join(checks).split(";"):
    for row in database.execute(statement):
        print("|".join("" if value is None else str(value) for value in row))
