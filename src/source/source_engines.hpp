// The sources that the conformance tests run, each with the same data made its own way. A source joins by a
// line in kEngines.
#pragma once

#include "source/source_test_support.hpp"

namespace presstime::source_test {

struct Engine {
    std::string name;
    std::string file;
    void (*make)(const fs::path& path); // the table "things", and "numbers" of 100,000 rows
    void (*grow)(const fs::path& path); // adds a thing
    std::string endless;                // computes for hours before its first row
};

inline void PrintTo(const Engine& engine, std::ostream* out)
{
    *out << engine.name;
}

inline constexpr const char* kThings =
    "INSERT INTO things VALUES (1, true, 0.5, 'plain', '2026-04-21', '2026-04-21 13:00:00'),"
    "(2, false, -3.25, 'Zürich ☕ 日本', '1969-12-31', '1969-12-31 23:59:59.5'),"
    "(3, NULL, NULL, NULL, NULL, NULL), (4, true, 0.1, '', '2024-02-29', '2024-02-29 00:00:00')";

inline void make_duckdb(const fs::path& path)
{
    run_duckdb(path, {"CREATE TABLE things(id INTEGER, flag BOOLEAN, share DOUBLE, name VARCHAR, day DATE, "
                      "moment TIMESTAMP)",
                      kThings, "CREATE TABLE numbers AS SELECT range AS n FROM range(100000)"});
}

inline void make_sqlite(const fs::path& path)
{
    run_sqlite(
        path,
        "CREATE TABLE things(id INTEGER, flag BOOLEAN, share REAL, name TEXT, day DATE, moment TIMESTAMP);");
    run_sqlite(path, kThings);
    run_sqlite(path, "CREATE TABLE numbers AS WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c "
                     "WHERE n < 99999) SELECT n FROM c");
}

inline constexpr const char* kGrow = "INSERT INTO things(id) VALUES (5)";

inline const Engine kEngines[] = {
    {"duckdb", "shop.duckdb", make_duckdb, [](const fs::path& path) { run_duckdb(path, {kGrow}); },
     "SELECT count(*) FROM numbers a, numbers b, numbers c WHERE a.n + b.n + c.n = 1"},
    {"sqlite", "shop.sqlite", make_sqlite, [](const fs::path& path) { run_sqlite(path, kGrow); },
     "SELECT count(*) FROM numbers a, numbers b, numbers c WHERE a.n + b.n + c.n = 1"},
};

class SourceConformance : public testing::TestWithParam<Engine> {
protected:
    void SetUp() override
    {
        path_ = folder_.data() / GetParam().file;
        GetParam().make(path_);
        auto opened = open(path_.string());
        ASSERT_TRUE(opened) << opened.error().message;
        source_ = std::move(*opened);
    }

    Result<std::unique_ptr<Source>> open(const std::string& path) const
    {
        const SourcePlugin* plugin = TRY(find_source_plugin(GetParam().name, "kind"));
        return plugin->open({{"path", path}}, folder_.context());
    }

    Folder folder_;
    fs::path path_;
    std::unique_ptr<Source> source_;
};

} // namespace presstime::source_test
