// One DuckDB connection and the few steps a statement takes on it: check, prepare, bind, start. Used by one
// thread at a time, but for the watchdog's interrupt.
#pragma once

#include "model/value.hpp"
#include "source/duckdb_error.hpp"
#include "source/duckdb_library.hpp"
#include "source/watchdog.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime {

class DuckdbSession {
public:
    // `timer` empty: no limit (only for the fixed statements that set an instance up).
    DuckdbSession(const DuckdbApi& api, DuckdbConnection connection, std::filesystem::path folder,
                  std::optional<QueryTimer> timer);

    DuckdbSession(const DuckdbSession&) = delete;
    DuckdbSession& operator=(const DuckdbSession&) = delete;

    // Runs a fixed statement to its end, without rows.
    Result<> run(const std::string& sql);
    // The rows of a fixed statement of one VARCHAR column; `parameter` is bound to its only parameter.
    Result<std::vector<std::string>> texts(const std::string& sql,
                                           const std::optional<std::string>& parameter);

    // Exactly one SELECT, or invalid("sql").
    Result<DuckdbPrepared> prepare(const std::string& sql);
    // Every parameter of the statement gets its value; bindings it does not use are ignored.
    Result<> bind(DuckdbPrepared& prepared, const std::vector<Binding>& bindings);
    // The same, but a parameter without a value is NULL.
    Result<> bind_known(DuckdbPrepared& prepared, const std::vector<Binding>& bindings);
    // Computes until the first rows are there.
    Result<DuckdbResult> start(DuckdbPrepared& prepared);
    // The next chunk, or one without value at the end.
    Result<DuckdbChunk> fetch(DuckdbResult& result);

    // The statement prepared last.
    const std::string& sql() const { return sql_; }
    const DuckdbApi& api() const { return api_; }
    // True after an error that leaves the whole instance unusable.
    bool fatal() const { return fatal_; }

private:
    std::string parameter_name(DuckdbPrepared& prepared, idx_t index) const;
    Result<> bind_value(DuckdbPrepared& prepared, idx_t index, const Value& value);
    Error error(const char* message);

    const DuckdbApi& api_;
    DuckdbConnection connection_;
    std::filesystem::path folder_;
    std::string sql_;
    std::optional<QueryTimer> timer_;
    std::optional<Watchdog::Watch> watch_;
    bool fatal_ = false;
};

} // namespace presstime
