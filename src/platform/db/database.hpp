// The state database behind a seam that SQLite fills now and PostgreSQL later: named statements with $1, $2
// ... placeholders, 64-bit integers, text and blobs; instants are microseconds. Writes go through one writer
// thread with group commit; reads through a pool of read-only connections.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace presstime::db {

// Lives as long as the program (a constexpr in a store file); the address is the cache key.
struct Statement {
    std::string_view name; // "runs.insert"
    std::string_view sql;
};

// NULL, integer, real, text.
using Parameter = std::variant<std::monostate, std::int64_t, double, std::string>;
using Parameters = std::vector<Parameter>;

Parameter param(std::int64_t value);
Parameter param(int value);
Parameter param(bool value);
Parameter param(std::string_view value);
Parameter param(const char* value);
Parameter param(Instant value);
Parameter param(std::optional<Instant> value);

class Row {
public:
    virtual ~Row() = default;
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0; // 0 for NULL
    virtual double real(int column) const = 0;
    virtual std::string text(int column) const = 0; // "" for NULL
    Instant instant(int column) const { return from_micros(integer(column)); }
    std::optional<Instant> optional_instant(int column) const;
    bool boolean(int column) const { return integer(column) != 0; }
};

// One connection inside a transaction; valid only during the call it is passed to.
class Session {
public:
    virtual ~Session() = default;
    // Rows changed. `conflict` for a broken unique key (context = constraint), `retry` for busy or disk full.
    virtual Result<std::int64_t> execute(const Statement& statement, const Parameters& parameters) = 0;
    // Calls `each` per row; stops at the first error it returns.
    virtual Result<> query(const Statement& statement, const Parameters& parameters,
                           const std::function<Result<>(const Row&)>& each) = 0;
    // Runs several statements without parameters, for migrations; nothing of it is kept prepared.
    virtual Result<> execute_script(std::string_view script) = 0;
    // Value of the first column of the first row (use RETURNING id), or nothing.
    Result<std::optional<std::int64_t>> query_integer(const Statement& statement,
                                                      const Parameters& parameters);
};

enum class Dialect { sqlite, postgresql };

// What the writer did since the start: with company, commits stay below works.
struct WriteCounts {
    std::int64_t works = 0;
    std::int64_t commits = 0;
};

class Database {
public:
    virtual ~Database() = default;
    virtual Dialect dialect() const = 0;
    // Runs `work` in a write transaction on the writer's thread; it must not call write() again. Several
    // callers' works may share one commit (each in its own savepoint); returns only after the commit is
    // durable. An error from `work` rolls its savepoint back and is returned.
    virtual Result<> write(const std::function<Result<>(Session&)>& work) = 0;
    // Runs `work` in a read transaction (one snapshot) on a reader.
    virtual Result<> read(const std::function<Result<>(Session&)>& work) = 0;
    // Stops the writer after what is queued. Later calls answer `give_up`.
    virtual void close() = 0;
    virtual WriteCounts write_counts() const = 0;
};

struct SqliteOptions {
    std::filesystem::path file;
    int readers = 4;
    std::chrono::microseconds group_window{
        0}; // how long the writer waits for company; 0 = only what is queued
    int group_limit = 256;
};

// Opens (creating if missing), sets WAL, synchronous=FULL, foreign keys; checks the SQLite version.
Result<std::unique_ptr<Database>> open_sqlite(const SqliteOptions& options);

} // namespace presstime::db
