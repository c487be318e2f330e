// One SQLite connection: its settings, its prepared statements, and SQLite's
// result codes as Errors. Used by one thread at a time (the library is built
// without mutexes); who that is, the writer and the reader pool decide.
#pragma once

#include "platform/db/database.hpp"

#include <sqlite3.h>

#include <unordered_map>

namespace presstime::db {

enum class SqliteRole { writer, reader };

// A connection is its own Session: what is executed joins the transaction that begin() opened.
class SqliteConnection final : public Session {
public:
    static Result<std::unique_ptr<SqliteConnection>> open(const std::filesystem::path& file, SqliteRole role);
    ~SqliteConnection() override;
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    Result<std::int64_t> execute(const Statement& statement, const Parameters& parameters) override;
    Result<> query(const Statement& statement, const Parameters& parameters,
                   const std::function<Result<>(const Row&)>& each) override;
    Result<> execute_script(std::string_view script) override;

    Result<> begin(); // BEGIN IMMEDIATE for the writer, a snapshot for a reader
    Result<> commit();
    void rollback(); // also when SQLite has rolled back already
    Result<> open_savepoint();
    Result<> keep_savepoint();
    Result<> undo_savepoint();
    bool in_transaction() const;

    enum class Checkpoint { passive, truncate };
    // Moves the log into the file. Never waits longer than
    // `patience`: readers may hold parts of the log back.
    Result<> checkpoint(Checkpoint mode, std::chrono::milliseconds patience);
    // Pages in the log after the last commit.
    int log_pages() const { return log_pages_; }
    // A sync that failed may have dropped what it should have kept: nothing written since can be trusted.
    bool sync_failed() const { return sync_failed_; }
    // Gives the page cache back to the system.
    void release_memory();

private:
    struct Prepared {
        sqlite3_stmt* handle = nullptr;
        std::vector<int> slots; // slots[k - 1] is SQLite's index of $k
        bool in_use = false;
    };
    class Use;

    SqliteConnection(std::filesystem::path file, SqliteRole role) : file_(std::move(file)), role_(role) {}
    Result<> configure();
    Result<Prepared> prepare(const Statement& statement, unsigned flags);
    Result<> run(const Statement& statement, const Parameters& parameters,
                 const std::function<Result<>(const Row&)>& each);
    Error error_of(int code, std::string_view what);

    std::filesystem::path file_;
    SqliteRole role_;
    sqlite3* handle_ = nullptr;
    std::unordered_map<const Statement*, Prepared> cache_;
    int log_pages_ = 0;
    bool sync_failed_ = false;
};

} // namespace presstime::db
