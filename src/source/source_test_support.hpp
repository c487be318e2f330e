// What the tests of the sources share: a folder of their own, data files made on the spot, results as text.
#pragma once

#include "source/duckdb_library.hpp"
#include "source/source.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace presstime::source_test {

namespace fs = std::filesystem;

class Folder {
public:
    Folder()
    {
        std::string name = (fs::temp_directory_path() / "presstime-source-XXXXXX").string();
        path_ = fs::canonical(::mkdtemp(name.data()));
        fs::create_directories(path_ / "data");
        fs::create_directories(path_ / "outside");
        fs::create_directories(path_ / "temp");
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    fs::path data() const { return path_ / "data"; }
    fs::path outside() const { return path_ / "outside"; }
    fs::path temp() const { return path_ / "temp"; }
    SourceContext context() const
    {
        SourceContext context;
        context.data_folder = path_;
        context.allowed_roots = {data()};
        context.temp_folder = temp();
        return context;
    }

private:
    fs::path path_;
};

inline void write_file(const fs::path& path, std::string_view text)
{
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

// Runs statements on an unrestricted DuckDB over `path`.
inline void run_duckdb(const fs::path& path, const std::vector<std::string>& statements)
{
    const DuckdbApi& api = *duckdb_api().value();
    DuckdbDatabase database(api);
    DuckdbConnection connection(api);
    ASSERT_EQ(api.open_ext(path.c_str(), database.out(), nullptr, nullptr), DuckDBSuccess);
    ASSERT_EQ(api.connect(database.get(), connection.out()), DuckDBSuccess);
    for (const std::string& sql : statements) {
        DuckdbResult result(api);
        ASSERT_EQ(api.query(connection.get(), sql.c_str(), result.out()), DuckDBSuccess)
            << api.result_error(result.out());
    }
}

inline void run_sqlite(const fs::path& path, const std::string& sql)
{
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(database);
    sqlite3_close(database);
}

inline Deadline soon()
{
    return Deadline::after(std::chrono::seconds(60));
}

// "name:type,..." of the columns, then a line per row with cells joined by '|', NULL written as NULL.
inline Result<std::string> read_all(BatchReader& reader)
{
    std::string out;
    for (const Column& column : reader.columns())
        out += column.name + ":" + std::string(to_string(column.type)) + " ";
    out += "\n";
    Batch batch;
    while (TRY(reader.next(batch))) {
        for (std::size_t row = 0; row < batch.rows; ++row) {
            for (std::size_t at = 0; at < batch.columns.size(); ++at) {
                out += at > 0 ? "|" : "";
                if (batch.columns[at].is_null(row))
                    out += "NULL";
                append_cell_text(out, batch.columns[at], row);
            }
            out += "\n";
        }
    }
    return out;
}

inline Result<std::string> ask(Source& source, const std::string& sql,
                               const std::vector<Binding>& bindings = {})
{
    auto reader = TRY(source.query(sql, bindings, {}, soon()));
    return read_all(*reader);
}

inline std::string error_of(Source& source, const std::string& sql)
{
    auto got = ask(source, sql);
    return got ? "no error: " + *got : got.error().message;
}

} // namespace presstime::source_test
