// One read-only connection to a customer's SQLite file and its one statement. Whatever is not reading is
// refused by SQLite's authorizer; deadline and cancel are looked at by its progress handler.
#pragma once

#include "model/value.hpp"
#include "source/secured_query.hpp"
#include "source/watchdog.hpp"

#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace presstime {

class SqliteSession {
public:
    // invalid("options.path") when the file is not a SQLite database or is damaged.
    static Result<std::unique_ptr<SqliteSession>> open(const std::filesystem::path& path,
                                                       std::optional<QueryTimer> timer);
    SqliteSession(const SqliteSession&) = delete;
    SqliteSession& operator=(const SqliteSession&) = delete;

    // A session to prepare a statement in and never to run it, where each relation is a view that has its
    // columns and no rows. Beside them are the file's own tables, or without a file nothing at all: then a
    // statement that prepares reads the relations alone, by their plain names.
    static Result<std::unique_ptr<SqliteSession>>
    open_for_check(const std::optional<std::filesystem::path>& file, const std::vector<Relation>& relations,
                   QueryTimer timer);

    // Exactly one SELECT, or invalid("sql").
    Result<> prepare(const std::string& sql);
    // The prepared statement's text without a ';' behind it, and its columns with the types that are
    // declared.
    std::string statement_text() const;
    std::vector<RelationColumn> columns() const;
    Result<> bind(const std::vector<Binding>& bindings);
    // True when there is a row, false at the end.
    Result<bool> step();
    sqlite3_stmt* statement() { return statement_.get(); }
    bool over() const { return timer_ && timer_->over(); }

private:
    struct Close {
        void operator()(sqlite3* database) const { sqlite3_close(database); }
    };
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    using StatementHandle = std::unique_ptr<sqlite3_stmt, Finalize>;

    explicit SqliteSession(std::optional<QueryTimer> timer) : timer_(std::move(timer)) {}
    int connect(const std::filesystem::path& path, const char* parameters);
    Result<> lock_down();
    // The first statement of `rest`, which moves on behind it; empty at the end.
    // A refusal is marked with its byte in `sql`, which `rest` lies in.
    Result<StatementHandle> prepare_next(const char* sql, const char*& rest);
    Error error(int code);
    int make_views(const std::vector<Relation>& relations, const std::string& schema);
    bool may_read(const char* table, const char* column) const;
    static int authorize(void* self, int action, const char* first, const char* second, const char* database,
                         const char* trigger);
    static int look_at_timer(void* self);

    std::optional<QueryTimer> timer_;
    std::optional<Watchdog::Watch> watch_;
    std::optional<std::set<std::string>> readable_; // in lower case; nothing else may be read
    std::string refused_;                           // what the authorizer refused last
    std::unique_ptr<sqlite3, Close> database_;
    StatementHandle statement_;
};

} // namespace presstime
