// For tests of this folder: a folder that goes away, and a small database of numbered notes.
#pragma once

#include "platform/db/database.hpp"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace presstime::db {

class TemporaryFolder {
public:
    TemporaryFolder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "presstime-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            throw std::runtime_error("no temporary folder");
        path_ = name;
    }
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

inline constexpr Statement kAddNote{"test.add_note", "INSERT INTO notes (number, text) VALUES ($1, $2)"};
inline constexpr Statement kListNotes{"test.list_notes", "SELECT number FROM notes ORDER BY number"};
inline constexpr Statement kCountNotes{"test.count_notes", "SELECT COUNT(*) FROM notes"};
inline constexpr Statement kIntegrity{"test.integrity", "PRAGMA integrity_check"};

inline std::unique_ptr<Database> open_notes(const std::filesystem::path& file)
{
    auto database = open_sqlite({.file = file});
    if (!database)
        throw std::runtime_error(database.error().message + " " + database.error().context);
    auto made = (*database)->write([](Session& session) {
        return session.execute_script(
            "CREATE TABLE IF NOT EXISTS notes (number INTEGER NOT NULL UNIQUE, text TEXT);"
            "CREATE TABLE IF NOT EXISTS lines (note INTEGER REFERENCES notes (number))");
    });
    if (!made)
        throw std::runtime_error(made.error().message + " " + made.error().context);
    return std::move(*database);
}

inline Result<> add_notes(Database& database, std::int64_t first, std::int64_t last)
{
    return database.write([&](Session& session) -> Result<> {
        for (std::int64_t number = first; number <= last; ++number)
            TRY(session.execute(kAddNote, {param(number), param("note")}));
        return {};
    });
}

inline Result<> add_note(Database& database, std::int64_t number)
{
    return add_notes(database, number, number);
}

inline std::vector<std::int64_t> list_notes(Database& database)
{
    std::vector<std::int64_t> numbers;
    auto listed = database.read([&](Session& session) {
        return session.query(kListNotes, {}, [&](const Row& row) -> Result<> {
            numbers.push_back(row.integer(0));
            return {};
        });
    });
    if (!listed)
        throw std::runtime_error(listed.error().message + " " + listed.error().context);
    return numbers;
}

inline std::string check_integrity(Database& database)
{
    std::string answer;
    auto checked = database.read([&](Session& session) {
        return session.query(kIntegrity, {}, [&](const Row& row) -> Result<> {
            answer += row.text(0);
            return {};
        });
    });
    return checked ? answer : checked.error().message;
}

} // namespace presstime::db
