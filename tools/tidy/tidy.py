#!/usr/bin/env python3
"""Checks the house rules that a compiler does not: who includes whom, how large a file is, what tests may do.

Usage: tidy.py [--root FOLDER] [--format]
Prints one `file:line: what is wrong; how to mend it` a line and exits 1 when there is any. With --format it
also asks clang-format-19 whether every file of src, test and bench is formatted.
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys

# What a folder of src may include besides itself; "platform" stands for every folder below it. The table is
# the picture in docs/architecture.md.
PLATFORM = {"platform"}
LEVEL_1 = {"base", "model", "calendar", "codec"} | PLATFORM
LEVEL_2 = LEVEL_1 | {"chart", "source", "renderer", "channel", "store"}
ALLOWED = {
    "base": set(),
    "model": {"base"},
    "calendar": {"base", "model"},
    "platform/db": {"base", "model"},
    "platform/http": {"base", "model"},
    "platform/text": {"base", "model"},
    "platform/crypto": {"base", "model"},
    "platform/mail": {"base", "model", "platform/crypto", "platform/http"},
    "platform/canvas": {"base", "model"},
    "platform/browser": {"base", "model"},
    "platform/objects": {"base", "model", "platform/crypto"},
    "platform/workbook": {"base", "model"},
    "codec": {"base", "model", "platform/text"},
    "chart": LEVEL_1,
    "source": {"base", "model"} | PLATFORM,
    "renderer": {"base", "model"} | PLATFORM,
    "channel": {"base", "model"} | PLATFORM,
    "store": LEVEL_1,
    "stage": LEVEL_2,
    "run": LEVEL_2 | {"stage", "control"},
    "control": LEVEL_2,  # not stage: it writes rows, the loops act on them
    "web": set(),  # the built pages, as bytes
    "api": LEVEL_2 | {"stage", "run", "control", "web"},
    "cli": LEVEL_2 | {"stage", "run", "control", "api"},
    "app": LEVEL_2 | {"stage", "run", "control", "api", "cli"},
}

# A family's folder shows the world these headers; everything else in it belongs to an implementation, which
# only app/compose.cpp and tests may name.
FAMILY_HEADERS = {
    "source": {"source/source.hpp", "source/structured_query.hpp", "source/table_sql.hpp",
               "source/typed_file.hpp"},
    "renderer": {"renderer/renderer.hpp", "renderer/widget_table.hpp"},
    "channel": {"channel/channel.hpp"},
}
COMPOSITION = "src/app/compose.cpp"

# A header that only tests include holds code, and is measured like a .cpp.
MAX_LINES = {".cpp": 400, ".hpp": 150}
TEST_HELPERS = ("_test", "_test_world", "_fixture", "_samples")
MAX_COLUMNS = 110
SOURCE_SUFFIXES = {".cpp", ".hpp", ".def"}

# (path, rule): why it may. The list may only shrink.
EXCEPTIONS = {
    ("src/platform/db", "sql"): "speaks SQLite's own PRAGMA, BEGIN and SAVEPOINT",
}

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"')
UNDONE = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME)\b")
SLEEP = re.compile(r"\b(?:sleep_for|sleep_until|usleep|nanosleep|sleep)\s*\(")
STRING = re.compile(
    r'R"(?P<mark>[^\s()\\]{0,16})\((?P<raw>.*?)\)(?P=mark)"|"(?P<plain>(?:[^"\\\n]|\\.)*)"', re.DOTALL)
SQL = re.compile(
    r"\s*(?:SELECT\s+\S|INSERT\s+(?:OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|REPLACE\s+INTO\s"
    r"|(?:CREATE|ALTER|DROP)\s+(?:UNIQUE\s+)?(?:TABLE|INDEX|VIEW|TRIGGER)\s"
    r"|WITH\s+\w+\s+AS\s*(?:MATERIALIZED\s*)?\("
    r"|PRAGMA\s+\w|BEGIN\s+IMMEDIATE)")


class Checker:
    def __init__(self, root):
        self.root = root
        self.problems = []

    def report(self, path, line, problem, rule=None):
        name = path.relative_to(self.root).as_posix()
        for excepted, excepted_rule in EXCEPTIONS:
            if rule == excepted_rule and (name == excepted or name.startswith(excepted + "/")):
                return
        self.problems.append(f"{name}:{line}: {problem}")

    def files(self, *folders):
        for folder in folders:
            for path in sorted((self.root / folder).rglob("*")):
                if path.is_file() and path.suffix in SOURCE_SUFFIXES:
                    yield path

    def run(self):
        for path in self.files("src", "test", "bench"):
            text = path.read_text(encoding="utf-8", errors="replace")
            lines = text.splitlines()
            self.check_sizes(path, lines)
            self.check_words(path, lines)
            if path.is_relative_to(self.root / "src"):
                self.check_includes(path, lines)
                self.check_sql(path, text)
        self.check_folders()
        return self.problems

    def check_sizes(self, path, lines):
        limit = MAX_LINES.get(".cpp" if path.suffix == ".hpp" and is_test(path, self.root) else path.suffix)
        if limit and len(lines) > limit:
            self.report(path, limit + 1,
                        f"{len(lines)} lines, {limit} are allowed; split the file by what it does", "lines")
        for number, line in enumerate(lines, 1):
            if len(line) > MAX_COLUMNS:
                self.report(path, number, f"{len(line)} columns, {MAX_COLUMNS} are allowed; break the line",
                            "columns")

    def check_words(self, path, lines):
        test = is_test(path, self.root)
        for number, line in enumerate(lines, 1):
            if UNDONE.search(line):
                self.report(path, number, "unfinished work is marked; do it or open an issue", "undone")
            if test and SLEEP.search(line):
                self.report(path, number, "a test sleeps; wait for a signal (a latch, a Poke, a pipe)",
                            "sleep")

    def check_includes(self, path, lines):
        folder = folder_of(path.relative_to(self.root / "src").as_posix())
        if folder not in ALLOWED:
            self.report(path, 1,
                        f"the folder {folder} has no row in tidy.py; add it to ALLOWED and to the docs")
            return
        for number, line in enumerate(lines, 1):
            found = INCLUDE.match(line)
            if found:
                self.check_include(path, number, folder, found.group(1))

    def check_include(self, path, number, folder, header):
        test = is_test(path, self.root)
        if not (self.root / "src" / header).is_file():
            if not test:
                self.report(path, number, f'"{header}" is not below src; root it there, or write <...>'
                            " for a library's header", "include")
            return
        target = folder_of(header)
        if target == folder:
            if folder in FAMILY_HEADERS and not test:
                self.check_sibling(path, number, folder, header)
            return
        if target not in ALLOWED[folder] and target.split("/")[0] not in ALLOWED[folder]:
            self.report(path, number, f"{folder} may not include {target}; move what is shared to a lower "
                        "folder or pass it in from above", "include")
            return
        outsider = path.relative_to(self.root).as_posix() != COMPOSITION and not test
        if outsider and target in FAMILY_HEADERS and header not in FAMILY_HEADERS[target]:
            self.report(path, number, f'"{header}" belongs to an implementation; use '
                        f"{', '.join(sorted(FAMILY_HEADERS[target]))}, only {COMPOSITION} names "
                        "implementations", "include")

    def check_sibling(self, path, number, folder, header):
        """Within a family, one implementation may not see another; those are the names in its builtin.def."""
        builtin = self.root / "src" / folder / "builtin.def"
        listed = re.findall(r"^\w+\((\w+)\)", builtin.read_text(), re.MULTILINE) if builtin.is_file() else []
        names = {name.split("_")[0] for name in listed}
        mine = pathlib.PurePosixPath(path.name).stem.split("_")[0]
        theirs = pathlib.PurePosixPath(header).stem.split("_")[0]
        if mine in names and theirs in names and mine != theirs:
            self.report(path, number, f"{mine} may not include {theirs}, another implementation; move what "
                        "is shared to a file of its own", "include")

    def check_sql(self, path, text):
        folder = folder_of(path.relative_to(self.root / "src").as_posix())
        if folder in {"store", "source"} or is_test(path, self.root):
            return
        for found in STRING.finditer(strip_comments(text)):
            literal = found.group("raw") if found.group("raw") is not None else found.group("plain")
            if SQL.match(literal):
                line = text.count("\n", 0, found.start()) + 1
                self.report(path, line, "SQL stands outside src/store; move it to a named statement there",
                            "sql")

    def check_folders(self):
        """Every folder of src that holds sources is named in docs/architecture.md."""
        page = self.root / "docs" / "architecture.md"
        text = page.read_text() if page.is_file() else ""
        folders = {folder_of(path.relative_to(self.root / "src").as_posix()) for path in self.files("src")}
        for folder in sorted(folders):
            top, _, inner = folder.partition("/")
            rows = [line for line in text.splitlines() if f"src/{top}`" in line or f"`{top}/`" in line]
            row = rows[0] if rows else ""
            if not row or (inner and f"`{inner}`" not in row):
                self.problems.append(f"docs/architecture.md:1: src/{folder} is not in the tree; add it with "
                                     "what it holds and what it may include")


def is_test(path, root):
    relative = path.relative_to(root).as_posix()
    helper = path.stem.endswith(TEST_HELPERS) or path.stem.startswith("test_")
    return helper or relative.startswith("test/")


def folder_of(name):
    """The folder of a path below src: "store", "platform/db"."""
    parts = pathlib.PurePosixPath(name).parts
    return "/".join(parts[:2]) if parts[0] == "platform" else parts[0]


def strip_comments(text):
    """Blanks whole-line comments, keeping every line's place."""
    lines = text.split("\n")
    return "\n".join(re.sub(r"\S", " ", line) if line.lstrip().startswith("//") else line for line in lines)


def check_format(root):
    program = shutil.which("clang-format-19")
    if program is None:
        return ["clang-format-19 is not installed; it is in packages.txt"]
    files = [str(path) for path in Checker(root).files("src", "test", "bench") if path.suffix != ".def"]
    ran = subprocess.run([program, "--dry-run", "--Werror", *files], capture_output=True, text=True, cwd=root)
    found = re.findall(r"^(.*?):(\d+):\d+: error", ran.stderr, re.MULTILINE)
    seen = {}
    for name, line in found:
        seen.setdefault(name, line)
    return [f"{pathlib.Path(name).resolve().relative_to(root)}:{line}: not formatted; run clang-format-19 -i"
            for name, line in seen.items()]


def main():
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2])
    parser.add_argument("--format", action="store_true", help="also check the formatting")
    options = parser.parse_args()
    root = options.root.resolve()
    problems = Checker(root).run()
    if options.format:
        problems += check_format(root)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
