#!/usr/bin/env python3
"""The checker on small trees: a good one passes, and each rule is broken once and found at its line."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

TIDY = pathlib.Path(__file__).with_name("tidy.py")
PAGE = ("| `src/base` |\n| `src/model` |\n| `src/platform`: `db`, `http`, `text` |\n| `src/renderer` |\n"
        "| `src/run` |\n")


class Tidy(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name)
        self.write("docs/architecture.md", PAGE)
        self.write("src/base/text.hpp", "#pragma once\n")
        self.write("src/model/run.hpp", '#pragma once\n#include "base/text.hpp"\n')
        self.write("src/run/worker.hpp", '#pragma once\n#include "model/run.hpp"\n#include <vector>\n')
        self.write("src/renderer/renderer.hpp", "#pragma once\n")
        self.write("src/renderer/pdf_page.hpp", "#pragma once\n")
        self.write("src/renderer/builtin.def",
                   "PRESSTIME_RENDERER(pdf_renderer)\nPRESSTIME_RENDERER(csv_renderer)\n")

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def tidy(self, *options):
        command = [sys.executable, TIDY, "--root", self.root, *options]
        ran = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual(ran.stderr, "")
        self.assertEqual(ran.returncode, 1 if ran.stdout else 0)
        return ran.stdout

    def assert_found(self, name, text, *expected):
        self.write(name, text)
        found = self.tidy()
        self.assertEqual(len(found.splitlines()), len(expected), found)
        for line, start in zip(found.splitlines(), expected):
            self.assertTrue(line.startswith(start), f"{line!r} does not begin with {start!r}")

    def test_passes_a_good_tree(self):
        self.assertEqual(self.tidy(), "")

    def test_refuses_a_higher_folder(self):
        self.assert_found("src/base/bad.cpp", '#include "base/text.hpp"\n#include "model/run.hpp"\n',
                          "src/base/bad.cpp:2: base may not include model")

    def test_refuses_a_folder_of_the_same_level(self):
        self.write("src/platform/db/db.hpp", "#pragma once\n")
        self.assert_found("src/platform/http/bad.cpp", '#include "platform/db/db.hpp"\n',
                          "src/platform/http/bad.cpp:1: platform/http may not include platform/db")

    def test_refuses_what_a_family_may_not_see(self):
        self.assert_found("src/renderer/bad.cpp", '#include "run/worker.hpp"\n',
                          "src/renderer/bad.cpp:1: renderer may not include run")

    def test_refuses_an_implementation_outside_its_folder(self):
        self.assert_found("src/run/bad.cpp",
                          '#include "renderer/renderer.hpp"\n#include "renderer/pdf_page.hpp"\n',
                          'src/run/bad.cpp:2: "renderer/pdf_page.hpp" belongs to an implementation')

    def test_lets_compose_name_implementations(self):
        self.write("docs/architecture.md", PAGE + "| `src/app` |\n")
        self.write("src/app/compose.cpp", '#include "renderer/pdf_page.hpp"\n')
        self.assertEqual(self.tidy(), "")

    def test_refuses_another_implementation_within_a_family(self):
        self.write("src/renderer/pdf.cpp", '#include "renderer/pdf_page.hpp"\n')
        self.assert_found("src/renderer/csv.cpp", '#include "renderer/pdf_page.hpp"\n',
                          "src/renderer/csv.cpp:1: csv may not include pdf")

    def test_refuses_an_include_that_is_not_rooted_at_src(self):
        self.assert_found("src/model/bad.cpp", '#include "run.hpp"\n',
                          'src/model/bad.cpp:1: "run.hpp" is not below src')

    def test_refuses_large_files_and_long_lines(self):
        self.assert_found("src/model/bad.hpp", "\n" * 150 + "x" * 111 + "\n",
                          "src/model/bad.hpp:151: 151 lines, 150 are allowed",
                          "src/model/bad.hpp:151: 111 columns, 110 are allowed")

    def test_measures_a_header_of_tests_like_a_cpp(self):
        self.write("src/model/test_world.hpp", "\n" * 400)
        self.assert_found("src/model/run_fixture.hpp", "\n" * 401,
                          "src/model/run_fixture.hpp:401: 401 lines, 400")

    def test_counts_columns_in_characters(self):
        self.write("src/model/good.hpp", "// " + "é" * 107 + "\n")
        self.assertEqual(self.tidy(), "")

    def test_refuses_a_sleeping_test(self):
        self.write("src/run/worker.cpp", "std::this_thread::sleep_for(pause);\n")
        self.assert_found("src/run/worker_test.cpp", "\nstd::this_thread::sleep_for(10ms);\n",
                          "src/run/worker_test.cpp:2: a test sleeps")

    def test_refuses_unfinished_work(self):
        self.assert_found("src/run/bad.cpp", "// TO" + "DO: later\n", "src/run/bad.cpp:1: unfinished work")

    def test_refuses_sql_outside_the_store(self):
        self.write("docs/architecture.md", PAGE + "| `src/store` |\n")
        sql = 'auto s = R"sql(\n  SELECT id FROM runs)sql";\nauto t = "DELETE FROM runs";\n'
        self.write("src/store/runs.cpp", sql)
        self.write("src/run/good_test.cpp", sql)
        self.write("src/run/prose.cpp",
                   '// "SELECT x"\nauto s = "Select a report";\nauto t = "UPDATE failed";\n')
        self.assert_found("src/run/bad.cpp", sql, "src/run/bad.cpp:1: SQL stands outside src/store",
                          "src/run/bad.cpp:3: SQL stands outside src/store")

    def test_refuses_a_folder_the_docs_do_not_name(self):
        self.assert_found("src/platform/mail/mail.hpp", "#pragma once\n",
                          "docs/architecture.md:1: src/platform/mail is not in the tree")

    def test_refuses_a_folder_without_a_row(self):
        self.write("docs/architecture.md", PAGE + "| `src/extra` |\n")
        self.assert_found("src/extra/extra.hpp", "#pragma once\n",
                          "src/extra/extra.hpp:1: the folder extra has no row")

    def test_checks_the_formatting_on_request(self):
        self.write(".clang-format", "BasedOnStyle: LLVM\n")
        self.write("src/model/ugly.cpp", "int   a ;\n")
        self.assertIn("src/model/ugly.cpp:1: not formatted", self.tidy("--format"))


if __name__ == "__main__":
    unittest.main()
